using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace TthcFlow.Engine.Documents;

/// <summary>Writes workbooks: of two sheets, the particulars of a process and its step table; and of any sheets. Every cell is text, so nothing in it is ever a formula.</summary>
internal static class ExcelBook
{
    public const string StepSheetName = "Các bước";
    public const string HeaderSheetName = "Thông tin chung";

    private static readonly double[] StepWidths = [8, 18, 44, 40, 30, 26, 11, 14, 12, 26, 26, 22, 40, 18, 22, 12];

    /// <summary>A workbook of sheets; the first row of each is its head.</summary>
    public static byte[] Write(IReadOnlyList<(string Name, double[] Widths, IReadOnlyList<IReadOnlyList<string>> Rows)> sheets)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
            book.AddNewPart<WorkbookStylesPart>("rIdLook").Stylesheet = Look();
            foreach (var (at, sheet) in sheets.Index()) book.AddNewPart<WorksheetPart>($"rId{at + 1}").Worksheet = Sheet(sheet.Rows, sheet.Widths, frozen: true);
            book.Workbook = new Workbook(new Sheets(sheets.Select((sheet, at) => new Sheet { Name = sheet.Name, SheetId = (uint)at + 1, Id = $"rId{at + 1}" })));
        }
        return PackageFiles.Settled(package);
    }

    public static byte[] Write(IReadOnlyList<(string Label, IReadOnlyList<string> Values)> particulars, IReadOnlyList<IReadOnlyList<string>> steps)
    {
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "rId1");
            book.AddNewPart<WorkbookStylesPart>("rId3").Stylesheet = Look();
            book.AddNewPart<WorksheetPart>("rId1").Worksheet = Sheet([StepSheet.Columns, .. steps], StepWidths, frozen: true);
            book.AddNewPart<WorksheetPart>("rId2").Worksheet = Sheet(
                [["Mục", "Nội dung"], .. particulars.Select(fact => (IReadOnlyList<string>)[fact.Label, string.Join("\n", fact.Values)])], [38, 90], frozen: true);
            book.Workbook = new Workbook(new Sheets(
                new Sheet { Name = StepSheetName, SheetId = 1, Id = "rId1" },
                new Sheet { Name = HeaderSheetName, SheetId = 2, Id = "rId2" }));
        }
        return PackageFiles.Settled(package);
    }

    private static Worksheet Sheet(IReadOnlyList<IReadOnlyList<string>> rows, double[] widths, bool frozen)
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
                    CellReference = $"{(char)('A' + column)}{index + 1}",
                    DataType = CellValues.InlineString,
                    StyleIndex = index == 0 ? 1u : 2u,
                });
            }
            data.Append(row);
        }
        var view = new SheetView { WorkbookViewId = 0 };
        if (frozen) view.Append(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen });
        return new Worksheet(
            new SheetProperties(new PageSetupProperties { FitToPage = true }),
            new SheetViews(view),
            new Columns(widths.Select((width, at) => new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = width, CustomWidth = true })),
            data,
            new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
    }

    private static string Printed(string text) => string.Join("\n", text.Split('\n').Select(PrintableText.Of));

    // 0: plain, 1: head (bold, grey, wrapped, framed), 2: body (wrapped, framed).
    private static Stylesheet Look() => new(
        new Fonts(Letters(bold: false), Letters(bold: true)) { Count = 2 },
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
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Top }) { FontId = 0, BorderId = 1, NumberFormatId = 49, ApplyNumberFormat = true, ApplyBorder = true, ApplyAlignment = true })
        { Count = 3 });

    private static Font Letters(bool bold)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        font.Append(new FontSize { Val = 12 }, new FontName { Val = "Times New Roman" });
        return font;
    }
}
