using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>A version of the catalogue (lần cập nhật danh mục): by what, by whom and why it came about. Those that the province was set up with say nothing of it.</summary>
/// <param name="Subject">The file's name, or the decision's number.</param>
public sealed record CatalogueEdition(int Version, DateTimeOffset At, CatalogueAct? Act, string? Subject, string? Reason, OfficerId? By);

/// <summary>By what a version of the catalogue came about.</summary>
public enum CatalogueAct
{
    Import, // nhập từ tệp
    Decision, // ghi quyết định vào sổ
    DecisionTakenOut, // bỏ một quyết định ghi nhầm
    LawEntered, // ghi một văn bản
    LawEnded, // văn bản hết hiệu lực
    LawCorrected, // đính chính một văn bản
    LawMarked, // chọn, bỏ chọn làm căn cứ chung
    FieldEntered, // thêm lĩnh vực
    FieldRenamed, // đổi tên lĩnh vực
    FieldEnded, // lĩnh vực không dùng nữa
}

/// <summary>A file of procedures that was read and weighed (lần nhập tệp).</summary>
/// <param name="Version">The version of the catalogue it became; null before.</param>
public sealed record ImportedFile(int Number, string FileName, string Format, ImportStatus Status, int? Version, OfficerId By, DateTimeOffset At, OfficerId ChangedBy, DateTimeOffset ChangedAt)
{
    /// <summary>Why it may not be taken over; null when it may.</summary>
    /// <param name="report">What it does to the catalogue in force.</param>
    /// <param name="seen">The version of the catalogue that the officer saw it compared with.</param>
    public Refusal? MayNotBeTakenOver(Officer by, CatalogueImportReport report, int seen, int current, string? reason)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(report);
        if (!by.Is(Role.Controller)) return CatalogueRefusals.NotAController;
        if (Status is not ImportStatus.Weighed) return CatalogueRefusals.ImportSettled;
        if (seen != current) return CatalogueRefusals.ChangedMeanwhile(seen, current);
        if (report.Obstacle is { } obstacle) return obstacle;
        return string.IsNullOrWhiteSpace(reason) ? CatalogueRefusals.NoReason : null;
    }
}

/// <summary>Where an imported file stands.</summary>
public enum ImportStatus
{
    Weighed, // đã kiểm tra, chưa cập nhật
    TakenOver, // đã cập nhật vào danh mục
    Withdrawn, // đã bỏ
}
