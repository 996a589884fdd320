using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Branches side by side, branches by condition, waits for the applicant; and that the journal is the whole truth.</summary>
public sealed class FlowTests
{
    private static readonly AttributeDeclaration Area = new("dienTich", "Decimal", false, "Diện tích", null, true);

    private static Drawing Parallel(JoinMode mode) => new Drawing(A.Header)
        .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Fork("F", "a b")
        .Step("B3", StepKind.Examine, "Passed Incomplete Failed", "chuyen-vien", 24).Step("B3a", StepKind.Work, "Agreed", "truong-phong", 16)
        .Join("J", mode).Step("B7", StepKind.Issue, "Done", "van-thu", 4).Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject)
        .Ways("B1 Accepted F", "B1 Declined TC", "F a B3", "F b B3a", "B3 Passed J", "B3 Incomplete TC", "B3 Failed TC",
            "B3a Agreed J", "J Done B7", "B7 Done B8");

    private static Drawing ByArea() => new Drawing(A.Header, Area)
        .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving")
        .Add(new Step { Index = 0, Id = "D", Key = new("D"), Name = "D", Type = "Elsa.FlowDecision", Kind = StepKind.Decision, Ports = ["True", "False"], Condition = Condition.Parse("""getInput("dienTich") > 250""", [Area]).Condition })
        .Step("B2", StepKind.Verify, "Passed Failed Remedy", "chuyen-vien", 24).Step("B7", StepKind.Issue, "Done", "van-thu", 4)
        .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject)
        .Ways("B1 Accepted D", "B1 Declined TC", "D True B2", "D False B7", "B2 Passed B7", "B2 Failed TC", "B2 Remedy B2", "B7 Done B8");

    [Test]
    public void Two_branches_wait_for_each_other()
    {
        var story = A.Story(Parallel(JoinMode.WaitAll).Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");
        Assert.That(story.OpenSteps, Is.EqualTo(["B3", "B3a"]));

        story.Completes(A.Head, "B3a", "Agreed");
        Assert.That((story.OpenSteps.Single(), story.Dossier.Waiting.Single()), Is.EqualTo(("B3", "B3a:Agreed>J")));

        story.Completes(A.Minh, "B3", "Passed");
        Assert.That((story.OpenSteps.Single(), story.Dossier.Waiting.Count), Is.EqualTo(("B7", 0)));
    }

    [Test]
    public void The_first_answer_closes_the_other_branch()
    {
        var story = A.Story(Parallel(JoinMode.WaitAny).Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Minh, "B3", "Passed");
        Assert.That(story.OpenSteps, Is.EqualTo(["B7"]));
    }

    [Test]
    public void A_no_on_one_branch_closes_the_work_on_the_other()
    {
        var story = A.Story(Parallel(JoinMode.WaitAll).Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Minh, "B3", "Failed", "Sai quy hoạch");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Rejected));
            Assert.That(story.Journal.OfType<DossierEvent.StepCancelled>().Single().Step, Is.EqualTo(new StepKey("B3a")));
        }
    }

    [Test]
    public void A_join_that_can_never_have_all_its_tokens_lets_nobody_walk_into_it()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Join("J", JoinMode.WaitAll).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted J", "B1 Declined J", "J Done TC").Process();
        Assert.That(A.Story(process).Then(A.Receive()).Try(A.Complete(A.DeskOfficer, "B1", "Accepted")), Is.EqualTo(DossierRefusals.NothingLeftToDo));
    }

    [TestCase(251, "B2", "True")]
    [TestCase(250, "B7", "False")]
    public void The_answer_given_at_intake_chooses_the_branch(int area, string step, string port)
    {
        var story = A.Story(ByArea().Process()).Then(A.Receive(answers: ("dienTich", AttributeValue.Of(area)))).Completes(A.DeskOfficer, "B1", "Accepted");
        Assert.That((story.OpenSteps.Single(), story.Journal.OfType<DossierEvent.BranchChosen>().Single().Port), Is.EqualTo((step, port)));
    }

    [Test]
    public void What_a_condition_asks_must_be_answered_and_fit()
    {
        var story = A.Story(ByArea().Process());
        Assert.That(story.Try(A.Receive()), Is.EqualTo(DossierRefusals.AttributeMissing("dienTich", "Diện tích")));
        Assert.That(story.Try(A.Receive(answers: ("dienTich", AttributeValue.Of("rộng")))), Is.EqualTo(DossierRefusals.AttributeOfWrongType("dienTich", "Decimal")));
    }

    [Test]
    public void Paying_stops_the_clock_and_the_rest_is_left_afterwards()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Step("P", StepKind.AwaitPayment, "Paid Expired")
            .Step("B7", StepKind.Issue, "Done", "van-thu", 4).Step("B8", StepKind.ReturnResult).Step("S", StepKind.Stop)
            .Ways("B1 Accepted P", "B1 Declined S", "P Paid B7", "P Expired S", "B7 Done B8").Process();
        var story = A.Story(process).Then(A.Receive()).At("2026-03-04 10:00").Completes(A.DeskOfficer, "B1", "Accepted");
        Assert.That((story.Dossier.Status, story.Clocks.Standing), Is.EqualTo((DossierStatus.AwaitingPayment, Standing.Stopped)));

        story.At("2026-03-09 14:00").Completes(A.DeskOfficer, "P", "Paid");
        Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-16 11:00")));
    }

    [TestCase("2026-03-02 15:00", "2026-03-02 17:00")]
    [TestCase("2026-03-02 15:01", "2026-03-03 17:00")]
    public void What_came_by_the_cut_off_is_due_the_same_day(string received, string due) =>
        Assert.That(Promise(A.Header with { Counting = Counting.SameDay, CutOff = new(15, 0) }, A.Receive(), received), Is.EqualTo(Calendar.At(due)));

    [Test]
    public void What_is_returned_at_once_is_due_at_the_close_of_its_day() =>
        Assert.That(Promise(A.Header with { Immediate = true }, A.Receive(), "2026-03-02 16:55"), Is.EqualTo(Calendar.At("2026-03-02 17:00")));

    [Test]
    public void What_promises_nothing_has_no_limit()
    {
        var story = A.Story(A.Permit(A.Header with { NoPromise = true }).Process()).Then(A.Receive());
        Assert.That((story.Dossier.PromisedAt, story.Clocks.Standing), Is.EqualTo((default(DateTimeOffset?), Standing.NoLimit)));
    }

    [Test]
    public void What_comes_online_and_what_comes_from_afar_has_its_own_limit()
    {
        var header = A.Header with { OnlineLimit = TimeLimit.OfDays(5), RegionalExtensions = [new("Vùng cao", TimeLimit.OfDays(2))] };
        Assert.That(Promise(header, A.Receive(Channel.Online), "2026-03-02 09:00"), Is.EqualTo(Calendar.At("2026-03-09 09:00")));
        Assert.That(Promise(header, A.Receive(area: "Vùng cao"), "2026-03-02 09:00"), Is.EqualTo(Calendar.At("2026-03-13 09:00")));
    }

    private static DateTimeOffset? Promise(ProcessHeader header, DossierCommand receive, string received) =>
        A.Story(A.Permit(header).Process()).At(received).Then(receive).Dossier.PromisedAt;

    [Test]
    public void Whatever_happens_the_journal_is_the_whole_truth()
    {
        ProcessDefinition[] processes = [A.Permit().Process(), Parallel(JoinMode.WaitAll).Process(), Parallel(JoinMode.WaitAny).Process(), ByArea().Process()];
        Officer[] people = [A.DeskOfficer, A.Head, A.Minh, A.Chairman, A.Clerk];
        var cases = (from process in Gen.Elements(processes) from dice in Gen.Choose(0, 10_000).ListOf(30) select (process, dice)).ToArbitrary();

        Check.One(Campaign.Of(100), Prop.ForAll(cases, c =>
        {
            var story = A.Story(c.process);
            story.Then(A.Receive(answers: c.process.Attributes.Count > 0 ? [("dienTich", AttributeValue.Of(200 + c.dice[0] % 100))] : []));
            foreach (var die in c.dice)
            {
                if (!story.Dossier.IsRunning) break;
                var open = story.Dossier.Open[die % story.Dossier.Open.Count];
                var step = c.process.Find(open.Step)!;
                DossierCommand command = (die % 7, step.Ports.Count) switch
                {
                    (0, _) => new DossierCommand.RequestSupplement(people[die % 5], open.Step, ["CCCD"], "Thiếu"),
                    (1, _) => new DossierCommand.ReceiveSupplement(A.DeskOfficer),
                    (_, 0) => new DossierCommand.ReturnResult(A.DeskOfficer),
                    _ => A.Complete(people[die / 7 % 5], open.Step.Value, step.Ports[die % step.Ports.Count], "ghi", A.Minh, "CCCD"),
                };
                story.Try(command);
            }
            var cut = c.dice[0] % story.Journal.Count;
            var whole = Text(Dossier.Replay(story.Journal));
            return whole == Text(story.Dossier)
                && whole == Text(story.Journal.Skip(cut).Aggregate(Dossier.Replay(story.Journal.Take(cut)), (dossier, happened) => dossier.Apply(happened)))
                && story.Dossier.IsRunning == story.Dossier.Open is not []
                && (story.Dossier.IsRunning || story.Dossier.Stops.All(stop => stop.To is not null));
        }));

        static string Text(Dossier dossier) => JsonSerializer.Serialize(dossier);
    }

    [Test]
    public void A_rehearsal_takes_every_way_and_every_dossier_ends()
    {
        foreach (var process in new[] { A.Permit().Process(), Parallel(JoinMode.WaitAll).Process(), ByArea().Process() })
        {
            var rehearsal = Rehearsal.Of(process, Calendar.Book, A.MondayMorning);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(rehearsal.EveryRunEnds, string.Join(", ", rehearsal.Runs.Select(run => run.StuckOn?.Message.En)));
                Assert.That(rehearsal.NotTaken, Is.Empty);
                Assert.That(rehearsal.Runs[0].Final.Status, Is.EqualTo(DossierStatus.Returned), "the first run takes the first outcomes");
                Assert.That(rehearsal.Runs, Has.Count.LessThan(20));
            }
        }
    }

    [Test]
    public void A_rehearsal_tells_where_a_process_is_stuck()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Step("B2", StepKind.Draft, "Done", "chuyen-vien", 4)
            .Step("TC", StepKind.Reject).Ways("B1 Accepted B2", "B1 Declined TC").Process();
        var rehearsal = Rehearsal.Of(process, Calendar.Book, A.MondayMorning);
        Assert.That(rehearsal.EveryRunEnds, Is.False);
        Assert.That(rehearsal.Runs[0].StuckOn, Is.EqualTo(DossierRefusals.NoWayOn(new("B2"), "Done")));
    }
}
