using System.Globalization;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Designer.Public;

/// <summary>Finds published processes by words of their name or by code, with or without diacritics (tìm không dấu).</summary>
public static class Finder
{
    public static IEnumerable<VersionLine> Matching(IEnumerable<VersionLine> versions, string? search) =>
        string.IsNullOrWhiteSpace(search) ? versions : versions.Where(version => Contains($"{version.Name} {version.Procedure}", search));

    /// <summary>True when every word that was typed occurs in the text. "dat dai" finds "đất đai".</summary>
    public static bool Contains(string text, string search)
    {
        var compare = CultureInfo.InvariantCulture.CompareInfo;
        var plain = Plain(text);
        return search.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => compare.IndexOf(plain, Plain(word), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0);
    }

    private static string Plain(string text) => text.Replace('đ', 'd').Replace('Đ', 'D');
}
