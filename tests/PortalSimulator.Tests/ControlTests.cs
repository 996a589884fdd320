using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TthcFlow.Tests.Shared;
using static TthcFlow.PortalSimulator.Tests.Portal;

namespace TthcFlow.PortalSimulator.Tests;

/// <summary>What testers see of the portal, and tell it.</summary>
public sealed class ControlTests
{
    private const string Code = "H35.40-260302-0007";

    private Portal _portal = null!;

    [SetUp]
    public async Task Start() => _portal = await Portal.StartAsync();

    [TearDown]
    public async Task Stop() => await _portal.DisposeAsync();

    [Test]
    public async Task A_message_that_comes_again_is_applied_again_and_counted()
    {
        await _portal.TakenAsync(Code, 2, 4);
        var key = $"{Code}/2/DongBoHoSoMC";
        await _portal.CallAsync("DongBoHoSoMC", Item(Code, 4), "True", key);
        await _portal.CallAsync("DongBoHoSoMC", Item(Code, 4), "False", key);
        await _portal.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code }, key: key);
        await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code), key: null);

        var counts = await _portal.CountsAsync();
        Assert.That(((int)counts["received"]!, (int)counts["applied"]!, (int)counts["messages"]!, (int)counts["messagesApplied"]!, (int)counts["withoutKey"]!), Is.EqualTo((5, 4, 2, 2, 1)));
        Assert.That(((int)counts["appliedMoreThanOnce"]!, (int)counts["outOfOrder"]!), Is.EqualTo((1, 0)));
        Assert.That(counts["again"]!.ToJsonString(), Is.EqualTo($$"""[{"key":"{{key}}","received":3,"applied":2,"refused":1}]"""));
        Assert.That(counts["refused"]!.ToJsonString(), Is.EqualTo("""{"10":1}"""));
        Assert.That((int)counts["byService"]!["TraCuuHoSo"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task The_order_in_which_messages_were_applied_is_known()
    {
        await _portal.CallAsync("DongBoHoSoMC", Item(Code, 2), "False", $"{Code}/3/DongBoHoSoMC");
        await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code), key: $"{Code}/7/CapNhatTienDoHoSoMC");
        await _portal.CallAsync("DongBoHoSoMC", Item(Code, 4), "True", $"{Code}/7/DongBoHoSoMC");
        Assert.That((int)(await _portal.CountsAsync())["outOfOrder"]!, Is.Zero, "two of one event are in order");
        await _portal.CallAsync("DongBoHoSoMC", Item(Code, 9), "True", $"{Code}/5/DongBoHoSoMC");

        var dossier = await JsonAsync(await _portal.Http.GetAsync($"/control/dossiers/{Code}"));
        Assert.That(((JsonArray)dossier["applied"]!).Select(message => (int)message!["number"]!), Is.EqualTo(new[] { 3, 7, 7, 5 }));
        Assert.That(((int)dossier["state"]!, (string?)dossier["stateName"], (int)dossier["outOfOrder"]!), Is.EqualTo((9, "Đã xử lý xong", 1)));
        Assert.That((string?)dossier["item"]!["ChuHoSo"], Is.EqualTo("Lò Thị Mẩy"));
        var counts = await _portal.CountsAsync();
        Assert.That(((int)counts["outOfOrder"]!, (string?)counts["disorderly"]![0]), Is.EqualTo((1, Code)));
        Assert.That((await _portal.Http.GetAsync("/control/dossiers/ai-biet")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_whole_state_is_told_and_can_be_forgotten()
    {
        await _portal.TakenAsync(Code, 2);
        await _portal.JoinedAsync(Code);
        var state = (JsonArray)(await JsonAsync(await _portal.Http.GetAsync("/control/state")))["dossiers"]!;
        Assert.That(state.Select(dossier => (string?)dossier!["protocol"]), Is.EqualTo(new[] { "bus", "ministry" }));
        Assert.That((string?)state[1]!["sendersCode"], Is.EqualTo(Code));

        Assert.That((await _portal.Http.DeleteAsync("/control/state")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((JsonArray)(await JsonAsync(await _portal.Http.GetAsync("/control/state")))["dossiers"]!, Is.Empty);
        Assert.That((int)(await _portal.CountsAsync())["applied"]!, Is.Zero);
        await _portal.TakenAsync(Code, 2);
    }

    [Test]
    public async Task Many_at_once_take_turns_dossier_by_dossier()
    {
        await _portal.SignInAsync();
        var envelope = await _portal.EnvelopeAsync("DongBoHoSoMC", null, "False");
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
        {
            var one = (JsonObject)envelope.DeepClone();
            one["data"] = new JsonArray(Item($"H35.40-{number % 20}", 2));
            return CodeOf(await JsonAsync(await _portal.PostAsync(Bus, one, $"H35.40-{number % 20}/{number}/DongBoHoSoMC")));
        }));
        Assert.That((answers.Count(code => code == "0"), answers.Count(code => code == "10")), Is.EqualTo((20, 180)), "each begins once");
        Assert.That((int)(await _portal.CountsAsync())["applied"]!, Is.EqualTo(20));
    }

    [Test]
    public async Task The_state_outlives_a_restart_and_a_crash_in_the_middle_of_a_line()
    {
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"state-{Guid.NewGuid():N}.json");
        string ministrys;
        await using (var first = await Portal.StartAsync(new() { StateFile = file }))
        {
            await first.TakenAsync(Code, 1, 2, 4);
            await first.CallAsync("CapNhatTienDoHoSoMC", Row(Code), key: $"{Code}/9/CapNhatTienDoHoSoMC");
            ministrys = await first.JoinedAsync(Code);
            await first.UploadAsync(ministrys, [1, 2]);
        }
        await File.AppendAllTextAsync(file, "{\"face\":\"Bus\",\"chan");
        await using (var second = await Portal.StartAsync(new() { StateFile = file }))
        {
            var known = (await second.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code }))["data"]![0]!;
            Assert.That(((string?)known["TrangThaiHoSo"], ((JsonArray)known["QuaTrinhXuLy"]!).Count), Is.EqualTo(("4", 1)));
            Assert.That(CodeOf(await second.CallAsync("CapNhatTienDoHoSoMC", Row(Code, "20260101080000"))), Is.EqualTo("13"));
            await second.CallAsync("DongBoHoSoMC", Item(Code, 4), "True", $"{Code}/3/DongBoHoSoMC");
            var counts = await second.CountsAsync();
            Assert.That(((int)counts["appliedMoreThanOnce"]!, (int)counts["outOfOrder"]!), Is.EqualTo((1, 1)), "what was applied before counts");
            Assert.That((await second.JoinedAsync("H35.40-260302-0008"))[^6..], Is.EqualTo("000002"));
        }
        await using (var third = await Portal.StartAsync(new() { StateFile = file }))
            Assert.That((JsonArray)(await JsonAsync(await third.Http.GetAsync("/control/state")))["dossiers"]!, Has.Count.EqualTo(3));
        await File.WriteAllTextAsync(file, "{}\n");
        Assert.That(() => Portal.StartAsync(new() { StateFile = file }), Throws.InstanceOf<FormatException>());
    }

    [Test]
    public async Task A_dossier_handed_in_here_is_told_to_the_product_signed()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var heard = new List<(string Path, string System, string Message, string Timestamp, string Signature, string Body)>();
        await using var product = builder.Build();
        product.Urls.Add("http://127.0.0.1:0");
        product.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            string Header(string name) => http.Request.Headers[name].ToString();
            heard.Add((http.Request.Path, Header("X-TthcFlow-System"), Header("X-TthcFlow-Message"), Header("X-TthcFlow-Timestamp"), Header("X-TthcFlow-Signature"), await reader.ReadToEndAsync()));
            http.Response.StatusCode = 201;
            await http.Response.WriteAsync("đã nhận");
        });
        await product.StartAsync();
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        await using var portal = await Portal.StartAsync(new() { Product = new Uri(product.Urls.Single()), SystemSecret = "bí mật chung" }, clock);

        var first = await JsonAsync(await portal.PostAsync("/control/hand-in", new JsonObject { ["MaTTHC"] = "1.004203", ["ChuHoSo"] = "Giàng A Páo" }));
        Assert.That(((string?)first["code"], (int?)first["status"], (string?)first["answer"]), Is.EqualTo(("000.00.00.G22-260302-900001", 201, "đã nhận")));
        var envelope = JsonNode.Parse(heard[0].Body)!;
        Assert.That(((string?)envelope["service"], (string?)envelope["isUpdating"]), Is.EqualTo(("DongBoHoSoMC", "False")));
        var item = (JsonObject)envelope["data"]![0]!;
        Assert.That(((string?)item["ChuHoSo"], (string?)item["TrangThaiHoSo"], (string?)item["KenhThucHien"], (string?)item["NgayNopHoSo"]), Is.EqualTo(("Giàng A Páo", "1", "2", "20260302090000")));
        Assert.That((heard[0].Path, heard[0].System, heard[0].Timestamp), Is.EqualTo(("/api/inbound/bus", "dvcqg", "1772416800")));
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes("bí mật chung"), Encoding.UTF8.GetBytes($"1772416800.{heard[0].Message}.{heard[0].Body}"));
        Assert.That(heard[0].Signature, Is.EqualTo($"sha256={Convert.ToHexStringLower(expected)}"));

        await portal.PostAsync("/control/hand-in", new JsonObject { ["MaHoSo"] = "000.00.00.G22-260302-900001" });
        Assert.That((heard[1].Message, heard[1].Body), Is.EqualTo((heard[0].Message, heard[0].Body)), "once more, word for word");
        Assert.That((await portal.PostAsync("/control/hand-in", new JsonObject { ["MaTTHC"] = "1.004203" })).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        await product.StopAsync();
        var alone = await JsonAsync(await portal.PostAsync("/control/hand-in", new JsonObject { ["MaTTHC"] = "1.004203", ["ChuHoSo"] = "Sùng A Chu" }));
        Assert.That((bool)alone["sent"]!, Is.False);
        Assert.That((string?)alone["answer"], Is.Not.Empty, "why nobody heard of it");
    }

    [Test]
    public async Task The_page_tells_people_and_takes_no_text_for_markup()
    {
        await _portal.TakenAsync(Code, 2, 4);
        await _portal.CallAsync("DongBoHoSoMC", Item(Code, 2), "True", "<script>alert(1)</script>");
        var page = await _portal.Http.GetAsync("/");
        var text = await page.Content.ReadAsStringAsync();
        Assert.That(page.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'; style-src 'self'"));
        Assert.That(WebUtility.HtmlDecode(text), Does.Contain(Code).And.Contain("4 Đang xử lý").And.Contain("12: Trạng thái 2 không thể đi sau trạng thái 4"));
        Assert.That(text, Does.Not.Contain("<script").And.Contain("&lt;script&gt;"));
        Assert.That(WebUtility.HtmlDecode(await _portal.Http.GetStringAsync($"/dossiers/{Code}")), Does.Contain($"{Code}/2/DongBoHoSoMC"));
        Assert.That((await _portal.Http.GetAsync("/dossiers/ai-biet")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _portal.Http.GetAsync("/style.css")).Content.Headers.ContentType!.MediaType, Is.EqualTo("text/css"));
    }

    [Test]
    public async Task A_long_list_is_turned_page_by_page()
    {
        for (var number = 0; number < 55; number++) await _portal.TakenAsync($"H35.40-{number:00}", 2);
        Assert.That(await _portal.Http.GetStringAsync("/"), Does.Contain("H35.40-49</a>").And.Not.Contain("H35.40-50</a>").And.Contain("/?after=H35.40-49"));
        Assert.That(await _portal.Http.GetStringAsync("/?after=H35.40-49"), Does.Contain("H35.40-54</a>").And.Not.Contain("H35.40-49</a>"));
    }

    [Test]
    public void Switches_are_read_strictly()
    {
        Assert.That(SimulatorSwitches.Parse(["--oauth", "--timeout", "2.5", "--ministry-states", "5,6,9"]), Is.EqualTo(new SimulatorSwitches { OAuth = true, Timeout = 2.5 })
            .Using<SimulatorSwitches>((one, other) => one.OAuth == other.OAuth && one.Timeout == other.Timeout && one.MinistryStates.SequenceEqual([5, 6, 9])));
        foreach (var wrong in new string[][] { ["--fast"], ["--timeout"], ["--timeout", "soon"], ["--table", "/not/there.json"], ["--product", "ftp://x"], ["--ministry-states", "five"] })
            Assert.That(() => SimulatorSwitches.Parse(wrong), Throws.InstanceOf<FormatException>(), string.Join(' ', wrong));
    }

    [Test]
    public async Task Every_switch_fault_and_refusal_stands_in_the_description()
    {
        var description = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "portal.md"));
        var switches = Regex.Matches(SimulatorSwitches.Usage, "--[a-z0-9-]+").Select(match => match.Value).ToList();
        Assert.That(switches, Has.Count.EqualTo(typeof(SimulatorSwitches).GetProperties().Length), "each has its switch");
        Assert.That(switches.Where(name => !description.Contains($"`{name}", StringComparison.Ordinal)), Is.Empty);
        Assert.That(FaultNames.All.Where(name => !description.Contains($"| `{name}` |", StringComparison.Ordinal)), Is.Empty);
        var refusals = typeof(PortalRefusals).GetFields().Select(field => ((PortalRefusal)field.GetValue(null)!).Code).Append("03").Append("12").Append("13").Concat(Enumerable.Range(20, 6).Select(code => $"{code}"));
        Assert.That(refusals.Where(code => !description.Contains($"| `{code}` |", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_simulator_looks_into_the_engine_alone() =>
        Assert.That(typeof(SimulatorSwitches).Assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("TthcFlow", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(new[] { "TthcFlow.Engine" }));
}
