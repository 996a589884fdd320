using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>What an officer is offered: what the decider would take from them, and nothing else.</summary>
public sealed class OffersTests
{
    [Test]
    public void The_one_who_has_the_step_in_hand_is_offered_to_complete_it_and_to_ask_for_papers()
    {
        var story = A.Story().UntilExamination();
        Assert.That(Keys(story, A.Minh), Does.Contain("complete-B3").And.Contain("request-supplement-B3"));
        Assert.That(Keys(story, A.Lan), Does.Not.Contain("complete-B3"), "it was given to Minh by name");
        Assert.That(Keys(story, A.DeskOfficer), Does.Not.Contain("complete-B3"));
        Assert.That(Keys(story, A.Clerk), Does.Not.Contain("complete-B3"));
    }

    [Test]
    public void The_form_tells_the_outcomes_and_where_they_lead()
    {
        var offer = Offers(A.Story().UntilExamination(), A.Minh).Single(offer => offer.Key == "complete-B3");
        var outcome = offer.Fields.Single(field => field.Name == "outcome");

        Assert.That(offer.IsMain);
        Assert.That(outcome.Choices.Select(choice => (choice.Value, choice.Label.Vi, choice.Leads?.Vi)), Is.EqualTo(new[] { ("Passed", "Đạt", "B4"), ("Incomplete", "Cần bổ sung", "BS"), ("Failed", "Không đạt", (string?)"TC") }));
        Assert.That(offer.Fields.Select(field => field.Name), Does.Contain("missing"), "one outcome leads to a drawn supplement");
    }

    [Test]
    public void A_step_that_assigns_asks_for_an_officer_of_the_place()
    {
        var story = A.Story().Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");
        var assignee = Offers(story, A.Head).Single(offer => offer.Key == "complete-B2").Fields.Single(field => field.Kind is ActFieldKind.Officer);

        Assert.That((assignee.Places.Single(), assignee.Required), Is.EqualTo((A.Commune, true)));
        Assert.That(assignee.Positions, Is.EqualTo(new PositionKey[] { new("chuyen-vien") }), "those who can take the next step come first");
    }

    [Test]
    public void While_papers_are_awaited_they_are_all_that_can_be_done()
    {
        var story = A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"));
        Assert.That(Keys(story, A.Minh), Does.Contain("receive-supplement-B3").And.Not.Contain("complete-B3").And.Not.Contain("request-supplement-B3"));
        Assert.That(Keys(story, A.DeskOfficer), Does.Contain("receive-supplement-B3"), "papers come in at the desk");
    }

    [Test]
    public void A_second_round_is_for_the_leader_who_must_name_its_basis()
    {
        var process = A.Permit(A.Header with { Supplement = new SupplementRule(ClockPolicy.Suspends, 2) }).Process();
        var story = A.Story(process).UntilExamination()
            .Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu")).Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));

        Assert.That(Keys(story, A.Minh), Does.Not.Contain("request-supplement-B3"));
        Assert.That(Offers(story, A.Chairman).Single(offer => offer.Key == "request-supplement-B3").Fields, Has.Some.Matches<ActField>(field => field is { Name: "basis", Required: true }));
    }

    [Test]
    public void Nothing_is_offered_once_the_dossier_has_ended() =>
        Assert.That(Offers(A.Story().UntilExamination().Completes(A.Minh, "B3", "Failed", "Sai quy hoạch"), A.Minh), Is.Empty);

    [Test]
    public void Each_act_has_a_name_of_its_own_and_speaks_both_languages()
    {
        Assert.That(DossierActs.All.Select(act => act.Key), Is.Unique);
        foreach (var offer in Offers(A.Story().UntilExamination(), A.Minh))
        {
            Assert.That(offer.Label.Vi, Is.Not.EqualTo(offer.Label.En));
            Assert.That(offer.Fields, Is.All.Matches<ActField>(field => field is { Label: var label } && label.Vi != label.En), offer.Key);
        }
    }

    [Test]
    public void A_filled_form_is_the_command_it_stands_for()
    {
        var story = A.Story().UntilExamination();
        DossierCommand Filled(string act, params (string, string)[] said) => DossierActs.Find(act)!.Command(Form(A.Minh, "B3", said));

        Assert.That(Filled("complete", ("outcome", "Passed"), ("note", " đủ ")), Is.EqualTo(A.Complete(A.Minh, "B3", "Passed", "đủ")));
        Assert.That(((DossierCommand.RequestSupplement)Filled("request-supplement", ("missing", "một\r\n\r\n hai "), ("reason", "x"))).Missing, Is.EqualTo(new[] { "một", "hai" }));
        Assert.That(Filled("receive-supplement"), Is.TypeOf<DossierCommand.ReceiveSupplement>());
        Assert.That(Filled("return-result", ("receivedBy", "Mùa A Dơ")), Is.EqualTo(new DossierCommand.ReturnResult(A.Minh, "Mùa A Dơ")));
        Assert.That(story.Try(Filled("complete", ("outcome", "Passed"))), Is.Null);
    }

    /// <summary>What has no entry in the registry, and where its form is instead.</summary>
    private static readonly Dictionary<Type, string> FormsElsewhere = new()
    {
        [typeof(DossierCommand.Receive)] = "/desk/receive",
        [typeof(DossierCommand.DeclineAtDesk)] = "/desk/receive",
        [typeof(DossierCommand.Submit)] = "the portal, /api/submissions",
        [typeof(DossierCommand.Accept)] = "/desk/queue/{code}",
        [typeof(DossierCommand.AskForCompletion)] = "/desk/queue/{code}",
        [typeof(DossierCommand.ReceiveCompletion)] = "/desk/queue/{code}",
        [typeof(DossierCommand.PayUpFront)] = "/desk/queue/{code}",
        [typeof(DossierCommand.Decline)] = "/desk/queue/{code}",
        [typeof(DossierCommand.WithdrawSubmission)] = "/desk/queue/{code}",
        [typeof(DossierCommand.Correct)] = "/dossiers/{code}/correct",
        [typeof(DossierCommand.ChangeTime)] = "/dossiers/{code}/correct, always refused",
        [typeof(DossierCommand.AttachFile)] = "the dossier's page: a file is a stream",
        [typeof(DossierCommand.WithdrawAttachment)] = "the dossier's page",
        [typeof(DossierCommand.DraftAct)] = "every act that may be drafted",
        [typeof(DossierCommand.MarkSeen)] = "opening the page",
        [typeof(DossierCommand.Remind)] = "the engine",
        [typeof(DossierCommand.FollowCalendar)] = "the engine",
    };

    [Test]
    public void Everything_people_can_ask_for_has_a_form()
    {
        var offered = DossierActs.All.Select(act => act.Command(ActForm.Blank(A.Minh, new("B3"))).GetType()).ToHashSet();
        var asked = typeof(DossierCommand).GetNestedTypes().Where(type => typeof(DossierCommand).IsAssignableFrom(type));
        Assert.That(asked.Where(type => !offered.Contains(type) && !FormsElsewhere.ContainsKey(type)), Is.Empty);
        Assert.That(FormsElsewhere.Keys.Where(offered.Contains), Is.Empty, "an entry in the registry needs no other form");
    }

    [Test]
    public void What_a_leader_decides_may_be_drafted_for_them()
    {
        Assert.That(DossierActs.All.Where(act => act.MayBeDrafted).Select(act => act.Key),
            Is.EquivalentTo(new[] { "request-supplement", "waive-obligation", "extend", "suspend", "resume", "reject", "stop" }));

        var story = A.Story().UntilExamination();
        Assert.That(Offers(story, A.Minh).Where(offer => offer.IsDraft).Select(offer => offer.Act), Does.Contain("suspend").And.Contain("stop").And.Not.Contain("resume"));
        story.Then(new DossierCommand.DraftAct(A.Minh, "suspend", null, ImmutableSortedDictionary<string, string>.Empty
            .Add("reason", "Chờ kết luận thanh tra").Add("basis", "Điều 9").Add("documentNumber", "12/QĐ-UBND").Add("documentDate", "2026-03-02")));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.InProgress), "nothing is done yet");
        story.Then(new DossierCommand.ApproveDraft(A.Chairman, 1));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Suspended));
    }

    [Test]
    public void A_result_is_handed_over_by_the_same_form_as_on_the_desks_own_page()
    {
        var command = (DossierCommand.ReturnResult)DossierActs.Find("return-result")!.Command(Form(A.DeskOfficer, "B8", ("way", "Post"), ("postItem", "EA1VN"), ("proxyName", "Mùa A Sử")));
        Assert.That(command.HandingOver, Is.EqualTo(new HandingOver(ReturnWay.Post, null, new Proxy("Mùa A Sử", "", ""), "EA1VN")));
        Assert.That(((DossierCommand.ReturnResult)DossierActs.Find("return-result")!.Command(Form(A.DeskOfficer, "B8", ("receivedBy", "Mùa A Dơ")))).HandingOver, Is.Null);
    }

    [TestCase(ActFieldKind.Day, "2026-03-09", true)]
    [TestCase(ActFieldKind.Day, "09/03/2026", false)]
    [TestCase(ActFieldKind.Moment, "2026-03-09T15:30", true)]
    [TestCase(ActFieldKind.Moment, "chiều mai", false)]
    [TestCase(ActFieldKind.Number, "3", true)]
    [TestCase(ActFieldKind.Number, "ba", false)]
    [TestCase(ActFieldKind.Amount, "1.250.000", true)]
    [TestCase(ActFieldKind.Amount, "-5", false)]
    [TestCase(ActFieldKind.Choice, "co", true)]
    [TestCase(ActFieldKind.Choice, "khac", false)]
    [TestCase(ActFieldKind.Agencies, "H35.99,H35.98", true)]
    [TestCase(ActFieldKind.Agencies, "H35.99,H35.97", false)]
    [TestCase(ActFieldKind.Attachments, "1,2", true)]
    [TestCase(ActFieldKind.Attachments, "1,3", false)]
    [TestCase(ActFieldKind.Officer, "minh", true)]
    [TestCase(ActFieldKind.Officer, "ai-do", false)]
    public void What_cannot_be_read_is_told_by_its_field(ActFieldKind kind, string said, bool isReadable)
    {
        var field = new ActField("o", kind, new("Ô", "Field"), Required: true) { Choices = [.. new[] { "co", "minh", "H35.99", "H35.98", "1", "2" }.Select(value => new ActChoice(value, new(value, value)))] };
        var form = Form(A.Minh, null, ("o", said)) with { Officers = [A.Minh] };

        Assert.That(form.FaultIn([field]) is null, Is.EqualTo(isReadable));
        Assert.That(ActForm.Blank(A.Minh, null).FaultIn([field])?.Message.En, Is.EqualTo("“Field” must be filled in."));
    }

    [Test]
    public void A_moment_without_an_offset_is_Vietnams_and_money_may_have_dots()
    {
        var form = Form(A.Minh, null, ("luc", "2026-03-09T15:30"), ("utc", "2026-03-09T08:30:00Z"), ("tien", "1.250.000"));
        Assert.That(form.Moment("luc"), Is.EqualTo(Calendar.At("2026-03-09 15:30")));
        Assert.That(form.Moment("utc"), Is.EqualTo(form.Moment("luc")));
        Assert.That(form.Amount("tien"), Is.EqualTo(1_250_000));
    }

    private static ActForm Form(Officer by, string? step, params (string Field, string Text)[] said) =>
        new(by, step is null ? null : new(step), said.ToImmutableSortedDictionary(each => each.Field, each => each.Text));

    internal static IReadOnlyList<ActOffer> Offers(Story story, Officer officer) =>
        new DossierDecider(story.Process, new ProcessFlow(story.Process), Calendar.Book).Offers(story.Dossier, officer, story.Now);

    internal static IEnumerable<string> Keys(Story story, Officer officer) => Offers(story, officer).Select(offer => offer.Key);
}
