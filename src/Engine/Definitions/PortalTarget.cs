using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>A portal that is told how dossiers stand (cổng nhận trạng thái): its codes, which of them stands for what, and which may follow which.</summary>
/// <remarks>Data, not code: a portal that counts otherwise is another file. The check before publication and the messages at run time read the same table.</remarks>
public sealed class PortalTarget
{
    private static readonly Lazy<PortalTarget> National = new(() =>
    {
        using var file = typeof(PortalTarget).Assembly.GetManifestResourceStream("dvcqg.json")!;
        return PortalTargetReader.Read(JsonElement.Parse(ToArray(file), PortalTargetReader.Strict));
    });

    private readonly FrozenDictionary<int, Wording> _names;
    private readonly FrozenDictionary<PortalMoment, int> _states;
    private readonly FrozenDictionary<StepKind, int> _steps;
    private readonly FrozenSet<(int After, int Code)> _next;
    private readonly FrozenSet<(int After, int Code)> _nextUnderRestarts;

    internal PortalTarget(
        IEnumerable<KeyValuePair<int, Wording>> names, IEnumerable<KeyValuePair<PortalMoment, int>> states, IEnumerable<KeyValuePair<StepKind, int>> steps,
        IEnumerable<(int, int)> next, IEnumerable<(int, int)> nextUnderRestarts) =>
        (_names, _states, _steps, _next, _nextUnderRestarts) =
        (names.ToFrozenDictionary(), states.ToFrozenDictionary(), steps.ToFrozenDictionary(), next.ToFrozenSet(), nextUnderRestarts.ToFrozenSet());

    /// <summary>The national public-service portal (Cổng Dịch vụ công quốc gia), from <c>samples/portals/dvcqg.json</c>.</summary>
    public static PortalTarget Default => National.Value;

    /// <summary>Stands for a state that the portal has no code for: it is held and shown, and nothing is made up.</summary>
    public const int Unmapped = 0;

    public required string Name { get; init; }

    /// <summary>From when the table holds; null: it always did.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day it holds; null: no end is known.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>All codes, in order.</summary>
    public IReadOnlyList<int> Codes => [.. _names.Keys.Order()];

    /// <summary>Reads a table strictly.</summary>
    /// <exception cref="FormatException">It is no such table; the message names the member.</exception>
    public static PortalTarget Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return PortalTargetReader.Read(JsonElement.Parse(json, PortalTargetReader.Strict));
        }
        catch (JsonException notJson)
        {
            throw new FormatException($"Portal: {notJson.Message}", notJson);
        }
    }

    public bool Knows(int code) => _names.ContainsKey(code);

    /// <summary>The name of a code; the number itself where the portal has no such code.</summary>
    public Wording NameOf(int code) =>
        _names.TryGetValue(code, out var name) ? name : new(code.ToString(CultureInfo.InvariantCulture), code.ToString(CultureInfo.InvariantCulture));

    /// <summary>The code for a state of a dossier; <see cref="Unmapped"/> where the table says it has none.</summary>
    public int CodeOf(PortalMoment state) => _states.GetValueOrDefault(state, Unmapped);

    /// <summary>The code a step speaks with while it is in hand: the one drawn, else its kind's in this table; null where the dossier's state speaks.</summary>
    public int? OwnCodeOf(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Work?.PortalStatus ?? (_steps.TryGetValue(step.Kind, out var code) ? code : null);
    }

    /// <summary>Whether the portal accepts one code after another; 0 stands for nothing sent yet.</summary>
    /// <param name="restarts">An answered supplement begins the limit anew (<see cref="ClockPolicy.Restarts"/>).</param>
    public bool MayCome(int after, int code, bool restarts = false) => _next.Contains((after, code)) || restarts && _nextUnderRestarts.Contains((after, code));

    public bool HoldsOn(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day <= ValidTo);

    private static byte[] ToArray(Stream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>How a dossier stands, as portals tell it apart.</summary>
public enum PortalMoment
{
    Registered, // nộp trực tuyến, chưa tiếp nhận
    Received, // được tiếp nhận
    Declined, // không được tiếp nhận
    InProgress, // đang xử lý
    AwaitingSupplement, // yêu cầu bổ sung giấy tờ
    AwaitingPayment, // yêu cầu thực hiện nghĩa vụ tài chính
    Withdrawn, // người nộp rút hồ sơ
    Rejected, // từ chối giải quyết
    Stopped, // dừng giải quyết
    Suspended, // tạm dừng theo quyết định, sẽ tiếp tục
    ResultReady, // đã xử lý xong
    Returned, // đã trả kết quả
}

/// <summary>Reads a portal's table: an unknown member, a missing state or a code that is not listed is a slip of the pen, and is named.</summary>
internal static class PortalTargetReader
{
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false };

    public static PortalTarget Read(JsonElement table)
    {
        Object(table, "$");
        foreach (var member in table.EnumerateObject())
            if (member.Name is not ("name" or "validFrom" or "validTo" or "codes" or "states" or "steps" or "first" or "next" or "nextUnderRestarts")) throw Fault($"$.{member.Name}", "no such member");

        var names = new Dictionary<int, Wording>();
        foreach (var (at, item) in List(table, "codes").Index())
        {
            Object(item, $"$.codes[{at}]");
            var code = Number(Member(item, "code", $"$.codes[{at}]"), $"$.codes[{at}].code");
            if (code < 1) throw Fault($"$.codes[{at}].code", "a code is 1 or more");
            if (!names.TryAdd(code, new(Text(item, "vi", $"$.codes[{at}]"), Text(item, "en", $"$.codes[{at}]")))) throw Fault($"$.codes[{at}].code", $"{code} stands there twice");
        }
        var states = Coded<PortalMoment>(table, "states", names);
        // A portal that tells no pause from an end has one code for both; a table from before pauses says so by saying nothing.
        if (!IsLeftOpen(table, PortalMoment.Suspended) && states.TryGetValue(PortalMoment.Stopped, out var stopped)) states.TryAdd(PortalMoment.Suspended, stopped);
        foreach (var state in Enum.GetValues<PortalMoment>())
            if (!states.ContainsKey(state) && !IsLeftOpen(table, state)) throw Fault($"$.states.{state}", "it is missing");

        var (from, to) = (Day(table, "validFrom"), Day(table, "validTo"));
        if (from > to) throw Fault("$.validTo", "it ends before it begins");
        return new(
            names, states, Coded<StepKind>(table, "steps", names),
            [.. Numbers(Member(table, "first", "$"), "$.first", names).Select(code => (0, code)), .. Next(table, "next", names)], Next(table, "nextUnderRestarts", names))
        {
            Name = Text(table, "name", "$"),
            ValidFrom = from,
            ValidTo = to,
        };
    }

    /// <summary>A state the portal has no code for is written down as null: forgotten is something else.</summary>
    private static bool IsLeftOpen(JsonElement table, PortalMoment state) => table.TryGetProperty("states", out var states) && states.TryGetProperty(state.ToString(), out var code) && code.ValueKind is JsonValueKind.Null;

    private static Dictionary<T, int> Coded<T>(JsonElement table, string name, Dictionary<int, Wording> names) where T : struct, Enum
    {
        var codes = new Dictionary<T, int>();
        if (!table.TryGetProperty(name, out var member)) return codes;
        Object(member, $"$.{name}");
        foreach (var item in member.EnumerateObject())
        {
            if (!Enum.GetNames<T>().Contains(item.Name)) throw Fault($"$.{name}.{item.Name}", $"it is not one of {string.Join(", ", Enum.GetNames<T>())}");
            if (item.Value.ValueKind is JsonValueKind.Null && typeof(T) == typeof(PortalMoment)) continue;
            codes[Enum.Parse<T>(item.Name)] = Known(Number(item.Value, $"$.{name}.{item.Name}"), $"$.{name}.{item.Name}", names);
        }
        return codes;
    }

    private static List<(int, int)> Next(JsonElement table, string name, Dictionary<int, Wording> names)
    {
        var pairs = new List<(int, int)>();
        if (!table.TryGetProperty(name, out var member)) return pairs;
        Object(member, $"$.{name}");
        foreach (var item in member.EnumerateObject())
        {
            if (!int.TryParse(item.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var after)) throw Fault($"$.{name}.{item.Name}", "a code is expected");
            Known(after, $"$.{name}.{item.Name}", names);
            foreach (var code in Numbers(item.Value, $"$.{name}.{item.Name}", names)) pairs.Add((after, code));
        }
        return pairs;
    }

    private static List<int> Numbers(JsonElement list, string at, Dictionary<int, Wording> names) =>
        list.ValueKind is JsonValueKind.Array ? [.. list.EnumerateArray().Select(item => Known(Number(item, at), at, names))] : throw Fault(at, "a list of codes is expected");

    private static int Known(int code, string at, Dictionary<int, Wording> names) => names.ContainsKey(code) ? code : throw Fault(at, $"there is no code {code}");

    private static int Number(JsonElement value, string at) =>
        value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Fault(at, "a whole number is expected");

    private static string Text(JsonElement item, string name, string at) =>
        Member(item, name, at) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : throw Fault($"{at}.{name}", "a text is expected");

    private static DateOnly? Day(JsonElement item, string name) =>
        !item.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? null
        : value.ValueKind is JsonValueKind.String && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Fault($"$.{name}", "a day is expected (yyyy-MM-dd)");

    private static JsonElement.ArrayEnumerator List(JsonElement item, string name) =>
        Member(item, name, "$") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Fault($"$.{name}", "a list is expected");

    private static JsonElement Member(JsonElement item, string name, string at) => item.TryGetProperty(name, out var value) ? value : throw Fault($"{at}.{name}", "it is missing");

    private static void Object(JsonElement item, string at)
    {
        if (item.ValueKind is not JsonValueKind.Object) throw Fault(at, "an object is expected");
    }

    private static FormatException Fault(string at, string what) => new($"Portal, {at}: {what}.");
}
