using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

public sealed class TimeLimitRulesTests
{
    [Test]
    public void A_building_permit_takes_its_seven_days_with_the_consultation_inside_the_examination()
    {
        var report = Check(new Drawing()
            .Step("B1", StepKind.Intake, 4).Step("B2", StepKind.Assign, 4).Step("F", StepKind.Fork, ports: ["1", "2"]).Step("B3", StepKind.Work, 24).Step("B3a", StepKind.Work, 16).Step("J", StepKind.Join)
            .Step("B4", StepKind.Draft, 8).Step("B5", StepKind.Work, 4).Step("B6", StepKind.Work, 8).Step("B7", StepKind.Issue, 4).Step("B8", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "F").Line("F", "1", "B3").Line("F", "2", "B3a").Chain("B3a", "J").Chain("B3", "J", "B4", "B5", "B6", "B7", "B8")
            .With(Limit(7)));
        Assert.That((report.LongestMinutes, report.LimitMinutes, Codes(report)), Is.EqualTo(((int?)3360, (int?)3360, "")));
    }

    [Test]
    public void A_household_business_takes_three_days() => Assert.That(Check(Straight(Limit(3), 2, 2, 12, 4, 2, 2)) is { LongestMinutes: 1440, Findings: [] });

    [Test]
    public void A_land_case_that_leaves_a_day_and_a_half_unassigned_is_warned_with_the_sum()
    {
        // TINH-08: 1 + 2 + 1 + 0.5, the citizen pays, 0.5 + 2 + 0.5 + 0.5 + 0.5 = 8.5 of 10 days
        var report = Check(Straight(Limit(10), 8, 16, 8, 4, 4, 16, 4, 4, 4));
        Assert.That((report.LongestMinutes, Codes(report)), Is.EqualTo(((int?)4080, "V204")));
    }

    [Test]
    public void The_citizens_payment_takes_none_of_the_offices_time()
    {
        var report = Check(new Drawing().Step("B1", StepKind.Intake, 8).Step("P", StepKind.AwaitPayment, 80).Step("B2", StepKind.Issue, 8).Step("B3", StepKind.ReturnResult).Step("X", StepKind.Stop)
            .Line("B1", "Accepted", "P").Line("B1", "Declined", "X").Line("P", "Paid", "B2").Line("P", "Expired", "X").Chain("B2", "B3").With(Limit(2)));
        Assert.That((report.LongestMinutes, Codes(report)), Is.EqualTo(((int?)960, "")));
    }

    [Test]
    public void Too_long_a_way_is_shown_step_by_step()
    {
        var tooLong = Check(Straight(Limit(1), 4, 4, 4)).Findings.Single(finding => finding.Code == "V201");
        Assert.That(tooLong.Trace.Select(line => line.Vi), Is.EqualTo(new[]
        {
            "“B1 – Việc B1”: 240 phút, cộng dồn 240.", "“B2 – Việc B2”: 240 phút, cộng dồn 480.", "“B3 – Việc B3”: 240 phút, cộng dồn 720.", "“B4 – Việc B4”: 0 phút, cộng dồn 720.",
        }));
    }

    [TestCase(0, 20, "V209")]
    [TestCase(1, 32, "")]
    [TestCase(3, 56, "")]
    public void Planned_returns_make_the_way_longer_by_their_body(int rounds, int hours, string warned)
    {
        var report = Check(Returning(rounds).With(new() { StatutoryLimit = TimeLimit.OfHours(hours) }));
        Assert.That((report.LongestMinutes, Codes(report)), Is.EqualTo(((int?)hours * 60, warned)));
    }

    // Draft 8, review 4, sign 2; the leader's round goes through the reviewer's again.
    [TestCase("D", "D", 1, 1, 4 + 2 * (2 * 12 + 2))]
    [TestCase("D", "D", 2, 3, 4 + 4 * (3 * 12 + 2))]
    [TestCase("R", "D", 2, 1, 4 + 2 * (8 + 3 * 4 + 2))]
    [TestCase("D", "R", 2, 3, 4 + 14 + 2 * 12 + 3 * 6)] // the two stretches only overlap: counted side by side
    public void A_return_within_a_return_is_planned_again_each_time(string reviewTo, string signTo, int reviews, int signs, int hours)
    {
        var report = Check(new Drawing()
            .Step("I", StepKind.Intake, 4).Step("D", StepKind.Draft, 8).Step("R", StepKind.Review, 4, work: work => work with { MaxRounds = reviews }).Step("S", StepKind.Sign, 2, work: work => work with { MaxRounds = signs })
            .Step("E", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("I", "Accepted", "D").Line("I", "Declined", "X").Chain("D", "R").Line("R", "Agreed", "S").Line("R", "SentBack", reviewTo)
            .Line("S", "Signed", "E").Line("S", "SentBack", signTo).Line("S", "Rejected", "X").With(Limit(30)));
        Assert.That(report.LongestMinutes, Is.EqualTo(hours * 60));
    }

    [Test]
    public void A_step_that_sends_back_to_two_places_shares_its_rounds_between_them()
    {
        var report = Check(new Drawing()
            .Step("I", StepKind.Intake, 4).Step("D", StepKind.Draft, 8).Step("R", StepKind.Work, 4).Step("S", StepKind.Sign, 2, work: work => work with { MaxRounds = 2 }).Step("E", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("I", "Accepted", "D").Line("I", "Declined", "X").Chain("D", "R", "S").Line("S", "Signed", "E").Line("S", "SentBack", "R").Line("S", "Rejected", "D").With(Limit(30)));
        Assert.That(report.LongestMinutes, Is.EqualTo((4 + 14 + 2 * 14) * 60));
    }

    [Test]
    public void Of_two_returns_alike_the_farther_one_is_planned()
    {
        // Sign sends back to the decision or to the draft behind it, 10 hours each way; the longest way to a result then turns off at the decision.
        var report = Check(new Drawing()
            .Step("I", StepKind.Intake, 4).Step("Q", StepKind.Decision).Step("D", StepKind.Draft, 8).Step("L", StepKind.Work, 30).Step("S", StepKind.Sign, 2, work: work => work with { MaxRounds = 1 }).Step("E", StepKind.ReturnResult)
            .Step("X", StepKind.Reject)
            .Line("I", "Accepted", "Q").Line("I", "Declined", "X").Line("Q", "True", "D").Line("Q", "False", "L").Chain("D", "S").Line("S", "Signed", "E").Line("S", "SentBack", "D").Line("S", "Rejected", "Q").Chain("L", "E").With(Limit(30)));
        Assert.That(report.LongestMinutes, Is.EqualTo((4 + 10 + 30) * 60));
    }

    [Test]
    public void An_absurd_number_of_rounds_is_long_not_broken() => Assert.That(Check(Returning(int.MaxValue)).LongestMinutes, Is.EqualTo(int.MaxValue));

    // Intake 4, assign 4, examine 16 (asks for papers), then recheck 20 before examining again, sign 8.
    [TestCase(ClockPolicy.Suspends, 32)]
    [TestCase(ClockPolicy.Runs, 32)]
    [TestCase(ClockPolicy.Restarts, 44)]
    public void A_supplement_adds_nothing_unless_the_limit_begins_anew(ClockPolicy clock, int hours)
    {
        var report = Check(new Drawing()
            .Step("B1", StepKind.Intake, 4).Step("B2", StepKind.Assign, 4).Step("B3", StepKind.Examine, 16).Step("W", StepKind.AwaitSupplement, 40).Step("R", StepKind.Handover, 20)
            .Step("B4", StepKind.Issue, 8).Step("B5", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "B3").Line("B3", "Passed", "B4").Line("B3", "Incomplete", "W").Line("B3", "Failed", "X")
            .Line("W", "Supplemented", "R").Line("W", "Expired", "X").Chain("R", "B3").Chain("B4", "B5")
            .With(Limit(30) with { Supplement = new(clock) }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((report.Sound, report.LongestMinutes), Is.EqualTo((Verdict.Yes, (int?)hours * 60)));
            Assert.That(Codes(report), Does.Not.Contain("V209"));
        }
    }

    [Test]
    public void A_refusal_after_the_limit_is_a_finding_of_its_own()
    {
        var report = Check(new Drawing().Step("B1", StepKind.Intake, 4).Step("B2", StepKind.Work, 4, ports: ["yes", "no"]).Step("B3", StepKind.Work, 40).Step("B4", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Line("B2", "yes", "B4").Line("B2", "no", "B3").Chain("B3", "X").With(Limit(1)));
        Assert.That((report.LongestMinutes, Codes(report)), Is.EqualTo(((int?)480, "V203")));
    }

    [Test]
    public void Online_dossiers_are_held_to_their_own_limit()
    {
        var report = Check(Straight(Limit(1) with { OnlineLimit = TimeLimit.OfHours(4) }, 2, 6));
        Assert.That(Codes(report), Is.EqualTo("V202"));
    }

    [Test]
    public void Calendar_days_are_not_added_to_working_hours()
    {
        var report = Check(Straight(Limit(3), 8, 8).Step("N", work: work => work with { Limit = TimeLimit.OfCalendarDays(5) }).Line("B1", "Accepted", "N").Chain("N", "B2"));
        Assert.That((report.LongestMinutes, report.Findings.Any(finding => finding is { Code: "V207", Step: "N" }), report.NotRun.Contains("C5")), Is.EqualTo(((int?)null, true, true)));
    }

    [Test]
    public void A_limit_in_calendar_days_is_not_given_in_minutes()
    {
        var report = Check(Straight(new() { StatutoryLimit = TimeLimit.OfCalendarDays(5) }, 8));
        Assert.That((report.LongestMinutes, report.LimitMinutes, Codes(report)), Is.EqualTo(((int?)480, (int?)null, "V213")));
    }

    [TestCase(2, "V210")]
    [TestCase(3, "")]
    [TestCase(4, "V211")]
    public void A_leg_is_held_to_its_own_limit(int days, string expected)
    {
        var report = Check(new Drawing().Step("B1", StepKind.Intake, 8).Step("B2", StepKind.Work, 8, work: OfLeg).Step("B3", StepKind.Issue, 16, work: OfLeg).Step("B4", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "B3", "B4").With(Limit(4) with { Legs = [new("tinh", "Cấp tỉnh", null, TimeLimit.OfDays(days))] }));
        Assert.That(Codes(report), Is.EqualTo(expected));

        static StepWork OfLeg(StepWork work) => work with { Leg = "tinh" };
    }

    [Test]
    public void Promising_more_days_than_the_law_gives_is_an_error() =>
        Assert.That(Codes(Check(Straight(Limit(1) with { PromisedLimit = TimeLimit.OfDays(2) }, 8, 8))), Is.EqualTo("V205"));

    [Test]
    public void A_step_without_time_is_named() =>
        Assert.That(Check(Straight(Limit(1), 8, 0)).Findings.Select(finding => (finding.Code, finding.Step)), Is.EqualTo(new[] { ("V208", (string?)"B2") }));

    private static ProcessHeader Limit(decimal days) => new() { StatutoryLimit = TimeLimit.OfDays(days) };

    private static CheckReport Check(Drawing drawing) => DefinitionRules.Check(drawing.Process(), new()).OfTheDrawing();

    private static string Codes(CheckReport report) => string.Join(' ', report.Findings.Select(finding => finding.Code));

    private static Drawing Straight(ProcessHeader header, params int[] hours)
    {
        var drawing = new Drawing().With(header);
        for (var at = 0; at < hours.Length; at++) drawing.Step($"B{at + 1}", at == 0 ? StepKind.Intake : StepKind.Work, hours[at]);
        drawing.Step($"B{hours.Length + 1}", StepKind.ReturnResult).Step("X", StepKind.Reject).Line("B1", "Declined", "X").Line("B1", "Accepted", "B2");
        return drawing.Chain([.. Enumerable.Range(2, hours.Length).Select(at => $"B{at}")]);
    }

    // Intake 4, draft 8, review 4 that sends back to the draft, issue 4.
    private static Drawing Returning(int rounds) => new Drawing()
        .Step("B1", StepKind.Intake, 4).Step("B2", StepKind.Draft, 8).Step("B3", StepKind.Review, 4, work: work => work with { MaxRounds = rounds }).Step("B4", StepKind.Issue, 4).Step("B5", StepKind.ReturnResult).Step("X", StepKind.Reject)
        .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "B3").Line("B3", "Agreed", "B4").Line("B3", "SentBack", "B2").Chain("B4", "B5");
}
