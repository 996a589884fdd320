using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Fills document control from what happened (kiểm soát tài liệu): the three hands of a version, and what each issue changed. Pure.</summary>
internal static class DocumentRecord
{
    private static readonly Wording Drafted = new("Soạn thảo", "Drafted"), Reviewed = new("Soát xét, thẩm định", "Reviewed, appraised"), Approved = new("Phê duyệt, công bố", "Approved, published");

    public static IReadOnlyList<ControlSignature> Signatures(IReadOnlyList<PublicationEvent> acts, ProvinceCatalogue catalogue)
    {
        var signed = new List<ControlSignature>();
        if (acts.OfType<PublicationEvent.Drafted>().FirstOrDefault() is { } begun)
        {
            var authors = acts.Where(act => act is PublicationEvent.Drafted or PublicationEvent.AuthorJoined).Select(act => act.By).Distinct();
            signed.Add(new(Drafted, Names(authors), NameOf(begun.Agency), null, VietnamTime.DayOf((acts.OfType<PublicationEvent.Submitted>().LastOrDefault() ?? (PublicationEvent)begun).At)));
        }
        if (acts.OfType<PublicationEvent.Appraised>().LastOrDefault() is { } opinion)
            signed.Add(new(Reviewed, Names([opinion.By]), AgencyOf(opinion.By), opinion.OpinionNumber, opinion.OpinionDate));
        if (acts.OfType<PublicationEvent.Recorded>().LastOrDefault() is { } recorded)
        {
            signed.Add(new(Drafted, [], NameOf(recorded.Agency), null, recorded.Act.SignedOn));
            if (recorded.Origin is { OpinionNumber: { } number, OpinionDate: { } day }) signed.Add(new(Reviewed, [], recorded.Origin.ExportedBy, number, day));
            signed.Add(new(Approved, [], recorded.Act.Authority, recorded.Act.Number, recorded.Act.SignedOn));
        }
        if (acts.OfType<PublicationEvent.Published>().LastOrDefault() is { } published) signed.Add(new(Approved, [], published.Act.Authority, published.Act.Number, published.Act.SignedOn));
        return signed;

        // Whom the catalogue does not name stays unnamed: the account's name is nobody's to read.
        IReadOnlyList<string> Names(IEnumerable<OfficerId> officers) =>
            [.. officers.Select(officer => catalogue.Holders.FirstOrDefault(holder => holder.Officer == officer)?.Name).OfType<string>().Distinct()];

        string? AgencyOf(OfficerId officer) =>
            catalogue.Holders.FirstOrDefault(holder => holder.Officer == officer) is { } holder ? catalogue.AgencyOf(holder.Place)?.Name : null;

        string NameOf(AgencyCode agency) => catalogue.Find(agency)?.Name ?? agency.Value;
    }

    /// <summary>A row of the table of changes: what its author wrote there, else what the two texts say differently.</summary>
    /// <param name="before">The issue before it; null for the first.</param>
    /// <param name="place">Its place among the issues, for texts that do not number themselves.</param>
    public static ControlChange Issue(ProcessDefinition process, ProcessDefinition? before, int place, ContentHash hash, LegalAct act, ProvinceCatalogue catalogue)
    {
        var number = process.Header.IssueNumber ?? place;
        var written = (process.Header.Control?.Changes ?? []).Where(change => change.Issue == number)
            .Select(change => change.Why is null ? change.What : $"{change.What} ({change.Why})").Select(text => new Wording(text, text)).ToArray();
        return new(number, hash, act.Number, act.SignedOn, act.EffectiveFrom,
            written is not [] ? written : before is null ? [new("Ban hành lần đầu", "First issue")] : Changes(DefinitionDiff.Of(before, process, catalogue)));
    }

    private static List<Wording> Changes(DefinitionDiff diff)
    {
        if (diff.IsEmpty) return [new("Quy định như lần trước", "Says what the issue before says")];
        var said = new List<Wording>();
        Count(diff.Steps.Count(step => step.Kind is ChangeKind.Added), new("bước thêm", "steps added"));
        Count(diff.Steps.Count(step => step.Kind is ChangeKind.Removed), new("bước bỏ", "steps removed"));
        Count(diff.Steps.Count(step => step.Kind is ChangeKind.Changed && step.Changes.Any(change => change.Field != "step")), new("bước sửa", "steps changed"));
        Count(diff.Steps.Count(step => step.IsRenumbered), new("bước đánh số lại", "steps renumbered"));
        Count(diff.Header.Count + diff.Attributes.Count, new("điểm khác ở thông tin chung", "differences in the header"));
        return said;

        void Count(int count, Wording what)
        {
            if (count > 0) said.Add(new($"{count} {what.Vi}", $"{count} {what.En}"));
        }
    }
}
