using System.Collections.Concurrent;

namespace TthcFlow.Engine.Runtime;

/// <summary>Sessions and tokens that portals gave us (phiên làm việc, mã truy cập): each is asked for once, however many need it, and kept until it is over.</summary>
internal sealed class PassBook(TimeProvider clock)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Page> _pages = new(StringComparer.Ordinal);

    /// <summary>The pass; where there is none that holds, it is asked for. Whoever comes meanwhile gets the same answer, be it a fault.</summary>
    /// <param name="holder">Who we are, and where.</param>
    /// <param name="ask">Asks for one, and says how long it holds; null: until it is refused.</param>
    public async Task<string> OfAsync(string holder, Func<Task<(string Word, TimeSpan? Holds)>> ask, CancellationToken ct)
    {
        var page = _pages.GetOrAdd(holder, _ => new());
        Task<Pass> asking;
        lock (page)
        {
            if (page.Pass is { } pass && (pass.Until is null || clock.GetUtcNow() < pass.Until)) return pass.Word;
            asking = page.Asking ??= AskAsync(page, ask);
        }
        return (await asking.WaitAsync(ct)).Word;
    }

    /// <summary>That pass opens nothing any more. Where there is another one by now, that one stays.</summary>
    public void Lose(string holder, string word)
    {
        var page = _pages.GetOrAdd(holder, _ => new());
        lock (page)
        {
            if (page.Pass?.Word == word) page.Pass = null;
        }
    }

    private async Task<Pass> AskAsync(Page page, Func<Task<(string Word, TimeSpan? Holds)>> ask)
    {
        await Task.Yield(); // whoever asked first stands in the lock still
        Pass? pass = null;
        try
        {
            var asked = clock.GetUtcNow();
            var (word, holds) = await ask();
            // It is given back a little early: a call that takes its time must not see it end.
            return pass = new(word, holds is { } time ? asked + time - TimeSpan.FromTicks(Math.Min(LongestMargin.Ticks, time.Ticks / 10)) : null);
        }
        finally
        {
            lock (page) (page.Pass, page.Asking) = (pass, null);
        }
    }

    private sealed class Page
    {
        public Pass? Pass { get; set; }

        public Task<Pass>? Asking { get; set; }
    }

    private sealed record Pass(string Word, DateTimeOffset? Until);
}
