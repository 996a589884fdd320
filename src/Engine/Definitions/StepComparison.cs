using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Compares the steps of two versions and the routes between them.</summary>
internal sealed class StepComparison(ProcessDefinition before, ProcessDefinition after, ProvinceCatalogue? catalogue)
{
    private static readonly Wording Nothing = new("", "");

    private readonly StepMatching _match = new(before, after);

    public List<StepDifference> Differences()
    {
        var differences = new List<StepDifference>();
        foreach (var (old, now) in InOrder())
            if (Compare(old, now) is { } difference) differences.Add(difference);
        return differences;
    }

    /// <summary>The later flow; a step that is gone follows the step it used to follow.</summary>
    private List<(Step? Old, Step? Now)> InOrder()
    {
        var gone = new Dictionary<int, List<int>>(); // after which step of the later version, -1 for the beginning
        var last = -1;
        foreach (var at in _match.OrderBefore)
        {
            if (_match.After(at) >= 0) last = _match.After(at);
            else if (gone.TryGetValue(last, out var list)) list.Add(at);
            else gone[last] = [at];
        }
        var order = new List<(Step?, Step?)>();
        void AddGone(int following) => order.AddRange(gone.GetValueOrDefault(following, []).Select(at => ((Step?)before.Steps[at], (Step?)null)));
        AddGone(-1);
        foreach (var at in _match.OrderAfter)
        {
            order.Add((_match.Before(at) is >= 0 and var old ? before.Steps[old] : null, after.Steps[at]));
            AddGone(at);
        }
        return order;
    }

    private StepDifference? Compare(Step? old, Step? now)
    {
        var (kind, shown) = (old is null ? ChangeKind.Added : now is null ? ChangeKind.Removed : ChangeKind.Changed, now ?? old!);
        var found = new Comparing(catalogue, kind is ChangeKind.Changed ? null : kind);
        if (old is not null && now is not null)
        {
            if (old.Key != now.Key && shown.Work is not null)
                found.Note("step", Nothing, Comparing.Same(old.Key.Value), Comparing.Same(now.Key.Value), new($"đánh số lại {old.Key} → {now.Key}", $"renumbered {old.Key} → {now.Key}"));
            found.Text("name", new("tên", "name"), old.Name, now.Name);
            found.Word("type", new("loại bước", "type"), TypeName(old), TypeName(now));
        }
        Work(found, old?.Work ?? new(), now?.Work ?? new(), ActivityCatalogue.Find(shown.Type));
        found.Text("condition", new("điều kiện", "condition"), old?.Condition?.Text, now?.Condition?.Text);
        found.Listed("cases", new("trường hợp", "case"), old?.Cases ?? [], now?.Cases ?? [], branch => branch.Label,
            branch => Comparing.Same($"“{branch.Label}”{(branch.Condition is { } condition ? $" ({condition.Text})" : "")}"));
        found.Word("mode", new("cách gộp nhánh", "join"), ModeName(old), ModeName(now));
        found.Text("outcome", new("kết quả khi kết thúc", "ends with"), old?.EndOutcome, now?.EndOutcome);
        Routes(found, old, now);

        if (kind is ChangeKind.Changed && found.Found.Count == 0) return null;
        var (vi, en) = kind switch { ChangeKind.Added => ("Thêm ", "Added: "), ChangeKind.Removed => ("Bỏ ", "Removed: "), _ => ("", "") };
        return new(kind, old?.Key, now?.Key, shown.Name, shown.Type, found.Found) { Said = new(vi + Said(shown), en + Said(shown)) };
    }

    private void Work(Comparing found, StepWork old, StepWork now, ActivityType? type)
    {
        found.Word("leg", new("chặng", "leg"), Comparing.Leg(old.Leg, before.Header), Comparing.Leg(now.Leg, after.Header));
        found.Word("unit", new("đơn vị", "unit"), found.Unit(old.Unit, before.Header), found.Unit(now.Unit, after.Header));
        found.Word("position", new("vị trí", "position"), found.Position(old.Position), found.Position(now.Position));
        found.Limit("limit", new("thời hạn", "limit"), old.Limit, now.Limit);
        found.Limit("onlineLimit", new("thời hạn với hồ sơ trực tuyến", "limit for online dossiers"), old.OnlineLimit, now.OnlineLimit);
        found.Text("instruction", new("hướng dẫn xử lý", "instruction"), old.Instruction, now.Instruction);
        found.Listed("forms", new("biểu mẫu", "form"), old.Forms, now.Forms, form => form, form => Comparing.Quoted(form) ?? Comparing.Same(""));
        found.Text("product", new("sản phẩm", "product"), old.Product, now.Product);
        found.Word("portalStatus", new("trạng thái cổng ghi riêng", "own portal status"), Chosen(type, "portalStatus", old.PortalStatus?.ToString(Comparing.English)), Chosen(type, "portalStatus", now.PortalStatus?.ToString(Comparing.English)));
        found.Truth("requiresAttachment", new("bắt buộc đính kèm kết quả", "attachment required"), old.RequiresAttachment, now.RequiresAttachment);
        found.Truth("requiresSignature", new("bắt buộc ký số", "signature required"), old.RequiresSignature, now.RequiresSignature);
        found.Truth("mayReturn", new("được trả lại bước trước", "may return to the previous step"), old.MayReturn, now.MayReturn);
        found.Truth("mayRecall", new("được thu hồi", "may recall"), old.MayRecall, now.MayRecall);
        found.Number("maxRounds", new("số lần trả lại dự kiến", "planned returns"), old.MaxRounds == 0 ? null : old.MaxRounds, now.MaxRounds == 0 ? null : now.MaxRounds);
        found.Word("silence", new("khi không trả lời", "when there is no reply"), Chosen(type, "silence", old.Silence), Chosen(type, "silence", now.Silence));
        found.Word("clock", new("thời hạn trong khi chờ", "the clock while waiting"), HeaderComparison.Said(old.Clock), HeaderComparison.Said(now.Clock));
        found.Text("process", new("quy trình được gọi", "called process"), old.Process, now.Process);
    }

    /// <summary>Where each outcome leads. A target counts as the same when it is the same step, whatever its number is now.</summary>
    private void Routes(Comparing found, Step? old, Step? now)
    {
        var ports = (now?.Ports ?? []).Concat(old?.Ports ?? [])
            .Concat(now is null ? [] : after.Out(now.Index).Select(route => route.Port)).Concat(old is null ? [] : before.Out(old.Index).Select(route => route.Port)).Distinct();
        foreach (var port in ports)
        {
            int[] was = old is null ? [] : [.. before.Out(old.Index).Where(route => route.Port == port).Select(route => route.To)];
            int[] becomes = now is null ? [] : [.. after.Out(now.Index).Where(route => route.Port == port).Select(route => route.To)];
            var (hadPort, hasPort) = (was.Length > 0 || old?.Ports.Contains(port) == true, becomes.Length > 0 || now?.Ports.Contains(port) == true);
            if (hadPort == hasPort && was.Select(_match.After).Order().SequenceEqual(becomes.Order()) && !was.Any(to => _match.After(to) < 0)) continue;

            var (from, to) = (Named(before, was, hadPort), Named(after, becomes, hasPort));
            var name = Outcome(now ?? old!, port);
            found.Note($"route:{port}", Nothing, from, to, (from, to) switch
            {
                ({ } gone, null) when now is not null => new($"bỏ kết quả “{name.Vi}” (trước chuyển tới {gone.Vi})", $"outcome '{name.En}' is gone (it went to {gone.En})"),
                (null, { } added) when old is not null => new($"thêm kết quả “{name.Vi}”, chuyển tới {added.Vi}", $"outcome '{name.En}' is new and goes to {added.En}"),
                ({ } earlier, { } later) => new($"kết quả “{name.Vi}” nay chuyển tới {later.Vi} (trước: {earlier.Vi})", $"outcome '{name.En}' now goes to {later.En} (was {earlier.En})"),
                _ => new($"kết quả “{name.Vi}” chuyển tới {(to ?? from)!.Vi}", $"outcome '{name.En}' goes to {(to ?? from)!.En}"),
            });
        }
    }

    private static Wording? Named(ProcessDefinition process, int[] targets, bool hasPort)
    {
        if (!hasPort) return null;
        if (targets.Length == 0) return new("(chưa nối)", "(nowhere)");
        return Comparing.Same(string.Join(", ", targets.Select(to => Said(process.Steps[to])).Order(StringComparer.Ordinal)));
    }

    private static string Said(Step step) => step.Work is not null ? $"{step.Key} – {step.Name}" : $"“{step.Name}”";

    private static Wording TypeName(Step step) => ActivityCatalogue.Find(step.Type) is { } type ? type.Name : Comparing.Same(step.Type);

    private static Wording Outcome(Step step, string port) =>
        ActivityCatalogue.Find(step.Type)?.Ports.FirstOrDefault(known => known.Name == port)?.Display ?? Comparing.Same(port);

    private static Wording? Chosen(ActivityType? type, string input, string? value) =>
        value is null ? null : type?.FindInput(input)?.Choices.FirstOrDefault(choice => choice.Value == value)?.Display ?? Comparing.Same(value);

    private static Wording? ModeName(Step? join) => join?.Kind is not StepKind.Join ? null : join.JoinMode switch
    {
        JoinMode.WaitAll => new("chờ tất cả các nhánh", "wait for all"),
        JoinMode.WaitAllActive => new("chờ các nhánh còn hoạt động", "wait for all that are under way"),
        _ => new("nhánh nào tới trước", "the first to come"),
    };
}
