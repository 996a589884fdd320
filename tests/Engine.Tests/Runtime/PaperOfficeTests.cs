using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PaperOfficeTests(string kind)
{
    private const string Here = "https://tthc.example.vn";

    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);

    private Town _town = null!;

    private PaperOffice Papers => _town.The<PaperOffice>();

    private FormOffice Forms => _town.The<FormOffice>();

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task A_printed_paper_is_found_true_and_a_changed_one_is_not()
    {
        var code = await _town.ReceivedAsync();
        var address = new Uri((await Papers.PrintAsync(Mai, code, PaperKind.Receipt, null, Here, default))!.Fields[FormLayout.Qr]);
        var seal = address.Segments[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Papers.VerifyAsync(code, 1, seal, default))?.At, Is.EqualTo(_town.Clock.Now));
            Assert.That(await Papers.VerifyAsync(code, 2, seal, default), Is.Null);
            Assert.That(await Papers.VerifyAsync(code, 1, seal[..^1] + (seal[^1] == '0' ? '1' : '0'), default), Is.Null);
            Assert.That(await Papers.VerifyAsync(DossierCode.Parse("H35.40-260302-9999"), 1, seal, default), Is.Null);
        }
    }

    [Test]
    public async Task Papers_are_the_agencys_own()
    {
        var code = await _town.ReceivedAsync();
        Assert.That(await Papers.OffersAsync(Stranger, code, default), Is.Null);
        Assert.That(await Papers.WordAsync(Stranger, code, PaperKind.Receipt, null, Here, default), Is.Null);
    }

    [Test]
    public async Task An_agencys_own_form_is_used_until_it_is_taken_back()
    {
        var code = await _town.ReceivedAsync();
        var key = FormOffice.KeyOf(PaperKind.Receipt, PaperForm.Receipt);
        var shipped = Bytes(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default));

        Assert.That(await Forms.ReplaceAsync(Controller, key, null, "tỉnh.docx", Own("Của tỉnh"), default), Is.Null);
        Assert.That(TextOf(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default)), Does.StartWith("Của tỉnh"));
        Assert.That(await Forms.ReplaceAsync(Controller, key, Commune, "xã.docx", Own("Của xã"), default), Is.Null);
        Assert.That(TextOf(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default)), Is.EqualTo($"Của xã {code}"), "an agency's own goes before the province's");
        Assert.That(await Forms.GoBackAsync(Controller, key, Commune, default), Is.Null);
        Assert.That(TextOf(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default)), Does.StartWith("Của tỉnh"));
        Assert.That(await Forms.GoBackAsync(Controller, key, null, default), Is.Null);
        Assert.That(Bytes(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default)), Is.EqualTo(shipped));
        Assert.That((await Forms.GoBackAsync(Controller, key, null, default))?.Code, Is.EqualTo("F137"), "there is nothing to go back from");
    }

    [Test]
    public async Task A_form_is_kept_from_the_sweep_and_checked_before_it_counts()
    {
        var key = FormOffice.KeyOf(PaperKind.Receipt, PaperForm.Receipt);
        Assert.That((await Forms.ReplaceAsync(Mai, key, null, "a.docx", Own("x"), default))?.Code, Is.EqualTo("F136"));
        Assert.That((await Forms.ReplaceAsync(Controller, "khong/co", null, "a.docx", Own("x"), default))?.Code, Is.EqualTo("F137"));
        Assert.That((await Forms.ReplaceAsync(Controller, key, null, "a.docx", Own("«Sai»"), default))?.Code, Is.EqualTo("F130"));
        Assert.That(await Forms.ReplacedAsync(default), Is.Empty);

        await Forms.ReplaceAsync(Controller, key, null, "a.docx", Own("Giữ"), default);
        _town.Clock.Now += TimeSpan.FromDays(3);
        Assert.That(await _town.The<FileSweep>().RunOnceAsync(default), Is.Zero);
        Assert.That((await Forms.ReplacedAsync(default)).Select(form => (form.Version, form.Name, form.By)), Is.EqualTo([(1, "a.docx", Controller.Id)]));
    }

    [Test]
    public async Task The_register_of_the_first_and_of_the_last_day_there_is_has_an_answer()
    {
        var (first, last) = (DateOnly.MinValue, DateOnly.MaxValue);
        await using (var book = (await Papers.RegisterAsync(Mai, null, first, first.AddDays(1), default)).Book) Assert.That(book, Is.Not.Null);
        Assert.That((await Papers.RegisterAsync(Mai, null, last.AddDays(-1), last, default)).Refusal, Is.EqualTo(PaperRefusals.PeriodWrong));
    }

    [Test]
    public async Task The_register_lists_a_period_of_ones_own_agency_in_the_order_of_receipt()
    {
        await _town.ReceivedAsync("Thứ nhất");
        _town.Clock.Now += TimeSpan.FromHours(1);
        await _town.ReceivedAsync("=Công thức", "Nhà ở");
        _town.Clock.Now += TimeSpan.FromDays(2);
        await _town.ReceivedAsync("Sau kỳ");

        var day = new DateOnly(2026, 3, 2);
        var (refusal, book, _) = await Papers.RegisterAsync(Mai, null, day, day, default);
        Assert.That(refusal, Is.Null);
        await using var file = book!;
        using var sheet = SpreadsheetDocument.Open(file, isEditable: false);
        var rows = sheet.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InnerText).ToArray()).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new OpenXmlValidator().Validate(sheet).Select(fault => fault.Description), Is.Empty);
            Assert.That(rows[1][0], Is.EqualTo("Mẫu số 07 – TT 03/2025/TT-VPCP"));
            Assert.That(rows.Skip(4).Select(row => row[5]), Is.EqualTo(["Thứ nhất", "=Công thức"]));
            Assert.That(rows[4][9], Is.EqualTo("09:00 02/03/2026"));
            Assert.That(sheet.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<CellFormula>(), Is.Empty);
        }
    }

    [Test]
    public async Task A_paper_in_an_agencys_own_form_comes_as_PDF_too_unless_the_form_holds_what_a_PDF_would_lack()
    {
        var code = await _town.ReceivedAsync();
        var key = FormOffice.KeyOf(PaperKind.Receipt, PaperForm.Receipt);
        Assert.That((await Papers.PdfAsync(Mai, code, PaperKind.Receipt, null, Here, default)).File?.ContentType, Is.EqualTo("application/pdf"));

        Assert.That(await Forms.ReplaceAsync(Controller, key, null, "mẫu tỉnh.docx", Own("Mẫu của tỉnh"), default), Is.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await PdfTextAsync(code), Does.StartWith($"Mẫu của tỉnh {code}"));
            Assert.That(TextOf(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default)), Does.StartWith("Mẫu của tỉnh"));
            Assert.That((await Papers.OffersAsync(Mai, code, default))!.Where(offer => offer.HasOwnForm).Select(offer => (offer.Kind, offer.IsWordOnly)), Is.EqualTo([(PaperKind.Receipt, false)]));
            Assert.That((await Papers.PdfAsync(Mai, code, PaperKind.ProcessSlip, null, Here, default)).File, Is.Not.Null, "the others are not touched");
        }

        Assert.That(await Forms.ReplaceAsync(Controller, key, Commune, "mẫu xã.docx", Own("Mẫu của xã", new DocumentFormat.OpenXml.Wordprocessing.Run(new DocumentFormat.OpenXml.Wordprocessing.FootnoteReference { Id = 2 })), default), Is.Null);
        using (Assert.EnterMultipleScope())
        {
            var refusal = (await Papers.PdfAsync(Mai, code, PaperKind.Receipt, null, Here, default)).Refusal;
            Assert.That((refusal?.Code, refusal?.Message.Vi), Is.EqualTo(("F118", "Giấy này chỉ có bản Word: mẫu Word riêng của cơ quan có phần không vẽ được trong PDF (cước chú).")));
            Assert.That(TextOf(await Papers.WordAsync(Mai, code, PaperKind.Receipt, null, Here, default)), Does.StartWith("Mẫu của xã"), "Word stays as it is");
            Assert.That((await Papers.OffersAsync(Mai, code, default))!.Where(offer => offer.IsWordOnly).Select(offer => offer.Kind), Is.EqualTo([PaperKind.Receipt]));
            Assert.That(await Forms.NotDrawnAsync((await Forms.ReplacedAsync(default)).Single(form => form.Agency == Commune), default), Is.EqualTo([new Wording("cước chú", "a footnote")]));
        }

        Assert.That(await Forms.GoBackAsync(Controller, key, Commune, default), Is.Null);
        Assert.That(await PdfTextAsync(code), Does.StartWith("Mẫu của tỉnh"));
        Assert.That(await Forms.GoBackAsync(Controller, key, null, default), Is.Null);
        Assert.That(await PdfTextAsync(code), Does.Contain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    }

    private async Task<string> PdfTextAsync(DossierCode code) =>
        string.Concat(Documents.PdfTests.PagesOf(Bytes((await Papers.PdfAsync(Mai, code, PaperKind.Receipt, null, Here, default)).File))).Replace("\n", "", StringComparison.Ordinal);

    [Test]
    public async Task The_register_prints_what_was_put_right_and_marks_it()
    {
        var code = await _town.ReceivedAsync("Trần Thị Đảo");
        await _town.ReceivedAsync("Lò Văn Ước");
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        var right = Receive("Trần Thị Đào").Particulars;
        await _town.HandleAsync(code, new DossierCommand.Correct(Mai, "Ghi sai họ", right with { Applicant = right.Applicant with { Phone = "0987 654 321" } }));
        await _town.HandleAsync(code, new DossierCommand.Correct(Mai, "Ghi thiếu địa chỉ", right with { Applicant = right.Applicant with { Phone = "0987 654 321", Address = "Bản Tả Lèng" } }));

        var day = new DateOnly(2026, 3, 2);
        await using var file = (await Papers.RegisterAsync(Mai, null, day, day, default)).Book!;
        using var sheet = SpreadsheetDocument.Open(file, isEditable: false);
        var rows = sheet.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Skip(4).Select(row => row.Elements<Cell>().Select(cell => cell.InnerText).ToArray()).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows[0][3..8], Is.EqualTo(["Nhà ở riêng lẻ", "1", "Trần Thị Đào (*)", "Bản Tả Lèng (*)", "0987 654 321 (*)"]));
            Assert.That(rows[0][^1], Is.EqualTo("(*) đính chính 03/03/2026"));
            Assert.That((rows[1][5], rows[1][^1]), Is.EqualTo(("Lò Văn Ước", "")));
        }
    }

    [Test]
    public async Task Another_agencys_register_and_a_period_without_end_are_refused()
    {
        var day = new DateOnly(2026, 3, 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Papers.RegisterAsync(Stranger, Commune, day, day, default)).Refusal?.Code, Is.EqualTo("F139"));
            Assert.That((await Papers.RegisterAsync(Mai, null, day, day.AddDays(400), default)).Refusal?.Code, Is.EqualTo("F138"));
            Assert.That((await Papers.RegisterAsync(Mai, null, day, day.AddDays(-1), default)).Refusal?.Code, Is.EqualTo("F138"));
        }
    }

    private static MemoryStream Own(string beginning, params DocumentFormat.OpenXml.OpenXmlElement[] more)
    {
        var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, DocumentFormat.OpenXml.WordprocessingDocumentType.Document))
            document.AddMainDocumentPart().Document = new(new DocumentFormat.OpenXml.Wordprocessing.Body(new DocumentFormat.OpenXml.Wordprocessing.Paragraph(
                [new DocumentFormat.OpenXml.Wordprocessing.Run(new DocumentFormat.OpenXml.Wordprocessing.Text($"{beginning} «MaHoSo»")), .. more])));
        package.Position = 0;
        return package;
    }

    private static byte[] Bytes(ExportedFile? file) => file!.Bytes.ToArray();

    private static string TextOf(ExportedFile? file)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Bytes(file)), isEditable: false);
        return document.MainDocumentPart!.Document.Body!.InnerText;
    }
}
