using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;
using Decision = TthcFlow.Engine.Vocabulary.Decision<TthcFlow.Engine.Publication.PublicationEvent>;

namespace TthcFlow.Engine.Runtime;

/// <summary>The one door for drafts, appraisal and publication.</summary>
/// <remarks>
/// Every act takes an idempotency key: a repeated act with the same key (per officer) gives the first answer and changes nothing; the same key
/// with another act is refused as reused. A refusal is not kept: nothing was done.
/// </remarks>
public sealed class PublicationOffice
{
    private const int Tries = 2;

    private const int LongestMemory = 40; // texts that an undo looks back on

    private readonly PublicationStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;
    private readonly AccountStore _accounts;
    private readonly AppraisalSweep _appraisals;

    internal PublicationOffice(PublicationStore store, ProcessLibrary library, TimeProvider clock, AccountStore accounts, AppraisalSweep appraisals) =>
        (_store, _library, _reference, _clock, _accounts, _appraisals) = (store, library, library.Books, clock, accounts, appraisals);

    /// <summary>Begins a draft from a document (an imported one, a copy of a version, or <see cref="ElsaDocument"/>'s empty one).</summary>
    public async Task<PublicationAnswer> DraftAsync(Officer by, ElsaDocument document, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(document);
        var text = document.ToCanonicalText();
        var mark = Mark(by, idempotencyKey, "draft", text);
        for (var left = Tries; left > 0; left--)
        {
            if (mark is not null && Repeated(await _store.OpenAsync(null, mark, ct), mark) is { } answer) return answer;

            var now = _clock.GetUtcNow();
            if (by.Agency is not { } agency) return new(null, 0, PublicationRefusals.NotYourAgency);
            var process = ProcessDefinition.Compile(document);
            var command = new PublicationCommand.Draft(by, agency, process.Header.Procedure, process.Header.Case, process.Name);
            if (PublicationDecider.Decide(ProcessFile.Empty, command, now) is Decision.Refused refused) return new(null, 0, refused.Reason);

            var id = Guid.CreateVersion7(now).ToString("n");
            var drafted = new PublicationEvent.Drafted(now, by.Id, agency, process.Header.Procedure, process.Header.Case, process.Name);
            try
            {
                await _store.BeginAsync(id, drafted, text, mark, ct);
                return new(id, 1, null);
            }
            catch (RivalException) { } // the same command, carried out beside us: its answer is ours
        }
        return new(null, 0, OfficeRefusals.StaleDraft);
    }

    /// <summary>Saves the next revision of the text. <paramref name="ifRevision"/> other than the stored one is refused as stale; nothing is lost.</summary>
    /// <remarks>Saving the very text that is stored makes no revision: Studio saves whenever it likes.</remarks>
    public async Task<PublicationAnswer> SaveAsync(
        Officer by, string draft, ElsaDocument document, int ifRevision, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = document.ToCanonicalText();
        var mark = Mark(by, idempotencyKey, "save", draft, ifRevision.ToString(CultureInfo.InvariantCulture), text);
        return await ActAsync(by, draft, mark, (file, _) => Task.FromResult<Step>(file.Revision != ifRevision ? new(OfficeRefusals.StaleDraft)
            : file.Document == text ? new((PublicationCommand?)null)
            : new(new PublicationCommand.Write(by)) { Text = document }), ct);
    }

    /// <summary>Sends the stored text to appraisal; the office runs the checks on exactly this text.</summary>
    public Task<PublicationAnswer> SubmitAsync(Officer by, string draft, CancellationToken ct, string? idempotencyKey = null) => SubmitAsync(by, draft, isTimed: true, ct, idempotencyKey);

    /// <param name="isTimed">Whether its appraisal is to have a clock, where the province times appraisals.</param>
    internal Task<PublicationAnswer> SubmitAsync(Officer by, string draft, bool isTimed, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "submit", draft), async (file, now) =>
        {
            var document = ProcessLibrary.Document(file.Document);
            var process = await _library.LinkedAsync(ProcessDefinition.Compile(document), VietnamTime.DayOf(now), ct);
            var findings = (await CheckAsync(process, now, ct)).Findings;
            var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
            var competence = Competence.Of(catalogue, process.Header, file.File.Agency ?? by.Agency!);
            return new(new PublicationCommand.Submit(
                by, process.Hash!, process.Header.Procedure, process.Header.Case, process.Name, findings, process.Header.Reasons)
            {
                Calls = ProcessLibrary.PinsOf(process),
                Place = process.Header.Place,
                Competence = competence,
            })
            { Findings = findings, BeginsClock = isTimed && file.File.Receipt is null && AppraisalClock.Times(catalogue.Appraisal, competence) };
        }, ct);

    /// <summary>Sends the text back to its authors, with a reason.</summary>
    public Task<PublicationAnswer> ReturnAsync(Officer by, string draft, string reason, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "return", draft, reason), (_, _) => Task.FromResult<Step>(new(new PublicationCommand.Return(by, reason))), ct);

    /// <summary>Accepts the submitted text for appraisal, under a number; at once assigned where an appraiser is named.</summary>
    public Task<PublicationAnswer> AcceptAsync(Officer by, string draft, string receipt, OfficerId? appraiser, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "accept", draft, receipt, appraiser?.Value), async (_, _) =>
        {
            var accept = new PublicationCommand.AcceptForAppraisal(by, receipt);
            return appraiser is null ? new(accept) : new(accept) { Next = new PublicationCommand.AssignAppraiser(by, await OfficerAsync(by, appraiser, ct), null) };
        }, ct);

    /// <summary>Gives the appraisal to an appraiser of the competent body; to another one, with a reason.</summary>
    public Task<PublicationAnswer> AssignAsync(Officer by, string draft, OfficerId appraiser, string? reason, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(appraiser);
        return ActAsync(by, draft, Mark(by, idempotencyKey, "assign", draft, appraiser.Value, reason), async (_, _) =>
            new(new PublicationCommand.AssignAppraiser(by, await OfficerAsync(by, appraiser, ct), reason)), ct);
    }

    /// <summary>Pins a comment to a step of the submitted text, to a member of its header, or (both null) to the whole.</summary>
    public Task<PublicationAnswer> CommentAsync(
        Officer by, string draft, StepKey? step, string? field, CommentWeight weight, string text, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "comment", draft, step?.Value, field, weight.ToString(), text), (file, _) =>
        {
            var steps = ProcessDefinition.Compile(ProcessLibrary.Document(file.Document)).Steps.Select(one => one.Key).ToHashSet();
            return Task.FromResult<Step>(new(new PublicationCommand.AddComment(by, file.Revision, steps, step, field, weight, text)));
        }, ct);

    /// <summary>The authors' answer to a comment: taken up (tiếp thu), or explained (giải trình).</summary>
    public Task<PublicationAnswer> AnswerAsync(Officer by, string draft, int comment, bool takenUp, string text, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "answer", draft, Number(comment), takenUp.ToString(), text),
            (_, _) => Task.FromResult<Step>(new(new PublicationCommand.AnswerComment(by, comment, takenUp, text))), ct);

    /// <summary>Settles a comment.</summary>
    public Task<PublicationAnswer> ResolveAsync(Officer by, string draft, int comment, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "resolve", draft, Number(comment)), (_, _) => Task.FromResult<Step>(new(new PublicationCommand.ResolveComment(by, comment))), ct);

    /// <summary>Takes a comment up again, with a reason: it must be answered once more.</summary>
    public Task<PublicationAnswer> ReopenAsync(Officer by, string draft, int comment, string text, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "reopen", draft, Number(comment), text), (_, _) => Task.FromResult<Step>(new(new PublicationCommand.ReopenComment(by, comment, text))), ct);

    /// <summary>Keeps which changes against the version before the appraiser has looked at: all that are named, and no others.</summary>
    /// <param name="items">By their names in <see cref="DefinitionDiff.Items"/>.</param>
    public Task<PublicationAnswer> TickAsync(Officer by, string draft, IReadOnlyCollection<string> items, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        return ActAsync(by, draft, Mark(by, idempotencyKey, ["tick", draft, .. items]), async (file, _) => new(new PublicationCommand.TickChanges(by, items, await ChangesAsync(file, ct))), ct);
    }

    /// <summary>Keeps that the appraiser has looked at every change there is.</summary>
    public Task<PublicationAnswer> TickAllAsync(Officer by, string draft, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "tick-all", draft), async (file, _) =>
        {
            var changes = await ChangesAsync(file, ct);
            return new(new PublicationCommand.TickChanges(by, changes, changes));
        }, ct);

    /// <summary>Records the appraiser's opinion on the submitted text: fit, or back to its authors with the reasons.</summary>
    public Task<PublicationAnswer> AppraiseAsync(
        Officer by, string draft, string opinionNumber, DateOnly opinionDate, string? note, CancellationToken ct, string? idempotencyKey = null, Opinion opinion = Opinion.Fit) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "appraise", draft, opinionNumber, Day(opinionDate), note, opinion is Opinion.Fit ? null : opinion.ToString()), async (file, _) =>
            new(new PublicationCommand.Appraise(by, opinionNumber, opinionDate, note) { Opinion = opinion, Changes = await ChangesAsync(file, ct) }), ct);

    /// <summary>Brings the appraised text to the publisher, by a numbered paper (tờ trình).</summary>
    public Task<PublicationAnswer> ProposeAsync(Officer by, string draft, string number, DateOnly date, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "propose", draft, number, Day(date)), (_, _) => Task.FromResult<Step>(new(new PublicationCommand.Propose(by, number, date))), ct);

    /// <summary>Takes a draft back before it became law, for good.</summary>
    public Task<PublicationAnswer> WithdrawAsync(Officer by, string draft, string reason, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, draft, Mark(by, idempotencyKey, "withdraw", draft, reason), (_, _) => Task.FromResult<Step>(new(new PublicationCommand.Withdraw(by, reason))), ct);

    /// <summary>Repeals a published version without another in its place: from the act's day of effect no dossier begins on it; those under way finish.</summary>
    public Task<PublicationAnswer> RepealAsync(Officer by, string draft, LegalAct act, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(act);
        return ActAsync(by, draft, Mark(by, idempotencyKey, "repeal", draft, act.Number, Day(act.SignedOn), act.Authority, Day(act.EffectiveFrom)), async (_, now) =>
            new(new PublicationCommand.Repeal(by, act, VietnamTime.DayOf(now), await _store.UntilAsync(draft, ct))), ct);
    }

    /// <summary>Makes the appraised text law from the day the act names.</summary>
    public Task<PublicationAnswer> PublishAsync(Officer by, string draft, LegalAct act, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(act);
        var mark = Mark(by, idempotencyKey, "publish", draft, act.Number, Day(act.SignedOn), act.Authority, Day(act.EffectiveFrom));
        return ActAsync(by, draft, mark, async (file, now) =>
        {
            var (today, drawn) = (VietnamTime.DayOf(now), ProcessDefinition.Compile(ProcessLibrary.Document(file.Document)));
            var (pinned, current) = file.File.Calls is { } calls ? (await _library.LinkedAsync(drawn, calls, ct), await _library.LinkedAsync(drawn, today, ct)) : (drawn, null);
            return new(new PublicationCommand.Publish(by, act, today) { Calls = current is null ? null : ProcessLibrary.PinsOf(current), InDecision = file.Decision is not null })
            {
                Certificate = await CertifyAsync(pinned, now, ct),
            };
        }, ct);
    }

    /// <summary>One draft with its text, findings and acts; null when there is none or it is not this officer's to see.</summary>
    public async Task<DraftView?> OpenAsync(Officer by, string draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (await _store.OpenAsync(draft, ct) is not { } file || !MaySee(by, file.File)) return null;

        var now = _clock.GetUtcNow();
        var document = ProcessLibrary.Document(file.Document);
        var process = await (file.File.Calls is { } pinned
            ? _library.LinkedAsync(ProcessDefinition.Compile(document), pinned, ct)
            : _library.LinkedAsync(ProcessDefinition.Compile(document), VietnamTime.DayOf(now), ct));
        var acts = await _store.ActsAsync(draft, ct);
        var certificate = await KeptAsync(file.File, ct) ?? await CertifyAsync(process, now, ct);
        IEnumerable<OfficerId> people = [.. acts.Select(act => act.By), .. acts.OfType<PublicationEvent.AppraiserAssigned>().Select(act => act.Appraiser), by.Id];
        var books = await _reference.CurrentAsync(ct);
        var names = OfficerNames.Of(books.Catalogue, people);
        var clock = file.IsTimed && await _store.DossierAsync(draft, ct, by.Agency) is { } timed && await ClockAsync(timed.Code, timed.Dossier, books, ct) is { } running
            ? running with { MayOpen = RegisterStore.MaySee(by, timed.IsTheAgencys) }
            : null;
        return Checked(new DraftView(
            draft, file.Revision, file.File, document, process, [], acts,
            PublicationDecider.Decide(file.File, new PublicationCommand.Write(by), now) is Decision.Accepted, names)
        { Certificate = certificate, Comments = await PlacedAsync(file, document, ct), Offers = Offers(file, by), Decision = file.Decision, Clock = clock }, certificate);
    }

    /// <summary>Who may be assigned to appraise a draft: the appraisers of the competent body that sit on no other chair.</summary>
    public async Task<IReadOnlyList<Officer>> AppraisersAsync(DraftView draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return [.. (await _accounts.InRoleAsync(Role.Appraiser, ct)).Select(OfficerOf).Where(officer => PublicationDecider.MayBeAssigned(draft.File, officer))];
    }

    /// <summary>The version a text is compared with: the one in force for the same case, else the latest of it; of its own place first, else of the whole province. Null when there is none.</summary>
    internal async Task<ContentHash?> VersionBeforeAsync(ProcessHeader header, ContentHash? own, CancellationToken ct)
    {
        if (header.Procedure is not { } procedure) return null;
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        var versions = (await _store.VersionsAsync(procedure, ct)).Where(version => version.Case == header.Case && version.Hash != own).ToList();
        return (In(header.Place) ?? In(null))?.Hash;

        PublishedVersion? In(AgencyCode? place) =>
            versions.Find(version => version.Place == place && version.Act.EffectiveFrom <= today && (version.To is null || today < version.To)) ?? versions.Find(version => version.Place == place);
    }

    /// <summary>Every text of a draft that was ever saved, oldest first; empty when it is not this officer's to see.</summary>
    public async Task<IReadOnlyList<DraftRevision>> RevisionsAsync(Officer by, string draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (await _store.OpenAsync(draft, ct) is not { } file || !MaySee(by, file.File)) return [];
        return [.. (await _store.RevisionsAsync(draft, ct)).Select(Revision)];
    }

    /// <summary>What the author may take back, and do again, among the texts saved last; nothing where the draft is not theirs to see.</summary>
    public async Task<DraftHistory> HistoryAsync(Officer by, string draft, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (await _store.OpenAsync(draft, ct) is not { } file || !MaySee(by, file.File)) return new(null, null);
        var saved = await _store.LastRevisionsAsync(draft, LongestMemory, ct);
        var history = TextHistory.Of([.. saved.Select(text => text.Document)]);
        return new(history.Undo is { } undo ? Revision(saved[undo]) : null, history.Redo is { } redo ? Revision(saved[redo]) : null);
    }

    /// <summary>The draft as it would be with another text: its process and what the checks say of it. Nothing is saved.</summary>
    public async Task<DraftView> WeighAsync(DraftView draft, ElsaDocument document, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var now = _clock.GetUtcNow();
        var process = await _library.LinkedAsync(ProcessDefinition.Compile(document), VietnamTime.DayOf(now), ct);
        return Checked(draft with { Document = document, Process = process }, await CertifyAsync(process, now, ct));
    }

    /// <summary>Drafts the officer may see: authors their agency's, appraisers what was submitted to their body, publishers what comes before their authority.</summary>
    public async Task<IReadOnlyList<DraftLine>> ListAsync(Officer by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        List<DraftReach> reaches = [];
        if (by.Is(Role.Controller) || by.Is(Role.Administrator)) reaches.Add(new(DraftSide.Everybody, null, States));
        if (by.Is(Role.Author) && by.Agency is not null) reaches.Add(new(DraftSide.Authors, by.Agency, States));
        if (by.Is(Role.Appraiser)) reaches.Add(new(DraftSide.Appraisers, by.Agency, SeenByAppraisers));
        if (by.Is(Role.Publisher)) reaches.Add(new(DraftSide.Publishers, by.Agency, SeenByPublishers));
        var drafts = await _store.ListAsync(reaches, ct);
        var books = drafts.Any(draft => draft.Dossier is not null) ? await _reference.CurrentAsync(ct) : default;
        var lines = new List<DraftLine>(drafts.Count);
        foreach (var draft in drafts)
            lines.Add(new DraftLine(draft.Id, draft.Name, draft.Procedure, draft.Agency, draft.Status, draft.ChangedAt, draft.Author)
            {
                Round = draft.Round,
                Since = draft.Since,
                Assigned = draft.Assigned,
                Asked = draft.Asked,
                Clock = draft.Dossier is var (code, dossier) ? await ClockAsync(code, dossier, books, ct) : null,
            });
        return lines;
    }

    private async Task<DraftClock?> ClockAsync(DossierCode code, Dossier dossier, (ProvinceCatalogue? Catalogue, CalendarBook? Calendars) books, CancellationToken ct) =>
        books.Calendars is { } calendars && dossier.Version is { } version
            ? DraftClock.Of(code, dossier, (await _library.GetAsync(version, ct)).Definition, calendars, _clock.GetUtcNow(), books.Catalogue?.Ladders ?? ReminderLadders.National)
            : null;

    /// <summary>Published versions, newest effect first; of one procedure, or all. Public (công khai).</summary>
    public async Task<IReadOnlyList<VersionLine>> VersionsAsync(ProcedureCode? procedure, CancellationToken ct) =>
        [.. (await _store.VersionsAsync(procedure, ct)).Select(Line)];

    /// <summary>The versions in force today, of all procedures, newest effect first. Public.</summary>
    public async Task<IReadOnlyList<VersionLine>> InForceAsync(CancellationToken ct) =>
        [.. (await _store.InForceAsync(VietnamTime.DayOf(_clock.GetUtcNow()), ct)).Select(Line)];

    /// <summary>The shared processes in force today, which others may call, with the outcomes each can end with.</summary>
    public async Task<IReadOnlyList<SharedProcess>> SharedProcessesAsync(CancellationToken ct)
    {
        var shared = new List<SharedProcess>();
        foreach (var published in (await _store.SharedAsync(VietnamTime.DayOf(_clock.GetUtcNow()), ct)).DistinctBy(version => (version.Procedure, version.Case))) // the province's before any place's
        {
            var process = (await _library.GetAsync(published.Hash, ct)).Definition;
            if (process.Header.Kind is ProcessKind.SharedInternal)
                shared.Add(new(new(published.Procedure, published.Case), published.Name, published.Hash, ProcessLinking.EndsOf(process)));
        }
        return shared;
    }

    /// <summary>One published version by its hash, in one statement. A text that is law is not checked again: what the checks said of it is on record. Public.</summary>
    public async Task<VersionView?> VersionAsync(ContentHash hash, CancellationToken ct)
    {
        if (await _store.VersionAsync(hash, ct) is not var (published, document, certificate)) return null;
        var process = (await _library.GetAsync(hash, ct)).Definition;
        var report = certificate?.Report ?? await CheckAsync(process, _clock.GetUtcNow(), ct);
        return new VersionView(Line(published), ProcessLibrary.Document(document), process, report.Findings) { Certificate = certificate };
    }

    private static DraftRevision Revision(SavedText saved) => new(saved.Revision, saved.At, saved.By, ProcessLibrary.Document(saved.Document));

    private static DraftView Checked(DraftView draft, CheckCertificate certificate) => draft with
    {
        Findings = certificate.Report.Findings,
        LongestMinutes = certificate.Report.LongestMinutes,
        LimitMinutes = certificate.Report.LimitMinutes,
        Legs = certificate.Report.Legs,
        Certificate = certificate,
    };

    private static PublicationStatus[] States { get; } = [.. Enum.GetValues<PublicationStatus>().Except([PublicationStatus.None])];

    private static PublicationStatus[] SeenByAppraisers { get; } =
    [
        PublicationStatus.Submitted, PublicationStatus.UnderAppraisal, PublicationStatus.Revising, PublicationStatus.Appraised, PublicationStatus.Proposed, PublicationStatus.Published,
    ];

    private static PublicationStatus[] SeenByPublishers { get; } = [PublicationStatus.Appraised, PublicationStatus.Proposed, PublicationStatus.Published];

    private async Task<PublicationAnswer> ActAsync(
        Officer by, string draft, CommandMark? mark, Func<DraftFile, DateTimeOffset, Task<Step>> step, CancellationToken ct)
    {
        for (var left = Tries; left > 0; left--)
        {
            var opening = await _store.OpenAsync(draft, mark, ct);
            if (Repeated(opening, mark) is { } answer) return answer; // first: who acted may not see the draft any more
            if (opening.File is not { } file || !MaySee(by, file.File)) return new(null, 0, OfficeRefusals.DraftNotFound);
            var now = _clock.GetUtcNow();
            var asked = await step(file, now);
            if (asked.Refusal is not null) return new(draft, file.Revision, asked.Refusal);

            try
            {
                if (asked.Command is null)
                {
                    if (mark is not null) await _store.KeepAsync(file, mark, now, ct);
                    return new(draft, file.Revision, null);
                }
                List<PublicationEvent> events = [];
                var after = file.File;
                foreach (var command in new[] { asked.Command, asked.Next }.OfType<PublicationCommand>())
                {
                    var decision = PublicationDecider.Decide(after, command, now);
                    if (decision is Decision.Refused refused) return new(draft, file.Revision, refused.Reason) { Findings = asked.Findings };

                    events.AddRange(((Decision.Accepted)decision).Events);
                    after = ((Decision.Accepted)decision).Events.Aggregate(after, (state, happened) => state.Apply(happened));
                }
                var text = asked.Text is null ? null : ProcessDefinition.Compile(asked.Text);
                var entry = new DraftEntry(
                    by.Id, now, events, after, asked.Text?.ToCanonicalText(), text?.Name, text?.Header.Procedure ?? after.Procedure)
                { Certificate = asked.Certificate, BeginsClock = asked.BeginsClock };
                if (events.OfType<PublicationEvent.Published>().SingleOrDefault() is { } published) await _store.PublishAsync(file, entry, published, mark, ct);
                else if (events.OfType<PublicationEvent.Repealed>().SingleOrDefault() is { } repealed) await _store.RepealAsync(file, entry, repealed, mark, ct);
                else await _store.WriteAsync(file, entry, mark, ct);
                if ((file.IsTimed || asked.BeginsClock) && events.Any(happened => AppraisalClock.MomentOf(file.File, happened) is not null)) await _appraisals.TryFollowAsync(draft, ct);
                return new(draft, asked.Text is null ? file.Revision : file.Revision + 1, null) { Findings = asked.Findings };
            }
            catch (RivalException) { } // read again, and decide once more on what the rival left
        }
        return new(draft, 0, OfficeRefusals.StaleDraft);
    }

    private static CommandMark? Mark(Officer by, string? key, params string?[] said)
    {
        ArgumentNullException.ThrowIfNull(by);
        return key is null ? null : new(by.Id.Value, key, StoredJson.HashOf(said));
    }

    private static PublicationAnswer? Repeated(DraftOpening opening, CommandMark? mark) => opening.Earlier switch
    {
        null => null,
        var earlier when earlier.Command == mark!.Command => new(earlier.Code, earlier.Length, null),
        _ => new(null, 0, OfficeRefusals.KeyReused),
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What was checked when the text became law; null for one that is not, and for those from before certificates were kept.</summary>
    private async Task<CheckCertificate?> KeptAsync(ProcessFile file, CancellationToken ct) =>
        file is { Status: PublicationStatus.Published, Hash: { } hash } ? (await _store.VersionAsync(hash, ct))?.Certificate : null;

    private async Task<CheckReport> CheckAsync(ProcessDefinition process, DateTimeOffset now, CancellationToken ct) => (await CertifyAsync(process, now, ct)).Report;

    /// <summary>Lets the dossiers of drafts follow what was just written about them. What breaks is left to the sweep: the act is done.</summary>
    internal async Task FollowAsync(IEnumerable<string> drafts, CancellationToken ct)
    {
        foreach (var draft in drafts) await _appraisals.TryFollowAsync(draft, ct);
    }

    /// <summary>What the checks say of a process by today's books.</summary>
    internal async Task<CheckCertificate> CertifyAsync(ProcessDefinition process, DateTimeOffset now, CancellationToken ct)
    {
        var books = await _reference.CurrentAsync(ct);
        return await CertifyAsync(process, process.Header.Procedure is { } procedure ? await _store.VersionsAsync(procedure, ct) : [], books, VietnamTime.DayOf(now), ct);
    }

    /// <summary>What the checks say of a process beside the versions of its procedure, by books that were read.</summary>
    internal async Task<CheckCertificate> CertifyAsync(
        ProcessDefinition process, IReadOnlyList<PublishedVersion> published, (Catalogue.ProvinceCatalogue? Catalogue, CalendarBook? Calendars) books, DateOnly today, CancellationToken ct)
    {
        var issued = new List<IssuedProcess>(published.Count);
        foreach (var text in published) issued.Add(new((await _library.GetAsync(text.Hash, ct)).Definition, text.Act.EffectiveFrom, text.To));
        return CheckCertificate.Of(process, new CheckContext(books.Catalogue, books.Calendars, today) { Issued = issued });
    }

    private VersionLine Line(PublishedVersion published)
    {
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        return new VersionLine(
            published.Hash, published.Procedure, published.Case, published.Name, published.Act, published.Act.EffectiveFrom, published.To,
            published.Act.EffectiveFrom <= today && (published.To is null || today < published.To))
        { Upcoming = published.Act.EffectiveFrom > today && published.To != published.Act.EffectiveFrom, Recorded = published.WasRecorded, Repeal = published.Repeal, Place = published.Place };
    }

    /// <summary>What the text says otherwise than the version before it, by the names of the changes.</summary>
    private async Task<IReadOnlyList<string>> ChangesAsync(DraftFile file, CancellationToken ct)
    {
        var process = ProcessDefinition.Compile(ProcessLibrary.Document(file.Document));
        return await VersionBeforeAsync(process.Header, file.File.Hash, ct) is { } hash && await _store.TextAsync(hash, ct) is { } before
            ? DefinitionDiff.Of(ProcessDefinition.Compile(ProcessLibrary.Document(before.Document)), process).Items
            : [];
    }

    /// <summary>Every comment with the step it is about in today's text: it may bear another number since, or be gone.</summary>
    private async Task<IReadOnlyList<PlacedComment>> PlacedAsync(DraftFile file, ElsaDocument document, CancellationToken ct)
    {
        var comments = file.File.Comments;
        if (comments.IsEmpty) return [];
        var now = ProcessDefinition.Compile(document);
        var earlier = comments.Where(comment => comment.Step is not null && comment.Revision < file.Revision).Select(comment => comment.Revision).Distinct().ToArray();
        var since = new Dictionary<int, DefinitionDiff>();
        if (earlier is not [])
            foreach (var (revision, text) in await _store.TextsAsync(file.Id, earlier, ct))
                since[revision] = DefinitionDiff.Of(ProcessDefinition.Compile(ProcessLibrary.Document(text)), now);
        return [.. comments.Select(comment => new PlacedComment(comment, comment.Step is { } step ? Today(step, comment.Revision) : null))];

        StepKey? Today(StepKey step, int revision) => since.GetValueOrDefault(revision)?.Steps.FirstOrDefault(one => one.Before == step) is { } changed ? changed.After : step;
    }

    private async Task<Officer?> OfficerAsync(Officer by, OfficerId id, CancellationToken ct) =>
        id == by.Id ? by : await _accounts.FindAsync(id, ct) is { } account ? OfficerOf(account) : null;

    private static Officer OfficerOf(Account account) => new(account.Id, account.Name, account.Agency, account.Roles, []);

    /// <summary>A draft that goes with a decision is not signed alone.</summary>
    private static DraftOffers Offers(DraftFile file, Officer by)
    {
        var offers = PublicationDecider.OffersTo(file.File, by);
        return file.Decision is null ? offers : offers with { Publish = false };
    }

    private static bool MaySee(Officer by, ProcessFile file) =>
        by.Is(Role.Controller) || by.Is(Role.Administrator)
        || by.Is(Role.Author) && by.Agency is not null && by.Agency == file.Agency
        || by.Is(Role.Appraiser) && SeenByAppraisers.Contains(file.Status) && (file.Competence ?? Competence.Open).MayAppraise(by)
        || by.Is(Role.Publisher) && SeenByPublishers.Contains(file.Status) && (file.Competence ?? Competence.Open).MayPublish(by);

    /// <summary>What is to be decided about a draft: a command, nothing, or a no before any decision.</summary>
    private sealed record Step(PublicationCommand? Command)
    {
        public Step(Refusal refusal) : this((PublicationCommand?)null) => Refusal = refusal;

        public Refusal? Refusal { get; }

        /// <summary>What is to follow in the same breath.</summary>
        public PublicationCommand? Next { get; init; }

        public ElsaDocument? Text { get; init; }

        public CheckCertificate? Certificate { get; init; }

        public IReadOnlyList<Finding> Findings { get; init; } = [];

        /// <summary>From here on a dossier follows the acts, if there is one to begin.</summary>
        public bool BeginsClock { get; init; }
    }
}

/// <summary>What the office answers: the draft's id and revision, or why not.</summary>
public sealed record PublicationAnswer(string? Draft, int Revision, Refusal? Refusal)
{
    /// <summary>For a refused submission: what the checks found.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public bool IsDone => Refusal is null;
}

/// <summary>One draft whole.</summary>
/// <param name="MayEdit">Whether this officer may change the text now.</param>
public sealed record DraftView(
    string Id, int Revision, ProcessFile File, ElsaDocument Document, ProcessDefinition Process, IReadOnlyList<Finding> Findings,
    IReadOnlyList<PublicationEvent> Acts, bool MayEdit, IReadOnlyDictionary<OfficerId, string> Names)
{
    /// <summary>Working minutes of the longest path, as the checks found it; null where there is no such figure.</summary>
    public int? LongestMinutes { get; init; }

    /// <summary>Working minutes of the limit it must fit into; null for calendar days or none.</summary>
    public int? LimitMinutes { get; init; }

    /// <summary>The checks on this text, as a paper: by today's books, or as they were when it became law.</summary>
    public required CheckCertificate Certificate { get; init; }

    /// <summary>How long each declared leg or stage takes.</summary>
    public IReadOnlyList<LegTime> Legs { get; init; } = [];

    /// <summary>What the appraising body asked or remarked, in all rounds, oldest first.</summary>
    public IReadOnlyList<PlacedComment> Comments { get; init; } = [];

    /// <summary>What this officer may do to it now.</summary>
    public DraftOffers Offers { get; init; } = new();

    /// <summary>The decision that it goes with, signed or not; null where it is in none.</summary>
    public string? Decision { get; init; }

    /// <summary>How the time of its appraisal stands; null where it has no clock.</summary>
    public DraftClock? Clock { get; init; }
}

/// <summary>A comment, and the step it is about as the text says today.</summary>
/// <param name="Step">Null where it is about no step, or the step is gone.</param>
public sealed record PlacedComment(Comment Comment, StepKey? Step)
{
    /// <summary>The step it was about is not in the text any more.</summary>
    public bool IsStepGone => Comment.Step is not null && Step is null;
}

/// <summary>What an author may take back (hoàn tác), and do again after that (làm lại); null where there is nothing.</summary>
public sealed record DraftHistory(DraftRevision? Undo, DraftRevision? Redo);

/// <summary>One saved text of a draft.</summary>
public sealed record DraftRevision(int Revision, DateTimeOffset At, OfficerId By, ElsaDocument Document);

/// <summary>One draft on a list.</summary>
public sealed record DraftLine(string Id, string Name, ProcedureCode? Procedure, AgencyCode Agency, PublicationStatus Status, DateTimeOffset ChangedAt, OfficerId Author)
{
    /// <summary>How often it was submitted.</summary>
    public int Round { get; init; }

    /// <summary>Since when it stands where it stands.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Who gives the opinion.</summary>
    public OfficerId? Assigned { get; init; }

    /// <summary>How many comments wait for the authors' answer.</summary>
    public int Asked { get; init; }

    /// <summary>How the time of its appraisal stands; null where it has no clock, or that is over.</summary>
    public DraftClock? Clock { get; init; }
}

/// <summary>One published version on a list. <c>To</c> is the day from which the next one holds; null while it is the last.</summary>
public sealed record VersionLine(
    ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, LegalAct Act, DateOnly From, DateOnly? To, bool InForce)
{
    /// <summary>Where it applies (nơi áp dụng): an agency with everything under it; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }

    /// <summary>It comes into force later.</summary>
    public bool Upcoming { get; init; }

    /// <summary>It was law before it came here (ghi nhận): taken in by a recorded exception, and not appraised.</summary>
    public bool Recorded { get; init; }

    /// <summary>Replaced on the very day it was to begin: it was never in force on a whole day.</summary>
    internal bool IsEmpty => To == From;

    /// <summary>The decision that repealed it without another in its place; null where there is none.</summary>
    public LegalAct? Repeal { get; init; }
}

/// <summary>A shared process that may be called (quy trình dùng chung), and the outcomes it can end with.</summary>
public sealed record SharedProcess(ProcessKey Process, string Name, ContentHash Version, IReadOnlyList<string> Outcomes);

/// <summary>One published version whole; the process with the steps of what it calls.</summary>
public sealed record VersionView(VersionLine Line, ElsaDocument Document, ProcessDefinition Process, IReadOnlyList<Finding> Findings)
{
    /// <summary>What was checked when it was published; null for versions from before that was kept.</summary>
    public CheckCertificate? Certificate { get; init; }
}
