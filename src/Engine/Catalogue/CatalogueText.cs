using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Writes agencies, positions and holders into the text of a catalogue. Everything else in it stays as it is.</summary>
internal static class CatalogueText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string With(string catalogue, AgencyBook book)
    {
        var root = JsonNode.Parse(catalogue)!.AsObject();
        root["agencies"] = List(book.Agencies, Write);
        root["positions"] = List(book.Positions, Write);
        root["holders"] = List(book.Holders, Write);
        return root.ToJsonString(Readable);
    }

    private static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonObject> write) => new([.. items.Select(item => (JsonNode)write(item))]);

    private static JsonObject Write(Agency agency)
    {
        var (name, parent) = agency.Spells is [.., var latest] ? (latest.Name, latest.Parent) : (agency.Name, agency.Parent);
        return Members(
            ("code", agency.Code.Value), ("name", name), ("level", agency.Level.ToString()), ("parent", parent?.Value), ("from", Day(agency.From)), ("to", Day(agency.To)), ("note", agency.Note),
            ("earlier", agency.Spells.Count > 1
                ? List(agency.Spells.SkipLast(1), spell => Members(("name", spell.Name), ("parent", spell.Parent?.Value), ("to", Day(spell.To))))
                : null),
            ("succeededBy", agency.SucceededBy is [] ? null : new JsonArray([.. agency.SucceededBy.Select(heir => (JsonNode)heir.Value)])));
    }

    private static JsonObject Write(Position position) => Members(
        ("key", position.Key.Value), ("name", position.Name), ("maySign", position.MaySign), ("from", Day(position.From)), ("to", Day(position.To)), ("onePerson", position.OnePerson ? true : null));

    private static JsonObject Write(Holder holder) => Members(
        ("officer", holder.Officer.Value), ("name", holder.Name), ("place", holder.Place.Value), ("position", holder.Position.Value), ("from", Day(holder.From)), ("to", Day(holder.To)),
        ("kind", holder.Kind is HolderKind.Appointed ? null : holder.Kind.ToString()));

    private static JsonObject Members(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var written = new JsonObject();
        foreach (var (name, value) in members)
            if (value is not null) written[name] = value;
        return written;
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
