using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A draft tried on the calendar and on past dossiers, through the door, on both databases.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SimulationOfficeTests(string kind)
{
    private static readonly Officer Author = new(new("soanthao"), "Nguyễn Thị Soạn", Town.Commune, new HashSet<Role> { Role.Author }, []);
    private static readonly Officer Elsewhere = new(new("soanthao-2"), "Trần Văn Thảo", new("H35.98"), new HashSet<Role> { Role.Author }, []);

    [Test]
    public async Task A_draft_is_tried_on_every_finished_dossier_of_its_procedure_and_on_no_other()
    {
        await using var town = await Town.OpenAsync(kind);
        var draft = (await town.The<PublicationOffice>().DraftAsync(Author, Town.Document(examineDays: "1"), default)).Draft!;
        Assert.That((await town.The<SimulationOffice>().BacktestAsync(Author, draft, default))!.Backtest!.Dossiers, Is.Zero);

        var (finished, _) = (await town.ReceivedAsync(), await town.ReceivedAsync("Người còn chờ"));
        await town.HandleAsync(finished, Town.Complete(Town.Mai, new("B1"), "Accepted"));
        town.Clock.Now = town.Clock.Now.AddDays(2);
        await town.HandleAsync(finished, Town.Complete(Town.Minh, new("B2"), "Passed"));

        var backtest = (await town.The<SimulationOffice>().BacktestAsync(Author, draft, default))!.Backtest!;
        Assert.That(backtest.Dossiers, Is.EqualTo(1));
        Assert.That(backtest.RepresentableShare, Is.EqualTo(1), string.Join("; ", backtest.Misfits.Select(misfit => misfit.Why.En)));
        var examined = backtest.Steps.Single(step => step.Step.Value == "B2");
        Assert.That((examined.Late, examined.MedianMinutes), Is.EqualTo((1, 960)), "two days, the draft allows one");
        Assert.That(backtest.Runs.Single().Code, Is.Null, "an author who handles no dossiers sees figures only");
    }

    [Test]
    public async Task A_draft_of_another_agency_is_nobody_s_to_try()
    {
        await using var town = await Town.OpenAsync(kind);
        var draft = (await town.The<PublicationOffice>().DraftAsync(Author, Town.Document(), default)).Draft!;

        Assert.That(await town.The<SimulationOffice>().BacktestAsync(Elsewhere, draft, default), Is.Null);
        Assert.That(await SimulateAsync(town, Elsewhere, draft), Is.Null);
        var mine = await SimulateAsync(town, Author, draft);
        Assert.That(mine!.Simulation!.Best.SpareMinutes, Is.EqualTo(1680), "half a day and three days, of seven");
    }

    private static Task<SimulationView?> SimulateAsync(Town town, Officer by, string draft) => town.The<SimulationOffice>()
        .SimulateAsync(by, draft, town.Clock.Now, Channel.Direct, _ => ImmutableSortedDictionary<string, AttributeValue>.Empty, null, default);
}
