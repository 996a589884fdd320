using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>The decision that carries many processes, in words and on paper.</summary>
public sealed class DecisionPaperTests
{
    private const string LongName =
        "Cấp giấy phép xây dựng mới đối với công trình cấp đặc biệt, cấp I, cấp II (công trình không theo tuyến, theo tuyến trong đô thị, tín ngưỡng, tôn giáo, tượng đài, tranh hoành tráng, theo giai đoạn cho công trình không theo tuyến, theo giai đoạn cho công trình theo tuyến trong đô thị, dự án) và nhà ở riêng lẻ";

    [Test]
    public void A_decision_of_four_acts_has_four_articles_and_two_annexes()
    {
        var text = DecisionText.Of(Mixed());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.Articles.Select(article => article.Title), Is.EqualTo(new[]
            {
                "Phê duyệt; phê duyệt sửa đổi, bổ sung; phê duyệt thay thế quy trình nội bộ giải quyết thủ tục hành chính", "Thiết lập quy trình điện tử", "Hiệu lực thi hành", "Trách nhiệm thi hành",
            }));
            Assert.That(text.Articles[0].Clauses, Has.Count.EqualTo(3).And.Some.StartsWith("1. Phê duyệt 02 (hai) quy trình nội bộ giải quyết thủ tục hành chính, tại số thứ tự 1, 3 của Phụ lục I"));
            Assert.That(text.Articles[1].Clauses[0], Does.StartWith("Giao Sở Xây dựng và Sở Tư pháp chủ trì"));
            Assert.That(text.Articles[2].Clauses, Is.EqualTo(new[]
            {
                "1. Quyết định này có hiệu lực thi hành kể từ ngày 16 tháng 3 năm 2026.",
                "2. Thay thế 02 (hai) quy trình nội bộ giải quyết thủ tục hành chính đã ban hành tại Quyết định số 45/QĐ-UBND ngày 05 tháng 01 năm 2025 (chi tiết tại Phụ lục II kèm theo).",
                "3. Bãi bỏ 01 (một) quy trình nội bộ giải quyết thủ tục hành chính đã ban hành tại Quyết định số 7/QĐ-UBND ngày 10 tháng 12 năm 2023 (chi tiết tại Phụ lục II kèm theo).",
            }));
            Assert.That(text.Articles[3].Clauses[0], Does.EndWith("./."));
            Assert.That(text.Appendices.Select(annex => annex.Label), Is.EqualTo(new[] { "Phụ lục I", "Phụ lục II" }));
            Assert.That(text.Appendices[0].Groups.Select(group => group.Heading), Is.EqualTo(new[] { "Lĩnh vực Hoạt động xây dựng", "Lĩnh vực Hộ tịch" }));
            Assert.That(text.Appendices[0].Groups.SelectMany(group => group.Rows).Select(row => row[0]), Is.EqualTo(new[] { "1", "2", "3", "4" }));
            Assert.That(text.Appendices[1].Groups.Single().Rows.Select(row => row[^1]), Is.EqualTo(new[] { "Thay thế", "Thay thế", "Bãi bỏ" }));
        }
    }

    [Test]
    public void Its_bases_are_the_laws_in_force_that_day_what_was_given_and_the_proposals()
    {
        var text = DecisionText.Of(Mixed());

        Assert.That(text.Bases, Is.EqualTo(new[]
        {
            "Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc gia;",
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "Theo đề nghị của Sở Xây dựng tại Tờ trình số 12/TTr-SXD ngày 20 tháng 02 năm 2026, Tờ trình số 14/TTr-SXD ngày 25 tháng 02 năm 2026;",
            "Theo đề nghị của Sở Tư pháp tại Tờ trình số 9/TTr-STP ngày 01 tháng 3 năm 2026.",
        }));
    }

    [Test]
    public void A_decision_that_only_abolishes_has_one_annex_without_a_number()
    {
        var text = DecisionText.Of(Mixed() with { Lines = [Mixed().Lines[^1]], EffectiveFrom = new(2026, 3, 2) });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.Articles.Select(article => article.Title), Is.EqualTo(new[] { "Hiệu lực thi hành", "Trách nhiệm thi hành" }));
            Assert.That(text.Articles[0].Clauses[0], Is.EqualTo("1. Quyết định này có hiệu lực kể từ ngày ký."));
            Assert.That(text.Articles[0].Clauses[1], Does.StartWith("2. Bãi bỏ 01 (một) quy trình nội bộ đã ban hành tại").And.Contain("(chi tiết tại Phụ lục kèm theo)"));
            Assert.That(text.Appendices.Single().Label, Is.EqualTo("Phụ lục"));
        }
    }

    [TestCase(1, "01 (một)")]
    [TestCase(5, "05 (năm)")]
    [TestCase(10, "10 (mười)")]
    [TestCase(15, "15 (mười lăm)")]
    [TestCase(18, "18 (mười tám)")]
    [TestCase(21, "21 (hai mươi mốt)")]
    [TestCase(45, "45 (bốn mươi lăm)")]
    [TestCase(50, "50 (năm mươi)")]
    public void Counts_are_written_in_figures_and_words(int number, string written) => Assert.That(DecisionText.Counted(number), Is.EqualTo(written));

    [Test]
    public void Word_finds_nothing_to_mend_and_every_line_stands_in_it()
    {
        var written = DecisionPaper.Write(ExportFormat.Word, DecisionText.Of(Mixed()), Sample.Catalogue);
        using var file = WordprocessingDocument.Open(new MemoryStream(written.Bytes.ToArray()), isEditable: false);
        var faults = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(file);
        var text = file.MainDocumentPart!.Document.Body!.Descendants<Paragraph>().Select(paragraph => paragraph.InnerText).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(written.Name, Is.EqualTo("Quyết định 123-QĐ-UBND.docx"));
            Assert.That(faults.Select(fault => $"{fault.Path?.XPath}: {fault.Description}"), Is.Empty);
            Assert.That(text, Does.Contain("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU").And.Contain("Số: 123/QĐ-UBND").And.Contain("Lai Châu, ngày 02 tháng 3 năm 2026"));
            Assert.That(text, Does.Contain("QUYẾT ĐỊNH:").And.Contain("Điều 4. Trách nhiệm thi hành").And.Contain("Nơi nhận:").And.Contain("CHỦ TỊCH").And.Contain("Lê Văn Lương"));
            Assert.That(text.Count(line => line == "(Kèm theo Quyết định số 123/QĐ-UBND ngày 02 tháng 3 năm 2026 của Ủy ban nhân dân tỉnh Lai Châu)"), Is.EqualTo(2));
            Assert.That(text, Does.Contain(LongName).And.Contain("3. QUY TRÌNH NỘI BỘ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"));
            Assert.That(text, Does.Not.Contain("DỰ THẢO"));
        }
    }

    [Test]
    public void Pdf_has_the_same_words_and_numbers_its_pages_from_the_second()
    {
        var pages = PdfTests.PagesOf(DecisionPaper.Write(ExportFormat.Pdf, DecisionText.Of(Mixed()), Sample.Catalogue).Bytes.ToArray());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages[0].Split('\n'), Does.Contain("Số: 123/QĐ-UBND").And.Contain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").And.Not.Contain("1"));
            Assert.That(pages.Skip(1).Select((page, at) => page.Split('\n').Contains($"{at + 2}")), Has.All.True);
            Assert.That(pages.Count(page => page.StartsWith("Phụ lục I", StringComparison.Ordinal)), Is.EqualTo(2), "both appendices begin on a page of their own");
        }
    }

    [Test]
    public void A_draft_is_marked_and_leaves_room_for_number_and_days()
    {
        var draft = DecisionText.Of(Mixed() with { Number = null, SignedOn = null, EffectiveFrom = null, On = new(2026, 3, 1) });
        var page = PdfTests.PagesOf(DecisionPaper.Write(ExportFormat.Pdf, draft, Sample.Catalogue).Bytes.ToArray())[0];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Split('\n'), Does.Contain("DỰ THẢO").And.Contain("Lai Châu, ngày …… tháng …… năm ……"));
            Assert.That(DecisionPaper.Write(ExportFormat.Pdf, draft).Name, Is.EqualTo("Dự thảo quyết định.pdf"));
        }
    }

    private static DecisionParticulars Mixed()
    {
        var process = Sample.ProcessOf(Sample.Processes[0]);
        return new("Ủy ban nhân dân tỉnh Lai Châu", "Lai Châu", "Về việc phê duyệt, sửa đổi, thay thế và bãi bỏ quy trình nội bộ giải quyết thủ tục hành chính thuộc phạm vi chức năng quản lý của Sở Xây dựng, Sở Tư pháp", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "Lê Văn Lương")
        {
            Number = "123/QĐ-UBND",
            SignedOn = new(2026, 3, 2),
            EffectiveFrom = new(2026, 3, 16),
            StandingBases = [.. Sample.Catalogue.LegalDocuments.Where(law => law.Number is "118/2025/NĐ-CP" or "61/2018/NĐ-CP")], // the second ran out in 2025
            Bases = ["Luật Tổ chức chính quyền địa phương;"],
            Recipients = ["Như Điều 4", "Cục Kiểm soát thủ tục hành chính, Văn phòng Chính phủ;", "Lưu: VT, KSTT."],
            Lines =
            [
                Line(DecisionAct.Approve, "Sở Xây dựng", "Hoạt động xây dựng", "12/TTr-SXD", new(2026, 2, 20)) with { ProcedureName = LongName },
                Line(DecisionAct.Approve, "Sở Tư pháp", "Hộ tịch", "9/TTr-STP", new(2026, 3, 1)),
                Line(DecisionAct.Amend, "Sở Xây dựng", "Hoạt động xây dựng", "14/TTr-SXD", new(2026, 2, 25)) with { Ends = [Ended("45/QĐ-UBND", new(2025, 1, 5))] },
                Line(DecisionAct.Replace, "Sở Tư pháp", "Hộ tịch", "9/TTr-STP", new(2026, 3, 1)) with { Ends = [Ended("45/QĐ-UBND", new(2025, 1, 5))] },
                new(DecisionAct.Abolish, "Quy trình cũ") { Agency = "Sở Tư pháp", Field = "Hộ tịch", Ends = [Ended("7/QĐ-UBND", new(2023, 12, 10))] },
            ],
        };

        DecidedProcess Line(DecisionAct act, string agency, string field, string proposal, DateOnly on) => new(act, process.Name)
        {
            Procedure = process.Header.Procedure,
            ProcedureName = "Thủ tục thử",
            Field = field,
            Agency = agency,
            DocumentCode = process.Header.DocumentCode,
            Process = process,
            Proposal = new(proposal, on),
        };

        EndedProcess Ended(string decision, DateOnly on) => new("Quy trình cũ", "QT.01", process.Header.Procedure, decision, on);
    }
}
