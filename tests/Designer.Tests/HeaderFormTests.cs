using System.Text.Json.Nodes;
using TthcFlow.Designer.Author;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Designer.Tests;

/// <summary>Editing the header of a process through its form.</summary>
public sealed class HeaderFormTests
{
    private static JsonObject Header() => (JsonObject)JsonNode.Parse("""
        {"procedure":"1.004203","ours":{"kept":true},"statutoryLimit":{"value":15,"unit":"WorkingDay","note":"x"},
         "components":[{"name":"Đơn đề nghị","code":"TP01","copies":2,"required":false},{"name":"Bản vẽ","code":"TP02"}],"reasons":{"V203":"cũ"}}
        """)!;

    [Test]
    public void What_the_form_does_not_show_stays_as_it_was()
    {
        var header = Applied(("components-rows", "4"), ("components-0-name", "Đơn đề nghị"), ("components-0-code", "TP01"), ("components-2-name", "Giấy tờ đất"), ("components-2-originals", "1"), ("statutoryLimit", "7"), ("statutoryLimit-unit", "WorkingDay"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(header["procedure"]!.GetValue<string>(), Is.EqualTo("1.004203"));
            Assert.That(header["ours"]!["kept"]!.GetValue<bool>(), Is.True);
            Assert.That(header["statutoryLimit"]!.ToJsonString(), Does.Contain("\"note\":\"x\"").And.Contain("\"value\":7"));
            Assert.That(header["components"]![0]!.ToJsonString(), Does.Contain("\"code\":\"TP01\"").And.Contain("\"required\":false"), "an item keeps what has no cell");
            Assert.That(header["components"]![0]!["copies"], Is.Null, "a cell that was cleared is gone");
            Assert.That(header["components"]![1]!["name"]!.GetValue<string>(), Is.EqualTo("Giấy tờ đất"), "the second row was cleared, the third is new");
            Assert.That(header["components"]![1]!["originals"]!.GetValue<int>(), Is.EqualTo(1));
            Assert.That(header["components"]!.AsArray(), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public void A_list_that_was_not_shown_stays_and_rows_that_were_not_shown_too()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Applied()["components"]!.AsArray(), Has.Count.EqualTo(2));
            Assert.That(Applied(("components-rows", "1"), ("components-0-name", "Tờ khai"))["components"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "Tờ khai", "Bản vẽ" }));
        }
    }

    [Test]
    public void What_the_checks_ask_for_is_written_where_they_read_it()
    {
        var header = Applied(
            ("limitSource-number", "217/2026/NĐ-CP"), ("limitSource-article", "Điều 54"),
            ("control-draftedBy", "Lê Văn A"), ("control.changes-rows", "2"), ("control.changes-0-issue", "2"), ("control.changes-0-date", "2026-03-02"), ("control.changes-0-what", "Rút thời gian"),
            ("decision-rows", "2"), ("decision-1-act", "Replace"), ("decision-1-documentCode", "QT.XD.01"),
            ("fees-rows", "1"), ("fees-0-name", "Lệ phí"), ("fees-0-amount", "75.000"), ("fees-0-moment", "1"),
            ("legalBases-rows", "1"), ("legalBases-0-number", "50/2014/QH13"), ("legalBases-0-date", "2014-06-18"), ("legalBases-0-issuer", "Quốc hội"));
        var tree = JsonNode.Parse("""{"definitionId":"x","name":"x","root":{"id":"f","type":"Elsa.Flowchart","activities":[],"connections":[]}}""")!;
        tree["customProperties"] = new JsonObject { ["tthc"] = header };
        var read = ProcessDefinition.Compile(ElsaDocument.Read(tree.ToJsonString()).Document!).Header;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.LimitSource, Is.EqualTo(new LimitSource("217/2026/NĐ-CP", "Điều 54")));
            Assert.That(read.Control!.DraftedBy, Is.EqualTo("Lê Văn A"));
            Assert.That(read.Control.Changes, Is.EqualTo(new[] { new DocumentChange(2, new(2026, 3, 2), "Rút thời gian", null) }));
            Assert.That(read.Decision, Is.EqualTo(new[] { new DecisionLine(DecisionAct.Replace, "QT.XD.01", null) }));
            Assert.That(read.Fees, Is.EqualTo(new[] { new Fee("Lệ phí", 75_000, null, 1) }));
            Assert.That(read.LegalBases, Is.EqualTo(new[] { new LegalBasis("50/2014/QH13", new(2014, 6, 18), "Quốc hội", null, null, null, null) }));
        }
    }

    [Test]
    public void The_place_of_application_is_one_agency_or_the_whole_province()
    {
        Assert.That((string?)Applied(("place", "H35.40"))["place"], Is.EqualTo("H35.40"));
        Assert.That(HeaderForm.Applied(new JsonObject { ["place"] = "H35.40" }, _ => null, []).ContainsKey("place"), Is.False);
    }

    [Test]
    public void The_time_to_supply_papers_is_written_where_it_was_shown_and_kept_where_it_was_not()
    {
        var shown = Applied(("supplement-clock", "Suspends"), ("supplement-rounds", "2"), ("supplement-answerWithin", "10"), ("supplement-answerWithin-unit", "WorkingDay"), ("supplement-onExpiry", "Stop"))["supplement"]!;
        Assert.That(shown.ToJsonString(), Is.EqualTo("""{"clock":"Suspends","rounds":2,"answerWithin":{"value":10,"unit":"WorkingDay"},"onExpiry":"Stop"}"""));
        var header = new JsonObject { ["supplement"] = shown.DeepClone() };
        string? Posted(string field) => field == "supplement-clock" ? "Runs" : null;
        Assert.That(HeaderForm.Applied(header, Posted, [])["supplement"]!["onExpiry"]!.GetValue<string>(), Is.EqualTo("Stop"));
    }

    [Test]
    public void The_rule_of_a_new_date_is_written_kept_and_cleared()
    {
        ExtensionRule? Read(JsonObject header)
        {
            var tree = JsonNode.Parse("""{"definitionId":"x","name":"x","root":{"id":"f","type":"Elsa.Flowchart","activities":[],"connections":[]}}""")!;
            tree["customProperties"] = new JsonObject { ["tthc"] = header };
            return ProcessDefinition.Compile(ElsaDocument.Read(tree.ToJsonString()).Document!).Header.Extension;
        }
        var written = Applied(("extension-times", "2"), ("extension-askBefore", "4"), ("extension-askBefore-unit", "WorkingHour"), ("extension-basis", "Điều 19"));
        Assert.That(Read(written), Is.EqualTo(new ExtensionRule(2, TimeLimit.OfHours(4), "Điều 19")));
        Assert.That(Read(Applied(("extension-times", "0"))), Is.EqualTo(ExtensionRule.Default with { Times = 0 }), "what is not said is as usual");
        Assert.That(Applied()["extension"], Is.Null, "nothing written: the general rule holds");
    }

    [TestCase("legalBases[1]", "Căn cứ pháp lý, dòng 2")]
    [TestCase("control.changes", "Bảng theo dõi sửa đổi")]
    [TestCase("issueNumber", "Lần ban hành")]
    [TestCase("Incomplete", "Incomplete")]
    public void A_finding_points_in_the_words_of_the_page(string field, string place) => Assert.That(HeaderList.Place(field).Vi, Is.EqualTo(place));

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
