using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;
using static TthcFlow.Engine.Publication.PublicationCommand;
using Refusals = TthcFlow.Engine.Publication.PublicationRefusals;

namespace TthcFlow.Engine.Tests.Publication;

/// <summary>The way of a process from draft to law, and every no on it.</summary>
public sealed class PublicationDeciderTests
{
    private static readonly AgencyCode Construction = new("H35.05");
    private static readonly ProcedureCode Procedure = new("1.013225");
    private static readonly ContentHash Text = new(new string('a', 64));

    private static readonly Officer Author = Person("tacgia", Construction, Role.Author);
    private static readonly Officer Colleague = Person("dongtacgia", Construction, Role.Author);
    private static readonly Officer Stranger = Person("tacgia-so-khac", new("H35.09"), Role.Author);
    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser);
    private static readonly Officer SecondAppraiser = Person("thamdinh2", new("H35.07"), Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", new("H35"), Role.Publisher);

    // An account of every role: only the chairs it already sat on can stop it.
    private static readonly Officer Everything = Person("kiemnhiem", Construction, Role.Author, Role.Appraiser, Role.Publisher);

    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero); // 09:00 in Vietnam
    private static readonly LegalAct Act = new("575/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Today);

    private static readonly Draft Drafting = new(Author, Construction, Procedure, null, "Cấp giấy phép xây dựng");
    private static readonly Submit Submitting = new(Author, Text, Procedure, null, "Cấp giấy phép xây dựng", [], new Dictionary<string, string>());
    private static readonly Appraise Appraising = new(Appraiser, "12/KHCN-TĐC", Today, null);
    private static readonly Publish Publishing = new(Publisher, Act, Today);
    private static readonly Return SendingBack = new(Appraiser, "Bổ sung căn cứ pháp lý");

    private static readonly ProcessFile Blank = ProcessFile.Empty;
    private static readonly ProcessFile Drafted = After(Blank, Drafting);
    private static readonly ProcessFile Submitted = After(Drafted, Submitting);
    private static readonly ProcessFile Appraised = After(Submitted, Appraising);
    private static readonly ProcessFile Published = After(Appraised, Publishing);

    [Test]
    public void A_process_becomes_law_by_three_different_hands()
    {
        Assert.That(Published.Status, Is.EqualTo(PublicationStatus.Published));
        Assert.That(Published.Authors, Is.EqualTo(new[] { "tacgia" }));
        Assert.That(Published.Appraiser, Is.EqualTo(Appraiser.Id));
        Assert.That(Published.Publisher, Is.EqualTo(Publisher.Id));
        Assert.That(Published.Hash, Is.EqualTo(Text), "what was submitted is what was published");
        Assert.That(Published.Act, Is.EqualTo(Act));
    }

    [Test]
    public void What_an_old_decision_published_is_taken_in_with_a_reason_and_counts_as_not_appraised()
    {
        var old = new Record(Publisher, Construction, Text, Procedure, null, "Cấp giấy phép xây dựng", Act with { SignedOn = new(2019, 7, 23), EffectiveFrom = new(2019, 8, 1) }, "Công bố trước khi có phần mềm", Today, []);
        var file = After(Blank, old);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((file.Status, file.Hash, file.Exception, file.Appraiser), Is.EqualTo((PublicationStatus.Published, Text, "Công bố trước khi có phần mềm", (OfficerId?)null)));
            Refused(Blank, old with { By = Author }, Refusals.NotPublisher);
            Refused(Drafted, old, Refusals.AlreadyDrafted);
            Refused(Blank, old with { Reason = " " }, RecordRefusals.NoReason);
            Refused(Blank, old with { Procedure = null }, Refusals.NoProcedure);
            Refused(Blank, old with { Act = old.Act with { SignedOn = Today.AddDays(1), EffectiveFrom = Today.AddDays(1) } }, Refusals.DecisionNotYetSigned);
            Refused(Blank, old with { Act = old.Act with { EffectiveFrom = new(2019, 1, 1) } }, Refusals.EffectiveBeforeSigning);
            Refused(Blank, old with { Holding = new(new string('b', 64)) }, RecordRefusals.DayIsTaken);
            Refused(Blank, old with { Findings = [Fault("V201"), Fault("V120")] }, RecordRefusals.CannotRun(["V120"]));
            Assert.That(After(Blank, old with { Findings = [Fault("V201")] }).Status, Is.EqualTo(PublicationStatus.Published), "its times are wrong, and it is law");
        }

        static Finding Fault(string code) => new(code, Severity.Error, null, null, new("lỗi", "fault"));
        static void Refused(ProcessFile file, PublicationCommand asked, Refusal expected) =>
            Assert.That((PublicationDecider.Decide(file, asked, Now) as Decision<PublicationEvent>.Refused)?.Reason, Is.EqualTo(expected));
    }

    [Test]
    public void Every_act_names_the_text_it_speaks_of()
    {
        var appraised = Happened(Submitted, Appraising).OfType<PublicationEvent.Appraised>().Single();
        var published = Happened(Appraised, Publishing).OfType<PublicationEvent.Published>().Single();
        Assert.That(appraised.Hash, Is.EqualTo(Text));
        Assert.That(published.Hash, Is.EqualTo(Text));
    }

    [Test]
    public void Saving_again_writes_nothing_but_a_second_hand_joins_the_authors()
    {
        Assert.That(Happened(Drafted, new Write(Author)), Is.Empty);
        Assert.That(Happened(Drafted, new Write(Colleague)), Is.EqualTo(new PublicationEvent[] { new PublicationEvent.AuthorJoined(Now, Colleague.Id) }));
    }

    [Test]
    public void Who_submits_a_colleagues_text_answers_for_it_as_an_author()
    {
        var submitted = After(Drafted, Submitting with { By = Colleague });
        Assert.That(submitted.Authors, Is.EqualTo(new[] { "dongtacgia", "tacgia" }));
    }

    [Test]
    public void A_text_sent_back_is_a_draft_again_and_can_go_the_whole_way_afterwards()
    {
        var back = After(Submitted, SendingBack);
        Assert.That(back.Status, Is.EqualTo(PublicationStatus.Draft));
        Assert.That(back.Hash, Is.Null);

        var better = new ContentHash(new string('b', 64));
        var published = After(After(After(After(back, new Write(Author)), Submitting with { Hash = better }), Appraising), Publishing);
        Assert.That(published.Hash, Is.EqualTo(better));
    }

    [Test]
    public void The_publisher_can_send_an_appraised_text_back_and_its_opinion_is_gone()
    {
        var back = After(Appraised, SendingBack with { By = Publisher });
        Assert.That(back.Status, Is.EqualTo(PublicationStatus.Draft));
        Assert.That(back.Appraiser, Is.Null);
        Assert.That(WhyNot(After(back, Submitting), Publishing), Is.EqualTo(Refusals.NotAppraised));
    }

    [Test]
    public void A_warning_with_a_written_reason_does_not_block()
    {
        var submitted = After(Drafted, Submitting with { Findings = [Found("V210", Severity.Warning), Found("V601", Severity.Info)], Reasons = Reasons(("V210", "Theo số liệu công bố")) });
        Assert.That(submitted.Status, Is.EqualTo(PublicationStatus.Submitted));
    }

    [Test]
    public void A_decision_may_take_effect_on_the_very_day_it_is_signed_and_published() =>
        Assert.That(After(Appraised, Publishing with { Act = Act with { SignedOn = Today, EffectiveFrom = Today } }).Act!.EffectiveFrom, Is.EqualTo(Today));

    [Test]
    public void An_opinion_of_today_is_judged_by_the_day_in_Vietnam()
    {
        var shortlyAfterMidnight = new DateTimeOffset(2026, 3, 1, 17, 30, 0, TimeSpan.Zero); // Mon 2 March, 00:30 in Vietnam
        Assert.That(PublicationDecider.Decide(Submitted, Appraising, shortlyAfterMidnight), Is.TypeOf<Decision<PublicationEvent>.Accepted>());
        Assert.That(PublicationDecider.Decide(Submitted, Appraising, shortlyAfterMidnight.AddHours(-1)), Is.TypeOf<Decision<PublicationEvent>.Refused>());
    }

    [TestCaseSource(nameof(Noes))]
    public void The_law_says_no(ProcessFile file, PublicationCommand command, string code) =>
        Assert.That(WhyNot(file, command).Code, Is.EqualTo(code));

    private static IEnumerable<TestCaseData> Noes()
    {
        // Where the file stands, act by act
        yield return No(Drafted, Drafting, "P101");
        yield return No(Submitted, Drafting, "P101");
        yield return No(Appraised, Drafting, "P101");
        yield return No(Published, Drafting, "P101");
        yield return No(Blank, new Write(Author), "P102");
        yield return No(Submitted, new Write(Author), "P103");
        yield return No(Appraised, new Write(Author), "P103");
        yield return No(Published, new Write(Author), "P108");
        yield return No(Blank, Submitting, "P102");
        yield return No(Submitted, Submitting, "P104");
        yield return No(Appraised, Submitting, "P104");
        yield return No(Published, Submitting, "P108");
        yield return No(Blank, SendingBack, "P102");
        yield return No(Drafted, SendingBack, "P105");
        yield return No(Published, SendingBack, "P108");
        yield return No(Blank, Appraising, "P102");
        yield return No(Drafted, Appraising, "P105");
        yield return No(Appraised, Appraising, "P106");
        yield return No(Published, Appraising, "P108");
        yield return No(Blank, Publishing, "P102");
        yield return No(Drafted, Publishing, "P107");
        yield return No(Submitted, Publishing, "P107");
        yield return No(Published, Publishing, "P108");

        // Whose work it is
        yield return No(Blank, Drafting with { By = Appraiser }, "P110");
        yield return No(Drafted, new Write(Publisher), "P110");
        yield return No(Drafted, Submitting with { By = Appraiser }, "P110");
        yield return No(Submitted, Appraising with { By = Author }, "P111");
        yield return No(Submitted, SendingBack with { By = Publisher }, "P111");
        yield return No(Appraised, Publishing with { By = Appraiser }, "P112");
        yield return No(Appraised, SendingBack with { By = Appraiser }, "P112");
        yield return No(Blank, Drafting with { By = Stranger }, "P113");
        yield return No(Drafted, new Write(Stranger), "P113");
        yield return No(Drafted, Submitting with { By = Stranger }, "P113");

        // Three different persons, in every round
        var shared = After(Drafted, new Write(Everything));
        yield return No(After(shared, Submitting), Appraising with { By = Everything }, "P114");
        yield return No(After(shared, Submitting), SendingBack with { By = Everything }, "P114");
        yield return No(After(After(shared, Submitting), Appraising), Publishing with { By = Everything }, "P114");
        yield return No(After(After(shared, Submitting), Appraising), SendingBack with { By = Everything }, "P114");
        var secondRound = After(After(After(shared, Submitting), SendingBack), Submitting);
        yield return No(secondRound, Appraising with { By = Everything }, "P114");
        var returnedByThem = After(Submitted, SendingBack with { By = Everything });
        yield return No(returnedByThem, new Write(Everything), "P115");
        yield return No(returnedByThem, Submitting with { By = Everything }, "P115");
        yield return No(After(Submitted, Appraising with { By = Everything }), Publishing with { By = Everything }, "P116");
        yield return No(After(Submitted, Appraising with { By = Everything }), SendingBack with { By = Everything }, "P116");
        yield return No(After(After(returnedByThem, Submitting), Appraising), Publishing with { By = Everything }, "P116");
        var declinedByThem = After(Appraised, SendingBack with { By = Everything });
        yield return No(declinedByThem, new Write(Everything), "P117");
        yield return No(After(declinedByThem, Submitting), Appraising with { By = Everything }, "P118");

        // What is submitted
        yield return No(Drafted, Submitting with { Procedure = null }, "P120");
        yield return No(Drafted, Submitting with { Name = "  " }, "P121");
        yield return No(Drafted, Submitting with { Findings = [Found("V101", Severity.Error)], Reasons = Reasons(("V101", "Chấp nhận")) }, "P122");
        yield return No(Drafted, Submitting with { Findings = [Found("V210", Severity.Warning)] }, "P123");
        yield return No(Drafted, Submitting with { Findings = [Found("V210", Severity.Warning)], Reasons = Reasons(("V210", " "), ("V211", "Khác")) }, "P123");

        // What is judged, and what becomes law
        yield return No(Submitted, SendingBack with { Reason = "" }, "P130");
        yield return No(Submitted, Appraising with { OpinionNumber = " " }, "P131");
        yield return No(Submitted, Appraising with { OpinionDate = default }, "P132");
        yield return No(Submitted, Appraising with { OpinionDate = Today.AddDays(1) }, "P133");
        yield return No(Appraised, Publishing with { Act = Act with { Number = "" } }, "P140");
        yield return No(Appraised, Publishing with { Act = Act with { SignedOn = default } }, "P141");
        yield return No(Appraised, Publishing with { Act = Act with { SignedOn = Today.AddDays(1), EffectiveFrom = Today.AddDays(1) } }, "P142");
        yield return No(Appraised, Publishing with { Act = Act with { Authority = "" } }, "P143");
        yield return No(Appraised, Publishing with { Act = Act with { EffectiveFrom = Today.AddDays(-1) } }, "P144");
        yield return No(Appraised, Publishing with { Act = Act with { SignedOn = Today.AddDays(-9), EffectiveFrom = Today.AddDays(-1) } }, "P145");
        var calling = After(After(Drafted, Submitting with { Calls = [Called('a')] }), Appraising);
        yield return No(calling, Publishing with { Calls = [Called('b')] }, "P146");
        yield return No(calling, Publishing, "P146");
    }

    [Test]
    public void Every_listed_refusal_is_reached_by_a_test_and_every_number_stands_once()
    {
        var reached = Noes().Select(no => (string)no.Arguments[2]!).ToHashSet();
        Assert.That(Refusals.All.Select(refusal => refusal.Code), Is.Unique.And.Ordered);
        Assert.That(Refusals.All.Select(refusal => refusal.Code), Is.EquivalentTo(reached));
    }

    [Test]
    public void What_is_published_calls_what_was_submitted()
    {
        var calling = After(After(Drafted, Submitting with { Calls = [Called('a')] }), Appraising);
        Assert.That(Happened(calling, Publishing with { Calls = [Called('a')] }).OfType<PublicationEvent.Published>().Single().Calls, Is.EqualTo(new[] { Called('a') }));
        Assert.That(After(calling, SendingBack with { By = Publisher }).Calls, Is.Null, "the next round is checked with what is in force then");
    }

    [Test]
    public void A_refusal_for_findings_names_each_of_them_once()
    {
        var no = WhyNot(Drafted, Submitting with { Findings = [Found("V203", Severity.Error), Found("V101", Severity.Error), Found("V101", Severity.Error)] });
        Assert.That(no.Message.Vi, Does.EndWith(": V101, V203."));
        Assert.That(no.Message.En, Does.EndWith(": V101, V203."));
    }

    [Test]
    public void Whatever_people_try_the_chairs_stay_apart_and_the_file_is_the_sum_of_its_acts() =>
        Prop.ForAll(Gen.Choose(0, 31).ListOf().ToArbitrary(), tries =>
        {
            var acts = new List<PublicationEvent>();
            var file = ProcessFile.Empty;
            foreach (var attempt in tries.Select(Attempt))
            {
                if (PublicationDecider.Decide(file, attempt, Now) is not Decision<PublicationEvent>.Accepted accepted) continue;
                acts.AddRange(accepted.Events);
                file = accepted.Events.Aggregate(file, (before, happened) => before.Apply(happened));
            }
            var replayed = ProcessFile.Replay(acts);
            return !file.Authors.Overlaps(file.Appraisers) && !file.Authors.Overlaps(file.Publishers) && !file.Appraisers.Overlaps(file.Publishers)
                && (file.Status is PublicationStatus.None or PublicationStatus.Draft) == (file.Hash is null)
                && (replayed.Status, replayed.Hash, replayed.Appraiser, replayed.Publisher, replayed.Act)
                    == (file.Status, file.Hash, file.Appraiser, file.Publisher, file.Act)
                && replayed.Authors.SetEquals(file.Authors) && replayed.Appraisers.SetEquals(file.Appraisers) && replayed.Publishers.SetEquals(file.Publishers);
        }).QuickCheckThrowOnFailure();

    private static PublicationCommand Attempt(int number)
    {
        Officer[] people = [Author, Appraiser, Publisher, Everything, SecondAppraiser];
        var by = people[number % people.Length];
        return (number / people.Length) switch
        {
            0 => Drafting with { By = by },
            1 => new Write(by),
            2 => Submitting with { By = by },
            3 => SendingBack with { By = by },
            4 => Appraising with { By = by },
            _ => Publishing with { By = by },
        };
    }

    private static TestCaseData No(ProcessFile file, PublicationCommand command, string code) =>
        new TestCaseData(file, command, code).SetArgDisplayNames(file.Status.ToString(), $"{command.GetType().Name} by {command.By.Id}", code);

    private static Officer Person(string id, AgencyCode agency, params Role[] roles) => new(new(id), id, agency, roles.ToHashSet(), []);

    private static PinnedCall Called(char version) => new(new(new("DC-01"), null), new(new string(version, 64)));

    private static Finding Found(string code, Severity severity) => new(code, severity, null, null, new("Điểm cần xem", "Worth a look"));

    private static Dictionary<string, string> Reasons(params (string Code, string Reason)[] reasons) => reasons.ToDictionary(reason => reason.Code, reason => reason.Reason);

    private static IReadOnlyList<PublicationEvent> Happened(ProcessFile file, PublicationCommand command) =>
        PublicationDecider.Decide(file, command, Now) switch
        {
            Decision<PublicationEvent>.Accepted accepted => accepted.Events,
            Decision<PublicationEvent>.Refused refused => throw new InvalidOperationException(refused.Reason.ToString()),
            _ => throw new InvalidOperationException(),
        };

    private static ProcessFile After(ProcessFile file, PublicationCommand command) =>
        Happened(file, command).Aggregate(file, (before, happened) => before.Apply(happened));

    private static Refusal WhyNot(ProcessFile file, PublicationCommand command) =>
        ((Decision<PublicationEvent>.Refused)PublicationDecider.Decide(file, command, Now)).Reason;
}
