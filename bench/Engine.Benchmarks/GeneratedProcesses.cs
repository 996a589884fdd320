using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>Processes made from the samples: a whole province's catalogue of them, and single ones of a wanted length.</summary>
internal static class GeneratedProcesses
{
    private static readonly string[] Names =
    [
        "A-cap-gpxd-nha-o-rieng-le", "B-dang-ky-ho-kinh-doanh", "C-an-toan-thuc-pham-nong-lam-thuy-san", "D1-cong-bo-danh-muc-khu-dat",
        "D2-dat-dai-co-nghia-vu-tai-chinh", "E-tham-dinh-cong-bo-quy-trinh-noi-bo", "F-cap-ban-sao-tu-so-goc",
    ];

    /// <summary>The samples in turn, each under a name and code of its own, with other limits and up to eleven steps more.</summary>
    public static IEnumerable<byte[]> Catalogue(int count)
    {
        var samples = Names.Select(name => JsonNode.Parse(Samples.Bytes("processes", $"{name}.json"))!).ToArray();
        for (var number = 0; number < count; number++)
        {
            var tree = samples[number % samples.Length].DeepClone();
            tree["definitionId"] = string.Create(CultureInfo.InvariantCulture, $"{tree["definitionId"]}-{number}");
            tree["name"] = string.Create(CultureInfo.InvariantCulture, $"{tree["name"]} ({number})");
            foreach (var activity in Activities(tree))
                if (activity!["limit"]?["expression"] is { } limit && (string?)limit["value"] is { } hours) limit["value"] = (decimal.Parse(hours, CultureInfo.InvariantCulture) + number % 5).ToString(CultureInfo.InvariantCulture);
            for (var extra = 0; extra < number % 12; extra++) Insert(tree, "Tthc.Handover", $"X{extra + 1}", (number + extra * 7) % Connections(tree).Count);
            yield return Encoding.UTF8.GetBytes(tree.ToJsonString());
        }
    }

    /// <summary>A line of so many activities, of which evenly spread ones send back by three steps at most.</summary>
    public static byte[] Line(int steps, int loops)
    {
        var tree = JsonNode.Parse(Samples.Bytes("processes", $"{Names[6]}.json"))!;
        var (activities, connections) = (Activities(tree), Connections(tree));
        var between = connections.Select((connection, at) => (connection, at)).First(pair => (string?)pair.connection!["source"]!["port"] is "Done").at;
        var line = new List<string>();
        while (activities.Count < steps)
        {
            var returns = loops > 0 && line.Count % Math.Max(2, steps / loops) == Math.Max(2, steps / loops) - 1;
            line.Add($"L{line.Count + 1}");
            Insert(tree, returns ? "Tthc.Review" : "Tthc.Handover", line[^1], line.Count == 1 ? between : connections.Count - 1);
            if (returns) connections.Insert(0, Connection(line[^1], "SentBack", line[^Math.Min(3, line.Count)]));
        }
        return Encoding.UTF8.GetBytes(tree.ToJsonString());
    }

    // The connection leads to the new step, and a new last one on from there.
    private static void Insert(JsonNode tree, string type, string id, int at)
    {
        var connection = Connections(tree)[at]!;
        var next = (string)connection["target"]!["activity"]!;
        connection["target"]!["activity"] = id;
        Connections(tree).Add((JsonNode)Connection(id, type is "Tthc.Review" ? "Agreed" : "Done", next));
        Activities(tree).Add((JsonNode)new JsonObject
        {
            ["id"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["step"] = Input("String", id),
            ["unit"] = Input("String", "Receiving"),
            ["position"] = Input("String", "chuyen-vien"),
            ["limit"] = Input("Decimal", "2"),
            ["maxRounds"] = type is "Tthc.Review" ? Input("Int32", "1") : null,
        });
    }

    private static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };

    private static JsonObject Input(string type, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };

    private static JsonArray Activities(JsonNode tree) => tree["root"]!["activities"]!.AsArray();

    private static JsonArray Connections(JsonNode tree) => tree["root"]!["connections"]!.AsArray();
}
