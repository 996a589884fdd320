using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>A portal's table: the national one is a sample file, and a slip in another is named.</summary>
public sealed class PortalTargetTests
{
    private static readonly string Sample = File.ReadAllText(Samples.Sample.PathOf("portals/dvcqg.json"));

    [Test]
    public void The_table_built_in_is_the_sample_file()
    {
        var (built, read) = (PortalTarget.Default, PortalTarget.Parse(Sample));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((built.Name, built.ValidFrom, built.ValidTo), Is.EqualTo((read.Name, read.ValidFrom, read.ValidTo)));
            Assert.That(built.Codes.Select(built.NameOf), Is.EqualTo(read.Codes.Select(read.NameOf)));
            Assert.That(Enum.GetValues<PortalMoment>().Select(built.CodeOf), Is.EqualTo(Enum.GetValues<PortalMoment>().Select(read.CodeOf)));
            foreach (var after in read.Codes.Prepend(0))
                Assert.That(read.Codes.Select(code => (built.MayCome(after, code), built.MayCome(after, code, restarts: true))), Is.EqualTo(read.Codes.Select(code => (read.MayCome(after, code), read.MayCome(after, code, restarts: true)))), $"after {after}");
        }
    }

    [TestCase(1, "2 3 5 7")]
    [TestCase(2, "3 4 5 7 8")]
    [TestCase(4, "5 6 7 8 9")]
    [TestCase(5, "4 7 8")]
    [TestCase(6, "4 7 8")]
    [TestCase(8, "4")]
    [TestCase(9, "4 10")]
    [TestCase(3, "")]
    [TestCase(7, "")]
    [TestCase(10, "")]
    public void The_national_portal_accepts(int after, string codes) =>
        Assert.That(PortalTarget.Default.Codes.Where(code => PortalTarget.Default.MayCome(after, code)), Is.EqualTo(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)));

    [Test]
    public void Only_a_limit_that_begins_anew_leads_from_5_back_to_2() =>
        Assert.That((PortalTarget.Default.MayCome(5, 2), PortalTarget.Default.MayCome(5, 2, restarts: true)), Is.EqualTo((false, true)));

    [TestCase("{", "Portal: ")]
    [TestCase("[]", "Portal, $: an object is expected")]
    [TestCase("\"Registered\": 1,", "", "Portal, $.states.Registered: it is missing")]
    [TestCase("\"Registered\": 1,", "\"Registered\": 12,", "Portal, $.states.Registered: there is no code 12")]
    [TestCase("\"Registered\": 1,", "\"Registered\": 1, \"Registered\": 2,", "Portal: ")]
    [TestCase("\"first\": [1, 2, 3]", "\"first\": [0]", "Portal, $.first: there is no code 0")]
    [TestCase("\"steps\": {}", "\"steps\": { \"Nothing\": 4 }", "Portal, $.steps.Nothing: it is not one of")]
    [TestCase("\"code\": 2,", "\"code\": 1,", "Portal, $.codes[1].code: 1 stands there twice")]
    [TestCase("\"name\":", "\"nam\":", "Portal, $.nam: no such member")]
    [TestCase("\"validFrom\": null", "\"validFrom\": \"yesterday\"", "Portal, $.validFrom: a day is expected")]
    [TestCase("\"validFrom\": null,\n  \"validTo\": null", "\"validFrom\": \"2026-02-01\", \"validTo\": \"2026-01-01\"", "Portal, $.validTo: it ends before it begins")]
    public void A_slip_of_the_pen_is_named(params string[] words)
    {
        var text = words is [var old, var now, _] ? Sample.Replace(old, now, StringComparison.Ordinal) : words[0];
        Assert.That(text, Is.Not.EqualTo(Sample), "the slip was made");
        Assert.That(() => PortalTarget.Parse(text), Throws.TypeOf<FormatException>().With.Message.StartsWith(words[^1]));
    }
}
