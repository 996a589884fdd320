using System.Buffers.Binary;
using System.Text;

namespace TthcFlow.Engine.Documents;

/// <summary>A zip archive in the one form we write: entries stored as they are, no dates, no comments, nothing between them. The same entries always make the same bytes.</summary>
/// <remarks>
/// So an archive can be held to every byte: what was read is written again and compared. Nothing is packed, so nothing unfolds; names are the reader's to allow. Any unzip program opens it.
/// </remarks>
internal static class StoredZip
{
    private const uint LocalSign = 0x04034b50, CentralSign = 0x02014b50, EndSign = 0x06054b50;
    private const int LocalLength = 30, CentralLength = 46, EndLength = 22;
    private const int MostEntries = 65_534;
    private const ushort Version = 20, NamesInUtf8 = 0x0800, FirstDay = 0x0021; // 1 January 1980, where the zip calendar begins

    private static readonly uint[] Table = MakeTable();

    public static byte[] Write(IReadOnlyList<StoredEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, MostEntries, nameof(entries));
        var names = entries.Select(entry => Encoding.UTF8.GetBytes(entry.Name)).ToArray();
        var length = EndLength + entries.Select((entry, at) => LocalLength + CentralLength + 2L * names[at].Length + entry.Content.Length).Sum();
        var archive = new byte[checked((int)length)];
        var (place, starts) = (0, new int[entries.Count]);
        for (var at = 0; at < entries.Count; at++)
        {
            starts[at] = place;
            Number(LocalSign);
            Common(at);
            Bytes(names[at]);
            Bytes(entries[at].Content.Span);
        }
        var directory = place;
        for (var at = 0; at < entries.Count; at++)
        {
            Number(CentralSign);
            Short(Version);
            Common(at);
            Short(0); // comment
            Short(0); // disk
            Short(0);
            Number(0);
            Number((uint)starts[at]);
            Bytes(names[at]);
        }
        var size = place - directory;
        Number(EndSign);
        Number(0); // disks
        Short((ushort)entries.Count);
        Short((ushort)entries.Count);
        Number((uint)size);
        Number((uint)directory);
        Short(0);
        return archive;

        void Common(int at)
        {
            Short(Version);
            Short(NamesInUtf8);
            Short(0); // stored
            Short(0);
            Short(FirstDay);
            Number(Crc(entries[at].Content.Span));
            Number((uint)entries[at].Content.Length);
            Number((uint)entries[at].Content.Length);
            Short((ushort)names[at].Length);
            Short(0); // extra
        }

        void Short(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(place), value);
            place += 2;
        }

        void Number(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(place), value);
            place += 4;
        }

        void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(archive.AsSpan(place));
            place += bytes.Length;
        }
    }

    /// <summary>The entries in their order, as far as they can be told apart; whether the archive is whole is for <see cref="Write"/> to show.</summary>
    /// <returns>Null where it is no archive of this form, with the place where that shows.</returns>
    public static List<StoredEntry>? Read(ReadOnlyMemory<byte> archive, out int place)
    {
        var entries = new List<StoredEntry>();
        place = 0;
        while (archive.Length - place >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(archive.Span[place..]) == LocalSign)
        {
            if (archive.Length - place < LocalLength) return null;
            var head = archive.Span.Slice(place, LocalLength);
            var (stored, size) = (BinaryPrimitives.ReadUInt32LittleEndian(head[18..]), BinaryPrimitives.ReadUInt32LittleEndian(head[22..]));
            var (name, extra) = (BinaryPrimitives.ReadUInt16LittleEndian(head[26..]), BinaryPrimitives.ReadUInt16LittleEndian(head[28..]));
            if (BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) != 0 || stored != size || extra != 0 || entries.Count == MostEntries) return null;
            if (archive.Length - place < LocalLength + name + (long)size) return null;
            entries.Add(new(Encoding.UTF8.GetString(archive.Span.Slice(place + LocalLength, name)), archive.Slice(place + LocalLength + name, (int)size)));
            place += LocalLength + name + (int)size;
        }
        return entries is [] ? null : entries;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes) crc = Table[(crc ^ one) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTable()
    {
        const uint polynomial = 0xEDB88320;
        var table = new uint[256];
        for (var at = 0u; at < table.Length; at++)
        {
            var value = at;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) == 1 ? polynomial ^ (value >> 1) : value >> 1;
            table[at] = value;
        }
        return table;
    }
}

/// <summary>One entry of an archive.</summary>
internal sealed record StoredEntry(string Name, ReadOnlyMemory<byte> Content);
