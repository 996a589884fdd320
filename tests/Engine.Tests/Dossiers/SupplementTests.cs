using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Asking the applicant for papers: once or as often as the header says, drawn or not, and what it does to the clock.</summary>
public sealed class SupplementTests
{
    private static ProcessDefinition Under(ClockPolicy policy, int rounds = 1) =>
        A.Permit(A.Header with { Supplement = new SupplementRule(policy, rounds, TimeLimit.OfDays(2)) }).Process();

    private static Story Asked(ClockPolicy policy, bool drawn, int rounds = 1)
    {
        var story = A.Story(Under(policy, rounds)).UntilExamination().At("2026-03-04 10:00"); // 17 of 56 hours used
        return drawn
            ? story.Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", null, "Bản vẽ kết cấu")
            : story.Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ kết cấu"], "Thiếu bản vẽ"));
    }

    private static Story Answered(ClockPolicy policy, bool drawn)
    {
        var story = Asked(policy, drawn).At("2026-03-09 14:00"); // 26 working hours later
        return drawn ? story.Completes(A.DeskOfficer, "BS", "Supplemented") : story.Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));
    }

    [TestCase(ClockPolicy.Suspends, false, "2026-03-16 11:00")]
    [TestCase(ClockPolicy.Suspends, true, "2026-03-16 11:00")]
    [TestCase(ClockPolicy.Restarts, false, "2026-03-18 14:00")]
    [TestCase(ClockPolicy.Restarts, true, "2026-03-18 14:00")]
    [TestCase(ClockPolicy.Runs, false, "2026-03-11 09:00")]
    [TestCase(ClockPolicy.Runs, true, "2026-03-11 09:00")]
    public void The_promise_moves_by_the_published_policy(ClockPolicy policy, bool drawn, string due)
    {
        var story = Answered(policy, drawn);
        var moved = story.Journal.OfType<DossierEvent.PromiseMoved>().SingleOrDefault();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At(due)));
            Assert.That(story.Dossier.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")), "the first promise stays for classification");
            Assert.That(moved?.To, policy is ClockPolicy.Runs ? Is.Null : Is.EqualTo(Calendar.At(due)));
            Assert.That(moved?.From, policy is ClockPolicy.Runs ? Is.Null : Is.EqualTo(Calendar.At("2026-03-11 09:00")));
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.InProgress));
            Assert.That(story.OpenSteps, Is.EqualTo(["B3"]));
            Assert.That(story.Dossier.FindOpen(new("B3"))!.Run, Is.EqualTo(drawn ? 2 : 1), "undrawn, the same step goes on");
        }
    }

    [TestCase(ClockPolicy.Suspends, 39 * 60)]
    [TestCase(ClockPolicy.Restarts, null)]
    public void The_clock_stands_still_while_the_citizen_looks_for_papers(ClockPolicy policy, int? left)
    {
        var story = Asked(policy, drawn: false);
        foreach (var moment in new[] { "2026-03-04 10:00", "2026-03-06 08:00", "2026-03-30 16:00" })
        {
            var clocks = story.At(moment).Clocks;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(clocks.Standing, Is.EqualTo(Standing.Stopped));
                Assert.That(clocks.RemainingMinutes, Is.EqualTo(left), "39 of 56 hours were left");
                Assert.That(clocks.Steps.Single().RemainingMinutes, Is.EqualTo(7 * 60), "24 hours less 17: the step's own clock stands too");
                Assert.That(clocks.Steps.Single().Standing, Is.EqualTo(Standing.Stopped));
            }
        }
    }

    [Test]
    public void While_papers_are_owed_nobody_goes_on() => Assert.That(
        Asked(ClockPolicy.Suspends, drawn: false).Try(A.Complete(A.Minh, "B3", "Passed")), Is.EqualTo(DossierRefusals.AwaitingSupplement));

    [Test]
    public void Nobody_is_asked_twice_at_once() => Assert.That(
        Asked(ClockPolicy.Suspends, drawn: false, rounds: 2).Try(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")), Is.EqualTo(DossierRefusals.AwaitingSupplement));

    [TestCase(true)]
    [TestCase(false)]
    public void Drawn_and_undrawn_requests_share_the_rounds(bool drawnFirst)
    {
        var story = Answered(ClockPolicy.Suspends, drawnFirst);
        DossierCommand[] again =
        [
            new DossierCommand.RequestSupplement(A.Head, new("B3"), ["CCCD"], "Thiếu", "Điều 54"),
            A.Complete(A.Minh, "B3", "Incomplete", "Thiếu", null, "CCCD"),
        ];
        Assert.That(again.Select(story.Try), Is.All.EqualTo(DossierRefusals.NoRoundsLeft(1)));
    }

    [Test]
    public void The_second_round_is_a_leaders_and_names_its_basis()
    {
        var story = Asked(ClockPolicy.Suspends, drawn: false, rounds: 2).At("2026-03-09 14:00").Then(new DossierCommand.ReceiveSupplement(A.Minh));
        DossierCommand.RequestSupplement By(Officer officer, string? basis) => new(officer, new("B3"), ["CCCD"], "Thiếu", basis);

        Assert.That(story.Try(By(A.Minh, "Điều 54")), Is.EqualTo(DossierRefusals.NeedsALeader));
        Assert.That(story.Try(By(A.Head, " ")), Is.EqualTo(DossierRefusals.BasisMissing));
        Assert.That(story.Then(By(A.Head, "Điều 54")).Dossier.SupplementRounds, Is.EqualTo(2));
    }

    [Test]
    public void A_request_lists_everything_and_says_why()
    {
        var story = A.Story().UntilExamination();
        Assert.That(story.Try(new DossierCommand.RequestSupplement(A.Minh, new("B3"), [], "Thiếu")), Is.EqualTo(DossierRefusals.MissingPapersNotNamed));
        Assert.That(story.Try(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "")), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Incomplete", "Thiếu")), Is.EqualTo(DossierRefusals.MissingPapersNotNamed));
    }

    [Test]
    public void Where_the_header_allows_none_nobody_asks()
    {
        var story = A.Story(A.Permit(A.Header with { Supplement = null }).Process()).UntilExamination();
        Assert.That(story.Try(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")), Is.EqualTo(DossierRefusals.SupplementNotAllowed));
    }

    [Test]
    public void A_drawn_request_that_nobody_answers_leaves_by_its_own_way_and_restarts_nothing()
    {
        var story = Asked(ClockPolicy.Restarts, drawn: true).At("2026-03-12 09:00").Completes(A.DeskOfficer, "BS", "Expired", "Quá hạn bổ sung");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Rejected));
            Assert.That(story.Journal.OfType<DossierEvent.PromiseMoved>(), Is.Empty);
            Assert.That(story.Dossier.Stops.Single().To, Is.EqualTo(Calendar.At("2026-03-12 09:00")), "no line of the ledger stays open");
        }
    }

    [Test]
    public void The_time_to_answer_is_the_headers()
    {
        var clock = Asked(ClockPolicy.Suspends, drawn: true).Clocks.Steps.Single();
        Assert.That((clock.Limit, clock.DueAt), Is.EqualTo((TimeLimit.OfDays(2), Calendar.At("2026-03-06 10:00"))));
    }

    [TestCase(ClockPolicy.Suspends)]
    [TestCase(ClockPolicy.Restarts)]
    public void The_account_adds_up_to_the_minutes_used(ClockPolicy policy)
    {
        var story = Answered(policy, drawn: false).At("2026-03-10 15:00");
        var whole = 56 * 60 - story.Clocks.RemainingMinutes!.Value;
        var step = story.Clocks.Steps.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Account.Days.Sum(day => day.Minutes), Is.EqualTo(whole));
            Assert.That(story.AccountOf("B3").Days.Sum(day => day.Minutes),
                Is.EqualTo(24 * 60 - step.RemainingMinutes));
            Assert.That(story.Account.Days.Select(day => day.Why.Vi), Has.Some.StartsWith(
                policy is ClockPolicy.Suspends ? "tạm dừng tính thời hạn" : "thời hạn tính lại từ đầu"));
        }
    }

    [Test]
    public void Papers_that_a_faster_branch_made_superfluous_are_awaited_no_more()
    {
        var process = new Drawing(A.Header with { Supplement = new(ClockPolicy.Runs) })
            .Step("B1", StepKind.Intake, "Accepted", "mot-cua", 4, "Receiving").Fork("F", "a b").Step("BS", StepKind.AwaitSupplement, "Supplemented").Step("B2", StepKind.Draft, "Done", "chuyen-vien", 4, "Competent")
            .Join("J", JoinMode.WaitAny).Step("B3", StepKind.Draft, "Done", "chuyen-vien", 4, "Competent").Step("TC", StepKind.Stop)
            .Ways("B1 Accepted F", "F a BS", "F b B2", "BS Supplemented J", "B2 Done J", "J Done B3", "B3 Done TC").Process();
        var story = A.Story(process).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted", "Thiếu", null, "Bản vẽ");
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.AwaitingSupplement));
        story.Completes(A.Minh, "B2", "Done");
        Assert.That((story.Dossier.Status, string.Join(' ', story.OpenSteps)), Is.EqualTo((DossierStatus.InProgress, "B3")));
    }
}
