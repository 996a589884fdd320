using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Samples;

/// <summary>What the checks say of the samples and of the land cases: which go to publication, and what the others are held up by.</summary>
public sealed class SampleVerdictTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero); // 09:00 in Vietnam

    private static readonly Officer Author = Person("tacgia", Role.Author);
    private static readonly Officer Appraiser = Person("thamdinh", Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", Role.Publisher);

    [TestCase("A", 3360, 3360)]
    [TestCase("B", 1440, 1440)]
    [TestCase("C", 7200, 7200)]
    [TestCase("D1", 11040, 11040)]
    [TestCase("D2", 4080, 4800)]
    [TestCase("E", 7200, 7200)]
    [TestCase("F", 480, 480)]
    public void A_sample_is_sound_in_time_and_every_warning_is_answered(string letter, int longest, int limit)
    {
        var process = Sample.ProcessOf(Sample.Named(letter));
        var report = Check(process);

        Assert.That(report.Findings.Where(finding => finding.Severity is Severity.Error), Is.Empty);
        Assert.That(report.Sound, Is.EqualTo(Verdict.Yes));
        Assert.That(report.LongestMinutes, Is.EqualTo(longest));
        Assert.That(report.LimitMinutes, Is.EqualTo(limit));
        var raised = report.Findings.Where(finding => finding.Severity is Severity.Warning).Select(finding => finding.Code).Distinct();
        Assert.That(process.Header.Reasons.Keys, Is.EquivalentTo(raised), "a reason for every warning, and none for what was never raised");
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.Processes))]
    public void A_sample_goes_the_whole_way_to_publication(string name)
    {
        var document = Sample.DocumentOf(name);
        var process = ProcessDefinition.Compile(document);
        var (header, agency) = (process.Header, Author.Agency!);

        var file = ProcessFile.Empty;
        PublicationCommand[] acts =
        [
            new PublicationCommand.Draft(Author, agency, header.Procedure, header.Case, document.Name),
            new PublicationCommand.Submit(Author, document.Hash, header.Procedure, header.Case, document.Name, Check(process).Findings, header.Reasons),
            new PublicationCommand.AcceptForAppraisal(Appraiser, "45/TN"),
            new PublicationCommand.AssignAppraiser(Appraiser, Appraiser, null),
            new PublicationCommand.Appraise(Appraiser, "12/KHCN-TĐC", Today, null),
            new PublicationCommand.Propose(Author, "20/TTr", Today),
            new PublicationCommand.Publish(Publisher, new LegalAct("575/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Today), Today),
        ];
        foreach (var act in acts)
        {
            var decision = PublicationDecider.Decide(file, act, Now);
            Assert.That(decision, Is.TypeOf<Decision<PublicationEvent>.Accepted>(), $"{act.GetType().Name}: {decision}");
            file = ((Decision<PublicationEvent>.Accepted)decision).Events.Aggregate(file, (before, happened) => before.Apply(happened));
        }
        Assert.That(file.Status, Is.EqualTo(PublicationStatus.Published));
        Assert.That(file.Hash, Is.EqualTo(process.Hash));
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.Processes))]
    public void A_sample_ends_on_every_branch(string name)
    {
        var process = Sample.ProcessOf(name);
        var rehearsal = Rehearsal.Of(process, Sample.Calendars, Now);

        Assert.That(rehearsal.Runs.Where(run => !run.HasEnded).Select(run => $"{string.Join(' ', run.Path)}: {run.StuckOn}"), Is.Empty);
        Assert.That(rehearsal.EveryRunEnds, Is.True);
        Assert.That(rehearsal.NotTaken, Is.Empty);
    }

    /// <summary>The land cases as published, with the sum of their stages: three add up, the others are the reason why sums are checked.</summary>
    [TestCase("TINH-07", 1440, 1440, "")]
    [TestCase("TINH-10", 3840, 3840, "")]
    [TestCase("TINH-09", 5760, 4800, "V201 V203")]
    [TestCase("TINH-06", 5760, 8160, "V204")]
    [TestCase("TINH-04", 4080, 3360, "V201 V210")]
    public void A_land_case_is_judged_by_its_sum(string name, int longest, int limit, string timeFindings)
    {
        var report = Check(Sample.ProcessOf(name));
        Assert.That(report.Sound, Is.EqualTo(Verdict.Yes));
        Assert.That(report.LongestMinutes, Is.EqualTo(longest));
        Assert.That(report.LimitMinutes, Is.EqualTo(limit));
        Assert.That(report.Findings.Where(finding => finding.Code.StartsWith("V2", StringComparison.Ordinal) && finding.Code != "V209").Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal),
            Is.EqualTo(timeFindings.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>The seven real land cases in the days that their decision prints: three exact, two over, two with days that nobody was given.</summary>
    [TestCase("D1", 23, 23, Verdict.Yes)] // TINH-01: 15 + 8
    [TestCase("TINH-07", 3, 3, Verdict.Yes)]
    [TestCase("TINH-10", 8, 8, Verdict.Yes)]
    [TestCase("TINH-09", 12, 10, Verdict.No)]
    [TestCase("TINH-04", 8.5, 7, Verdict.No)]
    [TestCase("D2", 8.5, 10, Verdict.Yes)] // TINH-08: the citizen's payment stops the clock
    [TestCase("TINH-06", 12, 17, Verdict.Yes)]
    public void The_seven_land_cases_get_the_verdict_of_their_sum(string name, decimal days, decimal limit, Verdict fits)
    {
        var report = Check(Sample.ProcessOf(name.Length <= 2 ? Sample.Named(name) : name));
        var held = report.Limits[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((held.Minutes / 480m, held.LimitMinutes / 480m, held.Fits, held.Starts), Is.EqualTo(((decimal?)days, (decimal?)limit, fits, (StartProof?)null)));
            Assert.That(held.Path.Sum(step => step.Minutes), Is.EqualTo(held.Minutes), "the path that is shown is the path that is summed up");
            Assert.That(report.Findings.Any(finding => finding is { Code: "V201", Severity: Severity.Error }), Is.EqualTo(days > limit));
            Assert.That(report.Findings.Any(finding => finding is { Code: "V204", Severity: Severity.Warning }), Is.EqualTo(days < limit));
            Assert.That(report.Findings.Where(finding => finding.Code is "V201" or "V204").Select(finding => finding.Way.Count), Is.All.EqualTo(held.Path.Count));
        }
    }

    [TestCase("TINH-07", true)]
    [TestCase("TINH-10", true)]
    [TestCase("TINH-09", false)]
    [TestCase("TINH-06", false)]
    [TestCase("TINH-04", false)]
    public void Only_a_land_case_that_adds_up_can_be_submitted_as_it_stands(string name, bool goes)
    {
        var document = Sample.DocumentOf(name);
        var process = ProcessDefinition.Compile(document);
        var drafted = ProcessFile.Empty.Apply(new PublicationEvent.Drafted(Now, Author.Id, Author.Agency!, process.Header.Procedure, null, document.Name));
        var submit = new PublicationCommand.Submit(Author, document.Hash, process.Header.Procedure, null, document.Name, Check(process).Findings, process.Header.Reasons);
        Assert.That(PublicationDecider.Decide(drafted, submit, Now) is Decision<PublicationEvent>.Accepted, Is.EqualTo(goes));
    }

    private static CheckReport Check(ProcessDefinition process) => DefinitionRules.Check(process, new CheckContext(Sample.Catalogue, Sample.Calendars, Today));

    private static Officer Person(string id, Role role)
    {
        var account = Sample.Catalogue.Accounts.Single(account => account.Officer.Value == id);
        Assert.That(account.Roles, Does.Contain(role));
        return new(account.Officer, account.Name, account.Agency, account.Roles, Sample.Catalogue.PostsOf(account.Officer, Today));
    }
}
