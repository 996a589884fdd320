using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>What somebody asks for on the way to publication.</summary>
public abstract record PublicationCommand(Officer By)
{
    public sealed record Draft(Officer By, AgencyCode Agency, ProcedureCode? Procedure, CaseKey? Case, string Name) : PublicationCommand(By);

    /// <summary>Saving the text; only a change of hands becomes an event.</summary>
    public sealed record Write(Officer By) : PublicationCommand(By);

    /// <param name="Findings">What the checks say of exactly this text; errors, and warnings without a reason, block.</param>
    public sealed record Submit(
        Officer By, ContentHash Hash, ProcedureCode? Procedure, CaseKey? Case, string Name,
        IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, string> Reasons) : PublicationCommand(By)
    {
        /// <summary>The versions of shared processes that the findings were made with; null where the text calls none.</summary>
        public ImmutableList<PinnedCall>? Calls { get; init; }

        /// <summary>Where it is to apply; null: the whole province.</summary>
        public AgencyCode? Place { get; init; }

        /// <summary>Who is competent for this text by the province's rules.</summary>
        public Competence Competence { get; init; } = Competence.Open;
    }

    public sealed record Return(Officer By, string Reason) : PublicationCommand(By);

    public sealed record AcceptForAppraisal(Officer By, string Receipt) : PublicationCommand(By);

    /// <param name="Appraiser">Who is to give the opinion; null where there is no such account.</param>
    public sealed record AssignAppraiser(Officer By, Officer? Appraiser, string? Reason) : PublicationCommand(By);

    /// <param name="Revision">The saved text it speaks of.</param>
    /// <param name="Steps">The steps of that text.</param>
    public sealed record AddComment(
        Officer By, int Revision, IReadOnlySet<StepKey> Steps, StepKey? Step, string? Field, CommentWeight Weight, string Text) : PublicationCommand(By);

    public sealed record AnswerComment(Officer By, int Number, bool TakenUp, string Text) : PublicationCommand(By);

    public sealed record ResolveComment(Officer By, int Number) : PublicationCommand(By);

    public sealed record ReopenComment(Officer By, int Number, string Text) : PublicationCommand(By);

    /// <param name="Items">Everything that is ticked from now on.</param>
    /// <param name="Changes">What differs from the version before.</param>
    public sealed record TickChanges(Officer By, IReadOnlyCollection<string> Items, IReadOnlyCollection<string> Changes) : PublicationCommand(By);

    public sealed record Appraise(Officer By, string OpinionNumber, DateOnly OpinionDate, string? Note) : PublicationCommand(By)
    {
        public Opinion Opinion { get; init; }

        /// <summary>What differs from the version before; each must be ticked before the text is found fit.</summary>
        public IReadOnlyCollection<string> Changes { get; init; } = [];
    }

    /// <summary>Tờ trình to the publisher.</summary>
    public sealed record Propose(Officer By, string Number, DateOnly Date) : PublicationCommand(By);

    public sealed record Withdraw(Officer By, string Reason) : PublicationCommand(By);

    /// <param name="Act">The decision that repeals; the version no longer holds from its day of effect.</param>
    /// <param name="Until">From when another version holds already; null while this one is the last.</param>
    public sealed record Repeal(Officer By, LegalAct Act, DateOnly Today, DateOnly? Until = null) : PublicationCommand(By);

    /// <param name="Today">The day of the act, in Vietnam; a version may not take effect before it.</param>
    public sealed record Publish(Officer By, LegalAct Act, DateOnly Today) : PublicationCommand(By)
    {
        /// <summary>The versions of shared processes that the text would call today; null where it calls none.</summary>
        public ImmutableList<PinnedCall>? Calls { get; init; }

        /// <summary>The draft is in a decision that is not signed yet: it goes with that one, or not at all.</summary>
        public bool InDecision { get; init; }
    }

    /// <summary>Taking in a text that a decision made law before, or elsewhere.</summary>
    /// <param name="Agency">The department it belongs to.</param>
    /// <param name="Today">The day of the act, in Vietnam.</param>
    /// <param name="Findings">What the checks say of it: only what would keep a dossier from running holds it up.</param>
    public sealed record Record(
        Officer By, AgencyCode Agency, ContentHash Hash, ProcedureCode? Procedure, CaseKey? Case, string Name, LegalAct Act, string Reason, DateOnly Today,
        IReadOnlyList<Finding> Findings) : PublicationCommand(By)
    {
        /// <summary>The versions of shared processes that the text calls; null where it calls none.</summary>
        public ImmutableList<PinnedCall>? Calls { get; init; }

        /// <summary>Where it applies; null: the whole province.</summary>
        public AgencyCode? Place { get; init; }

        /// <summary>What is in force already at its place on the first day; null for nothing.</summary>
        public ContentHash? Holding { get; init; }

        /// <summary>Its department or its place, where the province's catalogue does not know it; null where it knows both.</summary>
        public AgencyCode? Unknown { get; init; }
    }
}
