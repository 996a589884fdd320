using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>A part of what the catalogue says of a law or a field.</summary>
public enum LawPart
{
    Number, // số, ký hiệu; mã lĩnh vực
    Title, // tên
    Issuer, // cơ quan ban hành
    IssuedOn, // ngày ban hành
    From, // có hiệu lực từ
    To, // ngày cuối còn hiệu lực
    ReplacedBy, // thay bằng
    Standing, // căn cứ chung
    Forms, // mẫu kèm theo
    Note, // ghi chú
}

/// <summary>One thing that differs between two versions of a law or a field: null before where nothing was said, null after where nothing is.</summary>
public sealed record LawDifference(LawPart Part, Wording? Before, Wording? After);

/// <summary>What one version of the catalogue changed of a law or a field.</summary>
/// <param name="Number">The number of the law, or the code of the field.</param>
public sealed record LawEdition(int Version, DateTimeOffset At, bool IsField, string Number, string Title, bool IsNew, bool IsGone, IReadOnlyList<LawDifference> Changes);

/// <summary>What differs between two versions of a law or a field, part by part (so sánh hai bản).</summary>
public static class LawComparison
{
    /// <param name="before">Null: it was not there.</param>
    /// <param name="after">Null: it is not there any more.</param>
    public static IReadOnlyList<LawDifference> Between(LegalDocument? before, LegalDocument? after) => Differing(
        (LawPart.Number, Same(before?.Number), Same(after?.Number)),
        (LawPart.Title, Same(before?.Title), Same(after?.Title)),
        (LawPart.Issuer, Same(before?.Issuer), Same(after?.Issuer)),
        (LawPart.IssuedOn, Day(before?.IssuedOn), Day(after?.IssuedOn)),
        (LawPart.From, Day(before?.From), Day(after?.From)),
        (LawPart.To, Day(before?.To), Day(after?.To)),
        (LawPart.ReplacedBy, Same(before?.ReplacedBy), Same(after?.ReplacedBy)),
        (LawPart.Standing, Order(before?.Standing), Order(after?.Standing)),
        (LawPart.Forms, Forms(before), Forms(after)),
        (LawPart.Note, Same(before?.Note), Same(after?.Note)));

    /// <param name="before">Null: it was not there.</param>
    /// <param name="after">Null: it is not there any more.</param>
    public static IReadOnlyList<LawDifference> Between(ListedField? before, ListedField? after) => Differing(
        (LawPart.Number, Same(before?.Code), Same(after?.Code)),
        (LawPart.Title, Same(before?.Name), Same(after?.Name)),
        (LawPart.To, Day(before?.To), Day(after?.To)));

    /// <summary>What a version changed of the laws and fields of the one before.</summary>
    internal static IEnumerable<LawEdition> Editions(int version, DateTimeOffset at, ProvinceCatalogue before, ProvinceCatalogue after)
    {
        var laws = Pairs(before.LegalDocuments, after.LegalDocuments, law => PlainWords.Of(law.Number)).Select(pair =>
            new LawEdition(version, at, false, (pair.After ?? pair.Before)!.Number, (pair.After ?? pair.Before)!.Title, pair.Before is null, pair.After is null, Between(pair.Before, pair.After)));
        var fields = Pairs(before.Fields, after.Fields, field => PlainWords.Of(field.Code)).Select(pair =>
            new LawEdition(version, at, true, (pair.After ?? pair.Before)!.Code, (pair.After ?? pair.Before)!.Name, pair.Before is null, pair.After is null, Between(pair.Before, pair.After)));
        return laws.Concat(fields).Where(edition => edition.Changes.Count > 0);
    }

    private static IEnumerable<(T? Before, T? After)> Pairs<T>(IReadOnlyList<T> before, IReadOnlyList<T> after, Func<T, string> keyOf) where T : class
    {
        var was = before.GroupBy(keyOf, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var now in after) yield return was.Remove(keyOf(now), out var one) ? (one, now) : (null, now);
        foreach (var gone in was.Values) yield return (gone, null);
    }

    private static IReadOnlyList<LawDifference> Differing(params (LawPart Part, Wording? Before, Wording? After)[] parts) =>
        [.. parts.Where(part => part.Before != part.After).Select(part => new LawDifference(part.Part, part.Before, part.After))];

    private static Wording? Same(string? text) => text is null ? null : new(text, text);

    private static Wording? Day(DateOnly? day) => day is { } on ? new(on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;

    private static Wording? Order(int? order) => order is { } at ? new($"căn cứ chung, thứ tự {at}", $"in every decision, place {at}") : null;

    private static Wording? Forms(LegalDocument? law) => law is { Forms.Count: > 0 } ? Same(string.Join("; ", law.Forms.Select(form => $"{form.Number} {form.Name}"))) : null;
}
