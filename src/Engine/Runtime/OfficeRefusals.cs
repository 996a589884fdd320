using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Every no that comes from the office itself, before or after anything is decided.</summary>
public static class OfficeRefusals
{
    public static readonly Refusal DossierNotFound = new("not-found", new(
        "Không tìm thấy hồ sơ này.",
        "There is no such dossier."));

    public static readonly Refusal DraftNotFound = new("not-found", new(
        "Không tìm thấy dự thảo quy trình này.",
        "There is no such draft."));

    public static readonly Refusal ProposalNotFound = new("not-found", new(
        "Không tìm thấy bản đề xuất lịch này.",
        "There is no such proposed calendar."));

    public static readonly Refusal MigrationNotFound = new("not-found", new(
        "Không tìm thấy đợt chuyển hồ sơ này.",
        "There is no such migration."));

    public static readonly Refusal Stale = new("stale", new(
        "Hồ sơ vừa được người khác cập nhật. Hãy tải lại rồi thực hiện tiếp.",
        "Somebody else has just changed the dossier. Load it again and go on."));

    public static readonly Refusal StaleDraft = new("stale", new(
        "Dự thảo đã có bản lưu mới hơn. Nội dung của anh/chị chưa được lưu; hãy tải lại để so sánh.",
        "The draft has a newer saved text. Yours was not saved; load it again to compare."));

    public static readonly Refusal KeyReused = new("key-reused", new(
        "Khóa chống lặp này đã dùng cho một thao tác khác.",
        "This idempotency key was already used for another command."));

    public static readonly Refusal NotInForce = new("not-in-force", new(
        "Thủ tục này chưa có quy trình đang có hiệu lực cho trường hợp đã chọn.",
        "No process is in force for this procedure and case."));

    /// <summary>An agency took over several places, each with a version of its own.</summary>
    public static Refusal RivalVersions(AgencyCode at, IReadOnlyList<AgencyCode> places, ProvinceCatalogue? catalogue)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(places);
        var (heir, names) = (Named(at), string.Join(", ", places.Select(Named)));
        return new("rival-versions", new(
            $"{heir} tiếp nhận công việc của những nơi có quy trình riêng khác nhau cho thủ tục và trường hợp này: {names}. Chưa thể chọn thay; cần công bố một quy trình cho {heir}, hoặc bãi bỏ những quy trình không dùng nữa.",
            $"{heir} took over from places whose own processes for this procedure and case differ: {names}. None is chosen by guess; publish one for {heir}, or repeal those no longer used."));

        string Named(AgencyCode code) => catalogue?.Find(code) is { } agency ? $"{agency.Name} ({code})" : code.Value;
    }

    public static readonly Refusal NoCalendar = new("no-calendar", new(
        "Chưa nạp lịch làm việc nên chưa thể tính thời hạn.",
        "No working calendar has been loaded, so no time limit can be computed."));

    public static readonly Refusal ImportNotFound = new("not-found", new(
        "Không tìm thấy lần nhập tệp này.",
        "There is no such imported file."));

    public static readonly Refusal StaleCatalogue = new("stale", new(
        "Danh mục vừa được người khác cập nhật. Hãy tải lại rồi thực hiện tiếp.",
        "Somebody else has just changed the catalogue. Load it again and go on."));

    public static readonly Refusal DecisionNotFound = new("not-found", new(
        "Không tìm thấy hồ sơ quyết định này.",
        "There is no such decision."));

    public static readonly Refusal StaleDecision = new("stale", new(
        "Hồ sơ quyết định, hoặc một quy trình trong đó, vừa được người khác cập nhật. Nội dung của anh/chị chưa được lưu; hãy tải lại rồi thực hiện tiếp.",
        "Somebody else has just changed the decision, or a process in it. Yours was not saved; load it again and go on."));

    public static IReadOnlyList<Refusal> All { get; } = [DossierNotFound, DraftNotFound, ProposalNotFound, MigrationNotFound, Stale, StaleDraft, KeyReused, NotInForce, RivalVersions(new("…"), [new("…")], null), NoCalendar, ImportNotFound, StaleCatalogue, DecisionNotFound, StaleDecision];
}
