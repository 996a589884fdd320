using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Finds in the catalogue the unit and the position that a table names in words, with or without marks, whole or inside a longer phrase.</summary>
internal sealed class PlaceMatch
{
    private static readonly string[] DeskWords = ["mot cua", "ttpvhcc", "tt pvhcc", "tthcc", "trung tam phuc vu hanh chinh cong", "trung tam pvhcc", "trung tam hanh chinh cong", "bo phan tiep nhan", "tn va tkq", "tn tkq"];

    private readonly Dictionary<string, List<Agency>> _units;
    private readonly Dictionary<string, Position> _positions;
    private readonly ProvinceCatalogue? _catalogue;
    private readonly AgencyCode? _home;

    /// <param name="home">The author's agency: of several units of one name its own counts.</param>
    public PlaceMatch(ProvinceCatalogue? catalogue, AgencyCode? home, DateOnly? today)
    {
        (_catalogue, _home) = (catalogue, home);
        _units = (catalogue?.Agencies ?? []).Where(agency => today is null || agency.ExistsOn(today.Value))
            .GroupBy(agency => PlainWords.Of(agency.Name)).ToDictionary(group => group.Key, group => group.ToList());
        _positions = [];
        foreach (var position in catalogue?.Positions ?? []) _positions.TryAdd(PlainWords.Of(position.Name), position);
    }

    /// <summary>What a cell says of who works there: unit, position, or both, with what was guessed about it.</summary>
    public Places Of(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return new(null, null, []);
        var exact = ByLines(lines) ?? BySplit(text);
        return exact ?? Within(string.Join(' ', lines));
    }

    /// <summary>The unit of that name; null where there is none.</summary>
    public (string? Code, Wording? Note) UnitOf(string text)
    {
        var plain = Spelled(text);
        if (_units.TryGetValue(plain, out var known)) return Chosen(known, text);
        if (plain == PlainWords.Of(Responsibility.UnitOf("Receiving", new(), null)!.Vi)) return ("Receiving", null);
        if (plain == PlainWords.Of(Responsibility.UnitOf("Competent", new(), null)!.Vi) || plain == "co quan co tham quyen giai quyet") return ("Competent", null);
        return (null, null);
    }

    /// <summary>The position of that name; null where there is none.</summary>
    public string? PositionOf(string text) => _positions.GetValueOrDefault(Spelled(text))?.Key.Value;

    /// <summary>The first position whose name holds the phrase.</summary>
    public string? PositionHolding(string phrase) => _positions.Where(pair => PlainWords.Holds(pair.Key, phrase)).OrderBy(pair => pair.Key.Length).Select(pair => pair.Value.Key.Value).FirstOrDefault();

    /// <summary>What people call a position.</summary>
    public string NameOf(string position) => _positions.Values.FirstOrDefault(known => known.Key.Value == position)?.Name ?? position;

    private Places? ByLines(string[] lines)
    {
        if (lines.Length is < 1 or > 4) return null;
        string? unit = null, position = null;
        Wording? note = null;
        foreach (var line in lines)
        {
            if (position is null && PositionOf(line) is { } found) position = found;
            else if (unit is null && UnitOf(line) is { Code: { } code } place) (unit, note) = place;
            else return null;
        }
        return new(unit, position, note is null ? [] : [note]);
    }

    // "Chuyên viên – Phòng Kinh tế": names hold dashes of their own, so every place to part them is tried.
    private Places? BySplit(string text)
    {
        var parts = text.Split(['–', '-', ';', ',', '/', '(', ')', ':', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var at = 1; at < Math.Min(parts.Length, 8); at++)
        {
            var (left, right) = (string.Join(' ', parts[..at]), string.Join(' ', parts[at..]));
            if (PositionOf(left) is { } first && UnitOf(right) is { Code: { } of } one) return new(of, first, one.Note is null ? [] : [one.Note]);
            if (PositionOf(right) is { } second && UnitOf(left) is { Code: { } at2 } other) return new(at2, second, other.Note is null ? [] : [other.Note]);
        }
        return null;
    }

    private Places Within(string text)
    {
        var (plain, notes) = (Spelled(text), new List<Wording>());
        var position = _positions.Keys.Where(name => PlainWords.Holds(plain, name)).MaxBy(name => name.Length);
        var unit = _units.Keys.Where(name => name.Contains(' ', StringComparison.Ordinal) && PlainWords.Holds(plain, name)).MaxBy(name => name.Length);
        string? code = null;
        if (unit is not null)
        {
            var (chosen, note) = Chosen(_units[unit], text);
            code = chosen;
            notes.Add(note ?? new($"“{text}”: hiểu đơn vị là {_units[unit][0].Name}", $"“{text}”: the unit was taken to be {_units[unit][0].Name}"));
        }
        else if (DeskWords.Any(word => PlainWords.Holds(plain, word)))
        {
            code = "Receiving";
            notes.Add(new($"“{text}”: hiểu là bộ phận Một cửa nơi tiếp nhận", $"“{text}” was taken to be the receiving desk"));
        }
        if (position is not null) notes.Add(new($"“{text}”: hiểu vị trí là {_positions[position].Name}", $"“{text}”: the position was taken to be {_positions[position].Name}"));
        return new(code, position is null ? null : _positions[position].Key.Value, notes);
    }

    private (string Code, Wording? Note) Chosen(List<Agency> known, string text)
    {
        if (known.Count == 1) return (known[0].Code.Value, null);
        var near = _home is null || _catalogue is null ? [] : known.Where(agency => _catalogue.IsWithin(agency.Code, _home)).ToList();
        var chosen = near.Count > 0 ? near[0] : known[0];
        return (chosen.Code.Value, near.Count == 1 ? null : new(
            $"có {known.Count} đơn vị tên “{text}”; lấy {chosen.Code}", $"{known.Count} units are called “{text}”; {chosen.Code} was taken"));
    }

    // The short forms that offices write.
    private static string Spelled(string text) => string.Join(' ', PlainWords.Of(text).Split(' ').Select(word => word switch
    {
        "ld" => "lanh dao",
        "cv" => "chuyen vien",
        "cb" => "can bo",
        "vp" => "van phong",
        "tp" when text.Contains("TP.", StringComparison.Ordinal) => "thanh pho",
        _ => word,
    }));
}

/// <summary>Whose work a step is, as found.</summary>
internal sealed record Places(string? Unit, string? Position, IReadOnlyList<Wording> Notes);
