using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Tests.Shared;
using Drawn = TthcFlow.Engine.Tests.Definitions.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A consultation that nobody answers: the sweep finds that its time is over, and the dossier goes on as drawn.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SilenceSweepTests(string kind)
{
    [TestCase("Consent", "KQ")]
    [TestCase("Escalate", "LD")]
    [TestCase("Wait", "YK")]
    public async Task When_the_time_for_a_reply_is_over_the_dossier_goes_on_by_itself(string silence, string open)
    {
        await using var town = await Town.OpenAsync(kind);
        await town.PublishAsync(Consulting(silence), new DateOnly(2026, 3, 2));
        var code = await town.ReceivedAsync();
        await town.HandleAsync(code, new DossierCommand.CompleteStep(Town.Mai, new("B1"), "Accepted"));

        Assert.That(await town.Sweep.RunOnceAsync(default), Is.Zero, "there is still time");
        town.Clock.Now = town.Clock.Now.AddDays(2);
        Assert.That(await town.Sweep.RunOnceAsync(default), Is.GreaterThan(0));

        Assert.That((await town.ViewAsync(code)).Dossier.Open.Single().Step.Value, Is.EqualTo(open));
        Assert.That(await town.Sweep.RunOnceAsync(default), Is.LessThanOrEqualTo(1), "once is enough");
    }

    private static ElsaDocument Consulting(string silence)
    {
        var tree = Drawn.Flowchart(
            [
                Drawn.Activity("b1", "Tthc.Intake", ("step", "B1"), ("unit", "Receiving"), ("position", "mot-cua"), ("limit", "4")),
                Drawn.Activity("yk", "Tthc.Consult", ("step", "YK"), ("unit", "Competent"), ("position", "chuyen-vien"), ("limit", "4"), ("silence", silence)),
                Drawn.Activity("ld", "Tthc.Work", ("step", "LD"), ("unit", "Competent"), ("position", "chuyen-vien"), ("limit", "4")),
                Drawn.Activity("kq", "Tthc.ReturnResult", ("step", "KQ"), ("unit", "Receiving"), ("position", "mot-cua")), Drawn.Activity("tc", "Tthc.Reject"),
            ],
            [
                Drawn.Connection("b1", "Accepted", "yk"), Drawn.Connection("b1", "Declined", "tc"), Drawn.Connection("yk", "Agreed", "kq"), Drawn.Connection("yk", "Disagreed", "ld"), Drawn.Connection("yk", "NoReply", "ld"), Drawn.Connection("ld", "Done", "kq"),
            ]);
        (tree["variables"], tree["inputs"]) = (new JsonArray(), new JsonArray());
        tree["customProperties"] = new JsonObject { ["tthc"] = new JsonObject { ["kind"] = "Public", ["procedure"] = Town.Permit.Value } };
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }
}
