using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TthcFlow.Engine.Runtime;

/// <summary>Where messages are posted to, for a gateway to text messages or to another office's software.</summary>
/// <param name="Secret">Both sides know it: each message is signed with it.</param>
/// <param name="Officers">Messages to officers are posted too; else only those to applicants.</param>
public sealed record WebhookSettings(Uri Address, string Secret, bool Officers = false);

/// <summary>A webhook: one JSON document by POST for each message, signed with HMAC-SHA256, to the one configured address and no other.</summary>
/// <remarks>
/// <c>X-TthcFlow-Signature: sha256=…</c> is the HMAC, in hex, of <c>X-TthcFlow-Timestamp</c>, a full stop, and the body. <c>X-TthcFlow-Message</c> is the same for every try.
/// Any 2xx takes the message. Redirections are not followed.
/// </remarks>
internal sealed class WebhookChannel(WebhookSettings settings, TimeProvider clock) : INotificationChannel, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) }) { Timeout = TimeSpan.FromSeconds(10) };

    public string Key => "webhook";

    public bool IsHere => false;

    public string? AddressOf(MessageRecipient recipient) =>
        recipient.IsApplicant ? string.IsNullOrWhiteSpace(recipient.Phone) ? null : recipient.Phone.Trim() : settings.Officers ? recipient.Key : null;

    public async Task SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        var body = BodyOf(message);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.Add("X-TthcFlow-Message", message.Id);
        request.Headers.Add("X-TthcFlow-Timestamp", timestamp);
        request.Headers.Add("X-TthcFlow-Signature", $"sha256={SignatureOf(settings.Secret, timestamp, body)}");
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode) return;
            // The other side has read this message and will not have it; too many at once, and a time that ran out, pass.
            var isForGood = (int)answer.StatusCode is >= 400 and < 500 && answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound);
            throw new NotSentException($"HTTP {(int)answer.StatusCode}", isForGood);
        }
        catch (HttpRequestException fault) { throw new NotSentException(fault.HttpRequestError.ToString(), cause: fault); }
        catch (TaskCanceledException slow) when (!ct.IsCancellationRequested) { throw new NotSentException("The webhook did not answer in time.", cause: slow); }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What both sides compute: the HMAC-SHA256 of time, full stop and body.</summary>
    internal static string SignatureOf(string secret, string timestamp, byte[] body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body]));

    private static byte[] BodyOf(OutgoingMessage message)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("id", message.Id);
            json.WriteString("dossier", message.Code.ToString());
            json.WriteString("kind", message.Kind);
            json.WriteString("at", message.At);
            json.WriteStartObject("to");
            json.WriteString(message.IsForApplicant ? "phone" : "officer", message.Address);
            json.WriteEndObject();
            foreach (var (language, subject, said) in new[] { ("vi", message.Subject.Vi, message.Text.Vi), ("en", message.Subject.En, message.Text.En) })
            {
                json.WriteStartObject(language);
                json.WriteString("subject", subject);
                json.WriteString("text", said);
                json.WriteEndObject();
            }
            json.WriteString("path", message.Path);
            json.WriteEndObject();
        }
        return text.ToArray();
    }
}
