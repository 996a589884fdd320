using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>The database under the engine. SQL is written once for both; what PostgreSQL and SQLite do differently stands in the two classes below this one.</summary>
internal abstract class FlowDatabase : IAsyncDisposable
{
    /// <summary>Trips to the database that may be under way at once for those who share them: enough to keep processors busy while one waits for the disk, few enough to have company.</summary>
    protected static readonly int Lanes = Math.Clamp(Environment.ProcessorCount + 1, 2, 8);

    /// <summary>How many share a trip at most.</summary>
    protected const int Seats = 16;

    private readonly SharedTrips<SharedWrite> _writes;

    protected FlowDatabase() => _writes = new(Lanes, Seats, WriteGroupAsync);

    /// <summary>The folder of <c>Migrations</c> with this database's scripts.</summary>
    public abstract string Name { get; }

    /// <summary>What makes a second host wait while one upgrades the schema, publishes a version or makes the first account; held to the end of the transaction.</summary>
    public abstract Statement LockOut { get; }

    /// <summary>Answers whether this host is the one that gives numbers to events now; held to the end of the transaction. Nobody waits for it.</summary>
    public abstract Statement NumbersEvents { get; }

    /// <summary>The end of a query that claims rows so that a rival passes over them.</summary>
    public abstract string ClaimingRows { get; }

    /// <summary>Where a drill lets something break; null in daily work.</summary>
    public FaultPoints? Faults { get; set; }

    /// <summary>A read of rows, one round trip.</summary>
    public virtual async IAsyncEnumerable<T> StreamAsync<T>(Statement statement, Func<Row, T> read, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var command = Command(connection, statement);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return read(RowOf(reader));
    }

    /// <inheritdoc cref="StreamAsync"/>
    public async Task<List<T>> ListAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct)
    {
        var rows = new List<T>();
        await foreach (var row in StreamAsync(statement, read, ct)) rows.Add(row);
        return rows;
    }

    /// <summary>A read that is planned for its values each time: for lists, where one agency has ten dossiers and the next a hundred thousand.</summary>
    public virtual Task<List<T>> ListFreshAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) => ListAsync(statement, read, ct);

    /// <summary>The condition that the dossier <c>l</c> meets every term of a search and may be seen by the agency (null: by those of the whole province), by this database's index of words.</summary>
    public abstract string Meets(ListQuestion question, IReadOnlyList<SearchTerm> search, AgencyCode? agency);

    /// <summary>The one row of a read, or null.</summary>
    public async Task<T?> FindAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) where T : class =>
        (await ListAsync(statement, read, ct)) is [var row, ..] ? row : null;

    /// <summary>Statements of which none reads or writes what another writes, as this database takes them best: where it can, as one.</summary>
    public virtual IReadOnlyList<Statement> Together(IReadOnlyList<Statement> apart) => apart;

    /// <summary>Everything or nothing, in one round trip. A rival who took a key first makes this throw <see cref="RivalException"/>.</summary>
    public abstract Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct);

    /// <summary>Everything or nothing, in one round trip and one commit that may be shared with others who write at the same time about other things; each is told how its own went.</summary>
    /// <param name="about">Whoever writes about the same thing does not share.</param>
    public Task WriteSharedAsync(string about, IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested(); // later it may be on its way with others
        if (Faults is not null) return WriteAsync(statements, ct);
        var write = new SharedWrite(about, statements);
        _writes.Board(write);
        return write.Done.Task;
    }

    /// <summary>A read that may share its round trip with others.</summary>
    public virtual Task<List<T>> ListSharedAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) => ListAsync(statement, read, ct);

    /// <summary>Everything or nothing, where a later statement needs an earlier one's answer. Throws <see cref="RivalException"/> as above.</summary>
    public abstract Task<T> InTransactionAsync<T>(Func<Writing, Task<T>> work, CancellationToken ct);

    /// <summary>A connection of its own for carrying all rows out or in.</summary>
    public abstract Task<DatabaseCopy> CopyAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<DbConnection> OpenAsync(CancellationToken ct);

    protected abstract DbCommand Command(DbConnection connection, Statement statement);

    protected abstract Row RowOf(DbDataReader reader);

    /// <summary>Whether a write that ended so has certainly left nothing behind.</summary>
    protected abstract bool WasUndone(Exception failure);

    private async Task WriteGroupAsync(IReadOnlyList<SharedWrite> group)
    {
        // In one order, so that rivals wait and do not lock each other out.
        var together = group.DistinctBy(write => write.About).OrderBy(write => write.About, StringComparer.Ordinal).ToList();
        var alone = group.Except(together).ToList();
        try
        {
            await WriteAsync(together is [var only] ? only.Statements : [.. together.SelectMany(write => write.Statements)], CancellationToken.None);
            together.ForEach(write => write.Done.SetResult());
        }
        catch (Exception failure) when (together.Count > 1 && WasUndone(failure)) { alone = [.. together, .. alone]; } // one of them; each finds out by itself
        catch (Exception failure) { together.ForEach(write => write.Done.SetException(failure)); }
        foreach (var write in alone)
        {
            try
            {
                await WriteAsync(write.Statements, CancellationToken.None);
                write.Done.SetResult();
            }
            catch (Exception failure) { write.Done.SetException(failure); }
        }
    }

    private sealed record SharedWrite(string About, IReadOnlyList<Statement> Statements)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A transaction under way.</summary>
internal abstract class Writing
{
    /// <summary>Runs statements in order, in one round trip.</summary>
    public abstract Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct);

    /// <summary>Runs a script of many statements without values.</summary>
    public abstract Task RunAsync(string script, CancellationToken ct);

    /// <summary>Runs one statement that answers with rows.</summary>
    public abstract Task<List<T>> ListAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct);
}

/// <summary>SQL with its values; <c>$1</c> is the first.</summary>
internal sealed class Statement(string sql, params Value[] values)
{
    public string Sql { get; } = sql;

    public Value[] Values { get; } = values;
}

/// <summary>A value on its way into the database. Knows its type even when it is null, so that prepared statements stay prepared.</summary>
internal readonly record struct Value(object? Content, ValueKind Kind)
{
    /// <summary>A text without zero characters: PostgreSQL takes none, and nobody types one.</summary>
    public static implicit operator Value(string? text) => new(text?.Contains('\0') is true ? text.Replace("\0", "", StringComparison.Ordinal) : text, ValueKind.Text);

    public static implicit operator Value(int number) => new(number, ValueKind.Number);

    public static implicit operator Value(int? number) => new(number, ValueKind.Number);

    public static implicit operator Value(bool flag) => new(flag, ValueKind.Flag);

    public static implicit operator Value(DateTimeOffset instant) => new(instant, ValueKind.Instant);

    public static implicit operator Value(DateTimeOffset? instant) => new(instant, ValueKind.Instant);

    public static implicit operator Value(DateOnly day) => new(day, ValueKind.Day);

    public static implicit operator Value(DateOnly? day) => new(day, ValueKind.Day);

    public static implicit operator Value(DossierCode code) => code.ToString();

    public static implicit operator Value(AgencyCode? code) => code?.Value;

    public static implicit operator Value(OfficerId? id) => id?.Value;
}

internal enum ValueKind
{
    Text,
    Number,
    Flag,
    Instant,
    Day,
}

/// <summary>One row of an answer, by column.</summary>
internal readonly struct Row(DbDataReader reader, bool instantsAreNumbers)
{
    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public int Number(int column) => reader.GetInt32(column);

    public int? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);

    public bool Flag(int column) => reader.GetBoolean(column);

    public DateTimeOffset Instant(int column) => instantsAreNumbers
        ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column))
        : reader.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();

    public DateTimeOffset? InstantOrNull(int column) => reader.IsDBNull(column) ? null : Instant(column);

    public DateOnly Day(int column) => instantsAreNumbers
        ? DateOnly.ParseExact(reader.GetString(column), "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : reader.GetFieldValue<DateOnly>(column);

    public DateOnly? DayOrNull(int column) => reader.IsDBNull(column) ? null : Day(column);
}

/// <summary>Somebody else wrote the same key first: the reader's picture is old.</summary>
internal sealed class RivalException(Exception? cause = null) : Exception("Somebody else wrote first.", cause);
