using System.Globalization;
using System.Threading.RateLimiting;
using TthcFlow.Engine.Portal;

namespace TthcFlow.Api.Access;

/// <summary>How much a registered system may send in a minute, and how often one address may come with a wrong proof. Each host counts for itself.</summary>
internal sealed class SystemLimits(int triesPerMinute) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<ConnectedSystem> _messages = PartitionedRateLimiter.Create<ConnectedSystem, string>(system => RateLimitPartition.GetFixedWindowLimiter(
        string.Create(CultureInfo.InvariantCulture, $"{system.Key} {system.PerMinute}"), _ => new FixedWindowRateLimiterOptions { PermitLimit = system.PerMinute, Window = Window }));

    private readonly PartitionedRateLimiter<HttpContext> _tries = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
        TryLimits.Neighbourhood(context.Connection.RemoteIpAddress), _ => new FixedWindowRateLimiterOptions { PermitLimit = triesPerMinute, Window = Window }));

    /// <summary>One message more of a system that has shown who it is.</summary>
    public bool Takes(ConnectedSystem system)
    {
        using var lease = _messages.AttemptAcquire(system);
        return lease.IsAcquired;
    }

    /// <summary>Whether the address may still try.</summary>
    public bool MayTry(HttpContext context)
    {
        using var lease = _tries.AttemptAcquire(context, 0);
        return lease.IsAcquired;
    }

    /// <summary>The address came with a wrong proof.</summary>
    public void Count(HttpContext context) => _tries.AttemptAcquire(context).Dispose();

    public void Dispose()
    {
        _messages.Dispose();
        _tries.Dispose();
    }
}
