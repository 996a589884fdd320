using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>What a change of the list of portals would mean for dossiers that are under way (xem trước thay đổi).</summary>
/// <param name="Looked">How many dossiers were looked at.</param>
/// <param name="Counts">How many there are of each kind.</param>
/// <param name="Lines">The first of them.</param>
public sealed record PortalPreview(int Looked, IReadOnlyDictionary<PortalChangeKind, int> Counts, IReadOnlyList<PortalChange> Lines)
{
    /// <summary>Lines that are shown at most.</summary>
    public const int MostLines = 200;

    /// <summary>What changes for one dossier at one portal; null where nothing does.</summary>
    /// <param name="before">The connection as it is; null: a new one.</param>
    /// <param name="after">The connection as it would be; null: it goes.</param>
    public static PortalChange? Of(PortalConnection? before, PortalConnection? after, DossierCode code, Dossier dossier, ProcessDefinition process, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        var day = VietnamTime.DayOf(now);
        var procedure = dossier.Procedure ?? process?.Header.Procedure;
        var (hears, willHear) = (before?.Hears(procedure, dossier.Receiving, day) is true, after?.Hears(procedure, dossier.Receiving, day) is true);
        var was = hears ? PortalStatuses.CodeOf(dossier, process!, before!.Table) : null;
        var will = willHear ? PortalStatuses.CodeOf(dossier, process!, after!.Table) : null;
        PortalChangeKind? kind =
            will is PortalTarget.Unmapped && was is not PortalTarget.Unmapped ? PortalChangeKind.Unmapped
            : hears && !willHear ? PortalChangeKind.NotToldAnyMore
            : !hears && willHear ? PortalChangeKind.ToldFromNow
            : will == was ? null
            : was is PortalTarget.Unmapped ? PortalChangeKind.Mapped
            : was is { } told && will is { } next && !after!.Table.MayCome(told, next) ? PortalChangeKind.OutOfOrder
            : PortalChangeKind.OtherCode;
        return kind is null ? null : new((after ?? before)!.Key, code, kind.Value, was, will);
    }
}

/// <summary>What changes for a dossier.</summary>
/// <param name="Before">The code it has at the portal; null: none.</param>
/// <param name="After">The code it would have; null: none.</param>
public sealed record PortalChange(string Target, DossierCode Dossier, PortalChangeKind Kind, int? Before, int? After);

/// <summary>How a change of the list of portals touches a dossier.</summary>
public enum PortalChangeKind
{
    Unmapped, // không còn mã: thông báo sẽ bị giữ
    OutOfOrder, // mã mới không được phép đến sau mã cũ
    NotToldAnyMore, // cổng không nhận hồ sơ này nữa
    OtherCode, // mã khác, có hiệu lực từ lần chuyển trạng thái sau
    Mapped, // trước đây không có mã, nay có
    ToldFromNow, // cổng bắt đầu nhận hồ sơ này
}
