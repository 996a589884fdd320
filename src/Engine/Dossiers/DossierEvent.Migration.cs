using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// A running dossier goes on under another version of its process, by a decision; and back again.
[JsonDerivedType(typeof(MovedToVersion), "moved-to-version")]
[JsonDerivedType(typeof(ReturnedToVersion), "returned-to-version")]
public abstract partial record DossierEvent
{
    /// <summary>Chuyển hồ sơ đang giải quyết sang phiên bản mới của quy trình, theo quyết định. What is done stays done, every open step goes on with the time it has used.</summary>
    /// <param name="Migration">The number of the migration (đợt chuyển) it belongs to.</param>
    /// <param name="Steps">Every open step: which step of the new version it is now, and whose.</param>
    /// <param name="Waiting">The routes of the new version on which tokens wait before a join: the whole list.</param>
    /// <param name="Chosen">The branches of the new version whose answers have decided a way: the whole list.</param>
    /// <param name="Legs">Legs that go on under another name in the new version.</param>
    /// <param name="Kept">The limit that goes on to hold, where the new version has another and the promise is kept.</param>
    public sealed record MovedToVersion(
        DateTimeOffset At, OfficerId By, ContentHash From, ContentHash To, int Migration, WrittenAct Decision, string Basis,
        ImmutableList<MovedStep> Steps, ImmutableList<string> Waiting, ImmutableList<StepKey> Chosen,
        ImmutableSortedDictionary<string, string>? Legs = null, CountingRule? Kept = null) : DossierEvent(At, By);

    /// <summary>Đưa hồ sơ trở lại phiên bản trước khi chuyển: everything is as it was then, and the time between counts.</summary>
    public sealed record ReturnedToVersion(
        DateTimeOffset At, OfficerId By, ContentHash From, ContentHash To, int Migration, string Reason) : DossierEvent(At, By);
}

/// <summary>An open step that became a step of another version: the same work, with the time it has used.</summary>
/// <param name="Assignee">Who has it in hand by name; null where anybody in the position may.</param>
public sealed record MovedStep(
    StepKey From, int FromRun, StepKey To, int ToRun, AgencyCode? Place, PositionKey? Position, OfficerId? Assignee, string? Leg);
