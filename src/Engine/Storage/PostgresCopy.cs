using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace TthcFlow.Engine.Storage;

/// <summary>PostgreSQL read in one repeatable-read transaction, and filled by <c>COPY</c>. Needs no tool of the server's.</summary>
internal sealed class PostgresCopy(NpgsqlConnection connection) : DatabaseCopy
{
    private NpgsqlTransaction? _transaction;
    private bool _fromOtherKind;

    public override string Kind => "Postgres";

    public override async Task<IReadOnlyList<CopiedTable>> TablesAsync(CancellationToken ct)
    {
        var columns = await ListAsync(
            """
            select c.table_name, c.column_name, c.udt_name
            from information_schema.columns c join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
            where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
            order by c.table_name, c.ordinal_position
            """, row => (Table: row.GetString(0), Column: new CopiedColumn(row.GetString(1), row.GetString(2))), ct);
        var references = await ListAsync(
            """
            select a.relname, b.relname from pg_constraint f join pg_class a on a.oid = f.conrelid join pg_class b on b.oid = f.confrelid
            where f.contype = 'f' and f.connamespace = current_schema()::regnamespace
            """, row => (row.GetString(0), row.GetString(1)), ct);
        return Sorted(columns.GroupBy(each => each.Table).Select(table => new CopiedTable(table.Key, [.. table.Select(each => each.Column)])), references);
    }

    public override async Task BeginReadingAsync(CancellationToken ct)
    {
        _transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        await RunAsync("set transaction read only", ct);
    }

    public override async IAsyncEnumerable<object?[]> ReadAsync(CopiedTable table, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {Names(table)} from \"{table.Name}\"", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, ct);
        while (await reader.ReadAsync(ct))
        {
            var row = new object?[table.Columns.Count];
            for (var at = 0; at < row.Length; at++)
                row[at] = reader.IsDBNull(at) ? null : table.Columns[at].Type == "date" ? reader.GetFieldValue<DateOnly>(at) : reader.GetValue(at);
            yield return row;
        }
    }

    public override async Task BeginWritingAsync(bool fromOtherKind, CancellationToken ct)
    {
        _fromOtherKind = fromOtherKind;
        _transaction = await connection.BeginTransactionAsync(ct);
        var tables = await TablesAsync(ct);
        if (!fromOtherKind)
            foreach (var table in tables) await RunAsync($"alter table \"{table.Name}\" disable trigger user", ct);
        foreach (var table in tables.Reverse().Where(IsCarried)) await RunAsync($"delete from \"{table.Name}\"", ct);
    }

    public override async Task<long> WriteAsync(CopiedTable table, IAsyncEnumerable<JsonElement[]> rows, CancellationToken ct)
    {
        var into = _fromOtherKind ? "carried" : table.Name;
        if (_fromOtherKind) await RunAsync($"create temporary table carried on commit drop as select {Names(table)} from \"{table.Name}\" limit 0", ct);
        var count = 0L;
        await using (var copy = await connection.BeginTextImportAsync($"copy \"{into}\" ({Names(table)}) from stdin", ct))
        {
            var line = new StringBuilder();
            await foreach (var row in rows.WithCancellation(ct))
            {
                line.Clear();
                for (var at = 0; at < table.Columns.Count; at++)
                {
                    if (at > 0) line.Append('\t');
                    Append(line, row[at], table.Columns[at].Type);
                }
                await copy.WriteAsync(line.Append('\n').ToString().AsMemory(), ct);
                count++;
            }
        }
        if (_fromOtherKind)
        {
            await RunAsync($"insert into \"{table.Name}\" ({Names(table)}) overriding system value select {Names(table)} from carried on conflict do nothing", ct);
            await RunAsync("drop table carried", ct);
        }
        return count;
    }

    public override async Task CommitAsync(CancellationToken ct)
    {
        foreach (var table in await TablesAsync(ct))
        {
            if (!_fromOtherKind) await RunAsync($"alter table \"{table.Name}\" enable trigger user", ct);
            foreach (var column in table.Columns) // numbers that the database gives go on after the last one
                if (await ListAsync($"select pg_get_serial_sequence('\"{table.Name}\"', '{column.Name}')", row => row.IsDBNull(0) ? null : row.GetString(0), ct) is [{ } sequence])
                    await RunAsync($"select setval('{sequence}', (select coalesce(max(\"{column.Name}\"), 0) + 1 from \"{table.Name}\"), false)", ct);
        }
        await _transaction!.CommitAsync(ct);
        await RunAsync("analyze", ct);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_transaction is not null) await _transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static string Names(CopiedTable table) => string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));

    /// <summary>A value in the text form of <c>COPY</c>.</summary>
    private static void Append(StringBuilder line, JsonElement value, string type)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: line.Append("\\N"); break;
            case JsonValueKind.True: line.Append('t'); break;
            case JsonValueKind.False: line.Append('f'); break;
            case JsonValueKind.Number when type == "bool": line.Append(value.GetInt64() == 0 ? 'f' : 't'); break;
            case JsonValueKind.Number when type == "timestamptz":
                line.Append(DateTimeOffset.FromUnixTimeMilliseconds(value.GetInt64()).ToString("yyyy-MM-dd HH:mm:ss.fff'+00'", CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number: line.Append(value.GetRawText()); break;
            case JsonValueKind.Object: line.Append("\\\\x").Append(Convert.ToHexStringLower(value.GetProperty("b64").GetBytesFromBase64())); break;
            default:
                foreach (var letter in value.GetString()!)
                    _ = letter switch
                    {
                        '\\' => line.Append("\\\\"),
                        '\t' => line.Append("\\t"),
                        '\n' => line.Append("\\n"),
                        '\r' => line.Append("\\r"),
                        _ => line.Append(letter),
                    };
                break;
        }
    }

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }
}
