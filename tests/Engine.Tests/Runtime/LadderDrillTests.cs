using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;
using Drawn = TthcFlow.Engine.Tests.Definitions.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The drill says who would get what, and when; the real ladder, climbed under a fake clock, gives exactly that.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class LadderDrillTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "Kiểm soát", null, new HashSet<Role> { Role.Controller }, []);

    [Test]
    public async Task What_a_drill_lists_is_what_the_sweeps_tell()
    {
        await using var town = await OpenAsync(kind);
        await MessageTests.PeopleAsync(town);
        var version = (await town.The<PublicationOffice>().VersionsAsync(Permit, default)).Single().Hash;
        var question = new LadderDrillQuestion(town.Clock.Now, Channel.Direct, ImmutableSortedDictionary<string, AttributeValue>.Empty, Desk, Commune);
        var view = (await town.The<LadderOffice>().DrillVersionAsync(Controller, version, question, default))!;
        Assert.That(view.Drill!.StuckOn, Is.Null);
        var drilled = view.Lines.SelectMany(line => (line.Notice.Audience is NoticeAudience.Applicant ? ["applicant"] : line.Recipients.Select(recipient => recipient.Officer.Value))
            .Select(recipient => (line.Notice.At, Kind: StoredJson.NameOf(line.Notice.Kind), Recipient: recipient, line.Notice.Title))).ToList();

        var code = await town.ReceivedAsync();
        await TellAsync();
        foreach (var (step, act) in new (StepKey, DossierCommand)[] { (B1, Complete(Mai, B1, "Accepted")), (B2, Complete(Minh, B2, "Passed")), (B3, new DossierCommand.ReturnResult(Mai)) })
        {
            while (await NextAsync("step <> 'promise'") is not null)
            {
                town.Clock.Now = (await NextAsync("true"))!.Value;
                await town.Sweep.RunOnceAsync(default);
                await TellAsync();
            }
            await town.HandleAsync(code, act);
            await TellAsync();
            Assert.That((await town.ViewAsync(code)).Dossier.FindOpen(step), Is.Null);
        }
        var told = await town.The<FlowDatabase>().ListAsync(
            new Statement("select at, kind, recipient, title_vi, title_en from message where code = $1 order by number, id", code),
            row => (At: row.Instant(0), Kind: row.Text(1), Recipient: row.Text(2), Title: new Wording(row.Text(3), row.Text(4))), default);

        Assert.That(told, Is.EquivalentTo(drilled), "to the moment, to the person, to the word");
        Assert.That(told.Select(one => one.Kind).Distinct(), Is.SupersetOf(new[] { "received", "due-soon", "due-today", "overdue", "to-leader", "to-head", "result-ready" }), "the whole ladder was climbed");

        Task TellAsync() => town.The<MessageSweep>().RunOnceAsync(default);
        async Task<DateTimeOffset?> NextAsync(string which) =>
            (await town.The<FlowDatabase>().ListAsync(new Statement($"select min(remind_at) from work where {which}"), row => row.InstantOrNull(0), default))[0];
    }

    [Test]
    public async Task Behind_an_assignment_whoever_could_be_named_is_told()
    {
        await using var town = await OpenAsync(kind);
        await MessageTests.PeopleAsync(town);
        await town.PublishAsync(Assigned(), new DateOnly(2026, 1, 2));
        var version = (await town.The<PublicationOffice>().VersionsAsync(Permit, default)).Single(line => line.From == new DateOnly(2026, 1, 2)).Hash;
        var view = (await town.The<LadderOffice>().DrillVersionAsync(
            Controller, version, new(town.Clock.Now, Channel.Direct, ImmutableSortedDictionary<string, AttributeValue>.Empty, Desk, Commune), default))!;
        Assert.That(view.Drill!.StuckOn, Is.Null);
        var overdue = view.Lines.Single(line => line.Notice.Kind is NoticeKind.Overdue && line.Notice.Step == B3);
        Assert.That(overdue.Recipients.Select(recipient => recipient.Officer), Is.EquivalentTo(new[] { Minh.Id, Lan.Id }));
    }

    /// <summary>Intake, assignment by the head of the office, examination, result.</summary>
    private static ElsaDocument Assigned()
    {
        var tree = Drawn.Flowchart(
            [
                Drawn.Activity("b1", "Tthc.Intake", ("step", "B1"), ("unit", "Receiving"), ("position", "mot-cua"), ("limit", "4"), ("limitUnit", "WorkingHour")),
                Drawn.Activity("b2", "Tthc.Assign", ("step", "B2"), ("unit", "Competent"), ("position", "truong-phong"), ("limit", "4"), ("limitUnit", "WorkingHour")),
                Drawn.Activity("b3", "Tthc.Examine", ("step", "B3"), ("unit", "Competent"), ("position", "chuyen-vien"), ("limit", "2"), ("limitUnit", "WorkingDay")),
                Drawn.Activity("b4", "Tthc.ReturnResult", ("step", "B4"), ("unit", "Receiving"), ("position", "mot-cua")),
                Drawn.Activity("tc", "Tthc.Reject"),
            ],
            [
                Drawn.Connection("b1", "Accepted", "b2"), Drawn.Connection("b1", "Declined", "tc"), Drawn.Connection("b2", "Done", "b3"),
                Drawn.Connection("b3", "Passed", "b4"), Drawn.Connection("b3", "Failed", "tc"),
            ]);
        (tree["name"], tree["variables"], tree["inputs"]) = ("Cấp giấy phép xây dựng", new JsonArray(), new JsonArray());
        tree["customProperties"]!["tthc"] = JsonNode.Parse("""{"kind":"Public","statutoryLimit":{"value":7,"unit":"WorkingDay"},"counting":"RunningHours","supplement":{"clock":"Suspends","rounds":1}}""");
        tree["customProperties"]!["tthc"]!["procedure"] = Permit.Value;
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }

    [Test]
    public async Task A_drill_names_officers_and_so_is_not_for_everybody()
    {
        await using var town = await OpenAsync(kind);
        var version = (await town.The<PublicationOffice>().VersionsAsync(Permit, default)).Single().Hash;
        var question = new LadderDrillQuestion(town.Clock.Now, Channel.Online, ImmutableSortedDictionary<string, AttributeValue>.Empty, Competent: Commune);
        Assert.That(await town.The<LadderOffice>().DrillVersionAsync(Minh, version, question, default), Is.Null);
        Assert.That(await town.The<LadderOffice>().DrillVersionAsync(Controller, new ContentHash(new string('0', 64)), question, default), Is.Null);
        var view = await town.The<LadderOffice>().DrillVersionAsync(Controller, version, question, default);
        Assert.That(view!.Receiving, Is.EqualTo(Desk), "the desk of the agency that decides");
        Assert.That(view.Lines.Where(line => line.Notice.Audience is not NoticeAudience.Applicant).SelectMany(line => line.Recipients), Is.Empty, "nobody in this town holds a post by the catalogue");
        Assert.That(await town.The<FlowDatabase>().ListAsync(new Statement("select count(*) from dossier"), row => row.Number(0), default), Is.EqualTo(new[] { 0 }), "nothing was written");
    }
}
