using System.Globalization;
using TthcFlow.Engine.Reports;

namespace TthcFlow.Engine.Documents;

/// <summary>Writes a report of several parts as a Word document (.docx): the head of an official paper, then each part with its table. The same report gives the same bytes.</summary>
public static class ReportDocument
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <param name="agency">Whose report it is, as the paper's head names it.</param>
    /// <param name="lines">Under the title: of what, as of when.</param>
    public static byte[] Write(string agency, string title, IReadOnlyList<string> lines, IReadOnlyList<ReportSheet> parts)
    {
        ArgumentNullException.ThrowIfNull(agency);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(parts);
        List<AppendixBlock> blocks =
        [
            new AppendixBlock.Paragraph(new("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face.Bold), Side.Middle),
            new AppendixBlock.Paragraph(new("Độc lập - Tự do - Hạnh phúc", Face.Bold), Side.Middle, IsRuledUnder: true),
            new AppendixBlock.Paragraph(new(agency.ToUpper(Vietnamese), Face.Bold), Side.Middle),
            new AppendixBlock.Paragraph(new(title.ToUpper(Vietnamese), Face.Bold), Side.Middle),
            .. lines.Select(line => new AppendixBlock.Paragraph(new(line, Face.Italic), Side.Middle)),
        ];
        foreach (var (at, part) in parts.Index())
        {
            blocks.Add(new AppendixBlock.Heading(string.Create(CultureInfo.InvariantCulture, $"{at + 1}. {part.Title}")));
            blocks.AddRange(part.Notes.Select(note => new AppendixBlock.Paragraph(new(note), Side.Both)));
            if (part.Rows.Count > 0) blocks.Add(Table(part));
            blocks.AddRange(part.Remarks.Select(remark => new AppendixBlock.Paragraph(new(remark, Face.Italic), Side.Both)));
        }
        return WordAppendix.Write(title, blocks);
    }

    private static AppendixBlock.Grid Table(ReportSheet part)
    {
        int[] wants = [.. part.Columns.Select((column, at) => Math.Clamp(part.Rows.Select(row => at < row.Count ? row[at].ToString().Length : 0).Append(column.Name.Length).Max(), 4, 34))];
        var all = wants.Sum();
        return new(
            [.. wants.Select(want => want * 1000 / all)],
            [.. part.Columns.Select(column => new AppendixCell([new(column.Name, Face.Bold)], Side.Middle))],
            [.. part.Rows.Select(row => (IReadOnlyList<AppendixCell>)[.. row.Select(cell => new AppendixCell([new(cell.ToString())], cell.Number is null ? Side.Start : Side.Middle))])]);
    }
}
