using System.Collections.Immutable;
using System.Diagnostics;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>A decision on its way to signature (hồ sơ ban hành quyết định), which approves, amends, replaces and abolishes processes in one act: the sum of its own acts.</summary>
public sealed record DecisionFile
{
    public static DecisionFile Empty { get; } = new();

    public DecisionStatus Status { get; init; }

    /// <summary>The authority whose publishers prepare and sign it: the agency of whoever began it.</summary>
    public AgencyCode? Agency { get; init; }

    public OfficerId? BegunBy { get; init; }

    /// <summary>Since when it stands where it stands.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What it says; as last composed.</summary>
    public DecisionContent Content { get; init; } = DecisionContent.Blank;

    /// <summary>Number, days and authority; null until it is signed.</summary>
    public LegalAct? Act { get; init; }

    /// <summary>Whose account signed it.</summary>
    public OfficerId? SignedBy { get; init; }

    /// <summary>What became of every line when it was signed; empty before.</summary>
    public ImmutableList<SignedLine> Signed { get; init => field = value ?? []; } = [];

    /// <summary>Why it was given up; null while it is not.</summary>
    public string? Reason { get; init; }

    public static DecisionFile Replay(IEnumerable<DecisionFileEvent> events) => events.Aggregate(Empty, (file, happened) => file.Apply(happened));

    public DecisionFile Apply(DecisionFileEvent happened) => happened switch
    {
        DecisionFileEvent.Begun e => this with { Status = DecisionStatus.Preparing, Agency = e.Agency, BegunBy = e.By, Since = e.At },
        DecisionFileEvent.Composed e => this with { Content = e.Content },
        DecisionFileEvent.Signed e => this with { Status = DecisionStatus.Signed, Act = e.Act, SignedBy = e.By, Signed = e.Lines, Since = e.At },
        DecisionFileEvent.Discarded e => this with { Status = DecisionStatus.Discarded, Reason = e.Reason, Since = e.At },
        _ => throw new UnreachableException(),
    };
}

/// <summary>How far a decision has come.</summary>
public enum DecisionStatus
{
    None,
    Preparing, // đang chuẩn bị
    Signed, // đã ký
    Discarded, // đã bỏ
}

/// <summary>What a decision says, apart from the number and the days that it gets when it is signed.</summary>
/// <param name="Subject">What it is about (trích yếu).</param>
/// <param name="SignerTitle">Chức vụ của người ký, as it is printed: with "KT. CHỦ TỊCH" and the like.</param>
public sealed record DecisionContent(string Subject, string SignerTitle, string SignerName)
{
    /// <summary>The most lines that one decision carries.</summary>
    public const int MostLines = 50;

    public static DecisionContent Blank { get; } = new("", "", "");

    /// <summary>Numbers of the laws it names of those that every decision does (căn cứ chung), in their order; null where nothing was said of them, as in decisions of before.</summary>
    public ImmutableList<string>? StandingBases { get; init; }

    /// <summary>Bases besides those that every such decision names (căn cứ), one a line.</summary>
    public ImmutableList<string> Bases { get; init => field = value ?? []; } = [];

    /// <summary>Who receives it (nơi nhận), one a line.</summary>
    public ImmutableList<string> Recipients { get; init => field = value ?? []; } = [];

    /// <summary>What it does to which process, in the order of the appendix.</summary>
    public ImmutableList<DecidedLine> Lines { get; init => field = value ?? []; } = [];

    /// <summary>Every draft it makes law.</summary>
    public IEnumerable<string> Drafts => Lines.Select(line => line.Draft).OfType<string>();

    /// <summary>Every file it speaks of, each once: drafts that become law, and versions that end.</summary>
    public IEnumerable<string> Files => Drafts.Concat(Lines.SelectMany(line => line.Ends)).Distinct();

    /// <summary>The same without blanks around texts and without empty lines.</summary>
    public DecisionContent Trimmed() => this with
    {
        Subject = (Subject ?? "").Trim(),
        SignerTitle = (SignerTitle ?? "").Trim(),
        SignerName = (SignerName ?? "").Trim(),
        StandingBases = StandingBases is null ? null : [.. Written(StandingBases).Distinct(StringComparer.Ordinal)],
        Bases = Written(Bases),
        Recipients = Written(Recipients),
        Lines = [.. Lines.Select(line => line with { Draft = string.IsNullOrWhiteSpace(line.Draft) ? null : line.Draft.Trim(), Ends = Written(line.Ends) })],
    };

    private static ImmutableList<string> Written(ImmutableList<string> texts) => [.. texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text.Trim())];
}

/// <summary>One line of a decision.</summary>
/// <param name="Act">
/// Approve: the draft becomes law where nothing is in force; Amend: it takes over from the version in force of its procedure and case; Replace: it becomes law and other versions end;
/// Abolish: versions end and nothing becomes law.
/// </param>
/// <param name="Draft">The draft that becomes law; null for an abolition.</param>
public sealed record DecidedLine(DecisionAct Act, string? Draft)
{
    /// <summary>The versions that this line repeals, by the drafts they came of.</summary>
    public ImmutableList<string> Ends { get; init => field = value ?? []; } = [];
}

/// <summary>A line as it was signed: which text became law, and which ended.</summary>
/// <param name="Issued">What became law; null for an abolition.</param>
public sealed record SignedLine(DecisionAct Act, SignedText? Issued)
{
    public ImmutableList<SignedText> Ended { get; init => field = value ?? []; } = [];
}

/// <summary>A text that a decision speaks of, named for good: its draft, its content, and what it was called.</summary>
public sealed record SignedText(string Draft, ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, AgencyCode? Agency);
