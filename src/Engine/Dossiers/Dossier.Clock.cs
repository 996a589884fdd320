using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What a dossier remembers for its clocks.
public sealed partial record Dossier
{
    /// <summary>Dates set by decision: extensions, and promises kept when the calendar changed.</summary>
    public ImmutableList<ClockSetting> Settings { get; init => field = value ?? []; } = [];

    /// <summary>The limit that holds in place of the version's own; null: the version's.</summary>
    public LimitChange? LimitSet { get; init; }

    /// <summary>When it was in which inter-agency leg, in order.</summary>
    public ImmutableList<LegSpan> LegSpans { get; init => field = value ?? []; } = [];

    /// <summary>Financial obligations that arose, met or not.</summary>
    public ImmutableList<Obligation> Obligations { get; init => field = value ?? []; } = [];

    /// <summary>Money that was received.</summary>
    public ImmutableList<Payment> Payments { get; init => field = value ?? []; } = [];

    /// <summary>The papers behind <see cref="Supplements"/>: which were asked for, which have come.</summary>
    public ImmutableList<AwaitedPapers> Awaited { get; init => field = value ?? []; } = [];

    /// <summary>What was said of the promise.</summary>
    public ImmutableList<SaidRung> PromiseSaid { get; init => field = value ?? []; } = [];

    /// <summary>Everything that touches the dossier's clocks.</summary>
    public ClockLedger Ledger => new(ReceivedAt, Stops, Settings, LimitSet);

    /// <summary>The latest stop that is under way, if the clock stands still now.</summary>
    public ClockStop? OpenStop => Ledger.Open;

    /// <summary>Where a leg is worked on, when the dossier left it for good so far, and the stretches in between in which it was elsewhere.</summary>
    internal (AgencyCode? Place, DateTimeOffset? Ended, IReadOnlyList<Pause> Away) WayThrough(string leg)
    {
        var (place, left, away) = (default(AgencyCode), default(DateTimeOffset?), default(List<Pause>));
        foreach (var span in LegSpans)
        {
            if (span.Leg != leg) continue;
            place ??= span.Place;
            if (left is { } from && span.From > from) (away ??= []).Add(new(from, span.From));
            left = span.To;
        }
        return (place, left, away ?? (IReadOnlyList<Pause>)[]);
    }

    private ImmutableList<LegSpan> Entered(string leg, AgencyCode? place, DateTimeOffset at) =>
        LegSpans.Exists(span => span.Leg == leg && span.To is null) ? LegSpans : LegSpans.Add(new(leg, place, at, null));

    /// <summary>A leg is left when the last of its steps is done.</summary>
    private ImmutableList<LegSpan> Left(DateTimeOffset at, ImmutableList<OpenStep>? stillOpen = null) =>
        LegSpans.Exists(span => span.To is null)
            ? LegSpans.ConvertAll(span => span.To is null && stillOpen?.Exists(open => open.Leg == span.Leg) != true ? span with { To = at } : span)
            : LegSpans;

    /// <summary>Papers asked for anew are waited for anew: what was said of an earlier wait at that step is forgotten.</summary>
    private Dossier Asked(DossierEvent.SupplementRequested e) => this with
    {
        Supplements = Supplements.Add(e.Step),
        SupplementRounds = e.Round,
        Awaited = Awaited.Add(new(e.Step, e.At, e.Round, e.Drawn, e.Missing, [])),
        Open = Open.ConvertAll(open => open.Step == e.Step
            ? open with { Reminded = open.Reminded.Remove(ReminderKind.AnswerOver), Said = open.Said.RemoveAll(said => said.Kind is ReminderKind.AnswerSoon or ReminderKind.AnswerOver) }
            : open),
    };

    private ImmutableList<AwaitedPapers> NoLonger(StepKey step) => Awaited.Count == 0 ? Awaited : Awaited.RemoveAll(asked => asked.Step == step);

    private ImmutableList<Obligation> Owing(int number, Func<Obligation, Obligation> change) =>
        Obligations.ConvertAll(obligation => obligation.Number == number ? change(obligation) : obligation);

    private ImmutableList<ClockStop> Resumed(DossierEvent.ClockResumed e) => e.Line is { } line
        ? Stops.SetItem(line - 1, Stops[line - 1].Resumed(e))
        : Stops.ConvertAll(stop => stop.To is null && stop.Step == e.Step ? stop.Resumed(e) : stop);
}
