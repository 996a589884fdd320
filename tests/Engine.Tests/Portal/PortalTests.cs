using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;

namespace TthcFlow.Engine.Tests.Portal;

/// <summary>What the portal hears: each change of status once, in an order it accepts.</summary>
public sealed class PortalTests
{
    private static IEnumerable<int> Codes(IReadOnlyList<DossierEvent> journal, ProcessDefinition process) =>
        PortalMessages.Of(Dossier.Empty, 0, journal, process).Select(message => message.Code);

    [Test]
    public void A_permit_is_accepted_processed_finished_returned()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed")
            .Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done").Then(new DossierCommand.ReturnResult(A.DeskOfficer));
        Assert.That(Codes(story.Journal, story.Process), Is.EqualTo([2, 4, 9, 10]));
    }

    [Test]
    public void A_supplement_is_told_and_so_is_its_answer()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ").Completes(A.DeskOfficer, "BS", "Supplemented");
        Assert.That(Codes(story.Journal, story.Process), Is.EqualTo([2, 4, 5, 4]));
    }

    [Test]
    public void A_no_at_the_desk_is_three_and_the_end_behind_it_says_nothing()
    {
        var story = A.Story().Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Declined", "Không thuộc thẩm quyền");
        Assert.That(Codes(story.Journal, story.Process), Is.EqualTo([2, 3]));
    }

    [Test]
    public void Messages_carry_the_number_of_the_line_that_caused_them()
    {
        var story = A.Story().Then(A.Receive());
        var (before, length) = (story.Dossier, story.Journal.Count);
        story.Completes(A.DeskOfficer, "B1", "Accepted");
        var message = PortalMessages.Of(before, length, story.Journal[length..], story.Process).Single();
        Assert.That((message.Code, message.Name, message.Number), Is.EqualTo((4, "Đang xử lý", length + 2)), "when the next step opens");
    }

    [Test]
    public void A_step_may_say_a_code_of_its_own()
    {
        var process = A.Permit().Step("BX", StepKind.Handover, "Done", "chuyen-vien", 4, portal: 6).Ways("BX Done B4").Process();
        var story = A.Story(process).UntilExamination();
        var at = story.Dossier with { Open = [new OpenStep(new("BX"), 1, story.Now, A.Commune, new("chuyen-vien"), null)] };
        Assert.That(PortalStatuses.CodeOf(at, process), Is.EqualTo(6));
    }

    [Test]
    public void Internal_processes_tell_the_portal_nothing()
    {
        var process = A.Permit(A.Header with { Kind = ProcessKind.BetweenAgencies }).Process();
        Assert.That(Codes(A.Story(process).UntilExamination().Journal, process), Is.Empty);
    }

    [Test]
    public void Every_way_through_the_permit_is_an_order_the_portal_accepts()
    {
        var process = A.Permit().Process();
        foreach (var run in Rehearsal.Of(process, Calendar.Book, A.MondayMorning).Runs)
        {
            var codes = Codes(run.Journal, process).ToArray();
            Assert.That(codes.Prepend(0).Zip(codes), Is.All.Matches<(int After, int Code)>(step => PortalTarget.Default.MayCome(step.After, step.Code)), string.Join("→", codes));
        }
    }
}
