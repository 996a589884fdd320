using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>How two versions differ, as programs read it; the texts in one language.</summary>
/// <param name="Same">No difference that a process reads.</param>
/// <param name="SameText">One content hash.</param>
/// <param name="Proved">What was worked out: the verdict, the longest ways, the statuses at the portal.</param>
/// <param name="Steps">Only steps with a difference, in the order of the later version's flow.</param>
internal sealed record DiffJson(
    bool Same, bool SameText, IReadOnlyList<ChangeJson> Proved, IReadOnlyList<ChangeJson> Header, IReadOnlyList<ChangeJson> Attributes, IReadOnlyList<StepChangeJson> Steps)
{
    public static DiffJson Of(VersionComparison comparison, string language) => new(
        comparison.IsEmpty, comparison.IsSameText,
        [.. comparison.Proved.Select(change => ChangeJson.Of(change, language))],
        [.. comparison.Diff.Header.Select(change => ChangeJson.Of(change, language))],
        [.. comparison.Diff.Attributes.Select(change => ChangeJson.Of(change, language))],
        [.. comparison.Diff.Steps.Select(step => new StepChangeJson(
            step.Kind.ToString().ToLowerInvariant(), step.Before, step.After, step.Name, step.Type, [.. step.Changes.Select(change => ChangeJson.Of(change, language))], [.. step.Lines.Select(line => line.In(language))]))])
    { Items = comparison.Diff.Items };

    /// <summary>Every difference by the name under which an appraiser ticks it: <c>header/promisedLimit</c>, <c>step/B3</c>, <c>removed/B4</c>.</summary>
    public IReadOnlyList<string> Items { get; init; } = [];
}

/// <summary>One difference: <c>added</c>, <c>removed</c> or <c>changed</c>; the stable name of what differs; what either side says.</summary>
internal sealed record ChangeJson(string Kind, string Field, string? Before, string? After, string Text)
{
    public static ChangeJson Of(Difference change, string language) =>
        new(change.Kind.ToString().ToLowerInvariant(), change.Field, change.Before?.In(language), change.After?.In(language), change.Said.In(language));
}

/// <summary>One step that was added, removed or changed; its key on either side.</summary>
internal sealed record StepChangeJson(string Kind, StepKey? Before, StepKey? After, string Name, string Type, IReadOnlyList<ChangeJson> Changes, IReadOnlyList<string> Lines);
