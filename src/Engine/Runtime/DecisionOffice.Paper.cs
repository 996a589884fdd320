using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <content>The decision on paper (in quyết định): before it is signed a draft, afterwards as it was signed.</content>
public sealed partial class DecisionOffice
{
    /// <summary>The decision with its appendices as Word or PDF; null when there is none or it is not this officer's to see.</summary>
    /// <param name="format">Word or PDF.</param>
    public async Task<ExportedFile?> PaperAsync(Officer by, string decision, ExportFormat format, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if ((await _store.OpenDecisionAsync(decision, null, ct)).Decision is not { } stored || !MaySee(by, stored.File)) return null;

        var (file, content, today) = (stored.File, stored.File.Content, VietnamTime.DayOf(_clock.GetUtcNow()));
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        var matter = await MatterAsync(content, decision, today, today, ct);
        await _library.PreloadAsync(content.Lines.SelectMany(line => EndedBy(line, matter, file.Act, today)).Select(ended => ended.Version.Hash), ct);
        var lines = new List<DecidedProcess>(content.Lines.Count);
        foreach (var line in content.Lines) lines.Add(await PrintedAsync(line, matter, file.Act, today, catalogue, ct));

        var house = file.Agency is { } agency ? catalogue.Find(agency)?.Name : null;
        var authority = file.Act?.Authority ?? (matter.Drafts.Values.Select(draft => AuthorityOf(draft.File, catalogue)).Distinct().ToArray() is [{ } only] ? only : house ?? "");
        return DecisionPaper.Write(format, DecisionText.Of(new DecisionParticulars(authority, PaperPress.PlaceName(house ?? authority), content.Subject, content.SignerTitle, content.SignerName)
        {
            Number = file.Act?.Number,
            SignedOn = file.Act?.SignedOn,
            EffectiveFrom = file.Act?.EffectiveFrom,
            On = file.Act?.SignedOn ?? today,
            StandingBases = [.. (content.StandingBases ?? []).Select(catalogue.FindLaw).OfType<LegalDocument>()],
            Bases = content.Bases,
            Recipients = content.Recipients,
            Lines = lines,
        }), catalogue);
    }

    private async Task<DecidedProcess> PrintedAsync(DecidedLine line, Matter matter, LegalAct? act, DateOnly today, ProvinceCatalogue catalogue, CancellationToken ct)
    {
        var ends = new List<EndedProcess>();
        foreach (var ended in EndedBy(line, matter, act, today))
            ends.Add(new(ended.Version.Name, (await _library.GetAsync(ended.Version.Hash, ct)).Definition.Header.DocumentCode, ended.Version.Procedure, ended.Version.Act.Number, ended.Version.Act.SignedOn));

        if (line.Draft is not { } id || !matter.Drafts.TryGetValue(id, out var draft))
        {
            var first = line.Ends.Select(matter.VersionOf).FirstOrDefault();
            return Named(new DecidedProcess(line.Act, first?.Version.Name ?? "") { Ends = ends }, first?.Version.Procedure, first?.Version.Case, first?.Agency);
        }
        var process = await _library.PrintedAsync(draft, ct);
        var printed = new DecidedProcess(line.Act, draft.File.Name)
        {
            Process = process,
            DocumentCode = process.Header.DocumentCode,
            Proposal = draft.File.Proposal is { } paper ? new ProposalPaper(paper.Number, paper.Date) : null,
            Ends = ends,
        };
        return Named(printed, draft.File.Procedure, draft.File.Case, draft.File.Agency);

        DecidedProcess Named(DecidedProcess one, ProcedureCode? code, CaseKey? @case, AgencyCode? agency)
        {
            var procedure = code is null ? null : catalogue.Find(code);
            return one with
            {
                Procedure = code,
                ProcedureName = procedure?.Name,
                Case = @case is null ? null : procedure?.Cases.FirstOrDefault(known => known.Key == @case)?.Name ?? @case.Value,
                Field = procedure?.Field,
                Agency = agency is null ? null : catalogue.Find(agency)?.Name ?? agency.Value,
            };
        }
    }

    /// <summary>What a line ends: what it repeals, and the version that its draft takes over from.</summary>
    private static List<DraftVersion> EndedBy(DecidedLine line, Matter matter, LegalAct? act, DateOnly today)
    {
        var repealed = line.Ends.Select(matter.VersionOf).OfType<DraftVersion>().ToList();
        if (line.Draft is not { } id || !matter.Drafts.TryGetValue(id, out var draft) || LineOf(draft.File) is not { } place) return repealed;
        var before = act is null
            ? matter.Holding(draft.File, today)
            : matter.Versions.Where(version => version.Line == place && version.Draft != id && version.Version.To == act.EffectiveFrom && version.Version.Repeal is null).MaxBy(version => version.Version.Act.EffectiveFrom);
        return before is null || repealed.Contains(before) ? repealed : [before, .. repealed];
    }
}
