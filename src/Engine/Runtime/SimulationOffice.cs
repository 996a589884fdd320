using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Simulation;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for trying a draft out before it is law: on the calendar, and on the dossiers that its procedure had. Nothing is written.</summary>
public sealed class SimulationOffice
{
    /// <summary>So many of the latest finished dossiers are tried in a backtest.</summary>
    public const int MostDossiers = 500;

    private readonly PublicationOffice _drafts;
    private readonly RegisterStore _register;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;

    internal SimulationOffice(PublicationOffice drafts, RegisterStore register, ProcessLibrary library, ReferenceStore reference) =>
        (_drafts, _register, _library, _reference) = (drafts, register, library, reference);

    /// <summary>The draft walked on the calendar from the moment of receipt, at the agency that drafts it; null when there is no such draft, it is not this officer's to see, or no calendar was loaded.</summary>
    /// <param name="answers">What is answered of what the draft's conditions ask for; what is not is tried every way.</param>
    /// <param name="area">The area with a longer limit, by its name in the header; null for none.</param>
    public async Task<SimulationView?> SimulateAsync(
        Officer by, string draft, DateTimeOffset receivedAt, Channel channel, Func<ProcessDefinition, ImmutableSortedDictionary<string, AttributeValue>> answers, string? area, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (await _drafts.OpenAsync(by, draft, ct) is not { } view || (await _reference.CurrentAsync(ct)).Calendars is not { } calendars) return null;
        var place = view.File.Agency ?? new AgencyCode("DIEN-TAP");
        var simulation = view.Process.Start is null ? null : ProcessSimulation.Of(view.Process, calendars, new SimulatedIntake(receivedAt, place, place, channel, answers(view.Process), area));
        return new SimulationView(view, simulation);
    }

    /// <summary>The latest finished dossiers of the draft's procedure and case, sent down the draft; null when there is no such draft, it is not this officer's to see, or no calendar was loaded.</summary>
    /// <remarks>All agencies' dossiers count, as figures only; the code of one is told to those who may see it: its own agencies, and the province's controllers.</remarks>
    public async Task<BacktestView?> BacktestAsync(Officer by, string draft, CancellationToken ct)
    {
        if (await _drafts.OpenAsync(by, draft, ct) is not { } view || (await _reference.CurrentAsync(ct)).Calendars is not { } calendars) return null;
        if (view.Process is not { Start: not null, Header.Procedure: { } procedure }) return new BacktestView(view, null);

        var past = new List<PastDossier>();
        foreach (var finished in await _register.FinishedAsync([new(procedure, view.Process.Header.Case)], MostDossiers, ct))
        {
            if (ProcessVersions.EarlierIn(finished.Journal).Any()) continue; // moved to another version on the way: an example of neither
            var maySee = by.Is(Role.Controller) || RegisterStore.MaySeeDossiers(by) && (by.Agency == finished.Receiving || by.Agency == finished.Competent);
            past.Add(new PastDossier(maySee ? finished.Code : null, (await _library.GetAsync(finished.Version, ct)).Definition, finished.Journal));
        }
        return new BacktestView(view, Backtest.Of(view.Process, past, calendars));
    }
}

/// <summary>A draft on the calendar.</summary>
/// <param name="Simulation">Null where it is not clear where the draft begins.</param>
public sealed record SimulationView(DraftView Draft, ProcessSimulation? Simulation);

/// <summary>A draft on past dossiers.</summary>
/// <param name="Backtest">Null where the draft names no procedure, or it is not clear where it begins.</param>
public sealed record BacktestView(DraftView Draft, Backtest? Backtest);
