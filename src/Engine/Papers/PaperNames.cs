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
