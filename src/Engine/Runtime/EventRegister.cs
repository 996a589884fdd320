using TthcFlow.Engine.Events;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The feed of events for those who read it themselves (sổ sự kiện): in the order in which everything was committed, nothing missing behind a number.</summary>
public sealed class EventRegister
{
    /// <summary>How many events are read at once, at most.</summary>
    public const int Most = 1_000;

    private readonly EventStore _store;
    private readonly EventWriting _writing;

    internal EventRegister(EventStore store, EventWriting writing) => (_store, _writing) = (store, writing);

    /// <summary>Rings when events got their numbers in this program.</summary>
    internal Bell Numbered { get; init; } = new();

    /// <summary>What to await before the next look; taken before looking.</summary>
    public Task Next => Numbered.Next;

    /// <summary>The number given last.</summary>
    public Task<int> LastAsync(CancellationToken ct) => _store.LastAsync(ct);

    /// <summary>Events behind a number: of dossiers the officer may see, and of what was published.</summary>
    /// <param name="types">Only of these types; empty: all.</param>
    /// <param name="procedures">Only about these procedures; empty: all.</param>
    public async Task<EventPage> ReadAsync(Officer officer, int after, IReadOnlyCollection<string> types, IReadOnlyCollection<ProcedureCode> procedures, int atMost, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var sees = RegisterStore.MaySeeDossiers(officer);
        var (lines, seen) = await _store.ReadAsync(after, new(sees && officer.Agency is null, sees ? officer.Agency : null, types, procedures), Math.Clamp(atMost, 1, Most), ct);
        var events = new List<CloudEvent>(lines.Count);
        foreach (var line in lines) events.Add(await _writing.OfAsync(line, ct));
        return new(events, seen);
    }
}

/// <summary>Some events, and from where to go on: also where there were none, so that what is not for this reader is not looked through again.</summary>
public sealed record EventPage(IReadOnlyList<CloudEvent> Events, int Next);
