using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.HandlingOfficer;

// What was asked of other bodies, and what they said.
public sealed partial class Chronicle
{
    private Wording? OpinionSentence(DossierEvent happened) => happened switch
    {
        DossierEvent.ConsultationAsked e => new(
            $"Lấy ý kiến số {e.Number}: {place(e.Body)}, trả lời trong {e.Limit.ToWording().Vi}", $"Question {e.Number} to {place(e.Body)}, to be answered within {e.Limit.ToWording().En}"),
        DossierEvent.ConsultationAssigned e => new($"Giao trả lời ý kiến số {e.Number} cho {name(e.Assignee)}", $"Gave question {e.Number} to {name(e.Assignee)} to answer"),
        DossierEvent.ConsultationChased e => new($"Nhắc trả lời ý kiến số {e.Number}", $"Chased opinion {e.Number}"),
        DossierEvent.ConsultationAnswered e => new(
            $"Trả lời ý kiến số {e.Number}: {e.Opinion.ToWording().Vi.ToLowerInvariant()}{SignedAs(e).Vi}", $"Answered question {e.Number}: {e.Opinion.ToWording().En.ToLowerInvariant()}{SignedAs(e).En}"),
        DossierEvent.ConsultationLapsed { CountsAsConsent: true } e => new($"Hết hạn ý kiến số {e.Number} mà không trả lời: coi như đồng ý", $"No reply to question {e.Number} in time: it counts as consent"),
        DossierEvent.ConsultationLapsed e => new($"Hết hạn ý kiến số {e.Number} mà không trả lời: đi tiếp không có ý kiến", $"No reply to question {e.Number} in time: it went on without"),
        DossierEvent.ConsultationWithdrawn e => new($"Không hỏi ý kiến số {e.Number} nữa", $"Question {e.Number} is not asked any more"),
        DossierEvent.AttachmentAdded e => new($"Đính kèm tệp “{e.Name}” vào ý kiến số {e.Run}", $"Attached the file “{e.Name}” to the answer to question {e.Run}"),
        DossierEvent.Reminded { Kind: ReminderKind.Overdue } e => new($"Nhắc: ý kiến số {e.Run} đã quá hạn trả lời", $"Reminder: the opinion asked for by question {e.Run} is overdue"),
        DossierEvent.Reminded e => new($"Nhắc: ý kiến số {e.Run} sắp đến hạn trả lời", $"Reminder: the opinion asked for by question {e.Run} is due soon"),
        _ => null,
    };

    private static Wording SignedAs(DossierEvent.ConsultationAnswered e) =>
        e.Signature is { } signature ? new($" (văn bản {signature.Number}, {signature.Signer})", $" (letter {signature.Number}, {signature.Signer})") : new("", "");
}
