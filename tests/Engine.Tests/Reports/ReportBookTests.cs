using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>A report as a workbook: what the page shows, as numbers that can be added up.</summary>
public sealed class ReportBookTests
{
    private static Form06 Form => new(
        ReportPeriod.Between(new(2026, 3, 1), new(2026, 3, 31), Calendar.At("2026-12-01 00:00")).Period!, OnTimeFormula.Qd766, ReportGrouping.Field,
        [new Form06Line("Đất đai", "Đất đai", new(1, 2, 3, 2, 1, 1, 1, 1)), new Form06Line("Hộ tịch", "Hộ tịch", new(0, 1, 0, 1, 0, 0, 0, 0))], new(1, 3, 3, 3, 1, 1, 1, 1));

    [Test]
    public void The_workbook_is_valid_and_its_figures_are_numbers()
    {
        var bytes = ReportBook.Write(ReportSheet.Of(Form, "toàn tỉnh", moment => moment.ToString("u")));
        using var package = new MemoryStream(bytes);
        using var book = SpreadsheetDocument.Open(package, isEditable: false);
        var sheet = book.WorkbookPart!.WorksheetParts.Single().Worksheet;

        var numbers = sheet.Descendants<Row>().Select(row => row.Elements<Cell>().Where(cell => cell.DataType?.Value == CellValues.Number).Select(cell => int.Parse(cell.CellValue!.Text, null)).ToArray()).Where(row => row.Length > 5).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new OpenXmlValidator().Validate(book).Select(fault => $"{fault.Path?.XPath} {fault.Description}"), Is.Empty);
            Assert.That(numbers[0], Is.EqualTo(new[] { 1, 6, 1, 2, 3, 4, 2, 1, 1, 2, 1, 1 }), "the line's number, then its eleven figures");
            Assert.That(numbers[^1], Is.EqualTo(new[] { 7, 1, 3, 3, 5, 3, 1, 1, 2, 1, 1 }));
            Assert.That(sheet.InnerText, Does.Contain("QD766 (phiên bản 3").And.Contain("01/03/2026").And.Contain("Đã kiểm tra: nhận giải quyết = đã giải quyết + đang giải quyết"));
            Assert.That(sheet.Descendants<CellFormula>(), Is.Empty);
        }
    }

    [Test]
    public void A_form_that_does_not_add_up_says_so_in_capitals() =>
        Assert.That(ReportSheet.Of(Form with { Total = Form.Total with { Overdue = 0 } }, "", _ => "").Remarks[0], Does.StartWith("SỐ LIỆU KHÔNG KHỚP"));

    [Test]
    public void The_same_report_gives_the_same_file()
    {
        var (first, second) = (ReportBook.Write(ReportSheet.Of(Form, "", _ => "")), ReportBook.Write(ReportSheet.Of(Form, "", _ => "")));
        Assert.That(second, Is.EqualTo(first));
    }
}
