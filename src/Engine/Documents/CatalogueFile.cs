using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>The catalogue of procedures as a file: read from a workbook, comma-separated text or an answer of the portal; written as a workbook or as text, with the same columns.</summary>
/// <remarks>Files come from strangers: <see cref="TableFile"/>'s bounds hold, and a table has at most <see cref="CatalogueSheet.MostRows"/> rows.</remarks>
public static class CatalogueFile
{
    public const int LargestBytes = ProcessImport.LargestBytes;

    public const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int DeepestHead = 30; // above it stand titles and letterheads

    public static CatalogueReading Read(ReadOnlyMemory<byte> file)
    {
        var bytes = file.Span;
        if (bytes.Length > LargestBytes) return CatalogueReading.Not(ImportRefusals.TooLarge);
        if (PortalCatalogue.LooksLikeOne(bytes)) return PortalCatalogue.Read(file);

        var reading = TableFile.Read(file, CatalogueSheet.MostRows);
        if (reading.Refusal is { } refusal) return CatalogueReading.Not(refusal);
        foreach (var grid in reading.Grids)
            if (SheetOf(grid) is { } sheet) return sheet.Lines.Count == 0 ? CatalogueReading.Not(CatalogueRefusals.NoRows) : new(sheet, null, reading.Format);
        return CatalogueReading.Not(CatalogueRefusals.NoCodeColumn);
    }

    /// <summary>The blank file (tệp mẫu): the head, one procedure as an example, and every column explained.</summary>
    public static byte[] Blank() => Book([.. CatalogueColumns.All.Select(words => words.Example)]);

    /// <summary>The whole catalogue as a workbook.</summary>
    public static byte[] Workbook(ProvinceCatalogue catalogue) => Book([.. CatalogueLines.Of(catalogue)]);

    /// <summary>The whole catalogue as comma-separated text.</summary>
    public static byte[] Text(ProvinceCatalogue catalogue) => CsvText.Write(CatalogueLines.Of(catalogue).Prepend(Heads));

    private static IReadOnlyList<string> Heads { get; } = [.. CatalogueColumns.All.Select(words => words.Head)];

    private static byte[] Book(params IReadOnlyList<IReadOnlyList<string>> rows) => ExcelBook.Write(
        [
            ("Danh mục thủ tục", [.. CatalogueColumns.All.Select(words => WidthOf(words.Column))], [Heads, .. rows]),
            ("Hướng dẫn", [8, 26, 100, 44],
                [["Cột", "Tên cột", "Nội dung ghi", "Ví dụ"], .. CatalogueColumns.All.Select((words, at) => (IReadOnlyList<string>)[ExcelBook.ColumnName(at), words.Head, words.Explained.Vi, words.Example])]),
        ]);

    private static double WidthOf(CatalogueColumn column) => column switch
    {
        CatalogueColumn.Name or CatalogueColumn.Component => 48,
        CatalogueColumn.Code or CatalogueColumn.Field or CatalogueColumn.Agencies or CatalogueColumn.ListedBy or CatalogueColumn.LegalBases or CatalogueColumn.CaseName => 28,
        CatalogueColumn.Fee or CatalogueColumn.FeeBasis or CatalogueColumn.Result or CatalogueColumn.LimitSource => 32,
        CatalogueColumn.Originals or CatalogueColumn.Certified or CatalogueColumn.Copies or CatalogueColumn.Limit or CatalogueColumn.CollectedAt => 11,
        _ => 18,
    };

    /// <summary>The sheet in a grid; null where no row of it heads a column of codes.</summary>
    private static CatalogueSheet? SheetOf(PaperGrid grid)
    {
        for (var head = 0; head < Math.Min(grid.Rows.Count, DeepestHead); head++)
        {
            var cells = grid.Rows[head];
            if (!cells.Any(cell => CatalogueColumns.Headed(cell.Text) is CatalogueColumn.Code) || cells.Count(cell => CatalogueColumns.Headed(cell.Text) is not null) < 2) continue;
            var (columns, sources, strays) = (new List<SheetColumn>(), new List<int>(), new List<StrayColumn>());
            for (var at = 0; at < cells.Count; at++)
            {
                if (cells[at].FromLeft || CatalogueColumns.IsRunningNumber(cells[at].Text)) continue;
                if (CatalogueColumns.Headed(cells[at].Text) is { } column && columns.All(known => known.Column != column))
                {
                    columns.Add(new(column, ExcelBook.ColumnName(at)));
                    sources.Add(at);
                }
                else strays.Add(new(head + 1, ExcelBook.ColumnName(at), cells[at].Text, CatalogueColumns.Headed(cells[at].Text) is not null));
            }
            var lines = new List<SheetLine>();
            for (var row = head + 1; row < grid.Rows.Count; row++)
            {
                var read = grid.Rows[row];
                if (sources.All(at => at >= read.Count || read[at].Text.Length == 0)) continue;
                lines.Add(new(row + 1, [.. sources.Select((at, index) => at >= read.Count ? "" : Cell(read[at], columns[index].Column))]));
            }
            return new(columns, lines, strays);
        }
        return null;
    }

    /// <summary>A cell merged downwards says once what it says, but for the code and the case: those tell where its rows belong.</summary>
    private static string Cell(PaperCell cell, CatalogueColumn column) =>
        cell.FromAbove && column is not (CatalogueColumn.Code or CatalogueColumn.Case or CatalogueColumn.CaseName) ? "" : cell.Text;
}

/// <summary>What was read of a file: its cells, or why it cannot be read.</summary>
/// <param name="Format"><c>xlsx</c>, <c>docx</c>, <c>csv</c>, or the portal's service.</param>
public sealed record CatalogueReading(CatalogueSheet? Sheet, Refusal? Refusal, string Format)
{
    internal static CatalogueReading Not(Refusal refusal) => new(null, refusal, "");
}
