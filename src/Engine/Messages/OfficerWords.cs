using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Messages;

/// <summary>What officers are told (nội dung nhắc việc). A title goes on after "Hồ sơ …:".</summary>
internal static class OfficerWords
{
    /// <param name="what">The step, the promise, or the desk's answer.</param>
    /// <param name="place">The unit that has it in hand.</param>
    public static (Wording Title, Wording Text) Of(ReminderKind kind, Wording what, DateTimeOffset? due, string procedure, string place)
    {
        Wording title = kind switch
        {
            ReminderKind.DueSoon => new($"{what.Vi} sắp đến hạn", $"{what.En} is due soon"),
            ReminderKind.DueToday => new($"{what.Vi} đến hạn hôm nay", $"{what.En} is due today"),
            ReminderKind.Overdue => new($"{what.Vi} đã quá hạn", $"{what.En} is overdue"),
            ReminderKind.ToLeader => new($"báo cáo lãnh đạo: {what.Vi} quá hạn chưa xong", $"to the leader: {what.En} is overdue and not done"),
            ReminderKind.ToHead => new($"báo cáo người đứng đầu cơ quan: {what.Vi} quá hạn chưa xong", $"to the head of the agency: {what.En} is overdue and not done"),
            _ => new($"{what.Vi}: người nộp đã hết thời hạn bổ sung, cần quyết định", $"{what.En}: the applicant's time to supply papers is over; somebody has to decide"),
        };
        return (title, new(
            $"{(due is { } vi ? $"Hạn: {ApplicantWords.Vi(vi)}. " : "")}Đơn vị đang giữ: {place}. Thủ tục: {procedure}.",
            $"{(due is { } en ? $"Due: {ApplicantWords.En(en)}. " : "")}In hand at: {place}. Procedure: {procedure}."));
    }

    /// <summary>The same, with what silence means where a body is asked.</summary>
    public static Wording AndSilence(Wording text, SilenceRule rule) => new(
        $"{text.Vi} Nếu không trả lời: {Lower(rule.ToWording().Vi)}.", $"{text.En} If there is no reply: {Lower(rule.ToWording().En)}.");

    /// <param name="what">The opinion that was asked for and not given.</param>
    public static (Wording Title, Wording Text) Lapsed(Wording what, string procedure) => (
        new($"hết hạn, không có {what.Vi}: coi như đồng ý", $"no reply in time, {what.En} counts as consent"),
        new($"Bước đang xử lý đi tiếp được. Thủ tục: {procedure}.", $"The step may go on. Procedure: {procedure}."));

    /// <param name="what">The opinion that whoever asked for it wants soon.</param>
    public static (Wording Title, Wording Text) Chased(Wording what, DateTimeOffset? due, string procedure) => (
        new($"đề nghị sớm có {what.Vi}", $"{what.En} is wanted soon"),
        new(
            $"{(due is { } vi ? $"Hạn: {ApplicantWords.Vi(vi)}. " : "")}Nơi hỏi đang chờ trả lời. Thủ tục: {procedure}.",
            $"{(due is { } en ? $"Due: {ApplicantWords.En(en)}. " : "")}Whoever asked is waiting for the answer. Procedure: {procedure}."));

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
