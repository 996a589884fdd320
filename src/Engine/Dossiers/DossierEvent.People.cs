using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Who has a step in hand, who has seen it, and how it came back.
[JsonDerivedType(typeof(StepAssigned), "step-assigned")]
[JsonDerivedType(typeof(StepSeen), "step-seen")]
[JsonDerivedType(typeof(StepTakenBack), "step-taken-back")]
[JsonDerivedType(typeof(ResultWithdrawn), "result-withdrawn")]
[JsonDerivedType(typeof(OfficerUnnamed), "officer-unnamed")]
public abstract partial record DossierEvent
{
    /// <summary>Giao, nhận hoặc trả lại việc ở một bước.</summary>
    /// <param name="Assignee">Who has it in hand from now on; null: anybody in the position again.</param>
    public sealed record StepAssigned(DateTimeOffset At, OfficerId By, StepKey Step, int Run, OfficerId? Assignee, string? Reason) : DossierEvent(At, By);

    /// <summary>Người được giao bước đã mở hồ sơ: once for each step and officer. From here on the step before cannot be recalled.</summary>
    public sealed record StepSeen(DateTimeOffset At, OfficerId By, StepKey Step, int Run) : DossierEvent(At, By);

    /// <summary>Một bước đã xong được làm lại: what its completion opened is closed, and it is open anew.</summary>
    /// <param name="Run">Which of its runs was undone.</param>
    public sealed record StepTakenBack(DateTimeOffset At, OfficerId By, StepKey Step, int Run, TakenBack How, string? Reason) : DossierEvent(At, By);

    /// <summary>Một lần phân công được thu hồi hoặc trả lại: whoever it named for these positions of the place is named no more.</summary>
    public sealed record OfficerUnnamed(DateTimeOffset At, OfficerId By, AgencyCode Place, OfficerId Officer, ImmutableList<PositionKey> Positions) : DossierEvent(At, By);

    /// <summary>Thu hồi kết quả chưa trao: processing is not finished after all, and the clock has been running.</summary>
    public sealed record ResultWithdrawn(DateTimeOffset At, OfficerId By, string Reason) : DossierEvent(At, By);
}

/// <summary>How a finished step came back.</summary>
public enum TakenBack
{
    Recalled, // người làm thu hồi
    SentBack, // bước sau trả lại
    Withdrawn, // lãnh đạo thu hồi kết quả
}

/// <summary>The clock of a step that was recalled: it goes on from where it began, less the time the step was out of hand.</summary>
/// <param name="From">When the step was first opened.</param>
/// <param name="Away">When it was with the next step instead.</param>
public sealed record CarriedClock(DateTimeOffset From, ImmutableList<Pause> Away);

/// <summary>A signed paper, as the signing system knows it (văn bản đã ký).</summary>
/// <param name="Number">Số, ký hiệu.</param>
/// <param name="Signer">Who signed, as printed.</param>
/// <param name="Hash">The file's fingerprint, where the signing system gives one.</param>
public sealed record SignatureReference(string Number, string Signer, DateOnly SignedOn, string? Hash = null);
