using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the province's calendar for those who change it: proposals, what one would do, and putting it in force by a decision.</summary>
public sealed class CalendarOffice
{
    private readonly CalendarStore _store;
    private readonly ReferenceStore _reference;
    private readonly ProcessLibrary _library;
    private readonly TimeProvider _clock;

    internal CalendarOffice(CalendarStore store, ReferenceStore reference, ProcessLibrary library, TimeProvider clock) =>
        (_store, _reference, _library, _clock) = (store, reference, library, clock);

    /// <summary>The calendar in force with those before it, the proposals, and how far running dossiers were brought along. Proposals are for controllers.</summary>
    public async Task<CalendarOverview> OverviewAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var calendars = (await _reference.CurrentAsync(ct)).Calendars;
        var walk = await _store.WalkAsync(ct);
        return new(
            calendars, officer.Is(Role.Controller) ? await _store.ProposalsAsync(ct) : [],
            walk is null ? null : new(walk.Version, walk.Pass, walk.Seen, walk.Moved, walk.Confirmed, walk.StartedAt, walk.FinishedAt));
    }

    /// <summary>The text of a version that is or was in force; null when there is none.</summary>
    public async Task<string?> TextAsync(int version, CancellationToken ct) =>
        (await _reference.CurrentAsync(ct)).Calendars is { } calendars && version >= 1 && version <= calendars.Version ? await _reference.CalendarTextAsync(version, ct) : null;

    /// <summary>A proposal; null when there is none, or the officer is no controller.</summary>
    public async Task<CalendarProposal?> FindAsync(Officer officer, int number, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Controller) ? await _store.FindAsync(number, ct) : null;
    }

    /// <summary>Keeps a calendar as a new proposal, drawn up on the calendar in force.</summary>
    public async Task<CalendarAnswer> ProposeAsync(Officer officer, string title, string body, CancellationToken ct)
    {
        if (CalendarProposal.MayNotSave(officer, null, null, body) is { } refusal) return new(null, 0, null, refusal);
        var based = (await _reference.CurrentAsync(ct)).Calendars?.Version ?? 0;
        return new(await _store.BeginAsync(based, Titled(title), body, officer.Id, _clock.GetUtcNow(), ct), 1, null, null);
    }

    /// <summary>Saves a proposal anew, over the revision the officer saw.</summary>
    public async Task<CalendarAnswer> SaveAsync(Officer officer, int number, int seen, string title, string body, CancellationToken ct) =>
        await SettleAsync(officer, number, seen, title, body, ProposalStatus.Proposed, ct);

    /// <summary>Lays a proposal aside for good.</summary>
    public async Task<CalendarAnswer> WithdrawAsync(Officer officer, int number, int seen, CancellationToken ct) =>
        await SettleAsync(officer, number, seen, null, null, ProposalStatus.Withdrawn, ct);

    /// <summary>What a proposal would do to the dossiers under way. They stream by; memory does not grow with their number.</summary>
    public async Task<(CalendarImpact? Impact, Refusal? Refusal)> PreviewAsync(Officer officer, string body, PromiseRule promises, ImpactQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(question);
        if (!officer.Is(Role.Controller)) return (null, CalendarRefusals.NotAController);
        if (CalendarProposal.Read(body, out var proposed) is { } faulty) return (null, faulty);
        var (catalogue, current) = await _reference.CurrentAsync(ct);
        if (current is null) return (null, OfficeRefusals.NoCalendar);

        var (now, begun) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        var after = proposed!.InForce(new CalendarEdition(current.Version + 1, now, promises, null), current, ReferenceStore.ParentsOf(catalogue));
        var tally = new ImpactTally(question, catalogue ?? ReferenceStore.NoCatalogue);
        await foreach (var open in _store.OpenAsync(ct))
        {
            var process = (await _library.GetAsync(open.Dossier.Version!, ct)).Definition;
            tally.Add(open.Competent, open.Procedure, DossierShift.Of((open.Code, open.Procedure, open.Competent, open.Subject), open.Dossier, process, current, after, now));
        }
        return (tally.Sum(_clock.GetElapsedTime(begun)), null);
    }

    /// <summary>The same for a stored proposal, as a workbook with the sums and the dossiers that move most; null when there is no such proposal.</summary>
    public async Task<byte[]?> ImpactBookAsync(Officer officer, int number, PromiseRule promises, ImpactQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (await FindAsync(officer, number, ct) is not { } proposal) return null;
        var (impact, _) = await PreviewAsync(officer, proposal.Body, promises, question with { AtMost = ImpactQuestion.MostLines }, ct);
        return impact is null ? null : ImpactBook.Write(impact, proposal, promises);
    }

    /// <summary>Puts a proposal in force by a decision, at once. Promises already printed move or stay as the decision says; dossiers are brought along by <see cref="CalendarCarry"/>.</summary>
    /// <param name="seen">The revision the officer decides on.</param>
    public async Task<CalendarAnswer> PutInForceAsync(Officer officer, int number, int seen, CalendarDecision decision, PromiseRule promises, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await FindAsync(officer, number, ct) is not { } proposal) return new(number, seen, null, officer.Is(Role.Controller) ? OfficeRefusals.ProposalNotFound : CalendarRefusals.NotAController);
        if ((await _reference.CurrentAsync(ct)).Calendars is not { } current) return new(number, seen, null, OfficeRefusals.NoCalendar);

        var now = _clock.GetUtcNow();
        var text = await _reference.CalendarTextAsync(current.Version, ct);
        if (proposal.MayNotComeIntoForce(officer, seen, decision, (current, text), VietnamTime.DayOf(now)) is { } refusal) return new(number, proposal.Revision, null, refusal);
        return await _store.PutInForceAsync(proposal, decision, promises, officer.Id, now, ct) is { } version
            ? new(number, proposal.Revision, version, null)
            : new(number, proposal.Revision, null, CalendarRefusals.EditedMeanwhile);
    }

    private async Task<CalendarAnswer> SettleAsync(Officer officer, int number, int seen, string? title, string? body, ProposalStatus status, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await FindAsync(officer, number, ct) is not { } before) return new(number, seen, null, officer.Is(Role.Controller) ? OfficeRefusals.ProposalNotFound : CalendarRefusals.NotAController);
        if (CalendarProposal.MayNotSave(officer, before, seen, body ?? before.Body) is { } refusal) return new(number, before.Revision, null, refusal);
        return await _store.SaveAsync(before, title is null ? before.Title : Titled(title), body ?? before.Body, status, officer.Id, _clock.GetUtcNow(), ct)
            ? new(number, before.Revision + 1, null, null)
            : new(number, before.Revision, null, CalendarRefusals.EditedMeanwhile);
    }

    private static string Titled(string title) => title.Trim() is { Length: > 0 } said ? said[..Math.Min(said.Length, 200)] : "Lịch làm việc";
}

/// <summary>The calendar in force (<see cref="CalendarBook.Earlier"/> leads to those before it), what is proposed, and how far dossiers were brought along.</summary>
public sealed record CalendarOverview(CalendarBook? Current, IReadOnlyList<CalendarProposal> Proposals, CalendarProgress? Progress);

/// <summary>How far running dossiers were brought along with a version of the calendar.</summary>
/// <param name="Pass">1: all are walked; 2: once more, for commands that were under way; 3: done.</param>
/// <param name="Moved">Promises that moved, each told in its dossier's journal.</param>
/// <param name="Confirmed">Provisional promises that are certain now.</param>
public sealed record CalendarProgress(int Version, int Pass, int Seen, int Moved, int Confirmed, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);

/// <summary>What the office answers: the proposal and its revision, the version it came into force under, or why not.</summary>
public sealed record CalendarAnswer(int? Number, int Revision, int? Version, Refusal? Refusal)
{
    public bool IsDone => Refusal is null;
}
