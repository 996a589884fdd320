using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Api.Studio;

/// <summary>What passes between a draft and Studio: the envelope put on when it leaves, the harm undone when it comes back.</summary>
/// <remarks>
/// Studio 3.8.2 drops top-level members it does not know and <c>isSystem</c>, and puts the version it loaded where the document's own would stand.
/// What else it writes badly (nulls of a new workflow, inputs without a type name) <see cref="ElsaDocument"/> mends on reading.
/// </remarks>
internal static class StudioDocuments
{
    /// <summary>Members that Studio has no say in: they stay as the draft has them.</summary>
    private static readonly string[] OwnedByTheOffice = ["id", "definitionId", "version", "createdAt", "isLatest", "isPublished", "isSystem", "isReadonly", "toolVersion", "$schema"];

    /// <summary>Members that an author may empty; any other that comes back null was dropped on the way.</summary>
    private static readonly string[] MayBeEmptied = ["name", "description"];

    private static readonly ApiLink[] Editor = [new("workflow-definitions", "publish", "POST")];

    /// <summary>The draft as Studio wants to read it: the draft's id and revision in place of the document's own, and the links that let it be edited.</summary>
    public static JsonObject Outgoing(StudioDraft draft) => (JsonObject)JsonNode.Parse(draft.Document.WithDefinitionId(draft.Id).ToApiJson(
        new ApiFace(VersionId(draft.Id, draft.Revision), draft.Revision, !draft.MayEdit, IsLatest: true, IsPublished: false, draft.SavedAt, draft.MayEdit ? Editor : [])))!;

    /// <summary>A revision as a line of the version history.</summary>
    public static JsonObject Summary(string draftId, StudioRevision revision, bool isLatest) => new()
    {
        ["id"] = VersionId(draftId, revision.Revision),
        ["definitionId"] = draftId,
        ["name"] = revision.Name,
        ["version"] = revision.Revision,
        ["createdAt"] = revision.SavedAt.ToString("O", CultureInfo.InvariantCulture),
        ["isLatest"] = isLatest,
        ["isPublished"] = false,
        ["isReadonly"] = true,
        ["materializerName"] = "Json",
        ["isMaterializerAvailable"] = true,
        ["links"] = new JsonArray(),
    };

    /// <summary>The document to keep, from what Studio posted and what stands.</summary>
    public static DocumentReading Incoming(ElsaDocument posted, ElsaDocument standing)
    {
        var (document, kept) = (posted.Edit(), standing.Edit());
        foreach (var name in OwnedByTheOffice)
        {
            document.Remove(name);
            if (kept[name] is { } value) document[name] = value.DeepClone();
        }
        if (kept["description"] is null && document["description"] is JsonValue text && text.TryGetValue<string>(out var words) && words.Length == 0) document.Remove("description");
        foreach (var (name, value) in kept)
            if (value is not null && document[name] is null && !MayBeEmptied.Contains(name)) document[name] = value.DeepClone();
        if (kept["customProperties"] is JsonObject had && document["customProperties"] is JsonObject has)
            foreach (var (name, value) in had)
                if (!has.ContainsKey(name)) has[name] = value?.DeepClone();
        return ElsaDocument.Read(document.ToJsonString());
    }

    /// <summary>Types and versions that occur in the drawing, with the ports that its connections leave them by.</summary>
    public static IEnumerable<(string Type, int Version, IReadOnlyList<string> Ports)> TypesIn(ElsaDocument document)
    {
        var root = document.Json.GetProperty("root");
        var ports = root.GetProperty("connections").EnumerateArray().Select(connection => connection.GetProperty("source"))
            .ToLookup(source => Text(source, "activity"), source => Text(source, "port") ?? "Done");
        return from step in root.GetProperty("activities").EnumerateArray()
               group step by (Type: Text(step, "type") ?? "", Version: Number(step, "version")) into same
               select (same.Key.Type, same.Key.Version, (IReadOnlyList<string>)[.. same.SelectMany(step => ports[Text(step, "id")]).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <summary>The literal values that stand in an input of a type anywhere in the drawing: a dropdown must go on showing them.</summary>
    public static IEnumerable<string> ValuesIn(ElsaDocument document, string type, string input) =>
        from step in document.Json.GetProperty("root").GetProperty("activities").EnumerateArray()
        where Text(step, "type") == type && step.TryGetProperty(input, out var written) && written.ValueKind is JsonValueKind.Object
        let expression = step.GetProperty(input).TryGetProperty("expression", out var found) && found.ValueKind is JsonValueKind.Object ? found : default
        where expression.ValueKind is JsonValueKind.Object && Text(expression, "type") == "Literal"
        let value = Text(expression, "value")
        where !string.IsNullOrEmpty(value)
        select value;

    /// <summary>The revision's address in Studio's eyes.</summary>
    public static string VersionId(string draftId, int revision) => string.Create(CultureInfo.InvariantCulture, $"{draftId}@{revision}");

    /// <summary>The revision behind an address of this draft; null for any other text.</summary>
    public static int? RevisionOf(string draftId, string? versionId) =>
        versionId?.StartsWith(draftId + "@", StringComparison.Ordinal) == true
        && int.TryParse(versionId.AsSpan(draftId.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null;

    public static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static int Number(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 1;
}
