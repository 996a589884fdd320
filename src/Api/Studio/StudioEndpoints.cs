using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Access;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using Answer = Microsoft.AspNetCore.Http.HttpResults.JsonHttpResult<System.Text.Json.Nodes.JsonObject>;

namespace TthcFlow.Api.Studio;

/// <summary>The part of Elsa's REST interface that Studio calls, for one draft: <c>/studio/api/{draft}/…</c> is the editor's remote end.</summary>
/// <remarks>
/// Any failing call is an unhandled exception inside Studio, so what it may ask is answered, with an empty list where there is nothing to say.
/// A refusal is a 400 with <c>errors.generalErrors</c>: the only form whose sentence reaches the person at the screen.
/// </remarks>
internal static class StudioEndpoints
{
    private static readonly string[] ListsOfAttributes = ["variables", "inputs"];

    /// <summary>The desk that the editor asks.</summary>
    public static IServiceCollection AddStudio(this IServiceCollection services) => services.AddSingleton(it =>
        StudioDesk.Over(it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<ReferenceOffice>(), it.GetRequiredService<TimeProvider>()));

    /// <summary>The editor's page, its files, and the REST face behind it. Asks the services for a <see cref="StudioDesk"/> and the <see cref="Visitor"/>.</summary>
    public static void MapStudio(this IEndpointRouteBuilder routes, BrowserFiles files)
    {
        files.Map(routes);
        StudioPage.Map(routes, files.StudioVersion);

        var api = routes.MapGroup("/studio/api/{draft}").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription()
            .AddEndpointFilter(SignedInOnly).AddEndpointFilter(FromOurPagesOnly);

        var definitions = api.MapGroup("/workflow-definitions");
        definitions.MapGet("/by-definition-id/{id}", Open);
        definitions.MapGet("/by-id/{id}", OpenRevision);
        definitions.MapGet("/", Revisions);
        definitions.MapPost("/", Save).WithMetadata(new DisableRequestSizeLimitAttribute()); // the reader stops by itself, and says why
        definitions.MapGet("/validation/is-name-unique", () => TypedResults.Json(new JsonObject { ["isUnique"] = true }));
        definitions.MapGet("/{id}/export", Export);
        definitions.MapPost("/{id}/{act:regex(^(publish|retract)$)}", (Visitor visitor) => No(visitor, StudioRefusals.NotPublishedHere));

        var descriptors = api.MapGroup("/descriptors");
        descriptors.MapGet("/activities", Activities);
        descriptors.MapGet("/expression-descriptors", (Visitor visitor) => List(StudioDescriptors.Expressions(visitor.Language)));
        descriptors.MapGet("/variables", (Visitor visitor) => List(StudioDescriptors.VariableTypes(visitor.Language)));
        api.MapPost("/scripting/javascript/type-definitions/{id}", ScriptTypes);

        // Strategies, storage drivers, installed features: nothing of that kind is ours to offer, and nothing else is done from here.
        api.MapGet("/{**rest}", () => List([]));
        api.MapMethods("/{**rest}", [HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete], (Visitor visitor) => No(visitor, StudioRefusals.NotDoneHere));
    }

    private static async Task<IResult> Open(string draft, Visitor visitor, StudioDesk desk, CancellationToken ct) =>
        await desk.OpenAsync(visitor.Officer!, draft, null, ct) is { } found ? TypedResults.Json(StudioDocuments.Outgoing(found)) : Missing(visitor);

    private static async Task<IResult> OpenRevision(string draft, string id, Visitor visitor, StudioDesk desk, CancellationToken ct) =>
        StudioDocuments.RevisionOf(draft, id) is { } revision && await desk.OpenAsync(visitor.Officer!, draft, revision, ct) is { } found
            ? TypedResults.Json(StudioDocuments.Outgoing(found with { MayEdit = false }))
            : Missing(visitor);

    private static async Task<Answer> Revisions(string draft, Visitor visitor, StudioDesk desk, CancellationToken ct, int page = 0, int pageSize = 10)
    {
        var all = await desk.RevisionsAsync(visitor.Officer!, draft, ct);
        var size = Math.Clamp(pageSize, 1, 100);
        return TypedResults.Json(new JsonObject
        {
            ["items"] = new JsonArray([.. all.Skip(Math.Clamp(page, 0, 10_000) * size).Take(size).Select(revision => StudioDocuments.Summary(draft, revision, revision == all[0]))]),
            ["totalCount"] = all.Count,
            ["links"] = new JsonArray(),
        });
    }

    private static async Task<Answer> Save(HttpContext http, string draft, Visitor visitor, StudioDesk desk, CancellationToken ct)
    {
        var officer = visitor.Officer!;
        var sent = ElsaDocument.ReadSaveRequest(await ReadAsync(http.Request.Body, ct));
        if (sent.Document is not { } posted) return Faulty(visitor, sent.Findings);
        if (sent.Publish) return No(visitor, StudioRefusals.NotPublishedHere);
        if (await desk.OpenAsync(officer, draft, null, ct) is not { } standing) return No(visitor, StudioRefusals.NoSuchDraft);
        if (!standing.MayEdit) return No(visitor, StudioRefusals.ReadOnly);

        // The page around the editor says which revision its window holds; a bare editor says it by the version it loaded.
        var basedOn = int.TryParse(http.Request.Headers["X-Studio-Revision"], out var held) ? held : StudioDocuments.RevisionOf(draft, posted.RowId);
        if (basedOn != standing.Revision) return No(visitor, StudioRefusals.Stale);
        if (posted.ActivityCount == 0 && standing.Document.ActivityCount > 0) return No(visitor, StudioRefusals.WouldEmpty);

        var mended = StudioDocuments.Incoming(posted, standing.Document);
        if (mended.Document is not { } document) return Faulty(visitor, mended.Findings);
        if (document.ToCanonicalUtf8().Span.SequenceEqual(standing.Document.ToCanonicalUtf8().Span)) return Kept(standing);

        var answer = await desk.SaveAsync(officer, draft, document, standing.Revision, ct);
        if (answer.Refusal is null) return Kept(standing with { Revision = answer.Revision, Document = document });
        var overtaken = await desk.OpenAsync(officer, draft, null, ct) is { } now && now.Revision != standing.Revision;
        return No(visitor, overtaken ? StudioRefusals.Stale : answer.Refusal);
    }

    private static async Task<IResult> Export(string draft, Visitor visitor, StudioDesk desk, CancellationToken ct) =>
        await desk.OpenAsync(visitor.Officer!, draft, null, ct) is { } found
            ? TypedResults.File(found.Document.ToExport(), "application/json", $"{draft}.json")
            : Missing(visitor);

    private static async Task<IResult> Activities(string draft, Visitor visitor, StudioDesk desk, CancellationToken ct) =>
        await desk.OpenAsync(visitor.Officer!, draft, null, ct) is { } found
            ? List(new StudioDescriptors(found.Document, await desk.ChoicesAsync(visitor.Officer!, ct), visitor.Language).Activities())
            : Missing(visitor);

    /// <summary>What the expression editor may complete: a getter for each attribute of the dossier, as TypeScript declarations.</summary>
    private static async Task<IResult> ScriptTypes(string draft, Visitor visitor, StudioDesk desk, CancellationToken ct)
    {
        if (await desk.OpenAsync(visitor.Officer!, draft, null, ct) is not { } found) return Missing(visitor);
        var text = new StringBuilder("declare function getInput(name: string): any;\ndeclare function getVariable(name: string): any;\n");
        var members = new StringBuilder();
        foreach (var attribute in ListsOfAttributes.SelectMany(list => found.Document.Json.GetProperty(list).EnumerateArray()))
        {
            if (StudioDocuments.Text(attribute, "name") is not { Length: > 0 } name || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) continue;
            var type = (StudioDocuments.Text(attribute, "typeName") ?? StudioDocuments.Text(attribute, "type")) switch
            {
                "Boolean" => "boolean",
                "Int32" or "Int64" or "Double" or "Decimal" => "number",
                _ => "string",
            };
            text.Append("declare function get").Append(char.ToUpperInvariant(name[0])).Append(name.AsSpan(1)).Append("(): ").Append(type).Append(";\n");
            members.Append(name).Append(": ").Append(type).Append("; ");
        }
        return TypedResults.Text(text.Append("declare const variables: { ").Append(members).Append("};\n").ToString(), "text/plain");
    }

    /// <summary>The body, or as much of it as shows that it is too large; the document's reader says so.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream body, CancellationToken ct)
    {
        var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; text.Length <= ElsaDocument.LargestBytes && (read = await body.ReadAsync(buffer, ct)) > 0;) text.Write(buffer, 0, read);
        return text.GetBuffer().AsMemory(0, (int)text.Length);
    }

    private static async ValueTask<object?> SignedInOnly(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        call.HttpContext.Response.Headers.CacheControl = "no-store";
        var visitor = call.HttpContext.RequestServices.GetRequiredService<Visitor>();
        return visitor.Officer is null ? Problem(visitor, StatusCodes.Status401Unauthorized, StudioRefusals.SignedOut) : await next(call);
    }

    /// <summary>Studio cannot send an antiforgery token; the browser's own word about where a request comes from stands in for it.</summary>
    private static async ValueTask<object?> FromOurPagesOnly(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || OwnPagesOnly.ComesFromUs(request)
            ? await next(call)
            : No(call.HttpContext.RequestServices.GetRequiredService<Visitor>(), StudioRefusals.Elsewhere);
    }

    private static Answer Kept(StudioDraft draft) => TypedResults.Json(new JsonObject
    {
        ["workflowDefinition"] = StudioDocuments.Outgoing(draft),
        ["alreadyPublished"] = false,
        ["consumingWorkflowCount"] = 0,
        ["validationErrors"] = new JsonArray(),
    });

    private static Answer List(JsonArray items) => TypedResults.Json(new JsonObject { ["items"] = items, ["count"] = items.Count, ["totalCount"] = items.Count });

    private static Answer Missing(Visitor visitor) => Problem(visitor, StatusCodes.Status404NotFound, StudioRefusals.NoSuchDraft);

    private static Answer No(Visitor visitor, Refusal reason) => Problem(visitor, StatusCodes.Status400BadRequest, reason);

    private static Answer Faulty(Visitor visitor, IReadOnlyList<Finding> findings) => Problem(visitor, StatusCodes.Status400BadRequest,
        [.. findings.Where(finding => finding.Severity is Severity.Error).Take(5).Select(finding => new Refusal(finding.Code, finding.Message))]);

    private static Answer Problem(Visitor visitor, int status, params Refusal[] reasons) => TypedResults.Json(
        new JsonObject
        {
            ["type"] = $"/problems/{reasons[0].Code}",
            ["statusCode"] = status,
            ["status"] = status,
            ["code"] = reasons[0].Code,
            ["title"] = reasons[0].Message.In(visitor.Language),
            ["message"] = reasons[0].Message.In(visitor.Language),
            ["errors"] = new JsonObject { ["generalErrors"] = new JsonArray([.. reasons.Select(reason => JsonValue.Create(reason.Message.In(visitor.Language)))]) },
        },
        (JsonSerializerOptions?)null, "application/problem+json", status);
}
