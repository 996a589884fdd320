using System.Runtime.CompilerServices;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reads for figures. A period costs what was received in it, what was solved since it began and what is open; closed dossiers of other years are never touched.</summary>
internal sealed class ReportStore(FlowDatabase database)
{
    /// <summary>Events that make a dossier's time more than receipt and end; the index <c>report_clock</c> names the same ones, in the same words.</summary>
    internal const string ClockKinds = "('supplement-requested', 'clock-stopped', 'promise-moved', 'due-set', 'limit-changed', 'result-withdrawn', 'moved-to-version')";

    /// <summary>Received before <c>$2</c> and not solved before <c>$1</c>, seen by <c>$3</c>: three stretches of two indexes, which no dossier is in twice.</summary>
    /// <remarks>The last stretch is written as its index is, and bounded above by a day that never comes (<c>$4</c>): a plan made without knowing the values would read all years otherwise.</remarks>
    private const string InPeriod =
        $"""
        (select * from dossier where received_at >= $1 and received_at < $2 and {Scope}
         union all select * from dossier where finished_at is null and received_at < $1 and {Scope}
         union all select * from dossier where finished_at >= $1 and finished_at < $4 and coalesce(received_at, finished_at) < $1 and {Scope})
        """;

    private static readonly DateTimeOffset Never = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private const string Scope = "($3 is null or receiving = $3 or competent = $3)";

    private const string Columns = "d.code, d.procedure_code, d.version, d.receiving, d.competent, d.channel, d.received_at, d.promised_at, d.finished_at, d.ended_at, d.status";

    /// <summary>The dossiers of a period as they were known at its end. Two statements, whatever the number of dossiers: one line for each, and the journals of those whose clock was ever touched.</summary>
    /// <param name="agency">Received or decided there; null for the whole province.</param>
    public async IAsyncEnumerable<CountedDossier> CountedAsync(AgencyCode? agency, ReportPeriod period, [EnumeratorCancellation] CancellationToken ct)
    {
        Value[] values = [period.Since, period.Until, agency, Never];
        var told = new Dictionary<string, CountedDossier>(StringComparer.Ordinal);
        await foreach (var (code, journal) in JournalsAsync(
            new Statement(
                $"""
                select j.code, j.body, d.version, j.number from {InPeriod} d join dossier_journal j on j.code = d.code
                where exists (select 1 from dossier_journal k where k.code = d.code and k.kind in {ClockKinds}) and j.at < $2
                order by j.code, j.number
                """,
                values), ct))
        {
            if (CountedDossier.Of(DossierCode.Parse(code.Code), journal, period.Until) is { } counted) told[code.Code] = counted;
        }
        await foreach (var line in database.StreamAsync(new Statement($"select {Columns} from {InPeriod} d", values), Counted, ct))
            yield return told.TryGetValue(line.Code.ToString(), out var counted) ? counted : line.AsOf(period.Until);
    }

    /// <summary>The journals of the latest dossiers that were under way in a period, as far as its end; one statement.</summary>
    public IAsyncEnumerable<((string Code, string Version) Of, IReadOnlyList<DossierEvent> Journal)> JournalsAsync(
        AgencyCode? agency, ProcedureCode? procedure, ReportPeriod period, int most, CancellationToken ct) => JournalsAsync(
        new Statement(
            $"""
            select j.code, j.body, d.version, j.number
            from (select p.code, p.version from {InPeriod} p where ($5 is null or p.procedure_code = $5) order by p.received_at desc limit $6) d
            join dossier_journal j on j.code = d.code
            where j.at < $2 order by j.code, j.number
            """,
            period.Since, period.Until, agency, Never, procedure?.Value, most), ct);

    /// <summary>What was handed in before a period's end and not received by then; one statement.</summary>
    public async Task<UnreceivedCounts> UnreceivedAsync(AgencyCode? agency, ReportPeriod period, CancellationToken ct) => (await database.FindAsync(
        new Statement(
            $"""
            select (select count(*) from dossier where received_at is null and ended_at is null and submitted_at < $2 and {Scope})
                 + (select count(*) from dossier where received_at is null and ended_at >= $2 and submitted_at < $2 and {Scope})
                 + (select count(*) from dossier where received_at >= $2 and submitted_at < $2 and submitted_at is not null and {Scope}),
              (select count(*) from dossier where received_at is null and ended_at >= $1 and ended_at < $2 and status = 'declined' and {Scope})
            """,
            period.Since, period.Until, agency),
        row => new UnreceivedCounts(row.Number(0), row.Number(1)), ct))!;

    /// <summary>Open dossiers with work to do, soonest due first; one statement.</summary>
    public async Task<IReadOnlyList<OpenDossier>> OpenAsync(AgencyCode? agency, int most, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select d.code, d.version, s.snapshot from dossier d join dossier_snapshot s on s.code = d.code
            where d.received_at is not null and d.ended_at is null and d.finished_at is null and ($1 is null or d.receiving = $1 or d.competent = $1) order by d.due_at nulls last, d.code limit $2
            """,
            agency, most),
        row => new OpenDossier(DossierCode.Parse(row.Text(0)), new ContentHash(row.Text(1)), StoredJson.ReadDossier(row.Text(2))), ct);

    /// <summary>What lies open in some units now, by step and by who has it in hand; one statement.</summary>
    public async Task<IReadOnlyList<OpenLoad>> LoadAsync(IReadOnlyList<AgencyCode> places, DateTimeOffset now, CancellationToken ct) => places is [] ? [] : await database.ListAsync(
        new Statement(
            $"""
            select place, step_name, assignee, count(*), sum(case when due_at < $1 then 1 else 0 end)
            from work where place in ({string.Join(", ", places.Select((_, at) => $"${at + 2}"))})
            group by place, step_name, assignee order by 4 desc, step_name
            """,
            [now, .. places.Select(place => (Value)place)]),
        row => new OpenLoad(new AgencyCode(row.Text(0)), row.Text(1), row.TextOrNull(2) is { } id ? new OfficerId(id) : null, row.Number(3), row.Number(4)), ct);

    private async IAsyncEnumerable<((string Code, string Version) Of, IReadOnlyList<DossierEvent> Journal)> JournalsAsync(Statement statement, [EnumeratorCancellation] CancellationToken ct)
    {
        var (of, journal) = ((Code: "", Version: ""), new List<DossierEvent>());
        await foreach (var (code, body, version, number) in database.StreamAsync(statement, row => (row.Text(0), row.Text(1), row.Text(2), row.Number(3)), ct))
        {
            if (code != of.Code)
            {
                if (journal is not []) yield return (of, journal);
                (of, journal) = ((code, version), []);
            }
            if (number != journal.Count + 1) continue; // a clock went back: what was written behind a later line is told with that line
            journal.Add(StoredJson.ReadEvent(body));
        }
        if (journal is not []) yield return (of, journal);
    }

    private static CountedDossier Counted(Row row) => new(
        DossierCode.Parse(row.Text(0)), new ProcedureCode(row.Text(1)), new ContentHash(row.Text(2)), new AgencyCode(row.Text(3)), new AgencyCode(row.Text(4)),
        row.Text(5) switch { "online" => Channel.Online, "post" => Channel.Post, _ => Channel.Direct }, row.Instant(6), row.InstantOrNull(7))
    {
        SolvedAt = row.InstantOrNull(8),
        EndedAt = row.InstantOrNull(9),
        EndedAs = row.InstantOrNull(9) is null ? null : StoredJson.StatusOf(row.Text(10)),
    };
}

/// <summary>A dossier with work to do, as it stands.</summary>
internal sealed record OpenDossier(DossierCode Code, ContentHash Version, Dossier Dossier);

/// <summary>How many of a unit's steps lie with one officer (null: with nobody by name), and how many of them are past their limit.</summary>
internal sealed record OpenLoad(AgencyCode Place, string Step, OfficerId? Assignee, int Open, int Overdue);
