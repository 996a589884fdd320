using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace TthcFlow.Engine.Storage;

/// <summary>SQLite read in one transaction (with a write-ahead log, nobody waits for it), and filled in one.</summary>
internal sealed class SqliteCopy(SqliteConnection connection) : DatabaseCopy
{
    private List<(string Name, string Sql)> _triggers = [];
    private bool _fromOtherKind;

    public override string Kind => "Sqlite";

    public override Task<IReadOnlyList<CopiedTable>> TablesAsync(CancellationToken ct)
    {
        // Plain tables only: what a virtual table keeps beneath it is its own affair.
        var names = List("select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite!_%' escape '!'", row => row.GetString(0));
        var tables = names.Select(name => new CopiedTable(
            name, List($"select name, lower(type) from pragma_table_xinfo('{name}') where hidden = 0 order by cid", row => new CopiedColumn(row.GetString(0), row.GetString(1)))));
        var references = names.SelectMany(name => List($"select \"table\" from pragma_foreign_key_list('{name}')", row => (name, row.GetString(0)))).ToList();
        return Task.FromResult(Sorted([.. tables], references));
    }

    public override Task BeginReadingAsync(CancellationToken ct)
    {
        Run("begin");
        _ = List("select count(*) from sqlite_schema", row => row.GetInt64(0)); // the first read is the moment
        return Task.CompletedTask;
    }

    public override async IAsyncEnumerable<object?[]> ReadAsync(CopiedTable table, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select {Names(table)} from \"{table.Name}\"";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[table.Columns.Count];
            reader.GetValues(row!);
            yield return row;
        }
    }

    public override async Task BeginWritingAsync(bool fromOtherKind, CancellationToken ct)
    {
        _fromOtherKind = fromOtherKind;
        Run("pragma journal_mode = wal");
        Run("begin immediate");
        Run("pragma defer_foreign_keys = on");
        if (!fromOtherKind)
        {
            _triggers = List("select name, sql from sqlite_schema where type = 'trigger'", row => (row.GetString(0), row.GetString(1)));
            foreach (var (name, _) in _triggers) Run($"drop trigger \"{name}\"");
        }
        foreach (var table in (await TablesAsync(ct)).Reverse().Where(IsCarried)) Run($"delete from \"{table.Name}\"");
    }

    public override async Task<long> WriteAsync(CopiedTable table, IAsyncEnumerable<JsonElement[]> rows, CancellationToken ct)
    {
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"insert into \"{table.Name}\" ({Names(table)}) values ({string.Join(", ", table.Columns.Select((_, at) => $"${at + 1}"))}){(_fromOtherKind ? " on conflict do nothing" : "")}";
        for (var at = 0; at < table.Columns.Count; at++) insert.Parameters.Add(new SqliteParameter(string.Create(CultureInfo.InvariantCulture, $"${at + 1}"), DBNull.Value));
        var count = 0L;
        await foreach (var row in rows.WithCancellation(ct))
        {
            for (var at = 0; at < row.Length; at++) insert.Parameters[at].Value = Stored(row[at], table.Columns[at].Type);
            await insert.ExecuteNonQueryAsync(ct);
            count++;
        }
        return count;
    }

    public override Task CommitAsync(CancellationToken ct)
    {
        foreach (var (_, sql) in _triggers) Run(sql);
        Run("commit");
        Run("analyze");
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => connection.DisposeAsync(); // what was not committed is gone with it

    private static string Names(CopiedTable table) => string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));

    private static object Stored(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Null => DBNull.Value,
        JsonValueKind.True => 1L,
        JsonValueKind.False => 0L,
        JsonValueKind.Number => value.TryGetInt64(out var number) ? number : value.GetDouble(),
        JsonValueKind.Object => value.GetProperty("b64").GetBytesFromBase64(),
        _ when type == "integer" => DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(),
        _ => value.GetString()!,
    };

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private List<T> List<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
