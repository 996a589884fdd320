using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>A process of one commune beside the province's: what strangers, programs and the desk see of it.</summary>
[NonParallelizable]
public sealed class PlaceTests
{
    private const string Procedure = Office.Copies, Ward = "H35.41", Commune = "H35.40";

    private Province _province = null!;
    private string _everywhere = "", _own = "";

    [OneTimeSetUp]
    public async Task Record()
    {
        _province = new Province();
        _everywhere = (string)(await _province.Stranger().ReadAsync($"/api/versions?procedure={Procedure}")).AsArray().Single()!["hash"]!;
        var document = await _province.Stranger().ReadAsync($"/api/versions/{_everywhere}/document");
        document["customProperties"]!["tthc"]!["place"] = Ward;
        var body = new JsonObject
        {
            ["document"] = document.DeepClone(),
            ["agency"] = "H35.10",
            ["number"] = "91/QĐ-UBND",
            ["signedOn"] = "2026-02-10",
            ["authority"] = "UBND tỉnh",
            ["effectiveFrom"] = "2026-02-20",
            ["reason"] = "Ban hành trước khi có phần mềm",
        };
        var answer = await (await _province.AsAsync("congbo")).PostAsync("/api/versions", body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync());
        _own = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["hash"]!;
    }

    [OneTimeTearDown]
    public ValueTask Close() => _province.DisposeAsync();

    [Test]
    public async Task The_address_of_what_is_in_force_leads_to_the_version_of_the_nearest_place()
    {
        async Task<string> LeadsToAsync(string query) => (await _province.Stranger().GetAsync($"/api/procedures/{Procedure}/in-force{query}")).Headers.Location!.ToString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await LeadsToAsync(""), Does.EndWith(_everywhere));
            Assert.That(await LeadsToAsync($"?agency={Commune}"), Does.EndWith(_everywhere));
            Assert.That(await LeadsToAsync($"?agency={Ward}"), Does.EndWith(_own));
        }
    }

    [Test]
    public async Task Readers_go_from_the_provinces_process_to_that_of_the_place()
    {
        var (general, own) = (await PageAsync(_province.Stranger(), $"/procedures/{Procedure}"), await PageAsync(_province.Stranger(), $"/procedures/{Procedure}?place={Ward}"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(general, Does.Contain($"/versions/{_everywhere}").And.Contain($"href=\"/procedures/{Procedure}?place={Ward}\"").And.Contain("toàn tỉnh, trừ nơi có quy trình riêng"));
            Assert.That(own, Does.Contain($"/versions/{_own}").And.Contain("91/QĐ-UBND").And.Contain("Nơi áp dụng"));
            Assert.That(await PageAsync(_province.Stranger(), $"/procedures/{Procedure}?place={Commune}"), Does.Contain($"/versions/{_everywhere}"), "a place without one of its own is shown what holds there");
            Assert.That(await PageAsync(_province.Stranger(), "/procedures"), Does.Contain($"/procedures/{Procedure}?place={Ward}").And.Contain("UBND phường Tân Phong"));
            Assert.That(await PageAsync(_province.Stranger(), "/sitemap.xml"), Does.Contain($"/procedures/{Procedure}?place={Ward}<"));
        }
    }

    [Test]
    public async Task The_desk_offers_with_each_process_the_agencies_it_is_for()
    {
        var desk = await _province.AsAsync("motcua");
        Assert.That(await PageAsync(desk, "/desk/receive"), Does.Contain($"/desk/receive/{Procedure}?place={Ward}"));
        var (general, own) = (Competent(await PageAsync(desk, $"/desk/receive/{Procedure}")), Competent(await PageAsync(desk, $"/desk/receive/{Procedure}?place={Ward}")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(general, Does.Contain($"value=\"{Commune}\"").And.Not.Contain($"value=\"{Ward}\""));
            Assert.That(own, Does.Contain($"value=\"{Ward}\"").And.Not.Contain($"value=\"{Commune}\""));
        }

        Assert.That(await PageAsync(desk, $"/desk/receive/{Procedure}"), Does.Contain($"href=\"/desk/receive/{Procedure}?place={Ward}\""), "and the way to the other places");
        var found = await desk.GetAsync($"/desk/receive?search={Procedure}");
        Assert.That((found.StatusCode, found.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Found, $"/desk/receive/{Procedure}")).Or.EqualTo((HttpStatusCode.Found, $"http://localhost/desk/receive/{Procedure}")), "the desk's own");

        static string Competent(string page) => page[page.IndexOf("name=\"competent\"", StringComparison.Ordinal)..page.IndexOf("name=\"supporting\"", StringComparison.Ordinal)];
    }

    private static async Task<string> PageAsync(Person person, string path)
    {
        var answer = await person.GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
