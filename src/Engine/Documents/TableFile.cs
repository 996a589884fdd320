using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace TthcFlow.Engine.Documents;

/// <summary>Reads the tables of a workbook, a Word document or comma-separated text. What kind of file it is, its first bytes say, not its name.</summary>
/// <remarks>
/// Files come from strangers: a package may hold at most <see cref="MostParts"/> parts, a part at most <see cref="LargestPart"/> characters, a table at most
/// <see cref="MostRows"/> rows and <see cref="MostColumns"/> columns, a cell at most <see cref="LongestCell"/> letters. XML is read without DTD and fetches nothing.
/// </remarks>
internal static class TableFile
{
    public const int MostParts = 2000;
    public const int LargestPart = 16 * 1024 * 1024;
    public const int MostRows = 2000;
    public const int MostColumns = 60;
    public const int MostGrids = 50;
    public const int LongestCell = 4000;

    private static readonly XNamespace Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Choice = "http://schemas.openxmlformats.org/markup-compatibility/2006";

    private static readonly XmlReaderSettings Careful = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = LargestPart,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <param name="mostRows">For tables of which more rows are usual.</param>
    public static TableFileReading Read(ReadOnlyMemory<byte> file, int mostRows = MostRows)
    {
        var bytes = file.Span;
        if (bytes.IsEmpty) return TableFileReading.Not(ImportRefusals.Empty);
        if (bytes.Length > ProcessImport.LargestBytes) return TableFileReading.Not(ImportRefusals.TooLarge);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) // an OLE file: old Office, or a new one behind a password
            return TableFileReading.Not(bytes.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0 ? ImportRefusals.Protected : ImportRefusals.OldOffice);
        return bytes.StartsWith("PK"u8) ? ReadPackage(file, mostRows) : ReadText(bytes, mostRows);
    }

    private static TableFileReading ReadPackage(ReadOnlyMemory<byte> file, int mostRows)
    {
        try
        {
            using var package = new ZipArchive(new MemoryStream(file.ToArray()), ZipArchiveMode.Read);
            if (package.Entries.Count > MostParts) return TableFileReading.Not(ImportRefusals.TooMuchInside);
            if (package.Entries.Any(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) return TableFileReading.Not(ImportRefusals.Macros);
            if (package.GetEntry("word/document.xml") is not null) return new(Tables(Part(package, "word/document.xml")), null, "docx");
            if (package.GetEntry("xl/workbook.xml") is not null) return new(Sheets(package, mostRows), null, "xlsx");
            return TableFileReading.Not(package.GetEntry("[Content_Types].xml") is null ? ImportRefusals.NotATable : ImportRefusals.Broken);
        }
        catch (XmlException fault)
        {
            return TableFileReading.Not(fault.Message.Contains("MaxCharacters", StringComparison.Ordinal) ? ImportRefusals.TooMuchInside : ImportRefusals.Broken);
        }
        catch (InvalidDataException)
        {
            return TableFileReading.Not(ImportRefusals.Broken);
        }
        catch (TooMuchException)
        {
            return TableFileReading.Not(ImportRefusals.TooMuchInside);
        }
    }

    private static XElement Part(ZipArchive package, string name)
    {
        using var reader = XmlReader.Create(new BoundedStream((package.GetEntry(name) ?? throw new InvalidDataException(name)).Open(), 4L * LargestPart), Careful);
        return XElement.Load(reader);
    }

    // ---- Word ----

    private static List<PaperGrid> Tables(XElement document)
    {
        var grids = new List<PaperGrid>();
        foreach (var table in document.Descendants(Word + "tbl").Take(MostGrids))
        {
            var rows = new List<IReadOnlyList<PaperCell>>();
            foreach (var row in table.Elements(Word + "tr"))
            {
                if (rows.Count >= MostRows) throw new TooMuchException();
                var cells = new List<PaperCell>();
                cells.AddRange(Enumerable.Repeat(PaperCell.Empty, Number(row.Element(Word + "trPr")?.Element(Word + "gridBefore"))));
                foreach (var cell in row.Elements(Word + "tc").Concat(row.Elements(Word + "sdt").SelectMany(control => control.Descendants(Word + "tc"))))
                {
                    var properties = cell.Element(Word + "tcPr");
                    var span = Math.Max(1, Number(properties?.Element(Word + "gridSpan")));
                    var merge = properties?.Element(Word + "vMerge");
                    var above = merge is not null && (string?)merge.Attribute(Word + "val") != "restart" && rows.Count > 0 && cells.Count < rows[^1].Count ? rows[^1][cells.Count] : default;
                    var text = above.Text is null ? Text(cell) : above.Text;
                    for (var at = 0; at < span; at++) cells.Add(new(text, above.Text is not null, at > 0));
                    if (cells.Count > MostColumns) throw new TooMuchException();
                }
                rows.Add(cells);
            }
            if (rows.Count > 0) grids.Add(new($"{grids.Count + 1}", rows));
        }
        return grids;
    }

    // A paragraph a line; text that was deleted under review, and the fallback of a drawing, are not there.
    private static string Text(XElement cell)
    {
        var lines = new List<string>();
        foreach (var paragraph in cell.Elements().SelectMany(element => element.Name == Word + "p" ? [element] : element.Name == Word + "tbl" ? [] : element.Descendants(Word + "p")))
        {
            var line = new StringBuilder();
            foreach (var piece in paragraph.Descendants())
            {
                if (line.Length > LongestCell) break;
                if (piece.Name == Word + "t" && !piece.Ancestors(Choice + "Fallback").Any()) line.Append(piece.Value);
                else if (piece.Name == Word + "tab") line.Append(' ');
                else if (piece.Name == Word + "br" || piece.Name == Word + "cr") line.Append('\n');
            }
            lines.Add(line.ToString());
        }
        return Tidy(string.Join('\n', lines));
    }

    private static int Number(XElement? element) =>
        int.TryParse((string?)element?.Attribute(Word + "val"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, MostColumns) : 0;

    // ---- Excel ----

    private static List<PaperGrid> Sheets(ZipArchive package, int mostRows)
    {
        var targets = Part(package, "xl/_rels/workbook.xml.rels").Elements(Relations + "Relationship")
            .ToLookup(relation => (string?)relation.Attribute("Id") ?? "", relation => (string?)relation.Attribute("Target") ?? "");
        var shared = package.GetEntry("xl/sharedStrings.xml") is null ? [] : Part(package, "xl/sharedStrings.xml").Elements(Sheet + "si").Select(RichText).ToList();
        var grids = new List<PaperGrid>();
        foreach (var sheet in Part(package, "xl/workbook.xml").Descendants(Sheet + "sheet").Take(MostGrids))
        {
            if ((string?)sheet.Attribute("state") is "hidden" or "veryHidden") continue;
            var target = targets[(string?)sheet.Attribute(Links + "id") ?? ""].FirstOrDefault() ?? "";
            var path = target.StartsWith('/') ? target[1..] : $"xl/{target}";
            if (package.GetEntry(path) is not null) grids.Add(new((string?)sheet.Attribute("name") ?? "", Cells(Part(package, path), shared, mostRows)));
        }
        return grids;
    }

    private static List<IReadOnlyList<PaperCell>> Cells(XElement sheet, List<string> shared, int mostRows)
    {
        var rows = new List<PaperCell[]>();
        foreach (var row in sheet.Element(Sheet + "sheetData")?.Elements(Sheet + "row") ?? [])
        {
            var number = int.TryParse((string?)row.Attribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : rows.Count + 1;
            var column = 0;
            foreach (var cell in row.Elements(Sheet + "c"))
            {
                if (Place((string?)cell.Attribute("r")) is { Column: >= 0 } place) column = place.Column;
                var text = Text(cell, shared);
                if (text.Length > 0)
                {
                    if (number > mostRows || column >= MostColumns) throw new TooMuchException();
                    while (rows.Count < number) rows.Add([.. Enumerable.Repeat(PaperCell.Empty, MostColumns)]);
                    rows[number - 1][column] = new(text);
                }
                column++;
            }
        }
        foreach (var merge in sheet.Element(Sheet + "mergeCells")?.Elements(Sheet + "mergeCell") ?? [])
        {
            var ends = ((string?)merge.Attribute("ref") ?? "").Split(':');
            if (ends.Length != 2 || Place(ends[0]) is not { Column: >= 0 } first || Place(ends[1]) is not { Column: >= 0 } last || first.Row >= rows.Count || first.Column >= MostColumns) continue;
            var text = rows[first.Row][first.Column].Text;
            for (var at = first.Row; at <= Math.Min(last.Row, rows.Count - 1); at++)
                for (var across = first.Column; across <= Math.Min(last.Column, MostColumns - 1); across++)
                    rows[at][across] = new(text, at > first.Row, across > first.Column);
        }
        return [.. rows];
    }

    private static string Text(XElement cell, List<string> shared)
    {
        var value = cell.Element(Sheet + "v")?.Value ?? "";
        return (string?)cell.Attribute("t") switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at] : "",
            "inlineStr" => cell.Element(Sheet + "is") is { } inline ? RichText(inline) : "",
            "e" => "",
            "b" => "",
            "str" => Tidy(value),
            // As Excel stores it, 0.5 and 0.30000000000000004: a number a person typed has few digits.
            _ => decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? decimal.Round(number, 6).ToString("0.######", CultureInfo.InvariantCulture) : Tidy(value),
        };
    }

    private static string RichText(XElement item) => Tidy(string.Concat(item.Elements().SelectMany(part => part.Name == Sheet + "t" ? [part] : part.Name == Sheet + "r" ? part.Elements(Sheet + "t") : []).Select(part => part.Value)));

    private static (int Row, int Column)? Place(string? reference)
    {
        if (reference is null) return null;
        var (column, at) = (0, 0);
        for (; at < reference.Length && at < 4 && char.IsAsciiLetterUpper(reference[at]); at++) column = column * 26 + reference[at] - 'A' + 1;
        return int.TryParse(reference.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row > 0 ? (row - 1, column - 1) : null;
    }

    // ---- Text ----

    private static TableFileReading ReadText(ReadOnlySpan<byte> bytes, int mostRows)
    {
        if (Decoded(bytes) is not { } text || text.Contains('\0', StringComparison.Ordinal)) return TableFileReading.Not(ImportRefusals.NotATable);
        if (string.IsNullOrWhiteSpace(text)) return TableFileReading.Not(ImportRefusals.Empty);
        text = text.Normalize();
        var grids = new List<PaperGrid>();
        foreach (var separator in (ReadOnlySpan<char>)[',', ';', '\t'])
        {
            var rows = CsvText.Read(text, separator, mostRows + 1);
            if (rows.Count > mostRows) return TableFileReading.Not(ImportRefusals.TooMuchInside);
            if (rows.Any(row => row.Count is > 1 and <= MostColumns))
                grids.Add(new($"{separator}", [.. rows.Select(row => (IReadOnlyList<PaperCell>)[.. row.Take(MostColumns).Select(cell => new PaperCell(Tidy(CsvText.Unguarded(cell))))])]));
        }
        return grids.Count == 0 ? TableFileReading.Not(ImportRefusals.NotATable) : new(grids, null, "csv");
    }

    // UTF-16 says so with its mark; UTF-8 is known by being valid; what is neither was typed on an old Vietnamese Windows.
    private static string? Decoded(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return new UnicodeEncoding(false, true, true).GetString(bytes[2..]);
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return new UnicodeEncoding(true, true, true).GetString(bytes[2..]);
            return new UTF8Encoding(false, true).GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes);
        }
        catch (DecoderFallbackException)
        {
            return bytes.Contains((byte)0) ? null : CodePagesEncodingProvider.Instance.GetEncoding(1258)?.GetString(bytes);
        }
    }

    private static string Tidy(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace('\u00A0', ' ').Split('\n')
            .Select(line => string.Join(' ', PrintableText.Of(line).Split(' ', StringSplitOptions.RemoveEmptyEntries))).Where(line => line.Length > 0);
        var tidy = string.Join('\n', lines).Normalize();
        return tidy.Length <= LongestCell ? tidy : tidy[..(char.IsHighSurrogate(tidy[LongestCell - 1]) ? LongestCell - 1 : LongestCell)];
    }

    private sealed class TooMuchException : Exception;

    /// <summary>Stops a part that unpacks to more than it may: what the archive says of its size is only what the archive says.</summary>
    private sealed class BoundedStream(Stream from, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = from.Read(buffer, offset, count);
            _read += got;
            return _read > most ? throw new TooMuchException() : got;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) from.Dispose();
            base.Dispose(disposing);
        }
    }
}
