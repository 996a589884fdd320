using System.Globalization;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>A sentence for people, in both languages of the office: Vietnamese first, English second.</summary>
public sealed record Wording(string Vi, string En)
{
    /// <summary>The sentence in the asked language: <c>en</c> gives English, everything else Vietnamese.</summary>
    public string In(string? language) => language?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? En : Vi;

    /// <summary>A share of a whole as each language writes it: <c>57,9 %</c> and <c>57.9%</c>; a dash for one that is not known.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="digits">How many digits, as in <c>0.#</c>.</param>
    public static Wording Percent(double? share, string digits = "0.#") =>
        share is not { } known ? new("–", "–") : new($"{(known * 100).ToString(digits, CultureInfo.GetCultureInfo("vi-VN"))} %", $"{(known * 100).ToString(digits, CultureInfo.InvariantCulture)}%");

    public override string ToString() => Vi;
}
