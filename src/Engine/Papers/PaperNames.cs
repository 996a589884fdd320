using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>What people and places are called on paper (tên ghi trên biểu mẫu). A name that is not known is printed as its code, never left out.</summary>
public sealed record PaperNames(IReadOnlyDictionary<OfficerId, string> Officers, IReadOnlyDictionary<AgencyCode, string> Agencies)
{
    /// <summary>Codes only.</summary>
    public static PaperNames None { get; } = new(new Dictionary<OfficerId, string>(), new Dictionary<AgencyCode, string>());

    public string Of(OfficerId officer) => Officers.TryGetValue(officer, out var name) ? name : officer.Value;

    public string Of(AgencyCode? agency) => agency is null ? "" : Agencies.TryGetValue(agency, out var name) ? name : agency.Value;
}

/// <summary>Which printed form a paper is (mẫu): its number, its name, and the circular that numbers it so.</summary>
/// <remarks>Numbers differ between circulars (phiếu kiểm soát was 05 under TT 01/2018, 06 under TT 03/2025), so a paper always names both.</remarks>
public sealed record PaperForm(string Number, Wording Name, string Basis)
{
    private const string Circular = "TT 03/2025/TT-VPCP";

    public static PaperForm Receipt { get; } = new("01", new("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment to return the result"), Circular);

    public static PaperForm SupplementNotice { get; } = new("02", new("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request to supplement the dossier"), Circular);

    public static PaperForm ControlSlip { get; } = new("06", new("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control slip of the handling of the dossier"), Circular);
}
