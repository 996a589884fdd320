using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Catalogue;

/// <summary>How long a desk has to answer what was handed in online (thời hạn phản hồi hồ sơ trực tuyến), and the legal basis that says so.</summary>
/// <remarks>A parameter of the province's catalogue, with the days it holds: the decree behind it has been replaced before and will be again.</remarks>
/// <param name="Within">In working time of the receiving agency.</param>
/// <param name="Basis">Số hiệu văn bản.</param>
/// <param name="From">The first day it holds; null: it always did.</param>
/// <param name="To">The last day it holds; null: no end is known.</param>
public sealed record AcceptanceRule(TimeLimit Within, string Basis, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>Eight working hours: what holds where the catalogue says nothing.</summary>
    public static AcceptanceRule National { get; } = new(TimeLimit.OfHours(8), "Nghị định 45/2020/NĐ-CP");

    public bool HoldsOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);
}
