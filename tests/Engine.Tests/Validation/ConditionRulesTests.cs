using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Branches that nobody can take, cases that overlap and cases that are missing are found, each with a dossier that shows it; nothing is claimed that is not so.</summary>
public sealed class ConditionRulesTests
{
    private static readonly AttributeDeclaration[] Declared =
    [
        new("dienTich", "Decimal", false, "Diện tích", null, true), new("soTang", "Int32", false, "Số tầng", null, true), new("tuoi", "Int32", false, "Tuổi", null, true),
        new("soTien", "Int64", false, "Số tiền", null, true), new("dai", "Decimal", false, null, null, true), new("rong", "Decimal", false, null, null, true),
        new("khan", "Boolean", false, "Hồ sơ khẩn", null, true), new("mien", "Boolean", false, "Miễn phí", null, true),
        new("hinhThuc", "String", false, "Hình thức", null, true), new("ten", "String", false, "Tên", null, true), new("giayTo", "String", true, "Giấy tờ", null, true), new("diem", "Int32", true, "Điểm", null, true), new("tra", "Boolean", true, "Trả lời", null, true),
        new("ngayCap", "DateTime", false, "Ngày cấp", null, true), new("ngayNop", "DateTime", false, "Ngày nộp", null, true), new("muc", "Int32", false, "Mức", "3", false),
    ];

    /// <summary>$ stands for getInput("…") of the name behind it.</summary>
    [TestCase("$dienTich > 5 && $dienTich < 3", "V140")]
    [TestCase("$dienTich > 5 && $dienTich < 7", "")]
    [TestCase("$soTang > 5 && $soTang < 6", "V140")]
    [TestCase("$dienTich > 5 && $dienTich < 6", "")]
    [TestCase("$soTang * 2 === 5", "V140")]
    [TestCase("$soTang * 2 + 1 === 5", "")]
    [TestCase("$soTang > 2147483647", "V140")]
    [TestCase("$soTien > 9223372036854775000", "")]
    [TestCase("$soTang >= -2147483648", "V141")]
    [TestCase("$soTang % 2 === 0 || $soTang % 2 === 1 || $soTang % 2 === -1", "V141")]
    [TestCase("$soTang % 2 === 0 || $soTang % 2 === 1", "")]
    [TestCase("$soTang % 6 === 3 && $soTang % 4 === 2", "V140")]
    [TestCase("$soTang % 6 === 3 && $soTang % 4 === 1", "")]
    [TestCase("10 - $dienTich / 2 > 5 && $dienTich >= 10", "V140")]
    [TestCase("$dienTich + 0.1 === 0.3", "")]
    [TestCase("$dienTich * 0.1 === 0.3", "")]
    [TestCase("1 < 2", "V141")]
    [TestCase("false", "V140")]
    [TestCase("$khan || !$khan", "V141")]
    [TestCase("$khan === $mien && $khan && !$mien", "V140")]
    [TestCase("$khan ? $mien : !$mien", "")]
    [TestCase("($khan ? 5 : 7) < $soTang && $soTang < 7 && !$khan", "V140")]
    [TestCase("$hinhThuc === 'bcci' && $hinhThuc === 'online'", "V140")]
    [TestCase("$hinhThuc !== 'bcci' || $hinhThuc !== 'online'", "V141")]
    [TestCase("['a', 'b'].includes($hinhThuc) && $hinhThuc !== 'a' && $hinhThuc !== 'b'", "V140")]
    [TestCase("$hinhThuc.includes('ab') && !$hinhThuc.includes('a')", "V140")]
    [TestCase("$hinhThuc.includes('a') && $hinhThuc.includes('b') && !$hinhThuc.includes('ab')", "")]
    [TestCase("$hinhThuc > 'b' && $hinhThuc < 'b'", "V140")]
    [TestCase("$hinhThuc > 'b' && $hinhThuc < 'ba'", "")]
    [TestCase("$hinhThuc > 'b' && $hinhThuc < 'b\\u0000'", "V140")]
    [TestCase("$hinhThuc.length < 0", "V140")]
    [TestCase("$hinhThuc.length > 2 && $hinhThuc === 'ab'", "V140")]
    [TestCase("$hinhThuc === $ten && $hinhThuc === 'a' && $ten === 'b'", "V140")]
    [TestCase("$hinhThuc < $ten && $ten < $hinhThuc", "V140")]
    [TestCase("$giayTo.includes('A') && $giayTo.length === 0", "V140")]
    [TestCase("$giayTo.includes('A') && $giayTo.includes('B') && $giayTo.length < 2", "V140")]
    [TestCase("!$giayTo.includes('A') && $giayTo.length > 3", "")]
    [TestCase("$diem.includes(2.5)", "V140")]
    [TestCase("$tra.includes(true) && $tra.includes(false) && $tra.length < 2", "V140")]
    [TestCase("!$tra.includes(true) && !$tra.includes(false) && $tra.length > 0", "V140")]
    [TestCase("[$khan, $mien].includes(true) || $khan === $mien", "V141")]
    [TestCase("$ngayCap < $ngayNop && $ngayNop < $ngayCap", "V140")]
    [TestCase("$ngayCap <= $ngayNop || $ngayNop <= $ngayCap", "V141")]
    [TestCase("$dai < $rong && $rong < 5 && $dai > 5", "V140")]
    [TestCase("$dai < $rong && $rong < 5 && $dai > 4.999", "")]
    [TestCase("$soTang < $tuoi && $soTang > 3 && $tuoi < 5", "V140")]
    [TestCase("$dai * $rong > 100", "")]
    [TestCase("$dai * $rong > 100 && $dai * $rong < 50", "V148")]
    [TestCase("$dai - $rong > 1 && $rong - $dai > 1", "V148")]
    [TestCase("$hinhThuc.includes('abc') && $hinhThuc.length < 3", "V148")]
    public void A_decision_is_analysed(string condition, string code)
    {
        var findings = Find(Decision(condition));
        Assert.That(string.Join(' ', findings.Select(finding => finding.Code)), Is.EqualTo(code), string.Join("\n", findings.Select(finding => finding.Message.En)));
    }

    [TestCase("$dienTich > 5 && $dienTich < 3", "Ví dụ: Diện tích = 6 cho kết quả sai.")]
    [TestCase("$dienTich * 2 >= 5.5 && $dienTich < 2.7", "Ví dụ: Diện tích = 2,75 cho kết quả sai.")]
    [TestCase("$khan || !$khan", "Ví dụ: Hồ sơ khẩn = có cho kết quả đúng")]
    [TestCase("$giayTo.length >= 0", "Ví dụ: Giấy tờ = danh sách trống cho kết quả đúng")]
    [TestCase("$ngayCap < $ngayNop && $ngayNop < $ngayCap", "Ví dụ: Ngày cấp = 02/03/2026; Ngày nộp = 03/03/2026 cho kết quả sai.")]
    public void An_example_shows_it(string condition, string example) => Assert.That(Find(Decision(condition))[0].Message.Vi, Does.Contain(example));

    [TestCase("", "$soTang < 3", "$soTang < 6", "$soTang < 2", "V142 c2; V146 c1")]
    [TestCase("", "$soTang < 3", "$soTang > 1", "false", "V140 c2; V145 c1; V147 Default")]
    [TestCase("", "$soTang < 3", "$soTang === 3", "$soTang > 3", "V147 Default")]
    [TestCase("", "$dienTich < 3", "$dienTich === 3", "$dienTich > 4", "")]
    [TestCase("no Default", "$dienTich < 3", "$dienTich === 3", "$dienTich > 4", "V144 Default")]
    [TestCase("", "$hinhThuc === 'a'", "$hinhThuc === 'b'", "['a', 'b'].includes($hinhThuc)", "V142 c2")]
    [TestCase("", "$dai * $rong > 5", "$khan", "$mien", "V145 c1; V145 c2; V145 c2")]
    public void A_switch_is_analysed(string drawn, string first, string second, string third, string expected)
    {
        var findings = Find(Switch(drawn != "no Default", first, second, third));
        Assert.That(string.Join("; ", findings.Select(finding => $"{finding.Code} {finding.Field}")), Is.EqualTo(expected), string.Join("\n", findings.Select(finding => finding.Message.Vi)));
    }

    [Test]
    public void A_gap_is_told_by_a_dossier_that_falls_into_it() =>
        Assert.That(Find(Switch(false, "$soTang < 3", "$soTang > 4", "$khan"))[^1].Message.Vi, Does.Contain("Ví dụ: Số tầng = 3; Hồ sơ khẩn = không không thuộc nhánh nào."));

    [Test]
    public void A_decision_behind_another_knows_what_that_one_knew()
    {
        var process = Conditioned(new Drawing().Step("S", StepKind.Start).Step("D1", StepKind.Decision).Step("W").Step("D2", StepKind.Decision).Step("E", StepKind.End)
            .Line("S", "Done", "D1").Line("D1", "True", "W").Line("D1", "False", "E").Line("W", "Done", "D2").Line("D2", "True", "E").Line("D2", "False", "E").Process(),
            new() { ["D1"] = ["$dienTich > 10"], ["D2"] = ["$dienTich > 7"] });
        var finding = Find(process).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((finding.Code, finding.Step), Is.EqualTo(("V143", "D2")));
            Assert.That(finding.Message.Vi, Does.Contain("“False”").And.Contain("Ví dụ: Diện tích = 11"));
            Assert.That(finding.Way, Is.EqualTo(new[] { "D1", "D2" }));
        }
    }

    [Test]
    public void A_decision_that_can_be_come_to_otherwise_knows_nothing()
    {
        var process = Conditioned(new Drawing().Step("S", StepKind.Start).Step("D1", StepKind.Decision).Step("W").Step("D2", StepKind.Decision).Step("E", StepKind.End)
            .Line("S", "Done", "D1").Line("D1", "True", "W").Line("D1", "False", "D2").Line("W", "Done", "D2").Line("D2", "True", "E").Line("D2", "False", "E").Process(),
            new() { ["D1"] = ["$dienTich > 10"], ["D2"] = ["$dienTich > 7"] });
        Assert.That(Find(process), Is.Empty);
    }

    [Test]
    public void A_variable_is_not_taken_for_its_initial_value() =>
        Assert.That(Find(Decision("variables.muc > 2")), Is.Empty, "somebody may state another value");

    [Test]
    public void What_is_claimed_is_what_a_long_list_of_dossiers_shows()
    {
        string[] numbers = ["$soTang", "$tuoi", "-1", "0", "1", "2", "3"];
        string[] sums = ["$soTang + 1", "2 * $soTang", "$soTang % 3", "1 - $tuoi"];
        string[] comparisons = ["<", "<=", "===", "!==", ">", ">="];
        var atom = Gen.OneOf(
            from left in Gen.Elements(numbers.Concat(sums)) from sign in Gen.Elements(comparisons) from right in Gen.Elements(numbers) select $"{left} {sign} {right}",
            Gen.Elements("$khan", "$hinhThuc === 'a'", "$hinhThuc !== 'b'", "['a', 'c'].includes($hinhThuc)"));
        var formula = from size in Gen.Choose(1, 5)
                      from atoms in atom.ListOf(size)
                      from signs in Gen.Elements("&&", "||", "&& !").ListOf(size - 1)
                      select atoms.Skip(1).Zip(signs).Aggregate($"({atoms[0]})", (left, right) => $"({left} {right.Second}({right.First}))");
        var dossiers = (from floors in Enumerable.Range(-9, 19)
                        from age in Enumerable.Range(-9, 19)
                        from urgent in new[] { true, false }
                        from form in new[] { "a", "b", "c", "d" }
                        select
            new Dictionary<string, AttributeValue> { ["soTang"] = AttributeValue.Of(floors), ["tuoi"] = AttributeValue.Of(age), ["khan"] = AttributeValue.Of(urgent), ["hinhThuc"] = AttributeValue.Of(form) }).ToArray();

        Prop.ForAll(formula.ToArbitrary(), text =>
        {
            var condition = Parsed(text);
            var search = new ConditionSearch(new([condition]), Declared, new());
            return new[] { true, false }.All(holds =>
            {
                var shown = dossiers.Any(dossier => condition.Evaluate(dossier.GetValueOrDefault) == new ConditionResult.Known(holds));
                return search.Find(new Wanted(condition, holds)) switch
                {
                    SearchAnswer.Never => !shown,
                    SearchAnswer.Example example => condition.Evaluate(name => example.Values.FirstOrDefault(value => value.Attribute.Name == name).Value) == new ConditionResult.Known(holds),
                    // Only a sum of one attribute compared with another lies beyond.
                    _ => text.Contains('+') || text.Contains('*') || text.Contains('%') || text.Contains("- $", StringComparison.Ordinal),
                };
            });
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void The_work_is_bounded()
    {
        var many = Enumerable.Range(0, 60).Select(number => new AttributeDeclaration($"a{number}", "Decimal", false, null, null, true)).ToArray();
        // Each pair is compared with nothing in common: the tree of all answers is far too large.
        var text = string.Join(" && ", Enumerable.Range(0, 30).Select(pair => $"(getInput('a{2 * pair}') < 3 || getInput('a{2 * pair + 1}') > 5)")) + " && getInput('a0') * getInput('a1') > 5 && getInput('a0') * getInput('a1') < 3";
        var condition = Condition.Parse(text, many).Condition!;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.That(new ConditionSearch(new([condition]), many, new()).Find(new Wanted(condition, true)), Is.TypeOf<SearchAnswer.Undecided>());
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public void Very_many_borders_are_not_analysed_rather_than_analysed_for_ever()
    {
        var cases = Enumerable.Range(0, 190).Select(number => string.Join(" || ", Enumerable.Range(0, 60).Select(border => $"$giayTo.length === {number * 60 + border}")) + " && $giayTo.includes('a') && $giayTo.includes('b')").ToArray();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var findings = Find(Switch(true, cases));
        Assert.That(findings.Select(finding => finding.Code), Does.Contain("V148").And.Not.Contain("V140"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    private static List<Finding> Find(ProcessDefinition process) => [.. DefinitionRules.Check(process, new()).Findings.Where(finding => finding.Code.StartsWith("V14", StringComparison.Ordinal))];

    private static ProcessDefinition Decision(string condition) => Conditioned(
        new Drawing().Step("S", StepKind.Start).Step("D", StepKind.Decision).Step("E", StepKind.End).Chain("S", "D", "E").Process(), new() { ["D"] = [condition] });

    private static ProcessDefinition Switch(bool hasDefault, params string[] conditions)
    {
        var labels = conditions.Select((_, index) => $"c{index}").ToArray();
        var drawing = new Drawing().Step("S", StepKind.Start).Step("D", StepKind.Switch, ports: [.. labels, "Default"]).Step("E", StepKind.End).Line("S", "Done", "D");
        foreach (var label in hasDefault ? labels.Append("Default") : labels) drawing.Line("D", label, "E");
        return Conditioned(drawing.Process(), new() { ["D"] = conditions });
    }

    private static ProcessDefinition Conditioned(ProcessDefinition drawn, Dictionary<string, string[]> conditions)
    {
        var steps = drawn.Steps.Select(step => !conditions.TryGetValue(step.Key.Value, out var texts) ? step
            : step.Kind is StepKind.Decision ? step with { Condition = Parsed(texts[0]) }
            : step with { Cases = [.. texts.Select((text, index) => new SwitchCase($"c{index}", Parsed(text)))] }).ToArray();
        return new(drawn.Name, new() { Kind = ProcessKind.AgencyInternal }, Declared, steps, drawn.Routes) { Start = steps[0] };
    }

    private static Condition Parsed(string text)
    {
        var reading = Condition.Parse(System.Text.RegularExpressions.Regex.Replace(text, @"\$(\w+)", "getInput('$1')"), Declared);
        Assert.That(reading.Faults, Is.Empty, text);
        return reading.Condition!;
    }
}
