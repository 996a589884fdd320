using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TthcFlow.Api.Demo;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Api.Tests;

/// <summary>The whole program over a SQLite file of its own, on Monday 2 March 2026, 09:00 in Vietnam.</summary>
/// <param name="isDemo">With the demo province: it settles once a run, everyone else begins with a copy of its folder.</param>
/// <param name="triesPerMinute">How often one address may try to get in.</param>
/// <param name="folder">A data folder that outlives the program; null for one that goes with it.</param>
/// <param name="settings">What the program is put together with besides.</param>
/// <param name="secrets">The folder of secrets; null for none.</param>
internal sealed class Province(bool isDemo = true, int triesPerMinute = 100_000, string? folder = null, Action<IServiceCollection>? settings = null, string? secrets = null) : WebApplicationFactory<Program>
{
    private static readonly Lazy<string> Settled = new(() =>
    {
        var settled = NewFolder();
        using var first = new Province(folder: settled);
        first.CreateClient().Dispose();
        return settled;
    });

    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    public ManualClock Clock { get; } = new(Monday);

    public string DataFolder { get; } = folder ?? (isDemo ? CopyOf(Settled.Value) : NewFolder());

    /// <summary>Everything the program logged.</summary>
    public Hearing Log { get; } = new();

    /// <summary>Requests come from the address in <c>X-Test-From</c>; from this machine without one.</summary>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("TTHCFLOW_DATA", DataFolder);
        builder.UseSetting("TTHCFLOW_DEMO", isDemo ? "1" : "0");
        builder.UseSetting("TTHCFLOW_TRIES_PER_MINUTE", triesPerMinute.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (secrets is not null) builder.UseSetting("TTHCFLOW_SECRETS", secrets);
        builder.ConfigureLogging(logging => logging.AddProvider(Log));
        builder.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(Clock);
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000); // the tests' passwords need no guard, and hundreds sign in
            services.AddSingleton<IStartupFilter>(new FromWhere());
            settings?.Invoke(services);
        });
    }

    /// <summary>Somebody without a session; no redirect is followed.</summary>
    public Person Stranger(params (string Name, string Value)[] headers)
    {
        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        foreach (var (name, value) in headers) client.DefaultRequestHeaders.Add(name, value);
        return new Person(client);
    }

    /// <summary>A demo account, signed in.</summary>
    public async Task<Person> AsAsync(string account, string password = DemoProvince.Password)
    {
        var person = Stranger();
        var answer = await person.PostAsync("/api/session", new { account, password });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), account);
        return person;
    }

    /// <summary>Runs SQL on the database, behind the program's back.</summary>
    public void Tamper(string sql)
    {
        using var database = new SqliteConnection($"Data Source={Path.Combine(DataFolder, "tthcflow.db")};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && folder is null && Directory.Exists(DataFolder)) Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>Takes the settled demo away, at the end of the run.</summary>
    public static void Forget()
    {
        if (Settled.IsValueCreated) Directory.Delete(Settled.Value, recursive: true);
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("tthcflow-api-").FullName;

    private static string CopyOf(string settled)
    {
        var copy = NewFolder();
        foreach (var file in Directory.EnumerateFiles(settled, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(settled, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    private sealed class FromWhere : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(context.Request.Headers["X-Test-From"] is [{ } address, ..] ? address : "127.0.0.1");
                return rest(context);
            });
            next(app);
        };
    }
}

/// <summary>Writes down what is logged.</summary>
internal sealed class Hearing : ILoggerProvider, ILogger
{
    private readonly StringBuilder _heard = new();

    public string Heard
    {
        get
        {
            lock (_heard) return _heard.ToString();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_heard) _heard.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
    }

    public void Dispose()
    {
    }
}

/// <summary>Somebody who asks the program for things, with their cookies.</summary>
internal sealed class Person(HttpClient client)
{
    public Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<HttpResponseMessage> PostAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, body as HttpContent ?? JsonContent.Create(body), headers);

    public Task<HttpResponseMessage> PutAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, body as HttpContent ?? JsonContent.Create(body), headers);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>Reads an answer that must be a success.</summary>
    public async Task<JsonNode> ReadAsync(string path) => await (await GetAsync(path)).JsonAsync(HttpStatusCode.OK);

    /// <summary>Sends a form of one of our own pages, as a browser does: with the token that the page carries.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, params (string Name, string Value)[] fields)
    {
        var html = await (await GetAsync(page)).Content.ReadAsStringAsync();
        var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        return await PostAsync(page, Form([("__RequestVerificationToken", token), .. fields]));
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
}

internal static class Answers
{
    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(expected), text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A no in the one shape that every no has.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), text);
        Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);
        var problem = JsonNode.Parse(text)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)problem["code"], Is.EqualTo(code), text);
            Assert.That((string?)problem["type"], Is.EqualTo($"/problems/{code}"));
            Assert.That((int?)problem["status"], Is.EqualTo(status));
            Assert.That((string?)problem["title"], Is.Not.Empty);
            Assert.That((string?)problem["detail"], Is.Not.Empty);
            Assert.That(answer.Headers.Contains("Content-Security-Policy"), "a no is guarded like any other answer");
        }
        return problem;
    }

    public static string Tag(this HttpResponseMessage answer) => answer.Headers.ETag is EntityTagHeaderValue tag ? tag.Tag : "";
}

/// <summary>One demo province for all tests that only add to it; each test works on dossiers and drafts of its own.</summary>
[SetUpFixture]
internal sealed class Shared
{
    private static readonly Lazy<Province> Made = new(() => new Province());

    public static Province Province => Made.Value;

    [OneTimeTearDown]
    public async Task Leave()
    {
        if (Made.IsValueCreated) await Made.Value.DisposeAsync();
        Province.Forget();
    }
}
