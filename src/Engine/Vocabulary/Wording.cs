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

    /// <summary>An amount of money as each language writes it: <c>1.000.000 đồng</c> and <c>1,000,000 VND</c>.</summary>
    public static Wording Dong(decimal amount) => new($"{amount.ToString("#,0.##", CultureInfo.GetCultureInfo("vi-VN"))} đồng", $"{amount.ToString("#,0.##", CultureInfo.InvariantCulture)} VND");

    public override string ToString() => Vi;
}
