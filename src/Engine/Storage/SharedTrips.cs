namespace TthcFlow.Engine.Storage;

/// <summary>Lets those who come while others are under way go together with the next (đi chung chuyến): nobody waits for company, and where there is a queue nobody goes alone.</summary>
/// <param name="lanes">How many trips may be under way at once.</param>
/// <param name="seats">How many go together at most.</param>
/// <param name="travel">Takes a group there and tells each of them how it went; throws nothing. It runs in the context of the first of them: their trace shows it.</param>
internal sealed class SharedTrips<T>(int lanes, int seats, Func<IReadOnlyList<T>, Task> travel)
{
    private readonly Lock _gate = new();
    private readonly Queue<(T Passenger, ExecutionContext? Context)> _waiting = new();
    private int _underWay;

    /// <summary>Goes at once where a lane is free, else with the next trip.</summary>
    public void Board(T passenger)
    {
        lock (_gate)
        {
            _waiting.Enqueue((passenger, ExecutionContext.Capture()));
            if (_underWay == lanes) return;
            _underWay++;
        }
        // A lane is nobody's own: it takes no time of whoever opened it, and knows nothing of their request.
        ThreadPool.UnsafeQueueUserWorkItem(static trips => _ = trips.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (Next() is var (group, context)) await GoAsync(group, context);
    }

    private Task GoAsync(List<T> group, ExecutionContext? context)
    {
        if (context is null) return travel(group);
        var trip = Task.CompletedTask;
        ExecutionContext.Run(context, _ => trip = travel(group), null);
        return trip;
    }

    private (List<T> Group, ExecutionContext? Context)? Next()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _underWay--;
                return null;
            }
            var (group, context) = (new List<T>(Math.Min(seats, _waiting.Count)), _waiting.Peek().Context);
            while (group.Count < seats && _waiting.TryDequeue(out var next)) group.Add(next.Passenger);
            return (group, context);
        }
    }
}
