using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TthcFlow.Engine.Tests.Portal;

/// <summary>A contract of <c>samples/portals/contracts</c>: a JSON Schema, of which exactly the keywords used there are understood, and no other passes unseen.</summary>
internal sealed class Contract
{
    private readonly JsonObject _schema;

    private Contract(JsonObject schema) => _schema = schema;

    /// <summary>The contract of a service; null where there is none.</summary>
    public static Contract? Find(string name) => File.Exists(Portals.PathOf($"contracts/{name}.json")) ? new(JsonNode.Parse(File.ReadAllText(Portals.PathOf($"contracts/{name}.json")))!.AsObject()) : null;

    public static Contract Of(string name) => Find(name) ?? throw new FileNotFoundException(name);

    /// <summary>The contract of what stands at a place, as <c>data/items</c>.</summary>
    public Contract At(string path) => new(path.Split('/').Aggregate(_schema, (at, name) => (name is "items" ? at["items"] : at["properties"]![name])!.AsObject()));

    /// <summary>What is wrong, with its place.</summary>
    public IReadOnlyList<string> Faults(JsonNode? said) => [.. Faults(_schema, said, "$")];

    private static IEnumerable<string> Faults(JsonObject schema, JsonNode? said, string at)
    {
        foreach (var (keyword, value) in schema)
        {
            IEnumerable<string> faults = keyword switch
            {
                "$schema" or "title" or "description" or "items" or "properties" => [],
                "type" => TypeOf(said) == (string)value! ? [] : [$"{at}: {value} is expected"],
                "enum" => value!.AsArray().Any(one => JsonNode.DeepEquals(one, said)) ? [] : [$"{at}: {said} is none of {value.ToJsonString()}"],
                "pattern" => TypeOf(said) is not "string" || Regex.IsMatch((string)said!, (string)value!) ? [] : [$"{at}: {said} does not match {value}"],
                "minLength" => TypeOf(said) is not "string" || Letters(said) >= (int)value! ? [] : [$"{at}: it is empty"],
                "maxLength" => TypeOf(said) is not "string" || Letters(said) <= (int)value! ? [] : [$"{at}: longer than {value}"],
                "minItems" => said is not JsonArray few || few.Count >= (int)value! ? [] : [$"{at}: fewer than {value}"],
                "maxItems" => said is not JsonArray many || many.Count <= (int)value! ? [] : [$"{at}: more than {value}"],
                "required" => said is not JsonObject item ? [] : value!.AsArray().Where(name => !item.ContainsKey((string)name!)).Select(name => $"{at}.{name}: it is missing"),
                "additionalProperties" => said is not JsonObject all || (bool)value! ? [] : all.Where(member => schema["properties"]?[member.Key] is null).Select(member => $"{at}.{member.Key}: no such member"),
                _ => throw new NotSupportedException($"{keyword} is not understood."),
            };
            foreach (var fault in faults) yield return fault;
        }
        if (said is JsonObject group && schema["properties"] is JsonObject members)
            foreach (var (name, value) in group)
                if (members[name] is JsonObject member)
                    foreach (var fault in Faults(member, value, $"{at}.{name}")) yield return fault;
        if (said is JsonArray list && schema["items"] is JsonObject each)
            foreach (var (number, value) in list.Index())
                foreach (var fault in Faults(each, value, $"{at}[{number}]")) yield return fault;
    }

    private static int Letters(JsonNode? text) => ((string)text!).EnumerateRunes().Count();

    private static string TypeOf(JsonNode? node) => node switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when node?.GetValueKind() is System.Text.Json.JsonValueKind.String => "string",
        _ => "other",
    };
}
