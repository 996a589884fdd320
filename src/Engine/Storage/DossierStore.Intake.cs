using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

// What follows in the database from what happens at the desk: the acceptance window on the work list, and the register after a correction.
internal sealed partial class DossierStore
{
    /// <summary>What the journal says of the applicant and the papers by now; null where there is no such dossier.</summary>
    public async Task<Particulars?> ParticularsAsync(DossierCode code, CancellationToken ct) => ParticularsToday.Of(await database.ListAsync(
        new Statement(
            "select body from dossier_journal where code = $1 and kind in ('handed-in', 'received', 'completion-received', 'corrected') order by number", code),
        row => StoredJson.ReadEvent(row.Text(0)), ct));

    /// <summary>What the register is searched by, after a correction. Whoever else may see the dossier by now is read first: a line added meanwhile makes the commit fail anyway.</summary>
    private async ValueTask<IReadOnlyList<Statement>> CorrectedAsync(DossierCode code, DossierEntry entry, CancellationToken ct)
    {
        if (entry.Events.OfType<DossierEvent.Corrected>().LastOrDefault() is not { } corrected) return [];
        _numbers ??= await PersonNumbers.OfAsync(database, ct);
        var agencies = await database.ListAsync(new Statement("select agency from dossier_agency where code = $1", code), row => new AgencyCode(row.Text(0)), ct);
        return
        [
            new Statement(
                "update dossier set applicant = $2, subject = $3, search_key = $4, identity_proof = $5, phone_proof = $6, applicant_order = $7 where code = $1",
                [code, .. SearchedBy(code, corrected.After, _numbers, agencies)]),
        ];
    }

    private static IEnumerable<Statement> AtTheDesk(DossierCode code, DossierEntry entry)
    {
        if (entry.Events.OfType<DossierEvent.HandedIn>().FirstOrDefault() is { Origin: { } origin })
            yield return new Statement("insert into foreign_code (system, foreign_code, code) values ($1, $2, $3)", origin.System, origin.Code, code);
        if (entry.After.SubmittedAt is not null && entry.Events.OfType<DossierEvent.Received>().FirstOrDefault() is { } accepted)
        {
            yield return new Statement(
                "update dossier set version = $2, received_at = $3, promised_at = $4 where code = $1",
                code, accepted.Version.Value, accepted.At, accepted.PromisedAt);
            yield return new Statement("update dossier_agency set received_at = $2 where code = $1", code, accepted.At);
        }
        if (entry.After.Acceptance is not { } window || !entry.Events.Any(ConcernsTheWindow)) yield break;

        // One row while the desk's answer is awaited, none while it is not; a window that began anew is another one. It has no place: lists show it in the queue instead.
        var clock = entry.Clocks.Acceptance;
        yield return new Statement("update dossier set answer_due_at = $2 where code = $1", code, clock?.DueAt);
        yield return new Statement("delete from work where code = $1 and step = $2", code, AcceptanceWindow.Key.Value);
        if (clock is null) yield break;
        yield return new Statement(
            """
            insert into work (code, step, run, step_name, place, position, assignee, opened_at, due_at, remind_at, remind_kind)
            values ($1, $2, $3, $4, null, null, null, $5, $6, $7, $8)
            """,
            code, AcceptanceWindow.Key.Value, window.Run, WindowName, window.From, clock.DueAt, clock.Next?.At, clock.Next?.Kind.ToString());
    }

    /// <summary>What the window is called on work lists.</summary>
    private const string WindowName = "Tiếp nhận hồ sơ trực tuyến";

    private static bool ConcernsTheWindow(DossierEvent happened) => happened is DossierEvent.HandedIn or DossierEvent.CompletionAsked or DossierEvent.CompletionReceived
        or DossierEvent.UpFrontFeePaid or DossierEvent.SubmissionWithdrawn or DossierEvent.Declined or DossierEvent.Received
        || happened is DossierEvent.Reminded reminded && reminded.Step == AcceptanceWindow.Key;

    /// <summary>Writes the window's due time anew where the calendar changed.</summary>
    private static IEnumerable<Statement> WindowRescheduled(DossierFile file, DossierClocks clocks)
    {
        if (file.Dossier.Acceptance is not { } window || clocks.Acceptance is not { } clock) yield break;
        yield return new Statement($"update dossier set answer_due_at = $3 where code = $1 and {AsOpened("$1", "$2")}", file.Code, file.Length, clock.DueAt);
        yield return new Statement(
            $"""
            update work set due_at = $5, remind_at = $6, remind_kind = $7
            where code = $1 and step = $2 and run = $3 and {AsOpened("$1", "$4")}
            """,
            file.Code, AcceptanceWindow.Key.Value, window.Run, file.Length, clock.DueAt, clock.Next?.At, clock.Next?.Kind.ToString());
    }
}
