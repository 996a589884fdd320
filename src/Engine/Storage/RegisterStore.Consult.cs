using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

// What bodies are asked, and which drafts wait for which leader.
internal sealed partial class RegisterStore
{
    /// <summary>The journal behind the questions a body was asked in a dossier, with their numbers; empty where this officer does not speak for any. What of it they may read, whoever asks decides.</summary>
    public async Task<(IReadOnlySet<int> Asked, IReadOnlyList<DossierEvent> Journal)> ConsultedAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        var numbers = await QuestionsToAsync(database, officer, code, ct);
        if (numbers.Count == 0) return (numbers, []);
        var journal = await database.ListAsync(
            new Statement("select body from dossier_journal where code = $1 order by number", code), row => StoredJson.ReadEvent(row.Text(0)), ct);
        return (numbers, journal);
    }

    /// <inheritdoc cref="QuestionsToAsync"/>
    public Task<IReadOnlySet<int>> QuestionNumbersAsync(Officer officer, DossierCode code, CancellationToken ct) => QuestionsToAsync(database, officer, code, ct);

    /// <summary>The numbers of the questions that a dossier put to bodies this officer speaks for, or stands in for somebody who does.</summary>
    public static async Task<IReadOnlySet<int>> QuestionsToAsync(FlowDatabase database, Officer officer, DossierCode code, CancellationToken ct)
    {
        var places = officer.StandsInFor.Prepend(officer).Where(MaySeeDossiers).SelectMany(PlacesOf).Distinct().ToArray();
        if (places is []) return new HashSet<int>();
        var question = new ListQuestion();
        return (await database.ListAsync(
            question.Asked($"select number from consultation where code = {question[code]} and place in ({string.Join(", ", places.Select(place => question[place]))})"), row => row.Number(0), ct)).ToHashSet();
    }

    /// <summary>Drafts that wait at the places an officer leads, oldest first.</summary>
    public async Task<IReadOnlyList<WaitingDraft>> DraftsAsync(Officer officer, int most, CancellationToken ct)
    {
        var places = officer.StandsInFor.Prepend(officer).Where(person => person.Is(Role.Leader)).SelectMany(PlacesOf).Distinct().ToArray();
        if (places is []) return [];
        var question = new ListQuestion();
        return await database.ListAsync(
            question.Asked(
                $"""
                select {LineColumns}, a.number, a.act, a.state, a.drafted_by, a.drafted_at
                from act_draft a join dossier d on d.code = a.code join dossier_snapshot s on s.code = a.code
                where a.place in ({string.Join(", ", places.Select(place => question[place]))})
                order by a.drafted_at, a.code, a.number limit {question[most]}
                """),
            row => new WaitingDraft(
                Listed(row), row.Number(6), row.Text(7), Enum.GetValues<DraftedActStatus>().First(state => StoredJson.NameOf(state) == row.Text(8)), new OfficerId(row.Text(9)), row.Instant(10)), ct);
    }

    /// <summary>Where an officer stands, and for a leader the units of their agency.</summary>
    private static IEnumerable<AgencyCode> PlacesOf(Officer person) => person.Posts.Select(post => post.Place).Concat(person.Is(Role.Leader) ? person.Leads : []);
}

/// <summary>A draft that waits for a leader, as the store keeps it.</summary>
internal sealed record WaitingDraft(ListedDossier Dossier, int Number, string Act, DraftedActStatus State, OfficerId By, DateTimeOffset At);
