using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Messages;

/// <summary>What applicants are told (nội dung báo cho người nộp), in plain words. A title goes on after "Hồ sơ …:"; no name, no number of theirs is in a text.</summary>
internal static class ApplicantWords
{
    public static (Wording Title, Wording Text) Received(string agency, string procedure, DateTimeOffset? promisedAt, bool provisional) => (
        new("đã được tiếp nhận", "was received"),
        promisedAt is { } promise
            ? new(
                $"{agency} đã tiếp nhận hồ sơ “{procedure}”. Hẹn trả kết quả: {Vi(promise)}{(provisional ? " (tạm tính, vì lịch làm việc của năm chưa được xác nhận)" : "")}.",
                $"{agency} received your dossier “{procedure}”. The result is promised for {En(promise)}{(provisional ? " (provisional: that year's calendar is not confirmed yet)" : "")}.")
            : new(
                $"{agency} đã tiếp nhận hồ sơ “{procedure}”. Thủ tục này không hẹn trước ngày trả kết quả.",
                $"{agency} received your dossier “{procedure}”. This procedure promises no date."));

    public static (Wording Title, Wording Text) UpFrontFee(decimal amount) => (
        new("cần nộp phí, lệ phí", "a fee is to be paid"),
        new($"Hồ sơ được tiếp nhận sau khi nộp {Wording.Dong(amount).Vi} phí, lệ phí.", $"Your dossier is received once the fee of {Wording.Dong(amount).En} is paid."));

    public static (Wording Title, Wording Text) CompletionAsked(IEnumerable<string> missing, string reason, string? guidance) => (
        new("cần hoàn thiện trước khi tiếp nhận", "is to be completed before it can be received"),
        new(
            $"Giấy tờ còn thiếu hoặc cần sửa: {List(missing)}. Lý do: {Sentence(reason)}{(guidance is null ? "" : $" Hướng dẫn: {Sentence(guidance)}")}",
            $"Missing or to be corrected: {List(missing)}. Reason: {Sentence(reason)}{(guidance is null ? "" : $" Guidance: {Sentence(guidance)}")}"));

    public static (Wording Title, Wording Text) SupplementRequested(IEnumerable<string> missing, string reason, DateTimeOffset? until) => (
        new("cần bổ sung giấy tờ", "needs further papers"),
        new(
            $"Giấy tờ cần bổ sung: {List(missing)}. Lý do: {Sentence(reason)}{(until is { } vi ? $" Thời hạn bổ sung: đến {Vi(vi)}." : "")}",
            $"Please supply: {List(missing)}. Reason: {Sentence(reason)}{(until is { } en ? $" Until {En(en)}." : "")}"));

    public static (Wording Title, Wording Text) AnswerSoon(IReadOnlyCollection<string> outstanding, bool isPayment, DateTimeOffset? until) => (
        isPayment ? new("sắp hết thời hạn nộp tiền", "the time to pay will soon be over") : new("sắp hết thời hạn bổ sung", "the time to supply papers will soon be over"),
        new(
            $"{(outstanding.Count == 0 ? "Cơ quan đang chờ Ông/Bà thực hiện." : $"Giấy tờ còn thiếu: {List(outstanding)}.")}{(until is { } vi ? $" Thời hạn: đến {Vi(vi)}." : "")}",
            $"{(outstanding.Count == 0 ? "The agency is waiting for you." : $"Still missing: {List(outstanding)}.")}{(until is { } en ? $" Until {En(en)}." : "")}"));

    public static (Wording Title, Wording Text) Obligation(string what, decimal amount, WrittenAct document) => (
        new("cần thực hiện nghĩa vụ tài chính", "money is to be paid"),
        new(
            $"{what}: {Wording.Dong(amount).Vi}, theo thông báo số {document.Number} ngày {Day(document.Date)}. Thời hạn giải quyết tạm dừng cho đến khi nộp.",
            $"{what}: {Wording.Dong(amount).En}, by notice {document.Number} of {Day(document.Date)}. The time limit stands still until it is paid."));

    public static (Wording Title, Wording Text) PaymentAwaited(string step) => (
        new("chờ thực hiện nghĩa vụ tài chính", "waits for a payment"),
        new($"Bước “{step}”: số tiền theo thông báo của cơ quan có thẩm quyền.", $"Step “{step}”: the amount is in the notice of the competent authority."));

    public static (Wording Title, Wording Text) Extended(string agency, DateTimeOffset from, DateTimeOffset to, string reason) => (
        new("xin lỗi và hẹn lại ngày trả kết quả", "an apology, and a new date"),
        new(
            $"{agency} xin lỗi Ông/Bà vì không trả được kết quả vào {Vi(from)}. Lý do: {Sentence(reason)} Hẹn trả lại: {Vi(to)}.",
            $"{agency} apologises: the result cannot be there on {En(from)}. Reason: {Sentence(reason)} New date: {En(to)}."));

    public static (Wording Title, Wording Text) PromiseMoved(DateTimeOffset from, DateTimeOffset to, bool provisional, string? decision) => (
        new("thay đổi ngày hẹn trả kết quả", "the promised date has changed"),
        new(
            $"Hẹn trả kết quả chuyển từ {Vi(from)} sang {Vi(to)}{(provisional ? " (tạm tính)" : "")}, {(decision is null ? "vì thời gian tạm dừng không tính vào thời hạn giải quyết" : $"do lịch làm việc thay đổi theo {decision}")}.",
            $"The promised date moved from {En(from)} to {En(to)}{(provisional ? " (provisional)" : "")}, {(decision is null ? "because time in which the clock stood still does not count" : $"because the calendar changed by {decision}")}."));

    public static (Wording Title, Wording Text) PromiseConfirmed(DateTimeOffset promisedAt) => (
        new("xác nhận ngày hẹn trả kết quả", "the promised date is certain"),
        new($"Ngày hẹn tạm tính nay là chính thức: {Vi(promisedAt)}.", $"The provisional date is certain now: {En(promisedAt)}."));

    public static (Wording Title, Wording Text) ResultReady(string desk, decimal owed) => (
        new("đã có kết quả", "the result is ready"),
        new(
            $"Mời Ông/Bà nhận kết quả tại {desk} trong giờ làm việc, mang theo giấy tiếp nhận và giấy tờ tuỳ thân; nếu đã đăng ký nhận qua bưu chính hoặc trực tuyến, kết quả được gửi theo cách đó.{(owed > 0 ? $" Phí, lệ phí nộp khi nhận: {Wording.Dong(owed).Vi}." : "")}",
            $"Please collect it at {desk} in office hours, with the receipt and an identity paper; if you asked for it by post or online, it comes that way.{(owed > 0 ? $" Fee due on collection: {Wording.Dong(owed).En}." : "")}"));

    public static (Wording Title, Wording Text) Declined(string? reason, string? ground) => (
        new("không được tiếp nhận", "was not accepted"),
        new($"{Because(reason, "Lý do")}{(ground is null ? "" : $" Căn cứ: {Sentence(ground)}")}".Trim(), $"{Because(reason, "Reason")}{(ground is null ? "" : $" Legal ground: {Sentence(ground)}")}".Trim()));

    public static (Wording Title, Wording Text) Rejected(string? reason, string? basis, WrittenAct? document) => (
        new("bị từ chối giải quyết", "was refused"), Why(reason, basis, document));

    public static (Wording Title, Wording Text) Stopped(string? reason, string? basis, WrittenAct? document) => (
        new("dừng giải quyết", "was stopped"), Why(reason, basis, document));

    private static Wording Why(string? reason, string? basis, WrittenAct? document) => new(
        $"{Because(reason, "Lý do")}{(basis is null ? "" : $" Căn cứ: {Sentence(basis)}")}{(document is null ? " Văn bản thông báo được trả tại nơi tiếp nhận hồ sơ." : $" Văn bản số {document.Number} ngày {Day(document.Date)}.")}".Trim(),
        $"{Because(reason, "Reason")}{(basis is null ? "" : $" Basis: {Sentence(basis)}")}{(document is null ? " The letter is at the desk that received the dossier." : $" Letter {document.Number} of {Day(document.Date)}.")}".Trim());

    private static string Because(string? reason, string label) => string.IsNullOrWhiteSpace(reason) ? "" : $"{label}: {Sentence(reason)}";

    private static string Sentence(string text) => text.TrimEnd() is [.., '.' or '!' or '?'] whole ? whole : $"{text.TrimEnd()}.";

    private static string List(IEnumerable<string> papers) => string.Join("; ", papers);

    internal static string Vi(DateTimeOffset moment) => VietnamTime.LocalOf(moment).ToString("HH:mm 'ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);

    internal static string En(DateTimeOffset moment) => VietnamTime.LocalOf(moment).ToString("HH:mm 'on' dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
