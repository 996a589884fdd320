using System.Globalization;
using System.Text;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>The order of Vietnamese dictionaries (thứ tự chữ cái tiếng Việt): a ă â b c d đ e ê … o ô ơ … u ư …, syllable by syllable, tones last.</summary>
/// <remarks>
/// Within a syllable the letters decide first and the tone after them: ngang, huyền, hỏi, ngã, sắc, nặng. So “ma” stands before “mà”, “mạ” before “mai”, and every
/// “Ba …” before every “Bà …”. Capitals and punctuation do not count. The order is worked out here and kept as a plain key, so that
/// both databases, which collate each in its own way, agree.
/// </remarks>
public static class VietnameseOrder
{
    private const string Alphabet = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
    private const string Tones = "\u0300\u0309\u0303\u0301\u0323"; // huyền, hỏi, ngã, sắc, nặng
    private const string Signs = "\u0306\u0302\u031B"; // what makes ă, â ê ô, ơ ư letters of their own

    /// <summary>Sorts texts as a Vietnamese dictionary would; texts that differ only in capitals or punctuation are equal.</summary>
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create((one, other) => string.CompareOrdinal(KeyOf(one), KeyOf(other)));

    /// <summary>The text as a key that plain byte-by-byte comparison puts in dictionary order.</summary>
    public static string KeyOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (key, tone, within) = (new StringBuilder(text.Length + 8), 0, false);
        var letters = text.Normalize(NormalizationForm.FormD);
        for (var at = 0; at < letters.Length; at++)
        {
            var letter = letters[at];
            if (Tones.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var mark) tone = mark + 1;
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark) continue;
            else if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                if (!within && key.Length > 0) key.Append(' ');
                key.Append(Placed(letter, SignAfter(letters, at)));
                within = true;
            }
            else if (within) EndSyllable();
        }
        if (within) EndSyllable();
        return key.ToString();

        void EndSyllable()
        {
            key.Append('!').Append((char)('0' + tone)); // below every letter and digit: a syllable stands before the longer ones that begin like it
            (tone, within) = (0, false);
        }
    }

    /// <summary>The sign among the marks behind a letter; a tone may stand before it.</summary>
    private static char? SignAfter(string letters, int at)
    {
        for (at++; at < letters.Length && CharUnicodeInfo.GetUnicodeCategory(letters[at]) is UnicodeCategory.NonSpacingMark; at++)
            if (Signs.Contains(letters[at], StringComparison.Ordinal)) return letters[at];
        return null;
    }

    /// <summary>A letter of the alphabet as its place in it; digits stay before, letters of other scripts behind.</summary>
    private static char Placed(char letter, char? sign)
    {
        var small = char.ToLowerInvariant(letter);
        var whole = sign is null ? small : $"{small}{sign}".Normalize()[0];
        var place = Alphabet.IndexOf(whole, StringComparison.Ordinal);
        if (place < 0) place = Alphabet.IndexOf(small, StringComparison.Ordinal);
        return place < 0 ? small : (char)('A' + place);
    }
}
