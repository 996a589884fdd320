using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Every reason why a decision that carries many processes is not prepared or signed (P2xx). What is wrong with one of its lines may also be a reason of <see cref="PublicationRefusals"/>.</summary>
public static class DecisionRefusals
{
    /// <summary>The code that comes with a list of lines.</summary>
    public const string LinesHeldUp = "P211";

    // The decision itself
    public static readonly Refusal AlreadyBegun = new("P201", new(
        "Hồ sơ quyết định này đã được lập rồi.",
        "This decision has already been begun."));

    public static readonly Refusal NotBegun = new("P202", new(
        "Chưa có hồ sơ quyết định nào để thực hiện việc này.",
        "There is no decision yet that this could be done to."));

    public static readonly Refusal AlreadySigned = new("P203", new(
        "Quyết định đã ký ban hành nên giữ nguyên; muốn thay đổi phải ban hành quyết định khác.",
        "A signed decision stays as it is; a change is another decision."));

    public static readonly Refusal AlreadyDiscarded = new("P204", new(
        "Hồ sơ quyết định đã bỏ, không thực hiện thêm việc gì được nữa.",
        "The decision was discarded; nothing more can be done with it."));

    public static readonly Refusal NotYourAuthority = new("P205", new(
        "Quyết định này do cơ quan khác chuẩn bị và ký ban hành.",
        "Another authority prepares and signs this decision."));

    public static readonly Refusal NoLines = new("P206", new(
        "Quyết định phải có ít nhất một quy trình.",
        "A decision needs at least one process."));

    public static readonly Refusal NoSubject = new("P208", new(
        "Quyết định phải có trích yếu.",
        "The decision needs a subject."));

    public static readonly Refusal NoSigner = new("P209", new(
        "Quyết định phải ghi chức vụ và họ tên người ký.",
        "The decision needs the signer's title and name."));

    public static readonly Refusal NoReasonToDiscard = new("P210", new(
        "Bỏ hồ sơ quyết định phải ghi lý do.",
        "Discarding a decision needs a reason."));

    // One of its lines
    public static readonly Refusal NoDraft = new("P221", new(
        "Phê duyệt, sửa đổi hoặc thay thế phải nêu dự thảo được ban hành.",
        "Approving, amending or replacing needs the draft that becomes law."));

    public static readonly Refusal NothingEnds = new("P222", new(
        "Thay thế hoặc bãi bỏ phải nêu ít nhất một phiên bản hết hiệu lực.",
        "Replacing or abolishing needs at least one version that ends."));

    public static readonly Refusal MayNotEnd = new("P223", new(
        "Phê duyệt mới hoặc sửa đổi không kèm bãi bỏ phiên bản khác; muốn vậy hãy chọn thay thế.",
        "Approving or amending ends no other version; choose to replace instead."));

    public static readonly Refusal MayNotIssue = new("P224", new(
        "Bãi bỏ không kèm dự thảo; muốn ban hành bản khác thay vào, hãy chọn thay thế.",
        "Abolishing issues no draft; choose to replace instead."));

    public static readonly Refusal NoSuchDraft = new("P225", new(
        "Không có dự thảo này, hoặc bạn không được xem.",
        "There is no such draft, or it is not yours to see."));

    public static readonly Refusal NoSuchVersion = new("P226", new(
        "Không có phiên bản này.",
        "There is no such version."));

    public static readonly Refusal InForceAlready = new("P230", new(
        "Vào ngày quyết định có hiệu lực, thủ tục và trường hợp này đã có quy trình; hãy chọn sửa đổi hoặc thay thế.",
        "On the decision's day of effect a process of this procedure and case is in force; choose to amend or to replace."));

    public static readonly Refusal NothingInForce = new("P231", new(
        "Vào ngày quyết định có hiệu lực, thủ tục và trường hợp này chưa có quy trình nào để sửa đổi; hãy chọn phê duyệt mới.",
        "On the decision's day of effect no process of this procedure and case is in force that could be amended; choose to approve."));

    public static readonly Refusal InAnotherDecision = new("P232", new(
        "Dự thảo đang nằm trong một hồ sơ quyết định khác chưa ký.",
        "The draft is in another decision that is not signed yet."));

    // A draft that somebody wants to sign alone
    public static readonly Refusal SignedWithItsDecision = new("P235", new(
        "Dự thảo đang nằm trong một hồ sơ quyết định chưa ký; hãy ký quyết định đó, hoặc đưa dự thảo ra khỏi hồ sơ trước.",
        "The draft is in a decision that is not signed yet; sign that decision, or take the draft out of it first."));

    /// <summary>All of them, by code; those that name something stand with an example.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        AlreadyBegun, NotBegun, AlreadySigned, AlreadyDiscarded, NotYourAuthority, NoLines, TooManyLines(51), NoSubject, NoSigner, NoReasonToDiscard, HeldUp([new(3, NoDraft)]),
        NoDraft, NothingEnds, MayNotEnd, MayNotIssue, NoSuchDraft, NoSuchVersion, DraftTwice(1), CaseTwice(1), EndedTwice(1), InForceAlready, NothingInForce, InAnotherDecision, SignedWithItsDecision,
    ];

    public static Refusal TooManyLines(int count) => new("P207", new(
        $"Một quyết định có nhiều nhất {DecisionContent.MostLines} quy trình; hồ sơ này có {count}.",
        $"A decision carries at most {DecisionContent.MostLines} processes; this one has {count}."));

    /// <summary>All or nothing: one line that cannot be signed holds up the whole. Names every one.</summary>
    public static Refusal HeldUp(IReadOnlyList<LineFault> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        return new(LinesHeldUp, new(
            $"Cả quyết định chưa thực hiện được vì các dòng sau. {string.Join(" ", faults.Select(fault => $"Dòng {fault.Line}: {fault.Reason.Message.Vi}"))}",
            $"The whole decision is held up by these lines. {string.Join(" ", faults.Select(fault => $"Line {fault.Line}: {fault.Reason.Message.En}"))}"));
    }

    public static Refusal DraftTwice(int line) => new("P227", new(
        $"Dự thảo này đã có ở dòng {line}.",
        $"Line {line} already has this draft."));

    public static Refusal CaseTwice(int line) => new("P228", new(
        $"Thủ tục và trường hợp này đã có ở dòng {line}; mỗi quyết định chỉ một dòng cho một thủ tục, trường hợp.",
        $"Line {line} already speaks of this procedure and case; a decision has one line for each."));

    public static Refusal EndedTwice(int line) => new("P229", new(
        $"Phiên bản này đã hết hiệu lực theo dòng {line}.",
        $"Line {line} already ends this version."));
}

/// <summary>What is wrong with one line of a decision.</summary>
/// <param name="Line">Which one, from 1.</param>
public sealed record LineFault(int Line, Refusal Reason)
{
    /// <summary>The draft or version it is about; null where it is about the line as such.</summary>
    public string? Draft { get; init; }
}
