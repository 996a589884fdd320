using System.Text.Json;

namespace TthcFlow.Engine.Storage;

/// <summary>Carries every row out of a database and into another, of the same kind or the other: what the two do differently when they are copied stands in the two classes below this one.</summary>
/// <remarks>
/// A value travels as JSON: text, number, true or false, nothing, an instant as ISO 8601 with its microseconds, bytes as <c>{"b64":…}</c>. What SQLite keeps as numbers
/// (instants in Unix milliseconds, truth as 0 and 1) travels as numbers; whoever writes knows the type of its own column.
/// </remarks>
internal abstract class DatabaseCopy : IAsyncDisposable
{
    /// <summary>The numbers of the scripts that made the tables: told in the manifest, and never carried as rows.</summary>
    public const string Schema = "schema_version";

    /// <summary>"Postgres" or "Sqlite".</summary>
    public abstract string Kind { get; }

    /// <summary>The tables in an order in which none comes before one it refers to.</summary>
    public abstract Task<IReadOnlyList<CopiedTable>> TablesAsync(CancellationToken ct);

    /// <summary>Begins to read: from here on everything is as it was at one moment, while others go on writing.</summary>
    public abstract Task BeginReadingAsync(CancellationToken ct);

    public abstract IAsyncEnumerable<object?[]> ReadAsync(CopiedTable table, CancellationToken ct);

    /// <summary>Begins to write, all or nothing, in a database that was just made. What its making put there (the key of its digests) gives way to what is carried.</summary>
    /// <param name="fromOtherKind">The rows come from the other kind of database: tables that triggers keep are then filled by those.</param>
    public abstract Task BeginWritingAsync(bool fromOtherKind, CancellationToken ct);

    /// <returns>How many rows there were.</returns>
    public abstract Task<long> WriteAsync(CopiedTable table, IAsyncEnumerable<JsonElement[]> rows, CancellationToken ct);

    public abstract Task CommitAsync(CancellationToken ct);

    public abstract ValueTask DisposeAsync();

    protected static bool IsCarried(CopiedTable table) => table.Name != Schema;

    /// <summary>Tables sorted so that what is referred to comes first; the order of the names decides where nothing else does.</summary>
    protected static IReadOnlyList<CopiedTable> Sorted(IEnumerable<CopiedTable> tables, IReadOnlyCollection<(string From, string To)> references)
    {
        var (left, sorted) = (tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList(), new List<CopiedTable>());
        while (left.Count > 0)
        {
            var next = left.Find(table => !references.Any(reference => reference.From == table.Name && reference.To != table.Name && left.Exists(other => other.Name == reference.To)))
                ?? throw new InvalidOperationException("Tables refer to each other in a circle.");
            left.Remove(next);
            sorted.Add(next);
        }
        return sorted;
    }

    /// <summary>A value as it travels.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case long number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case short number: json.WriteNumberValue(number); break;
            case double number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case DateTime instant: json.WriteStringValue(instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture)); break;
            case DateOnly day: json.WriteStringValue(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)); break;
            case byte[] bytes:
                json.WriteStartObject();
                json.WriteBase64String("b64", bytes);
                json.WriteEndObject();
                break;
            default: throw new NotSupportedException($"A column of type {value.GetType().Name} cannot be carried.");
        }
    }
}

/// <summary>A table with the columns that hold something of their own; computed ones are left out.</summary>
internal sealed record CopiedTable(string Name, IReadOnlyList<CopiedColumn> Columns);

/// <summary>A column and its type, in the database's own word.</summary>
internal sealed record CopiedColumn(string Name, string Type);
