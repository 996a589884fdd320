using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Migrations;

/// <summary>Every no about moving running dossiers to another version (các trường hợp từ chối chuyển phiên bản): code D3xx and a sentence. Codes are for good; sentences may get better.</summary>
public static class MigrationRefusals
{
    public static Refusal NotYours { get; } = new("D300", new(
        "Chỉ người công bố quy trình và cán bộ kiểm soát TTHC của tỉnh được lập, xem trước và quyết định chuyển hồ sơ sang phiên bản mới.",
        "Only those who publish processes and the province's controllers may draw up, weigh and decide that dossiers move to another version."));

    public static Refusal NotTwoVersions { get; } = new("D301", new(
        "Phải chọn hai phiên bản đã công bố khác nhau của cùng một thủ tục, cùng một trường hợp.",
        "Choose two different published versions of one procedure and one case."));

    public static Refusal TargetNotInForce { get; } = new("D302", new(
        "Phiên bản chuyển đến chưa có hiệu lực hoặc đã hết hiệu lực.", "The version to move to is not in force."));

    public static Refusal Settled { get; } = new("D303", new(
        "Đợt chuyển này đã quyết định hoặc đã bỏ, không sửa được nữa.", "This migration was decided or withdrawn; it can no longer change."));

    public static Refusal EditedMeanwhile { get; } = new("D304", new(
        "Đợt chuyển vừa được người khác lưu. Hãy tải lại rồi làm tiếp.", "Somebody else has just saved this migration. Load it again and go on."));

    public static Refusal DecisionIncomplete(Wording field) => new("D305", new(
        $"Quyết định chuyển phải ghi {field.Vi}.", $"The decision must state {field.En}."));

    public static Refusal SignedInTheFuture { get; } = new("D306", new(
        "Ngày ký quyết định không được sau hôm nay.", "The decision cannot be signed later than today."));

    public static Refusal MappingUnknown(StepKey from, StepKey to) => new("D307", new(
        $"Không đối chiếu được bước {from} với bước {to}: một trong hai không có trong phiên bản của nó.", $"Step {from} cannot be mapped to {to}: one of them is not in its version."));

    public static Refusal MappingOfAnotherKind(StepKey from, StepKey to) => new("D308", new(
        $"Bước {from} và bước {to} là hai loại bước khác nhau, việc đang làm không chuyển qua được.", $"Steps {from} and {to} are of different kinds; open work cannot pass from one to the other."));

    public static Refusal UndoDaysWrong(int most) => new("D309", new(
        $"Thời gian được hoàn tác phải từ 0 đến {most} ngày làm việc.", $"The time to undo is 0 to {most} working days."));

    public static Refusal AnotherVersion { get; } = new("D310", new(
        "Hồ sơ không còn chạy theo phiên bản được chuyển.", "The dossier no longer runs on the version that is moved."));

    public static Refusal StepWithoutCounterpart(StepKey step) => new("D311", new(
        $"Bước {step} đang mở mà phiên bản mới không có bước tương ứng: cần đối chiếu.", $"Step {step} is open and the new version has no such step: it must be mapped."));

    public static Refusal BranchWithoutPlace(StepKey step, StepKey join) => new("D312", new(
        $"Nhánh đã xong ở bước {step} đang chờ tại {join}; phiên bản mới không có chỗ chờ tương ứng.", $"The branch that is done at step {step} waits at {join}; the new version has no place where it could wait."));

    public static Refusal NeverStandsSo { get; } = new("D313", new(
        "Theo phiên bản mới, không hồ sơ nào có thể mở đúng những bước này cùng lúc.", "Under the new version no dossier can ever have just these steps open."));

    public static Refusal CannotFinish { get; } = new("D314", new(
        "Từ chỗ hồ sơ đang đứng, phiên bản mới không bảo đảm tới được kết thúc mà không bỏ sót việc.", "From where the dossier stands the new version does not surely lead to an end without work left behind."));

    public static Refusal IsDone { get; } = new("D315", new(
        "Hồ sơ đã xử lý xong hoặc đã kết thúc: theo phiên bản cũ đến cùng.", "The dossier is finished or has ended: it stays on its version."));

    public static Refusal AnswerMissing(string attribute) => new("D316", new(
        $"Phiên bản mới rẽ nhánh theo “{attribute}”, thông tin này hồ sơ không có.", $"The new version decides by “{attribute}”, which the dossier does not say."));

    public static Refusal LimitUnfit(Wording why) => new("D317", new(
        $"Thời hạn không chuyển được: {why.Vi}", $"The limit cannot be carried over: {why.En}"));

    public static Refusal MovedOnSince { get; } = new("D318", new(
        "Sau khi chuyển, hồ sơ đã có thao tác khác: không hoàn tác được.", "Something was done to the dossier after it had moved: it cannot go back."));

    public static Refusal UndoOver { get; } = new("D319", new(
        "Đợt chuyển này không hoàn tác được: chưa quyết định, đã hoàn tác, hoặc đã hết thời gian cho phép.", "This migration cannot be undone: it is not decided, was undone already, or the time for it is over."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotYours, NotTwoVersions, TargetNotInForce, Settled, EditedMeanwhile, DecisionIncomplete(new("số", "its number")), SignedInTheFuture,
        MappingUnknown(new("B3"), new("B4")), MappingOfAnotherKind(new("B3"), new("BS")), UndoDaysWrong(30), AnotherVersion, StepWithoutCounterpart(new("B3")),
        BranchWithoutPlace(new("B3"), new("J")), NeverStandsSo, CannotFinish, IsDone, AnswerMissing("dienTich"),
        LimitUnfit(new("phiên bản mới không hẹn ngày trả.", "the new version promises no date.")), MovedOnSince, UndoOver,
    ];
}
