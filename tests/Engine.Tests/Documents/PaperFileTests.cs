using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Tests.Papers;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>Papers as Word and PDF, the shipped Word forms, and forms that agencies made themselves.</summary>
public sealed class PaperFileTests
{
    private static readonly Applicant LongName = new(
        "Hợp tác xã Nông nghiệp hữu cơ và Dịch vụ tổng hợp Nguyễn Hoàng Phương Thảo Nguyên – Mường Than – Bình Lư", "012345678901", "0912345678", "htx@example.vn",
        "Thôn Thèn Thầu, bản Nà Đon, tổ dân phố số 15, đường Điện Biên Phủ kéo dài, xã Bình Lư, tỉnh Lai Châu");

    private static Paper Crowded() => new PaperPress(PaperPressTests.SourceOf(A.Story().Then(A.Receive(particulars: new Particulars(
        LongName, "Đề nghị cấp giấy phép xây dựng công trình nhà xưởng sơ chế, đóng gói, bảo quản nông sản và khu trưng bày giới thiệu sản phẩm",
        [.. Enumerable.Range(1, 60).Select(number => new DossierComponent($"Giấy tờ số {number}: bản thuyết minh thiết kế kỹ thuật thi công và dự toán xây dựng công trình", 1, 2))]))))).Print(PaperKind.Receipt)!;

    [Test]
    public void Every_paper_is_a_Word_document_without_faults_and_without_placeholders()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var paper in PaperPressTests.Every().Append(Crowded()))
        {
            using var document = Open(PaperFile.Word(paper, null).Bytes.ToArray());
            Assert.That(Faults(document), Is.Empty, $"{paper.Kind}");
            Assert.That(TextOf(document), Does.Contain(paper.Code.ToString()).And.Not.Contain("«"), $"{paper.Kind}");
            Assert.That(document.MainDocumentPart!.ImageParts.Count(), Is.EqualTo(1), $"{paper.Kind} carries its square code");
        }
    }

    [Test]
    public void Every_shipped_form_is_one_that_could_be_uploaded()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var (key, kind, form) in Engine.Runtime.FormOffice.Forms)
        {
            var bytes = PaperFile.Form(kind, form).Bytes.ToArray();
            using var document = Open(bytes);
            Assert.That(Faults(document), Is.Empty, key);
            Assert.That(PaperFile.FaultOf(bytes, kind), Is.Null, key);
        }
    }

    [Test]
    public void The_same_paper_gives_the_same_bytes()
    {
        var paper = Crowded();
        var (word, wordAgain) = (PaperFile.Word(paper, null), PaperFile.Word(paper, null));
        var (pdf, pdfAgain) = (PaperFile.Pdf(paper), PaperFile.Pdf(paper));
        Assert.That(wordAgain.Bytes.ToArray(), Is.EqualTo(word.Bytes.ToArray()));
        Assert.That(pdfAgain.Bytes.ToArray(), Is.EqualTo(pdf.Bytes.ToArray()));
    }

    [Test]
    public void A_receipt_with_many_components_runs_on_to_more_pages()
    {
        var pdf = Encoding.ASCII.GetString(PaperFile.Pdf(Crowded()).Bytes.ToArray());
        var pages = System.Text.RegularExpressions.Regex.Match(pdf, @"/Type /Pages /Count (\d+)").Groups[1].Value;
        Assert.That(int.Parse(pages, System.Globalization.CultureInfo.InvariantCulture), Is.InRange(4, 8));
    }

    [Test]
    public void Every_paper_is_a_PDF()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var paper in PaperPressTests.Every())
            Assert.That(Encoding.ASCII.GetString(PaperFile.Pdf(paper).Bytes.Span[..8]), Is.EqualTo("%PDF-1.7"), $"{paper.Kind}");
    }

    [Test]
    public void A_placeholder_that_Word_cut_into_runs_is_filled_in_the_look_of_its_first()
    {
        var form = Form(body => body.Append(
            new Paragraph(Run("Kính gửi ông/bà «Ng", bold: false), Run("uoi", bold: true), Run("Nop» (", bold: false), Run("«MaHoSo»", bold: false), Run(")", bold: false))));
        Assert.That(PaperFile.FaultOf(form, PaperKind.Receipt), Is.Null);
        using var filled = Open(PaperFile.Word(Crowded(), form).Bytes.ToArray());
        Assert.That(Faults(filled), Is.Empty);
        Assert.That(TextOf(filled), Is.EqualTo($"Kính gửi ông/bà {LongName.Name} (H35.99-260302-0007)"));
    }

    [Test]
    public void A_row_of_a_list_is_repeated_and_an_empty_optional_line_falls_away()
    {
        var form = Form(body => body.Append(
            new Paragraph(Run("«MaHoSo»")), new Paragraph(Run("Email: «Email?»")),
            new Table(
                new TableProperties(new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct }), new TableGrid(new GridColumn(), new GridColumn()),
                new TableRow(new TableCell(new Paragraph(Run("TT"))), new TableCell(new Paragraph(Run("Tên")))),
                new TableRow(new TableCell(new Paragraph(Run("«ThanhPhan.TT»"))), new TableCell(new Paragraph(Run("«ThanhPhan."), Run("Ten»"))))),
            new Paragraph(Run("hết"))));
        var plain = new PaperPress(PaperPressTests.SourceOf(A.Story().Then(A.Receive()))).Print(PaperKind.Receipt)!; // no e-mail
        using var filled = Open(PaperFile.Word(plain, form).Bytes.ToArray());
        var rows = filled.MainDocumentPart!.Document.Body!.Descendants<TableRow>().Select(row => row.InnerText).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Faults(filled), Is.Empty);
            Assert.That(rows, Is.EqualTo(["TTTên", "1Đơn đề nghị cấp giấy phép xây dựng", "2Bản vẽ thiết kế"]));
            Assert.That(TextOf(filled), Does.Not.Contain("Email"));
        }
    }

    [Test]
    public void A_content_control_is_filled_by_its_tag()
    {
        var form = Form(body => body.Append(new Paragraph(Run("«MaHoSo» "), new SdtRun(new SdtProperties(new Tag { Val = "NguoiNop" }), new SdtContentRun(Run("bấm để nhập"))))));
        using var filled = Open(PaperFile.Word(Crowded(), form).Bytes.ToArray());
        Assert.That(TextOf(filled), Is.EqualTo($"H35.99-260302-0007 {LongName.Name}"));
    }

    [Test]
    public void Fields_nobody_knows_are_all_named()
    {
        var form = Form(body => body.Append(new Paragraph(Run("«MaHoSo» «TenSai» «Nguoi"), Run("La»")), new Paragraph(new SdtRun(new SdtProperties(new Tag { Val = "The" }), new SdtContentRun(Run("x"))))));
        var fault = PaperFile.FaultOf(form, PaperKind.Receipt);
        Assert.That((fault?.Code, fault?.Message.Vi), Is.EqualTo(("F130", "Mẫu có trường không điền được: «NguoiLa», «TenSai», «The».")));
    }

    [Test]
    public void A_field_of_another_paper_is_not_this_ones() =>
        Assert.That(PaperFile.FaultOf(Form(body => body.Append(new Paragraph(Run("«MaHoSo» «HenTraMoi»")))), PaperKind.Receipt)?.Code, Is.EqualTo("F130"));

    [Test]
    public void A_form_that_carries_macros_reaches_out_or_is_none_is_refused()
    {
        using var withMacros = new MemoryStream();
        withMacros.Write(Form(body => body.Append(new Paragraph(Run("«MaHoSo»")))));
        using (var document = WordprocessingDocument.Open(withMacros, isEditable: true))
            document.MainDocumentPart!.AddNewPart<VbaProjectPart>("rIdMacro").FeedData(new MemoryStream("x"u8.ToArray()));
        using var reaching = new MemoryStream();
        reaching.Write(Form(body => body.Append(new Paragraph(Run("«MaHoSo»")))));
        using (var document = WordprocessingDocument.Open(reaching, isEditable: true))
            document.MainDocumentPart!.AddExternalRelationship("http://schemas.openxmlformats.org/officeDocument/2006/relationships/image", new Uri("https://elsewhere.example/x.png"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PaperFile.FaultOf(withMacros.ToArray(), PaperKind.Receipt)?.Code, Is.EqualTo("F132"));
            Assert.That(PaperFile.FaultOf(reaching.ToArray(), PaperKind.Receipt)?.Code, Is.EqualTo("F133"));
            Assert.That(PaperFile.FaultOf("không phải Word"u8.ToArray(), PaperKind.Receipt)?.Code, Is.EqualTo("F131"));
            Assert.That(PaperFile.FaultOf([], PaperKind.Receipt)?.Code, Is.EqualTo("F131"));
            Assert.That(PaperFile.FaultOf(Form(body => body.Append(new Paragraph(Run("«NguoiNop»")))), PaperKind.Receipt)?.Code, Is.EqualTo("F135"));
            Assert.That(PaperFile.FaultOf(new byte[PaperFile.LargestForm + 1], PaperKind.Receipt)?.Code, Is.EqualTo("F134"));
        }
    }

    private static byte[] Form(Action<Body> draw)
    {
        using var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.Document = new Document(new Body());
            draw(main.Document.Body!);
        }
        return package.ToArray();
    }

    private static Run Run(string text, bool bold = false) =>
        new(bold ? new RunProperties(new Bold()) : new RunProperties(), new Text(text) { Space = SpaceProcessingModeValues.Preserve });

    private static WordprocessingDocument Open(byte[] bytes) => WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);

    private static string TextOf(WordprocessingDocument document) => document.MainDocumentPart!.Document.Body!.InnerText;

    private static IEnumerable<string> Faults(WordprocessingDocument document) =>
        new OpenXmlValidator(FileFormatVersions.Office2016).Validate(document).Select(fault => $"{fault.Path?.XPath}: {fault.Description}");
}
