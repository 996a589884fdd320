using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TthcFlow.Engine.Storage;

/// <summary>Chains the lines of a journal: each hash covers the line before, so that a line changed later breaks every line after it.</summary>
internal static class HashChain
{
    /// <summary>What the first line is chained to: the journal's own name, so that no journal passes for another.</summary>
    public static string Begin(string journal) => Hash(journal);

    /// <summary>SHA-256 over the previous hash, the line's number and its body, each on a line of its own; lower-case hexadecimal.</summary>
    public static string Next(string previous, int number, string body) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{previous}\n{number}\n{body}"));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
