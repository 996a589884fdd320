using System.Globalization;
using System.Text;

namespace TthcFlow.Engine.Storage;

/// <summary>A text as searches compare it: no diacritics, no capitals, single spaces, so that “Trần Thị Đào” is found by “tran thi dao”.</summary>
internal static class SearchKey
{
    public static string Of(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark) continue;
            if (!char.IsWhiteSpace(letter)) key.Append(letter is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(letter));
            else if (key is { Length: > 0 } && key[^1] != ' ') key.Append(' ');
        }
        return key.ToString().TrimEnd();
    }

    /// <summary>A pattern for <c>like … escape '\'</c> that finds the text anywhere.</summary>
    public static string Pattern(string text) =>
        $"%{Of(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
