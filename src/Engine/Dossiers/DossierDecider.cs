using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Answers one question: given this dossier, this version and this moment, what does the command lead to?</summary>
/// <remarks>Pure: it reads no clock, no database and no configuration, so a test is a table of sentences.</remarks>
public sealed class DossierDecider(ProcessDefinition process, ProcessFlow flow, CalendarBook calendars)
{
    public Decision<DossierEvent> Decide(Dossier dossier, DossierCommand command, DateTimeOffset now) =>
        throw new NotImplementedException($"{dossier} {command} {now} {process} {flow} {calendars}");
}
