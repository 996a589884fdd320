using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Npgsql;
using TthcFlow.Engine.Hosting;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Api.Tests.Drills;

/// <summary>The real program killed without warning again and again, at named points and under load, its database server too: nothing that was acknowledged is lost, nothing is done twice.</summary>
/// <remarks>
/// Every test run has a short share; <c>TTHCFLOW_DRILL_MINUTES=30 dotnet test tests/Api.Tests --filter Category=Drill</c> is the campaign. The demo settles once, and both databases begin with its
/// backup restored, which is a drill of its own.
/// </remarks>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
[NonParallelizable]
[Category("Drill")]
public sealed class KillDrills(string kind)
{
    private static readonly double Minutes = double.TryParse(Environment.GetEnvironmentVariable("TTHCFLOW_DRILL_MINUTES"), CultureInfo.InvariantCulture, out var given) ? given : 0;

    private TestDatabase _database = null!;
    private RunningProgram _program = null!;

    [OneTimeSetUp]
    public async Task Settle()
    {
        _database = await Databases.FreshAsync(kind, durable: true); // a server that does not wait for its disk may forget what it acknowledged
        _program = new RunningProgram(_database.Options);
        var (exit, output) = await _program.AskAsync("restore", await SettledDemo.BackupAsync());
        Assert.That(exit, Is.Zero, output);
    }

    [OneTimeTearDown]
    public async Task Leave()
    {
        _program.Dispose();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Killed_under_load_the_program_loses_nothing_and_does_nothing_twice()
    {
        var (database, program) = (_database, _program);
        await program.StartAsync();
        var before = await CountAsync(database.Options, "select count(*) from dossier");

        var (told, serverUp) = (new SemaphoreSlim(0), Task.CompletedTask);
        async Task UpAsync()
        {
            await Volatile.Read(ref serverUp);
            await program.UpAsync();
        }

        var callers = Enumerable.Range(1, 4).Select(number => new Caller(program.Address, $"quay-{number}", UpAsync, told)).ToArray();
        using var stop = new CancellationTokenSource();
        var load = callers.Select(caller => Task.Run(() => caller.WorkAsync(stop.Token))).ToArray();
        var (since, dice, kills, crashes) = (Stopwatch.StartNew(), new Random(), 0, 0);
        while (kills < 1 || since.Elapsed.TotalMinutes < Minutes)
        {
            await AcknowledgedAsync(dice.Next(10, 60));
            if (kind == "postgres" && crashes <= kills / 2)
            {
                // The database server goes first; the program stays up and must find back by itself.
                var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                Volatile.Write(ref serverUp, back.Task);
                if (await Databases.CrashAsync(durable: true)) crashes++;
                back.SetResult();
                await AcknowledgedAsync(20);
            }
            await program.KillAsync();
            kills++;
            await program.StartAsync();
        }
        await AcknowledgedAsync(15);
        await stop.CancelAsync();
        await Task.WhenAll(load);
        await TestContext.Out.WriteLineAsync($"{kind}: {kills} kills, {crashes} server crashes, {callers.Sum(caller => caller.Acknowledged.Count)} acknowledged, {callers.Sum(caller => caller.AskedAgain)} asked again");

        Assert.That(callers.SelectMany(caller => caller.Refused), Is.Empty);
        Assert.That(callers.Sum(caller => caller.AskedAgain), Is.Positive, "somebody was cut off");
        await program.KillAsync();
        await HoldsAsync(program, database.Options, before, [.. callers.SelectMany(caller => caller.Acknowledged)]);
        foreach (var caller in callers) caller.Dispose();

        async Task AcknowledgedAsync(int more)
        {
            while (told.Wait(0)) { } // what was acknowledged before is not counted
            for (; more > 0; more--)
                if (!await told.WaitAsync(TimeSpan.FromMinutes(2))) Assert.Fail($"The program does not answer any more.\n{program.Said}\n{string.Join('\n', callers.SelectMany(caller => caller.Refused))}");
        }
    }

    /// <remarks>One act after the other is broken: whoever was cut off asks again, and the program that answers is killed at the next point.</remarks>
    [Test]
    public async Task Killed_at_a_point_of_the_write_path_the_program_goes_on_as_if_it_had_been_asked_once()
    {
        var (database, program) = (_database, _program);
        var before = await CountAsync(database.Options, "select count(*) from dossier");
        string[][] lives = (kind, Minutes) switch
        {
            ("sqlite", 0) => [["after insert dossier_journal@1", "after store file@1", "after commit dossier_journal@1"]],
            (_, 0) => [["before commit dossier_journal@1", "after insert dossier_file@1"]],
            _ =>
            [
                ["before insert dossier_journal@1", "after insert dossier_journal@1", "before insert dossier@1", "after insert dossier@1", "before commit dossier_journal@1", "after commit dossier_journal@1"],
                ["before store file@1", "after store file@1", "before insert dossier_file@1", "after insert dossier_file@1", "before update dossier_snapshot@2", "after update dossier_snapshot@2"],
                ["after insert work@1", "before insert outbox@1", "after insert outbox@1", "before insert idempotency@1", "after insert idempotency@2", "before commit dossier_journal@2", "after commit dossier_journal@2"],
            ],
        };
        using var caller = new Caller(program.Address, "quay", program.UpAsync);
        foreach (var points in lives)
        {
            Task? asking = null;
            foreach (var point in points)
            {
                await program.StartAsync($"{point}=kill");
                asking ??= Task.Run(caller.OneAsync);
                Assert.That(await program.EndedAsync(), Is.EqualTo(137), $"{point} has fired\n{program.Said}");
            }
            await program.StartAsync();
            await asking!;
            await program.KillAsync();
        }
        Assert.That(caller.Refused, Is.Empty);
        await HoldsAsync(program, database.Options, before, [.. caller.Acknowledged]);
    }

    /// <summary>From outside: by the program's own audit of chains, snapshots and files, and by questions to the database that do not pass through the engine.</summary>
    private static async Task HoldsAsync(RunningProgram program, TthcFlowOptions database, long before, IReadOnlyList<(string Key, string Code, string Act)> acknowledged)
    {
        var (exit, output) = await program.AskAsync("verify");
        Assert.That(exit, Is.Zero, output);
        var kept = (await ListAsync(database, "select key, code from idempotency")).ToHashSet();
        var accepted = (await ListAsync(database, "select code, count(*) from dossier_journal where kind = 'step-completed' group by code")).ToDictionary(row => row.Item1, row => row.Item2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(acknowledged.Where(one => !kept.Contains((one.Key, one.Code))), Is.Empty, "every acknowledged act is kept");
            var received = acknowledged.Where(one => one.Act == "received").Select(one => one.Code).ToList();
            Assert.That(received.Distinct().Count(), Is.EqualTo(received.Count), "a code for each");
            Assert.That(await CountAsync(database, "select count(*) from dossier"), Is.EqualTo(before + received.Count), "and no dossier that nobody knows of");
            Assert.That(acknowledged.Where(one => one.Act == "B1" && accepted.GetValueOrDefault(one.Code) != "1").Select(one => one.Code), Is.Empty, "each accepted once");
            var attached = (await ListAsync(database, "select code, count(*) from dossier_journal where kind = 'attachment-added' group by code")).ToDictionary(row => row.Item1, row => row.Item2);
            Assert.That(acknowledged.Where(one => one.Act == "attached" && attached.GetValueOrDefault(one.Code) != "1").Select(one => one.Code), Is.Empty, "each file attached once");
            Assert.That(await ListAsync(database, "select code, step from work group by code, step having count(*) > 1"), Is.Empty, "one line of work, and so one clock, for each open step");
            Assert.That(await CountAsync(database, "select count(*) from outbox o left join dossier_journal j on j.code = o.code and j.number = o.number where j.code is null"), Is.Zero, "no message without its line");
            Assert.That(await ListAsync(database, "select code, number from outbox group by code, number, target having count(*) > 1"), Is.Empty, "no message twice");
        }
        var reminders = (await ListAsync(database, "select code, body from dossier_journal where kind = 'reminded'"))
            .Select(row => (row.Item1, JsonNode.Parse(row.Item2)!)).Select(row => $"{row.Item1} {row.Item2["step"]} {row.Item2["run"]} {row.Item2["kind"]} {row.Item2["dueAt"]}").ToList();
        Assert.That(reminders.Distinct().Count(), Is.EqualTo(reminders.Count), "no reminder twice");
        var given = await ListAsync(database, "select code, '' from dossier");
        foreach (var day in given.Select(row => row.Item1).GroupBy(code => code[..code.LastIndexOf('-')]))
            Assert.That(day.Select(code => int.Parse(code.AsSpan(code.LastIndexOf('-') + 1), CultureInfo.InvariantCulture)).Order(), Is.EqualTo(Enumerable.Range(1, day.Count())), $"no number of {day.Key} is missing");
    }

    private static async Task<long> CountAsync(TthcFlowOptions database, string sql) => long.Parse((await ListAsync(database, sql))[0].Item1, CultureInfo.InvariantCulture);

    private static async Task<List<(string, string)>> ListAsync(TthcFlowOptions database, string sql)
    {
        await using DbConnection connection = database.Postgres is { } postgres
            ? new NpgsqlConnection($"{postgres};Pooling=false") : new SqliteConnection($"Data Source={Path.Combine(database.DataFolder, "tthcflow.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync())
            rows.Add((Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!, reader.FieldCount > 1 ? Convert.ToString(reader.GetValue(1), CultureInfo.InvariantCulture)! : ""));
        return rows;
    }
}

/// <summary>The demo province as a backup, made once: what every drill begins with.</summary>
internal static class SettledDemo
{
    private static readonly Lazy<Task<(TestDatabase Database, string File)>> Made = new(MakeAsync);

    public static async Task<string> BackupAsync() => (await Made.Value).File;

    public static async Task ClearAsync()
    {
        if (Made.IsValueCreated) await (await Made.Value).Database.DisposeAsync();
    }

    private static async Task<(TestDatabase, string)> MakeAsync()
    {
        var database = await Databases.FreshAsync("sqlite");
        using var program = new RunningProgram(database.Options);
        await program.StartAsync();
        await program.KillAsync();
        var file = Path.Combine(database.Options.DataFolder, "sao-luu.zip");
        var (exit, output) = await program.AskAsync("backup", file);
        Assert.That(exit, Is.Zero, output);
        return (database, file);
    }
}

/// <summary>Takes the server down that the drills started.</summary>
[SetUpFixture]
internal sealed class Afterwards
{
    [OneTimeTearDown]
    public async Task Stop()
    {
        await SettledDemo.ClearAsync();
        await Databases.StopAsync();
    }
}
