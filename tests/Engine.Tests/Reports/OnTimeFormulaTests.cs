using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>Each formula as a table of cases. All dossiers were received on Mon 2 March 2026, 09:00; unless the case says otherwise they are promised for Wed 11 March, 09:00 and judged at the end of Tue 31 March.</summary>
public sealed class OnTimeFormulaTests
{
    private const string Promise = "2026-03-11 09:00";

    private static CountedDossier Counted(string? solved, string? promise = Promise, string requests = "", string stops = "", string? moved = null, string? again = null, string? given = null) =>
        new(DossierCode.Parse("H35.40-260302-0001"), new("1.009994"), new ContentHash(new string('a', 64)), new("H35.40.01"), new("H35.40"), Channel.Direct, Calendar.At("2026-03-02 09:00"), At(promise))
        {
            SolvedAt = At(solved),
            Requests = Spans(requests),
            Stops = Spans(stops),
            MovedTo = At(moved),
            ReappointedTo = At(again),
            ReappointedAt = At(given),
        };

    private static DateTimeOffset? At(string? text) => text is null ? null : Calendar.At(text);

    /// <summary><c>"2026-03-04 10:00..2026-03-09 14:00; 2026-03-20 10:00.."</c></summary>
    private static ClockSpan[] Spans(string text) =>
    [
        .. text.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select(span => span.Split("..")).Select(ends => new ClockSpan(Calendar.At(ends[0]), ends[1] == "" ? null : Calendar.At(ends[1]))),
    ];

    private static OnTimeAnswer Ask(OnTimeFormula formula, CountedDossier dossier, string at = "2026-04-01 00:00", TimeLimit? limit = null) =>
        formula.Of(dossier, Calendar.At(at), limit, Calendar.Province);

    [TestCase("2026-03-10 17:00", OnTimeLabel.Early, Description = "the day before")]
    [TestCase("2026-03-11 07:00", OnTimeLabel.OnTime, Description = "the day itself, before the hour")]
    [TestCase("2026-03-11 16:59", OnTimeLabel.OnTime, Description = "the day itself, after the hour")]
    [TestCase("2026-03-11 23:59", OnTimeLabel.OnTime, Description = "the last minute of the day in Vietnam, the next day nowhere")]
    [TestCase("2026-03-12 00:00", OnTimeLabel.Overdue, Description = "midnight in Vietnam, though not yet in Greenwich")]
    [TestCase(null, OnTimeLabel.Overdue, Description = "not solved, and the period ended after it")]
    public void Days_are_compared_by_DATE_COMPARE(string? solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.DateCompare, Counted(solved)).Label, Is.EqualTo(expected));

    [TestCase("2026-03-12 00:00", OnTimeLabel.OnTime, Description = "a period that ends with the promised day")]
    [TestCase("2026-03-13 00:00", OnTimeLabel.Overdue, Description = "one that ends with the next")]
    public void What_is_open_is_judged_by_the_last_day_of_the_period_and_not_by_the_midnight_that_ends_it(string at, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.DateCompare, Counted(solved: null), at).Label, Is.EqualTo(expected));

    [TestCase("2026-03-11 08:59", OnTimeLabel.Early)]
    [TestCase("2026-03-11 09:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-11 09:00:59", OnTimeLabel.OnTime, Description = "seconds are not printed on receipts")]
    [TestCase("2026-03-11 09:01", OnTimeLabel.Overdue)]
    public void Minutes_are_compared_by_TIMESTAMP(string solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Timestamp, Counted(solved)).Label, Is.EqualTo(expected));

    [TestCase("2026-03-10 17:00", OnTimeLabel.Early)]
    [TestCase("2026-03-11 08:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-11 09:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-11 09:01", OnTimeLabel.Overdue)]
    [TestCase(null, OnTimeLabel.Overdue)]
    public void QD766_holds_the_end_to_the_original_promise(string? solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted(solved)).Label, Is.EqualTo(expected));

    [TestCase("2026-03-11 09:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-11 09:01", OnTimeLabel.Overdue)]
    public void What_is_not_solved_is_overdue_once_the_period_ends_after_the_promise(string at, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted(solved: null), at).Label, Is.EqualTo(expected));

    [Test]
    public void An_open_dossier_is_never_early() =>
        Assert.That(OnTimeFormula.All.Select(formula => Ask(formula, Counted(solved: null), "2026-03-04 00:00").Label), Is.All.EqualTo(OnTimeLabel.OnTime));

    [Test]
    public void Under_QD766_a_second_request_for_papers_is_overdue_whatever_the_dates()
    {
        var twice = Counted("2026-03-06 10:00", requests: "2026-03-03 08:00..2026-03-03 10:00; 2026-03-04 08:00..2026-03-04 09:00");

        Assert.That(Ask(OnTimeFormula.Qd766, twice).Label, Is.EqualTo(OnTimeLabel.Overdue));
        Assert.That(Ask(OnTimeFormula.Qd766, twice).Why!.En, Does.Contain("more than once"));
        Assert.That(Ask(OnTimeFormula.DateCompare, twice).Label, Is.EqualTo(OnTimeLabel.Early), "another formula says otherwise of the same dossier");
    }

    [TestCase("2026-03-11 08:00..", OnTimeLabel.OnTime, Description = "asked before the promise")]
    [TestCase("2026-03-11 09:01..", OnTimeLabel.Overdue, Description = "asked when it was late already")]
    public void Under_QD766_the_only_request_that_is_open_is_the_end(string request, OnTimeLabel expected)
    {
        var answer = Ask(OnTimeFormula.Qd766, Counted(solved: null, requests: request));

        Assert.That(answer.Label, Is.EqualTo(expected));
        Assert.That(answer.End, Is.EqualTo(Spans(request)[0].From));
    }

    /// <summary>The vector of the specification: asked Wed 4 March 10:00, answered Mon 9 March 14:00, 26 working hours later: 09:00 on the 11th becomes 11:00 on the 16th.</summary>
    [TestCase("2026-03-16 11:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-16 11:01", OnTimeLabel.Overdue)]
    [TestCase("2026-03-13 16:00", OnTimeLabel.Early)]
    public void Under_QD766_the_time_of_one_answered_request_is_taken_out_in_working_time(string solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted(solved, requests: "2026-03-04 10:00..2026-03-09 14:00")).Label, Is.EqualTo(expected));

    [Test]
    public void Unless_the_parameter_says_that_it_counts()
    {
        var strict = OnTimeFormula.Qd766 with { LawfulPausesCount = false };
        var dossier = Counted("2026-03-13 16:00", requests: "2026-03-04 10:00..2026-03-09 14:00");

        Assert.That(Ask(strict, dossier).Label, Is.EqualTo(OnTimeLabel.Overdue));
        Assert.That(strict.Printed.Vi, Does.Contain("trừ thời gian chờ bổ sung: không"));
    }

    [Test]
    public void Papers_asked_for_after_the_promise_had_passed_save_nothing() =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted("2026-03-20 10:00", requests: "2026-03-12 08:00..2026-03-20 09:00")).Label, Is.EqualTo(OnTimeLabel.Overdue));

    [Test]
    public void An_apology_with_a_new_day_does_not_make_a_late_dossier_on_time_unless_the_parameter_says_so()
    {
        var apologised = Counted("2026-03-16 10:00", again: "2026-03-18 17:00");
        foreach (var formula in OnTimeFormula.All)
        {
            Assert.That(Ask(formula, apologised).Label, Is.EqualTo(OnTimeLabel.Overdue), formula.Name);
            Assert.That(Ask(formula with { ReappointmentReplaces = true }, apologised).Label, Is.EqualTo(OnTimeLabel.Early), formula.Name);
        }
    }

    /// <remarks>Given anew on Tue 10 March, once the papers had come: the 26 hours they were waited for are in that day.</remarks>
    [TestCase("2026-03-18 11:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-18 11:01", OnTimeLabel.Overdue)]
    public void A_day_given_anew_holds_the_time_of_supplements_already(string solved, OnTimeLabel expected)
    {
        var answer = Ask(OnTimeFormula.Qd766 with { ReappointmentReplaces = true }, Counted(solved, requests: "2026-03-04 10:00..2026-03-09 14:00", again: "2026-03-18 11:00", given: "2026-03-10 08:00"));
        Assert.That((answer.Label, answer.HeldTo), Is.EqualTo((expected, At("2026-03-18 11:00"))));
    }

    [TestCase("2026-03-11 09:00", OnTimeLabel.OnTime, Description = "56 hours exactly")]
    [TestCase("2026-03-11 08:59", OnTimeLabel.Early)]
    [TestCase("2026-03-11 09:01", OnTimeLabel.Overdue)]
    [TestCase(null, OnTimeLabel.Overdue)]
    public void Without_a_promise_QD766_holds_the_time_taken_to_the_limit(string? solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted(solved, promise: null), limit: TimeLimit.OfHours(56)).Label, Is.EqualTo(expected));

    [TestCase("2026-03-16 11:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-16 11:01", OnTimeLabel.Overdue)]
    public void Without_a_promise_supplement_time_is_taken_out_of_the_time_taken(string solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted(solved, promise: null, requests: "2026-03-04 10:00..2026-03-09 14:00"), limit: TimeLimit.OfHours(56)).Label, Is.EqualTo(expected));

    [TestCase("2026-03-12 17:00", OnTimeLabel.OnTime)]
    [TestCase("2026-03-12 17:01", OnTimeLabel.Overdue)]
    public void A_limit_in_calendar_days_is_counted_in_calendar_days(string solved, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Qd766, Counted(solved, promise: null), limit: TimeLimit.OfCalendarDays(10)).Label, Is.EqualTo(expected));

    [Test]
    public void Where_there_is_nothing_to_compare_with_nothing_is_called_late() =>
        Assert.That(OnTimeFormula.All.Select(formula => Ask(formula, Counted("2026-03-20 10:00", promise: null)).Label), Is.All.EqualTo(OnTimeLabel.NoPromise));

    [TestCase(true, OnTimeLabel.OnTime)]
    [TestCase(false, OnTimeLabel.Overdue)]
    public void A_clock_that_stood_still_before_the_promise_is_not_overdue_by_the_other_formulas(bool pausesCount, OnTimeLabel expected)
    {
        var paused = Counted(solved: null, stops: "2026-03-05 08:00..");
        Assert.That(Ask(OnTimeFormula.DateCompare with { LawfulPausesCount = pausesCount }, paused).Label, Is.EqualTo(expected));
        Assert.That(Ask(OnTimeFormula.Timestamp with { LawfulPausesCount = pausesCount }, paused).Label, Is.EqualTo(expected));
    }

    [TestCase(true, OnTimeLabel.OnTime)]
    [TestCase(false, OnTimeLabel.Overdue)]
    public void The_promise_moves_with_the_law_for_the_other_formulas(bool pausesCount, OnTimeLabel expected) =>
        Assert.That(Ask(OnTimeFormula.Timestamp with { LawfulPausesCount = pausesCount }, Counted("2026-03-16 11:00", moved: "2026-03-16 11:00")).Label, Is.EqualTo(expected));

    [Test]
    public void Every_formula_says_its_name_version_and_parameters() =>
        Assert.That(OnTimeFormula.All.Select(formula => formula.Printed.Vi), Is.EqualTo(new[]
        {
            "QD766 (phiên bản 3; ngày hẹn lại thay ngày hẹn gốc: không; trừ thời gian chờ bổ sung: có)",
            "DATE_COMPARE (phiên bản 2; ngày hẹn lại thay ngày hẹn gốc: không; ngày hẹn dời theo thời gian tạm dừng đúng quy định: có)",
            "TIMESTAMP (phiên bản 2; ngày hẹn lại thay ngày hẹn gốc: không; ngày hẹn dời theo thời gian tạm dừng đúng quy định: có)",
        }));

    [TestCase("qd766", "QD766")]
    [TestCase("DATE_COMPARE", "DATE_COMPARE")]
    [TestCase("kpi", null)]
    [TestCase(null, null)]
    public void A_formula_is_found_by_its_name(string? name, string? found) =>
        Assert.That(OnTimeFormula.TryParse(name, out var formula) ? formula.Name : null, Is.EqualTo(found));
}
