using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Who has a step in hand: taken, given, given to another, handed back; and done for somebody else.</summary>
public sealed class HandsTests
{
    private static readonly StepKey B3 = new("B3"), B5 = new("B5");

    /// <summary>At the review, which is open to the position of the head.</summary>
    private static Story AtReview() => A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done");

    [Test]
    public void What_is_open_to_a_position_is_taken_by_one_and_then_is_theirs()
    {
        var process = new Drawing(A.Header with { Kind = ProcessKind.AgencyInternal })
            .Step("S1", StepKind.Draft, "Done", "chuyen-vien", 8).Step("S2", StepKind.Work, "Done", "chuyen-vien", 8).Step("X", StepKind.End).Ways("S1 Done S2", "S2 Done X").Process();
        var story = A.Story(process).Then(A.Receive(by: A.Minh)).Then(new DossierCommand.Claim(A.Lan, new("S1")));

        Assert.That(story.Dossier.FindOpen(new("S1"))?.Assignee, Is.EqualTo(A.Lan.Id));
        Assert.That(story.Try(A.Complete(A.Minh, "S1", "Done")), Is.EqualTo(DossierRefusals.NamedToAnother(new("S1"))));
        Assert.That(story.Try(new DossierCommand.Claim(A.Minh, new("S1"))), Is.EqualTo(DossierRefusals.AlreadyTaken(new("S1"))));
        Assert.That(story.Try(new DossierCommand.Claim(A.Clerk, new("S1"))), Is.EqualTo(DossierRefusals.NotYourStep(new("S1"))));

        Assert.That(story.Try(new DossierCommand.HandBack(A.Minh, new("S1"))), Is.EqualTo(DossierRefusals.NotInYourHand(new("S1"))));
        story.Then(new DossierCommand.HandBack(A.Lan, new("S1"), "Đi công tác")).Completes(A.Minh, "S1", "Done");
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.InProgress));
    }

    [Test]
    public void A_leader_gives_the_step_to_another_who_keeps_the_later_steps_too()
    {
        var story = A.Story().UntilExamination().Then(new DossierCommand.Assign(A.Head, B3, A.Lan, "Minh nghỉ ốm"));
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Passed")), Is.EqualTo(DossierRefusals.NamedToAnother(B3)));
        story.Completes(A.Lan, "B3", "Passed");
        Assert.That(story.Dossier.FindOpen(new("B4"))?.Assignee, Is.EqualTo(A.Lan.Id), "the draft is the same position's");
    }

    [Test]
    public void A_leader_of_the_agency_reaches_into_its_units()
    {
        var elsewhere = A.Chairman with { Posts = [new(new("H35"), new("chu-tich"))] };
        Assert.That(A.Story().UntilExamination().Try(new DossierCommand.Assign(elsewhere, B3, A.Lan, "x")), Is.EqualTo(DossierRefusals.NotTheUnitsLeader(B3)));
        Assert.That(A.Story().UntilExamination().Try(new DossierCommand.Assign(elsewhere with { Leads = [A.Commune] }, B3, A.Lan, "x")), Is.Null);
    }

    private static IEnumerable<TestCaseData> Nos()
    {
        static TestCaseData No(string name, DossierCommand command, Refusal refusal) => new TestCaseData(command, refusal).SetName(name);
        yield return No("An_officer_gives_nobody_anything", new DossierCommand.Assign(A.Lan, B3, A.Lan, "x"), DossierRefusals.NotTheUnitsLeader(B3));
        yield return No("Work_is_given_to_somebody", new DossierCommand.Assign(A.Head, B3, null, "x"), DossierRefusals.AssigneeMissing(B3));
        yield return No("Work_is_given_with_a_reason", new DossierCommand.Assign(A.Head, B3, A.Lan, " "), DossierRefusals.ReasonMissing);
        yield return No("Work_is_given_to_who_holds_the_position", new DossierCommand.Assign(A.Head, B3, A.Clerk, "x"), DossierRefusals.AssigneeDoesNotHold(B3));
        yield return No("Work_is_not_given_to_who_has_it", new DossierCommand.Assign(A.Head, B3, A.Minh, "x"), DossierRefusals.AlreadyTheirs(B3));
        yield return No("A_step_that_is_not_open_is_given_to_nobody", new DossierCommand.Assign(A.Head, B5, A.Minh, "x"), DossierRefusals.NotOpen(B5));
        yield return No("Only_who_may_act_has_seen_a_step", new DossierCommand.MarkSeen(A.Clerk, B3), DossierRefusals.NotYourStep(B3));
    }

    [TestCaseSource(nameof(Nos))]
    public void Refused(DossierCommand command, Refusal refusal) => Assert.That(A.Story().UntilExamination().Try(command), Is.EqualTo(refusal));

    [Test]
    public void What_waits_for_the_applicant_is_given_to_nobody()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ");
        Assert.That(story.Try(new DossierCommand.Claim(A.DeskOfficer, new("BS"))), Is.EqualTo(DossierRefusals.NotAnOfficersStep(new("BS"))));
        Assert.That(story.Try(new DossierCommand.Assign(A.Head, new("BS"), A.Minh, "x")), Is.EqualTo(DossierRefusals.NotAnOfficersStep(new("BS"))));
    }

    [Test]
    public void A_substitute_acts_with_the_rights_of_another_and_the_journal_says_for_whom()
    {
        var lan = A.Lan with { StandsInFor = [A.Minh] };
        var story = A.Story().UntilExamination().Completes(lan, "B3", "Passed", "Đạt");

        var done = story.Journal.OfType<DossierEvent.StepCompleted>().Last();
        Assert.That((done.By, done.OnBehalfOf), Is.EqualTo((A.Lan.Id, A.Minh.Id)));
        Assert.That(story.Dossier.FindOpen(new("B4"))?.Assignee, Is.EqualTo(A.Minh.Id), "the work stays with whom it belongs to");
        Assert.That(story.Journal.OfType<DossierEvent.StepOpened>().Last().OnBehalfOf, Is.EqualTo(A.Minh.Id));
    }

    [Test]
    public void Who_can_act_in_their_own_right_does_not_act_for_another()
    {
        var minh = A.Minh with { StandsInFor = [A.Lan] };
        var story = A.Story().UntilExamination().Completes(minh, "B3", "Passed");
        Assert.That(story.Journal.OfType<DossierEvent.StepCompleted>().Last().OnBehalfOf, Is.Null);
    }

    [Test]
    public void What_a_substitute_takes_is_the_absent_ones_and_no_rights_reach_further()
    {
        var clerk = A.Clerk with { StandsInFor = [A.Head with { Posts = [new(A.Commune, new("truong-phong"))] }] };
        var story = AtReview().Then(new DossierCommand.Claim(clerk, B5));
        Assert.That(story.Dossier.FindOpen(B5)?.Assignee, Is.EqualTo(A.Head.Id));
        Assert.That(story.Try(A.Complete(clerk with { StandsInFor = [] }, "B5", "Agreed")), Is.EqualTo(DossierRefusals.NotYourStep(B5)), "the day after");
        story.Completes(clerk, "B5", "Agreed");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B6" }));
    }

    [Test]
    public void Whoever_stands_in_for_a_leader_or_a_desk_is_offered_what_those_may_do_and_hears_what_they_would_hear()
    {
        var story = A.Story().UntilExamination();
        var (forTheChairman, forTheDesk) = (A.Clerk with { StandsInFor = [A.Chairman] }, A.Clerk with { StandsInFor = [A.DeskOfficer] });
        Assert.That(OffersTests.Keys(story, A.Clerk), Does.Not.Contain("suspend").And.Not.Contain("withdraw"));
        Assert.That(OffersTests.Keys(story, forTheChairman), Does.Contain("suspend").And.Contain("extend").And.Contain("reject"));
        Assert.That(OffersTests.Keys(story, forTheDesk), Does.Contain("withdraw").And.Not.Contain("suspend"));
        Assert.That(story.Try(new DossierCommand.Suspend(forTheChairman, "Chờ kết luận", "", A.Paper())), Is.EqualTo(DossierRefusals.LegalBasisMissing));
    }

    [Test]
    public void Each_change_of_hands_is_offered_to_who_may_make_it()
    {
        var story = A.Story().UntilExamination();
        Assert.That(OffersTests.Keys(story, A.Head), Does.Contain("assign-B3").And.Not.Contain("claim-B3"));
        Assert.That(OffersTests.Keys(story, A.Minh), Does.Contain("hand-back-B3").And.Not.Contain("assign-B3"));
        Assert.That(OffersTests.Keys(story, A.Lan with { StandsInFor = [A.Minh] }), Does.Contain("complete-B3"));
        Assert.That(OffersTests.Keys(AtReview(), A.Head), Does.Contain("claim-B5"));
    }

    [Test]
    public void A_step_that_asks_for_a_signature_is_done_when_one_stands_behind_it()
    {
        var process = new Drawing(A.Header with { Kind = ProcessKind.AgencyInternal })
            .Step("S1", StepKind.Draft, "Done", "chuyen-vien", 8)
            .Step("S2", StepKind.Sign, "Signed SentBack Rejected", "chu-tich", 8).Where(work => work with { RequiresSignature = true }).Step("X", StepKind.End)
            .Ways("S1 Done S2", "S2 Signed X", "S2 SentBack S1", "S2 Rejected X").Process();
        Story AtSigning() => A.Story(process).Then(A.Receive(by: A.Minh)).Completes(A.Minh, "S1", "Done");
        DossierCommand Sign(SignatureReference? signature, string outcome = "Signed") => A.Complete(A.Chairman, "S2", outcome) with { Signature = signature };
        SignatureReference Paper(string number = "12/QĐ-UBND", string signer = "Lý A Páo", int day = 2) => new(number, signer, new(2026, 3, day));

        Assert.That(AtSigning().Try(Sign(null)), Is.EqualTo(DossierRefusals.SignatureMissing(new("S2"))));
        Assert.That(AtSigning().Try(Sign(Paper(number: " "))), Is.EqualTo(DossierRefusals.SignatureMissing(new("S2"))));
        Assert.That(AtSigning().Try(Sign(Paper(day: 3))), Is.EqualTo(DossierRefusals.SignedInTheFuture));
        Assert.That(AtSigning().Try(Sign(null, "SentBack")), Is.Null, "what is sent back is not signed");
        Assert.That(OffersTests.Offers(AtSigning(), A.Chairman).Single(offer => offer.Key == "complete-S2").Fields.Select(field => field.Name), Does.Contain("signatureNumber"));

        var story = AtSigning().Then(Sign(Paper()));
        Assert.That(story.Journal.OfType<DossierEvent.StepCompleted>().Last().Signature, Is.EqualTo(Paper()));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Ended));
    }
}
