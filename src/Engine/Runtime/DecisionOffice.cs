using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using Decision = TthcFlow.Engine.Vocabulary.Decision<TthcFlow.Engine.Publication.DecisionFileEvent>;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for decisions that carry many processes (hồ sơ ban hành quyết định): prepared by publishers, signed in one act, all or nothing.</summary>
/// <remarks>Idempotency keys work as in <see cref="PublicationOffice"/>.</remarks>
public sealed partial class DecisionOffice
{
    private const int Tries = 2;

    private readonly PublicationStore _store;
    private readonly PublicationOffice _publications;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal DecisionOffice(PublicationStore store, PublicationOffice publications, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _publications, _library, _reference, _clock) = (store, publications, library, reference, clock);

    /// <summary>What this publisher could put into a decision: proposed drafts that are in none, and versions that could end. Deciding asks again.</summary>
    public async Task<DecisionCandidates> CandidatesAsync(Officer by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Publisher)) return new([], []);
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        var standing = await _store.StandingAsync(today, ct);
        var inForce = standing.Where(version => version.Holds(today)).ToDictionary(version => version.Line);
        var proposed = (await _store.ProposedAsync(by.Agency, ct)).Where(draft => PublicationDecider.WhyNotToBeSigned(draft.File, by) is null);
        return new(
            [
                .. from draft in proposed
                   let holding = LineOf(draft.File) is { } line ? inForce.GetValueOrDefault(line) : null
                   select new CandidateDraft(Draft(draft.Id, draft.File, holding, catalogue), holding is null ? DecisionAct.Approve : DecisionAct.Amend),
            ],
            [.. standing.Where(version => version.Version.Repeal is null && (version.Publishes is null || version.Publishes == by.Agency)).Select(version => Version(version, catalogue))])
        {
            StandingBases = [.. catalogue.StandingBasesOn(today).Select(law => new StandingBasis(law.Number, DecisionText.Named(law)))],
        };
    }

    /// <summary>Begins a decision with what it says so far; at least one line.</summary>
    public async Task<DecisionAnswer> BeginAsync(Officer by, DecisionContent content, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(content);
        content = content.Trimmed();
        var mark = Mark(by, idempotencyKey, "begin-decision", StoredJson.Write(content)); // of what was asked, before the province's own bases are put in
        for (var left = Tries; left > 0; left--)
        {
            if (mark is not null && Repeated(await _store.OpenDecisionAsync(null, mark, ct), mark) is { } answer) return answer;

            var now = _clock.GetUtcNow();
            var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
            if (WhyNotNamed(content, catalogue) is { } unknown) return new(null, 0, unknown);
            content = content with { StandingBases = content.StandingBases ?? [.. catalogue.StandingBasesOn(VietnamTime.DayOf(now)).Select(law => law.Number)] };
            var matter = await MatterAsync(content, null, VietnamTime.DayOf(now), VietnamTime.DayOf(now), ct);
            var decision = DecisionFileDecider.Decide(DecisionFile.Empty, new DecisionFileCommand.Begin(by, content, matter.Files), now);
            if (decision is Decision.Refused refused) return new(null, 0, refused.Reason) { Lines = Lines(refused.Reason, () => DecisionFileDecider.FaultsToCompose(content, DecisionContent.Blank, by, matter.Files)) };

            var id = Guid.CreateVersion7(now).ToString("n");
            var events = ((Decision.Accepted)decision).Events;
            try
            {
                await _store.BeginDecisionAsync(id, new(by.Id, now, events, DecisionFile.Replay(events)), mark, ct);
                return new(id, events.Count, null);
            }
            catch (RivalException) { } // the same command beside us, or a draft that another decision has meanwhile
        }
        return new(null, 0, OfficeRefusals.StaleDecision);
    }

    /// <summary>Puts down all that the decision says from now on. <paramref name="ifLength"/> other than the stored one is refused as stale; saying the same again is no act.</summary>
    public Task<DecisionAnswer> SaveAsync(Officer by, string decision, DecisionContent content, int ifLength, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        var (said, text) = (content.Trimmed(), StoredJson.Write(content.Trimmed()));
        var mark = Mark(by, idempotencyKey, "save-decision", decision, ifLength.ToString(CultureInfo.InvariantCulture), text);
        return ActAsync(by, decision, mark, async (stored, now) =>
        {
            if (stored.File.Status is DecisionStatus.Preparing && stored.Length != ifLength) return new(OfficeRefusals.StaleDecision);
            // A save that says nothing of the province's own bases leaves them.
            var kept = said with { StandingBases = said.StandingBases ?? stored.File.Content.StandingBases };
            if (stored.File.Status is DecisionStatus.Preparing && StoredJson.Write(stored.File.Content) == StoredJson.Write(kept)) return new((DecisionFileCommand?)null);
            if (WhyNotNamed(kept, (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue) is { } unknown) return new(unknown);
            var matter = await MatterAsync(kept, decision, VietnamTime.DayOf(now), VietnamTime.DayOf(now), ct);
            return new(new DecisionFileCommand.Compose(by, kept, matter.Files)) { Faults = () => DecisionFileDecider.FaultsToCompose(kept, stored.File.Content, by, matter.Files) };
        }, ct);
    }

    private static Refusal? WhyNotNamed(DecisionContent content, ProvinceCatalogue catalogue) =>
        content.StandingBases?.Find(number => catalogue.FindLaw(number) is null) is { } unknown ? CatalogueRefusals.LawUnknown(unknown) : null;

    /// <summary>Gives a decision up; its drafts may go into another.</summary>
    public Task<DecisionAnswer> DiscardAsync(Officer by, string decision, string reason, CancellationToken ct, string? idempotencyKey = null) =>
        ActAsync(by, decision, Mark(by, idempotencyKey, "discard-decision", decision, reason), (_, _) => Task.FromResult<Step>(new(new DecisionFileCommand.Discard(by, reason))), ct);

    /// <summary>Signs: every line takes effect on the day the act names, or none does.</summary>
    public Task<DecisionAnswer> SignAsync(Officer by, string decision, LegalAct act, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(act);
        var mark = Mark(by, idempotencyKey, "sign-decision", decision, act.Number, Day(act.SignedOn), act.Authority, Day(act.EffectiveFrom));
        return ActAsync(by, decision, mark, async (stored, now) =>
        {
            var today = VietnamTime.DayOf(now);
            var matter = await MatterAsync(stored.File.Content, decision, act.EffectiveFrom, today, ct);
            return new(new DecisionFileCommand.Sign(by, act, today, matter.Files))
            {
                Faults = () => DecisionFileDecider.FaultsToSign(stored.File.Content, by, act, today, matter.Files),
                Write = entry => SignAsync(by, stored, entry, act, matter, today, mark, ct),
            };
        }, ct);
    }

    /// <summary>One decision whole; null when there is none or it is not this officer's to see.</summary>
    public async Task<DecisionView?> OpenAsync(Officer by, string decision, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if ((await _store.OpenDecisionAsync(decision, null, ct)).Decision is not { } stored || !MaySee(by, stored.File)) return null;

        var (file, content, today) = (stored.File, stored.File.Content, VietnamTime.DayOf(_clock.GetUtcNow()));
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        var matter = await MatterAsync(content, decision, today, today, ct);
        var acts = await _store.DecisionActsAsync(decision, ct);
        var isOpen = file.Status is DecisionStatus.Preparing;
        // As if it were signed this minute, whatever its number will be.
        var faults = isOpen ? DecisionFileDecider.FaultsToSign(content, by, new("…", today, "…", today), today, matter.Files) : [];
        var authorities = matter.Drafts.Values.Select(draft => AuthorityOf(draft.File, catalogue)).OfType<string>().Distinct().ToArray();
        return new DecisionView(
            decision, stored.Length, file,
            [
                .. content.Lines.Select((line, at) => new DecisionLineView(
                    at + 1, line,
                    line.Draft is { } id && matter.Drafts.GetValueOrDefault(id) is { } draft ? Draft(id, draft.File, matter.Holding(draft.File, today), catalogue) : null,
                    [.. line.Ends.Select(end => matter.VersionOf(end)).OfType<DraftVersion>().Select(version => Version(version, catalogue))],
                    [.. faults.Where(fault => fault.Line == at + 1)])),
            ],
            DecisionFileDecider.OffersTo(file, by), acts, OfficerNames.Of(catalogue, [.. acts.Select(act => act.By), by.Id]))
        {
            Missing = isOpen ? DecisionFileDecider.MissingIn(content) : [],
            Authority = authorities is [var only] ? only : null,
            AgencyName = file.Agency is { } agency ? catalogue.Find(agency)?.Name : null,
            StandingBases = [.. (content.StandingBases ?? []).Select(number => new StandingBasis(number, catalogue.FindLaw(number) is { } law ? DecisionText.Named(law) : number))],
        };
    }

    /// <summary>Decisions the officer may see, latest change first: publishers their authority's, controllers and administrators all.</summary>
    public async Task<IReadOnlyList<DecisionRow>> ListAsync(Officer by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        var all = by.Is(Role.Controller) || by.Is(Role.Administrator);
        if (!all && !by.Is(Role.Publisher)) return [];
        var decisions = await _store.DecisionsAsync(by.Agency, all, ct);
        return
        [
            .. from listed in decisions
               select new DecisionRow(listed.Id, listed.Subject, listed.Status, listed.Agency, listed.Lines, listed.Act, listed.BegunBy, listed.ChangedAt),
        ];
    }

    private async Task<DecisionAnswer> ActAsync(Officer by, string decision, CommandMark? mark, Func<StoredDecision, DateTimeOffset, Task<Step>> step, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        for (var left = Tries; left > 0; left--)
        {
            var opening = await _store.OpenDecisionAsync(decision, mark, ct);
            if (Repeated(opening, mark) is { } answer) return answer;
            if (opening.Decision is not { } stored || !MaySee(by, stored.File)) return new(null, 0, OfficeRefusals.DecisionNotFound);
            var now = _clock.GetUtcNow();
            var asked = await step(stored, now);
            if (asked.Refusal is not null) return new(decision, stored.Length, asked.Refusal);

            try
            {
                if (asked.Command is null)
                {
                    if (mark is not null) await _store.KeepAsync(decision, stored.Length, mark, now, ct);
                    return new(decision, stored.Length, null);
                }
                var decided = DecisionFileDecider.Decide(stored.File, asked.Command, now);
                // Who signed beside us while the files were being read is why they are not as the decision says: then decide on what it is now.
                if (decided is Decision.Refused && left > 1 && (await _store.OpenDecisionAsync(decision, null, ct)).Decision?.Length != stored.Length) continue;
                if (decided is Decision.Refused refused)
                    return new(decision, stored.Length, refused.Reason) { Lines = Lines(refused.Reason, asked.Faults) };

                var events = ((Decision.Accepted)decided).Events;
                var entry = new DecisionEntry(by.Id, now, events, events.Aggregate(stored.File, (file, happened) => file.Apply(happened)));
                await (asked.Write?.Invoke(entry) ?? _store.WriteDecisionAsync(stored, entry, mark, ct));
                return new(decision, stored.Length + events.Count, null);
            }
            catch (RivalException) { } // read again, and decide once more on what the rival left
        }
        return new(decision, 0, OfficeRefusals.StaleDecision);
    }

    /// <summary>Writes the decision and everything it does. What is written is what was decided on: the store lets nothing through that changed meanwhile.</summary>
    private async Task SignAsync(Officer by, StoredDecision stored, DecisionEntry entry, LegalAct act, Matter matter, DateOnly today, CommandMark? mark, CancellationToken ct)
    {
        var ends = new List<ProcessAct<PublicationEvent.Repealed>>();
        foreach (var end in stored.File.Content.Lines.SelectMany(line => line.Ends))
            ends.Add(Carried<PublicationEvent.Repealed>(matter.Drafts[end], new PublicationCommand.Repeal(by, act, today, matter.Files[end].Until), entry.At));

        var drafts = stored.File.Content.Drafts.Select(draft => matter.Drafts[draft]).ToArray();
        // What the texts are linked with and compared with, read in one go.
        await _library.PreloadAsync(drafts.SelectMany(draft => (draft.File.Calls ?? []).Select(call => call.Version).Concat(matter.Of(draft.File.Procedure).Select(version => version.Version.Hash))), ct);
        var books = await _reference.CurrentAsync(ct);
        var issues = new List<ProcessAct<PublicationEvent.Published>>();
        foreach (var draft in drafts)
        {
            var pinned = await _library.PrintedAsync(draft, ct);
            var issue = Carried<PublicationEvent.Published>(draft, new PublicationCommand.Publish(by, act, today) { Calls = matter.Files[draft.Id].Calls }, entry.At);
            var certificate = await _publications.CertifyAsync(pinned, [.. matter.Of(pinned.Header.Procedure).Select(version => version.Version)], books, today, ct);
            issues.Add(issue with { Entry = issue.Entry with { Certificate = certificate } });
        }
        await _store.SignAsync(stored, entry, ends, issues, matter.Versions, mark, ct);
        await _publications.FollowAsync(drafts.Where(draft => draft.IsTimed).Select(draft => draft.Id), ct);
    }

    private static ProcessAct<TEvent> Carried<TEvent>(DraftFile draft, PublicationCommand command, DateTimeOffset now) where TEvent : PublicationEvent
    {
        var events = ((Decision<PublicationEvent>.Accepted)PublicationDecider.Decide(draft.File, command, now)).Events;
        var after = events.Aggregate(draft.File, (file, happened) => file.Apply(happened));
        return new(draft, new DraftEntry(command.By.Id, now, events, after, null, null, after.Procedure), events.OfType<TEvent>().Single());
    }

    /// <summary>Everything a decision speaks of, in two statements, however many lines it has.</summary>
    /// <param name="decision">The decision itself; null while it is to begin.</param>
    private async Task<Matter> MatterAsync(DecisionContent content, string? decision, DateOnly from, DateOnly today, CancellationToken ct)
    {
        if (content.Lines.Count > DecisionContent.MostLines) return new(new Dictionary<string, DraftFile>(), [], new Dictionary<string, DecidedFile>()); // refused by the count alone
        var drafts = await _store.DraftsAsync([.. content.Files], ct);
        var called = drafts.Values.Where(draft => draft.File is { Calls: not null, Status: not PublicationStatus.Published })
            .ToDictionary(draft => draft.Id, draft => ProcessLinking.CalledBy(ProcessDefinition.Compile(ProcessLibrary.Document(draft.Document))).ToArray());
        var versions = await _store.VersionsOfAsync(
            [.. drafts.Values.Select(draft => draft.File.Procedure).OfType<ProcedureCode>().Concat(called.Values.SelectMany(keys => keys.Select(key => key.Procedure))).Distinct()], ct);
        var matter = new Matter(drafts, versions, new Dictionary<string, DecidedFile>());
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        return matter with
        {
            Files = drafts.Values.ToDictionary(draft => draft.Id, draft => new DecidedFile(draft.File)
            {
                Calls = called.GetValueOrDefault(draft.Id) is { } keys
                    ? [.. from key in keys let holding = matter.Called(key, draft.File.Place, today, catalogue) where holding is not null select new PinnedCall(key, holding.Version.Hash)]
                    : null,
                Holding = matter.Holding(draft.File, from)?.Version.Hash,
                Until = matter.VersionOf(draft.Id)?.Version.To,
                ElsewhereIn = draft.Decision == decision ? null : draft.Decision,
            }, StringComparer.Ordinal),
        };
    }

    private static (ProcessKey Process, AgencyCode? Place)? LineOf(ProcessFile file) => file.Procedure is { } procedure ? (new(procedure, file.Case), file.Place) : null;

    private static DecidedDraft Draft(string id, ProcessFile file, DraftVersion? inForce, ProvinceCatalogue catalogue)
    {
        var procedure = file.Procedure is { } code ? catalogue.Find(code) : null;
        return new(
            id, file.Name, file.Procedure, procedure?.Name, procedure?.Field, file.Case, file.Agency, file.Agency is { } agency ? catalogue.Find(agency)?.Name : null, file.Hash,
            file.Status, file.Round, file.Receipt, file.Proposal, file.OpinionPaper, inForce is null ? null : Version(inForce, catalogue));
    }

    private static DecidedVersion Version(DraftVersion stored, ProvinceCatalogue catalogue)
    {
        var (version, procedure) = (stored.Version, catalogue.Find(stored.Version.Procedure));
        return new(
            stored.Draft, version.Name, version.Procedure, procedure?.Name, procedure?.Field, version.Case, stored.Agency, catalogue.Find(stored.Agency)?.Name, version.Hash, version.Act,
            version.Act.EffectiveFrom, version.To, version.Repeal);
    }

    private static string? AuthorityOf(ProcessFile file, ProvinceCatalogue catalogue) =>
        file.Competence is { } competence ? competence.Authority ?? (competence.Publishes is { } code ? catalogue.Find(code)?.Name : null) : null;

    private static bool MaySee(Officer by, DecisionFile file) => by.Is(Role.Controller) || by.Is(Role.Administrator) || by.Is(Role.Publisher) && by.Agency == file.Agency;

    private static CommandMark? Mark(Officer by, string? key, params string?[] said)
    {
        ArgumentNullException.ThrowIfNull(by);
        return key is null ? null : new(by.Id.Value, key, StoredJson.HashOf(said));
    }

    private static DecisionAnswer? Repeated(DecisionOpening opening, CommandMark? mark) => opening.Earlier switch
    {
        null => null,
        var earlier when earlier.Command == mark!.Command => new(earlier.Code, earlier.Length, null),
        _ => new(null, 0, OfficeRefusals.KeyReused),
    };

    private static IReadOnlyList<LineFault> Lines(Refusal reason, Func<IReadOnlyList<LineFault>>? faults) => reason.Code == DecisionRefusals.LinesHeldUp ? faults?.Invoke() ?? [] : [];

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What is to be decided about a decision: a command, nothing, or a no before any decision.</summary>
    private sealed record Step(DecisionFileCommand? Command)
    {
        public Step(Refusal refusal) : this((DecisionFileCommand?)null) => Refusal = refusal;

        public Refusal? Refusal { get; }

        /// <summary>Which lines hold it up, where it is refused for that.</summary>
        public Func<IReadOnlyList<LineFault>>? Faults { get; init; }

        /// <summary>How it is written; null for what changes no process.</summary>
        public Func<DecisionEntry, Task>? Write { get; init; }
    }

    /// <summary>The files a decision speaks of, and every version of their procedures.</summary>
    private sealed record Matter(IReadOnlyDictionary<string, DraftFile> Drafts, IReadOnlyList<DraftVersion> Versions, Dictionary<string, DecidedFile> Files)
    {
        public IEnumerable<DraftVersion> Of(ProcedureCode? procedure) => Versions.Where(version => version.Version.Procedure == procedure);

        public DraftVersion? VersionOf(string draft) => Versions.FirstOrDefault(version => version.Draft == draft);

        /// <summary>What a text that applies at a place calls: of the versions in force, the one of the nearest place.</summary>
        public DraftVersion? Called(ProcessKey key, AgencyCode? at, DateOnly day, ProvinceCatalogue catalogue)
        {
            var standing = Versions.Where(version => version.Case == key && version.Holds(day)).ToList();
            var nearest = at is null ? [] : catalogue.NearestOf(at, [.. standing.Select(version => version.Version.Place).OfType<AgencyCode>()], day);
            return standing.Where(version => nearest is [] ? version.Version.Place is null : nearest.Contains(version.Version.Place!)).DistinctBy(version => version.Version.Hash).ToList() is [var only] ? only : null;
        }

        public DraftVersion? Holding(ProcessFile file, DateOnly day) => LineOf(file) is { } line ? Versions.FirstOrDefault(version => version.Line == line && version.Holds(day)) : null;
    }
}

/// <summary>What the office answers: the decision's id and how many acts it has, or why not.</summary>
public sealed record DecisionAnswer(string? Decision, int Length, Refusal? Refusal)
{
    /// <summary>Where lines hold it up: each with its reason.</summary>
    public IReadOnlyList<LineFault> Lines { get; init; } = [];

    public bool IsDone => Refusal is null;
}

/// <summary>One decision on a list.</summary>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Act">Null while it is not signed.</param>
public sealed record DecisionRow(string Id, string Subject, DecisionStatus Status, AgencyCode? Agency, int Lines, LegalAct? Act, OfficerId BegunBy, DateTimeOffset ChangedAt);

/// <summary>What can be put into a decision.</summary>
public sealed record DecisionCandidates(IReadOnlyList<CandidateDraft> Drafts, IReadOnlyList<DecidedVersion> Versions)
{
    /// <summary>The laws that every decision names today, in their order; each decision may leave some out.</summary>
    public IReadOnlyList<StandingBasis> StandingBases { get; init; } = [];
}

/// <summary>A law that every decision of the province names (căn cứ chung).</summary>
/// <param name="Printed">How decisions print it.</param>
public sealed record StandingBasis(string Number, string Printed);

/// <summary>A proposed draft that may be put into a decision.</summary>
/// <param name="Fits">Amend where a version of its procedure and case is in force today, else approve.</param>
public sealed record CandidateDraft(DecidedDraft Draft, DecisionAct Fits);

/// <summary>One decision whole.</summary>
/// <param name="Length">How many acts it has; what a save must name.</param>
public sealed record DecisionView(
    string Id, int Length, DecisionFile File, IReadOnlyList<DecisionLineView> Lines, DecisionOffers Offers, IReadOnlyList<DecisionFileEvent> Acts, IReadOnlyDictionary<OfficerId, string> Names)
{
    /// <summary>What is missing in the decision itself (subject, signer) before it can be signed; empty when nothing is, and once it is signed.</summary>
    public IReadOnlyList<Refusal> Missing { get; init; } = [];

    /// <summary>How decisions print the authority that is competent for its lines; null where they do not say one and the same.</summary>
    public string? Authority { get; init; }

    /// <summary>The name of the authority's agency; null where it has none.</summary>
    public string? AgencyName { get; init; }

    /// <summary>The laws it names of those that every decision does, in their order.</summary>
    public IReadOnlyList<StandingBasis> StandingBases { get; init; } = [];

    /// <summary>Everything a signature needs but the number and the days is there.</summary>
    public bool IsReady => Missing.Count == 0 && Lines.All(line => line.HeldUpBy.Count == 0);
}

/// <summary>A line of a decision with what it speaks of.</summary>
/// <param name="Number">From 1, in the order of the appendix.</param>
/// <param name="Issues">What becomes law; null for an abolition, or where the draft is gone.</param>
/// <param name="Ends">The versions it repeals.</param>
/// <param name="HeldUpBy">What would keep it from being signed today by who looks at it; empty once it is signed.</param>
public sealed record DecisionLineView(int Number, DecidedLine Line, DecidedDraft? Issues, IReadOnlyList<DecidedVersion> Ends, IReadOnlyList<LineFault> HeldUpBy);

/// <summary>A draft as a decision speaks of it, with the papers of its rounds.</summary>
/// <param name="ProcedureName">As the catalogue has it; null where it does not know the procedure.</param>
/// <param name="AgencyName">The department that drafted it.</param>
/// <param name="Proposal">Tờ trình; null where it is not proposed any more.</param>
/// <param name="Opinion">The last written opinion of the appraising body.</param>
/// <param name="InForce">The version of its procedure and case that is in force today; null for nothing.</param>
public sealed record DecidedDraft(
    string Draft, string Name, ProcedureCode? Procedure, string? ProcedureName, string? Field, CaseKey? Case, AgencyCode? Agency, string? AgencyName, ContentHash? Hash,
    PublicationStatus Status, int Round, string? Receipt, NumberedPaper? Proposal, NumberedPaper? Opinion, DecidedVersion? InForce);

/// <summary>A published version as a decision speaks of it.</summary>
/// <param name="To">From when it holds no more; null while it is the last.</param>
/// <param name="Repeal">The decision that repealed it; null where none did.</param>
public sealed record DecidedVersion(
    string Draft, string Name, ProcedureCode Procedure, string? ProcedureName, string? Field, CaseKey? Case, AgencyCode? Agency, string? AgencyName, ContentHash Hash, LegalAct Act,
    DateOnly From, DateOnly? To, LegalAct? Repeal);
