using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Simulation;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the drill of reminders: who would get what, and when, for a draft or a published version. Nothing is written and nothing sent.</summary>
public sealed class LadderOffice
{
    private readonly PublicationOffice _publications;
    private readonly ReferenceStore _reference;
    private readonly PersonStore _people;

    internal LadderOffice(PublicationOffice publications, ReferenceStore reference, PersonStore people) => (_publications, _reference, _people) = (publications, reference, people);

    /// <summary>A drill of a draft, by default at the agency that drafts it; null when there is no such draft, or it is not this officer's to see.</summary>
    public async Task<LadderDrillView?> DrillDraftAsync(Officer by, string draft, LadderDrillQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        return await _publications.OpenAsync(by, draft, ct) is { } view ? await PlayAsync(view.Process, question, view.File.Agency ?? by.Agency, ct) : null;
    }

    /// <summary>A drill of a published version, by default at the officer's own agency; null when there is no such version. It names officers: not for the public, nor for those who only handle dossiers.</summary>
    public async Task<LadderDrillView?> DrillVersionAsync(Officer by, ContentHash version, LadderDrillQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(question);
        if (!MayDrill(by)) return null;
        return await _publications.VersionAsync(version, ct) is { } view ? await PlayAsync(view.Process, question, by.Agency, ct) : null;
    }

    /// <summary>Controllers, administrators, authors and leaders.</summary>
    public static bool MayDrill(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Controller) || officer.Is(Role.Administrator) || officer.Is(Role.Author) || officer.Is(Role.Leader);
    }

    private async Task<LadderDrillView> PlayAsync(ProcessDefinition process, LadderDrillQuestion question, AgencyCode? agency, CancellationToken ct)
    {
        var (known, calendars) = await _reference.CurrentAsync(ct);
        var catalogue = known ?? ReferenceStore.NoCatalogue;
        var competent = question.Competent ?? agency ?? new AgencyCode("DIEN-TAP");
        var receiving = question.Receiving ?? catalogue.Agencies.FirstOrDefault(unit => unit.Parent == competent && HasADesk(unit.Code, catalogue, question.ReceivedAt))?.Code ?? competent;
        if (calendars is null || process.Start is null) return new(process, receiving, competent, null, []);

        var drill = LadderDrill.Of(process, calendars, catalogue, new SimulatedIntake(question.ReceivedAt, receiving, competent, question.Channel, question.Answers, question.Area));
        var lines = new List<LadderDrillLine>(drill.Notices.Count);
        foreach (var sameDay in drill.Notices.GroupBy(notice => VietnamTime.DayOf(notice.At)))
        {
            var circle = sameDay.SelectMany(notice => Recipients.Circle(notice, catalogue, sameDay.Key)).Distinct().ToArray();
            var (people, delegations) = await _people.OnAsync(circle, sameDay.Key, ct);
            lines.AddRange(sameDay.Select(notice => new LadderDrillLine(
                notice, [.. Recipients.Of(notice, catalogue, people, delegations, sameDay.Key).Select(officer => new LadderDrillRecipient(officer, people[officer].Name))])));
        }
        return new(process, receiving, competent, drill, lines);
    }

    /// <summary>A unit of the agency at which somebody receives dossiers: where the drawing's first step finds its people.</summary>
    private static bool HasADesk(AgencyCode unit, ProvinceCatalogue catalogue, DateTimeOffset at) =>
        catalogue.HoldersAt(unit, VietnamTime.DayOf(at)).Any(holder => holder.Position.Value.Contains("mot-cua", StringComparison.Ordinal));
}

/// <summary>What a drill assumes.</summary>
/// <param name="Receiving">Where the dossier is handed in; null: the desk of the agency that decides, if it has one.</param>
/// <param name="Competent">Who decides it; null: the agency of whoever asks.</param>
/// <param name="Answers">What is answered of what the conditions ask for; the rest is tried.</param>
/// <param name="Area">The area with a longer limit, by its name in the header; null for none.</param>
public sealed record LadderDrillQuestion(
    DateTimeOffset ReceivedAt, Channel Channel, ImmutableSortedDictionary<string, AttributeValue> Answers, AgencyCode? Receiving = null, AgencyCode? Competent = null, string? Area = null);

/// <summary>A drill, with the people who hold the posts.</summary>
/// <param name="Drill">Null where it is not clear where the process begins, or no calendar was loaded.</param>
public sealed record LadderDrillView(ProcessDefinition Process, AgencyCode Receiving, AgencyCode Competent, LadderDrill? Drill, IReadOnlyList<LadderDrillLine> Lines);

/// <summary>One thing that would be told.</summary>
/// <param name="Recipients">The officers who would get it; empty for the applicant, and where nobody holds the post.</param>
public sealed record LadderDrillLine(Notice Notice, IReadOnlyList<LadderDrillRecipient> Recipients);

/// <summary>An officer who would get a message.</summary>
public sealed record LadderDrillRecipient(OfficerId Officer, string Name);
