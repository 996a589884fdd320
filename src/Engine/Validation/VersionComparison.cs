using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Two versions of a process side by side (so sánh hai phiên bản): what the texts say differently, and what follows from it.</summary>
/// <param name="Diff">What is written differently.</param>
/// <param name="Proved">What was worked out and came out differently: whether every dossier ends, and the longest ways.</param>
/// <param name="IsSameText">True when the two have one content hash. Texts may differ in members that no process reads; then the diff is empty and this is false.</param>
public sealed record VersionComparison(DefinitionDiff Diff, IReadOnlyList<Difference> Proved, bool IsSameText)
{
    public bool IsEmpty => Diff.IsEmpty && Proved.Count == 0;

    /// <summary>Everything as sentences: what follows first, then what is written.</summary>
    public IReadOnlyList<Wording> Lines => [.. Proved.Select(change => DefinitionDiff.Capital(change.Said)), .. Diff.Lines];

    public static VersionComparison Of(ProcessDefinition before, ProcessDefinition after, CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var diff = DefinitionDiff.Of(before, after, context.Catalogue);
        var (old, now) = (new Inspection(before, new()), new Inspection(after, new())); // only minutes are compared, so no calendar is asked
        var found = new Comparing(context.Catalogue);
        found.Word("sound", new("luồng xử lý", "the flow is"), Said(old.Soundness.Verdict), Said(now.Soundness.Verdict));
        Way(found, "longest", new("đường dài nhất", "longest way"), old.Times.Longest, now.Times.Longest);
        Way(found, "longestOnline", new("đường dài nhất với hồ sơ trực tuyến", "longest way for online dossiers"), Online(old.Times), Online(now.Times));
        Way(found, "longestRefusal", new("đường dài nhất tới từ chối hoặc dừng giải quyết", "longest way to a refusal or a stop"), Refusal(old.Times), Refusal(now.Times));
        return new(diff, found.Found, before.Hash is { } hash && hash == after.Hash);
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
