using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reads how people can be reached: officers with those who stand in for them, and applicants.</summary>
internal sealed class PersonStore(FlowDatabase database, DelegationStore delegations)
{
    /// <summary>The accounts of these officers and of those who stand in for them on a day, with the delegations that hold then.</summary>
    public async Task<(IReadOnlyDictionary<OfficerId, Person> People, IReadOnlyList<Delegation> Delegations)> OnAsync(IReadOnlyCollection<OfficerId> officers, DateOnly day, CancellationToken ct)
    {
        if (officers.Count == 0) return (new Dictionary<OfficerId, Person>(), []);
        var standing = (await delegations.OfAsync([.. officers], day, ct)).Where(delegation => delegation.HoldsOn(day)).ToArray();
        return (await FindAsync([.. officers.Concat(standing.Select(delegation => delegation.Substitute)).Distinct()], ct), standing);
    }

    /// <summary>The accounts of these officers; who has none is missing.</summary>
    public async Task<IReadOnlyDictionary<OfficerId, Person>> FindAsync(IReadOnlyCollection<OfficerId> officers, CancellationToken ct)
    {
        if (officers.Count == 0) return new Dictionary<OfficerId, Person>();
        var at = 0;
        var people = await database.ListAsync(
            new Statement($"select id, name, roles, email from account where id in ({string.Join(", ", officers.Select(_ => $"${++at}"))})", [.. officers.Select(officer => (Value)officer)]),
            row => new Person(new(row.Text(0)), row.Text(1), row.Text(2).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToHashSet(), row.TextOrNull(3)), ct);
        return people.ToDictionary(person => person.Id);
    }

    /// <summary>How the applicants of some dossiers can be reached by now.</summary>
    public async Task<IReadOnlyDictionary<DossierCode, Applicant>> ApplicantsAsync(IReadOnlyCollection<DossierCode> codes, CancellationToken ct)
    {
        if (codes.Count == 0) return new Dictionary<DossierCode, Applicant>();
        var at = 0;
        var lines = await database.ListAsync(
            new Statement(
                $"""
                select code, body from dossier_journal where code in ({string.Join(", ", codes.Select(_ => $"${++at}"))})
                  and kind in ('handed-in', 'received', 'completion-received', 'corrected') order by code, number
                """,
                [.. codes.Select(code => (Value)code)]),
            row => (Code: DossierCode.Parse(row.Text(0)), Happened: StoredJson.ReadEvent(row.Text(1))), ct);
        return lines.GroupBy(line => line.Code).Select(journal => (journal.Key, Known: ParticularsToday.Of(journal.Select(line => line.Happened))))
            .Where(known => known.Known is not null).ToDictionary(known => known.Key, known => known.Known!.Applicant);
    }
}
