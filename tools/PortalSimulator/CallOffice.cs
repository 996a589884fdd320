using System.Globalization;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>The door of the portal: every call is counted, fails where the script says so, and is answered.</summary>
internal sealed class CallOffice(Tally tally, SimulatorSwitches switches, TimeProvider clock)
{
    /// <summary>The header that counts messages.</summary>
    public const string KeyHeader = "X-TthcFlow-Message";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private static readonly byte[] ProxysPage = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Không kết nối được máy chủ</h1></body></html>"u8.ToArray();

    /// <summary>Which calls fail now.</summary>
    public FaultScript Script { get; set; } = new(FaultPlan.None);

    /// <summary>Sessions of the bus.</summary>
    public SessionBook Sessions { get; } = new(TimeSpan.FromSeconds(switches.Session), clock);

    /// <summary>Tokens of the bus, where it asks for them.</summary>
    public SessionBook BusTokens { get; } = new(TimeSpan.FromSeconds(switches.Token), clock);

    /// <summary>Tokens of the ministry.</summary>
    public SessionBook Tokens { get; } = new(TimeSpan.FromSeconds(switches.Token), clock);

    public static string? KeyOf(HttpContext http) => http.Request.Headers[KeyHeader] is [{ Length: > 0 and <= 200 } key, ..] ? key : null;

    /// <summary>The body; null where it is no JSON.</summary>
    public static async Task<JsonDocument?> ReadAsync(HttpContext http)
    {
        try { return await JsonDocument.ParseAsync(http.Request.Body, Strict, http.RequestAborted); }
        catch (JsonException) { return null; }
    }

    public static bool HasToken(HttpContext http, SessionBook tokens) =>
        http.Request.Headers.Authorization is [{ } header] && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && tokens.IsOpen(header[7..].Trim());

    /// <summary>Gives a token for client credentials (OAuth2), or says why not.</summary>
    public async Task TokenAsync(HttpContext http, PortalFace face)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        await AnswerAsync(http, new(face, "token", KeyOf(http)), () =>
        {
            if (form["grant_type"] != "client_credentials") return Refused("unsupported_grant_type", 400);
            if (form["client_id"] != switches.Client || form["client_secret"] != switches.ClientSecret) return Refused("invalid_client", 401);
            var tokens = face is PortalFace.Bus ? BusTokens : Tokens;
            return new(PortalAnswer.Written(json =>
            {
                json.WriteStartObject();
                json.WriteString("access_token"u8, tokens.Open());
                json.WriteString("token_type"u8, "Bearer"u8);
                json.WriteNumber("expires_in"u8, (long)tokens.Lifetime.TotalSeconds);
                json.WriteEndObject();
            }));
        });

        static PortalAnswer Refused(string error, int status) => new(
            PortalAnswer.Written(json =>
            {
                json.WriteStartObject();
                json.WriteString("error"u8, error);
                json.WriteEndObject();
            }), new(error, "OAuth2"), status);
    }

    public async Task AnswerAsync(HttpContext http, PortalCall call, Func<PortalAnswer> act)
    {
        var rule = Script.Of(call);
        if (rule?.Kind is Fault.Session) (call.Face is PortalFace.Bus ? Sessions : Tokens).ExpireAll();
        PortalAnswer? answer = rule is null or { IsApplied: true } ? Acted(call, act) : null;
        PortalAnswer? no = rule?.Kind is Fault.Refuse ? PortalAnswer.Refused(call.Face, new(rule.Code, rule.Message)) : null;
        tally.Count(call, rule, answer ?? no, clock.GetUtcNow());
        try
        {
            if (rule is null || rule.Kind is Fault.Session) await SendAsync(http, answer!.Value);
            else await FailAsync(http, rule, (no ?? answer ?? PortalAnswer.Done(call.Face)));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested) { } // whoever asked has hung up
    }

    private static PortalAnswer Acted(PortalCall call, Func<PortalAnswer> act)
    {
        try { return act(); }
        catch (InvalidOperationException) { return PortalAnswer.Refused(call.Face, PortalRefusals.NotJson); } // a text that is not UTF-8 shows when it is read
    }

    private static Task SendAsync(HttpContext http, PortalAnswer answer) => SendAsync(http, answer.Body, answer.Status, "application/json; charset=utf-8");

    private static Task SendAsync(HttpContext http, byte[] body, int status, string type)
    {
        (http.Response.StatusCode, http.Response.ContentType, http.Response.ContentLength) = (status, type, body.Length);
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    private async Task FailAsync(HttpContext http, FaultRule rule, PortalAnswer answer)
    {
        switch (rule.Kind)
        {
            case Fault.Refuse:
                await SendAsync(http, answer);
                break;
            case Fault.TimeoutBefore or Fault.TimeoutAfter:
                await Task.Delay(TimeSpan.FromSeconds(rule.Seconds ?? switches.Timeout), clock, http.RequestAborted);
                http.Abort();
                break;
            case Fault.CloseBefore or Fault.CloseAfter:
                http.Abort();
                break;
            case Fault.Twice:
                await SendAsync(http, answer with { Body = [.. answer.Body, .. answer.Body] });
                break;
            case Fault.Error500:
                await SendAsync(http, "Internal Server Error"u8.ToArray(), 500, "text/plain");
                break;
            case Fault.Error503:
                http.Response.Headers.RetryAfter = ((long)Math.Ceiling(rule.Seconds ?? 5)).ToString(CultureInfo.InvariantCulture);
                await SendAsync(http, "Service Unavailable"u8.ToArray(), 503, "text/plain");
                break;
            case Fault.Slow:
                await DripAsync(http, answer, TimeSpan.FromSeconds(rule.Seconds ?? 5));
                break;
            case Fault.NotJson:
                await SendAsync(http, "error_code=0;message=Thanh cong"u8.ToArray(), 200, "application/json; charset=utf-8");
                break;
            case Fault.Html:
                await SendAsync(http, ProxysPage, 200, "text/html; charset=utf-8");
                break;
            case Fault.WrongShape:
                await SendAsync(http, """{"result":[{"ok":true}]}"""u8.ToArray(), 200, "application/json; charset=utf-8");
                break;
        }
    }

    private async Task DripAsync(HttpContext http, PortalAnswer answer, TimeSpan over)
    {
        const int Drops = 10;
        (http.Response.StatusCode, http.Response.ContentType) = (answer.Status, "application/json; charset=utf-8");
        for (var drop = 0; drop < Drops; drop++)
        {
            var (start, end) = (answer.Body.Length * drop / Drops, answer.Body.Length * (drop + 1) / Drops);
            await http.Response.Body.WriteAsync(answer.Body.AsMemory(start, end - start), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(over / Drops, clock, http.RequestAborted);
        }
    }
}
