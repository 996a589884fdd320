using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Simulation;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Simulation;

/// <summary>Past dossiers sent down a draft.</summary>
public sealed class BacktestTests
{
    [Test]
    public void The_very_version_they_ran_on_gives_what_really_happened()
    {
        var past = new[] { OnTime(), Late(), WithDrawnSupplement(), Refused(), WithUndrawnSupplement() };

        var backtest = Backtest.Of(A.Permit().Process(), past, Calendar.Book);

        Assert.That(backtest.Misfits, Is.Empty, string.Join("; ", backtest.Misfits.Select(misfit => misfit.Why.En)));
        Assert.That(backtest.Unchanged, Is.EqualTo(past.Length));
        Assert.That(backtest.RepresentableShare, Is.EqualTo(1));
        Assert.That(backtest.Runs.Select(run => run.WouldBeLate), Is.EqualTo(backtest.Runs.Select(run => run.WasLate)));
        Assert.That(backtest.Runs.Select(run => run.WasLate), Is.EqualTo(new bool?[] { false, true, false, false, false }));
        Assert.That(backtest.ActualOnTime, Is.EqualTo(0.8));
        Assert.That(backtest.PredictedOnTime, Is.EqualTo(0.8));
    }

    [Test]
    public void A_shorter_promise_makes_dossiers_late_that_were_on_time()
    {
        var draft = A.Permit(A.Header with { StatutoryLimit = TimeLimit.OfDays(1) }).Process();

        var backtest = Backtest.Of(draft, [OnTime(), Late()], Calendar.Book);

        Assert.That(backtest.ActualOnTime, Is.EqualTo(0.5));
        Assert.That(backtest.PredictedOnTime, Is.Zero);
    }

    [Test]
    public void It_tells_which_steps_would_have_been_late()
    {
        var late = Backtest.Of(A.Permit().Process(), [OnTime(), Late()], Calendar.Book).Steps.Single(step => step.Step.Value == "B3");

        Assert.That((late.Times, late.Late), Is.EqualTo((2, 1)));
        Assert.That(late.MedianMinutes, Is.EqualTo(300), "Monday 09:00 to 16:00: the shorter of the two");
        Assert.That(late.Limit, Is.EqualTo(TimeLimit.OfHours(24)));
    }

    [Test]
    public void An_outcome_that_the_draft_lacks_is_told_with_an_example()
    {
        var draft = A.Permit().Ports("B3", "Passed Incomplete").Without("B3 Failed TC").Process();

        var backtest = Backtest.Of(draft, [OnTime(), Refused()], Calendar.Book);

        Assert.That(backtest.RepresentableShare, Is.EqualTo(0.5));
        var misfit = backtest.Misfits.Single();
        Assert.That(misfit.Dossiers, Is.EqualTo(1));
        Assert.That(misfit.Example, Is.EqualTo(Refused().Code));
        Assert.That(misfit.Why.Vi, Does.Contain("Failed"));
    }

    [Test]
    public void What_ended_by_an_act_that_no_process_draws_is_told_apart_and_in_no_share()
    {
        PastDossier[] past = [OnTime(), Ended(11, new DossierCommand.Withdraw(A.DeskOfficer, "Người nộp đổi ý")), Ended(12, new DossierCommand.Reject(A.Chairman, "Không đủ điều kiện")),
            Ended(13, new DossierCommand.Withdraw(A.DeskOfficer, "Người nộp đổi ý"))];

        var backtest = Backtest.Of(A.Permit().Process(), past, Calendar.Book);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(backtest.CutShort, Is.EqualTo(new[] { new BacktestCut(DossierStatus.Withdrawn, 2, past[1].Code), new BacktestCut(DossierStatus.Rejected, 1, past[2].Code) }));
            Assert.That(backtest.Misfits, Is.Empty, "a right of the applicant is no fault of the draft");
            Assert.That((backtest.Dossiers, backtest.Comparable, backtest.RepresentableShare), Is.EqualTo((4, 1, (double?)1)));
        }
    }

    [Test]
    public void What_was_recalled_or_sent_back_by_an_act_is_one_run_in_all_the_time_it_took()
    {
        var recalled = Past(21, Ready(A.Story(RecallTests.Permit).UntilExamination().At("2026-03-02 11:00").Completes(A.Minh, "B3", "Passed")
            .At("2026-03-02 14:00").Then(new DossierCommand.Recall(A.Minh, new("B3"), "Nhầm")).At("2026-03-02 16:00").Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done")));
        var sentBack = Past(22, Ready(A.Story(RecallTests.Permit).UntilExamination().At("2026-03-02 11:00").Completes(A.Minh, "B3", "Passed").At("2026-03-02 14:00").Completes(A.Minh, "B4", "Done")
            .At("2026-03-02 16:00").Then(new DossierCommand.SendBack(A.Head, new("B5"), "Thiếu căn cứ")).At("2026-03-03 09:00").Completes(A.Minh, "B4", "Done")));

        var backtest = Backtest.Of(A.Permit().Process(), [recalled, sentBack], Calendar.Book);

        Assert.That(backtest.Misfits, Is.Empty, string.Join("; ", backtest.Misfits.Select(misfit => misfit.Why.En)));
        Assert.That(backtest.Unchanged, Is.EqualTo(2));
        var times = new[] { recalled, sentBack }.Select(past => Backtest.Of(A.Permit().Process(), [past], Calendar.Book).Steps.ToDictionary(step => step.Step.Value, step => step.MedianMinutes)).ToArray();
        Assert.That(times[0]["B3"], Is.EqualTo(4 * 60), "two hours before it was recalled, two after");
        Assert.That((times[1]["B4"], times[1]["B5"]), Is.EqualTo(((1 + 3) * 60, 2 * 60)), "an hour before it was sent back, three after; with the head for two hours");

        static Story Ready(Story story) => story.Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done").Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ"));
    }

    [Test]
    public void A_step_that_is_only_renamed_or_renumbered_is_found_again()
    {
        var permit = A.Permit().Process();
        var renumbered = new ProcessDefinition(permit.Name, permit.Header, permit.Attributes,
            [.. permit.Steps.Select(step => step.Key.Value == "B6" ? step with { Key = new("B06"), Name = "Ký giấy phép" } : step)], permit.Routes)
        { Start = permit.Start, Hash = permit.Hash };

        Assert.That(Backtest.Of(renumbered, [OnTime(), Late(), Refused()], Calendar.Book).Unchanged, Is.EqualTo(3));
    }

    [Test]
    public void A_new_step_takes_its_whole_limit()
    {
        var draft = A.Permit().Without("B3 Passed B4").Step("BK", StepKind.Verify, "Passed Failed", "doan-kiem-tra", 48).Ways("B3 Passed BK", "BK Passed B4", "BK Failed TC").Process();

        var backtest = Backtest.Of(draft, [OnTime()], Calendar.Book);

        Assert.That(backtest.RepresentableShare, Is.EqualTo(1));
        Assert.That(backtest.Unchanged, Is.Zero, "it would have had one step more");
        Assert.That(backtest.Runs.Single().WouldBeLate, Is.True, "the visit alone takes 48 of the 56 hours");
    }

    private static PastDossier OnTime() => Past(1, A.Story().UntilExamination().At("2026-03-02 16:00").Completes(A.Minh, "B3", "Passed")
        .Completes(A.Minh, "B4", "Done").At("2026-03-04 09:00").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done")
        .At("2026-03-05 09:00").Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ")));

    private static PastDossier Late() => Past(2, A.Story().UntilExamination().At("2026-03-12 09:00").Completes(A.Minh, "B3", "Passed")
        .Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done")
        .Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ")));

    private static PastDossier Refused() => Past(3, A.Story().UntilExamination().At("2026-03-04 09:00").Completes(A.Minh, "B3", "Failed", "Không đủ điều kiện"));

    private static PastDossier WithDrawnSupplement() => Past(4, A.Story().UntilExamination().At("2026-03-04 10:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", null, "Bản vẽ")
        .At("2026-03-09 14:00").Completes(A.DeskOfficer, "BS", "Supplemented").At("2026-03-10 10:00").Completes(A.Minh, "B3", "Passed")
        .Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done")
        .Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ")));

    private static PastDossier WithUndrawnSupplement() => Past(5, A.Story().UntilExamination()
        .At("2026-03-04 10:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu bản vẽ"))
        .At("2026-03-09 14:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer)).At("2026-03-10 10:00").Completes(A.Minh, "B3", "Passed")
        .Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done")
        .Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ")));

    private static PastDossier Ended(int number, DossierCommand by) => Past(number, A.Story().UntilExamination().At("2026-03-04 09:00").Then(by));

    private static PastDossier Past(int number, Story story) => new(DossierCode.Parse($"H35.99-260302-{number:0000}"), story.Process, story.Journal);
}
