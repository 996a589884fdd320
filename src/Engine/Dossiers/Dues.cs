using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>A financial obligation that arose while a dossier was handled (nghĩa vụ tài chính): tax, land levy… The clock stands still until it is met.</summary>
/// <param name="Number">From 1, in the order imposed.</param>
/// <param name="What">What is to be paid for, as the notice says.</param>
/// <param name="Amount">Đồng, whole.</param>
/// <param name="Step">The step it arose at; a drawn waiting step may hold several.</param>
/// <param name="Line">The line of the clock ledger it opened; null at a drawn waiting step, which stops the clock itself.</param>
/// <param name="Paid">Đồng paid so far.</param>
/// <param name="IsWaived">Taken back or exempted by a decision.</param>
public sealed record Obligation(int Number, string What, decimal Amount, WrittenAct Document, StepKey Step, int? Line, decimal Paid = 0, bool IsWaived = false)
{
    /// <summary>Đồng still owed.</summary>
    public decimal Owed => IsWaived ? 0 : Amount - Paid;

    public bool IsSettled => Owed <= 0;
}

/// <summary>Money that was received: for an obligation, or for a fee of the procedure.</summary>
/// <param name="Obligation">The number of the obligation; null for a fee.</param>
/// <param name="Fee">The name of the fee in the process header; null for an obligation.</param>
/// <param name="Amount">Đồng, whole.</param>
/// <param name="Receipt">The number of the receipt (biên lai, giấy nộp tiền).</param>
public sealed record Payment(DateTimeOffset At, int? Obligation, string? Fee, decimal Amount, string Receipt, PaymentWay Way, OfficerId By);

/// <summary>How money came (cách nộp).</summary>
public enum PaymentWay
{
    Cash, // tiền mặt tại quầy
    Transfer, // chuyển khoản
    Online, // trực tuyến qua cổng
    Treasury, // nộp tại kho bạc, ngân hàng ủy nhiệm thu
}

/// <summary>What is owed of the fees a process lists (phí, lệ phí).</summary>
public static class DossierFees
{
    /// <summary>Collected at intake (khi tiếp nhận).</summary>
    public const int AtIntake = 1;

    /// <summary>Collected with a supplement (khi bổ sung).</summary>
    public const int AtSupplement = 2;

    /// <summary>Collected when the result is handed over (khi trả kết quả).</summary>
    public const int AtReturn = 4;

    /// <summary>The fees due at a moment and not paid in full, each with the đồng still owed.</summary>
    public static IReadOnlyList<(Fee Fee, decimal Owed)> Unpaid(ProcessHeader header, Dossier dossier, int moment)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(dossier);
        return [.. header.Fees.Where(fee => fee.Moment == moment).Select(fee => (fee, OwedOf(fee, dossier))).Where(owed => owed.Item2 > 0)];
    }

    /// <summary>What is left of one fee, in đồng.</summary>
    public static decimal OwedOf(Fee fee, Dossier dossier)
    {
        ArgumentNullException.ThrowIfNull(fee);
        ArgumentNullException.ThrowIfNull(dossier);
        return fee.Amount - dossier.Payments.Where(payment => payment.Fee == fee.Name).Sum(payment => payment.Amount);
    }
}

/// <summary>Papers the applicant was asked for and has not brought in full (giấy tờ đang chờ bổ sung).</summary>
/// <param name="At">When they were asked for: from here the time to answer runs.</param>
/// <param name="Drawn">A drawn waiting step holds them; else the step that asked.</param>
/// <param name="Arrived">Those that have come so far.</param>
public sealed record AwaitedPapers(StepKey Step, DateTimeOffset At, int Round, bool Drawn, ImmutableList<string> Missing, ImmutableList<string> Arrived)
{
    /// <summary>What is still to come.</summary>
    public IEnumerable<string> Outstanding => Missing.Except(Arrived);
}
