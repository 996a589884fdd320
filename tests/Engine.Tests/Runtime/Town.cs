using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Portal;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Drawn = TthcFlow.Engine.Tests.Definitions.Sample;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A whole engine over an empty database, with the sample calendar, two agencies, and one published process of three steps.</summary>
internal sealed class Town : IAsyncDisposable
{
    public static readonly AgencyCode Commune = new("H35.40"), Desk = new("H35.40.01"), Elsewhere = new("H35.41");
    public static readonly ProcedureCode Permit = new("1.009994");
    public static readonly StepKey B1 = new("B1"), B2 = new("B2"), B3 = new("B3");

    public static readonly Officer Mai = Person("mai", [Role.DeskOfficer], (Desk, "mot-cua"));
    public static readonly Officer Minh = Person("minh", [Role.HandlingOfficer], (Commune, "chuyen-vien"));
    public static readonly Officer Lan = Person("lan", [Role.HandlingOfficer], (Commune, "chuyen-vien"));
    public static readonly Officer Stranger = new(new("la"), "la", Elsewhere, new HashSet<Role> { Role.DeskOfficer }, [new Post(Elsewhere, new("chuyen-vien"))]);

    private readonly TestDatabase _database;
    private readonly TthcFlowOptions _options;
    private readonly ServiceProvider _services;

    private Town(TestDatabase database, ManualClock clock, TthcFlowOptions options) => (_database, Clock, _options, _services) = (database, clock, options, Host(options, clock));

    /// <summary>Mon 2 March 2026, 09:00 in Vietnam.</summary>
    public ManualClock Clock { get; }

    public DossierOffice Dossiers => _services.GetRequiredService<DossierOffice>();

    public DossierRegister Register => _services.GetRequiredService<DossierRegister>();

    public ReminderSweep Sweep => _services.GetRequiredService<ReminderSweep>();

    /// <summary>Where attached files lie.</summary>
    public string FilesFolder => _database.Options.AttachedFiles();

    public T The<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <param name="settings">What the hosts are set up with besides the database.</param>
    public static async Task<Town> OpenAsync(string kind, Func<TthcFlowOptions, TthcFlowOptions>? settings = null)
    {
        var database = await Databases.UpToDateAsync(kind);
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        var town = new Town(database, clock, settings?.Invoke(database.Options) ?? database.Options);
        await town.The<ProvinceSetup>().LoadCalendarAsync(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")), default);
        await town.The<ProvinceSetup>().LoadCatalogueAsync(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")), default);
        await town.The<ReferenceStore>().LoadPortalsAsync(Portals.Text, Lan.Id, "Kết nối lần đầu", clock.Now, default);
        await town.PublishAsync(Document(), new DateOnly(2026, 1, 1));
        return town;
    }

    /// <summary>A second host on the same database.</summary>
    public ServiceProvider SecondHost() => Host(_options, Clock);

    /// <summary>Puts a version in force, past the checks: those have tests of their own.</summary>
    public async Task PublishAsync(ElsaDocument document, DateOnly from)
    {
        var store = The<PublicationStore>();
        var process = ProcessDefinition.Compile(document);
        var id = Guid.NewGuid().ToString("n");
        await store.BeginAsync(id, new PublicationEvent.Drafted(Clock.Now, Lan.Id, Commune, process.Header.Procedure, process.Header.Case, process.Name), document.ToCanonicalText(), null, default);
        var draft = (await store.OpenAsync(id, default))!;
        var published = new PublicationEvent.Published(Clock.Now, Minh.Id, document.Hash, new LegalAct("12/QĐ-UBND", from, "UBND tỉnh", from));
        await store.PublishAsync(draft, new DraftEntry(Minh.Id, Clock.Now, [published], (draft.File with { Place = process.Header.Place }).Apply(published), null, process.Name, process.Header.Procedure), published, null, default);
    }

    /// <summary>Intake (half a day), examination (three days, supplements suspend), result: seven days in all.</summary>
    public static ElsaDocument Document(string name = "Cấp giấy phép xây dựng", string examineDays = "3")
    {
        var tree = Drawn.Flowchart(
            [
                Drawn.Activity("b1", "Tthc.Intake", ("step", "B1"), ("unit", "Receiving"), ("position", "mot-cua"), ("limit", "0.5"), ("limitUnit", "WorkingDay")),
                Drawn.Activity("b2", "Tthc.Examine", ("step", "B2"), ("unit", "Competent"), ("position", "chuyen-vien"), ("limit", examineDays), ("limitUnit", "WorkingDay")),
                Drawn.Activity("b3", "Tthc.ReturnResult", ("step", "B3"), ("unit", "Receiving"), ("position", "mot-cua")),
                Drawn.Activity("tc", "Tthc.Reject"),
            ],
            [
                Drawn.Connection("b1", "Accepted", "b2"), Drawn.Connection("b1", "Declined", "tc"), Drawn.Connection("b2", "Passed", "b3"), Drawn.Connection("b2", "Failed", "tc"),
            ]);
        tree["name"] = name;
        tree["variables"] = new JsonArray();
        tree["inputs"] = new JsonArray();
        tree["customProperties"]!["tthc"] = JsonNode.Parse(
            """{"kind":"Public","statutoryLimit":{"value":7,"unit":"WorkingDay"},"counting":"RunningHours","supplement":{"clock":"Suspends","rounds":1}}""");
        tree["customProperties"]!["tthc"]!["procedure"] = Permit.Value;
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }

    public static DossierCommand.Receive Receive(string applicant = "Trần Thị Đào", string? subject = "Nhà ở riêng lẻ", string phone = "0912 345 678") => new(
        Mai, Desk, Commune, Channel.Direct, new Particulars(new Applicant(applicant, "012345678901", phone, null, null), subject, []),
        ImmutableSortedDictionary<string, AttributeValue>.Empty);

    public static DossierCommand.CompleteStep Complete(Officer by, StepKey step, string outcome) => new(by, step, outcome);

    public async Task<DossierCode> ReceivedAsync(string applicant = "Trần Thị Đào", string? subject = "Nhà ở riêng lẻ") =>
        Done(await Dossiers.ReceiveAsync(Permit, null, Receive(applicant, subject), null, default)).Code!;

    public async Task HandleAsync(DossierCode code, DossierCommand command) => Done(await Dossiers.HandleAsync(code, command, null, null, default));

    public async Task<DossierView> ViewAsync(DossierCode code) => (await Register.OpenAsync(Mai, code, default))!;

    public static DossierAnswer Done(DossierAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static ServiceProvider Host(TthcFlowOptions options, ManualClock clock) =>
        new ServiceCollection().AddSingleton<TimeProvider>(clock).AddSingleton(options).AddTthcFlow(options).BuildServiceProvider();

    private static Officer Person(string id, Role[] roles, params (AgencyCode Place, string Position)[] posts) =>
        new(new(id), id, Commune, roles.ToHashSet(), [.. posts.Select(post => new Post(post.Place, new(post.Position)))]);
}
