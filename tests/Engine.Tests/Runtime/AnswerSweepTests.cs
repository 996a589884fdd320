using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Tests.Shared;
using Drawn = TthcFlow.Engine.Tests.Definitions.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Papers that never come: the sweep finds that the time to answer is over, and does what was published, once.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AnswerSweepTests(string kind)
{
    [TestCase("Reject", DossierStatus.Rejected)]
    [TestCase("Stop", DossierStatus.Stopped)]
    [TestCase("Continue", DossierStatus.InProgress)]
    public async Task When_the_time_to_answer_is_over_the_header_is_carried_out(string onExpiry, DossierStatus status)
    {
        await using var town = await Town.OpenAsync(kind);
        await town.PublishAsync(Asking(onExpiry), new DateOnly(2026, 3, 2));
        var code = await town.ReceivedAsync();
        await town.HandleAsync(code, new DossierCommand.RequestSupplement(Town.Mai, new("B1"), ["CCCD"], "Thiếu"));
        Assert.That((await town.ViewAsync(code)).Clocks.Answer, Is.Not.Null);

        Assert.That(await town.Sweep.RunOnceAsync(default), Is.Zero, "there is still time");
        town.Clock.Now = town.Clock.Now.AddDays(2);
        Assert.That(await town.Sweep.RunOnceAsync(default), Is.EqualTo(1));
        var view = await town.ViewAsync(code);
        Assert.That(view.Dossier.Status, Is.EqualTo(status));
        Assert.That(view.Dossier.Stops, Has.All.Property("To").Not.Null);
        Assert.That(view.Journal.Count(line => line.Happened is DossierEvent.SupplementExpired), Is.EqualTo(1));
    }

    private static ElsaDocument Asking(string onExpiry)
    {
        var tree = Drawn.Flowchart(
            [
                Drawn.Activity("b1", "Tthc.Intake", ("step", "B1"), ("unit", "Receiving"), ("position", "mot-cua"), ("limit", "40")),
                Drawn.Activity("kq", "Tthc.ReturnResult", ("step", "KQ"), ("unit", "Receiving"), ("position", "mot-cua")), Drawn.Activity("tc", "Tthc.Reject"),
            ],
            [Drawn.Connection("b1", "Accepted", "kq"), Drawn.Connection("b1", "Declined", "tc")]);
        (tree["variables"], tree["inputs"]) = (new JsonArray(), new JsonArray());
        tree["customProperties"] = new JsonObject
        {
            ["tthc"] = JsonNode.Parse($$$"""{"kind":"Public","procedure":"{{{Town.Permit.Value}}}","supplement":{"clock":"Suspends","rounds":1,"answerWithin":{"value":4,"unit":"WorkingHour"},"onExpiry":"{{{onExpiry}}}"}}"""),
        };
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }
}
