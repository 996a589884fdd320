using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;
using Drawn = TthcFlow.Engine.Tests.Dossiers.Drawing;

namespace TthcFlow.Engine.Tests.Migrations;

/// <summary>A dossier in the middle of its way goes on under another version: what can, what cannot, and what becomes of its time.</summary>
public sealed class MigrationDeciderTests
{
    private static readonly MigrationDecision Decision = new("30/QĐ-UBND", new(2026, 3, 2), "Chủ tịch UBND tỉnh", "Sửa quy trình", "Điều 4 QĐ 4774");
    private static readonly OfficerId Controller = new("kiemsoat");

    private static ProcessDefinition Old => A.Permit().Process();

    /// <summary>The permit once more: ten days instead of seven, forty hours for the examination, the rest as it was.</summary>
    private static ProcessDefinition New(Func<ProcessHeader, ProcessHeader>? header = null, Func<Step, Step>? step = null)
    {
        var old = Old;
        var head = A.Header with { StatutoryLimit = TimeLimit.OfDays(10) };
        Step Changed(Step each) => each.Key.Value == "B3" ? each with { Work = each.Work! with { Limit = TimeLimit.OfHours(40) } } : each;
        return new(old.Name, header?.Invoke(head) ?? head, [], [.. old.Steps.Select(each => (step ?? (same => same))(Changed(each)))], old.Routes) { Start = old.Start, Hash = new(new string('b', 64)) };
    }

    private static MigrationDecider Decider(ProcessDefinition old, ProcessDefinition next, MigrationLimit limit = MigrationLimit.Kept, params (string From, string To)[] mapping) =>
        new(new VersionPair(old, next, mapping.ToDictionary(pair => new StepKey(pair.From), pair => new StepKey(pair.To))), limit, Calendar.Book);

    private static Story Moved(Story story, ProcessDefinition next, MigrationLimit limit = MigrationLimit.Kept, params (string From, string To)[] mapping)
    {
        var decision = Decider(story.Process, next, limit, mapping).Move(story.Dossier, 7, Decision, Controller, story.Now);
        Assert.That(decision, Is.InstanceOf<Decision<DossierEvent>.Accepted>(), (decision as Decision<DossierEvent>.Refused)?.Reason.Message.En);
        return story.Under(next, ((Decision<DossierEvent>.Accepted)decision).Events);
    }

    private static Story Returned(Story story, ProcessDefinition old)
    {
        var decision = Decider(old, story.Process).Return(story.Dossier, 7, "Sai sót", Controller, story.Now);
        Assert.That(decision, Is.InstanceOf<Decision<DossierEvent>.Accepted>(), (decision as Decision<DossierEvent>.Refused)?.Reason.Message.En);
        return story.Under(old, ((Decision<DossierEvent>.Accepted)decision).Events);
    }

    /// <summary>What would be said next of the one clock that runs.</summary>
    private static ReminderKind? Next(Story story) => story.Clocks.Steps.Single().Next?.Kind;

    private static void Blocked(Story story, ProcessDefinition next, string code, MigrationLimit limit = MigrationLimit.Kept, params (string, string)[] mapping)
    {
        var plan = Decider(story.Process, next, limit, mapping).Plan(story.Dossier, story.Now);
        Assert.That((plan.Class, (plan.Reasons is [var first, ..] ? first.Code : null)), Is.EqualTo((MigrationClass.Blocked, code)));
        Assert.That(Decider(story.Process, next, limit, mapping).Move(story.Dossier, 7, Decision, Controller, story.Now), Is.InstanceOf<Decision<DossierEvent>.Refused>(), "nothing moves past its plan");
    }

    // ---- Time

    [Test]
    public void An_open_step_goes_on_with_the_minutes_it_has_used_under_its_new_limit()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 10:17");
        var (used, dossierUsed) = (story.AccountOf("B3").UsedMinutes, story.Account.UsedMinutes);
        Assert.That(used, Is.GreaterThan(0));

        var moved = Moved(story, New());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved.AccountOf("B3").UsedMinutes, Is.EqualTo(used));
            Assert.That(moved.Account.UsedMinutes, Is.EqualTo(dossierUsed));
            Assert.That(moved.Clocks.Steps.Single().RemainingMinutes, Is.EqualTo(40 * 60 - used));
            Assert.That(moved.Clocks.Steps.Count, Is.EqualTo(moved.Dossier.Open.Count), "one clock for each open step");
        }
        moved.At("2026-03-04 10:17").Completes(A.Minh, "B3", "Passed");
        Assert.That(moved.OpenSteps, Is.EqualTo(new[] { "B4" }));
    }

    [Test]
    public void The_promise_is_kept_to_the_minute_where_that_is_decided_even_one_that_was_set_anew()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 10:17");
        var due = story.Clocks.DueAt;
        Assert.That(Moved(story, New()).Clocks.DueAt, Is.EqualTo(due));

        story.Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-19 16:00"), "Chờ đo đạc"));
        var moved = Moved(story, New());
        Assert.That(moved.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-19 16:00")));
        Assert.That(moved.Journal.OfType<DossierEvent.PromiseMoved>(), Is.Empty, "nobody has to be told anything");
    }

    [Test]
    public void A_new_limit_counts_the_time_already_used_tells_the_applicant_and_keeps_the_first_promise()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 10:17");
        var (due, used) = (story.Clocks.DueAt!.Value, story.Account.UsedMinutes);
        var moved = Moved(story, New(), MigrationLimit.New);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved.Clocks.DueAt, Is.EqualTo(Calendar.Province.DueAt(A.MondayMorning, new(TimeLimit.OfDays(10), Counting.RunningHours))), "ten days from the receipt, not from today");
            Assert.That(moved.Account.UsedMinutes, Is.EqualTo(used));
            Assert.That(moved.Dossier.PromisedAt, Is.EqualTo(story.Dossier.PromisedAt));
            Assert.That(moved.Journal.OfType<DossierEvent.PromiseMoved>().Single(), Has.Property("From").EqualTo(due));
            Assert.That(moved.Journal.OfType<DossierEvent.LimitChanged>().Single().To.Limit, Is.EqualTo(TimeLimit.OfDays(10)));
        }
    }

    [Test]
    public void A_promise_is_neither_made_nor_dropped_by_a_move()
    {
        var none = New(header => header with { NoPromise = true });
        var story = A.Story().UntilExamination();
        Blocked(story, none, "D317", MigrationLimit.New);
        Assert.That(Moved(story, none).Clocks.DueAt, Is.EqualTo(story.Clocks.DueAt), "kept although the new version promises nothing");

        var unpromised = A.Story(A.Permit(A.Header with { NoPromise = true }).Process()).UntilExamination();
        Blocked(unpromised, New(), "D317");
        Assert.That(Moved(unpromised, New(), MigrationLimit.New).Journal.OfType<DossierEvent.PromiseMoved>(), Is.Empty);
    }

    [Test]
    public void What_was_said_of_a_clock_is_said_again_only_where_it_is_no_longer_true()
    {
        var story = A.Story().UntilExamination().At("2026-03-05 16:30").Then(new DossierCommand.Remind(new("B3"), 1, ReminderKind.DueSoon)).At("2026-03-06 16:00")
            .Then(new DossierCommand.Remind(new("B3"), 1, ReminderKind.Overdue));
        Assert.That(Next(Moved(story, New())), Is.Not.Null.And.LessThanOrEqualTo(ReminderKind.Overdue), "forty hours are nearly over, not over");
        var same = New(step: step => step.Key.Value == "B3" ? step with { Work = step.Work! with { Limit = TimeLimit.OfHours(24) } } : step);
        Assert.That(Next(Moved(story, same)), Is.EqualTo(Next(story)), "the limit is the same");
    }

    [Test]
    public void Bodies_that_were_asked_at_a_step_stay_asked_under_its_new_key()
    {
        var body = new AgencyCode("H35.05");
        var story = A.Story().UntilExamination().Then(new DossierCommand.Consult(A.Minh, new("B3"), [new(body, "Có ý kiến gì?", TimeLimit.OfHours(16), SilenceRule.Wait)]));
        var moved = Moved(story, Renamed("B3", "TD"), mapping: ("B3", "TD"));
        Assert.That(moved.Dossier.Consultations.Select(asked => (asked.Number, asked.Step.Value, asked.IsAwaited)), Is.EqualTo(new[] { (1, "TD", true) }));
        Assert.That(moved.Try(A.Complete(A.Minh, "TD", "Passed")), Has.Property("Code").EqualTo("D286"));
    }

    // ---- Which step is which

    [Test]
    public void A_step_without_a_counterpart_needs_a_mapping_and_the_likely_ones_are_offered()
    {
        var next = Renamed("B3", "TD");
        var story = A.Story().UntilExamination();
        var plan = Decider(story.Process, next).Plan(story.Dossier, story.Now);
        Assert.That((plan.Class, plan.Reasons.Single().Code, plan.Gaps.Single().Step.Value), Is.EqualTo((MigrationClass.NeedsMapping, "D311", "B3")));
        Assert.That(plan.Gaps.Single().Candidates[0].Value, Is.EqualTo("TD"));

        var (used, moved) = (story.AccountOf("B3").UsedMinutes, Moved(story, next, mapping: ("B3", "TD")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved.OpenSteps, Is.EqualTo(new[] { "TD" }));
            Assert.That(moved.Dossier.Open.Single().Assignee, Is.EqualTo(A.Minh.Id), "who has it keeps it: same place, same position");
            Assert.That(moved.AccountOf("TD").UsedMinutes, Is.EqualTo(used));
            Assert.That(moved.Try(A.Complete(A.Minh, "B3", "Passed"))?.Code, Is.EqualTo("D104"));
        }
        moved.Completes(A.Minh, "TD", "Passed");
        Assert.That(moved.OpenSteps, Is.EqualTo(new[] { "B4" }));
    }

    [Test]
    public void A_mapping_must_be_meant()
    {
        Assert.That(new VersionPair(Old, New(), new Dictionary<StepKey, StepKey> { [new("B3")] = new("B99") }).FaultInMapping()?.Code, Is.EqualTo("D307"));
        Assert.That(new VersionPair(Old, New(), new Dictionary<StepKey, StepKey> { [new("B3")] = new("BS") }).FaultInMapping()?.Code, Is.EqualTo("D308"));
        Assert.That(new VersionPair(Old, New(), new Dictionary<StepKey, StepKey> { [new("B4")] = new("B3") }).FaultInMapping(), Is.Null, "officers' work may become other officers' work");
    }

    [Test]
    public void A_step_whose_position_changes_goes_to_whoever_holds_the_new_one()
    {
        var next = New(step: step => step.Key.Value == "B3" ? step with { Work = step.Work! with { Position = new("van-thu") } } : step);
        var story = A.Story().UntilExamination();
        var plan = Decider(story.Process, next).Plan(story.Dossier, story.Now);
        Assert.That((plan.ChangesHands, plan.Steps.Single().Was.Assignee, plan.Steps.Single().Will), Is.EqualTo((true, A.Minh.Id, new StepHands(A.Commune, new("van-thu"), null))));

        var moved = Moved(story, next);
        Assert.That(moved.Try(A.Complete(A.Minh, "B3", "Passed"))?.Code, Is.EqualTo("D105"));
        moved.Completes(A.Clerk, "B3", "Passed");
    }

    [Test]
    public void Finished_steps_stay_finished_and_are_not_recalled_across_versions()
    {
        var process = A.Permit().Process();
        var recallable = new ProcessDefinition(process.Name, process.Header, [], [.. process.Steps.Select(step => step.Work is null ? step : step with { Work = step.Work with { MayRecall = true } })], process.Routes) { Start = process.Start, Hash = process.Hash };
        var story = A.Story(recallable).UntilExamination();
        var done = story.Journal.OfType<DossierEvent.StepCompleted>().ToList();
        var moved = Moved(story, New());
        Assert.That(moved.Journal.OfType<DossierEvent.StepCompleted>(), Is.EqualTo(done));
        Assert.That(moved.Try(new DossierCommand.Recall(A.Head, new("B2")))?.Code, Is.EqualTo("D266"));
    }

    // ---- Where it may stand

    [Test]
    public void Branches_half_done_wait_before_the_same_join_and_meet_there()
    {
        var story = A.Story(Branches().Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Minh, "BA", "Done");
        Assert.That((story.OpenSteps, story.Dossier.Waiting.Count), Is.EqualTo((new[] { "BB" }, 1)));
        var moved = Moved(story, Branches("BX").Process('b'));
        Assert.That(moved.Dossier.Waiting, Is.EqualTo(new[] { "BA:Done>J" }));
        moved.Completes(A.Head, "BB", "Done");
        Assert.That(moved.OpenSteps, Is.EqualTo(new[] { "BX" }), "the new step behind the join, once both are there");
    }

    [Test]
    public void A_branch_that_waits_where_the_new_version_has_no_join_has_no_place()
    {
        var story = A.Story(Branches().Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Minh, "BA", "Done");
        var inARow = new Drawn(A.Header).Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Step("BA", StepKind.Examine, "Done", "chuyen-vien", 8).Step("BB", StepKind.Examine, "Done", "truong-phong", 8)
            .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject)
            .Ways("B1 Accepted BA", "B1 Declined TC", "BA Done BB", "BB Done B8").Process('b');
        Blocked(story, inARow, "D312");

        var both = A.Story(Branches().Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");
        Blocked(both, inARow, "D313");
        var one = A.Story(inARow).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");
        Blocked(one, new ProcessDefinition(Branches().Process('c').Name, A.Header, [], Branches().Process('c').Steps, Branches().Process('c').Routes) { Start = Branches().Process('c').Start, Hash = new(new string('c', 64)) }, "D313");
    }

    [Test]
    public void Whoever_has_ended_is_finished_or_runs_on_something_else_stays()
    {
        var next = New();
        Assert.That(Decider(Old, next).Plan(Dossier.Empty, A.MondayMorning).Reasons.Single(), Is.EqualTo(DossierRefusals.NotReceived));
        Blocked(A.Story().UntilExamination().Completes(A.Minh, "B3", "Failed", "Không đủ điều kiện"), next, "D315");
        Blocked(A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done"), next, "D315");
        var story = A.Story().UntilExamination();
        Assert.That(Decider(Old, next).Plan(Moved(story, next).Dossier, story.Now).Reasons.Single(), Is.EqualTo(MigrationRefusals.AnotherVersion));
    }

    [Test]
    public void A_branch_ahead_that_asks_what_the_dossier_does_not_say_stands_in_the_way()
    {
        var attribute = new AttributeDeclaration("DienTich", "Decimal", false, "Diện tích", null, true);
        var drawn = A.Permit().Process('b');
        var condition = ConditionText("getDienTich() > 100", attribute);
        var choice = new Step { Index = drawn.Steps.Count, Id = "lon", Key = new("lon"), Name = "Công trình lớn?", Type = "Elsa.FlowDecision", Kind = StepKind.Decision, Ports = ["True", "False"], Condition = condition };
        Route[] routes = [.. drawn.Routes.Where(route => route.Id != "B4:Done>B5"), new(90, "B4:Done>lon", drawn.Find(new("B4"))!.Index, "Done", choice.Index), new(91, "lon:True>B5", choice.Index, "True", drawn.Find(new("B5"))!.Index), new(92, "lon:False>B6", choice.Index, "False", drawn.Find(new("B6"))!.Index)];
        var next = new ProcessDefinition(drawn.Name, drawn.Header, [attribute], [.. drawn.Steps, choice], [.. routes.Select((route, at) => route with { Index = at })]) { Start = drawn.Start, Hash = drawn.Hash };

        var story = A.Story().UntilExamination();
        Blocked(story, next, "D316");
        Assert.That(Decider(Old, next).Plan(story.Dossier, story.Now).Reasons.Single().Message.Vi, Does.Contain("Diện tích"));
        story.Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed");
        Blocked(story, next, "D316"); // the signature may still send it back before the branch
        story.Completes(A.Chairman, "B6", "Signed");
        Assert.That(Decider(Old, next).Plan(story.Dossier, story.Now).Class, Is.EqualTo(MigrationClass.Safe), "the branch lies behind it");
    }

    // ---- What a dossier carries with it

    [Test]
    public void Papers_that_are_awaited_are_awaited_under_the_new_version_and_the_clock_goes_on_when_they_come()
    {
        var drawn = A.Story().UntilExamination().At("2026-03-03 09:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: "Bản vẽ");
        var moved = Moved(drawn.At("2026-03-04 09:00"), New()).At("2026-03-05 09:00");
        moved.Then(new DossierCommand.CompleteStep(A.DeskOfficer, new("BS"), "Supplemented"));
        Assert.That((moved.Dossier.Status, moved.Dossier.OpenStop, moved.OpenSteps), Is.EqualTo((DossierStatus.InProgress, (ClockStop?)null, new[] { "B3" })));
        Assert.That(moved.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-13 09:00")), "two days stood still, whatever the version");

        var undrawn = A.Story().UntilExamination().At("2026-03-03 09:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"));
        var renamed = Moved(undrawn, Renamed("B3", "TD"), mapping: ("B3", "TD"));
        Assert.That((renamed.Dossier.Supplements.Single().Value, renamed.Dossier.OpenStop!.Step!.Value, renamed.Dossier.Awaited.Single().Step.Value), Is.EqualTo(("TD", "TD", "TD")));
        renamed.At("2026-03-04 09:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));
        Assert.That((renamed.Dossier.OpenStop, renamed.Dossier.Stops.Single().To), Is.EqualTo(((ClockStop?)null, renamed.Now)));
    }

    [Test]
    public void Money_that_is_owed_a_draft_and_a_file_go_with_the_step_they_belong_to()
    {
        var story = A.Story().UntilExamination()
            .Then(new DossierCommand.AttachFile(A.Minh, new(new string('f', 64)), "biên bản.pdf", 10, "application/pdf", new("B3")))
            .Then(new DossierCommand.DraftAct(A.Minh, "request-supplement", new("B3"), ImmutableSortedDictionary<string, string>.Empty.Add("missing", "Bản vẽ").Add("reason", "Thiếu")))
            .Then(new DossierCommand.ImposeObligation(A.Minh, new("B3"), "Tiền sử dụng đất", 1_000_000, A.Paper()));
        var moved = Moved(story, Renamed("B3", "TD"), mapping: ("B3", "TD"));
        Assert.That((moved.Dossier.Attachments.Single().Step!.Value, moved.Dossier.Drafts.Single().Step!.Value, moved.Dossier.Obligations.Single().Step.Value), Is.EqualTo(("TD", "TD", "TD")));
        moved.Then(new DossierCommand.RecordPayment(A.DeskOfficer, 1_000_000, "AB 1", PaymentWay.Cash, 1));
        Assert.That(moved.Dossier.OpenStop, Is.Null);
        moved.Then(new DossierCommand.ApproveDraft(A.Head, 1));
        Assert.That(moved.Dossier.Supplements.Single().Value, Is.EqualTo("TD"));
    }

    [Test]
    public void A_leg_under_another_name_keeps_its_time_and_one_the_step_no_longer_belongs_to_is_left()
    {
        Drawn Legged(string leg, params Leg[] legs) => new Drawn(A.Header with { Legs = legs })
            .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").In(leg).Step("B2", StepKind.Examine, "Done", "chuyen-vien", 8).In(null)
            .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject).Ways("B1 Accepted B2", "B1 Declined TC", "B2 Done B8");
        Leg one = new("so", "Sở", null, TimeLimit.OfDays(2)), other = new("so-xd", "Sở Xây dựng", null, TimeLimit.OfDays(3)), third = new("xa", "Xã", null, TimeLimit.OfDays(1));
        var story = A.Story(Legged("so", one).Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted").At("2026-03-03 10:00");
        var left = story.Clocks.Legs.Single().RemainingMinutes;

        var renamed = Moved(story, Legged("so-xd", other).Process('b'));
        Assert.That((renamed.Clocks.Legs.Single().Leg, renamed.Clocks.Legs.Single().RemainingMinutes), Is.EqualTo(("so-xd", left + 8 * 60)), "a day more, the time used as it was");

        var elsewhere = Moved(story, Legged("xa", one, third).Process('b'));
        Assert.That(elsewhere.Clocks.Legs.Select(leg => (leg.Leg, leg.BegunAt, leg.EndedAt)), Is.EqualTo(new[] { ("so", A.MondayMorning, (DateTimeOffset?)story.Now), ("xa", story.Now, null) }));
        Assert.That(Returned(elsewhere, story.Process).Clocks.Legs.Single().RemainingMinutes, Is.EqualTo(left));
    }

    // ---- And back

    [Test]
    public void Undone_the_dossier_is_what_it_was_and_the_time_between_counts()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 09:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"));
        var moved = Moved(story, Renamed("B3", "TD"), MigrationLimit.New, ("B3", "TD")).At("2026-03-04 09:00").Then(new DossierCommand.MarkSeen(A.Minh, new("TD")));
        Assert.That(moved.Dossier.Move, Is.Not.Null, "looking at it is no step");
        var back = Returned(moved, story.Process);
        Assert.That(StoredJson.Write(back.Dossier), Is.EqualTo(StoredJson.Write(story.Dossier)));
        Assert.That(StoredJson.Write(Dossier.Replay(back.Journal)), Is.EqualTo(StoredJson.Write(back.Dossier)));

        var (never, there) = (story.At("2026-03-05 11:11"), back.At("2026-03-05 11:11"));
        Assert.That((there.Account.UsedMinutes, there.Clocks.DueAt, there.AccountOf("B3").UsedMinutes), Is.EqualTo((never.Account.UsedMinutes, never.Clocks.DueAt, never.AccountOf("B3").UsedMinutes)));
        back.Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer)).Completes(A.Minh, "B3", "Passed");
    }

    [Test]
    public void The_applicant_hears_of_the_new_date_and_of_the_old_one_again()
    {
        var story = A.Story().UntilExamination();
        var moved = Moved(story, New(), MigrationLimit.New);
        var back = Returned(moved.Later(30), story.Process);
        var told = back.Journal.OfType<DossierEvent.PromiseMoved>().ToList();
        Assert.That(told.Select(each => (each.From, each.To)), Is.EqualTo(new[] { (told[0].From, told[0].To), (told[0].To, told[0].From) }));
        Assert.That(StoredJson.Write(back.Dossier), Is.EqualTo(StoredJson.Write(story.Dossier)));
    }

    [Test]
    public void What_was_said_meanwhile_and_is_true_is_not_said_again()
    {
        var story = A.Story().UntilExamination();
        var quick = New(step: step => step.Key.Value == "B3" ? step with { Work = step.Work! with { Limit = TimeLimit.OfHours(4) } } : step);
        var moved = Moved(story, quick).At("2026-03-05 08:00").Then(new DossierCommand.Remind(new("B3"), 1, ReminderKind.Overdue));
        Assert.That(Next(Returned(moved, story.Process)), Is.EqualTo(ReminderKind.DueSoon), "by its own limit it is neither overdue nor nearly");
        Assert.That(Returned(moved.At("2026-03-09 08:00"), story.Process).Dossier.Open.Single().Said.Select(said => said.Kind), Is.EqualTo(new[] { ReminderKind.Overdue }));
    }

    [Test]
    public void Once_something_was_done_there_is_no_way_back()
    {
        var story = A.Story().UntilExamination();
        var next = New();
        var moved = Moved(story, next).Completes(A.Minh, "B3", "Passed");
        Assert.That(Decider(story.Process, next).Return(moved.Dossier, 7, "Sai", Controller, moved.Now), Is.EqualTo(new Decision<DossierEvent>.Refused(MigrationRefusals.MovedOnSince)));
        Assert.That(Decider(story.Process, next).Return(Moved(story, next).Dossier, 8, "Sai", Controller, story.Now), Is.EqualTo(new Decision<DossierEvent>.Refused(MigrationRefusals.MovedOnSince)), "another migration's move");
        Assert.That(Decider(story.Process, next).Return(story.Dossier, 7, "Sai", Controller, story.Now), Is.EqualTo(new Decision<DossierEvent>.Refused(MigrationRefusals.AnotherVersion)));
    }

    // ---- What the plan tells

    [Test]
    public void The_plan_says_whether_the_way_ahead_fits_the_time_that_is_left()
    {
        var story = A.Story().UntilExamination();
        var next = New(step: step => step.Key.Value == "B3" ? step with { Work = step.Work! with { Limit = TimeLimit.OfHours(24) } } : step);
        var plan = Decider(story.Process, next).Plan(story.Dossier, story.Now);
        // 24 examination + 8 draft + 4 review + 8 signature + 4 stamp, with 56 hours in all and 8 gone at most.
        Assert.That((plan.NeededMinutes, plan.Fits), Is.EqualTo((48 * 60, (bool?)true)));
        var late = story.At("2026-03-10 16:00");
        Assert.That(Decider(late.Process, next).Plan(late.Dossier, late.Now), Has.Property("Fits").EqualTo(false).And.Property("NeededMinutes").EqualTo(24 * 60L), "the examination has used up its time, the rest is still to come");
    }

    [Test]
    public void Who_crosses_into_overdue_is_seen_before_it_happens()
    {
        var quick = New(step: step => step.Key.Value == "B3" ? step with { Work = step.Work! with { Limit = TimeLimit.OfHours(4) } } : step);
        var story = A.Story().UntilExamination().At("2026-03-03 16:00");
        var plan = Decider(story.Process, quick).Plan(story.Dossier, story.Now);
        Assert.That((plan.IntoOverdue, plan.Moves, plan.Steps.Single().WasOverdue, plan.Steps.Single().IsOverdue), Is.EqualTo((true, false, false, true)));
    }

    [Test]
    public void What_was_done_is_told_by_the_version_it_was_done_under()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 10:00").Completes(A.Minh, "B3", "Passed");
        var moved = Moved(story, New(), MigrationLimit.New);
        var slip = Engine.Papers.ControlSlip.Of(null, moved.Journal, new ProcessVersions(moved.Process, new Dictionary<ContentHash, ProcessDefinition> { [story.Process.Hash!] = story.Process }), Calendar.Book, Engine.Papers.PaperNames.None, moved.Now);
        Assert.That(slip.Rows.Single(row => row.Step.Value == "B3").Limit, Is.EqualTo(TimeLimit.OfHours(24)), "not the forty hours it has now");
    }

    private static ProcessDefinition Renamed(string from, string to)
    {
        var next = New();
        return new(next.Name, next.Header, [], [.. next.Steps.Select(step => step.Key.Value == from ? step with { Id = to, Key = new(to), Name = to } : step)],
            [.. next.Routes.Select(route => route with { Id = route.Id.Replace($"{from}:", $"{to}:", StringComparison.Ordinal).Replace($">{from}", $">{to}", StringComparison.Ordinal) })])
        { Start = next.Start, Hash = next.Hash };
    }

    /// <summary>Two branches that wait for each other, and behind the join the result; or another step first.</summary>
    private static Drawn Branches(string? behind = null)
    {
        var drawing = new Drawn(A.Header).Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Fork("F", "X Y")
            .Step("BA", StepKind.Examine, "Done", "chuyen-vien", 8).Step("BB", StepKind.Examine, "Done", "truong-phong", 8).Join("J", JoinMode.WaitAll)
            .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject)
            .Ways("B1 Accepted F", "B1 Declined TC", "F X BA", "F Y BB", "BA Done J", "BB Done J");
        return behind is null ? drawing.Ways("J Done B8") : drawing.Step(behind, StepKind.Draft, "Done", "chuyen-vien", 4).Ways($"J Done {behind}", $"{behind} Done B8");
    }

    private static Condition ConditionText(string text, params AttributeDeclaration[] attributes) => Condition.Parse(text, attributes).Condition!;
}
