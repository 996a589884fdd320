using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>The interface as programs know it. It changes on purpose only: run the tests with <c>TTHCFLOW_APPROVE=1</c>, and read the difference.</summary>
public sealed partial class InterfaceDescriptionTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Test]
    public async Task The_interface_is_the_one_that_was_approved()
    {
        var description = (await Shared.Province.Stranger().ReadAsync("/api/openapi.json")).ToJsonString(Readable) + "\n";

        var approved = Path.Combine(Path.GetDirectoryName(Here())!, "..", "Approved", "openapi.json");
        if (Environment.GetEnvironmentVariable("TTHCFLOW_APPROVE") == "1") await File.WriteAllTextAsync(approved, description);
        Assert.That(description, Is.EqualTo(File.Exists(approved) ? await File.ReadAllTextAsync(approved) : ""));
    }

    [Test]
    public async Task Every_endpoint_says_what_it_is_for_and_how_it_may_refuse()
    {
        var paths = (await Shared.Province.Stranger().ReadAsync("/api/openapi.json"))["paths"]!.AsObject();
        var acts = paths.SelectMany(path => path.Value!.AsObject().Select(act => (Name: $"{act.Key} {path.Key}", About: act.Value!))).ToArray();

        Assert.That(acts, Has.Length.GreaterThan(20));
        Assert.That(acts.Where(act => string.IsNullOrEmpty((string?)act.About["summary"])).Select(act => act.Name), Is.Empty);
        var silent = acts.Where(act => act.Name != "delete /api/session" && !act.About["responses"]!.AsObject().Any(answer => answer.Key.StartsWith('4')));
        Assert.That(silent.Select(act => act.Name), Is.Empty);
    }

    [Test]
    public async Task It_can_be_read_in_a_browser_without_inline_script()
    {
        var reader = Shared.Province.Stranger();
        var page = await reader.GetAsync("/api/docs/index.html");
        var html = await page.Content.ReadAsStringAsync();

        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Inline().IsMatch(html), Is.False);
        foreach (Match script in Script().Matches(html))
            Assert.That((await reader.GetAsync("/api/docs/" + script.Groups[1].Value)).StatusCode, Is.EqualTo(HttpStatusCode.OK), script.Value);
    }

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex("<script(?![^>]*src=)|\\son[a-z]+=")]
    private static partial Regex Inline();

    [GeneratedRegex("<script src=\"\\./([^\"]+)\"")]
    private static partial Regex Script();
}
