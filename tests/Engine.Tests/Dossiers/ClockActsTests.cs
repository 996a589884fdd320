using System.Collections.Immutable;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The acts on a dossier's clock as they are offered, and the commands their forms become.</summary>
public sealed class ClockActsTests
{
    private static readonly (string, string)[] Document = [("documentNumber", "12/QĐ-UBND"), ("documentDate", "2026-03-02"), ("documentSigner", "Lý A Páo")];

    private static DossierCommand Filled(string act, Officer by, string? step, params (string Field, string Text)[] said) =>
        DossierActs.Find(act)!.Command(new(by, step is null ? null : new(step), said.ToImmutableSortedDictionary(each => each.Field, each => each.Text)));

    [Test]
    public void Each_is_offered_to_whom_the_decider_would_take_it_from()
    {
        var story = A.Story().UntilExamination();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(OffersTests.Keys(story, A.Chairman), Is.SupersetOf(new[] { "extend", "suspend", "reject", "stop" }).And.Not.Contains("resume"));
            Assert.That(OffersTests.Keys(story, A.DeskOfficer), Does.Contain("withdraw").And.Not.Contain("suspend"));
            Assert.That(OffersTests.Keys(story, A.Minh), Does.Contain("impose-obligation-B3").And.Not.Contain("reject"));
            Assert.That(OffersTests.Keys(story, A.Clerk), Is.Empty);
        }
        story.Then(Filled("suspend", A.Chairman, null, [("reason", "Chờ"), ("basis", "Điều 20"), .. Document]));
        Assert.That(OffersTests.Offers(story, A.Chairman)[0].Act, Is.EqualTo("resume"), "it is what the dossier waits for");
        Assert.That(OffersTests.Keys(story, A.Chairman), Does.Not.Contain("suspend").And.Not.Contain("extend"));
        story.Then(Filled("resume", A.Chairman, null, Document));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.InProgress));
    }

    [Test]
    public void Money_is_paid_for_what_is_owed()
    {
        var story = A.Story(A.Permit(A.Header with { Fees = [new("Lệ phí", 75_000, null, DossierFees.AtIntake)] }).Process()).UntilExamination();
        story.Then(Filled("impose-obligation", A.Minh, "B3", [("what", "Thuế"), ("amount", "1.500.000"), .. Document]));
        var offer = OffersTests.Offers(story, A.DeskOfficer).Single(offer => offer.Act == "record-payment");
        Assert.That(offer.Fields[0].Choices.Select(choice => (choice.Value, choice.Label.Vi)), Is.EqualTo(new[] { ("1", "Thuế – 1.500.000 đồng"), ("=Lệ phí", "Lệ phí – 75.000 đồng") }));
        story.Then(Filled("record-payment", A.DeskOfficer, null, ("for", "=Lệ phí"), ("amount", "75.000"), ("receipt", "1"), ("way", "Cash")))
            .Then(Filled("record-payment", A.DeskOfficer, null, ("for", "1"), ("amount", "500000"), ("receipt", "2"), ("way", "Online")))
            .Then(Filled("waive-obligation", A.Chairman, null, [("obligation", "1"), ("reason", "Được miễn phần còn lại"), .. Document]));
        Assert.That((story.Dossier.Status, story.Dossier.Payments.Sum(payment => payment.Amount)), Is.EqualTo((DossierStatus.InProgress, 575_000m)));
        Assert.That(OffersTests.Keys(story, A.DeskOfficer), Does.Not.Contain("record-payment"));
    }

    [Test]
    public void Papers_are_received_in_parts_from_the_list_that_was_asked_for()
    {
        var story = A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD", "Bản vẽ"], "Thiếu"));
        var part = OffersTests.Offers(story, A.DeskOfficer).Single(offer => offer.Act == "receive-supplement-part");
        Assert.That(part.Fields[0].Default, Is.EqualTo("CCCD\nBản vẽ"));
        Assert.That(OffersTests.Keys(story, A.DeskOfficer), Does.Not.Contain("accept-as-sufficient-B3").And.Not.Contain("expire-supplement"));
        story.Then(Filled("receive-supplement-part", A.DeskOfficer, "B3", ("papers", "CCCD")));
        Assert.That(OffersTests.Keys(story, A.Minh), Does.Contain("accept-as-sufficient-B3"));
        Assert.That(OffersTests.Keys(story.At("2026-03-09 14:00"), A.DeskOfficer), Does.Contain("expire-supplement"), "its time is over now");
        Assert.That(story.Then(Filled("accept-as-sufficient", A.Minh, "B3", ("note", "Đã có bản vẽ cũ"))).Dossier.Status, Is.EqualTo(DossierStatus.InProgress));
    }

    [Test]
    public void An_ended_dossier_is_ended_by_the_form_that_says_so()
    {
        foreach (var (act, by, status) in new[] { ("withdraw", A.DeskOfficer, DossierStatus.Withdrawn), ("reject", A.Chairman, DossierStatus.Rejected), ("stop", A.Chairman, DossierStatus.Stopped) })
            Assert.That(A.Story().UntilExamination().Then(Filled(act, by, null, ("reason", "Lý do"), ("basis", "Điều 21"))).Dossier.Status, Is.EqualTo(status));
        var story = A.Story().UntilExamination().Then(Filled("extend", A.Chairman, null, ("due", "2026-03-18T16:00"), ("reason", "Chờ đo đạc")));
        Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-18 16:00")));
    }
}
