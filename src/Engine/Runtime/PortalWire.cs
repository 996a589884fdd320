using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Portal;

namespace TthcFlow.Engine.Runtime;

/// <summary>The way to portals (đường truyền): one document there, one back. Whatever is no proper answer says nothing about the message, and is told as silence.</summary>
internal sealed partial class PortalWire(SecretBook secrets, PassBook passes) : IDisposable
{
    /// <summary>Larger answers are not read, in bytes.</summary>
    public const int LargestAnswer = 1024 * 1024;

    private const int LongestReason = 500, Unauthorized = 401;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What of a message is personal: where a portal repeats it in a no, it is not kept.</summary>
    private static readonly string[] Personal = ["ChuHoSo", "SoDinhDanh", "Email", "SoDienThoai", "TrichYeuHoSo", "GhiChu", "NoiDung"];

    private readonly ConcurrentDictionary<string, HttpClient> _lines = new(StringComparer.Ordinal);

    /// <exception cref="PortalFault">There is no such secret.</exception>
    public string SecretOf(string name) => secrets.Find(name) ?? throw new PortalFault($"Thiếu bí mật “{name}”. (The secret “{name}” is missing.)", PortalFaultKind.Misconfigured);

    public static Uri AddressOf(PortalConnection connection, string rest) => new($"{connection.Address.AbsoluteUri.TrimEnd('/')}/{rest}");

    /// <summary>Sends a call under our token, where the portal asks for one; a token that it no longer knows is asked for anew, once.</summary>
    /// <returns>What it answered: a JSON object, or that it does not know us (HTTP 401).</returns>
    /// <exception cref="PortalFault">That was no answer.</exception>
    public async Task<PortalReply> PostAsync(PortalConnection connection, PortalCall call, CancellationToken ct)
    {
        if (connection.TokenAddress is null) return await SendAsync(connection, call, null, ct);
        var token = await TokenAsync(connection, ct);
        var reply = await SendAsync(connection, call, token, ct);
        if (reply.Status != Unauthorized) return reply;
        passes.Lose(HolderOf(connection), token);
        return await SendAsync(connection, call, await TokenAsync(connection, ct), ct);
    }

    public void Dispose()
    {
        foreach (var line in _lines.Values) line.Dispose();
    }

    public static HttpContent BodyOf(JsonNode said)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(said.ToJsonString(Plain)));
        body.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        return body;
    }

    /// <summary>What a value says, be it a text or a number; null where it says neither.</summary>
    public static string? TextOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    /// <summary>Whether everything that we said stands in what they have; they may have more.</summary>
    public static bool Holds(JsonNode? theirs, JsonNode? ours) => (theirs, ours) switch
    {
        (JsonObject has, JsonObject said) => said.All(member => Holds(has[member.Key], member.Value)),
        (JsonArray has, JsonArray said) => has.Count == said.Count && has.Zip(said, Holds).All(holds => holds),
        _ => TextOf(ours) is { } text && TextOf(theirs) == text,
    };

    /// <summary>It is a no: its code and words, without what is personal.</summary>
    /// <param name="told">What it was told.</param>
    public static PortalFault Refusal(string code, string? words, JsonObject? told) => new(Bared($"{code}: {words}", told), PortalFaultKind.Refused);

    public static PortalFault NoAnswer(int status = 200) => new(
        status is >= 200 and < 300 ? "Câu trả lời không đúng quy cách. (That was no proper answer.)" : string.Create(CultureInfo.InvariantCulture, $"HTTP {status}"), PortalFaultKind.Unreachable);

    /// <summary>Words of a portal, without what we told it of people, and without long numbers and addresses of any kind.</summary>
    public static string Bared(string words, JsonObject? told, string? secret = null)
    {
        if (words.Length > 2 * LongestReason) words = words[..(2 * LongestReason)];
        if (secret is not null) words = words.Replace(secret, "…", StringComparison.Ordinal);
        foreach (var personal in PersonalIn(told)) words = words.Replace(personal, "…", StringComparison.OrdinalIgnoreCase);
        words = string.Concat(NumberOrAddress().Replace(words, "…").Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return words.Length <= LongestReason ? words : $"{words[..(LongestReason - 1)]}…";
    }

    private static IEnumerable<string> PersonalIn(JsonNode? told) => told switch
    {
        JsonObject item => item.SelectMany(member => Personal.Contains(member.Key) && TextOf(member.Value) is { Length: > 1 } said ? [said] : PersonalIn(member.Value)),
        JsonArray list => list.SelectMany(PersonalIn),
        _ => [],
    };

    private static string HolderOf(PortalConnection connection) => $"token {connection.Key} {connection.TokenAddress} {connection.Client}";

    private Task<string> TokenAsync(PortalConnection connection, CancellationToken ct) => passes.OfAsync(
        HolderOf(connection),
        async () =>
        {
            var secret = SecretOf(connection.ClientSecret!);
            var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = connection.Client!, ["client_secret"] = secret };
            var reply = await SendAsync(connection, new(connection.TokenAddress!, () => new FormUrlEncodedContent(form)), null, CancellationToken.None);
            if (reply.Status is 400 or Unauthorized or 403)
                throw new PortalFault(Bared($"Không được cấp mã truy cập: {TextOf(reply.Body["error"])}. (No token was given.)", null, secret), PortalFaultKind.Misconfigured);
            if (reply.Status is < 200 or >= 300 || TextOf(reply.Body["access_token"]) is not { Length: > 0 } token) throw NoAnswer(reply.Status);
            TimeSpan? holds = int.TryParse(TextOf(reply.Body["expires_in"]), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
            return (token, holds);
        },
        ct);

    private async Task<PortalReply> SendAsync(PortalConnection connection, PortalCall call, string? token, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, call.Address) { Content = call.Body() };
        if (call.Message is { } message) request.Headers.Add("X-TthcFlow-Message", message);
        if (call.Destination is { } destination) request.Headers.Add("dstcode", destination);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ct);
        late.CancelAfter(TimeSpan.FromSeconds(connection.Timeout));
        try
        {
            using var answer = await LineOf(connection).SendAsync(request, late.Token);
            return ReplyOf((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(late.Token));
        }
        catch (HttpRequestException fault) { throw new PortalFault($"Không kết nối được: {fault.HttpRequestError}. (No connection.)", PortalFaultKind.Unreachable, fault); }
        catch (IOException fault) { throw new PortalFault("Kết nối bị ngắt. (The connection broke.)", PortalFaultKind.Unreachable, fault); }
        catch (OperationCanceledException slow) when (!ct.IsCancellationRequested)
        {
            throw new PortalFault(string.Create(CultureInfo.InvariantCulture, $"Không trả lời trong {connection.Timeout} giây. (No answer in {connection.Timeout} seconds.)"), PortalFaultKind.Unreachable, slow);
        }
    }

    /// <remarks>What a receiver answers is its own affair, but a no comes with a document that says so: a bare status is the word of something in between.</remarks>
    private static PortalReply ReplyOf(int status, byte[] body)
    {
        if (status is >= 500 or 429 or 408 or (>= 300 and < 400)) throw NoAnswer(status);
        return Read(body) is { } read ? new(status, read) : status is Unauthorized ? new(status, []) : throw NoAnswer(status);
    }

    private static JsonObject? Read(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(Encoding.UTF8.Preamble)) body = body[Encoding.UTF8.Preamble.Length..];
        try { return JsonNode.Parse(body, documentOptions: Strict) is JsonObject read && IsReadable(read) ? read : null; }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException) { return null; }
    }

    /// <summary>Texts are decoded when they are looked at: one that is no Unicode must show here.</summary>
    private static bool IsReadable(JsonNode? node) => node switch
    {
        JsonObject item => item.All(member => IsReadable(member.Value)),
        JsonArray list => list.All(IsReadable),
        _ => node?.GetValueKind() is not JsonValueKind.String || node.GetValue<string>() is not null,
    };

    private HttpClient LineOf(PortalConnection connection) => _lines.GetOrAdd($"{connection.Key} {connection.Address}", _ => new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer });

    [GeneratedRegex(@"[0-9]{9,}|[^\s@]+@[^\s@]+")]
    private static partial Regex NumberOrAddress();
}

/// <summary>A call of a portal's service.</summary>
/// <param name="Body">Makes up what is sent, for each try anew.</param>
internal sealed record PortalCall(Uri Address, Func<HttpContent> Body)
{
    /// <summary>Which message it carries; the same for every try.</summary>
    public string? Message { get; init; }

    /// <summary>The receiver, where the bus wants it said outside the address too.</summary>
    public string? Destination { get; init; }
}

/// <summary>A portal's answer: a document, and the status it came under.</summary>
internal sealed record PortalReply(int Status, JsonObject Body);
