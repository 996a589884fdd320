using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Portal;
using TthcFlow.Engine.Tests.Validation;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Storage;

/// <summary>Random processes, and two officers whose opening, thinking and writing interleave as the dice fall: after every write, what is stored is what the journal says.</summary>
/// <remarks>
/// Everything an officer may be offered is drawn (the registry of acts, its forms filled in with what comes to mind), besides reminders and moves to another version and back. What is offered must then be
/// possible: the only no that is left is about what was written into the form.
/// What must hold is asked of the engine's own functions (replay, clocks, next reminder, desk), so that a new act is judged like the old ones.
/// A failure names its seed; <see cref="Campaign"/> plays many times as many.
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
        var first = Campaign.Seed;
        await TestContext.Out.WriteLineAsync($"TTHCFLOW_SEED={first}, {Plays * Campaign.Times} plays");
        var deeds = new SortedDictionary<string, int>();
        string[] worth = ["rival", "Move", "Return", nameof(DossierCommand.CompleteStep), nameof(DossierCommand.RequestSupplement), nameof(DossierCommand.ReceiveSupplement), nameof(DossierCommand.Remind)];
        // Dice may leave out the rarest of them for a while: then there are more plays.
        for (var seed = first; seed < first + Plays * Campaign.Times || seed < first + 5 * Plays && worth.Except(deeds.Keys).Any(); seed++)
            if (await PlayAsync(seed, Bug.None, deeds) is { } fault) Assert.Fail($"seed {seed}: {fault}");

        await TestContext.Out.WriteLineAsync(string.Join(", ", deeds.Select(deed => $"{deed.Key} {deed.Value}")));
        Assert.That(deeds.Keys, Is.SupersetOf(worth), "the plays are worth playing");
        Assert.That(deeds.Keys.Intersect(new[]
        {
            nameof(DossierCommand.Suspend), nameof(DossierCommand.Resume), nameof(DossierCommand.Extend), nameof(DossierCommand.Claim), nameof(DossierCommand.Assign), nameof(DossierCommand.HandBack), nameof(DossierCommand.Recall),
            nameof(DossierCommand.SendBack), nameof(DossierCommand.Withdraw), nameof(DossierCommand.ImposeObligation), nameof(DossierCommand.RecordPayment), nameof(DossierCommand.DraftAct), nameof(DossierCommand.ApproveDraft),
        }).Count(), Is.GreaterThan(9), "most acts come up in every run");
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
        var play = new Play(process, Amended(process, dice), new DossierStore(Db), Db);
        Officer[] officers = [play.Everybody("mai"), play.Everybody("minh")];
        if (await play.BeginAsync(new DossierCommand.Receive(officers[0], Office.OneStop, Office.Commune, Channel.Direct, RehearsalCast.People, ImmutableSortedDictionary<string, AttributeValue>.Empty)) is { } refused) return refused;

        var thought = new Thought?[2];
        for (var turn = 0; turn < Turns; turn++)
        {
            // Now and then the host's clock jumps, and in every other play it is set back.
            play.Now = play.Now.AddMinutes(dice.Next(12) switch { 0 when seed % 2 == 0 => -dice.Next(600), 1 or 2 or 3 => dice.Next(2_000), _ => dice.Next(60) });
            var who = dice.Next(2);
            if (thought[who] is not { } mine)
            {
                var file = await play.OpenAsync();
                if (!file.Dossier.IsRunning && thought[1 - who] is null) break;
                if (dice.Next(12) == 0)
                {
                    if (play.ThinkOfAnotherVersion(file, dice, bug) is { } moved) thought[who] = moved;
                    continue;
                }
                if (dice.Next(3) > 0)
                {
                    if (play.Offered(file, dice, officers[who], officers, homeward: turn > Turns / 2, out var wrong) is not { } offered) continue;
                    if (wrong is not null) return $"turn {turn}: {wrong}";
                    if (play.Think(file, offered, bug) is { } act) thought[who] = new(file, act, offered.GetType().Name);
                    continue;
                }
                var command = Any(dice, file.Dossier, play.On(file.Dossier), officers[who], homeward: turn > Turns / 2);
                if (command is not null && play.Think(file, command, bug) is { } entry) thought[who] = new(file, entry, command.GetType().Name);
                continue;
            }
            thought[who] = null;
            var told = await play.WriteAsync(mine, bug);
            Count(told ? mine.Deed : "rival");
            if (await play.FaultAsync() is { } fault) return $"turn {turn}, {mine.Deed}: {fault}";
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
            Extension = new ExtensionRule(3, TimeLimit.OfHours(1), null),
            Fees = [new Fee("Lệ phí", 75_000, null, DossierFees.AtReturn)],
        },
        [],
        [
            .. drawn.Steps.Select(step => step.IsChoice ? step with { Kind = StepKind.Examine, Type = "Tthc.Examine", Work = Work() }
                : step.Kind is StepKind.Work && dice.Next(4) == 0 ? step with { Kind = StepKind.AwaitApplicant, Type = "Tthc.AwaitApplicant", Work = Work() with { Clock = ClockPolicy.Suspends } }
                : step.Kind is StepKind.Work && dice.Next(4) == 0 ? step with { Kind = StepKind.Assign, Type = "Tthc.Assign" }
                : step.Work is { } work && dice.Next(2) == 0 ? step with { Work = work with { MayRecall = true, MayReturn = true } }
                : step),
        ],
        drawn.Routes)
    {
        Start = drawn.Start,
        Hash = new ContentHash(new string('b', 64)),
    };

    /// <summary>Another version of it: other limits, sometimes another position; and sometimes a step more, or a step under another key.</summary>
    private static ProcessDefinition Amended(ProcessDefinition process, Random dice)
    {
        List<Step> steps = [.. process.Steps.Select(step => step.Work is { Limit: not null } work && dice.Next(2) == 0 ? step with { Work = work with { Limit = TimeLimit.OfHours(1 + dice.Next(24)) } } : step)];
        List<Route> routes = [.. process.Routes];
        if (dice.Next(2) == 0)
        {
            var (at, more) = (dice.Next(routes.Count), new Step { Index = steps.Count, Id = "them", Key = new("them"), Name = "Bước thêm", Type = "Tthc.Work", Kind = StepKind.Work, Ports = ["Done"], Work = Work() });
            var split = routes[at];
            steps.Add(more);
            routes[at] = split with { Id = $"{split.Id}~", To = more.Index };
            routes.Add(new(routes.Count, "them:Done>", more.Index, "Done", split.To));
        }
        return new(
            process.Name, process.Header with { StatutoryLimit = TimeLimit.OfDays(6 + dice.Next(10)) }, [], steps, routes)
        { Start = steps[process.Start!.Index], Hash = new ContentHash(new string('c', 64)) };
    }

    private static StepWork Work() => new() { Unit = "Receiving", Position = new("chuyen-vien"), Limit = TimeLimit.OfHours(6) };

    /// <summary>What an officer has decided on what was read, and not written yet.</summary>
    private sealed record Thought(DossierFile File, DossierEntry Entry, string Deed)
    {
        public bool IsMove { get; init; }
    }

    /// <summary>A dossier between two officers, and what it must look like.</summary>
    private sealed class Play(ProcessDefinition process, ProcessDefinition amended, DossierStore store, FlowDatabase database)
    {
        /// <summary>What a form may hear that was filled in with what came to mind: about a date, an amount, an outcome, or the way that outcome leads.</summary>
        private static readonly HashSet<string> AboutWhatWasWritten =
        [
            "D116", // an outcome that says nobody answered, while there is time
            "D214", "D215", "D130", // a date that is not later, or no working day, or in a year nobody confirmed
            "D217", "D220", "D222", "D224", // an amount, a receipt
            "D141", // the outcome leads to a request for papers, and no round is left
            "D225", // papers that were not asked for
            "D249", "D250", "D251", "D252", // how a result is handed over: the number of the item, a proxy and their paper
            "D265", "D334", "D332", // somebody who has the step or the question already, or is of another of the bodies asked
            "D284", "D286", "D287", // the one of several questions that is not theirs; no reason for going on without opinions; a body that has the step or is asked already
            "D279", "D280", "D281", // the one of several drafts that is not theirs to decide, sign or drop
        ];

        private readonly ProcessVersions _versions = new(amended, new Dictionary<ContentHash, ProcessDefinition> { [process.Hash!] = process });
        private readonly Dictionary<ContentHash, DossierDecider> _deciders = new[] { process, amended }.ToDictionary(one => one.Hash!, one => new DossierDecider(one, new ProcessFlow(one), Calendar.Book));
        private readonly VersionPair _pair = new(process, amended);
        private readonly List<PortalMessage> _messages = [];
        private DossierCode _code = null!;
        private int _length;
        private DateTimeOffset _written;

        public DateTimeOffset Now { get; set; } = Office.Monday;

        public Officer Everybody(string id) => RehearsalCast.Everybody(process, Dossier.Empty with { Receiving = Office.OneStop, Competent = Office.Commune }) with { Id = new(id) };

        public async Task<string?> BeginAsync(DossierCommand.Receive command)
        {
            if (_deciders[process.Hash!].Decide(Dossier.Empty, command, Now) is not Decision<DossierEvent>.Accepted accepted) return $"not received: {_deciders[process.Hash!].Decide(Dossier.Empty, command, Now)}";
            var entry = Entry(Dossier.Empty, 0, accepted.Events, Bug.None);
            (_code, _length) = await store.ReceiveAsync(entry, null, default);
            Written(entry);
            return await FaultAsync();
        }

        public async Task<DossierFile> OpenAsync() => (await store.OpenAsync(_code, null, default)).File!;

        /// <summary>The version a dossier runs on.</summary>
        public ProcessDefinition On(Dossier dossier) => dossier.Version is null ? process : _versions.For(dossier);

        public DossierEntry? Think(DossierFile file, DossierCommand command, Bug bug) =>
            DeciderOf(file.Dossier).Decide(file.Dossier, command, Now) is Decision<DossierEvent>.Accepted { Events: not [] } accepted ? Entry(file.Dossier, file.Length, accepted.Events, bug) : null;

        /// <summary>To the other version, or back; null where that cannot be.</summary>
        public Thought? ThinkOfAnotherVersion(DossierFile file, Random dice, Bug bug)
        {
            var decider = new MigrationDecider(_pair, (MigrationLimit)dice.Next(2), Calendar.Book);
            var isBack = file.Dossier.Version == amended.Hash;
            var decision = isBack ? decider.Return(file.Dossier, 1, "Sai sót", Office.Lan, Now) : decider.Move(file.Dossier, 1, new("30/QĐ-UBND", new(2026, 3, 2), "Chủ tịch", "Sửa", "Điều 4"), Office.Lan, Now);
            return decision is Decision<DossierEvent>.Accepted accepted ? new(file, Entry(file.Dossier, file.Length, accepted.Events, bug), isBack ? "Return" : "Move") { IsMove = true } : null;
        }

        /// <summary>One of the acts that are offered, its form filled in with what comes to mind; null where nothing is.</summary>
        /// <param name="wrong">The act was offered and is refused for what nobody wrote.</param>
        public DossierCommand? Offered(DossierFile file, Random dice, Officer by, Officer[] officers, bool homeward, out string? wrong)
        {
            wrong = null;
            var decider = DeciderOf(file.Dossier);
            var offers = decider.Offers(file.Dossier, by, Now);
            // Ending it is for the end of the play.
            if (!homeward || dice.Next(4) > 0) offers = [.. offers.Where(offer => offer.Act is not ("withdraw" or "reject" or "stop"))];
            if (offers is []) return null;
            var offer = offers[dice.Next(offers.Count)];
            var act = DossierActs.Find(offer.Act)!;
            var said = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
            foreach (var field in offer.Fields)
                if ((field.Required || dice.Next(3) > 0) && Written(field, dice, officers) is { } text) said[field.Name] = text;
            var command = offer.IsDraft ? new DossierCommand.DraftAct(by, offer.Act, offer.Step, said.ToImmutable()) : act.Command(new ActForm(by, offer.Step, said.ToImmutable()) { Officers = officers });
            if (decider.Decide(file.Dossier, command, Now) is Decision<DossierEvent>.Refused { Reason: var no } && !DossierActs.OnlyAsksForWords(act, no) && !AboutWhatWasWritten.Contains(no.Code))
                wrong = $"{offer.Key} was offered and is refused: {no.Code} {no.Message.En} ({string.Join("; ", said)})";
            return command;
        }

        private string? Written(ActField field, Random dice, Officer[] officers) => field.Kind switch
        {
            ActFieldKind.Choice => field.Choices is [] ? null : field.Choices[dice.Next(field.Choices.Count)].Value,
            ActFieldKind.Papers => field.Default is { Length: > 0 } all ? string.Join('\n', all.Split('\n').Where((_, at) => at == 0 || dice.Next(2) == 0)) : "Bản vẽ\nBản sao căn cước",
            ActFieldKind.Day => VietnamTime.DayOf(Now).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ActFieldKind.Moment => VietnamTime.LocalOf(Now).Date.AddDays(5 + dice.Next(40)).AddHours(16).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture),
            ActFieldKind.Number => "1",
            ActFieldKind.Amount => ((1 + dice.Next(5)) * 25_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ActFieldKind.Flag => "true",
            ActFieldKind.Officer => officers[dice.Next(officers.Length)].Id.Value,
            ActFieldKind.Agencies => Office.Commune.Value,
            ActFieldKind.LongText => "Lý do ghi cho có",
            _ => $"VB-{dice.Next(1_000_000)}",
        };

        private DossierDecider DeciderOf(Dossier dossier) => _deciders[dossier.Version!];

        /// <summary>True when it was written, false when a rival was faster.</summary>
        public async Task<bool> WriteAsync(Thought thought, Bug bug)
        {
            var (file, entry, _) = thought;
            if (bug is Bug.WorkLost && entry.Touched.Count > 0) entry.Touched.RemoveAt(entry.Touched.Count - 1);
            var isFresh = file.Length == _length;
            Task CommitAsync(DossierFile at) => thought.IsMove ? store.CommitMoveAsync(at, entry, new Statement("update dossier set subject = subject where code = $1", _code), default) : store.CommitAsync(at, entry, null, default);
            try { await CommitAsync(file); }
            catch (RivalException) when (!isFresh)
            {
                if (bug is not Bug.SecondWriterLetThrough) return false;
                await CommitAsync(await OpenAsync());
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
                // Each sum that is owed stands for itself; everything else stops a clock once.
                if (dossier.Stops.Where(stop => stop is { To: null, Cause: not ClockStopCause.Payment }).GroupBy(stop => (stop.Step, stop.Cause)).Any(stops => stops.Count() > 1)) return $"line {number + 1} stops a clock twice";
                if (before.Status is not DossierStatus.NotReceived && !before.IsRunning) return $"line {number + 1} comes after the end";
            }
            if (!dossier.IsRunning && dossier.Stops.Exists(stop => stop.To is null)) return "a clock stands still for ever";
            if (StoredJson.Write(dossier) != StoredJson.Write(file.Dossier)) return $"the stored file is\n{StoredJson.Write(file.Dossier)}\nthe journal adds up to\n{StoredJson.Write(dossier)}";

            if (FaultInAccounts(dossier, events) is { } account) return account;

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
            if (DossierPromise.IsWatched(dossier))
                expected = expected.Append(Line(
                    DossierPromise.Key.Value, 1, null, clocks.Standing is Standing.Stopped ? null : clocks.DueAt, clocks.Next?.At, clocks.Next?.Kind.ToString(), null));
            // While a clock stands still its due time moves on with the moment; what the list says then is only where it was.
            var still = clocks.Steps.Where(clock => clock.Standing is Standing.Stopped).Select(clock => clock.Step.Value).ToHashSet();
            if (clocks.Standing is Standing.Stopped) still.Add(DossierPromise.Key.Value);
            var wrong = expected.Except(work.Select(line => still.Contains(line.Step) ? line with { Due = 0 } : line)).ToList();
            var lines = dossier.Open.Count + dossier.Consultations.Count(asked => asked.IsAwaited) + (DossierPromise.IsWatched(dossier) ? 1 : 0);
            if (wrong.Count > 0 || work.Count != lines) return $"the work list has\n{string.Join('\n', work)}\nand should have\n{string.Join('\n', wrong)}";

            var outbox = await new RegisterStore(database).OutboxAsync(_code, default);
            return outbox.SequenceEqual(_messages) ? null : "the messages differ";
        }

        /// <summary>The accounts of the dossier and of every open step add up to the minutes their clocks say.</summary>
        private string? FaultInAccounts(Dossier dossier, List<DossierEvent> events)
        {
            if (events.Zip(events.Skip(1)).Any(pair => pair.First.At > pair.Second.At)) return null; // the host's clock was set back: what minutes mean then is nobody's to say
            var (at, running) = (events[^1].At, On(dossier));
            if (RunningClock.OfDossier(dossier, running, Calendar.Book, at) is { } clock && ClockAccount.OfDossier(dossier, running, Calendar.Book, at, ReminderLadders.National)!.UsedMinutes is var told && told != clock.Used())
                return $"the dossier's account adds up to {told} minutes, its clock says {clock.Used()}";
            foreach (var open in dossier.Open)
            {
                var used = RunningClock.OfStepEvenUnlimited(open, null, dossier, running, Calendar.Book, at).Used();
                if (ClockAccount.OfStep(open.Step, open.Run, events, dossier, new ProcessVersions(running, new[] { process, amended }.ToDictionary(one => one.Hash!)), Calendar.Book, at, ReminderLadders.National)?.UsedMinutes is var minutes && minutes != used) return $"the account of {open.Step} adds up to {minutes} minutes, its clock says {used}";
            }
            return null;
        }

        private DossierEntry Entry(Dossier before, int length, IReadOnlyList<DossierEvent> events, Bug bug)
        {
            var after = events.Aggregate(before, (dossier, happened) => bug is Bug.StopForgotten && happened is DossierEvent.ClockResumed ? dossier : dossier.Apply(happened));
            return new(events, after, ClocksOf(after, Now), PortalPlan.Of(Portals.Book, before, length, events, On(after), On(before)), On(after), Office.Catalogue, Now);
        }

        private DossierClocks ClocksOf(Dossier dossier, DateTimeOffset at) => DossierClocks.Of(dossier, On(dossier), Calendar.Book, at, ReminderLadders.National);

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
