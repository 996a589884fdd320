using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>The ten statuses of the public-service portal (trạng thái hồ sơ trên Cổng DVCQG), and which of them may follow which.</summary>
/// <remarks>The mapping for the national portal; a target with numbers of its own maps from these.</remarks>
public static class PortalStatuses
{
    private static readonly Wording[] Names =
    [
        new("Mới đăng ký", "Newly registered"),
        new("Được tiếp nhận", "Accepted"),
        new("Không được tiếp nhận", "Not accepted"),
        new("Đang xử lý", "In processing"),
        new("Yêu cầu bổ sung giấy tờ", "Supplement requested"),
        new("Yêu cầu thực hiện nghĩa vụ tài chính", "Financial duty required"),
        new("Công dân yêu cầu rút hồ sơ", "Withdrawn by the citizen"),
        new("Dừng xử lý", "Stopped"),
        new("Đã xử lý xong", "Processing finished"),
        new("Đã trả kết quả", "Result returned"),
    ];

    // What comes over the counter is never "newly registered": its first code is 2, or 3 where the desk says no at once.
    // 2 → 3: the desk issued a code, and found before the file moved on that it may not take the dossier.
    private static readonly Dictionary<int, int[]> MayFollow = new()
    {
        [0] = [1, 2, 3],
        [1] = [2, 3, 5, 7],
        [2] = [3, 4, 5, 7, 8],
        [3] = [],
        [4] = [5, 6, 7, 8, 9],
        [5] = [2, 4, 7, 8],
        [6] = [4, 7, 8],
        [7] = [],
        [8] = [4],
        [9] = [4, 10],
        [10] = [],
    };

    /// <summary>The name of a code, 1 to 10.</summary>
    public static Wording NameOf(int code) => Names[code - 1];

    /// <summary>Whether the portal accepts one code after another; 0 stands for nothing sent yet.</summary>
    public static bool MayCome(int after, int code) => MayFollow.TryGetValue(after, out var next) && next.Contains(code);

    /// <summary>What the portal is told of a dossier; null where it hears nothing: internal processes, an internal end, nothing received yet.</summary>
    /// <remarks>A step says another code only where its drawing does; the latest such step that is open speaks for the dossier.</remarks>
    public static int? CodeOf(Dossier dossier, ProcessDefinition process)
    {
        if (process.Header.Kind is not ProcessKind.Public) return null;
        if (dossier.Status is DossierStatus.InProgress or DossierStatus.AwaitingSupplement or DossierStatus.AwaitingPayment
            && dossier.Open.Select(open => process.Find(open.Step)?.Work?.PortalStatus).LastOrDefault(code => code is not null) is { } own) return own;
        return dossier.Status switch
        {
            DossierStatus.Received => 2,
            DossierStatus.InProgress => 4,
            DossierStatus.AwaitingSupplement => 5,
            DossierStatus.AwaitingPayment => 6,
            DossierStatus.ResultReady => 9,
            DossierStatus.Returned => 10,
            DossierStatus.Declined => 3,
            DossierStatus.Rejected or DossierStatus.Stopped => 8,
            _ => null,
        };
    }
}
