using System.Globalization;
using System.Text;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>A text as one compares it: small letters without marks, words one space apart. <c>Thẩm định – TTPVHCC</c> is <c>tham dinh ttpvhcc</c>.</summary>
internal static class PlainWords
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark) continue;
            if (letter is 'đ' or 'Đ') plain.Append('d');
            else if (char.IsLetterOrDigit(letter)) plain.Append(char.ToLowerInvariant(letter));
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }

    /// <summary>The same number of a document, however its slashes, dashes and spaces are typed: <c>118/2025/NĐ-CP</c>.</summary>
    public static bool IsSameNumber(this string one, string other) => string.Equals(Of(one), Of(other), StringComparison.Ordinal);

    /// <summary>Does the phrase stand in the text, as whole words? Both are plain.</summary>
    public static bool Holds(string text, string phrase) => Find(text, phrase) >= 0;

    /// <summary>Where the phrase first stands as whole words; -1 where it does not.</summary>
    public static int Find(string text, string phrase)
    {
        for (var at = text.IndexOf(phrase, StringComparison.Ordinal); at >= 0; at = text.IndexOf(phrase, at + 1, StringComparison.Ordinal))
            if ((at == 0 || text[at - 1] == ' ') && (at + phrase.Length == text.Length || text[at + phrase.Length] == ' ')) return at;
        return -1;
    }

    /// <summary>A key made of a name: <c>Chặng 1: UBND tỉnh</c> is <c>chang-1-ubnd-tinh</c>.</summary>
    public static string Key(string name, int longest = 60)
    {
        var key = Of(name).Replace(' ', '-');
        return key.Length <= longest ? key : key[..longest].TrimEnd('-');
    }
}
