using System.Collections.Immutable;
using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>What somebody wrote into the fields of an act. An act makes its command from it; what is missing or cannot be read comes out as null.</summary>
/// <param name="By">Whoever acts.</param>
/// <param name="Step">The step it is done at; null for acts on the dossier as a whole.</param>
/// <param name="Said">Field → what was written, as <see cref="ActFieldKind"/> says it is written.</param>
public sealed record ActForm(Officer By, StepKey? Step, ImmutableSortedDictionary<string, string> Said)
{
    /// <summary>The officers who were chosen, with where they stand.</summary>
    public IReadOnlyList<Officer> Officers { get; init; } = [];

    /// <summary>A form nobody has written into yet.</summary>
    public static ActForm Blank(Officer by, StepKey? step) => new(by, step, ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>The step of an act that is done at one.</summary>
    public StepKey At => Step ?? new StepKey("");

    public string? Text(string field) => Said.GetValueOrDefault(field)?.Trim() is { Length: > 0 } text ? text.Normalize() : null;

    /// <summary>A text that a command must have; empty when nothing was written, for the decider to miss.</summary>
    public string Words(string field) => Text(field) ?? "";

    /// <summary>The lines of a list, without the empty ones; null when there is none.</summary>
    public ImmutableList<string>? Lines(string field) =>
        Text(field)?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToImmutableList();

    public DateOnly? Day(string field) =>
        DateOnly.TryParseExact(Text(field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A moment; without an offset it is Vietnam's time.</summary>
    public DateTimeOffset? Moment(string field)
    {
        if (Text(field) is not { } text || text.Length < 16 || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var typed)) return null;
        return typed.Kind is DateTimeKind.Unspecified ? VietnamTime.At(DateOnly.FromDateTime(typed), TimeOnly.FromDateTime(typed))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment.ToUniversalTime() : null;
    }

    public int? Number(string field) => int.TryParse(Text(field), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>An amount of money in đồng, with or without dots between the thousands.</summary>
    public long? Amount(string field) =>
        long.TryParse(Text(field)?.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    public bool Flag(string field) => Text(field) is "true" or "on" or "1";

    public Officer? Officer(string field) => Text(field) is { } id ? Officers.FirstOrDefault(officer => officer.Id.Value == id) : null;

    public ImmutableList<AgencyCode> Agencies(string field) =>
        [.. (Text(field) ?? "").Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => AgencyCode.TryParse(text, null, out var code) ? code : null).OfType<AgencyCode>().Distinct()];

    /// <summary>Numbers, one a line or between commas; what is none is left out.</summary>
    public ImmutableList<int> Numbers(string field) =>
        [.. (Text(field) ?? "").Split(['\n', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(number => number > 0).Distinct()];

    /// <summary>What is wrong with the writing itself, before any law is asked: a field that must be filled and is not, or cannot be read.</summary>
    public (ActField Field, Wording Message)? FaultIn(IReadOnlyList<ActField> fields)
    {
        foreach (var field in fields)
        {
            if (Text(field.Name) is not { } text)
            {
                if (field.Required) return (field, new($"Phải điền “{field.Label.Vi}”.", $"“{field.Label.En}” must be filled in."));
                continue;
            }
            var isReadable = field.Kind switch
            {
                ActFieldKind.Day => Day(field.Name) is not null,
                ActFieldKind.Moment => Moment(field.Name) is not null,
                ActFieldKind.Number => Number(field.Name) is not null,
                ActFieldKind.Amount => Amount(field.Name) is not null,
                ActFieldKind.Officer => Officer(field.Name) is not null && field.Choices.Any(choice => choice.Value == text),
                ActFieldKind.Choice => field.Choices.Any(choice => choice.Value == text),
                ActFieldKind.Agencies => Agencies(field.Name) is { Count: > 0 } named && named.TrueForAll(agency => field.Choices.Any(choice => choice.Value == agency.Value)),
                ActFieldKind.Attachments => Numbers(field.Name) is { Count: > 0 } files && files.TrueForAll(file => field.Choices.Any(choice => choice.Value == file.ToString(CultureInfo.InvariantCulture))),
                _ => true,
            };
            if (!isReadable) return (field, new($"Không đọc được “{field.Label.Vi}”: {text}", $"“{field.Label.En}” cannot be read: {text}"));
        }
        return null;
    }
}
