using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>The figures of one process: longest ways and limits, worked out once for all rules of time.</summary>
internal sealed class TimeProof
{
    private readonly ProcessDefinition _process;

    public TimeProof(ProcessDefinition process)
    {
        _process = process;
        Order = new LongestPath(process);
        var header = process.Header;
        var counted = Order.OnTheWayToAResult().Select(step => LongestPath.Counted(process, step, online: false)).OfType<TimeLimit>().Where(limit => limit.Value > 0).ToList();
        HasCalendarDays = counted.Exists(limit => limit.Unit is TimeUnit.CalendarDay);
        HasWorkingTime = counted.Exists(limit => limit.Unit is not TimeUnit.CalendarDay);
        Longest = HasCalendarDays ? null : Order.ToAResult(step => Minutes(step, online: false));
        LongestRefusal = HasCalendarDays ? null : Order.ToARefusal(step => Minutes(step, online: false));
        LimitMinutes = header.HeldTo?.WorkingMinutes;
        if (header.OnlineLimit is not null || process.Steps.Any(step => step.Work?.OnlineLimit is not null))
        {
            OnlineLimitMinutes = (header.OnlineLimit ?? header.HeldTo)?.WorkingMinutes;
            LongestOnline = HasCalendarDays ? null : Order.ToAResult(step => Minutes(step, online: true));
        }
    }

    public LongestPath Order { get; }

    /// <summary>Some step on a way to a result counts in calendar days: no sum in working minutes is true then.</summary>
    public bool HasCalendarDays { get; }

    public bool HasWorkingTime { get; }

    public TimedPath? Longest { get; }

    public TimedPath? LongestRefusal { get; }

    public TimedPath? LongestOnline { get; }

    public int? LongestMinutes => Longest is { } path ? (int)Math.Min(path.Minutes, int.MaxValue) : null;

    public int? LimitMinutes { get; }

    public int? OnlineLimitMinutes { get; }

    /// <summary>There is a limit and a way, but they cannot be compared in working minutes.</summary>
    public bool IsUnproved => _process.Header.HeldTo is not null && (HasCalendarDays || LimitMinutes is null);

    public long Minutes(Step step, bool online) => LongestPath.Counted(_process, step, online)?.WorkingMinutes ?? 0;
}

/// <summary>Does the time add up? (V2xx, process-language §5.2)</summary>
internal static class TimeLimitRules
{
    public static IEnumerable<Finding> LimitsAreStatedAndOrdered(Inspection check)
    {
        var header = check.Process.Header;
        if (header is { Kind: ProcessKind.Public, StatutoryLimit: null, NoPromise: false })
            yield return FindingCodes.NoStatutoryLimit.In("statutoryLimit", new("Chưa ghi thời hạn giải quyết theo quy định.", "The statutory limit is not stated."));
        if (header is { StatutoryLimit: { } statutory, PromisedLimit: { } promised } && (statutory.Unit is TimeUnit.CalendarDay) == (promised.Unit is TimeUnit.CalendarDay) && Size(promised) > Size(statutory))
            yield return FindingCodes.PromisesTooMuch.In("promisedLimit", new(
                $"Thời hạn cam kết {promised.ToWording().Vi} dài hơn thời hạn theo quy định {statutory.ToWording().Vi}.",
                $"The promised limit of {promised.ToWording().En} is longer than the statutory {statutory.ToWording().En}."));
    }

    public static IEnumerable<Finding> UnitsAreNotMixed(Inspection check)
    {
        var (process, times) = (check.Process, check.Times);
        if (times is { HasCalendarDays: true } && (times.HasWorkingTime || times.LimitMinutes is not null))
        {
            foreach (var step in process.Steps.Where(step => LongestPath.Counted(process, step, online: false) is { Unit: TimeUnit.CalendarDay, Value: > 0 }))
                yield return FindingCodes.MixedUnits.At(step.Key.Value, new(
                    $"{step.Said()} tính theo ngày thường, còn quy trình tính theo ngày hoặc giờ làm việc: không cộng được với nhau.",
                    $"{step.Said()} is in calendar days, the process in working time: they do not add up.")) with
                {
                    Field = "limitUnit",
                    Suggestion = new("Ghi thời hạn của bước bằng ngày hoặc giờ làm việc.", "State the step's limit in working days or hours."),
                };
        }
        if (times.IsUnproved && times.LimitMinutes is null)
            yield return FindingCodes.NotProved.In(process.Header.PromisedLimit is null ? "statutoryLimit" : "promisedLimit", new(
                $"Thời hạn {process.Header.HeldTo!.Value.ToWording().Vi} tính theo ngày thường: chưa chứng minh được các bước vừa thời hạn với mọi ngày nộp.",
                $"The limit of {process.Header.HeldTo!.Value.ToWording().En} is in calendar days: it is not proved that the steps fit for every day of receipt."));
    }

    public static IEnumerable<Finding> EveryStepHasTime(Inspection check) =>
        from step in check.Process.Steps
        where NeedsTime(step.Kind) && step.Work?.Limit is not { Value: > 0 }
        select FindingCodes.NoTime.At(step.Key.Value, new($"{step.Said()} chưa có thời gian xử lý.", $"{step.Said()} has no time of its own.")) with
        {
            Field = "limit",
            Suggestion = new("Ghi thời gian xử lý lớn hơn 0.", "State a time greater than 0."),
        };

    public static IEnumerable<Finding> LongestWayFits(Inspection check)
    {
        var times = check.Times;
        if (times is { Longest: { } path, LimitMinutes: { } limit } && path.Minutes > limit)
            yield return FindingCodes.TooLong.At(null, TooLong("Đường dài nhất tới kết quả", "The longest way to a result", path, limit)) with { Trace = Account(check.Process, path) };
        if (times is { LongestOnline: { } online, OnlineLimitMinutes: { } onlineLimit } && online.Minutes > onlineLimit)
            yield return FindingCodes.TooLongOnline.In("onlineLimit", TooLong("Với hồ sơ trực tuyến, đường dài nhất tới kết quả", "For online dossiers the longest way to a result", online, onlineLimit)) with { Trace = Account(check.Process, online) };
    }

    public static IEnumerable<Finding> RefusalsComeInTime(Inspection check)
    {
        if (check.Times is { LongestRefusal: { } path, LimitMinutes: { } limit } && path.Minutes > limit)
            yield return FindingCodes.RefusesTooLate.At(check.Process.Steps[path.Steps[^1].Step].Key.Value, TooLong("Đường dài nhất tới từ chối hoặc dừng giải quyết", "The longest way to a refusal or a stop", path, limit)) with
            {
                Trace = Account(check.Process, path),
            };
    }

    public static IEnumerable<Finding> LongestWayFillsTheLimit(Inspection check)
    {
        if (check.Times is { Longest: { } path, LimitMinutes: { } limit } && path.Minutes < limit)
            yield return FindingCodes.TooShort.At(null, new(
                $"Đường dài nhất tới kết quả là {Hours(path.Minutes).Vi}, ngắn hơn thời hạn {Hours(limit).Vi}; còn {Hours(limit - path.Minutes).Vi} chưa giao cho bước nào.",
                $"The longest way to a result takes {Hours(path.Minutes).En}, less than the limit of {Hours(limit).En}; {Hours(limit - path.Minutes).En} are given to no step.")) with
            {
                Suggestion = new("Chia hết thời hạn cho các bước, rút ngắn cam kết, hoặc ghi lý do trong phần giải trình.", "Give the time to steps, promise less, or write the reason."),
                Trace = Account(check.Process, path),
            };
    }

    public static IEnumerable<Finding> ReturnsArePlanned(Inspection check) =>
        from loop in check.Times.Order.Loops
        where loop is { Rounds: 0, IsSupplement: false }
        group loop by loop.AskedBy into returns
        orderby returns.Key
        let step = check.Process.Steps[returns.Key]
        let to = check.Process.Steps[returns.First().To]
        select FindingCodes.UnplannedReturn.At(step.Key.Value, new(
            $"{step.Said()} có thể trả hồ sơ về {to.Said()} nhưng chưa dự kiến số lần: mỗi lần trả lại phải nằm trong thời hạn còn lại.",
            $"{step.Said()} may send the dossier back to {to.Said()}, but no number of rounds is planned: a return must fit into what is left of the limit.")) with
        {
            Field = "maxRounds",
            Suggestion = new("Ghi số lần trả lại dự kiến (maxRounds), hoặc giải trình.", "State the planned rounds (maxRounds), or give the reason."),
        };

    public static IEnumerable<Finding> LegsFit(Inspection check)
    {
        var (process, order) = (check.Process, check.Times.Order);
        var declared = process.Header.Legs.Select(leg => leg.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var step in process.Steps.Where(step => step.Work?.Leg is { } leg && !declared.Contains(leg)))
            yield return FindingCodes.NoSuchLeg.At(step.Key.Value, new($"{step.Said()} thuộc chặng “{step.Work!.Leg}” chưa khai báo.", $"{step.Said()} belongs to leg '{step.Work!.Leg}', which is not declared.")) with { Field = "leg" };

        foreach (var leg in process.Header.Legs)
        {
            if (leg.Limit?.WorkingMinutes is not { } limit || check.Times.HasCalendarDays) continue;
            if (order.ToAResult(step => step.Work?.Leg == leg.Key ? check.Times.Minutes(step, online: false) : 0) is not { } path || path.Minutes == limit) continue;
            var (vi, en) = ($"Chặng “{leg.Name ?? leg.Key}” cần {Hours(path.Minutes).Vi}", $"Leg '{leg.Name ?? leg.Key}' takes {Hours(path.Minutes).En}");
            yield return (path.Minutes > limit
                ? FindingCodes.LegTooLong.In("legs", new($"{vi}, vượt thời hạn {Hours(limit).Vi} đã ghi.", $"{en}, more than its limit of {Hours(limit).En}."))
                : FindingCodes.LegTooShort.In("legs", new($"{vi}, ngắn hơn thời hạn {Hours(limit).Vi} đã ghi.", $"{en}, less than its limit of {Hours(limit).En}."))) with
            { Trace = Account(process, path) };
        }
    }

    /// <summary>Everything that people of the office do takes time; ends, waits for the applicant and called processes have none of their own.</summary>
    private static bool NeedsTime(StepKind kind) => kind is >= StepKind.Intake and <= StepKind.Transfer;

    private static decimal Size(TimeLimit limit) => limit.WorkingMinutes ?? limit.Value;

    private static Wording TooLong(string vi, string en, TimedPath path, int limit) => new(
        $"{vi} cần {Hours(path.Minutes).Vi}, vượt thời hạn {Hours(limit).Vi} ({Hours(path.Minutes - limit).Vi} quá hạn).",
        $"{en} takes {Hours(path.Minutes).En}, more than the limit of {Hours(limit).En} ({Hours(path.Minutes - limit).En} over).");

    private static Wording Hours(long minutes) => new(
        string.Create(CultureInfo.GetCultureInfo("vi-VN"), $"{minutes / 60m:0.##} giờ làm việc"), string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:0.##} working hours"));

    /// <summary>The path as an account: each step, its minutes, and the sum so far.</summary>
    private static List<Wording> Account(ProcessDefinition process, TimedPath path)
    {
        var (account, sum) = (new List<Wording>(), 0L);
        foreach (var (at, minutes, rounds) in path.Steps)
        {
            sum += minutes;
            var step = process.Steps[at];
            if (minutes == 0 && step.Work is null) continue;
            account.Add(rounds == 0
                ? new($"{step.Said()}: {minutes} phút, cộng dồn {sum}.", $"{step.Said()}: {minutes} minutes, {sum} so far.")
                : new($"{step.Said()}: {minutes - rounds} phút và {rounds} phút cho các lần trả lại dự kiến, cộng dồn {sum}.", $"{step.Said()}: {minutes - rounds} minutes and {rounds} for the planned returns, {sum} so far."));
        }
        return account;
    }
}
