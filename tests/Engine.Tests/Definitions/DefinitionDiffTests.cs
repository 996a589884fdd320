using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>What two versions say differently: everything that is, and nothing that is not.</summary>
public sealed class DefinitionDiffTests
{
    private static readonly string[] Processes = Samples.Sample.Processes;

    [TestCaseSource(nameof(Processes))]
    public void A_document_drawn_elsewhere_on_the_canvas_and_in_another_order_says_the_same(string sample)
    {
        var moved = Tree(sample);
        var dice = new Random(7);
        foreach (var activity in Activities(moved)) activity["metadata"]!["designer"] = new JsonObject
        {
            ["position"] = new JsonObject { ["x"] = dice.Next(900), ["y"] = dice.Next(900) },
            ["size"] = new JsonObject { ["width"] = dice.Next(99), ["height"] = 40 },
        };
        foreach (var connection in Connections(moved)) connection["vertices"] = JsonNode.Parse("""[{"x":3,"y":4}]""");
        foreach (var list in new[] { moved["root"]!["activities"]!.AsArray(), moved["root"]!["connections"]!.AsArray(), moved["inputs"]!.AsArray(), Header(moved)["legalBases"]!.AsArray(), Header(moved)["components"]!.AsArray() })
        {
            var items = list.ToArray();
            dice.Shuffle(items);
            list.Clear();
            foreach (var item in items) list.Add(item);
        }
        Assert.That(Told(DefinitionDiff.Of(Compiled(Tree(sample)), Compiled(moved))), Is.Empty);
    }

    [Test]
    public void An_official_reads_what_changed_at_a_step()
    {
        var diff = Edited("A", tree =>
        {
            Set(tree, "B3", "limit", "16");
            Set(tree, "B6", "position", "pho-chu-tich");
            Set(tree, "B7", "requiresSignature", "true");
        });
        Assert.That(Said(diff), Is.EqualTo(new[]
        {
            "B3 – Thẩm định hồ sơ: thời hạn 8 → 16 giờ làm việc (+8)",
            "B6 – Ký duyệt: vị trí Chủ tịch UBND cấp xã → Phó Chủ tịch UBND cấp xã (được phân quyền)",
            "B7 – Đóng dấu, vào sổ, số hóa kết quả, chuyển Trung tâm PVHCC: bắt buộc ký số",
        }));
    }

    [Test]
    public void Limits_in_two_units_are_told_in_both_and_the_difference_in_hours()
    {
        var diff = Edited("A", tree =>
        {
            Set(tree, "B3", "limit", "2");
            Set(tree, "B3", "limitUnit", "WorkingDay");
        });
        Assert.That(Said(diff), Is.EqualTo(new[] { "B3 – Thẩm định hồ sơ: thời hạn 8 giờ làm việc → 2 ngày làm việc (+8 giờ làm việc)" }));
    }

    [Test]
    public void A_step_between_two_others_is_added_and_the_rest_only_renumbered()
    {
        var diff = Edited("B", tree =>
        {
            foreach (var (old, now) in new[] { ("B7", "B8"), ("B6", "B7"), ("B5", "B6"), ("B4", "B5") }) Set(tree, old, "step", now);
            var consult = Sample.Activity("yk", "Tthc.Consult", ("step", "B4"), ("limit", "4"), ("silence", "Consent"));
            consult["metadata"]!["displayText"] = "Lấy ý kiến Sở Tài chính";
            tree["root"]!["activities"]!.AsArray().Add(consult);
            var passed = Connections(tree).Single(connection => From(connection) == ("B3", "Passed"));
            var next = passed["target"]!["activity"]!.GetValue<string>();
            passed["target"]!["activity"] = "yk";
            foreach (var port in new[] { "Agreed", "Disagreed", "NoReply" }) tree["root"]!["connections"]!.AsArray().Add(Sample.Connection("yk", port, next));
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(diff.Steps.Select(step => $"{step.Kind} {step.Before}→{step.After}"), Is.EqualTo(new[]
            {
                "Changed B3→B3", "Added →B4", "Changed B4→B5", "Changed B5→B6", "Changed B6→B7", "Changed B7→B8",
            }));
            Assert.That(diff.Steps.Where(step => step.IsRenumbered).SelectMany(step => step.Changes).Select(change => change.Field), Is.All.EqualTo("step"));
            Assert.That(diff.Steps[1].Lines.Single().Vi, Does.StartWith("Thêm B4 – Lấy ý kiến Sở Tài chính: ").And.Contain("thời hạn: 4 giờ làm việc").And.Contain("kết quả “Đồng ý” chuyển tới B5 – "));
            Assert.That(diff.Steps[0].Lines.Single().Vi, Does.Contain("nay chuyển tới B4 – Lấy ý kiến Sở Tài chính (trước: B4 – "));
            Assert.That(diff.InAfter.Where(mark => mark.Value is ChangeKind.Added).Select(mark => mark.Key.Value), Is.EqualTo(new[] { "B4" }));
            Assert.That(diff.InAfter.Where(mark => mark.Value is ChangeKind.Changed).Select(mark => mark.Key.Value), Is.EquivalentTo(new[] { "B3", "B5", "B6", "B7", "B8" }));
            Assert.That(diff.InBefore.Values, Is.All.EqualTo(ChangeKind.Changed));
        }
    }

    [Test]
    public void The_same_table_entered_anew_under_other_ids_says_the_same()
    {
        var tree = Tree(Samples.Sample.Named("B"));
        Rename(tree, id => $"n-{id}", id => Activities(tree).Single(activity => Id(activity) == id).ContainsKey("step"));
        Assert.That(Told(DefinitionDiff.Of(Compiled(Tree(Samples.Sample.Named("B"))), Compiled(tree))), Is.Empty);
    }

    [Test]
    public void A_step_of_another_type_and_name_at_the_same_number_is_another_step()
    {
        var diff = Edited("B", tree =>
        {
            var step = Activities(tree).Single(activity => Id(activity) == "B2");
            (step["type"], step["metadata"]!["displayText"]) = ("Tthc.Handover", "Vận chuyển giấy tờ qua bưu chính");
        });
        Assert.That(diff.Steps.Where(step => step.Kind is not ChangeKind.Changed).Select(step => $"{step.Kind} {step.Name}"), Is.EquivalentTo(new[] { "Removed Phân công", "Added Vận chuyển giấy tờ qua bưu chính" }));
    }

    [Test]
    public void A_condition_an_attribute_and_a_join_are_told()
    {
        var diff = Edited("A", tree =>
        {
            Activities(tree).Single(activity => Id(activity) == "CanLayYKien")["condition"] = Sample.Input("JavaScript", "!getInput(\"canLayYKien\")");
            Activities(tree).Single(activity => Id(activity) == "NhapNhanh")["mode"] = Sample.Input("Literal", "WaitAny");
            tree["variables"] = JsonNode.Parse("""[{"id":"v","name":"tang","typeName":"Int32","isArray":false,"value":"1"}]""");
        });
        Assert.That(Told(diff), Is.EquivalentTo(new[] { "Added attributes:tang", "CanLayYKien: Changed condition", "NhapNhanh: Changed mode" }));
    }

    [Test]
    public void Two_versions_differ_alike_from_both_sides()
    {
        foreach (var one in Processes)
            foreach (var other in Processes)
            {
                var (here, there) = (Samples.Sample.ProcessOf(one), Samples.Sample.ProcessOf(other));
                Assert.That(Told(DefinitionDiff.Of(here, there)), Is.EquivalentTo(Told(Mirrored(DefinitionDiff.Of(there, here)))), $"{one} and {other}");
            }
    }

    /// <summary>Whoever adds something to the language must also say how it differs; this counts what there is to say.</summary>
    [Test]
    public void Nothing_that_a_process_says_is_left_out()
    {
        var process = Samples.Sample.ProcessOf(Samples.Sample.Named("A"));
        string[] derived = [nameof(Step.Index), nameof(Step.Id), nameof(Step.Kind), nameof(Step.IsTerminal), nameof(Step.PassesAtOnce), nameof(Step.IsChoice), nameof(Step.Ports), nameof(Step.Work), nameof(Step.Call), nameof(Step.MaxRounds)];
        using (Assert.EnterMultipleScope())
        {
            foreach (var member in typeof(ProcessHeader).GetProperties().Where(member => member.CanWrite)) Unseen(With(header: Other(process.Header, member)), member);
            foreach (var member in typeof(StepWork).GetProperties().Where(member => member.CanWrite)) Unseen(WithStep(step => step with { Work = Other(step.Work!, member) }), member);
            foreach (var member in typeof(Step).GetProperties().Where(member => member.CanWrite && !derived.Contains(member.Name) && member.Name != nameof(Step.JoinMode))) Unseen(WithStep(step => Other(step, member)), member);
        }

        void Unseen(ProcessDefinition changed, MemberInfo member) => Assert.That(DefinitionDiff.Of(process, changed).IsEmpty, Is.False, $"{member.DeclaringType!.Name}.{member.Name} is not compared");

        ProcessDefinition With(ProcessHeader? header = null, IReadOnlyList<Step>? steps = null) =>
            new(process.Name, header ?? process.Header, process.Attributes, steps ?? process.Steps, process.Routes) { Start = process.Start };

        ProcessDefinition WithStep(Func<Step, Step> edit) => With(steps: [.. process.Steps.Select(step => step.Key.Value == "B4" ? edit(step) : step)]);
    }

    [Test]
    public void Any_edits_are_told_exactly()
    {
        var dice = Gen.Choose(0, 1_000_000).ToArbitrary();
        Check.One(Campaign.Of(100), Prop.ForAll(dice, seed =>
        {
            var edits = new Edits(Tree(Processes[seed % Processes.Length]), new Random(seed));
            var diff = DefinitionDiff.Of(Compiled((JsonObject)edits.Tree.DeepClone()), Compiled(edits.Make(6)));
            Assert.That(Told(diff), Is.EquivalentTo(edits.Expected), $"seed {seed}: {string.Join("; ", edits.Made)}");
        }));
    }

    // ---- Saying what is expected

    /// <summary>Each difference as a line: the step, what happened, the field.</summary>
    private static IEnumerable<string> Told(DefinitionDiff diff) =>
    [
        .. diff.Header.Concat(diff.Attributes).Select(change => $"{change.Kind} {change.Field}"),
        .. from step in diff.Steps
           where step.Kind is ChangeKind.Changed
           from change in step.Changes
           select $"{step.After}: {change.Kind} {change.Field}",
        .. diff.Steps.Where(step => step.Kind is not ChangeKind.Changed).Select(step => $"{step.Before ?? step.After}: {step.Kind}"),
    ];

    private static IEnumerable<string> Said(DefinitionDiff diff) => diff.Lines.Select(line => line.Vi);

    private static DefinitionDiff Mirrored(DefinitionDiff diff) => new(
        [.. diff.Steps.Select(step => step with { Kind = Mirrored(step.Kind), Before = step.After, After = step.Before, Changes = [.. step.Changes.Select(Mirrored)] })],
        [.. diff.Header.Select(Mirrored)], [.. diff.Attributes.Select(Mirrored)]);

    private static Difference Mirrored(Difference change) => change with { Kind = Mirrored(change.Kind), Before = change.After, After = change.Before };

    private static ChangeKind Mirrored(ChangeKind kind) => kind switch { ChangeKind.Added => ChangeKind.Removed, ChangeKind.Removed => ChangeKind.Added, _ => kind };

    private static DefinitionDiff Edited(string letter, Action<JsonObject> edit)
    {
        var tree = Tree(Samples.Sample.Named(letter));
        edit(tree);
        return DefinitionDiff.Of(Samples.Sample.ProcessOf(Samples.Sample.Named(letter)), Compiled(tree), Samples.Sample.Catalogue);
    }

    /// <summary>The same record with one member saying something else.</summary>
    private static T Other<T>(T record, PropertyInfo member) where T : notnull
    {
        var copy = (T)typeof(T).GetMethod("<Clone>$")!.Invoke(record, [])!;
        var (type, value) = (Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType, member.GetValue(record));
        object other = type switch
        {
            _ when type == typeof(string) => $"{value} khác",
            _ when type == typeof(bool) => !(bool)value!,
            _ when type == typeof(int) => (int)(value ?? 0) + 1,
            _ when type == typeof(TimeOnly) => new TimeOnly(9, 1),
            _ when type == typeof(TimeLimit) => TimeLimit.OfHours(((TimeLimit?)value)?.Value + 3 ?? 3),
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().First(one => !one.Equals(value)),
            _ when type == typeof(SupplementRule) => new SupplementRule(ClockPolicy.Runs, 9),
            _ when type == typeof(Condition) => Condition.Parse("1 > 2", []).Condition!,
            _ when type == typeof(IReadOnlyDictionary<string, string>) => new Dictionary<string, string> { ["V000"] = "khác" },
            _ when type == typeof(IReadOnlyList<string>) => new[] { "khác" },
            _ when type.IsAssignableTo(typeof(IEnumerable)) => OneMore(type.GetGenericArguments()[0]),
            _ => type.GetConstructor([typeof(string)])?.Invoke(["khac"]) ?? Made(type),
        };
        member.SetValue(copy, other);
        return copy;

        static object OneMore(Type item)
        {
            var list = Array.CreateInstance(item, 1);
            list.SetValue(Made(item), 0);
            return list;
        }

        static object Made(Type item)
        {
            var constructor = item.GetConstructors()[0];
            return constructor.Invoke([.. constructor.GetParameters().Select(given => given.ParameterType switch
            {
                var type when type == typeof(string) => "khác",
                var type when type.IsValueType => Activator.CreateInstance(type),
                var type when type.IsAssignableTo(typeof(IEnumerable)) => Array.CreateInstance(type.GetGenericArguments()[0], 0),
                _ => null,
            })]);
        }
    }

    // ---- Documents

    private static JsonObject Tree(string sample) => Samples.Sample.DocumentOf(sample).Edit();

    private static ProcessDefinition Compiled(JsonObject tree) => ProcessDefinition.Compile(ElsaDocument.Read(tree.ToJsonString()).Document!);

    private static JsonObject Header(JsonObject tree) => tree["customProperties"]!["tthc"]!.AsObject();

    private static IEnumerable<JsonObject> Activities(JsonObject tree) => tree["root"]!["activities"]!.AsArray().Select(activity => activity!.AsObject());

    private static IEnumerable<JsonObject> Connections(JsonObject tree) => tree["root"]!["connections"]!.AsArray().Select(connection => connection!.AsObject());

    private static string Id(JsonObject activity) => activity["id"]!.GetValue<string>();

    private static (string Step, string Port) From(JsonObject connection) => (connection["source"]!["activity"]!.GetValue<string>(), connection["source"]!["port"]!.GetValue<string>());

    private static string To(JsonObject connection) => connection["target"]!["activity"]!.GetValue<string>();

    private static void Set(JsonObject tree, string id, string input, string value) =>
        Activities(tree).Single(activity => Id(activity) == id)[input] = Sample.Input("Literal", value);

    private static void Rename(JsonObject tree, Func<string, string> rename, Func<string, bool> which)
    {
        var chosen = Activities(tree).Select(Id).Where(which).ToHashSet();
        foreach (var activity in Activities(tree))
            if (chosen.Contains(Id(activity))) activity["id"] = rename(Id(activity));
        foreach (var end in Connections(tree).SelectMany(connection => new[] { connection["source"]!.AsObject(), connection["target"]!.AsObject() }))
            if (end["activity"]!.GetValue<string>() is var id && chosen.Contains(id)) end["activity"] = rename(id);
    }

    /// <summary>Edits an author might make, each on a place of its own, with what the diff has to say of it.</summary>
    private sealed class Edits(JsonObject tree, Random dice)
    {
        private readonly HashSet<string> _touched = [];
        private readonly Dictionary<string, string> _keys = Compiled((JsonObject)tree.DeepClone()).Steps.ToDictionary(step => step.Id, step => step.Key.Value);

        public JsonObject Tree { get; } = tree;

        public List<string> Expected { get; } = [];

        public List<string> Made { get; } = [];

        public JsonObject Make(int count)
        {
            var edited = (JsonObject)Tree.DeepClone();
            for (var number = 0; number < count; number++)
            {
                var work = Activities(edited).Where(activity => activity.ContainsKey("step") && !_touched.Contains(Id(activity))).ToArray();
                var lines = Connections(edited).Where(line => !_touched.Contains($"{From(line)}") && !_touched.Contains(From(line).Step) && !_touched.Contains(To(line))).ToArray();
                if (work.Length == 0 || lines.Length == 0) break;
                var (step, line) = (work[dice.Next(work.Length)], lines[dice.Next(lines.Length)]);
                switch (dice.Next(10))
                {
                    case 0: Say(step, "limit", $"{200 + number}", Stated(step, "limit")); break;
                    case 1: Say(step, "position", "vi-tri-moi", Stated(step, "position")); break;
                    case 2: Say(step, "product", $"Văn bản {number}", Stated(step, "product")); break;
                    case 3: Say(step, "maxRounds", $"{30 + number}", Stated(step, "maxRounds")); break;
                    case 4:
                        step["metadata"]!["displayText"] = $"Tên gọi khác hẳn {number}";
                        Expect(step, "Changed name");
                        break;
                    case 5:
                        step["step"] = Sample.Input("Literal", $"C{number}");
                        _keys[Id(step)] = $"C{number}";
                        Expect(step, "Changed step");
                        break;
                    case 6:
                        Header(edited)["statutoryLimit"] = JsonNode.Parse($$"""{"value":{{100 + number}},"unit":"WorkingDay"}""");
                        if (_touched.Add("statutoryLimit")) Expected.Add("Changed statutoryLimit");
                        break;
                    case 7:
                        Header(edited)["components"]!.AsArray().Add($"Giấy tờ thêm {number}");
                        Expected.Add($"Added components:Giấy tờ thêm {number}");
                        break;
                    case 8: Insert(edited, line, number); break;
                    case 9: Delete(edited, step); break;
                }
            }
            return edited;
        }

        private static string Stated(JsonObject step, string input) => step[input]?["expression"]?["value"]?.GetValue<string>() is { Length: > 0 } value && (input != "maxRounds" || value != "0") ? "Changed" : "Added";

        private void Say(JsonObject step, string input, string value, string kind)
        {
            step[input] = Sample.Input("Literal", value);
            Expect(step, $"{kind} {input}");
        }

        private void Expect(JsonObject step, string what)
        {
            _touched.Add(Id(step));
            Expected.Add($"{_keys[Id(step)]}: {what}");
            Made.Add(Expected[^1]);
        }

        private void Insert(JsonObject edited, JsonObject line, int number)
        {
            var ((from, port), to) = (From(line), To(line));
            if (Connections(edited).Count(other => From(other) == (from, port)) > 1) return;
            edited["root"]!["activities"]!.AsArray().Add(Sample.Activity($"chen{number}", "Tthc.Handover", ("step", $"N{number}"), ("limit", "1")));
            line["target"]!["activity"] = $"chen{number}";
            edited["root"]!["connections"]!.AsArray().Add(Sample.Connection($"chen{number}", "Done", to));
            _keys[$"chen{number}"] = $"N{number}";
            _touched.UnionWith([$"chen{number}", $"{(from, port)}", from, to]);
            Expected.Add($"{_keys[from]}: Changed route:{port}");
            Expected.Add($"N{number}: Added");
            Made.Add($"insert N{number} after {from}");
        }

        private void Delete(JsonObject edited, JsonObject step)
        {
            var id = Id(step);
            var arriving = Connections(edited).Where(line => To(line) == id && From(line).Step != id).Select(From).Distinct().ToArray();
            if (Connections(edited).Any(line => (To(line) == id || From(line).Step == id) && (_touched.Contains(From(line).Step) || _touched.Contains(To(line)))) || arriving.Length == 0) return;
            edited["root"]!["activities"]!.AsArray().Remove(step);
            foreach (var line in Connections(edited).Where(line => To(line) == id || From(line).Step == id).ToArray()) edited["root"]!["connections"]!.AsArray().Remove(line);
            _touched.Add(id);
            foreach (var (from, port) in arriving)
            {
                _touched.Add(from);
                Expected.Add($"{_keys[from]}: Changed route:{port}");
            }
            Expected.Add($"{_keys[id]}: Removed");
            Made.Add($"delete {id}");
        }
    }
}
