using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

public sealed partial record Dossier
{
    /// <summary>The files attached so far, withdrawn ones too; their names stand in the journal, because they may name people.</summary>
    public ImmutableList<AttachedFile> Attachments { get; init => field = value ?? []; } = []; // snapshots from before say nothing of them

    private Dossier Attached(DossierEvent.AttachmentAdded e) => this with { Attachments = Attachments.Add(new(e.Number, e.Hash, e.Step, e.Run, e.Component, e.By)) };

    private Dossier Detached(DossierEvent.AttachmentWithdrawn e) =>
        this with { Attachments = Attachments.ConvertAll(file => file.Number == e.Number ? file with { IsWithdrawn = true } : file) };
}

/// <summary>What decisions need to know of an attachment.</summary>
/// <param name="Run">Which time its step was open; 0 without a step.</param>
public sealed record AttachedFile(int Number, ContentHash Hash, StepKey? Step, int Run, string? Component, OfficerId By, bool IsWithdrawn = false);

/// <summary>A file that comes together with what is handed in (tệp nộp kèm), and lies in the store already.</summary>
/// <param name="Component">The paper it is, by its name; null: another paper.</param>
public sealed record HandedFile(ContentHash Hash, string Name, long Size, string MediaType, string? Component = null);

/// <summary>A file attached to a dossier (tệp đính kèm), as people see it. The content lies in the store under its hash, never in the database.</summary>
/// <param name="Withdrawn">Null while it counts.</param>
public sealed record Attachment(
    int Number, ContentHash Hash, string Name, long Size, string MediaType, StepKey? Step, int Run, string? Component, DateTimeOffset At, OfficerId By, AttachmentWithdrawal? Withdrawn)
{
    /// <summary>All attachments a journal tells of, in the order they were added.</summary>
    public static IReadOnlyList<Attachment> Of(IEnumerable<DossierEvent> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var attachments = new List<Attachment>();
        foreach (var happened in journal)
        {
            if (happened is DossierEvent.AttachmentAdded e) attachments.Add(new(e.Number, e.Hash, e.Name, e.Size, e.MediaType, e.Step, e.Run, e.Component, e.At, e.By, null));
            else if (happened is DossierEvent.AttachmentWithdrawn gone && attachments.FindIndex(file => file.Number == gone.Number) is >= 0 and var at)
                attachments[at] = attachments[at] with { Withdrawn = new(gone.At, gone.By, gone.Reason) };
        }
        return attachments;
    }
}

/// <summary>Who took an attachment back, when and why.</summary>
public sealed record AttachmentWithdrawal(DateTimeOffset At, OfficerId By, string Reason);
