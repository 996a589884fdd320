using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Writes what changed into the text of a catalogue; everything else in it stays letter by letter as it was.</summary>
public static class CatalogueWriter
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with procedures added, or put in the place of those with the same code.</summary>
    /// <param name="book">What the text says.</param>
    public static string With(string text, ProvinceCatalogue book, IReadOnlyList<Procedure> procedures)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(procedures);
        var tree = Tree(text);
        if (tree["procedures"] is not JsonArray listed) tree["procedures"] = listed = [];
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (at, one) in listed.Index())
            if ((string?)one?["code"] is { } code) places[code] = at;
        foreach (var procedure in procedures)
        {
            var written = Written(procedure, book.ActsOn(procedure.Code).Any(act => act.Line.Effect is ListingEffect.Abolish));
            if (places.TryGetValue(procedure.Code.Value, out var at)) listed[at] = written;
            else listed.Add(written);
        }
        return tree.ToJsonString(Plain);
    }

    /// <summary>The text with a decision at the end of its register.</summary>
    public static string With(string text, ListingDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var tree = Tree(text);
        if (tree["decisions"] is not JsonArray register) tree["decisions"] = register = [];
        register.Add(new JsonObject
        {
            ["number"] = decision.Number.Trim(),
            ["signedOn"] = Day(decision.SignedOn),
            ["authority"] = decision.Authority.Trim(),
            ["effectiveFrom"] = Day(decision.EffectiveFrom),
            ["title"] = Text(decision.Title),
            ["lines"] = new JsonArray([.. decision.Lines.Select(line => Said(new JsonObject { ["effect"] = line.Effect.ToString(), ["procedure"] = line.Procedure.Value, ["note"] = Text(line.Note) }))]),
        });
        return tree.ToJsonString(Plain);
    }

    /// <summary>The text with a law or a field as it now reads: at the end, or in the place where it stood.</summary>
    /// <param name="book">What the text says.</param>
    public static string With(string text, ProvinceCatalogue book, LawChange change)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(change);
        var tree = Tree(text);
        if (change.Law is { } law) Put(tree, "legalDocuments", "number", change.InPlaceOf, Written(law));
        if (change.Field is not { } field) return tree.ToJsonString(Plain);

        Put(tree, "fields", "code", change.InPlaceOf, Said(new JsonObject { ["code"] = field.Code, ["name"] = field.Name, ["to"] = field.To is { } to ? Day(to) : null }));
        if (change.InPlaceOf is not { } code || book.FindField(code) is not { } before || before.Name == field.Name) return tree.ToJsonString(Plain);
        foreach (var named in (tree["procedures"] as JsonArray ?? []).Concat(tree["publishing"] as JsonArray ?? []).OfType<JsonObject>())
            if ((string?)named["field"] is { } called && before.IsOf(called)) named["field"] = field.Name;
        return tree.ToJsonString(Plain);
    }

    private static void Put(JsonObject tree, string list, string key, string? inPlaceOf, JsonObject written)
    {
        if (tree[list] is not JsonArray listed) tree[list] = listed = [];
        var at = inPlaceOf is null ? -1 : listed.ToList().FindIndex(one => (string?)one?[key] == inPlaceOf);
        if (at < 0) listed.Add(written);
        else listed[at] = written;
    }

    private static JsonObject Written(LegalDocument law) => Said(new JsonObject
    {
        ["number"] = law.Number,
        ["title"] = law.Title,
        ["issuer"] = law.Issuer,
        ["issuedOn"] = law.IssuedOn is { } issued ? Day(issued) : null,
        ["from"] = law.From is { } from ? Day(from) : null,
        ["to"] = law.To is { } to ? Day(to) : null,
        ["replacedBy"] = law.ReplacedBy,
        ["standing"] = law.Standing,
        ["forms"] = List(law.Forms, form => Said(new JsonObject { ["number"] = form.Number, ["name"] = form.Name, ["otherNames"] = List(form.OtherNames, name => JsonValue.Create(name)) })),
        ["note"] = law.Note,
    });

    /// <summary>The text without a decision; null where it has none of that number.</summary>
    public static string? Without(string text, string number)
    {
        var tree = Tree(text);
        if (tree["decisions"] is not JsonArray register || register.FirstOrDefault(decision => (string?)decision?["number"] == number) is not { } found) return null;
        register.Remove(found);
        return tree.ToJsonString(Plain);
    }

    private static JsonObject Tree(string text) => JsonNode.Parse(text) as JsonObject ?? throw new FormatException("The catalogue is no object.");

    private static JsonObject Written(Procedure procedure, bool endsByDecision) => Said(new JsonObject
    {
        ["code"] = procedure.Code.Value,
        ["name"] = procedure.Name,
        ["field"] = procedure.Field,
        ["levels"] = new JsonArray([.. procedure.Levels.Select(level => JsonValue.Create(level.ToString()))]),
        ["kind"] = Text(procedure.Kind),
        ["agencies"] = List(procedure.Agencies, agency => JsonValue.Create(agency.Value)),
        ["cases"] = List(procedure.Cases, one => new JsonObject { ["key"] = one.Key.Value, ["name"] = one.Name }),
        ["listedBy"] = Text(procedure.ListedBy),
        ["legalBases"] = List(procedure.LegalBases, number => JsonValue.Create(number)),
        ["abolishedFrom"] = procedure.AbolishedFrom is { } day && !endsByDecision ? Day(day) : null,
        ["limits"] = List(procedure.Limits, limit => Said(new JsonObject
        {
            ["case"] = limit.Case?.Value,
            ["value"] = limit.Limit.Value,
            ["unit"] = limit.Limit.Unit.ToString(),
            ["online"] = limit.Online is { } online ? new JsonObject { ["value"] = online.Value, ["unit"] = online.Unit.ToString() } : null,
            ["source"] = Text(limit.Source),
            ["note"] = Text(limit.Note),
        })),
        ["components"] = List(procedure.Components, component => Said(new JsonObject
        {
            ["code"] = Text(component.Code),
            ["name"] = component.Name,
            ["case"] = component.Case?.Value,
            ["originals"] = component.Originals,
            ["certified"] = component.Certified,
            ["copies"] = component.Copies,
            ["note"] = Text(component.Note),
        })),
        ["fees"] = List(procedure.Fees, fee => Said(new JsonObject
        {
            ["name"] = fee.Name,
            ["amount"] = fee.Amount,
            ["basis"] = Text(fee.Basis),
            ["case"] = fee.Case?.Value,
            ["collectedAt"] = fee.CollectedAt?.ToString(),
            ["note"] = Text(fee.Note),
        })),
        ["results"] = List(procedure.Results, result => Said(new JsonObject { ["code"] = Text(result.Code), ["name"] = result.Name, ["case"] = result.Case?.Value })),
        ["note"] = Text(procedure.Note),
    });

    /// <summary>Without the members that say nothing.</summary>
    private static JsonObject Said(JsonObject tree)
    {
        foreach (var silent in tree.Where(member => member.Value is null).Select(member => member.Key).ToList()) tree.Remove(silent);
        return tree;
    }

    private static JsonArray? List<T>(IReadOnlyList<T> items, Func<T, JsonNode?> write) => items.Count == 0 ? null : new JsonArray([.. items.Select(write)]);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
