using System.Globalization;
using Quartz;

namespace TthcFlow.Engine.Runtime;

/// <summary>Work that a beat sets going (việc chạy nền). Quartz only beats time: what there is to do stands in the database.</summary>
public abstract class Sweep : IJob
{
    /// <summary>Does everything that there is to do now.</summary>
    /// <returns>How much was done; each sweep says of what.</returns>
    public abstract Task<int> RunOnceAsync(CancellationToken ct);

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        context.Result = (await RunOnceAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);
}
