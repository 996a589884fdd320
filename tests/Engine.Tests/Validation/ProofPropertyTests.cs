using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>What the proof says of random drawings is what happens when they are played: by the engine's own flow, and by a naive player that shares nothing with it.</summary>
/// <remarks>A failure names the seed of its drawing.</remarks>
public sealed class ProofPropertyTests
{
    private const int Bound = 4_000;

    [Test]
    public void A_block_structured_process_is_accepted_and_runs_to_its_end_in_every_order() => Hold(250, seed =>
    {
        var sketch = Sketch.Sound(seed, 6 + seed % 60);
        var process = sketch.Process();
        var proof = SoundnessProof.Of(process);
        if (proof.Verdict is not Verdict.Yes) return $"{proof.Verdict}: {Told(process, proof)}\n{sketch}";

        var (flow, dice) = (new ProcessFlow(process), new Random(seed));
        for (var dossier = 0; dossier < 10; dossier++)
            if (Run(process, flow, dice) is { } fault) return $"{fault}\n{sketch}";
        return new NaivePlayer(process).Verdict(400) is "sound" or "too big" ? null : $"naive: {new NaivePlayer(process).Verdict(400)}\n{sketch}";
    });

    [Test]
    public void A_process_with_a_stroke_wrong_is_still_sound_or_rejected_with_a_way_that_can_be_played() => Hold(800, seed =>
    {
        var sketch = Sketch.Spoilt(seed, 4 + seed % 14);
        var process = sketch.Process();
        var player = new NaivePlayer(process);
        var (proof, played) = (SoundnessProof.Of(process), player.Verdict(Bound));
        if (played == "too big") return null;
        if (proof.Verdict is Verdict.Yes) return played == "sound" ? null : $"accepted, but {played}\n{sketch}";
        if (proof.Verdict is Verdict.Undecided || played == "sound") return $"{proof.Verdict}, but {played}: {Told(process, proof)}\n{sketch}";
        if (proof is { Violations: [], Unreached: [], Unconnected: [], NoWayOut: [] }) return $"rejected without a reason\n{sketch}";
        // Nobody can come to a fault sooner than the story does. (The engine calls three tokens in one place a pile, the naive player waits for more.)
        var sudden = proof.Violations.Where(violation => violation.Trouble is Trouble.LostToken or Trouble.EndsWithWorkOpen or Trouble.OpenTwice).Select(violation => violation.Way.Count).ToList();
        if (sudden.Count > 0 && player.Nearest(Bound) is { } acts && sudden.Min() > acts) return $"told in {sudden.Min()} acts, {acts} are enough\n{sketch}";
        return proof.Violations.Select(violation => Reproduced(process, player, violation) is { } fault ? $"{violation.Trouble} at {violation.Step}: {fault}\n{sketch}" : null).FirstOrDefault(fault => fault is not null);
    });

    [Test]
    public void What_folding_shows_can_be_played_as_drawn() => Hold(250, seed =>
    {
        // The folded drawing alone, as if the drawing were too big to be played: its story is told in the steps as drawn, or there is none.
        var sketch = Sketch.Spoilt(seed, 6 + seed % 20);
        var process = sketch.Process();
        if (!SoundnessProof.IsConnected(process)) return null;
        var player = new NaivePlayer(process);
        var folded = FlowReduction.Of(process);
        var retelling = new Retelling(process, folded.Process);
        return TokenPlay.Of(folded.Process, Bound, folded.Weight).Violations.Where(violation => violation.Way.Count > 0).Select(violation => folded.AsDrawn(violation.Way)).Concat(folded.Suspects)
            .Select(retelling.Of).OfType<Violation>().Select(violation => Reproduced(process, player, violation) is { } fault ? $"{violation.Trouble}: {fault}\n{sketch}" : null).FirstOrDefault(fault => fault is not null);
    });

    [Test]
    public void A_pile_that_only_folding_shows_is_told_as_drawn()
    {
        // Step 17 goes on and back at once, so that a join waits behind more and more tokens; as drawn that takes longer than anybody looks.
        const int seed = 1_433_909_496;
        var process = Sketch.Spoilt(seed, 4 + seed % 14).Process();
        var pile = SoundnessProof.Of(process).Violations.Single(violation => violation.Trouble is Trouble.PilesUp);
        Assert.That(pile.Way, Is.Not.Empty);
        Assert.That(Reproduced(process, new NaivePlayer(process), pile), Is.Null);
    }

    [Test]
    public void The_random_drawings_are_worth_playing()
    {
        var spoilt = Enumerable.Range(0, 600).Select(seed => Sketch.Spoilt(seed, 4 + seed % 14).Process()).ToList();
        var proofs = spoilt.ConvertAll(SoundnessProof.Of);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(proofs.Count(proof => proof.Verdict is Verdict.Yes), Is.InRange(60, 540));
            Assert.That(proofs.SelectMany(proof => proof.Violations).Select(violation => violation.Trouble).Distinct(),
                Is.SupersetOf(new[] { Trouble.LostToken, Trouble.EndsWithWorkOpen, Trouble.OpenTwice, Trouble.Stuck, Trouble.NeverReached }));
            Assert.That(spoilt.Count(process => process.Steps.Any(step => step.Kind is StepKind.Join)), Is.GreaterThan(200));
        }
    }

    private static void Hold(int times, Func<int, string?> fault) =>
        Check.One(Campaign.Of(times), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => fault(seed) is { } told ? false.Label(told) : true.ToProperty()));

    /// <summary>One dossier, decided by the dice; after a while everybody agrees to everything, so that it comes to an end.</summary>
    private static string? Run(ProcessDefinition process, ProcessFlow flow, Random dice)
    {
        var (move, acts) = (flow.Begin(), 0);
        while (move.Ended.Count == 0)
        {
            var open = move.After.Steps.ToList();
            if (open.Exists(step => process.Steps[step].IsChoice)) open.RemoveAll(step => !process.Steps[step].IsChoice);
            if (open.Count == 0) return "stands still";
            if (open.Distinct().Count() < open.Count) return "open twice";
            if (++acts > 20_000) return "goes on for ever";
            var step = process.Steps[open[dice.Next(open.Count)]];
            move = flow.Complete(move.After, step.Index, step.Ports[acts > 200 ? 0 : dice.Next(step.Ports.Count)]);
            if (move.Lost.Count > 0) return "lost";
        }
        return move.Ended.Count == 1 && move.After.Count == 0 ? null : "ends with work open";
    }

    /// <summary>Null when the naive player runs into the same trouble on the same way.</summary>
    private static string? Reproduced(ProcessDefinition process, NaivePlayer player, Violation violation)
    {
        if (violation.Trouble is Trouble.NeverReached) return player.Verdict(Bound) == "unreached" ? null : "reached by the naive player";
        var at = player.Begin();
        foreach (var (act, number) in violation.Way.Select((act, number) => (act, number)))
        {
            if (at.Wrong is "crowd" && violation.Trouble is Trouble.PilesUp) return null;
            if (at.Wrong is not null || at.IsOver) return $"over before act {number}: {at.Wrong}";
            if (!player.Open(at).Contains(act.Step)) return $"act {number}: {process.Steps[act.Step].Id} is not open";
            at = player.Complete(at, act.Step, act.Port);
        }
        return violation.Trouble switch
        {
            Trouble.LostToken => at.Wrong is "lost" or "spins",
            Trouble.EndsWithWorkOpen => at.Wrong is "not alone",
            Trouble.OpenTwice => at.Wrong is "twice",
            Trouble.Stuck => at is { Wrong: null, IsOver: false } && player.Open(at).Count == 0,
            Trouble.NeverEnds => !player.CanEnd(at, Bound),
            _ => at.Wrong is "crowd" || at.Tokens.GroupBy(token => token).Any(place => place.Count() > 2),
        } ? null : $"the naive player has {at.Wrong ?? at.Key}";
    }

    private static string Told(ProcessDefinition process, SoundnessProof proof) => string.Join(", ", proof.Violations.Select(violation =>
        $"{violation.Trouble}@{(violation.Step < 0 ? "" : process.Steps[violation.Step].Id)} {string.Join(' ', violation.Way.Select(act => $"{process.Steps[act.Step].Id}:{act.Port}"))}"));
}
