using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Is the result signed by who may sign, then sealed and entered, on every way to the applicant? (V308–V310)</summary>
internal static class SigningRules
{
    public static IEnumerable<Finding> SignersMaySign(Inspection check) =>
        from step in check.Process.Steps
        where (step.Kind is StepKind.Sign || step.Work?.RequiresSignature is true) && step.Work?.Position is not null
        let position = check.Context.Catalogue!.Find(step.Work!.Position!)
        where position is { MaySign: false } // one that the catalogue does not have is V304's to say
        select FindingCodes.MayNotSign.At(step.Key.Value, new(
            $"{step.Said()} do vị trí “{position.Name}” thực hiện, vị trí này không có thẩm quyền ký.", $"{step.Said()} is done by '{position.Name}', who has no authority to sign.")) with
        {
            Field = "position",
            Suggestion = new("Giao bước ký cho vị trí có thẩm quyền ký trong danh mục.", "Give the step to a position that may sign."),
        };

    public static IEnumerable<Finding> SealedAfterSigning(Inspection check)
    {
        var process = check.Process;
        if (!LawRules.Concerns(check) || process.Start is null) yield break;
        var papers = PapersAt(process);
        foreach (var step in process.Steps)
        {
            if (papers[step.Index] is not { } paper) continue;
            if (step.Kind is StepKind.Issue && !paper.Signed)
                yield return Shown(process, step, FindingCodes.IssuedUnsigned, state => !state.Signed, new(
                    $"Có đường tới {step.Said()} mà chưa qua bước ký duyệt nào.", $"{step.Said()} can be reached before anybody signed."),
                    new("Đặt bước ký duyệt trước bước đóng dấu, phát hành.", "Put a signature before the sealing."));
            if (step.Kind is StepKind.ReturnResult && (!paper.Sealed || paper.Open))
                yield return Shown(process, step, FindingCodes.NotSealed, state => !state.Sealed || state.Open, new(
                    $"Có đường tới {step.Said()} mà kết quả chưa được đóng dấu, vào sổ sau khi ký.", $"{step.Said()} can be reached with a result that was not sealed and entered after it was signed."),
                    new("Đặt bước đóng dấu, vào sổ, phát hành sau bước ký, trước bước trả kết quả.", "Put the sealing after the signature and before the result is returned."));
        }
    }

    /// <summary>What is certain of the paper when a token comes to each step; null where none comes.</summary>
    /// <remarks>
    /// Where ways meet, only what all of them brought is certain; at a join that waits for its branches, what any of them brought.
    /// Every connection begins with the best that could be and only ever falls, so that it settles, loops included.
    /// </remarks>
    private static Paper?[] PapersAt(ProcessDefinition process)
    {
        var arriving = new Paper?[process.Routes.Count];
        var at = new Paper?[process.Steps.Count];
        var look = new Queue<int>([process.Start!.Index]);
        while (look.TryDequeue(out var index))
        {
            if (at[index] is not null) continue;
            at[index] = Paper.Best;
            foreach (var route in process.Out(index))
            {
                arriving[route.Index] = Paper.Best;
                look.Enqueue(route.To);
            }
        }
        for (var index = 0; index < at.Length; index++)
            if (at[index] is not null) look.Enqueue(index);
        while (look.TryDequeue(out var index))
        {
            var step = process.Steps[index];
            var comes = process.In(index).Select(route => arriving[route.Index]).OfType<Paper>().ToList();
            if (index == process.Start.Index) comes.Add(default);
            var together = step.Kind is StepKind.Join && step.JoinMode is not JoinMode.WaitAny;
            at[index] = comes.Aggregate((one, other) => together
                ? new(one.Signed || other.Signed, one.Sealed || other.Sealed, one.Open || other.Open)
                : new(one.Signed && other.Signed, one.Sealed && other.Sealed, one.Open || other.Open));
            foreach (var route in process.Out(index))
            {
                var carried = at[index]!.Value.After(step, route.Port);
                if (arriving[route.Index] == carried) continue;
                arriving[route.Index] = carried;
                look.Enqueue(route.To);
            }
        }
        return at;
    }

    /// <summary>The finding with the shortest way on which it shows.</summary>
    private static Finding Shown(ProcessDefinition process, Step to, FindingCode code, Func<Paper, bool> isWrong, Wording message, Wording suggestion)
    {
        var before = new Dictionary<(int Step, Paper Paper), ((int Step, Paper Paper) From, string Port)>();
        var (start, look) = ((Step: process.Start!.Index, Paper: default(Paper)), new Queue<(int Step, Paper Paper)>());
        look.Enqueue(start);
        while (look.TryDequeue(out var at))
        {
            if (at.Step == to.Index && isWrong(at.Paper))
            {
                var (trace, way) = (new List<Wording>(), new List<string> { to.Key.Value });
                while (at != start)
                {
                    var (from, port) = before[at];
                    var step = process.Steps[from.Step];
                    trace.Add(new($"{step.Said()} → {PortName(step, port).Vi}", $"{step.Said()} → {PortName(step, port).En}"));
                    way.Add(step.Key.Value);
                    at = from;
                }
                trace.Reverse();
                way.Reverse();
                return code.At(to.Key.Value, message) with { Suggestion = suggestion, Trace = trace, Way = way };
            }
            foreach (var route in process.Out(at.Step))
            {
                var next = (route.To, at.Paper.After(process.Steps[at.Step], route.Port));
                if (next != start && before.TryAdd(next, (at, route.Port))) look.Enqueue(next);
            }
        }
        return code.At(to.Key.Value, message) with { Suggestion = suggestion };
    }

    private static Wording PortName(Step step, string port) => ActivityCatalogue.Find(step.Kind)?.Ports.FirstOrDefault(known => known.Name == port)?.Display ?? new(port, port);

    /// <summary>What is certain of the result's paper on the way so far.</summary>
    /// <param name="Signed">Somebody signed.</param>
    /// <param name="Sealed">It was sealed after a signature.</param>
    /// <param name="Open">It may carry a signature that was not sealed yet.</param>
    private readonly record struct Paper(bool Signed, bool Sealed, bool Open)
    {
        public static Paper Best => new(true, true, false);

        public Paper After(Step step, string port) => step.Kind switch
        {
            StepKind.Sign when port == "Signed" => new(true, Sealed, true),
            StepKind.Issue => new(Signed, Sealed || Signed, false),
            _ => this,
        };
    }
}
