using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using TthcFlow.Engine.Reports;

namespace TthcFlow.Engine.Documents;

/// <summary>Writes a report as a workbook (.xlsx): title, notes with the formula, heads over two rows, and figures as numbers that can be added up. No cell is ever a formula.</summary>
public static class ReportBook
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint Plain = 0, Title = 1, Head = 2, Words = 3, Figure = 4;

    public static byte[] Write(ReportSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
            book.AddNewPart<WorkbookStylesPart>("rId2").Stylesheet = Look();
            book.AddNewPart<WorksheetPart>("rId1").Worksheet = Page(sheet);
            book.Workbook = new Workbook(new Sheets(new Sheet { Name = "Báo cáo", SheetId = 1, Id = "rId1" }));
        }
        return PackageFiles.Settled(package);
    }

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
        foreach (var (text, style) in new[] { (sheet.Form, Plain), (sheet.Title.ToUpper(CultureInfo.GetCultureInfo("vi-VN")), Title) }.Concat(sheet.Notes.Select(note => (note, Plain))))
        {
            if (text.Length == 0) continue;
            Line((new SheetCell(text), style));
            merged.Add($"A{number}:{last}{number}");
        }

        Line([.. sheet.Columns.Select((column, at) => (new SheetCell(column.Group is null ? column.Name : at > 0 && sheet.Columns[at - 1].Group == column.Group ? "" : column.Group), Head))]);
        Line([.. sheet.Columns.Select(column => (new SheetCell(column.Group is null ? "" : column.Name), Head))]);
        for (var (at, from) = (0, 0); at < sheet.Columns.Count; at++)
        {
            if (sheet.Columns[at].Group is null) merged.Add($"{Letters(at)}{number - 1}:{Letters(at)}{number}");
            var ends = at + 1 == sheet.Columns.Count || sheet.Columns[at + 1].Group != sheet.Columns[at].Group;
            if (!ends) continue;
            if (sheet.Columns[at].Group is not null && at > from) merged.Add($"{Letters(from)}{number - 1}:{Letters(at)}{number - 1}");
            from = at + 1;
        }
        var frozen = number;
        foreach (var row in sheet.Rows) Line([.. row.Select(cell => (cell, cell.Number is null ? Words : Figure))]);
        foreach (var remark in sheet.Remarks)
        {
            Line((new SheetCell(remark), Plain));
            merged.Add($"A{number}:{last}{number}");
        }

        var view = new SheetView { WorkbookViewId = 0 };
        view.Append(new Pane { VerticalSplit = frozen, TopLeftCell = $"A{frozen + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen });
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(view),
            new Columns(sheet.Columns.Select((column, at) => new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = WidthOf(sheet, at), CustomWidth = true })),
            data,
            new MergeCells(merged.Select(range => new MergeCell { Reference = range })),
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
    }

    private static Cell? Written(SheetCell cell, string at, uint style) => cell switch
    {
        { Number: { } number } => new Cell(new CellValue(number.ToString(CultureInfo.InvariantCulture))) { CellReference = at, DataType = CellValues.Number, StyleIndex = style },
        { Text.Length: > 0 } => new Cell(new InlineString(new Text(PrintableText.Of(cell.Text)) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = at, DataType = CellValues.InlineString, StyleIndex = style },
        _ => style is Plain ? null : new Cell { CellReference = at, StyleIndex = style },
    };

    private static double WidthOf(ReportSheet sheet, int column) =>
        Math.Clamp(sheet.Rows.Select(row => column < row.Count ? row[column].ToString().Length : 0).Append(sheet.Columns[column].Name.Length).Max() + 2, 8, 46);

    /// <summary>The letters of a column, from 0: A … Z, AA …</summary>
    private static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);

    // In the order of the constants above.
    private static Stylesheet Look() => new(
        new Fonts(Face(bold: false, 12), Face(bold: true, 14), Face(bold: true, 12)) { Count = 3 },
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFEDEDED" }) { PatternType = PatternValues.Solid }))
        { Count = 3 },
        new Borders(new Border(), new Border(
            new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
            new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }))
        { Count = 2 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { ApplyAlignment = true },
            new CellFormat(new Alignment { Horizontal = HorizontalAlignmentValues.Center }) { FontId = 1, ApplyFont = true, ApplyAlignment = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Center, Horizontal = HorizontalAlignmentValues.Center }) { FontId = 2, FillId = 2, BorderId = 1, ApplyFont = true, ApplyFill = true, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { BorderId = 1, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat(new Alignment { Vertical = VerticalAlignmentValues.Top }) { BorderId = 1, ApplyBorder = true, ApplyAlignment = true })
        { Count = 5 });

    private static Font Face(bool bold, int size)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new FontName { Val = "Times New Roman" });
        return font;
    }
}
