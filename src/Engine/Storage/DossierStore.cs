using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Opens a dossier's file in one round trip, or none where it is still at hand, and adds to it in one.</summary>
internal sealed partial class DossierStore(FlowDatabase database)
{
    /// <summary>Rings when something was written that others are to be told.</summary>
    public Bell? Bell { get; init; }

    /// <summary>Rings when something happened that has no number in the feed of events yet.</summary>
    public Bell? Happened { get; init; }

    private readonly FilesAtHand _atHand = new();
    private PersonNumbers? _numbers; // the key stays what it is for as long as the database lives

    /// <summary>The dossier as this program last left it; somebody else may have added to it since, which a commit finds out. Null where it is not at hand.</summary>
    public DossierOpening? AtHand(DossierCode code) => _atHand.Find(code);

    /// <summary>What a command needs, and nothing else: the snapshot, which books are current, and whether this command was carried out before.</summary>
    public async Task<DossierOpening> OpenAsync(DossierCode? code, CommandMark? mark, CancellationToken ct) =>
        (await database.ListSharedAsync(
            new Statement(
                $"""
                select d.length, d.hash, d.snapshot, d.line, i.command, i.code, i.length, {BookVersions.Columns}
                from (select 1 as one) as here
                left join dossier_snapshot d on d.code = $1
                left join idempotency i on i.officer = $2 and i.key = $3
                """,
                code?.ToString(), mark?.Officer, mark?.Key),
            row => new DossierOpening(
                code is not null && row.NumberOrNull(0) is { } length ? new DossierFile(code, length, row.Text(1), StoredJson.ReadDossier(row.Text(2))) { Line = row.Text(3) } : null,
                row.TextOrNull(4) is { } command ? new EarlierAnswer(command, row.Text(5), row.Number(6)) : null,
                BookVersions.Of(row, 7)), ct))[0];

    /// <summary>Whether nothing but looks, reminders and refused requests was written down since the journal had that length: whoever saw it then sees the dossier as it is.</summary>
    public async Task<bool> IsAsItWasAsync(DossierFile file, int length, CancellationToken ct) => length > 0 && length < file.Length && await database.ListAsync(
        new Statement(
            "select 1 from dossier_journal where code = $1 and number > $2 and kind not in ('step-seen', 'reminded', 'time-change-refused') limit 1", file.Code, length),
        _ => true, ct) is [];

    /// <inheritdoc cref="RegisterStore.MaySeeAsync"/>
    public Task<bool> MaySeeAsync(Officer officer, DossierCode code, CancellationToken ct) => RegisterStore.MaySeeAsync(database, officer, code, ct);

    /// <inheritdoc cref="RegisterStore.QuestionsToAsync"/>
    public async Task<bool> IsAskedAsync(Officer officer, DossierCode code, CancellationToken ct) => (await RegisterStore.QuestionsToAsync(database, officer, code, ct)).Count > 0;

    /// <summary>Many dossiers in one round trip, with the books that are current; those that do not exist are left out.</summary>
    public async Task<(IReadOnlyDictionary<DossierCode, DossierFile> Files, BookVersions Books)> OpenAllAsync(IReadOnlyCollection<DossierCode> codes, CancellationToken ct)
    {
        var numbers = new Numbering(0);
        var rows = await database.ListAsync(
            new Statement(
                $"""
                select d.code, d.length, d.hash, d.snapshot, d.line, {BookVersions.Columns}
                from dossier_snapshot d where d.code in ({string.Join(", ", codes.Select(_ => $"${numbers.Next}"))})
                """,
                [.. codes.Select(code => (Value)code)]),
            row => (
                File: new DossierFile(DossierCode.Parse(row.Text(0)), row.Number(1), row.Text(2), StoredJson.ReadDossier(row.Text(3))) { Line = row.Text(4) },
                Books: BookVersions.Of(row, 5)), ct);
        return (rows.ToDictionary(row => row.File.Code, row => row.File), rows is [var first, ..] ? first.Books : default);
    }

    /// <summary>Writes what happened and everything that follows from it, all or nothing.</summary>
    /// <exception cref="RivalException">Somebody else added to the dossier, or carried out the same command, since it was opened.</exception>
    public async Task CommitAsync(DossierFile file, DossierEntry entry, CommandMark? mark, CancellationToken ct)
    {
        var (statements, left) = Written(file, entry, mark);
        _atHand.Forget(file.Code); // until it is known how this came out
        await database.WriteSharedAsync(file.Code.ToString(), [.. statements, .. await CorrectedAsync(file.Code, entry, ct)], ct);
        if (entry.Books is { } books) _atHand.Keep(left, books);
        if (entry.Messages is not []) Bell?.Ring();
        Happened?.Ring();
    }

    /// <summary>Writes what happened to many dossiers, all or nothing; each dossier once.</summary>
    /// <exception cref="RivalException">Somebody else added to one of them since it was opened.</exception>
    public async Task CommitAllAsync(IReadOnlyCollection<(DossierFile File, DossierEntry Entry)> entries, CancellationToken ct)
    {
        await database.WriteAsync(
            [.. entries.OrderBy(each => each.File.Code.ToString(), StringComparer.Ordinal).SelectMany(each => Written(each.File, each.Entry, null).Statements)], ct); // in one order, so that rivals wait and do not lock each other out
        foreach (var (file, _) in entries) _atHand.Forget(file.Code);
        if (entries.Any(each => each.Entry.Messages is not [])) Bell?.Ring();
        Happened?.Ring();
    }

    /// <summary>Issues the day's next code for a new dossier and writes its first lines; a receipt that fails gives its number back.</summary>
    public async Task<(DossierCode Code, int Length)> ReceiveAsync(DossierEntry entry, CommandMark? mark, CancellationToken ct)
    {
        _numbers ??= await PersonNumbers.OfAsync(database, ct);
        var file = await database.InTransactionAsync(writing => ReceiveAsync(writing, entry, mark, _numbers, ct), ct);
        if (entry.Books is { } books) _atHand.Keep(file, books);
        if (entry.Messages is not []) Bell?.Ring();
        Happened?.Ring();
        return (file.Code, file.Length);
    }

    private async Task<DossierFile> ReceiveAsync(Writing writing, DossierEntry entry, CommandMark? mark, PersonNumbers numbers, CancellationToken ct)
    {
        var agency = Printable(entry.AgencyOf(entry.After.Receiving!));
        var day = VietnamTime.DayOf(entry.Events[0].At);
        var number = (await writing.ListAsync(
            new Statement(
                """
                insert into dossier_number (agency, day, last) values ($1, $2, 1)
                on conflict (agency, day) do update set last = dossier_number.last + 1 returning last
                """,
                agency, day),
            row => row.Number(0), ct))[0];
        var code = DossierCode.Parse(string.Create(CultureInfo.InvariantCulture, $"{agency}-{day:yyMMdd}-{number:0000}"));

        var lines = Lines(code, 0, HashChain.Begin(code.ToString()), entry.Events);
        var snapshot = StoredJson.Write(entry.After, out var asRead);
        var file = new DossierFile(code, lines[^1].Number, lines[^1].Hash, asRead) { Line = RegisterLine.Of(entry.After, entry.Clocks).Text };
        await writing.WriteAsync(
            [
                .. database.Together(
                    [
                        JournalLines(code, lines), Happening(code, lines, entry), FirstStanding(code, entry, numbers),
                        new Statement(
                            "insert into dossier_snapshot (code, length, hash, snapshot, line) values ($1, $2, $3, $4, $5)",
                            code, file.Length, file.Hash, snapshot, file.Line),
                        .. WorkLines(code, entry),
                    ]),
                Seen(code, [.. new[] { entry.AgencyOf(entry.After.Receiving!), entry.AgencyOf(entry.After.Competent!) }.Distinct()]), .. Consequences(code, entry, file.Length, mark),
            ], ct);
        return file;
    }

    /// <summary>Takes reminders that have come due, so that no other sweep fires them before the lease runs out.</summary>
    public async Task<IReadOnlyList<DueReminder>> ClaimRemindersAsync(DateTimeOffset now, DateTimeOffset lease, int atMost, CancellationToken ct)
    {
        var claimed = await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update work set remind_at = $2 where (code, step, run) in (
                  select code, step, run from work where remind_at <= $1 order by remind_at limit $3 {database.ClaimingRows})
                returning code, step, run, remind_kind
                """,
                now, lease, atMost),
            row => new DueReminder(DossierCode.Parse(row.Text(0)), new StepKey(row.Text(1)), row.Number(2), Enum.Parse<ReminderKind>(row.Text(3))), ct), ct);
        if (claimed is not []) database.Faults?.Pass("reminders claimed");
        return claimed;
    }

    /// <summary>Lets go of reminders that no longer mean anything: the step is done, or its clock stands still.</summary>
    public Task DropRemindersAsync(IReadOnlyCollection<DueReminder> reminders, DateTimeOffset lease, CancellationToken ct) => database.WriteAsync(
        [
            .. reminders.Select(reminder => new Statement(
                "update work set remind_at = null, remind_kind = null where code = $1 and step = $2 and run = $3 and remind_at = $4",
                reminder.Code, reminder.Step.Value, reminder.Run, lease)),
        ], ct);

    /// <summary>Writes due times anew where the calendar changed; nothing happens to the dossiers themselves, and one that moved on meanwhile keeps what it wrote.</summary>
    public async Task RescheduleAsync(IReadOnlyList<(DossierFile File, DossierClocks Clocks)> dossiers, CancellationToken ct)
    {
        await database.WriteAsync([.. dossiers.SelectMany(dossier => Rescheduled(dossier.File, dossier.Clocks))], ct);
        foreach (var (file, _) in dossiers) _atHand.Forget(file.Code);
    }

    private static IEnumerable<Statement> Rescheduled(DossierFile file, DossierClocks clocks) =>
        [
            // Keeps everybody from adding to the dossier meanwhile; where somebody did, nothing below finds its length any more.
            new Statement("update dossier_snapshot set line = $3 where code = $1 and length = $2", file.Code, file.Length, RegisterLine.Of(file.Dossier, clocks).Text),
            new Statement($"{RegisterLine.Update} and {AsOpened("$1", "$9")}", [file.Code, .. RegisterLine.Of(file.Dossier, clocks).Values, file.Length]),
            .. file.Dossier.Open.Select(open =>
            {
                var clock = clocks.Steps.FirstOrDefault(clock => clock.Step == open.Step && clock.Run == open.Run);
                var reminder = DossierEntry.NextReminder(open, clock, clocks.Answer);
                return new Statement(
                    $"""
                    update work set due_at = $5, remind_at = $6, remind_kind = $7, soon_at = $8, standing_still = $9
                    where code = $1 and step = $2 and run = $3 and {AsOpened("$1", "$4")}
                    """,
                    file.Code, open.Step.Value, open.Run, file.Length, clock?.DueAt, reminder?.At, reminder?.Kind.ToString(),
                    clock?.SoonAt, clock?.Standing is Dossiers.Standing.Stopped);
            }),
            .. WindowRescheduled(file, clocks),
            .. QuestionsRescheduled(file, clocks),
            .. PromiseRescheduled(file, clocks),
        ];

    /// <summary>The condition that nobody added to the dossier since it was opened.</summary>
    private static string AsOpened(string code, string length) => $"exists (select 1 from dossier_snapshot d where d.code = {code} and d.length = {length})";

    private static IEnumerable<Statement> PromiseRescheduled(DossierFile file, DossierClocks clocks)
    {
        if (!DossierPromise.IsWatched(file.Dossier)) yield break;
        yield return new Statement(
            $"""
            update work set due_at = $4, remind_at = $5, remind_kind = $6
            where code = $1 and step = $2 and run = 1 and {AsOpened("$1", "$3")}
            """,
            file.Code, DossierPromise.Key.Value, file.Length, clocks.DueAt, clocks.Next?.At, clocks.Next?.Kind.ToString());
    }

    /// <summary>What a proof of right is kept as: only who knows the number finds it again.</summary>
    public static string? ProofOf(DossierCode code, string? number)
    {
        var plain = PersonNumbers.Plain(number);
        return plain is "" ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{code}\n{plain}")));
    }

    /// <summary>What is written, and the file as that leaves it.</summary>
    private (IReadOnlyList<Statement> Statements, DossierFile Left) Written(DossierFile file, DossierEntry entry, CommandMark? mark)
    {
        var (lines, line) = (Lines(file.Code, file.Length, file.Hash, entry.Events), RegisterLine.Of(entry.After, entry.Clocks));
        var snapshot = StoredJson.Write(entry.After, out var asRead);
        var left = new DossierFile(file.Code, lines[^1].Number, lines[^1].Hash, asRead) { Line = line.Text };
        return (
        [
            .. database.Together(
                [
                    JournalLines(file.Code, lines),
                    Happening(file.Code, lines, entry),
                    SnapshotLine(file, left, snapshot, entry.Books),
                    .. line.Text == file.Line ? [] : new[] { new Statement(RegisterLine.Update, [file.Code, .. line.Values]) }, .. WorkLines(file.Code, entry),
                ]),
            .. Consequences(file.Code, entry, left.Length, mark),
        ], left);
    }

    /// <summary>The next hash goes on the last one only, on the register's line that was seen, and with the books that were decided by: elsewhere there is none, which its column refuses, and all that is written with it.</summary>
    private static Statement SnapshotLine(DossierFile file, DossierFile left, string snapshot, BookVersions? books) => new(
        $"""
        update dossier_snapshot set length = $2, hash = case when hash = $6 and ($7 = '' or line = $7){(books is null ? "" : $" and {BookVersions.AreCurrent("$8", "$9", "$10")}")} then $3 end, snapshot = $4, line = $5
        where code = $1
        """,
        [file.Code, left.Length, left.Hash, snapshot, left.Line, file.Hash, file.Line, .. books is { } current ? new Value[] { current.Calendar ?? 0, current.Catalogue ?? 0, current.Portals ?? 0 } : []]);

    private static List<Line> Lines(DossierCode code, int length, string hash, IReadOnlyList<DossierEvent> events)
    {
        if (events is []) throw new ArgumentException($"Nothing happened to {code}.", nameof(events));
        var lines = new List<Line>(events.Count);
        foreach (var happened in events)
        {
            var body = StoredJson.Write(happened);
            hash = HashChain.Next(hash, ++length, body);
            lines.Add(new Line(length, happened, body, hash));
        }
        return lines;
    }

    private static Statement JournalLines(DossierCode code, List<Line> lines) => Rows(
        "insert into dossier_journal (code, number, at, by, kind, body, hash)", "",
        lines.ConvertAll(line => (Value[])[code, line.Number, line.Happened.At, line.Happened.By, StoredJson.NameOf(line.Happened), line.Body, line.Hash]));

    /// <summary>Which lines are new, for the feed of events: they get their numbers once they are committed, so that none comes after a later one.</summary>
    private static Statement Happening(DossierCode code, List<Line> lines, DossierEntry entry) => new(
        "insert into happening (code, first, last, status, version, promised_at, due_at) values ($1, $2, $3, $4, $5, $6, $7)",
        code, lines[0].Number, lines[^1].Number, StoredJson.NameOf(entry.After.Status), entry.After.Version?.Value, entry.After.PromisedAt, entry.Clocks.DueAt);

    /// <summary>Lets an agency see the dossier on its lists and find it.</summary>
    private static Statement Seen(DossierCode code, IReadOnlyCollection<AgencyCode> agencies)
    {
        var numbers = new Numbering(1);
        return new Statement(
            $"""
            insert into dossier_agency (code, agency, shelf, procedure_code, received_at, due_at, soon_at, ended_at, applicant_order)
            select d.code, a.column1, d.shelf, d.procedure_code, d.received_at, d.due_at, d.soon_at, d.ended_at, d.applicant_order
            from dossier d, (values {string.Join(", ", agencies.Select(_ => $"(${numbers.Next})"))}) as a
            where d.code = $1 on conflict (code, agency) do nothing
            """,
            [code, .. agencies.Select(agency => (Value)agency)]);
    }

    private static Statement FirstStanding(DossierCode code, DossierEntry entry, PersonNumbers numbers)
    {
        var (after, particulars) = (entry.After, ParticularsToday.Of(entry.Events)!);
        var (receiving, competent) = (entry.AgencyOf(after.Receiving!), entry.AgencyOf(after.Competent!));
        return Rows(
            """
            insert into dossier (code, status, due_at, standing_still, finished_at, ended_at, soon_at, shelf, version, procedure_code, receiving, competent, channel,
              received_at, promised_at, submitted_at, supporting, applicant, subject, search_key, identity_proof, phone_proof, applicant_order)
            """,
            "",
            [
                [
                    code, .. RegisterLine.Of(after, entry.Clocks).Values, after.Version?.Value, after.Procedure!.Value, receiving, competent, StoredJson.NameOf(after.Channel),
                    after.ReceivedAt, after.PromisedAt, after.SubmittedAt, after.Supporting is { } supporting ? entry.AgencyOf(supporting) : (AgencyCode?)null,
                    .. SearchedBy(code, particulars, numbers, [receiving, competent]),
                ],
            ]);
    }

    /// <summary>What a dossier is searched by and found with: applicant, subject, search_key, identity_proof, phone_proof, applicant_order, in this order.</summary>
    private static Value[] SearchedBy(DossierCode code, Particulars particulars, PersonNumbers numbers, IEnumerable<AgencyCode> agencies)
    {
        var applicant = particulars.Applicant;
        return
        [
            applicant.Name.Normalize(), particulars.Subject?.Normalize(),
            SearchKey.OfDossier(code, applicant.Name, particulars.Subject, [numbers.DigestOf(applicant.IdentityNumber), numbers.DigestOf(applicant.Phone)], agencies),
            ProofOf(code, applicant.IdentityNumber), ProofOf(code, applicant.Phone), VietnameseOrder.KeyOf(applicant.Name),
        ];
    }

    /// <summary>The lines of the work list that go, and those that come or change: never the same ones.</summary>
    private static IEnumerable<Statement> WorkLines(DossierCode code, DossierEntry entry)
    {
        if (entry.Gone is { Count: > 0 } closed)
        {
            var numbers = new Numbering(1);
            yield return new Statement(
                $"delete from work where code = $1 and (step, run) in (values {string.Join(", ", closed.Select(_ => $"(${numbers.Next}, ${numbers.Next})"))})",
                [code, .. closed.SelectMany(step => (Value[])[step.Step.Value, step.Run])]);
        }
        if (entry.Touched is var touched && (touched.Count > 0 || entry.TouchesPromise))
        {
            yield return Rows(
                """
                insert into work (code, step, run, step_name, place, position, assignee, opened_at, due_at, remind_at, remind_kind,
                  agency, procedure_code, for_desk, standing_still, soon_at, kind, waiting)
                """,
                entry.OnlyOpens ? "" :
                """
                on conflict (code, step, run) do update set
                  assignee = excluded.assignee, due_at = excluded.due_at, remind_at = excluded.remind_at, remind_kind = excluded.remind_kind,
                  standing_still = excluded.standing_still, soon_at = excluded.soon_at
                """,
                [.. touched.Select(open =>
                {
                    var clock = entry.Clocks.Steps.FirstOrDefault(clock => clock.Step == open.Step && clock.Run == open.Run);
                    var reminder = DossierEntry.NextReminder(open, clock, entry.Clocks.Answer);
                    return (Value[])
                    [
                        code, open.Step.Value, open.Run, entry.Process.Find(open.Step)?.Name ?? open.Step.Value, entry.DeskOf(open), open.Position?.Value,
                        open.Assignee, open.OpenedAt, clock?.DueAt, reminder?.At, reminder?.Kind.ToString(),
                        entry.DeskOf(open) is { } desk ? entry.AgencyInCharge(desk, open.Position) : (AgencyCode?)null, entry.Process.Header.Procedure?.Value, entry.IsForTheDesk(open),
                        clock?.Standing is Dossiers.Standing.Stopped, clock?.SoonAt, entry.Process.Find(open.Step) is { } drawn ? StoredJson.NameOf(drawn.Kind) : null, entry.IsWaiting,
                    ];
                }), .. entry.TouchesPromise ? [PromiseLine(code, entry)] : Array.Empty<Value[]>()]);
        }
    }

    private static IEnumerable<Statement> Consequences(DossierCode code, DossierEntry entry, int length, CommandMark? mark)
    {
        foreach (var statement in AtTheDesk(code, entry)) yield return statement;
        foreach (var statement in AtConsultations(code, entry)) yield return statement;
        foreach (var statement in AtDrafts(code, entry)) yield return statement;
        foreach (var agency in entry.OtherAgencies)
        {
            yield return new Statement(
                "update dossier set search_key = search_key || $3 where code = $1 and not exists (select 1 from dossier_agency where code = $1 and agency = $2)",
                code, agency, $" {SearchKey.Agency(agency)}");
            yield return Seen(code, [agency]);
        }
        if (entry.Events.OfType<DossierEvent.AttachmentAdded>().ToList() is { Count: > 0 } files)
        {
            yield return Rows("insert into dossier_file (code, number, hash)", "", files.ConvertAll(file => (Value[])[code, file.Number, file.Hash.Value]));
        }
        if (entry.Messages is { Count: > 0 } messages)
        {
            yield return Rows(
                "insert into outbox (code, number, target, service, status, at)", "",
                [.. messages.Select(message => (Value[])[code, message.Number, message.Target, StoredJson.NameOf(message.Topic), message.Code, message.At])]);
            // Whoever is sending for this dossier finds more to send when done; a lane that stands still goes on standing.
            yield return Rows(
                "insert into portal_lane (target, code, written, waits_from, next_at)",
                """
                on conflict (target, code) do update set
                  written = portal_lane.written + excluded.written, waits_from = coalesce(portal_lane.waits_from, excluded.waits_from),
                  next_at = case when portal_lane.state = 'open' then coalesce(portal_lane.next_at, excluded.next_at) end
                """,
                [.. messages.GroupBy(message => message.Target).OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => (Value[])[each.Key, code, each.Count(), entry.Now, entry.Now])]);
        }
        if (entry.Notices is { Count: > 0 } notices)
        {
            yield return Rows(
                "insert into notice (code, number, audience, body, at, ready_at)", "",
                [.. notices.Select(notice => (Value[])[code, notice.Number, StoredJson.NameOf(notice.Audience), StoredJson.Write(notice), notice.At, notice.At])]);
        }
        if (mark is not null)
        {
            yield return mark.Kept(code.ToString(), length, entry.Now);
            if (mark.Besides is { } besides) yield return besides(code);
        }
    }

    /// <summary>One line for the promise while it is watched, so that a sweep finds its reminders where those of the steps are. It has no place: no list of work shows it.</summary>
    private static Value[] PromiseLine(DossierCode code, DossierEntry entry) =>
    [
        code, DossierPromise.Key.Value, 1, PromiseName, (AgencyCode?)null, (string?)null, (OfficerId?)null, entry.After.ReceivedAt, entry.Clocks.DueAt, entry.Clocks.Next?.At,
        entry.Clocks.Next?.Kind.ToString(), (AgencyCode?)null, (string?)null, false, entry.Clocks.Standing is Dossiers.Standing.Stopped, entry.Clocks.SoonAt, (string?)null, false,
    ];

    private const string PromiseName = "Hẹn trả kết quả";

    private static readonly ConcurrentDictionary<(string Insert, string OnConflict, int Rows), string> Inserts = new();

    private static Statement Rows(string insert, string onConflict, List<Value[]> rows)
    {
        var sql = Inserts.GetOrAdd((insert, onConflict, rows.Count), static (wanted, width) =>
        {
            var numbers = new Numbering(0);
            var values = string.Join(", ", Enumerable.Range(0, wanted.Rows).Select(_ => $"({string.Join(", ", Enumerable.Range(0, width).Select(_ => $"${numbers.Next}"))})"));
            return $"{wanted.Insert} values {values} {wanted.OnConflict}";
        }, rows[0].Length);
        return new Statement(sql, [.. rows.SelectMany(row => row)]);
    }

    /// <summary>An agency's identifier in the letters a dossier code may hold.</summary>
    private static string Printable(AgencyCode agency) => string.Join('.', agency.Value.ToUpperInvariant().Split(['.', '-', '_'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where a dossier stands, as lists choose and order by it in the register. Most steps leave it as it is.</summary>
    private sealed record RegisterLine(DossierStatus Status, DateTimeOffset? DueAt, bool IsStandingStill, DateTimeOffset? FinishedAt, DateTimeOffset? EndedAt, DateTimeOffset? SoonAt, Shelf Shelf)
    {
        /// <summary>Writes <see cref="Values"/> on the line of the dossier <c>$1</c>.</summary>
        public const string Update =
            "update dossier set status = $2, due_at = $3, standing_still = $4, finished_at = $5, ended_at = $6, soon_at = $7, shelf = $8 where code = $1";

        public Value[] Values => [StoredJson.NameOf(Status), DueAt, IsStandingStill, FinishedAt, EndedAt, SoonAt, StoredJson.NameOf(Shelf)];

        /// <summary>The same in one text: where it is what was written last, nothing is.</summary>
        public string Text => string.Create(
            CultureInfo.InvariantCulture, $"{Status} {Shelf} {IsStandingStill} {Ticked(DueAt)} {Ticked(SoonAt)} {Ticked(FinishedAt)} {Ticked(EndedAt)}");

        public static RegisterLine Of(Dossier dossier, DossierClocks clocks) => new(
            dossier.Status, clocks.DueAt, clocks.Standing is Dossiers.Standing.Stopped, dossier.FinishedAt, dossier.EndedAt, clocks.SoonAt, Shelves.Of(dossier, clocks));

        private static long? Ticked(DateTimeOffset? at) => at?.ToUnixTimeMilliseconds();
    }

    private sealed record Line(int Number, DossierEvent Happened, string Body, string Hash);

    private sealed class Numbering(int last)
    {
        private int _last = last;

        public int Next => ++_last;
    }
}

/// <summary>A dossier as it was when it was opened: how many journal lines that took, and the hash of the last.</summary>
internal sealed record DossierFile(DossierCode Code, int Length, string Hash, Dossier Dossier)
{
    /// <summary>What the register's line was last written with; empty where nobody looked.</summary>
    public string Line { get; init; } = "";
}

/// <summary>What opening gave: the file if there is one, the answer if this command was carried out before, and which books are current.</summary>
internal sealed record DossierOpening(DossierFile? File, EarlierAnswer? Earlier, BookVersions Books);

/// <summary>By what a repeated command is recognised: who sent it, under which key, and what it asked.</summary>
internal sealed record CommandMark(string Officer, string Key, string Command)
{
    /// <summary>What is to be written down in the same transaction, once the dossier has its code.</summary>
    public Func<DossierCode, Statement>? Besides { get; init; }

    /// <summary>Keeps the answer, in the transaction that carries the command out. A rival who kept one under this key first makes that transaction fail.</summary>
    public Statement Kept(string code, int length, DateTimeOffset now) => new(
        "insert into idempotency (officer, key, command, code, length, at) values ($1, $2, $3, $4, $5, $6)", Officer, Key, Command, code, length, now);
}

/// <summary>The first answer to a command: a dossier's code and journal length, or a draft's id and revision. An officer's keys serve both.</summary>
internal sealed record EarlierAnswer(string Command, string Code, int Length);

/// <summary>A reminder whose time has come.</summary>
internal sealed record DueReminder(DossierCode Code, StepKey Step, int Run, ReminderKind Kind)
{
    public DossierCommand Command => new DossierCommand.Remind(Step, Run, Kind);
}

/// <summary>What happened to a dossier, and all that is written because of it.</summary>
internal sealed record DossierEntry(
    IReadOnlyList<DossierEvent> Events, Dossier After, DossierClocks Clocks, IReadOnlyList<PortalMessage> Messages,
    ProcessDefinition Process, ProvinceCatalogue Catalogue, DateTimeOffset Now)
{
    /// <summary>Who is to be told what of it.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The books that were current when it was decided; null where nobody asked, and then nobody minds.</summary>
    public BookVersions? Books { get; init; }

    /// <summary>Steps that were open and are not any more.</summary>
    public List<(StepKey Step, int Run)> Closed { get; } = [.. Events.Select(ClosedBy).OfType<(StepKey, int)>()];

    /// <summary>The lines of the work list that go: steps that were closed; the promise, once the result is there.</summary>
    public List<(StepKey Step, int Run)> Gone =>
    [
        .. Closed, .. After.PromisedAt is not null && Events.Any(happened => happened is DossierEvent.ProcessingFinished or DossierEvent.Ended) ? [(DossierPromise.Key, 1)] : Array.Empty<(StepKey, int)>(),
    ];

    /// <summary>The line of the promise is new, or its clock moved.</summary>
    public bool TouchesPromise { get; } = DossierPromise.IsWatched(After) && Events.Any(happened => happened is DossierEvent.Received || MovesClocks(happened));

    /// <summary>Open steps whose line on the work list changes: new ones, those that changed hands, and all when the clocks moved.</summary>
    public List<OpenStep> Touched { get; } = Events.Any(MovesClocks)
        ? [.. After.Open]
        : [.. After.Open.Where(open => Events.Any(happened => happened switch
        {
            DossierEvent.StepOpened e => (e.Step, e.Run) == (open.Step, open.Run),
            DossierEvent.StepAssigned e => (e.Step, e.Run) == (open.Step, open.Run),
            _ => false,
        }))];

    /// <summary>Whether the dossier waits for somebody, so that its open steps do.</summary>
    public bool IsWaiting => Shelves.Of(After, Clocks) is Shelf.Waiting;

    /// <summary>Whether all of these lines are new.</summary>
    public bool OnlyOpens => !TouchesPromise && Touched.TrueForAll(open => Events.Any(happened => happened is DossierEvent.StepOpened e && (e.Step, e.Run) == (open.Step, open.Run)));

    /// <summary>Agencies that got a step in hand, or helped to hand the dossier in, besides the receiving and the competent one.</summary>
    public List<AgencyCode> OtherAgencies =>
    [
        .. Events.OfType<DossierEvent.StepOpened>().Select(opened => (opened.Place, opened.Position))
            .Concat(Events.OfType<DossierEvent.MovedToVersion>().SelectMany(moved => moved.Steps.Select(step => (step.Place, Position: default(PositionKey)))))
            .Append((Place: Events[0] is DossierEvent.HandedIn or DossierEvent.Received ? After.Supporting : null, Position: null))
            .SelectMany(at => at.Place is { } place ? AgenciesInCharge(place, at.Position) : []).Distinct()
            .Where(agency => !agency.Equals(Home(After.Receiving)) && !agency.Equals(Home(After.Competent))),
    ];

    public AgencyCode AgencyOf(AgencyCode place) => Catalogue.AgencyOf(place)?.Code ?? place;

    /// <summary>Who answers for a place: its agency, or that of whoever took over once the place is gone.</summary>
    public AgencyCode AgencyInCharge(AgencyCode place, PositionKey? position = null) => AgenciesInCharge(place, position).First();

    /// <summary>The same, where several took over: those whose people hold the position, else the first.</summary>
    private IEnumerable<AgencyCode> AgenciesInCharge(AgencyCode place, PositionKey? position)
    {
        var today = VietnamTime.DayOf(Now);
        var heirs = Catalogue.SuccessorsOf(place, today);
        if (heirs.Count < 2) return [AgencyOf(heirs is [var only] ? only : place)];
        AgencyCode[] able = position is null ? [] : [.. heirs.Where(heir => Catalogue.HoldersOf(heir, position, today) is not [])];
        return (able is [] ? [heirs[0]] : able).Select(AgencyOf);
    }

    /// <summary>On whose work list a step stands. Where only the applicant has something to do, it is the desk that receives it.</summary>
    public AgencyCode? DeskOf(OpenStep open) => IsForTheDesk(open) ? After.Receiving : open.Place;

    /// <summary>Where only the applicant has something to do and no position is drawn, it is desk officers who act.</summary>
    public bool IsForTheDesk(OpenStep open) => open.Place is null || open.Position is null && Process.Find(open.Step)?.AwaitsApplicant() == true;

    /// <summary>The next thing to say about an open step: the next rung of its own clock, or of the applicant's time to answer what was asked for there.</summary>
    public static Rung? NextReminder(OpenStep open, StepClock? clock, AnswerClock? answer) =>
        Rung.Earlier(clock?.Next, answer?.Step == open.Step ? answer.Next : null);

    private static (StepKey Step, int Run)? ClosedBy(DossierEvent happened) => happened switch
    {
        DossierEvent.StepCompleted e => (e.Step, e.Run),
        DossierEvent.StepCancelled e => (e.Step, e.Run),
        _ => null,
    };

    private AgencyCode? Home(AgencyCode? place) => place is null ? null : AgencyOf(place);

    private static bool MovesClocks(DossierEvent happened) => happened is not (DossierEvent.Received or DossierEvent.StepOpened or DossierEvent.StepCompleted
        or DossierEvent.StepCancelled or DossierEvent.BranchChosen or DossierEvent.TokensWaiting or DossierEvent.ProcessingFinished or DossierEvent.Ended
        or DossierEvent.AttachmentAdded or DossierEvent.AttachmentWithdrawn or DossierEvent.StepSeen or DossierEvent.StepAssigned or DossierEvent.OfficerNamed
        or DossierEvent.Corrected or DossierEvent.TimeChangeRefused
        or DossierEvent.ActDrafted or DossierEvent.DraftApproved or DossierEvent.DraftSentBack or DossierEvent.DraftSigned or DossierEvent.DraftDropped
        or DossierEvent.ConsultationAsked or DossierEvent.ConsultationAssigned or DossierEvent.ConsultationChased
        or DossierEvent.ConsultationAnswered or DossierEvent.ConsultationLapsed or DossierEvent.ConsultationWithdrawn);
}
