using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Migrations;

/// <summary>What is to be done (phương án chuyển): from which version to which, how steps are mapped, what becomes of the time limit, and how long it may be undone.</summary>
/// <param name="Mapping">Step of the earlier version → step of the later one, where they do not find each other by themselves.</param>
/// <param name="UndoDays">Working days within which the migration may be undone; 0: not at all.</param>
public sealed record MigrationOrder(
    ContentHash From, ContentHash To, ImmutableSortedDictionary<string, string> Mapping, MigrationLimit Limit = MigrationLimit.Kept, int UndoDays = MigrationOrder.DefaultUndoDays)
{
    /// <summary>How long a migration may be undone where nobody says otherwise, in working days.</summary>
    public const int DefaultUndoDays = 3;

    /// <summary>The longest that may be said.</summary>
    public const int MostUndoDays = 30;

    public ImmutableSortedDictionary<string, string> Mapping { get; init; } = Mapping ?? ImmutableSortedDictionary<string, string>.Empty;

    public IReadOnlyDictionary<StepKey, StepKey> Steps => Mapping.ToDictionary(pair => new StepKey(pair.Key), pair => new StepKey(pair.Value));
}

/// <summary>What becomes of the limit of dossiers that are moved (thời hạn của hồ sơ được chuyển). The time already used always counts.</summary>
public enum MigrationLimit
{
    Kept, // giữ thời hạn đã hẹn
    New, // theo thời hạn của phiên bản mới, thời gian đã dùng giữ nguyên
}

/// <summary>The decision by which dossiers move (quyết định chuyển hồ sơ): by whom, on what basis.</summary>
/// <param name="Basis">Căn cứ pháp lý.</param>
public sealed record MigrationDecision(string Number, DateOnly SignedOn, string Signer, string Reason, string Basis)
{
    public WrittenAct Act => new(Number, SignedOn, Signer);
}

/// <summary>A migration drawn up (đợt chuyển hồ sơ): nothing moves until it is decided.</summary>
/// <param name="Number">Its number in the province.</param>
/// <param name="Revision">Counts its saves: who saves or decides names the one they saw.</param>
public sealed record MigrationProposal(int Number, int Revision, ProcedureCode Procedure, CaseKey? Case, MigrationOrder Order, MigrationStatus Status, OfficerId By, DateTimeOffset At)
{
    /// <summary>The decision, once there is one.</summary>
    public MigrationDecision? Decision { get; init; }

    public OfficerId? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Until when it may be undone.</summary>
    public DateTimeOffset? UndoUntil { get; init; }

    public OfficerId? UndoneBy { get; init; }

    public DateTimeOffset? UndoneAt { get; init; }

    /// <summary>Why it was undone.</summary>
    public string? UndoReason { get; init; }

    /// <summary>Whether an officer has to do with migrations at all.</summary>
    public static bool IsFor(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Publisher) || officer.Is(Role.Controller);
    }

    /// <summary>Why an officer may not save this; null when they may.</summary>
    /// <param name="before">The migration as it is stored; null for a new one.</param>
    /// <param name="seen">The revision the officer saw.</param>
    /// <param name="pair">The two versions with the mapping; null where they are not two published versions of one case.</param>
    public static Refusal? MayNotSave(Officer by, MigrationProposal? before, int? seen, MigrationOrder order, VersionPair? pair)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!IsFor(by)) return MigrationRefusals.NotYours;
        if (before is { Status: not MigrationStatus.Proposed }) return MigrationRefusals.Settled;
        if (before is not null && seen != before.Revision) return MigrationRefusals.EditedMeanwhile;
        if (pair is null) return MigrationRefusals.NotTwoVersions;
        if (order.UndoDays is < 0 or > MigrationOrder.MostUndoDays) return MigrationRefusals.UndoDaysWrong(MigrationOrder.MostUndoDays);
        return pair.FaultInMapping();
    }

    /// <summary>Why it may not be decided; null when it may.</summary>
    /// <param name="isInForce">The version to move to is in force today.</param>
    public Refusal? MayNotDecide(Officer by, int seen, MigrationDecision decision, VersionPair? pair, bool isInForce, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (MayNotSave(by, this, seen, Order, pair) is { } refusal) return refusal;
        if (!isInForce) return MigrationRefusals.TargetNotInForce;
        (string? Text, Wording Name)[] fields =
        [
            (decision.Number, new("số quyết định", "its number")), (decision.Signer, new("người ký", "who signed it")),
            (decision.Reason, new("lý do", "the reason")), (decision.Basis, new("căn cứ pháp lý", "the legal basis")),
        ];
        foreach (var (text, name) in fields)
            if (string.IsNullOrWhiteSpace(text)) return MigrationRefusals.DecisionIncomplete(name);
        return decision.SignedOn > today ? MigrationRefusals.SignedInTheFuture : null;
    }

    /// <summary>Until when it may be undone, decided now; null where that was ruled out. Whole working days of the province's calendar.</summary>
    public DateTimeOffset? UndoUntilFrom(DateTimeOffset now, CalendarBook calendars)
    {
        ArgumentNullException.ThrowIfNull(calendars);
        return Order.UndoDays == 0 ? null : calendars.For(null).DueAt(now, new CountingRule(TimeLimit.OfDays(Order.UndoDays), Counting.RunningHours));
    }

    /// <summary>Why it may not be undone; null when it may, under way or carried out. Dossiers that went on meanwhile stay where they are, and those whose turn had not come never move.</summary>
    public Refusal? MayNotUndo(Officer by, string reason, DateTimeOffset now)
    {
        if (!IsFor(by)) return MigrationRefusals.NotYours;
        if (Status is not (MigrationStatus.Decided or MigrationStatus.Done) || UndoUntil is not { } until || now > until) return MigrationRefusals.UndoOver;
        return string.IsNullOrWhiteSpace(reason) ? MigrationRefusals.DecisionIncomplete(new("lý do hoàn tác", "why it is undone")) : null;
    }
}

/// <summary>Where a migration stands.</summary>
public enum MigrationStatus
{
    Proposed, // đang lập
    Withdrawn, // đã bỏ
    Decided, // đã quyết định, đang chuyển
    Done, // đã chuyển xong
    Undoing, // đang hoàn tác
    Undone, // đã hoàn tác
}

/// <summary>What became of one dossier in a migration.</summary>
public enum MigrationOutcome
{
    Moved, // đã chuyển
    Left, // không chuyển được, vẫn theo phiên bản cũ
    Returned, // đã hoàn tác
    Kept, // không hoàn tác được, vẫn theo phiên bản mới
}
