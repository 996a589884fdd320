using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>What somebody asks for on the way to a signed decision.</summary>
public abstract record DecisionFileCommand(Officer By)
{
    /// <param name="Files">What is known of every file that the content speaks of, by its id; one that is missing is not there.</param>
    public sealed record Begin(Officer By, DecisionContent Content, IReadOnlyDictionary<string, DecidedFile> Files) : DecisionFileCommand(By);

    /// <inheritdoc cref="Begin"/>
    public sealed record Compose(Officer By, DecisionContent Content, IReadOnlyDictionary<string, DecidedFile> Files) : DecisionFileCommand(By);

    /// <param name="Today">The day of the act, in Vietnam.</param>
    /// <inheritdoc cref="Begin"/>
    public sealed record Sign(Officer By, LegalAct Act, DateOnly Today, IReadOnlyDictionary<string, DecidedFile> Files) : DecisionFileCommand(By);

    public sealed record Discard(Officer By, string Reason) : DecisionFileCommand(By);
}

/// <summary>What is known of a file that a decision speaks of.</summary>
public sealed record DecidedFile(ProcessFile File)
{
    /// <summary>For a draft: the versions of shared processes that the text would call today; null where it calls none.</summary>
    public ImmutableList<PinnedCall>? Calls { get; init; }

    /// <summary>For a draft: the version in force of its procedure and case on the day the decision takes effect; null for nothing.</summary>
    public ContentHash? Holding { get; init; }

    /// <summary>For a published version: from when another holds instead; null while it is the last.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Another decision, not signed yet, that the draft is in; null where it is in none.</summary>
    public string? ElsewhereIn { get; init; }
}
