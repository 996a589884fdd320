using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Withdrawn, refused, stopped: ends that no drawing shows. And whatever is done in whatever order, the ledger closes and the portal accepts what it hears.</summary>
public sealed class UndrawnEndTests
{
    private static readonly DossierCommand[] Ends =
    [
        new DossierCommand.Withdraw(A.DeskOfficer, "Người nộp đổi ý"), new DossierCommand.Reject(A.Chairman, "Không đủ điều kiện"), new DossierCommand.Stop(A.Chairman, "Tranh chấp", "Điều 21"),
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from end in Ends
        from before in (string[])["received", "at work", "asked", "owing", "suspended"]
        select new TestCaseData(end, before).SetArgDisplayNames(end.GetType().Name, before);

    [TestCaseSource(nameof(Cases))]
    public void Whatever_it_waited_for_all_work_and_every_line_of_the_ledger_is_closed(DossierCommand end, string before)
    {
        var story = before is "received" ? A.Story().Then(A.Receive()) : A.Story().UntilExamination();
        if (before is "asked") story.Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu"));
        if (before is "owing") story.Then(new DossierCommand.ImposeObligation(A.Minh, new("B3"), "Thuế", 5_000, A.Paper()));
        if (before is "suspended") story.Then(new DossierCommand.Suspend(A.Chairman, "Chờ", "Điều 20", A.Paper()));
        story.At("2026-03-05 09:00").Then(end);
        var (status, code) = end switch { DossierCommand.Withdraw => (DossierStatus.Withdrawn, 7), DossierCommand.Reject => (DossierStatus.Rejected, 8), _ => (DossierStatus.Stopped, 8) };
        using (Assert.EnterMultipleScope())
        {
            Assert.That((story.Dossier.Status, story.Dossier.EndedAt), Is.EqualTo((status, (DateTimeOffset?)story.Now)));
            Assert.That(story.Dossier.Open, Is.Empty);
            Assert.That(story.Dossier.Stops, Has.All.Property("To").EqualTo(story.Now));
            Assert.That(story.Portal[^1], Is.EqualTo(code));
            AssertThePortalAccepts(story);
            Assert.That(story.Try(end), Is.EqualTo(DossierRefusals.AlreadyEnded));
        }
    }

    [Test]
    public void Withdrawing_is_recorded_by_the_desk_refusing_and_stopping_by_a_leader_each_with_its_reason()
    {
        var story = A.Story().UntilExamination();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(new DossierCommand.Withdraw(A.Minh, "Đổi ý")), Is.EqualTo(DossierRefusals.NotTheDesk));
            Assert.That(story.Try(new DossierCommand.Withdraw(A.DeskOfficer, "")), Is.EqualTo(DossierRefusals.ReasonMissing));
            Assert.That(story.Try(new DossierCommand.Reject(A.Minh, "Không đủ")), Is.EqualTo(DossierRefusals.OnlyALeader));
            Assert.That(story.Try(new DossierCommand.Reject(A.Chairman, " ")), Is.EqualTo(DossierRefusals.ReasonMissing));
            Assert.That(story.Try(new DossierCommand.Stop(A.DeskOfficer, "Dừng", "Điều 21")), Is.EqualTo(DossierRefusals.OnlyALeader));
            Assert.That(story.Try(new DossierCommand.Stop(A.Chairman, "Dừng", "")), Is.EqualTo(DossierRefusals.LegalBasisMissing));
        }
    }

    [Test]
    public void A_result_that_is_there_is_not_taken_back()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done");
        DossierCommand[] acts =
        [
            .. Ends, new DossierCommand.Suspend(A.Chairman, "Chờ", "Điều 20", A.Paper()), new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-20 09:00"), "Bận"),
            new DossierCommand.ImposeObligation(A.DeskOfficer, new("B8"), "Thuế", 1, A.Paper()),
        ];
        Assert.That(acts.Select(story.Try), Is.All.EqualTo(DossierRefusals.ResultIsThere));
    }

    [Test]
    public void In_whatever_order_acts_come_the_ledger_adds_up_and_the_portal_accepts_what_it_hears()
    {
        Officer[] people = [A.DeskOfficer, A.Head, A.Minh, A.Chairman, A.Clerk];
        var done = new HashSet<Type>();
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            T Pick<T>(params T[] from) => from[random.Next(from.Length)];
            var policy = Pick(Enum.GetValues<ClockPolicy>());
            var header = A.Header with { Supplement = new(policy, 3, Engine.Calendars.TimeLimit.OfHours(12), Pick("Reject", "Stop", "Continue", null)), Extension = new(2, Engine.Calendars.TimeLimit.OfHours(1), null) };
            var story = A.Story(A.Permit(header).Process()).Then(A.Receive());
            for (var turn = 0; turn < 60 && story.Dossier.IsRunning; turn++)
            {
                story.Later(random.Next(0, 600));
                var (by, open) = (Pick(people), story.Dossier.Open[0]);
                var step = story.Process.Find(open.Step)!;
                DossierCommand command = random.Next(16) switch
                {
                    0 or 1 => new DossierCommand.RequestSupplement(by, open.Step, ["CCCD", "Bản vẽ"], "Thiếu", "Điều 54"),
                    2 => new DossierCommand.ReceiveSupplement(by, "Đủ", Pick<string[]?>(["CCCD"], ["Bản vẽ"], null) is { } papers ? [.. papers] : null, Pick(true, false)),
                    3 => new DossierCommand.Suspend(by, "Chờ", "Điều 20", A.Paper()),
                    4 => new DossierCommand.Resume(by, A.Paper()),
                    5 => new DossierCommand.Extend(by, story.Now.AddDays(random.Next(1, 30)), "Bận"),
                    6 => new DossierCommand.ImposeObligation(by, open.Step, "Thuế", random.Next(1, 3), A.Paper()),
                    7 or 8 => new DossierCommand.RecordPayment(by, 1, $"{turn}", PaymentWay.Cash, random.Next(1, 4)),
                    9 => new DossierCommand.WaiveObligation(by, random.Next(1, 4), "Miễn", A.Paper()),
                    10 => new DossierCommand.ExpireSupplement(by),
                    11 => new DossierCommand.Remind(open.Step, open.Run, Pick(Enum.GetValues<ReminderKind>())),
                    12 when random.Next(6) == 0 => Pick(Ends),
                    _ when step.Kind is StepKind.ReturnResult => new DossierCommand.ReturnResult(A.DeskOfficer),
                    _ => A.Complete(by, open.Step.Value, Pick([.. step.Ports]), "Lý do", step.Kind is StepKind.Assign ? A.Minh : null, step.Ports.Contains("Incomplete") ? ["CCCD"] : []),
                };
                if (story.Try(command) is null) done.Add(command.GetType());

                var account = story.Account;
                Assert.That(account.Days.Sum(day => day.Minutes), Is.EqualTo(account.UsedMinutes), $"seed {seed}");
                Assert.That((account.DueAt, account.Standing), Is.EqualTo((story.Clocks.DueAt, story.Clocks.Standing)), $"seed {seed}");
                Assert.That(
                    story.Dossier.Obligations.Exists(owed => !owed.IsSettled && story.Dossier.IsRunning),
                    Is.EqualTo(story.Dossier.Stops.Exists(stop => stop is { To: null, Cause: ClockStopCause.Payment })), $"seed {seed}: money is owed exactly while that stop is open");
            }
            if (!story.Dossier.IsRunning) Assert.That(story.Dossier.Stops, Has.All.Property("To").Not.Null, $"seed {seed}");
            AssertThePortalAccepts(story, seed);
            var replayed = Dossier.Replay(story.Journal);
            Assert.That(Engine.Storage.StoredJson.Write(replayed), Is.EqualTo(Engine.Storage.StoredJson.Write(story.Dossier)), $"seed {seed}");
            Assert.That(Engine.Storage.StoredJson.Write(Engine.Storage.StoredJson.ReadDossier(Engine.Storage.StoredJson.Write(replayed))), Is.EqualTo(Engine.Storage.StoredJson.Write(replayed)), $"seed {seed}");
            Assert.That(story.Journal.Select(happened => Engine.Storage.StoredJson.ReadEvent(Engine.Storage.StoredJson.Write(happened)).GetType()), Is.EqualTo(story.Journal.Select(happened => happened.GetType())));
        }
        Assert.That(done, Has.Count.EqualTo(14), $"every act but handing over the result was carried out somewhere: {string.Join(", ", done.Select(type => type.Name))}");
    }

    private static void AssertThePortalAccepts(Story story, int seed = 0)
    {
        var target = PortalTarget.Default;
        var before = 0;
        foreach (var code in story.Portal)
        {
            Assert.That(target.MayCome(before, code), $"seed {seed}: {code} after {before} in {string.Join(' ', story.Portal)}");
            before = code;
        }
    }
}
