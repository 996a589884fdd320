using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Papers;

namespace TthcFlow.Engine.Documents;

/// <summary>A line of the register of dossiers (sổ theo dõi hồ sơ).</summary>
/// <param name="ReceivedBy">Who took the result.</param>
/// <param name="Remark">Ghi chú: what is to be known of the line, as that it was corrected.</param>
public sealed record RegisterLine(
    string Code, string Procedure, string? Subject, string Applicant, string? Address, string? Phone, string Competent, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt,
    DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt, string? ReceivedBy, string Status, string? Remark);

/// <summary>Writes the register of dossiers (Mẫu 07; 06 before 01/7/2025) as a workbook, line by line: memory does not grow with the period. Every cell is text, so nothing in it is ever a formula.</summary>
internal static class RegisterBook
{
    private static readonly (string Head, int Width)[] Columns =
    [
        ("STT", 6), ("Mã hồ sơ", 26), ("Tên thủ tục hành chính", 36), ("Nội dung", 34), ("Số lượng hồ sơ (bộ)", 10), ("Tên cá nhân, tổ chức", 26), ("Địa chỉ", 34), ("Số điện thoại", 15),
        ("Cơ quan chủ trì giải quyết", 26), ("Nhận hồ sơ", 17), ("Hẹn trả kết quả", 17), ("Xử lý xong", 17), ("Trả kết quả", 17), ("Người nhận kết quả", 22), ("Tình trạng", 18), ("Ký nhận", 14), ("Ghi chú", 22),
    ];

    public static async Task WriteAsync(Stream file, PaperForm form, string agency, DateOnly from, DateOnly to, IAsyncEnumerable<RegisterLine> lines, CancellationToken ct)
    {
        using var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        Part(package, "[Content_Types].xml",
            """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>""");
        Part(package, "_rels/.rels",
            """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part(package, "xl/workbook.xml",
            """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sổ theo dõi hồ sơ" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">'Sổ theo dõi hồ sơ'!$5:$5</definedName></definedNames></workbook>""");
        Part(package, "xl/_rels/workbook.xml.rels",
            """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
        Part(package, "xl/styles.xml", ExcelBook.Look().OuterXml);

        using var sheet = package.CreateEntry("xl/worksheets/sheet1.xml").Open();
        using var xml = XmlWriter.Create(sheet, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = false });
        const string ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        xml.WriteStartElement("worksheet", ns);
        xml.WriteRaw("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"5\" topLeftCell=\"A6\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        xml.WriteStartElement("cols", ns);
        foreach (var (index, column) in Columns.Index())
            xml.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"<col min=\"{index + 1}\" max=\"{index + 1}\" width=\"{column.Width}\" customWidth=\"1\"/>"));
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData", ns);
        Row(xml, 1, ExcelBook.Title, [form.Name.Vi.ToUpper(CultureInfo.GetCultureInfo("vi-VN"))]);
        Row(xml, 2, 0, [form.Corner]);
        Row(xml, 3, 0, [$"{agency}. Từ ngày {Day(from)} đến ngày {Day(to)} (theo ngày tiếp nhận)"]);
        Row(xml, 5, ExcelBook.Head, [.. Columns.Select(column => column.Head)]);
        var number = 0;
        await foreach (var line in lines.WithCancellation(ct))
        {
            number++;
            Row(xml, number + 5, ExcelBook.Words,
            [
                number.ToString(CultureInfo.InvariantCulture), line.Code, line.Procedure, line.Subject ?? "", "1", line.Applicant, line.Address ?? "",
                line.Phone ?? "", line.Competent, Moment(line.ReceivedAt), Moment(line.PromisedAt), Moment(line.FinishedAt), Moment(line.ReturnedAt), line.ReceivedBy ?? "", line.Status, "", line.Remark ?? "",
            ]);
        }
        xml.WriteEndElement();
        xml.WriteRaw("<mergeCells count=\"2\"><mergeCell ref=\"A1:Q1\"/><mergeCell ref=\"A3:Q3\"/></mergeCells><pageMargins left=\"0.5\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/><pageSetup paperSize=\"8\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/><headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter>");
        xml.WriteEndElement();
    }

    private static void Row(XmlWriter xml, int number, uint style, IReadOnlyList<string> cells)
    {
        xml.WriteStartElement("row");
        xml.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        foreach (var (column, text) in cells.Index())
        {
            xml.WriteStartElement("c");
            xml.WriteAttributeString("r", string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + column)}{number}"));
            xml.WriteAttributeString("s", style.ToString(CultureInfo.InvariantCulture));
            if (text.Length > 0)
            {
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is");
                xml.WriteStartElement("t");
                xml.WriteAttributeString("xml", "space", null, "preserve");
                xml.WriteString(PrintableText.Of(text));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Part(ZipArchive package, string name, string content)
    {
        using var part = package.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>{content}"));
    }

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset? at) => at is { } moment ? VietnamTime.LocalOf(moment).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture) : "";
}
