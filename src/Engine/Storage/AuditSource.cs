using System.Runtime.CompilerServices;

namespace TthcFlow.Engine.Storage;

/// <summary>Where an audit reads: the database, or a folder that was exported from one.</summary>
internal interface IAuditSource
{
    /// <summary>Journal lines, each journal's in a row and in order; journals by name. A file without a line gives one without a number.</summary>
    IAsyncEnumerable<AuditLine> LinesAsync(AuditScope scope, CancellationToken ct);

    /// <summary>All seals, earliest first.</summary>
    Task<IReadOnlyList<DaySeal>> SealsAsync(CancellationToken ct);

    /// <summary>Leaves of seals, by day, then journal.</summary>
    IAsyncEnumerable<SealLeaf> LeavesAsync(AuditScope scope, CancellationToken ct);
}

/// <summary>What is looked at: one journal, the journals of one sealed day, or everything.</summary>
internal sealed record AuditScope(string? Journal, DateOnly? Day)
{
    public static AuditScope All { get; } = new(null, null);

    public static AuditScope Of(DateOnly day) => new(null, day);

    public static AuditScope Of(string journal) => new(journal, null);
}

/// <summary>A journal line with all that must agree with it: the file's length and last hash, its snapshot and open work (told with line 1), the seal over the line.</summary>
internal sealed record AuditLine(
    string Journal, int? Length = null, string? Head = null, int? Number = null, string? Body = null, string? Hash = null,
    string? Snapshot = null, string? Work = null, DateOnly? SealedOn = null, string? SealedHash = null)
{
    /// <summary>One open step in <see cref="Work"/>.</summary>
    public static string WorkOf(string step, int run, string? assignee) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step} {run} {assignee}");
}

/// <summary>The audit's reading of a database. One query per kind of journal, so that each answer is of one moment while others write.</summary>
internal sealed class DatabaseAudit(FlowDatabase database) : IAuditSource
{
    public async IAsyncEnumerable<AuditLine> LinesAsync(AuditScope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var kind in JournalKind.All)
        {
            if (scope.Journal?.StartsWith(kind.Prefix, StringComparison.Ordinal) == false) continue;
            await foreach (var line in database.StreamAsync(Lines(kind, scope), LineOf, ct)) yield return line;
        }
    }

    public async Task<IReadOnlyList<DaySeal>> SealsAsync(CancellationToken ct) =>
        await database.ListAsync(new Statement($"select {SealStore.SealColumns} from day_seal order by day"), SealStore.SealOf, ct);

    public IAsyncEnumerable<SealLeaf> LeavesAsync(AuditScope scope, CancellationToken ct)
    {
        var select = $"select {SealStore.LeafColumns} from day_seal_leaf";
        return database.StreamAsync(
            scope.Journal is { } journal ? new Statement($"{select} where journal = $1 order by day", journal)
            : scope.Day is { } day ? new Statement($"{select} where day = $1 order by journal", day)
            : new Statement($"{select} order by day, journal"),
            SealStore.LeafOf, ct);
    }

    private static Statement Lines(JournalKind kind, AuditScope scope)
    {
        // What is one line for a dossier's snapshot would be wasted on a draft's: only dossiers are replayed.
        var isDossier = kind == JournalKind.Dossiers;
        string Chosen(string column) =>
            scope.Journal is not null ? $"where {column} = $1"
            : scope.Day is not null ? $"where {column} in (select substr(journal, {kind.Prefix.Length + 1}) from day_seal_leaf where day = $1 and journal >= '{kind.Prefix}' and journal < '{kind.Prefix[..^1]}0')"
            : "";
        Value[] values = scope.Journal is { } journal ? [JournalKind.NameOf(journal)] : scope.Day is { } day ? [day] : [];
        // A full join also shows a head whose lines are gone, and lines whose head is gone.
        return new Statement(
            $"""
            select '{kind.Prefix}' || coalesce(h.code, j.code), h.length, h.hash, j.number, j.body, j.hash,
              {(isDossier ? "case when j.number = 1 then h.snapshot end" : "null")},
              {(isDossier ? "case when j.number = 1 then (select string_agg(w.step || ' ' || w.run || ' ' || coalesce(w.assignee, ''), '\n') from work w where w.code = h.code) end" : "null")},
              l.day, l.hash
            from (select {kind.Key} as code, length, hash{(isDossier ? ", snapshot" : "")} from {kind.Head} {Chosen(kind.Key)}) h
            full join (select code, number, body, hash from {kind.Journal} {Chosen("code")}) j on j.code = h.code
            left join day_seal_leaf l on l.journal = '{kind.Prefix}' || j.code and l.number = j.number
            order by coalesce(h.code, j.code), j.number
            """.Replace("\\n", "\n", StringComparison.Ordinal),
            values);
    }

    private static AuditLine LineOf(Row row) => new(
        row.Text(0), row.NumberOrNull(1), row.TextOrNull(2), row.NumberOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7), row.DayOrNull(8), row.TextOrNull(9));
}
