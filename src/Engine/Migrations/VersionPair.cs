using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Migrations;

/// <summary>Two versions of one process side by side (đối chiếu hai phiên bản): which step is which, and whether a dossier that stands somewhere in the one can go on in the other.</summary>
/// <remarks>
/// A step is itself where its key or its name says so and its kind is the same; what the author maps goes before that. What is only alike is offered, never taken.
/// Everything that is worked out is kept, so that ten thousand dossiers ask no more than the few places at which they stand. Pure; safe for many threads.
/// </remarks>
public sealed class VersionPair
{
    private readonly IReadOnlyDictionary<StepKey, StepKey> _mapping;
    private readonly StepMatching _matching;
    private readonly Lazy<TokenPlay> _play;
    private readonly Lazy<bool> _isProved; // where the drawing is too wide to be played whole, folded
    private readonly Dictionary<Marking, bool> _sound = [];
    private readonly Dictionary<(int Step, bool Online), long?> _ways = [];
    private readonly Lock _lock = new();

    /// <param name="mapping">What the author says of steps that do not find each other by themselves: step of the earlier version → step of the later one.</param>
    public VersionPair(ProcessDefinition before, ProcessDefinition after, IReadOnlyDictionary<StepKey, StepKey>? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        (Before, After, _mapping) = (before, after, mapping ?? new Dictionary<StepKey, StepKey>());
        _matching = new StepMatching(before, after);
        _play = new(() => TokenPlay.Of(after, SoundnessProof.MostMarkings));
        _isProved = new(() => SoundnessProof.Of(after).Verdict is Verdict.Yes);
    }

    public ProcessDefinition Before { get; }

    public ProcessDefinition After { get; }

    /// <summary>Steps of the earlier version at which work can be open, without a counterpart.</summary>
    public IReadOnlyList<MappingGap> Gaps => [.. Before.Steps.Where(step => IsWorkedOn(step) && Counterpart(step) is null).Select(GapAt)];

    /// <summary>Why a mapping cannot be meant; null when it can.</summary>
    public Refusal? FaultInMapping()
    {
        foreach (var (from, to) in _mapping)
        {
            if (Before.Find(from) is not { } before || After.Find(to) is not { } after) return MigrationRefusals.MappingUnknown(from, to);
            if (!MayStandFor(before, after)) return MigrationRefusals.MappingOfAnotherKind(from, to);
        }
        return null;
    }

    /// <summary>The step of the later version that a step of the earlier one is; null where neither the drawing nor the author says so.</summary>
    public Step? Counterpart(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (_mapping.TryGetValue(step.Key, out var chosen)) return After.Find(chosen) is { } found && MayStandFor(step, found) ? found : null;
        if (_matching.After(step.Index) is not (>= 0 and var at)) return null;
        var other = After.Steps[at];
        if (other.Kind != step.Kind || step.Kind is StepKind.Join && other.JoinMode != step.JoinMode) return null;
        return !IsWorkedOn(step) || step.Key == other.Key || StepMatching.Plain(step.Name) == StepMatching.Plain(other.Name) ? other : null;
    }

    /// <summary>A step without a counterpart, and which steps of the later version could be meant, the likeliest first.</summary>
    public MappingGap GapAt(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var likely = _matching.After(step.Index);
        return new(step.Key, step.Name,
        [
            .. After.Steps.Where(other => MayStandFor(step, other))
                .OrderBy(other => other.Index == likely ? 0 : 1).ThenBy(other => other.Key == step.Key ? 0 : 1).ThenBy(other => other.Kind == step.Kind ? 0 : 1)
                .ThenBy(other => other.Work?.Position == step.Work?.Position ? 0 : 1).ThenBy(other => other.Index).Select(other => other.Key),
        ]);
    }

    /// <summary>The route on which a token waits before the same join in the later version, for one that waits in the earlier; null where there is none.</summary>
    public Route? Counterpart(Route waiting)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        if (Counterpart(Before.Steps[waiting.From]) is not { } from || Counterpart(Before.Steps[waiting.To]) is not { } join) return null;
        Route[] ways = [.. After.In(join.Index).Where(route => route.From == from.Index)];
        if (ways.Length <= 1) return ways.FirstOrDefault();
        // Several connections of one step to one join: the same port, and the same of them.
        Route[] same = [.. ways.Where(route => route.Port == waiting.Port)];
        var nth = Before.In(waiting.To).Where(route => route.From == waiting.From && route.Port == waiting.Port).TakeWhile(route => route.Index != waiting.Index).Count();
        return nth < same.Length ? same[nth] : null;
    }

    /// <summary>Whether a dossier can come to stand so in the later version, and from there to an end whatever is decided, with nothing left behind.</summary>
    public Refusal? FaultAt(Marking marking)
    {
        lock (_lock)
        {
            var play = _play.Value;
            if (play.IsComplete && !play.Reaches(marking)) return MigrationRefusals.NeverStandsSo;
            if (play.IsSound || play.Reaches(marking) && _isProved.Value) return null;
            if (!_sound.TryGetValue(marking, out var sound)) _sound[marking] = sound = TokenPlay.From(After, marking, SoundnessProof.MostMarkings).IsSound;
            return sound ? null : MigrationRefusals.CannotFinish;
        }
    }

    /// <summary>The branches that still lie ahead of a marking in the later version.</summary>
    public IEnumerable<Step> ChoicesAhead(Marking marking)
    {
        var seen = new HashSet<int>();
        var ahead = new Stack<int>(marking.Steps.Concat(marking.Waiting.Select(route => After.Routes[route].To)));
        while (ahead.TryPop(out var at))
        {
            if (!seen.Add(at)) continue;
            foreach (var route in After.Out(at)) ahead.Push(route.To);
        }
        return After.Steps.Where(step => step.IsChoice && seen.Contains(step.Index));
    }

    /// <summary>The working minutes of the longest way from a step to a result, its own limit with it; null where that cannot be told in working time, or no result lies ahead.</summary>
    public long? LongestFrom(Step step, bool online)
    {
        ArgumentNullException.ThrowIfNull(step);
        lock (_lock)
        {
            if (_ways.TryGetValue((step.Index, online), out var known)) return known;
            var ahead = new ProcessDefinition(After.Name, After.Header, After.Attributes, After.Steps, After.Routes) { Start = step };
            var way = new LongestPath(ahead);
            var isTold = way.OnTheWayTo(PathGoal.Result).All(each => LongestPath.Counted(After, each, online) is not { } limit || limit.Value == 0 || limit.WorkingMinutes is not null);
            return _ways[(step.Index, online)] = isTold ? way.To(PathGoal.Result, each => LongestPath.Counted(After, each, online)?.WorkingMinutes ?? 0)?.Minutes : null;
        }
    }

    /// <summary>Somebody, or the applicant, has something to do there.</summary>
    private static bool IsWorkedOn(Step step) => !step.IsChoice && !step.PassesAtOnce && step.Kind is not (StepKind.Join or StepKind.RunProcess) && !step.IsTerminal;

    /// <summary>One kind for the same kind. Officers' work may become other officers' work where the author says so: a draft that is now written where it was examined.</summary>
    private static bool MayStandFor(Step before, Step after) =>
        IsWorkedOn(before) && (before.Kind == after.Kind || IsOfficersWork(before) && IsOfficersWork(after))
        || before.Kind is StepKind.Join && after.Kind is StepKind.Join && before.JoinMode == after.JoinMode;

    private static bool IsOfficersWork(Step step) => step.Kind is StepKind.Handover or StepKind.Assign or StepKind.Examine or StepKind.Verify or StepKind.Consult
        or StepKind.Work or StepKind.Draft or StepKind.Review or StepKind.Sign or StepKind.Issue;
}

/// <summary>A step of the earlier version that has no counterpart by itself.</summary>
/// <param name="Candidates">Steps of the later version that may be meant, the likeliest first.</param>
public sealed record MappingGap(StepKey Step, string Name, IReadOnlyList<StepKey> Candidates);
