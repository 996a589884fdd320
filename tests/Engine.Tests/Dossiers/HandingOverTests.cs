using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The result reaches the applicant: at the desk, by post, online, or into a proxy's hands.</summary>
public sealed class HandingOverTests
{
    private static readonly Proxy Cousin = new("Mùa A Páo", "012099000111", "Giấy ủy quyền 15/2026, UBND xã chứng thực ngày 03/3/2026");

    /// <summary>The result is there on Thursday 5 March, three days before it was promised.</summary>
    private static Story Ready() => A.Story().UntilExamination()
        .At("2026-03-05 09:00").Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed")
        .Completes(A.Clerk, "B7", "Done");

    private static DossierCommand.ReturnResult Return(HandingOver handing) => new(A.DeskOfficer, null, handing);

    [Test]
    public void By_post_the_item_has_a_number()
    {
        var story = Ready();

        Assert.That(story.Try(Return(new(ReturnWay.Post))), Is.EqualTo(DossierRefusals.PostItemMissing));
        story.Then(Return(new(ReturnWay.Post, PostItem: "RN123456789VN")));

        Assert.That(story.Journal.OfType<DossierEvent.ResultHandedOver>().Single().HandingOver.PostItem, Is.EqualTo("RN123456789VN"));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Returned));
    }

    [Test]
    public void A_proxy_is_named_with_identity_and_power_of_attorney()
    {
        var story = Ready();

        foreach (var half in new[] { Cousin with { Name = "" }, Cousin with { IdentityNumber = " " }, Cousin with { Authorisation = "" } })
            Assert.That(story.Try(Return(new(ReturnWay.Desk, Proxy: half))), Is.EqualTo(DossierRefusals.ProxyNotIdentified));
        story.Then(Return(new(ReturnWay.Desk, Proxy: Cousin, Signature: "đã ký nhận")));

        Assert.That(story.Journal.OfType<DossierEvent.Ended>().Single().Reason, Is.EqualTo("Mùa A Páo"), "the register says who took it");
    }

    [TestCase("2026-03-05 10:00")]
    [TestCase("2026-06-30 16:00")]
    public void However_late_it_is_collected_the_agency_was_in_time(string collected)
    {
        var story = Ready().At(collected).Then(Return(new(ReturnWay.Desk)));

        var slip = ControlSlip.Of(null, story.Journal, story.Process, Calendar.Book, PaperNames.None, story.Now);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.FinishedAt, Is.EqualTo(Calendar.At("2026-03-05 09:00")));
            Assert.That(story.Clocks.Standing, Is.EqualTo(Standing.OnTime));
            Assert.That(slip.Outcome, Is.EqualTo(Timeliness.Early));
            Assert.That(slip.Rows.Single(row => row.Step.Value == "B8").Label, Is.EqualTo(Timeliness.NoLimit), "waiting to be collected has no limit");
        }
    }

    [Test]
    public void The_portal_hears_finished_and_then_returned()
    {
        var story = Ready().Then(Return(new(ReturnWay.Online)));

        Assert.That(PortalMessages.Of(Dossier.Empty, 0, story.Journal, story.Process).Select(message => message.Code), Is.EqualTo(new[] { 2, 4, 9, 10 }));
    }

    [Test]
    public void Nothing_is_handed_over_before_it_is_there() =>
        Assert.That(A.Story().UntilExamination().Try(Return(new(ReturnWay.Desk))), Is.EqualTo(DossierRefusals.ResultNotReady));
}
