using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Folding a drawing must never change the verdict: thousands of small random drawings are played as drawn and folded.</summary>
public sealed class FlowReductionTests
{
    private const int Bound = 600;

    private static readonly Gen<ProcessDefinition> Wild = Gen.Choose(0, int.MaxValue).Select(seed => RandomDrawing.Wild(new Random(seed)));

    private static readonly Gen<ProcessDefinition> Tame = Gen.Choose(0, int.MaxValue).Select(seed => RandomDrawing.Tame(new Random(seed)));

    [Test]
    public void Folding_a_wild_drawing_never_changes_the_verdict() => AgreeOn(Wild, 8_000);

    [Test]
    public void Folding_a_nested_drawing_with_a_slip_never_changes_the_verdict() => AgreeOn(Tame, 2_000);

    [Test]
    public void Folding_nested_blocks_never_changes_the_verdict() =>
        AgreeOn(Gen.Choose(0, int.MaxValue).Select(seed => (seed % 4 == 0 ? Sketch.Sound(seed, 4 + seed % 20) : Sketch.Spoilt(seed, 4 + seed % 20)).Process()), 1_000);

    [Test]
    public void The_random_drawings_are_worth_playing()
    {
        // Drawn anew every time: the counts only have to show that neither verdict is rare, so they stand far below what is usual.
        var wild = Gen.Sample(Wild, 6_000, 100).Where(SoundnessProof.IsConnected).Select(process => TokenPlay.Of(process, Bound)).ToList();
        var tame = Gen.Sample(Tame, 2_000, 100).Where(SoundnessProof.IsConnected).Select(process => TokenPlay.Of(process, Bound)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(wild.Count(play => play.IsSound), Is.GreaterThan(40));
            Assert.That(tame.Count(play => play.IsSound), Is.GreaterThan(300));
            Assert.That(wild.Concat(tame).SelectMany(play => play.Violations).Select(violation => violation.Trouble).Distinct(),
                Is.SupersetOf(new[] { Trouble.EndsWithWorkOpen, Trouble.OpenTwice, Trouble.PilesUp, Trouble.Stuck, Trouble.NeverReached }));
        }
    }

    public static bool IsSoundFolded(ProcessDefinition process) => TokenPlay.Of(FlowReduction.Of(process).Process, Bound).IsSound;

    private static void AgreeOn(Gen<ProcessDefinition> drawings, int times) => Check.One(Campaign.Of(times),
        Prop.ForAll(drawings.ToArbitrary(), process =>
        {
            if (!SoundnessProof.IsConnected(process)) return true.ToProperty();
            var asDrawn = TokenPlay.Of(process, Bound);
            if (!asDrawn.IsComplete && asDrawn.Violations.Count == 0) return true.ToProperty();
            var folded = FlowReduction.Of(process).Process;
            var play = TokenPlay.Of(folded, Bound);
            return (play.IsSound == asDrawn.IsSound && (play.IsSound || play.Violations.Count > 0)).Label(
                $"as drawn {Told(asDrawn)}, folded {Told(play)}\n{Picture(process)}\n-- folded --\n{Picture(folded)}");
        }));

    private static string Told(TokenPlay play) => play.IsSound ? "sound" : string.Join(", ", play.Violations.Select(violation => $"{violation.Trouble}@{violation.Step}"));

    private static string Picture(ProcessDefinition process) => string.Join('\n',
        from step in process.Steps
        select $"{step.Index} {step.Kind}{(step.Kind is StepKind.Join ? $" {step.JoinMode}" : "")}{(step == process.Start ? " (start)" : "")}: "
               + string.Join(", ", process.Out(step.Index).Select(route => $"{route.Port}>{route.To}")));
}

/// <summary>Small drawings by the dice: wild ones connect anything with anything, tame ones nest blocks and then may get one line wrong.</summary>
internal static class RandomDrawing
{
    private static readonly StepKind[] Kinds = [StepKind.Work, StepKind.Work, StepKind.Work, StepKind.Decision, StepKind.Fork, StepKind.Join, StepKind.Join];

    public static ProcessDefinition Wild(Random dice)
    {
        var drawing = new Drawing().Step("S", StepKind.Start);
        var inner = dice.Next(2, 7);
        var ends = dice.Next(1, 3);
        for (var at = 0; at < inner; at++) Place(drawing, $"N{at}", Kinds[dice.Next(Kinds.Length)], dice);
        for (var at = 0; at < ends; at++) drawing.Step($"E{at}", StepKind.End);
        foreach (var step in drawing.Process().Steps.Where(step => !step.IsTerminal))
        {
            foreach (var port in step.Ports)
            {
                var lines = step.Kind is StepKind.Start ? 1 : dice.Next(12) == 0 ? 2 : 1;
                for (var line = 0; line < lines; line++) drawing.Line(step.Id, port, Towards(step.Index));
            }
        }
        return drawing.Process();

        // Mostly onwards, so that a good share of the drawings is sound.
        string Towards(int from)
        {
            var to = dice.Next(4) == 0 ? dice.Next(1, inner + ends + 1) : Math.Min(dice.Next(from + 1, from + 4), inner + ends);
            return to <= inner ? $"N{to - 1}" : $"E{to - inner - 1}";
        }
    }

    public static ProcessDefinition Tame(Random dice)
    {
        var drawing = new Drawing().Step("S", StepKind.Start);
        var (lines, count) = (new List<(string From, string Port, string To)>(), 0);
        var last = Block("S", "Done", 0);
        drawing.Step("E", StepKind.End);
        lines.Add((last.From, last.Port, "E"));
        if (dice.Next(2) == 0)
        {
            var slip = dice.Next(lines.Count);
            var all = drawing.Process().Steps;
            lines[slip] = lines[slip] with { To = all[dice.Next(1, all.Count)].Id };
        }
        foreach (var (from, port, to) in lines) drawing.Line(from, port, to);
        return drawing.Process();

        (string From, string Port) Block(string from, string port, int depth)
        {
            var parts = dice.Next(1, 4);
            for (var part = 0; part < parts; part++)
            {
                var shape = depth > 2 || count > 9 ? 0 : dice.Next(4);
                var name = $"N{count++}";
                switch (shape)
                {
                    case 1: // parallel branches
                        drawing.Step(name, StepKind.Fork, ports: ["1", "2"]).Step(name + "J", StepKind.Join, mode: (JoinMode)(dice.Next(6) is var mode and < 3 ? mode : 0));
                        lines.Add((from, port, name));
                        foreach (var branch in (string[])["1", "2"])
                        {
                            var end = dice.Next(6) == 0 ? (name, branch) : Block(name, branch, depth + 1);
                            lines.Add((end.Item1, end.Item2, name + "J"));
                        }
                        (from, port) = (name + "J", "Done");
                        break;
                    case 2: // a loop
                        drawing.Step(name, dice.Next(2) == 0 ? StepKind.Work : StepKind.Decision, ports: ["on", "back"]);
                        lines.Add((from, port, name));
                        var round = dice.Next(2) == 0 ? (name, "back") : Block(name, "back", depth + 1);
                        lines.Add((round.Item1, round.Item2, name));
                        (from, port) = (name, "on");
                        break;
                    case 3: // a choice
                        drawing.Step(name, dice.Next(2) == 0 ? StepKind.Work : StepKind.Decision, ports: ["a", "b"]).Step(name + "M");
                        lines.Add((from, port, name));
                        foreach (var way in (string[])["a", "b"])
                        {
                            var end = dice.Next(3) == 0 ? (name, way) : Block(name, way, depth + 1);
                            lines.Add((end.Item1, end.Item2, name + "M"));
                        }
                        (from, port) = (name + "M", "Done");
                        break;
                    default:
                        drawing.Step(name);
                        lines.Add((from, port, name));
                        (from, port) = (name, "Done");
                        break;
                }
            }
            return (from, port);
        }
    }

    private static void Place(Drawing drawing, string key, StepKind kind, Random dice) => drawing.Step(key, kind, mode: (JoinMode)dice.Next(3), ports: kind switch
    {
        StepKind.Work => dice.Next(3) == 0 ? ["a", "b"] : ["Done"],
        StepKind.Fork => dice.Next(4) == 0 ? ["1", "2", "3"] : ["1", "2"],
        _ => null,
    });
}
