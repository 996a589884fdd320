using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using Decision = TthcFlow.Engine.Vocabulary.Decision<TthcFlow.Engine.Dossiers.DossierEvent>;

namespace TthcFlow.Engine.Runtime;

/// <summary>The one door for everything people do to dossiers: read the file, decide, write the file.</summary>
public sealed partial class DossierOffice
{
    private const int Tries = 2; // with what was read; what is at hand is tried besides

    private readonly DossierStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal DossierOffice(DossierStore store, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _library, _reference, _clock) = (store, library, reference, clock);

    /// <summary>Receives a dossier under the version of the procedure's case in force today; issues its code.</summary>
    /// <param name="idempotencyKey">A repeated call with the same key (per officer) gives the first answer and changes nothing. A refusal is not kept: nothing was done.</param>
    public Task<DossierAnswer> ReceiveAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.Receive command, string? idempotencyKey, CancellationToken ct) =>
        BeginAsync(procedure, @case, command, idempotencyKey, ct);

    private Task<DossierAnswer> BeginAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand command, string? idempotencyKey, CancellationToken ct) =>
        BeginMarkedAsync(procedure, @case, command, Mark(command, idempotencyKey, $"{procedure}/{@case}"), ct);

    /// <param name="mark">By what a repeat is recognised, where that is something else than the command itself.</param>
    internal async Task<DossierAnswer> BeginMarkedAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand command, CommandMark? mark, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        for (var left = Tries; left > 0; left--)
        {
            var opening = await _store.OpenAsync(null, mark, ct);
            if (Repeated(opening, mark) is { } answer) return answer;

            var now = _clock.GetUtcNow();
            if (await BeginningUnderAsync(procedure, @case, command, now, ct) is not { } process) return new(null, 0, await WhyNoneAsync(procedure, @case, command, now, ct));
            var thought = await ThinkAsync(process, opening, Dossier.Empty, command, now, ct);
            if (thought.Refusal is { } reason) return new(null, 0, reason);
            try
            {
                var (code, length) = await _store.ReceiveAsync(thought.Entry!, mark, ct);
                return new(code, length, null);
            }
            catch (RivalException) { } // the same command, carried out beside us: its answer is ours
        }
        return new(null, 0, OfficeRefusals.Stale);
    }

    /// <summary>Everything else that can be done to a dossier. To whoever may not see it there is no such dossier, whatever they ask for.</summary>
    /// <param name="ifLength">The journal length the caller last saw (ETag); a different one is refused as stale, unless all that came since is that somebody looked or was reminded. Null: two rivals are decided one after the other.</param>
    public Task<DossierAnswer> HandleAsync(DossierCode code, DossierCommand command, string? idempotencyKey, int? ifLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        return HandleMarkedAsync(code, command, Mark(command, idempotencyKey, code.ToString()), ifLength, ct);
    }

    /// <inheritdoc cref="BeginMarkedAsync"/>
    internal async Task<DossierAnswer> HandleMarkedAsync(DossierCode code, DossierCommand command, CommandMark? mark, int? ifLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var atHand = _store.AtHand(code);
        for (var left = Tries; left > 0; atHand = null)
        {
            if (atHand is null) left--;
            var opening = atHand ?? await _store.OpenAsync(code, mark, ct);
            if (Repeated(opening, mark) is { } answer) return answer;
            if (opening.File is not { } file) return new(code, 0, OfficeRefusals.DossierNotFound);
            if (atHand is not null && ifLength is { } known && known != file.Length) continue;
            if (ifLength is { } seen && seen != file.Length && !await _store.IsAsItWasAsync(file, seen, ct)) return await UnseenAsync(command, code, ct) ? new(code, 0, OfficeRefusals.DossierNotFound) : new(code, file.Length, OfficeRefusals.Stale);

            var now = _clock.GetUtcNow();
            var process = await _library.OfAsync(file.Dossier, VietnamTime.DayOf(now), ct);
            var thought = await ThinkAsync(process, opening, file.Dossier, await InformedAsync(code, command, ct), now, ct);
            if (atHand is not null && thought is not { Refusal: null, Entry.Events: not [] }) continue; // a no is only said by what was read
            if (thought.Refusal is not null && await UnseenAsync(command, code, ct)) return new(code, 0, OfficeRefusals.DossierNotFound);
            if (thought.Entry is not { Events: not [] } entry) return new(code, file.Length, thought.Refusal);
            try
            {
                // A no that goes on record is no answer to keep: asked again, it is written down again.
                await _store.CommitAsync(file, entry, thought.Refusal is null ? mark : null, ct);
                return new(code, file.Length + entry.Events.Count, thought.Refusal);
            }
            catch (RivalException) { } // read again, and decide once more on what the rival left
        }
        return new(code, 0, OfficeRefusals.Stale);
    }

    /// <summary>Writes due times and reminders anew where nothing happened but that the clocks say otherwise now.</summary>
    internal Task RescheduleAsync(IReadOnlyList<(DossierFile File, DossierClocks Clocks)> dossiers, CancellationToken ct) => _store.RescheduleAsync(dossiers, ct);

    /// <summary>Brings a dossier along with a calendar that came into force.</summary>
    /// <returns>What happened to its promise; empty when nothing did, or somebody else's command has just brought it along.</returns>
    internal async Task<IReadOnlyList<DossierEvent>> FollowCalendarAsync(DossierCode code, int version, CancellationToken ct)
    {
        while (true)
        {
            var opening = await _store.OpenAsync(code, null, ct);
            if (opening.File is not { } file) return [];
            var process = await _library.GetAsync(file.Dossier.Version!, ct);
            var thought = await ThinkAsync(process, opening, file.Dossier, new DossierCommand.FollowCalendar(version), _clock.GetUtcNow(), ct);
            if (thought.Entry is not { Events.Count: > 0 } entry) return [];
            try
            {
                await _store.CommitAsync(file, entry, null, ct);
                return entry.Events;
            }
            catch (RivalException) { } // this must not be lost: read again
        }
    }

    /// <summary>Fires many reminders: each is decided on its own dossier, and what they write is committed together.</summary>
    /// <remarks>Where a rival was at one of the dossiers meanwhile, nothing of the lot was written, and each is carried out by itself.</remarks>
    /// <returns>The answers, in the order of the reminders.</returns>
    internal async Task<IReadOnlyList<DossierAnswer>> RemindAsync(IReadOnlyList<DueReminder> reminders, CancellationToken ct)
    {
        var (answers, written) = (new DossierAnswer?[reminders.Count], new Dictionary<DossierCode, (DossierFile File, DossierEntry Entry)>());
        var misplaced = new Dictionary<DossierCode, (DossierFile File, DossierClocks Clocks)>();
        var (files, books) = await _store.OpenAllAsync([.. reminders.Select(reminder => reminder.Code).Distinct()], ct);
        for (var at = 0; at < reminders.Count; at++)
        {
            var reminder = reminders[at];
            if (written.ContainsKey(reminder.Code) || !files.TryGetValue(reminder.Code, out var file)) continue; // a dossier's first brings along whatever else is due on it
            var now = _clock.GetUtcNow();
            var process = await _library.OfAsync(file.Dossier, VietnamTime.DayOf(now), ct);
            var thought = await ThinkAsync(process, new DossierOpening(file, null, books), file.Dossier, reminder.Command, now, ct);
            if (thought.Refusal is null && thought.Entry!.Events is not []) written.Add(reminder.Code, (file, thought.Entry));
            else
            {
                answers[at] = new(reminder.Code, file.Length, thought.Refusal);
                if (thought.Before?.Invoke() is { } clocks) misplaced[reminder.Code] = (file, clocks);
            }
        }
        // A line whose time was another one than the clock's (a changed ladder, a clock that stepped back) is put where it belongs, whatever it said.
        if (misplaced.Values.Where(each => !written.ContainsKey(each.File.Code)).ToList() is { Count: > 0 } wrong) await _store.RescheduleAsync(wrong, ct);
        if (written.Count > 0)
        {
            try
            {
                await _store.CommitAllAsync(written.Values, ct);
                for (var at = 0; at < answers.Length; at++)
                    if (written.TryGetValue(reminders[at].Code, out var each)) answers[at] ??= new(reminders[at].Code, each.File.Length + each.Entry.Events.Count, null);
            }
            catch (RivalException) { } // one by one, below
        }
        for (var at = 0; at < answers.Length; at++) answers[at] ??= await HandleAsync(reminders[at].Code, reminders[at].Command, null, null, ct);
        return answers!;
    }

    /// <summary>Whether a command of the officer under this key was carried out: then that answer is the answer, whatever has happened since.</summary>
    internal async Task<bool> WasAnsweredAsync(Officer by, string? idempotencyKey, CancellationToken ct) =>
        idempotencyKey is not null && (await _store.OpenAsync(null, new CommandMark(by.Id.Value, idempotencyKey, ""), ct)).Earlier is not null;

    /// <summary>The first answer to what bears this mark; a refusal where it was used for something else; null where it was not used.</summary>
    internal async Task<DossierAnswer?> FirstAnswerAsync(CommandMark mark, CancellationToken ct) => Repeated(await _store.OpenAsync(null, mark, ct), mark);

    /// <summary>What a command would do to the clocks, without doing it (chạy thử).</summary>
    public async Task<DossierPreview> PreviewAsync(DossierCode code, DossierCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var opening = await _store.OpenAsync(code, null, ct);
        if (opening.File is not { } file) return new(OfficeRefusals.DossierNotFound, null, null, []);
        var now = _clock.GetUtcNow();
        var process = await _library.OfAsync(file.Dossier, VietnamTime.DayOf(now), ct);
        var thought = await ThinkAsync(process, opening, file.Dossier, await InformedAsync(code, command, ct), now, ct);
        return thought.Refusal is not null && await UnseenAsync(command, code, ct) ? new(OfficeRefusals.DossierNotFound, null, null, []) : Previewed(thought);
    }

    /// <summary>What receiving now would promise, without doing it.</summary>
    public Task<DossierPreview> PreviewReceiptAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.Receive command, CancellationToken ct) =>
        PreviewBeginningAsync(procedure, @case, command, ct);

    private async Task<DossierPreview> PreviewBeginningAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var now = _clock.GetUtcNow();
        var opening = await _store.OpenAsync(null, null, ct);
        return Previewed(await BeginningUnderAsync(procedure, @case, command, now, ct) is { } process
            ? await ThinkAsync(process, opening, Dossier.Empty, command, now, ct)
            : new(await WhyNoneAsync(procedure, @case, command, now, ct), null, null));
    }

    private async Task<Thought> ThinkAsync(
        CompiledProcess process, DossierOpening opening, Dossier dossier, DossierCommand command, DateTimeOffset now, CancellationToken ct)
    {
        var (catalogue, calendars) = await _reference.OfAsync(opening.Books, ct);
        if (calendars is null) return new(OfficeRefusals.NoCalendar, null, null);

        var known = catalogue ?? ReferenceStore.NoCatalogue;
        var ladders = known.Ladders;
        // Only a preview asks for the clocks before: a command that is carried out does not pay for them.
        DossierClocks? Clocks(Dossier at) => at.Status is DossierStatus.NotReceived ? null : DossierClocks.Of(at, process.Definition, calendars, now, ladders);
        DossierClocks? Before() => Clocks(dossier);
        var decider = new DossierDecider(process.Definition, process.Flow, calendars) { Acceptance = known.AcceptanceOn(VietnamTime.DayOf(now)), Ladders = ladders, Catalogue = catalogue };
        var (refusal, events) = decider.Decide(dossier, command, now) switch
        {
            Decision.Accepted accepted => (null, accepted.Events),
            Decision.RefusedOnRecord recorded => (recorded.Reason, recorded.Events),
            var no => (((Decision.Refused)no).Reason, (IReadOnlyList<DossierEvent>)[]),
        };
        if (refusal is not null && events is []) return new(refusal, Before, null);

        var after = events.Aggregate(dossier, (state, happened) => state.Apply(happened));
        if (command is DossierCommand.Remind) (events, after) = WithAllThatIsDue(decider, events, after, Clocks, now);
        var messages = PortalPlan.Of(await _reference.PortalsAsync(opening.Books, ct), dossier, opening.File?.Length ?? 0, events, process.Definition);
        var clocks = Clocks(after)!;
        return new(refusal, Before, new DossierEntry(events, after, clocks, messages, process.Definition, known, now)
        {
            Notices = Notices.Of(opening.File?.Length ?? 0, events, after, clocks, process.Definition, known),
            Books = opening.Books,
        });
    }

    /// <summary>Whatever else of the same dossier is due to be said by now is said in the same breath: one commit for each dossier, however long nobody swept.</summary>
    private static (IReadOnlyList<DossierEvent> Events, Dossier After) WithAllThatIsDue(
        DossierDecider decider, IReadOnlyList<DossierEvent> events, Dossier after, Func<Dossier, DossierClocks?> clocksOf, DateTimeOffset now)
    {
        var said = new List<DossierEvent>(events);
        while (after.IsRunning && clocksOf(after)?.NextReminder(after) is { } next && next.Rung.At <= now
            && decider.Decide(after, new DossierCommand.Remind(next.Step, next.Run, next.Rung.Kind), now) is Decision.Accepted { Events: { Count: > 0 } more })
        {
            said.AddRange(more);
            after = more.Aggregate(after, (state, happened) => state.Apply(happened));
        }
        return (said, after);
    }

    /// <summary>Asked before a no is told: why not is for those who may see the dossier, and of an answer for the body that was asked. Whoever may act is not asked, so that a completion costs no more.</summary>
    private async Task<bool> UnseenAsync(DossierCommand command, DossierCode code, CancellationToken ct) =>
        !await _store.MaySeeAsync(command.By, code, ct)
        && !(command is DossierCommand.GiveOpinion or DossierCommand.AssignQuestion or DossierCommand.AttachFile { Consultation: not null } && await _store.IsAskedAsync(command.By, code, ct));

    private static DossierPreview Previewed(Thought thought)
    {
        var before = thought.Before?.Invoke();
        return thought.Refusal is null
            ? new(null, before, thought.Entry?.Clocks ?? before, thought.Entry?.Events ?? [])
            : new(thought.Refusal, before, before, []);
    }

    private static CommandMark? Mark(DossierCommand command, string? key, string target) =>
        key is null ? null : new(command.By.Id.Value, key, StoredJson.HashOf(command, target));

    private static DossierAnswer? Repeated(DossierOpening opening, CommandMark? mark) => opening.Earlier switch
    {
        null => null,
        var earlier when earlier.Command == mark!.Command => new(DossierCode.Parse(earlier.Code), earlier.Length, null) { IsRepeat = true },
        _ => new(null, 0, OfficeRefusals.KeyReused),
    };

    private sealed record Thought(Refusal? Refusal, Func<DossierClocks?>? Before, DossierEntry? Entry);
}

/// <summary>What the office answers: the dossier's code and journal length, or why not. Codes <c>not-found</c> and <c>stale</c> are refusals too.</summary>
public sealed record DossierAnswer(DossierCode? Code, int Length, Refusal? Refusal)
{
    public bool IsDone => Refusal is null;

    /// <summary>It was done before, and this is what was answered then: the same answer.</summary>
    internal bool IsRepeat { get; init; }

    public bool Equals(DossierAnswer? other) => other is not null && (Code, Length, Refusal) == (other.Code, other.Length, other.Refusal);

    public override int GetHashCode() => HashCode.Combine(Code, Length, Refusal);
}

/// <summary>The effect a command would have: clocks before and after, the events it would write, or the refusal.</summary>
public sealed record DossierPreview(Refusal? Refusal, DossierClocks? Before, DossierClocks? After, IReadOnlyList<DossierEvent> Events);
