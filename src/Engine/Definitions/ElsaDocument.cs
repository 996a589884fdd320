using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>An Elsa 3 workflow document: what Studio edits, what is exported, what an appraiser signs by its hash. The model of a process.</summary>
/// <remarks>
/// Immutable, and always in one form: whatever variant was read, it holds the arrays, objects, node ids and type names that Studio needs, activities
/// sorted by id and connections by their ends, and every member that it does not know. Two documents that say the same have the same canonical bytes.
/// </remarks>
public sealed class ElsaDocument
{
    /// <summary>The largest document that is read, in bytes: room for ten thousand steps as Studio writes them.</summary>
    public const int LargestBytes = 8 * 1024 * 1024;

    /// <summary>The deepest nesting that is read.</summary>
    public const int DeepestNesting = 64;

    private readonly byte[] _canonical;

    /// <summary>Takes the tree over: it is changed on the way.</summary>
    internal ElsaDocument(JsonObject tree)
    {
        _canonical = CanonicalJson.Write(tree);
        Json = JsonElement.Parse(_canonical, new JsonDocumentOptions { MaxDepth = DeepestNesting + 1 });
        Hash = new(Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Write(ElsaTree.WithoutLayout(tree)))));
    }

    /// <summary>The whole document, in canonical form.</summary>
    public JsonElement Json { get; }

    /// <summary>Stable across versions; null in a document that was never saved.</summary>
    public string? DefinitionId => Json.Text("definitionId");

    public string Name => Json.Text("name") ?? "";

    /// <summary>The version row Studio loaded, by which a concurrent edit is noticed; null in an export.</summary>
    public string? RowId => Json.Text("id");

    public int? Version => Json.TryGetProperty("version", out var version) && version.ValueKind is JsonValueKind.Number && version.TryGetInt32(out var number) ? number : null;

    /// <summary><c>customProperties.tthc</c> (process-language §1); undefined when the document has none.</summary>
    public JsonElement Header => Json.GetProperty("customProperties").TryGetProperty("tthc", out var header) ? header : default;

    public int ActivityCount => Activities.GetArrayLength();

    internal JsonElement Root => Json.GetProperty("root");

    internal JsonElement Activities => Root.GetProperty("activities");

    internal JsonElement Connections => Root.GetProperty("connections");

    /// <summary>The address of the content (mã băm nội dung): SHA-256 over the canonical form of what the process says.</summary>
    /// <remarks>
    /// Layout and book-keeping do not change the law, so these are left out: <c>id</c>, <c>version</c>, <c>createdAt</c>, <c>isLatest</c>, <c>isPublished</c>,
    /// <c>isReadonly</c>, <c>isSystem</c>, <c>links</c>, <c>toolVersion</c>, <c>$schema</c>, node ids, <c>VariableTestValues</c>, positions and sizes on the canvas, vertices.
    /// What is absent, null or empty counts as the same, and so do the switches of Elsa's that stand at their default: Studio fills these in on every save.
    /// </remarks>
    public ContentHash Hash { get; }

    /// <summary>Reads a document in any of the variants that Elsa 3 writes. Never throws: what is wrong comes back as findings V100–V108.</summary>
    public static DocumentReading Read(ReadOnlyMemory<byte> utf8) => DocumentReader.Read(utf8.Span);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static DocumentReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > LargestBytes ? new(null, [DocumentFindings.TooLarge(text.Length)]) : DocumentReader.Read(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Reads what Studio posts: <c>{"model":{…},"publish":false}</c>.</summary>
    public static SaveRequestReading ReadSaveRequest(ReadOnlyMemory<byte> utf8) => DocumentReader.ReadSaveRequest(utf8.Span);

    /// <summary>A new document with an empty canvas.</summary>
    /// <param name="header">The members of <c>customProperties.tthc</c>.</param>
    public static ElsaDocument Blank(string definitionId, string name, JsonObject? header = null)
    {
        var tree = new JsonObject
        {
            ["definitionId"] = definitionId,
            ["name"] = name,
            ["customProperties"] = new JsonObject { ["tthc"] = header?.DeepClone() ?? new JsonObject() },
            ["root"] = new JsonObject { ["id"] = "Flowchart1", ["type"] = ElsaTree.Flowchart, ["version"] = 1, ["name"] = "Flowchart1" },
        };
        return Remade(tree);
    }

    /// <summary>The canonical form: UTF-8, two spaces, <c>\n</c>, a newline at the end. Reading it again gives the same bytes.</summary>
    public ReadOnlyMemory<byte> ToCanonicalUtf8() => _canonical;

    /// <inheritdoc cref="ToCanonicalUtf8"/>
    public string ToCanonicalText() => Encoding.UTF8.GetString(_canonical);

    public ElsaDocument WithName(string name) => With("name", name);

    public ElsaDocument WithDefinitionId(string definitionId) => With("definitionId", definitionId);

    /// <summary>The same document under another header; <paramref name="tthc"/> replaces <c>customProperties.tthc</c> whole.</summary>
    public ElsaDocument WithHeader(JsonObject tthc)
    {
        var tree = Edit();
        tree["customProperties"]!["tthc"] = tthc.DeepClone();
        return Remade(tree);
    }

    /// <summary>The same document with one member of the header set, or taken away by null.</summary>
    public ElsaDocument WithHeaderMember(string name, JsonNode? value)
    {
        var header = HeaderToEdit();
        if (value is null) header.Remove(name);
        else header[name] = value.DeepClone();
        return WithHeader(header);
    }

    /// <summary>A copy of the header to change and hand to <see cref="WithHeader"/>.</summary>
    public JsonObject HeaderToEdit() => Header.ValueKind is JsonValueKind.Object ? (JsonObject)JsonNode.Parse(Header.GetRawText())! : [];

    /// <summary>A copy of the whole document to change; <see cref="Read(string)"/> takes its text back.</summary>
    public JsonObject Edit() => (JsonObject)JsonNode.Parse(_canonical, null, new JsonDocumentOptions { MaxDepth = DeepestNesting + 1 })!;

    /// <summary>An export file: the document under Elsa's schema, without what belongs to one server.</summary>
    public byte[] ToExport()
    {
        var tree = Edit();
        foreach (var name in (ReadOnlySpan<string>)["id", "createdAt", "isLatest", "isPublished", "isReadonly", "isSystem"]) tree.Remove(name);
        tree["$schema"] = "https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json";
        tree["toolVersion"] ??= ElsaTree.ToolVersion;
        return CanonicalJson.Write(tree);
    }

    /// <summary>The document as Studio's REST face wants it: no null where its editor would stumble, and the links that say what the reader may do.</summary>
    public byte[] ToApiJson(ApiFace face)
    {
        ArgumentNullException.ThrowIfNull(face);
        var tree = Edit();
        tree.Remove("$schema");
        tree["id"] = face.RowId;
        tree["definitionId"] ??= face.RowId;
        tree["version"] = face.Version;
        tree["toolVersion"] ??= ElsaTree.ToolVersion;
        tree["createdAt"] = face.CreatedAt.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffK", System.Globalization.CultureInfo.InvariantCulture);
        tree["isReadonly"] = face.IsReadonly;
        tree["isSystem"] = false;
        tree["isLatest"] = face.IsLatest;
        tree["isPublished"] = face.IsPublished;
        tree["description"] ??= "";
        tree["links"] = new JsonArray([.. face.Links.Select(link => new JsonObject { ["href"] = link.Href, ["rel"] = link.Rel, ["method"] = link.Method })]);
        return CanonicalJson.Write(tree);
    }

    private ElsaDocument With(string member, string value)
    {
        var tree = Edit();
        tree[member] = value;
        return Remade(tree);
    }

    // Only our own edits pass here; they leave the shape intact, so a finding would be our mistake.
    private static ElsaDocument Remade(JsonObject tree) => DocumentReader.Read(Encoding.UTF8.GetBytes(tree.ToJsonString())) switch
    {
        { Document: { } document } => document,
        { Findings: var findings } => throw new ArgumentException(findings[0].Message.En, nameof(tree)),
    };
}

/// <summary>What reading a document gave: the document, or the reasons why there is none. Warnings may stand beside a document.</summary>
public sealed record DocumentReading(ElsaDocument? Document, IReadOnlyList<Finding> Findings);

/// <summary>What Studio posted: the document, and whether its author pressed Publish.</summary>
public sealed record SaveRequestReading(ElsaDocument? Document, bool Publish, IReadOnlyList<Finding> Findings);

/// <summary>What the server adds to a document when Studio reads it.</summary>
/// <param name="RowId">Id of the stored version.</param>
/// <param name="IsReadonly">True shows the editor as a viewer.</param>
/// <param name="Links">Without <c>rel: publish</c> the editor is a viewer too.</param>
public sealed record ApiFace(string RowId, int Version, bool IsReadonly, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, IReadOnlyList<ApiLink> Links);

/// <summary>A thing that may be done with a document, as Elsa's REST face says it.</summary>
public sealed record ApiLink(string Href, string Rel, string Method);
