namespace TthcFlow.Engine.Definitions;

/// <summary>A walk over a drawing, depth first (duyệt theo chiều sâu): every step is met once, and finished when all that lies ahead of it is. Without recursion: a process may be ten thousand steps long.</summary>
/// <param name="steps">How many steps there are.</param>
/// <param name="ahead">The ways out of a step, in the order they are gone down.</param>
/// <param name="to">The step a way leads to.</param>
/// <param name="back">Told of every way that leads back into the way at hand: the step it leaves, and the way.</param>
internal sealed class DepthFirst<TWay>(int steps, Func<int, IReadOnlyList<TWay>> ahead, Func<TWay, int> to, Action<int, TWay>? back = null)
{
    private const byte UnderWay = 1, Finished = 2;

    private readonly byte[] _state = new byte[steps];
    private readonly Stack<(int Step, IReadOnlyList<TWay> Ahead, int Next)> _way = new();

    public bool HasMet(int step) => _state[step] != 0;

    /// <summary>Goes down from a step.</summary>
    /// <returns>The steps met on the way, as they were finished: the first one stands last. None where it was met before.</returns>
    public List<int> From(int first)
    {
        var finished = new List<int>();
        if (HasMet(first)) return finished;
        Enter(first);
        while (_way.TryPop(out var at))
        {
            if (at.Next == at.Ahead.Count)
            {
                _state[at.Step] = Finished;
                finished.Add(at.Step);
                continue;
            }
            _way.Push(at with { Next = at.Next + 1 });
            var way = at.Ahead[at.Next];
            if (!HasMet(to(way))) Enter(to(way));
            else if (_state[to(way)] == UnderWay) back?.Invoke(at.Step, way);
        }
        return finished;
    }

    private void Enter(int step)
    {
        _state[step] = UnderWay;
        _way.Push((step, ahead(step), 0));
    }
}
