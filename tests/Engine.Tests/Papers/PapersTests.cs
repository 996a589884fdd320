using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Papers;

/// <summary>The printed forms as data from the journal.</summary>
public sealed class PapersTests
{
    private static readonly DossierCode Code = DossierCode.Parse("H35.99-260302-0007");

    private static readonly PaperNames Names = new(
        new[] { A.DeskOfficer, A.Head, A.Minh, A.Chairman, A.Clerk }.ToDictionary(officer => officer.Id, officer => officer.Name),
        new Dictionary<AgencyCode, string> { [A.Desk] = "Trung tâm PVHCC xã", [A.Commune] = "UBND xã" });

    private static Story Handled() => A.Story().Then(A.Receive())
        .At("2026-03-02 14:30").Completes(A.DeskOfficer, "B1", "Accepted") // 09:00–11:30 and 13:30–14:30: 3:30 of 4
        .At("2026-03-03 08:00").Completes(A.Head, "B2", "Done", assignee: A.Minh) // 2:30 + 1:00: 3:30 of 4
        .At("2026-03-06 09:00").Completes(A.Minh, "B3", "Passed"); // 3 days and 1 hour: 25 of 24

    [Test]
    public void The_receipt_names_the_counting_behind_its_promise()
    {
        var receipt = Receipt.Of(Code, A.Story().Then(A.Receive()).Journal, A.Permit().Process(), Names);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((receipt.Form.Number, receipt.Form.Basis), Is.EqualTo(("01", "TT 03/2025/TT-VPCP")));
            Assert.That(receipt.Receiving, Is.EqualTo("Trung tâm PVHCC xã"));
            Assert.That(receipt.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")));
            Assert.That(receipt.Counting.Vi, Does.Contain("giờ làm việc"));
            Assert.That(receipt.ReceivedBy, Is.EqualTo("Lò Thị Mai"));
            Assert.That(receipt.Components, Is.EqualTo(A.Particulars.Components));
        }
    }

    [Test]
    public void The_control_slip_has_a_row_for_every_hand_over_with_its_computed_label()
    {
        var story = Handled();
        var slip = ControlSlip.Of(Code, story.Journal, story.Process, Calendar.Book, Names, story.Now);
        Assert.That(slip.Rows.Select(row => (row.Step.Value, row.Officer, row.UsedMinutes, row.Label)), Is.EqualTo(new (string, string?, int, Timeliness)[]
        {
            ("B1", "Lò Thị Mai", 210, Timeliness.Early),
            ("B2", "Trần Văn Hùng", 210, Timeliness.Early),
            ("B3", "Nguyễn Văn Minh", 1500, Timeliness.Late),
            ("B4", "Nguyễn Văn Minh", 0, Timeliness.Running),
        }));
    }

    [Test]
    public void The_control_slip_as_text_keeps_its_columns()
    {
        var story = Handled();
        var lines = ControlSlip.Of(Code, story.Journal, story.Process, Calendar.Book, Names, story.Now).ToText().Split('\n');
        Assert.That(lines[0], Is.EqualTo("Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 06, TT 03/2025/TT-VPCP)"));
        Assert.That(lines[2], Is.EqualTo("Tiếp nhận 09:00 02/03/2026 · hẹn trả 09:00 11/03/2026"));
        var at = lines[3].IndexOf("Người xử lý", StringComparison.Ordinal);
        Assert.That(lines[4..8].Select(line => line[at..].Split("  ")[0]), Is.EqualTo(["Lò Thị Mai", "Trần Văn Hùng", "Nguyễn Văn Minh", "Nguyễn Văn Minh"]));
    }

    [Test]
    public void A_pause_is_not_held_against_anybody()
    {
        var story = A.Story().UntilExamination().At("2026-03-04 10:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"))
            .At("2026-03-30 14:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer)).At("2026-03-30 15:00").Completes(A.Minh, "B3", "Passed");
        var row = ControlSlip.Of(Code, story.Journal, story.Process, Calendar.Book, Names, story.Now).Rows.Single(row => row.Step == new StepKey("B3"));
        Assert.That((row.UsedMinutes, row.Label), Is.EqualTo((18 * 60, Timeliness.Early)));

        var notice = SupplementNotice.Of(Code, story.Journal, Names).Single();
        Assert.That((notice.Form.Number, notice.Round, notice.Missing.Single(), notice.RequestedBy), Is.EqualTo(("02", 1, "Bản vẽ", "Nguyễn Văn Minh")));
    }

    [Test]
    public void Every_counting_has_its_sentence()
    {
        ProcessHeader[] headers =
        [
            A.Header, A.Header with { Counting = Engine.Calendars.Counting.DayCount }, A.Header with { Counting = Engine.Calendars.Counting.SameDay, CutOff = new(15, 0) },
            A.Header with { NoPromise = true }, A.Header with { Immediate = true }, A.Header with { StatutoryLimit = Engine.Calendars.TimeLimit.OfCalendarDays(5) },
        ];
        var sentences = headers.Select(header => Receipt.Of(Code, A.Story(A.Permit(header).Process()).Then(A.Receive()).Journal, A.Permit(header).Process(), Names).Counting.Vi);
        Assert.That(sentences, Is.Unique);
    }
}
