using System.Globalization;
using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Storage;

/// <summary>Seals the days that are over, each once and for good, and reads what was sealed.</summary>
internal sealed class SealStore(FlowDatabase database)
{
    private const int AtOnce = 10_000;

    /// <summary>How long after its own time a line may still come, because a host's clock went back or its transaction took long. It then enters the next day's tree.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromDays(2);

    /// <summary>Seals the first day not yet sealed, if it is over; the very first seal takes in everything until then.</summary>
    /// <param name="until">The last day that is over.</param>
    /// <returns>The seal; null when there is nothing to seal, or another host was faster.</returns>
    public async Task<DaySeal?> SealNextAsync(DateOnly until, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return await database.InTransactionAsync(async writing =>
            {
                await writing.ListAsync(database.LockOut, _ => true, ct);
                var last = (await writing.ListAsync(new Statement("select day, root from day_seal order by day desc limit 1"), row => new { Day = row.Day(0), Root = row.Text(1) }, ct)).FirstOrDefault();
                var day = last?.Day.AddDays(1) ?? until;
                if (day > until) return null;

                var from = last is null ? DateTimeOffset.UnixEpoch : VietnamTime.At(day, TimeOnly.MinValue) - Late;
                var to = VietnamTime.At(day.AddDays(1), TimeOnly.MinValue);
                await writing.WriteAsync([.. JournalKind.All.Select(kind => Leaves(kind, day, from, to))], ct);

                var tree = new MerkleTree();
                tree.Add(DaySeal.FirstLeaf(day, last?.Root));
                for (var after = ""; ;)
                {
                    var leaves = await writing.ListAsync(
                        new Statement("select journal, number, hash from day_seal_leaf where day = $1 and journal > $2 order by journal limit $3", day, after, AtOnce),
                        row => new SealLeaf(day, row.Text(0), row.Number(1), row.Text(2)), ct);
                    foreach (var leaf in leaves) tree.Add(leaf.Text);
                    if (leaves.Count < AtOnce) break;
                    after = leaves[^1].Journal;
                }
                if (last is null && tree.Count == 1) return null; // a house in which nothing has happened yet

                var seal = new DaySeal(day, tree.Root, last?.Root, (int)tree.Count - 1, now);
                await writing.WriteAsync(
                    [new Statement("insert into day_seal (day, root, previous, leaves, sealed_at) values ($1, $2, $3, $4, $5)", seal.Day, seal.Root, seal.Previous, seal.Leaves, seal.SealedAt)], ct);
                return seal;
            }, ct);
        }
        catch (RivalException) { return null; }
    }

    public async Task<DaySeal?> FindAsync(DateOnly day, CancellationToken ct) => await database.FindAsync(
        new Statement($"select {SealColumns} from day_seal where day = $1", day), SealOf, ct);

    /// <summary>The seals, latest first.</summary>
    public async Task<IReadOnlyList<DaySeal>> LatestAsync(int most, CancellationToken ct) => await database.ListAsync(
        new Statement($"select {SealColumns} from day_seal order by day desc limit $1", most), SealOf, ct);

    /// <summary>A day's leaves, in the order of its tree.</summary>
    public async Task<IReadOnlyList<SealLeaf>> LeavesAsync(DateOnly day, CancellationToken ct) => await database.ListAsync(
        new Statement($"select {LeafColumns} from day_seal_leaf where day = $1 order by journal", day), LeafOf, ct);

    internal const string SealColumns = "day, root, previous, leaves, sealed_at";
    internal const string LeafColumns = "day, journal, number, hash";

    internal static DaySeal SealOf(Row row) => new(row.Day(0), row.Text(1), row.TextOrNull(2), row.Number(3), row.Instant(4));

    internal static SealLeaf LeafOf(Row row) => new(row.Day(0), row.Text(1), row.Number(2), row.Text(3));

    private static Statement Leaves(JournalKind kind, DateOnly day, DateTimeOffset from, DateTimeOffset to) => new(
        $"""
        insert into day_seal_leaf (journal, number, day, hash)
        select '{kind.Prefix}' || j.code, j.number, $1, j.hash
        from (select code, max(number) as number from {kind.Journal} where at >= $2 and at < $3 group by code) as last
        join {kind.Journal} j on j.code = last.code and j.number = last.number
        where j.number > coalesce((select max(l.number) from day_seal_leaf l where l.journal = '{kind.Prefix}' || j.code), 0)
        """,
        day, from, to);
}

/// <summary>A kind of journal that is chained: where its lines stand, what it is the journal of, and how its name begins in a seal.</summary>
internal sealed record JournalKind(string Journal, string Head, string Key, string Prefix)
{
    public static readonly JournalKind Dossiers = new("dossier_journal", "dossier_snapshot", "code", "dossier/"), Drafts = new("publication_journal", "draft", "id", "draft/"),
        Decisions = new("decision_journal", "decision", "id", "decision/"), Quality = new("quality_journal", "quality_head", "code", "quality/");

    /// <summary>In the order in which their names sort.</summary>
    public static IReadOnlyList<JournalKind> All { get; } = [Decisions, Dossiers, Drafts, Quality];

    /// <summary>A journal's own name, as people know it.</summary>
    public static string NameOf(string journal) => journal[(journal.IndexOf('/', StringComparison.Ordinal) + 1)..];
}

/// <summary>The seal of one day (dấu niêm phong ngày): one root over how far every journal that grew had come, chained to the day before.</summary>
/// <param name="Root">SHA-256, lower-case hexadecimal. Whoever keeps it on paper can show that nothing before it was changed.</param>
/// <param name="Previous">The root of the day before; null for the first.</param>
/// <param name="Leaves">How many journals grew that day.</param>
public sealed record DaySeal(DateOnly Day, string Root, string? Previous, int Leaves, DateTimeOffset SealedAt)
{
    /// <summary>The first leaf of a day's tree: which day, and what it is chained to.</summary>
    internal static string FirstLeaf(DateOnly day, string? previous) => string.Create(CultureInfo.InvariantCulture, $"seal\n{day:yyyy-MM-dd}\n{previous}");
}

/// <summary>One leaf of a day's tree: how far a journal had come, and the hash of that line.</summary>
internal sealed record SealLeaf(DateOnly Day, string Journal, int Number, string Hash)
{
    /// <summary>What is hashed.</summary>
    public string Text => TextOf(Journal, Number, Hash);

    public static string TextOf(string journal, int number, string hash) => string.Create(CultureInfo.InvariantCulture, $"{journal}\n{number}\n{hash}");
}
