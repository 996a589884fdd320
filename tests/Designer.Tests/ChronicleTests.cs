using TthcFlow.Designer.HandlingOfficer;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Tests;

/// <summary>The journal in plain words.</summary>
public sealed class ChronicleTests
{
    private static Chronicle Chronicle { get; } = new(A.Process, A.Name, place => place == A.Desk ? "Bộ phận Một cửa" : place.Value);

    [Test]
    public void The_cast_holds_one_of_every_kind_of_event()
    {
        var kinds = typeof(DossierEvent).GetNestedTypes().Where(typeof(DossierEvent).IsAssignableFrom);
        Assert.That(A.EveryEvent.Select(happened => happened.GetType()), Is.EquivalentTo(kinds));
    }

    [TestCaseSource(nameof(Events))]
    public void Every_event_has_a_sentence_in_both_languages(DossierEvent happened)
    {
        var sentence = Chronicle.Sentence(happened);

        Assert.That(sentence, Is.Not.Null);
        Assert.That(sentence!.Vi, Is.Not.Empty.And.Not.EqualTo(sentence.En));
        Assert.That(sentence.Vi, Does.Match("[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]").IgnoreCase, "Vietnamese is written with its marks");
    }

    [Test]
    public void A_sentence_names_step_outcome_place_and_person()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Chronicle.Sentence(A.EveryEvent.OfType<DossierEvent.StepCompleted>().Single())!.Vi, Is.EqualTo("Hoàn thành bước B2 Thẩm định hồ sơ, kiểm tra thực địa: Đạt"));
            Assert.That(Chronicle.Sentence(A.EveryEvent.OfType<DossierEvent.StepOpened>().Single())!.Vi, Is.EqualTo("Chuyển đến bước B2 Thẩm định hồ sơ, kiểm tra thực địa (lần 2) – Bộ phận Một cửa, giao Giàng A Minh"));
            Assert.That(Chronicle.Sentence(A.Received())!.Vi, Is.EqualTo("Tiếp nhận hồ sơ (trực tiếp), hẹn trả 09:00 11/03/2026"));
        }
    }

    [Test]
    public void What_one_person_did_at_one_moment_is_one_entry()
    {
        DossierEvent[] journal =
        [
            A.Received(), new DossierEvent.StepOpened(A.Monday, A.Lan, new("B1"), 1, A.Desk, null, null),
            new DossierEvent.StepCompleted(A.Monday.AddHours(1), A.Lan, new("B1"), 1, "Accepted", "Đủ giấy tờ"),
            new DossierEvent.StepOpened(A.Monday.AddHours(1), A.Lan, new("B2"), 1, null, null, null),
        ];
        var entries = Chronicle.Entries(journal.Select((happened, i) => A.Line(i + 1, happened)));

        Assert.That(entries.Select(entry => (entry.Number, entry.By, entry.Also.Count)), Is.EqualTo(new[] { (1, "Lò Thị Lan", 1), (3, "Lò Thị Lan", 1) }));
        Assert.That(entries[1].Said, Is.EqualTo(new[] { "Đủ giấy tờ" }));
    }

    [Test]
    public void Of_reminders_said_at_one_moment_the_last_rung_stands_first()
    {
        ReminderKind[] rungs = [ReminderKind.DueToday, ReminderKind.Overdue, ReminderKind.ToLeader];
        var entry = Chronicle.Entries(rungs.Select((rung, i) => A.Line(i + 1, new DossierEvent.Reminded(A.Monday, Officer.System.Id, new("B2"), 1, rung)))).Single();

        Assert.That(entry.Headline.Vi, Does.StartWith("Quá hạn, báo lãnh đạo"));
        Assert.That(entry.Also.Select(also => also.Vi), Has.Exactly(2).StartsWith("Nhắc: "));
    }

    [Test]
    public async Task The_newest_entry_stands_first_and_what_people_wrote_stays_text()
    {
        DossierEvent[] journal = [A.Received(), new DossierEvent.StepCompleted(A.Monday.AddHours(1), A.Minh, new("B2"), 1, "Failed", "<script>alert(1)</script> & \"quoted\"")];
        var html = await Html.OfAsync<Timeline>(("Entries", Chronicle.Entries(journal.Select((happened, i) => A.Line(i + 1, happened)))));

        Assert.That(html, Does.Not.Contain("<script").IgnoreCase);
        Assert.That(Html.Read(html), Does.Contain("<script>alert(1)</script> & \"quoted\""));
        Assert.That(Html.Read(html).IndexOf("Hoàn thành bước", StringComparison.Ordinal), Is.LessThan(Html.Read(html).IndexOf("Tiếp nhận hồ sơ (", StringComparison.Ordinal)));
    }

    private static IEnumerable<TestCaseData> Events => A.EveryEvent.Select(happened => new TestCaseData(happened).SetArgDisplayNames(happened.GetType().Name));
}
