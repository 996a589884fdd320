using System.Collections.Immutable;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Acts written down by an officer and carried out by a leader.</summary>
public sealed class DraftTests
{
    private static readonly StepKey B3 = new("B3");
    private static readonly SignatureReference Paper = new("12/UBND-KT", "Lý A Páo", new(2026, 3, 2));

    private static DossierCommand.DraftAct Draft(Officer by, params (string Field, string Text)[] said) => new(
        by, "request-supplement", B3, (said is [] ? [("missing", "Bản vẽ"), ("reason", "Thiếu bản vẽ")] : said).ToImmutableSortedDictionary(each => each.Field, each => each.Text));

    private static Story Drafted() => A.Story().UntilExamination().Then(Draft(A.Minh));

    [Test]
    public void A_draft_does_nothing_until_a_leader_approves_it()
    {
        var story = Drafted();
        Assert.That((story.Dossier.Status, story.Dossier.Drafts.Single().State), Is.EqualTo((DossierStatus.InProgress, DraftedActStatus.AwaitingApproval)));

        story.Then(new DossierCommand.ApproveDraft(A.Chairman, 1));
        var asked = story.Journal.OfType<DossierEvent.SupplementRequested>().Single();
        Assert.That((asked.By, asked.Reason), Is.EqualTo((A.Chairman.Id, "Thiếu bản vẽ")), "in the leader's name");
        Assert.That(story.Journal.OfType<DossierEvent.DraftApproved>().Single().Drafter, Is.EqualTo(A.Minh.Id), "and whose words they are is on record");
        Assert.That((story.Dossier.Status, story.Clocks.Standing, story.Dossier.Drafts.Single().State), Is.EqualTo((DossierStatus.AwaitingSupplement, Standing.Stopped, DraftedActStatus.AwaitingSignature)));

        story.Then(new DossierCommand.SignDraft(A.Chairman, 1, Paper));
        Assert.That(story.Dossier.Drafts, Is.Empty);
        Assert.That(story.Journal.OfType<DossierEvent.DraftSigned>().Single().Signature, Is.EqualTo(Paper));
    }

    [Test]
    public void Approving_with_the_signature_is_one_act()
    {
        var story = Drafted().Then(new DossierCommand.ApproveDraft(A.Chairman, 1, Paper));
        Assert.That(story.Dossier.Drafts, Is.Empty);
    }

    [TestCase("reject", DossierStatus.Rejected)]
    [TestCase("stop", DossierStatus.Stopped)]
    public void What_ends_a_dossier_is_approved_with_its_signature_and_nothing_comes_after(string act, DossierStatus end)
    {
        var said = ImmutableSortedDictionary<string, string>.Empty.Add("reason", "Trái quy hoạch").Add("basis", "Điều 91");
        var story = A.Story().UntilExamination().Then(new DossierCommand.DraftAct(A.Minh, act, null, said));
        Assert.That(story.Try(new DossierCommand.ApproveDraft(A.Chairman, 1)), Is.EqualTo(DossierRefusals.EndIsSignedAtOnce));
        Assert.That(OffersTests.Keys(story, A.Chairman), Does.Contain("approve-draft"), "it only asks for the paper");

        story.Then(new DossierCommand.ApproveDraft(A.Chairman, 1, Paper));
        Assert.That((story.Dossier.Status, story.Dossier.Drafts.Count, story.Journal[^1]), Is.EqualTo((end, 0, story.Journal.OfType<DossierEvent.Ended>().Single())));
        Assert.That(story.Journal.OfType<DossierEvent.DraftSigned>().Single().Signature, Is.EqualTo(Paper));
    }

    [Test]
    public void What_is_sent_back_is_written_anew()
    {
        var story = Drafted().Then(new DossierCommand.SendBackDraft(A.Chairman, 1, "Nêu rõ loại bản vẽ"));
        Assert.That(story.Dossier.Drafts.Single().State, Is.EqualTo(DraftedActStatus.SentBack));
        story.Then(Draft(A.Minh, ("missing", "Bản vẽ mặt đứng"), ("reason", "Thiếu")));
        Assert.That(story.Dossier.Drafts.Select(draft => (draft.Number, draft.State)), Is.EqualTo(new[] { (2, DraftedActStatus.AwaitingApproval) }));
    }

    [Test]
    public void Nothing_is_kept_of_a_draft_but_what_its_act_asks_for()
    {
        var letters = new string('x', 2001);
        var story = A.Story().UntilExamination().Then(Draft(A.Minh, ("missing", "Bản vẽ"), ("reason", "Thiếu"), ("elsewhere", letters)));
        Assert.That(story.Dossier.Drafts.Single().Said.Keys, Is.EqualTo(["missing", "reason"]));

        var unread = new DossierCommand.DraftAct(A.Minh, "reject", null, Draft(A.Minh, ("reason", "Sai quy hoạch"), ("documentNumber", letters)).Said); // without its day the number is not looked at
        Assert.That(A.Story().UntilExamination().Try(unread)?.Code, Is.EqualTo("D115"));
    }

    [Test]
    public void A_draft_whose_act_is_no_longer_possible_says_so()
    {
        var story = Drafted().Completes(A.Minh, "B3", "Passed");
        Assert.That(story.Try(new DossierCommand.ApproveDraft(A.Chairman, 1)), Is.EqualTo(DossierRefusals.DraftNoLongerPossible(DossierRefusals.NotOpen(B3))));
        Assert.That(OffersTests.Keys(story, A.Chairman), Does.Contain("approve-draft").And.Contain("send-back-draft"));
    }

    private static IEnumerable<TestCaseData> Nos()
    {
        static TestCaseData No(string name, Func<Story> story, DossierCommand command, Refusal refusal) => new TestCaseData(story, command, refusal).SetName(name);
        Func<Story> examining = () => A.Story().UntilExamination(), drafted = Drafted, approved = () => Drafted().Then(new DossierCommand.ApproveDraft(A.Chairman, 1));
        yield return No("Who_may_not_act_drafts_nothing", examining, Draft(A.Clerk), DossierRefusals.NotYourStep(B3));
        yield return No("An_act_that_is_done_directly_is_not_drafted", examining, new DossierCommand.DraftAct(A.Minh, "claim", B3, ImmutableSortedDictionary<string, string>.Empty), DossierRefusals.NotToBeDrafted);
        yield return No("A_draft_says_all_that_the_act_must_say", examining, Draft(A.Minh, ("reason", "Thiếu")), DossierRefusals.MissingPapersNotNamed);
        yield return No("One_draft_of_an_act_waits_at_a_time", drafted, Draft(A.Minh), DossierRefusals.DraftedAlready);
        yield return No("An_officer_approves_nothing", drafted, new DossierCommand.ApproveDraft(A.Lan, 1), DossierRefusals.NotTheDraftsLeader);
        yield return No("Nobody_approves_their_own", () => A.Story().UntilExamination().Then(Draft(A.Head)), new DossierCommand.ApproveDraft(A.Head, 1), DossierRefusals.OwnDraft);
        yield return No("Not_even_standing_in_for_the_leader", drafted, new DossierCommand.ApproveDraft(A.Minh with { StandsInFor = [A.Chairman] }, 1), DossierRefusals.OwnDraft);
        yield return No("What_is_not_there_is_not_approved", examining, new DossierCommand.ApproveDraft(A.Chairman, 1), DossierRefusals.NoSuchDraft);
        yield return No("A_draft_goes_back_with_a_reason", drafted, new DossierCommand.SendBackDraft(A.Chairman, 1, ""), DossierRefusals.ReasonMissing);
        yield return No("What_was_approved_does_not_go_back", approved, new DossierCommand.SendBackDraft(A.Chairman, 1, "x"), DossierRefusals.NoSuchDraft);
        yield return No("A_paper_is_not_signed_tomorrow", approved, new DossierCommand.SignDraft(A.Chairman, 1, Paper with { SignedOn = new(2026, 3, 3) }), DossierRefusals.SignedInTheFuture);
        yield return No("Only_whoever_wrote_it_withdraws_it", drafted, new DossierCommand.DropDraft(A.Lan, 1), DossierRefusals.NotYourDraft);
    }

    [TestCaseSource(nameof(Nos))]
    public void Refused(Func<Story> tell, DossierCommand command, Refusal refusal) => Assert.That(tell().Try(command), Is.EqualTo(refusal));

    [Test]
    public void Drafting_and_deciding_are_offered_to_who_may()
    {
        var story = A.Story().UntilExamination();
        Assert.That(OffersTests.Keys(story, A.Minh), Does.Contain("draft-request-supplement-B3"));
        Assert.That(OffersTests.Keys(story, A.Clerk), Does.Not.Contain("draft-request-supplement-B3"));
        story.Then(Draft(A.Minh));
        Assert.That(OffersTests.Keys(story, A.Chairman), Does.Contain("approve-draft"));
        Assert.That(OffersTests.Keys(story, A.Minh), Does.Contain("drop-draft").And.Not.Contain("approve-draft"));
    }
}
