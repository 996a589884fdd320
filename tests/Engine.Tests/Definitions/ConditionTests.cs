using System.Runtime.CompilerServices;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>Conditions mean what JavaScript means by them, and what is wrong with one is said where it is wrong.</summary>
public sealed class ConditionTests
{
    private static readonly AttributeDeclaration[] Declared =
    [
        Attribute("hinhThuc", "String"), Attribute("khan", "Boolean"), Attribute("giayTo", "String", isList: true),
        Attribute("DienTich", "Decimal", isInput: false), Attribute("soTang", "Int32", isInput: false), Attribute("ngay", "DateTime", isInput: false), Attribute("tep", "Object", isInput: false),
    ];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Expressions and their values as a JavaScript engine computed them.</summary>
    private static IEnumerable<TestCaseData> Computed() =>
        Data().GetProperty("cases").EnumerateArray().Select(item => new TestCaseData(item.GetProperty("expression").GetString(), item.GetProperty("value").GetBoolean()));

    /// <summary>A value letter by letter, as the JavaScript engine had it; what comes in over the interface is composed first.</summary>
    private static AttributeValue Said(JsonElement value) =>
        value.ValueKind is JsonValueKind.String ? AttributeValue.Of(value.GetString()!) : value.Deserialize<AttributeValue>()!;

    [TestCaseSource(nameof(Computed))]
    public void A_condition_means_what_JavaScript_means(string expression, bool value)
    {
        var attributes = Data().GetProperty("attributes").EnumerateArray().ToArray();
        var declared = attributes.Select(item => Attribute(item.GetProperty("name").GetString()!, item.GetProperty("type").GetString()!, item.GetProperty("isList").GetBoolean(), item.GetProperty("isInput").GetBoolean())).ToArray();
        var values = attributes.ToDictionary(item => item.GetProperty("name").GetString()!, item => Said(item.GetProperty("value")));

        var reading = Condition.Parse(expression, declared);
        Assert.That(reading.Faults, Is.Empty, string.Join("; ", reading.Faults));
        Assert.That(reading.Condition!.Evaluate(values.GetValueOrDefault), Is.EqualTo(new ConditionResult.Known(value)));
    }

    [TestCase("", 0)]
    [TestCase("   ", 0)]
    [TestCase("getDienTich() >", 15)]
    [TestCase("getDienTich() > 5 5", 18)]
    [TestCase("(true", 5)]
    [TestCase("true)", 4)]
    [TestCase("'abc", 0)]
    [TestCase("'a\\q' == 'a'", 2)]
    [TestCase("getKhac() > 5", 0)]
    [TestCase("getInput('khac') == 'a'", 9)]
    [TestCase("variables.khac == 1", 10)]
    [TestCase("getInput('DienTich') > 1", 9)]
    [TestCase("getVariable('khan')", 12)]
    [TestCase("getInput(hinhThuc) == 'a'", 9)]
    [TestCase("getDienTich()", 0)]
    [TestCase("1 + 2", 0)]
    [TestCase("getInput('hinhThuc') > 5", 21)]
    [TestCase("getInput('hinhThuc') == 5", 21)]
    [TestCase("getDienTich() === '5'", 14)]
    [TestCase("getInput('khan') && 1", 20)]
    [TestCase("!getDienTich()", 1)]
    [TestCase("1 < 2 < 3", 6)]
    [TestCase("getInput('giayTo') == 'a'", 19)]
    [TestCase("getInput('giayTo').includes(5)", 28)]
    [TestCase("getInput('khan').length > 1", 17)]
    [TestCase("getInput('hinhThuc').toUpperCase() == 'A'", 21)]
    [TestCase("true ? 1 : 'a'", 11)]
    [TestCase("getNgay() === getNgay()", 10)]
    [TestCase("getTep() == 'a'", 0)]
    [TestCase("DienTich > 5", 0)]
    [TestCase("x = 5", 2)]
    [TestCase("true; false", 4)]
    [TestCase("true // vì sao", 5)]
    [TestCase("`a` == 'a'", 0)]
    [TestCase("null == getInput('hinhThuc')", 0)]
    [TestCase("010 == 8", 0)]
    [TestCase("5a == 5", 0)]
    [TestCase("1_000 == 1000", 0)]
    [TestCase("fetch('http://x') == 1", 0)]
    [TestCase("this.constructor == 1", 0)]
    [TestCase("[] == 1", 1)]
    [TestCase("2 ** 3 == 8", 2)]
    [TestCase("getInput('hinhThuc')?.length == 1", 20)]
    public void What_is_wrong_is_said_where_it_is_wrong(string expression, int position)
    {
        var reading = Condition.Parse(expression, Declared);
        Assert.That(reading.Condition, Is.Null);
        Assert.That(reading.Faults, Has.Count.EqualTo(1));
        Assert.That(reading.Faults[0].Position, Is.EqualTo(position), reading.Faults[0].Message.En);
        Assert.That(reading.Faults[0].Message, Has.Property("Vi").Not.Empty.And.Property("En").Not.Empty);
    }

    [Test]
    public void A_missing_attribute_is_named_and_nothing_else_is_asked()
    {
        var condition = Condition.Parse("getInput('khan') && getDienTich() > 5", Declared).Condition!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(condition.Evaluate(_ => null), Is.EqualTo(new ConditionResult.Missing("khan")));
            Assert.That(condition.Evaluate(name => name == "khan" ? AttributeValue.Of(true) : null), Is.EqualTo(new ConditionResult.Missing("DienTich")));
            Assert.That(condition.Evaluate(name => name == "khan" ? AttributeValue.Of(false) : null), Is.EqualTo(new ConditionResult.Known(false)), "what is not reached is not needed");
            Assert.That(condition.Evaluate(name => AttributeValue.Of("chữ")), Is.EqualTo(new ConditionResult.Missing("khan")), "a value of another type is no value");
        }
    }

    [Test]
    public void A_variable_starts_with_its_declared_value()
    {
        var condition = Condition.Parse("variables.soTang > 2", [Attribute("soTang", "Int32", isInput: false) with { Default = "3" }]).Condition!;
        Assert.That(condition.Evaluate(_ => null), Is.EqualTo(new ConditionResult.Known(true)));
        Assert.That(condition.Evaluate(_ => AttributeValue.Of(1)), Is.EqualTo(new ConditionResult.Known(false)));
    }

    [Test]
    public void Depth_and_size_are_bounded()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Condition.Parse(new string('(', 1900) + "true" + new string(')', 1900), Declared).Faults, Has.Count.EqualTo(1));
            Assert.That(Condition.Parse(new string('!', 3000) + "true", Declared).Faults, Has.Count.EqualTo(1));
            Assert.That(Condition.Parse(string.Join("||", Enumerable.Repeat("true", 600)), Declared).Faults, Has.Count.EqualTo(1));
            Assert.That(Condition.Parse(new string(' ', 100_000), Declared).Faults, Has.Count.EqualTo(1));
            Assert.That(Condition.Parse(string.Join("&&", Enumerable.Repeat("true", 200)), Declared).Condition!.Evaluate(_ => null), Is.EqualTo(new ConditionResult.Known(true)));
        }
    }

    [Test]
    public void Nothing_anybody_types_makes_a_condition_throw()
    {
        string[] pieces = ["getDienTich()", "getInput('khan')", "variables.soTang", "true", "1.5", "'a'", "(", ")", "[", "]", "&&", "||", "!", "-", "+", "==", "<", "?", ":", ".length", ".includes(", ",", ".", "\"", "\\", "é", "get", "0x1"];
        var values = new Dictionary<string, AttributeValue> { ["DienTich"] = AttributeValue.Of(5.5m), ["khan"] = AttributeValue.Of(true), ["soTang"] = AttributeValue.Of(3) };
        Prop.ForAll(Gen.Elements(pieces).ListOf().ToArbitrary(), text =>
        {
            var reading = Condition.Parse(string.Join(" ", text), Declared);
            return reading.Condition is { } condition ? condition.Evaluate(values.GetValueOrDefault) is ConditionResult.Known : reading.Faults is [{ Position: >= 0 }];
        }).QuickCheckThrowOnFailure();
    }

    [TestCase("Decimal", "1.500.000", "1500000")]
    [TestCase("Decimal", "1.500.000,5", "1500000.5")]
    [TestCase("Decimal", "2,5", "2.5")]
    [TestCase("Decimal", "2.5", "2.5")]
    [TestCase("Int32", " 7 ", "7")]
    [TestCase("Int32", "7,5", null)]
    [TestCase("Int32", "3000000000", null)]
    [TestCase("Int64", "3000000000", "3000000000")]
    [TestCase("Decimal", "1,500,000", null)]
    [TestCase("Decimal", "15.00,5", null)]
    [TestCase("Decimal", "bảy", null)]
    [TestCase("Boolean", "có", "true")]
    [TestCase("Boolean", "on", "true")]
    [TestCase("Boolean", "không", "false")]
    [TestCase("Boolean", "chắc", null)]
    [TestCase("DateTime", "02/03/2026", "2026-03-02")]
    [TestCase("DateTime", "31/02/2026", null)]
    [TestCase("DateTime", "2026-03-02T09:00", "2026-03-02T09:00")]
    [TestCase("String", " chữ ", "chữ")]
    [TestCase("Object", "a", null)]
    public void A_form_field_is_read_as_people_write(string type, string text, string? stored)
    {
        var parsing = AttributeValue.Parse(Attribute("dienTich", type) with { Title = "Diện tích" }, text);
        Assert.That(parsing.Value?.ToString(), Is.EqualTo(stored));
        Assert.That(parsing.Error?.Vi, stored is null ? Does.Contain("Diện tích") : Is.Null);
    }

    [Test]
    public void A_blank_field_is_no_value_and_a_list_has_a_line_for_each()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AttributeValue.Parse(Attribute("a", "Int32"), "  "), Is.EqualTo(new AttributeParsing(null, null)));
            Assert.That(AttributeValue.Parse(Attribute("a", "Int32", isList: true), "1\r\n2\n").Value, Is.EqualTo(AttributeValue.Of([AttributeValue.Of(1), AttributeValue.Of(2)])));
            Assert.That(AttributeValue.Parse(Attribute("a", "Int32", isList: true), "1\nhai").Error, Is.Not.Null);
        }
    }

    [TestCase("\"chữ\"")]
    [TestCase("1500000.5")]
    [TestCase("true")]
    [TestCase("[\"a\",2,false]")]
    public void A_value_is_plain_json(string json)
    {
        var value = JsonSerializer.Deserialize<AttributeValue>(json)!;
        Assert.That(JsonSerializer.Serialize(value, Readable), Is.EqualTo(json));
        Assert.That(JsonSerializer.Deserialize<AttributeValue>(JsonSerializer.Serialize(value)), Is.EqualTo(value));
    }

    private static AttributeDeclaration Attribute(string name, string type, bool isList = false, bool isInput = true) => new(name, type, isList, null, null, isInput);

    private static JsonElement Data([CallerFilePath] string here = "") => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "conditions.json")));
}
