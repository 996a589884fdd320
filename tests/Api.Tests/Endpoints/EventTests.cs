using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Events as programs meet them: the feed with its links, the stream that goes on where it broke, subscriptions.</summary>
public sealed class EventTests
{
    [Test]
    public async Task The_feed_is_read_page_by_page_along_its_links()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        await NumberedAsync(Shared.Province);

        var (mine, next) = (new List<JsonNode>(), "/api/events?after=0&limit=50");
        for (var empty = false; !empty;)
        {
            using var answer = await desk.GetAsync(next);
            var batch = (await answer.JsonAsync(HttpStatusCode.OK)).AsArray();
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/cloudevents-batch+json"));
            next = answer.Headers.GetValues("Link").Single().Split('<', '>')[1];
            mine.AddRange(batch.OfType<JsonNode>().Where(one => (string?)one["subject"] == code));
            empty = batch.Count == 0 && mine.Count > 0;
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(next, Does.Contain("limit=50"), "the same question");
            Assert.That((string?)mine[0]["type"], Is.EqualTo("vn.gov.tthcflow.dossier.received"));
            Assert.That((string?)mine[0]["id"], Is.EqualTo($"{code}/1"));
            Assert.That((string?)mine[0]["source"], Is.EqualTo("/dossiers"), "no public address is set");
        }
        var only = (await desk.ReadAsync("/api/events?limit=1000&type=vn.gov.tthcflow.dossier.received&type=vn.gov.tthcflow.version.published")).AsArray();
        Assert.That(only.Select(one => (string?)one!["type"]).Distinct(), Is.SubsetOf(new[] { "vn.gov.tthcflow.dossier.received", "vn.gov.tthcflow.version.published" }).And.Not.Empty);
    }

    [Test]
    public async Task Who_may_not_see_dossiers_is_told_of_versions_only()
    {
        await (await Shared.Province.AsAsync("motcua")).ReceivedAsync();
        await NumberedAsync(Shared.Province);
        var admin = (await (await Shared.Province.AsAsync("quantri")).ReadAsync("/api/events?limit=1000")).AsArray();
        Assert.That(admin.Select(one => (string?)one!["source"]).Distinct(), Is.EqualTo(new[] { "/versions" }));
        var all = (await (await Shared.Province.AsAsync("kiemsoat")).ReadAsync("/api/events?limit=1000")).AsArray();
        Assert.That(all.Select(one => (string?)one!["source"]).Distinct(), Is.EquivalentTo(new[] { "/versions", "/dossiers" }));
    }

    [Test]
    public async Task Bad_questions_are_answered_with_what_is_wrong()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        foreach (var query in new[] { "after=-1", "limit=0", "type=vn.gov.tthcflow.dossier.nothing", "procedure=khong%20phai", "after=x" })
            await (await desk.GetAsync($"/api/events?{query}")).ProblemAsync(400, "bad-request");
        await (await desk.GetAsync("/api/events/stream", ("Last-Event-ID", "mười"))).ProblemAsync(400, "bad-request");
        foreach (var path in new[] { "/api/events", "/api/events/stream", "/api/events/types", "/api/subscriptions" })
            await (await Shared.Province.Stranger().GetAsync(path)).ProblemAsync(401, "not-signed-in");
        Assert.That((await desk.ReadAsync("/api/events/types")).AsArray(), Has.Count.GreaterThan(50));
    }

    [Test]
    public async Task A_stream_tells_what_happens_and_goes_on_behind_the_last_id()
    {
        await using var province = new Province();
        var desk = await province.AsAsync("motcua");
        await NumberedAsync(province);
        var client = await SignedInAsync(province, "motcua");
        int last;
        string code;
        await using (var stream = await OpenAsync(client, "/api/events/stream?type=vn.gov.tthcflow.dossier.received", null))
        {
            code = await desk.ReceivedAsync();
            await NumberedAsync(province);
            var (id, kind, data) = await stream.NextAsync();
            last = int.Parse(id, System.Globalization.CultureInfo.InvariantCulture);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(kind, Is.EqualTo("vn.gov.tthcflow.dossier.received"));
                Assert.That((string?)JsonNode.Parse(data)!["subject"], Is.EqualTo(code));
                Assert.That((int?)JsonNode.Parse(data)!["feednumber"], Is.EqualTo(last));
            }
        }
        // While nobody listened:
        var missed = await desk.ReceivedAsync();
        await NumberedAsync(province);
        await using (var again = await OpenAsync(client, "/api/events/stream?type=vn.gov.tthcflow.dossier.received", last))
            Assert.That((string?)JsonNode.Parse((await again.NextAsync()).Data)!["subject"], Is.EqualTo(missed), "nothing is missed, and nothing told twice");
        await using var before = await OpenAsync(client, "/api/events/stream?type=vn.gov.tthcflow.dossier.received", last - 1);
        Assert.That((await before.NextAsync()).Id, Is.EqualTo($"{last}"));
    }

    [Test]
    public async Task Subscriptions_are_an_administrators_affair()
    {
        var (desk, admin) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("quantri"));
        var body = new { name = "Kho dữ liệu tỉnh", address = "https://169.254.169.254/", secret = "cong-du-lieu" };
        await (await desk.GetAsync("/api/subscriptions")).ProblemAsync(404, "not-found");
        await (await desk.PostAsync("/api/subscriptions", body)).ProblemAsync(409, "E101");
        await (await desk.PostAsync("/api/subscriptions/1/trial", new { })).ProblemAsync(409, "E101");
        Assert.That((await desk.GetAsync("/portal/subscriptions")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await desk.GetAsync("/portal/subscriptions/1")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await (await admin.PostAsync("/api/subscriptions", body)).ProblemAsync(409, "E106");
        await (await admin.PostAsync("/api/subscriptions", new { name = "Kho dữ liệu tỉnh", address = "http://kho.tinh.gov.vn/", secret = "x" })).ProblemAsync(409, "E104");
        await (await admin.GetAsync("/api/subscriptions/99")).ProblemAsync(404, "not-found");
        await (await admin.PostAsync("/api/subscriptions/99/pause", new { reason = "đang sửa" })).ProblemAsync(409, "E112");
    }

    [Test]
    public async Task A_subscription_is_entered_seen_paused_and_ended_on_pages_and_by_programs()
    {
        var secrets = Directory.CreateTempSubdirectory("tthcflow-secrets-").FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "cong-du-lieu"), "một khoá đủ dài 2026");
        await using var province = new Province(secrets: secrets);
        var admin = await province.AsAsync("quantri");
        // Nobody listens there: what is told is not taken, and says so.
        var sent = await admin.SubmitAsync("/portal/subscriptions", ("_handler", "subscribe"), ("name", "Kho dữ liệu tỉnh"), ("address", "http://127.0.0.1:9/nhan"), ("secret", "cong-du-lieu"), ("types", "vn.gov.tthcflow.dossier.received"));
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.Redirect).Or.EqualTo(HttpStatusCode.Found), await sent.Content.ReadAsStringAsync());
        var page = sent.Headers.Location!.ToString().Split('?')[0];
        page = page[page.IndexOf("/portal", StringComparison.Ordinal)..];
        var id = page.Split('/')[^1];
        await (await admin.PostAsync($"/api/subscriptions/{id}/trial", new { })).ProblemAsync(409, "E116");
        var code = await (await province.AsAsync("motcua")).ReceivedAsync();
        await NumberedAsync(province);
        await ((SubscriptionSweep)province.Services.GetService(typeof(SubscriptionSweep))!).RunOnceAsync(default);

        var sendings = await admin.ReadAsync($"/api/subscriptions/{id}/sendings");
        Assert.That(sendings["sendings"]!.AsArray().Select(line => ((string?)line!["code"], (string?)line["state"])), Is.EqualTo(new[] { (code, "Waiting") }));
        var html = await (await admin.GetAsync(page)).Content.ReadAsStringAsync();
        Assert.That(html, Does.Contain("Kho dữ liệu tỉnh").And.Contain(code).And.Contain("Chờ gửi").And.Contain("Gửi thử").And.Not.Contain("một khoá đủ dài"));
        Assert.That(await (await admin.GetAsync("/portal/subscriptions")).Content.ReadAsStringAsync(), Does.Contain("127.0.0.1").And.Contain("Đang gửi"));

        await admin.SubmitAsync(page, ("_handler", "subscription"), ("act", "pause"), ("reason", "Nơi nhận bảo trì"));
        Assert.That((string?)(await admin.ReadAsync($"/api/subscriptions/{id}"))["subscription"]!["standing"], Is.EqualTo("Paused"));
        Assert.That((await admin.PostAsync($"/api/subscriptions/{id}/resumption", new { })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await admin.PostAsync($"/api/subscriptions/{id}/ending", new { reason = "Không dùng nữa" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        var detail = await admin.ReadAsync($"/api/subscriptions/{id}");
        Assert.That(detail["record"]!.AsArray().Select(line => (string?)line!["act"]), Is.EqualTo(new[] { "ended", "resumed", "paused", "tried", "entered" }));
        var refused = await admin.SubmitAsync("/portal/subscriptions", ("_handler", "subscribe"), ("name", "Khác"), ("address", "http://10.0.0.1/"), ("secret", "cong-du-lieu"));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("E104").And.Contain("http://10.0.0.1/"), "what was typed stays");
        Directory.Delete(secrets, recursive: true);
    }

    private static async Task NumberedAsync(Province province)
    {
        // The program's own beat numbers too: whichever comes first, it is done afterwards.
        var store = (Engine.Storage.EventStore)province.Services.GetService(typeof(Engine.Storage.EventStore))!;
        do { await ((EventSweep)province.Services.GetService(typeof(EventSweep))!).RunOnceAsync(default); }
        while (await store.IsBehindAsync(default));
    }

    private static async Task<HttpClient> SignedInAsync(Province province, string account)
    {
        var client = province.CreateClient();
        using var answer = await client.PostAsync(new Uri("/api/session", UriKind.Relative), System.Net.Http.Json.JsonContent.Create(new { account, password = Demo.DemoProvince.Password }));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        return client;
    }

    private static async Task<Listening> OpenAsync(HttpClient client, string path, int? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (last is { } id) request.Headers.TryAddWithoutValidation("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That((answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, "text/event-stream")));
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.That(await reader.ReadLineAsync(), Is.EqualTo("retry: 2000"), "it is open");
        return new(answer, reader);
    }

    private sealed class Listening(HttpResponseMessage answer, StreamReader reader) : IAsyncDisposable
    {
        public async Task<(string Id, string Kind, string Data)> NextAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)); // a stream that says nothing ends the test, not the day
            var (id, kind) = ("", "");
            while (await reader.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal)) kind = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) return (id, kind, line[6..]);
            }
            throw new EndOfStreamException();
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            answer.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
