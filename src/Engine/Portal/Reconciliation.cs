using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>Lays ledger, outbox and portal side by side (đối soát ba bên): does the portal say of a dossier what the journal says?</summary>
public static class Reconciliation
{
    /// <summary>How long after it ended a dossier is still looked at.</summary>
    public const int DaysAfterTheEnd = 30;

    /// <summary>What does not agree; null where all three do, or the outbox is still at it.</summary>
    /// <param name="ledger">The code by the journal; null: the portal is not to hear of it.</param>
    /// <param name="told">The code that the portal took last; null: none.</param>
    /// <param name="there">What the portal knows; null: it does not know the dossier.</param>
    /// <param name="promisedAt">The promise by the journal, in the portal's own writing; null: it is told none.</param>
    public static ReconciliationFinding? Of(PortalTarget table, int? ledger, int? told, JsonObject? there, string? promisedAt)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (ledger is null or PortalTarget.Unmapped) return null;
        if (there is null) return new(told is null ? ReconciliationKind.NeverTold : ReconciliationKind.UnknownThere, ledger, told, null, null);
        var code = CodeIn(there);
        if (code == ledger)
            return promisedAt is not null && Text(there, "NgayHenTra") is { } promise && promise != promisedAt ? new(ReconciliationKind.OtherPromise, ledger, told, code, $"{promise} ≠ {promisedAt}") : null;
        return new(code is { } now && table.MayCome(now, ledger.Value) ? ReconciliationKind.Behind : ReconciliationKind.Apart, ledger, told, code, null);
    }

    /// <summary>Whether telling the dossier once more, as it stands, puts it right without anybody's judgement.</summary>
    public static bool IsSafelyRepaired(ReconciliationKind kind) => kind is ReconciliationKind.NeverTold or ReconciliationKind.UnknownThere or ReconciliationKind.Behind or ReconciliationKind.OtherPromise;

    private static int? CodeIn(JsonObject there) => int.TryParse(Text(there, "TrangThaiHoSo") ?? Text(there, "TrangThai"), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static string? Text(JsonObject there, string member) => there.TryGetPropertyValue(member, out var value) && value is JsonValue ? value.ToString() : null;
}

/// <summary>A dossier of which ledger, outbox and portal do not say the same.</summary>
/// <param name="Ledger">The code by the journal.</param>
/// <param name="Told">The code the portal took last.</param>
/// <param name="There">The code the portal says.</param>
public sealed record ReconciliationFinding(ReconciliationKind Kind, int? Ledger, int? Told, int? There, string? Detail);

/// <summary>How the three do not agree.</summary>
public enum ReconciliationKind
{
    NeverTold, // thuộc diện báo cổng nhưng chưa từng báo
    UnknownThere, // đã báo, cổng không có hồ sơ
    Behind, // cổng ở trạng thái trước đó
    OtherPromise, // cổng ghi thời điểm hẹn trả khác
    Apart, // cổng ở trạng thái không dẫn tới trạng thái trong sổ
    NotAsked, // không hỏi được cổng
}

/// <summary>A laying side by side (một lần đối soát).</summary>
/// <param name="By">Who asked for it; null: the nightly one.</param>
/// <param name="Looked">Dossiers looked at so far.</param>
/// <param name="Matched">Of those, the ones on which all agree.</param>
/// <param name="Pending">Of those, the ones of which something still waits in the outbox.</param>
public sealed record ReconciliationRun(int Id, string Target, OfficerId? By, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, int Looked, int Matched, int Pending, string? Fault)
{
    /// <summary>Tỷ lệ đồng bộ hồ sơ (QĐ 766/QĐ-TTg, 1.4), in percent: of the dossiers looked at, those the portal shows as the journal does. Null where none was.</summary>
    public decimal? SyncRate => Looked == 0 ? null : Math.Round(100m * Matched / Looked, 2, MidpointRounding.ToZero);
}

/// <summary>A dossier on which they do not agree, and whether it was put right.</summary>
public sealed record ReconciliationLine(DossierCode Dossier, ReconciliationFinding Finding, DateTimeOffset? RepairedAt, OfficerId? RepairedBy)
{
    /// <summary>Whether telling it once more puts it right.</summary>
    public bool IsRepairable => RepairedAt is null && Reconciliation.IsSafelyRepaired(Finding.Kind);
}
