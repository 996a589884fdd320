using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Drills;

/// <summary>A desk that receives and hands on without pause. What it is not told the end of, it asks again under the same key, until it is told.</summary>
internal sealed class Caller(Uri address, string name) : IDisposable
{
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

    /// <summary>One dossier received and accepted.</summary>
    public async Task OneAsync()
    {
        var received = await AskAsync("/api/dossiers", Office.Receipt($"Người thứ {_keys} của {name}"), "received", null);
        if (received is not { } code) return;
        await AskAsync($"/api/dossiers/{code}/completions", new { step = "B1", outcome = "Accepted" }, "B1", code);
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> AskAsync(string path, object body, string act, string? code)
    {
        var key = $"{name}-{++_keys}";
        for (var tries = 0; tries < 2_000; tries++)
        {
            if (tries == 1) AskedAgain++;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
                request.Headers.Add("Idempotency-Key", key);
                using var answer = await _client.SendAsync(request);
                switch (answer.StatusCode)
                {
                    case HttpStatusCode.Created:
                        code = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["code"]!;
                        Acknowledged.Enqueue((key, code, act));
                        return code;
                    case HttpStatusCode.NoContent:
                        Acknowledged.Enqueue((key, code!, act));
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
            if (tries > 0) await Task.Delay(20); // the program is on its way up
        }
        Refused.Enqueue($"{act}: no answer");
        return null;
    }
}
