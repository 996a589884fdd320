using System.Buffers.Binary;
using System.Text;

namespace TthcFlow.Engine.Storage;

/// <summary>What a file is, read from its content and never believed from its name (nhận loại tệp theo nội dung).</summary>
/// <param name="Endings">Endings a name of this kind may have; the first is the usual one.</param>
internal sealed record FileKind(string Name, string MediaType, params string[] Endings)
{
    public static FileKind Pdf { get; } = new("PDF", "application/pdf", ".pdf");
    public static FileKind Jpeg { get; } = new("ảnh JPEG", "image/jpeg", ".jpg", ".jpeg");
    public static FileKind Png { get; } = new("ảnh PNG", "image/png", ".png");
    public static FileKind Tiff { get; } = new("ảnh TIFF", "image/tiff", ".tif", ".tiff");
    public static FileKind Word { get; } = new("Word (.docx)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
    public static FileKind Excel { get; } = new("Excel (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx");
    public static FileKind Drawing { get; } = new("bản vẽ DWG", "image/vnd.dwg", ".dwg");
    public static FileKind Xml { get; } = new("XML", "application/xml", ".xml");
    public static FileKind Csv { get; } = new("CSV", "text/csv; charset=utf-8", ".csv");
    public static FileKind Text { get; } = new("văn bản thuần", "text/plain; charset=utf-8", ".txt");

    /// <summary>The kind of a file that was written to disk; memory does not grow with the file.</summary>
    /// <param name="name">Only tells kinds of plain text apart.</param>
    public static FileReading Of(Stream file, string name)
    {
        Span<byte> head = stackalloc byte[16];
        file.Position = 0;
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.StartsWith("%PDF-"u8)) return new(Pdf);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return new(Jpeg);
        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])) return new(Png);
        if (head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8)) return new(Tiff);
        if (head.StartsWith("AC10"u8)) return new(Drawing);
        if (head.StartsWith("PK\u0003\u0004"u8)) return OfPackage(file);
        if (!IsText(file)) return new(null);
        var ending = Path.GetExtension(name).ToLowerInvariant();
        return ending == ".csv" ? new(Csv) : ending == ".xml" ? new(LooksLikeXml(head) ? Xml : Text) : new(Text);
    }

    public bool Suits(string name) => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    private static FileReading OfPackage(Stream file)
    {
        if (ZipNames.Of(file) is not { } names) return new(null);
        var kind = names.Contains("[Content_Types].xml") ? names.Contains("word/document.xml") ? Word : names.Contains("xl/workbook.xml") ? Excel : null : null;
        return new(kind, HasMacros: kind is not null && names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)));
    }

    private static bool LooksLikeXml(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) head = head[3..];
        return head.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
    }

    /// <summary>UTF-8 from beginning to end, without what no text holds.</summary>
    private static bool IsText(Stream file)
    {
        file.Position = 0;
        using var letters = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        var buffer = new char[32 * 1024];
        try
        {
            for (int got; (got = letters.Read(buffer, 0, buffer.Length)) > 0;)
                foreach (var letter in buffer.AsSpan(0, got))
                    if (char.IsControl(letter) && letter is not ('\t' or '\r' or '\n' or '\f')) return false;
            return true;
        }
        catch (DecoderFallbackException) { return false; }
    }
}

/// <summary>What the content says: the kind, or null for one that is not taken.</summary>
internal sealed record FileReading(FileKind? Kind, bool HasMacros = false);

/// <summary>The names in a zip archive's directory, read within bounds: a forged directory costs no more than a real one.</summary>
internal static class ZipNames
{
    private const int MostNames = 10_000;
    private const int LongestEnd = 65_557; // end record and the longest comment
    private const int EndRecord = 22, Entry = 46;

    /// <summary>Null for what is no plain zip archive, or has too many entries for a document.</summary>
    public static IReadOnlySet<string>? Of(Stream file)
    {
        var tail = new byte[(int)Math.Min(file.Length, LongestEnd)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndRecord) return null;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(end + 10));
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (count is 0 or > MostNames || start >= file.Length) return null;

        var names = new HashSet<string>(StringComparer.Ordinal);
        var head = new byte[Entry];
        file.Position = start;
        for (var at = 0; at < count; at++)
        {
            if (file.ReadAtLeast(head, Entry, throwOnEndOfStream: false) < Entry || !head.AsSpan().StartsWith("PK\u0001\u0002"u8)) return null;
            var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(28))];
            if (file.ReadAtLeast(name, name.Length, throwOnEndOfStream: false) < name.Length) return null;
            names.Add(Encoding.UTF8.GetString(name));
            file.Position += BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(30)) + BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(32));
        }
        return names;
    }
}

/// <summary>The name of a file as it is kept: without folders, without what is invisible or turns the reading direction, NFC.</summary>
internal static class FileName
{
    private const int Longest = 200;

    /// <summary>Null where nothing of it is left. Too long a name loses letters before its ending.</summary>
    public static string? Of(string? claimed)
    {
        var name = claimed ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.PrivateUse
                    or System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)
                && rune.Value is not ('<' or '>' or ':' or '"' or '|' or '?' or '*' or 0xFFFD))
                kept.Append(rune);
        name = kept.ToString().Normalize().Trim(' ', '.');
        if (name.Length > Longest)
        {
            var ending = Path.GetExtension(name) is { Length: <= 10 } short_ ? short_ : "";
            var cut = name[..(Longest - ending.Length)];
            name = (char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut) + ending;
        }
        return Path.GetFileNameWithoutExtension(name).Length == 0 ? null : name;
    }
}
