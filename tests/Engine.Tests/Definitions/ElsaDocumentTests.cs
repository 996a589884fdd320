using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>Reading, the canonical form and the hash of documents; each trap of Elsa's format and of Studio's saving.</summary>
public sealed class ElsaDocumentTests
{
    [Test]
    public void A_document_is_read_and_says_what_it_is()
    {
        var document = Sample.Document();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Name, Is.EqualTo("Cấp giấy phép xây dựng"));
            Assert.That(document.DefinitionId, Is.EqualTo("gpxd"));
            Assert.That(document.ActivityCount, Is.EqualTo(8));
            Assert.That(document.Header.GetProperty("procedure").GetString(), Is.EqualTo("1.004203"));
        }
    }

    [Test]
    public void A_canonical_document_reads_back_to_the_same_bytes()
    {
        var text = Sample.Document().ToCanonicalText();
        Assert.That(ElsaDocument.Read(text).Document!.ToCanonicalText(), Is.EqualTo(text));
        Assert.That(text, Does.EndWith("}\n").And.Not.Contain("\r").And.Contain("\n  \"name\": \"Cấp giấy phép xây dựng\","));
    }

    [Test]
    public void The_order_of_members_activities_and_connections_does_not_matter()
    {
        var canonical = Sample.Document().ToCanonicalText();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var shuffled = Shuffled(Sample.Tree(), new Random(seed), "");
            return ElsaDocument.Read(shuffled!.ToJsonString()).Document!.ToCanonicalText() == canonical;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Any_text_survives_the_round_trip()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var clean = new string([.. text.Get.Where(letter => letter != '\0' && !char.IsSurrogate(letter))]).Normalize();
            var tree = Sample.Tree();
            tree["description"] = clean + "😀";
            var read = ElsaDocument.Read(tree.ToJsonString()).Document!;
            return read.Json.GetProperty("description").GetString() == clean + "😀" && ElsaDocument.Read(read.ToCanonicalUtf8()).Document!.ToCanonicalText() == read.ToCanonicalText();
        }).QuickCheckThrowOnFailure();
    }

    [TestCase("1.0", "1")]
    [TestCase("-0", "0")]
    [TestCase("1.50e1", "15")]
    [TestCase("1e21", "1e+21")]
    [TestCase("123456789012345678901234567890", "1.2345678901234567890123456789e+29")]
    [TestCase("0.0000001", "1e-7")]
    [TestCase("0.000001", "0.000001")]
    [TestCase("669.3682861328125", "669.3682861328125")]
    [TestCase("-0.010", "-0.01")]
    public void A_number_has_one_way_to_be_written(string written, string canonical)
    {
        var tree = Sample.Tree().ToJsonString().Replace("\"x-extra\":{}", $"\"x-extra\":{written}", StringComparison.Ordinal);
        Assert.That(ElsaDocument.Read(tree).Document!.ToCanonicalText(), Does.Contain($"\"x-extra\": {canonical}\n").Or.Contain($"\"x-extra\": {canonical},\n"));
    }

    [Test]
    public void Letters_typed_on_another_keyboard_are_the_same_letters()
    {
        var decomposed = Sample.Tree().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Normalize(NormalizationForm.FormD);
        Assert.That(ElsaDocument.Read(decomposed).Document!.ToCanonicalText(), Is.EqualTo(Sample.Document().ToCanonicalText()));
    }

    [Test]
    public void A_byte_order_mark_is_skipped() =>
        Assert.That(ElsaDocument.Read(Encoding.UTF8.GetPreamble().Concat(Sample.Document().ToCanonicalUtf8().ToArray()).ToArray()).Document!.Hash, Is.EqualTo(Sample.Document().Hash));

    [Test]
    public void Members_nobody_knows_are_kept_everywhere()
    {
        var tree = Sample.Tree();
        tree["x-top"] = 1;
        tree["root"]!["tthcExtra"] = new JsonObject { ["a"] = 1 };
        tree["root"]!["activities"]![0]!["X-Activity"] = "giữ";
        tree["root"]!["connections"]![0]!["x-connection"] = true;
        var text = ElsaDocument.Read(tree.ToJsonString()).Document!.ToCanonicalText();
        Assert.That(text, Does.Contain("\"x-top\": 1").And.Contain("tthcExtra").And.Contain("\"X-Activity\": \"giữ\"").And.Contain("\"x-connection\": true"));
    }

    [TestCase("{", "V101")]
    [TestCase("", "V101")]
    [TestCase("[]", "V102")]
    [TestCase("null", "V102")]
    [TestCase("""{"name":"a","name":"b"}""", "V101")]
    [TestCase("""{"name":"\ud800"}""", "V101")]
    [TestCase("""{"\ud800":1}""", "V101")]
    [TestCase("""{"name":"a\u0000"}""", "V101")]
    [TestCase("""{"x":1e999999999999}""", "V108")]
    [TestCase("""{"name":"a"}""", "V103")]
    [TestCase("""{"root":[]}""", "V102")]
    [TestCase("""{"root":{"type":"Elsa.Sequence"}}""", "V104")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart","activities":{}}}""", "V102")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart","activities":[1]}}""", "V102")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart","connections":["a"]}}""", "V102")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart"},"customProperties":[]}""", "V102")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart"},"variables":[1]}""", "V102")]
    [TestCase("""{"name":5,"root":{"type":"Elsa.Flowchart"}}""", "V102")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart","activities":[{"id":"a","type":"Tthc.Draft"},{"id":"a","type":"Tthc.Draft"}]}}""", "V105")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart","activities":[{"type":"Tthc.Draft"}]}}""", "V107")]
    [TestCase("""{"root":{"type":"Elsa.Flowchart","activities":[{"id":"a"}]}}""", "V107")]
    public void What_is_no_process_is_refused_with_its_reason(string text, string code)
    {
        var reading = ElsaDocument.Read(text);
        Assert.That(reading.Document, Is.Null);
        Assert.That(reading.Findings, Has.Some.Matches<Finding>(finding => finding!.Code == code && finding.Severity is Severity.Error && finding.Message.Vi.Length > 10));
    }

    [Test]
    public void Too_large_too_deep_and_not_utf8_are_findings_not_crashes()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ElsaDocument.Read(new byte[10 * 1024 * 1024]).Findings[0].Code, Is.EqualTo("V100"));
            Assert.That(ElsaDocument.Read(new string('[', 100_000)).Findings[0].Code, Is.EqualTo("V101"));
            Assert.That(ElsaDocument.Read(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' }).Findings[0].Code, Is.EqualTo("V101"));
        }
    }

    [Test]
    public void Nothing_anybody_sends_makes_reading_throw()
    {
        var text = Sample.Tree().ToJsonString();
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<char>(), (at, letter) =>
        {
            var spoilt = text.ToCharArray();
            spoilt[Math.Abs((long)at * 7919) % text.Length] = letter;
            var reading = ElsaDocument.Read(new string(spoilt));
            return reading.Document is not null || reading.Findings.Any(finding => finding.Severity is Severity.Error);
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void The_old_forms_of_elsa_are_read_as_the_same_document()
    {
        var old = Sample.Tree();
        var root = (JsonObject)old["root"]!;
        root["connections"] = new JsonObject
        {
            ["$id"] = "1",
            ["$values"] = new JsonArray([.. root["connections"]!.AsArray().Select(connection => new JsonObject
            {
                ["source"] = connection!["source"]!["activity"]!.GetValue<string>(),
                ["sourcePort"] = connection["source"]!["port"]?.GetValue<string>(),
                ["target"] = connection["target"]!["activity"]!.GetValue<string>(),
                ["targetPort"] = "In",
            })]),
        };
        Assert.That(ElsaDocument.Read(old.ToJsonString()).Document!.ToCanonicalText(), Is.EqualTo(Sample.Document().ToCanonicalText()));
        Assert.That(ElsaDocument.Read(Pascal(Sample.Tree())!.ToJsonString()).Document!.ToCanonicalText(), Is.EqualTo(Sample.Document().ToCanonicalText()));
    }

    [Test]
    public void A_connection_without_a_port_leaves_by_Done()
    {
        var tree = Sample.Tree();
        foreach (var connection in tree["root"]!["connections"]!.AsArray().Where(connection => connection!["source"]!["port"]!.GetValue<string>() == "Done")) connection!["source"]!["port"] = null;
        Assert.That(ElsaDocument.Read(tree.ToJsonString()).Document!.ToCanonicalText(), Is.EqualTo(Sample.Document().ToCanonicalText()));
    }

    [Test]
    public void A_connection_that_hangs_in_the_air_is_dropped_with_a_warning()
    {
        var tree = Sample.Tree();
        tree["root"]!["connections"]!.AsArray().Add(Sample.Connection("b1", "Accepted", "nowhere"));
        var reading = ElsaDocument.Read(tree.ToJsonString());
        Assert.That(reading.Findings, Has.One.Matches<Finding>(finding => finding is { Code: "V106", Severity: Severity.Warning, Step: "b1" }));
        Assert.That(reading.Document!.ToCanonicalText(), Is.EqualTo(Sample.Document().ToCanonicalText()));
    }

    [Test]
    public void A_new_workflow_as_Studio_posts_it_gets_everything_its_editor_needs()
    {
        var request = """{"model":{"name":"Mới","description":"","version":1,"toolVersion":"3.8.0.0","isLatest":true,"variables":null,"customProperties":null,"options":null,"root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"name":"Flowchart1"}},"publish":true}"""u8.ToArray();
        var reading = ElsaDocument.ReadSaveRequest(request);
        var json = JsonNode.Parse(reading.Document!.ToApiJson(Sample.Face))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Publish, Is.True);
            foreach (var name in new[] { "variables", "inputs", "outputs", "outcomes" }) Assert.That(json[name], Is.InstanceOf<JsonArray>(), name);
            foreach (var name in new[] { "customProperties", "options" }) Assert.That(json[name], Is.InstanceOf<JsonObject>(), name);
            Assert.That(json["root"]!["nodeId"]!.GetValue<string>(), Is.EqualTo("Workflow1:Flowchart1"));
            Assert.That(json["root"]!["activities"], Is.InstanceOf<JsonArray>());
            Assert.That(json["links"]![0]!["rel"]!.GetValue<string>(), Is.EqualTo("publish"));
            Assert.That(json["id"]!.GetValue<string>(), Is.EqualTo("row-7"));
        }
    }

    [TestCase("""{"publish":true}""")]
    [TestCase("""[]""")]
    [TestCase("""{"model":null}""")]
    public void A_save_request_without_a_model_is_refused(string request) =>
        Assert.That(ElsaDocument.ReadSaveRequest(Encoding.UTF8.GetBytes(request)).Findings[0].Code, Is.EqualTo("V102"));

    [Test]
    public void Inputs_of_a_fresh_activity_are_saved_with_their_type_and_without_a_null_reference()
    {
        var tree = Sample.Tree();
        tree["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""
            {"id":"zz","type":"Tthc.Draft","version":1,"limit":{"typeName":null,"expression":{"type":"Literal","value":"4"},"memoryReference":null},"product":{"typeName":"String","memoryReference":{"id":"var-1"}}}
            """));
        var activity = ElsaDocument.Read(tree.ToJsonString()).Document!.Edit()["root"]!["activities"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == "zz")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(activity["limit"]!["typeName"]!.GetValue<string>(), Is.EqualTo("Decimal"));
            Assert.That(activity["limit"]!.AsObject().ContainsKey("memoryReference"), Is.False);
            Assert.That(activity["product"]!["memoryReference"]!["id"]!.GetValue<string>(), Is.EqualTo("var-1"));
            Assert.That(activity["nodeId"]!.GetValue<string>(), Is.EqualTo("Workflow1:Flowchart1:zz"));
            Assert.That(activity["metadata"], Is.InstanceOf<JsonObject>());
        }
    }

    [Test]
    public void Layout_and_bookkeeping_do_not_change_the_hash()
    {
        var tree = Sample.Tree();
        tree["id"] = "row-9";
        tree["version"] = 4;
        tree["createdAt"] = "2026-03-02T00:00:00Z";
        tree["isLatest"] = false;
        tree["$schema"] = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";
        tree["links"] = new JsonArray();
        tree["customProperties"]!["VariableTestValues"] = new JsonObject { ["a"] = 1 };
        tree["options"] = JsonNode.Parse("""{"activationStrategyType":null,"usableAsActivity":null,"autoUpdateConsumingWorkflows":false}""");
        foreach (var activity in (JsonArray)tree["root"]!["activities"]!)
        {
            activity!["metadata"]!["designer"] = JsonNode.Parse("""{"position":{"x":1.5,"y":2},"size":{"width":10,"height":3}}""");
            activity["metadata"]!["description"] = null;
            activity["customProperties"] = JsonNode.Parse("""{"canStartWorkflow":false,"runAsynchronously":false}""");
        }
        foreach (var connection in (JsonArray)tree["root"]!["connections"]!) connection!["vertices"] = JsonNode.Parse("""[{"x":1,"y":2}]""");
        var read = ElsaDocument.Read(tree.ToJsonString()).Document!;
        Assert.That(read.Hash, Is.EqualTo(Sample.Document().Hash));
        Assert.That(ElsaDocument.Read(read.ToApiJson(Sample.Face)).Document!.Hash, Is.EqualTo(read.Hash));
        Assert.That(ElsaDocument.Read(read.ToExport()).Document!.Hash, Is.EqualTo(read.Hash));
    }

    [Test]
    public void What_the_process_says_does_change_the_hash()
    {
        var (before, other) = (Sample.Document(), new HashSet<ContentHash>());
        other.Add(before.Hash);
        other.Add(before.WithName("Tên khác").Hash);
        other.Add(before.WithHeaderMember("issueNumber", 2).Hash);
        foreach (var edit in new Action<JsonObject>[]
        {
            tree => tree["root"]!["activities"]![1]!["limit"]!["expression"]!["value"] = "5",
            tree => tree["root"]!["connections"]![0]!["source"]!["port"] = "Declined",
            tree => tree["root"]!["activities"]![2]!["metadata"]!["displayText"] = "Khác",
            tree => tree["outcomes"] = new JsonArray("A"),
        })
        {
            var tree = Sample.Tree();
            edit(tree);
            other.Add(ElsaDocument.Read(tree.ToJsonString()).Document!.Hash);
        }
        Assert.That(other, Has.Count.EqualTo(7));
    }

    [Test]
    public void A_header_is_replaced_without_touching_the_drawing()
    {
        var before = Sample.Document();
        var after = before.WithHeader(new JsonObject { ["procedure"] = "2.000908" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Header.GetRawText(), Does.Contain("2.000908").And.Not.Contain("1.004203"));
            Assert.That(after.Json.GetProperty("root").GetRawText(), Is.EqualTo(before.Json.GetProperty("root").GetRawText()));
            Assert.That(before.Header.GetProperty("procedure").GetString(), Is.EqualTo("1.004203"), "a document never changes");
            Assert.That(ElsaDocument.Blank("moi", "Quy trình mới").ActivityCount, Is.Zero);
        }
    }

    private static JsonNode? Shuffled(JsonNode? node, Random random, string name) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, Shuffled(member.Value, random, member.Key)))),
        JsonArray items => new JsonArray([.. (name is "activities" or "connections" ? items.OrderBy(_ => random.Next()) : items.AsEnumerable()).Select(item => Shuffled(item, random, ""))]),
        _ => node?.DeepClone(),
    };

    private static JsonNode? Pascal(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key.Contains('-') ? member.Key : char.ToUpperInvariant(member.Key[0]) + member.Key[1..],
            member.Key is "customProperties" or "metadata" or "x-extra" ? member.Value?.DeepClone() : Pascal(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Pascal)]),
        _ => node?.DeepClone(),
    };
}
