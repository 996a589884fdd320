using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// A dossier that goes on under another version of its process.
public sealed partial record Dossier
{
    /// <summary>The move to another version that could still be undone: nothing was done to the dossier since. Null where there was none, or something was.</summary>
    public VersionMove? Move { get; init; }

    /// <summary>What happens after a move takes away the way back, except what only looks, reminds, or follows the calendar.</summary>
    private Dossier AppliedAfterMove(DossierEvent happened, VersionMove move) => happened switch
    {
        DossierEvent.MovedToVersion or DossierEvent.ReturnedToVersion or DossierEvent.Reminded or DossierEvent.StepSeen or DossierEvent.TimeChangeRefused => Applied(happened),
        DossierEvent.LimitChanged when happened.At == move.At => Applied(happened),
        DossierEvent.PromiseMoved when happened.At == move.At => Applied(happened),
        DossierEvent.PromiseMoved or DossierEvent.PromiseConfirmed => Applied(happened) with { Move = move with { Before = move.Before.Applied(happened) } },
        _ => (this with { Move = null }).Applied(happened),
    };

    private Dossier? AppliedToVersion(DossierEvent happened) => happened switch
    {
        DossierEvent.MovedToVersion e => Moved(e),
        DossierEvent.ReturnedToVersion when Move is { } move => Returned(move.Before),
        _ => null,
    };

    private Dossier Moved(DossierEvent.MovedToVersion e)
    {
        StepKey Now(StepKey step) => e.Steps.Find(moved => moved.From == step)?.To ?? step;
        StepKey? NowOrNone(StepKey? step) => step is null ? null : Now(step);
        string NowCalled(string leg) => e.Legs?.GetValueOrDefault(leg) ?? leg;

        var open = Open.ConvertAll(before => e.Steps.Find(moved => moved.From == before.Step && moved.FromRun == before.Run) is not { } now ? before : before with
        {
            Step = now.To,
            Run = now.ToRun,
            Place = now.Place,
            Position = now.Position,
            Assignee = now.Assignee,
            Leg = now.Leg,
            SeenBy = (before.Place, before.Position) == (now.Place, now.Position) ? before.SeenBy : [],
        });
        var moved = this with
        {
            Move = new VersionMove(e.Migration, e.At, this with { Move = null }),
            Version = e.To,
            Open = open,
            Waiting = e.Waiting,
            Chosen = e.Chosen,
            Runs = e.Steps.Aggregate(Runs, (runs, step) => runs.SetItem(step.To.Value, Math.Max(step.ToRun, runs.GetValueOrDefault(step.To.Value)))),
            Supplements = Supplements.ConvertAll(Now),
            Awaited = Awaited.ConvertAll(asked => asked with { Step = Now(asked.Step) }),
            Stops = Stops.ConvertAll(stop => stop.To is null ? stop with { Step = NowOrNone(stop.Step) } : stop),
            Obligations = Obligations.ConvertAll(owed => owed.IsSettled ? owed : owed with { Step = Now(owed.Step) }),
            Attachments = Attachments.ConvertAll(file => e.Steps.Find(step => step.From == file.Step && step.FromRun == file.Run) is { } step ? file with { Step = step.To, Run = step.ToRun } : file),
            Drafts = Drafts.ConvertAll(draft => draft with { Step = NowOrNone(draft.Step) }),
            Consultations = Consultations.ConvertAll(asked => e.Steps.Find(step => step.From == asked.Step && step.FromRun == asked.Run) is { } step ? asked with { Step = step.To, Run = step.ToRun } : asked),
            Done = [], // a completion under the old drawing cannot be undone under the new one
            Legs = e.Legs is null ? Legs : Legs.ToImmutableSortedDictionary(leg => NowCalled(leg.Key), leg => leg.Value),
            LegSpans = e.Legs is null ? LegSpans : LegSpans.ConvertAll(span => span with { Leg = NowCalled(span.Leg) }),
            LimitSet = LimitSet ?? (e.Kept is { } limit && ReceivedAt is { } received ? new LimitChange(received, limit, KeptLimit, e.Decision, e.By) : null),
        };
        moved = moved with { LegSpans = moved.Left(e.At, open) };
        foreach (var (step, leg, place) in open.Where(step => step.Leg is not null).Select(step => (step, step.Leg!, step.Place)))
            moved = moved with { Legs = moved.Legs.ContainsKey(leg) ? moved.Legs : moved.Legs.Add(leg, e.At), LegSpans = moved.Entered(leg, place, e.At) };
        return moved;
    }

    /// <summary>As it stood before, but for what people were reminded of meanwhile: nothing is said twice.</summary>
    private Dossier Returned(Dossier before) => before with
    {
        Open = [.. before.Open.Zip(Open, (then, now) => then with { Said = now.Said })], // nothing was opened or closed since, so they stand in the same order
        PromiseSaid = PromiseSaid,
        Consultations = before.Consultations.ConvertAll(asked => Consultations.Find(now => now.Number == asked.Number) is { } now ? asked with { Reminded = now.Reminded } : asked),
    };

    private const string KeptLimit = "Giữ thời hạn đã hẹn khi chuyển sang phiên bản mới của quy trình.";
}

/// <summary>A move to another version, with the dossier as it stood before.</summary>
public sealed record VersionMove(int Migration, DateTimeOffset At, Dossier Before);

/// <summary>The versions a dossier has run on: what was done is told by the version it was done under.</summary>
public sealed class ProcessVersions(ProcessDefinition now, IReadOnlyDictionary<ContentHash, ProcessDefinition> earlier)
{
    private static readonly Dictionary<ContentHash, ProcessDefinition> None = [];

    /// <summary>The version it runs on now.</summary>
    public ProcessDefinition Now { get; } = now;

    /// <summary>The version a dossier ran on when it stood so.</summary>
    public ProcessDefinition For(Dossier dossier) => For(dossier?.Version);

    public ProcessDefinition For(ContentHash? version) => version is not null && earlier.TryGetValue(version, out var then) ? then : Now;

    /// <summary>A step by its key: of the version it runs on, else of the latest before that has one.</summary>
    public Step? Find(StepKey step) => Now.Find(step) ?? earlier.Values.Select(process => process.Find(step)).FirstOrDefault(found => found is not null);

    public static ProcessVersions Of(ProcessDefinition process) => new(process, None);

    public static implicit operator ProcessVersions(ProcessDefinition process) => Of(process);

    /// <summary>The versions that a journal names besides the one it ends on.</summary>
    public static IEnumerable<ContentHash> EarlierIn(IEnumerable<DossierEvent> journal) =>
        journal.Select(happened => happened switch { DossierEvent.MovedToVersion e => e.From, DossierEvent.ReturnedToVersion e => e.From, _ => null }).OfType<ContentHash>().Distinct();
}
