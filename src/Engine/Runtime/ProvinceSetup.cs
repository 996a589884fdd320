using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Fills a province (khởi tạo dữ liệu): its catalogue, its calendar, its first published processes.</summary>
public sealed class ProvinceSetup
{
    private readonly ReferenceStore _reference;
    private readonly PublicationOffice _publication;
    private readonly CalendarCarry _carry;
    private readonly TimeProvider _clock;

    internal ProvinceSetup(ReferenceStore reference, PublicationOffice publication, CalendarCarry carry, TimeProvider clock) =>
        (_reference, _publication, _carry, _clock) = (reference, publication, carry, clock);

    /// <summary>True while neither catalogue nor calendar was ever loaded.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken ct) => await _reference.CurrentAsync(ct) is (null, null);

    /// <summary>Keeps a catalogue as the current one. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    /// <returns>Its version.</returns>
    public Task<int> LoadCatalogueAsync(string json, CancellationToken ct) => _reference.LoadCatalogueAsync(json, _clock.GetUtcNow(), ct);

    /// <summary>Keeps a list of portals as the current one. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    /// <returns>Its version.</returns>
    public Task<int> LoadPortalsAsync(string json, CancellationToken ct) => _reference.LoadPortalsAsync(json, Officer.System.Id, "Nạp dữ liệu ban đầu", _clock.GetUtcNow(), ct);

    /// <summary>Sets the province up with a calendar, in force at once and without a decision. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    /// <remarks>Where dossiers are under way their promises move, each told in its journal; later changes go through <see cref="CalendarOffice"/>, with a decision.</remarks>
    /// <returns>Its version.</returns>
    public async Task<int> LoadCalendarAsync(string json, CancellationToken ct)
    {
        var version = await _reference.LoadCalendarAsync(json, _clock.GetUtcNow(), ct);
        await _carry.RunOnceAsync(ct);
        return version;
    }

    /// <summary>Takes a document the whole way to publication, by three hands of the engine's own, each named as such in the journal.</summary>
    /// <param name="agency">The line department it is drafted for.</param>
    /// <param name="act">The decision it rests on.</param>
    /// <returns>The published draft, or the first refusal on the way with what the checks found.</returns>
    public async Task<PublicationAnswer> PublishAsync(ElsaDocument document, AgencyCode agency, LegalAct act, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        Officer Hand(string id, string name, Role role, AgencyCode? of) => new(new OfficerId(id), name, of, new HashSet<Role> { role }, []);
        var author = Hand("he-thong.soan", "Hệ thống (soạn)", Role.Author, agency);

        var answer = await _publication.DraftAsync(author, document, ct);
        if (!answer.IsDone) return answer;
        var draft = answer.Draft!;
        answer = await _publication.SubmitAsync(author, draft, isTimed: false, ct); // what is loaded at the start is law already: nobody waits for it
        if (!answer.IsDone || await _publication.OpenAsync(author, draft, ct) is not { } submitted) return answer;

        // The hands belong to the bodies that the province's rules name.
        var competence = submitted.File.Competence ?? Competence.Open;
        var appraiser = Hand("he-thong.tham-dinh", "Hệ thống (thẩm định)", Role.Appraiser, competence.Appraises);
        answer = await _publication.AcceptAsync(appraiser, draft, act.Number, appraiser.Id, ct);
        if (answer.IsDone) answer = await _publication.TickAllAsync(appraiser, draft, ct);
        if (answer.IsDone) answer = await _publication.AppraiseAsync(appraiser, draft, act.Number, act.SignedOn, "Nạp dữ liệu ban đầu", ct);
        if (answer.IsDone) answer = await _publication.ProposeAsync(competence.Proposes is Proposer.Appraiser ? appraiser : author, draft, act.Number, act.SignedOn, ct);
        if (answer.IsDone) answer = await _publication.PublishAsync(Hand("he-thong.cong-bo", "Hệ thống (công bố)", Role.Publisher, competence.Publishes), draft, act, ct);
        return answer;
    }
}
