using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>What the journal and the rules know of attached files.</summary>
public sealed class AttachmentTests
{
    private static readonly ContentHash Scan = new(new string('a', 64)), Other = new(new string('b', 64));

    private static DossierCommand.AttachFile File(Officer by, string? step = null, ContentHash? hash = null, string? component = null) =>
        new(by, hash ?? Scan, "Biên bản.pdf", 1200, "application/pdf", step is null ? null : new(step), component);

    /// <summary>The permit, whose examination must show a record of the site visit.</summary>
    private static ProcessDefinition WithRecord()
    {
        var process = A.Permit().Process();
        var steps = process.Steps.Select(step => step.Key.Value == "B3" ? step with { Work = step.Work! with { RequiresAttachment = true } } : step).ToArray();
        return new(process.Name, process.Header, process.Attributes, steps, process.Routes) { Start = process.Start, Hash = process.Hash };
    }

    [Test]
    public void A_step_that_must_show_its_result_is_not_done_without_a_file()
    {
        var story = A.Story(WithRecord()).UntilExamination();
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Passed"))?.Code, Is.EqualTo("F115"));
        story.Then(File(A.DeskOfficer, component: "Bản vẽ thiết kế"));
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Passed"))?.Code, Is.EqualTo("F115"), "a file of the applicant's is not the step's own");

        story.Then(File(A.Minh, "B3")).Completes(A.Minh, "B3", "Passed");
        Assert.That(story.OpenSteps, Is.EqualTo(["B4"]));
    }

    [Test]
    public void Asking_for_papers_needs_nothing_to_show_and_the_next_round_needs_a_file_of_its_own()
    {
        var story = A.Story(WithRecord()).UntilExamination().Then(File(A.Minh, "B3"))
            .Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ").Completes(A.DeskOfficer, "BS", "Supplemented");
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Passed"))?.Code, Is.EqualTo("F115"), "the file of the first round does not count for the second");
        Assert.That(story.Then(File(A.Minh, "B3", Other)).Try(A.Complete(A.Minh, "B3", "Passed")), Is.Null);
    }

    [Test]
    public void A_withdrawn_file_does_not_count_and_stays_in_the_journal()
    {
        var story = A.Story(WithRecord()).UntilExamination().Then(File(A.Minh, "B3")).Then(new DossierCommand.WithdrawAttachment(A.Minh, 1, "Nhầm hồ sơ"));
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Passed"))?.Code, Is.EqualTo("F115"));
        Assert.That(story.Try(new DossierCommand.WithdrawAttachment(A.Minh, 1, "Lần nữa"))?.Code, Is.EqualTo("F112"));

        var file = Attachment.Of(story.Journal).Single();
        Assert.That((file.Name, file.Withdrawn?.Reason, file.Withdrawn?.By), Is.EqualTo(("Biên bản.pdf", "Nhầm hồ sơ", A.Minh.Id)));
    }

    [Test]
    public void Files_are_attached_by_who_has_the_step_in_hand_or_by_the_desk()
    {
        var story = A.Story().UntilExamination();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(File(A.Lan, "B3"))?.Code, Is.EqualTo("D106"), "the step is Minh's");
            Assert.That(story.Try(File(A.Clerk))?.Code, Is.EqualTo("F110"), "the clerk has nothing of it in hand");
            Assert.That(story.Try(File(A.Minh, "B4"))?.Code, Is.EqualTo("D104"), "that step is not open");
            Assert.That(story.Try(File(A.DeskOfficer, component: "Bản vẽ thiết kế")), Is.Null);
            Assert.That(story.Try(File(A.DeskOfficer, component: "Bản vẽ thiết kế"))?.Code, Is.EqualTo("F111"), "once there");
            Assert.That(story.Try(File(A.Minh)), Is.Null, "the same content, elsewhere in the dossier");
        }
    }

    [Test]
    public void A_file_is_withdrawn_by_who_attached_it_or_by_a_leader_and_with_a_reason()
    {
        var story = A.Story().UntilExamination().Then(File(A.Minh, "B3")).Then(File(A.Minh, "B3", Other));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(new DossierCommand.WithdrawAttachment(A.Lan, 1, "Nhầm"))?.Code, Is.EqualTo("F113"));
            Assert.That(story.Try(new DossierCommand.WithdrawAttachment(A.Minh, 1, " "))?.Code, Is.EqualTo("D113"));
            Assert.That(story.Try(new DossierCommand.WithdrawAttachment(A.Minh, 3, "Nhầm"))?.Code, Is.EqualTo("F112"));
            Assert.That(story.Try(new DossierCommand.WithdrawAttachment(A.Head, 2, "Tệp của hồ sơ khác")), Is.Null);
        }
    }

    [Test]
    public void A_snapshot_from_before_there_were_files_is_read_as_having_none()
    {
        var dossier = StoredJson.ReadDossier("""{"status":"received","open":[],"waiting":[]}""");
        Assert.That(dossier.Attachments, Is.Not.Null.And.Empty);
    }

    [Test]
    public void A_dossier_with_files_is_stored_and_read_back_whole()
    {
        var story = A.Story().UntilExamination().Then(File(A.Minh, "B3")).Then(new DossierCommand.WithdrawAttachment(A.Minh, 1, "Nhầm"));
        var read = StoredJson.ReadDossier(StoredJson.Write(story.Dossier));
        var events = story.Journal.Select(happened => StoredJson.ReadEvent(StoredJson.Write(happened)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Attachments, Is.EqualTo(story.Dossier.Attachments));
            Assert.That(Attachment.Of(events), Is.EqualTo(Attachment.Of(story.Journal)));
        }
    }
}
