using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// D260–D299: who does the work, and how it goes back and forth.
public static partial class DossierRefusals
{
    // In whose hand

    public static Refusal AlreadyTaken(StepKey step) => new("D260", new(
        $"Bước {step} đã có người nhận.", $"Step {step} is already in somebody's hand."));

    public static Refusal NotInYourHand(StepKey step) => new("D261", new(
        $"Bước {step} không giao đích danh bạn nên không có gì để trả lại.", $"Step {step} was not given to you by name; there is nothing to hand back."));

    public static Refusal NotTheUnitsLeader(StepKey step) => new("D262", new(
        $"Chỉ lãnh đạo đơn vị, hoặc của cơ quan có đơn vị đó, được giao việc ở bước {step}.",
        $"Only a leader of the unit, or of its agency, may say whose step {step} is."));

    public static Refusal AssigneeDoesNotHold(StepKey step) => new("D263", new(
        $"Người được giao không giữ vị trí mà bước {step} cần.", $"The officer named does not hold the position that step {step} asks for."));

    public static Refusal NotAnOfficersStep(StepKey step) => new("D264", new(
        $"Bước {step} đang chờ người nộp hồ sơ, không giao cho cán bộ.", $"Step {step} waits for the applicant; it is given to nobody."));

    public static Refusal AlreadyTheirs(StepKey step) => new("D265", new(
        $"Bước {step} đang do chính người đó giữ.", $"Step {step} is in that officer's hand already."));

    // Back to where it came from

    public static Refusal NothingToRecall(StepKey step) => new("D266", new(
        $"Không còn lần chuyển nào từ bước {step} để thu hồi: hồ sơ đã đi tiếp, hoặc bước đó được hoàn thành theo phiên bản cũ của quy trình.",
        $"There is nothing to recall to step {step}: the dossier has moved on, or the step was completed under an earlier version of the process."));

    public static Refusal NotYoursToRecall(StepKey step) => new("D267", new(
        $"Chỉ người đã hoàn thành bước {step} được thu hồi.", $"Only whoever completed step {step} may recall it."));

    public static Refusal RecallNotDrawn(StepKey step) => new("D268", new(
        $"Quy trình không cho thu hồi bước {step}.", $"The process does not allow recalling step {step}."));

    public static Refusal SeenAlready(StepKey step) => new("D269", new(
        $"Bước {step} đã có người mở hoặc nhận, không thu hồi được nữa.", $"Step {step} has been opened or claimed; it is too late."));

    public static Refusal NotAPlainMove(StepKey step) => new("D270", new(
        $"Lần chuyển từ bước {step} không đảo lại nguyên vẹn được: nhánh khác đã nhập vào, đã đóng theo, hoặc đã hỏi người nộp.",
        $"What step {step} did cannot be undone as it was: another branch joined it, was closed by it, or the applicant was asked."));

    public static Refusal ReturnNotDrawn(StepKey step) => new("D271", new(
        $"Quy trình không cho trả lại bước trước từ bước {step}.", $"The process does not allow sending back from step {step}."));

    public static Refusal NoStepBefore(StepKey step) => new("D272", new(
        $"Không có bước trước nào để trả lại từ bước {step}, hoặc bước trước được hoàn thành theo phiên bản cũ của quy trình.",
        $"There is no step before {step} to send back to, or it was completed under an earlier version of the process."));

    public static Refusal NotYourResult => new("D273", new(
        "Chỉ lãnh đạo cơ quan giải quyết được thu hồi kết quả chưa trao.", "Only a leader of the deciding agency may withdraw a result."));

    // Signed

    public static Refusal SignatureMissing(StepKey step) => new("D274", new(
        $"Bước {step} phải có văn bản đã ký: số, người ký, ngày ký.", $"Step {step} needs a signed paper: number, signer, day."));

    public static Refusal EndIsSignedAtOnce => new("D335", new(
        "Dự thảo này kết thúc hồ sơ: ghi số, người ký, ngày ký của văn bản ngay khi duyệt.", "This draft ends the dossier: number, signer and day of the paper are recorded with its approval."));

    public static Refusal SignedInTheFuture => new("D275", new(
        "Ngày ký không được sau hôm nay.", "A paper is not signed after today."));

    // Drafts

    public static Refusal NotToBeDrafted => new("D276", new(
        "Việc này không dự thảo được; hãy làm trực tiếp.", "This act is not drafted; do it directly."));

    public static Refusal DraftedAlready => new("D277", new(
        "Việc này đã có dự thảo đang chờ duyệt.", "A draft of this act waits for approval already."));

    public static Refusal NoSuchDraft => new("D278", new(
        "Không có dự thảo nào đang chờ việc này.", "No draft waits for this."));

    public static Refusal NotTheDraftsLeader => new("D279", new(
        "Chỉ lãnh đạo đơn vị hoặc cơ quan đang xử lý được duyệt dự thảo.", "Only a leader of the unit or agency in charge decides on the draft."));

    public static Refusal OwnDraft => new("D280", new(
        "Người dự thảo không tự duyệt.", "Nobody approves what they wrote themselves."));

    public static Refusal NotYourDraft => new("D281", new(
        "Chỉ người dự thảo được rút lại.", "Only whoever wrote it may withdraw it."));

    public static Refusal DraftNoLongerPossible(Refusal why)
    {
        ArgumentNullException.ThrowIfNull(why);
        return new("D282", new(
            $"Việc trong dự thảo nay không thực hiện được nữa ({why.Code}): {why.Message.Vi}", $"What was drafted can no longer be done ({why.Code}): {why.Message.En}"));
    }

    // Standing in for somebody

    public static Refusal StandsInForOneself => new("D290", new(
        "Không ai làm thay cho chính mình.", "Nobody stands in for themselves."));

    public static Refusal DelegationInThePast => new("D291", new(
        "Ngày bắt đầu không được trước hôm nay: việc đã làm không thể nhận quyền về sau.", "It cannot begin before today: what was done gets no rights afterwards."));

    public static Refusal DelegationDaysWrong => new("D292", new(
        $"Ngày cuối không được trước ngày đầu, và không quá {DelegationRules.LongestDays} ngày.", $"The last day is not before the first, and not more than {DelegationRules.LongestDays} days later."));

    public static Refusal NoSuchPost => new("D293", new(
        "Người được làm thay không giữ vị trí đó.", "The officer who is stood in for does not hold that post."));

    public static Refusal NotYourDelegation => new("D294", new(
        "Chỉ chính người đó hoặc lãnh đạo của họ được đăng ký, thu hồi việc làm thay.", "Only the officer or a leader over them may register or call off who stands in."));

    public static Refusal SubstituteOfAnotherAgency => new("D295", new(
        "Người làm thay phải thuộc cùng cơ quan.", "Whoever stands in must belong to the same agency."));

    public static Refusal StoodInForAlready => new("D296", new(
        "Trong những ngày đó đã có người làm thay vị trí này.", "Somebody stands in for this post on these days already."));

    public static Refusal SubstituteOnLeave => new("D297", new(
        "Người được chọn cũng nghỉ trong những ngày đó.", "The officer chosen is on leave on these days, too."));

    public static Refusal DelegationOver => new("D298", new(
        "Việc làm thay này đã hết hạn hoặc đã thu hồi.", "It is over, or was called off."));

    public static Refusal RegistersOneself => new("D299", new(
        "Không ai tự đăng ký cho mình làm thay người khác; chính người đó hoặc một lãnh đạo khác của họ đăng ký.",
        "Nobody registers themselves to stand in for another; that officer, or another leader over them, does."));

    private static IReadOnlyList<Refusal> People =>
    [
        AlreadyTaken(Example), NotInYourHand(Example), NotTheUnitsLeader(Example), AssigneeDoesNotHold(Example), NotAnOfficersStep(Example), AlreadyTheirs(Example),
        NothingToRecall(Example), NotYoursToRecall(Example), RecallNotDrawn(Example), SeenAlready(Example), NotAPlainMove(Example), ReturnNotDrawn(Example), NoStepBefore(Example),
        NotYourResult, SignatureMissing(Example), EndIsSignedAtOnce, SignedInTheFuture,
        NotToBeDrafted, DraftedAlready, NoSuchDraft, NotTheDraftsLeader, OwnDraft, NotYourDraft, DraftNoLongerPossible(NotOpen(Example)),
        StandsInForOneself, DelegationInThePast, DelegationDaysWrong, NoSuchPost, NotYourDelegation, SubstituteOfAnotherAgency, StoodInForAlready, SubstituteOnLeave, DelegationOver, RegistersOneself,
    ];
}
