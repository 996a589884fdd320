using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Reads for people: lists by due time, one dossier whole. An agency sees its own; every query asks who is looking.</summary>
public sealed class DossierRegister
{
    internal DossierRegister() { }

    /// <summary>Open steps the officer may work on now (their posts; named to them or to nobody), soonest due first.</summary>
    public Task<IReadOnlyList<WorkLine>> WorkAsync(Officer officer, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Dossiers of the officer's agency (received or decided there), soonest due first.</summary>
    /// <param name="search">Code, applicant's name or subject, with or without diacritics; null for all.</param>
    public Task<DeskPage> DeskAsync(Officer officer, DeskFilter filter, string? search, int page, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>One dossier with its journal and clocks; null when there is none or it is not this officer's to see.</summary>
    public Task<DossierView?> OpenAsync(Officer officer, DossierCode code, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>What a citizen may know: status in plain words and promise, for who knows the code and the identity or phone number given at intake.</summary>
    public Task<PublicStatus?> LookUpAsync(DossierCode code, string proof, CancellationToken ct) => throw new NotImplementedException();
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
public sealed record PublicStatus(DossierCode Code, string Procedure, DossierStatus Status, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, IReadOnlyList<string> Missing, string? Where);
