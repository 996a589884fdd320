using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Studio;

/// <summary>What the editor asks of the office that keeps drafts (bàn soạn thảo): open, save, look back, and the words of its dropdowns.</summary>
/// <remarks>Four questions, each answered by whoever wires the desk: <see cref="Over"/> in the product, a drawer of drafts in the tests.</remarks>
internal sealed class StudioDesk
{
    /// <summary>The draft as this officer may see it: its latest revision, or the one asked for; null where there is none for them.</summary>
    public required Func<Officer, string, int?, CancellationToken, Task<StudioDraft?>> OpenAsync { get; init; }

    /// <summary>Keeps a new revision; the answer carries the office's refusal where it was not kept.</summary>
    public required Func<Officer, string, ElsaDocument, int, CancellationToken, Task<PublicationAnswer>> SaveAsync { get; init; }

    /// <summary>Every revision that can be opened, newest first.</summary>
    public required Func<Officer, string, CancellationToken, Task<IReadOnlyList<StudioRevision>>> RevisionsAsync { get; init; }

    /// <summary>What fills the dropdowns of the toolbox, by the list's name (<see cref="ActivityCatalogue.Units"/> and its neighbours).</summary>
    public required Func<Officer, CancellationToken, Task<IReadOnlyDictionary<string, IReadOnlyList<Choice>>>> ChoicesAsync { get; init; }

    /// <summary>The desk over the publication office and the province's catalogue. Dropdowns offer what exists today: positions, and the units of the officer's agency.</summary>
    public static StudioDesk Over(PublicationOffice office, ReferenceOffice reference, TimeProvider clock) => new()
    {
        OpenAsync = async (officer, draft, revision, ct) =>
        {
            if (await office.OpenAsync(officer, draft, ct) is not { } view) return null;
            if (revision is null || revision == view.Revision) return new StudioDraft(view.Id, view.Revision, view.Acts[^1].At, view.Document, view.MayEdit);
            return (await office.RevisionsAsync(officer, draft, ct)).FirstOrDefault(kept => kept.Revision == revision) is { } earlier
                ? new StudioDraft(view.Id, earlier.Revision, earlier.At, earlier.Document, MayEdit: false)
                : null;
        },
        SaveAsync = (officer, draft, document, ifRevision, ct) => office.SaveAsync(officer, draft, document, ifRevision, ct),
        RevisionsAsync = async (officer, draft, ct) =>
            [.. (await office.RevisionsAsync(officer, draft, ct)).Select(kept => new StudioRevision(kept.Revision, kept.At, kept.Document.Name)).Reverse()],
        ChoicesAsync = async (officer, ct) =>
        {
            var catalogue = await reference.CatalogueAsync(ct);
            var shared = await office.SharedProcessesAsync(ct);
            var today = VietnamTime.DayOf(clock.GetUtcNow());
            return new Dictionary<string, IReadOnlyList<Choice>>
            {
                [ActivityCatalogue.Positions] = [.. catalogue.Positions.Select(position => new Choice(position.Key.Value, new(position.Name, position.Name)))],
                [ActivityCatalogue.Units] =
                [
                    .. from place in catalogue.Agencies
                       where place.ExistsOn(today) && (officer.Agency is null || catalogue.IsWithin(place.Code, officer.Agency))
                       select new Choice(place.Code.Value, new(place.Name, place.Name)),
                ],
                [ActivityCatalogue.Processes] =
                [
                    .. from process in shared
                       let named = $"{process.Name} ({process.Process}) → {string.Join(", ", process.Outcomes)}"
                       select new Choice(process.Process.ToString(), new(named, named)),
                ],
            };
        },
    };
}

/// <summary>A draft opened for editing (dự thảo): the document as kept, without what Studio's envelope adds.</summary>
/// <param name="MayEdit">False opens it as a viewer; saving is refused as well.</param>
internal sealed record StudioDraft(string Id, int Revision, DateTimeOffset SavedAt, ElsaDocument Document, bool MayEdit);

/// <summary>A revision in the list: number, moment, name of the process then.</summary>
internal sealed record StudioRevision(int Revision, DateTimeOffset SavedAt, string Name);

/// <summary>Every no of the editor's own. Studio shows the sentence only when it comes as a 400.</summary>
internal static class StudioRefusals
{
    public static readonly Refusal SignedOut = new("S100", new("Phiên làm việc đã hết; hãy đăng nhập lại.", "The session is over; sign in again."));

    public static readonly Refusal NoSuchDraft = new("S101", new("Không có dự thảo này, hoặc anh/chị không được xem.", "There is no such draft, or you may not see it."));

    public static readonly Refusal ReadOnly = new("S102", new("Anh/chị chỉ được xem dự thảo này, không được sửa.", "You may view this draft but not change it."));

    public static readonly Refusal Stale = new("S103", new(
        "Dự thảo đã được lưu ở nơi khác sau khi anh/chị mở. Hãy tải lại để làm tiếp trên bản mới nhất; bản đang mở chưa ghi đè lên bản đó.",
        "The draft was saved elsewhere after you opened it. Reload to go on from the latest revision; yours has not overwritten it."));

    public static readonly Refusal WouldEmpty = new("S104", new(
        "Không lưu: bản gửi lên không còn bước nào, trong khi dự thảo đang có. Nếu khung vẽ trống bất thường, hãy tải lại trang; dự thảo vẫn còn nguyên.",
        "Not saved: nothing is left on the drawing although the draft has steps. If the canvas went blank by itself, reload the page; the draft is untouched."));

    public static readonly Refusal NotPublishedHere = new("S105", new(
        "Quy trình được công bố bằng quyết định, sau khi thẩm định: hãy trình thẩm định ở trang dự thảo. Thay đổi trên bản vẽ được lưu tự động.",
        "A process is published by a decision, after its appraisal: submit it on the draft's page. Changes to the drawing are saved by themselves."));

    public static readonly Refusal Elsewhere = new("S106", new("Yêu cầu đến từ một trang khác, không nhận.", "The request came from another site and is not taken."));

    public static readonly Refusal NotDoneHere = new("S107", new(
        "Việc này không làm trong khung vẽ; hãy dùng trang dự thảo.", "This is not done in the drawing; use the draft's page."));
}
