using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TthcFlow.PortalSimulator;

/// <summary>How a portal fails (lỗi giả lập). What is written in scripts stands in <see cref="FaultNames"/>.</summary>
internal enum Fault
{
    Refuse, // từ chối kèm mã
    TimeoutBefore, // không trả lời, không áp dụng
    TimeoutAfter, // đã áp dụng, không trả lời
    CloseBefore, // ngắt kết nối, không áp dụng
    CloseAfter, // đã áp dụng, ngắt kết nối
    Twice, // trả lời hai lần trong một nội dung
    Error500,
    Error503, // kèm Retry-After
    Slow, // trả lời nhỏ giọt
    Session, // mọi phiên hết hạn ngay lúc này
    NotJson,
    Html, // trang của máy chủ trung gian, HTTP 200
    WrongShape, // JSON không đúng quy cách
}

/// <summary>The names of faults in a script.</summary>
internal static class FaultNames
{
    private static readonly string[] Names = ["refuse", "timeout-before", "timeout-after", "close-before", "close-after", "twice", "500", "503", "slow", "session", "not-json", "html", "wrong-shape"];

    public static IReadOnlyList<string> All => Names;

    public static string NameOf(Fault fault) => Names[(int)fault];

    public static Fault? Find(string name) => Array.IndexOf(Names, name) is >= 0 and var at ? (Fault)at : null;
}

/// <summary>One rule of a script: which calls fail, and how.</summary>
/// <param name="Service">The service on the wire, <c>login</c>, <c>token</c>, or <c>*</c> for all.</param>
/// <param name="Share">How many of the calls fail, from 0 to 1.</param>
/// <param name="From">The first call of the service that may fail; calls are counted from 1 since the script was given.</param>
/// <param name="Count">How many calls from there on; null: all.</param>
/// <param name="Seconds">How long nobody answers, how long an answer drips, what Retry-After says; null: as the program was started.</param>
/// <param name="Code">The code of a refusal.</param>
/// <param name="Message">Its sentence.</param>
/// <param name="Applied">Whether the message is applied all the same; null: as the fault usually is.</param>
internal sealed record FaultRule(
    string Fault, string Service = "*", double Share = 1, long From = 1, long? Count = null, double? Seconds = null, string Code = "99", string Message = "Hệ thống của cổng đang bận (lỗi giả lập)", bool? Applied = null)
{
    [JsonIgnore]
    public Fault Kind => FaultNames.Find(Fault) ?? throw new FormatException($"{Fault} is no fault: {string.Join(", ", FaultNames.All)}.");

    [JsonIgnore]
    public bool IsApplied => Applied ?? Kind is PortalSimulator.Fault.TimeoutAfter or PortalSimulator.Fault.CloseAfter or PortalSimulator.Fault.Twice or PortalSimulator.Fault.Slow
        or PortalSimulator.Fault.Session or PortalSimulator.Fault.NotJson or PortalSimulator.Fault.WrongShape;
}

/// <summary>Which calls fail, and how (kịch bản lỗi): the same script and the same calls fail the same way, in whatever order they arrive.</summary>
internal sealed class FaultScript
{
    private readonly ConcurrentDictionary<(string Service, string Key), int> _times = new();
    private readonly ConcurrentDictionary<string, int> _unkeyed = new();
    private readonly long[] _calls;

    public FaultScript(FaultPlan plan) => (Plan, _calls) = (plan, new long[plan.Rules.Count]);

    public FaultPlan Plan { get; }

    /// <summary>The rule by which a call fails; null where it does not.</summary>
    public FaultRule? Of(PortalCall call)
    {
        if (Plan.Rules is []) return null;
        // A message is named by its key and by how often it came: which of many came first plays no part.
        var identity = call.Key is { } key
            ? $"{call.Service}|{key}|{_times.AddOrUpdate((call.Service, key), 1, static (_, times) => times + 1).ToString(CultureInfo.InvariantCulture)}"
            : $"{call.Service}||{_unkeyed.AddOrUpdate(call.Service, 1, static (_, times) => times + 1).ToString(CultureInfo.InvariantCulture)}";
        FaultRule? first = null;
        for (var at = 0; at < Plan.Rules.Count; at++)
        {
            var rule = Plan.Rules[at];
            if (rule.Service != "*" && rule.Service != call.Service) continue;
            var number = Interlocked.Increment(ref _calls[at]);
            if (first is not null || number < rule.From || number - rule.From >= (rule.Count ?? long.MaxValue)) continue;
            if (rule.Share >= 1 || Drawn(Plan.Seed, at, identity) < rule.Share) first = rule;
        }
        return first;
    }

    /// <summary>A number from 0 to 1 that hangs on nothing but the words: FNV-1a, its bits mixed once more.</summary>
    private static double Drawn(long seed, int rule, string identity)
    {
        unchecked
        {
            var hash = 14695981039346656037UL ^ (ulong)seed * 0x9E3779B97F4A7C15UL ^ (ulong)rule << 32;
            foreach (var letter in identity) hash = (hash ^ letter) * 1099511628211UL;
            hash = (hash ^ hash >> 30) * 0xBF58476D1CE4E5B9UL;
            hash = (hash ^ hash >> 27) * 0x94D049BB133111EBUL;
            return ((hash ^ hash >> 31) >> 11) * (1.0 / (1UL << 53));
        }
    }
}

/// <summary>A script of faults as it is written.</summary>
internal sealed record FaultPlan(IReadOnlyList<FaultRule> Rules, long Seed = 0)
{
    public static FaultPlan None { get; } = new([]);

    /// <summary>Reads a script strictly.</summary>
    /// <exception cref="FormatException">It is no such script; the message names the place.</exception>
    public static FaultPlan Parse(ReadOnlySpan<byte> json)
    {
        FaultPlan plan;
        try { plan = JsonSerializer.Deserialize(json, SimulatorJson.Default.FaultPlan) ?? throw new FormatException("Faults: an object is expected."); }
        catch (JsonException fault) { throw new FormatException($"Faults: {fault.Message}", fault); }
        foreach (var (at, rule) in plan.Rules.Index())
        {
            if (FaultNames.Find(rule.Fault) is null) throw Wrong(at, "fault", $"one of {string.Join(", ", FaultNames.All)} is expected");
            if (rule.Service is "") throw Wrong(at, "service", "the name of a service or * is expected");
            if (rule.Share is not (>= 0 and <= 1)) throw Wrong(at, "share", "a number from 0 to 1 is expected");
            if (rule.From < 1) throw Wrong(at, "from", "calls are counted from 1");
            if (rule.Count < 0) throw Wrong(at, "count", "a number from 0 is expected");
            if (rule.Seconds is not (null or (>= 0 and <= 3600))) throw Wrong(at, "seconds", "a number from 0 to 3600 is expected");
            if (rule.Code is "0" or "00" or "") throw Wrong(at, "code", "a refusal has a code that does not mean done");
        }
        return plan;
    }

    private static FormatException Wrong(int at, string member, string what) => new($"Faults, $.rules[{at}].{member}: {what}.");
}

/// <summary>Everything that is read and written by type: the code for it is made by the compiler.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, PropertyNameCaseInsensitive = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(FaultPlan))]
internal sealed partial class SimulatorJson : JsonSerializerContext;
