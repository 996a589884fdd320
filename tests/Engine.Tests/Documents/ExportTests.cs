using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>What leaves the system: every format, opened again by a library that did not write it.</summary>
public sealed class ExportTests
{
    private static readonly PublishedBy Act = new("123/QĐ-UBND", new(2026, 3, 2), "Ủy ban nhân dân tỉnh Lai Châu", new(2026, 3, 16));

    private static string[] Processes => Sample.Processes;

    private static IEnumerable<TestCaseData> EveryFormat =>
        from name in Sample.Processes from format in ProcessExport.Formats select new TestCaseData(name, format.Format).SetArgDisplayNames(name[..2], format.Extension);

    [TestCaseSource(nameof(EveryFormat))]
    public void One_version_gives_one_file(string name, ExportFormat format)
    {
        var (once, again) = (Written(name, format, Act), Written(name, format, Act));
        Assert.That(once.Bytes.ToArray(), Is.EqualTo(again.Bytes.ToArray()));
    }

    [TestCaseSource(nameof(Processes))]
    public void Word_finds_nothing_to_mend_in_the_appendix(string name)
    {
        using var file = WordprocessingDocument.Open(new MemoryStream(Written(name, ExportFormat.Word, Act).Bytes.ToArray()), isEditable: false);
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(file);

        Assert.That(faults.Select(fault => $"{fault.Path?.XPath}: {fault.Description}"), Is.Empty);
    }

    [TestCaseSource(nameof(Processes))]
    public void Excel_finds_nothing_to_mend_in_the_workbook(string name)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(Written(name, ExportFormat.Excel, Act).Bytes.ToArray()), isEditable: false);
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(file);

        Assert.That(faults.Select(fault => $"{fault.Path?.XPath}: {fault.Description}"), Is.Empty);
    }

    [TestCaseSource(nameof(Processes))]
    public void The_appendix_names_every_step_and_the_decision(string name)
    {
        using var file = WordprocessingDocument.Open(new MemoryStream(Written(name, ExportFormat.Word, Act).Bytes.ToArray()), isEditable: false);
        var text = file.MainDocumentPart!.Document.Body!.Descendants<Paragraph>().Select(paragraph => paragraph.InnerText).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("(Kèm theo Quyết định số 123/QĐ-UBND ngày 02 tháng 03 năm 2026 của Ủy ban nhân dân tỉnh Lai Châu)"));
            foreach (var step in Sample.ProcessOf(name).Steps.Where(step => step.Work is not null && step.Kind is not (StepKind.Reject or StepKind.Stop)))
            {
                Assert.That(text, Does.Contain(step.Key.Value));
                Assert.That(text, Does.Contain(step.Name));
            }
        }
    }

    [Test]
    public void A_draft_says_that_it_is_one_and_names_no_decision()
    {
        using var file = WordprocessingDocument.Open(new MemoryStream(Written(Processes[0], ExportFormat.Word, null).Bytes.ToArray()), isEditable: false);
        var text = file.MainDocumentPart!.Document.Body!.InnerText;

        Assert.That(text, Does.Contain("DỰ THẢO").And.Not.Contain("Kèm theo Quyết định"));
    }

    [Test]
    public void Elsa_json_is_the_canonical_text_itself()
    {
        var document = Sample.DocumentOf(Processes[0]);
        Assert.That(ProcessExport.Write(ExportFormat.Elsa, document).Bytes.ToArray(), Is.EqualTo(document.ToCanonicalUtf8().ToArray()));
    }

    [Test]
    public void A_cell_that_a_spreadsheet_would_run_is_only_text()
    {
        var document = Sample.DocumentOf(Processes[0]);
        var tree = document.Edit();
        tree["root"]!["activities"]![0]!["metadata"]!["displayText"] = "=HYPERLINK(\"http://x\")";
        var file = ProcessExport.Write(ExportFormat.Csv, ElsaDocument.Read(tree.ToJsonString()).Document!);
        var text = Encoding.UTF8.GetString(file.Bytes.Span);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.StartWith("\uFEFFBước,"));
            Assert.That(text, Does.Contain("\"'=HYPERLINK(\"\"http://x\"\")\""));
        }
    }

    [TestCase("QT.XD.01", "Cấp giấy phép: mới / sửa", "QT.XD.01 - Cấp giấy phép- mới - sửa.docx")]
    [TestCase(null, "", "quy-trinh.docx")]
    public void A_file_is_called_what_an_official_would_call_it(string? code, string name, string file)
    {
        var document = ElsaDocument.Blank("x", name, code is null ? [] : new() { ["documentCode"] = code });
        Assert.That(ProcessExport.Write(ExportFormat.Word, document).Name, Is.EqualTo(file));
    }

    internal static ExportedFile Written(string name, ExportFormat format, PublishedBy? act) => ProcessExport.Write(format, Sample.DocumentOf(name), Sample.Catalogue, act);
}
