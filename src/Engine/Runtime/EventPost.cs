using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TthcFlow.Engine.Events;

namespace TthcFlow.Engine.Runtime;

/// <summary>Posts an event to an address (gửi sự kiện): CloudEvents in structured mode, signed as messages to the webhook are. No redirection is followed, and no address inside the network reached.</summary>
/// <remarks>The address is looked up and judged where the connection is made: a name that leads elsewhere by then leads nowhere.</remarks>
internal sealed class EventPost : IDisposable
{
    /// <summary>How long the other side may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public const int ShortestSecret = 16, LongestFault = 200;

    private readonly SecretBook _secrets;
    private readonly PostReach _reach;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public EventPost(SecretBook secrets, PostReach reach, TimeProvider clock)
    {
        (_secrets, _reach, _clock) = (secrets, reach, clock);
        _client = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectCallback = ConnectAsync,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whether there is a secret of that name to sign with.</summary>
    public bool HasSecret(string name) => _secrets.Find(name) is { Length: >= ShortestSecret };

    /// <summary>Whether the address leads somewhere that may be reached.</summary>
    public async Task<bool> MayReachAsync(Uri address, CancellationToken ct)
    {
        try { return (await AllowedAsync(address.DnsSafeHost, ct)).Length > 0; }
        catch (Exception nowhere) when (nowhere is SocketException or ArgumentException) { return false; }
    }

    /// <summary>Posts it once.</summary>
    public async Task<PostAnswer> SendAsync(Subscription subscription, CloudEvent happened, CancellationToken ct)
    {
        if (_secrets.Find(subscription.Secret) is not { Length: >= ShortestSecret } secret) return new(null, "Không có khoá ký. (The secret is missing.)");
        var body = happened.ToJson();
        var timestamp = _clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(CloudEvent.MediaType) { CharSet = "utf-8" };
        request.Headers.Add("X-TthcFlow-Timestamp", timestamp);
        request.Headers.Add("X-TthcFlow-Signature", $"sha256={WebhookChannel.SignatureOf(secret, timestamp, body)}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return new((int)answer.StatusCode, answer.IsSuccessStatusCode ? null : await SaidAsync(answer, patience.Token));
        }
        catch (HttpRequestException fault) { return new(null, fault.InnerException is InternalAddressException inside ? inside.Message : $"Không kết nối được. (No connection: {fault.HttpRequestError}.)"); }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return new(null, "Không trả lời kịp. (No answer in time.)"); }
        catch (IOException) { return new(null, "Mất kết nối giữa chừng. (The connection broke.)"); }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The beginning of what the other side said; it may say much.</summary>
    private static async Task<string> SaidAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var (said, length) = (new byte[LongestFault * 4], 0);
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        while (length < said.Length && await body.ReadAsync(said.AsMemory(length), ct) is > 0 and var more) length += more;
        var text = string.Concat(Encoding.UTF8.GetString(said, 0, length).EnumerateRunes().Where(rune => rune != Rune.ReplacementChar).Select(rune => Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
        return text.Length <= LongestFault ? text : text[..(char.IsHighSurrogate(text[LongestFault - 1]) ? LongestFault - 1 : LongestFault)];
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var allowed = await AllowedAsync(context.DnsEndPoint.Host, ct);
        if (allowed is []) throw new InternalAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AllowedAsync(string host, CancellationToken ct) =>
        [.. (IPAddress.TryParse(host, out var named) ? [named] : await Dns.GetHostAddressesAsync(host, ct)).Where(address => InternalAddresses.MayReach(address, _reach))];

    private sealed class InternalAddressException() : Exception("Địa chỉ nằm trong mạng nội bộ. (The address is inside the network.)");
}

/// <summary>How a post came out.</summary>
/// <param name="Status">What the other side answered; null where it did not.</param>
/// <param name="Fault">Why it was not taken; null where it was.</param>
internal sealed record PostAnswer(int? Status, string? Fault)
{
    public bool IsTaken => Fault is null;
}
