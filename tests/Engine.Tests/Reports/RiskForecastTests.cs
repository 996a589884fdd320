using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>What past dossiers say about open ones, and how well that would have held.</summary>
public sealed class RiskForecastTests
{
    private static readonly ProcessKey Process = new(new("1.013225"), null);
    private static readonly StepKey B3 = new("B3");
    private static readonly DateTimeOffset Now = Calendar.At("2026-06-01 12:00");

    private static FinishedWay Way(int stay, int rest, DateTimeOffset? finished = null, params WayDay[] days) =>
        new(DossierCode.Parse("H35.99-260302-0001"), Process, finished ?? Now.AddDays(-1), [new Passage(B3, stay, rest)], days);

    private static RiskCase Case(int stood, int left) => new(Process, [(B3, stood)], left, Now);

    [Test]
    public void The_chance_is_the_share_of_those_whose_way_on_was_longer_than_what_is_left()
    {
        // 30 dossiers needed 100, 200 … 3,000 minutes from the step on; all of them stood there for all of it.
        var forecast = new RiskForecast(Enumerable.Range(1, 30).Select(at => Way(at * 100, at * 100)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(forecast.Of(Case(stood: 0, left: 2400), Now), Is.EqualTo(new RiskAnswer(6 / 30.0, 30, 30, B3, 1500, 2700)));
            Assert.That(forecast.Of(Case(stood: 1000, left: 1000), Now).Chance, Is.EqualTo(10 / 21.0), "of the 21 that stood a thousand minutes, ten needed more than another thousand");
        }
    }

    [Test]
    public void With_too_few_to_compare_nothing_is_foretold()
    {
        var forecast = new RiskForecast(Enumerable.Range(1, 30).Select(at => Way(at * 100, at * 100)));

        Assert.That(forecast.Of(Case(stood: 1200, left: 100), Now), Is.EqualTo(new RiskAnswer(null, 19, 30, B3, null, null)));
        Assert.That(forecast.Of(Case(stood: 1200, left: 100), Now).StandsUnusuallyLong, "thirty were there, eleven of them not so long");
        Assert.That(new RiskForecast(Enumerable.Range(1, 19).Select(at => Way(at * 100, at * 100))).Of(Case(0, 100), Now).StandsUnusuallyLong, Is.False);
        Assert.That(new RiskForecast([]).Of(Case(0, 100), Now).Chance, Is.Null);
    }

    [Test]
    public void Only_what_was_finished_by_then_is_known()
    {
        var ways = Enumerable.Range(1, 40).Select(at => Way(500, 500, Now.AddDays(-at)));
        Assert.That(new RiskForecast(ways).Of(Case(0, 100), Now.AddDays(-15)).Compared, Is.EqualTo(25), "those of the last fifteen days were not finished");
    }

    [Test]
    public void The_worst_of_several_open_steps_decides()
    {
        StepKey other = new("B4");
        var ways = Enumerable.Range(1, 30).Select(at => new FinishedWay(
            DossierCode.Parse("H35.99-260302-0001"), Process, Now.AddDays(-1), [new(B3, 100, 100), new(other, 900, 900)], []));
        var answer = new RiskForecast(ways).Of(new RiskCase(Process, [(B3, 0), (other, 0)], 500, Now), Now);

        Assert.That((answer.Chance, answer.Step), Is.EqualTo((1.0, other)));
    }

    [Test]
    public void Calibration_counts_how_many_of_those_foretold_really_came_late()
    {
        // Ten of thirty took long: a dossier with 500 minutes left has one chance in three. Of six such days, two came true.
        var past = Enumerable.Range(1, 30).Select(at => Way(at <= 10 ? 900 : 300, at <= 10 ? 900 : 300, Now.AddDays(-20))).ToArray();
        var tried = Way(1, 1, Now, [.. Enumerable.Range(1, 6).Select(at => new WayDay(Now.AddDays(-5), Case(0, 500), CameLate: at <= 2)), new WayDay(Now.AddDays(-30), Case(0, 500), false)]);

        var calibration = new RiskForecast(past).Try([tried]);
        var bin = calibration.Bins[3];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((bin.FromPercent, bin.ToPercent, bin.Said, bin.CameLate), Is.EqualTo((30, 40, 6, 2)));
            Assert.That(bin.MeanChance, Is.EqualTo(1 / 3.0).Within(1e-9));
            Assert.That(calibration.Unknown, Is.EqualTo(1), "before anything was finished nothing could be foretold");
            Assert.That(calibration.Brier, Is.EqualTo((2 * Math.Pow(2 / 3.0, 2) + 4 * Math.Pow(1 / 3.0, 2)) / 6).Within(1e-9));
            Assert.That(calibration.Bins.Where(one => one.FromPercent != 30).Sum(one => one.Said), Is.Zero);
        }
    }

    [Test]
    public void A_finished_dossier_tells_its_stays_and_what_was_left_from_each_step()
    {
        var story = A.Story().UntilExamination()
            .At("2026-03-04 10:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: ["Bản vẽ"])
            .At("2026-03-09 14:00").Completes(A.DeskOfficer, "BS", "Supplemented")
            .At("2026-03-10 14:00").Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done")
            .At("2026-03-30 10:00").Then(new DossierCommand.ReturnResult(A.DeskOfficer));
        var way = FinishedWay.Of(DossierCode.Parse("H35.99-260302-0001"), story.Journal, story.Process, Calendar.Book, days: true)!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(way.Passages.Where(passage => passage.Step == B3), Is.EqualTo(new[] { new Passage(B3, 17 * 60, 25 * 60), new Passage(B3, 8 * 60, 8 * 60) }), "the five days of waiting are nobody's");
            Assert.That(way.Passages.Select(passage => passage.Step.Value), Has.None.EqualTo("B8"), "fetching the result is no part of the way");
            Assert.That(way.Days.Select(day => VietnamTime.DayOf(day.At).Day), Is.EqualTo(new[] { 2, 3, 9 + 1 }), "no forecast while the clock stands still; nothing after the result");
            Assert.That(way.Days.Select(day => day.CameLate), Is.All.False);
        }
    }

    [Test]
    public void A_dossier_that_came_to_no_result_teaches_nothing()
    {
        var story = A.Story().UntilExamination().At("2026-03-04 10:00").Completes(A.Minh, "B3", "Failed", "Không đủ điều kiện");
        Assert.That(FinishedWay.Of(DossierCode.Parse("H35.99-260302-0001"), story.Journal, story.Process, Calendar.Book, days: true), Is.Null);
    }
}
