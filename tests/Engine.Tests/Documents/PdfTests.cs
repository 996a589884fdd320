using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>The appendix as a PDF, read back by a reader of its own.</summary>
public sealed partial class PdfTests
{
    private static string[] Processes => Sample.Processes;

    [Test]
    public void Every_vietnamese_letter_has_a_glyph_in_every_face()
    {
        const string vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", marks = "\u0300\u0301\u0303\u0309\u0323";
        var letters = vowels.SelectMany(vowel => marks.Select(mark => $"{vowel}{mark}".Normalize()).Append($"{vowel}")).Append("đ").Append("Đ").ToList();
        Assert.That(letters, Has.All.Length.EqualTo(1));

        foreach (var face in Enum.GetValues<Face>())
            Assert.That(letters.Concat("–—“”‘’…→½¼¾₫°×≤≥".Select(sign => $"{sign}")).Where(letter => PdfFile.FontOf(face).GlyphOf(letter[0]) == 0), Is.Empty, $"{face}");
    }

    [TestCaseSource(nameof(Processes))]
    public void The_text_can_be_searched_and_copied(string name)
    {
        var text = TextOf(ExportTests.Written(name, ExportFormat.Pdf, null).Bytes.ToArray());
        var process = Sample.ProcessOf(name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
            foreach (var step in process.Steps.Where(step => step.Work is not null && step.Kind is not (StepKind.Reject or StepKind.Stop)))
                Assert.That(text, Does.Contain(step.Name.Split(' ')[0]).And.Contain(step.Key.Value));
        }
    }

    [Test]
    public void A_long_table_repeats_its_head_numbers_its_pages_and_keeps_rows_whole()
    {
        var rows = Enumerable.Range(1, 120).Select(at => (IReadOnlyList<AppendixCell>)[new([new($"R{at}")]), new([new($"đầu {at}"), new("giữa"), new($"cuối {at}")])]).ToList();
        var blocks = new AppendixBlock[] { new AppendixBlock.Heading("I. BẢNG"), new AppendixBlock.Grid([200, 800], [new([new("Bước")]), new([new("Nội dung")])], rows) };
        var pages = PagesOf(PdfAppendix.Write(new Appendix("Thử", blocks)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages, Has.Count.GreaterThan(5));
            Assert.That(pages, Has.All.Contains("Bước"));
            Assert.That(pages.Skip(1).Select((page, at) => page.Split('\n').Contains($"{at + 2}")), Has.All.True, "page numbers from the second page on");
            for (var at = 1; at <= 120; at++)
                Assert.That(pages.Count(page => page.Split('\n').Contains($"đầu {at}") && page.Split('\n').Contains($"cuối {at}")), Is.EqualTo(1), $"row {at}");
            Assert.That(pages[^1].Split('\n').Count(line => line.StartsWith('R')), Is.GreaterThan(1), "the last row has company");
        }
    }

    [Test]
    public void A_row_taller_than_a_page_goes_on_overleaf_and_loses_nothing()
    {
        var lines = Enumerable.Range(1, 150).Select(at => new AppendixLine($"dòng {at}")).ToList();
        var blocks = new AppendixBlock[] { new AppendixBlock.Grid([100, 900], [], [[new([new("R")]), new(lines)]]) };
        var text = string.Join('\n', PagesOf(PdfAppendix.Write(new Appendix("Thử", blocks)))).Split('\n');

        Assert.That(text.Where(line => line.StartsWith("dòng", StringComparison.Ordinal)), Is.EqualTo(lines.Select(line => line.Text)));
    }

    [Test]
    public void Body_text_reaches_both_margins_and_ends_as_it_ends()
    {
        var text = string.Join(' ', Enumerable.Repeat("Quyết định này có hiệu lực thi hành kể từ ngày ký, thay thế các quy trình nội bộ đã được phê duyệt trước đây", 4)) + " https://dichvucong.example.vn/" + new string('x', 40) + " hết.";
        AppendixBlock[] blocks = [new AppendixBlock.Paragraph(new(text), Side.Both, IsIndented: true), new AppendixBlock.Paragraph(new(text), Side.Start), new AppendixBlock.Grid([300, 700], [], [[new([new(text)]), new([new(text)])]])];
        var all = DrawnOn(PdfAppendix.Write(new Appendix("Thử", blocks))).SelectMany(page => page).ToList();
        var body = all[..(all.FindIndex(line => line.Text.EndsWith("hết.", StringComparison.Ordinal)) + 1)];
        const double left = 85.04, right = 595.28 - 42.52, first = 28.35;
        var torn = body.FindIndex(line => line.Text.StartsWith("https", StringComparison.Ordinal)) - 1;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(body, Has.Count.GreaterThan(4));
            Assert.That(body[0].From, Is.EqualTo(left + first).Within(0.01), "1 cm in, as NĐ 30/2020 has it");
            Assert.That(body.Skip(1).Select(line => line.From), Is.All.EqualTo(left).Within(0.01));
            Assert.That(body.Where((line, at) => at != torn && line.Text.Contains(' ', StringComparison.Ordinal)).SkipLast(1).Select(line => line.To), Is.All.EqualTo(right).Within(0.2));
            Assert.That(body[^1].To, Is.LessThan(right - 20), "a last line is not stretched");
            Assert.That(string.Join(' ', body.Select(line => line.Text.TrimEnd())), Is.EqualTo(text), "still one text to search and copy");
            Assert.That(all[body.Count..].Select(line => line.To - line.From - PdfFile.WidthOf(line.Text, Face.Plain, 13)), Is.All.LessThan(0.01), "tables and what is set from the left keep their blanks");
        }
    }

    [Test]
    public void The_table_of_places_tells_where_every_object_begins()
    {
        var bytes = ExportTests.Written(Processes[0], ExportFormat.Pdf, null).Bytes.ToArray();
        var file = Encoding.Latin1.GetString(bytes);
        var start = int.Parse(Regex.Match(file, @"startxref\n(\d+)\n").Groups[1].Value, CultureInfo.InvariantCulture);
        var places = Regex.Matches(file[start..], @"(\d{10}) 00000 n ").Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();

        Assert.That(places.Index().Where(place => !file[place.Item..].StartsWith($"{place.Index + 1} 0 obj\n", StringComparison.Ordinal)), Is.Empty);
    }

    private static string TextOf(byte[] pdf) => string.Join('\n', PagesOf(pdf));

    /// <summary>The lines of each page, letters found through the table that each font carries.</summary>
    internal static List<string> PagesOf(byte[] pdf) => [.. DrawnOn(pdf).Select(page => string.Join('\n', page.Select(line => line.Text)))];

    /// <summary>The lines of each page with where they begin and end, in points.</summary>
    internal static List<List<DrawnLine>> DrawnOn(byte[] pdf)
    {
        var file = Encoding.Latin1.GetString(pdf);
        var objects = Objects().Matches(file).ToDictionary(match => match.Groups["number"].Value, match => match.Groups["body"].Value);
        string Stream(string number)
        {
            var body = objects[number];
            var from = body.IndexOf("stream\n", StringComparison.Ordinal) + 7;
            using var inflate = new ZLibStream(new MemoryStream(Encoding.Latin1.GetBytes(body[from..body.LastIndexOf("\nendstream", StringComparison.Ordinal)])), CompressionMode.Decompress);
            using var text = new StreamReader(inflate, Encoding.Latin1);
            return text.ReadToEnd();
        }
        var letters = Regex.Matches(string.Concat(objects.Values), @"/(F\d) (\d+) 0 R").Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct().ToDictionary(
            font => font.Item1,
            font => Regex.Matches(Stream(Regex.Match(objects[font.Item2], @"/ToUnicode (\d+) 0 R").Groups[1].Value), "<([0-9A-F]{4})> <([0-9A-F]+)>\n")
                .ToDictionary(match => match.Groups[1].Value, match => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(match.Groups[2].Value))));
        return
        [
            .. from page in objects.Values
               where page.Contains("/Type /Page ", StringComparison.Ordinal)
               let content = Stream(Regex.Match(page, @"/Contents (\d+) 0 R").Groups[1].Value)
               select Shown().Matches(content).Select(Line).ToList(),
        ];

        DrawnLine Line(Match shown)
        {
            var (face, size, from) = (shown.Groups["face"].Value, Number("size"), Number("x"));
            var glyphs = shown.Groups["glyphs"].Value;
            var text = string.Concat(Glyphs().Matches(glyphs).SelectMany(some => some.Groups[1].Value.Chunk(4)).Select(glyph => letters[face][new string(glyph)]));
            var wider = Regex.Matches(glyphs, @">(-?[\d.]+)<").Sum(gap => -double.Parse(gap.Groups[1].Value, CultureInfo.InvariantCulture)) * size / 1000;
            return new(text, from, from + PdfFile.WidthOf(text, Enum.Parse<Face>(face[1..]), size) + wider);

            double Number(string group) => double.Parse(shown.Groups[group].Value, CultureInfo.InvariantCulture);
        }
    }

    internal sealed record DrawnLine(string Text, double From, double To);

    [GeneratedRegex(@"/(?<face>F\d) (?<size>[\d.]+) Tf (?<x>[\d.-]+) [^<\[]*(?<glyphs><[0-9A-F]*>|\[[^\]]*\]) TJ?j?")]
    private static partial Regex Shown();

    [GeneratedRegex("<([0-9A-F]*)>")]
    private static partial Regex Glyphs();

    [GeneratedRegex(@"(?<=\n)(?<number>\d+) 0 obj\n(?<body>.*?)\nendobj\n", RegexOptions.Singleline)]
    private static partial Regex Objects();
}
