using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Who has work in hand, and which completions could still be undone.
public sealed partial record Dossier
{
    /// <summary>The latest completions of which something is still where they put it: what can be recalled or sent back.</summary>
    public ImmutableList<StepDone> Done { get; init => field = value ?? []; } = [];

    private Dossier? AppliedToPeople(DossierEvent happened) => happened switch
    {
        DossierEvent.StepAssigned e => InHand(e.Step, e.Run, open => open with { Assignee = e.Assignee, SeenBy = open.HasSeen(e.By) ? open.SeenBy : open.SeenBy.Add(e.By) }),
        DossierEvent.StepSeen e => InHand(e.Step, e.Run, open => open with { SeenBy = open.SeenBy.Add(e.By) }),
        DossierEvent.StepTakenBack e => this with { Done = Done.RemoveAll(done => done.Step == e.Step) },
        DossierEvent.OfficerUnnamed e => this with { Named = Named.RemoveRange(e.Positions.Select(position => PostKey(e.Place, position))) },
        DossierEvent.ResultWithdrawn => this with { Status = DossierStatus.InProgress, FinishedAt = null },
        _ => null,
    };

    private Dossier InHand(StepKey step, int run, Func<OpenStep, OpenStep> change) =>
        this with { Open = Open.ConvertAll(open => open.Step == step && open.Run == run ? change(open) : open) };

    /// <summary>What a completion put where. One that closed work of other branches, or took up tokens that waited for it, cannot be undone by itself.</summary>
    private Dossier Held(DossierEvent.TokensWaiting e) => ByLatest(e.At, done => done with
    {
        Waited = done.Waited.AddRange(e.Routes.Except(Waiting)),
        IsEntangled = done.IsEntangled || Waiting.Exists(route => !e.Routes.Contains(route)),
    });

    /// <summary>What follows a completion in the same breath is its doing.</summary>
    private Dossier ByLatest(DateTimeOffset at, Func<StepDone, StepDone> did) =>
        Done is [.., var latest] && latest.At == at ? this with { Done = Done.SetItem(Done.Count - 1, did(latest)) } : this;

    /// <summary>Remembers a completion for as long as it might be undone: something it opened is still open, or branches still wait for each other.</summary>
    private Dossier Remembering(DossierEvent.StepCompleted e, OpenStep? open) => open is null ? this : this with
    {
        Done = Done.RemoveAll(done => done.Step == e.Step || Waiting is [] && Open.TrueForAll(still => still.OpenedAt != done.At))
            .Add(new StepDone(e.Step, e.Run, e.Outcome, e.By, e.OnBehalfOf, e.At, open.OpenedAt, open.Assignee) { GoesOn = open.GoesOn }),
    };
}

public sealed partial record OpenStep
{
    /// <summary>Entitled officers who have opened the dossier since the step was open, or had it in hand.</summary>
    public ImmutableList<OfficerId> SeenBy { get; init => field = value ?? []; } = [];

    /// <summary>For a recalled step: the time it had used counts on.</summary>
    public CarriedClock? GoesOn { get; init; }

    /// <summary>From when its clock counts: its opening, unless it was recalled.</summary>
    public DateTimeOffset CountsFrom => GoesOn?.From ?? OpenedAt;

    public bool HasSeen(OfficerId officer) => SeenBy.Contains(officer);
}

/// <summary>A completion that might still be undone: which run came out how, by whose hand, and how long the step had been open.</summary>
/// <param name="For">For whom it was done, where somebody stood in.</param>
/// <param name="Assignee">Who had it in hand by name.</param>
public sealed record StepDone(
    StepKey Step, int Run, string Outcome, OfficerId By, OfficerId? For, DateTimeOffset At, DateTimeOffset OpenedAt, OfficerId? Assignee)
{
    public CarriedClock? GoesOn { get; init; }

    /// <summary>The steps it opened.</summary>
    public ImmutableList<OpenedRun> Opened { get; init => field = value ?? []; } = [];

    /// <summary>The routes on which it left a token waiting for a join.</summary>
    public ImmutableList<string> Waited { get; init => field = value ?? []; } = [];

    /// <summary>It closed work of other branches, or took up tokens that waited for it.</summary>
    public bool IsEntangled { get; init; }
}

/// <summary>One run of a step.</summary>
public sealed record OpenedRun(StepKey Step, int Run);
