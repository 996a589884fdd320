using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TthcFlow.Api.Studio;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Studio;

/// <summary>Studio's face over a drawer of drafts in memory: who asks, in which language and from where is said per request.</summary>
internal sealed class Drawer : IAsyncDisposable
{
    private static readonly Officer Author = new(new("tac-gia"), "Nguyễn Văn An", new("H35.12"), new HashSet<Role> { Role.Author }, []);
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly Dictionary<string, List<ElsaDocument>> _drafts = [];

    public Drawer()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => options.LoginPath = "/sign-in");
        builder.Services.AddScoped<Visitor>();
        builder.Services.AddSingleton(new StudioDesk
        {
            OpenAsync = (_, draft, revision, _) => Task.FromResult(Open(draft, revision)),
            SaveAsync = (_, draft, document, basedOn, _) =>
            {
                Assert.That(basedOn, Is.EqualTo(_drafts[draft].Count), "the desk is only asked on top of the latest revision");
                _drafts[draft].Add(document);
                return Task.FromResult(new PublicationAnswer(draft, _drafts[draft].Count, null));
            },
            RevisionsAsync = (_, draft, _) => Task.FromResult<IReadOnlyList<StudioRevision>>(
                [.. _drafts[draft].Select((document, at) => new StudioRevision(at + 1, Monday, document.Name)).Reverse()]),
            ChoicesAsync = (_, _) => Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<Choice>>>(new Dictionary<string, IReadOnlyList<Choice>>
            {
                [ActivityCatalogue.Positions] = [new("chuyen-vien", new("Chuyên viên", "Officer"))],
            }),
        });
        _app = builder.Build();
        _app.Use((context, next) =>
        {
            var visitor = context.RequestServices.GetRequiredService<Visitor>();
            visitor.Officer = context.Request.Headers.ContainsKey("X-Nobody") ? null : Author;
            visitor.Language = context.Request.Headers.ContainsKey("X-English") ? "en" : "vi";
            return next(context);
        });
        _app.MapStudio(BrowserFiles.Beside(AppContext.BaseDirectory));
        _app.Start();
        Client = _app.GetTestServer().CreateClient();
    }

    public HttpClient Client { get; }

    /// <summary>The draft whose reader may not write.</summary>
    public const string OthersDraft = "cua-nguoi-khac";

    public IReadOnlyList<ElsaDocument> Revisions(string draft) => _drafts[draft];

    public ElsaDocument Latest(string draft) => _drafts[draft][^1];

    public Drawer With(string draft, string document)
    {
        var reading = ElsaDocument.Read(document);
        _drafts[draft] = [reading.Document ?? throw new ArgumentException(reading.Findings[0].Message.En)];
        return this;
    }

    /// <summary>The model as Studio holds it after opening.</summary>
    public async Task<JsonObject> OpenAsync(string draft) =>
        (await Client.GetFromJsonAsync<JsonObject>(new Uri($"/studio/api/{draft}/workflow-definitions/by-definition-id/{draft}?versionOptions=Latest", UriKind.Relative)))!;

    /// <summary>What Studio posts on a save, as a browser on our own page sends it.</summary>
    public Task<HttpResponseMessage> SaveAsync(string draft, JsonNode model, bool publish = false, params (string Name, string Value)[] headers) =>
        PostAsync(draft, JsonContent.Create(new JsonObject { ["model"] = model.DeepClone(), ["publish"] = publish }), [("Sec-Fetch-Site", "same-origin"), .. headers]);

    public async Task<HttpResponseMessage> PostAsync(string draft, HttpContent body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/studio/api/{draft}/workflow-definitions", UriKind.Relative)) { Content = body };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private StudioDraft? Open(string draft, int? revision) =>
        _drafts.TryGetValue(draft, out var kept) && (revision ?? kept.Count) is var asked && asked > 0 && asked <= kept.Count
            ? new StudioDraft(draft, asked, Monday, kept[asked - 1], MayEdit: draft != OthersDraft)
            : null;
}
