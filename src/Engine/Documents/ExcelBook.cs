using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace TthcFlow.Engine.Documents;

/// <summary>Puts workbooks together, all in one look: of any sheets, and of the two that tell a process. No cell is ever a formula.</summary>
internal static class ExcelBook
{
    public const string StepSheetName = "Các bước";
    public const string HeaderSheetName = "Thông tin chung";

    private static readonly double[] StepWidths = [8, 18, 44, 40, 30, 26, 11, 14, 12, 26, 26, 22, 40, 18, 22, 12];

    // The looks of a cell, by their place in the style sheet, where the first is a plain one: head (bold, grey, framed); text (framed); a note without a frame; a title; a figure (framed).
    public const uint Head = 1, Words = 2, Note = 3, Title = 4, Figure = 5;

    /// <summary>A workbook of sheets of text; the first row of each is its head.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, double[] Widths, IReadOnlyList<IReadOnlyList<string>> Rows)> sheets) =>
        Write([.. sheets.Select(sheet => (sheet.Name, Sheet(sheet.Rows, sheet.Widths)))]);

    /// <summary>A workbook of ready sheets.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, Worksheet Page)> sheets)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
            book.AddNewPart<WorkbookStylesPart>("rIdLook").Stylesheet = Look();
            foreach (var (at, sheet) in sheets.Index()) book.AddNewPart<WorksheetPart>($"rId{at + 1}").Worksheet = sheet.Page;
            book.Workbook = new Workbook(new Sheets(sheets.Select((sheet, at) => new Sheet { Name = sheet.Name, SheetId = (uint)at + 1, Id = $"rId{at + 1}" })));
        }
        return PackageFiles.Settled(package);
    }

    /// <summary>A process as two sheets: its step table, and its particulars.</summary>
    public static byte[] Write(IReadOnlyList<(string Label, IReadOnlyList<string> Values)> particulars, IReadOnlyList<IReadOnlyList<string>> steps) => Write(
        [
            (StepSheetName, StepWidths, [StepSheet.Columns, .. steps]),
            (HeaderSheetName, [38, 90], [["Mục", "Nội dung"], .. particulars.Select(fact => (IReadOnlyList<string>)[fact.Label, string.Join("\n", fact.Values)])]),
        ]);

    /// <summary>A page of a workbook: A4 lying, as wide as the paper, its first rows always in sight.</summary>
    public static Worksheet Page(uint frozenRows, IEnumerable<double> widths, SheetData data, IReadOnlyList<string> merged)
    {
        var view = new SheetView { WorkbookViewId = 0 };
        view.Append(new Pane { VerticalSplit = frozenRows, TopLeftCell = $"A{frozenRows + 1}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen });
        var page = new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(view),
            new Columns(widths.Select((width, at) => new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = width, CustomWidth = true })),
            data);
        if (merged.Count > 0) page.Append(new MergeCells(merged.Select(range => new MergeCell { Reference = range })));
        page.Append(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        return page;
    }

    private static Worksheet Sheet(IReadOnlyList<IReadOnlyList<string>> rows, double[] widths)
    {
        var data = new SheetData();
        foreach (var (index, cells) in rows.Index())
        {
            var row = new Row { RowIndex = (uint)index + 1 };
            foreach (var (column, text) in cells.Index())
            {
                if (text.Length == 0) continue;
                row.Append(new Cell(new InlineString(new Text(Printed(text)) { Space = SpaceProcessingModeValues.Preserve }))
                {
                    CellReference = $"{ColumnName(column)}{index + 1}",
                    DataType = CellValues.InlineString,
                    StyleIndex = index == 0 ? Head : Words,
                });
            }
            data.Append(row);
        }
        return Page(1, widths, data, []);
    }

    /// <summary>A column as workbooks name it, from 0: A … Z, AA …</summary>
    public static string ColumnName(int column) => column < 26 ? $"{(char)('A' + column)}" : $"{ColumnName(column / 26 - 1)}{(char)('A' + column % 26)}";

    private static string Printed(string text) => string.Join("\n", text.Split('\n').Select(PrintableText.Of));

    /// <summary>A plain look, then those above in their order.</summary>
    public static Stylesheet Look() => new(
        new Fonts(Letters(bold: false, 12), Letters(bold: true, 12), Letters(bold: true, 14)) { Count = 3 },
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFEDEDED" }) { PatternType = PatternValues.Solid }))
        { Count = 3 },
        new Borders(new Border(), new Border(
            new LeftBorder { Style = BorderStyleValues.Thin }, new RightBorder { Style = BorderStyleValues.Thin },
            new TopBorder { Style = BorderStyleValues.Thin }, new BottomBorder { Style = BorderStyleValues.Thin }))
        { Count = 2 },
        new CellStyleFormats(new CellFormat()) { Count = 1 },
        new CellFormats(
            new CellFormat(),
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Center, Horizontal = HorizontalAlignmentValues.Center }) { FontId = 1, FillId = 2, BorderId = 1, ApplyFont = true, ApplyFill = true, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { FontId = 0, BorderId = 1, NumberFormatId = 49, ApplyNumberFormat = true, ApplyBorder = true, ApplyAlignment = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { ApplyAlignment = true },
            new CellFormat(new Alignment { Horizontal = HorizontalAlignmentValues.Center }) { FontId = 2, ApplyFont = true, ApplyAlignment = true },
            new CellFormat(new Alignment { Vertical = VerticalAlignmentValues.Top }) { BorderId = 1, ApplyBorder = true, ApplyAlignment = true })
        { Count = 6 });

    private static Font Letters(bool bold, int size)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new FontName { Val = "Times New Roman" });
        return font;
    }
}
