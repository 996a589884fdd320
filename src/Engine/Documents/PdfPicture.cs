using System.Buffers.Binary;
using System.IO.Compression;

namespace TthcFlow.Engine.Documents;

/// <summary>A picture as a PDF holds it: JPEG as it is, PNG with its packed rows as they are, transparency as a mask beside it.</summary>
/// <param name="Entries">What the PDF says of its colours and packing.</param>
internal sealed record PdfPicture(int Width, int Height, string Entries, byte[] Data, byte[]? Mask = null, int MaskBits = 8)
{
    private const int MostDots = 40_000_000;

    /// <summary>Null for what is neither a JPEG nor a PNG that can be drawn.</summary>
    public static PdfPicture? Of(byte[] file)
    {
        try
        {
            return file is [0xFF, 0xD8, ..] ? OfJpeg(file) : file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? OfPng(file) : null;
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidDataException or EndOfStreamException or IndexOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static PdfPicture? OfJpeg(byte[] file)
    {
        for (var at = 2; at + 9 < file.Length && file[at] == 0xFF;)
        {
            var mark = file[at + 1];
            if (mark == 0xFF) at++;
            else if (mark is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                var (height, width, colours) = (Word(file, at + 5), Word(file, at + 7), file[at + 9]);
                // Three kinds every reader knows: baseline, extended, progressive. Four colours are written upside down by the programs that write them.
                if (mark > 0xC2 || file[at + 4] != 8 || colours is not (1 or 3 or 4) || !IsFit(width, height)) return null;
                var space = colours switch { 1 => "/ColorSpace /DeviceGray", 3 => "/ColorSpace /DeviceRGB", _ => "/ColorSpace /DeviceCMYK /Decode [1 0 1 0 1 0 1 0]" };
                return new(width, height, $"{space} /BitsPerComponent 8 /Filter /DCTDecode", file);
            }
            else at += 2 + Word(file, at + 2);
        }
        return null;
    }

    private static PdfPicture? OfPng(byte[] file)
    {
        var (width, height, bits, kind) = (Whole(file, 16), Whole(file, 20), (int)file[24], (int)file[25]);
        if (!IsFit(width, height) || bits is not (1 or 2 or 4 or 8 or 16) || file[28] != 0) return null; // rows in seven passes are not drawn
        byte[]? palette = null;
        using var packed = new MemoryStream();
        for (var at = 8; at + 8 <= file.Length;)
        {
            var length = Whole(file, at);
            if (length < 0 || at + 12 + (long)length > file.Length) return null;
            var name = file.AsSpan(at + 4, 4);
            if (name.SequenceEqual("PLTE"u8)) palette = file.AsSpan(at + 8, length).ToArray();
            else if (name.SequenceEqual("IDAT"u8)) packed.Write(file, at + 8, length);
            at += 12 + length;
        }
        string Rows(string space, int colours) =>
            $"/ColorSpace {space} /BitsPerComponent {bits} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {colours} /BitsPerComponent {bits} /Columns {width} >>";
        return kind switch
        {
            0 => new(width, height, Rows("/DeviceGray", 1), packed.ToArray()),
            2 => new(width, height, Rows("/DeviceRGB", 3), packed.ToArray()),
            3 when palette is { Length: >= 3 and <= 768 } => new(width, height, Rows($"[/Indexed /DeviceRGB {palette.Length / 3 - 1} <{Convert.ToHexString(palette)}>]", 1), packed.ToArray()),
            4 or 6 when bits is 8 or 16 => Parted(packed, width, height, bits, kind == 4 ? 1 : 3),
            _ => null,
        };
    }

    // Transparency stands among the colours of a PNG and beside them in a PDF.
    private static PdfPicture Parted(MemoryStream packed, int width, int height, int bits, int colours)
    {
        var (size, dot) = (bits / 8, (colours + 1) * bits / 8);
        var (row, above) = (new byte[width * dot], new byte[width * dot]);
        using var paint = new MemoryStream();
        using var mask = new MemoryStream();
        packed.Position = 0;
        using (var rows = new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true))
        using (var paints = new ZLibStream(paint, CompressionLevel.Optimal, leaveOpen: true))
        using (var masks = new ZLibStream(mask, CompressionLevel.Optimal, leaveOpen: true))
            for (var y = 0; y < height; y++)
            {
                var filter = rows.ReadByte();
                rows.ReadExactly(row);
                for (var at = 0; at < row.Length; at++)
                {
                    var (left, up, corner) = (at < dot ? 0 : row[at - dot], above[at], at < dot ? 0 : above[at - dot]);
                    row[at] = (byte)(row[at] + filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Nearest(left, up, corner), _ => 0 } & 0xFF);
                }
                for (var at = 0; at < row.Length; at += dot)
                {
                    paints.Write(row, at, colours * size);
                    masks.Write(row, at + colours * size, size);
                }
                (row, above) = (above, row);
            }
        return new(width, height, $"/ColorSpace {(colours == 1 ? "/DeviceGray" : "/DeviceRGB")} /BitsPerComponent {bits} /Filter /FlateDecode", paint.ToArray(), mask.ToArray(), bits);
    }

    private static int Nearest(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static bool IsFit(int width, int height) => width > 0 && height > 0 && (long)width * height <= MostDots;

    private static int Word(byte[] file, int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at, 2));

    private static int Whole(byte[] file, int at) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at, 4));
}
