using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Diagrams;

/// <summary>The names that a picture writes: of units above their lanes, of positions in the boxes, of outcomes along the lines.</summary>
/// <param name="Language">Language of the picture's own words: <c>en</c> for English, else Vietnamese.</param>
/// <param name="Unit">Name of what a step's <c>unit</c> says: a unit's code, <c>Receiving</c>, <c>Competent</c>, <c>Leg:&lt;key&gt;</c>.</param>
/// <param name="Position">Name of a step's position.</param>
/// <param name="AgencyOf">The agency a unit belongs to, in the same writing; the unit itself where there is no other. Lanes of one agency are put together where there are too many.</param>
public sealed record DiagramWords(string? Language, Func<string, string> Unit, Func<PositionKey, string> Position, Func<string, string> AgencyOf)
{
    private static readonly Wording Desk = new("Bộ phận Một cửa", "Receiving desk");
    private static readonly Wording Competent = new("Cơ quan có thẩm quyền giải quyết", "Competent agency");

    /// <summary>The names of the catalogue; codes and keys where it does not know them, or where there is none.</summary>
    public static DiagramWords Of(ProcessHeader header, ProvinceCatalogue? catalogue, string? language = "vi")
    {
        ArgumentNullException.ThrowIfNull(header);
        return new(language, Named, key => catalogue?.Find(key)?.Name ?? key.Value, unit => (Place(unit) is { } code ? catalogue?.AgencyOf(code)?.Code.Value : null) ?? unit);

        string Named(string unit) => unit switch
        {
            "Receiving" => Desk.In(language),
            "Competent" => Competent.In(language),
            ['L', 'e', 'g', ':', .. var key] => header.Legs.FirstOrDefault(leg => leg.Key == key) is { } leg ? leg.Agency is { Length: > 0 } agency ? Named(agency) : leg.Name ?? key : key,
            _ => (Place(unit) is { } code ? catalogue?.Find(code)?.Name : null) ?? unit,
        };

        static AgencyCode? Place(string unit) => AgencyCode.TryParse(unit, null, out var code) ? code : null;
    }

    /// <summary>The codes themselves.</summary>
    public static DiagramWords Plain { get; } = Of(new ProcessHeader(), null);

    /// <summary>The sentence in the picture's language.</summary>
    public string Text(Wording wording) => wording.In(Language);

    /// <summary>The picture's own words.</summary>
    public string Text(string vi, string en) => new Wording(vi, en).In(Language);

    /// <summary>What a way out is called: the words of the step's own type; an author's own name stays as written.</summary>
    public string Outcome(Step step, string port)
    {
        ArgumentNullException.ThrowIfNull(step);
        return ActivityCatalogue.Find(step.Type)?.Ports.FirstOrDefault(known => known.Name == port)?.Display is { } display ? Text(display)
            : step.Kind is StepKind.Switch && port == "Default" ? Text("Còn lại", "Otherwise") : port;
    }

    /// <summary>How long a step may take, in short: <c>8 giờ</c>; null where it is not limited. Days of the calendar are always called so.</summary>
    public string? Limit(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (step.Work?.Limit is not { Value: > 0 } limit) return null;
        var text = Text(limit.ToWording());
        return limit.Unit is TimeUnit.CalendarDay ? Text($"{text} theo lịch", text) : text.Replace(" làm việc", "", StringComparison.Ordinal).Replace("working ", "", StringComparison.Ordinal);
    }
}

/// <summary>What is pointed out in a picture: marks on steps, and a way through them.</summary>
public sealed record DiagramMarks
{
    public static DiagramMarks None { get; } = new();

    /// <summary>Marks by step. Steps that the process does not have are passed over.</summary>
    public IReadOnlyDictionary<StepKey, StepMark> Steps { get; init; } = new Dictionary<StepKey, StepMark>();

    /// <summary>Keys of the steps of a way, in its order (the counterexample or the longest path of a <see cref="Finding.Way"/>): they are numbered, and the lines between them drawn thick.</summary>
    public IReadOnlyList<string> Way { get; init; } = [];

    /// <summary>Steps of the version before that are no more: drawn below the picture.</summary>
    public IReadOnlyList<Step> Removed { get; init; } = [];

    /// <summary>True where nothing is pointed out.</summary>
    public bool IsEmpty => Steps.Count == 0 && Way.Count == 0 && Removed.Count == 0;

    /// <summary>The sign of a mark: what tells it without colour.</summary>
    public static string SignOf(StepMark mark) => mark switch
    {
        StepMark.Done => "✓",
        StepMark.Current => "►",
        StepMark.Fault => "!",
        StepMark.OnWay => "1",
        StepMark.Added => "+",
        StepMark.Changed => "≠",
        _ => "−",
    };

    /// <summary>What a mark means.</summary>
    public static Wording MeaningOf(StepMark mark) => mark switch
    {
        StepMark.Done => new("Đã làm", "Done"),
        StepMark.Current => new("Đang làm", "In hand"),
        StepMark.Fault => new("Có lỗi cần xem", "Fault"),
        StepMark.OnWay => new("Đường đi được chỉ ra, đánh số theo thứ tự", "The way pointed out, numbered in its order"),
        StepMark.Added => new("Thêm mới", "Added"),
        StepMark.Changed => new("Có sửa đổi", "Changed"),
        _ => new("Bỏ", "Removed"),
    };
}
