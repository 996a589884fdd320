using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;

namespace TthcFlow.Engine.Tests.Portal;

/// <summary>
/// Two defects of synchronisations in use today: states that wait or have ended (5, 6, 8) were told as finished (9), and codes were invented for what no table named.
/// Here the message is the state, and a table that does not name every state is no table.
/// </summary>
public sealed class SeenDefectTests
{
    private static readonly DossierCommand[] Ends =
    [
        new DossierCommand.Withdraw(A.DeskOfficer, "Đổi ý"), new DossierCommand.Reject(A.Chairman, "Không đủ điều kiện"), new DossierCommand.Stop(A.Chairman, "Tranh chấp", "Điều 21"),
    ];

    private static IEnumerable<Story> Stories()
    {
        foreach (var end in Ends)
        {
            yield return A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")).Then(end);
            yield return A.Story().UntilExamination().Then(new DossierCommand.ImposeObligation(A.Minh, new("B3"), "Thuế", 5_000, A.Paper())).Then(end);
            yield return A.Story().UntilExamination().Then(new DossierCommand.Suspend(A.Chairman, "Chờ", "Điều 20", A.Paper())).Then(end);
        }
        foreach (var run in Rehearsal.Of(A.Permit().Process(), Calendar.Book, A.MondayMorning).Runs)
        {
            var story = A.Story();
            story.Journal.AddRange(run.Journal);
            yield return story;
        }
    }

    [Test]
    public void What_the_portal_hears_last_is_the_state_the_dossier_is_in_and_finished_is_told_only_of_what_is()
    {
        foreach (var story in Stories())
        {
            var messages = PortalMessages.Of(Dossier.Empty, 0, story.Journal, story.Process);
            for (var length = 1; length <= story.Journal.Count; length++)
            {
                var dossier = Dossier.Replay(story.Journal.Take(length));
                var said = messages.LastOrDefault(message => message.Number <= length)?.Code;
                // In the middle of one act the portal hears nothing yet.
                if (length < story.Journal.Count && story.Journal[length].At == story.Journal[length - 1].At) continue;
                Assert.That(said, Is.EqualTo(PortalStatuses.CodeOf(dossier, story.Process)), $"{dossier.Status} after {story.Journal[length - 1]}");
                Assert.That(said == 9, Is.EqualTo(dossier.Status is DossierStatus.ResultReady), $"{dossier.Status}");
            }
        }
    }

    [Test]
    public void No_code_is_ever_told_that_the_portals_table_does_not_list()
    {
        var listed = PortalTarget.Default.Codes.ToHashSet();
        Assert.That(Enum.GetValues<PortalMoment>().Select(PortalTarget.Default.CodeOf).Distinct(), Is.SubsetOf(listed));
        foreach (var story in Stories())
            Assert.That(PortalMessages.Of(Dossier.Empty, 0, story.Journal, story.Process).Select(message => message.Code).Distinct(), Is.SubsetOf(listed));
    }
}
