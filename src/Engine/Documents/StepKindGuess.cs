using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Which kind of step a sentence tells of: the first verb of the office in it decides (<i>Tiếp nhận, kiểm tra, chuyển phòng</i> is an intake).</summary>
internal static class StepKindGuess
{
    // Of two that begin at the same word the longer one counts, so "kiểm tra thực địa" is no "kiểm tra".
    private static readonly (StepKind Kind, string[] Phrases)[] Words =
    [
        (StepKind.ReturnResult, ["tra ket qua", "giao tra ket qua", "tra giay", "trao ket qua", "tra lai ket qua", "thong bao va tra ket qua"]),
        (StepKind.AwaitPayment, ["nop tien", "thuc hien nghia vu tai chinh", "nghia vu tai chinh", "nop le phi", "nop thue", "cong dan thuc hien nghia vu", "nguoi dan nop"]),
        (StepKind.AwaitSupplement, ["cho bo sung", "bo sung ho so", "cong dan bo sung", "nguoi nop bo sung", "to chuc ca nhan bo sung", "to chuc bo sung", "hoan thien ho so"]),
        (StepKind.AwaitApplicant, ["cho cong dan", "cho nguoi nop", "cho to chuc"]),
        (StepKind.Intake, ["tiep nhan", "nhan ho so", "kiem tra va tiep nhan", "huong dan kiem tra tiep nhan", "huong dan kiem tra ho so va tiep nhan"]),
        (StepKind.Assign, ["phan cong", "giao viec", "chi dao phan cong", "duyet ho so chuyen", "xem xet phan cong", "chuyen chuyen vien", "chuyen ho so cho chuyen vien", "phan ho so", "thanh lap doan", "thanh lap hoi dong"]),
        (StepKind.Transfer, ["chuyen lien thong", "lien thong", "trinh ubnd tinh", "trinh ubnd xa", "gui co quan thue", "chuyen co quan thue", "chuyen thong tin"]),
        (StepKind.Verify, ["xac minh", "kiem tra thuc te", "kiem tra thuc dia", "tham dinh thuc te", "tham dinh tai co so", "tham dinh thuc dia", "kiem tra tai co so", "khao sat", "do dac", "kiem tra hien truong"]),
        (StepKind.Consult, ["lay y kien", "xin y kien", "gui lay y kien", "phoi hop", "tham van", "hop hoi dong", "cho y kien", "niem yet"]),
        (StepKind.Draft, ["du thao", "soan thao", "lap to trinh", "hoan thien du thao", "in giay", "lap phieu trinh", "xay dung du thao", "tham muu", "tong hop"]),
        (StepKind.Review, ["xem xet", "xem xet ky nhay", "ky nhay", "kiem tra du thao", "tham tra du thao", "xet duyet", "soat xet", "kiem duyet", "ra soat", "thong qua", "kiem tra noi dung", "duyet du thao"]),
        (StepKind.Sign, ["ky duyet", "phe duyet", "ky", "ky ban hanh", "ky giay", "ky quyet dinh", "xem xet ky duyet", "xem xet ky ban hanh", "xem xet phe duyet", "duyet ky", "ky so", "duyet"]),
        (StepKind.Issue, ["dong dau", "vao so", "phat hanh", "ban hanh", "lay so", "ghi so", "chuyen ket qua"]),
        (StepKind.Handover, ["chuyen", "ban giao", "luan chuyen", "gui ho so", "trinh", "bao cao"]),
        (StepKind.Examine, ["tham dinh", "tham tra", "kiem tra", "thu ly", "xu ly", "giai quyet", "nghien cuu", "doi chieu", "thuc hien"]),
    ];

    private static readonly Dictionary<string, StepKind> ByTypeName = ActivityCatalogue.Types.Where(type => type.IsWork)
        .GroupBy(type => PlainWords.Of(type.Name.Vi)).ToDictionary(group => group.Key, group => group.First().Kind);

    /// <summary>The kind behind the Vietnamese name of a type, as our own sheets print it.</summary>
    public static StepKind? Named(string text) => ByTypeName.TryGetValue(PlainWords.Of(text), out var kind) ? kind : null;

    /// <summary>Null where no verb of the office is in it.</summary>
    public static StepKind? Of(string text)
    {
        var plain = PlainWords.Of(text);
        (StepKind Kind, int At, int Length)? best = null;
        foreach (var (kind, phrases) in Words)
        {
            foreach (var phrase in phrases)
            {
                var at = PlainWords.Find(plain, phrase);
                if (at >= 0 && (best is not { } before || at < before.At || at == before.At && phrase.Length > before.Length)) best = (kind, at, phrase.Length);
            }
        }
        return best?.Kind;
    }
}
