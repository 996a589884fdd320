namespace TthcFlow.Engine.Storage;

/// <summary>Wakes whoever waits for something to do, as soon as this program has written it (chuông báo việc). Nothing is lost where it does not ring: whoever waits looks from time to time anyway.</summary>
internal sealed class Bell
{
    private volatile TaskCompletionSource _rung = New();

    /// <summary>Everybody who waits goes on.</summary>
    public void Ring() => Interlocked.Exchange(ref _rung, New()).TrySetResult();

    /// <summary>What to await: taken before looking, it has rung if anything was written since.</summary>
    public Task Next => _rung.Task;

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
