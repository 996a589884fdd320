using System.Net;
using System.Text.Json.Nodes;
using static TthcFlow.PortalSimulator.Tests.Portal;

namespace TthcFlow.PortalSimulator.Tests;

/// <summary>What a ministry's interface takes, and what it refuses.</summary>
public sealed class MinistryTests
{
    private const string Ours = "H35.40-260302-0007";

    private Portal _portal = null!;

    [SetUp]
    public async Task Start() => _portal = await Portal.StartAsync();

    [TearDown]
    public async Task Stop() => await _portal.DisposeAsync();

    [Test]
    public async Task Nobody_speaks_without_a_token()
    {
        Assert.That((await _portal.TokenAsync("/bo/token", client: "ai")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        foreach (var service in new[] { "GetNextValue", "upload", "NoiHoSo", "CapNhatTienTrinh", "CapNhatTrangThai", "TraCuuHoSo" })
        {
            var answer = await _portal.PostAsync($"/bo/{service}", new JsonObject(), bearer: "cua-ai");
            Assert.That((answer.StatusCode, CodeOf(await JsonAsync(answer))), Is.EqualTo((HttpStatusCode.Unauthorized, "401")), service);
        }
    }

    [Test]
    public async Task Codes_are_given_out_one_after_the_other()
    {
        var asked = new JsonObject { ["MaDonVi"] = "H35", ["MaTTHC"] = "1.004203" };
        var first = (string)(await _portal.AskMinistryAsync("GetNextValue", asked.DeepClone()))["data"]!["MaHoSo"]!;
        var second = (string)(await _portal.AskMinistryAsync("GetNextValue", asked.DeepClone()))["data"]!["MaHoSo"]!;
        Assert.That((first, second[^6..]), Is.EqualTo((first, "000002")));
        Assert.That(first, Does.Match(@"^000\.00\.00\.G22-[0-9]{6}-000001$"));
        asked.Remove("MaTTHC");
        Assert.That(CodeOf(await _portal.AskMinistryAsync("GetNextValue", asked)), Is.EqualTo("21"));
    }

    [Test]
    public async Task A_dossier_is_joined_once_under_a_code_that_was_given_out()
    {
        Assert.That((await _portal.AskMinistryAsync("TraCuuHoSo", new JsonObject { ["MaHoSoDonVi"] = Ours }))["data"], Is.Null);
        var made = Item("000.00.00.G22-260302-999999", 2);
        Assert.That((string?)(await _portal.AskMinistryAsync("NoiHoSo", made.DeepClone()))["message"], Is.EqualTo("Thiếu trường “MaHoSoDonVi”"));
        made["MaHoSoDonVi"] = Ours;
        Assert.That(CodeOf(await _portal.AskMinistryAsync("NoiHoSo", made)), Is.EqualTo("11"), "a code nobody gave out");

        var code = await _portal.JoinedAsync(Ours);
        var again = Item(code, 2);
        again["MaHoSoDonVi"] = Ours;
        Assert.That(CodeOf(await _portal.AskMinistryAsync("NoiHoSo", again)), Is.EqualTo("10"));
        var other = (string)(await _portal.AskMinistryAsync("GetNextValue", new JsonObject { ["MaDonVi"] = "H35", ["MaTTHC"] = "1.004203" }))["data"]!["MaHoSo"]!;
        var twice = Item(other, 2);
        twice["MaHoSoDonVi"] = Ours;
        Assert.That(CodeOf(await _portal.AskMinistryAsync("NoiHoSo", twice)), Is.EqualTo("10"), "the same dossier of ours under another code");

        var known = (await _portal.AskMinistryAsync("TraCuuHoSo", new JsonObject { ["MaHoSoDonVi"] = Ours }))["data"]!;
        Assert.That(((string?)known["MaHoSo"], (string?)known["TrangThaiHoSo"]), Is.EqualTo((code, "2")));
    }

    [Test]
    public async Task Files_are_uploaded_before_they_are_named()
    {
        var code = (string)(await _portal.AskMinistryAsync("GetNextValue", new JsonObject { ["MaDonVi"] = "H35", ["MaTTHC"] = "1.004203" }))["data"]!["MaHoSo"]!;
        var item = Item(code, 2);
        (item["MaHoSoDonVi"], item["TaiLieuNop"]) = (Ours, new JsonArray(new JsonObject { ["TepDinhKemId"] = "abc" }));
        Assert.That(CodeOf(await _portal.AskMinistryAsync("NoiHoSo", item.DeepClone())), Is.EqualTo("25"));
        Assert.That(CodeOf(await _portal.UploadAsync(null, [1, 2, 3])), Is.EqualTo("21"));
        Assert.That(CodeOf(await _portal.UploadAsync(code, [])), Is.EqualTo("21"));
        Assert.That(CodeOf(await _portal.UploadAsync("ai biết", [1])), Is.EqualTo("11"));
        var file = (string)(await _portal.UploadAsync(code, [1, 2, 3]))["data"]!["TepDinhKemId"]!;
        Assert.That((string?)(await _portal.UploadAsync(code, [1, 2, 3]))["data"]!["TepDinhKemId"], Is.EqualTo(file), "the same file is the same");
        item["TaiLieuNop"]![0]!["TepDinhKemId"] = file;
        Assert.That(CodeOf(await _portal.AskMinistryAsync("NoiHoSo", item)), Is.EqualTo("00"));
    }

    [Test]
    public async Task States_are_told_past_those_the_ministry_is_not_told()
    {
        var code = await _portal.JoinedAsync(Ours);
        async Task<string> ToAsync(int state, string ours = Ours) => CodeOf(await _portal.AskMinistryAsync(
            "CapNhatTrangThai", new JsonObject { ["MaHoSo"] = code, ["MaHoSoDonVi"] = ours, ["TrangThai"] = $"{state}", ["NgayXuLy"] = "20260303080000" }, $"{Ours}/{state}/CapNhatTrangThai"));
        Assert.That(await ToAsync(4), Is.EqualTo("12"), "in processing is not told");
        Assert.That(await ToAsync(10), Is.EqualTo("12"), "not before 9");
        Assert.That(await ToAsync(9, "H35.40-260302-0008"), Is.EqualTo("11"));
        Assert.That(await ToAsync(5), Is.EqualTo("00"));
        Assert.That(await ToAsync(6), Is.EqualTo("00"), "5 → 4 → 6");
        Assert.That(await ToAsync(9), Is.EqualTo("00"), "6 → 4 → 9");
        Assert.That(await ToAsync(11), Is.EqualTo("24"));
        Assert.That(await ToAsync(10), Is.EqualTo("00"));
        Assert.That(await ToAsync(5), Is.EqualTo("12"), "after the end");
        Assert.That((string?)(await _portal.AskMinistryAsync("TraCuuHoSo", new JsonObject { ["MaHoSoDonVi"] = Ours }))["data"]!["TrangThaiHoSo"], Is.EqualTo("10"));
    }

    [Test]
    public async Task Progress_is_taken_as_on_the_bus()
    {
        Assert.That(CodeOf(await _portal.AskMinistryAsync("CapNhatTienTrinh", Row("ai biết"))), Is.EqualTo("11"));
        var code = await _portal.JoinedAsync(Ours);
        Assert.That(CodeOf(await _portal.AskMinistryAsync("CapNhatTienTrinh", Row(code))), Is.EqualTo("00"));
        Assert.That(CodeOf(await _portal.AskMinistryAsync("CapNhatTienTrinh", Row(code, "20260301080000"))), Is.EqualTo("13"));
        Assert.That((JsonArray)(await _portal.AskMinistryAsync("TraCuuHoSo", new JsonObject { ["MaHoSoDonVi"] = Ours }))["data"]!["QuaTrinhXuLy"]!, Has.Count.EqualTo(1));
    }
}
