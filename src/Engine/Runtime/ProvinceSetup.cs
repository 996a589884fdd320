using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Fills a province (khởi tạo dữ liệu): its catalogue, its calendar, its first published processes.</summary>
public sealed class ProvinceSetup
{
    private readonly ReferenceStore _reference;
    private readonly PublicationOffice _publication;
    private readonly DossierStore _dossiers;
    private readonly ProcessLibrary _library;
    private readonly TimeProvider _clock;

    internal ProvinceSetup(ReferenceStore reference, PublicationOffice publication, DossierStore dossiers, ProcessLibrary library, TimeProvider clock) =>
        (_reference, _publication, _dossiers, _library, _clock) = (reference, publication, dossiers, library, clock);

    /// <summary>True while neither catalogue nor calendar was ever loaded.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken ct) => await _reference.CurrentAsync(ct) is (null, null);

    /// <summary>Keeps a catalogue as the current one. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    /// <returns>Its version.</returns>
    public Task<int> LoadCatalogueAsync(string json, CancellationToken ct) => _reference.LoadCatalogueAsync(json, _clock.GetUtcNow(), ct);

    /// <summary>Keeps a calendar as the current one. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    /// <remarks>Deadlines follow at once, because they are computed; the times that lists and reminders are ordered by are written anew here.</remarks>
    /// <returns>Its version.</returns>
    public async Task<int> LoadCalendarAsync(string json, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var version = await _reference.LoadCalendarAsync(json, now, ct);
        var calendars = (await _reference.CurrentAsync(ct)).Calendars!;
        await foreach (var file in _dossiers.RunningAsync(ct))
        {
            var process = (await _library.GetAsync(file.Dossier.Version!, ct)).Definition;
            await _dossiers.RescheduleAsync(file, DossierClocks.Of(file.Dossier, process, calendars, now), ct);
        }
        return version;
    }

    /// <summary>Takes a document the whole way to publication, by three hands of the engine's own, each named as such in the journal.</summary>
    /// <param name="agency">The line department it is drafted for.</param>
    /// <param name="act">The decision it rests on.</param>
    /// <returns>The published draft, or the first refusal on the way with what the checks found.</returns>
    public async Task<PublicationAnswer> PublishAsync(ElsaDocument document, AgencyCode agency, LegalAct act, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        Officer Hand(string id, string name, Role role) => new(new OfficerId(id), name, role is Role.Author ? agency : null, new HashSet<Role> { role }, []);
        var author = Hand("he-thong.soan", "Hệ thống (soạn)", Role.Author);

        var answer = await _publication.DraftAsync(author, document, ct);
        if (!answer.IsDone) return answer;
        var draft = answer.Draft!;
        answer = await _publication.SubmitAsync(author, draft, ct);
        if (answer.IsDone)
            answer = await _publication.AppraiseAsync(
                Hand("he-thong.tham-dinh", "Hệ thống (thẩm định)", Role.Appraiser), draft, act.Number, act.SignedOn, "Nạp dữ liệu ban đầu", ct);
        if (answer.IsDone) answer = await _publication.PublishAsync(Hand("he-thong.cong-bo", "Hệ thống (công bố)", Role.Publisher), draft, act, ct);
        return answer;
    }
}
