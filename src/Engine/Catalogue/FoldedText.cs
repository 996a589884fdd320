using System.Globalization;
using System.Text;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Texts as they are compared and searched: small letters without marks, words one space apart.</summary>
internal static class FoldedText
{
    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark) continue;
            if (letter is 'đ' or 'Đ') folded.Append('d');
            else if (char.IsLetterOrDigit(letter)) folded.Append(char.ToLowerInvariant(letter));
            else if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }

    /// <summary>The same number of a document, however its slashes, dashes and spaces are typed: <c>118/2025/NĐ-CP</c>.</summary>
    public static bool IsSameNumber(this string one, string other) => string.Equals(Of(one), Of(other), StringComparison.Ordinal);
}
