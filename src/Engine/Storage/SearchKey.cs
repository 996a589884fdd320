using System.Globalization;
using System.Text;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>The words a dossier is found by: no diacritics, no capitals, so that “Trần Thị Đào” is found by “dao tran”; numbers of people only as keyed digests.</summary>
internal static class SearchKey
{
    private const int LongestWord = 64; // nobody types more, and an index has its limits
    private const char NumberMark = '#', AgencyMark = '@'; // never part of a typed word

    /// <summary>The text in plain small letters, words apart.</summary>
    public static string Of(string text) => string.Join(' ', WordsOf(text));

    /// <summary>All words of a dossier: its code, applicant and subject, the digests of the applicant's numbers, and the agencies that may see it.</summary>
    public static string OfDossier(DossierCode code, string applicant, string? subject, IEnumerable<string?> digests, IEnumerable<AgencyCode> agencies) => string.Join(' ',
        WordsOf($"{code} {applicant} {subject}").Distinct()
            .Concat(digests.OfType<string>().Select(digest => $"{NumberMark}{digest}"))
            .Concat(agencies.Distinct().Select(Agency)));

    /// <summary>The word by which the dossiers an agency may see are found.</summary>
    public static string Agency(AgencyCode agency) => $"{AgencyMark}{agency.Value}";

    /// <summary>What somebody typed, as terms that must all be met. Neighbouring groups of digits are also tried as one number of a person, written with or without spaces.</summary>
    /// <returns>Empty when nothing typed can be searched for.</returns>
    public static IReadOnlyList<SearchTerm> Asked(string typed, PersonNumbers numbers)
    {
        const int most = 12;
        var (words, terms) = (WordsOf(typed).Take(most).ToArray(), new List<SearchTerm>());
        for (var at = 0; at < words.Length;)
        {
            var digits = words.Skip(at).TakeWhile(word => word.All(char.IsAsciiDigit)).ToArray();
            var taken = Math.Max(1, digits.Length);
            var number = words[at].Any(char.IsAsciiDigit) ? numbers.DigestOf(string.Concat(words[at..(at + taken)])) : null;
            terms.Add(new SearchTerm(words[at..(at + taken)], number is null ? null : $"{NumberMark}{number}"));
            at += taken;
        }
        return terms;
    }

    private static List<string> WordsOf(string text)
    {
        var (words, word) = (new List<string>(), new StringBuilder());
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(letter)) word.Append(letter is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(letter));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark) End();
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0) words.Add(word.ToString(0, Math.Min(word.Length, LongestWord)));
            word.Clear();
        }
    }
}

/// <summary>One thing a search asks for: words that each begin a word of the dossier, or, where it can be one, the exact number of a person.</summary>
/// <param name="Beginnings">All of them must be met, in any order.</param>
/// <param name="Exact">A whole word that does instead of them; null where there is none.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Beginnings, string? Exact);
