using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Mistakes are put right by another line of the journal; times are not put right at all.</summary>
public sealed class CorrectionTests
{
    private static readonly Particulars Right = A.Particulars with { Applicant = A.Particulars.Applicant with { Name = "Mùa A Đơ", Phone = "0987654321" } };

    [Test]
    public void Answers_are_no_longer_than_an_office_writes()
    {
        AttributeDeclaration ward = new("phuong", "String", false, "Phường", null, true), papers = new("giay", "String", true, null, null, true);
        var process = new Drawing(A.Header, ward, papers).Step("B1", StepKind.Intake, "Accepted", "mot-cua", unit: "Receiving").Step("X", StepKind.Reject).Ways("B1 Accepted X").Process();
        Refusal? Received(string name, AttributeValue answer) =>
            A.Story(process).Try(A.Receive() with { Attributes = ImmutableSortedDictionary<string, AttributeValue>.Empty.Add(name, answer) });

        var (line, letters) = (AttributeValue.Of("x"), AttributeValue.Of(new string('x', 2001)));
        Assert.That(Received("phuong", line), Is.Null);
        Assert.That(Received("phuong", letters), Is.EqualTo(DossierRefusals.TextTooLong("Phường", 2000)));
        Assert.That(Received("giay", AttributeValue.Of([line, letters])), Is.EqualTo(DossierRefusals.TextTooLong("giay", 2000)));
        Assert.That(Received("giay", AttributeValue.Of([.. Enumerable.Repeat(line, 201)])), Is.EqualTo(DossierRefusals.TooMany("giay", 200)));
    }

    [Test]
    public void A_correction_keeps_what_was_written_and_says_what_is_right()
    {
        var story = A.Story().Then(A.Receive()).Then(new DossierCommand.Correct(A.DeskOfficer, "Ghi sai tên", Right));

        var correction = story.Journal.OfType<DossierEvent.Corrected>().Single();
        Assert.That(CorrectedField.Of(correction, name => name).Select(field => (field.Field.Vi, field.Was, field.Is)), Is.EqualTo(new[]
        {
            ("Tên người nộp", "Mùa A Dơ", "Mùa A Đơ"), ("Số điện thoại", "0912345678", "0987654321"),
        }));
        Assert.That(ParticularsToday.Of(story.Journal), Is.EqualTo(Right));
        Assert.That(story.Journal.OfType<DossierEvent.Received>().Single().Particulars, Is.EqualTo(A.Particulars), "nothing is edited");
        Assert.That(Receipt.Of(DossierCode.Parse("H35.99-260302-0001"), story.Journal, story.Process, PaperNames.None).Applicant.Name, Is.EqualTo("Mùa A Đơ"));
    }

    [Test]
    public void A_correction_moves_no_clock()
    {
        var (plain, corrected) = (A.Story().Then(A.Receive()), A.Story().Then(A.Receive()));
        corrected.At("2026-03-05 10:00").Then(new DossierCommand.Correct(A.DeskOfficer, "Ghi sai tên", Right));
        plain.At("2026-03-05 10:00");

        Assert.That((corrected.Clocks.DueAt, corrected.Clocks.RemainingMinutes, corrected.Dossier.ReceivedAt), Is.EqualTo((plain.Clocks.DueAt, plain.Clocks.RemainingMinutes, plain.Dossier.ReceivedAt)));
    }

    [Test]
    public void A_correction_needs_a_reason_and_a_difference()
    {
        var story = A.Story().Then(A.Receive());

        Assert.That(story.Try(new DossierCommand.Correct(A.DeskOfficer, "", Right)), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That(story.Try(new DossierCommand.Correct(A.DeskOfficer, "Không sai gì", A.Particulars)), Is.EqualTo(DossierRefusals.NothingToCorrect));
        Assert.That(story.Try(new DossierCommand.Correct(A.DeskOfficer, "Xóa tên", Right with { Applicant = Right.Applicant with { Name = "" } })), Is.EqualTo(DossierRefusals.ApplicantNameMissing));
    }

    [Test]
    public void The_desk_and_whoever_has_it_in_hand_may_correct_it_and_nobody_else()
    {
        var story = A.Story().UntilExamination();

        Assert.That(story.Try(new DossierCommand.Correct(A.Clerk, "Ghi sai", Right)), Is.EqualTo(DossierRefusals.NotYoursToCorrect));
        Assert.That(story.Try(new DossierCommand.Correct(A.Minh, "Ghi sai", Right)), Is.Null);
        Assert.That(story.Try(new DossierCommand.Correct(A.DeskOfficer, "Ghi sai lần nữa", A.Particulars)), Is.Null);
    }

    [Test]
    public void An_answer_that_decided_a_branch_can_no_longer_be_corrected()
    {
        var floors = new AttributeDeclaration("tang", "Int32", false, "Số tầng", null, true);
        var process = new Drawing(A.Header, floors)
            .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving")
            .Add(new Step { Index = 0, Id = "Q", Key = new("Q"), Name = "Q", Type = "Elsa.FlowDecision", Kind = StepKind.Decision, Ports = ["True", "False"], Condition = Condition.Parse("""getInput("tang") > 3""", [floors]).Condition })
            .Step("B2", StepKind.Examine, "Passed", "chuyen-vien", 24).Step("B3", StepKind.Examine, "Passed", "chuyen-vien", 8)
            .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject)
            .Ways("B1 Accepted Q", "B1 Declined TC", "Q True B2", "Q False B3", "B2 Passed B8", "B3 Passed B8").Process();
        DossierCommand.Correct Floors(int number) =>
            new(A.DeskOfficer, "Ghi sai số tầng", A.Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("tang", AttributeValue.Of((decimal)number)));
        var story = A.Story(process).Then(A.Receive(answers: ("tang", AttributeValue.Of(2m)))).Then(Floors(5));
        Assert.That(story.Journal.OfType<DossierEvent.Corrected>().Single().AnswersBefore["tang"], Is.EqualTo(AttributeValue.Of(2m)));

        story.Completes(A.DeskOfficer, "B1", "Accepted");

        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B2" }), "by the corrected answer");
        Assert.That(story.Try(Floors(2))?.Code, Is.EqualTo("D247"));
        Assert.That(story.Try(new DossierCommand.Correct(A.DeskOfficer, "Ghi sai", A.Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("khac", AttributeValue.Of(1m))))?.Code, Is.EqualTo("D126"));
    }

    [TestCase(RecordedTime.ReceivedAt)]
    [TestCase(RecordedTime.PromisedAt)]
    [TestCase(RecordedTime.FinishedAt)]
    [TestCase(RecordedTime.OnTime)]
    public void Whoever_asks_to_change_a_time_is_refused_and_the_asking_stays_on_record(RecordedTime time)
    {
        var story = A.Story().UntilExamination();
        var before = story.Dossier;

        var refusal = story.Try(new DossierCommand.ChangeTime(A.Chairman, time, Calendar.At("2026-03-01 08:00"), "Cho kịp báo cáo"));

        Assert.That(refusal, Is.EqualTo(DossierRefusals.TimesAreNotWritten));
        Assert.That(story.Journal[^1], Is.EqualTo(new DossierEvent.TimeChangeRefused(story.Now, A.Chairman.Id, time, Calendar.At("2026-03-01 08:00"), "Cho kịp báo cáo", "D248")));
        Assert.That(story.Dossier, Is.EqualTo(before), "nothing else changed");
    }

    [Test]
    public void A_closed_dossier_cannot_be_set_on_time_either_and_the_attempt_is_kept()
    {
        var story = Late();

        Assert.That(story.Try(new DossierCommand.ChangeTime(A.Chairman, RecordedTime.OnTime)), Is.EqualTo(DossierRefusals.TimesAreNotWritten));
        Assert.That(story.Journal[^1], Is.TypeOf<DossierEvent.TimeChangeRefused>());
        Assert.That(story.Clocks.Standing, Is.EqualTo(Standing.Overdue));
        Assert.That(story.Try(new DossierCommand.Correct(A.DeskOfficer, "Ghi sai tên", Right)), Is.EqualTo(DossierRefusals.AlreadyEnded));
    }

    [Test]
    public void No_command_carries_a_moment_that_would_be_written_as_a_time_of_the_dossier()
    {
        // What the engine writes as a time comes from its own clock: the one command that names these times is the one that is always refused.
        var moments = from command in typeof(DossierCommand).GetNestedTypes()
                      from property in command.GetProperties()
                      where property.PropertyType == typeof(DateTimeOffset) || property.PropertyType == typeof(DateTimeOffset?)
                      where property.Name is "ReceivedAt" or "FinishedAt" or "PromisedAt" or "At"
                      select $"{command.Name}.{property.Name}";
        Assert.That(moments, Is.Empty);
    }

    private static Story Late() => A.Story().UntilExamination()
        .At("2026-03-20 09:00").Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed")
        .Completes(A.Clerk, "B7", "Done").Then(new DossierCommand.ReturnResult(A.DeskOfficer));
}
