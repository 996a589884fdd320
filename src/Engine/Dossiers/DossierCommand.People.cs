using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Who does the work, and how it goes back.
public abstract partial record DossierCommand
{
    /// <summary>Nhận việc: a step open to a position becomes one officer's.</summary>
    public sealed record Claim(Officer By, StepKey Step) : DossierCommand(By);

    /// <summary>Giao việc hoặc giao lại: a leader of the unit, or of its agency, says whose it is.</summary>
    public sealed record Assign(Officer By, StepKey Step, Officer? Assignee, string Reason) : DossierCommand(By);

    /// <summary>Trả lại việc đã nhận: anybody in the position may take it again.</summary>
    public sealed record HandBack(Officer By, StepKey Step, string? Reason = null) : DossierCommand(By);

    /// <summary>Đã mở hồ sơ ở bước mình được làm. Saying it again changes nothing.</summary>
    public sealed record MarkSeen(Officer By, StepKey Step) : DossierCommand(By);

    /// <summary>Thu hồi một bước vừa chuyển đi, khi bước sau chưa ai mở.</summary>
    public sealed record Recall(Officer By, StepKey Step, string? Reason = null) : DossierCommand(By);

    /// <summary>Trả lại bước trước.</summary>
    public sealed record SendBack(Officer By, StepKey Step, string Reason) : DossierCommand(By);

    /// <summary>Thu hồi kết quả đã xong nhưng chưa trao.</summary>
    public sealed record WithdrawResult(Officer By, string Reason) : DossierCommand(By);
}
