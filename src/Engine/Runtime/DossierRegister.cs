using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Reads for people: lists by due time, one dossier whole. An agency sees its own; every query asks who is looking.</summary>
/// <remarks>The database orders and filters by the due times as last written; the clocks shown are computed at the moment of looking.</remarks>
public sealed partial class DossierRegister
{
    private readonly RegisterStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal DossierRegister(RegisterStore store, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _library, _reference, _clock) = (store, library, reference, clock);

    /// <summary>One dossier with its journal and clocks; null when there is none, it is not received yet (see <see cref="ReceptionRegister"/>), or it is not this officer's to see.</summary>
    public async Task<DossierView?> OpenAsync(Officer officer, DossierCode code, CancellationToken ct) => (await FindAsync(officer, code, ct)).View;

    /// <summary>The same, and where there is none to show, whether that is only because it is not received yet: read once, so that a page knows where to send its reader.</summary>
    public async Task<(DossierView? View, bool IsHandedIn)> FindAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var (lines, books) = await _store.JournalAsync(officer, code, ct);
        var view = await ViewAsync(code, lines, books, ct);
        return (view, view is null && lines is not []);
    }

    /// <summary>One dossier as its journal has it; null where it is not received.</summary>
    internal async Task<DossierView?> ViewAsync(DossierCode code, IReadOnlyList<(int Number, DossierEvent Happened, string Hash)> lines, BookVersions books, CancellationToken ct)
    {
        if (lines is [] || await LookAsync(books, ct) is not { } look) return null;

        var journal = lines.Select(line => new JournalLine(line.Number, line.Happened, line.Hash)).ToArray();
        var dossier = Dossier.Replay(journal.Select(line => line.Happened));
        if (journal.Select(line => line.Happened).OfType<DossierEvent.Received>().FirstOrDefault() is not { } received) return null;
        var versions = await _library.VersionsAsync(dossier.Version ?? received.Version, journal.Select(line => line.Happened), ct);
        var process = versions.Now;
        return new DossierView(
            code, journal.Length, dossier, ParticularsToday.Of(journal.Select(line => line.Happened))!, received.Procedure, received.Case, process, journal,
            DossierClocks.Of(dossier, process, look.Calendars, look.Now, look.Ladders), look.Calendars,
            OfficerNames.Of(look.Catalogue, journal.Select(line => line.Happened.By).Concat(dossier.Named.Values).Concat(journal.Select(line => line.Happened).OfType<DossierEvent.ConsultationAssigned>().Select(given => given.Assignee)).Concat(dossier.Open.Select(open => open.Assignee).OfType<OfficerId>())))
        {
            Versions = versions,
            Catalogue = look.Catalogue,
        };
    }

    private async Task<(ProcessDefinition Process, DossierClocks Clocks)> ClocksAsync(ListedDossier listed, Look look, CancellationToken ct)
    {
        var process = (await _library.GetAsync(listed.Version, ct)).Definition;
        return (process, DossierClocks.Of(listed.Dossier, process, look.Calendars, look.Now, look.Ladders));
    }

    /// <summary>Null while no calendar was loaded: then nothing was ever received either.</summary>
    private async Task<Look?> LookAsync(CancellationToken ct) => LookAt(await _reference.CurrentAsync(ct));

    /// <inheritdoc cref="LookAsync(CancellationToken)"/>
    private async ValueTask<Look?> LookAsync(BookVersions books, CancellationToken ct) => LookAt(await _reference.OfAsync(books, ct));

    private Look? LookAt((ProvinceCatalogue? Catalogue, CalendarBook? Calendars) books) => books.Calendars is { } calendars ? new Look(books.Catalogue, calendars, _clock.GetUtcNow()) : null;

    /// <summary>The books and the moment a question is answered with.</summary>
    private sealed record Look(ProvinceCatalogue? Catalogue, CalendarBook Calendars, DateTimeOffset Now)
    {
        public ReminderLadders Ladders => Catalogue?.Ladders ?? ReminderLadders.National;

        public string NameOf(ProcedureCode procedure, ProcessDefinition process) => Catalogue?.Find(procedure)?.Name ?? process.Name;
    }
}

/// <summary>One dossier whole, as its page shows it.</summary>
public sealed record DossierView(
    DossierCode Code, int Length, Dossier Dossier, Particulars Particulars, ProcedureCode Procedure, CaseKey? Case, ProcessDefinition Process,
    IReadOnlyList<JournalLine> Journal, DossierClocks Clocks, CalendarBook Calendars, IReadOnlyDictionary<OfficerId, string> Names)
{
    /// <summary>The versions it has run on; <see cref="Process"/> is the one it runs on now.</summary>
    public ProcessVersions Versions { get => field ?? Process; init; }

    /// <summary>The catalogue as it was current when the dossier was opened; null where none was loaded.</summary>
    public ProvinceCatalogue? Catalogue { get; init; }

    /// <summary>From when on each office calls a clock due soon.</summary>
    public ReminderLadders Ladders => Catalogue?.Ladders ?? ReminderLadders.National;

    /// <summary>The clock of a step or a leg told day by day, else the dossier's own. Null: there is no such clock.</summary>
    /// <param name="run">Which time the step was open; null for the last.</param>
    public ClockAccount? Account(StepKey? step, int? run, string? leg, DateTimeOffset now) =>
        step is not null ? ClockAccount.OfStep(step, run, Journal.Select(line => line.Happened), Dossier, Versions, Calendars, now, Ladders)
        : leg is not null ? ClockAccount.OfLeg(leg, Dossier, Process, Calendars, now, Ladders)
        : ClockAccount.OfDossier(Dossier, Process, Calendars, now, Ladders);
}

/// <summary>One line of a dossier's journal, with the hash that chains it to the line before.</summary>
public sealed record JournalLine(int Number, DossierEvent Happened, string Hash);
