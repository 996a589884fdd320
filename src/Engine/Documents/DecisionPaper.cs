using System.Globalization;
using TthcFlow.Engine.Catalogue;

namespace TthcFlow.Engine.Documents;

/// <summary>Prints a decision with its appendices (in quyết định và phụ lục), as Word or PDF. The same text always gives the same bytes.</summary>
public static class DecisionPaper
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <param name="format">Word or PDF.</param>
    /// <param name="catalogue">Names of units and positions in the processes; without it codes stand in their place.</param>
    public static ExportedFile Write(ExportFormat format, DecisionText decision, ProvinceCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var paper = new Appendix(decision.Subject.Length > 0 ? decision.Subject : decision.Citation, [.. Blocks(decision, catalogue)]);
        var (extension, bytes) = format switch
        {
            ExportFormat.Word => ("docx", WordAppendix.Write(paper)),
            ExportFormat.Pdf => ("pdf", PdfAppendix.Write(paper)),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "A decision is printed as Word or PDF."),
        };
        var name = decision.Number is { } number ? $"Quyết định {string.Concat(number.Select(letter => char.IsLetterOrDigit(letter) || letter is '.' or ' ' ? letter : '-'))}" : "Dự thảo quyết định";
        return new($"{PrintableText.Of(name)}.{extension}", ProcessExport.ContentTypeOf(format), bytes);
    }

    private static IEnumerable<AppendixBlock> Blocks(DecisionText decision, ProvinceCatalogue? catalogue)
    {
        List<AppendixLine> authority = [];
        if (decision.Superior is { } superior) authority.Add(new(superior.ToUpper(Vietnamese)));
        authority.Add(new(decision.Authority.ToUpper(Vietnamese), Face.Bold, IsRuledUnder: true));
        authority.Add(new(decision.Number is { } number ? $"Số: {number}" : "Số: ……/QĐ-……"));
        if (decision.Number is null) authority.Add(new("DỰ THẢO", Face.Bold));
        yield return new AppendixBlock.Columns(400, new(authority, Side.Middle), new(
        [
            new("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face.Bold, 12), new("Độc lập - Tự do - Hạnh phúc", Face.Bold, IsRuledUnder: true), new(decision.PlaceAndDay, Face.Italic),
        ], Side.Middle));

        yield return new AppendixBlock.Paragraph(new("QUYẾT ĐỊNH", Face.Bold, 14), Side.Middle);
        yield return new AppendixBlock.Paragraph(new(decision.Subject, Face.Bold), Side.Middle, IsRuledUnder: true);
        yield return new AppendixBlock.Paragraph(new(decision.Competence, Face.Bold), Side.Middle);
        foreach (var basis in decision.Bases) yield return new AppendixBlock.Paragraph(new(basis, Face.Italic), Side.Both, IsIndented: true);
        yield return new AppendixBlock.Paragraph(new("QUYẾT ĐỊNH:", Face.Bold), Side.Middle);
        foreach (var article in decision.Articles)
        {
            yield return new AppendixBlock.Paragraph(new($"Điều {article.Number}. {article.Title}", Face.Bold), Side.Both, IsIndented: true);
            foreach (var clause in article.Clauses) yield return new AppendixBlock.Paragraph(new(clause), Side.Both, IsIndented: true);
        }
        yield return new AppendixBlock.Columns(500,
            new([new("Nơi nhận:", Face.BoldItalic, 12), .. decision.Recipients.Select(one => new AppendixLine(one, Size: 11))]),
            new([.. decision.SignerTitle.Select(line => new AppendixLine(line, Face.Bold)), new(""), new(""), new(""), new(""), new(decision.SignerName, Face.Bold)], Side.Middle));

        foreach (var annex in decision.Appendices)
        {
            yield return new AppendixBlock.NewPage();
            yield return new AppendixBlock.Paragraph(new(annex.Label.StartsWith("Phụ lục ", StringComparison.Ordinal) ? annex.Label : annex.Label.ToUpper(Vietnamese), Face.Bold, 14), Side.Middle);
            yield return new AppendixBlock.Paragraph(new(annex.Title.ToUpper(Vietnamese), Face.Bold), Side.Middle);
            yield return new AppendixBlock.Paragraph(new(
                $"(Kèm theo {decision.Citation} {decision.PlaceAndDay[(decision.PlaceAndDay.LastIndexOf(", ", StringComparison.Ordinal) + 2)..]} của {decision.Authority})", Face.Italic), Side.Middle, IsRuledUnder: true);
            if (annex.Processes.Count > 0) yield return new AppendixBlock.Heading("A. DANH MỤC QUY TRÌNH");
            yield return new AppendixBlock.Grid(annex.Widths, [.. annex.Columns.Select(column => new AppendixCell([new(column, Face.Bold)], Side.Middle))], [.. RowsOf(annex)]);
            if (annex.Processes.Count > 0) yield return new AppendixBlock.Heading("B. NỘI DUNG QUY TRÌNH");
            foreach (var (at, process) in annex.Processes.Index())
            {
                if (at > 0) yield return new AppendixBlock.NewPage();
                foreach (var block in Appendix.Within(at + 1, process, catalogue)) yield return block;
            }
        }
    }

    private static IEnumerable<IReadOnlyList<AppendixCell>> RowsOf(DecisionAppendix annex)
    {
        foreach (var group in annex.Groups)
        {
            if (group.Heading is { } heading) yield return [new([new(heading, Face.Bold)], Span: annex.Columns.Count)];
            foreach (var row in group.Rows) yield return [.. row.Select((text, at) => new AppendixCell([new(text)], at == 0 ? Side.Middle : Side.Start))];
        }
    }
}
