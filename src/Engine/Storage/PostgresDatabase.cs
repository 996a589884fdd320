using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>PostgreSQL: pooled connections, statements prepared once per connection, a list of writes as one batch in its implicit transaction.</summary>
internal sealed partial class PostgresDatabase : FlowDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly ConcurrentDictionary<string, string> _together = new(StringComparer.Ordinal);
    private readonly SharedTrips<SharedRead> _reads;

    public PostgresDatabase(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0) (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages) = (128, 2);
        settings.NoResetOnClose = true; // no statement of ours leaves anything in a session; resetting would cost half a dozen statements each time
        _source = NpgsqlDataSource.Create(settings);
        _reads = new(Lanes, Seats, ReadGroupAsync);
    }

    public override string Name => "Postgres";

    public override Statement LockOut { get; } = new("select pg_advisory_xact_lock(7210)");

    public override Statement NumbersEvents { get; } = new("select pg_try_advisory_xact_lock(7211)");

    public override string ClaimingRows => "for update skip locked";

    public override async Task<List<T>> ListFreshAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using var batch = connection.CreateBatch();
        // Holds until the batch's implicit transaction ends, so that the plan is made for these values and no other statement pays for it.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('plan_cache_mode', 'force_custom_plan', true)"));
        batch.BatchCommands.Add(Commanded(statement));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(RowOf(reader)));
        return rows;
    }

    public override Task<List<T>> ListSharedAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var asked = new SharedRead<T>(statement, read);
        _reads.Board(asked);
        return asked.Done.Task;
    }

    public override string Meets(ListQuestion question, IReadOnlyList<SearchTerm> search, AgencyCode? agency) => search is [] ? "false"
        : $"l.words @@ cast({question[string.Join(" & ", search.Select(term => Term(term, $"{agency?.Value}/")))]} as tsquery)";

    /// <summary>Words stand in the index once for each agency, so that a common name among the whole province's is not read to find an agency's few.</summary>
    private static string Term(SearchTerm term, string scope)
    {
        // Words and agencies hold letters, digits and our own marks: nothing that would have to be escaped.
        var beginnings = string.Join(" & ", term.Beginnings.Select(word => $"'{scope}{word}':*"));
        return term.Exact is { } exact ? $"({beginnings} | '{scope}{exact}')" : beginnings;
    }

    /// <summary>One statement with the others as its <c>with</c> parts: what the server does for each statement besides its work, it does once.</summary>
    public override IReadOnlyList<Statement> Together(IReadOnlyList<Statement> apart)
    {
        if (apart.Count < 2 || Faults is not null) return apart;
        var sql = _together.GetOrAdd(string.Join('\n', apart.Select(statement => statement.Sql)), static (_, apart) => Joined(apart), apart);
        return [new Statement(sql, [.. apart.SelectMany(statement => statement.Values)])];
    }

    private static string Joined(IReadOnlyList<Statement> apart)
    {
        var (texts, before) = (new List<string>(), 0);
        foreach (var statement in apart)
        {
            var shift = before;
            texts.Add(Numbered().Replace(statement.Sql, number => string.Create(CultureInfo.InvariantCulture, $"${int.Parse(number.ValueSpan[1..], CultureInfo.InvariantCulture) + shift}")));
            before += statement.Values.Length;
        }
        // The server carries out the statement itself, then its parts from the last to the first: named backwards, they are done in the order of the list, and rivals take their locks in one order.
        return $"with {string.Join(", ", texts.Skip(1).Select((text, at) => string.Create(CultureInfo.InvariantCulture, $"part_{at} as ({text})")).Reverse())} {texts[0]}";
    }

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Numbered();

    public override async Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        if (Faults is not null)
        {
            await InTransactionAsync(async writing =>
            {
                await writing.WriteAsync(statements, ct);
                return true;
            }, ct);
            return;
        }
        await using var connection = await _source.OpenConnectionAsync(ct);
        await RunAsync(connection, statements, ct);
    }

    public override async Task<T> InTransactionAsync<T>(Func<Writing, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            var trail = Faults?.Begin();
            var answer = await work(new PostgresWriting(this, connection, trail));
            trail?.BeforeCommit();
            await transaction.CommitAsync(ct);
            trail?.AfterCommit();
            return answer;
        }
        catch (PostgresException rival) when (IsRival(rival)) { throw new RivalException(rival); }
    }

    public override async Task<DatabaseCopy> CopyAsync(CancellationToken ct) => new PostgresCopy(await _source.OpenConnectionAsync(ct));

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken ct) => await _source.OpenConnectionAsync(ct);

    protected override DbCommand Command(DbConnection connection, Statement statement)
    {
        var command = ((NpgsqlConnection)connection).CreateCommand();
        command.CommandText = statement.Sql;
        foreach (var value in statement.Values) command.Parameters.Add(Parameter(value));
        return command;
    }

    protected override Row RowOf(DbDataReader reader) => new(reader, instantsAreNumbers: false);

    protected override bool WasUndone(Exception failure) =>
        failure is RivalException || failure is PostgresException said && said.SqlState[..2] is not ("08" or "57"); // cut off, nobody knows how far it came

    private async Task ReadGroupAsync(IReadOnlyList<SharedRead> group)
    {
        var read = 0;
        try
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var batch = connection.CreateBatch();
            foreach (var asked in group) batch.BatchCommands.Add(Commanded(asked.Statement));
            await using var reader = await batch.ExecuteReaderAsync();
            for (; read < group.Count; read++)
            {
                if (read > 0) await reader.NextResultAsync();
                await group[read].ReadAsync(this, reader);
            }
        }
        catch (Exception failure) when (group.Count == 1) { group[0].Fail(failure); }
        catch (Exception)
        {
            foreach (var asked in group.Skip(read)) await ReadGroupAsync([asked]); // one of them; each finds out by itself
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, IReadOnlyList<Statement> statements, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        foreach (var statement in statements) batch.BatchCommands.Add(Commanded(statement));
        try { await batch.ExecuteNonQueryAsync(ct); }
        catch (PostgresException rival) when (IsRival(rival)) { throw new RivalException(rival); }
    }

    private static NpgsqlBatchCommand Commanded(Statement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var value in statement.Values) command.Parameters.Add(Parameter(value));
        return command;
    }

    private static bool IsRival(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        || failure is { SqlState: PostgresErrorCodes.NotNullViolation, TableName: "dossier_snapshot" or "portal_lane" }; // the next hash found another one than the last; somebody else has the lane

    private static NpgsqlParameter Parameter(Value value) => new()
    {
        Value = value.Content ?? DBNull.Value,
        NpgsqlDbType = value.Kind switch
        {
            ValueKind.Text => NpgsqlDbType.Text,
            ValueKind.Number => NpgsqlDbType.Integer,
            ValueKind.Flag => NpgsqlDbType.Boolean,
            ValueKind.Instant => NpgsqlDbType.TimestampTz,
            _ => NpgsqlDbType.Date,
        },
    };

    private abstract class SharedRead(Statement statement)
    {
        public Statement Statement { get; } = statement;

        public abstract Task ReadAsync(PostgresDatabase database, NpgsqlDataReader reader);

        public abstract void Fail(Exception failure);
    }

    private sealed class SharedRead<T>(Statement statement, Func<Row, T> read) : SharedRead(statement)
    {
        public TaskCompletionSource<List<T>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task ReadAsync(PostgresDatabase database, NpgsqlDataReader reader)
        {
            var (rows, fault) = (new List<T>(), (Exception?)null);
            while (await reader.ReadAsync())
                try { rows.Add(read(database.RowOf(reader))); }
                catch (Exception failure) { fault ??= failure; } // what this row says is nobody else's affair
            if (fault is null) Done.SetResult(rows);
            else Done.SetException(fault);
        }

        public override void Fail(Exception failure) => Done.SetException(failure);
    }

    private sealed class PostgresWriting(PostgresDatabase database, NpgsqlConnection connection, FaultTrail? trail) : Writing
    {
        public override async Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct)
        {
            if (trail is null)
            {
                await PostgresDatabase.RunAsync(connection, statements, ct);
                return;
            }
            foreach (var statement in statements)
            {
                trail.Before(statement);
                await PostgresDatabase.RunAsync(connection, [statement], ct);
                trail.After(statement);
            }
        }

        public override async Task RunAsync(string script, CancellationToken ct)
        {
            await using var command = new NpgsqlCommand(script, connection);
            await command.ExecuteNonQueryAsync(ct);
        }

        public override async Task<List<T>> ListAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct)
        {
            trail?.Before(statement);
            var rows = new List<T>();
            await using (var command = database.Command(connection, statement))
            {
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) rows.Add(read(database.RowOf(reader)));
            }
            trail?.After(statement);
            return rows;
        }
    }
}
