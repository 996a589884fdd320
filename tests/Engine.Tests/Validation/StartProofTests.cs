using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Limits that minutes alone cannot decide are held against the calendar, for every minute at which a dossier may be received.</summary>
public sealed class StartProofTests
{
    private static readonly WorkingCalendar Calendar = Sample.Calendars.For(null);

    [TestCase(7, 40, Counting.RunningHours)] // over Tết, 13 to 22 February, five working days take twelve
    [TestCase(12, 40, Counting.RunningHours)]
    [TestCase(14, 40, Counting.RunningHours)]
    [TestCase(5, 24, Counting.DayCount)]
    public void Working_time_in_a_limit_of_calendar_days_is_proved_for_every_minute_of_the_year(int days, int hours, Counting counting)
    {
        var proof = Held(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(days), Counting = counting }, TimeLimit.OfHours(4), TimeLimit.OfHours(hours - 4)));
        AgreesWithEveryMinute(proof, new(TimeLimit.OfCalendarDays(days), counting), at => Calendar.Add(at, hours * 60));
    }

    [TestCase(AfterHours.CountFromSubmission)]
    [TestCase(AfterHours.CountFromNextOpening)]
    public void A_limit_counted_in_days_may_hold_a_step_in_calendar_days(AfterHours afterHours)
    {
        var header = new ProcessHeader { StatutoryLimit = TimeLimit.OfDays(6), Counting = Counting.DayCount, AfterHours = afterHours };
        var proof = Held(Straight(header, TimeLimit.OfHours(4), TimeLimit.OfCalendarDays(5), TimeLimit.OfHours(8)));
        AgreesWithEveryMinute(proof, new(TimeLimit.OfDays(6), Counting.DayCount, afterHours), AfterFourHoursFiveDaysAndEightHours);
    }

    [TestCase(4)]
    [TestCase(5.5)]
    [TestCase(7)]
    public void A_limit_in_running_hours_may_hold_a_step_in_calendar_days(decimal days)
    {
        var proof = Held(Straight(new() { StatutoryLimit = TimeLimit.OfDays(days) }, TimeLimit.OfHours(4), TimeLimit.OfCalendarDays(5), TimeLimit.OfHours(8)));
        AgreesWithEveryMinute(proof, new(TimeLimit.OfDays(days), Counting.RunningHours), AfterFourHoursFiveDaysAndEightHours);
    }

    [Test]
    public void The_worst_start_is_told_with_the_days_that_come_out_late()
    {
        var report = Check(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(10) }, TimeLimit.OfHours(4), TimeLimit.OfHours(36)));
        var finding = report.Findings.Single(finding => finding.Code == "V201");
        var starts = report.Limits.Single(limit => limit.Kind is LimitKind.Statutory).Starts!;
        using (Assert.EnterMultipleScope())
        {
            // Received after hours on Friday 13 February, before Tết: nobody works before Monday 23 February, the tenth day, and five working days end on Friday 27.
            Assert.That(starts.Worst, Is.EqualTo(new WorstStart(Vietnam(2026, 2, 13, 23, 59), Vietnam(2026, 2, 23, 17, 0), Vietnam(2026, 2, 27, 17, 0), 4 * 480)));
            Assert.That(finding.Message.Vi, Does.Contain("13/02/2026").And.Contain("trễ 32 giờ làm việc"));
            Assert.That(finding.Trace.Select(line => line.En), Is.EqualTo(new[]
            {
                "“B1 – Việc B1”: 240 minutes, until 11:00 23/02/2026.", "“B2 – Việc B2”: 2160 minutes, until 17:00 27/02/2026.", "“B3 – Việc B3”: 0 minutes, until 17:00 27/02/2026.",
            }));
            Assert.That(finding.Way, Is.EqualTo(new[] { "B1", "B2", "B3" }));
        }
    }

    [Test]
    public void What_fits_for_every_start_is_said_with_the_worst_and_is_no_fault()
    {
        var report = Check(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(20) }, TimeLimit.OfHours(40)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.OfTheDrawing().Findings.Select(finding => finding.Code).Order(), Is.EqualTo(new[] { "V204", "V214", "V215" }));
            Assert.That(report.NotRun, Does.Not.Contain("C5").And.Not.Contain("C8"));
        }
    }

    [Test]
    public void A_year_end_that_runs_into_an_unconfirmed_year_is_left_open_and_said()
    {
        var report = Check(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(15) }, TimeLimit.OfHours(16)));
        var starts = report.Limits.Single(limit => limit.Kind is LimitKind.Statutory).Starts!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(starts.OpenFrom, Is.EqualTo(new DateOnly(2026, 12, 17)), "fifteen days later is 1 January");
            Assert.That(report.Findings.Single(finding => finding.Code == "V215").Message.Vi, Does.Contain("17/12/2026"));
        }
    }

    [Test]
    public void Work_that_is_not_done_when_the_year_ends_is_late_for_certain_when_the_limit_ends_before()
    {
        // Received on 24 December it is due on the 31st: eleven working days are not done by then, whatever holidays 2027 has.
        var starts = Held(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(7) }, TimeLimit.OfHours(88))).Starts!;
        Assert.That(starts.Worst!.FinishedAt, Is.Null);
        Assert.That(starts.LateDays[^1].To, Is.EqualTo(new DateOnly(2026, 12, 24)));
    }

    [Test]
    public void Without_a_confirmed_year_nothing_is_proved()
    {
        var process = Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(5) }, TimeLimit.OfHours(8));
        var report = DefinitionRules.Check(process, new(null, Sample.Calendars, new(2027, 1, 1)));
        Assert.That((report.Limits[0].Fits, report.OfTheDrawing().Findings.Single().Code, report.NotRun.Contains("C8")), Is.EqualTo((Verdict.Undecided, "V213", true)));
    }

    [Test]
    public void Planned_returns_through_a_step_in_calendar_days_go_round_on_the_calendar()
    {
        // Draft 8 hours, consultation 3 days, review 4 hours that may send back to the draft twice.
        var drawing = new Drawing().With(new() { StatutoryLimit = TimeLimit.OfCalendarDays(30) })
            .Step("B1", StepKind.Intake, 4).Step("B2", StepKind.Draft, 8).Step("B3", StepKind.Work, work: work => work with { Limit = TimeLimit.OfCalendarDays(3) }).Step("B4", StepKind.Review, 4, work: work => work with { MaxRounds = 2 })
            .Step("B5", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "B3", "B4").Line("B4", "Agreed", "B5").Line("B4", "SentBack", "B2");
        AgreesWithEveryMinute(Held(drawing.Process()), new(TimeLimit.OfCalendarDays(30), Counting.RunningHours), at =>
        {
            at = Calendar.Add(at, 240);
            for (var round = 0; round < 3; round++) at = Calendar.Add(Calendar.DueAt(Calendar.Add(at, 480), new(TimeLimit.OfCalendarDays(3), Counting.RunningHours)), 240);
            return at;
        });
    }

    [Test]
    public void Working_days_that_are_not_eight_hours_long_are_counted_as_days_in_a_limit_of_days()
    {
        // Saturday mornings are worked and count as a day: two days of eight hours do not fit into two days of which one has four.
        var book = CalendarBook.Parse("""
            { "version": 1, "years": [ { "year": 2026, "confirmed": true, "decision": { "vi": "thử", "en": "test" }, "holidays": [] } ],
              "hours": { "default": [ { "weekdays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "sessions": [ { "opens": "07:00", "closes": "11:30" }, { "opens": "13:30", "closes": "17:00" } ] },
                                      { "weekdays": ["Saturday"], "sessions": [ { "opens": "07:00", "closes": "11:00" } ] } ] } }
            """);
        var process = Straight(new() { StatutoryLimit = TimeLimit.OfDays(2), Counting = Counting.DayCount }, TimeLimit.OfHours(16));
        var starts = DefinitionRules.Check(process, new(null, book)).Limits[0].Starts!;
        Assert.That(starts.LateDays[0], Is.EqualTo(new DayRange(new(2026, 1, 1), new(2026, 1, 2))), "Thursday and Friday: Saturday is one of the two days");
        Assert.That(DefinitionRules.Check(process, new(null, Sample.Calendars)).OfTheDrawing().Findings, Is.Empty);
    }

    [Test]
    public void Four_hundred_steps_with_forty_loops_in_both_units_are_decided([Values(TimeUnit.CalendarDay, TimeUnit.WorkingDay)] TimeUnit unit)
    {
        var starts = Held(BigDrawing.Mixed(new(200, unit))).Starts;
        Assert.That(starts, Is.Not.Null);
        Assert.That(starts!.LateDays, Is.Not.Empty);
    }

    [Test]
    public void An_area_with_more_days_is_proved_beside_the_base_limit()
    {
        var report = Check(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(20), RegionalExtensions = [new("Biên giới", TimeLimit.OfCalendarDays(10)), new("Hải đảo", TimeLimit.OfDays(1))] }, TimeLimit.OfHours(40)));
        var areas = report.Limits.Where(limit => limit.Kind is LimitKind.Area).Select(limit => (limit.Name, limit.Limit, limit.Fits));
        Assert.That(areas, Is.EqualTo(new[] { ((string?)"Biên giới", TimeLimit.OfCalendarDays(30), Verdict.Yes), ("Hải đảo", TimeLimit.OfDays(1), Verdict.No) }), "a working day cannot be added to calendar days: it is the area's own limit");
        Assert.That(report.Findings.Single(finding => finding.Code == "V201").Field, Is.EqualTo("regionalExtension"));
    }

    [Test]
    public void Random_processes_are_late_on_the_days_on_which_a_naive_reckoning_is_late() => Check(Campaign.Of(40), seed =>
    {
        var dice = new Random(seed);
        var sketch = Sketch.Sound(seed, 3 + seed % 9);
        var header = new ProcessHeader
        {
            StatutoryLimit = dice.Next(2) == 0 ? TimeLimit.OfCalendarDays(dice.Next(2, 30)) : TimeLimit.OfDays(dice.Next(2, 20)),
            Counting = dice.Next(2) == 0 ? Counting.RunningHours : Counting.DayCount,
            AfterHours = (AfterHours)dice.Next(2),
        };
        var drawn = sketch.Process();
        var steps = drawn.Steps.Select(step => step.Work is null || step.IsTerminal ? step : step with
        {
            Work = step.Work with { Limit = dice.Next(4) == 0 ? TimeLimit.OfCalendarDays(dice.Next(0, 5)) : TimeLimit.OfHours(dice.Next(0, 20) / 2m) },
        }).ToList();
        var process = new ProcessDefinition(drawn.Name, header, [], steps, drawn.Routes) { Start = steps[drawn.Start!.Index] };
        if (Held(process).Starts is not { } starts) return null;

        var rule = new CountingRule(header.StatutoryLimit!.Value, header.Counting, header.AfterHours);
        for (var tries = 0; tries < 6; tries++)
        {
            var day = dice.Next(3) == 0 ? new DateOnly(2026, 2, dice.Next(6, 25)) : new DateOnly(2026, 1, 1).AddDays(dice.Next(300));
            var (late, worst) = (false, (Minutes: int.MinValue, At: default(DateTimeOffset)));
            for (var minute = 0; minute < 1440; minute++)
            {
                var at = VietnamTime.At(day, TimeOnly.MinValue).AddMinutes(minute);
                var (due, finish) = (Calendar.DueAt(at, rule), Slowest(process, process.Start!.Index, at, []));
                late |= finish > due;
                var minutes = finish > due ? Calendar.Between(due, finish) : -Calendar.Between(finish, due);
                if (finish.Year == 2026 && minutes > worst.Minutes) worst = (minutes, at);
            }
            if (late != starts.LateDays.Any(range => range.From <= day && day <= range.To)) return $"{day:O} {(late ? "is late" : "is not late")}\n{sketch}";
            if (starts.Worst is { FinishedAt: not null } known && worst.Minutes > known.LateMinutes) return $"{worst.At:O} is worse: {worst.Minutes} than {known}\n{sketch}";
        }
        return null;
    });

    /// <summary>The latest end over all ways that come nowhere twice.</summary>
    private static DateTimeOffset Slowest(ProcessDefinition process, int at, DateTimeOffset arrives, HashSet<int> passed)
    {
        var step = process.Steps[at];
        if (step.Kind is StepKind.ReturnResult) return arrives;
        if (!passed.Add(at)) return DateTimeOffset.MinValue;
        var limit = LongestPath.Counted(process, step, online: false);
        var leaves = limit is { Value: > 0 } own ? Calendar.DueAt(arrives, new(own, Counting.RunningHours)) : arrives;
        var slowest = process.Out(at).Select(route => route.To).Distinct().Select(to => Slowest(process, to, leaves, passed)).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        passed.Remove(at);
        return slowest;
    }

    private static DateTimeOffset AfterFourHoursFiveDaysAndEightHours(DateTimeOffset at) =>
        Calendar.Add(Calendar.DueAt(Calendar.Add(at, 240), new(TimeLimit.OfCalendarDays(5), Counting.RunningHours)), 480);

    private static void AgreesWithEveryMinute(LimitProof proof, CountingRule rule, Func<DateTimeOffset, DateTimeOffset> finish)
    {
        var (late, worst, open) = (new SortedSet<DateOnly>(), int.MinValue, default(DateOnly?));
        for (var at = Vietnam(2026, 1, 1, 0, 0); at.ToOffset(VietnamTime.Offset).Year == 2026; at = at.AddMinutes(1))
        {
            var (due, end) = (Calendar.DueAt(at, rule), finish(at));
            if (due > Vietnam(2026, 12, 31, 23, 59))
            {
                open = VietnamTime.DayOf(at);
                break;
            }
            if (end > due) late.Add(VietnamTime.DayOf(at));
            worst = Math.Max(worst, end > due ? Calendar.Between(due, end < Vietnam(2026, 12, 31, 23, 59) ? end : Vietnam(2026, 12, 31, 23, 59)) : -Calendar.Between(end, due));
        }
        var starts = proof.Starts!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(starts.LateDays.SelectMany(range => Enumerable.Range(range.From.DayNumber, range.To.DayNumber - range.From.DayNumber + 1)).Select(DateOnly.FromDayNumber), Is.EqualTo(late));
            Assert.That(proof.Fits, Is.EqualTo(late.Count == 0 ? Verdict.Yes : Verdict.No));
            Assert.That(starts.OpenFrom, Is.EqualTo(open));
            if (starts.Worst!.FinishedAt is not null) Assert.That(starts.Worst.LateMinutes, Is.EqualTo(worst));
        }
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{late.Count} late days, worst {starts.Worst}"));
    }

    private static void Check(Config config, Func<int, string?> fault) =>
        FsCheck.Check.One(config, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => fault(seed) is { } told ? false.Label(told) : true.ToProperty()));

    private static LimitProof Held(ProcessDefinition process) => Check(process).Limits.First(limit => limit.Kind is LimitKind.Statutory);

    private static CheckReport Check(ProcessDefinition process) => DefinitionRules.Check(process, new(null, Sample.Calendars, new(2026, 3, 2)));

    private static DateTimeOffset Vietnam(int year, int month, int day, int hour, int minute) => VietnamTime.At(new(year, month, day), new(hour, minute));

    private static ProcessDefinition Straight(ProcessHeader header, params TimeLimit[] limits)
    {
        var drawing = new Drawing().With(header);
        for (var at = 0; at < limits.Length; at++)
        {
            var limit = limits[at];
            drawing.Step($"B{at + 1}", at == 0 ? StepKind.Intake : StepKind.Work, work: work => work with { Limit = limit });
        }
        drawing.Step($"B{limits.Length + 1}", StepKind.ReturnResult).Step("X", StepKind.Reject).Line("B1", "Declined", "X").Line("B1", "Accepted", "B2");
        return drawing.Chain([.. Enumerable.Range(2, limits.Length).Select(at => $"B{at}")]).Process();
    }
}
