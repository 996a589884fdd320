using System.IO.Compression;
using System.Text;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Tests.Papers;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>Forms that agencies made in Word, as PDF: written by hand here as Word writes them, read back by the reader of <see cref="PdfTests"/>.</summary>
public sealed class WordPdfTests
{
    private const string Heading = """
        <w:tbl><w:tblPr><w:tblW w:w="9800" w:type="dxa"/><w:jc w:val="center"/></w:tblPr><w:tblGrid><w:gridCol w:w="3900"/><w:gridCol w:w="5900"/></w:tblGrid>
        <w:tr><w:tc><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>ỦY BAN NHÂN DÂN XÃ</w:t></w:r></w:p><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>«CoQuan»</w:t></w:r></w:p></w:tc>
        <w:tc><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t></w:r></w:p><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:u w:val="single"/></w:rPr><w:t>Độc lập - Tự do - Hạnh phúc</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        """;

    private const string Grid = """
        <w:tbl><w:tblPr><w:tblStyle w:val="Luoi"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid><w:gridCol w:w="800"/><w:gridCol w:w="5200"/><w:gridCol w:w="1600"/><w:gridCol w:w="1600"/></w:tblGrid>
        <w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge w:val="restart"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:r><w:t>STT</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>Thành phần hồ sơ</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>Số bản nộp</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>bản chính</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>bản sao</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p><w:r><w:t>«ThanhPhan.TT»</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>«ThanhPhan.Ten»</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>
        """;

    private const string Styles = """
        <w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="Normal"/><w:style w:type="paragraph" w:styleId="Ten"><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:caps/><w:sz w:val="28"/></w:rPr></w:style>
        <w:style w:type="table" w:styleId="Luoi"><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style>
        """;

    private const string Lists = """
        <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/><w:pPr><w:ind w:left="1080" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        """;

    [Test]
    public void An_agencys_receipt_has_every_value_in_the_order_of_reading()
    {
        var paper = Receipt();
        var body = Heading
            + P("GIẤY tiếp nhận hồ sơ", "<w:pStyle w:val=\"Ten\"/>") + P("Mã hồ sơ: «MaHoSo»", "<w:jc w:val=\"center\"/>")
            + P("Người nộp: «NguoiNop»", Item(0)) + P("Nộp qua: «PhuongThuc»", Item(1)) + P("Ngày: «NgayTiepNhan»", Item(1)) + P("Hẹn trả: «HenTra»", Item(0))
            + Grid + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" + P("Người tiếp nhận: «CanBo»")
            + """<w:p><w:r><w:t xml:space="preserve">Mã vuông: </w:t></w:r><w:r><w:t>«QR»</w:t></w:r></w:p>""" + Page("""<w:headerReference w:type="default" r:id="rId8"/><w:footerReference w:type="default" r:id="rId9"/>""", "<w:titlePg/>");
        var form = Form(body,
            ("word/header1.xml", $"""<w:hdr {Spaces}><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>/</w:t></w:r><w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p></w:hdr>"""),
            ("word/footer1.xml", $"""<w:ftr {Spaces}>{P("Chân trang «MaHoSo»")}</w:ftr>"""));
        Assert.That(PaperFile.FaultOf(form, PaperKind.Receipt), Is.Null);
        Assert.That(PaperFile.NotDrawn(form), Is.Empty);

        var pdf = PaperFile.Pdf(paper, form).Bytes.ToArray();
        var pages = PdfTests.PagesOf(pdf).ConvertAll(Squeezed);
        Assert.That(pages, Has.Count.EqualTo(2));
        var fields = paper.Fields;
        AssertInOrder(pages[0], "ỦY BAN NHÂN DÂN XÃ", fields["CoQuan"], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "GIẤY TIẾP NHẬN HỒ SƠ", $"Mã hồ sơ: {paper.Code}",
            $"1.Người nộp: {fields["NguoiNop"]}", $"a)Nộp qua: {fields["PhuongThuc"]}", $"b)Ngày: {fields["NgayTiepNhan"]}", $"2.Hẹn trả: {fields["HenTra"]}",
            "STT", "Thành phần hồ sơ", "Số bản nộp", "bản chính", "bản sao", "1Đơn đề nghị cấp giấy phép xây dựng", "2Bản vẽ thiết kế");
        AssertInOrder(pages[1], $"Người tiếp nhận: {fields["CanBo"]}", "Mã vuông:", "2/2", $"Chân trang {paper.Code}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages[0], Does.Not.Contain("1/2"), "the first page is a title page with no head of its own");
            Assert.That(Encoding.Latin1.GetString(pdf), Does.Contain("/Subtype /Image"), "the square code");
            Assert.That(PaperFile.Pdf(paper, form).Bytes.ToArray(), Is.EqualTo(pdf), "the same paper gives the same bytes");
        }
    }

    [Test]
    public void Every_shipped_form_put_back_as_an_agencys_own_holds_nothing_a_PDF_lacks_and_says_the_same()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var paper in PaperPressTests.Every())
        {
            var form = PaperFile.Form(paper.Kind, paper.Form).Bytes.ToArray();
            Assert.That(PaperFile.NotDrawn(form), Is.Empty, $"{paper.Kind}");
            var (own, shipped) = (PdfTests.PagesOf(PaperFile.Pdf(paper, form).Bytes.ToArray()), PdfTests.PagesOf(PaperFile.Pdf(paper).Bytes.ToArray()));
            Assert.That(Words(own), Is.EquivalentTo(Words(shipped)), $"{paper.Kind}");
        }

        static IEnumerable<char> Words(List<string> pages) => pages.SelectMany(page => page.Split('\n').Where(line => line is not ("2" or "3"))).SelectMany(line => line).Where(char.IsLetter);
    }

    [Test]
    public void A_row_longer_than_a_page_goes_on_overleaf_under_its_head_and_loses_no_line()
    {
        var lines = string.Concat(Enumerable.Range(1, 120).Select(at => P($"dòng {at}.")));
        var body = P("«MaHoSo»") + $"""
            <w:tbl><w:tblPr><w:tblStyle w:val="Luoi"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="7000"/></w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc>{P("ĐẦU")}</w:tc><w:tc>{P("BẢNG")}</w:tc></w:tr>
            <w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{P("trái")}</w:tc><w:tc>{lines}</w:tc></w:tr><w:tr><w:tc>{P("cuối")}</w:tc><w:tc>{P("hết")}</w:tc></w:tr></w:tbl>
            """ + Page();
        var pages = PdfTests.PagesOf(PaperFile.Pdf(Receipt(), Form(body)).Bytes.ToArray());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages, Has.Count.InRange(3, 6));
            Assert.That(pages, Has.All.Contains("ĐẦU").And.All.Contains("BẢNG"));
            Assert.That(pages.SelectMany(page => page.Split('\n')).Where(line => line.StartsWith("dòng", StringComparison.Ordinal)), Is.EqualTo(Enumerable.Range(1, 120).Select(at => $"dòng {at}.")));
            Assert.That(pages[^1], Does.EndWith("hết"));
        }
    }

    [Test]
    public void Long_text_wraps_inside_the_margins_and_a_word_wider_than_its_cell_is_broken()
    {
        var text = string.Join(' ', Enumerable.Repeat("Nghiêng ngả những chặng đường khúc khuỷu", 30));
        var body = P($"«MaHoSo» {text}", "<w:jc w:val=\"both\"/><w:ind w:firstLine=\"720\"/>")
            + $"""<w:tbl><w:tblGrid><w:gridCol w:w="900"/></w:tblGrid><w:tr><w:tc>{P(new string('m', 60))}</w:tc></w:tr></w:tbl>""" + Page();
        var pdf = PaperFile.Pdf(Receipt(), Form(body)).Bytes.ToArray();
        var said = Squeezed(string.Concat(PdfTests.PagesOf(pdf)));
        Assert.That(said, Is.EqualTo(Squeezed($"{PaperPressTests.Code}{text}") + new string('m', 60)));
        Assert.That(PdfTests.PagesOf(pdf).SelectMany(page => page.Split('\n')).Select(line => PdfFile.WidthOf(line, Face.Plain, 13)), Has.All.LessThan(595 - 85 - 42));
    }

    [TestCase("""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr id="1" name="Text Box 2"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>""", "khung văn bản “Text Box 2”")]
    [TestCase("""<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Chart 1"/><a:graphic><a:graphicData><c:chart/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>""", "biểu đồ “Chart 1”")]
    [TestCase("""<w:r><w:drawing><wp:anchor><wp:docPr id="1" name="Oval 3"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="ellipse"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>""", "hình vẽ “Oval 3”")]
    [TestCase("""<w:r><w:pict><v:shape><v:textbox/></v:shape></w:pict></w:r>""", "khung văn bản kiểu cũ")]
    [TestCase("""<w:r><w:endnoteReference w:id="2"/></w:r>""", "chú thích cuối văn bản")]
    [TestCase("""<m:oMath/>""", "công thức toán")]
    [TestCase("""<w:r><w:t>mũi tên ➊</w:t></w:r>""", "ký hiệu không có trong phông chữ: ➊")]
    public void What_a_PDF_would_lack_is_named(string content, string name)
    {
        var form = Form($"{P("«MaHoSo»")}<w:p>{content}</w:p>{Page()}");
        Assert.That(PaperFile.NotDrawn(form).Select(gap => gap.Vi), Is.EqualTo([name]));
    }

    [TestCase("""<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH relativeFrom="column"><wp:posOffset>914400</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>25400</wp:posOffset></wp:positionV><wp:extent cx="1270000" cy="0"/><wp:wrapNone/><wp:docPr id="1" name="Straight Connector 1"/><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:prstGeom prst="line"/></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>""")]
    [TestCase("""<w:r><w:pict><v:line from="72pt,2pt" to="172pt,2pt"/></w:pict></w:r>""")]
    public void The_line_under_the_motto_is_drawn_where_Word_has_it(string line)
    {
        var form = Form($"<w:p>{line}<w:r><w:t>«MaHoSo»</w:t></w:r></w:p>{Page()}");
        Assert.That(PaperFile.NotDrawn(form), Is.Empty);
        // 85.05 points of margin on the left, 56.7 above, on a page 841.9 high.
        Assert.That(ContentOf(PaperFile.Pdf(Receipt(), form).Bytes.ToArray()), Does.Match(@"157\.05 783\.2 m 257\.05 783\.2 l S"));
    }

    [Test]
    public void A_form_that_unpacks_without_end_or_has_a_DTD_is_none()
    {
        var bomb = Form(P("«MaHoSo»") + Page(), ("word/media/x.bin", new string('0', (int)WordPackage.MostBytes + 1)));
        Assert.That(bomb, Has.Length.LessThan(PaperFile.LargestForm));
        var crowd = Form(P("«MaHoSo»") + string.Concat(Enumerable.Repeat("<w:p/>", WordPackage.MostElements)));
        var deep = Form(P("«MaHoSo»") + string.Concat(Enumerable.Repeat("<w:sdt>", 250)) + string.Concat(Enumerable.Repeat("</w:sdt>", 250)));
        var entities = Form(P("«MaHoSo»"), ("word/styles.xml", """<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""));
        using (Assert.EnterMultipleScope())
            foreach (var (name, form) in new[] { ("bomb", bomb), ("crowd", crowd), ("deep", deep), ("entities", entities) }) Assert.That(PaperFile.FaultOf(form, PaperKind.Receipt)?.Code, Is.EqualTo("F131"), name);
    }

    [Test]
    public void A_picture_is_drawn_and_one_of_an_unknown_kind_is_named()
    {
        const string drawing = """<w:p><w:r><w:drawing><wp:inline><wp:extent cx="635000" cy="635000"/><wp:docPr id="1" name="Logo"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId7"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>""";
        // One dot, red and half transparent, as a PNG.
        var png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DQAAAEgQGALFXOsAAAAABJRU5ErkJggg==");
        var pdf = Encoding.Latin1.GetString(PaperFile.Pdf(Receipt(), Form(P("«MaHoSo»") + drawing + Page(), ("word/media/a.png", Encoding.Latin1.GetString(png)))).Bytes.Span);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pdf, Does.Contain("/SMask").And.Contain("/ColorSpace /DeviceRGB"));
            Assert.That(PaperFile.NotDrawn(Form(P("«MaHoSo»") + drawing, ("word/media/a.png", "GIF89a"))).Select(gap => gap.Vi), Is.EqualTo(["ảnh “Logo”: chỉ vẽ được PNG và JPEG thông thường"]));
        }
    }

    private static Paper Receipt() => new PaperPress(PaperPressTests.SourceOf(A.Story().Then(A.Receive()))).Print(PaperKind.Receipt)!;

    private const string Spaces = """
        xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
        """;

    private static string P(string text, string says = "") => $"<w:p><w:pPr>{says}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>";

    private static string Item(int level) => $"""<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>""";

    private static string Page(string edges = "", string more = "") =>
        $"""<w:sectPr>{edges}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>{more}</w:sectPr>""";

    private static byte[] Form(string body, params (string Name, string Content)[] more)
    {
        const string parts = "application/vnd.openxmlformats-officedocument.wordprocessingml", links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var package = new MemoryStream();
        using (var archive = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string content)
            {
                if (!name.Contains("media", StringComparison.Ordinal)) content = $"""<?xml version="1.0" encoding="UTF-8"?>{content}""";
                using var written = archive.CreateEntry(name).Open();
                written.Write(name.Contains("media", StringComparison.Ordinal) ? Encoding.Latin1.GetBytes(content) : Encoding.UTF8.GetBytes(content));
            }
            var names = more.Select(part => part.Name).ToHashSet();
            Add("[Content_Types].xml", $"""
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/word/document.xml" ContentType="{parts}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{parts}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="{parts}.numbering+xml"/>
                {(names.Contains("word/header1.xml") ? $"""<Override PartName="/word/header1.xml" ContentType="{parts}.header+xml"/><Override PartName="/word/footer1.xml" ContentType="{parts}.footer+xml"/>""" : "")}</Types>
                """);
            Add("_rels/.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{links}/officeDocument" Target="word/document.xml"/></Relationships>""");
            Add("word/_rels/document.xml.rels", $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{links}/styles" Target="styles.xml"/><Relationship Id="rId2" Type="{links}/numbering" Target="numbering.xml"/>
                {(names.Contains("word/media/a.png") ? $"""<Relationship Id="rId7" Type="{links}/image" Target="media/a.png"/>""" : "")}{(names.Contains("word/header1.xml") ? $"""<Relationship Id="rId8" Type="{links}/header" Target="header1.xml"/><Relationship Id="rId9" Type="{links}/footer" Target="footer1.xml"/>""" : "")}</Relationships>
                """);
            Add("word/document.xml", $"<w:document {Spaces}><w:body>{body}</w:body></w:document>");
            if (!names.Contains("word/styles.xml")) Add("word/styles.xml", $"<w:styles {Spaces}>{Styles}</w:styles>");
            Add("word/numbering.xml", $"<w:numbering {Spaces}>{Lists}</w:numbering>");
            foreach (var (name, content) in more) Add(name, content);
        }
        return package.ToArray();
    }

    private static string Squeezed(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static void AssertInOrder(string squeezed, params string[] texts)
    {
        var at = 0;
        foreach (var text in texts)
        {
            var found = squeezed.IndexOf(Squeezed(text), at, StringComparison.Ordinal);
            Assert.That(found, Is.GreaterThanOrEqualTo(0), $"“{text}” after what stands before it, in: {squeezed}");
            at = found + 1;
        }
    }

    private static string ContentOf(byte[] pdf)
    {
        var file = Encoding.Latin1.GetString(pdf);
        var number = System.Text.RegularExpressions.Regex.Match(file, @"/Contents (\d+) 0 R").Groups[1].Value;
        var from = file.IndexOf("stream\n", file.IndexOf($"\n{number} 0 obj\n", StringComparison.Ordinal), StringComparison.Ordinal) + 7;
        using var inflate = new ZLibStream(new MemoryStream(pdf[from..]), CompressionMode.Decompress);
        using var text = new StreamReader(inflate, Encoding.Latin1);
        return text.ReadToEnd();
    }
}
