using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Samples;

/// <summary>The people of the demo province take a dossier of every sample from the counter to the returned result, each doing only what their posts allow.</summary>
public sealed class SampleJourneyTests
{
    private static readonly DateTimeOffset MondayMorning = VietnamTime.At(new(2026, 3, 2), new(7, 0));

    [TestCase("A", "motcua", true)]
    [TestCase("A", "motcua", false)]
    [TestCase("B", "motcua")]
    [TestCase("C", "motcua-tinh")]
    [TestCase("D1", "motcua-tinh")]
    [TestCase("E", "vanthu-khcn")]
    [TestCase("F", "motcua")]
    public void When_every_step_takes_all_its_time_the_result_is_ready_exactly_on_time(string letter, string receivedBy, bool? consult = null)
    {
        var dossier = Drive(letter, receivedBy, consult, out var journal);
        Assert.That(dossier.EndedAt, Is.Not.Null);
        Assert.That(journal.OfType<DossierEvent.ProcessingFinished>().Single().At, Is.EqualTo(dossier.PromisedAt));
    }

    [Test]
    public void The_land_case_stands_still_while_the_citizen_pays_and_is_ready_a_day_and_a_half_early()
    {
        var dossier = Drive("D2", "motcua-tinh", null, out var journal);
        var stop = journal.OfType<DossierEvent.ClockStopped>().Single();
        var resumed = journal.OfType<DossierEvent.ClockResumed>().Single();
        var finished = journal.OfType<DossierEvent.ProcessingFinished>().Single();
        var calendar = Sample.Calendars.For(null);

        var used = calendar.Between(MondayMorning, finished.At) - calendar.Between(stop.At, resumed.At);
        Assert.That(stop.Cause, Is.EqualTo(ClockStopCause.Payment));
        Assert.That(used, Is.EqualTo(8 * 480 + 240), "8.5 of 10 days");
        Assert.That(dossier.EndedAt, Is.Not.Null);
    }

    [Test]
    public void Received_after_three_in_the_afternoon_the_copy_is_promised_for_the_next_working_day()
    {
        Drive("F", "motcua", null, out var early);
        Drive("F", "motcua", null, out var late, MondayMorning.AddHours(8.5)); // 15:30
        Assert.That(early.OfType<DossierEvent.Received>().Single().PromisedAt, Is.EqualTo(VietnamTime.At(new(2026, 3, 2), new(17, 0))));
        Assert.That(late.OfType<DossierEvent.Received>().Single().PromisedAt, Is.EqualTo(VietnamTime.At(new(2026, 3, 3), new(17, 0))));
    }

    /// <summary>Every open step is completed through its first outcome when its own limit runs out, by who holds the post; a waiting step after one working day.</summary>
    private static Dossier Drive(string letter, string receivedBy, bool? consult, out List<DossierEvent> journal, DateTimeOffset? receivedAt = null)
    {
        var process = Sample.ProcessOf(Sample.Named(letter));
        var decider = new DossierDecider(process, new ProcessFlow(process), Sample.Calendars);
        var (dossier, events) = (Dossier.Empty, new List<DossierEvent>());

        void Give(DossierCommand command, DateTimeOffset at)
        {
            var decision = decider.Decide(dossier, command, at);
            Assert.That(decision, Is.TypeOf<Decision<DossierEvent>.Accepted>(), $"{command.GetType().Name} by {command.By.Id}: {decision}");
            foreach (var happened in ((Decision<DossierEvent>.Accepted)decision).Events)
            {
                events.Add(happened);
                dossier = dossier.Apply(happened);
            }
        }

        var desk = Person(new(receivedBy));
        var (receiving, competent) = process.Header.Kind is ProcessKind.BetweenAgencies ? (new AgencyCode("H35.05"), desk.Agency!)
            : desk.Agency!.Value == "H35.40" ? (desk.Agency, desk.Agency)
            : (desk.Agency, new AgencyCode("H35.08"));
        var answers = consult is { } asked ? ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("canLayYKien", AttributeValue.Of(asked)) : ImmutableSortedDictionary<string, AttributeValue>.Empty;
        Give(new DossierCommand.Receive(desk, receiving, competent, Channel.Direct, new(new("Mùa A Dơ", "012345678901", null, null, null), "Đề nghị giải quyết", []), answers), receivedAt ?? MondayMorning);

        while (dossier.IsRunning)
        {
            var (open, step, due) = dossier.Open.Select(open => (Open: open, Step: process.Find(open.Step)!, Due: DueAt(open, process.Find(open.Step)!))).MinBy(next => next.Due);
            var by = Person(open.Assignee ?? Holding(open.Place!, open.Position!));
            if (step.Work?.RequiresAttachment is true) Give(new DossierCommand.AttachFile(by, new ContentHash(new string('f', 64)), "biên bản.pdf", 1, "application/pdf", step.Key), due);
            if (step.Kind is StepKind.ReturnResult) Give(new DossierCommand.ReturnResult(by, "Mùa A Dơ"), due);
            else Give(new DossierCommand.CompleteStep(by, step.Key, step.Ports[0], null, step.Kind is StepKind.Assign ? Assignee(process, step, open.Place!) : null, Signature: RehearsalCast.SignatureAt(step, due)), due);
        }
        journal = events;
        return dossier;
    }

    private static DateTimeOffset DueAt(OpenStep open, Step step) => Sample.Calendars.For(null).Add(
        open.OpenedAt, step.Kind is StepKind.AwaitPayment ? TimeLimit.MinutesPerDay : step.Work?.Limit?.WorkingMinutes ?? 0);

    private static OfficerId Holding(AgencyCode place, PositionKey position) =>
        Sample.Catalogue.HoldersOf(place, position, VietnamTime.DayOf(MondayMorning))[0].Officer;

    /// <summary>Who the head hands the dossier to: the holder of the post that the next step asks for.</summary>
    private static Officer Assignee(ProcessDefinition process, Step step, AgencyCode place) =>
        Person(Holding(place, process.Steps[process.Out(step.Index)[0].To].Work!.Position!));

    private static Officer Person(OfficerId id)
    {
        var account = Sample.Catalogue.Accounts.Single(account => account.Officer == id);
        return new(account.Officer, account.Name, account.Agency, account.Roles, Sample.Catalogue.PostsOf(id, VietnamTime.DayOf(MondayMorning)));
    }
}
