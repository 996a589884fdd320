using System.IO.Compression;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>Tables as offices send them, and what is made of them.</summary>
public sealed class ImportTests
{
    private static readonly ImportFrame Frame = new("Thử", new("3.990001"), new("gia-han"), TimeLimit.OfDays(7), new("H35.05"), new DateOnly(2026, 3, 2));

    private const string Usual = """
        TT;Nội dung công việc;Trách nhiệm;Thời gian;Biểu mẫu/Kết quả
        B1;Tiếp nhận, kiểm tra, số hóa, thu lệ phí, chuyển phòng;Công chức TTPVHCC cấp xã;04 giờ;Mẫu 01; Mẫu 06
        B2;Phân công thụ lý;Trưởng phòng Kinh tế – Hạ tầng;0,5 ngày làm việc;
        B3;Thẩm định hồ sơ, kiểm tra thực địa;Chuyên viên phòng Kinh tế - Hạ tầng;03 ngày làm việc;Biên bản kiểm tra
        B4;Dự thảo giấy phép;Chuyên viên phòng Kinh tế - Hạ tầng;½ ngày làm việc;Dự thảo
        B5;Xem xét, ký nháy;Trưởng phòng Kinh tế – Hạ tầng;04 giờ;
        B6;Ký duyệt;Chủ tịch UBND cấp xã;1 ngày làm việc;Giấy phép
        B7;Đóng dấu, vào sổ, chuyển kết quả;Văn thư;15 phút;
        B8;Trả kết quả;Công chức một cửa;Không tính;Mẫu 07
        Tổng cộng;;;7 ngày làm việc;
        """;

    private static IEnumerable<TestCaseData> Tables =>
        from name in Sample.Processes from format in new[] { ExportFormat.Excel, ExportFormat.Csv, ExportFormat.Word } select new TestCaseData(name, format).SetArgDisplayNames(name[..2], $"{format}");

    [TestCaseSource(nameof(Tables))]
    public void What_we_printed_is_read_again_with_the_same_steps_times_and_posts(string name, ExportFormat format)
    {
        var report = ProcessImport.Read(ExportTests.Written(name, format, null).Bytes, new ImportFrame(Today: Frame.Today), Sample.Catalogue);
        Assert.That(report.Refusal?.Message.En, Is.Null);
        var (before, after) = (Sample.ProcessOf(name), ProcessDefinition.Compile(report.Document!));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Faults.Select(fault => fault.Message.En), Is.Empty);
            foreach (var step in before.Steps.Where(step => step.Work is not null && step.Kind is not (StepKind.Reject or StepKind.Stop)))
            {
                var again = after.Find(step.Key);
                Assert.That(again, Is.Not.Null, step.Key.Value);
                if (again is null) continue;
                Assert.That(again.Name, Is.EqualTo(step.Name), step.Key.Value);
                Assert.That(again.Work!.Limit?.WorkingMinutes, Is.EqualTo(step.Work!.Limit?.WorkingMinutes), $"time of {step.Key}");
                if (step.Work.Position is not null) Assert.That(again.Work.Position, Is.EqualTo(step.Work.Position), $"position of {step.Key}");
                if (step.Work.Unit is not null) Assert.That(again.Work.Unit, Is.EqualTo(step.Work.Unit), $"unit of {step.Key}");
                if (format is not ExportFormat.Word) Assert.That(again.Kind, Is.EqualTo(step.Kind), $"kind of {step.Key}");
            }
        }
    }

    [Test]
    public void Elsa_json_comes_back_exactly()
    {
        var document = Sample.DocumentOf(Sample.Processes[0]);
        var report = ProcessImport.Read(ProcessExport.Write(ExportFormat.Elsa, document).Bytes, new ImportFrame());

        Assert.That(report.Document!.ToCanonicalText(), Is.EqualTo(document.ToCanonicalText()));
    }

    [Test]
    public void The_usual_table_becomes_a_sound_process_in_time()
    {
        var report = Read(Usual);
        var process = ProcessDefinition.Compile(report.Document!);
        var check = DefinitionRules.Check(process, new CheckContext(Sample.Catalogue, Sample.Calendars, new DateOnly(2026, 3, 2)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Sound, Is.EqualTo(Verdict.Yes), string.Join("; ", check.Findings.Select(finding => finding.Message.En)));
            Assert.That(process.Steps.Where(step => step.Work is not null && step.Key.Value.StartsWith('B') && step.Key.Value != "BS").Select(step => $"{step.Key} {step.Kind} {step.Work!.Position} {step.Work.Limit?.WorkingMinutes}"), Is.EqualTo(new[]
            {
                "B1 Intake cong-chuc-mot-cua 240", "B2 Assign truong-phong-kinh-te-ha-tang 240", "B3 Examine chuyen-vien-kinh-te-ha-tang 1440", "B4 Draft chuyen-vien-kinh-te-ha-tang 240",
                "B5 Review truong-phong-kinh-te-ha-tang 240", "B6 Sign chu-tich 480", "B7 Issue van-thu 15", "B8 ReturnResult cong-chuc-mot-cua 0",
            }));
            Assert.That(report.Lines[^1].Use, Is.EqualTo(LineUse.Total));
            Assert.That(process.Header.Supplement, Is.EqualTo(new SupplementRule(ClockPolicy.Suspends)));
        }
    }

    [TestCase(',')]
    [TestCase('\t')]
    public void The_separator_makes_no_difference(char separator)
    {
        var text = string.Join('\n', CsvText.Read(Usual, ';', 100).Select(row => string.Join(separator, row.Select(cell => $"\"{cell}\""))));
        Assert.That(Read(text).Document!.Hash, Is.EqualTo(Read(Usual).Document!.Hash));
    }

    [TestCase("utf-16", true)]
    [TestCase("utf-16BE", true)]
    [TestCase("utf-8", true)]
    [TestCase("utf-8", false)]
    public void The_coding_of_letters_makes_no_difference(string name, bool marked)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. marked ? encoding.GetPreamble() : [], .. encoding.GetBytes(Usual)];
        Assert.That(ProcessImport.Read(bytes, Frame, Sample.Catalogue).Document!.Hash, Is.EqualTo(Read(Usual).Document!.Hash));
    }

    [Test]
    public void Letters_of_an_old_vietnamese_windows_are_read()
    {
        var old = CodePagesEncodingProvider.Instance.GetEncoding(1258)!;
        var text = "TT,Nội dung,Thời gian\nB1,Tiếp nhận,1 giờ\nB2,Trả kết quả,0 giờ\n";
        // Windows-1258 writes a letter and then its mark.
        var typed = string.Concat(text.Select(letter => "ộếậảờ".Contains(letter) ? $"{letter}".Normalize(NormalizationForm.FormD) switch
        {
            [var plain, .. var marks] when marks.Contains('\u0302') => $"{$"{plain}\u0302".Normalize()}{marks.Replace("\u0302", "", StringComparison.Ordinal)}",
            [var plain, .. var marks] when marks.Contains('\u031B') => $"{$"{plain}\u031B".Normalize()}{marks.Replace("\u031B", "", StringComparison.Ordinal)}",
            var other => other,
        } : $"{letter}"));
        var report = ProcessImport.Read(old.GetBytes(typed), Frame, Sample.Catalogue);

        Assert.That(report.Lines.Select(line => line.Name), Is.EqualTo(new[] { "Tiếp nhận", "Trả kết quả" }));
    }

    [Test]
    public void Columns_may_stand_in_any_order_under_other_words_below_a_letterhead()
    {
        var report = Read("""
            UBND TỈNH LAI CHÂU,,,,
            QUY TRÌNH NỘI BỘ,,,,
            ,,,,
            Thời gian thực hiện (giờ làm việc),Đơn vị thực hiện,Chức danh,Trình tự thực hiện,STT
            (1),(2),(3),(4),(5)
            ,Giai đoạn 1: Tại Sở,,,
            4,Bộ phận Một cửa,Công chức Một cửa,Bước 1: Tiếp nhận hồ sơ,1
            "12,5",Phòng Quản lý hoạt động xây dựng,Chuyên viên,Thẩm tra hồ sơ,2
            ,Giai đoạn 2: Tại UBND tỉnh,,,
            8,UBND tỉnh Lai Châu,Chủ tịch UBND tỉnh,Phê duyệt,3
            2,,Văn thư,Phát hành,4
            0,Bộ phận Một cửa,Công chức Một cửa,Trả kết quả,5
            """);
        var process = ProcessDefinition.Compile(report.Document!);
        string Of(string key) => process.Find(new(key)) is { } step ? $"{step.Kind} {step.Work!.Unit} {step.Work.Position} {step.Work.Limit?.WorkingMinutes} {step.Work.Leg}" : "";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Of("B1"), Is.EqualTo("Intake Receiving cong-chuc-mot-cua 240 giai-doan-1-tai-so"));
            Assert.That(Of("B2"), Is.EqualTo("Examine H35.05.01 chuyen-vien 750 giai-doan-1-tai-so"));
            Assert.That(Of("B3"), Is.EqualTo("Sign H35 chu-tich-ubnd-tinh 480 giai-doan-2-tai-ubnd-tinh"));
            Assert.That(process.Header.Legs.Select(leg => leg.Name), Is.EqualTo(new[] { "Giai đoạn 1: Tại Sở", "Giai đoạn 2: Tại UBND tỉnh" }));
        }
    }

    [Test]
    public void A_table_without_marks_finds_the_same_posts()
    {
        var plain = string.Concat(Usual.Normalize(NormalizationForm.FormD).Where(letter => char.GetUnicodeCategory(letter) is not System.Globalization.UnicodeCategory.NonSpacingMark)).Replace('đ', 'd').Replace('Đ', 'D');
        static IEnumerable<string> Posts(ImportReport report) => report.Lines.Where(line => line.Step is not null).Select(line => $"{line.Step} {line.Kind} {line.Unit} {line.Position} {line.Limit}");

        Assert.That(Posts(Read(plain)), Is.EqualTo(Posts(Read(Usual))));
    }

    [Test]
    public void Every_line_says_what_was_guessed_and_what_is_left()
    {
        var report = Read("Bước,Nội dung,Trách nhiệm,Thời gian\n1,Tiếp nhận,Phòng Trên Trời,một lúc\n2,Ngắm trăng,Trưởng phòng,2 ngày\n3,Trả kết quả,,\n");
        var notes = report.Lines.Select(line => string.Join('|', line.Notes.Select(note => $"{note.Kind}: {note.Text.Vi}"))).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(notes[0], Does.Contain("Left: “một lúc”").And.Contain("Guessed: loại bước: Tiếp nhận hồ sơ"));
            Assert.That(notes[1], Does.Contain("Left: chưa rõ loại bước").And.Contain("“ngày” hiểu là ngày làm việc"));
            Assert.That(report.Notes.Select(note => note.Text.Vi), Has.Some.Contains("phát hành"));
        }
    }

    [Test]
    public void Steps_after_the_result_and_before_the_intake_are_left_out_with_a_word()
    {
        var report = Read("TT,Nội dung,Thời gian\n1,Tổ chức nộp hồ sơ,\n2,Tiếp nhận hồ sơ,1 giờ\n3,Thẩm định,8 giờ\n4,Trả kết quả,\n5,Thống kê và lưu hồ sơ,1 giờ\n");

        Assert.That(report.Lines.Select(line => line.Use), Is.EqualTo(new[] { LineUse.Skipped, LineUse.Step, LineUse.Step, LineUse.Step, LineUse.Skipped }));
    }

    private static IEnumerable<TestCaseData> BadFiles()
    {
        yield return new TestCaseData(Array.Empty<byte>(), "I101").SetName("{m}: empty");
        yield return new TestCaseData(new byte[ProcessImport.LargestBytes + 1], "I102").SetName("{m}: too large");
        yield return new TestCaseData((byte[])[0xD0, 0xCF, 0x11, 0xE0, .. new byte[500], .. Encoding.Unicode.GetBytes("EncryptedPackage")], "I103").SetName("{m}: password");
        yield return new TestCaseData((byte[])[0xD0, 0xCF, 0x11, 0xE0, .. new byte[500]], "I104").SetName("{m}: old Excel");
        yield return new TestCaseData(Zip(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>"), ("xl/vbaProject.bin", "x")), "I105").SetName("{m}: macros");
        yield return new TestCaseData(Encoding.UTF8.GetBytes("%PDF-1.7"), "I106").SetName("{m}: PDF");
        yield return new TestCaseData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 0, 0, 1 }, "I106").SetName("{m}: a program");
        yield return new TestCaseData(Zip(("a.txt", "hello")), "I106").SetName("{m}: some archive");
        yield return new TestCaseData(ExportTests.Written(Sample.Processes[0], ExportFormat.Word, null).Bytes.ToArray()[..2000], "I107").SetName("{m}: cut off");
        yield return new TestCaseData(Zip(("word/document.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>")), "I107").SetName("{m}: DTD");
        yield return new TestCaseData(Zip(("word/document.xml", $"<x>{new string(' ', TableFile.LargestPart + 10)}</x>")), "I108").SetName("{m}: zip bomb");
        yield return new TestCaseData(Zip([.. Enumerable.Range(0, TableFile.MostParts + 1).Select(at => ($"{at}", ""))]), "I108").SetName("{m}: too many parts");
        yield return new TestCaseData(Encoding.UTF8.GetBytes("a,b\n1,2\n"), "I109").SetName("{m}: no step table");
        yield return new TestCaseData(Encoding.UTF8.GetBytes("Bước,Nội dung,Thời gian\n"), "I110").SetName("{m}: no steps");
        yield return new TestCaseData(Encoding.UTF8.GetBytes("Bước,Nội dung,Thời gian\n" + string.Concat(Enumerable.Range(1, ProcessImport.MostSteps + 1).Select(at => $"{at},Việc {at},1 giờ\n"))), "I111").SetName("{m}: too many steps");
    }

    [TestCaseSource(nameof(BadFiles))]
    public void A_bad_file_is_refused_with_its_reason(byte[] file, string code)
    {
        var report = ProcessImport.Read(file, Frame, Sample.Catalogue);
        Assert.That((report.Refusal?.Code, report.Document), Is.EqualTo((code, (ElsaDocument?)null)));
    }

    [Test]
    public void Broken_bytes_never_throw()
    {
        var random = new Random(20260302);
        foreach (var format in new[] { ExportFormat.Word, ExportFormat.Excel, ExportFormat.Csv, ExportFormat.Elsa })
        {
            var file = ExportTests.Written(Sample.Processes[0], format, null).Bytes.ToArray();
            for (var times = 0; times < 150; times++)
            {
                var broken = (byte[])file.Clone();
                for (var bytes = random.Next(1, 30); bytes > 0; bytes--) broken[random.Next(broken.Length)] = (byte)random.Next(256);
                var report = ProcessImport.Read(broken, Frame, Sample.Catalogue);
                Assert.That(report.Document is null, Is.EqualTo(report.Refusal is not null), $"seed 20260302, {format}, {times}");
            }
        }
    }

    private static ImportReport Read(string text) => ProcessImport.Read(Encoding.UTF8.GetBytes(text), Frame, Sample.Catalogue);

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = new StreamWriter(package.CreateEntry(name).Open());
                part.Write(text);
            }
        }
        return file.ToArray();
    }
}
