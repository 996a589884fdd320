using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>A comment of the appraising body on a submitted text (ý kiến góp ý), with what was answered to it.</summary>
/// <param name="Number">Its number in the file, from 1; never used again.</param>
/// <param name="Round">The round it was made in.</param>
/// <param name="Revision">The saved text it speaks of.</param>
/// <param name="Step">The step it is pinned to, by its key in that text; null where it is about the header or the whole.</param>
/// <param name="Field">The member of the header it is pinned to; null where it is about a step or the whole.</param>
public sealed record Comment(
    int Number, int Round, int Revision, StepKey? Step, string? Field, CommentWeight Weight, string Text, OfficerId By, DateTimeOffset At)
{
    public CommentStanding State { get; init; }

    /// <summary>What was said to it since, oldest first.</summary>
    public ImmutableList<CommentTurn> Turns { get; init => field = value ?? []; } = [];

    /// <summary>It must be settled before the text can be found fit.</summary>
    public bool IsOpen => State is not CommentStanding.Resolved;

    /// <summary>The members of the header that a comment can be pinned to.</summary>
    public static ImmutableArray<string> Fields { get; } =
    [
        "name", "procedure", "case", "kind", "documentCode", "issueNumber", "statutoryLimit", "limitSource", "promisedLimit", "onlineLimit", "supplement", "legs",
        "components", "fees", "results", "forms", "legalBases", "conditions", "retention", "control", "decision", "reasons",
    ];
}

/// <summary>Whether a comment must be met, or is only a remark.</summary>
public enum CommentWeight
{
    MustComplete, // phải hoàn thiện
    Remark, // góp ý
}

/// <summary>How far a comment has come.</summary>
public enum CommentStanding
{
    Open, // chờ trả lời
    Answered, // đã trả lời
    Resolved, // đã xong
}

/// <summary>Something that was said to a comment.</summary>
/// <param name="Text">The answer, or why it was taken up again; null for a resolution.</param>
public sealed record CommentTurn(DateTimeOffset At, OfficerId By, CommentTurnKind Kind, string? Text);

public enum CommentTurnKind
{
    TakenUp, // tiếp thu
    Explained, // giải trình
    Resolved, // đã xong
    Reopened, // nêu lại
}

/// <summary>What the appraising body says of a text (ý kiến thẩm định).</summary>
public enum Opinion
{
    Fit, // đạt
    FitOnceCompleted, // đạt, cần hoàn thiện
    Unfit, // không đạt
}

/// <summary>A paper on the way (văn bản): its number and its day.</summary>
public sealed record NumberedPaper(string Number, DateOnly Date);
