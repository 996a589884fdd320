using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

public abstract partial record DossierCommand
{
    /// <summary>Cập nhật theo lịch làm việc mới: from the engine, for every running dossier, when a calendar came into force. Asked twice, it does nothing the second time.</summary>
    /// <param name="Version">The version of the calendar that came into force.</param>
    public sealed record FollowCalendar(int Version) : DossierCommand(Officer.System);
}
