using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>The checks of the appraisal list that look into law, papers and earlier issues: the sample permit passes, and one slip at a time is found where it was made.</summary>
public sealed class AppraisalChecksTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly ProcessDefinition Permit = Files.ProcessOf(Files.Named("A"));
    private static readonly LegalBasis OldDecree = new("61/2018/NĐ-CP", new(2018, 4, 23), "Chính phủ", null, null, null, null);
    private static readonly Form Slip = new("Mẫu 06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "Thông tư 03/2025/TT-VPCP");

    private static IEnumerable<TestCaseData> HeaderSlips()
    {
        yield return Slipped("C1", "V401", "procedure", header => header with { Procedure = null });
        yield return Slipped("C1", "V402", "procedure", header => header with { Procedure = new("1.4203") });
        yield return Slipped("C1", "V403", "procedure", header => header with { Procedure = new("1.004203") });
        yield return Slipped("C1", "V406", "kind", header => header with { Kind = ProcessKind.BetweenAgencies });
        yield return Slipped("C1", "V418", "place", header => header with { Place = new("H35.99") });
        yield return Slipped("C1", "V419", "place", header => header with { Place = new("H35.05") });
        yield return Slipped("C2", "V407", "case", header => header with { Case = new("pha-do") });
        yield return Slipped("C3", "V410", "legalBases", header => header with { LegalBases = [] });
        yield return Slipped("C3", "V411", "legalBases[1]", header => header with { LegalBases = [header.LegalBases[0], header.LegalBases[1] with { Date = null }] });
        yield return Slipped("C3", "V411", "legalBases[0]", header => header with { LegalBases = [header.LegalBases[0] with { Issuer = " " }] });
        yield return Slipped("C3", "V412", "legalBases[2]", header => header with { LegalBases = [.. header.LegalBases, OldDecree] });
        yield return Slipped("C3", "V412", "legalBases[2]", header => header with { LegalBases = [.. header.LegalBases, new("9/2027/NĐ-CP", new(2026, 1, 1), "Chính phủ", null, null, new(2027, 1, 1), null)] });
        yield return Slipped("C3", "V413", "legalBases[2]", header => header with { LegalBases = [.. header.LegalBases, new("99/2020/NĐ-CP", new(2020, 1, 1), "Chính phủ", null, null, null, null)] });
        yield return Slipped("C3", "V414", "legalBases[0]", header => header with { LegalBases = [header.LegalBases[0] with { Date = new(2014, 6, 19) }, header.LegalBases[1]] });
        yield return Slipped("C3", "V414", "legalBases[0]", header => header with { LegalBases = [header.LegalBases[0] with { Issuer = "Bộ Xây dựng" }, header.LegalBases[1]] });
        yield return Slipped("C4", "V205", "promisedLimit", header => header with { PromisedLimit = TimeLimit.OfHours(57) });
        yield return Slipped("C4", "V206", "statutoryLimit", header => header with { StatutoryLimit = null });
        yield return Slipped("C4", "V415", "limitSource", header => header with { LimitSource = null });
        yield return Slipped("C4", "V416", "limitSource", header => header with { LimitSource = new("217/2026/NĐ-CP", "Điều 54") });
        yield return Slipped("C4", "V417", "statutoryLimit", header => header with { StatutoryLimit = TimeLimit.OfDays(9) });
        yield return Slipped("C12", "V163", "supplement", header => header with { Supplement = null });
        yield return Slipped("C12", "V163", "supplement", header => header with { Supplement = header.Supplement! with { Rounds = 0 } });
        yield return Slipped("C14", "V420", "forms", header => header with { Forms = [.. header.Forms.Skip(1)] });
        yield return Slipped("C14", "V421", "forms[7]", header => header with { Forms = [.. header.Forms, new("BM.XD.01.01", "Phiếu thẩm định", null)] });
        yield return Slipped("C14", "V421", "forms[7]", header => header with { Forms = [.. header.Forms, new("BM.XD.01.01", "Phiếu thẩm định", "Quy chế nội bộ")] });
        yield return Slipped("C14", "V422", "forms[7]", header => header with { Forms = [.. header.Forms, new("Mẫu 05", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "Thông tư 01/2018/TT-VPCP")] });
        yield return Slipped("C14", "V423", "forms[7]", header => header with { Forms = [.. header.Forms, new("Mẫu 08", null, "Thông tư 03/2025/TT-VPCP")] });
        yield return Slipped("C14", "V424", "forms[4]", header => header with { Forms = [.. header.Forms.Take(4), Slip with { Number = "Mẫu 05" }, .. header.Forms.Skip(5)] });
        yield return Slipped("C14", "V424", "forms[4]", header => header with { Forms = [.. header.Forms.Take(4), Slip with { Number = "mẫu  05", Name = "PHIẾU KIỂM SOÁT" }, .. header.Forms.Skip(5)] });
        yield return Slipped("C15", "V430", "components", header => header with { Components = [] });
        yield return Slipped("C15", "V430", "components[0]", header => header with { Components = [header.Components[0] with { Code = null }] });
        yield return Slipped("C15", "V430", "components[0]", header => header with { Components = [header.Components[0] with { Originals = 0, Copies = 0 }] });
        yield return Slipped("C15", "V430", "components[0]", header => header with { Components = [header.Components[0] with { Kind = "" }] });
        yield return Slipped("C15", "V431", "components[3]", header => header with { Components = [.. header.Components, new("TP09", "Sổ hộ khẩu", "bản sao", 0, 1, true)] });
        yield return Slipped("C16", "V433", "fees", header => header with { Fees = [] });
        yield return Slipped("C16", "V433", "fees[0]", header => header with { Fees = [header.Fees[0] with { Amount = -1 }] });
        yield return Slipped("C16", "V434", "fees[0]", header => header with { Fees = [header.Fees[0] with { Basis = null }] });
        yield return Slipped("C16", "V435", "fees[1]", header => header with { Fees = [.. header.Fees, new("Phí thẩm định hồ sơ", 200_000, "Nghị quyết", 1)] });
        yield return Slipped("C17", "V436", "results", header => header with { Results = [] });
        yield return Slipped("C17", "V436", "results[0]", header => header with { Results = [new(null, "Giấy phép xây dựng")] });
        yield return Slipped("C17", "V437", "results[0]", header => header with { Results = [new("KQ.H35.XD99", "Giấy phép xây dựng")] });
        yield return Slipped("C23", "V440", "documentCode", header => header with { DocumentCode = null });
        yield return Slipped("C23", "V441", "issueNumber", header => header with { IssueNumber = null });
        yield return Slipped("C23", "V442", "control", header => header with { Control = null });
        yield return Slipped("C23", "V442", "control.reviewedBy", header => header with { Control = header.Control! with { ReviewedBy = null } });
        yield return Slipped("C23", "V443", "control.changes", header => header with { IssueNumber = 4 });
        yield return Slipped("C24", "V445", "decision", header => header with { Decision = [] });
        yield return Slipped("C24", "V446", "decision", header => header with { Decision = [new(DecisionAct.Abolish, "QT.XD.01", null), new(DecisionAct.Approve, "QT.XD.02", null)] });

        static TestCaseData Slipped(string check, string code, string field, Func<ProcessHeader, ProcessHeader> slip) => new TestCaseData(check, code, field, slip).SetArgDisplayNames(check, code, field);
    }

    [TestCaseSource(nameof(HeaderSlips))]
    public void A_slip_in_the_header_is_found_where_it_was_made(string check, string code, string field, Func<ProcessHeader, ProcessHeader> slip)
    {
        var report = Check(With(Permit, slip));
        Assert.That(Check(Permit).Findings.Where(finding => finding.Code == code), Is.Empty, "the sample itself has none");
        Assert.That(report.Findings.Where(finding => finding.Code == code).Select(finding => finding.Field), Does.Contain(field));
        var meaning = FindingCodes.All.Single(known => known.Code == code);
        Assert.That(meaning.Checks, Does.Contain(check));
        Assert.That(report.Findings.Where(finding => finding.Code == code), Has.All.Property(nameof(Finding.Severity)).EqualTo(meaning.Severity));
    }

    [TestCase("A")]
    [TestCase("B")]
    [TestCase("C")]
    [TestCase("D1")]
    [TestCase("D2")]
    [TestCase("E")]
    [TestCase("F")]
    public void Every_check_is_carried_out_on_a_sample(string letter)
    {
        var report = Check(Files.ProcessOf(Files.Named(letter)));
        Assert.That(report.NotRun, Is.Empty);
        Assert.That(report.Findings.Where(finding => finding.Severity is Severity.Error), Is.Empty);
    }

    [TestCase("C3", "C14")]
    public void An_older_catalogue_without_law_leaves_the_checks_of_law_undone(params string[] undone)
    {
        var older = new ProvinceCatalogue { Procedures = Files.Catalogue.Procedures, Agencies = Files.Catalogue.Agencies, Positions = Files.Catalogue.Positions, Holders = Files.Catalogue.Holders };
        var report = DefinitionRules.Check(Permit, new(older, Files.Calendars, Day) { Issued = [] });
        Assert.That(report.NotRun, Is.SupersetOf(undone).And.Contain("C17"));
        Assert.That(report.Findings.Where(finding => finding.Severity is Severity.Error), Is.Empty);
    }

    [Test]
    public void A_procedure_is_there_until_the_day_it_is_abolished_and_has_level_and_type()
    {
        Procedure Changed(Func<Procedure, Procedure> change) => change(Files.Catalogue.Find(Permit.Header.Procedure!)!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Codes(Check(Permit, Changed(listed => listed with { AbolishedFrom = Day.AddDays(1) }))), Does.Not.Contain("V404"));
            Assert.That(Codes(Check(Permit, Changed(listed => listed with { AbolishedFrom = Day }))), Does.Contain("V404"));
            Assert.That(Codes(Check(Permit, Changed(listed => listed with { Levels = [] }))), Does.Contain("V405"));
            Assert.That(Codes(Check(Permit, Changed(listed => listed with { Kind = "KHÁC" }))), Does.Contain("V405"));
            Assert.That(Check(Permit, Changed(listed => listed with { Limits = [], Components = [] })).NotRun, Is.EquivalentTo(new[] { "C4", "C15" }));
        }
    }

    [Test]
    public void A_case_is_served_once()
    {
        var whole = With(Permit, header => header with { Case = null, DocumentCode = "QT.XD.00" });
        Finding[] Overlaps(ProcessDefinition process, params IssuedProcess[] issued) => [.. Check(process, issued: issued).Findings.Where(finding => finding.Code == "V408")];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Overlaps(Permit, new IssuedProcess(whole, Day, null)), Has.Length.EqualTo(1), "one process for all cases stands already");
            Assert.That(Overlaps(whole, new IssuedProcess(Permit, Day, null)), Has.Length.EqualTo(1), "and the other way round");
            Assert.That(Overlaps(Permit, new IssuedProcess(whole, Day.AddDays(-9), Day)), Is.Empty, "what ended today does not stand");
            Assert.That(Overlaps(Permit, new IssuedProcess(With(Permit, header => header with { Case = new("gia-han") }), Day, null)), Is.Empty);
            Assert.That(Overlaps(With(Permit, header => header with { Decision = [.. header.Decision, new(DecisionAct.Abolish, "qt.xd.00", null)] }), new IssuedProcess(whole, Day, null)), Is.Empty, "the same decision takes it back");
            Assert.That(Overlaps(With(Permit, header => header with { Place = new("H35.40") }), new IssuedProcess(whole, Day, null)), Is.Empty, "beside what applies everywhere a place may have its own");
            Assert.That(Overlaps(With(Permit, header => header with { Place = new("H35.40") }), new IssuedProcess(With(whole, header => header with { Place = new("H35.40") }), Day, null)), Has.Length.EqualTo(1));
            Assert.That(Check(Permit).Findings.Single(finding => finding.Code == "V409").Message.Vi, Does.StartWith("Còn 3 trường hợp"));
        }
    }

    [Test]
    public void An_issue_follows_the_last_of_its_case()
    {
        var first = new IssuedProcess(Permit, Day.AddYears(-1), null);
        var other = new IssuedProcess(With(Permit, header => header with { Case = new("gia-han"), IssueNumber = 7 }), Day, null);
        var second = With(Permit, header => header with
        {
            IssueNumber = 2,
            Control = header.Control! with { Changes = [new(2, Day, "Rút thời gian thẩm định", "Cắt giảm")] },
            Decision = [new(DecisionAct.Replace, "QT.XD.01", null)],
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Codes(Check(second, issued: [other, first])), Does.Not.Contain("V441").And.Not.Contain("V443").And.Not.Contain("V447"));
            Assert.That(Codes(Check(With(second, header => header with { IssueNumber = 3 }), issued: [other, first])), Does.Contain("V441"));
            Assert.That(Codes(Check(With(second, header => header with { Decision = Permit.Header.Decision }), issued: [other, first])), Does.Contain("V447"));
            Assert.That(Codes(Check(Permit, issued: [first])), Does.Not.Contain("V441"), "a published text is not its own next issue");
        }
    }

    [Test]
    public void A_longer_way_than_before_is_answered_for_unless_the_law_changed()
    {
        ProcessDefinition Slower(ProcessDefinition process) => With(process, header => header with { IssueNumber = 2, StatutoryLimit = TimeLimit.OfDays(9), PromisedLimit = TimeLimit.OfDays(9) },
            step => step.Key.Value == "B4" ? step with { Work = step.Work! with { Limit = TimeLimit.OfDays(2) } } : step);
        var before = new IssuedProcess(Permit, Day.AddYears(-1), null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Check(Slower(Permit), issued: [before]).Findings.Single(finding => finding.Code == "V230").Message.Vi, Does.Contain("thêm 1 ngày làm việc"));
            Assert.That(Codes(Check(Slower(With(Permit, header => header with { LegalBases = [header.LegalBases[0] with { Article = "Điều 103" }, header.LegalBases[1]] })), issued: [before])), Does.Not.Contain("V230"));
            Assert.That(Codes(Check(With(Permit, header => header), issued: [new(Slower(Permit), Day.AddYears(-1), null)])), Does.Not.Contain("V230"), "shorter than before");
            Assert.That(Check(Permit, issued: null).NotRun, Is.EquivalentTo(new[] { "C2", "C21", "C23", "C24" }), "nobody looked what was published");
        }
    }

    [Test]
    public void A_position_that_was_abolished_is_no_post()
    {
        ProvinceCatalogue Until(DateOnly? to) => Files.Catalogue.With(positions: [.. Files.Catalogue.Positions.Select(position => position.Key.Value == "van-thu" ? position with { To = to } : position)]);
        Assert.That(Codes(DefinitionRules.Check(Permit, new(Until(Day), null, Day))), Does.Not.Contain("V307"));
        Assert.That(DefinitionRules.Check(Permit, new(Until(Day.AddDays(-1)), null, Day)).Findings.Where(finding => finding.Code == "V307").Select(finding => finding.Step), Is.EqualTo(new[] { "B7" }));
    }

    [Test]
    public void The_process_that_times_appraisals_has_the_steps_by_which_the_catalogue_leads_it()
    {
        var process = Files.ProcessOf(Files.Named("E"));
        Finding[] Unled(ProcessDefinition drawn, params string[] steps) => [.. DefinitionRules.Check(
            drawn, new(Files.Catalogue.With(appraisal: steps is [] ? null : new(new("NB-SKHCN-01"), new("H35.07"), [new(DraftMoment.Accepted, [.. steps.Select(step => BoundStep.Parse(step, null))])])), Files.Calendars, Day))
            .Findings.Where(finding => finding.Code == "V448")];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ControlRules.UnledIn(process, Files.Catalogue.Appraisal!), Is.Empty, "the sample catalogue leads the sample process");
            Assert.That(Unled(process, "B1:Accepted", "KQ"), Is.Empty);
            Assert.That(Unled(process, "B1:Accepted", "B99:Done").Single(), Has.Property("Field").EqualTo("procedure").And.Property("Severity").EqualTo(Severity.Warning));
            Assert.That(Unled(process, "B1:Xong").Single(), Has.Property("Step").EqualTo("B1"), "the step is there, the outcome is not");
            Assert.That(Unled(process, "B1").Single().Message.Vi, Does.Contain("Accepted"), "which of its outcomes?");
            Assert.That(Unled(With(process, header => header with { Place = new("H35.40") }), "B99:Done"), Is.Empty, "the body that appraises is not there");
            Assert.That(Unled(Permit, "B99:Done"), Is.Empty, "times no appraisal");
            Assert.That(Unled(process), Is.Empty, "appraisals are not timed");
        }
    }

    [Test]
    public void A_position_that_nobody_in_the_province_holds_is_warned_of()
    {
        var vacant = Files.Catalogue.With(holders: [.. Files.Catalogue.Holders.Where(holder => holder.Position.Value != "van-thu")]);
        Assert.That(DefinitionRules.Check(Permit, new(vacant, null, Day)).Findings.Where(finding => finding.Code == "V305").Select(finding => finding.Step), Is.EqualTo(new[] { "B7" }));
    }

    [Test]
    public void Who_signs_has_the_authority_to()
    {
        ProcessDefinition By(string position) => With(Permit, header => header, step => step.Key.Value == "B6" ? step with { Work = step.Work! with { Position = new(position) } } : step);
        Assert.That(Codes(Check(By("pho-chu-tich"))), Does.Not.Contain("V308"));
        Assert.That(Check(By("van-thu")).Findings.Where(finding => finding.Code == "V308").Select(finding => finding.Step), Is.EqualTo(new[] { "B6" }));
    }

    private static CheckReport Check(ProcessDefinition process) => Check(process, issued: []);

    private static CheckReport Check(ProcessDefinition process, IReadOnlyList<IssuedProcess>? issued) => DefinitionRules.Check(process, new(Files.Catalogue, Files.Calendars, Day) { Issued = issued });

    private static CheckReport Check(ProcessDefinition process, Procedure listed) => DefinitionRules.Check(process,
        new(Files.Catalogue.With(procedures: [listed, .. Files.Catalogue.Procedures.Where(other => other.Code != listed.Code)]), Files.Calendars, Day) { Issued = [] });

    private static string[] Codes(CheckReport report) => [.. report.Findings.Select(finding => finding.Code)];

    private static ProcessDefinition With(ProcessDefinition process, Func<ProcessHeader, ProcessHeader> header, Func<Step, Step>? step = null) =>
        new(process.Name, header(process.Header), process.Attributes, step is null ? process.Steps : [.. process.Steps.Select(step)], process.Routes) { Start = process.Start, Outcomes = process.Outcomes };
}

/// <summary>A catalogue with one of its lists exchanged.</summary>
internal static class ChangedCatalogue
{
    public static ProvinceCatalogue With(
        this ProvinceCatalogue catalogue, IReadOnlyList<Procedure>? procedures = null, IReadOnlyList<Position>? positions = null, IReadOnlyList<Holder>? holders = null, AppraisalBinding? appraisal = null) => new()
        {
            Procedures = procedures ?? catalogue.Procedures,
            Agencies = catalogue.Agencies,
            Positions = positions ?? catalogue.Positions,
            Holders = holders ?? catalogue.Holders,
            Accounts = catalogue.Accounts,
            LegalDocuments = catalogue.LegalDocuments,
            Results = catalogue.Results,
            Appraisal = appraisal,
        };
}
