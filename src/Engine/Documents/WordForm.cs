using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using QRCoder;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Vocabulary;
using A = DocumentFormat.OpenXml.Drawing;
using Pic = DocumentFormat.OpenXml.Drawing.Pictures;
using Wp = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace TthcFlow.Engine.Documents;

/// <summary>Word forms with placeholders (mẫu Word): writes the shipped one from the layout, checks one that an agency made, and fills either.</summary>
internal static class WordForm
{
    /// <summary>The largest form that is taken in.</summary>
    public const int LargestBytes = 4 * 1024 * 1024;

    private const string Font = "Times New Roman";

    // Twentieths of a point: A4, 20 mm above and below, 30 mm left, 15 mm right (NĐ 30/2020/NĐ-CP).
    private const int Short = 11906, Long = 16838, Above = 1134, Left = 1701, Right = 851;
    private const long SquareEmu = 914_400; // 72 points

    /// <summary>The shipped form: the layout with its placeholders, ready to be changed in Word.</summary>
    public static byte[] Default(FormLayout layout, PaperForm form)
    {
        using var package = new MemoryStream();
        using (var document = WordprocessingDocument.Create(package, WordprocessingDocumentType.Document))
        {
            var main = document.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "rId1");
            main.AddNewPart<StyleDefinitionsPart>("rId1").Styles = Styles();
            main.AddNewPart<HeaderPart>("rId2").Header = new Header(new Paragraph(
                new ParagraphProperties(new Justification { Val = JustificationValues.Center }), new SimpleField(new Run(new Text("2"))) { Instruction = "PAGE" }));
            var body = new Body();
            main.Document = new Document(body);
            var width = (layout.IsWide ? Long : Short) - Left - Right;
            foreach (var part in layout.Parts) body.Append(Set(part, width));
            body.Append(new SectionProperties(
                new HeaderReference { Type = HeaderFooterValues.Default, Id = "rId2" },
                layout.IsWide ? new PageSize { Width = Long, Height = Short, Orient = PageOrientationValues.Landscape } : new PageSize { Width = Short, Height = Long },
                new PageMargin { Top = Above, Bottom = Above, Left = Left, Right = Right, Header = 567, Footer = 567, Gutter = 0 }, new TitlePage()));
            PackageFiles.Entitle(document.AddNewPart<CoreFilePropertiesPart>("rId2"), form.Name.Vi);
        }
        return PackageFiles.Settled(package);
    }

    /// <summary>Why a form of an agency's own cannot be used; null when it can. Placeholders nobody knows are all named at once.</summary>
    public static Refusal? FaultOf(byte[] file, PaperKind kind)
    {
        if (file.Length > LargestBytes) return PaperRefusals.FormTooLarge(LargestBytes / 1024 / 1024);
        try
        {
            _ = new WordPackage(file); // within bounds: the library that reads it next knows none
            using var document = WordprocessingDocument.Open(new MemoryStream(file), isEditable: false);
            if (document.MainDocumentPart?.Document?.Body is null) return PaperRefusals.NotAForm;
            if (document.DocumentType is not WordprocessingDocumentType.Document || document.GetAllParts().Any(part => part is VbaProjectPart or VbaDataPart)) return PaperRefusals.FormWithMacros;
            if (document.GetAllParts().Any(part => part.ExternalRelationships.Any()) || document.GetAllParts().Any(part => part is EmbeddedObjectPart or EmbeddedPackagePart or EmbeddedControlPersistencePart))
                return PaperRefusals.FormReachesOut;
            var known = PaperFields.Of(kind);
            var asked = TextsOf(document).SelectMany(FormFilling.PlaceholdersOf).Concat(TagsOf(document)).Distinct().ToList();
            var unknown = asked.Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).ToList();
            if (unknown.Count > 0) return PaperRefusals.UnknownFields(unknown);
            return asked.Contains("MaHoSo") ? null : PaperRefusals.FormWithoutCode;
        }
        catch (Exception broken) when (broken is OpenXmlPackageException or FileFormatException or InvalidDataException or System.Xml.XmlException or ArgumentException or InvalidOperationException)
        {
            return PaperRefusals.NotAForm;
        }
    }

    /// <summary>A form with a paper's fields in it.</summary>
    public static byte[] Fill(byte[] form, Paper paper)
    {
        using var package = new MemoryStream();
        package.Write(form);
        using (var document = WordprocessingDocument.Open(package, isEditable: true))
        {
            var main = document.MainDocumentPart!;
            var pictures = 0;
            foreach (var root in Roots(document))
            {
                FillControls(root, paper.Fields);
                foreach (var row in root.Descendants<TableRow>().ToList()) Repeat(row, paper);
                foreach (var paragraph in root.Descendants<Paragraph>().ToList())
                    Fill(paragraph, paper.Fields, root is Body ? text => Square(main, text, ++pictures) : null);
            }
            main.Document.Save();
        }
        return PackageFiles.Settled(package);
    }

    // ---- Filling

    /// <summary>A row that speaks of a list stands once for each of its items; where there are none, one row says so.</summary>
    private static void Repeat(TableRow row, Paper paper)
    {
        if (row.Descendants<Table>().Any()) return; // the rows inside have their own turn
        var list = row.Descendants<Paragraph>().Select(TextOf).SelectMany(FormFilling.PlaceholdersOf).Where(name => name.Contains('.', StringComparison.Ordinal)).Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).FirstOrDefault();
        if (list is null) return;
        var items = paper.Lists.GetValueOrDefault(list) ?? [];
        foreach (var item in items)
        {
            var copy = (TableRow)row.CloneNode(deep: true);
            row.InsertBeforeSelf(copy);
            foreach (var cell in copy.Descendants<TableCell>())
                foreach (var paragraph in cell.Elements<Paragraph>().ToList())
                {
                    // In a cell a line without anything in it falls away, as long as one is left.
                    var asked = FormFilling.In(TextOf(paragraph), FormFilling.Named(list, item)).ToList();
                    if (asked.Count > 0 && asked.All(mark => string.IsNullOrWhiteSpace(mark.Value)) && cell.Elements<Paragraph>().Count() > 1) paragraph.Remove();
                    else Fill(paragraph, FormFilling.Named(list, item), null);
                }
        }
        if (items.Count > 0 || row.Parent is Table { } table && table.Elements<TableRow>().Count() > 1) row.Remove();
        else foreach (var paragraph in row.Descendants<Paragraph>()) Fill(paragraph, row.Descendants<Paragraph>().SelectMany(each => FormFilling.PlaceholdersOf(TextOf(each))).Distinct().ToDictionary(name => name, _ => ""), null);
    }

    /// <summary>Writes fields over placeholders, wherever Word has cut them into runs: the first run takes the field and its look, the others lose their part.</summary>
    private static void Fill(Paragraph paragraph, IReadOnlyDictionary<string, string> fields, Func<string, Run>? square)
    {
        var text = TextOf(paragraph);
        if (!text.Contains('«', StringComparison.Ordinal)) return;
        var marks = FormFilling.In(text, fields).ToList();
        if (marks.Exists(mark => mark.IsOptional && mark.Value is not null && string.IsNullOrWhiteSpace(mark.Value)))
        {
            if (paragraph.Parent is TableCell cell && cell.Elements<Paragraph>().Count() == 1 || paragraph.Parent?.Elements<Paragraph>().Count() == 1)
                foreach (var run in paragraph.Elements<Run>().ToList()) run.Remove();
            else paragraph.Remove();
            return;
        }
        foreach (var mark in Enumerable.Reverse(marks))
        {
            if (mark.Value is not { } value) continue;
            var picture = mark.Name == FormLayout.Qr ? square?.Invoke(value) : null;
            var written = false;
            var at = 0;
            foreach (var piece in Pieces(paragraph))
            {
                var (from, to) = (Math.Max(mark.At, at), Math.Min(mark.At + mark.Length, at + piece.Text.Length));
                at += piece.Text.Length;
                if (from >= to) continue;
                var start = at - piece.Text.Length;
                piece.Text = piece.Text[..(from - start)] + (written || picture is not null ? "" : PrintedLines(value)) + piece.Text[(to - start)..];
                piece.Space = SpaceProcessingModeValues.Preserve;
                if (!written && picture is not null) piece.Ancestors<Run>().First().InsertAfterSelf(picture);
                written = true;
            }
        }
        foreach (var piece in Pieces(paragraph).Where(piece => piece.Text.Contains('\n', StringComparison.Ordinal)).ToList()) Break(piece);
    }

    private static void FillControls(OpenXmlElement root, IReadOnlyDictionary<string, string> fields)
    {
        foreach (var control in root.Descendants<SdtElement>().ToList())
        {
            if (control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value is not { } name || !fields.TryGetValue(name, out var value)) continue;
            foreach (var (index, piece) in control.Descendants<Text>().Index()) piece.Text = index == 0 ? PrintableText.Of(value) : "";
        }
    }

    private static string PrintedLines(string value) => string.Join('\n', value.Split('\n').Select(PrintableText.Of));

    private static void Break(Text piece)
    {
        OpenXmlElement after = piece;
        var lines = piece.Text.Split('\n');
        piece.Text = lines[0];
        foreach (var line in lines.Skip(1))
        {
            after = after.InsertAfterSelf(new Break());
            after = after.InsertAfterSelf(new Text(line) { Space = SpaceProcessingModeValues.Preserve });
        }
    }

    private static string TextOf(Paragraph paragraph) => string.Concat(Pieces(paragraph).Select(piece => piece.Text));

    // The paragraph's own text, not that of text boxes or tables inside it.
    private static IEnumerable<Text> Pieces(Paragraph paragraph) => paragraph.Descendants<Text>().Where(piece => piece.Ancestors<Paragraph>().FirstOrDefault() == paragraph);

    private static IEnumerable<OpenXmlElement> Roots(WordprocessingDocument document)
    {
        var main = document.MainDocumentPart!;
        yield return main.Document.Body!;
        foreach (var part in main.HeaderParts) if (part.Header is { } header) yield return header;
        foreach (var part in main.FooterParts) if (part.Footer is { } footer) yield return footer;
    }

    private static IEnumerable<string> TextsOf(WordprocessingDocument document) => Roots(document).SelectMany(root => root.Descendants<Paragraph>()).Select(TextOf);

    private static IEnumerable<string> TagsOf(WordprocessingDocument document) =>
        Roots(document).SelectMany(root => root.Descendants<SdtElement>()).Select(control => control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value).OfType<string>().Where(tag => tag.Length > 0);

    private static Run Square(MainDocumentPart main, string content, int number)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        using var drawing = new PngByteQRCode(code);
        var picture = main.AddImagePart(ImagePartType.Png, string.Create(CultureInfo.InvariantCulture, $"qr{number}"));
        using (var png = new MemoryStream(drawing.GetGraphic(6, drawQuietZones: false))) picture.FeedData(png);
        var (id, name) = ((uint)(9000 + number), $"QR {number}");
        return new Run(new Drawing(new Wp.Inline(
            new Wp.Extent { Cx = SquareEmu, Cy = SquareEmu }, new Wp.DocProperties { Id = id, Name = name, Description = content },
            new A.Graphic(new A.GraphicData(
                new Pic.Picture(
                    new Pic.NonVisualPictureProperties(new Pic.NonVisualDrawingProperties { Id = id, Name = name }, new Pic.NonVisualPictureDrawingProperties()),
                    new Pic.BlipFill(new A.Blip { Embed = main.GetIdOfPart(picture) }, new A.Stretch(new A.FillRectangle())),
                    new Pic.ShapeProperties(
                        new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = SquareEmu, Cy = SquareEmu }), new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 }));
    }

    // ---- The shipped form

    private static IEnumerable<OpenXmlElement> Set(FormPart part, int width)
    {
        switch (part)
        {
            case FormPart.Line line:
                yield return Set(line.Text);
                break;
            case FormPart.Columns columns:
                var left = columns.IsSigned ? width / 2 : width * 40 / 100;
                yield return Frame([left, width - left], borders: false, new TableRow(
                    new TableRowProperties(new CantSplit()), Cell(left, Texts(columns.Left, columns.IsSigned)), Cell(width - left, Texts(columns.Right, columns.IsSigned))));
                yield return new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "0" }));
                break;
            case FormPart.Table table:
                var widths = table.Rows.Select(column => column.Width * width / 1000).ToArray();
                yield return Frame(widths, borders: true,
                    new TableRow([new TableRowProperties(new CantSplit(), new TableHeader()), .. table.Rows.Select((column, at) => Cell(widths[at], [Set(new($"**{column.Head}**", FormStyle.Plain, true), inTable: true)], isHead: true))]),
                    new TableRow([new TableRowProperties(new CantSplit()), .. table.Rows.Select((column, at) => Cell(widths[at], [.. column.Text.Split('\n').Select(line => Set(new(line, FormStyle.Plain, column.IsCentered), inTable: true))]))]));
                yield return new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "0" }));
                break;
            case FormPart.Proof proof:
                yield return Frame([1700, width - 1700], borders: false, new TableRow(
                    new TableRowProperties(new CantSplit()), Cell(1700, [Set(new($"«{FormLayout.Qr}»"))]), Cell(width - 1700, [.. proof.Lines.Select(line => Set(line))])));
                yield return new Paragraph(new ParagraphProperties(new SpacingBetweenLines { After = "0" }));
                break;
        }
    }

    private static IEnumerable<Paragraph> Texts(IReadOnlyList<FormText> texts, bool isSigned) =>
        texts.SelectMany((text, at) => text.Text.Split('\n').Select((line, row) => Set(text with { Text = line }, roomAbove: isSigned && at == texts.Count - 1 && row == 0)));

    private static Table Frame(int[] widths, bool borders, params TableRow[] rows)
    {
        var properties = new TableProperties(new TableWidth { Width = $"{widths.Sum()}", Type = TableWidthUnitValues.Dxa });
        if (borders)
            properties.Append(new TableBorders(
                new TopBorder { Val = BorderValues.Single, Size = 4 }, new LeftBorder { Val = BorderValues.Single, Size = 4 }, new BottomBorder { Val = BorderValues.Single, Size = 4 },
                new RightBorder { Val = BorderValues.Single, Size = 4 }, new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 }, new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }));
        properties.Append(new TableLayout { Type = TableLayoutValues.Fixed }, new TableCellMarginDefault(
            new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa }));
        return new Table([properties, new TableGrid(widths.Select(width => new GridColumn { Width = $"{width}" })), .. rows]);
    }

    private static TableCell Cell(int width, IEnumerable<Paragraph> paragraphs, bool isHead = false)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa });
        if (isHead) properties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "EDEDED" });
        return new TableCell([properties, .. paragraphs]);
    }

    private static Paragraph Set(FormText text, bool roomAbove = false, bool inTable = false)
    {
        var properties = new ParagraphProperties();
        if (text.Style is FormStyle.Motto) properties.Append(new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 4, Space = 1 }));
        if (roomAbove) properties.Append(new SpacingBetweenLines { Before = "1100", After = "40" });
        else if (text.Style is FormStyle.Title) properties.Append(new SpacingBetweenLines { Before = "160", After = "60" });
        else if (inTable) properties.Append(new SpacingBetweenLines { Before = "20", After = "20" });
        if (text.Style is FormStyle.Motto) properties.Append(new Indentation { Left = "700", Right = "700" });
        if (text.IsCentered) properties.Append(new Justification { Val = JustificationValues.Center });
        var paragraph = new Paragraph(properties);
        foreach (var (piece, isBold) in FormFilling.Pieces(text.Text))
        {
            var look = new RunProperties();
            if (isBold || text.Style is FormStyle.Bold or FormStyle.Title or FormStyle.Motto) look.Append(new Bold());
            if (text.Style is FormStyle.Italic or FormStyle.Small && !isBold) look.Append(new Italic());
            if (text.Style is FormStyle.Title) look.Append(new Caps());
            var size = inTable ? 23 : text.Style switch { FormStyle.Title => 28, FormStyle.Bold or FormStyle.Motto or FormStyle.Italic => 25, FormStyle.Small => 21, _ => 0 };
            if (size > 0) look.Append(new FontSize { Val = $"{size}" }, new FontSizeComplexScript { Val = $"{size}" });
            paragraph.Append(new Run(look, new Text(piece) { Space = SpaceProcessingModeValues.Preserve }));
        }
        return paragraph;
    }

    private static Styles Styles() => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font },
                new FontSize { Val = "26" }, new FontSizeComplexScript { Val = "26" }, new Languages { Val = "vi-VN", EastAsia = "vi-VN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { Before = "0", After = "80", Line = "264", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });
}
