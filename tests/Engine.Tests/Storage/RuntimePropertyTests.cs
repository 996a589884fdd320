using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Validation;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Storage;

/// <summary>Random processes, and two officers whose opening, thinking and writing interleave as the dice fall: after every write, what is stored is what the journal says.</summary>
/// <remarks>
/// What must hold is asked of the engine's own functions (replay, clocks, next reminder, desk), so that a new act is judged like the old ones.
/// <c>TTHCFLOW_CAMPAIGN=100</c> plays a hundred times as many; a failure names its seed, and <c>TTHCFLOW_SEED</c> begins there.
/// </remarks>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RuntimePropertyTests(string kind) : StorageTests(kind)
{
    private const int Plays = 20, Turns = 90;

    /// <summary>Bugs planted on purpose: a check that does not find them would find nothing.</summary>
    public enum Bug
    {
        None,
        StopForgotten, // what is folded into the snapshot forgets that a clock went on again
        WorkLost, // the store loses a line of the work list
        SecondWriterLetThrough, // what was decided on an old picture is written behind what a rival wrote
    }

    [Test]
    public async Task What_two_officers_do_at_once_leaves_file_work_list_clocks_and_messages_as_the_journal_says()
    {
        var first = int.TryParse(Environment.GetEnvironmentVariable("TTHCFLOW_SEED"), out var given) ? given : Random.Shared.Next(1_000_000);
        await TestContext.Out.WriteLineAsync($"TTHCFLOW_SEED={first}, {Plays * ProofPropertyTests.Campaign} plays");
        var deeds = new SortedDictionary<string, int>();
        for (var seed = first; seed < first + Plays * ProofPropertyTests.Campaign; seed++)
            if (await PlayAsync(seed, Bug.None, deeds) is { } fault) Assert.Fail($"seed {seed}: {fault}");

        Assert.That(deeds.Keys, Is.SupersetOf(new[] { "rival", nameof(DossierCommand.CompleteStep), nameof(DossierCommand.RequestSupplement), nameof(DossierCommand.ReceiveSupplement), nameof(DossierCommand.Remind) }),
            "the plays are worth playing");
    }

    [TestCase(Bug.StopForgotten)]
    [TestCase(Bug.WorkLost)]
    [TestCase(Bug.SecondWriterLetThrough)]
    public async Task A_planted_bug_is_found(Bug bug)
    {
        for (var seed = 0; seed < 60; seed++)
            if (await PlayAsync(seed, bug, new()) is { } fault)
            {
                await TestContext.Out.WriteLineAsync($"seed {seed}: {fault}");
                return;
            }
        Assert.Fail($"{bug} was not found.");
    }

    /// <summary>One dossier's life; null when everything held, else what did not.</summary>
    private async Task<string?> PlayAsync(int seed, Bug bug, SortedDictionary<string, int> deeds)
    {
        var dice = new Random(seed);
        var process = Runnable(Sketch.Sound(seed, 4 + seed % 20).Process(), dice);
        var play = new Play(process, new DossierStore(Db), Db);
        Officer[] officers = [play.Everybody("mai"), play.Everybody("minh")];
        if (await play.BeginAsync(new DossierCommand.Receive(officers[0], Office.OneStop, Office.Commune, Channel.Direct, RehearsalCast.People, ImmutableSortedDictionary<string, AttributeValue>.Empty)) is { } refused) return refused;

        var thought = new Thought?[2];
        for (var turn = 0; turn < Turns; turn++)
        {
            // Now and then the host's clock is set back, or jumps.
            play.Now = play.Now.AddMinutes(dice.Next(12) switch { 0 => -dice.Next(600), 1 or 2 or 3 => dice.Next(2_000), _ => dice.Next(60) });
            var who = dice.Next(2);
            if (thought[who] is not { } mine)
            {
                var file = await play.OpenAsync();
                if (!file.Dossier.IsRunning && thought[1 - who] is null) break;
                var command = Any(dice, file.Dossier, process, officers[who], homeward: turn > Turns / 2);
                if (command is not null && play.Think(file, command, bug) is { } entry) thought[who] = new(file, entry, command);
                continue;
            }
            thought[who] = null;
            var told = await play.WriteAsync(mine.File, mine.Entry, bug);
            Count(told ? mine.Command.GetType().Name : "rival");
            if (await play.FaultAsync() is { } fault) return $"turn {turn}, {mine.Command}: {fault}";
        }
        return null;

        void Count(string deed) => deeds[deed] = deeds.GetValueOrDefault(deed) + 1;
    }

    /// <summary>Something that might be asked of a dossier now; much of it will be refused, as in life.</summary>
    private static DossierCommand? Any(Random dice, Dossier dossier, ProcessDefinition process, Officer by, bool homeward)
    {
        if (dossier.Open is []) return null;
        var open = dossier.Open[dice.Next(dossier.Open.Count)];
        var step = process.Find(open.Step)!;
        return (homeward ? dice.Next(4) : dice.Next(10)) switch
        {
            0 => new DossierCommand.ReceiveSupplement(by, "Đã bổ sung"),
            1 => new DossierCommand.Remind(open.Step, open.Run, dice.Next(2) == 0 ? ReminderKind.DueSoon : ReminderKind.Overdue),
            4 or 5 => new DossierCommand.RequestSupplement(by, open.Step, RehearsalCast.Papers, "Thiếu giấy tờ", "Điều 9 NĐ 118/2025/NĐ-CP"),
            _ when step.Kind is StepKind.ReturnResult => new DossierCommand.ReturnResult(by, "Người nộp"),
            _ => new DossierCommand.CompleteStep(by, open.Step, homeward ? step.Ports[0] : step.Ports[dice.Next(step.Ports.Count)], "Ghi chú", step.Kind is StepKind.Assign ? by : null, RehearsalCast.Papers),
        };
    }

    /// <summary>A drawing that can be worked on: what conditions would decide, people decide; some steps wait for the applicant; every step has its limit.</summary>
    private static ProcessDefinition Runnable(ProcessDefinition drawn, Random dice) => new(
        drawn.Name,
        new ProcessHeader
        {
            Procedure = new("1.013225"),
            StatutoryLimit = TimeLimit.OfDays(10),
            Counting = Counting.RunningHours,
            Supplement = new SupplementRule((ClockPolicy)dice.Next(3), 3, TimeLimit.OfDays(5), "Reject"),
        },
        [],
        [
            .. drawn.Steps.Select(step => step.IsChoice ? step with { Kind = StepKind.Examine, Type = "Tthc.Examine", Work = Work() }
                : step.Kind is StepKind.Work && dice.Next(4) == 0 ? step with { Kind = StepKind.AwaitApplicant, Type = "Tthc.AwaitApplicant", Work = Work() with { Clock = ClockPolicy.Suspends } }
                : step.Kind is StepKind.Work && dice.Next(4) == 0 ? step with { Kind = StepKind.Assign, Type = "Tthc.Assign" }
                : step),
        ],
        drawn.Routes)
    {
        Start = drawn.Start,
        Hash = new ContentHash(new string('b', 64)),
    };

    private static StepWork Work() => new() { Unit = "Receiving", Position = new("chuyen-vien"), Limit = TimeLimit.OfHours(6) };

    /// <summary>What an officer has decided on what was read, and not written yet.</summary>
    private sealed record Thought(DossierFile File, DossierEntry Entry, DossierCommand Command);

    /// <summary>A dossier between two officers, and what it must look like.</summary>
    private sealed class Play(ProcessDefinition process, DossierStore store, FlowDatabase database)
    {
        private readonly DossierDecider _decider = new(process, new ProcessFlow(process), Calendar.Book);
        private readonly List<StatusMessage> _messages = [];
        private DossierCode _code = null!;
        private int _length;
        private DateTimeOffset _written;

        public DateTimeOffset Now { get; set; } = Office.Monday;

        public Officer Everybody(string id) => RehearsalCast.Everybody(process, Dossier.Empty with { Receiving = Office.OneStop, Competent = Office.Commune }) with { Id = new(id) };

        public async Task<string?> BeginAsync(DossierCommand.Receive command)
        {
            if (_decider.Decide(Dossier.Empty, command, Now) is not Decision<DossierEvent>.Accepted accepted) return $"not received: {_decider.Decide(Dossier.Empty, command, Now)}";
            var entry = Entry(Dossier.Empty, 0, accepted.Events, Bug.None);
            (_code, _length) = await store.ReceiveAsync(entry, null, default);
            Written(entry);
            return await FaultAsync();
        }

        public async Task<DossierFile> OpenAsync() => (await store.OpenAsync(_code, null, default)).File!;

        public DossierEntry? Think(DossierFile file, DossierCommand command, Bug bug) =>
            _decider.Decide(file.Dossier, command, Now) is Decision<DossierEvent>.Accepted { Events: not [] } accepted ? Entry(file.Dossier, file.Length, accepted.Events, bug) : null;

        /// <summary>True when it was written, false when a rival was faster.</summary>
        public async Task<bool> WriteAsync(DossierFile file, DossierEntry entry, Bug bug)
        {
            if (bug is Bug.WorkLost && entry.Touched.Count > 0) entry.Touched.RemoveAt(entry.Touched.Count - 1);
            var isFresh = file.Length == _length;
            try { await store.CommitAsync(file, entry, null, default); }
            catch (RivalException) when (!isFresh)
            {
                if (bug is not Bug.SecondWriterLetThrough) return false;
                await store.CommitAsync((await OpenAsync()), entry, null, default);
            }
            _length += entry.Events.Count;
            Written(entry);
            return true;
        }

        /// <summary>What is not as the journal says; null when all is.</summary>
        public async Task<string?> FaultAsync()
        {
            var file = await OpenAsync();
            var events = await database.ListAsync(new Statement("select body from dossier_journal where code = $1 order by number", _code), row => StoredJson.ReadEvent(row.Text(0)), default);
            if (events.Count != _length || file.Length != _length) return $"{events.Count} lines, {file.Length} counted, {_length} were written";

            var dossier = Dossier.Empty;
            foreach (var (number, happened) in events.Index())
            {
                var before = dossier;
                dossier = dossier.Apply(happened);
                foreach (var (step, run) in Entry(before, number, [happened], Bug.None).Closed)
                    if (!before.Open.Exists(open => open.Step == step && open.Run == run)) return $"line {number + 1} closes {step}, which is not open";
                if (dossier.Open.Select(open => open.Step).Distinct().Count() < dossier.Open.Count) return $"line {number + 1} opens a step that is open";
                if (dossier.Stops.Where(stop => stop.To is null).GroupBy(stop => (stop.Step, stop.Cause)).Any(stops => stops.Count() > 1)) return $"line {number + 1} stops a clock twice";
                if (before.Status is not DossierStatus.NotReceived && !before.IsRunning) return $"line {number + 1} comes after the end";
            }
            if (!dossier.IsRunning && dossier.Stops.Exists(stop => stop.To is null)) return "a clock stands still for ever";
            if (StoredJson.Write(dossier) != StoredJson.Write(file.Dossier)) return $"the stored file is\n{StoredJson.Write(file.Dossier)}\nthe journal adds up to\n{StoredJson.Write(dossier)}";

            var (clocks, stored) = (ClocksOf(dossier, _written), ClocksOf(file.Dossier, _written));
            if (clocks.DueAt != stored.DueAt || clocks.Standing != stored.Standing || !clocks.Steps.SequenceEqual(stored.Steps)) return "the clocks differ";
            if (!clocks.Steps.Select(clock => (clock.Step.Value, clock.Run)).Order().SequenceEqual(dossier.Open.Select(open => (open.Step.Value, open.Run)).Order())) return "not one clock for each open step";

            var work = await database.ListAsync(
                new Statement("select step, run, assignee, due_at, remind_at, remind_kind, place from work where code = $1", _code),
                row => Line(row.Text(0), row.Number(1), row.TextOrNull(2), row.InstantOrNull(3), row.InstantOrNull(4), row.TextOrNull(5), row.TextOrNull(6)), default);
            var shown = Entry(dossier, _length, [], Bug.None);
            var expected = dossier.Open.Select(open =>
            {
                var clock = clocks.Steps.Single(clock => clock.Step == open.Step && clock.Run == open.Run);
                var reminder = DossierEntry.NextReminder(open, clock, clocks.Answer);
                return Line(open.Step.Value, open.Run, open.Assignee?.Value, clock.Standing is Standing.Stopped ? null : clock.DueAt, reminder?.At, reminder?.Kind.ToString(), shown.DeskOf(open)?.Value);
            });
            // While a clock stands still its due time moves on with the moment; what the list says then is only where it was.
            var still = clocks.Steps.Where(clock => clock.Standing is Standing.Stopped).Select(clock => clock.Step.Value).ToHashSet();
            var wrong = expected.Except(work.Select(line => still.Contains(line.Step) ? line with { Due = 0 } : line)).ToList();
            if (wrong.Count > 0 || work.Count != dossier.Open.Count) return $"the work list has\n{string.Join('\n', work)}\nand should have\n{string.Join('\n', wrong)}";

            var outbox = await new RegisterStore(database).OutboxAsync(_code, default);
            return outbox.SequenceEqual(_messages) ? null : "the messages differ";
        }

        private DossierEntry Entry(Dossier before, int length, IReadOnlyList<DossierEvent> events, Bug bug)
        {
            var after = events.Aggregate(before, (dossier, happened) => bug is Bug.StopForgotten && happened is DossierEvent.ClockResumed ? dossier : dossier.Apply(happened));
            return new(events, after, ClocksOf(after, Now), PortalMessages.Of(before, length, events, process), process, Office.Catalogue, Now);
        }

        private DossierClocks ClocksOf(Dossier dossier, DateTimeOffset at) => DossierClocks.Of(dossier, process, Calendar.Book, at);

        private void Written(DossierEntry entry)
        {
            _messages.AddRange(entry.Messages);
            _written = entry.Now;
        }

        private static WorkLine Line(string step, int run, string? assignee, DateTimeOffset? due, DateTimeOffset? remind, string? kind, string? place) =>
            new(step, run, assignee, due?.ToUnixTimeMilliseconds() ?? 0, remind?.ToUnixTimeMilliseconds() ?? 0, kind, place);

        private sealed record WorkLine(string Step, int Run, string? Assignee, long Due, long Remind, string? Kind, string? Place);
    }
}
