using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Api.Tests.Studio;

/// <summary>The guards between Studio and a draft: nothing that the editor loses, wipes or overwrites may reach the text.</summary>
public sealed class StudioFaceTests
{
    private const string Sample = """
        {"definitionId":"cap-phep","name":"Cấp phép","isSystem":true,"ofOurs":{"a":1},"customProperties":{"tthc":{"procedure":"1.004203","later":7}},
         "inputs":[{"name":"dienTich","type":"Decimal"}],
         "root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,
          "activities":[
            {"id":"b1","type":"Tthc.Intake","version":1,"own":{"kept":true}},
            {"id":"b2","type":"Acme.Mystery","version":3,"own":{"kept":true}},
            {"id":"b3","type":"Tthc.Draft","version":9,"position":{"typeName":"String","expression":{"type":"Literal","value":"vi-tri-cu"}}}],
          "connections":[{"source":{"activity":"b1","port":"Accepted"},"target":{"activity":"b2","port":"In"}},
                         {"source":{"activity":"b2","port":"Lạ"},"target":{"activity":"b3","port":"In"}}]}}
        """;

    private Drawer _drawer = null!;

    [SetUp]
    public void Open_the_drawer() => _drawer = new Drawer().With("du-thao", Sample).With(Drawer.OthersDraft, Sample);

    [TearDown]
    public async Task Close_the_drawer() => await _drawer.DisposeAsync();

    [Test]
    public async Task Studio_sees_the_draft_and_its_revision_in_place_of_the_documents_own()
    {
        var model = await _drawer.OpenAsync("du-thao");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)model["id"], Is.EqualTo("du-thao@1"));
            Assert.That((string?)model["definitionId"], Is.EqualTo("du-thao"));
            Assert.That((int?)model["version"], Is.EqualTo(1));
            Assert.That((string?)model["links"]?[0]?["rel"], Is.EqualTo("publish"), "without this link the editor is a viewer");
        }
    }

    [Test]
    public async Task A_change_becomes_the_next_revision_and_what_Studio_has_no_say_in_stays()
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["name"] = "Cấp phép xây dựng";
        foreach (var dropped in new[] { "ofOurs", "isSystem" }) model.Remove(dropped);
        model["customProperties"] = new JsonObject { ["VariableTestValues"] = new JsonObject() };

        var saved = await Body(await _drawer.SaveAsync("du-thao", model));

        var kept = _drawer.Latest("du-thao").Edit();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int?)saved["workflowDefinition"]?["version"], Is.EqualTo(2));
            Assert.That((string?)saved["workflowDefinition"]?["id"], Is.EqualTo("du-thao@2"));
            Assert.That((string?)kept["name"], Is.EqualTo("Cấp phép xây dựng"));
            Assert.That((string?)kept["definitionId"], Is.EqualTo("cap-phep"));
            Assert.That((bool?)kept["isSystem"], Is.True);
            Assert.That((int?)kept["ofOurs"]?["a"], Is.EqualTo(1));
            Assert.That((int?)kept["customProperties"]?["tthc"]?["later"], Is.EqualTo(7), "the header is ours, with the members it may gain");
            Assert.That(kept.ContainsKey("links"), Is.False);
            Assert.That(_drawer.Revisions("du-thao")[0].Name, Is.EqualTo("Cấp phép"), "the earlier revision is kept");
        }
    }

    [Test]
    public async Task A_save_that_changes_nothing_makes_no_revision()
    {
        var answer = await _drawer.SaveAsync("du-thao", await _drawer.OpenAsync("du-thao"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(_drawer.Revisions("du-thao"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_drawing_that_came_back_empty_never_wipes_the_draft()
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["root"]!["activities"] = new JsonArray();
        model["root"]!["connections"] = new JsonArray();

        await Refused(await _drawer.SaveAsync("du-thao", model), "S104");
    }

    [Test]
    public async Task An_empty_draft_may_stay_empty_and_may_be_filled()
    {
        _drawer.With("moi", ElsaDocument.Blank("moi", "Mới").ToCanonicalText());
        var asStudioSendsANewOne = JsonNode.Parse("""
            {"id":"moi@1","name":"Mới","description":null,"version":1,"toolVersion":"3.8.0.0","isLatest":true,"variables":null,"inputs":null,"outputs":null,"outcomes":null,
             "customProperties":null,"options":null,"root":{"id":"Flowchart1","type":"Elsa.Flowchart","version":1,"name":"Flowchart1",
             "activities":[{"id":"a","name":"Intake1","type":"Tthc.Intake","version":1,"step":{"typeName":null,"expression":{"type":"Literal","value":"B1"},"memoryReference":null}}]}}
            """)!;

        var saved = (await Body(await _drawer.SaveAsync("moi", asStudioSendsANewOne)))["workflowDefinition"]!;

        var step = _drawer.Latest("moi").Edit()["root"]!["activities"]![0]!["step"]!.AsObject();
        using (Assert.EnterMultipleScope())
        {
            foreach (var list in new[] { "variables", "inputs", "outputs", "outcomes" }) Assert.That(saved[list], Is.InstanceOf<JsonArray>(), list);
            foreach (var member in new[] { "customProperties", "options" }) Assert.That(saved[member], Is.InstanceOf<JsonObject>(), member);
            Assert.That((string?)saved["root"]?["nodeId"], Is.EqualTo("Workflow1:Flowchart1"));
            Assert.That((string?)saved["root"]?["activities"]?[0]?["nodeId"], Is.EqualTo("Workflow1:Flowchart1:a"));
            Assert.That((string?)step["typeName"], Is.EqualTo("String"));
            Assert.That(step.ContainsKey("memoryReference"), Is.False);
        }
    }

    [Test]
    public async Task Who_edits_an_older_revision_is_told_and_overwrites_nothing()
    {
        var (mine, theirs) = (await _drawer.OpenAsync("du-thao"), await _drawer.OpenAsync("du-thao"));
        theirs["name"] = "Của người khác";
        await Body(await _drawer.SaveAsync("du-thao", theirs));
        mine["name"] = "Của tôi";

        await Refused(await _drawer.SaveAsync("du-thao", mine), "S103", revisions: 2);
        Assert.That(_drawer.Latest("du-thao").Name, Is.EqualTo("Của người khác"));
    }

    [Test]
    public async Task The_revision_the_window_holds_counts_for_more_than_the_one_in_Studios_copy()
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["name"] = "Lần một";
        await Body(await _drawer.SaveAsync("du-thao", model));
        model["name"] = "Lần hai, gửi đi trước khi câu trả lời đầu về tới";

        await Body(await _drawer.SaveAsync("du-thao", model, headers: ("X-Studio-Revision", "2")));

        Assert.That(_drawer.Revisions("du-thao"), Has.Count.EqualTo(3));
    }

    [TestCase("du-thao@")]
    [TestCase("khac@1")]
    [TestCase(null)]
    public async Task A_copy_of_nowhere_is_not_saved(string? id)
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["id"] = id;
        model["name"] = "Khác";

        await Refused(await _drawer.SaveAsync("du-thao", model), "S103");
    }

    [Test]
    public async Task A_reader_gets_a_viewer_and_no_pen()
    {
        var model = await _drawer.OpenAsync(Drawer.OthersDraft);
        Assert.That(model["links"], Is.Empty);
        Assert.That((bool?)model["isReadonly"], Is.True);
        model["name"] = "Sửa trộm";

        await Refused(await _drawer.SaveAsync(Drawer.OthersDraft, model), "S102", Drawer.OthersDraft);
    }

    [Test]
    public async Task An_earlier_revision_opens_as_a_viewer()
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["name"] = "Mới hơn";
        await Body(await _drawer.SaveAsync("du-thao", model));

        var history = await Get("du-thao/workflow-definitions?versionOptions=AllVersions&Page=0&PageSize=10");
        var first = await Get("du-thao/workflow-definitions/by-id/du-thao@1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(history["items"]!.AsArray().Select(line => (int?)line!["version"]), Is.EqualTo(new int?[] { 2, 1 }));
            Assert.That((string?)first["name"], Is.EqualTo("Cấp phép"));
            Assert.That(first["links"], Is.Empty);
        }
    }

    [TestCase(false, "quyết định")]
    [TestCase(true, "by a decision")]
    public async Task Publishing_is_refused_with_the_way_it_is_done(bool english, string word)
    {
        var answer = await _drawer.SaveAsync("du-thao", await _drawer.OpenAsync("du-thao"), publish: true, english ? [("X-English", "1")] : []);

        Assert.That(await Refused(answer, "S105"), Does.Contain(word));
    }

    [Test]
    public async Task What_is_not_done_in_the_drawing_is_refused_in_words()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/studio/api/du-thao/workflow-definitions/import", UriKind.Relative));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        await Refused(await _drawer.Client.SendAsync(request), "S107");
    }

    [TestCase("Sec-Fetch-Site", "cross-site")]
    [TestCase("Sec-Fetch-Site", "same-site")]
    [TestCase("Origin", "https://elsewhere.example")]
    [TestCase("Origin", "null")]
    public async Task A_request_from_another_site_is_not_taken(string header, string value)
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["name"] = "Từ trang khác";

        await Refused(await _drawer.PostAsync("du-thao", JsonContent.Create(new JsonObject { ["model"] = model }), (header, value)), "S106");
    }

    [Test]
    public async Task An_older_browser_is_known_by_its_origin()
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["name"] = "Trình duyệt cũ";

        var answer = await _drawer.PostAsync("du-thao", JsonContent.Create(new JsonObject { ["model"] = model }), ("Origin", "http://localhost"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Nobody_signed_in_gets_a_plain_401()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/studio/api/du-thao/descriptors/activities", UriKind.Relative));
        request.Headers.Add("X-Nobody", "1");

        Assert.That((await _drawer.Client.SendAsync(request)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_draft_that_is_not_there_is_404()
    {
        var answer = await _drawer.Client.GetAsync(new Uri("/studio/api/khong-co/workflow-definitions/by-definition-id/khong-co", UriKind.Relative));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [TestCase("{", "V101")]
    [TestCase("[]", null)]
    [TestCase("""{"publish":false}""", null)]
    [TestCase("""{"model":{"id":"du-thao@1","root":{"type":"Elsa.Sequence"}}}""", null)]
    [TestCase("""{"model":{"id":"du-thao@1","root":{"type":"Elsa.Flowchart","activities":7}}}""", null)]
    public async Task What_is_no_drawing_is_refused_in_words(string body, string? code) =>
        Assert.That(await Refused(await Send(body), code), Is.Not.Empty);

    [Test]
    public async Task Ten_megabytes_are_refused_in_words() =>
        await Refused(await Send("{\"model\":{\"name\":\"" + new string('a', 10 * 1024 * 1024) + "\"}}"), "V100");

    [Test]
    public async Task Every_type_and_version_of_the_drawing_is_described_once()
    {
        var described = await Described();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(described.Select(Key), Is.Unique, "Studio makes a dictionary of them");
            Assert.That(described.Select(Key), Is.SupersetOf(new[] { "Elsa.Flowchart 1", "Tthc.Intake 1", "Acme.Mystery 3", "Tthc.Draft 9", "Tthc.Draft 1" }));
        }
    }

    [Test]
    public async Task A_type_we_do_not_know_is_drawn_with_the_ports_it_is_left_by_and_not_offered()
    {
        var mystery = (await Described()).Single(descriptor => Key(descriptor) == "Acme.Mystery 3");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool?)mystery["isBrowsable"], Is.False);
            Assert.That(mystery["ports"]!.AsArray().Select(port => (string?)port!["name"]), Is.EqualTo(new[] { "Lạ" }));
            Assert.That((string?)mystery["displayName"], Does.Contain("không hỗ trợ"));
        }
    }

    [Test]
    public async Task A_type_we_do_not_know_survives_a_save()
    {
        var model = await _drawer.OpenAsync("du-thao");
        model["name"] = "Khác";
        await Body(await _drawer.SaveAsync("du-thao", model));

        var steps = _drawer.Latest("du-thao").Edit()["root"]!["activities"]!.AsArray();
        Assert.That(steps.Single(step => (string?)step!["type"] == "Acme.Mystery")!["own"]!["kept"]!.GetValue<bool>(), Is.True);
    }

    [Test]
    public async Task A_dropdown_offers_the_catalogue_and_goes_on_showing_what_is_written()
    {
        var items = (await Described()).Single(descriptor => Key(descriptor) == "Tthc.Draft 1")["inputs"]!.AsArray()
            .Single(input => (string?)input!["name"] == "Position")!["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray();

        Assert.That(items.Select(item => (string?)item!["value"]), Is.EqualTo(new[] { "", "chuyen-vien", "vi-tri-cu" }));
    }

    [Test]
    public async Task A_dropdown_without_a_catalogue_is_a_line_to_write_on()
    {
        var unit = (await Described()).Single(descriptor => Key(descriptor) == "Tthc.Draft 1")["inputs"]!.AsArray().Single(input => (string?)input!["name"] == "Unit")!;

        Assert.That((string?)unit["uiHint"], Is.EqualTo("singleline"));
    }

    [TestCase("descriptors/workflow-activation-strategies")]
    [TestCase("descriptors/log-persistence-strategies")]
    [TestCase("descriptors/incident-strategies")]
    [TestCase("descriptors/commit-strategies/workflows")]
    [TestCase("descriptors/commit-strategies/activities")]
    [TestCase("descriptors/storage-drivers")]
    [TestCase("features/installed")]
    public async Task What_we_do_not_have_is_an_empty_list_and_never_an_error(string path) =>
        Assert.That((await Get($"du-thao/{path}"))["items"], Is.InstanceOf<JsonArray>().And.Empty);

    [Test]
    public async Task Only_expressions_that_our_engine_evaluates_are_offered()
    {
        var types = (await Get("du-thao/descriptors/expression-descriptors"))["items"]!.AsArray().Select(item => (string?)item!["type"]);

        Assert.That(types, Is.EquivalentTo(new[] { "Literal", "Object", "JavaScript", "Variable", "Input" }));
    }

    [Test]
    public async Task The_expression_editor_knows_the_dossiers_attributes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/studio/api/du-thao/scripting/javascript/type-definitions/du-thao", UriKind.Relative));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        Assert.That(await (await _drawer.Client.SendAsync(request)).Content.ReadAsStringAsync(), Does.Contain("declare function getDienTich(): number;"));
    }

    private async Task<JsonObject> Get(string path) => (await _drawer.Client.GetFromJsonAsync<JsonObject>(new Uri($"/studio/api/{path}", UriKind.Relative)))!;

    private async Task<IReadOnlyList<JsonNode>> Described() => [.. (await Get("du-thao/descriptors/activities?Refresh=True"))["items"]!.AsArray().OfType<JsonNode>()];

    private static string Key(JsonNode descriptor) => string.Create(CultureInfo.InvariantCulture, $"{(string?)descriptor["typeName"]} {(int?)descriptor["version"]}");

    private Task<HttpResponseMessage> Send(string body) =>
        _drawer.PostAsync("du-thao", new StringContent(body, Encoding.UTF8, "application/json"), ("Sec-Fetch-Site", "same-origin"));

    private static async Task<JsonObject> Body(HttpResponseMessage answer)
    {
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    /// <summary>Studio shows a sentence only from a 400 with <c>generalErrors</c>; and a refusal changes nothing.</summary>
    private async Task<string> Refused(HttpResponseMessage answer, string? code, string draft = "du-thao", int revisions = 1)
    {
        var problem = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
            if (code is not null) Assert.That((string?)problem["code"], Is.EqualTo(code));
            Assert.That(_drawer.Revisions(draft), Has.Count.EqualTo(revisions));
        }
        return (string)problem["errors"]!["generalErrors"]![0]!;
    }
}
