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
            select d.code, d.snapshot, d.applicant, d.subject from dossier d
            where {Unreceived} and {condition} order by d.ended_at desc, d.answer_due_at, d.submitted_at, d.code limit $2
            """,
            receiving, most),
        row => new QueuedDossier(DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1)), row.Text(2), row.TextOrNull(3)), ct);

    /// <summary>How many stand behind each condition.</summary>
    public async Task<IReadOnlyList<int>> CountAsync(AgencyCode? receiving, IReadOnlyList<string> conditions, CancellationToken ct) =>
        (await database.FindAsync(
            new Statement($"select {string.Join(", ", conditions.Select(condition => $"count(*) filter (where {condition})"))} from dossier d where {Unreceived}", receiving),
            row => conditions.Select((_, at) => row.Number(at)).ToArray(), ct))!;

    /// <summary>The journal of a dossier for somebody who knows the identity or phone number given at intake; empty otherwise.</summary>
    public async Task<IReadOnlyList<DossierEvent>> JournalForProofAsync(DossierCode code, string proof, CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select j.body from dossier d join dossier_journal j on j.code = d.code
            where d.code = $1 and (d.identity_proof = $2 or d.phone_proof = $2) order by j.number
            """,
            code, DossierStore.ProofOf(code, proof)),
        row => StoredJson.ReadEvent(row.Text(0)), ct);

    /// <summary>The hash of the journal's first line; null where there is no such dossier.</summary>
    public Task<string?> FirstHashAsync(DossierCode code, CancellationToken ct) =>
        database.FindAsync(new Statement("select hash from dossier_journal where code = $1 and number = 1", code), row => row.Text(0), ct);

    /// <summary>The whole journal. Whoever asks has proved a right to it.</summary>
    public async Task<IReadOnlyList<DossierEvent>> JournalAsync(DossierCode code, CancellationToken ct) => await database.ListAsync(
        new Statement("select body from dossier_journal where code = $1 order by number", code), row => StoredJson.ReadEvent(row.Text(0)), ct);
}

/// <summary>What the filters of the queue mean in SQL.</summary>
internal static class QueueConditions
{
    public const string ToAnswer = "d.ended_at is null and d.status = 'submitted'";
    public const string WithApplicant = "d.ended_at is null and d.status = 'awaiting-completion'";
    public const string Closed = "d.ended_at is not null";
}

/// <summary>A dossier of the queue as its list needs it.</summary>
internal sealed record QueuedDossier(DossierCode Code, Dossier Dossier, string Applicant, string? Subject);
