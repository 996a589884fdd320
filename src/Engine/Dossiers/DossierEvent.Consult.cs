using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Other bodies are asked for their opinion, side by side (lấy ý kiến).
[JsonDerivedType(typeof(ConsultationAsked), "consultation-asked")]
[JsonDerivedType(typeof(ConsultationChased), "consultation-chased")]
[JsonDerivedType(typeof(ConsultationAssigned), "consultation-assigned")]
[JsonDerivedType(typeof(ConsultationAnswered), "consultation-answered")]
[JsonDerivedType(typeof(ConsultationLapsed), "consultation-lapsed")]
[JsonDerivedType(typeof(ConsultationWithdrawn), "consultation-withdrawn")]
public abstract partial record DossierEvent
{
    /// <summary>Hỏi ý kiến một cơ quan, đơn vị ở một bước đang mở. The clocks of dossier and step run on.</summary>
    /// <param name="Number">1 for the dossier's first question; never given twice.</param>
    /// <param name="Run">Which time the step was open.</param>
    /// <param name="Papers">Numbers of the attachments that went with it.</param>
    public sealed record ConsultationAsked(
        DateTimeOffset At, OfficerId By, int Number, StepKey Step, int Run, AgencyCode Body, string Question, TimeLimit Limit, SilenceRule Silence, string? Basis,
        ImmutableList<int> Papers) : DossierEvent(At, By);

    /// <summary>Nhắc cơ quan, đơn vị được hỏi trả lời.</summary>
    public sealed record ConsultationChased(DateTimeOffset At, OfficerId By, int Number, string? Note) : DossierEvent(At, By);

    /// <summary>Lãnh đạo nơi được hỏi giao việc trả lời cho một cán bộ.</summary>
    /// <param name="Place">Where that officer stands: the body, or a unit of it.</param>
    /// <param name="Note">What the leader tells them.</param>
    public sealed record ConsultationAssigned(DateTimeOffset At, OfficerId By, int Number, OfficerId Assignee, AgencyCode Place, string? Note) : DossierEvent(At, By);

    /// <summary>Cơ quan, đơn vị được hỏi trả lời.</summary>
    /// <param name="Note">The conditions, or why not; what else they say.</param>
    /// <param name="Signature">The signed letter, where there is one.</param>
    public sealed record ConsultationAnswered(
        DateTimeOffset At, OfficerId By, int Number, ConsultedOpinion Opinion, string? Note, SignatureReference? Signature) : DossierEvent(At, By);

    /// <summary>Hết thời hạn mà không trả lời: nothing is waited for any more.</summary>
    /// <param name="CountsAsConsent">By its rule the silence is consent; else the step went on without an opinion.</param>
    public sealed record ConsultationLapsed(DateTimeOffset At, OfficerId By, int Number, bool CountsAsConsent) : DossierEvent(At, By);

    /// <summary>Không hỏi nữa: the asking officer took the question back, or went on without the opinion and said why, or its step was closed.</summary>
    public sealed record ConsultationWithdrawn(DateTimeOffset At, OfficerId By, int Number, string Reason) : DossierEvent(At, By);
}
