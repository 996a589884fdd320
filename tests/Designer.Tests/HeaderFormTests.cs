using System.Text.Json.Nodes;
using TthcFlow.Designer.Author;

namespace TthcFlow.Designer.Tests;

/// <summary>Editing the header of a process through its form.</summary>
public sealed class HeaderFormTests
{
    private static JsonObject Header() => (JsonObject)JsonNode.Parse("""
        {"procedure":"1.004203","ours":{"kept":true},"statutoryLimit":{"value":15,"unit":"WorkingDay","note":"x"},
         "components":[{"name":"Đơn đề nghị","code":"TP01","copies":2},{"name":"Bản vẽ","code":"TP02"}],"reasons":{"V203":"cũ"}}
        """)!;

    [Test]
    public void What_the_form_does_not_show_stays_as_it_was()
    {
        var header = Applied(("components", "Đơn đề nghị\r\nGiấy tờ đất"), ("statutoryLimit", "7"), ("statutoryLimit-unit", "WorkingDay"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(header["procedure"]!.GetValue<string>(), Is.EqualTo("1.004203"));
            Assert.That(header["ours"]!["kept"]!.GetValue<bool>(), Is.True);
            Assert.That(header["statutoryLimit"]!.ToJsonString(), Does.Contain("\"note\":\"x\"").And.Contain("\"value\":7"));
            Assert.That(header["components"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("TP01"), "an unchanged line keeps its code");
            Assert.That(header["components"]![1]!["name"]!.GetValue<string>(), Is.EqualTo("Giấy tờ đất"));
            Assert.That(header["components"]!.AsArray(), Has.Count.EqualTo(2));
        }
    }

    [TestCase("2,5", 2.5)]
    [TestCase("2.5", 2.5)]
    [TestCase("0", 0)]
    public void Amounts_are_read_with_comma_or_point(string typed, double value) =>
        Assert.That(Applied(("promisedLimit", typed))["promisedLimit"]!["value"]!.GetValue<decimal>(), Is.EqualTo((decimal)value));

    [TestCase("-1")]
    [TestCase("bảy")]
    [TestCase(null)]
    public void What_is_no_amount_is_no_limit(string? typed) => Assert.That(Applied(("promisedLimit", typed))["promisedLimit"], Is.Null);

    [Test]
    public void Reasons_are_kept_per_warning_and_an_empty_one_is_taken_away()
    {
        Assert.That(HeaderForm.Applied(Header(), field => field == "reason-V301" ? "đã thống nhất" : null, ["V203", "V301"])["reasons"]!.ToJsonString(), Does.Not.Contain("V203").And.Contain("V301"));
        Assert.That(HeaderForm.Applied(Header(), _ => null, [])["reasons"]!["V203"]!.GetValue<string>(), Is.EqualTo("cũ"), "a reason nobody asked about stays");
    }

    private static JsonObject Applied(params (string Field, string? Text)[] posted) =>
        HeaderForm.Applied(Header(), field => posted.FirstOrDefault(given => given.Field == field).Text, []);
}
