using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Who may do what to an issue of a process, and when: author, appraiser and publisher are three different persons. Pure.</summary>
public static class PublicationDecider
{
    public static Decision<PublicationEvent> Decide(ProcessFile file, PublicationCommand command, DateTimeOffset now) =>
        throw new NotImplementedException($"{file} {command} {now}");
}
