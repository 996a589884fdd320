using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Storage;

/// <summary>The cast of the storage tests: one commune, one department, a process of two steps, and facts written by hand.</summary>
internal static class Office
{
    public static readonly AgencyCode Commune = new("H35.12"), OneStop = new("H35.12.01"), Department = new("H35.07"), Board = new("H35.07.02");
    public static readonly PositionKey Clerk = new("cong-chuc-mot-cua"), Expert = new("chuyen-vien");
    public static readonly OfficerId Lan = new("lan"), Minh = new("minh");
    public static readonly StepKey B1 = new("B1"), B2 = new("B2");
    public static readonly ContentHash Version = new(new string('a', 64));
    public static readonly DateTimeOffset Monday = At("2026-03-02T09:00");

    public static readonly ProvinceCatalogue Catalogue = new()
    {
        Procedures = [],
        Positions = [new Position(Clerk, "Công chức một cửa", false), new Position(Expert, "Chuyên viên", false)],
        Holders = [],
        Agencies =
        [
            new Agency(Commune, "UBND xã Mường Kim", AgencyLevel.Commune, null, null, null, null),
            new Agency(OneStop, "Bộ phận Một cửa", AgencyLevel.Unit, Commune, null, null, null),
            new Agency(Department, "Sở Xây dựng", AgencyLevel.Province, null, null, null, null),
            new Agency(Board, "Phòng Kỹ thuật", AgencyLevel.Unit, Department, null, null, null),
        ],
    };

    public static readonly ProcessDefinition Process = new(
        "Cấp giấy phép xây dựng", new ProcessHeader(), [],
        [
            new Step { Index = 0, Id = "intake", Key = B1, Name = "Tiếp nhận", Type = "Tthc.Intake", Kind = StepKind.Intake },
            new Step { Index = 1, Id = "examine", Key = B2, Name = "Thẩm định", Type = "Tthc.Examine", Kind = StepKind.Examine },
        ], []);

    public static DateTimeOffset At(string local) =>
        new DateTimeOffset(DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture), VietnamTime.Offset).ToUniversalTime();

    public static Officer Clerks(string id, AgencyCode? agency = null, params Post[] posts) =>
        new(new OfficerId(id), id, agency ?? Commune, new HashSet<Role> { Role.DeskOfficer, Role.HandlingOfficer }, posts);

    public static DossierEvent.Received Received(string applicant = "Trần Thị Đào", string? subject = "Nhà ở riêng lẻ", DateTimeOffset? at = null) => new(
        at ?? Monday, Lan, Version, new ProcedureCode("1.009994"), null, OneStop, Commune, Channel.Direct,
        new Particulars(new Applicant(applicant, "012345678901", "0912 345 678", null, null), subject, [new DossierComponent("Đơn đề nghị", 1, 0)]),
        ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("dienTich", AttributeValue.Of(120.5m)), At("2026-03-11T09:00"));

    public static DossierEvent.StepOpened Opened(StepKey step, AgencyCode place, PositionKey position, OfficerId? assignee = null) =>
        new(Monday, Lan, step, 1, place, position, assignee);

    public static DossierEvent.StepCompleted Completed(StepKey step, OfficerId by) => new(Monday.AddHours(1), by, step, 1, "Done", null);

    /// <summary>What is written for these facts; every open step is due at <paramref name="due"/> with a limit of one working day, and due soon two hours before.</summary>
    public static DossierEntry Entry(Dossier before, DateTimeOffset due, params DossierEvent[] events)
    {
        var after = events.Aggregate(before, (dossier, happened) => dossier.Apply(happened));
        var clocks = new DossierClocks(due, 480, Standing.OnTime, [.. after.Open.Select(open => new StepClock(open.Step, open.Run, TimeLimit.OfDays(1), due, 480, Standing.OnTime, due.AddHours(-2))
        {
            Next = new[] { new Rung(due.AddHours(-2), ReminderKind.DueSoon), new Rung(due, ReminderKind.Overdue) }.Where(rung => open.Said.All(said => said.Kind != rung.Kind)).Cast<Rung?>().FirstOrDefault(),
        })]);
        return new DossierEntry(events, after, clocks, [], Process, Catalogue, events[^1].At);
    }

    public static async Task<DossierFile> FileAsync(this DossierStore store, DateTimeOffset due, params DossierEvent[] events)
    {
        var (code, _) = await store.ReceiveAsync(Entry(Dossier.Empty, due, events), null, default);
        return (await store.OpenAsync(code, null, default)).File!;
    }

    public static FlowDatabase Connect(TestDatabase database) =>
        database.Options.Postgres is { } postgres ? new PostgresDatabase(postgres) : new SqliteDatabase(Path.Combine(database.Options.DataFolder, "tthcflow.db"));

    public static string Sample(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../samples", name);
}

/// <summary>A migrated database of its own for every test of a fixture.</summary>
public abstract class StorageTests(string kind)
{
    private TestDatabase _database = null!;

    private protected FlowDatabase Db { get; private set; } = null!;

    [SetUp]
    public async Task Open()
    {
        _database = await Databases.UpToDateAsync(kind);
        Db = Office.Connect(_database);
    }

    [TearDown]
    public async Task Close()
    {
        await Db.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>The same database, as a second host sees it.</summary>
    private protected FlowDatabase SecondHost() => Office.Connect(_database);

    private protected async Task<int> CountAsync(string table) => (await Db.ListAsync(new Statement($"select count(*) from {table}"), row => row.Number(0), default))[0];

    private protected Task ForgeAsync(string sql) => Db.InTransactionAsync(async writing =>
    {
        await writing.WriteAsync([new Statement(sql)], default);
        return true;
    }, default);
}
