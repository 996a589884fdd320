using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Before a dossier is received, when it is corrected, and when its result is handed over: D230–D259.
public static partial class DossierRefusals
{
    public static Refusal AlreadySubmitted { get; } = new("D230", new(
        "Hồ sơ này đã được nộp.", "This dossier was handed in already."));

    public static Refusal NotForThePublic { get; } = new("D231", new(
        "Chỉ thủ tục hành chính mới nhận hồ sơ của công dân; quy trình này là quy trình nội bộ.",
        "Only procedures for the public take dossiers from citizens; this process is an internal one."));

    public static Refusal NotYoursToHandIn { get; } = new("D232", new(
        "Chỉ cổng dịch vụ công, bộ phận Một cửa nơi tiếp nhận hoặc nơi hỗ trợ mới được nộp hồ sơ thay người dân.",
        "Only the portal, the receiving desk or the agency that helps may hand a dossier in for an applicant."));

    public static Refusal OverTheCounter { get; } = new("D233", new(
        "Hồ sơ nộp trực tiếp thì tiếp nhận hoặc từ chối ngay tại quầy.", "What is handed in over the counter is received or declined there and then."));

    public static Refusal NotTheReceivingDesk { get; } = new("D234", new(
        "Chỉ công chức một cửa tại nơi tiếp nhận mới được làm việc này.", "Only a desk officer at the receiving agency may do this."));

    public static Refusal CompletionOwed { get; } = new("D235", new(
        "Đang chờ người nộp hoàn thiện hồ sơ; ghi nhận phần hoàn thiện trước.", "The applicant is still to complete the dossier; record what they bring first."));

    public static Refusal GuidedBefore { get; } = new("D236", new(
        "Trước khi tiếp nhận chỉ hướng dẫn hoàn thiện một lần; nay tiếp nhận hoặc từ chối.",
        "Before receipt an applicant is told once what is missing; accept or decline now."));

    public static Refusal NoCompletionAsked { get; } = new("D237", new(
        "Hồ sơ không có yêu cầu hoàn thiện nào đang chờ.", "Nothing was asked for that could be completed."));

    public static Refusal FeeOwed(decimal amount) => new("D238", new(
        $"Chưa nộp phí, lệ phí {Wording.Dong(amount).Vi} nên chưa tiếp nhận được.", $"The fee of {Wording.Dong(amount).En} is not paid yet, so the dossier cannot be accepted."));

    public static Refusal NoFeeOwed { get; } = new("D239", new(
        "Hồ sơ không có khoản phí, lệ phí nào phải nộp trước.", "No fee is owed before acceptance."));

    public static Refusal NotTheFeeOwed(decimal amount) => new("D240", new(
        $"Số tiền phải nộp là {Wording.Dong(amount).Vi}.", $"The amount owed is {Wording.Dong(amount).En}."));

    public static Refusal NoLongerInForce { get; } = new("D241", new(
        "Hôm nay không còn quy trình nào có hiệu lực cho thủ tục này, nên không tiếp nhận được; hãy trả lời từ chối và nêu căn cứ.",
        "No process is in force for this procedure today, so it cannot be accepted; decline it and say why."));

    public static Refusal GroundMissing { get; } = new("D242", new(
        "Phải nêu căn cứ pháp lý.", "The legal ground must be given."));

    public static Refusal NotYoursToCorrect { get; } = new("D245", new(
        "Chỉ bộ phận Một cửa nơi tiếp nhận hoặc người đang thụ lý mới được đính chính hồ sơ.",
        "Only the receiving desk, or whoever has the dossier in hand, may correct it."));

    public static Refusal NothingToCorrect { get; } = new("D246", new(
        "Thông tin mới giống thông tin đã ghi; không có gì để đính chính.", "What was sent is what is written already; there is nothing to correct."));

    public static Refusal AnswerAlreadyUsed(string attribute) => new("D247", new(
        $"Thông tin “{attribute}” đã được dùng để rẽ nhánh nên không đính chính được nữa.", $"The attribute “{attribute}” has decided a branch already and can no longer be corrected."));

    public static Refusal TimesAreNotWritten { get; } = new("D248", new(
        "Thời điểm tiếp nhận, hẹn trả, xử lý xong và nhãn đúng hạn do hệ thống ghi, không ai sửa được. Yêu cầu này đã được ghi vào nhật ký hồ sơ.",
        "Receipt, promise, end and on-time label are written by the engine; nobody can change them. This request was written into the dossier's journal."));

    public static Refusal PostItemMissing { get; } = new("D250", new(
        "Trả qua bưu chính phải ghi số hiệu bưu gửi.", "A result that goes by post needs the number of the item."));

    public static Refusal ProxyNotIdentified { get; } = new("D251", new(
        "Người nhận thay phải có họ tên, số giấy tờ và giấy ủy quyền.", "Whoever takes the result for the applicant must be named, with identity number and power of attorney."));

    // Whom a dossier names

    public static Refusal PlaceUnknown(AgencyCode place) => new("D252", new(
        $"Danh mục không có cơ quan, đơn vị mang mã {place}.", $"The catalogue has no agency or unit with the code {place}."));

    /// <param name="heirs">Who took over its work, and is there today; empty where nobody did.</param>
    public static Refusal PlaceClosed(Agency place, IReadOnlyList<Agency> heirs)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(heirs);
        var names = string.Join(", ", heirs.Select(heir => $"{heir.Name} ({heir.Code})"));
        return new("D253", heirs is []
            ? new($"{place.Name} ({place.Code}) không hoạt động trong ngày hôm nay nên không nhận việc được.", $"{place.Name} ({place.Code}) does not exist today and cannot be given anything to do.")
            : new(
                $"{place.Name} ({place.Code}) không hoạt động trong ngày hôm nay nên không nhận việc được; việc của cơ quan này nay do {names} đảm nhận.",
                $"{place.Name} ({place.Code}) does not exist today and cannot be given anything to do; its work is now done by {names}."));
    }

    private static Refusal[] OfTheDesk =>
    [
        AlreadySubmitted, NotForThePublic, NotYoursToHandIn, OverTheCounter, NotTheReceivingDesk, CompletionOwed, GuidedBefore, NoCompletionAsked, FeeOwed(100_000),
        NoFeeOwed, NotTheFeeOwed(100_000), NoLongerInForce, GroundMissing, NotYoursToCorrect, NothingToCorrect, AnswerAlreadyUsed("dienTich"), TimesAreNotWritten,
        PostItemMissing, ProxyNotIdentified, PlaceUnknown(new("H35.99")),
        PlaceClosed(new(new("H35.31"), "UBND huyện Tân Uyên", AgencyLevel.District, null, null, null, null), [new(new("H35.40"), "UBND xã Bình Lư", AgencyLevel.Commune, null, null, null, null)]),
    ];

}
