using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>Figures over a real database, as people ask for them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReportOfficeTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly Officer Head = new(new("truong"), "truong", Commune, new HashSet<Role> { Role.HandlingOfficer, Role.Leader }, [new Post(Commune, new("truong-phong"))]);
    private static readonly Officer Author = new(new("tacgia"), "tacgia", Commune, new HashSet<Role> { Role.Author }, []);

    private Town _town = null!;

    private ReportOffice Office => _town.The<ReportOffice>();

    [SetUp]
    public async Task OpenAsync() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task CloseAsync() => await _town.DisposeAsync();

    private static ReportQuestion March(int to = 31, OnTimeFormula? formula = null) => new()
    {
        From = new(2026, 3, 1),
        To = new(2026, 3, to),
        By = ReportGrouping.Agency,
        Formula = formula ?? OnTimeFormula.Qd766,
    };

    private async Task<Form06> FormAsync(ReportQuestion question, Officer? by = null) => (await Office.Form06Async(by ?? Controller, question, default)).Report!;

    private void ItIs(string moment) => _town.Clock.Now = Calendar.At(moment).ToUniversalTime();

    private async Task<DossierCode> FinishedAsync(string received, string finished, string? returned = null)
    {
        ItIs(received);
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        ItIs(finished);
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));
        if (returned is null) return code;
        ItIs(returned);
        await _town.HandleAsync(code, new DossierCommand.ReturnResult(Mai));
        return code;
    }

    [Test]
    public async Task A_day_looked_at_later_gives_the_figures_of_that_day()
    {
        var random = new Random(20260302);
        var open = new List<(DossierCode Code, int Stage)>();
        var told = new Dictionary<int, List<Form06>>();
        for (var day = 2; day <= 27; day++)
        {
            if (!Calendar.Province.IsWorkingDay(new DateOnly(2026, 3, day))) continue;
            for (var act = 0; act < 6; act++)
            {
                ItIs($"2026-03-{day:00} {7 + act:00}:{random.Next(60):00}");
                if (act < 3) open.Add((await _town.ReceivedAsync(), 0));
                if (open.Count == 0) continue;
                var at = random.Next(open.Count);
                var (code, stage) = open[at];
                var (command, next) = (stage, random.Next(10)) switch
                {
                    (0, 0) => ((DossierCommand)(Complete(Mai, B1, "Declined") with { Note = "Không thuộc thẩm quyền" }), 9),
                    (0, _) => (Complete(Mai, B1, "Accepted"), 1),
                    (1, < 3) => (new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"), 2),
                    (1, 3) => (Complete(Minh, B2, "Failed"), 9),
                    (1 or 3, _) => (Complete(Minh, B2, "Passed"), 4),
                    (2, _) => (new DossierCommand.ReceiveSupplement(Mai), 3),
                    _ => (new DossierCommand.ReturnResult(Mai), 9),
                };
                await _town.HandleAsync(code, command);
                if (next == 9) open.RemoveAt(at);
                else open[at] = (code, next);
            }
            ItIs($"2026-03-{day:00} 23:59");
            told[day] = [];
            foreach (var formula in OnTimeFormula.All) told[day].Add(await FormAsync(March(day, formula)));
        }

        ItIs("2026-06-01 09:00");
        foreach (var (day, forms) in told)
            foreach (var (form, formula) in forms.Zip(OnTimeFormula.All))
            {
                var again = await FormAsync(March(day, formula));
                Assert.That(again.Total, Is.EqualTo(form.Total), $"{day} March by {formula.Name}");
                Assert.That((again.Declined, again.IsConsistent), Is.EqualTo((form.Declined, true)));
            }
        Assert.That(told.Values.SelectMany(forms => forms).Any(form => form.Total is { Solved: > 5, UnderWayOverdue: > 0 }), "the story had something to tell");
    }

    [Test]
    public async Task What_the_database_tells_in_lines_is_what_the_journals_tell()
    {
        await FinishedAsync("2026-03-02 09:00", "2026-03-20 10:00", "2026-03-25 10:00");
        ItIs("2026-03-03 09:00");
        var asked = await _town.ReceivedAsync();
        await _town.HandleAsync(asked, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(asked, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"));
        ItIs("2026-03-10 09:00");
        await _town.HandleAsync(asked, new DossierCommand.ReceiveSupplement(Mai));
        ItIs("2026-04-10 09:00");

        foreach (var day in new[] { 2, 3, 9, 10, 20, 25, 31 })
        {
            var period = ReportPeriod.Between(new(2026, 3, 1), new(2026, 3, day), _town.Clock.Now).Period!;
            var counted = new List<CountedDossier>();
            await foreach (var one in _town.The<ReportStore>().CountedAsync(null, period, default)) counted.Add(one);
            foreach (var one in counted)
            {
                var journal = (await _town.ViewAsync(one.Code)).Journal.Select(line => line.Happened);
                var told = CountedDossier.Of(one.Code, journal, period.Until)!;
                Assert.That(one with { Receiving = Commune, Requests = [], Stops = [], ShiftsSince = [] }, Is.EqualTo(told with { Receiving = Commune, Requests = [], Stops = [], ShiftsSince = [] }), $"{day} March; lines keep the agency of the desk");
                Assert.That((one.Requests, one.Stops), Is.EqualTo((told.Requests, told.Stops)).Using<(IReadOnlyList<ClockSpan>, IReadOnlyList<ClockSpan>)>((x, y) => x.Item1.SequenceEqual(y.Item1) && x.Item2.SequenceEqual(y.Item2)));
            }
        }
    }

    [Test]
    public async Task What_waits_at_the_desk_and_what_it_refused_is_told_beside_the_form_as_of_any_day()
    {
        async Task<DossierCode> SubmittedAsync(string moment)
        {
            ItIs(moment);
            return Done(await _town.Dossiers.SubmitAsync(
                Permit, null, new DossierCommand.Submit(Officer.System, Desk, Commune, Channel.Online, Receive().Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty), null, default)).Code!;
        }

        var accepted = await SubmittedAsync("2026-03-02 09:00");
        var declined = await SubmittedAsync("2026-03-03 09:00");
        var withdrawn = await SubmittedAsync("2026-03-03 10:00");
        await SubmittedAsync("2026-03-04 09:00"); // nobody ever answers it
        await FinishedAsync("2026-03-04 10:00", "2026-03-05 10:00"); // over the counter: never handed in
        ItIs("2026-03-09 09:00");
        await _town.HandleAsync(accepted, new DossierCommand.Accept(Mai));
        ItIs("2026-03-10 09:00");
        await _town.HandleAsync(declined, new DossierCommand.Decline(Mai, "Không thuộc thẩm quyền", "Điều 17"));
        await _town.HandleAsync(withdrawn, new DossierCommand.WithdrawSubmission(Officer.System, "Đổi ý"));
        ItIs("2026-04-15 09:00");

        var told = new List<(int Waiting, int Declined, int Online)>();
        foreach (var day in new[] { 2, 3, 4, 8, 9, 10, 31 })
        {
            var form = await FormAsync(March(day));
            told.Add((form.NotYetReceived, form.Declined, form.Total.Online));
        }
        Assert.That(told, Is.EqualTo(new[] { (1, 0, 0), (3, 0, 0), (4, 0, 0), (4, 0, 0), (3, 0, 1), (1, 1, 1), (1, 1, 1) }));
        Assert.That(await FormAsync(March(), Stranger), Has.Property("NotYetReceived").Zero.And.Property("Declined").Zero, "another agency's desk");
        Assert.That(await FormAsync(March() with { From = new(2026, 4, 1), To = new(2026, 4, 15) }), Has.Property("NotYetReceived").EqualTo(1).And.Property("Declined").Zero, "refused in March");
    }

    [Test]
    public async Task Another_formula_labels_the_same_dossiers_otherwise_and_changes_nothing()
    {
        await FinishedAsync("2026-03-02 09:00", "2026-03-11 15:00"); // promised for 09:00 of that day
        ItIs("2026-03-31 12:00");
        var before = await _town.The<JournalAudit>().VerifyAsync(default);

        var labels = new List<(int OnTime, int Overdue)>();
        foreach (var formula in new[] { OnTimeFormula.DateCompare, OnTimeFormula.Timestamp, OnTimeFormula.Qd766 })
        {
            var form = await FormAsync(March(formula: formula));
            labels.Add((form.Total.OnTime, form.Total.Overdue));
        }

        Assert.That(labels, Is.EqualTo(new[] { (1, 0), (0, 1), (0, 1) }));
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Lines, Is.EqualTo(before.Lines));
    }

    [Test]
    public async Task Late_collection_by_the_citizen_never_counts()
    {
        await FinishedAsync("2026-03-02 09:00", "2026-03-10 10:00", "2026-03-31 10:00");
        ItIs("2026-03-31 12:00");
        foreach (var formula in OnTimeFormula.All) Assert.That((await FormAsync(March(formula: formula))).Total, Is.EqualTo(new Form06Counts(0, 1, 0, 1, 0, 0, 0, 0)), formula.Name);
    }

    [Test]
    public async Task The_list_behind_a_figure_names_its_dossiers_and_says_why()
    {
        var late = await FinishedAsync("2026-03-02 09:00", "2026-03-20 10:00");
        await FinishedAsync("2026-03-02 10:00", "2026-03-05 10:00");
        ItIs("2026-03-31 12:00");

        var overdue = (await Office.DossiersAsync(Controller, March(), Form06Cell.Overdue, null, default)).Report!;
        var solved = (await Office.DossiersAsync(Controller, March(), Form06Cell.Solved, "H35.40", default)).Report!;
        var elsewhere = (await Office.DossiersAsync(Controller, March(), Form06Cell.Solved, "H35.41", default)).Report!;

        Assert.That(overdue.Lines.Single().Code, Is.EqualTo(late));
        Assert.That(overdue.Lines.Single().Answer.HeldTo, Is.EqualTo(Calendar.At("2026-03-11 09:00")));
        Assert.That((solved.Total, elsewhere.Total), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task An_agency_sees_its_own_figures_and_who_handles_no_dossiers_none()
    {
        await FinishedAsync("2026-03-02 09:00", "2026-03-20 10:00");
        ItIs("2026-03-31 12:00");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await FormAsync(March(), Minh)).Total.Received, Is.EqualTo(1));
            Assert.That((await FormAsync(March(), Stranger)).Total.Received, Is.Zero);
            Assert.That((await Office.Form06Async(Author, March(), default)).Refusal?.Code, Is.EqualTo("R101"));
            Assert.That((await Office.Form06Async(Stranger, March() with { Agency = Commune }, default)).Refusal?.Code, Is.EqualTo("R105"));
            Assert.That((await Office.DossiersAsync(Stranger, March(), Form06Cell.Received, null, default)).Report!.Total, Is.Zero);
        }
    }

    [Test]
    public async Task A_persons_figures_are_for_that_person_and_their_leaders()
    {
        await FinishedAsync("2026-03-02 09:00", "2026-03-20 10:00");
        ItIs("2026-03-31 12:00");
        async Task<string[]> PersonsAsync(Officer by) => [.. (await Office.StepsAsync(by, March(), StepGrouping.Person, null, default)).Report?.Lines.Select(line => line.Key).Order() ?? Enumerable.Empty<string>()];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await PersonsAsync(Minh), Is.EqualTo(new[] { "minh" }));
            Assert.That(await PersonsAsync(Lan), Is.Empty, "a colleague sees nothing");
            Assert.That(await PersonsAsync(Head), Is.EqualTo(new[] { "mai", "minh" }), "the leader of the agency sees its units too");
            Assert.That((await Office.StepsAsync(Controller, March(), StepGrouping.Person, null, default)).Refusal?.Code, Is.EqualTo("R106"));
            Assert.That((await Office.RunsAsync(Lan, March(), StepGrouping.Person, "minh", default)).Report, Is.Empty);
            Assert.That((await Office.UnitAsync(Minh, March(), default)).Refusal?.Code, Is.EqualTo("R106"));
        }
    }

    [Test]
    public async Task The_runs_behind_a_figure_name_nobody_but_to_themselves_and_their_leaders()
    {
        await FinishedAsync("2026-03-02 09:00", "2026-03-20 10:00");
        ItIs("2026-03-31 12:00");
        var line = (await Office.StepsAsync(Controller, March(), StepGrouping.Step, null, default)).Report!.Lines.Single(line => line.Step == B2).Key;
        async Task<OfficerId?[]> NamedAsync(Officer by, StepGrouping grouping = StepGrouping.Step) =>
            [.. (await Office.RunsAsync(by, March(), grouping, grouping is StepGrouping.Step ? line : Commune.Value, default)).Report!.Select(run => run.By)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await NamedAsync(Controller), Is.EqualTo(new OfficerId?[] { null }), "the run counts, whose it was is not told");
            Assert.That(await NamedAsync(Lan), Is.EqualTo(new OfficerId?[] { null }));
            Assert.That(await NamedAsync(Lan, StepGrouping.Unit), Is.EqualTo(new OfficerId?[] { null }));
            Assert.That(await NamedAsync(Minh), Is.EqualTo(new[] { Minh.Id }));
            Assert.That(await NamedAsync(Head), Is.EqualTo(new[] { Minh.Id }));
        }
    }

    [Test]
    public async Task Steps_that_take_longer_than_they_are_allowed_come_first()
    {
        for (var at = 0; at < 10; at++) await FinishedAsync("2026-03-02 09:00", "2026-03-20 10:00");
        ItIs("2026-03-31 12:00");

        var figures = (await Office.StepsAsync(Controller, March(), StepGrouping.Step, null, default)).Report!;
        var first = figures.Lines[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Step, first.Runs, first.Conclusion, first.LimitMinutes), Is.EqualTo((B2, 10, StepConclusion.Bottleneck, 3 * 480)));
            Assert.That(first.MedianMinutes, Is.EqualTo(Calendar.Province.Between(Calendar.At("2026-03-02 09:00"), Calendar.At("2026-03-20 10:00"))));
            Assert.That((await Office.RunsAsync(Controller, March(), StepGrouping.Step, first.Key, default)).Report, Has.Count.EqualTo(10));
        }
    }

    [Test]
    public async Task A_leader_sees_what_lies_open_in_the_unit_by_step_and_person()
    {
        ItIs("2026-03-02 09:00");
        var code = await _town.ReceivedAsync();
        await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        ItIs("2026-03-31 12:00");

        var unit = (await Office.UnitAsync(Head, March(), default)).Report!;
        Assert.That(unit.Steps.Sum(step => step.Open), Is.EqualTo(2));
        Assert.That(unit.Steps.Sum(step => step.Overdue), Is.EqualTo(2));
        Assert.That(unit.People.Single().Name, Is.Empty, "nobody was named");
        Assert.That(unit.Persons.Lines.Select(line => line.Key), Is.EqualTo(new[] { "mai" }));
    }

    [Test]
    public async Task Open_dossiers_are_ordered_by_risk_and_the_forecast_is_tried_on_the_past()
    {
        for (var at = 0; at < 24; at++) await FinishedAsync("2026-03-02 09:00", at < 6 ? "2026-03-20 10:00" : "2026-03-05 10:00");
        ItIs("2026-03-24 09:00");
        var fresh = await _town.ReceivedAsync();
        await _town.HandleAsync(fresh, Complete(Mai, B1, "Accepted"));
        ItIs("2026-03-24 10:00");

        var risk = (await Office.RiskAsync(Minh, null, default)).Report!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(risk.Lines.Single().Code, Is.EqualTo(fresh));
            Assert.That(risk.Lines.Single().Answer, Has.Property("Chance").EqualTo(6 / 24.0).And.Property("Compared").EqualTo(24));
            Assert.That((risk.Learned, risk.Calibration.Unknown > 0), Is.EqualTo((24, true)));
            Assert.That((await Office.RiskAsync(Stranger, null, default)).Report!.Lines, Is.Empty);
        }
    }
}
