using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>SQLite: a file with a write-ahead log. Readers come from the pool; writers queue for one connection, which keeps its statements prepared.</summary>
/// <remarks>
/// The queue only spares this process the polling that SQLite's own lock needs; between processes <c>begin immediate</c> and the busy time-out decide.
/// A commit is on disk when it returns (<c>synchronous = full</c>, SQLite's default).
/// </remarks>
internal sealed class SqliteDatabase : FlowDatabase
{
    private const int ConstraintViolation = 19;
    private static readonly int[] DuplicateKey = [1555, 2067]; // primary key, unique index

    private readonly string _connectionString;
    private readonly SemaphoreSlim _writerTurn = new(1, 1);
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private SqliteConnection? _writer;

    public SqliteDatabase(string file) =>
        _connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = true, DefaultTimeout = 30, ForeignKeys = true }.ToString();

    public override string Name => "Sqlite";

    public override Statement LockOut { get; } = new("select 1"); // begin immediate already keeps every other writer out

    public override Statement NumbersEvents { get; } = new("select 1"); // its one writer

    public override string ClaimingRows => "";

    public override string Meets(ListQuestion question, IReadOnlyList<SearchTerm> search, AgencyCode? agency)
    {
        const string behindAll = "\U0010FFFF";
        string Begins(string word) => $"l.code in (select code from dossier_word where word >= {question[word]} and word < {question[word + behindAll]})";
        string Is(string word) => $"l.code in (select code from dossier_word where word = {question[word]})";
        string Met(SearchTerm term)
        {
            var beginnings = string.Join(" and ", term.Beginnings.Select(Begins));
            return term.Exact is { } exact ? $"({beginnings} or {Is(exact)})" : beginnings;
        }
        if (search is []) return "false";
        var conditions = search.Select(Met);
        return string.Join(" and ", agency is null ? conditions : conditions.Prepend(Is(SearchKey.Agency(agency))));
    }

    public override Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct) =>
        InTransactionAsync(async writing =>
        {
            await writing.WriteAsync(statements, ct);
            return true;
        }, ct);

    public override async Task<T> InTransactionAsync<T>(Func<Writing, Task<T>> work, CancellationToken ct)
    {
        await _writerTurn.WaitAsync(ct);
        try
        {
            _writer ??= OpenWriter();
            Execute(new Statement("begin immediate"));
            var trail = Faults?.Begin();
            T answer;
            try
            {
                answer = await work(new SqliteWriting(this, trail));
                trail?.BeforeCommit();
                Execute(new Statement("commit"));
            }
            catch (Exception failure)
            {
                RollBack();
                if (failure is SqliteException { SqliteErrorCode: ConstraintViolation } rival && IsRival(rival)) throw new RivalException(failure);
                throw;
            }
            trail?.AfterCommit();
            return answer;
        }
        finally { _writerTurn.Release(); }
    }

    private static bool IsRival(SqliteException failure) =>
        DuplicateKey.Contains(failure.SqliteExtendedErrorCode)
        || failure.Message.Contains("dossier_snapshot.hash", StringComparison.Ordinal) // the next hash found another one than the last
        || failure.Message.Contains("portal_lane.fence", StringComparison.Ordinal); // somebody else has the lane

    public override async Task<DatabaseCopy> CopyAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync(ct);
        return new SqliteCopy(connection);
    }

    public override async ValueTask DisposeAsync()
    {
        await _writerTurn.WaitAsync();
        foreach (var command in _prepared.Values) await command.DisposeAsync();
        _prepared.Clear();
        if (_writer is not null)
        {
            SqliteConnection.ClearPool(_writer);
            await _writer.DisposeAsync();
        }
        _writerTurn.Dispose();
    }

    protected override async ValueTask<DbConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new SqliteConnection(_connectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    protected override DbCommand Command(DbConnection connection, Statement statement)
    {
        var command = ((SqliteConnection)connection).CreateCommand();
        command.CommandText = statement.Sql;
        for (var at = 0; at < statement.Values.Length; at++) command.Parameters.Add(new SqliteParameter(NameOf(at), Stored(statement.Values[at])));
        return command;
    }

    protected override Row RowOf(DbDataReader reader) => new(reader, instantsAreNumbers: true);

    protected override bool WasUndone(Exception failure) => failure is RivalException or SqliteException;

    private SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = "pragma journal_mode = wal; pragma busy_timeout = 30000;";
        settings.ExecuteNonQuery();
        return connection;
    }

    private SqliteCommand Prepared(Statement statement)
    {
        if (!_prepared.TryGetValue(statement.Sql, out var command))
        {
            command = (SqliteCommand)Command(_writer!, statement);
            _prepared.Add(statement.Sql, command);
        }
        for (var at = 0; at < statement.Values.Length; at++) command.Parameters[at].Value = Stored(statement.Values[at]);
        return command;
    }

    /// <summary>Where SQLite has rolled back by itself (a full disk, a failing one), there is nothing left to undo; the failure itself is what must be told.</summary>
    private void RollBack()
    {
        try { Execute(new Statement("rollback")); }
        catch (SqliteException) { }
    }

    private void Execute(Statement statement) => Prepared(statement).ExecuteNonQuery();

    private static string NameOf(int at) => string.Create(CultureInfo.InvariantCulture, $"${at + 1}");

    private static object Stored(Value value) => value.Content switch
    {
        null => DBNull.Value,
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var content => content,
    };

    private sealed class SqliteWriting(SqliteDatabase database, FaultTrail? trail) : Writing
    {
        public override Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct)
        {
            foreach (var statement in statements)
            {
                trail?.Before(statement);
                database.Execute(statement);
                trail?.After(statement);
            }
            return Task.CompletedTask;
        }

        public override async Task RunAsync(string script, CancellationToken ct)
        {
            await using var command = database._writer!.CreateCommand();
            command.CommandText = script;
            await command.ExecuteNonQueryAsync(ct);
        }

        public override async Task<List<T>> ListAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct)
        {
            trail?.Before(statement);
            var rows = new List<T>();
            await using (var reader = await database.Prepared(statement).ExecuteReaderAsync(ct))
                while (await reader.ReadAsync(ct)) rows.Add(read(database.RowOf(reader)));
            trail?.After(statement);
            return rows;
        }
    }
}
