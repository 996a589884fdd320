using System.Buffers.Binary;
using System.Text;

namespace TthcFlow.Engine.Documents;

/// <summary>A TrueType font file, as far as a PDF needs it: which glyph a letter has, how wide it is, and a smaller file with only the glyphs in use.</summary>
/// <remarks>Reads the fonts that travel inside the program, not strangers' files.</remarks>
internal sealed class TrueTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, (int At, int Length)> _tables = [];
    private readonly Dictionary<int, int> _glyphs = [];
    private readonly int _wideGlyphs;
    private readonly bool _longOffsets;

    public TrueTypeFont(byte[] file)
    {
        _file = file;
        for (var at = 12; at < 12 + 16 * U16(4); at += 16) _tables[Encoding.ASCII.GetString(file, at, 4)] = ((int)U32(at + 8), (int)U32(at + 12));
        (UnitsPerEm, GlyphCount, _wideGlyphs, _longOffsets) = (U16(Table("head") + 18), U16(Table("maxp") + 4), U16(Table("hhea") + 34), U16(Table("head") + 50) == 1);
        ReadLetters();
    }

    public int UnitsPerEm { get; }

    public int GlyphCount { get; }

    /// <summary>In thousandths of the size, as a PDF wants them: ascent, descent, and the box around every glyph.</summary>
    public (int Ascent, int Descent, int[] Box) Measures =>
        (Thousandths(S16(Table("hhea") + 4)), Thousandths(S16(Table("hhea") + 6)), [.. Enumerable.Range(0, 4).Select(side => Thousandths(S16(Table("head") + 36 + 2 * side)))]);

    /// <summary>The glyph of a letter; 0, the empty box, where the font has none.</summary>
    public int GlyphOf(int letter) => _glyphs.GetValueOrDefault(letter);

    /// <summary>Its width in thousandths of the size.</summary>
    public int WidthOf(int glyph) => Thousandths(U16(Table("hmtx") + 4 * Math.Min(glyph, _wideGlyphs - 1)));

    /// <summary>The font with the outlines of these glyphs only; glyphs keep their numbers.</summary>
    public byte[] Subset(IEnumerable<int> glyphs)
    {
        var kept = new SortedSet<int> { 0 };
        var ahead = new Stack<int>(glyphs);
        while (ahead.TryPop(out var glyph))
            if (kept.Add(glyph)) foreach (var part in PartsOf(glyph)) ahead.Push(part);

        using var outlines = new MemoryStream();
        var offsets = new byte[4 * (GlyphCount + 1)];
        for (var glyph = 0; glyph < GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * glyph), (uint)outlines.Length);
            if (!kept.Contains(glyph)) continue;
            var (at, length) = OutlineOf(glyph);
            outlines.Write(_file, at, length);
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }
        BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * GlyphCount), (uint)outlines.Length);

        var head = Copy("head");
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1); // offsets are long now
        var tables = new SortedDictionary<string, byte[]>(StringComparer.Ordinal) { ["head"] = head, ["loca"] = offsets, ["glyf"] = outlines.ToArray() };
        foreach (var name in (string[])["hhea", "hmtx", "maxp", "cvt ", "fpgm", "prep"]) if (_tables.ContainsKey(name)) tables[name] = Copy(name);
        return Assembled(tables);
    }

    private static byte[] Assembled(SortedDictionary<string, byte[]> tables)
    {
        using var file = new MemoryStream();
        var power = 1;
        while (power * 2 <= tables.Count) power *= 2;
        Put32(0x00010000);
        Put16(tables.Count);
        Put16(power * 16);
        Put16((int)Math.Log2(power));
        Put16((tables.Count - power) * 16);
        var at = 12 + 16 * tables.Count;
        foreach (var (name, table) in tables)
        {
            file.Write(Encoding.ASCII.GetBytes(name));
            Put32(Sum(table));
            Put32((uint)at);
            Put32((uint)table.Length);
            at += (table.Length + 3) & ~3;
        }
        foreach (var table in tables.Values)
        {
            file.Write(table);
            while (file.Length % 4 != 0) file.WriteByte(0);
        }
        return file.ToArray();

        void Put16(int value)
        {
            file.WriteByte((byte)(value >> 8 & 0xFF));
            file.WriteByte((byte)(value & 0xFF));
        }

        void Put32(uint value)
        {
            Put16((int)(value >> 16));
            Put16((int)(value & 0xFFFF));
        }
    }

    private static uint Sum(byte[] table)
    {
        var sum = 0u;
        for (var at = 0; at < table.Length; at++) sum = unchecked(sum + ((uint)table[at] << (8 * (3 - at % 4))));
        return sum;
    }

    // Format 4 covers the plane that every Vietnamese letter is in.
    private void ReadLetters()
    {
        var map = Table("cmap");
        for (var record = map + 4; record < map + 4 + 8 * U16(map + 2); record += 8)
        {
            var at = map + (int)U32(record + 4);
            if (U16(record) is not (0 or 3) || U16(at) != 4) continue;
            var segments = U16(at + 6) / 2;
            var (ends, starts) = (at + 14, at + 16 + 2 * segments);
            var (deltas, ranges) = (starts + 2 * segments, starts + 4 * segments);
            for (var segment = 0; segment < segments; segment++)
            {
                var (first, last, delta, range) = (U16(starts + 2 * segment), U16(ends + 2 * segment), U16(deltas + 2 * segment), U16(ranges + 2 * segment));
                for (var letter = first; letter <= last && letter < 0xFFFF; letter++)
                {
                    var glyph = range == 0 ? letter + delta & 0xFFFF : U16(ranges + 2 * segment + range + 2 * (letter - first)) is var found and > 0 ? found + delta & 0xFFFF : 0;
                    if (glyph > 0) _glyphs.TryAdd(letter, glyph);
                }
            }
        }
    }

    // A letter with marks is drawn from the letter and the marks.
    private IEnumerable<int> PartsOf(int glyph)
    {
        var (at, length) = OutlineOf(glyph);
        if (length == 0 || S16(at) >= 0) yield break;
        at += 10;
        for (var flags = 0x20; (flags & 0x20) != 0;)
        {
            flags = U16(at);
            yield return U16(at + 2);
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
    }

    private (int At, int Length) OutlineOf(int glyph)
    {
        var offsets = Table("loca");
        var (from, to) = _longOffsets ? ((int)U32(offsets + 4 * glyph), (int)U32(offsets + 4 * glyph + 4)) : (2 * U16(offsets + 2 * glyph), 2 * U16(offsets + 2 * glyph + 2));
        return (Table("glyf") + from, to - from);
    }

    private int Table(string name) => _tables[name].At;

    private byte[] Copy(string name) => _file.AsSpan(_tables[name].At, _tables[name].Length).ToArray();

    private int Thousandths(int units) => (int)Math.Round(units * 1000.0 / UnitsPerEm);

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));
}
