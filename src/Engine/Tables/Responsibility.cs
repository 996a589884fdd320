using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>Whose work a step is (trách nhiệm): the position and the unit, by their names in the catalogue.</summary>
/// <param name="Unit">Null where the drawing names none.</param>
/// <param name="Position">Null where the drawing names none.</param>
public sealed record Responsibility(Wording? Unit, string? Position)
{
    /// <summary>Names are looked up; what the catalogue does not know stands as it is written.</summary>
    public static Responsibility Of(Step step, ProcessHeader header, ProvinceCatalogue? catalogue)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(header);
        return step.Work is not { } work ? new(null, null)
            : new(UnitOf(work.Unit, header, catalogue), work.Position is { } key ? catalogue?.Find(key)?.Name ?? key.Value : null);
    }

    /// <summary>What a unit's code stands for.</summary>
    public static Wording? UnitOf(string? unit, ProcessHeader header, ProvinceCatalogue? catalogue)
    {
        ArgumentNullException.ThrowIfNull(header);
        return unit switch
        {
            null or "" => null,
            "Receiving" => new("Bộ phận Một cửa nơi tiếp nhận", "The receiving desk"),
            "Competent" => new("Cơ quan có thẩm quyền", "The competent agency"),
            _ when unit.StartsWith("Leg:", StringComparison.Ordinal) => Same(header.Legs.FirstOrDefault(leg => leg.Key == unit[4..])?.Name ?? unit[4..]),
            _ => Same(AgencyCode.TryParse(unit, null, out var place) ? catalogue?.Find(place)?.Name ?? unit : unit),
        };
    }

    /// <summary><c>Chuyên viên – Phòng Kinh tế</c>; null where neither is named.</summary>
    public Wording? ToWording() => (Position, Unit) switch
    {
        (null, null) => null,
        (null, _) => Unit,
        (_, null) => Same(Position),
        _ => new($"{Position} – {Unit.Vi}", $"{Position} – {Unit.En}"),
    };

    private static Wording Same(string text) => new(text, text);
}
