using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TthcFlow.PortalSimulator.Tests.Portal;

namespace TthcFlow.PortalSimulator.Tests;

/// <summary>Every way in which the portal fails, as a sender sees it, and whether the message was applied.</summary>
public sealed class FaultTests
{
    private const string Code = "H35.40-260302-0007", Key = $"{Code}/1/DongBoHoSoMC";

    private Portal _portal = null!;

    [SetUp]
    public async Task Start() => _portal = await Portal.StartAsync();

    [TearDown]
    public async Task Stop() => await _portal.DisposeAsync();

    /// <summary>The dossier is told while the portal fails once.</summary>
    private async Task<HttpResponseMessage> FailAsync(string fault, string more = "")
    {
        var envelope = await _portal.EnvelopeAsync("DongBoHoSoMC", Item(Code, 2), "False");
        await _portal.FaultsAsync($$"""{"seed":7,"rules":[{"service":"DongBoHoSoMC","fault":"{{fault}}","count":1{{more}}}]}""");
        return await _portal.PostAsync(Bus, envelope, Key);
    }

    private async Task<bool> IsThereAsync() => (await _portal.Http.GetAsync($"/control/dossiers/{Code}")).StatusCode is HttpStatusCode.OK;

    [Test]
    public async Task Refuse()
    {
        var answer = await JsonAsync(await FailAsync("refuse", ",\"code\":\"77\",\"message\":\"Hệ thống bận\""));
        Assert.That((CodeOf(answer), (string?)answer["message"], await IsThereAsync()), Is.EqualTo(("77", "Hệ thống bận", false)));
        Assert.That((int?)(await _portal.CountsAsync())["refused"]!["77"], Is.EqualTo(1));
    }

    [TestCase("timeout-before", false)]
    [TestCase("timeout-after", true)]
    [TestCase("close-before", false)]
    [TestCase("close-after", true)]
    public async Task Nobody_answers(string fault, bool applied)
    {
        Assert.That(() => FailAsync(fault, ",\"seconds\":0.2"), Throws.InstanceOf<HttpRequestException>());
        Assert.That(await IsThereAsync(), Is.EqualTo(applied));
    }

    [Test]
    public async Task A_timeout_lasts_as_long_as_the_program_was_told()
    {
        await using var portal = await Portal.StartAsync(new() { Timeout = 3600 });
        await portal.FaultsAsync("""{"rules":[{"fault":"timeout-before"}]}""");
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        Assert.That(() => portal.Http.PostAsync("/bo/token", null, patience.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Twice()
    {
        var text = await (await FailAsync("twice")).Content.ReadAsStringAsync();
        Assert.That(() => JsonDocument.Parse(text), Throws.InstanceOf<JsonException>());
        Assert.That((text[..(text.Length / 2)], await IsThereAsync()), Is.EqualTo((text[(text.Length / 2)..], true)));
        Assert.That((int?)(await _portal.CountsAsync())["applied"], Is.EqualTo(1), "handled once");
    }

    [TestCase("500", 500, "text/plain")]
    [TestCase("503", 503, "text/plain")]
    [TestCase("html", 200, "text/html")]
    public async Task Something_else_answers_and_nothing_is_applied(string fault, int status, string type)
    {
        var answer = await FailAsync(fault, ",\"seconds\":7");
        Assert.That(((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, await IsThereAsync()), Is.EqualTo((status, type, false)));
        Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(fault is "503" ? TimeSpan.FromSeconds(7) : (TimeSpan?)null));
    }

    [Test]
    public async Task Not_json()
    {
        var text = await (await FailAsync("not-json")).Content.ReadAsStringAsync();
        Assert.That(() => JsonDocument.Parse(text), Throws.InstanceOf<JsonException>());
        Assert.That(await IsThereAsync(), Is.True);
    }

    [Test]
    public async Task Wrong_shape()
    {
        var answer = await JsonAsync(await FailAsync("wrong-shape"));
        Assert.That((answer.ContainsKey("error_code"), answer.ContainsKey("result"), await IsThereAsync()), Is.EqualTo((false, true, true)));
    }

    [Test]
    public async Task Slow()
    {
        await _portal.FaultsAsync("""{"rules":[{"service":"token","fault":"slow","seconds":2}]}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bo/token") { Content = new StringContent("") };
        using var answer = await _portal.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var drops = await answer.Content.ReadAsStreamAsync();
        var first = new byte[1000];
        var length = await drops.ReadAsync(first);
        using var rest = new StreamReader(drops);
        var whole = System.Text.Encoding.UTF8.GetString(first, 0, length) + await rest.ReadToEndAsync();
        Assert.That((whole, length), Is.EqualTo(("""{"error":"unsupported_grant_type"}""", length)));
        Assert.That(length, Is.LessThan(whole.Length), "it drips");
    }

    [Test]
    public async Task What_drips_is_applied()
    {
        Assert.That(CodeOf(await JsonAsync(await FailAsync("slow", ",\"seconds\":0"))), Is.EqualTo("0"));
        Assert.That(await IsThereAsync(), Is.True);
    }

    [Test]
    public async Task Session_ends_for_everybody()
    {
        Assert.That(CodeOf(await JsonAsync(await FailAsync("session"))), Is.EqualTo("401"));
        Assert.That(CodeOf(await _portal.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code })), Is.EqualTo("401"), "and stays ended");
        Assert.That(await IsThereAsync(), Is.False);
    }

    [Test]
    public async Task Session_at_the_ministry_ends_its_tokens()
    {
        await _portal.JoinedAsync(Code);
        await _portal.FaultsAsync("""{"rules":[{"service":"TraCuuHoSo","fault":"session","count":1}]}""");
        Assert.That(CodeOf(await _portal.AskMinistryAsync("TraCuuHoSo", new JsonObject { ["MaHoSoDonVi"] = Code })), Is.EqualTo("401"));
    }

    [Test]
    public async Task A_rule_may_say_that_the_message_was_applied_all_the_same()
    {
        Assert.That((await FailAsync("500", ",\"applied\":true")).StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await IsThereAsync(), Is.True);
    }

    [Test]
    public async Task From_the_third_call_two_fail()
    {
        await _portal.FaultsAsync("""{"rules":[{"service":"token","fault":"500","from":3,"count":2}]}""");
        var answers = new List<int>();
        for (var call = 0; call < 6; call++) answers.Add((int)(await _portal.TokenAsync("/bo/token")).StatusCode);
        Assert.That(answers, Is.EqualTo(new[] { 200, 200, 500, 500, 200, 200 }));
        Assert.That((int?)(await _portal.CountsAsync())["faults"]!["500"], Is.EqualTo(2));
    }

    [Test]
    public void The_same_messages_fail_whatever_order_they_come_in()
    {
        var plan = FaultPlan.Parse("""{"seed":7,"rules":[{"fault":"timeout-after","share":0.05},{"service":"DongBoHoSoMC","fault":"500","share":0.5}]}"""u8);
        var calls = Enumerable.Range(1, 4000).Select(number => new PortalCall(PortalFace.Bus, "DongBoHoSoMC", $"H35-{number}/1/DongBoHoSoMC")).ToList();
        Dictionary<string, string?> Drawn(FaultPlan script, IEnumerable<PortalCall> inOrder)
        {
            var drawing = new FaultScript(script);
            return inOrder.ToDictionary(call => call.Key!, call => drawing.Of(call)?.Fault);
        }
        var drawn = Drawn(plan, calls);
        Assert.That(Drawn(plan, calls.AsEnumerable().Reverse()), Is.EqualTo(drawn));
        Assert.That(Drawn(plan with { Seed = 8 }, calls), Is.Not.EqualTo(drawn));
        Assert.That(drawn.Values.Count(fault => fault == "timeout-after"), Is.InRange(140, 260), "a twentieth of 4,000");
        Assert.That(drawn.Values.Count(fault => fault == "500"), Is.InRange(1750, 2050), "half of the rest");
        var again = new FaultScript(plan);
        Assert.That(Enumerable.Range(0, 200).Select(_ => again.Of(calls[0])?.Fault).Distinct(), Has.Exactly(3).Items, "a repetition is drawn anew");
    }

    [TestCase("""{"rules":[{"fault":"fire"}]}""", "$.rules[0].fault")]
    [TestCase("""{"rules":[{"fault":"500","share":1.5}]}""", "$.rules[0].share")]
    [TestCase("""{"rules":[{"fault":"500"},{"fault":"500","from":0}]}""", "$.rules[1].from")]
    [TestCase("""{"rules":[{"fault":"refuse","code":"0"}]}""", "$.rules[0].code")]
    [TestCase("""{"rules":[{"fault":"500","seconds":-1}]}""", "$.rules[0].seconds")]
    [TestCase("""{"rules":[{"fault":"500","when":"later"}]}""", "when")]
    [TestCase("""{"rules":[{}]}""", "fault")]
    [TestCase("""{}""", "rules")]
    [TestCase("rules", "Faults")]
    public async Task A_script_that_is_none_is_refused_with_the_place(string script, string place)
    {
        var answer = await _portal.Http.PutAsync("/control/faults", new StringContent(script));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string?)(await JsonAsync(answer))["message"], Does.Contain(place));
        Assert.That((JsonArray)(await JsonAsync(await _portal.Http.GetAsync("/control/faults")))["rules"]!, Is.Empty, "and nothing changed");
    }
}
