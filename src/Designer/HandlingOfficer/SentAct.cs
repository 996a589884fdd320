using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.HandlingOfficer;

/// <summary>What an officer filled into the form of one act: first shown as an effect, then confirmed.</summary>
/// <param name="Act">The act's key in the registry.</param>
/// <param name="Said">Field → what was written.</param>
public sealed record SentAct(string Act, StepKey? Step, bool IsDraft, ImmutableSortedDictionary<string, string> Said)
{
    /// <summary>The names the form needs for itself; no field of an act may be called so.</summary>
    public static IReadOnlyList<string> OwnNames { get; } = ["kind", "step", "draft", "act", "length", "key", "_handler", "__RequestVerificationToken"];

    /// <summary>The offer it answers: <see cref="ActOffer.Key"/>.</summary>
    public string Key => new ActOffer(Act, Step, new("", ""), []) { IsDraft = IsDraft }.Key;

    public string? Of(ActField field) => Said.GetValueOrDefault(field.Name);

    /// <summary>Reads a form of the page; null when it names no act.</summary>
    public static SentAct? Read(IFormCollection form)
    {
        if (form["kind"].ToString() is not { Length: > 0 } act) return null;
        return new SentAct(
            act, StepKey.TryParse(form["step"].ToString(), null, out var step) ? step : null, form["draft"] == "true",
            form.Where(field => !OwnNames.Contains(field.Key) && !string.IsNullOrWhiteSpace(field.Value))
                .ToImmutableSortedDictionary(field => field.Key, field => field.Value.ToString().Trim().Normalize(), StringComparer.Ordinal));
    }
}
