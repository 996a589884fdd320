using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Throughput;

/// <summary>What a page of each list and of each kind of search takes, as the register answers it: lines, counts and clocks.</summary>
internal static class Inbox
{
    private const int Rounds = 200;

    public static async Task RunAsync(int closed, int open, TextWriter output)
    {
        await using var database = await Databases.FreshAsync("postgres", durable: true);
        await using var services = new ServiceCollection().AddTthcFlow(database.Options).BuildServiceProvider();
        await services.UpgradeTthcFlowAsync(default);
        await Load.PublishAsync(services);
        var watch = Stopwatch.StartNew();
        await FillAsync(services, database.Options.Postgres!, closed, open, output);
        await output.WriteLineAsync($"{Environment.ProcessorCount} cores; {closed:N0} closed and {open:N0} open dossiers in {watch.Elapsed.TotalSeconds:0} s; {Rounds} questions each, one after the other");

        var register = services.GetRequiredService<DossierRegister>();
        var store = services.GetRequiredService<FlowDatabase>();
        await output.WriteLineAsync("list                                        first: p50   p95   p99    again: p50   p95   p99 ms");
        async Task Measure(string name, Func<Random, Task> ask)
        {
            var (first, again) = (await TimesAsync(ask), await TimesAsync(ask));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{name,-44} {At(first, 0.5),10:0.0} {At(first, 0.95),5:0.0} {At(first, 0.99),5:0.0} {At(again, 0.5),13:0.0} {At(again, 0.95),5:0.0} {At(again, 0.99),5:0.0}"));
        }

        await Measure("(a round trip that reads one row)", _ => store.ListAsync(new Statement("select 1"), row => row.Number(0), default));
        await Measure("my work", random => register.WorkAsync(Handling(random, 1), new WorkQuestion(), default));
        await Measure("my work, biggest agency, five posts", _ => register.WorkAsync(Handling(0, 5), new WorkQuestion(), default));
        await Measure("my work, overdue", random => register.WorkAsync(Handling(random, 1), new WorkQuestion(Filter: WorkFilter.Overdue), default));
        await Measure("my unit's work, a leader", random => register.WorkAsync(Leader(random.Next(Crowd.Agencies)), new WorkQuestion(WorkScope.Unit), default));
        await Measure("my unit's work, biggest agency", _ => register.WorkAsync(Leader(0), new WorkQuestion(WorkScope.Unit), default));
        await Measure("my unit's work, one step's name", random => register.WorkAsync(Leader(0), new WorkQuestion(WorkScope.Unit, Step: $"Bước {random.Next(1, 9)}"), default));
        foreach (var filter in Enum.GetValues<DeskFilter>())
        {
            await Measure($"desk, {filter}", random => register.DeskAsync(Leader(random.Next(Crowd.Agencies)), new DossierQuestion(filter), default));
            await Measure($"desk, {filter}, biggest agency", _ => register.DeskAsync(Leader(0), new DossierQuestion(filter), default));
            await Measure($"province, {filter}", _ => register.DeskAsync(Controller, new DossierQuestion(filter), default));
        }
        await Measure("desk, by applicant", random => register.DeskAsync(Leader(random.Next(Crowd.Agencies)), new DossierQuestion(Order: DeskOrder.Applicant), default));
        await Measure("province, closed, by applicant", _ => register.DeskAsync(Controller, new DossierQuestion(DeskFilter.Closed, Order: DeskOrder.Applicant), default));
        await Measure("desk, one procedure", random => register.DeskAsync(Leader(random.Next(Crowd.Agencies)), new DossierQuestion(Procedure: new(Crowd.Procedure(random.Next(200)))), default));
        await Measure("desk, closed, one procedure", random => register.DeskAsync(Leader(random.Next(Crowd.Agencies)), new DossierQuestion(DeskFilter.Closed, Procedure: new(Crowd.Procedure(random.Next(200)))), default));
        await Measure("what the desk list may be narrowed by", random => register.NarrowAsync(Leader(random.Next(Crowd.Agencies)), new DossierQuestion(), default));
        await Deep(register, Measure);

        foreach (var (who, officer) in new (string, Func<Random, Officer>)[] { ("desk", random => Leader(random.Next(Crowd.Agencies))), ("biggest agency", _ => Leader(0)), ("province", _ => Controller) })
        {
            Task Search(Random random, string words, DeskFilter filter = DeskFilter.All) => register.DeskAsync(officer(random), new DossierQuestion(filter, words), default);
            await Measure($"search, {who}: nguyen", random => Search(random, "nguyen"));
            await Measure($"search, {who}: full name", random => Search(random, SearchKey.Of(Crowd.Person(random).Name)));
            await Measure($"search, {who}: given name and subject", random => Search(random, $"{SearchKey.Of(Crowd.Person(random).Name).Split(' ')[^1]} giay phep"));
            await Measure($"search, {who}: full name, running only", random => Search(random, SearchKey.Of(Crowd.Person(random).Name), DeskFilter.Running));
            await Measure($"search, {who}: tail of a code", random => Search(random, string.Create(CultureInfo.InvariantCulture, $"{random.Next(closed + open):0000000}")));
            await Measure($"search, {who}: phone number", random => Search(random, Crowd.Person(new Random(random.Next(closed + open))).Phone));
            await Measure($"search, {who}: identity number", random => Search(random, Crowd.Person(new Random(random.Next(closed + open))).Identity));
            await Measure($"search, {who}: nothing found", random => Search(random, "zzyzx nguyen"));
        }
    }

    /// <summary>Copies the crowd in, shaped after one dossier that was really received, and one that was really closed.</summary>
    internal static async Task FillAsync(ServiceProvider services, string connection, int closed, int open, TextWriter output)
    {
        var (office, db) = (services.GetRequiredService<DossierOffice>(), services.GetRequiredService<FlowDatabase>());
        var pending = await Load.ReceiveAsync(office);
        var done = await Load.ReceiveAsync(office);
        await Load.CompleteAsync(office, pending, 1);
        await Load.CompleteAsync(office, done, 1);
        for (var step = 2; step < Load.Steps; step++) await Load.CompleteAsync(office, done, step);
        await office.HandleAsync(done, new DossierCommand.ReturnResult(Load.Officer), null, null, default);

        async Task<(string Version, string Snapshot)> Of(DossierCode code) =>
            (await db.ListAsync(new Statement("select d.version, s.snapshot from dossier d join dossier_snapshot s on s.code = d.code where d.code = $1", code), row => (row.Text(0), row.Text(1)), default))[0];
        var (version, openSnapshot) = await Of(pending);
        var numbers = await PersonNumbers.OfAsync(db, default);
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await new Crowd(numbers, version, openSnapshot, (await Of(done)).Snapshot, now).FillAsync(connection, closed, open, output);
        await SameShapeAsync(db, pending);
    }

    /// <summary>What the crowd has on the work list is what the office writes: the same lines for a dossier under way, filled in the same columns.</summary>
    private static async Task SameShapeAsync(FlowDatabase database, DossierCode received)
    {
        async Task<string[]> ShapesAsync(string which, params Value[] values) =>
        [
            .. await database.ListAsync(
                new Statement(
                    $"""
                    select distinct (step = 'promise') || ' ' || concat_ws(' ', place is null, position is null, due_at is null, remind_at is null, remind_kind is null, agency is null, procedure_code is null,
                      for_desk, standing_still, soon_at is null, kind is null, waiting) as shape
                    from work where {which} order by 1
                    """,
                    values), row => row.Text(0), default),
        ];
        var (made, written) = (await ShapesAsync("code in (select code from dossier where shelf = 'open' and code <> $1)", received), await ShapesAsync("code = $1", received));
        if (made.Length > 0 && !made.SequenceEqual(written))
            throw new InvalidOperationException($"The crowd's work list is not the office's.\nmade: {string.Join("; ", made)}\nwritten: {string.Join("; ", written)}");
    }

    /// <summary>A page far down the list costs what the first does.</summary>
    private static async Task Deep(DossierRegister register, Func<string, Func<Random, Task>, Task> measure)
    {
        PageMark? mark = null;
        for (var page = 0; page < 100; page++) mark = (await register.DeskAsync(Controller, new DossierQuestion(DeskFilter.Closed, After: mark), default)).After;
        await measure("province, Closed, the hundredth page", _ => register.DeskAsync(Controller, new DossierQuestion(DeskFilter.Closed, After: mark), default));
    }

    private static readonly Officer Controller = new(new("kiemsoat"), "Kiểm soát", null, new HashSet<Role> { Role.Controller }, []);

    private static Officer Leader(int agency) => new(new("lanhdao"), "Lãnh đạo", Crowd.Agency(agency), new HashSet<Role> { Role.Leader }, []);

    private static Officer Handling(Random random, int posts) => Handling(random.Next(Crowd.Agencies), posts);

    private static Officer Handling(int agency, int posts) => new(
        new($"can-bo-{agency}-7"), "Chuyên viên", Crowd.Agency(agency), new HashSet<Role> { Role.HandlingOfficer },
        [.. Enumerable.Range(0, posts).Select(at => new Post(Crowd.Agency(agency), Crowd.Position(at)))]);

    private static async Task<double[]> TimesAsync(Func<Random, Task> ask)
    {
        var (random, times) = (new Random(42), new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var from = Stopwatch.GetTimestamp();
            await ask(random);
            times[round] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    private static double At(double[] times, double share) => times[Math.Min(times.Length - 1, (int)(times.Length * share))];
}
