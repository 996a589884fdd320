using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Papers that come in parts, too late, or not at all.</summary>
public sealed class SupplementPartsTests
{
    private static Story Asked(string? onExpiry = "Reject", ClockPolicy policy = ClockPolicy.Suspends, TimeLimit? within = null, int rounds = 1) =>
        A.Story(A.Permit(A.Header with { Supplement = new(policy, rounds, within ?? TimeLimit.OfDays(2), onExpiry) }).Process())
            .UntilExamination().At("2026-03-04 10:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ kết cấu", "CCCD"], "Thiếu"));

    private static DossierCommand.ReceiveSupplement Brings(params string[] papers) => new(A.DeskOfficer, null, [.. papers]);

    [Test]
    public void The_clock_goes_on_when_the_last_paper_is_here()
    {
        var story = Asked().At("2026-03-05 10:00").Then(Brings("CCCD"));
        Assert.That((story.Dossier.Status, story.Clocks.Standing, story.Dossier.Awaited.Single().Outstanding.Single()), Is.EqualTo((DossierStatus.AwaitingSupplement, Standing.Stopped, "Bản vẽ kết cấu")));
        Assert.That(story.Try(Brings("CCCD")), Is.EqualTo(DossierRefusals.PaperNotAsked("CCCD")), "it has come already");
        Assert.That(story.Try(Brings("Sổ đỏ")), Is.EqualTo(DossierRefusals.PaperNotAsked("Sổ đỏ")));
        Assert.That(Asked().Then(Brings("CCCD", "CCCD")).Dossier.Awaited.Single().Arrived, Is.EqualTo(["CCCD"]), "named twice it has come once");
        Assert.That(story.Try(Brings()), Is.EqualTo(DossierRefusals.MissingPapersNotNamed));
        story.At("2026-03-09 14:00").Then(Brings("Bản vẽ kết cấu"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((story.Dossier.Status, story.Clocks.DueAt), Is.EqualTo((DossierStatus.InProgress, (DateTimeOffset?)Calendar.At("2026-03-16 11:00"))));
            Assert.That(story.Dossier.Awaited, Is.Empty);
            Assert.That(story.Portal, Is.EqualTo([2, 4, 5, 4]));
        }
    }

    [Test]
    public void Whoever_examines_may_say_that_what_came_will_do_and_why()
    {
        var story = Asked().Then(Brings("CCCD"));
        DossierCommand.ReceiveSupplement Enough(Officer by, string? note = "Bản vẽ đã có trong hồ sơ cũ") => new(by, note, null, IsSufficient: true);
        Assert.That(story.Try(Enough(A.DeskOfficer)), Is.EqualTo(DossierRefusals.NotYoursToJudge));
        Assert.That(story.Try(Enough(A.Minh, " ")), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That(story.Then(Enough(A.Minh)).Journal.OfType<DossierEvent.SupplementReceived>().Single().IsSufficient);
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.InProgress));
    }

    [Test]
    public void A_drawn_wait_takes_parts_too_and_is_left_by_its_own_way()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ", "CCCD").Then(Brings("Bản vẽ"));
        Assert.That((string.Join(' ', story.OpenSteps), story.Dossier.Status), Is.EqualTo(("BS", DossierStatus.AwaitingSupplement)));
        story.Then(Brings("CCCD"));
        Assert.That((string.Join(' ', story.OpenSteps), story.Dossier.Status), Is.EqualTo(("B3", DossierStatus.InProgress)));
        Assert.That(A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ").Try(new DossierCommand.ReceiveSupplement(A.DeskOfficer)), Is.EqualTo(DossierRefusals.NoSupplementAsked));
    }

    [Test]
    public void The_applicants_time_is_a_clock_of_its_own()
    {
        var answer = Asked().At("2026-03-05 10:00").Clocks.Answer!;
        Assert.That((answer.Step.Value, answer.DueAt, answer.RemainingMinutes, answer.Follows), Is.EqualTo(("B3", Calendar.At("2026-03-06 10:00"), 8 * 60, "Reject")));
    }

    [TestCase("Reject", DossierStatus.Rejected, new[] { 2, 4, 5, 8 })]
    [TestCase("Stop", DossierStatus.Stopped, new[] { 2, 4, 5, 8 })]
    [TestCase("Continue", DossierStatus.InProgress, new[] { 2, 4, 5, 4 })]
    public void When_time_is_over_the_desk_does_what_was_published(string onExpiry, DossierStatus status, int[] portal)
    {
        var story = Asked(onExpiry);
        Assert.That(story.Try(new DossierCommand.ExpireSupplement(A.DeskOfficer)), Is.EqualTo(DossierRefusals.StillInTime(new("B3"), Calendar.At("2026-03-06 10:00"))));
        story.At("2026-03-06 10:00").Then(new DossierCommand.ExpireSupplement(A.DeskOfficer));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(status));
            Assert.That(story.Portal, Is.EqualTo(portal));
            Assert.That(story.Dossier.Stops, Has.All.Property("To").EqualTo(story.Now));
            Assert.That(story.Dossier.Supplements, Is.Empty);
            if (status is DossierStatus.InProgress) Assert.That(story.Clocks.RemainingMinutes, Is.EqualTo(39 * 60), "with what was left, even where an answer would have begun the limit anew");
        }
    }

    [Test]
    public void The_sweep_does_the_same_once_and_not_before()
    {
        var story = Asked("Stop");
        var remind = new DossierCommand.Remind(new("B3"), 1, ReminderKind.AnswerOver);
        Assert.That(story.At("2026-03-06 09:59").Try(remind), Is.EqualTo(DossierRefusals.ReminderTooEarly));
        Assert.That(story.At("2026-03-06 10:00").Then(remind).Dossier.Status, Is.EqualTo(DossierStatus.Stopped));
        Assert.That(story.Journal[^1].By, Is.EqualTo(Officer.System.Id));
        Assert.That(story.Try(remind), Is.EqualTo(DossierRefusals.ReminderSettled));
    }

    [TestCase(null, false)]
    [TestCase("Reject", true)]
    public void Where_people_must_judge_the_sweep_only_tells_them(string? onExpiry, bool aPartHasCome)
    {
        var story = Asked(onExpiry);
        if (aPartHasCome) story.Then(Brings("CCCD"));
        var remind = new DossierCommand.Remind(new("B3"), 1, ReminderKind.AnswerOver);
        story.At("2026-03-09 10:00").Then(remind);
        Assert.That((story.Dossier.Status, story.Journal[^1]), Is.EqualTo((DossierStatus.AwaitingSupplement, (DossierEvent)new DossierEvent.Reminded(story.Now, Officer.System.Id, new("B3"), 1, ReminderKind.AnswerOver, story.Clocks.Answer!.DueAt))));
        Assert.That(story.Try(remind), Is.EqualTo(DossierRefusals.ReminderSettled), "once");
        if (onExpiry is null) Assert.That(story.Try(new DossierCommand.ExpireSupplement(A.DeskOfficer)), Is.EqualTo(DossierRefusals.ExpiryNotStated));
    }

    [Test]
    public void Where_no_time_is_stated_nothing_expires() => Assert.That(
        A.Story(A.Permit(A.Header with { Supplement = new(ClockPolicy.Suspends, 1, null, "Reject") }).Process()).UntilExamination()
            .Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")).At("2026-09-01 10:00").Try(new DossierCommand.ExpireSupplement(A.DeskOfficer)),
        Is.EqualTo(DossierRefusals.NoTimeToAnswerStated));

    [Test]
    public void After_papers_were_asked_for_at_intake_a_no_is_a_refusal_and_the_portal_hears_an_order_it_accepts()
    {
        var story = A.Story().Then(A.Receive()).Then(new DossierCommand.RequestSupplement(A.DeskOfficer, new("B1"), ["CCCD"], "Thiếu"))
            .Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer)).Completes(A.DeskOfficer, "B1", "Declined", "Không đủ điều kiện");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Portal, Is.EqualTo([2, 5, 4, 8]));
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Rejected));
            Assert.That(story.Journal.OfType<DossierEvent.Ended>().Single().Reason, Is.EqualTo("Không đủ điều kiện"));
        }
    }
}
