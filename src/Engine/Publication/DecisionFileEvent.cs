using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Something that happened to a decision. Stored names are for good.</summary>
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(Composed), "composed")]
[JsonDerivedType(typeof(Signed), "signed")]
[JsonDerivedType(typeof(Discarded), "discarded")]
public abstract record DecisionFileEvent(DateTimeOffset At, OfficerId By)
{
    /// <summary>Lập hồ sơ ban hành quyết định.</summary>
    /// <param name="Agency">The authority that is to sign it.</param>
    public sealed record Begun(DateTimeOffset At, OfficerId By, AgencyCode? Agency) : DecisionFileEvent(At, By);

    /// <summary>Soạn nội dung quyết định: all that it says from now on.</summary>
    public sealed record Composed(DateTimeOffset At, OfficerId By, DecisionContent Content) : DecisionFileEvent(At, By);

    /// <summary>Ký ban hành: every line at once.</summary>
    /// <param name="Lines">What became law and what ended, line by line.</param>
    public sealed record Signed(DateTimeOffset At, OfficerId By, LegalAct Act, ImmutableList<SignedLine> Lines) : DecisionFileEvent(At, By);

    /// <summary>Bỏ hồ sơ, không ký.</summary>
    public sealed record Discarded(DateTimeOffset At, OfficerId By, string Reason) : DecisionFileEvent(At, By);
}
