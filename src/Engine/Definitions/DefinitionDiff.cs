using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>What one version of a process says otherwise than another (so sánh hai phiên bản), told as an official would: steps, routes, header, attributes.</summary>
/// <remarks>
/// Steps are matched by key, then by likeness, so that a step which only got another number is renumbered, not deleted and added. Layout and the order of
/// the file make no difference, because the compiled definitions have none. Looking from the other side turns added into removed and swaps before and after.
/// What has to be worked out rather than read (longest way, status at the portal) is not here.
/// </remarks>
/// <param name="Steps">Only steps with a difference, in the order of the later version's flow; a removed step stands where it stood.</param>
public sealed record DefinitionDiff(IReadOnlyList<StepDifference> Steps, IReadOnlyList<Difference> Header, IReadOnlyList<Difference> Attributes)
{
    public bool IsEmpty => Steps.Count + Header.Count + Attributes.Count == 0;

    /// <summary>The steps to point out on a picture of the later version, by its keys: <see cref="ChangeKind.Added"/> or <see cref="ChangeKind.Changed"/>.</summary>
    public IReadOnlyDictionary<StepKey, ChangeKind> InAfter => Marks(step => step.After);

    /// <summary>The steps to point out on a picture of the earlier version, by its keys: <see cref="ChangeKind.Removed"/> or <see cref="ChangeKind.Changed"/>.</summary>
    public IReadOnlyDictionary<StepKey, ChangeKind> InBefore => Marks(step => step.Before);

    /// <summary>Each thing that differs under a name of its own, as it is ticked off: <c>header/promisedLimit</c>, <c>step/B3</c>, <c>removed/B4</c>.</summary>
    public IReadOnlyList<string> Items => [.. Header.Concat(Attributes).Select(change => change.Item).Concat(Steps.Select(step => step.Item)).Distinct()];

    /// <summary>Everything as sentences: the header, the attributes, then step by step.</summary>
    public IReadOnlyList<Wording> Lines =>
    [
        .. Header.Concat(Attributes).Select(change => Capital(change.Said)),
        .. from step in Steps
           from line in step.Lines
           select line,
    ];

    /// <param name="catalogue">Gives positions and units their names; their codes stand where it does not know them, or is not given.</param>
    public static DefinitionDiff Of(ProcessDefinition before, ProcessDefinition after, ProvinceCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(
            new StepComparison(before, after, catalogue).Differences(),
            HeaderComparison.OfHeaders(before, after, catalogue),
            HeaderComparison.OfAttributes(before.Attributes, after.Attributes));
    }

    internal static Wording Capital(Wording said) => new(char.ToUpperInvariant(said.Vi[0]) + said.Vi[1..], char.ToUpperInvariant(said.En[0]) + said.En[1..]);

    private Dictionary<StepKey, ChangeKind> Marks(Func<StepDifference, StepKey?> keyOf)
    {
        var marks = new Dictionary<StepKey, ChangeKind>();
        foreach (var step in Steps)
            if (keyOf(step) is { } key) marks.TryAdd(key, step.Kind);
        return marks;
    }
}

/// <summary>How a thing differs between two versions.</summary>
public enum ChangeKind
{
    Added, // thêm
    Removed, // bỏ
    Changed, // sửa
}

/// <summary>One thing that two versions say differently.</summary>
/// <param name="Field">Stable name of what differs: <c>limit</c>, <c>route:Passed</c>, <c>components:Đơn đề nghị</c>, <c>supplement.rounds</c>.</param>
/// <param name="Before">What the earlier version says; null where it says nothing.</param>
/// <param name="After">What the later version says; null where it says nothing.</param>
/// <param name="Said">The difference as a clause: <c>thời hạn 16 → 8 giờ làm việc (−8)</c>.</param>
public sealed record Difference(ChangeKind Kind, string Field, Wording? Before, Wording? After, Wording Said)
{
    /// <summary>Its name as a change of the header or of the attributes.</summary>
    public string Item => $"header/{Field}";
}

/// <summary>One step that differs: added, removed, or changed in the things listed.</summary>
/// <param name="Before">Its key in the earlier version; null when it is new.</param>
/// <param name="After">Its key in the later version; null when it is gone.</param>
/// <param name="Name">Its name in the version where it stands, the later of them.</param>
/// <param name="Type">Its Elsa type there.</param>
public sealed record StepDifference(ChangeKind Kind, StepKey? Before, StepKey? After, string Name, string Type, IReadOnlyList<Difference> Changes)
{
    /// <summary>The same step under another number (đánh số lại).</summary>
    public bool IsRenumbered => Before is not null && After is not null && Before != After;

    /// <summary>Its name as a change of the steps.</summary>
    public string Item => After is { } key ? $"step/{key}" : $"removed/{Before}";

    /// <summary>What happened to the step as a whole: <c>Thêm bước B4 – Lấy ý kiến Sở Xây dựng</c>.</summary>
    public required Wording Said { get; init; }

    /// <summary>The step in sentences: what happened to it as a whole, then each difference.</summary>
    public IReadOnlyList<Wording> Lines => Kind is ChangeKind.Changed
        ? [.. Changes.Select(change => new Wording($"{Said.Vi}: {change.Said.Vi}", $"{Said.En}: {change.Said.En}"))]
        : [new(With(Said.Vi, Changes.Select(change => change.Said.Vi)), With(Said.En, Changes.Select(change => change.Said.En)))];

    private static string With(string said, IEnumerable<string> changes) => string.Join("; ", changes) is { Length: > 0 } all ? $"{said}: {all}" : said;
}
