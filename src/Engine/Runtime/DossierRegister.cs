using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Reads for people: lists by due time, one dossier whole. An agency sees its own; every query asks who is looking.</summary>
/// <remarks>The database orders and filters by the due times as last written; the clocks shown are computed at the moment of looking.</remarks>
public sealed class DossierRegister
{
    /// <summary>Dossiers on one page of a desk's list.</summary>
    public const int PageSize = 50;

    private readonly RegisterStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal DossierRegister(RegisterStore store, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _library, _reference, _clock) = (store, library, reference, clock);

    /// <summary>Open steps the officer may work on now (their posts; named to them or to nobody), soonest due first.</summary>
    public async Task<IReadOnlyList<WorkLine>> WorkAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await LookAsync(ct) is not { } look) return [];
        var lines = new List<WorkLine>();
        foreach (var work in await _store.WorkAsync(officer, ct))
        {
            var (process, clocks) = await ClocksAsync(work.Dossier, look, ct);
            if (work.IsForTheDesk(process) && !officer.Is(Role.DeskOfficer)) continue;
            var step = clocks.Steps.FirstOrDefault(clock => clock.Step == work.Step && clock.Run == work.Run);
            lines.Add(new WorkLine(
                work.Dossier.Code, look.NameOf(work.Dossier.Procedure, process), work.Dossier.Subject, work.Dossier.Applicant, work.Step, work.StepName, work.Assignee,
                work.OpenedAt, step?.DueAt, clocks.DueAt, step?.RemainingMinutes, clocks.RemainingMinutes, step?.Standing ?? Standing.NoLimit, clocks.Standing));
        }
        return lines;
    }

    /// <summary>Dossiers of the officer's agency (received or decided there), soonest due first; closed ones latest first.</summary>
    /// <param name="search">Code, applicant's name or subject, with or without diacritics; null for all.</param>
    /// <param name="page">From 1.</param>
    public async Task<DeskPage> DeskAsync(Officer officer, DeskFilter filter, string? search, int page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        page = Math.Clamp(page, 1, 1_000_000);
        var filters = Enum.GetValues<DeskFilter>();
        if (!RegisterStore.MaySeeDossiers(officer) || await LookAsync(ct) is not { } look)
            return new DeskPage([], 0, page, PageSize, filters.ToDictionary(each => each, _ => 0));

        var moment = new DeskMoment(look.Now, VietnamTime.At(VietnamTime.DayOf(look.Now).AddDays(1), TimeOnly.MinValue));
        var counts = await _store.CountAsync(officer, [.. filters.Select(ConditionOf)], search, moment, ct);
        var order = filter is DeskFilter.Closed ? "d.ended_at desc" : "d.due_at nulls last, d.received_at";
        var lines = new List<DeskLine>();
        foreach (var listed in await _store.DeskAsync(officer, ConditionOf(filter), order, search, moment, (page - 1) * PageSize, PageSize, ct))
        {
            var (process, clocks) = await ClocksAsync(listed, look, ct);
            lines.Add(new DeskLine(
                listed.Code, look.NameOf(listed.Procedure, process), listed.Subject, listed.Applicant, listed.Dossier.Status,
                [.. listed.Dossier.Open.Select(open => process.Find(open.Step)?.Name ?? open.Step.Value)],
                listed.Dossier.ReceivedAt!.Value, listed.Dossier.PromisedAt, clocks.DueAt, clocks.RemainingMinutes, clocks.Standing));
        }
        return new DeskPage(lines, counts[Array.IndexOf(filters, filter)], page, PageSize, filters.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>One dossier with its journal and clocks; null when there is none or it is not this officer's to see.</summary>
    public async Task<DossierView?> OpenAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var lines = await _store.JournalAsync(officer, code, ct);
        if (lines is [] || await LookAsync(ct) is not { } look) return null;

        var journal = lines.Select(line => new JournalLine(line.Number, line.Happened, line.Hash)).ToArray();
        var dossier = Dossier.Replay(journal.Select(line => line.Happened));
        var received = journal.Select(line => line.Happened).OfType<DossierEvent.Received>().First();
        var process = (await _library.GetAsync(received.Version, ct)).Definition;
        return new DossierView(
            code, journal.Length, dossier, received.Particulars, received.Procedure, received.Case, process, journal,
            DossierClocks.Of(dossier, process, look.Calendars, look.Now), look.Calendars,
            OfficerNames.Of(look.Catalogue, journal.Select(line => line.Happened.By).Concat(dossier.Named.Values).Concat(dossier.Open.Select(open => open.Assignee).OfType<OfficerId>())));
    }

    /// <summary>What a citizen may know: status in plain words and promise, for who knows the code and the identity or phone number given at intake.</summary>
    public async Task<PublicStatus?> LookUpAsync(DossierCode code, string proof, CancellationToken ct)
    {
        var journal = await _store.JournalAsync(code, proof, ct);
        if (journal is [] || await LookAsync(ct) is not { } look) return null;

        var dossier = Dossier.Replay(journal);
        var received = journal.OfType<DossierEvent.Received>().First();
        var process = (await _library.GetAsync(received.Version, ct)).Definition;
        var clocks = DossierClocks.Of(dossier, process, look.Calendars, look.Now);
        var missing = dossier.Supplements is [] ? [] : journal.OfType<DossierEvent.SupplementRequested>().Last().Missing;
        var place = dossier.Open.Select(open => open.Place).OfType<AgencyCode>().FirstOrDefault() ?? (dossier.IsRunning ? dossier.Receiving : null);
        return new PublicStatus(
            code, look.NameOf(received.Procedure, process), dossier.Status, received.At, dossier.PromisedAt, clocks.DueAt, missing,
            place is null ? null : look.Catalogue?.AgencyOf(place)?.Name ?? look.Catalogue?.Find(place)?.Name ?? place.Value, dossier.IsProvisional);
    }

    private async Task<(ProcessDefinition Process, DossierClocks Clocks)> ClocksAsync(ListedDossier listed, Look look, CancellationToken ct)
    {
        var process = (await _library.GetAsync(listed.Version, ct)).Definition;
        return (process, DossierClocks.Of(listed.Dossier, process, look.Calendars, look.Now));
    }

    /// <summary>Null while no calendar was loaded: then nothing was ever received either.</summary>
    private async Task<Look?> LookAsync(CancellationToken ct)
    {
        var (catalogue, calendars) = await _reference.CurrentAsync(ct);
        return calendars is null ? null : new Look(catalogue, calendars, _clock.GetUtcNow());
    }

    private static string ConditionOf(DeskFilter filter) => filter switch
    {
        DeskFilter.DueToday => DeskConditions.DueToday,
        DeskFilter.Overdue => DeskConditions.Overdue,
        DeskFilter.Waiting => DeskConditions.Waiting,
        DeskFilter.ResultReady => DeskConditions.ResultReady,
        DeskFilter.Closed => DeskConditions.Closed,
        _ => DeskConditions.Running,
    };

    /// <summary>The books and the moment a question is answered with.</summary>
    private sealed record Look(ProvinceCatalogue? Catalogue, CalendarBook Calendars, DateTimeOffset Now)
    {
        public string NameOf(ProcedureCode procedure, ProcessDefinition process) => Catalogue?.Find(procedure)?.Name ?? process.Name;
    }
}

/// <summary>One open step on a work list.</summary>
public sealed record WorkLine(
    DossierCode Code, string Procedure, string? Subject, string Applicant, StepKey Step, string StepName, OfficerId? Assignee,
    DateTimeOffset OpenedAt, DateTimeOffset? StepDueAt, DateTimeOffset? DossierDueAt, int? StepRemainingMinutes, int? DossierRemainingMinutes,
    Standing StepStanding, Standing DossierStanding);

/// <summary>Which dossiers a desk lists.</summary>
public enum DeskFilter
{
    Running, // đang giải quyết
    DueToday, // đến hạn hôm nay
    Overdue, // quá hạn
    Waiting, // đang dừng chờ
    ResultReady, // chờ trả kết quả
    Closed, // đã kết thúc
}

/// <summary>One page of a desk's list, with the count behind each filter.</summary>
public sealed record DeskPage(IReadOnlyList<DeskLine> Lines, int Total, int Page, int PageSize, IReadOnlyDictionary<DeskFilter, int> Counts);

/// <summary>One dossier on a desk's list.</summary>
public sealed record DeskLine(
    DossierCode Code, string Procedure, string? Subject, string Applicant, DossierStatus Status, IReadOnlyList<string> Steps,
    DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing);

/// <summary>One dossier whole, as its page shows it.</summary>
public sealed record DossierView(
    DossierCode Code, int Length, Dossier Dossier, Particulars Particulars, ProcedureCode Procedure, CaseKey? Case, ProcessDefinition Process,
    IReadOnlyList<JournalLine> Journal, DossierClocks Clocks, CalendarBook Calendars, IReadOnlyDictionary<OfficerId, string> Names);

/// <summary>One line of a dossier's journal, with the hash that chains it to the line before.</summary>
public sealed record JournalLine(int Number, DossierEvent Happened, string Hash);

/// <summary>What anybody with the code and a proof of right may know of a dossier; no personal data.</summary>
/// <param name="Provisional">The promise runs into a year whose calendar is not confirmed: it may still change.</param>
public sealed record PublicStatus(DossierCode Code, string Procedure, DossierStatus Status, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, IReadOnlyList<string> Missing, string? Where, bool Provisional = false);
