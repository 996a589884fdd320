using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Whatever bytes arrive, reading and checking end soon, and give a definition or say what is wrong.</summary>
/// <remarks>A share of documents on every run; <c>TTHCFLOW_FUZZ=200000</c> sets how many. Each document has a seed of its own, which a failure names, and at which <c>TTHCFLOW_SEED</c> begins.</remarks>
public sealed class DocumentFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly byte[][] Originals = [.. Sample.Processes.Concat(Sample.Fixtures).Select(Sample.BytesOf)];
    private static readonly CheckContext Context = new(Sample.Catalogue, Sample.Calendars, new(2026, 3, 2));

    [Test]
    public void Whatever_arrives_is_read_and_checked_or_refused_in_time()
    {
        var documents = Campaign.Setting("TTHCFLOW_FUZZ") ?? 2000;
        var first = Campaign.Seed;
        TestContext.Out.WriteLine($"{documents} documents from seed {first}");

        var (failure, read, at, slowest) = ((string?)null, 0, first, (Seed: 0, Time: TimeSpan.Zero));
        // A hang is noticed from outside: the documents have a thread of their own.
        var campaign = new Thread(() =>
        {
            for (; at < first + documents && failure is null; at++)
            {
                var bytes = Mutation.Of(Originals[at % Originals.Length], at);
                try
                {
                    // The processor's own time: somebody else may have the machine meanwhile.
                    var before = Environment.CpuUsage.TotalTime;
                    if (Play(bytes)) read++;
                    var time = Environment.CpuUsage.TotalTime - before;
                    if (time > Longest) failure = $"Seed {at} takes {time}.";
                    if (time > slowest.Time) slowest = (at, time);
                }
                catch (Exception fault)
                {
                    failure = $"Seed {at}: {fault}";
                }
            }
        }, 1024 * 1024); // the stack that a request has, at most

        campaign.IsBackground = true;
        campaign.Start();
        for (var (before, ended) = (-1, false); !ended && failure is null; before = at)
        {
            ended = campaign.Join(TimeSpan.FromSeconds(120));
            if (!ended && before == at) failure = $"Seed {at} does not end.";
        }
        TestContext.Out.WriteLine($"{read} were read, {documents - read} refused; the slowest took {slowest.Time.TotalMilliseconds:0} ms (seed {slowest.Seed})");
        Assert.That(failure, Is.Null);
        Assert.That(read, Is.InRange(documents / 10, documents * 9 / 10), "both kinds are met");
    }

    /// <summary>True when there was a document to check.</summary>
    private static bool Play(byte[] bytes)
    {
        var reading = ElsaDocument.Read(bytes);
        Told(reading.Findings);
        if (reading.Document is not { } document)
        {
            if (reading.Findings.Count == 0) throw new InvalidOperationException("Neither a definition nor a finding.");
            return false;
        }
        var process = ProcessDefinition.Compile(document);
        var report = DefinitionRules.Check(process, Context);
        Told(report.Findings);
        if (report.Sound is Verdict.Undecided && !report.Findings.Any(finding => finding.Severity is Severity.Error)) throw new InvalidOperationException("Undecided, and nothing says so.");

        var again = ElsaDocument.Read(document.ToCanonicalUtf8()).Document ?? throw new InvalidOperationException("The canonical form cannot be read.");
        if (again.Hash != document.Hash || !again.ToCanonicalUtf8().Span.SequenceEqual(document.ToCanonicalUtf8().Span)) throw new InvalidOperationException("The canonical form is not stable.");
        return true;
    }

    private static void Told(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
            if (finding.Message.Vi.Length == 0 || finding.Message.En.Length == 0 || FindingCodes.All.All(code => code.Code != finding.Code)) throw new InvalidOperationException($"{finding.Code} is not told.");
    }

    /// <summary>A sample with a few things wrong: members dropped, doubled, swapped, retyped; connections led elsewhere; conditions garbled; bytes flipped.</summary>
    private sealed class Mutation(Random random)
    {
        private static readonly Func<JsonNode?>[] Odd =
        [
            () => null, () => true, () => -1, () => 0, () => 3.5, () => int.MaxValue, () => long.MinValue, () => 1e300, () => 1e-300, () => JsonNode.Parse("1" + new string('0', 400)), () => JsonNode.Parse("0." + new string('1', 400)),
            () => "", () => " ", () => "true", () => "-1", () => "1e999", () => "NaN", () => "0x1F", () => "Thẩm định", () => "A\u0302\u0301", () => "😀", () => "\u202Eabc\u200B", () => "\u0001", () => "a\0b", () => new string('d', 20_000),
            () => "[\"A\",\"A\",\"\"]", () => "Leg:", () => "Leg:không có", () => "H99.99", () => "getInput('x')", () => "../../etc/passwd", () => "9999-12-31", () => "31/02/2026",
            () => new JsonObject(), () => new JsonArray(), () => new JsonArray(null, 1, "a", new JsonArray()), () => Deep(70), () => Deep(20), () => JsonNode.Parse("{\"a\":{\"type\":\"Literal\",\"value\":[1,2,{}]}}"),
        ];

        private static readonly string[] Conditions =
        [
            "getInput(\"", "\")", "variables.", "&&", "||", "!", "(", ")", "?", ":", "<", ">=", "===", "%", "*", "-", "1e308", "0.1", "9007199254740993", "'a'", "\"\\u0000\"", "[", "]", ",", ".includes(", ".length", "true", "false", " ", "😀", "\\",
        ];

        public static byte[] Of(byte[] original, int seed)
        {
            var random = new Random(seed);
            var mutation = new Mutation(random);
            if (random.Next(5) == 0) return mutation.Bytes([.. original]);
            var tree = JsonNode.Parse(original)!.AsObject();
            for (var left = 1 + random.Next(random.Next(4) == 0 ? 25 : 5); left > 0; left--) mutation.Change(tree);
            var bytes = Encoding.UTF8.GetBytes(tree.ToJsonString(new JsonSerializerOptions { MaxDepth = 200 }));
            return random.Next(25) == 0 ? mutation.Bytes(bytes) : bytes;
        }

        private void Change(JsonObject tree)
        {
            try
            {
                switch (random.Next(14))
                {
                    case 0: Drop(Any(tree)); break;
                    case 1: Double(Any(tree)); break;
                    case 2: Swap(Any(tree), Any(tree)); break;
                    case 3 or 4: Put(Any(tree), Pick(Odd)()); break;
                    case 5: Rename(Any(tree)); break;
                    case 6 or 7: Retarget(tree); break;
                    case 8: Connect(tree); break;
                    case 9: Multiply(tree); break;
                    case 10: Retype(tree); break;
                    case 11 or 12: Decide(tree); break;
                    case 13: Amount(tree); break;
                }
            }
            catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or NullReferenceException or FormatException)
            {
                // An earlier change has left nothing to change in this way.
            }
        }

        // A place somewhere in the tree, deep ones as likely as shallow ones.
        private JsonNode Any(JsonObject tree)
        {
            var all = new List<JsonNode>();
            Collect(tree);
            return Pick(all);

            void Collect(JsonNode node)
            {
                IEnumerable<JsonNode?> inside = node switch { JsonObject members => members.Select(member => member.Value), JsonArray items => items, _ => [] };
                foreach (var child in inside.OfType<JsonNode>())
                {
                    all.Add(child);
                    Collect(child);
                }
            }
        }

        private static void Drop(JsonNode node)
        {
            if (node.Parent is JsonObject owner) owner.Remove(node.GetPropertyName());
            else node.Parent!.AsArray().Remove(node);
        }

        private void Double(JsonNode node)
        {
            if (node.Parent is JsonArray list) list.Insert(random.Next(list.Count + 1), node.DeepClone());
            else node.Parent![node.GetPropertyName() + Pick(["", "2", " ", "\u0301"])] = node.DeepClone();
        }

        private static void Swap(JsonNode one, JsonNode other)
        {
            var (first, second) = (one.DeepClone(), other.DeepClone());
            Put(one, second);
            if (other.Parent is not null) Put(other, first);
        }

        private static void Put(JsonNode at, JsonNode? value) => at.ReplaceWith(value);

        private void Rename(JsonNode node)
        {
            if (node.Parent is not JsonObject owner) return;
            owner.Remove(node.GetPropertyName());
            owner[Pick(["id", "type", "value", "expression", "activities", "connections", "cases", "tthc", "Tiếng Việt", "", "__proto__", "limit", "customProperties", "inputs"])] = node;
        }

        private void Retarget(JsonObject tree)
        {
            var connection = Pick(Connections(tree))!;
            connection[Pick(["source", "target"])]!["activity"] = AnyId(tree);
            if (random.Next(3) == 0) connection["source"]!["port"] = Pick(["Done", "True", "False", "Default", "Passed", "SentBack", "Không có", ""]);
        }

        private void Connect(JsonObject tree) => Connections(tree).Add((JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = AnyId(tree), ["port"] = Pick(["Done", "True", "False", "Default", "Passed", "SentBack", "Agreed", "Expired"]) },
            ["target"] = new JsonObject { ["activity"] = AnyId(tree), ["port"] = "In" },
        });

        // The same part of the drawing many times over, each copy tied in: loops, joins and forks without end.
        private void Multiply(JsonObject tree)
        {
            var times = random.Next(random.Next(4) == 0 ? 60 : 6);
            var activities = Activities(tree);
            var originals = activities.Take(40).Select(activity => activity!.DeepClone()).ToList();
            for (var copy = 0; copy < times; copy++)
            {
                var clone = Pick(originals).DeepClone();
                clone["id"] = $"{clone["id"]}-{copy}-{random.Next(1000)}";
                activities.Add(clone);
                Connect(tree);
                Pick(Connections(tree))!["target"]!["activity"] = (string)clone["id"]!;
            }
        }

        private void Retype(JsonObject tree) => Pick(Activities(tree))!["type"] = Pick([.. ActivityCatalogue.Types.Select(type => type.TypeName), "Elsa.HttpEndpoint"]);

        private void Decide(JsonObject tree)
        {
            var text = string.Join(random.Next(2) == 0 ? "" : " ", Enumerable.Range(0, 1 + random.Next(12)).Select(_ => Pick(Conditions)));
            if (random.Next(3) == 0) text = Pick(["getInput('a') * getInput('b') > 5", "variables.n % 7 === 3 && variables.n > 9007199254740993", "getInput('t').includes('x') || getInput('t') < 'x'", "getInput('l').length > 3", "getInput('d') < getInput('e')", "variables.n > 5 && variables.n < 3"]);
            tree["inputs"] = new JsonArray([.. new[] { ("a", "Decimal", ""), ("b", "Double", ""), ("t", "String", ""), ("l", "String", "[]"), ("d", "DateTime", ""), ("e", "DateOnly", "") }
                .Select(input => new JsonObject { ["name"] = input.Item1, ["type"] = input.Item2 + input.Item3, ["isArray"] = input.Item3.Length > 0 })]);
            tree["variables"] = new JsonArray(new JsonObject { ["id"] = "n", ["name"] = "n", ["typeName"] = "Int64", ["value"] = "3" });
            var expression = new JsonObject { ["type"] = "JavaScript", ["value"] = text };
            var activity = Pick(Activities(tree))!.AsObject();
            if (random.Next(2) == 0)
            {
                activity["type"] = "Elsa.FlowDecision";
                activity["condition"] = new JsonObject { ["typeName"] = "Boolean", ["expression"] = expression };
            }
            else
            {
                activity["type"] = "Elsa.FlowSwitch";
                activity["cases"] = new JsonArray([.. Enumerable.Range(0, random.Next(12)).Select(number => new JsonObject { ["label"] = Pick(["Done", "a", "b", "c", "Default", ""]) + (random.Next(3) == 0 ? "" : $"{number}"), ["condition"] = expression.DeepClone() })]);
            }
        }

        private void Amount(JsonObject tree) =>
            Pick(Activities(tree))![Pick(["limit", "onlineLimit", "maxRounds", "portalStatus"])] = new JsonObject { ["typeName"] = "Decimal", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = Pick(["0", "-1", "0.0001", "99999999999999999999", "1e9", "3,5", "NaN", "8", "2147483647"]) } };

        private byte[] Bytes(byte[] bytes)
        {
            var list = bytes.ToList();
            for (var left = 1 + random.Next(8); left > 0 && list.Count > 1; left--)
            {
                var (at, length) = (random.Next(list.Count), 1 + random.Next(random.Next(3) == 0 ? 2000 : 8));
                switch (random.Next(6))
                {
                    case 0: list[at] = (byte)random.Next(256); break;
                    case 1: list[at] ^= (byte)(1 << random.Next(8)); break;
                    case 2: list.RemoveRange(at, Math.Min(length, list.Count - at)); break;
                    case 3: list.InsertRange(at, list.GetRange(at, Math.Min(length, list.Count - at))); break;
                    case 4: list.InsertRange(at, Encoding.UTF8.GetBytes(Pick(["\"", "{", "[", "]", "}", ",", "null", "\\ud800", "\\u0000", "\uFEFF", "1e999999", "-0", "//", "\u0301", new string('[', 200)]))); break;
                    case 5: list.RemoveRange(at, random.Next(20) == 0 ? list.Count - at : 0); break;
                }
            }
            return [.. list];
        }

        private static JsonNode Deep(int levels) => levels == 0 ? 1 : levels % 2 == 0 ? new JsonArray(Deep(levels - 1)) : new JsonObject { ["a"] = Deep(levels - 1) };

        private static JsonArray Activities(JsonObject tree) => tree["root"]!["activities"]!.AsArray();

        private static JsonArray Connections(JsonObject tree) => tree["root"]!["connections"]!.AsArray();

        private string AnyId(JsonObject tree) => (string)Pick(Activities(tree))!["id"]!;

        private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

        private JsonNode? Pick(JsonArray list) => list[random.Next(list.Count)];
    }
}
