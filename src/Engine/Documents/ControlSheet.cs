using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Document control of a version, ready to be printed (kiểm soát tài liệu): who drafted, reviewed and approved it, and every issue up to it with what changed.</summary>
/// <remarks>Written from the acts, not by hand: it cannot say otherwise than what happened. Names of persons, never of accounts.</remarks>
public sealed record ControlSheet(IReadOnlyList<ControlSignature> Signatures, IReadOnlyList<ControlChange> Issues)
{
    /// <summary>Why it was taken in without appraisal; null for what went the usual way.</summary>
    public string? Exception { get; init; }
}

/// <summary>One of the three hands of a version.</summary>
/// <param name="Role">Soạn thảo, soát xét, phê duyệt.</param>
/// <param name="Names">The persons' names, as far as the province lists them.</param>
/// <param name="Agency">Whom they acted for; null where it is not known.</param>
/// <param name="Paper">The paper that says so: the opinion's or decision's number.</param>
/// <param name="On">The day.</param>
public sealed record ControlSignature(Wording Role, IReadOnlyList<string> Names, string? Agency, string? Paper, DateOnly On);

/// <summary>One issue (lần ban hành) in the table of changes.</summary>
/// <param name="Changes">What changed, in sentences.</param>
public sealed record ControlChange(int Number, ContentHash Hash, string Decision, DateOnly SignedOn, DateOnly From, IReadOnlyList<Wording> Changes);
