using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TthcFlow.Engine.Diagrams;

namespace TthcFlow.Engine.Documents;

/// <summary>Sets an appendix as a Word document: A4, the margins and type of NĐ 30/2020/NĐ-CP, tables whose heads repeat, page numbers from the second page.</summary>
internal static class WordAppendix
{
    private const string Font = "Times New Roman";
    private const int BodySize = 26; // half points: 13
    private const int TableSize = 24;
    private const int Indent = 567; // 10 mm

    // Twentieths of a point. Margins: 20 mm above and below, 30 mm left, 15 mm right.
    private const int PageWidth = 11906, PageHeight = 16838, Above = 1134, Left = 1701, Right = 851;
    private const int TextWidth = PageWidth - Left - Right;

    public static byte[] Write(Appendix appendix) => Write(appendix.Title, appendix.Blocks);

    /// <summary>Any blocks in the same typography.</summary>
    public static byte[] Write(string title, IReadOnlyList<AppendixBlock> blocks)
    {
        using var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var main = document.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = Styles();
            main.AddNewPart<HeaderPart>("rId2").Header = PageNumber();
            main.Document = new Document(new Body());
            var body = main.Document.Body!;
            var drawn = 0;
            foreach (var block in blocks)
            {
                if (block is AppendixBlock.FlowChart chart) body.Append(Chart(chart, ref drawn));
                else Add(body, block);
            }
            body.Append(Page());
            PackageFiles.Entitle(document.AddNewPart<CoreFilePropertiesPart>("rId2"), title);
        }
        return PackageFiles.Settled(package);
    }

    private static void Add(Body body, AppendixBlock block)
    {
        switch (block)
        {
            case AppendixBlock.Heading heading:
                body.Append(new Paragraph(new ParagraphProperties(new ParagraphStyleId { Val = "Heading1" }), Text(new(heading.Text, Face.Bold), null)));
                break;
            case AppendixBlock.Paragraph paragraph:
                body.Append(Set(paragraph));
                break;
            case AppendixBlock.Grid grid:
                body.Append(Set(grid), new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "0" })));
                break;
            case AppendixBlock.Columns columns:
                body.Append(Set(columns), new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "0" })));
                break;
            case AppendixBlock.NewPage:
                body.Append(new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "0" }), new Run(new Break { Type = BreakValues.Page })));
                break;
        }
    }

    /// <param name="drawn">How many pictures the document has; the shapes of each are numbered for themselves.</param>
    private static List<Paragraph> Chart(AppendixBlock.FlowChart chart, ref int drawn)
    {
        var parts = new List<Paragraph>();
        foreach (var part in DiagramScene.Of(chart.Process, DiagramWords.Of(chart.Process.Header, chart.Catalogue)).OnPages(SceneFrame.A4))
            parts.Add(DiagramShapes.Draw(part, part.ScaleInto(SceneFrame.A4), 1000 * ++drawn));
        return parts;
    }

    private static Paragraph Set(AppendixBlock.Paragraph paragraph)
    {
        var properties = new ParagraphProperties();
        if (paragraph.IsRuledUnder) // a line one third of the text's width, as under the national motto
        {
            properties.Append(new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 6, Space = 4 }));
            properties.Append(new Indentation { Left = $"{TextWidth / 6}", Right = $"{TextWidth / 6}" });
        }
        if (paragraph.IsIndented) properties.Append(new Indentation { FirstLine = $"{Indent}" });
        properties.Append(new Justification { Val = Of(paragraph.Side) });
        return new Paragraph(properties, Text(paragraph.Line, null));
    }

    private static Table Set(AppendixBlock.Columns columns)
    {
        int[] widths = [columns.LeftWidth * TextWidth / 1000, (1000 - columns.LeftWidth) * TextWidth / 1000];
        return new Table(
            new TableProperties(
                new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa },
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 40, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 40, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(width => new GridColumn { Width = $"{width}" })),
            new TableRow(new TableRowProperties(new CantSplit()), Column(columns.Left, widths[0]), Column(columns.Right, widths[1])));
    }

    private static TableCell Column(AppendixCell cell, int width)
    {
        var drawn = new TableCell(new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa }));
        foreach (var line in cell.Lines.DefaultIfEmpty(new("")))
        {
            var properties = new ParagraphProperties();
            if (line.IsRuledUnder) properties.Append(new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 6, Space = 2 }));
            properties.Append(new SpacingBetweenLines { Before = "0", After = line.IsRuledUnder ? "80" : "0" });
            if (line.IsRuledUnder) properties.Append(new Indentation { Left = $"{width / 4}", Right = $"{width / 4}" });
            properties.Append(new Justification { Val = Of(cell.Side) });
            if (!line.IsRuledUnder)
            {
                drawn.Append(new Paragraph(properties, Text(line, null)));
                continue;
            }
            // The border of a paragraph is as wide as the paragraph: the line is one of its own, empty and low.
            drawn.Append(new Paragraph(new ParagraphProperties(new SpacingBetweenLines { Before = "0", After = "0" }, new Justification { Val = Of(cell.Side) }), Text(line, null)));
            properties.SpacingBetweenLines!.Line = "40";
            properties.SpacingBetweenLines.LineRule = LineSpacingRuleValues.Exact;
            drawn.Append(new Paragraph(properties));
        }
        return drawn;
    }

    private static Table Set(AppendixBlock.Grid grid)
    {
        var widths = grid.Widths.Select(width => width * TextWidth / 1000).ToArray();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa },
                Borders(),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(width => new GridColumn { Width = $"{width}" })));
        if (grid.Head.Count > 0) table.Append(Row(grid.Head, widths, isHead: true));
        foreach (var row in grid.Rows) table.Append(Row(row, widths, isHead: false));
        return table;
    }

    private static TableBorders Borders() => new(
        new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 },
        new BottomBorder { Val = BorderValues.Single, Size = 4 }, new RightBorder { Val = BorderValues.Single, Size = 4 },
        new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 });

    private static TableRow Row(IReadOnlyList<AppendixCell> cells, int[] widths, bool isHead)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (isHead) properties.Append(new TableHeader());
        var row = new TableRow(properties);
        var column = 0;
        foreach (var cell in cells)
        {
            var cellProperties = new TableCellProperties(new TableCellWidth { Width = $"{widths.Skip(column).Take(cell.Span).Sum()}", Type = TableWidthUnitValues.Dxa });
            if (cell.Span > 1) cellProperties.Append(new GridSpan { Val = cell.Span });
            if (isHead) cellProperties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "EDEDED" });
            cellProperties.Append(new TableCellVerticalAlignment { Val = cell.Side is Side.Middle ? TableVerticalAlignmentValues.Center : TableVerticalAlignmentValues.Top });
            var drawn = new TableCell(cellProperties);
            foreach (var line in cell.Lines.DefaultIfEmpty(new("")))
                drawn.Append(new Paragraph(new ParagraphProperties(new SpacingBetweenLines { Before = "20", After = "20" }, new Justification { Val = Of(cell.Side) }), Text(line, TableSize)));
            row.Append(drawn);
            column += cell.Span;
        }
        return row;
    }

    private static Run Text(AppendixLine line, int? size)
    {
        var properties = new RunProperties();
        if (line.Face is Face.Bold or Face.BoldItalic) properties.Append(new Bold());
        if (line.Face is Face.Italic or Face.BoldItalic) properties.Append(new Italic());
        if (line.Size is { } points) size = (int)Math.Round(points * 2);
        if (size is not null) properties.Append(new FontSize { Val = size.Value.ToString(CultureInfo.InvariantCulture) }, new FontSizeComplexScript { Val = size.Value.ToString(CultureInfo.InvariantCulture) });
        return new Run(properties, new Text(PrintableText.Of(line.Text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    private static JustificationValues Of(Side side) => side switch { Side.Middle => JustificationValues.Center, Side.Both => JustificationValues.Both, _ => JustificationValues.Left };

    private static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font },
                new FontSize { Val = $"{BodySize}" }, new FontSizeComplexScript { Val = $"{BodySize}" }, new Languages { Val = "vi-VN", EastAsia = "vi-VN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { Before = "0", After = "80", Line = "264", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
        new Style(
            new StyleName { Val = "heading 1" }, new BasedOn { Val = "Normal" }, new NextParagraphStyle { Val = "Normal" }, new PrimaryStyle(),
            new StyleParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "200", After = "100" }, new OutlineLevel { Val = 0 }),
            new StyleRunProperties(new Bold()))
        { Type = StyleValues.Paragraph, StyleId = "Heading1" });

    // Above, in the middle, and not on the first page (NĐ 30/2020, Phụ lục I).
    private static Header PageNumber() => new(new Paragraph(
        new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
        new SimpleField(new Run(new Text("2"))) { Instruction = "PAGE" }));

    private static SectionProperties Page() => new(
        new HeaderReference { Type = HeaderFooterValues.Default, Id = "rId2" },
        new PageSize { Width = PageWidth, Height = PageHeight },
        new PageMargin { Top = Above, Bottom = Above, Left = Left, Right = Right, Header = 567, Footer = 567, Gutter = 0 },
        new TitlePage());
}

/// <summary>Text without what no office file may hold: control characters and halves of surrogate pairs.</summary>
internal static class PrintableText
{
    public static string Of(string text)
    {
        if (!text.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter >= '\uFFFE')) return text;
        var kept = new System.Text.StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t') kept.Append(' ');
            else if (rune.Value >= ' ' && rune.Value is not (>= 0x7F and < 0xA0) && (rune.Value & 0xFFFE) != 0xFFFE) kept.Append(rune);
        }
        return kept.ToString();
    }
}
