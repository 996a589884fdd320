using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reads what was handed in and is not received: the desk's queue, and journals for those who hold a proof of right.</summary>
internal sealed class ReceptionStore(FlowDatabase database)
{
    private const string Unreceived = "d.submitted_at is not null and d.received_at is null and ($1 is null or d.receiving = $1)";

    /// <summary>What the receiving agency has in its queue; soonest due first, closed ones latest first.</summary>
    public async Task<IReadOnlyList<QueuedDossier>> QueueAsync(AgencyCode? receiving, string condition, int most, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select d.code, s.snapshot, d.applicant, d.subject from dossier d join dossier_snapshot s on s.code = d.code
            where {Unreceived} and {condition} order by d.ended_at desc, d.answer_due_at, d.submitted_at, d.code limit $2
            """,
            receiving, most),
        row => new QueuedDossier(DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1)), row.Text(2), row.TextOrNull(3)), ct);

    /// <summary>How many stand behind each condition.</summary>
    public async Task<IReadOnlyList<int>> CountAsync(AgencyCode? receiving, IReadOnlyList<string> conditions, CancellationToken ct) =>
        (await database.FindAsync(
            new Statement($"select {string.Join(", ", conditions.Select(condition => $"count(*) filter (where {condition})"))} from dossier d where {Unreceived}", receiving),
            row => conditions.Select((_, at) => row.Number(at)).ToArray(), ct))!;

    /// <summary>The journal of a dossier for somebody who knows the identity or phone number given at intake; null otherwise.</summary>
    public Task<ProvedJournal?> JournalForProofAsync(DossierCode code, string proof, CancellationToken ct) =>
        JournalAsync("d.code = $1 and (d.identity_proof = $2 or d.phone_proof = $2)", [code, DossierStore.ProofOf(code, proof)], _ => true, ct);

    /// <summary>The journal of a dossier for somebody who holds what the hash of its first line yields; null otherwise.</summary>
    public Task<ProvedJournal?> JournalForReceiptAsync(DossierCode code, Func<string, bool> proves, CancellationToken ct) => JournalAsync("d.code = $1", [code], proves, ct);

    private async Task<ProvedJournal?> JournalAsync(string condition, Value[] values, Func<string, bool> proves, CancellationToken ct)
    {
        var rows = await database.ListAsync(
            new Statement($"select j.body, j.hash, {BookVersions.Columns} from dossier d join dossier_journal j on j.code = d.code where {condition} order by j.number", values),
            row => (Body: row.Text(0), Hash: row.Text(1), Books: BookVersions.Of(row, 2)), ct);
        return rows is [var first, ..] && proves(first.Hash) ? new([.. rows.Select(row => StoredJson.ReadEvent(row.Body))], first.Books) : null;
    }
}

/// <summary>A journal that somebody has proved a right to, with the books that are current.</summary>
internal sealed record ProvedJournal(IReadOnlyList<DossierEvent> Happened, BookVersions Books);

/// <summary>What the filters of the queue mean in SQL.</summary>
internal static class QueueConditions
{
    public const string ToAnswer = "d.ended_at is null and d.status = 'submitted'";
    public const string WithApplicant = "d.ended_at is null and d.status = 'awaiting-completion'";
    public const string Closed = "d.ended_at is not null";
}

/// <summary>A dossier of the queue as its list needs it.</summary>
internal sealed record QueuedDossier(DossierCode Code, Dossier Dossier, string Applicant, string? Subject);
