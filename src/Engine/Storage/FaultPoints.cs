using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TthcFlow.Engine.Storage;

/// <summary>Named places in the write path at which a drill lets something break (điểm gây lỗi khi diễn tập). Nobody has one in daily work, and then it costs nothing.</summary>
/// <remarks>
/// Points name themselves: <c>before insert dossier_journal</c>, <c>after update dossier</c>, <c>before commit dossier_journal</c>; a new table brings its own. While points are watched,
/// statements of a transaction go one by one, so that each can be stopped between.
/// </remarks>
internal sealed partial class FaultPoints
{
    private readonly ConcurrentDictionary<string, int> _passed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Point, int Passing), FaultKind> _armed = new();
    private int _fired;

    /// <summary>How often each point was passed since the last <see cref="Arm"/>.</summary>
    public IReadOnlyDictionary<string, int> Passed => _passed;

    /// <summary>How many faults were let loose.</summary>
    public int Fired => Volatile.Read(ref _fired);

    /// <summary>Reads <c>before commit dossier_journal@3=kill; after insert outbox@1=throw</c>; null for nothing to watch.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static FaultPoints? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var points = new FaultPoints();
        foreach (var one in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Written().Match(one) is not { Success: true } read) throw new FormatException($"No fault point: {one}.");
            points._armed[(read.Groups[1].Value, int.Parse(read.Groups[2].ValueSpan, CultureInfo.InvariantCulture))] = read.Groups[3].Value == "kill" ? FaultKind.Kill : FaultKind.Throw;
        }
        return points;
    }

    /// <summary>Lets something break when a point is passed for the n-th time from now on.</summary>
    public void Arm(string point, int passing, FaultKind kind)
    {
        _passed.Clear();
        _armed.Clear();
        _armed[(point, passing)] = kind;
    }

    /// <summary>From now on everything holds, and passings are counted anew.</summary>
    public void Disarm()
    {
        _passed.Clear();
        _armed.Clear();
    }

    public void Pass(string point)
    {
        var passing = _passed.AddOrUpdate(point, 1, (_, before) => before + 1);
        if (!_armed.TryRemove((point, passing), out var kind)) return;
        Interlocked.Increment(ref _fired);
        if (kind is FaultKind.Kill)
        {
            // As the power goes: nothing is flushed, nobody is asked.
            using var self = Process.GetCurrentProcess();
            self.Kill();
            self.WaitForExit();
        }
        throw new FaultException(point);
    }

    /// <summary>A transaction under watch.</summary>
    public FaultTrail Begin() => new(this);

    /// <summary>What a statement does to which table; null where it only reads.</summary>
    internal static string? NameOf(Statement statement) =>
        Act().Match(statement.Sql) is { Success: true } act ? $"{act.Groups[1].Value.Split(' ')[0].ToLowerInvariant()} {act.Groups[2].Value}" : null;

    [GeneratedRegex(@"^\s*(insert into|update|delete from)\s+(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Act();

    [GeneratedRegex(@"^(.+)@([1-9]\d{0,8})=(kill|throw)$")]
    private static partial Regex Written();
}

/// <summary>One transaction's way past the points.</summary>
internal sealed class FaultTrail(FaultPoints points)
{
    private string? _first;

    public void Before(Statement statement)
    {
        if (FaultPoints.NameOf(statement) is not { } name) return;
        if (_first is null || name == "insert dossier_journal") _first = name;
        points.Pass($"before {name}");
    }

    public void After(Statement statement)
    {
        if (FaultPoints.NameOf(statement) is { } name) points.Pass($"after {name}");
    }

    public void BeforeCommit() => Commit("before");

    public void AfterCommit() => Commit("after");

    // Named after what the transaction is about, so that a point in the life of a dossier is not passed by somebody who signs in.
    private void Commit(string when)
    {
        if (_first is not null) points.Pass($"{when} commit {_first[(_first.IndexOf(' ', StringComparison.Ordinal) + 1)..]}");
    }
}

/// <summary>What happens at a point.</summary>
internal enum FaultKind
{
    Throw,
    Kill,
}

/// <summary>A drill let this break.</summary>
internal sealed class FaultException(string point) : Exception($"Fault point: {point}.");
