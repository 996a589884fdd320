using System.Collections.Immutable;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;
using static TthcFlow.Engine.Publication.PublicationCommand;

namespace TthcFlow.Engine.Tests.Publication;

/// <summary>Whatever anybody tries, in whatever order: nothing becomes law that was not appraised, as it was appraised, by three different persons.</summary>
/// <remarks>What is right is read from the acts alone, not from the file that the decider itself looks at; and a decider with a planted bug must be found out.</remarks>
public sealed class PublicationPropertyTests
{
    private const int Plays = 300;
    private const int TriesInAPlay = 600;

    private static readonly AgencyCode Department = new("H35.05");
    private static readonly AgencyCode Body = new("H35.07");
    private static readonly AgencyCode Authority = new("H35");
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    // Accounts of every role: only competence and the chairs they already sat on can stop them.
    private static readonly Officer[] Cast =
    [
        Person("soan-1", Department), Person("soan-2", Department), Person("tham-dinh-1", Body), Person("tham-dinh-2", Body), Person("cong-bo-1", Authority), Person("cong-bo-2", Authority),
    ];

    private static readonly StepKey[] Steps = [new("B1"), new("B2"), new("B3")];
    private static readonly string[] Changes = ["step/B1", "step/B2"];

    /// <summary>Bugs planted on purpose: a check that does not find them would find nothing.</summary>
    public enum Bug
    {
        None,
        AuthorsForgotten,
        AppraisersForgotten,
        PublishersForgotten,
        CommentsForgotten,
        TicksForgotten,
        OpinionNotAskedFor,
        AnotherTextSigned,
        AnotherBodyLetIn,
        SignedTwice,
    }

    [Test]
    public void Nothing_becomes_law_but_what_was_appraised_by_other_hands_than_wrote_and_sign_it()
    {
        var published = 0;
        for (var play = 0; play < Plays * Campaign.Times; play++)
        {
            var acts = Play(new Random(Campaign.Seed + play), Bug.None);
            Assert.That(FaultIn(acts), Is.Null, $"play {play} from TTHCFLOW_SEED={Campaign.Seed}");
            published += acts.Exists(act => act is PublicationEvent.Published) ? 1 : 0;
        }
        Assert.That(published, Is.GreaterThan(Plays / 4), "enough plays come to a publication to mean something");
    }

    [Test]
    public void A_planted_bug_is_found([Values] Bug bug)
    {
        var found = Enumerable.Range(0, Plays).Any(play => FaultIn(Play(new Random(Campaign.Seed + play), bug)) is not null);
        Assert.That(found, Is.EqualTo(bug is not Bug.None));
    }

    private static List<PublicationEvent> Play(Random dice, Bug bug)
    {
        var (file, acts, text) = (ProcessFile.Empty, new List<PublicationEvent>(), 0);
        // Where anybody is let in, everybody of every body comes; else the rule stands.
        var competence = dice.Next(3) == 0 ? Competence.Open : new Competence(PublishingTrack.Public, Body, (Proposer)dice.Next(2), Authority, null);
        for (var tries = 0; tries < TriesInAPlay; tries++)
        {
            var command = Attempt(dice, competence, text, acts.Count);
            var seen = Seen(file, command, bug);
            var decided = PublicationDecider.Decide(seen, command, Now);
            if (command is Publish or Repeal) Assert.That(GoesThroughInADecision(seen, command), Is.EqualTo(decided is Decision<PublicationEvent>.Accepted), "one line of a decision is one act alone");
            if (decided is not Decision<PublicationEvent>.Accepted accepted) continue;
            if (command is Write) text++;
            foreach (var happened in accepted.Events)
            {
                acts.Add(happened is PublicationEvent.Published published && bug is Bug.AnotherTextSigned ? published with { Hash = Text(99) } : happened);
                file = file.Apply(happened);
            }
        }
        return acts;
    }

    /// <summary>Whether the same act goes through as the only line of a signed decision.</summary>
    private static bool GoesThroughInADecision(ProcessFile file, PublicationCommand command)
    {
        var (line, act) = command switch
        {
            Publish publish => (new DecidedLine(DecisionAct.Approve, "one"), publish.Act),
            Repeal repeal => (new DecidedLine(DecisionAct.Abolish, null) { Ends = ["one"] }, repeal.Act),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };
        var decision = DecisionFile.Empty.Apply(new DecisionFileEvent.Begun(Now, command.By.Id, command.By.Agency))
            .Apply(new DecisionFileEvent.Composed(Now, command.By.Id, new("Phê duyệt quy trình", "CHỦ TỊCH", "Nguyễn Văn A") { Lines = [line] }));
        return DecisionFileDecider.Decide(decision, new DecisionFileCommand.Sign(command.By, act, Today, new Dictionary<string, DecidedFile> { ["one"] = new(file) }), Now)
            is Decision<DecisionFileEvent>.Accepted;
    }

    /// <summary>The file as a decider with a bug sees it.</summary>
    private static ProcessFile Seen(ProcessFile file, PublicationCommand command, Bug bug) => bug switch
    {
        Bug.AuthorsForgotten => file with { Authors = file.Authors.Clear() },
        Bug.AppraisersForgotten => file with { Appraisers = file.Appraisers.Clear() },
        Bug.PublishersForgotten => file with { Publishers = file.Publishers.Clear() },
        Bug.CommentsForgotten when command is Submit or Appraise => file with { Comments = [] },
        Bug.TicksForgotten when command is Appraise => file with { Ticked = [.. Changes] },
        Bug.OpinionNotAskedFor when command is Publish && file.Status is PublicationStatus.Submitted or PublicationStatus.UnderAppraisal => file with { Status = PublicationStatus.Proposed },
        Bug.AnotherBodyLetIn => file with { Competence = Competence.Open },
        Bug.SignedTwice when command is Publish && file.Status is PublicationStatus.Published => file with { Status = PublicationStatus.Proposed },
        _ => file,
    };

    private static PublicationCommand Attempt(Random dice, Competence competence, int text, int acts)
    {
        var act = dice.Next(26);
        // Mostly those whose work it is, and often enough anybody.
        var by = dice.Next(4) == 0 ? Cast[dice.Next(Cast.Length)] : Cast[dice.Next(2) + act switch { <= 4 or 11 or 12 or 21 or 22 or 25 => 0, 23 or 24 => 4, _ => 2 }];
        var number = 1 + dice.Next(3);
        return act switch
        {
            0 => new Draft(by, by.Agency!, new("1.013225"), null, "Cấp giấy phép xây dựng"),
            1 or 2 => new Write(by),
            3 or 4 => new Submit(by, Text(text), new("1.013225"), null, "Cấp giấy phép xây dựng", [], new Dictionary<string, string>()) { Competence = competence },
            5 => new Return(Cast[dice.Next(Cast.Length)], "Thiếu căn cứ"),
            6 or 7 => new AcceptForAppraisal(by, $"{acts}/TN"),
            8 or 9 => new AssignAppraiser(by, dice.Next(6) == 0 ? Cast[dice.Next(Cast.Length)] : Cast[2 + dice.Next(2)], "Bận việc"),
            10 when dice.Next(4) == 0 => new AddComment(by, 1, Steps.ToHashSet(), Steps[dice.Next(Steps.Length)], null, (CommentWeight)dice.Next(2), "Ghi rõ"),
            11 or 12 => new AnswerComment(by, number, dice.Next(2) == 0, "Đã sửa"),
            13 or 14 => new ResolveComment(by, number),
            15 when dice.Next(4) == 0 => new ReopenComment(by, number, "Chưa thấy"),
            16 or 17 => new TickChanges(by, dice.Next(3) == 0 ? [Changes[0]] : Changes, Changes),
            18 when dice.Next(3) == 0 => new Appraise(by, "12/KHCN", Today, "Chưa đạt") { Opinion = (Opinion)(1 + dice.Next(2)), Changes = Changes },
            19 or 20 => new Appraise(by, "12/KHCN", Today, null) { Changes = Changes },
            21 or 22 => new Propose(by, "20/TTr", Today),
            10 or 15 or 18 or 23 or 24 when dice.Next(2) == 0 => new Publish(by, new("575/QĐ-UBND", Today, "UBND tỉnh", Today), Today),
            _ => dice.Next(150) == 0 ? new Withdraw(by, "Không cần nữa") : new Repeal(by, new("600/QĐ-UBND", Today, "UBND tỉnh", Today.AddDays(1)), Today),
        };
    }

    /// <summary>What no reader of the journal should ever find; null when all is well.</summary>
    private static string? FaultIn(IReadOnlyList<PublicationEvent> acts)
    {
        var (authors, appraisers, publishers) = (new HashSet<OfficerId>(), new HashSet<OfficerId>(), new HashSet<OfficerId>());
        ContentHash? submitted = null, appraised = null, proposed = null;
        ContentHash? law = null;
        var isAccepted = false;
        var open = new Dictionary<int, (bool Must, bool Answered)>();
        var ticked = ImmutableHashSet<string>.Empty;
        var competence = Competence.Open;
        foreach (var (at, act) in acts.Index())
        {
            var chair = act switch
            {
                PublicationEvent.Drafted or PublicationEvent.AuthorJoined or PublicationEvent.Submitted or PublicationEvent.CommentAnswered or PublicationEvent.Withdrawn
                    or PublicationEvent.Proposed { Proposer: Proposer.Author } => authors,
                PublicationEvent.Published or PublicationEvent.Repealed => publishers,
                PublicationEvent.Returned => proposed is null ? appraisers : publishers,
                _ => appraisers,
            };
            chair.Add(act.By);
            if (act is PublicationEvent.AppraiserAssigned { Appraiser: var assigned }) appraisers.Add(assigned);
            if (authors.Overlaps(appraisers) || authors.Overlaps(publishers) || appraisers.Overlaps(publishers)) return $"act {at + 1} puts one person on two chairs";
            var agency = Cast.Single(person => person.Id == act.By).Agency;
            if (ReferenceEquals(chair, appraisers) && competence.Appraises is { } body && agency != body) return $"act {at + 1} is another body's";
            if (ReferenceEquals(chair, publishers) && competence.Publishes is { } authority && agency != authority) return $"act {at + 1} is another authority's";
            switch (act)
            {
                case PublicationEvent.Submitted e:
                    if (law is not null) return $"act {at + 1} goes on with what is law";
                    if (open.Values.Any(comment => comment is { Must: true, Answered: false })) return $"act {at + 1} leaves a comment without an answer";
                    (submitted, appraised, proposed, ticked, competence) = (e.Hash, null, null, [], e.Competence!);
                    break;
                case PublicationEvent.AcceptedForAppraisal:
                    isAccepted = true;
                    break;
                case PublicationEvent.CommentMade e:
                    open[e.Number] = (e.Weight is CommentWeight.MustComplete, false);
                    break;
                case PublicationEvent.CommentAnswered e:
                    open[e.Number] = (open[e.Number].Must, true);
                    break;
                case PublicationEvent.CommentReopened e:
                    open[e.Number] = (acts.OfType<PublicationEvent.CommentMade>().Single(made => made.Number == e.Number).Weight is CommentWeight.MustComplete, false);
                    break;
                case PublicationEvent.CommentResolved e:
                    open.Remove(e.Number);
                    break;
                case PublicationEvent.ChangesTicked e:
                    ticked = [.. e.Items];
                    break;
                case PublicationEvent.Appraised e:
                    if (!isAccepted || e.Hash != submitted) return $"act {at + 1} appraises what was not submitted and accepted";
                    if (open.Values.Any(comment => comment.Must)) return $"act {at + 1} finds fit what is not completed";
                    if (!ticked.SetEquals(Changes)) return $"act {at + 1} finds fit what was not looked at";
                    appraised = e.Hash;
                    break;
                case PublicationEvent.Proposed e:
                    if (e.Hash != appraised) return $"act {at + 1} proposes what was not appraised";
                    proposed = e.Hash;
                    break;
                case PublicationEvent.Published e:
                    if (law is not null) return $"act {at + 1} publishes a second time";
                    if (e.Hash != appraised || e.Hash != proposed) return $"act {at + 1} publishes what was not appraised";
                    law = e.Hash;
                    break;
                case PublicationEvent.Returned or PublicationEvent.RevisionRequired:
                    (submitted, appraised, proposed) = (null, null, null);
                    break;
                case PublicationEvent.Repealed e when e.Hash != law:
                    return $"act {at + 1} repeals what is not law";
            }
        }
        return null;
    }

    private static ContentHash Text(int text) => new(text.ToString("x64", System.Globalization.CultureInfo.InvariantCulture));

    private static Officer Person(string id, AgencyCode agency) => new(new(id), id, agency, new HashSet<Role> { Role.Author, Role.Appraiser, Role.Publisher }, []);
}
