using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Published processes leave one province and come into another, of either kind of database, and back.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PackageOfficeTests(string kind)
{
    private static readonly Officer Publisher = new(new("congbo"), "Trần Văn Công", null, new HashSet<Role> { Role.Publisher }, []);
    private static readonly Officer Controller = new(new("kiemsoat"), "Lê Thị Kiểm", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly Officer Author = new(new("soan"), "soan", new("H35.05"), new HashSet<Role> { Role.Author }, []);

    private DirectoryInfo _folder = null!;
    private Town _town = null!;
    private Province _there = null!;

    private string OtherKind => kind == "sqlite" ? "postgres" : "sqlite";

    [SetUp]
    public async Task Open()
    {
        _folder = Directory.CreateTempSubdirectory("tthcflow-keys-");
        foreach (var name in (string[])["own", "other"])
        {
            var (secret, open) = PackageKeys.Make();
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, $"{name}.key"), secret);
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, $"{name}.pem"), open);
        }
        _town = await Town.OpenAsync(kind, With("own", null)); // one version, in force from 1 January 2026
        var catalogue = JsonNode.Parse(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")))!;
        ((JsonArray)catalogue["procedures"]!).Add(new JsonObject { ["code"] = Town.Permit.Value, ["name"] = "Cấp giấy phép xây dựng mới", ["field"] = "Hoạt động xây dựng", ["levels"] = new JsonArray("Commune") });
        await _town.The<ProvinceSetup>().LoadCatalogueAsync(catalogue.ToJsonString(), default);
        Assert.That((await _town.The<RecordOffice>().RecordAsync(
            Publisher, Town.Document("Cấp phép năm 2019", "5"), new("H35.05"), new LegalAct("575/QĐ-UBND", new(2019, 7, 23), "UBND tỉnh", new(2019, 8, 1)), "Ban hành trước khi có phần mềm", default)).Refusal, Is.Null);
        _there = await Province.OpenAsync(OtherKind, With("other", "own"));
    }

    [TearDown]
    public async Task Close()
    {
        await _there.DisposeAsync();
        await _town.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task A_version_of_one_place_comes_in_beside_the_provinces()
    {
        var own = Town.Document("Cấp phép tại xã Bình Lư").WithHeaderMember("place", Town.Commune.Value);
        Assert.That((await _town.The<RecordOffice>().RecordAsync(
            Publisher, own, new("H35.05"), new LegalAct("90/QĐ-UBND", new(2026, 1, 5), "UBND tỉnh", new(2026, 2, 1)), "Ban hành trước khi có phần mềm", default)).Refusal, Is.Null);
        var archive = await ExportedAsync(_town.The<PackageOffice>());
        var answer = await _there.Packages.ImportAsync(Publisher, archive, default);
        Assert.That((answer.Refusal, answer.Plan!.New), Is.EqualTo(((Refusal?)null, 3)));
        Assert.That(
            (await _there.The<PublicationOffice>().VersionsAsync(null, default)).Where(line => line.To is null).Select(line => (line.Hash, line.Place)),
            Is.EquivalentTo(new (ContentHash, AgencyCode?)[] { (own.Hash, Town.Commune), (Town.Document().Hash, null) }));
        Assert.That((await _there.Packages.ImportAsync(Publisher, archive, default)).Plan!.IsNothing);
        Assert.That(Content(await ExportedAsync(_there.Packages)), Is.EqualTo(Content(archive)));
    }

    [Test]
    public async Task A_package_goes_to_the_other_kind_of_database_and_back_without_a_changed_hash()
    {
        var archive = await ExportedAsync(_town.The<PackageOffice>());
        var answer = await _there.Packages.ImportAsync(Publisher, archive, default);
        var onward = await ExportedAsync(_there.Packages);
        await using var back = await Province.OpenAsync(kind, With("own", "other"));
        Assert.That((await back.Packages.ImportAsync(Publisher, onward, default)).Refusal, Is.Null);
        var again = await ExportedAsync(back.Packages);

        var (here, there) = (await _town.The<PublicationOffice>().VersionsAsync(null, default), await _there.The<PublicationOffice>().VersionsAsync(null, default));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Refusal, answer.Plan!.New), Is.EqualTo(((Refusal?)null, 2)));
            Assert.That(Content(onward), Is.EqualTo(Content(archive)));
            Assert.That(Content(again), Is.EqualTo(Content(archive)));
            Assert.That(there.Select(line => (line.Hash, line.Act, line.To, line.InForce)), Is.EqualTo(here.Select(line => (line.Hash, line.Act, line.To, line.InForce))));
            Assert.That(there.Select(line => line.Recorded), Is.All.True, "nothing of it was appraised here");
            Assert.That((await _there.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
            Assert.That((await _there.The<ReferenceOffice>().CatalogueAsync(default)).Find(Town.Permit)?.Name, Is.EqualTo((await _town.The<ReferenceOffice>().CatalogueAsync(default)).Find(Town.Permit)!.Name));
        }
        var import = (await _there.Packages.ImportsAsync(Controller, default)).Single();
        Assert.That((import.ExportedBy, import.Versions, import.ImportedBy, import.Digest), Is.EqualTo(("UBND tỉnh Lai Châu", 2, Publisher.Id, SignedPackage.DigestOf(archive.Span))));
        var control = (await _there.The<DisclosureRegister>().ControlAsync(there[1], default))!;
        Assert.That(control.Exception, Does.Contain("UBND tỉnh Lai Châu"));
    }

    [Test]
    public async Task A_second_time_there_is_nothing_to_do()
    {
        var archive = await ExportedAsync(_town.The<PackageOffice>());
        await _there.Packages.ImportAsync(Publisher, archive, default);
        var again = await _there.Packages.ImportAsync(Publisher, archive, default);
        var home = await _town.The<PackageOffice>().ImportAsync(Publisher, archive, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Refusal, again.Plan!.IsNothing, home.Refusal, home.Plan!.IsNothing), Is.EqualTo(((Refusal?)null, true, (Refusal?)null, true)));
            Assert.That(await _there.The<PublicationOffice>().VersionsAsync(null, default), Has.Count.EqualTo(2));
            Assert.That(await _there.Packages.ImportsAsync(Publisher, default), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task The_next_package_brings_what_came_since_and_ends_what_it_replaced()
    {
        await _there.Packages.ImportAsync(Publisher, await ExportedAsync(_town.The<PackageOffice>()), default);
        await _town.PublishAsync(Town.Document("Cấp phép sửa đổi"), new(2026, 6, 1));
        var next = await ExportedAsync(_town.The<PackageOffice>());
        var (preview, answer) = (await _there.Packages.PreviewAsync(Controller, next, default), await _there.Packages.ImportAsync(Publisher, next, default));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview.Plan!.Versions.Select(line => line.State), Is.EqualTo(new[] { PackageStanding.Known, PackageStanding.Ending, PackageStanding.New }));
            Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
            Assert.That((await _there.The<PublicationOffice>().VersionsAsync(null, default)).Select(line => (line.From, line.To)), Is.EqualTo(new (DateOnly, DateOnly?)[]
            {
                (new(2026, 6, 1), null), (new(2026, 1, 1), new DateOnly(2026, 6, 1)), (new(2019, 8, 1), new DateOnly(2026, 1, 1)),
            }));
        }
    }

    [Test]
    public async Task What_conflicts_is_told_line_by_line_and_nothing_is_imported()
    {
        await using var taken = await Town.OpenAsync(OtherKind, With("other", "own"));
        await taken.PublishAsync(Town.Document("Quy trình của tỉnh này"), new(2025, 1, 1));
        var before = await taken.The<PublicationOffice>().VersionsAsync(null, default);
        var archive = await ExportedAsync(_town.The<PackageOffice>());
        var (preview, answer) = (await taken.The<PackageOffice>().PreviewAsync(Publisher, archive, default), await taken.The<PackageOffice>().ImportAsync(Publisher, archive, default));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview.Plan!.Versions.Select(line => (line.State, line.Against?.From)), Is.EqualTo(new (PackageStanding, DateOnly?)[] { (PackageStanding.Conflict, new(2025, 1, 1)), (PackageStanding.Known, null) }));
            Assert.That(answer.Refusal, Is.EqualTo(PackageRefusals.Conflicts(1)));
            Assert.That(await taken.The<PublicationOffice>().VersionsAsync(null, default), Is.EqualTo(before));
            Assert.That(await taken.The<PackageOffice>().ImportsAsync(Publisher, default), Is.Empty);
        }
    }

    [Test]
    public async Task A_preview_stores_nothing_and_a_changed_package_is_not_even_previewed()
    {
        var archive = (await ExportedAsync(_town.The<PackageOffice>())).ToArray();
        Assert.That((await _there.Packages.PreviewAsync(Controller, archive, default)).Plan!.New, Is.EqualTo(2));
        Assert.That(await _there.The<PublicationOffice>().VersionsAsync(null, default), Is.Empty);
        archive[archive.Length / 2] ^= 1;
        var answer = await _there.Packages.ImportAsync(Publisher, archive, default);
        Assert.That((answer.Plan, answer.Refusal?.Code[0]), Is.EqualTo(((PackagePlan?)null, 'G')));
        Assert.That(await _there.The<PublicationOffice>().VersionsAsync(null, default), Is.Empty);
    }

    [Test]
    public async Task Who_may_and_by_which_key()
    {
        var archive = await ExportedAsync(_town.The<PackageOffice>());
        await using var stranger = await Province.OpenAsync(OtherKind, With("other", null));
        await using var keyless = await Province.OpenAsync(OtherKind, options => options);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.The<PackageOffice>().ExportAsync(Author, [], "", default)).Refusal, Is.EqualTo(PackageRefusals.NotAllowedToExport));
            Assert.That((await _there.Packages.PreviewAsync(Author, archive, default)).Refusal, Is.EqualTo(PackageRefusals.NotAllowedToExport));
            Assert.That((await _there.Packages.ImportAsync(Controller, archive, default)).Refusal, Is.EqualTo(PackageRefusals.NotAllowedToImport));
            Assert.That((await stranger.Packages.ImportAsync(Publisher, archive, default)).Refusal, Is.EqualTo(PackageRefusals.NotVouchedFor));
            Assert.That((await keyless.Packages.ImportAsync(Publisher, archive, default)).Refusal, Is.EqualTo(PackageRefusals.NoTrustedKey));
            Assert.That((await keyless.Packages.ExportAsync(Publisher, [], "", default)).Refusal, Is.EqualTo(PackageRefusals.NoSigningKey));
            Assert.That((await _town.The<PackageOffice>().ExportAsync(Publisher, [new("9.999999")], "", default)).Refusal, Is.EqualTo(PackageRefusals.NothingPublished("9.999999")));
            Assert.That(_town.The<PackageOffice>().Key()!.Value.Fingerprint, Has.Length.EqualTo(64));
        }
    }

    [Test]
    public async Task Of_two_who_import_at_once_each_version_is_written_once()
    {
        var archive = await ExportedAsync(_town.The<PackageOffice>());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _there.Packages.ImportAsync(Publisher, archive, default))));
        Assert.That(await _there.The<PublicationOffice>().VersionsAsync(null, default), Has.Count.EqualTo(2));
    }

    private Func<TthcFlowOptions, TthcFlowOptions> With(string own, string? trusted) => options => options with
    {
        PackageKey = Path.Combine(_folder.FullName, $"{own}.key"),
        PackageTrust = trusted is null ? null : Path.Combine(_folder.FullName, $"{trusted}.pem"),
    };

    private static async Task<ReadOnlyMemory<byte>> ExportedAsync(PackageOffice office)
    {
        var made = await office.ExportAsync(Controller, [], "UBND tỉnh Lai Châu", default);
        Assert.That(made.Refusal, Is.Null, made.Refusal?.Message.En);
        return made.Archive;
    }

    private static string[] Content(ReadOnlyMemory<byte> archive) => [.. StoredZip.Read(archive, out _)!.Skip(2).Select(entry => $"{entry.Name} {SignedPackage.DigestOf(entry.Content.Span)}")];

    /// <summary>A province into which nothing was published yet.</summary>
    private sealed class Province(TestDatabase database, ServiceProvider services) : IAsyncDisposable
    {
        public PackageOffice Packages => The<PackageOffice>();

        public T The<T>() where T : notnull => services.GetRequiredService<T>();

        public static async Task<Province> OpenAsync(string kind, Func<TthcFlowOptions, TthcFlowOptions> settings)
        {
            var database = await Databases.UpToDateAsync(kind);
            var clock = new ManualClock(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
            var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddTthcFlow(settings(database.Options)).BuildServiceProvider();
            await services.GetRequiredService<ProvinceSetup>().LoadCalendarAsync(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")), default);
            return new(database, services);
        }

        public async ValueTask DisposeAsync()
        {
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
