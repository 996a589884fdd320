using System.Security.Cryptography;
using System.Text;

namespace TthcFlow.Engine.Storage;

/// <summary>Identity and phone numbers as the register compares them (số giấy tờ, số điện thoại): a keyed digest, so that an exact number finds its dossiers and no copy of it is kept.</summary>
/// <remarks>
/// The key stays in the database, because every host must digest alike; whoever holds lists or indexes without the key learns nothing from them.
/// Whoever holds the whole database also holds the journal, in which the number stands once, as the receipt needs it.
/// </remarks>
internal sealed class PersonNumbers(byte[] key)
{
    private const int Shortest = 8; // a passport; anything shorter are part of a code or a subject
    private const string Name = "person-numbers";

    /// <summary>The key, made where there is none yet: of hosts that try together, one makes it.</summary>
    public static async Task<PersonNumbers> EnsureAsync(Writing writing, CancellationToken ct)
    {
        await writing.WriteAsync(
            [new Statement("insert into digest_key (name, key) values ($1, $2) on conflict (name) do nothing", Name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)))], ct);
        return (await writing.ListAsync(Stored, Read, ct))[0];
    }

    /// <summary>The key, made at the first need: an empty database has none, so that a restored one keeps the key its digests were made with.</summary>
    public static async Task<PersonNumbers> OfAsync(FlowDatabase database, CancellationToken ct) =>
        await database.FindAsync(Stored, Read, ct) ?? await database.InTransactionAsync(writing => EnsureAsync(writing, ct), ct);

    /// <summary>The digest of a number, however it was written; null for what is no number of a person.</summary>
    public string? DigestOf(string? number)
    {
        var plain = Plain(number);
        return plain.Length < Shortest ? null : Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(plain)).AsSpan(0, 16));
    }

    /// <summary>Letters and digits only; +84 912 … is 0912 ….</summary>
    public static string Plain(string? number)
    {
        var plain = string.Concat((number ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
        return plain.StartsWith("84", StringComparison.Ordinal) && plain.Length is 11 ? $"0{plain[2..]}" : plain;
    }

    private static Statement Stored { get; } = new("select key from digest_key where name = $1", Name);

    private static PersonNumbers Read(Row row) => new(Convert.FromHexString(row.Text(0)));
}
