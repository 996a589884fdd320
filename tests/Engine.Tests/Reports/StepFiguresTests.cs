using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>The times of steps: the step's own clock, pauses out, each run once.</summary>
public sealed class StepFiguresTests
{
    private static readonly DossierCode Code = DossierCode.Parse("H35.99-260302-0001");
    private static readonly DateTimeOffset Beginning = Calendar.At("2026-01-01 00:00"), End = Calendar.At("2026-12-31 00:00");

    private static IReadOnlyList<StepRun> Runs(Story story, DateTimeOffset? since = null) => StepRun.Of(Code, story.Journal, story.Process, Calendar.Book, since ?? Beginning, End);

    private static Story Examined() => A.Story().UntilExamination()
        .At("2026-03-04 10:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: ["Bản vẽ"])
        .At("2026-03-09 14:00").Completes(A.DeskOfficer, "BS", "Supplemented")
        .At("2026-03-10 14:00").Completes(A.Minh, "B3", "Passed");

    [Test]
    public void Each_run_of_a_step_has_its_own_working_time_and_waiting_for_the_applicant_is_nobodys()
    {
        var runs = Runs(Examined());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(runs.Select(run => (run.Step.Value, run.Run, run.Minutes, run.Outcome)), Is.EqualTo(new[]
            {
                ("B1", 1, 0, "Accepted"), ("B2", 1, 0, "Done"), ("B3", 1, 17 * 60, "Incomplete"), ("B3", 2, 8 * 60, "Passed"),
            }));
            Assert.That(runs.Single(run => run is { Step.Value: "B3", Run: 1 }).LimitMinutes, Is.EqualTo(24 * 60));
            Assert.That(runs[2].By, Is.EqualTo(A.Minh.Id));
        }
    }

    [Test]
    public void A_pause_beside_a_step_is_taken_out_of_its_time()
    {
        var story = A.Story().UntilExamination()
            .At("2026-03-03 09:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu bản vẽ"))
            .At("2026-03-06 09:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer))
            .At("2026-03-06 11:00").Completes(A.Minh, "B3", "Passed");

        Assert.That(Runs(story)[^1].Minutes, Is.EqualTo(10 * 60), "eight hours before the pause, two after");
    }

    [Test]
    public void Only_runs_that_ended_in_the_period_count() =>
        Assert.That(Runs(Examined(), Calendar.At("2026-03-05 00:00")).Select(run => (run.Step.Value, run.Run)), Is.EqualTo(new[] { ("B3", 2) }));

    [Test]
    public void Sending_back_and_doing_again_are_counted()
    {
        var story = Examined()
            .At("2026-03-10 15:00").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "SentBack")
            .At("2026-03-10 16:00").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed");
        var figures = StepFigures.Of(Runs(story), ReportPeriod.Between(new(2026, 3, 1), new(2026, 3, 31), End).Period!, StepGrouping.Step, _ => ("", ""));

        Assert.That(figures.Lines.Single(line => line.Step!.Value == "B5"), Has.Property("SentBack").EqualTo(1).And.Property("Again").EqualTo(1).And.Property("Runs").EqualTo(2));
        Assert.That(figures.Dossiers, Is.EqualTo(1));
    }

    [Test]
    public void Sending_back_by_the_act_counts_as_the_drawn_way_does()
    {
        var story = A.Story(RecallTests.Permit).UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done")
            .At("2026-03-03 09:00").Then(new DossierCommand.SendBack(A.Head, new("B5"), "Thiếu căn cứ"))
            .At("2026-03-03 10:00").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed");
        var lines = Figures(story).Lines.ToDictionary(line => line.Step!.Value);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines["B5"], Has.Property("SentBack").EqualTo(1).And.Property("Runs").EqualTo(2).And.Property("Closed").Zero);
            Assert.That(Runs(story).Single(run => run is { Step.Value: "B5", Run: 1 }).Minutes, Is.EqualTo(8 * 60), "it lay with them from Monday 09:00 to Tuesday 09:00");
            Assert.That(lines["B4"], Has.Property("Again").EqualTo(1).And.Property("SentBack").Zero);
        }
    }

    [Test]
    public void A_recalled_completion_never_was_and_the_run_goes_on_with_the_time_it_had_used()
    {
        var story = A.Story(RecallTests.Permit).UntilExamination()
            .At("2026-03-02 11:00").Completes(A.Minh, "B3", "Passed")
            .At("2026-03-02 14:00").Then(new DossierCommand.Recall(A.Minh, new("B3"), "Nhầm"))
            .At("2026-03-02 16:00").Completes(A.Minh, "B3", "Failed", "Sai quy hoạch");

        var examined = Runs(story).Where(run => run.Step.Value == "B3").ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(examined.Select(run => (run.Run, run.Minutes, run.Outcome, run.IsRecalled, run.IsAgain)), Is.EqualTo(new[] { (2, 4 * 60, (string?)"Failed", true, false) }), "two hours before, two after");
            Assert.That(Figures(story).Lines.Single(line => line.Step!.Value == "B3"), Has.Property("Recalled").EqualTo(1).And.Property("Runs").EqualTo(1).And.Property("Again").Zero);
            Assert.That(Figures(story).Lines.Single(line => line.Step!.Value == "B4"), Has.Property("Runs").Zero.And.Property("Closed").EqualTo(1), "whoever it was taken from sent nothing back");
        }
    }

    private static StepFigures Figures(Story story) => StepFigures.Of(Runs(story), ReportPeriod.Between(new(2026, 3, 1), new(2026, 3, 31), End).Period!, StepGrouping.Step, _ => ("", ""));

    [TestCase(new[] { 5 }, 0.5, 5)]
    [TestCase(new[] { 1, 2, 3, 4 }, 0.5, 2)]
    [TestCase(new[] { 1, 2, 3, 4, 5 }, 0.5, 3)]
    [TestCase(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 0.9, 9)]
    [TestCase(new[] { 1, 2, 3 }, 0.9, 3)]
    public void A_quantile_is_the_smallest_value_that_so_many_do_not_exceed(int[] sorted, double share, int expected) =>
        Assert.That(StepFigures.Quantile(sorted, share), Is.EqualTo(expected));

    [TestCase(9, 100, 240, StepConclusion.TooFew)]
    [TestCase(10, 100, 240, StepConclusion.Fits)]
    [TestCase(10, 250, 240, StepConclusion.Bottleneck)]
    [TestCase(10, 70, 240, StepConclusion.TooLongALimit)]
    [TestCase(10, 70, null, StepConclusion.NoLimit)]
    public void The_figures_say_what_they_suggest_and_only_when_there_are_enough(int runs, int minutes, int? limit, StepConclusion expected)
    {
        var line = StepLine.Of("", "", [.. Enumerable.Range(1, runs).Select(run => new StepRun(
            Code, new ContentHash(new string('a', 64)), new("1.013225"), new("B3"), "B3", 1, A.Commune, A.Minh.Id, Beginning, End, minutes, limit, "Passed"))]);
        Assert.That(line.Conclusion, Is.EqualTo(expected));
    }

    [Test]
    public void A_third_of_the_runs_late_is_a_bottleneck_even_where_half_are_quick()
    {
        StepRun Run(int minutes) => new(Code, new ContentHash(new string('a', 64)), new("1.013225"), new("B3"), "B3", 1, A.Commune, A.Minh.Id, Beginning, End, minutes, 240, "Passed");
        Assert.That(StepLine.Of("", "", [.. Enumerable.Repeat(Run(60), 6), .. Enumerable.Repeat(Run(600), 4)]).Conclusion, Is.EqualTo(StepConclusion.Bottleneck));
    }
}
