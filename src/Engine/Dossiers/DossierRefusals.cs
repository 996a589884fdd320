using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Every no a dossier can hear (các trường hợp từ chối thao tác): code D1xx and a sentence. Codes are for good; sentences may get better.</summary>
public static partial class DossierRefusals
{
    // Whether it can be acted on at all

    public static Refusal NotReceived { get; } = new("D101", new(
        "Hồ sơ chưa được tiếp nhận.", "The dossier has not been received."));

    public static Refusal AlreadyReceived { get; } = new("D102", new(
        "Hồ sơ này đã được tiếp nhận.", "This dossier has already been received."));

    public static Refusal AlreadyEnded { get; } = new("D103", new(
        "Hồ sơ đã kết thúc, không thao tác được nữa.", "The dossier has ended; nothing more can be done to it."));

    public static Refusal NotOpen(StepKey step) => new("D104", new(
        $"Bước {step} không còn chờ xử lý ở hồ sơ này.", $"Step {step} is not open in this dossier."));

    // Who may

    public static Refusal NotYourStep(StepKey step) => new("D105", new(
        $"Bước {step} thuộc vị trí khác; bạn không giữ vị trí đó.", $"Step {step} belongs to a position you do not hold."));

    public static Refusal NamedToAnother(StepKey step) => new("D106", new(
        $"Bước {step} đã phân công cho người khác; chỉ người đó hoặc lãnh đạo đơn vị làm được.",
        $"Step {step} was assigned to somebody else; only they or a leader of the unit may act on it."));

    public static Refusal NotADeskOfficer { get; } = new("D107", new(
        "Chỉ công chức một cửa giữ vị trí tiếp nhận tại nơi nộp mới được tiếp nhận hồ sơ.",
        "Only a desk officer who holds the intake post where the dossier is handed in may receive it."));

    public static Refusal NeedsALeader { get; } = new("D108", new(
        "Yêu cầu bổ sung từ lần thứ hai phải do lãnh đạo đơn vị quyết định.",
        "From the second time on, only a leader of the unit may ask for a supplement."));

    // What a completion must say

    public static Refusal NoSuchOutcome(StepKey step, string outcome) => new("D110", new(
        $"Bước {step} không có kết quả xử lý “{outcome}”.", $"Step {step} has no outcome “{outcome}”."));

    public static Refusal AssigneeMissing(StepKey step) => new("D111", new(
        $"Bước {step} phải nêu người được phân công.", $"Step {step} must name the officer it assigns to."));

    public static Refusal AssigneeNotThere(StepKey step) => new("D112", new(
        $"Người được phân công ở bước {step} không giữ vị trí nào tại đơn vị này.",
        $"The officer named at step {step} holds no position in this unit."));

    public static Refusal ReasonMissing { get; } = new("D113", new("Phải nêu lý do.", "A reason must be given."));

    public static Refusal MissingPapersNotNamed { get; } = new("D114", new(
        "Phải liệt kê đầy đủ giấy tờ cần bổ sung.", "The papers that are missing must be listed, all of them."));

    public static Refusal TextTooLong(string field, int longest) => new("D115", new(
        $"“{field}” dài quá {longest} ký tự.", $"“{field}” is longer than {longest} characters."));

    public static Refusal StillInTime(StepKey step, DateTimeOffset due)
    {
        var moment = due.ToOffset(VietnamTime.Offset);
        return new("D116", new(
            string.Create(CultureInfo.InvariantCulture, $"Bước {step} còn trong thời hạn chờ, đến {moment:HH:mm dd/MM/yyyy}; chưa thể ghi là quá hạn."),
            string.Create(CultureInfo.InvariantCulture, $"Step {step} still has time, until {moment:HH:mm dd/MM/yyyy}; it cannot be closed as expired yet.")));
    }

    // What a receipt must say

    public static Refusal ApplicantNameMissing { get; } = new("D120", new(
        "Phải nhập tên người nộp hồ sơ.", "The applicant's name must be given."));

    public static Refusal ComponentNameMissing { get; } = new("D121", new(
        "Mỗi thành phần hồ sơ phải có tên.", "Every component of the dossier must be named."));

    public static Refusal ComponentCountWrong(string component) => new("D122", new(
        $"Số bản của “{component}” phải từ 0 đến {IntakeCheck.MostCopies}.", $"The number of copies of “{component}” must be 0 to {IntakeCheck.MostCopies}."));

    public static Refusal TooMany(string field, int most) => new("D123", new(
        $"“{field}” có quá {most} dòng.", $"“{field}” has more than {most} lines."));

    public static Refusal AttributeMissing(string name, string? title) => new("D124", new(
        $"Chưa có thông tin “{title ?? name}” ({name}) mà quy trình cần để rẽ nhánh.", $"The attribute “{name}”, which the process needs to choose a branch, is missing."));

    public static Refusal AttributeOfWrongType(string name, string type) => new("D125", new(
        $"Thông tin “{name}” phải có kiểu {type}.", $"The attribute “{name}” must be of type {type}."));

    public static Refusal AttributeUnknown(string name) => new("D126", new(
        $"Quy trình không khai báo thông tin “{name}”.", $"The process declares no attribute “{name}”."));

    public static Refusal AreaUnknown(string area) => new("D127", new(
        $"Quy trình không quy định cộng thêm ngày cho địa bàn “{area}”.", $"The process knows no longer limit for the area “{area}”."));

    // Promises

    public static Refusal YearNotConfirmed(int year) => new("D130", new(
        $"Lịch làm việc năm {year.ToString(CultureInfo.InvariantCulture)} chưa được xác nhận nên chưa thể hẹn ngày trả.",
        $"The calendar of {year.ToString(CultureInfo.InvariantCulture)} is not confirmed, so no date in it can be promised."));

    public static Refusal LimitNotCountable(Wording why) => new("D131", new(
        $"Không tính được ngày hẹn trả: {why.Vi}", $"No date can be promised: {why.En}"));

    // Supplements

    public static Refusal SupplementNotAllowed { get; } = new("D140", new(
        "Quy trình này không cho yêu cầu bổ sung ở bước này.", "This process does not allow asking for a supplement at this step."));

    public static Refusal NoRoundsLeft(int rounds) => new("D141", new(
        $"Đã yêu cầu bổ sung đủ {rounds} lần mà quy trình cho phép.", $"The {rounds} supplement request(s) that the process allows have been used."));

    public static Refusal AwaitingSupplement { get; } = new("D142", new(
        "Hồ sơ đang chờ bổ sung; nhận phần bổ sung trước rồi mới xử lý tiếp.", "The dossier is waiting for a supplement; receive it before going on."));

    public static Refusal NoSupplementAsked { get; } = new("D143", new(
        "Hồ sơ không có yêu cầu bổ sung nào đang chờ theo cách này; nếu đang ở bước chờ bổ sung, hãy hoàn thành bước đó.",
        "No supplement is awaited in this way; where the dossier stands at a waiting step, complete that step."));

    public static Refusal BasisMissing { get; } = new("D144", new(
        "Yêu cầu bổ sung từ lần thứ hai phải nêu căn cứ pháp lý.", "From the second time on, a supplement request must name its legal basis."));

    // Results

    public static Refusal ResultNotReady { get; } = new("D150", new(
        "Chưa có kết quả để trả.", "There is no result to return yet."));

    // Reminders: the sweep reads these two and lets the reminder go, or keeps it for later

    public static Refusal ReminderSettled { get; } = new("D160", new(
        "Không còn gì để nhắc: bước đã xong hoặc đã nhắc rồi.", "Nothing left to remind of: the step is over or was reminded of already."));

    public static Refusal ReminderTooEarly { get; } = new("D161", new(
        "Chưa đến lúc nhắc hạn bước này.", "It is too early to remind of this step."));

    // What a checked definition does not let happen; an imported one may

    public static Refusal NoWayOn(StepKey step, string port) => new("D170", new(
        $"Quy trình không vẽ đường đi tiếp từ bước {step} theo “{port}”.", $"The process draws no way on from step {step} by “{port}”."));

    public static Refusal OpenTwice(StepKey step) => new("D171", new(
        $"Bước {step} đang mở; quy trình lại mở nó lần nữa cùng lúc.", $"Step {step} is open already; the process would open it a second time."));

    public static Refusal NoCaseHolds(StepKey step) => new("D172", new(
        $"Không nhánh nào ở {step} ứng với thông tin của hồ sơ.", $"No case at {step} holds for this dossier."));

    public static Refusal GoesRound(StepKey step) => new("D173", new(
        $"Các điều kiện quanh {step} rẽ vòng mãi, không tới bước nào.", $"The conditions around {step} lead round in a circle and to no step."));

    public static Refusal ConditionUnreadable(StepKey step) => new("D174", new(
        $"Điều kiện rẽ nhánh ở {step} không đọc được.", $"The condition at {step} cannot be read."));

    public static Refusal ProcedureNotNamed { get; } = new("D175", new(
        "Quy trình không ghi mã thủ tục hành chính.", "The process names no procedure."));

    public static Refusal NothingLeftToDo { get; } = new("D176", new(
        "Theo quy trình đã vẽ, hồ sơ sẽ không còn bước nào để làm mà cũng chưa kết thúc.", "As the process is drawn, the dossier would have nothing left to do and no end."));

    /// <summary>One of each, in the order of their codes: what the public list of refusals is made from.</summary>
    public static IReadOnlyList<Refusal> All =>
    [
        NotReceived, AlreadyReceived, AlreadyEnded, NotOpen(Example), NotYourStep(Example), NamedToAnother(Example), NotADeskOfficer, NeedsALeader,
        NoSuchOutcome(Example, "Passed"), AssigneeMissing(Example), AssigneeNotThere(Example), ReasonMissing, MissingPapersNotNamed, TextTooLong("Ghi chú", 2000),
        StillInTime(Example, new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero)),
        ApplicantNameMissing, ComponentNameMissing, ComponentCountWrong("Đơn đề nghị"), TooMany("Thành phần hồ sơ", IntakeCheck.MostLines),
        AttributeMissing("dienTich", "Diện tích"), AttributeOfWrongType("dienTich", "Decimal"), AttributeUnknown("dienTich"), AreaUnknown("Xã vùng cao"),
        YearNotConfirmed(2027), LimitNotCountable(new("thời hạn không tròn ngày.", "the limit is not a whole number of days.")),
        SupplementNotAllowed, NoRoundsLeft(1), AwaitingSupplement, NoSupplementAsked, BasisMissing,
        ResultNotReady, ReminderSettled, ReminderTooEarly,
        .. OfClocks,
        NoWayOn(Example, "Passed"), OpenTwice(Example), NoCaseHolds(Example), GoesRound(Example), ConditionUnreadable(Example), ProcedureNotNamed, NothingLeftToDo,
        .. OfTheDesk,
        .. People,
        .. OfOpinions,
    ];

    private static StepKey Example => new("B3");
}
