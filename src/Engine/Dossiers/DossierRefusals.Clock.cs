using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// D200–D229: acts that stop, move or end a dossier's clock.
public static partial class DossierRefusals
{
    public static Refusal OnlyALeader { get; } = new("D200", new(
        "Việc này do lãnh đạo cơ quan đang giải quyết hồ sơ quyết định.", "Only a leader of the agency that handles the dossier may decide this."));

    public static Refusal IsSuspended { get; } = new("D201", new(
        "Hồ sơ đang tạm dừng theo quyết định; phải có quyết định tiếp tục rồi mới xử lý.", "The dossier is suspended by decision; it goes on by a decision only."));

    public static Refusal NotSuspended { get; } = new("D202", new(
        "Hồ sơ không ở trạng thái tạm dừng theo quyết định.", "The dossier is not suspended by decision."));

    public static Refusal WaitsForTheApplicant { get; } = new("D203", new(
        "Hồ sơ đang chờ người nộp; việc này làm được khi người nộp đã thực hiện xong.", "The dossier waits for the applicant; this can be done once they have answered."));

    public static Refusal DocumentMissing { get; } = new("D204", new(
        "Phải ghi số văn bản.", "The number of the document must be given."));

    public static Refusal LegalBasisMissing { get; } = new("D205", new(
        "Phải nêu căn cứ pháp lý.", "The legal basis must be named."));

    public static Refusal ResultIsThere { get; } = new("D206", new(
        "Hồ sơ đã xử lý xong, đã có kết quả.", "Processing is finished; the result is there."));

    public static Refusal NotTheDesk { get; } = new("D207", new(
        "Chỉ công chức một cửa tại nơi nhận hồ sơ làm được việc này.", "Only a desk officer where the dossier was received may do this."));

    public static Refusal DocumentFromTheFuture { get; } = new("D208", new(
        "Ngày văn bản không thể sau hôm nay.", "The document cannot be dated after today."));

    // A new date

    public static Refusal NothingToExtend { get; } = new("D210", new(
        "Hồ sơ không có thời hạn để gia hạn.", "The dossier has no limit that could be extended."));

    public static Refusal ClockStandsStill { get; } = new("D211", new(
        "Thời hạn đang tạm dừng; gia hạn được khi đồng hồ chạy lại.", "The clock stands still; it can be extended once it runs again."));

    public static Refusal NoExtensionsLeft(int times) => new("D212", new(
        $"Đã hẹn lại đủ {times} lần mà quy định cho phép.", $"The {times} extension(s) that the rule allows have been used."));

    public static Refusal TooLateToExtend(DateTimeOffset latest) => new("D213", new(
        $"Đã quá thời điểm được xin lỗi và hẹn lại ({Moment(latest)}).", $"It is too late to set a new date; it had to be done by {Moment(latest)}."));

    public static Refusal NotLater(DateTimeOffset due) => new("D214", new(
        $"Ngày hẹn lại phải sau hạn hiện tại ({Moment(due)}).", $"The new date must be later than the present one ({Moment(due)})."));

    public static Refusal NotAWorkingDay { get; } = new("D215", new(
        "Ngày hẹn lại phải là ngày làm việc.", "The new date must be a working day."));

    // Money

    public static Refusal ObligationNotHere(StepKey step) => new("D216", new(
        $"Ở bước {step} không yêu cầu nghĩa vụ tài chính; phí, lệ phí khi tiếp nhận và khi trả kết quả được ghi nhận trực tiếp.",
        $"No financial obligation arises at step {step}; fees at intake and at return are recorded as they are paid."));

    public static Refusal AmountWrong { get; } = new("D217", new(
        "Số tiền phải là số đồng nguyên, lớn hơn 0.", "The amount must be whole đồng, more than 0."));

    public static Refusal WhatIsPaidMissing { get; } = new("D218", new(
        "Phải ghi rõ khoản phải nộp.", "What is to be paid must be named."));

    public static Refusal NothingOwed { get; } = new("D219", new(
        "Không có khoản phải nộp này, hoặc đã nộp đủ.", "There is no such payment to be made, or it has been made in full."));

    public static Refusal MoreThanOwed(decimal owed) => new("D220", new(
        $"Số tiền vượt quá số còn phải nộp ({Wording.Dong(owed).Vi}).", $"The amount is more than is still owed ({Wording.Dong(owed).En})."));

    public static Refusal ReceiptMissing { get; } = new("D221", new(
        "Phải ghi số biên lai.", "The number of the receipt must be given."));

    public static Refusal ReceiptUsed(string receipt) => new("D222", new(
        $"Biên lai {receipt} đã được ghi ở hồ sơ này.", $"Receipt {receipt} was recorded in this dossier already."));

    public static Refusal AwaitsPayment { get; } = new("D223", new(
        "Hồ sơ đang chờ nghĩa vụ tài chính; ghi nhận tiền đã nộp rồi mới xử lý tiếp.", "The dossier waits for a payment; record it before going on."));

    public static Refusal StillOwed(decimal owed) => new("D224", new(
        $"Còn {Wording.Dong(owed).Vi} chưa nộp ở bước này.", $"{Wording.Dong(owed).En} are still owed at this step."));

    // Supplements

    public static Refusal PaperNotAsked(string paper) => new("D225", new(
        $"“{paper}” không có trong yêu cầu bổ sung, hoặc đã nhận rồi.", $"“{paper}” was not asked for, or has come already."));

    public static Refusal NotYoursToJudge { get; } = new("D226", new(
        "Người đang thụ lý bước này, hoặc lãnh đạo, mới quyết định được phần bổ sung đã đủ.", "Whether what came is sufficient is for whoever handles the step, or a leader, to say."));

    public static Refusal NoTimeToAnswerStated { get; } = new("D227", new(
        "Quy trình không quy định thời hạn bổ sung hồ sơ.", "The process states no time in which papers must be supplied."));

    public static Refusal ExpiryNotStated { get; } = new("D228", new(
        "Quy trình không quy định việc phải làm khi hết thời hạn bổ sung; lãnh đạo quyết định tiếp tục, từ chối hay dừng.",
        "The process does not say what follows when the time to answer is over; a leader decides whether to go on, refuse or stop."));

    private static IEnumerable<Refusal> OfClocks =>
    [
        OnlyALeader, IsSuspended, NotSuspended, WaitsForTheApplicant, DocumentMissing, LegalBasisMissing, ResultIsThere, NotTheDesk, DocumentFromTheFuture,
        NothingToExtend, ClockStandsStill, NoExtensionsLeft(ExtensionRule.Default.Times), TooLateToExtend(new(2026, 3, 10, 2, 0, 0, TimeSpan.Zero)), NotLater(new(2026, 3, 11, 2, 0, 0, TimeSpan.Zero)), NotAWorkingDay,
        ObligationNotHere(Example), AmountWrong, WhatIsPaidMissing, NothingOwed, MoreThanOwed(150_000), ReceiptMissing, ReceiptUsed("AB/26E 0001234"), AwaitsPayment, StillOwed(150_000),
        PaperNotAsked("Bản vẽ kết cấu"), NotYoursToJudge, NoTimeToAnswerStated, ExpiryNotStated,
    ];

    private static string Moment(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
}
