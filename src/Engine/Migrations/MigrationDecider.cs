using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Migrations;

/// <summary>Answers for one dossier at a time: may it go on under the other version, what changes for it, and how does it come back?</summary>
/// <remarks>
/// Pure, and the same for the plan, the dry run and the move itself: what is shown is what will be done. A dossier moves whole or not at all.
/// What is done stays done; every open step goes on as the same work, so that its clock has used what it has used.
/// </remarks>
public sealed class MigrationDecider(VersionPair pair, MigrationLimit limit, CalendarBook calendars)
{
    private const string NewLimit = "Theo thời hạn của phiên bản mới của quy trình.";

    private static readonly Wording NothingToKeep = new(
        "phiên bản cũ không hẹn ngày trả nên không có thời hạn để giữ.", "the earlier version promises no date, so there is no limit to keep.");

    private static readonly Wording NothingPromised = new(
        "phiên bản mới không hẹn ngày trả; lời hẹn với người nộp phải được giữ.", "the new version promises no date; the promise to the applicant must be kept.");

    /// <summary>What would become of a dossier: its class with the reasons, and where it can move, its times and hands before and after.</summary>
    /// <param name="preview">The decision as far as it is known; in a plan nothing of it matters.</param>
    public DossierPlan Plan(Dossier dossier, DateTimeOffset now, MigrationDecision? preview = null)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var before = dossier.ReceivedAt is null ? null : DossierClocks.DueTimes(dossier, pair.Before, calendars, now);
        if (Standing(dossier) is { } done) return new(MigrationClass.Blocked, [done], []) { Before = before };

        var (missing, gaps) = (new List<Refusal>(), new List<MappingGap>());
        foreach (var open in dossier.Open)
            if (pair.Before.Find(open.Step) is { } step && pair.Counterpart(step) is null)
            {
                missing.Add(MigrationRefusals.StepWithoutCounterpart(step.Key));
                gaps.Add(pair.GapAt(step));
            }
        foreach (var route in Waiting(dossier))
        {
            if (pair.Counterpart(route) is not null) continue;
            var (from, join) = (pair.Before.Steps[route.From], pair.Before.Steps[route.To]);
            missing.Add(MigrationRefusals.BranchWithoutPlace(from.Key, join.Key));
            foreach (var place in (Step[])[from, join])
                if (pair.Counterpart(place) is null) gaps.Add(pair.GapAt(place));
        }
        // A place that nothing could stand for is no gap that anybody could fill.
        if (missing is not [])
            return new(gaps is not [] && gaps.TrueForAll(gap => gap.Candidates is not []) && HasWayToMap(dossier) ? MigrationClass.NeedsMapping : MigrationClass.Blocked, missing, gaps) { Before = before };

        var marking = MarkingOf(dossier);
        var reasons = new List<Refusal>();
        if (pair.FaultAt(marking) is { } unsound) reasons.Add(unsound);
        reasons.AddRange(Unanswered(dossier, marking));
        if (LimitUnfit(dossier) is { } unfit) reasons.Add(unfit);
        if (reasons is not []) return new(MigrationClass.Blocked, reasons, []) { Before = before };

        var events = Events(dossier, 0, preview ?? new("", default, "", "", ""), Officer.System.Id, now);
        var after = events.Aggregate(dossier, (state, happened) => state.Apply(happened));
        var clocks = DossierClocks.DueTimes(after, pair.After, calendars, now);
        return new(MigrationClass.Safe, [], [])
        {
            Before = before,
            After = clocks,
            Steps = [.. StepsOf(dossier, after, before!, clocks)],
            NeededMinutes = Needed(after, clocks),
        };
    }

    /// <summary>Moves a dossier, or says why not.</summary>
    /// <param name="by">Who decided; that they may was asked when they did.</param>
    public Decision<DossierEvent> Move(Dossier dossier, int migration, MigrationDecision decision, OfficerId by, DateTimeOffset now) =>
        Plan(dossier, now, decision) is { Class: not MigrationClass.Safe, Reasons: [var why, ..] }
            ? new Decision<DossierEvent>.Refused(why)
            : new Decision<DossierEvent>.Accepted(Events(dossier, migration, decision, by, now));

    /// <summary>Takes a dossier back to where it stood before it moved: exactly, or not at all. The time between counts.</summary>
    public Decision<DossierEvent> Return(Dossier dossier, int migration, string reason, OfficerId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        if (dossier.Version != pair.After.Hash) return new Decision<DossierEvent>.Refused(MigrationRefusals.AnotherVersion);
        if (dossier.Move is not { } move || move.Migration != migration || move.Before.Version != pair.Before.Hash) return new Decision<DossierEvent>.Refused(MigrationRefusals.MovedOnSince);

        var returned = new DossierEvent.ReturnedToVersion(now, by, pair.After.Hash!, pair.Before.Hash!, migration, reason);
        return new Decision<DossierEvent>.Accepted([returned, .. PromiseMoved(dossier, dossier.Apply(returned), pair.After, pair.Before, by, now)]);
    }

    private Refusal? Standing(Dossier dossier) =>
        dossier.ReceivedAt is null ? DossierRefusals.NotReceived
        : !dossier.IsRunning || dossier.FinishedAt is not null || dossier.Status is DossierStatus.Declined ? MigrationRefusals.IsDone
        : dossier.Version != pair.Before.Hash ? MigrationRefusals.AnotherVersion
        : null;

    private IEnumerable<Route> Waiting(Dossier dossier) => dossier.Waiting.Select(id => pair.Before.Routes.First(route => route.Id == id));

    /// <summary>A branch that waits can be mapped only where its join is, or could be, somewhere in the new version with a connection to spare.</summary>
    private bool HasWayToMap(Dossier dossier) => Waiting(dossier).All(route =>
        pair.Counterpart(route) is not null || pair.Counterpart(pair.Before.Steps[route.From]) is null || pair.Counterpart(pair.Before.Steps[route.To]) is null);

    /// <summary>Where the tokens stand in the new version.</summary>
    private Marking MarkingOf(Dossier dossier) => Marking.Of(
        dossier.Open.Select(open => pair.Counterpart(pair.Before.Find(open.Step)!)!.Index), Waiting(dossier).Select(route => pair.Counterpart(route)!.Index));

    /// <summary>What branches ahead will ask for and the dossier does not say, or says in another kind of word.</summary>
    private IEnumerable<Refusal> Unanswered(Dossier dossier, Marking marking)
    {
        foreach (var name in pair.ChoicesAhead(marking).SelectMany(Branching.AttributesReadAt).Distinct())
        {
            var declared = pair.After.Attributes.FirstOrDefault(attribute => attribute.Name == name);
            if (declared is null || !dossier.Attributes.TryGetValue(name, out var answer) || !answer.Suits(declared)) yield return MigrationRefusals.AnswerMissing(declared?.Title ?? name);
        }
    }

    private CountingRule? RuleOfTheNew(Dossier dossier) => RunningClock.RuleOf(pair.After.Header, dossier.Channel, dossier.Area);

    private Refusal? LimitUnfit(Dossier dossier)
    {
        var (old, next) = (RunningClock.RuleOf(dossier, pair.Before.Header), RuleOfTheNew(dossier));
        if (limit is MigrationLimit.Kept) return old is null && next is not null ? MigrationRefusals.LimitUnfit(NothingToKeep) : null;
        if (old is not null && next is null) return MigrationRefusals.LimitUnfit(NothingPromised);
        if (next?.Fault is { } fault) return MigrationRefusals.LimitUnfit(fault);
        return dossier.Area is { } area && pair.After.Header.RegionalExtensions.All(extension => extension.Area != area) ? DossierRefusals.AreaUnknown(area) : null;
    }

    private List<DossierEvent> Events(Dossier dossier, int migration, MigrationDecision decision, OfficerId by, DateTimeOffset now)
    {
        var (old, next) = (RunningClock.RuleOf(dossier, pair.Before.Header), RuleOfTheNew(dossier));
        var kept = limit is MigrationLimit.Kept && dossier.LimitSet is null && old != next ? old : null;
        var moved = new DossierEvent.MovedToVersion(
            now, by, pair.Before.Hash!, pair.After.Hash!, migration, decision.Act, decision.Basis, [.. dossier.Open.Select(open => StepOf(open, dossier))],
            [.. Waiting(dossier).Select(route => pair.Counterpart(route)!).OrderBy(route => route.Index).Select(route => route.Id)], ChosenIn(dossier), LegNames(dossier), kept);

        var events = new List<DossierEvent> { moved };
        if (limit is MigrationLimit.New && next is not null && old != next) events.Add(new DossierEvent.LimitChanged(now, by, old, next, NewLimit, decision.Act));
        events.AddRange(PromiseMoved(dossier, events.Aggregate(dossier, (state, happened) => state.Apply(happened)), pair.Before, pair.After, by, now));
        return events;
    }

    /// <summary>The same work in the new version. Whoever has it in hand keeps it where place and position are the same.</summary>
    private MovedStep StepOf(OpenStep open, Dossier dossier)
    {
        var step = pair.Counterpart(pair.Before.Find(open.Step)!)!;
        var (place, position) = (Places.Of(step, pair.After.Header, dossier), step.Work?.Position);
        var isSamePost = (place, position) == (open.Place, open.Position);
        var assignee = isSamePost ? open.Assignee : place is not null && position is not null ? dossier.Named.GetValueOrDefault(Dossier.PostKey(place, position)) : null;
        return new(open.Step, open.Run, step.Key, step.Key == open.Step ? open.Run : dossier.Runs.GetValueOrDefault(step.Key.Value) + 1, place, position, assignee, DossierDecider.LegBegunAt(step));
    }

    /// <summary>The branches whose answers have decided something; where one is no longer drawn, those that ask the same.</summary>
    private ImmutableList<StepKey> ChosenIn(Dossier dossier)
    {
        var (chosen, lost) = (new List<StepKey>(), new HashSet<string>());
        foreach (var choice in dossier.Chosen.Select(pair.Before.Find).OfType<Step>())
        {
            if (pair.Counterpart(choice) is { } same) chosen.Add(same.Key);
            else lost.UnionWith(Branching.AttributesReadAt(choice));
        }
        chosen.AddRange(pair.After.Steps.Where(step => step.IsChoice && Branching.AttributesReadAt(step).Any(lost.Contains)).Select(step => step.Key));
        return [.. chosen.Distinct()];
    }

    /// <summary>Legs that are drawn under another key now: those their open steps are in, where the old key is gone.</summary>
    private ImmutableSortedDictionary<string, string>? LegNames(Dossier dossier)
    {
        var names = (
            from open in dossier.Open
            where open.Leg is not null && pair.After.Header.Legs.All(leg => leg.Key != open.Leg)
            let now = DossierDecider.LegBegunAt(pair.Counterpart(pair.Before.Find(open.Step)!)!)
            where now is not null && !dossier.Legs.ContainsKey(now)
            group now by open.Leg).Where(leg => leg.Distinct().Count() == 1).ToDictionary(leg => leg.Key, leg => leg.First());
        return names.Count == 0 || names.Values.Distinct().Count() < names.Count ? null : names.ToImmutableSortedDictionary();
    }

    /// <summary>Where the day the applicant was told moves, they must hear of it.</summary>
    private IEnumerable<DossierEvent> PromiseMoved(Dossier before, Dossier after, ProcessDefinition old, ProcessDefinition next, OfficerId by, DateTimeOffset now)
    {
        if (before.PromisedAt is null || RunningClock.DueByWhatIsOver(before, old, calendars) is not { } from || RunningClock.DueByWhatIsOver(after, next, calendars) is not { } to || from == to) yield break;
        var provisional = calendars.For(before.Competent).UnconfirmedYear(now, to) is not null;
        yield return new DossierEvent.PromiseMoved(now, by, from, to, provisional, after.PromiseBook(calendars).Version);
    }

    private IEnumerable<StepPlan> StepsOf(Dossier dossier, Dossier after, DossierClocks before, DossierClocks clocks)
    {
        StepClock Clock(DossierClocks of, OpenStep open) => of.Steps.First(clock => clock.Step == open.Step && clock.Run == open.Run);
        foreach (var (old, now) in dossier.Open.Zip(after.Open))
        {
            var (was, will) = (Clock(before, old), Clock(clocks, now));
            yield return new(
                old.Step, now.Step, pair.After.Find(now.Step)!.Name, was.DueAt, will.DueAt, was.Standing is Dossiers.Standing.Overdue, will.Standing is Dossiers.Standing.Overdue,
                new(old.Place, old.Position, old.Assignee), new(now.Place, now.Position, now.Assignee));
        }
    }

    /// <summary>The working minutes of the longest way that still lies ahead: what is left of the open step, and all behind it.</summary>
    private long? Needed(Dossier after, DossierClocks clocks)
    {
        long longest = 0;
        foreach (var open in after.Open)
        {
            var step = pair.After.Find(open.Step)!;
            var isOnline = after.Channel is Channel.Online;
            if (pair.LongestFrom(step, isOnline) is not { } way) return null;
            var own = Validation.LongestPath.Counted(pair.After, step, isOnline)?.WorkingMinutes ?? 0;
            var left = own == 0 ? 0 : Math.Max(0, clocks.Steps.First(clock => clock.Step == open.Step && clock.Run == open.Run).RemainingMinutes ?? own);
            longest = Math.Max(longest, way - own + left);
        }
        return longest;
    }
}

/// <summary>What a migration would do to one dossier.</summary>
/// <param name="Reasons">Why it cannot move as things are; empty where it can.</param>
/// <param name="Gaps">The places that would have to be mapped.</param>
public sealed record DossierPlan(MigrationClass Class, IReadOnlyList<Refusal> Reasons, IReadOnlyList<MappingGap> Gaps)
{
    /// <summary>Its clocks as they stand; null before it is received.</summary>
    public DossierClocks? Before { get; init; }

    /// <summary>Its clocks after the move; null where it cannot move.</summary>
    public DossierClocks? After { get; init; }

    public IReadOnlyList<StepPlan> Steps { get; init; } = [];

    /// <summary>The working minutes of the longest way still ahead; null where that cannot be told.</summary>
    public long? NeededMinutes { get; init; }

    /// <summary>Whether the longest way ahead fits the time that is left; null where either cannot be told.</summary>
    public bool? Fits => NeededMinutes is { } needed && After?.RemainingMinutes is { } left ? needed <= left : null;

    public bool Moves => After is not null && Before?.DueAt != After.DueAt;

    public bool IntoOverdue => After?.Standing is Standing.Overdue && Before?.Standing is not Standing.Overdue || Steps.Any(step => step is { IsOverdue: true, WasOverdue: false });

    /// <summary>Another position, place or person will have a step in hand.</summary>
    public bool ChangesHands => Steps.Any(step => step.Was != step.Will);
}

/// <summary>What becomes of one open step: its key, its due time, and whose it is.</summary>
public sealed record StepPlan(
    StepKey From, StepKey To, string Name, DateTimeOffset? DueBefore, DateTimeOffset? DueAfter, bool WasOverdue, bool IsOverdue, StepHands Was, StepHands Will);

/// <summary>Whose a step is.</summary>
public sealed record StepHands(AgencyCode? Place, PositionKey? Position, OfficerId? Assignee);

/// <summary>Whether a running dossier can go on under the other version (phân loại).</summary>
public enum MigrationClass
{
    Safe, // chuyển được ngay
    NeedsMapping, // cần đối chiếu bước
    Blocked, // không chuyển được
}
