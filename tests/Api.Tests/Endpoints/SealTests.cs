using System.Net;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>The seals of the days, for programs that keep them elsewhere.</summary>
public sealed class SealTests
{
    [Test]
    public async Task A_day_that_is_over_has_a_seal_as_data_as_text_and_with_proofs()
    {
        await using var province = new Province();
        var desk = await province.AsAsync("motcua");
        var code = await desk.AcceptedAsync();
        await (await desk.GetAsync("/api/seals/2026-03-02")).ProblemAsync(404, "not-found");
        province.Clock.Now = province.Clock.Now.AddDays(1);
        await ((SealSweep)province.Services.GetService(typeof(SealSweep))!).RunOnceAsync(default);
        desk = await province.AsAsync("motcua"); // yesterday's session is over

        var seal = await desk.ReadAsync("/api/seals/2026-03-02");
        var root = (string)seal["root"]!;
        Assert.That(root, Does.Match("^[0-9a-f]{64}$"));
        Assert.That((await desk.ReadAsync("/api/seals")).AsArray().Select(each => (string?)each!["root"]), Does.Contain(root));

        var text = await desk.GetAsync("/api/seals/2026-03-02", ("Accept", "text/plain"));
        Assert.That(await text.Content.ReadAsStringAsync(), Does.Contain("ngày: 2026-03-02").And.Contain(root));
        Assert.That(text.Content.Headers.ContentDisposition?.FileName, Is.EqualTo("niem-phong-2026-03-02.txt"));

        var proof = await desk.ReadAsync($"/api/seals/2026-03-02/proofs/{code}");
        Assert.That(((string?)proof["seal"]!["root"], (bool)proof["holds"]!), Is.EqualTo((root, true)));
        await (await (await province.AsAsync("tacgia")).GetAsync($"/api/seals/2026-03-02/proofs/{code}")).ProblemAsync(404, "not-found");
        Assert.That((await province.Stranger().GetAsync("/api/seals/2026-03-02")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        await (await desk.GetAsync("/api/seals/hom-qua")).ProblemAsync(400, "bad-request");

        var controller = await province.AsAsync("kiemsoat");
        Assert.That(await (await controller.GetAsync("/journals")).Content.ReadAsStringAsync(), Does.Contain("/seals/2026-03-02").And.Contain(root[..16]));
        Assert.That(await (await controller.GetAsync("/seals/2026-03-02")).Content.ReadAsStringAsync(), Does.Contain($"tthcflow-seal 2026-03-02 {root}").And.Contain("Ngày 02/03/2026"));
        Assert.That((await desk.GetAsync("/seals/2026-03-02")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await controller.GetAsync("/seals/2026-03-09")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
