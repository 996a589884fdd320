using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Apologising and setting a new date (xin lỗi, hẹn lại): in time, once, later, and never at the price of the first promise.</summary>
public sealed class ExtensionTests
{
    private static DossierCommand.Extend Extend(string to = "2026-03-18 16:00", string reason = "Chờ kết quả đo đạc") => new(A.Chairman, Calendar.At(to), reason);

    private static Story Under(ExtensionRule? rule) => A.Story(A.Permit(A.Header with { Extension = rule }).Process()).UntilExamination();

    [Test]
    public void The_new_date_counts_and_the_first_promise_stays_for_classification()
    {
        var story = A.Story().UntilExamination().At("2026-03-10 09:00").Then(Extend()); // one working day before Wed 11 March 09:00
        var set = story.Journal.OfType<DossierEvent.DueSet>().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-18 16:00")));
            Assert.That(story.Dossier.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")));
            Assert.That((set.From, set.To, set.Basis), Is.EqualTo((Calendar.At("2026-03-11 09:00"), Calendar.At("2026-03-18 16:00"), ExtensionRule.Default.Basis)));
            Assert.That(story.Portal, Is.EqualTo([2, 4]), "the portal knows no status for it");
            Assert.That(Dossier.Replay(story.Journal).Settings, Is.EqualTo(story.Dossier.Settings));
        }
    }

    [Test]
    public void It_is_too_late_on_the_last_day() => Assert.That(
        A.Story().UntilExamination().At("2026-03-10 09:01").Try(Extend()), Is.EqualTo(DossierRefusals.TooLateToExtend(Calendar.At("2026-03-10 09:00"))));

    [Test]
    public void Once_is_the_rule_unless_the_law_of_the_procedure_says_otherwise()
    {
        Assert.That(Under(null).Then(Extend()).Try(Extend("2026-03-25 16:00")), Is.EqualTo(DossierRefusals.NoExtensionsLeft(1)));
        Assert.That(Under(new(2, TimeLimit.OfHours(4), "Điều 9")).Then(Extend()).Try(Extend("2026-03-25 16:00")), Is.Null);
        Assert.That(Under(new(0, TimeLimit.OfDays(1), null)).Try(Extend()), Is.EqualTo(DossierRefusals.NoExtensionsLeft(0)));
        Assert.That(Under(new(1, TimeLimit.OfHours(4), "Điều 9")).At("2026-03-10 15:00").Try(Extend()), Is.Null, "four working hours before are enough there");
    }

    [Test]
    public void A_new_date_is_a_later_working_day_of_a_confirmed_year_with_a_reason_set_by_a_leader()
    {
        var story = A.Story().UntilExamination();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(Extend("2026-03-11 09:00")), Is.EqualTo(DossierRefusals.NotLater(Calendar.At("2026-03-11 09:00"))));
            Assert.That(story.Try(Extend("2026-03-15 09:00")), Is.EqualTo(DossierRefusals.NotAWorkingDay));
            Assert.That(story.Try(Extend("2027-03-15 09:00")), Is.EqualTo(DossierRefusals.YearNotConfirmed(2027)));
            Assert.That(story.Try(Extend() with { DueAt = DateTimeOffset.MaxValue }), Is.EqualTo(DossierRefusals.YearNotConfirmed(2027)), "as far as clocks go");
            Assert.That(story.Try(Extend(reason: "")), Is.EqualTo(DossierRefusals.ReasonMissing));
            Assert.That(story.Try(Extend() with { By = A.Minh }), Is.EqualTo(DossierRefusals.OnlyALeader));
            Assert.That(Under(null).Process.Header.NoPromise, Is.False);
            Assert.That(A.Story(A.Permit(A.Header with { NoPromise = true }).Process()).UntilExamination().Try(Extend()), Is.EqualTo(DossierRefusals.NothingToExtend));
        }
    }

    [Test]
    public void The_rule_is_read_from_the_header()
    {
        var header = ElsaDocument.Read(System.Text.Encoding.UTF8.GetBytes(
            """{"root":{"type":"Elsa.Flowchart","version":1,"id":"f","activities":[],"connections":[]},"customProperties":{"tthc":{"extension":{"times":2,"askBefore":{"value":4,"unit":"WorkingHour"},"basis":"Điều 9"}}}}""")).Document!;
        Assert.That(ProcessDefinition.Compile(header).Header.Extension, Is.EqualTo(new ExtensionRule(2, TimeLimit.OfHours(4), "Điều 9")));
    }
}
