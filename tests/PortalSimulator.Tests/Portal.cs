using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace TthcFlow.PortalSimulator.Tests;

/// <summary>A portal of a test's own, on a free port, and what a test says to it over real HTTP.</summary>
internal sealed class Portal : IAsyncDisposable
{
    public const string Bus = "/mapi/g?dstcode=VN:GOV:000.00.00.G22:vpcpdvcprovider", Login = "/mapi/login?dstcode=VN:GOV:000.00.00.G22:vpcpdvcprovider", Receiver = "VN:GOV:000.00.00.G22:vpcpdvcprovider";

    private readonly WebApplication _app;
    private string? _session, _token;

    private Portal(WebApplication app) => (_app, Http) = (app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });

    public HttpClient Http { get; }

    /// <summary>The token of the bus, where it asks for one.</summary>
    public string? BusToken { get; set; }

    public static async Task<Portal> StartAsync(SimulatorSwitches? switches = null, TimeProvider? clock = null)
    {
        var app = Simulator.Build((switches ?? new()) with { Address = "http://127.0.0.1:0" }, clock ?? TimeProvider.System);
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Sends as it is.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string? key = null, string? bearer = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null) request.Headers.Add("X-TthcFlow-Message", key);
        if (bearer is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return Http.SendAsync(request);
    }

    public static async Task<JsonObject> JsonAsync(HttpResponseMessage answer) => (JsonObject)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    public async Task<JsonObject> SignInAsync(string account = "tthcflow", string password = "tthcflow-portal", string receiver = Receiver) =>
        await JsonAsync(await SendAsync(HttpMethod.Post, Login, JsonContent.Create(new { username = account, password }), bearer: BusToken, headers: ("dstcode", receiver)));

    public async Task<JsonObject> EnvelopeAsync(string service, JsonNode? item, string? updating = null)
    {
        _session ??= (string)(await SignInAsync())["session"]!;
        var envelope = new JsonObject { ["session"] = _session, ["madonvi"] = "H35", ["service"] = service };
        if (updating is not null) envelope["isUpdating"] = updating;
        if (item is not null) envelope["data"] = new JsonArray(item);
        if (service is "DongBoTrangThaiHoSo") envelope["type"] = "2";
        return envelope;
    }

    /// <summary>One call of the bus, signed in.</summary>
    public async Task<JsonObject> CallAsync(string service, JsonNode? item, string? updating = null, string? key = null) =>
        await JsonAsync(await PostAsync(Bus, await EnvelopeAsync(service, item, updating), key, BusToken));

    public Task<HttpResponseMessage> PostAsync(string path, JsonNode body, string? key = null, string? bearer = null) => SendAsync(HttpMethod.Post, path, JsonContent.Create(body), key, bearer);

    /// <summary>The bus takes the dossier in the first of the states, and then in each.</summary>
    public async Task TakenAsync(string code, params int[] states)
    {
        foreach (var (at, state) in states.Index())
            Assert.That(CodeOf(await CallAsync("DongBoHoSoMC", Item(code, state), at == 0 ? "False" : "True", $"{code}/{at + 1}/DongBoHoSoMC")), Is.EqualTo("0"));
    }

    /// <summary>A token, as of the bus or of the ministry.</summary>
    public async Task<HttpResponseMessage> TokenAsync(string path, string client = "tthcflow", string secret = "tthcflow-client", string grant = "client_credentials") =>
        await SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = grant, ["client_id"] = client, ["client_secret"] = secret }));

    /// <summary>One call of the ministry, with a token.</summary>
    public async Task<JsonObject> AskMinistryAsync(string service, JsonNode body, string? key = null)
    {
        _token ??= (string)(await JsonAsync(await TokenAsync("/bo/token")))["access_token"]!;
        return await JsonAsync(await PostAsync($"/bo/{service}", body, key, _token));
    }

    public async Task<JsonObject> UploadAsync(string? code, byte[] content)
    {
        _token ??= (string)(await JsonAsync(await TokenAsync("/bo/token")))["access_token"]!;
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", "đơn đề nghị.pdf" } };
        if (code is not null) form.Add(new StringContent(code), "MaHoSo");
        return await JsonAsync(await SendAsync(HttpMethod.Post, "/bo/upload", form, bearer: _token));
    }

    /// <summary>The ministry's own code for a dossier of ours that it has joined.</summary>
    public async Task<string> JoinedAsync(string ours, int state = 2)
    {
        var code = (string)(await AskMinistryAsync("GetNextValue", new JsonObject { ["MaDonVi"] = "H35", ["MaTTHC"] = "1.004203" }))["data"]!["MaHoSo"]!;
        var item = Item(code, state);
        item["MaHoSoDonVi"] = ours;
        Assert.That(CodeOf(await AskMinistryAsync("NoiHoSo", item, $"{ours}/1/NoiHoSo")), Is.EqualTo("00"));
        return code;
    }

    public async Task<JsonObject> CountsAsync() => await JsonAsync(await Http.GetAsync("/control/counts"));

    public async Task FaultsAsync(string script) =>
        Assert.That((await Http.PutAsync("/control/faults", new StringContent(script))).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

    public static string CodeOf(JsonObject answer) => (string)(answer["error_code"] ?? answer["code"])!;

    /// <summary>A dossier as the contract wants it.</summary>
    public static JsonObject Item(string code, int state)
    {
        var item = new JsonObject
        {
            ["MaHoSo"] = code,
            ["MaTTHC"] = "1.004203",
            ["TenTTHC"] = "Tách thửa hoặc hợp thửa đất",
            ["KenhThucHien"] = "1",
            ["ChuHoSo"] = "Lò Thị Mẩy",
            ["NgayNopHoSo"] = "20260302090000",
            ["TrangThaiHoSo"] = state.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["DinhDanhCHS"] = new JsonObject { ["LoaiDinhDanh"] = "1", ["SoDinhDanh"] = "012345678901" },
        };
        if (state is not (1 or 3)) item["NgayTiepNhan"] = "20260302093000";
        return item;
    }

    public static JsonObject Row(string code, string at = "20260303080000", string what = "B2 Thẩm định hồ sơ: đạt") => new()
    {
        ["MaHoSo"] = code,
        ["NguoiXuLy"] = "Nguyễn Văn Đạt",
        ["ChucDanh"] = "Chuyên viên",
        ["ThoiDiemXuLy"] = at,
        ["PhongBanXuLy"] = "Phòng Kinh tế",
        ["NoiDungXuLy"] = what,
        ["TrangThai"] = "4",
    };

    /// <summary>Where the checkout stands.</summary>
    public static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "TthcFlow.sln"))) at = at.Parent;
        return at.FullName;
    }
}
