using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A host's clock is set back and forth while people work, reminders fall due and days are sealed: nothing is lost, nothing is said twice, and whatever is asked afterwards has an answer.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ClockStepTests(string kind)
{
    private const int Turns = 150;

    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task However_the_clock_is_stepped_everything_is_done_and_said_once()
    {
        await TestContext.Out.WriteLineAsync($"TTHCFLOW_SEED={Campaign.Seed}");
        var (dice, codes, beginning, stepsBack) = (new Random(Campaign.Seed), new List<DossierCode>(), _town.Clock.Now, 0);
        for (var turn = 0; turn < Turns; turn++)
        {
            var minutes = dice.Next(5) switch { 0 => -dice.Next(3 * 1440), 1 => dice.Next(4 * 1440), _ => dice.Next(90) };
            if (minutes < 0) stepsBack++;
            _town.Clock.Now = _town.Clock.Now.AddMinutes(minutes) is var now && now > beginning ? now : beginning;
            if (turn % 3 == 0) await _town.Sweep.RunOnceAsync(default);
            else if (turn % 40 == 1) await _town.The<SealSweep>().RunOnceAsync(default);
            else if (codes.Count < 12 && dice.Next(4) == 0) codes.Add(await _town.ReceivedAsync());
            else if (codes.Count > 0) await ActAsync(codes[dice.Next(codes.Count)], dice);
        }
        Assert.That(stepsBack, Is.GreaterThan(10), "the clock went back");

        // What the applicants owe comes, and then all the time passes that is left.
        foreach (var code in codes)
            if ((await _town.ViewAsync(code)).Dossier.Supplements is not []) await _town.HandleAsync(code, new DossierCommand.ReceiveSupplement(Mai));
        for (var day = 0; day < 60; day += 5)
        {
            _town.Clock.Now = _town.Clock.Now.AddDays(5);
            while (await _town.Sweep.RunOnceAsync(default) > 0) { }
        }
        await _town.The<SealSweep>().RunOnceAsync(default);

        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty, "chains, seals, snapshots as replayed, work lists");
        foreach (var code in codes)
        {
            var view = await _town.ViewAsync(code);
            var reminders = view.Journal.Select(line => line.Happened).OfType<DossierEvent.Reminded>().Select(said => said with { At = default }).ToList();
            var open = view.Dossier.Open.Where(open => view.Process.Find(open.Step)!.IsTerminal is false).ToList();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(reminders, Is.Unique, $"{code}: no reminder twice");
                Assert.That(view.Clocks.Steps.Select(clock => clock.Step), Is.Unique.And.SupersetOf(open.Select(step => step.Step)), $"{code}: one live clock for each open step");
                foreach (var step in open.Where(step => view.Clocks.Steps.Single(clock => clock.Step == step.Step).DueAt is not null))
                    Assert.That(reminders.Where(said => said.Step == step.Step && said.Run == step.Run).Select(said => said.Kind), Is.SupersetOf(new[] { ReminderKind.Overdue }), $"{code} {step.Step}: none lost");
                Assert.That(view.Journal.Select(line => line.Number), Is.EqualTo(Enumerable.Range(1, view.Length)), $"{code}: every line once");
            }
        }
        var controller = new Officer(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
        for (var day = new DateOnly(2026, 3, 2); day < new DateOnly(2026, 3, 20); day = day.AddDays(1))
            Assert.That((await _town.The<ReportOffice>().Form06Async(controller, new ReportQuestion { From = new(2026, 3, 1), To = day }, default)).Report, Has.Property("IsConsistent").True, $"figures as of {day}");
    }

    private async Task ActAsync(DossierCode code, Random dice)
    {
        var dossier = (await _town.ViewAsync(code)).Dossier;
        DossierCommand command = dossier.Supplements is not [] ? new DossierCommand.ReceiveSupplement(Mai)
            : dossier.FindOpen(B1) is not null ? Complete(Mai, B1, "Accepted")
            : dossier.FindOpen(B2) is not null ? dice.Next(3) == 0 ? new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ") : Complete(Minh, B2, "Passed")
            : new DossierCommand.ReturnResult(Mai);
        // A no is an answer, too: papers are asked for once, and what is over is over.
        await _town.Dossiers.HandleAsync(code, command, null, null, default);
    }
}
