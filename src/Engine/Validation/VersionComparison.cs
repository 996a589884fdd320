using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Two versions of a process side by side (so sánh hai phiên bản): what the texts say differently, and what follows from it.</summary>
/// <param name="Diff">What is written differently.</param>
/// <param name="Proved">What was worked out and came out differently: whether every dossier ends, the longest ways, what the portal hears at a step.</param>
/// <param name="IsSameText">True when the two have one content hash. Texts may differ in members that no process reads; then the diff is empty and this is false.</param>
public sealed record VersionComparison(DefinitionDiff Diff, IReadOnlyList<Difference> Proved, bool IsSameText)
{
    public bool IsEmpty => Diff.IsEmpty && Proved.Count == 0;

    /// <summary>Everything as sentences: what follows first, then what is written.</summary>
    public IReadOnlyList<Wording> Lines => [.. Proved.Select(change => DefinitionDiff.Capital(change.Said)), .. Diff.Lines];

    /// <param name="linkedBefore">The earlier text with what it calls; itself when null.</param>
    /// <param name="linkedAfter">The later text with what it calls; itself when null.</param>
    public static VersionComparison Of(ProcessDefinition before, ProcessDefinition after, CheckContext context, ProcessDefinition? linkedBefore = null, ProcessDefinition? linkedAfter = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        var diff = DefinitionDiff.Of(before, after, context.Catalogue);
        var quick = context with { Calendars = null }; // only minutes are compared: no start of the year is tried
        var (old, now) = (new Inspection(linkedBefore ?? before, quick), new Inspection(linkedAfter ?? after, quick));
        var found = new Comparing(context.Catalogue);
        found.Word("sound", new("luồng xử lý", "the flow is"), Said(old.Soundness.Verdict), Said(now.Soundness.Verdict));
        Way(found, "longest", new("đường dài nhất", "longest way"), old.Times.Longest, now.Times.Longest);
        Way(found, "longestOnline", new("đường dài nhất với hồ sơ trực tuyến", "longest way for online dossiers"), Online(old.Times), Online(now.Times));
        Way(found, "longestRefusal", new("đường dài nhất tới từ chối hoặc dừng giải quyết", "longest way to a refusal or a stop"), Refusal(old.Times), Refusal(now.Times));
        if (before.Header.Kind is ProcessKind.Public && after.Header.Kind is ProcessKind.Public)
        {
            var match = new StepMatching(before, after);
            foreach (var step in match.OrderAfter.Where(step => match.Before(step) >= 0).Select(step => after.Steps[step]))
                if (Heard(old, before.Steps[match.Before(step.Index)].Key) is { } was && Heard(now, step.Key) is { } becomes)
                    found.Word($"portal:{step.Key}", new($"trạng thái cổng của {step.Said()}", $"portal status of {step.Said()}"), was, becomes);
        }
        return new(diff, found.Found, before.Hash is { } hash && hash == after.Hash);
    }

    /// <summary>What the portal was told last when the step opens, on whichever way.</summary>
    private static Wording? Heard(Inspection check, StepKey key)
    {
        if (check.Process.Find(key) is not { } step || check.Portal.CodesAt(step.Index) is not { Count: > 0 } codes) return null;
        var names = codes.Select(code => (Code: code, Name: check.PortalTarget.NameOf(code))).ToList();
        return new(string.Join(", ", names.Select(name => $"{name.Code} – {name.Name.Vi}")), string.Join(", ", names.Select(name => $"{name.Code} – {name.Name.En}")));
    }

    private static TimedPath? Online(TimeProof times) =>
        times.HasCalendarDays || !times.CountsOnline ? null : times.Order.To(PathGoal.Result, step => times.Minutes(step, online: true));

    private static TimedPath? Refusal(TimeProof times) => times.HasCalendarDays ? null : times.Order.To(PathGoal.Refusal, step => times.Minutes(step, online: false));

    /// <summary>In days where both come to half days, else in hours.</summary>
    private static void Way(Comparing found, string field, Wording name, TimedPath? old, TimedPath? now)
    {
        var inDays = (old?.Minutes ?? 0) % (TimeLimit.MinutesPerDay / 2) == 0 && (now?.Minutes ?? 0) % (TimeLimit.MinutesPerDay / 2) == 0;
        found.Limit(field, name, Amount(old), Amount(now));

        TimeLimit? Amount(TimedPath? path) => path is null ? null : inDays ? TimeLimit.OfDays((decimal)path.Minutes / TimeLimit.MinutesPerDay) : TimeLimit.OfHours((decimal)path.Minutes / 60);
    }

    private static Wording Said(Verdict verdict) => verdict switch
    {
        Verdict.Yes => new("đúng đắn", "sound"),
        Verdict.No => new("có lỗi", "not sound"),
        _ => new("chưa kết luận được", "not decided"),
    };
}
