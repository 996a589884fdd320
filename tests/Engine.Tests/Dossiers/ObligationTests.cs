using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Money the applicant owes (nghĩa vụ tài chính) and pays: the clock stands still meanwhile, several at once counted once.</summary>
public sealed class ObligationTests
{
    private static DossierCommand.ImposeObligation Impose(decimal amount = 1_500_000, string step = "B3", string what = "Tiền sử dụng đất") =>
        new(A.Minh, new(step), what, amount, A.Paper("45/TB-CT"));

    private static DossierCommand.RecordPayment Pay(decimal amount, int? obligation = 1, string receipt = "AB/26E 0000001", string? fee = null) =>
        new(A.DeskOfficer, amount, receipt, PaymentWay.Transfer, obligation, fee);

    private static Story Owing() => A.Story().UntilExamination().At("2026-03-04 10:00").Then(Impose());

    [Test]
    public void The_clock_stands_still_until_all_is_paid()
    {
        var story = Owing();
        Assert.That((story.Dossier.Status, story.Clocks.Standing), Is.EqualTo((DossierStatus.AwaitingPayment, Standing.Stopped)));
        story.At("2026-03-06 10:00").Then(Pay(500_000));
        Assert.That((story.Dossier.Status, story.Dossier.Obligations.Single().Owed), Is.EqualTo((DossierStatus.AwaitingPayment, 1_000_000m)), "a part is not all");
        story.At("2026-03-09 14:00").Then(Pay(1_000_000, receipt: "AB/26E 0000002"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((story.Dossier.Status, story.Clocks.DueAt), Is.EqualTo((DossierStatus.InProgress, (DateTimeOffset?)Calendar.At("2026-03-16 11:00"))));
            Assert.That(story.Portal, Is.EqualTo([2, 4, 6, 4]));
            Assert.That(story.Dossier.Payments.Select(payment => payment.Amount), Is.EqualTo([500_000m, 1_000_000m]));
            Assert.That(story.Journal.OfType<DossierEvent.PromiseMoved>().Count(), Is.EqualTo(1));
        }
    }

    [Test]
    public void Several_at_once_are_one_pause_which_ends_with_the_last()
    {
        var story = Owing().At("2026-03-05 10:00").Then(Impose(200_000, what: "Lệ phí trước bạ"))
            .At("2026-03-06 10:00").Then(Pay(1_500_000));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.AwaitingPayment));
        story.At("2026-03-09 14:00").Then(Pay(200_000, 2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-16 11:00")), "from Wed 4 March 10:00 to Mon 9 March 14:00, once");
            Assert.That(story.Portal, Is.EqualTo([2, 4, 6, 4]));
            Assert.That(story.Account.Days.Single(day => day.Day == new DateOnly(2026, 3, 6) && day.Stops.Count == 2).Why.Vi, Does.Contain("chờ nghĩa vụ tài chính (văn bản 45/TB-CT"));
        }
    }

    [Test]
    public void Nobody_works_while_money_is_owed()
    {
        var story = Owing();
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Passed")), Is.EqualTo(DossierRefusals.AwaitsPayment));
        Assert.That(story.Try(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")), Is.EqualTo(DossierRefusals.AwaitsPayment));
        Assert.That(story.Try(new DossierCommand.Suspend(A.Chairman, "Chờ", "Điều 20", A.Paper())), Is.EqualTo(DossierRefusals.WaitsForTheApplicant));
    }

    [Test]
    public void An_obligation_is_whole_dong_with_a_notice_at_a_step_somebody_works_on()
    {
        var story = A.Story().UntilExamination();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(Impose(0)), Is.EqualTo(DossierRefusals.AmountWrong));
            Assert.That(story.Try(Impose(1.5m)), Is.EqualTo(DossierRefusals.AmountWrong));
            Assert.That(story.Try(Impose(what: "")), Is.EqualTo(DossierRefusals.WhatIsPaidMissing));
            Assert.That(story.Try(Impose() with { Document = A.Paper("") }), Is.EqualTo(DossierRefusals.DocumentMissing));
            Assert.That(story.Try(Impose() with { By = A.Lan }), Is.EqualTo(DossierRefusals.NamedToAnother(new("B3"))));
            Assert.That(story.Try(Impose(step: "B7")), Is.EqualTo(DossierRefusals.NotOpen(new("B7"))));
            Assert.That(A.Story().Then(A.Receive()).Try(Impose(step: "B1") with { By = A.DeskOfficer }), Is.EqualTo(DossierRefusals.ObligationNotHere(new("B1"))));
            Assert.That(A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")).Try(Impose()), Is.EqualTo(DossierRefusals.AwaitingSupplement));
        }
    }

    [Test]
    public void A_payment_names_its_receipt_once_and_is_never_more_than_owed()
    {
        var story = Owing();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(Pay(2_000_000)), Is.EqualTo(DossierRefusals.MoreThanOwed(1_500_000)));
            Assert.That(story.Try(Pay(100, receipt: " ")), Is.EqualTo(DossierRefusals.ReceiptMissing));
            Assert.That(story.Try(Pay(-5)), Is.EqualTo(DossierRefusals.AmountWrong));
            Assert.That(story.Try(Pay(100, 7)), Is.EqualTo(DossierRefusals.NothingOwed));
            Assert.That(story.Try(Pay(100, null)), Is.EqualTo(DossierRefusals.WhatIsPaidMissing));
            Assert.That(story.Try(Pay(100) with { By = A.Clerk }), Is.EqualTo(DossierRefusals.NotTheDesk));
            Assert.That(story.Then(Pay(100)).Try(Pay(100)), Is.EqualTo(DossierRefusals.ReceiptUsed("AB/26E 0000001")));
            Assert.That(story.Then(Pay(1_499_900, receipt: "2")).Try(Pay(1, receipt: "3")), Is.EqualTo(DossierRefusals.NothingOwed));
        }
    }

    [Test]
    public void A_leader_may_take_an_obligation_back()
    {
        var story = Owing().At("2026-03-09 14:00");
        var waive = new DossierCommand.WaiveObligation(A.Chairman, 1, "Được miễn theo diện chính sách", A.Paper("46/QĐ-UBND"));
        Assert.That(story.Try(waive with { By = A.Minh }), Is.EqualTo(DossierRefusals.OnlyALeader));
        Assert.That(story.Try(waive with { Reason = "" }), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That((story.Then(waive).Dossier.Status, story.Clocks.DueAt), Is.EqualTo((DossierStatus.InProgress, (DateTimeOffset?)Calendar.At("2026-03-16 11:00"))));
        Assert.That(story.Try(waive), Is.EqualTo(DossierRefusals.NothingOwed));
    }

    private static Story Drawn() => A.Story(new Drawing(A.Header)
        .Step("B1", StepKind.Intake, "Accepted", "mot-cua", 4, "Receiving").Step("B2", StepKind.Examine, "Passed", "chuyen-vien", 24, "Competent")
        .Step("TC", StepKind.AwaitPayment, "Paid Expired", "mot-cua", 8, "Receiving").Step("B3", StepKind.Issue, "Done", "van-thu", 4, "Competent").Step("B4", StepKind.ReturnResult).Step("D", StepKind.Stop)
        .Ways("B1 Accepted B2", "B2 Passed TC", "TC Paid B3", "TC Expired D", "B3 Done B4").Process())
        .Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Minh, "B2", "Passed");

    [Test]
    public void A_drawn_wait_takes_amounts_and_is_left_when_the_last_is_paid()
    {
        var story = Drawn().Then(Impose(300_000, "TC") with { By = A.DeskOfficer }).Then(Impose(200_000, "TC", "Lệ phí trước bạ") with { By = A.DeskOfficer });
        Assert.That(story.Dossier.Stops, Has.Count.EqualTo(1), "the step itself stops the clock");
        Assert.That(story.Try(A.Complete(A.DeskOfficer, "TC", "Paid")), Is.EqualTo(DossierRefusals.StillOwed(500_000)));
        story.Then(Pay(300_000));
        Assert.That(story.OpenSteps, Is.EqualTo(["TC"]));
        story.Then(Pay(200_000, 2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.OpenSteps, Is.EqualTo(["B3"]));
            Assert.That(story.Dossier.Stops.Single().To, Is.EqualTo(story.Now));
            Assert.That(story.Portal, Is.EqualTo([2, 4, 6, 4]));
        }
    }

    [Test]
    public void Fees_are_paid_by_name_and_the_desk_sees_what_is_unpaid()
    {
        var fees = A.Header with { Fees = [new("Lệ phí cấp phép", 75_000, "NQ 12", DossierFees.AtIntake), new("Phí bản sao", 10_000, null, DossierFees.AtReturn)] };
        var story = A.Story(A.Permit(fees).Process()).Then(A.Receive());
        Assert.That(DossierFees.Unpaid(fees, story.Dossier, DossierFees.AtIntake), Is.EqualTo(new[] { (fees.Fees[0], 75_000m) }));
        Assert.That(story.Try(Pay(80_000, null, fee: "Lệ phí cấp phép")), Is.EqualTo(DossierRefusals.MoreThanOwed(75_000)));
        Assert.That(story.Try(Pay(80_000, null, fee: "Phí lạ")), Is.EqualTo(DossierRefusals.NothingOwed));
        story.Then(Pay(75_000, null, fee: "Lệ phí cấp phép"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DossierFees.Unpaid(fees, story.Dossier, DossierFees.AtIntake), Is.Empty);
            Assert.That(DossierFees.Unpaid(fees, story.Dossier, DossierFees.AtReturn), Has.Count.EqualTo(1));
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Received), "a fee stops no clock");
        }
    }
}
