using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Which procedure times the appraisal of drafts (thời hạn thẩm định), and which act on a draft completes which of its steps: a member of the province's catalogue.</summary>
/// <remarks>The dossier of an appraisal runs on whatever version of the procedure is in force, like any other; only this table ties it to the draft.</remarks>
/// <param name="Procedure">The internal procedure, as <c>NB-SKHCN-01</c>.</param>
/// <param name="AppraisedBy">The body whose appraisals it times, and that decides the dossier; what other bodies appraise has no clock.</param>
/// <param name="Acts">What each act completes, at most one line for each.</param>
public sealed record AppraisalBinding(ProcedureCode Procedure, AgencyCode AppraisedBy, IReadOnlyList<BoundAct> Acts)
{
    /// <summary>The steps an act completes, in order; none where the table does not name the act.</summary>
    public IReadOnlyList<BoundStep> StepsOf(DraftMoment act) => Acts.FirstOrDefault(line => line.Act == act)?.Steps ?? [];
}

/// <summary>An act on a draft, and the steps it completes if they are open, in order.</summary>
public sealed record BoundAct(DraftMoment Act, IReadOnlyList<BoundStep> Steps);

/// <summary>A step and the outcome it is completed with; written <c>B3:Passed</c>. A step that has but one way on, as returning the result, needs no outcome.</summary>
public sealed record BoundStep(StepKey Step, string? Outcome) : IParsable<BoundStep>
{
    public override string ToString() => Outcome is null ? Step.Value : $"{Step}:{Outcome}";

    public static BoundStep Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var step) ? step : throw new FormatException($"No step with its outcome: {s}");

    public static bool TryParse([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? s, IFormatProvider? provider, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BoundStep? result)
    {
        var (key, outcome) = s?.Split(':') switch
        {
            [var only] => (only.Trim(), (string?)null),
            [var step, var port] when port.Trim().Length > 0 => (step.Trim(), port.Trim()),
            _ => ("", null),
        };
        result = StepKey.TryParse(key, provider, out var parsed) ? new(parsed, outcome) : null;
        return result is not null;
    }
}

/// <summary>What happens to a draft in the chain, as far as its dossier follows it. Sending it in receives the dossier, withdrawing it withdraws that too: these need no line.</summary>
public enum DraftMoment
{
    Submitted, // gửi thẩm định
    Declined, // trả lại vì thiếu hồ sơ, chưa tiếp nhận
    Accepted, // tiếp nhận để thẩm định
    Assigned, // phân công
    MustComplete, // ý kiến: chưa đạt, hoặc cần hoàn thiện
    FoundFit, // ý kiến: đạt
    Resubmitted, // gửi lại sau khi hoàn thiện
    Proposed, // trình công bố
    SentBack, // người công bố trả lại
    Published, // công bố
    Withdrawn, // rút
}
