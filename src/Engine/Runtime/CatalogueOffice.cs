using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the catalogue of procedures: searched and read by those who build, appraise and publish processes; changed by the province's controllers, by files and by decisions.</summary>
public sealed class CatalogueOffice
{
    private const int MostImports = 100, LongestWords = 500;

    private readonly CatalogueStore _store;
    private readonly ReferenceStore _reference;
    private readonly CatalogueHistory _history;
    private readonly TimeProvider _clock;

    internal CatalogueOffice(CatalogueStore store, ReferenceStore reference, CatalogueHistory history, TimeProvider clock) =>
        (_store, _reference, _history, _clock) = (store, reference, history, clock);

    /// <summary>May the officer read the catalogue with its history? Accounts that build, appraise and publish processes, controllers and administrators.</summary>
    public static bool MayRead(Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Is(Role.Author) || by.Is(Role.Appraiser) || by.Is(Role.Publisher) || by.Is(Role.Controller) || by.Is(Role.Administrator);
    }

    // ---- Reading

    /// <summary>The catalogue in force, and its procedures that are looked for; null when it is not the officer's to read.</summary>
    public async Task<CatalogueFindings?> FindAsync(Officer by, CatalogueQuestion question, CancellationToken ct)
    {
        if (!MayRead(by)) return null;
        if (await _reference.CurrentCatalogueAsync(ct) is not var (version, book)) return new(0, ReferenceStore.NoCatalogue, []);
        return new(version, book, [.. book.Find(question, Today)]);
    }

    /// <summary>One procedure with all that concerns it; null when there is none, or it is not the officer's to read.</summary>
    public async Task<ProcedureView?> OpenAsync(Officer by, ProcedureCode code, CancellationToken ct)
    {
        if (!MayRead(by) || await _reference.CurrentCatalogueAsync(ct) is not var (version, book) || book.Find(code) is not { } procedure) return null;
        var chronicle = await _history.UpToAsync(version, ct);
        var laws = procedure.LegalBases.Select(number => new CitedLaw(number, book.LegalDocuments.FirstOrDefault(law => law.Number.IsSameNumber(number))));
        var drafts = (await _store.DraftsAsync(code, ct)).Where(draft => MaySee(by, draft))
            .Select(draft => new DraftLine(draft.Id, draft.Name, draft.Procedure, draft.Agency, draft.Status, draft.BegunAt, draft.Author));
        return new(
            procedure, book, [.. book.ActsOn(code)], [.. laws], await _store.StandingAsync(code, Today, ct), [.. drafts], [.. chronicle.ChangesOf(code).Reverse()]);
    }

    /// <summary>The versions of the catalogue, the latest first; null when it is not the officer's to read.</summary>
    public async Task<IReadOnlyList<CatalogueEdition>?> EditionsAsync(Officer by, CancellationToken ct) => MayRead(by) ? await _store.EditionsAsync(ct) : null;

    /// <summary>One version and what it changed; null when there is none, or it is not the officer's to read.</summary>
    public async Task<EditionView?> EditionAsync(Officer by, int version, CancellationToken ct)
    {
        if (!MayRead(by) || (await _store.EditionsAsync(ct)).FirstOrDefault(edition => edition.Version == version) is not { } edition) return null;
        var chronicle = await _history.UpToAsync(version, ct);
        return new(edition, chronicle.ChangesIn(version)) { Laws = chronicle.LawChangesIn(version) };
    }

    /// <summary>The whole catalogue as a workbook, or as comma-separated text; null when it is not the officer's to read.</summary>
    public async Task<byte[]?> FileAsync(Officer by, bool asText, CancellationToken ct)
    {
        if (!MayRead(by)) return null;
        var book = (await _reference.CurrentCatalogueAsync(ct))?.Book ?? ReferenceStore.NoCatalogue;
        return asText ? CatalogueFile.Text(book) : CatalogueFile.Workbook(book);
    }

    // ---- Files of procedures

    /// <summary>Files that were weighed, the latest first; null when they are not the officer's to see.</summary>
    public async Task<IReadOnlyList<ImportedFile>?> ImportsAsync(Officer by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Is(Role.Controller) ? await _store.ImportsAsync(MostImports, ct) : null;
    }

    /// <summary>Reads a file and keeps it to be looked at. The catalogue does not change.</summary>
    public async Task<CatalogueAnswer> ImportAsync(Officer by, string fileName, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller)) return new(CatalogueRefusals.NotAController);
        if (await _reference.CurrentCatalogueAsync(ct) is null) return new(CatalogueRefusals.NoCatalogue);
        var reading = CatalogueFile.Read(file);
        if (reading.Refusal is { } refusal) return new(refusal);
        return new(null) { Number = await _store.BeginImportAsync(Cut(fileName, "tệp không tên"), reading.Format, reading.Sheet!, by.Id, _clock.GetUtcNow(), ct) };
    }

    /// <summary>A file, and what it would do to the catalogue in force; null when there is none, or it is not the officer's to see.</summary>
    public async Task<ImportView?> FindImportAsync(Officer by, int number, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller) || await _store.FindImportAsync(number, ct) is not var (file, sheet) || await _reference.CurrentCatalogueAsync(ct) is not var (version, book)) return null;
        return new(file, version, CatalogueImport.Weigh(sheet, book, Today));
    }

    /// <summary>Takes a file over into the catalogue: every procedure of it in one new version, or nothing at all.</summary>
    /// <param name="seen">The version of the catalogue that the officer saw the file compared with.</param>
    public async Task<CatalogueAnswer> TakeOverAsync(Officer by, int number, int seen, string? reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller)) return new(CatalogueRefusals.NotAController);
        if (await FindImportAsync(by, number, ct) is not { } view) return new(OfficeRefusals.ImportNotFound);
        if (view.File.MayNotBeTakenOver(by, view.Report, seen, view.Version, reason) is { } refusal) return new(refusal) { Number = number };

        var book = (await _reference.CurrentCatalogueAsync(ct))!.Value.Book;
        var changed = view.Report.Procedures.Where(procedure => procedure.Effect is not ImportEffect.Same).Select(procedure => procedure.Procedure).ToList();
        var body = CatalogueWriter.With(await _reference.CatalogueTextAsync(view.Version, ct), book, changed);
        return await KeepAsync(by, view.Version, body, CatalogueAct.Import, view.File.FileName, reason!, number, ct) with { Number = number };
    }

    /// <summary>Lays a file aside.</summary>
    public async Task<CatalogueAnswer> WithdrawImportAsync(Officer by, int number, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller)) return new(CatalogueRefusals.NotAController);
        if (await _store.FindImportAsync(number, ct) is null) return new(OfficeRefusals.ImportNotFound);
        return new(await _store.WithdrawImportAsync(number, by.Id, _clock.GetUtcNow(), ct) ? null : CatalogueRefusals.ImportSettled) { Number = number };
    }

    // ---- The register of decisions

    /// <summary>Enters a decision in the register: from its day on the catalogue says what it does.</summary>
    public async Task<CatalogueAnswer> EnterAsync(Officer by, ListingDecision decision, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(decision);
        if (!by.Is(Role.Controller)) return new(CatalogueRefusals.NotAController);
        if (await _reference.CurrentCatalogueAsync(ct) is not var (version, book)) return new(CatalogueRefusals.NoCatalogue);
        if (decision.MayNotBeEntered(by, book, Today) is { } refusal) return new(refusal);
        var body = CatalogueWriter.With(await _reference.CatalogueTextAsync(version, ct), decision);
        return await KeepAsync(by, version, body, CatalogueAct.Decision, decision.Number.Trim(), decision.Title ?? decision.Authority, null, ct);
    }

    /// <summary>Takes out of the register a decision that was entered by mistake, with a reason; the version that had it stays on record.</summary>
    public async Task<CatalogueAnswer> TakeOutAsync(Officer by, string number, string? reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller)) return new(CatalogueRefusals.NotAController);
        if (await _reference.CurrentCatalogueAsync(ct) is not var (version, _)) return new(CatalogueRefusals.NoCatalogue);
        if (CatalogueWriter.Without(await _reference.CatalogueTextAsync(version, ct), number) is not { } body) return new(CatalogueRefusals.DecisionUnknown(number));
        if (string.IsNullOrWhiteSpace(reason)) return new(CatalogueRefusals.NoReason);
        return await KeepAsync(by, version, body, CatalogueAct.DecisionTakenOut, number, reason, null, ct);
    }

    // ---- Laws and fields

    /// <summary>One law, what cites it, and what versions of the catalogue changed of it, newest first; null when there is none, or it is not the officer's to read.</summary>
    public async Task<LawView?> OpenLawAsync(Officer by, string number, CancellationToken ct)
    {
        if (!MayRead(by) || await _reference.CurrentCatalogueAsync(ct) is not var (version, book) || book.FindLaw(number) is not { } law) return null;
        return new(
            law, version, [.. book.Procedures.Where(procedure => procedure.LegalBases.Any(cited => cited.IsSameNumber(law.Number)))],
            [.. (await _history.UpToAsync(version, ct)).ChangesOfLaw(law.Number).Reverse()]);
    }

    /// <summary>What versions of the catalogue changed of one field, newest first; null when there is none, or it is not the officer's to read.</summary>
    public async Task<FieldView?> OpenFieldAsync(Officer by, string code, CancellationToken ct)
    {
        if (!MayRead(by) || await _reference.CurrentCatalogueAsync(ct) is not var (version, book) || book.FindField(code) is not { } field) return null;
        return new(field, version, book.Procedures.Count(procedure => field.IsOf(procedure.Field)), [.. (await _history.UpToAsync(version, ct)).ChangesOfField(field.Code).Reverse()]);
    }

    /// <summary>Enters, ends, corrects or marks a law, or enters, renames or ends a field: one more version of the catalogue, with who and why.</summary>
    /// <param name="seen">The version that the officer looked at; null: whichever is in force.</param>
    public async Task<CatalogueAnswer> ActAsync(Officer by, LawAct act, int? seen, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(act);
        if (!by.Is(Role.Controller)) return new(CatalogueRefusals.NotAController);
        if (await _reference.CurrentCatalogueAsync(ct) is not var (version, book)) return new(CatalogueRefusals.NoCatalogue);
        if (seen is not null && seen != version) return new(OfficeRefusals.StaleCatalogue);
        var (change, refusal) = LawDecider.Decide(by, act, book);
        if (change is null) return new(refusal);
        return await KeepAsync(by, version, CatalogueWriter.With(await _reference.CatalogueTextAsync(version, ct), book, change), change.Act, change.Subject, change.Reason, null, ct);
    }

    private async Task<CatalogueAnswer> KeepAsync(Officer by, int seen, string body, CatalogueAct act, string subject, string reason, int? import, CancellationToken ct)
    {
        _ = ProvinceCatalogue.Parse(body); // what cannot be read must not be in force
        var version = await _store.KeepAsync(seen, body, new(seen + 1, _clock.GetUtcNow(), act, Cut(subject, "–"), Cut(reason, "–"), by.Id), import, ct);
        return version is null ? new(import is null ? OfficeRefusals.StaleCatalogue : CatalogueRefusals.ChangedMeanwhile(seen, seen + 1)) : new(null) { Version = version };
    }

    /// <summary>Drafts are everybody's to know of once they are submitted; before that, their agency's.</summary>
    private static bool MaySee(Officer by, OpenDraft draft) =>
        by.Is(Role.Controller) || by.Is(Role.Administrator) || by.Agency is not null && by.Agency == draft.Agency || draft.Status is not Publication.PublicationStatus.Draft && (by.Is(Role.Appraiser) || by.Is(Role.Publisher));

    private static string Cut(string text, string instead) => text.Trim() is { Length: > 0 } words ? words.Length <= LongestWords ? words : words[..LongestWords] : instead;

    private DateOnly Today => VietnamTime.DayOf(_clock.GetUtcNow());
}

/// <summary>What the office answers: the number of the file, the version that the catalogue has now, or why not.</summary>
public sealed record CatalogueAnswer(Refusal? Refusal)
{
    public int? Number { get; init; }

    public int? Version { get; init; }

    public bool IsDone => Refusal is null;
}

/// <summary>The catalogue in force, and those of its procedures that were looked for.</summary>
/// <param name="Version">0 while none was loaded.</param>
public sealed record CatalogueFindings(int Version, ProvinceCatalogue Book, IReadOnlyList<Procedure> Procedures);

/// <summary>One procedure with the decisions on it, the law behind it, the processes and drafts that rest on it, and what versions of the catalogue changed of it, newest first.</summary>
public sealed record ProcedureView(
    Procedure Procedure, ProvinceCatalogue Book, IReadOnlyList<ListingAct> Acts, IReadOnlyList<CitedLaw> Laws, IReadOnlyList<StandingProcess> Processes, IReadOnlyList<DraftLine> Drafts,
    IReadOnlyList<ProcedureEdition> Changes);

/// <summary>A legal basis by its number, and what the catalogue knows of it; null where it does not list it.</summary>
public sealed record CitedLaw(string Number, LegalDocument? Law);

/// <summary>A version of the catalogue, and what it changed.</summary>
public sealed record EditionView(CatalogueEdition Edition, IReadOnlyList<ProcedureEdition> Changes)
{
    /// <summary>What it changed of laws and fields.</summary>
    public IReadOnlyList<LawEdition> Laws { get; init; } = [];
}

/// <summary>A law with the procedures that rest on it, and what versions of the catalogue changed of it, newest first.</summary>
/// <param name="Version">Of the catalogue it was read in.</param>
public sealed record LawView(LegalDocument Law, int Version, IReadOnlyList<Procedure> Procedures, IReadOnlyList<LawEdition> Changes);

/// <summary>A field, how many procedures it has, and what versions of the catalogue changed of it, newest first.</summary>
/// <param name="Version">Of the catalogue it was read in.</param>
public sealed record FieldView(ListedField Field, int Version, int Procedures, IReadOnlyList<LawEdition> Changes);

/// <summary>A file that was weighed, and what it does to the catalogue in force.</summary>
/// <param name="Version">The version it is compared with.</param>
public sealed record ImportView(ImportedFile File, int Version, CatalogueImportReport Report);
