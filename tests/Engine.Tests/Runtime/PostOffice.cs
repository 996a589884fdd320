using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A letter as the mail server got it.</summary>
internal sealed record Letter(string From, string To, string MessageId, string Subject, string Text);

/// <summary>A mail server inside the test: it speaks SMTP over a real socket, and refuses what a test tells it to.</summary>
internal sealed partial class MailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<Letter> _letters = new();
    private readonly Task _open;

    public MailServer()
    {
        _listener.Start();
        _open = ListenAsync();
    }

    /// <summary>What every recipient is answered with; null: 250.</summary>
    public string? Refusal { get; set; }

    public IReadOnlyList<Letter> Letters => [.. _letters];

    public MailSettings Settings => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port, "Một cửa <motcua@tinh.gov.vn>", Encrypted: false);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _open;
        _closing.Dispose();
    }

    private async Task ListenAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true) talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
        }
        catch (Exception closed) when (closed is OperationCanceledException or SocketException or ObjectDisposedException) { }
        await Task.WhenAll(talks);
    }

    private async Task TalkAsync(TcpClient caller)
    {
        using var _ = caller;
        try
        {
            await using var stream = caller.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            await using var writer = new StreamWriter(stream, new ASCIIEncoding()) { NewLine = "\r\n", AutoFlush = true };
            var (from, to) = ("", "");
            await writer.WriteLineAsync("220 post office");
            while (await reader.ReadLineAsync(_closing.Token) is { } line)
            {
                switch (line.Split(' ', ':')[0].ToUpperInvariant())
                {
                    case "EHLO" or "HELO": await writer.WriteLineAsync("250 welcome"); break;
                    case "MAIL": from = Bracketed(line); await writer.WriteLineAsync("250 ok"); break;
                    case "RCPT": to = Bracketed(line); await writer.WriteLineAsync(Refusal?.Replace("{to}", to, StringComparison.Ordinal) ?? "250 ok"); break;
                    case "DATA":
                        await writer.WriteLineAsync("354 go on");
                        var lines = new List<string>();
                        while (await reader.ReadLineAsync(_closing.Token) is { } part && part != ".") lines.Add(part);
                        _letters.Enqueue(LetterOf(from, to, lines));
                        await writer.WriteLineAsync("250 taken");
                        break;
                    case "QUIT": await writer.WriteLineAsync("221 bye"); return;
                    default: await writer.WriteLineAsync("250 ok"); break;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException) { }
    }

    private static string Bracketed(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];

    private static Letter LetterOf(string from, string to, List<string> lines)
    {
        var blank = lines.IndexOf("");
        string Head(string name)
        {
            var at = lines.FindIndex(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));
            var value = lines[at][(name.Length + 1)..].Trim();
            for (at++; lines[at] is [' ' or '\t', ..] more; at++) value += more.Trim();
            return value;
        }
        return new(from, to, Head("Message-ID"), Decoded(Head("Subject")), Encoding.UTF8.GetString(Convert.FromBase64String(string.Concat(lines.Skip(blank + 1)))));
    }

    // Encoded words: =?utf-8?B?…?=, one after another.
    private static string Decoded(string head) => EncodedWord().Matches(head) is { Count: > 0 } words
        ? Encoding.UTF8.GetString([.. words.SelectMany(word => Convert.FromBase64String(word.Groups[1].Value))])
        : head;

    [GeneratedRegex(@"=\?utf-8\?B\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();
}

/// <summary>What was posted to a webhook: its headers by name, and the body.</summary>
internal sealed record Posted(IReadOnlyDictionary<string, string> Heads, string Path, byte[] Body);

/// <summary>A web server inside the test, with one answer for everything.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<Posted> _posted = new();
    private readonly Task _open;

    public WebServer()
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

    public int Answer { get; set; } = 204;

    /// <summary>What each call is answered; null: <see cref="Answer"/>.</summary>
    public Func<Posted, int>? Answering { get; set; }

    /// <summary>What is said with the answer.</summary>
    public string Saying { get; set; } = "";

    public IReadOnlyList<Posted> Posted => [.. _posted];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _open;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var call = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await call.Request.InputStream.CopyToAsync(body);
                var posted = new Posted(call.Request.Headers.AllKeys.OfType<string>().ToDictionary(key => key, key => call.Request.Headers[key]!, StringComparer.OrdinalIgnoreCase), call.Request.Url!.AbsolutePath, body.ToArray());
                _posted.Enqueue(posted);
                call.Response.StatusCode = Answering?.Invoke(posted) ?? Answer;
                if (Answer is 302) call.Response.RedirectLocation = new Uri(Address, "elsewhere").ToString();
                if (Saying.Length > 0 && call.Response.StatusCode != 204) await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Saying));
                call.Response.Close();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException) { }
    }
}
