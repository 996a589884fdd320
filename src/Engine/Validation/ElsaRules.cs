using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Where a drawing would run otherwise on stock Elsa 3 than here (V60x): told for those who exchange documents; it blocks nothing.</summary>
/// <remarks>
/// Elsa has two modes: one counts (its library's default), one plays tokens (its server image's). Both agree with this engine inside the portable profile:
/// loops, decisions, forks whose every branch always reaches a WaitAll join on one connection, an end of its own for each refusal or a WaitAny join in front
/// of a shared one, and no join inside a loop that can be left before it. What each mode does outside was seen on a running Elsa 3.8.
/// </remarks>
internal static class ElsaRules
{
    private static readonly Wording AsDrawn = new("TthcFlow chạy đúng như vẽ", "TthcFlow runs it as drawn");
    private static readonly Wording TokensRight = new("chế độ thẻ chạy đúng", "token mode runs it right");
    private static readonly Wording EndsSilently = new("chế độ đếm kết thúc hồ sơ trong im lặng, không mở bước này", "counter mode ends the case silently without opening it");

    public static IEnumerable<Finding> RunsAlikeOnStockElsa(Inspection check)
    {
        var (process, profile) = (check.Process, check.Elsa);
        if (process.Start is null) return [];
        if (profile.IsTooLarge)
            return [FindingCodes.NotCompared.At(null, new(
                "Quy trình quá lớn nên không so sánh được với cách Elsa gốc sẽ chạy.", "The process is too large to tell how stock Elsa would run it."))];
        return [.. SharedTargets(process, profile), .. ReturnsAcrossLoops(process, profile), .. Undominated(process, profile), .. Joins(process, profile), .. Meetings(process, profile)];
    }

    /// <summary>What is passed again in every round and what is passed once come to one place: counting, the two never agree again.</summary>
    private static IEnumerable<Finding> SharedTargets(ProcessDefinition process, ElsaProfile profile)
    {
        var told = new HashSet<int>();
        foreach (var head in profile.Loops.Select(loop => loop.Return.To).Distinct())
        {
            var again = profile.Beyond(head);
            foreach (var target in process.Steps.Where(step => again[step.Index] && step.Index != head && !told.Contains(step.Index) && !IsFirstCome(step)))
            {
                var inbound = profile.Inbound(target.Index).ToList();
                if (inbound.Find(route => again[route.From]) is not { } repeated || inbound.Find(route => !again[route.From]) is not { } once) continue;
                told.Add(target.Index);
                var (here, there, begins) = (process.Steps[repeated.From].Said(), process.Steps[once.From].Said(), process.Steps[head].Said());
                yield return target.Kind is StepKind.Join
                    ? FindingCodes.LoopInABranch.At(target.Key.Value, new(
                        $"Nhánh qua {here} có vòng lặp riêng (từ {begins}), rồi gộp với nhánh qua {there} tại {target.Said()}. {Modes(EndsSilently.Vi, TokensRight.Vi, AsDrawn.Vi)}",
                        $"The branch through {here} has a loop of its own (from {begins}) and is joined with the branch through {there} at {target.Said()}. {Modes(EndsSilently.En, TokensRight.En, AsDrawn.En)}")) with
                    {
                        Suggestion = new("Nếu cần chạy trên Elsa: đưa vòng lặp ra ngoài đoạn song song.", "To run on Elsa: take the loop out of the parallel part."),
                    }
                    : FindingCodes.SharedTarget.At(target.Key.Value, new(
                        $"{target.Said()} nhận cả {here}, nằm trong hoặc sau vòng lặp từ {begins}, lẫn {there}, nằm ngoài vòng. Sau một lần lặp, {Modes(EndsSilently.Vi, TokensRight.Vi, AsDrawn.Vi)}",
                        $"{target.Said()} is reached from {here}, in or after the loop from {begins}, and from {there} outside it. After one round {Modes(EndsSilently.En, TokensRight.En, AsDrawn.En)}")) with
                    {
                        Suggestion = new("Nếu cần chạy trên Elsa: vẽ điểm kết thúc riêng cho từng nơi, hoặc đặt điểm gộp “nhánh nào tới trước” ngay trước bước này.", "To run on Elsa: draw an end for each, or put a WaitAny join in front of it."),
                    };
            }
        }
    }

    private static IEnumerable<Finding> ReturnsAcrossLoops(ProcessDefinition process, ElsaProfile profile)
    {
        foreach (var outer in profile.Loops)
        {
            if (profile.Loops.FirstOrDefault(inner => inner.Return.To != outer.Return.To && outer.Body.Contains(inner.Return.To)) is not { } crossed) continue;
            var (from, to, head) = (process.Steps[outer.Return.From], process.Steps[outer.Return.To].Said(), process.Steps[crossed.Return.To].Said());
            yield return FindingCodes.ReturnAcrossALoop.At(from.Key.Value, new(
                $"{from.Said()} trả về {to}, đứng trước {head} vốn đã có vòng lặp riêng. Nếu vòng đó đã lặp, {Modes($"chế độ đếm kết thúc hồ sơ trong im lặng, không mở lại {head}", TokensRight.Vi, AsDrawn.Vi)}",
                $"{from.Said()} sends back to {to}, before {head}, which has a loop of its own. Once that one went round, {Modes($"counter mode ends the case silently without opening {head} again", TokensRight.En, AsDrawn.En)}")) with
            {
                Field = outer.Return.Port,
                Suggestion = new("Nếu cần chạy trên Elsa: trả về đúng bước đầu của vòng lặp bên trong.", "To run on Elsa: send back to where the inner loop begins."),
            };
        }
    }

    private static IEnumerable<Finding> Undominated(ProcessDefinition process, ElsaProfile profile) =>
        from back in profile.Undominated
        let source = process.Steps[back.From]
        let to = process.Steps[back.To].Said()
        select FindingCodes.ReturnNotDominated.At(source.Key.Value, new(
            $"{source.Said()} trả về {to}, nhưng có đường tới {source.Said()} không qua {to}. {Modes("Chế độ đếm báo lỗi và dừng", TokensRight.Vi, AsDrawn.Vi)}",
            $"{source.Said()} sends back to {to}, but a way leads to {source.Said()} that does not pass it. {Modes("Counter mode faults", TokensRight.En, AsDrawn.En)}")) with
        {
            Field = back.Port,
            Suggestion = new("Nếu cần chạy trên Elsa: chỉ trả về bước mà mọi đường tới đây đều đã qua.", "To run on Elsa: send back only to a step that every way here has passed."),
        };

    private static IEnumerable<Finding> Joins(ProcessDefinition process, ElsaProfile profile)
    {
        foreach (var join in process.Steps.Where(step => step.Kind is StepKind.Join && profile.IsReached(step.Index) && profile.Inbound(step.Index).Skip(1).Any()))
        {
            if (join.JoinMode is JoinMode.WaitAny)
            {
                if (profile.WhereTheyParted(join.Index) is { } split)
                    yield return FindingCodes.RaceBetweenPeople.At(join.Key.Value, new(
                        $"Các nhánh tách từ {split.Said()} đua nhau tới {join.Said()}, nhánh tới trước hủy các bước đang mở của nhánh kia. {Modes("Chế độ đếm chạy đúng", "chế độ thẻ báo lỗi khi bước bị hủy được tiếp tục", AsDrawn.Vi)}",
                        $"The branches that part at {split.Said()} race to {join.Said()}; the first cancels what the other has open. {Modes("Counter mode runs it right", "token mode throws when a cancelled step is resumed", AsDrawn.En)}"));
            }
            else if (!profile.AlwaysComesTogether(join.Index))
                yield return FindingCodes.BranchMayNotCome.At(join.Key.Value, join.JoinMode is JoinMode.WaitAll
                    ? new(
                        $"{join.Said()} chờ tất cả các nhánh, nhưng có nhánh có thể rẽ đi nơi khác hoặc tới bằng đường nối khác. {Modes("Chế độ đếm bỏ qua điểm gộp và kết thúc trong im lặng", "chế độ thẻ kẹt mãi", "TthcFlow cũng không qua được nếu nhánh đó không tới")}",
                        $"{join.Said()} waits for all branches, but one may go elsewhere or come by another connection. {Modes("Counter mode passes the join over and ends silently", "token mode is stuck for ever", "TthcFlow cannot pass either where the branch does not come")}")
                    : new(
                        $"{join.Said()} chờ các nhánh còn hoạt động; có nhánh có thể rẽ đi nơi khác hoặc tới bằng đường nối khác. {Modes("Chế độ đếm chạy đúng", "chế độ thẻ kẹt mãi", AsDrawn.Vi)}",
                        $"{join.Said()} waits for what is under way; a branch may go elsewhere or come by another connection. {Modes("Counter mode runs it right", "token mode is stuck for ever", AsDrawn.En)}")) with
                {
                    Suggestion = new("Nếu cần chạy trên Elsa: để mỗi nhánh luôn tới điểm gộp bằng đúng một đường nối.", "To run on Elsa: let each branch always reach the join on one connection."),
                };

            if (profile.Loops.FirstOrDefault(loop => loop.Body.Contains(join.Index) && loop.Return.To != join.Index && profile.CanBeLeftWithout(loop, join.Index)) is { } around)
                yield return FindingCodes.JoinInALoop.At(join.Key.Value, new(
                    $"{join.Said()} nằm trong vòng lặp từ {process.Steps[around.Return.To].Said()}, và hồ sơ có thể ra khỏi vòng mà không qua điểm gộp. {Modes("Chế độ đếm có thể đếm lệch số lượt", "chế độ thẻ có thể giữ lại thẻ của lượt trước", AsDrawn.Vi)}",
                    $"{join.Said()} lies in the loop from {process.Steps[around.Return.To].Said()}, which can be left without passing it. {Modes("Counter mode may count the rounds wrong", "token mode may keep a token of the round before", AsDrawn.En)}"));
        }
    }

    private static IEnumerable<Finding> Meetings(ProcessDefinition process, ElsaProfile profile) =>
        from step in process.Steps
        where step.Kind is not StepKind.Join && !step.IsTerminal && profile.IsReached(step.Index)
        let split = profile.WhereTheyParted(step.Index)
        where split is not null
        select FindingCodes.MeetWithoutAJoin.At(step.Key.Value, new(
            $"Các nhánh tách từ {split.Said()} gặp nhau ở {step.Said()} mà không có điểm gộp. {Modes("Chế độ đếm chờ cả hai rồi mở một lần", "chế độ thẻ mở hai lần", "TthcFlow mở một lần cho mỗi nhánh")}",
            $"The branches that part at {split.Said()} meet at {step.Said()} without a join. {Modes("Counter mode waits for both and opens it once", "token mode opens it twice", "TthcFlow opens it once for each branch")}")) with
        {
            Suggestion = new("Đặt điểm gộp trước bước này.", "Put a join before it."),
        };

    private static bool IsFirstCome(Step step) => step is { Kind: StepKind.Join, JoinMode: JoinMode.WaitAny };

    private static string Modes(string counter, string token, string ours) => $"{counter}; {token}; {ours}.";
}
