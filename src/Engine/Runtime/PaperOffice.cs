using System.Collections.Concurrent;
using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for printed papers: which there are of a dossier, each as data, PDF or Word, and whether one in somebody's hand is the journal's.</summary>
public sealed class PaperOffice
{
    private readonly DossierRegister _register;
    private readonly ReferenceStore _reference;
    private readonly RegisterStore _store;
    private readonly FormOffice _forms;
    private readonly TimeProvider _clock;

    internal PaperOffice(DossierRegister register, ReferenceStore reference, RegisterStore store, FormOffice forms, TimeProvider clock) =>
        (_register, _reference, _store, _forms, _clock) = (register, reference, store, forms, clock);

    /// <summary>The papers there are of a dossier; null where there is no such dossier, or not for this officer.</summary>
    public async Task<IReadOnlyList<PaperOffer>?> OffersAsync(Officer by, DossierCode code, CancellationToken ct) =>
        await PressAsync(by, code, "", ct) is { } press ? await _forms.MarkedAsync(press.Issuer, press.Offers(), ct) : null;

    /// <summary>The papers there are of a dossier that the officer has opened.</summary>
    public async Task<IReadOnlyList<PaperOffer>> OffersAsync(DossierView view, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(view);
        return PressOf(view, "") is { } press ? await _forms.MarkedAsync(press.Issuer, press.Offers(), ct) : [];
    }

    /// <summary>One paper of a dossier; null where there is none, or not for this officer.</summary>
    /// <param name="line">The journal line it tells of; null for the latest.</param>
    /// <param name="address">Where the public pages are: printed on the paper, so that anybody can check it there.</param>
    public async Task<Paper?> PrintAsync(Officer by, DossierCode code, PaperKind kind, int? line, string address, CancellationToken ct) =>
        await PressAsync(by, code, address, ct) is { } press ? press.Print(kind, line) : null;

    /// <summary>One paper as a Word document, in the form of the agency that issues it.</summary>
    public async Task<ExportedFile?> WordAsync(Officer by, DossierCode code, PaperKind kind, int? line, string address, CancellationToken ct)
    {
        if (await PressAsync(by, code, address, ct) is not { } press || press.Print(kind, line) is not { } paper) return null;
        return PaperFile.Word(paper, await _forms.InUseAsync(press.Issuer, paper.Kind, paper.Form, ct));
    }

    /// <summary>One paper as PDF, in the form of the agency that issues it; refused where that form holds what a PDF would lack.</summary>
    public async Task<(Refusal? Refusal, ExportedFile? File)> PdfAsync(Officer by, DossierCode code, PaperKind kind, int? line, string address, CancellationToken ct)
    {
        if (await PressAsync(by, code, address, ct) is not { } press || press.Print(kind, line) is not { } paper) return (null, null);
        if (await _forms.InUseAsync(press.Issuer, paper.Kind, paper.Form, ct) is not { } own) return (null, PaperFile.Pdf(paper));
        if (PaperFile.NotDrawn(own) is { Count: > 0 } gaps) return (PaperRefusals.OwnFormIsWord(gaps), null);
        try { return (null, PaperFile.Pdf(paper, own)); }
        catch (InvalidDataException) { return (PaperRefusals.OwnFormIsWord([new("quá nhiều trang", "too many pages")]), null); }
    }

    /// <summary>Whether a paper with this seal was made from that line of that dossier's journal; null when not, whatever the reason. Says nothing of the people in it.</summary>
    public async Task<PaperProof?> VerifyAsync(DossierCode code, int line, string seal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(seal);
        if (await _store.LineAsync(code, line, ct) is not { } found || !PaperSeal.Holds(seal, code, line, found.Hash)) return null;
        return new PaperProof(code, line, found.At, found.Length);
    }

    /// <summary>The register of dossiers received in a period, as a workbook in a file that disappears when it is closed.</summary>
    /// <param name="agency">Null: the officer's own; for those of the whole province, every agency.</param>
    public async Task<(Refusal? Refusal, Stream? Book, string Name)> RegisterAsync(Officer by, AgencyCode? agency, DateOnly from, DateOnly to, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (to < from || to == DateOnly.MaxValue || to.DayNumber - from.DayNumber > 366) return (PaperRefusals.PeriodWrong, null, "");
        if (!RegisterStore.MaySeeDossiers(by) || by.Agency is not null && agency is not null && agency != by.Agency) return (PaperRefusals.RegisterNotYours, null, "");
        var (catalogue, _) = await _reference.CurrentAsync(ct);
        var whose = by.Agency ?? agency;
        string NameOf(AgencyCode? code) => code is null ? "Toàn tỉnh" : catalogue?.Find(code)?.Name ?? code.Value;

        var form = FormSet.On(to, catalogue?.LegalDocuments).Of(PaperKind.RegisterBook)!;
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose);
        try
        {
            var (begin, end) = (VietnamTime.At(from, TimeOnly.MinValue), VietnamTime.At(to.AddDays(1), TimeOnly.MinValue));
            await RegisterBook.WriteAsync(file, form, NameOf(whose), from, to, Lines(whose, begin, end, catalogue, ct), ct);
            file.Position = 0;
            return (null, file, string.Create(CultureInfo.InvariantCulture, $"Sổ theo dõi hồ sơ {from:yyyy-MM-dd} {to:yyyy-MM-dd}.xlsx"));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async IAsyncEnumerable<RegisterLine> Lines(
        AgencyCode? agency, DateTimeOffset from, DateTimeOffset to, ProvinceCatalogue? catalogue, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in _store.RegisterAsync(agency, from, to, ct))
        {
            // What was put right is printed as it is right, with a mark and the day: whoever holds the old book sees why they differ.
            string? Right(Func<Particulars, string?> word) =>
                line.Corrected is { } made && word(made.After) is var now && now != word(line.Received.Particulars) ? $"{now ?? "–"} (*)" : word(line.Received.Particulars);
            yield return new RegisterLine(
                line.Code, catalogue?.Find(line.Procedure)?.Name ?? line.Procedure.Value, Right(known => known.Subject), Right(known => known.Applicant.Name)!,
                Right(known => known.Applicant.Address), Right(known => known.Applicant.Phone),
                catalogue?.Find(line.Received.Competent)?.Name ?? line.Received.Competent.Value, line.Received.At, line.Received.PromisedAt, line.FinishedAt,
                line.Status is DossierStatus.Returned ? line.EndedAt : null, line.ReceivedBy, StatusName(line.Status),
                line.Corrected is { } corrected ? $"(*) đính chính {VietnamTime.LocalOf(corrected.At):dd/MM/yyyy}" : null);
        }
    }

    private static string StatusName(DossierStatus status) => status switch
    {
        DossierStatus.Received => "Đã tiếp nhận",
        DossierStatus.AwaitingSupplement => "Chờ bổ sung",
        DossierStatus.AwaitingPayment => "Chờ nghĩa vụ tài chính",
        DossierStatus.ResultReady => "Chờ trả kết quả",
        DossierStatus.Returned => "Đã trả kết quả",
        DossierStatus.Declined => "Không tiếp nhận",
        DossierStatus.Rejected => "Từ chối giải quyết",
        DossierStatus.Stopped => "Dừng giải quyết",
        DossierStatus.Suspended => "Tạm dừng",
        DossierStatus.Withdrawn => "Người nộp rút hồ sơ",
        DossierStatus.Ended => "Đã kết thúc",
        _ => "Đang giải quyết",
    };

    private async Task<PaperPress?> PressAsync(Officer by, DossierCode code, string address, CancellationToken ct)
    {
        var (lines, books) = await _store.JournalAsync(by, code, ct);
        if (await _register.ViewAsync(code, lines, books, ct) is { } view) return PressOf(view, address);

        // Handed in and not received: it has papers (Mẫu 02, 03), but runs on no version yet.
        if (lines is not [{ Happened: DossierEvent.HandedIn handedIn }, ..] || await _reference.OfAsync(books, ct) is not ({ } catalogue, { } calendars)) return null;
        var process = new ProcessDefinition(catalogue.Find(handedIn.Procedure)?.Name ?? handedIn.Procedure.Value, new ProcessHeader(), [], [], []);
        return new PaperPress(new PaperSource(
            code, [.. lines.Select(line => line.Happened)], [.. lines.Select(line => line.Hash)], process, calendars, catalogue,
            Named(OfficerNames.Of(catalogue, lines.Select(line => line.Happened.By)), catalogue), _clock.GetUtcNow(), address));
    }

    private PaperPress? PressOf(DossierView view, string address) => view.Catalogue is not { } catalogue ? null : new PaperPress(new PaperSource(
        view.Code, [.. view.Journal.Select(line => line.Happened)], [.. view.Journal.Select(line => line.Hash)], view.Process, view.Calendars, catalogue,
        Named(view.Names, catalogue), _clock.GetUtcNow(), address)
    { LookUp = PublicRegister.PathOf(view.Code, view.Journal), Versions = view.Versions });

    private static PaperNames Named(IReadOnlyDictionary<OfficerId, string> officers, ProvinceCatalogue catalogue) =>
        new(officers, catalogue.Agencies.DistinctBy(agency => agency.Code).ToDictionary(agency => agency.Code, agency => agency.Name));
}

/// <summary>A paper that is what the journal says.</summary>
/// <param name="At">When what it tells of was written down.</param>
/// <param name="Length">How many lines the journal has now: more than <paramref name="Line"/> means that the dossier went on.</param>
public sealed record PaperProof(DossierCode Code, int Line, DateTimeOffset At, int Length);

/// <summary>The door for Word forms: the shipped ones, and those that agencies put in their place.</summary>
public sealed class FormOffice
{
    private readonly AgencyFormStore _store;
    private readonly FileStore _files;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<ContentHash, IReadOnlyList<Wording>> _notDrawn = []; // a file's content never changes, so what is found in it stays

    internal FormOffice(AgencyFormStore store, FileStore files, TimeProvider clock) => (_store, _files, _clock) = (store, files, clock);

    /// <summary>Every paper that a Word form can be made for, under the circulars that count.</summary>
    public static IReadOnlyList<(string Key, PaperKind Kind, PaperForm Form)> Forms { get; } =
    [
        .. from form in new[] { FormSet.Current, FormSet.Former }.SelectMany(set => Enum.GetValues<PaperKind>().Select(kind => (Kind: kind, Form: set.Of(kind))))
           where form.Form is not null && form.Kind is not PaperKind.RegisterBook
           group form by KeyOf(form.Kind, form.Form!) into same
           select (same.Key, same.First().Kind, same.First().Form!),
    ];

    /// <summary>How a form is named for good: <c>tt-03-2025/receipt</c>; <c>office/hand-over</c> for papers no circular numbers.</summary>
    public static string KeyOf(PaperKind kind, PaperForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        var set = form.Basis.Length == 0 ? "office" : form.Basis.Replace("/TT-VPCP", "", StringComparison.Ordinal).ToLowerInvariant().Replace(' ', '-').Replace('/', '-');
        return $"{set}/{NameOf(kind)}";
    }

    /// <summary>A paper's name in addresses: <c>supplement-notice</c>.</summary>
    public static string NameOf(PaperKind kind) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>The paper of a name; null for one that is not known.</summary>
    public static PaperKind? KindOf(string name)
    {
        foreach (var kind in Enum.GetValues<PaperKind>()) if (NameOf(kind) == name) return kind;
        return null;
    }

    /// <summary>Who may put forms in place.</summary>
    public static bool MayReplace(Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Is(Role.Controller) || by.Is(Role.Administrator);
    }

    /// <summary>The forms that were replaced, as they stand now.</summary>
    public Task<IReadOnlyList<AgencyForm>> ReplacedAsync(CancellationToken ct) => _store.LatestAsync(ct);

    /// <summary>What a replaced form holds that a PDF of it would lack; where it is not empty, its papers come as Word only.</summary>
    public async Task<IReadOnlyList<Wording>> NotDrawnAsync(AgencyForm form, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Hash is not { } hash) return [];
        if (_notDrawn.TryGetValue(hash, out var known)) return known;
        await using var content = _files.Open(hash);
        if (content is null) return [];
        using var file = new MemoryStream();
        await content.CopyToAsync(file, ct);
        return _notDrawn[hash] = PaperFile.NotDrawn(file.ToArray());
    }

    /// <summary>The shipped form; null for an unknown key.</summary>
    public static ExportedFile? Shipped(string key) => Forms.FirstOrDefault(form => form.Key == key) is { Form: { } form } known ? PaperFile.Form(known.Kind, form) : null;

    /// <summary>Puts a form in place of the shipped one, for one agency or the whole province. It is checked first; earlier versions stay on record.</summary>
    public async Task<Refusal?> ReplaceAsync(Officer by, string key, AgencyCode? agency, string? name, Stream content, CancellationToken ct)
    {
        if (!MayReplace(by)) return PaperRefusals.FormsNotYours;
        if (Forms.FirstOrDefault(form => form.Key == key) is not { Form: not null } known) return PaperRefusals.NoForm;
        ArgumentNullException.ThrowIfNull(content);
        using var file = new MemoryStream();
        var piece = new byte[64 * 1024];
        try
        {
            for (int got; file.Length <= PaperFile.LargestForm && (got = await content.ReadAsync(piece, ct)) > 0;) file.Write(piece, 0, got);
        }
        catch (IOException) { return AttachmentRefusals.CutShort; }
        if (PaperFile.FaultOf(file.ToArray(), known.Kind) is { } fault) return fault;

        file.Position = 0;
        var kept = FileName.Of(name) ?? "mau.docx";
        var answer = await _files.ReceiveAsync(file, kept, ct);
        if (answer.File is not { } stored) return answer.Refusal;
        try { await _store.AddAsync(agency, key, stored.Hash, kept, by.Id, _clock.GetUtcNow(), ct); }
        catch (RivalException) { return OfficeRefusals.Stale; }
        return null;
    }

    /// <summary>Goes back to the shipped form.</summary>
    public async Task<Refusal?> GoBackAsync(Officer by, string key, AgencyCode? agency, CancellationToken ct)
    {
        if (!MayReplace(by)) return PaperRefusals.FormsNotYours;
        if (!(await _store.LatestAsync(ct)).Any(form => form.Form == key && form.Agency == agency && form.Hash is not null)) return PaperRefusals.NoForm;
        try { await _store.AddAsync(agency, key, null, "", by.Id, _clock.GetUtcNow(), ct); }
        catch (RivalException) { return OfficeRefusals.Stale; }
        return null;
    }

    /// <summary>The offers, with a mark at those for which the agency has a form of its own.</summary>
    internal async Task<IReadOnlyList<PaperOffer>> MarkedAsync(AgencyCode agency, IReadOnlyList<PaperOffer> offers, CancellationToken ct)
    {
        var own = (await _store.LatestAsync(ct)).Where(form => form.Hash is { } hash && (form.Agency is null || form.Agency == agency) && _files.SizeOf(hash) is not null)
            .OrderBy(form => form.Agency is null).DistinctBy(form => form.Form).ToDictionary(form => form.Form);
        var marked = new List<PaperOffer>(offers.Count);
        foreach (var offer in offers)
            marked.Add(own.TryGetValue(KeyOf(offer.Kind, offer.Form), out var form) ? offer with { HasOwnForm = true, IsWordOnly = (await NotDrawnAsync(form, ct)).Count > 0 } : offer);
        return marked;
    }

    /// <summary>The form an agency uses: its own, else the province's, else null for the shipped one; a form whose file is missing is passed over.</summary>
    public async Task<byte[]?> InUseAsync(AgencyCode? agency, PaperKind kind, PaperForm form, CancellationToken ct)
    {
        var key = KeyOf(kind, form);
        foreach (var replaced in (await _store.LatestAsync(ct)).Where(each => each.Form == key && each.Hash is not null && (each.Agency is null || each.Agency == agency)).OrderBy(each => each.Agency is null))
        {
            await using var content = _files.Open(replaced.Hash!);
            if (content is null) continue;
            using var file = new MemoryStream();
            await content.CopyToAsync(file, ct);
            return file.ToArray();
        }
        return null;
    }
}
