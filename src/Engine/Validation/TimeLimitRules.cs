using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

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
        if (times.Held is not { Fits: Verdict.Undecided } held)
        {
            foreach (var finding in WhatTheCalendarSays(check)) yield return finding;
            yield break;
        }
        if (times.HasCalendar)
        {
            yield return FindingCodes.TooManyStarts.In(FieldOf(held), new(
                $"Chưa kết luận được đường dài nhất có vừa thời hạn {held.Limit.ToWording().Vi} hay không: vượt giới hạn tính toán, hoặc không thời điểm tiếp nhận nào có hạn nằm trong các năm đã xác nhận lịch.",
                $"It is not decided whether the longest way fits the limit of {held.Limit.ToWording().En}: the reckoning exceeds its bound, or no start is due within the confirmed years."));
            yield break;
        }
        if (times.HasCalendarDays && (times.HasWorkingTime || times.LimitMinutes is not null))
        {
            foreach (var step in process.Steps.Where(step => LongestPath.Counted(process, step, online: false) is { Unit: TimeUnit.CalendarDay, Value: > 0 }))
                yield return FindingCodes.MixedUnits.At(step.Key.Value, new(
                    $"{step.Said()} tính theo ngày thường, còn quy trình tính theo ngày hoặc giờ làm việc: không có lịch đã xác nhận thì không cộng được với nhau.",
                    $"{step.Said()} is in calendar days, the process in working time: without a confirmed calendar they do not add up.")) with
                {
                    Field = "limitUnit",
                    Suggestion = new("Xác nhận lịch làm việc của năm, hoặc ghi thời hạn của bước bằng ngày hoặc giờ làm việc.", "Confirm the year's calendar, or state the step's limit in working days or hours."),
                };
        }
        if (times.LimitMinutes is null)
            yield return FindingCodes.NotProved.In(FieldOf(held), new(
                $"Thời hạn {held.Limit.ToWording().Vi} tính theo ngày thường: chưa có lịch năm nào được xác nhận nên chưa chứng minh được các bước vừa thời hạn với mọi ngày nộp.",
                $"The limit of {held.Limit.ToWording().En} is in calendar days: no year's calendar is confirmed, so it is not proved that the steps fit for every day of receipt."));
    }

    /// <summary>What was proved by the calendar is said aloud, with the worst start and with the starts that nothing can be said of.</summary>
    private static IEnumerable<Finding> WhatTheCalendarSays(Inspection check)
    {
        if (check.Times.Held is { Starts: { } starts } held && check.Process.Header.HeldTo is not null)
        {
            var years = string.Join(", ", starts.Years);
            if (held is { Fits: Verdict.Yes } && starts.Worst is { } worst)
                yield return FindingCodes.ProvedByCalendar.In(FieldOf(held), new(
                    $"Thời hạn {held.Limit.ToWording().Vi}: đã tính trên lịch năm {years}, vừa với mọi thời điểm tiếp nhận. Xấu nhất: {Told(worst).Vi}.",
                    $"The limit of {held.Limit.ToWording().En} was reckoned on the calendar of {years} and fits for every moment of receipt. The worst: {Told(worst).En}.")) with
                {
                    Trace = Account(check.Process, held),
                    Way = WayOf(held),
                };
            if (starts.OpenFrom is { } open)
                yield return FindingCodes.NextYearOpen.In(FieldOf(held), new(
                    $"Hồ sơ tiếp nhận từ ngày {Day(open)} có hạn rơi vào năm chưa xác nhận lịch: chưa chứng minh được và cũng chưa hẹn trả được.",
                    $"Dossiers received from {Day(open)} on are due in a year whose calendar is not confirmed: nothing is proved for them, and nothing can be promised yet."));
        }
        if (check.Process.Header.RegionalExtensions is { Count: > 0 } areas && check.Times.Held is not null)
            yield return FindingCodes.BaseLimitProved.In("regionalExtension", new(
                $"Thời hạn được chứng minh cho mức chung; tại {string.Join(", ", areas.Select(area => area.Area))} thời hạn được cộng thêm và được chứng minh riêng.",
                $"The limit is proved as it holds everywhere; in {string.Join(", ", areas.Select(area => area.Area))} it is longer, and proved beside it."));
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
        var held = check.Times.Held;
        foreach (var proof in check.Times.Limits.Where(proof => proof.Fits is Verdict.No))
        {
            var (code, vi, en) = proof.Kind switch
            {
                LimitKind.Promised => (FindingCodes.TooLong, "Đường dài nhất tới kết quả", "The longest way to a result"),
                LimitKind.Statutory when proof == held => (FindingCodes.TooLong, "Đường dài nhất tới kết quả", "The longest way to a result"),
                LimitKind.Statutory when held is { Fits: not Verdict.No } && IsInCalendarDays(held) != IsInCalendarDays(proof) => (FindingCodes.TooLong, "So với thời hạn theo quy định, đường dài nhất tới kết quả", "Held to the statutory limit, the longest way to a result"),
                LimitKind.Area when held is { Fits: not Verdict.No } => (FindingCodes.TooLong, $"Tại {proof.Name}, đường dài nhất tới kết quả", $"In {proof.Name} the longest way to a result"),
                LimitKind.Online => (FindingCodes.TooLongOnline, "Với hồ sơ trực tuyến, đường dài nhất tới kết quả", "For online dossiers the longest way to a result"),
                _ => (null!, "", ""),
            };
            if (code is null) continue;
            yield return (proof.Kind is LimitKind.Promised || proof == held ? code.At(null, TooLong(vi, en, proof)) : code.In(FieldOf(proof), TooLong(vi, en, proof))) with { Trace = Account(check.Process, proof), Way = WayOf(proof) };
        }
    }

    public static IEnumerable<Finding> RefusalsComeInTime(Inspection check)
    {
        var refusals = check.Times.Limits.Where(proof => proof is { Kind: LimitKind.Refusal, Fits: Verdict.No }).ToList();
        foreach (var proof in refusals.Where(proof => !proof.IsOnline || refusals.Count == 1))
            yield return FindingCodes.RefusesTooLate.At(proof.Path is [.., var last] ? last.Step : null, TooLong(
                proof.IsOnline ? "Với hồ sơ trực tuyến, đường dài nhất tới từ chối hoặc dừng giải quyết" : "Đường dài nhất tới từ chối hoặc dừng giải quyết",
                proof.IsOnline ? "For online dossiers the longest way to a refusal or a stop" : "The longest way to a refusal or a stop", proof)) with
            {
                Trace = Account(check.Process, proof),
                Way = WayOf(proof),
            };
    }

    public static IEnumerable<Finding> LongestWayFillsTheLimit(Inspection check)
    {
        if (check.Times.Held is not { Fits: Verdict.Yes } held) yield break;
        // Days and hours seldom come out even: by the calendar only a whole working day that is left at the worst start is worth a word.
        var left = held.Starts is { } starts ? starts.Worst is { LateMinutes: <= -TimeLimit.MinutesPerDay } worst ? -worst.LateMinutes : 0 : held is { Minutes: { } minutes, LimitMinutes: { } limit } ? limit - minutes : 0;
        if (left <= 0) yield break;
        yield return FindingCodes.TooShort.At(null, held.Starts is { Worst: { } start }
            ? new($"Ngay với thời điểm tiếp nhận xấu nhất, đường dài nhất vẫn xong sớm {Hours(left).Vi} so với thời hạn {held.Limit.ToWording().Vi} ({Told(start).Vi}).",
                $"Even for the worst start the longest way ends {Hours(left).En} before the limit of {held.Limit.ToWording().En} runs out ({Told(start).En}).")
            : new($"Đường dài nhất tới kết quả là {Hours(held.Minutes!.Value).Vi}, ngắn hơn thời hạn {Hours(held.LimitMinutes!.Value).Vi}; còn {Hours(left).Vi} chưa giao cho bước nào.",
                $"The longest way to a result takes {Hours(held.Minutes!.Value).En}, less than the limit of {Hours(held.LimitMinutes!.Value).En}; {Hours(left).En} are given to no step.")) with
        {
            Suggestion = new("Chia hết thời hạn cho các bước, rút ngắn cam kết, hoặc ghi lý do trong phần giải trình.", "Give the time to steps, promise less, or write the reason."),
            Trace = Account(check.Process, held),
            Way = WayOf(held),
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

        foreach (var legs in check.Times.Limits.Where(proof => proof.Kind is LimitKind.Leg).GroupBy(proof => proof.Name))
        {
            var proof = legs.FirstOrDefault(proof => proof.Fits is Verdict.No) ?? legs.First();
            var leg = process.Header.Legs.First(leg => leg.Key == legs.Key);
            var (vi, en) = (proof.IsOnline ? $"Với hồ sơ trực tuyến, chặng “{leg.Name ?? leg.Key}”" : $"Chặng “{leg.Name ?? leg.Key}”", proof.IsOnline ? $"For online dossiers leg '{leg.Name ?? leg.Key}'" : $"Leg '{leg.Name ?? leg.Key}'");
            if (proof.Fits is Verdict.No)
                yield return FindingCodes.LegTooLong.In("legs", proof.Starts is { LateDays.Count: > 0 } ? TooLong(vi, en, proof)
                    : new($"{vi} cần {Hours(proof.Minutes!.Value).Vi}, vượt thời hạn {Hours(proof.LimitMinutes!.Value).Vi} đã ghi.", $"{en} takes {Hours(proof.Minutes!.Value).En}, more than its limit of {Hours(proof.LimitMinutes!.Value).En}.")) with
                {
                    Trace = Account(process, proof),
                    Way = WayOf(proof),
                };
            else if (proof is { Minutes: { } minutes, LimitMinutes: { } limit } && minutes < limit)
                yield return FindingCodes.LegTooShort.In("legs", new($"{vi} cần {Hours(minutes).Vi}, ngắn hơn thời hạn {Hours(limit).Vi} đã ghi.", $"{en} takes {Hours(minutes).En}, less than its limit of {Hours(limit).En}.")) with
                {
                    Trace = Account(process, proof),
                    Way = WayOf(proof),
                };
        }
    }

    /// <summary>Everything that people of the office do takes time; ends, waits for the applicant and called processes have none of their own.</summary>
    private static bool NeedsTime(StepKind kind) => kind is >= StepKind.Intake and <= StepKind.Transfer;

    private static decimal Size(TimeLimit limit) => limit.WorkingMinutes ?? limit.Value;

    private static bool IsInCalendarDays(LimitProof proof) => proof.Limit.Unit is TimeUnit.CalendarDay;

    private static Wording TooLong(string vi, string en, LimitProof proof)
    {
        if (proof.Starts is not { LateDays.Count: > 0, Worst: { } worst } starts)
            return new($"{vi} cần {Hours(proof.Minutes!.Value).Vi}, vượt thời hạn {Hours(proof.LimitMinutes!.Value).Vi} ({Hours(proof.Minutes.Value - proof.LimitMinutes.Value).Vi} quá hạn).",
                $"{en} takes {Hours(proof.Minutes!.Value).En}, more than the limit of {Hours(proof.LimitMinutes!.Value).En} ({Hours(proof.Minutes.Value - proof.LimitMinutes.Value).En} over).");
        var (days, shown) = (starts.LateDayCount, starts.LateDays.Take(12).ToList());
        var dates = string.Join("; ", shown.Select(range => range.From == range.To ? Day(range.From) : $"{Day(range.From)}–{Day(range.To)}"));
        return new($"{vi} vượt thời hạn {proof.Limit.ToWording().Vi} nếu tiếp nhận vào {days} ngày của năm {string.Join(", ", starts.Years)}: {dates}{(shown.Count < starts.LateDays.Count ? "; …" : "")}. Xấu nhất: {Told(worst).Vi}.",
            $"{en} exceeds the limit of {proof.Limit.ToWording().En} for dossiers received on {days} days of {string.Join(", ", starts.Years)}: {dates}{(shown.Count < starts.LateDays.Count ? "; …" : "")}. The worst: {Told(worst).En}.");
    }

    /// <summary>Received, due, finished, and by how much.</summary>
    private static Wording Told(WorstStart start)
    {
        var left = start.LateMinutes <= 0 && start.FinishedAt <= start.DueAt;
        var more = start.FinishedAt is null ? new Wording("sau năm cuối đã xác nhận lịch", "after the last confirmed year") : new(Minute(start.FinishedAt.Value), Minute(start.FinishedAt.Value));
        return new($"tiếp nhận {Minute(start.ReceivedAt)}, hạn {Minute(start.DueAt)}, xong {more.Vi} ({(left ? "còn" : "trễ")} {Hours(Math.Abs(start.LateMinutes)).Vi})",
            $"received {Minute(start.ReceivedAt)}, due {Minute(start.DueAt)}, finished {more.En} ({Hours(Math.Abs(start.LateMinutes)).En} {(left ? "left" : "late")})");
    }

    private static string Minute(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static Wording Hours(long minutes) => new(
        string.Create(CultureInfo.GetCultureInfo("vi-VN"), $"{minutes / 60m:0.##} giờ làm việc"), string.Create(CultureInfo.InvariantCulture, $"{minutes / 60m:0.##} working hours"));

    private static string FieldOf(LimitProof proof) => proof.Kind switch
    {
        LimitKind.Promised => "promisedLimit",
        LimitKind.Online => "onlineLimit",
        LimitKind.Area => "regionalExtension",
        LimitKind.Leg => "legs",
        _ => "statutoryLimit",
    };

    private static List<string> WayOf(LimitProof proof) => [.. proof.Path.Select(step => step.Step).Distinct()];

    /// <summary>The path as an account: each step, its minutes, and the sum so far; by the calendar, when each runs out.</summary>
    private static List<Wording> Account(ProcessDefinition process, LimitProof proof)
    {
        var (account, sum) = (new List<Wording>(), 0L);
        foreach (var on in proof.Path)
        {
            sum += on.Minutes ?? 0;
            if (process.Find(new(on.Step)) is not { } step || on.Minutes == 0 && step.Work is null) continue;
            var amount = on.Minutes is not { } minutes ? step.Work!.Limit!.Value.ToWording()
                : on.Rounds == 0 ? new($"{minutes} phút", $"{minutes} minutes")
                : new($"{minutes - on.Rounds} phút và {on.Rounds} phút cho các lần trả lại dự kiến", $"{minutes - on.Rounds} minutes and {on.Rounds} for the planned returns");
            account.Add(on.Until is not { } until ? new($"{step.Said()}: {amount.Vi}, cộng dồn {sum}.", $"{step.Said()}: {amount.En}, {sum} so far.")
                : until == StartRun.Beyond ? new($"{step.Said()}: {amount.Vi}, tới sau năm cuối đã xác nhận lịch.", $"{step.Said()}: {amount.En}, until after the last confirmed year.")
                : new($"{step.Said()}: {amount.Vi}, tới {Minute(until)}.", $"{step.Said()}: {amount.En}, until {Minute(until)}."));
        }
        return account;
    }
}
