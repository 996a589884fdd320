using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Drills;

/// <summary>A desk that receives, attaches and hands on without pause. What it is not told the end of, it asks again under the same key, until it is told.</summary>
/// <param name="up">Until the program serves: who was cut off waits for that, not for some time to pass.</param>
/// <param name="told">Released for every answer that something was done.</param>
internal sealed class Caller(Uri address, string name, Func<Task> up, SemaphoreSlim? told = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    private int _keys;

    /// <summary>What was acknowledged: the key, the dossier, and what was done.</summary>
    public ConcurrentQueue<(string Key, string Code, string Act)> Acknowledged { get; } = new();

    /// <summary>Asked again at least once.</summary>
    public int AskedAgain { get; private set; }

    /// <summary>Answers that are neither a yes nor a fault of the moment.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await OneAsync();
    }

    /// <summary>One dossier received, with a file, and accepted.</summary>
    public async Task OneAsync()
    {
        var number = _keys;
        var received = await AskAsync("/api/dossiers", () => JsonContent.Create(Office.Receipt($"Người thứ {number} của {name}")), "received", null);
        if (received is not { } code) return;
        await AskAsync($"/api/dossiers/{code}/attachments?name=giay-to.txt&step=B1", () => new ByteArrayContent(Encoding.UTF8.GetBytes($"giấy tờ thứ {number} của {name}")), "attached", code);
        await AskAsync($"/api/dossiers/{code}/completions", () => JsonContent.Create(new { step = "B1", outcome = "Accepted" }), "B1", code);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> AskAsync(string path, Func<HttpContent> body, string act, string? code)
    {
        var key = $"{name}-{++_keys}";
        for (var (since, tries) = (Stopwatch.StartNew(), 0); since.Elapsed < Patience; tries++)
        {
            if (tries == 1) AskedAgain++;
            if (tries > 0) await up();
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = body() };
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await _client.SendAsync(request);
                switch (answer.StatusCode)
                {
                    case HttpStatusCode.Created or HttpStatusCode.NoContent:
                        code ??= (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!;
                        Acknowledged.Enqueue((key, code, act));
                        told?.Release();
                        return code;
                    case HttpStatusCode.Unauthorized:
                        using (await _client.PostAsJsonAsync("/api/session", new { account = "motcua", password = Demo.DemoProvince.Password })) break;
                    case >= HttpStatusCode.InternalServerError or HttpStatusCode.PreconditionFailed: break;
                    default:
                        Refused.Enqueue($"{act} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
                        return null;
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException) { }
        }
        Refused.Enqueue($"{act}: no answer");
        return null;
    }
}
