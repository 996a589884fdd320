using System.Runtime.CompilerServices;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Validation;

public sealed class DefinitionRulesTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly ProvinceCatalogue Catalogue = new()
    {
        Procedures = [],
        Agencies = [new(new("H35.12"), "UBND xã", AgencyLevel.Commune, null, null, null, null), new(new("H35.99"), "UBND huyện", AgencyLevel.District, null, null, new(2025, 6, 30), null)],
        Positions = [new(new("chuyen-vien"), "Chuyên viên", false), new(new("van-thu"), "Văn thư", false)],
        Holders = [new(new("minh"), "Minh", new("H35.12"), new("chuyen-vien"), null, null)],
    };

    [Test]
    public void Posts_are_looked_up_in_the_catalogue()
    {
        var report = DefinitionRules.Check(new Drawing().With(new() { StatutoryLimit = TimeLimit.OfHours(7) })
            .Step("B1", StepKind.Intake).Step("B2", work: work => work with { Unit = "H35.12" }).Step("B3", work: work => work with { Unit = "H35.99" })
            .Step("B4", work: work => work with { Unit = "H35.12", Position = new("van-thu") }).Step("B5", work: work => work with { Position = new("truong-phong") })
            .Step("B6", work: work => work with { Unit = "Leg:tinh" }).Step("B7", work: work => work with { Unit = null, Position = null }).Step("B8", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "B3", "B4", "B5", "B6", "B7", "B8").Process(), new(Catalogue, null, Day));

        Assert.That(report.Findings.Where(finding => finding.Code.StartsWith("V30", StringComparison.Ordinal) && finding.Step is not null && finding.Code != "V309").Select(finding => $"{finding.Code} {finding.Step}").Order(), Is.EqualTo(new[] { "V301 B7", "V302 B7", "V303 B3", "V304 B5", "V305 B4", "V306 B6" }));
    }

    [Test]
    public void What_could_not_be_looked_up_is_said_not_passed()
    {
        var process = new Drawing().Step("S", StepKind.Start).Process();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DefinitionRules.Check(process, new()).NotRun, Is.EqualTo("C1 C2 C3 C4 C9 C13 C14 C15 C17 C21 C23 C24".Split(' ')), "what is in the definition alone is checked without any book");
            Assert.That(DefinitionRules.Check(process, new(Catalogue)).NotRun, Does.Not.Contain("C9").And.Contain("C3"), "a catalogue that lists no laws confirms none");
            Assert.That(DefinitionRules.Check(process, new(Samples.Sample.Catalogue, Samples.Sample.Calendars, Day) { Issued = [] }).NotRun, Is.SubsetOf(new[] { "C4", "C15" }), "no such procedure: no limit and no papers to compare with");
        }
    }

    [Test]
    public void Faults_of_the_drawing_are_all_found_in_one_pass()
    {
        var report = DefinitionRules.Check(new Drawing()
            .Step("B1", StepKind.Intake).Step("B1b", StepKind.Intake).Step("B2", StepKind.RunProcess).Step("U", StepKind.Unknown).Step("E", StepKind.End).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Line("B1", "Vanished", "X").Line("E", "Done", "X").Chain("B2", "U", "E").Process(), new());
        Assert.That(report.Findings.Select(finding => finding.Code), Is.SupersetOf(new[] { "V120", "V121", "V131", "V132", "V133", "V136", "V150" }));
    }

    [Test]
    public void What_compiling_found_is_passed_on()
    {
        var drawn = new Drawing().Step("S", StepKind.Start).Step("E", StepKind.End).Chain("S", "E").Process();
        var fault = new Finding("V112", Severity.Error, "S", "limit", new("sai", "wrong"));
        var process = new ProcessDefinition(drawn.Name, drawn.Header, [], drawn.Steps, drawn.Routes) { Start = drawn.Start, Faults = [fault] };
        var report = DefinitionRules.Check(process, new());
        Assert.That((report.Findings[0], report.Sound), Is.EqualTo((fault, Verdict.Yes)));
    }

    [Test]
    public void An_empty_process_is_one_finding_not_an_exception() =>
        Assert.That(DefinitionRules.Check(new Drawing().Process(), new()) is { Sound: Verdict.No, LongestMinutes: null, Findings: [{ Code: "V120" }, ..] });

    [Test]
    public void Every_code_is_listed_once_with_both_languages()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FindingCodes.All.Select(code => code.Code), Is.Unique.And.Ordered);
            Assert.That(FindingCodes.All.Where(code => code.Means.Vi.Length == 0 || code.Means.En.Length == 0), Is.Empty);
        }
    }

    [Test]
    public void Every_row_of_the_appraisal_list_has_codes_of_its_gravity()
    {
        string[] warns = ["C6", "C15", "C17", "C20", "C21", "C24"];
        foreach (var check in AppraisalList.All.Select(check => check.Code).Where(check => check != "C22"))
            Assert.That(FindingCodes.All.Where(code => code.Checks.Contains(check)).Max(code => code.Severity), Is.EqualTo(warns.Contains(check) ? Severity.Warning : Severity.Error), check);
        Assert.That(FindingCodes.All.SelectMany(code => code.Checks).Distinct(), Is.SubsetOf(AppraisalList.All.Select(check => check.Code)));
    }

    [Test]
    public void The_list_of_findings_in_the_documents_is_the_list_in_the_code() => IsWritten(["docs", "findings.md"],
    [
        "# Findings (điểm cần xem)", "",
        "What checking a definition may find. Errors block publication; a warning needs a written reason (`reasons` in the header). Generated from `FindingCodes`:",
        "`TTHCFLOW_APPROVE=1 dotnet test tests/Engine.Tests` writes this page; review the diff. *Check* names the row of the appraisal list.", "",
        "| Code | Severity | Tiếng Việt | English | Check |", "| --- | --- | --- | --- | --- |",
        .. FindingCodes.All.Select(code => $"| {code.Code} | {code.Severity} | {code.Means.Vi} | {code.Means.En} | {string.Join(", ", code.Checks)} |"),
    ]);

    private static void IsWritten(string[] page, IEnumerable<string> lines, [CallerFilePath] string here = "")
    {
        var root = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(root.FullName, "TthcFlow.sln"))) root = root.Parent!;
        var (file, text) = (Path.Combine([root.FullName, .. page]), string.Join('\n', lines) + "\n");
        if (Environment.GetEnvironmentVariable("TTHCFLOW_APPROVE") == "1") File.WriteAllText(file, text);
        Assert.That(File.Exists(file) ? File.ReadAllText(file) : "", Is.EqualTo(text), "TTHCFLOW_APPROVE=1 writes the page; review the diff.");
    }
}
