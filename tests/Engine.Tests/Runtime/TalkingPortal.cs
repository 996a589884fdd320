using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>What goes wrong with one call.</summary>
public enum Mishap
{
    CloseBefore,
    CloseAfter,
    SilenceAfter,
    ServerError,
    Busy,
    Elsewhere,
    Html,
    NotJson,
    Cut,
    TwoDocuments,
    TwoNames,
    WrongShape,
    BareList,
    NoUnicode,
    TooLarge,
    NotFound,
}

/// <summary>One call as it came: its service, its id, its token, and the item.</summary>
internal sealed record Called(string Service, string? Message, string? Token, JsonObject Envelope, JsonObject? Item)
{
    public string? IsUpdating => (string?)Envelope["isUpdating"];
}

/// <summary>A portal inside the test: it speaks both protocols over a real socket, keeps what it takes, and goes wrong where a test says so.</summary>
internal sealed class TalkingPortal : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Called> _calls = new();
    private readonly ConcurrentDictionary<string, JsonObject> _dossiers = new();
    private readonly ConcurrentDictionary<string, bool> _passes = new();
    private readonly TaskCompletionSource _closing = new();
    private readonly Task _open;
    private int _given;

    public TalkingPortal()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        }
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _open = ListenAsync();
    }

    public Uri Address { get; }

    /// <summary>What goes wrong with a call of a service; null: nothing.</summary>
    public Func<string, Mishap?>? Mishaps { get; set; }

    /// <summary>What a message is refused with; null: it is taken.</summary>
    public Func<Called, (string Code, string Words)?>? Refusal { get; set; }

    /// <summary>Whether an expired session is told by HTTP 401.</summary>
    public bool Says401 { get; set; }

    /// <summary>Whether no session is good enough.</summary>
    public bool LetsNobodyIn { get; set; }

    /// <summary>What is awaited before somebody is let in.</summary>
    public Func<Task>? BeforeSignIn { get; set; }

    public IReadOnlyList<Called> Calls => [.. _calls];

    public IEnumerable<Called> CallsOf(string service) => _calls.Where(call => call.Service == service);

    public JsonObject? Dossier(string code) => _dossiers.GetValueOrDefault(code);

    public void Put(string code, JsonObject item) => _dossiers[code] = item;

    public void ForgetPasses() => _passes.Clear();

    public async ValueTask DisposeAsync()
    {
        _closing.TrySetResult();
        _listener.Close();
        await _open;
    }

    private async Task ListenAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var call = await _listener.GetContextAsync();
                talks.Add(Task.Run(() => TalkAsync(call)));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException) { }
        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(HttpListenerContext talk)
    {
        try
        {
            using var body = new MemoryStream();
            await talk.Request.InputStream.CopyToAsync(body);
            var text = Encoding.UTF8.GetString(body.ToArray());
            var path = talk.Request.Url!.AbsolutePath.TrimStart('/');
            var isForm = talk.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) is not true;
            var envelope = isForm ? new JsonObject { ["form"] = text } : JsonNode.Parse(text)!.AsObject();
            var service = path is "mapi/g" ? (string)envelope["service"]! : path is "mapi/login" ? "login" : path;
            var call = new Called(
                service, talk.Request.Headers["X-TthcFlow-Message"], talk.Request.Headers["Authorization"], envelope, path is "mapi/g" ? (envelope["data"] as JsonArray)?.FirstOrDefault() as JsonObject : envelope);
            _calls.Enqueue(call);

            var mishap = Mishaps?.Invoke(service);
            if (mishap is Mishap.CloseBefore)
            {
                talk.Response.Abort();
                return;
            }
            var (status, answer) = mishap is null or Mishap.CloseAfter or Mishap.SilenceAfter or Mishap.TwoDocuments or Mishap.WrongShape ? await AnswerAsync(call, path) : (200, "");
            switch (mishap)
            {
                case Mishap.CloseAfter: talk.Response.Abort(); return;
                case Mishap.SilenceAfter:
                    await _closing.Task;
                    talk.Response.Abort();
                    return;
                case Mishap.ServerError: (status, answer) = (500, """{"error_code":"0","code":"00"}"""); break;
                case Mishap.Busy: (status, answer) = (429, """{"error_code":"0","code":"00"}"""); break;
                case Mishap.Elsewhere:
                    (status, answer) = (302, "");
                    talk.Response.RedirectLocation = new Uri(Address, "elsewhere").ToString();
                    break;
                case Mishap.Html: answer = "<!DOCTYPE html><html><body>Không kết nối được máy chủ</body></html>"; break;
                case Mishap.NotJson: answer = "error_code=0"; break;
                case Mishap.Cut: answer = """{"error_code":"0","data":["""; break;
                case Mishap.TwoDocuments: answer += answer; break;
                case Mishap.TwoNames: answer = """{"error_code":"0","error_code":"10","data":[]}"""; break;
                case Mishap.WrongShape: answer = """{"result":[{"ok":true}]}"""; break;
                case Mishap.BareList: answer = """[{"error_code":"0"}]"""; break;
                case Mishap.NoUnicode: answer = """{"error_code":"0","code":"00","message":"\ud800","data":[]}"""; break;
                case Mishap.TooLarge: answer = $$"""{"error_code":"0","code":"00","message":"{{new string('x', 1024 * 1024)}}","data":[]}"""; break;
                case Mishap.NotFound: (status, answer) = (404, "Not Found"); break;
            }
            var bytes = Encoding.UTF8.GetBytes(answer);
            (talk.Response.StatusCode, talk.Response.ContentLength64) = (status, bytes.Length);
            await talk.Response.OutputStream.WriteAsync(bytes);
            talk.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException or IOException) { } // whoever asked has hung up
    }

    private async Task<(int Status, string Answer)> AnswerAsync(Called call, string path)
    {
        if (call.Service is "login" or "token" && BeforeSignIn is { } before) await before();
        if (call.Service is "token") return (200, $$"""{"access_token":"{{Pass("token")}}","token_type":"Bearer","expires_in":3600}""");
        if (!path.StartsWith("mapi", StringComparison.Ordinal)) return OfMinistry(call);
        if (call.Service is "login")
            return (200, (string?)call.Envelope["password"] == "mật-khẩu" ? $$"""{"error_code":0,"session":"{{Pass("session")}}"}""" : $$"""{"error_code":"-1","message":"Sai mật khẩu {{call.Envelope["password"]}}"}""");
        if (LetsNobodyIn || !_passes.ContainsKey((string)call.Envelope["session"]!)) return (Says401 ? 401 : 200, Says401 ? "" : """{"error_code":"401","message":"Phiên làm việc đã hết hạn"}""");
        if (call.Service.StartsWith("Lay", StringComparison.Ordinal)) return (200, """{"error_code":"0","message":"","data":[{"MALINHVUC":"G17-XD02"}]}""");
        var (item, code) = (call.Item!, (string)call.Item!["MaHoSo"]!);
        var known = Dossier(code);
        if (call.Service is "TraCuuHoSo") return (200, $$"""{"error_code":"0","data":[{{known?.ToJsonString()}}]}""");
        if (Refusal?.Invoke(call) is var (no, words)) return (200, new JsonObject { ["error_code"] = no, ["message"] = words }.ToJsonString());
        if (call.Service is "DongBoHoSoMC")
        {
            if (known is not null != (call.IsUpdating == "True")) return (200, $$"""{"error_code":"{{(known is null ? 11 : 10)}}","message":"isUpdating"}""");
            var taken = (JsonObject)item.DeepClone();
            if (known?["QuaTrinhXuLy"] is { } rows) taken["QuaTrinhXuLy"] = rows.DeepClone();
            Put(code, taken);
        }
        else if (known is null) return (200, """{"error_code":"11","message":"Cổng không có hồ sơ"}""");
        else Take(known, item);
        return (200, """{"error_code":"00","message":"Thành công"}""");
    }

    private (int Status, string Answer) OfMinistry(Called call)
    {
        if (call.Token?.StartsWith("Bearer ", StringComparison.Ordinal) is not true || !_passes.ContainsKey(call.Token[7..])) return (401, "");
        if (call.Service is "upload") return Given("TepDinhKemId", $"TEP-{Interlocked.Increment(ref _given)}");
        if (call.Service is "GetNextValue") return Given("MaHoSo", $"000.00.00.G22-260302-{Interlocked.Increment(ref _given):000000}");
        if (call.Service is "TraCuuHoSo") return (200, $$"""{"code":"00","data":{{_dossiers.Values.FirstOrDefault(known => (string?)known["MaHoSoDonVi"] == (string?)call.Item!["MaHoSoDonVi"])?.ToJsonString() ?? "null"}}}""");
        if (Refusal?.Invoke(call) is var (no, words)) return (200, new JsonObject { ["code"] = no, ["message"] = words }.ToJsonString());
        if (call.Service is "NoiHoSo") Put((string)call.Item!["MaHoSo"]!, (JsonObject)call.Item.DeepClone());
        else if (Dossier((string)call.Item!["MaHoSo"]!) is { } known) Take(known, call.Item);
        else return (200, """{"code":"11","message":"Không có hồ sơ"}""");
        return (200, """{"code":"00"}""");
    }

    private static (int Status, string Answer) Given(string name, string value) => (200, new JsonObject { ["code"] = "00", ["data"] = new JsonObject { [name] = value } }.ToJsonString());

    private static void Take(JsonObject known, JsonObject item)
    {
        lock (known)
        {
            if (item.ContainsKey("ThoiDiemXuLy"))
            {
                if (known["QuaTrinhXuLy"] is not JsonArray rows) known["QuaTrinhXuLy"] = rows = [];
                rows.Add(item.DeepClone());
            }
            else known["TrangThaiHoSo"] = item["TrangThai"]!.DeepClone();
        }
    }

    private string Pass(string kind)
    {
        var pass = $"{kind}-{Interlocked.Increment(ref _given)}";
        _passes[pass] = true;
        return pass;
    }
}
