using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>A dossier's clocks over HTTP: told day by day, stopped, moved and ended.</summary>
public sealed class ClockTests
{
    // A day every test run has behind it.
    private static readonly object Decision = new { number = "12/QĐ-UBND", date = "2026-01-05", signer = "Lý A Páo" };

    private Person _desk = null!;
    private Person _examiner = null!;
    private Person _leader = null!;

    [OneTimeSetUp]
    public async Task Come_to_work() =>
        (_desk, _examiner, _leader) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"), await Shared.Province.AsAsync("phochutich"));

    [Test]
    public async Task A_dossier_is_suspended_and_goes_on_by_decision_and_each_act_can_be_tried_first()
    {
        var code = await _desk.AcceptedAsync();
        var suspension = new { reason = "Chờ kết luận thanh tra", basis = "Điều 20", document = Decision };
        var effect = await (await _leader.PostAsync($"/api/dossiers/{code}/suspensions?dryRun=true", suspension)).JsonAsync(HttpStatusCode.OK);
        Assert.That((string?)effect["after"]!["standing"], Is.EqualTo("Stopped"));
        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo("InProgress"), "trying does nothing");

        await (await _examiner.PostAsync($"/api/dossiers/{code}/suspensions", suspension)).ProblemAsync(409, "D200");
        Assert.That((await _leader.PostAsync($"/api/dossiers/{code}/suspensions", suspension)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await (await _examiner.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" })).ProblemAsync(409, "D201");
        var waiting = await _desk.ReadAsync($"/api/dossiers?filter=Waiting&q={code}");
        Assert.That(((JsonArray)waiting["lines"]!).Select(line => (string?)line!["code"]), Is.EqualTo([code]), "a suspended dossier is listed as waiting");

        Assert.That((await _leader.PostAsync($"/api/dossiers/{code}/resumptions", new { document = Decision })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo("InProgress"));
    }

    [Test]
    public async Task The_clock_is_told_day_by_day_and_adds_up()
    {
        var code = await _desk.AcceptedAsync();
        foreach (var of in new[] { "", "?step=B1", "?step=B2&run=1" })
        {
            var account = await _desk.ReadAsync($"/api/dossiers/{code}/clock{of}");
            Assert.That(((JsonArray)account["days"]!).Sum(day => (int)day!["minutes"]!), Is.EqualTo((int)account["usedMinutes"]!));
            Assert.That((string?)account["of"]!["kind"], Is.EqualTo(of is "" ? "Dossier" : "Step"));
        }
        Assert.That((await _desk.GetAsync($"/api/dossiers/{code}/clock?step=B9")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _desk.GetAsync($"/api/dossiers/{code}/clock?leg=xa")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Money_is_asked_for_and_paid_with_the_same_key_once()
    {
        var code = await _desk.AcceptedAsync();
        Assert.That((await _examiner.PostAsync($"/api/dossiers/{code}/obligations", new { step = "B2", what = "Lệ phí", amount = 50_000, document = Decision })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo("AwaitingPayment"));

        var (payment, key) = (new { amount = 50_000, receipt = "AB/26E 0000001", way = "Transfer", obligation = 1 }, ("Idempotency-Key", Guid.NewGuid().ToString()));
        foreach (var _ in new[] { "first", "again" })
            Assert.That((await _desk.PostAsync($"/api/dossiers/{code}/payments", payment, key)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        var journal = (JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/journal");
        Assert.That(journal.Count(line => (string?)line!["happened"]!["$type"] == "payment-recorded"), Is.EqualTo(1));
        await (await _desk.PostAsync($"/api/dossiers/{code}/payments", payment)).ProblemAsync(409, "D219");
    }

    [TestCase("withdrawals", "Withdrawn")]
    [TestCase("rejections", "Rejected")]
    [TestCase("stops", "Stopped")]
    public async Task A_dossier_is_ended_where_nothing_is_drawn(string act, string status)
    {
        var code = await _desk.AcceptedAsync();
        var who = act == "withdrawals" ? _desk : _leader;
        await (await _examiner.PostAsync($"/api/dossiers/{code}/{act}", new { reason = "Lý do", basis = "Điều 21" })).ProblemAsync(409, act == "withdrawals" ? "D207" : "D200");
        Assert.That((await who.PostAsync($"/api/dossiers/{code}/{act}", new { reason = "Lý do", basis = "Điều 21" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo(status));
    }

    [Test]
    public async Task Each_refusal_has_its_code()
    {
        var code = await _desk.AcceptedAsync();
        await (await _examiner.PostAsync($"/api/dossiers/{code}/extensions", new { dueAt = "2026-01-05T09:00:00+07:00", reason = "Bận" })).ProblemAsync(409, "D200");
        await (await _leader.PostAsync($"/api/dossiers/{code}/resumptions", new { document = Decision })).ProblemAsync(409, "D202");
        await (await _leader.PostAsync($"/api/dossiers/{code}/obligations/1/waivers", new { reason = "Miễn", document = Decision })).ProblemAsync(409, "D219");
        await (await _desk.PostAsync($"/api/dossiers/{code}/supplement-expiries", new { })).ProblemAsync(409, "D143");
    }

    [Test]
    public async Task The_page_and_the_paper_tell_the_same_account()
    {
        var code = await _desk.AcceptedAsync();
        foreach (var page in new[] { "clock", "clock?step=B2&run=1", "clock/paper", "clock/paper?step=B2&run=1" })
        {
            var answer = await _desk.GetAsync($"/dossiers/{code}/{page}");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), page);
            Assert.That(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), Does.Contain("Được tính"), page);
        }
        Assert.That((await _desk.GetAsync($"/dossiers/{code}/clock?step=B9")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
