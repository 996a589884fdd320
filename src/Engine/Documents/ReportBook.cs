using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using TthcFlow.Engine.Reports;

namespace TthcFlow.Engine.Documents;

/// <summary>Writes a report as a workbook (.xlsx): title, notes with the formula, heads over two rows, and figures as numbers that can be added up. No cell is ever a formula.</summary>
public static class ReportBook
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Write(ReportSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return ExcelBook.Write([("Báo cáo", Page(sheet))]);
    }

    /// <summary>A workbook of several reports, each on a sheet of its own.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, ReportSheet Sheet)> sheets) => ExcelBook.Write([.. sheets.Select(one => (one.Name, Page(one.Sheet)))]);

    private static Worksheet Page(ReportSheet sheet)
    {
        var (data, merged, number) = (new SheetData(), new List<string>(), 0u);
        void Line(params (SheetCell Cell, uint Style)[] cells)
        {
            var row = new Row { RowIndex = ++number };
            foreach (var (at, (cell, style)) in cells.Index())
                if (Written(cell, $"{Letters(at)}{number}", style) is { } written) row.Append(written);
            data.Append(row);
        }

        var last = Letters(sheet.Columns.Count - 1);
        foreach (var (text, style) in new[] { (sheet.Form, ExcelBook.Note), (sheet.Title.ToUpper(CultureInfo.GetCultureInfo("vi-VN")), ExcelBook.Title) }.Concat(sheet.Notes.Select(note => (note, ExcelBook.Note))))
        {
            if (text.Length == 0) continue;
            Line((new SheetCell(text), style));
            merged.Add($"A{number}:{last}{number}");
        }

        Line([.. sheet.Columns.Select((column, at) => (new SheetCell(column.Group is null ? column.Name : at > 0 && sheet.Columns[at - 1].Group == column.Group ? "" : column.Group), ExcelBook.Head))]);
        Line([.. sheet.Columns.Select(column => (new SheetCell(column.Group is null ? "" : column.Name), ExcelBook.Head))]);
        for (var (at, from) = (0, 0); at < sheet.Columns.Count; at++)
        {
            if (sheet.Columns[at].Group is null) merged.Add($"{Letters(at)}{number - 1}:{Letters(at)}{number}");
            var ends = at + 1 == sheet.Columns.Count || sheet.Columns[at + 1].Group != sheet.Columns[at].Group;
            if (!ends) continue;
            if (sheet.Columns[at].Group is not null && at > from) merged.Add($"{Letters(from)}{number - 1}:{Letters(at)}{number - 1}");
            from = at + 1;
        }
        var frozen = number;
        foreach (var row in sheet.Rows) Line([.. row.Select(cell => (cell, cell.Number is null ? ExcelBook.Words : ExcelBook.Figure))]);
        foreach (var remark in sheet.Remarks)
        {
            Line((new SheetCell(remark), ExcelBook.Note));
            merged.Add($"A{number}:{last}{number}");
        }

        return ExcelBook.Page(frozen, sheet.Columns.Select((_, at) => WidthOf(sheet, at)), data, merged);
    }

    private static Cell? Written(SheetCell cell, string at, uint style) => cell switch
    {
        { Number: { } number } => new Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))) { CellReference = at, DataType = CellValues.Number, StyleIndex = style },
        { Text.Length: > 0 } => new Cell(new InlineString(new Text(PrintableText.Of(cell.Text)) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = at, DataType = CellValues.InlineString, StyleIndex = style },
        _ => style is ExcelBook.Note ? null : new Cell { CellReference = at, StyleIndex = style },
    };

    private static double WidthOf(ReportSheet sheet, int column) =>
        Math.Clamp(sheet.Rows.Select(row => column < row.Count ? row[column].ToString().Length : 0).Append(sheet.Columns[column].Name.Length).Max() + 2, 8, 46);

    /// <summary>The letters of a column, from 0: A … Z, AA …</summary>
    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);
}
