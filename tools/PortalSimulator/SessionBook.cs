using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace TthcFlow.PortalSimulator;

/// <summary>Sessions or tokens given out, each until it expires (phiên làm việc, mã truy cập).</summary>
internal sealed class SessionBook(TimeSpan lifetime, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _open = new(StringComparer.Ordinal);

    public TimeSpan Lifetime => lifetime;

    public string Open()
    {
        var session = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _open[session] = clock.GetUtcNow() + lifetime;
        return session;
    }

    public bool IsOpen(string? session) => session is not null && _open.TryGetValue(session, out var until) && clock.GetUtcNow() < until;

    public void ExpireAll() => _open.Clear();
}
