using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TthcFlow.Api.Tests.Studio;

/// <summary>The page around the editor, and the files that browsers fetch.</summary>
public sealed partial class BrowserFilesTests
{
    private Drawer _drawer = null!;
    private string _page = "";

    [OneTimeSetUp]
    public async Task Open_the_page()
    {
        _drawer = new Drawer().With("du-thao", """{"name":"A","root":{"id":"F","type":"Elsa.Flowchart","version":1}}""");
        _page = await _drawer.Client.GetStringAsync(new Uri(await Where("/studio/du-thao"), UriKind.Relative));
    }

    [OneTimeTearDown]
    public async Task Close_the_drawer() => await _drawer.DisposeAsync();

    [Test]
    public async Task The_page_lets_no_script_run_but_ours_and_the_editors_one()
    {
        var answer = await _drawer.Client.GetAsync(new Uri(await Where("/studio/du-thao"), UriKind.Relative));

        Assert.That(string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), Does
            .StartWith("default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc='; ")
            .And.Contain("connect-src 'self'").And.Contain("worker-src 'self' blob:").And.Contain("frame-ancestors 'self'").And.Not.Contain("'unsafe-eval'"));
        Assert.That(InlineScript().IsMatch(_page), Is.False);
    }

    [Test]
    public async Task Everything_the_page_names_is_there_and_comes_from_us()
    {
        var page = new Uri(new Uri("http://localhost"), await Where("/studio/du-thao"));
        var stem = new Uri(page, Base().Match(_page).Groups[1].Value);
        Assert.That(page.AbsolutePath, Does.StartWith(stem.AbsolutePath), "Blazor needs its page inside the base address");

        var named = Address().Matches(_page).Select(match => new Uri(stem, match.Groups[1].Value)).Where(address => address != stem).ToArray();
        Assert.That(named, Has.Length.GreaterThan(12));
        foreach (var address in named)
        {
            Assert.That(address.Authority, Is.EqualTo("localhost"));
            Assert.That((await _drawer.Client.GetAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.OK), address.ToString());
        }
    }

    [Test]
    public async Task A_name_with_markup_in_it_stays_a_name()
    {
        var answer = await _drawer.Client.GetStringAsync(new Uri(await Where("/studio/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"), UriKind.Relative));

        Assert.That(answer, Does.Not.Contain("<script>alert"));
    }

    [Test]
    public async Task Nobody_signed_in_is_sent_to_sign_in_before_anything_is_loaded()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(await Where("/studio/du-thao"), UriKind.Relative));
        request.Headers.Add("X-Nobody", "1");
        var answer = await _drawer.Client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(answer.Headers.Location?.AbsolutePath, Is.EqualTo("/sign-in"));
    }

    [TestCase("studio/{0}/_framework/dotnet.js", "text/javascript")]
    [TestCase("studio/{0}/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    [TestCase("lib/tabler/tabler.min.css", "text/css")]
    [TestCase("lib/htmx/htmx.min.js", "text/javascript")]
    [TestCase("lib/icons/icons.svg", "image/svg+xml")]
    public async Task A_text_file_travels_packed_and_means_the_same_unpacked(string path, string type)
    {
        var (packed, plain) = (await Fetch(path, "br"), await Fetch(path, "gzip"));
        using var inflated = new MemoryStream();
        await using (var brotli = new BrotliStream(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress)) await brotli.CopyToAsync(inflated);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(packed.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "br" }));
            Assert.That(plain.Content.Headers.ContentEncoding, Is.Empty);
            Assert.That(packed.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
            Assert.That(packed.Headers.Vary, Does.Contain("Accept-Encoding"));
            Assert.That(await plain.Content.ReadAsByteArrayAsync(), Is.EqualTo(inflated.ToArray()));
        }
    }

    [Test]
    public async Task Web_assembly_comes_as_such_and_is_kept_for_ever()
    {
        var script = await (await Fetch("studio/{0}/_framework/dotnet.js", "identity")).Content.ReadAsStringAsync();
        var file = await Fetch("studio/{0}/_framework/" + NativeFile().Match(script).Value, "br");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/wasm"));
            Assert.That(file.Headers.CacheControl?.ToString(), Does.Contain("immutable"));
        }
    }

    [Test]
    public async Task A_library_is_asked_after_unless_its_address_says_which_edition()
    {
        var first = await Fetch("lib/fonts/be-vietnam-pro.css", "br");
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/lib/fonts/be-vietnam-pro.css", UriKind.Relative));
        again.Headers.Add("Accept-Encoding", "br");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers.CacheControl?.NoCache, Is.True);
            Assert.That((await _drawer.Client.SendAsync(again)).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That((await Fetch("lib/fonts/be-vietnam-pro.css?v=5", "br")).Headers.CacheControl?.ToString(), Does.Contain("immutable"));
        }
    }

    [TestCase("lib/../browser.location")]
    [TestCase("lib/%2e%2e/%2e%2e/browser.location")]
    [TestCase("lib/tabler/tabler.min.css.br")]
    [TestCase("studio/{0}/index.html")]
    public async Task Only_what_was_laid_out_can_be_asked_for(string path) =>
        Assert.That((await Fetch(path, "br")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

    [Test]
    public async Task The_dictionary_says_something_for_every_word()
    {
        var address = Address().Matches(_page).Select(match => match.Groups[1].Value).Single(value => value.EndsWith("studio.js", StringComparison.Ordinal));
        var words = (await _drawer.Client.GetFromJsonAsync<Dictionary<string, string>>(new Uri(address.Replace("studio.js", "vi.json", StringComparison.Ordinal), UriKind.Relative)))!;

        Assert.That(words, Has.Count.GreaterThan(120));
        Assert.That(words.Where(word => string.IsNullOrWhiteSpace(word.Value) || word.Value == word.Key), Is.Empty);
    }

    [Test]
    public void The_lock_file_names_packages_by_hash_and_no_registry()
    {
        var file = Path.Combine(Path.GetDirectoryName(Here())!, "../../../src/Api/Npm/package-lock.json");
        using var locked = JsonDocument.Parse(File.ReadAllText(file));
        var packages = locked.RootElement.GetProperty("packages").EnumerateObject().Where(package => package.Name.Length > 0).ToArray();

        Assert.That(packages, Is.Not.Empty);
        Assert.That(packages.Where(package => !package.Value.TryGetProperty("integrity", out _) || package.Value.TryGetProperty("resolved", out _)).Select(package => package.Name), Is.Empty);
    }

    private static string Here([CallerFilePath] string here = "") => here;

    private async Task<string> Where(string path) => (await _drawer.Client.GetAsync(new Uri(path, UriKind.Relative))).Headers.Location!.ToString();

    private async Task<HttpResponseMessage> Fetch(string path, string encoding)
    {
        var version = Base().Match(_page).Groups[1].Value.Split('/')[2];
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/" + path.Replace("{0}", version, StringComparison.Ordinal), UriKind.Relative));
        request.Headers.Add("Accept-Encoding", encoding);
        return await _drawer.Client.SendAsync(request);
    }

    [GeneratedRegex("<base href=\"([^\"]+)\"")]
    private static partial Regex Base();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Address();

    [GeneratedRegex("<script(?![^>]*src=)|\\son[a-z]+=")]
    private static partial Regex InlineScript();

    [GeneratedRegex("dotnet\\.native\\.[a-z0-9]+\\.wasm")]
    private static partial Regex NativeFile();
}
