using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Several bodies are asked side by side: each with its own question, time and silence.</summary>
public sealed class ConsultTests
{
    private static readonly StepKey B3 = new("B3");
    private static readonly AgencyCode Health = new("H35.05"), Police = new("H35.06"), Ward = new("H35.98");
    private static readonly Officer Doctor = At("bacsi", Health), Captain = At("daiuy", Police);

    private static Officer At(string id, AgencyCode place, params Role[] roles) =>
        new(new(id), id, place, new HashSet<Role>([Role.HandlingOfficer, .. roles]), [new Post(place, new("chuyen-vien"))]);

    private static readonly Officer Director = At("giamdoc", Health, Role.Leader), Nurse = At("yta", Health);

    private static ConsultationQuestion Question(AgencyCode body, decimal hours = 16, SilenceRule silence = SilenceRule.Wait, string? basis = null) =>
        new(body, "Có ý kiến gì về vị trí xây dựng?", TimeLimit.OfHours(hours), silence, basis);

    /// <summary>Minh has the examination in hand, Mon 9:00, and asks.</summary>
    private static Story Asked(params ConsultationQuestion[] questions) => A.Story().UntilExamination().Then(new DossierCommand.Consult(A.Minh, B3, [.. questions]));

    private static DossierCommand.CompleteStep Passed(string? without = null) => A.Complete(A.Minh, "B3", "Passed") with { WithoutOpinions = without };

    [Test]
    public void Each_body_has_a_clock_of_its_own_and_the_dossiers_runs_on()
    {
        var before = A.Story().UntilExamination();
        var story = Asked(Question(Health, 8), Question(Police, 24));

        Assert.That(story.Clocks.Consultations.Select(clock => (clock.Number, clock.Body, clock.DueAt)), Is.EqualTo(new[]
        {
            (1, Health, Calendar.At("2026-03-03 09:00")), (2, Police, Calendar.At("2026-03-05 09:00")),
        }));
        Assert.That(story.Clocks.DueAt, Is.EqualTo(before.Clocks.DueAt));
        Assert.That(story.Dossier.Stops, Is.Empty);
        Assert.That(story.Dossier.FindOpen(B3)!.HasSeen(A.Minh.Id), "who asks has the step in hand: it cannot be recalled from under them");
    }

    [Test]
    public void The_step_waits_for_its_bodies_unless_somebody_says_why_not()
    {
        var story = Asked(Question(Health), Question(Police));
        Assert.That(story.Try(Passed())?.Code, Is.EqualTo("D286"));

        story.Then(new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Agreed));
        Assert.That(story.Try(Passed())?.Code, Is.EqualTo("D286"), "one of two has answered");

        story.Then(Passed("Công an xã đã họp và cho ý kiến bằng miệng"));
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B4" }));
        var withdrawn = story.Journal.OfType<DossierEvent.ConsultationWithdrawn>().Single();
        Assert.That((withdrawn.Number, withdrawn.Reason), Is.EqualTo((2, "Công an xã đã họp và cho ý kiến bằng miệng")));
        Assert.That(story.Dossier.Consultations, Is.Empty, "what is over stands in the journal");
    }

    [Test]
    public void Once_all_have_answered_nothing_holds_the_step()
    {
        var story = Asked(Question(Health), Question(Police))
            .Then(new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.AgreedWithConditions, "Cách trạm y tế 20 m"))
            .Then(new DossierCommand.GiveOpinion(Captain, 2, ConsultedOpinion.Disagreed, "Lấn hành lang an toàn", new SignatureReference("15/CAX", "Đại uý Lù A Sếnh", new(2026, 3, 2))));
        Assert.That(story.Try(Passed()), Is.Null, "what their opinions come to, whoever examines decides");
    }

    [TestCase(SilenceRule.Consent, null, true)]
    [TestCase(SilenceRule.Escalate, null, false)]
    [TestCase(SilenceRule.Wait, "D286", null)]
    public void When_time_is_over_silence_means_what_was_said_beforehand(SilenceRule silence, string? refused, bool? consents)
    {
        var story = Asked(Question(Health, 4, silence, "Điều 5 Nghị định 61")).At("2026-03-02 15:00");
        Assert.That(story.Try(Passed())?.Code, Is.EqualTo(refused));
        Assert.That(story.Journal.OfType<DossierEvent.ConsultationLapsed>().SingleOrDefault()?.CountsAsConsent, Is.EqualTo(consents));
    }

    [Test]
    public void The_sweep_says_once_that_time_runs_out_and_then_that_it_is_over()
    {
        var story = Asked(Question(Health, 8));
        var soon = new DossierCommand.Remind(Consultation.Key, 1, ReminderKind.DueSoon);
        Assert.That(story.Try(soon), Is.EqualTo(DossierRefusals.ReminderTooEarly));
        story.At("2026-03-03 08:00").Then(soon);
        Assert.That(story.Try(soon), Is.EqualTo(DossierRefusals.ReminderSettled));
        story.At("2026-03-03 10:00").Then(new DossierCommand.Remind(Consultation.Key, 1, ReminderKind.Overdue));
        Assert.That(story.Clocks.Consultations.Single().Standing, Is.EqualTo(Standing.Overdue));
        story.Then(new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Agreed));
        Assert.That(story.Dossier.Consultations.Single().State, Is.EqualTo(ConsultationStatus.Answered), "late is better than never");
    }

    [Test]
    public void Silence_that_is_consent_is_told_when_the_time_is_over_and_then_nobody_may_answer()
    {
        var story = Asked(Question(Health, 8, SilenceRule.Consent, "Điều 5")).At("2026-03-03 09:01").Then(new DossierCommand.Remind(Consultation.Key, 1, ReminderKind.Overdue));
        Assert.That(story.Journal[^1], Is.InstanceOf<DossierEvent.ConsultationLapsed>().With.Property("CountsAsConsent").True);
        Assert.That(story.Try(new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Disagreed, "Muộn")), Is.EqualTo(DossierRefusals.NoSuchQuestion));
        Assert.That(story.Try(Passed()), Is.Null);
    }

    [Test]
    public void Chasing_is_written_down_and_withdrawing_lets_the_step_go()
    {
        var story = Asked(Question(Health)).Then(new DossierCommand.ChaseOpinion(A.Minh, 1, "Đề nghị trả lời sớm")).Then(new DossierCommand.ChaseOpinion(A.Minh, 1));
        Assert.That(ConsultationRecord.Of(story.Journal).Single().Chased.Select(chased => chased.Note), Is.EqualTo(new[] { "Đề nghị trả lời sớm", null }));
        Assert.That(story.Try(new DossierCommand.WithdrawQuestion(A.Minh, 1, " ")), Is.EqualTo(DossierRefusals.ReasonMissing));
        story.Then(new DossierCommand.WithdrawQuestion(A.Minh, 1, "Đã đủ căn cứ"));
        Assert.That(story.Try(new DossierCommand.ChaseOpinion(A.Minh, 1)), Is.EqualTo(DossierRefusals.NoSuchQuestion));
        Assert.That(story.Try(Passed()), Is.Null);
    }

    [Test]
    public void A_leader_of_the_body_gives_the_question_to_one_of_their_officers()
    {
        var story = Asked(Question(Health), Question(Police)).Then(new DossierCommand.AssignQuestion(Director, 1, Doctor, "Xem kỹ khoảng cách"));
        Assert.That((story.Dossier.Consultations[0].Assignee, story.Dossier.Consultations[0].Place, story.Dossier.Consultations[1].Assignee), Is.EqualTo((Doctor.Id, Health, default(OfficerId))));
        Assert.That(story.Try(new DossierCommand.GiveOpinion(Nurse, 1, ConsultedOpinion.Agreed)), Is.EqualTo(DossierRefusals.AnotherAnswers));
        Assert.That(story.Try(new DossierCommand.AssignQuestion(Director, 1, Doctor)), Is.EqualTo(DossierRefusals.AnswersAlready));

        story.Then(new DossierCommand.AssignQuestion(Director, 1, Nurse)).Then(new DossierCommand.GiveOpinion(Nurse, 1, ConsultedOpinion.Agreed));
        var record = ConsultationRecord.Of(story.Journal)[0];
        Assert.That(record.Assigned.Select(given => (given.Assignee, given.Note)), Is.EqualTo(new[] { (Doctor.Id, "Xem kỹ khoảng cách"), (Nurse.Id, (string?)null) }));
        Assert.That(record.Answer!.By, Is.EqualTo(Nurse.Id));
        Assert.That(Dossier.Replay(story.Journal), Is.EqualTo(story.Dossier).Using<Dossier>((one, other) => StoredJson.Write(one) == StoredJson.Write(other)));
    }

    [Test]
    public void A_leader_answers_what_they_gave_away_and_leads_over_units_give_to_them()
    {
        var unit = new AgencyCode("H35.05.02");
        var story = Asked(Question(Health)).Then(new DossierCommand.AssignQuestion(Director with { Leads = [unit] }, 1, At("phong", unit)));
        Assert.That(story.Dossier.Consultations.Single().Place, Is.EqualTo(unit));
        Assert.That(story.Try(new DossierCommand.GiveOpinion(Director, 1, ConsultedOpinion.Agreed)), Is.Null);
    }

    [Test]
    public void A_step_that_is_closed_with_the_dossier_asks_nobody_any_more()
    {
        var story = Asked(Question(Health)).Then(new DossierCommand.Reject(A.Chairman, "Ngoài quy hoạch"));
        Assert.That(story.Journal.OfType<DossierEvent.ConsultationWithdrawn>().Single().Number, Is.EqualTo(1));
        Assert.That(ConsultationRecord.Of(story.Journal).Single().State, Is.EqualTo(ConsultationStatus.Withdrawn));
        Assert.That(story.Dossier.Consultations, Is.Empty);
    }

    [Test]
    public void A_drawn_consultation_that_asked_bodies_is_not_answered_by_its_own_silence()
    {
        var process = new Drawing(A.Header with { Kind = ProcessKind.AgencyInternal })
            .Step("S1", StepKind.Consult, "Agreed Disagreed NoReply", "chuyen-vien", 4).Where(work => work with { Silence = "Consent" })
            .Step("X", StepKind.End).Ways("S1 Agreed X", "S1 Disagreed X", "S1 NoReply X").Process();
        var overdue = new DossierCommand.Remind(new("S1"), 1, ReminderKind.Overdue);

        var silent = A.Story(process).Then(A.Receive(by: A.Minh)).At("2026-03-02 17:00").Then(overdue);
        Assert.That(silent.Dossier.Status, Is.EqualTo(DossierStatus.Ended), "nobody was asked by name: the drawing speaks");

        var asked = A.Story(process).Then(A.Receive(by: A.Minh)).Then(new DossierCommand.Consult(A.Minh, new("S1"), [Question(Health, 2, SilenceRule.Consent)]))
            .Then(new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Disagreed, "Không đủ điều kiện")).At("2026-03-02 17:00").Then(overdue);
        Assert.That(asked.OpenSteps, Is.EqualTo(new[] { "S1" }), "a body said no: silence is no consent to that");
    }

    private static IEnumerable<TestCaseData> Nos()
    {
        static TestCaseData No(string name, DossierCommand command, string code) => new TestCaseData(command, code).SetName(name);
        yield return No("Who_is_asked_must_be_said", new DossierCommand.Consult(A.Minh, B3, []), "D283");
        yield return No("What_they_are_asked_must_be_said", new DossierCommand.Consult(A.Minh, B3, [Question(Ward) with { Question = " " }]), "D283");
        yield return No("They_have_some_time_to_answer", new DossierCommand.Consult(A.Minh, B3, [Question(Ward, 0)]), "D283");
        yield return No("That_time_comes_to_whole_minutes", new DossierCommand.Consult(A.Minh, B3, [Question(Ward, 0.001m)]), DossierRefusals.LimitNotCountable(new("", "")).Code);
        yield return No("Only_who_has_the_step_asks", new DossierCommand.Consult(A.Lan, B3, [Question(Ward)]), "D106");
        yield return No("Nobody_asks_at_a_step_that_is_not_open", new DossierCommand.Consult(A.Minh, new("B5"), [Question(Ward)]), "D104");
        yield return No("Nobody_asks_themselves", new DossierCommand.Consult(A.Minh, B3, [Question(A.Commune)]), "D287");
        yield return No("Nobody_is_asked_twice_at_once", new DossierCommand.Consult(A.Minh, B3, [Question(Health)]), "D287");
        yield return No("Silence_is_consent_by_law_only", new DossierCommand.Consult(A.Minh, B3, [Question(Ward, silence: SilenceRule.Consent)]), "D289");
        yield return No("A_file_that_is_not_there_goes_with_nothing", new DossierCommand.Consult(A.Minh, B3, [Question(Ward) with { Papers = [7] }]), "F112");
        yield return No("Only_the_body_answers", new DossierCommand.GiveOpinion(Captain, 1, ConsultedOpinion.Agreed), "D284");
        yield return No("Who_asks_does_not_answer", new DossierCommand.GiveOpinion(A.Minh, 1, ConsultedOpinion.Agreed), "D284");
        yield return No("Only_a_leader_says_who_answers", new DossierCommand.AssignQuestion(Doctor, 1, Nurse), "D330");
        yield return No("Another_bodys_leader_says_nothing", new DossierCommand.AssignQuestion(At("truong", Police, Role.Leader), 1, Captain), "D284");
        yield return No("Who_is_to_answer_must_be_said", new DossierCommand.AssignQuestion(Director, 1, null), "D331");
        yield return No("It_is_given_to_ones_own_officers", new DossierCommand.AssignQuestion(Director, 1, Captain), "D332");
        yield return No("An_answer_says_yes_or_no", new DossierCommand.GiveOpinion(Doctor, 1, null, "Xem xét thêm"), "D288");
        yield return No("A_no_says_why", new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Disagreed), "D113");
        yield return No("Conditions_are_named", new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.AgreedWithConditions, " "), "D113");
        yield return No("A_letter_is_not_signed_tomorrow", new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Agreed, null, new("1", "A", new(2026, 3, 3))), "D275");
        yield return No("Only_the_asking_side_chases", new DossierCommand.ChaseOpinion(Doctor, 1), "D105");
        yield return No("Only_the_asking_side_withdraws", new DossierCommand.WithdrawQuestion(Captain, 1, "x"), "D105");
    }

    [TestCaseSource(nameof(Nos))]
    public void It_is_refused(DossierCommand command, string code) => Assert.That(Asked(Question(Health)).Try(command)?.Code, Is.EqualTo(code));

    [Test]
    public void A_leader_of_the_agency_answers_for_its_units_and_a_substitute_for_whom_they_stand_in()
    {
        var director = At("giamdoc", new("H35.00"), Role.Leader) with { Leads = [Health] };
        Assert.That(Asked(Question(Health)).Try(new DossierCommand.GiveOpinion(director, 1, ConsultedOpinion.Agreed)), Is.Null);

        var story = Asked(Question(Health)).Then(new DossierCommand.GiveOpinion(Captain with { StandsInFor = [Doctor] }, 0, ConsultedOpinion.Agreed));
        Assert.That((story.Journal[^1].By, story.Journal[^1].OnBehalfOf), Is.EqualTo((Captain.Id, Doctor.Id)));
    }

    [Test]
    public void The_forms_are_offered_to_those_who_may_fill_them()
    {
        var story = Asked(Question(Health));
        string[] Acts(Officer officer) => [.. new DossierDecider(story.Process, new ProcessFlow(story.Process), Calendar.Book).Offers(story.Dossier, officer, story.Now).Select(offer => offer.Act)];

        Assert.That(Acts(A.Minh), Does.Contain("consult").And.Contain("chase-opinion").And.Contain("withdraw-question").And.Not.Contain("give-opinion"));
        Assert.That(Acts(Doctor), Is.EqualTo(new[] { "give-opinion" }));
        Assert.That(Acts(Captain), Is.Empty);
        Assert.That(Acts(Director), Is.EqualTo(new[] { "give-opinion", "assign-question" }));
        var complete = new DossierDecider(story.Process, new ProcessFlow(story.Process), Calendar.Book).Offers(story.Dossier, A.Minh, story.Now).Single(offer => offer.Act == "complete");
        Assert.That(complete.Fields.Select(field => field.Name), Does.Contain("withoutOpinions"));
    }

    [Test]
    public void A_filled_form_asks_every_body_the_same()
    {
        var form = new ActForm(A.Minh, B3, ImmutableSortedDictionary<string, string>.Empty
            .Add("bodies", "H35.05,H35.06").Add("question", "Ý kiến?").Add("limit", "3").Add("unit", "hours").Add("silence", "Escalate").Add("papers", "1,2"));
        var command = (DossierCommand.Consult)DossierActs.Find("consult")!.Command(form);

        Assert.That(command.Questions.Select(question => question.Body), Is.EqualTo(new[] { Health, Police }));
        Assert.That(command.Questions[0].Limit, Is.EqualTo(TimeLimit.OfHours(3)));
        Assert.That(command.Questions[1].Silence, Is.EqualTo(SilenceRule.Escalate));
        Assert.That(command.Questions[1].Papers, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void The_file_of_an_answer_belongs_to_its_question()
    {
        var file = new DossierCommand.AttachFile(Doctor, new(new string('b', 64)), "ý kiến.pdf", 10, "application/pdf") { Consultation = 1 };
        var story = Asked(Question(Health));
        Assert.That(story.Try(file with { By = Captain }), Is.EqualTo(DossierRefusals.NotTheBodyAsked));
        story.Then(file);
        Assert.That((story.Dossier.Attachments.Single().Step, story.Dossier.Attachments.Single().Run), Is.EqualTo((Consultation.Key, 1)));
    }
}
