using TthcFlow.Engine.Catalogue;
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
    private static readonly AcceptForAppraisal Accepting = new(Appraiser, "45/TN");
    private static readonly AssignAppraiser Assigning = new(Appraiser, Appraiser, null);
    private static readonly AddComment Commenting = new(SecondAppraiser, 3, new HashSet<StepKey> { new("B1"), new("B2") }, new("B2"), null, CommentWeight.MustComplete, "Ghi rõ căn cứ");
    private static readonly AnswerComment Answering = new(Author, 1, true, "Đã bổ sung Điều 4");
    private static readonly ResolveComment Resolving = new(Appraiser, 1);
    private static readonly ReopenComment Reopening = new(Appraiser, 1, "Chưa thấy trong bản mới");
    private static readonly TickChanges Ticking = new(Appraiser, ["step/B2"], ["header/issueNumber", "step/B2"]);
    private static readonly Appraise Sending = Appraising with { Opinion = Opinion.FitOnceCompleted, Note = "Hoàn thiện theo góp ý" };
    private static readonly Propose Proposing = new(Author, "20/TTr-SXD", Today);
    private static readonly Withdraw Withdrawing = new(Author, "Luật mới sắp có hiệu lực");
    private static readonly Repeal Repealing = new(Publisher, Act with { Number = "600/QĐ-UBND", EffectiveFrom = Today.AddDays(30) }, Today);

    private static readonly ProcessFile Blank = ProcessFile.Empty;
    private static readonly ProcessFile Drafted = After(Blank, Drafting);
    private static readonly ProcessFile Submitted = After(Drafted, Submitting);
    private static readonly ProcessFile Accepted = After(Submitted, Accepting);
    private static readonly ProcessFile Examined = After(Accepted, Assigning);
    private static readonly ProcessFile Asked = After(Examined, Commenting);
    private static readonly ProcessFile Revising = After(Asked, Sending);
    private static readonly ProcessFile Appraised = After(Examined, Appraising);
    private static readonly ProcessFile Proposed = After(Appraised, Proposing);
    private static readonly ProcessFile Published = After(Proposed, Publishing);
    private static readonly ProcessFile Withdrawn = After(Proposed, Withdrawing);

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
        var appraised = Happened(Examined, Appraising).OfType<PublicationEvent.Appraised>().Single();
        var published = Happened(Proposed, Publishing).OfType<PublicationEvent.Published>().Single();
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
    public void A_text_sent_back_for_missing_papers_is_a_draft_again_and_can_go_the_whole_way_afterwards()
    {
        var back = After(Submitted, SendingBack);
        Assert.That((back.Status, back.Hash, back.Receipt), Is.EqualTo((PublicationStatus.Draft, (ContentHash?)null, (string?)null)));

        var better = new ContentHash(new string('b', 64));
        var published = After(back, new Write(Author), Submitting with { Hash = better }, Accepting, Assigning, Appraising, Proposing, Publishing);
        Assert.That((published.Hash, published.Round), Is.EqualTo((better, 2)));
    }

    [Test]
    public void The_publisher_can_send_a_proposed_text_back_and_its_opinion_is_gone()
    {
        var back = After(Proposed, SendingBack with { By = Publisher });
        Assert.That((back.Status, back.Appraiser, back.Proposal), Is.EqualTo((PublicationStatus.Revising, (OfficerId?)null, (NumberedPaper?)null)));
        Assert.That(WhyNot(After(back, Submitting), Publishing), Is.EqualTo(Refusals.NotAppraised));
        Assert.That(After(back, Submitting, Appraising, Proposing, Publishing).Status, Is.EqualTo(PublicationStatus.Published));
    }

    [Test]
    public void A_round_of_completion_answers_every_comment_and_comes_back_to_the_same_appraiser()
    {
        Assert.That((Revising.Status, Revising.Opinion, Revising.Hash), Is.EqualTo((PublicationStatus.Revising, (Opinion?)Opinion.FitOnceCompleted, (ContentHash?)null)));
        Assert.That(WhyNot(Revising, Submitting).Message.Vi, Does.EndWith("số 1."));

        var second = After(Revising, new Write(Author), Answering, Submitting);
        Assert.That((second.Status, second.Round, second.Assigned), Is.EqualTo((PublicationStatus.UnderAppraisal, 2, (OfficerId?)Appraiser.Id)), "no second receipt is needed");
        Assert.That(WhyNot(second, Appraising).Message.Vi, Does.EndWith("số 1."), "answered is not settled");

        var comment = After(second, Resolving).Comments.Single();
        Assert.That((comment.State, comment.Round, comment.Revision), Is.EqualTo((CommentStanding.Resolved, 1, 3)));
        Assert.That(comment.Turns.Select(turn => turn.Kind), Is.EqualTo(new[] { CommentTurnKind.TakenUp, CommentTurnKind.Resolved }));
        Assert.That(After(second, Resolving, Appraising).Status, Is.EqualTo(PublicationStatus.Appraised));
    }

    [Test]
    public void A_comment_taken_up_again_must_be_answered_again()
    {
        var third = After(Revising, Answering, Submitting, Reopening, Sending);
        Assert.That(WhyNot(third, Submitting).Code, Is.EqualTo("P124"));
        Assert.That(After(third, Answering with { TakenUp = false }, Submitting).Round, Is.EqualTo(3));
    }

    [Test]
    public void A_remark_needs_no_answer_and_stops_nobody() =>
        Assert.That(After(Examined, Commenting with { Weight = CommentWeight.Remark }, Appraising).Status, Is.EqualTo(PublicationStatus.Appraised));

    [Test]
    public void Fit_is_said_once_every_change_was_ticked_and_each_round_ticks_anew()
    {
        var changed = Appraising with { Changes = Ticking.Changes };
        var half = After(Examined, Ticking);
        Assert.That(WhyNot(half, changed).Message.Vi, Does.Contain("còn 1 điểm thay đổi"));
        Assert.That(After(half, Ticking with { Items = Ticking.Changes }, changed).Status, Is.EqualTo(PublicationStatus.Appraised));
        Assert.That(After(half, Sending, Submitting).Ticked, Is.Empty);
        Assert.That(Happened(half, Ticking), Is.Empty, "ticking the same again is nothing new");
    }

    [Test]
    public void The_appraisal_changes_hands_with_a_reason_and_the_first_hand_gives_no_opinion_any_more()
    {
        var handed = After(Examined, Assigning with { Appraiser = SecondAppraiser, Reason = "Nghỉ phép" });
        Assert.That(handed.Assigned, Is.EqualTo(SecondAppraiser.Id));
        Assert.That(WhyNot(handed, Appraising), Is.EqualTo(Refusals.AnotherIsAssigned));
        Assert.That(After(handed, Appraising with { By = SecondAppraiser }).Appraiser, Is.EqualTo(SecondAppraiser.Id));
    }

    [Test]
    public void Where_the_rule_says_so_the_appraising_body_proposes_and_its_hand_may_not_sign()
    {
        var byBody = After(Drafted, Submitting with { Competence = new(PublishingTrack.Public, Appraiser.Agency, Proposer.Appraiser, Publisher.Agency, null) }, Accepting, Assigning, Appraising);
        Assert.That(WhyNot(byBody, Proposing), Is.EqualTo(Refusals.NotAppraiser));
        Assert.That(After(byBody, Proposing with { By = SecondAppraiser }).Appraisers, Does.Contain(SecondAppraiser.Id.Value));
    }

    [Test]
    public void A_repealed_version_keeps_its_decision_and_ends_on_the_day_of_the_other()
    {
        var repealed = After(Published, Repealing);
        Assert.That((repealed.Status, repealed.Act, repealed.Repeal), Is.EqualTo((PublicationStatus.Published, Act, Repealing.Act)));
    }

    [Test]
    public void Acts_from_before_there_were_rounds_replay_to_where_they_led()
    {
        var earlier = new PublicationEvent[]
        {
            new PublicationEvent.Drafted(Now, Author.Id, Construction, Procedure, null, "Cấp giấy phép xây dựng"),
            new PublicationEvent.Submitted(Now, Author.Id, Text, Procedure, null, "Cấp giấy phép xây dựng"),
            new PublicationEvent.Appraised(Now, Appraiser.Id, Text, "12/KHCN-TĐC", Today, null),
        };
        var appraised = ProcessFile.Replay(earlier);
        Assert.That((appraised.Status, appraised.Round, appraised.Receipt), Is.EqualTo((PublicationStatus.Appraised, 1, (string?)null)));
        Assert.That(After(appraised, Proposing, Publishing).Status, Is.EqualTo(PublicationStatus.Published), "it goes on from there");

        var returned = ProcessFile.Replay([.. earlier, new PublicationEvent.Returned(Now, Publisher.Id, "Bổ sung")]);
        Assert.That((returned.Status, returned.Publishers), Is.EqualTo((PublicationStatus.Draft, new[] { "congbo" })));
        Assert.That(ProcessFile.Replay([.. earlier, new PublicationEvent.Published(Now, Publisher.Id, Text, Act)]).Status, Is.EqualTo(PublicationStatus.Published));
    }

    [Test]
    public void A_warning_with_a_written_reason_does_not_block()
    {
        var submitted = After(Drafted, Submitting with { Findings = [Found("V210", Severity.Warning), Found("V601", Severity.Info)], Reasons = Reasons(("V210", "Theo số liệu công bố")) });
        Assert.That(submitted.Status, Is.EqualTo(PublicationStatus.Submitted));
    }

    [Test]
    public void A_decision_may_take_effect_on_the_very_day_it_is_signed_and_published() =>
        Assert.That(After(Proposed, Publishing with { Act = Act with { SignedOn = Today, EffectiveFrom = Today } }).Act!.EffectiveFrom, Is.EqualTo(Today));

    [Test]
    public void An_opinion_of_today_is_judged_by_the_day_in_Vietnam()
    {
        var shortlyAfterMidnight = new DateTimeOffset(2026, 3, 1, 17, 30, 0, TimeSpan.Zero); // Mon 2 March, 00:30 in Vietnam
        Assert.That(PublicationDecider.Decide(Examined, Appraising, shortlyAfterMidnight), Is.TypeOf<Decision<PublicationEvent>.Accepted>());
        Assert.That(PublicationDecider.Decide(Examined, Appraising, shortlyAfterMidnight.AddHours(-1)), Is.TypeOf<Decision<PublicationEvent>.Refused>());
    }

    [TestCaseSource(nameof(Noes))]
    public void The_law_says_no(ProcessFile file, PublicationCommand command, string code) =>
        Assert.That(WhyNot(file, command).Code, Is.EqualTo(code));

    private static IEnumerable<TestCaseData> Noes()
    {
        // Where the file stands, act by act
        ProcessFile[] underWay = [Drafted, Submitted, Accepted, Revising, Appraised, Proposed];
        foreach (var file in underWay.Append(Published).Append(Withdrawn)) yield return No(file, Drafting, "P101");
        PublicationCommand[] acts =
            [new Write(Author), Submitting, SendingBack, Accepting, Assigning, Commenting, Answering, Resolving, Reopening, Ticking, Appraising, Proposing, Publishing, Withdrawing];
        foreach (var act in acts)
        {
            yield return No(Blank, act, "P102");
            yield return No(Published, act, "P108");
            yield return No(Withdrawn, act, "P109");
        }
        yield return No(Submitted, new Write(Author), "P103");
        yield return No(Proposed, new Write(Author), "P103");
        yield return No(Accepted, Answering, "P103");
        yield return No(Submitted, Submitting, "P104");
        yield return No(Examined, Submitting, "P104");
        yield return No(Appraised, Submitting, "P104");
        foreach (var act in new PublicationCommand[] { SendingBack, Accepting, Assigning, Commenting, Resolving, Reopening, Ticking, Appraising })
        {
            yield return No(Drafted, act, "P105");
            yield return No(Revising, act, "P105");
        }
        foreach (var act in new PublicationCommand[] { Assigning, Commenting, Resolving, Reopening, Ticking, Appraising })
        {
            yield return No(Submitted, act, "P134");
            yield return No(Appraised, act, "P106");
            yield return No(Proposed, act, "P106");
        }
        yield return No(Accepted, SendingBack, "P135");
        yield return No(Accepted, Accepting, "P135");
        yield return No(Appraised, SendingBack with { By = Publisher }, "P148");
        yield return No(Drafted, Publishing, "P107");
        yield return No(Submitted, Publishing, "P107");
        yield return No(Examined, Publishing, "P107");
        yield return No(Appraised, Publishing, "P148");
        yield return No(Examined, Proposing, "P107");
        yield return No(Proposed, Proposing, "P149");
        yield return No(Accepted, Appraising, "P137");
        yield return No(Examined, Appraising with { By = SecondAppraiser }, "P138");
        yield return No(Examined, Ticking with { By = SecondAppraiser }, "P138");

        // Whose work it is
        yield return No(Blank, Drafting with { By = Appraiser }, "P110");
        yield return No(Drafted, new Write(Publisher), "P110");
        yield return No(Drafted, Submitting with { By = Appraiser }, "P110");
        yield return No(Appraised, Proposing with { By = Publisher }, "P110");
        yield return No(Submitted, Withdrawing with { By = Appraiser }, "P110");
        foreach (var act in new PublicationCommand[] { Accepting with { By = Author }, Assigning with { By = Author }, Commenting with { By = Author }, Resolving with { By = Author }, Appraising with { By = Author }, SendingBack with { By = Publisher } })
            yield return No(Submitted, act, "P111");
        yield return No(Appraised, Publishing with { By = Appraiser }, "P112");
        yield return No(Proposed, SendingBack with { By = Appraiser }, "P112");
        yield return No(Published, Repealing with { By = Appraiser }, "P112");
        yield return No(Blank, Drafting with { By = Stranger }, "P113");
        foreach (var act in new PublicationCommand[] { new Write(Stranger), Submitting with { By = Stranger }, Withdrawing with { By = Stranger } }) yield return No(Drafted, act, "P113");
        yield return No(Appraised, Proposing with { By = Stranger }, "P113");
        yield return No(Revising, Answering with { By = Stranger }, "P113");

        // Three different persons, in every round
        var shared = After(Drafted, new Write(Everything));
        var sharedAtAppraisal = After(shared, Submitting, Accepting, Assigning);
        var sharedProposed = After(sharedAtAppraisal, Appraising, Proposing);
        foreach (var act in new PublicationCommand[] { Accepting with { By = Everything }, SendingBack with { By = Everything } }) yield return No(After(shared, Submitting), act, "P114");
        foreach (var act in new PublicationCommand[] { Assigning with { By = Everything }, Commenting with { By = Everything }, Appraising with { By = Everything } }) yield return No(sharedAtAppraisal, act, "P114");
        yield return No(sharedProposed, Publishing with { By = Everything }, "P114");
        yield return No(sharedProposed, SendingBack with { By = Everything }, "P114");
        yield return No(After(sharedProposed, Publishing), Repealing with { By = Everything }, "P114");
        yield return No(After(shared, Submitting, SendingBack, Submitting), Accepting with { By = Everything }, "P114");
        yield return No(After(Appraised, Proposing with { By = Everything }), Publishing with { By = Everything }, "P114");
        var returnedByThem = After(Submitted, SendingBack with { By = Everything });
        yield return No(returnedByThem, new Write(Everything), "P115");
        yield return No(returnedByThem, Submitting with { By = Everything }, "P115");
        yield return No(After(Submitted, Accepting with { By = Everything }, Assigning, Sending), new Write(Everything), "P115");
        yield return No(After(Examined, Commenting with { By = Everything }, Sending), Answering with { By = Everything }, "P115");
        yield return No(After(Accepted, Assigning with { Appraiser = Everything }, Assigning with { Reason = "Nghỉ" }, Appraising), Proposing with { By = Everything }, "P115");
        yield return No(After(Examined, Commenting with { By = Everything, Weight = CommentWeight.Remark }, Appraising, Proposing), Publishing with { By = Everything }, "P116");
        yield return No(After(Submitted, Accepting with { By = Everything }, Assigning, Appraising, Proposing), SendingBack with { By = Everything }, "P116");
        var declinedByThem = After(Proposed, SendingBack with { By = Everything });
        yield return No(declinedByThem, new Write(Everything), "P117");
        yield return No(declinedByThem, Withdrawing with { By = Everything }, "P117");
        yield return No(After(declinedByThem, Submitting), Commenting with { By = Everything }, "P118");

        // Whose competence it is
        var ruled = After(Drafted, Submitting with { Competence = new(PublishingTrack.Public, Appraiser.Agency, Proposer.Author, Publisher.Agency, "Ủy ban nhân dân tỉnh") });
        yield return No(ruled, Accepting with { By = Everything }, "P119");
        yield return No(ruled, SendingBack with { By = Everything }, "P119");
        yield return No(After(ruled, Accepting), Commenting with { By = Everything }, "P119");
        yield return No(After(ruled, Accepting), Assigning with { Appraiser = Everything }, "P150");
        var ruledProposed = After(ruled, Accepting, Assigning, Appraising, Proposing);
        yield return No(ruledProposed, Publishing with { By = Everything }, "P147");
        yield return No(ruledProposed, SendingBack with { By = Everything }, "P147");
        yield return No(After(ruledProposed, Publishing), Repealing with { By = Everything }, "P147");

        // What is submitted
        yield return No(Drafted, Submitting with { Procedure = null }, "P120");
        yield return No(Drafted, Submitting with { Name = "  " }, "P121");
        yield return No(Drafted, Submitting with { Findings = [Found("V101", Severity.Error)], Reasons = Reasons(("V101", "Chấp nhận")) }, "P122");
        yield return No(Drafted, Submitting with { Findings = [Found("V210", Severity.Warning)] }, "P123");
        yield return No(Drafted, Submitting with { Findings = [Found("V210", Severity.Warning)], Reasons = Reasons(("V210", " "), ("V211", "Khác")) }, "P123");

        yield return No(Revising, Submitting, "P124");

        // What is judged, and what becomes law
        yield return No(Submitted, SendingBack with { Reason = "" }, "P130");
        yield return No(Examined, Appraising with { OpinionNumber = " " }, "P131");
        yield return No(Examined, Appraising with { OpinionDate = default }, "P132");
        yield return No(Examined, Appraising with { OpinionDate = Today.AddDays(1) }, "P133");
        yield return No(Proposed, Publishing with { Act = Act with { Number = "" } }, "P140");
        yield return No(Proposed, Publishing with { Act = Act with { SignedOn = default } }, "P141");
        yield return No(Proposed, Publishing with { Act = Act with { SignedOn = Today.AddDays(1), EffectiveFrom = Today.AddDays(1) } }, "P142");
        yield return No(Proposed, Publishing with { Act = Act with { Authority = "" } }, "P143");
        yield return No(Proposed, Publishing with { Act = Act with { EffectiveFrom = Today.AddDays(-1) } }, "P144");
        yield return No(Proposed, Publishing with { Act = Act with { SignedOn = Today.AddDays(-9), EffectiveFrom = Today.AddDays(-1) } }, "P145");
        var calling = After(Drafted, Submitting with { Calls = [Called('a')] }, Accepting, Assigning, Appraising, Proposing);
        yield return No(calling, Publishing with { Calls = [Called('b')] }, "P146");
        yield return No(calling, Publishing, "P146");
        yield return No(Submitted, Accepting with { Receipt = " " }, "P136");

        // Who appraises, and what is asked of the authors
        yield return No(Accepted, Assigning with { Appraiser = null }, "P150");
        yield return No(Accepted, Assigning with { Appraiser = Colleague }, "P150");
        yield return No(After(shared, Submitting, Accepting), Assigning with { Appraiser = Everything }, "P151");
        yield return No(Examined, Assigning with { Appraiser = SecondAppraiser, Reason = " " }, "P152");
        yield return No(Examined, Commenting with { Step = new("B9") }, "P153");
        yield return No(Examined, Commenting with { Field = "fees" }, "P153");
        yield return No(Examined, Commenting with { Step = null, Field = "mau-sac" }, "P154");
        yield return No(Examined, Commenting with { Text = " " }, "P155");
        yield return No(Asked, Resolving with { Number = 2 }, "P156");
        yield return No(Asked, Reopening with { Number = 0 }, "P156");
        yield return No(Revising, Answering with { Number = 2 }, "P156");
        yield return No(After(Asked, Resolving), Resolving, "P157");
        yield return No(After(Asked, Resolving, Sending), Answering, "P157");
        yield return No(Asked, Reopening, "P158");
        yield return No(Asked, Resolving with { By = Everything }, "P159");
        yield return No(After(Asked, Resolving), Reopening with { By = Everything }, "P159");
        yield return No(Revising, Answering with { Text = "" }, "P160");
        yield return No(After(Asked, Resolving), Reopening with { Text = " " }, "P161");
        yield return No(Asked, Appraising, "P162");
        yield return No(Examined, Ticking with { Items = ["step/B9"] }, "P163");
        yield return No(Examined, Appraising with { Changes = ["step/B2"] }, "P164");
        yield return No(Examined, Sending with { Note = " " }, "P165");
        yield return No(Examined, Sending with { Opinion = Opinion.Unfit, Note = null }, "P165");
        foreach (var (file, act) in TooLong()) yield return No(file, act, "P166");

        // What is proposed, withdrawn, repealed
        yield return No(Appraised, Proposing with { Number = "" }, "P170");
        yield return No(Appraised, Proposing with { Date = default }, "P171");
        yield return No(Appraised, Proposing with { Date = Today.AddDays(1) }, "P172");
        yield return No(Submitted, Withdrawing with { Reason = " " }, "P173");
        yield return No(Proposed, Repealing, "P174");
        yield return No(After(Published, Repealing), Repealing, "P175");
        yield return No(Published, Repealing with { Act = Repealing.Act with { Number = "" } }, "P140");
        yield return No(Published, Repealing with { Act = Repealing.Act with { SignedOn = Today.AddDays(-9), EffectiveFrom = Today.AddDays(-1) } }, "P145");
        yield return No(Published, Repealing with { Until = Today.AddDays(30) }, "P176");
        yield return No(After(Proposed, Publishing with { Act = Act with { EffectiveFrom = Today.AddDays(60) } }), Repealing, "P176");
    }

    /// <summary>One letter more than any form takes; an end of line, which browsers send as two, is one letter.</summary>
    private static IEnumerable<(ProcessFile File, PublicationCommand Act)> TooLong()
    {
        var (text, reason) = (new string('ữ', PublicationDecider.LongestText + 1), new string('ữ', PublicationDecider.LongestReason + 1));
        yield return (Examined, Commenting with { Text = text });
        yield return (Revising, Answering with { Text = text });
        yield return (After(Asked, Resolving), Reopening with { Text = text });
        yield return (Submitted, SendingBack with { Reason = reason });
        yield return (Examined, Assigning with { Appraiser = SecondAppraiser, Reason = reason });
        yield return (Examined, Sending with { Note = reason });
        yield return (Examined, Appraising with { Note = reason });
        yield return (Submitted, Withdrawing with { Reason = reason });
    }

    [Test]
    public void A_comment_as_long_as_its_form_allows_is_taken_with_the_ends_of_lines_that_browsers_send()
    {
        var lines = string.Join("\r\n", Enumerable.Repeat(new string('ữ', 99), 40)); // 3,999 letters in the form
        Assert.That(Happened(Examined, Commenting with { Text = $"{lines}ữ" }).OfType<PublicationEvent.CommentMade>().Single().Text, Is.EqualTo($"{lines}ữ"));
        Assert.That(WhyNot(Examined, Commenting with { Text = $"{lines}ữữ" }).Code, Is.EqualTo("P166"));
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
        var calling = After(Drafted, Submitting with { Calls = [Called('a')] }, Accepting, Assigning, Appraising, Proposing);
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

    private static TestCaseData No(ProcessFile file, PublicationCommand command, string code) =>
        new TestCaseData(file, command, code).SetArgDisplayNames($"{file.Status} {file.Round}.{file.Comments.Count}", $"{command.GetType().Name} by {command.By.Id}", code);

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

    private static ProcessFile After(ProcessFile file, params PublicationCommand[] commands) =>
        commands.Aggregate(file, (before, command) => Happened(before, command).Aggregate(before, (state, happened) => state.Apply(happened)));

    private static Refusal WhyNot(ProcessFile file, PublicationCommand command) =>
        ((Decision<PublicationEvent>.Refused)PublicationDecider.Decide(file, command, Now)).Reason;
}
