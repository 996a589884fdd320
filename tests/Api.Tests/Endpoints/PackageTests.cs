using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Api.Tests.Commands;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Packages through the program: by the command on one machine, by the page and the interface on another.</summary>
[NonParallelizable]
public sealed class PackageTests
{
    private static readonly string[] Settings = ["TTHCFLOW_DATA", "TTHCFLOW_PACKAGE_KEY", "TTHCFLOW_PACKAGE_TRUST"];

    private Dictionary<string, string?> _before = [];

    [SetUp]
    public void Remember() => _before = Settings.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    [TearDown]
    public void Put_back()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
    }

    [Test]
    public async Task A_package_made_by_the_command_is_verified_previewed_and_imported_elsewhere()
    {
        using var folder = new Folder();
        var (key, archive) = (Path.Combine(folder.Path, "tinh.key"), Path.Combine(folder.Path, "goi.zip"));
        var made = await Printed.ByAsync("package", "key", key);
        Environment.SetEnvironmentVariable("TTHCFLOW_PACKAGE_KEY", key);
        Environment.SetEnvironmentVariable("TTHCFLOW_PACKAGE_TRUST", key + ".pub.pem");
        await using var here = new Province();
        _ = await here.AsAsync("congbo"); // the demo province stands
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", here.DataFolder);
        var (export, over) = (await Printed.ByAsync("package", "export", archive, "--procedure", Office.Copies, "--from", "UBND tỉnh Lai Châu"), await Printed.ByAsync("package", "export", archive));
        var (verified, home) = (await Printed.ByAsync("package", "verify", archive, "--key", key + ".pub.pem"), await Printed.ByAsync("package", "import", archive));

        await using var there = new Province(isDemo: false);
        there.CreateClient().Dispose();
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", there.DataFolder);
        var (dry, imported, again) = (await Printed.ByAsync("package", "import", archive, "--dry-run"), await Printed.ByAsync("package", "import", archive), await Printed.ByAsync("package", "import", archive));
        var bytes = await File.ReadAllBytesAsync(archive);
        bytes[^30] ^= 1;
        await File.WriteAllBytesAsync(archive, bytes);
        var changed = await Printed.ByAsync("package", "import", archive);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Exit, Is.Zero, made.Error);
            if (!OperatingSystem.IsWindows()) Assert.That(File.GetUnixFileMode(key), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
            Assert.That((export.Exit, export.Error), Is.EqualTo((0, "")));
            Assert.That(over.Exit, Is.EqualTo(2));
            Assert.That(verified.Output, Does.StartWith("Gói nguyên vẹn").And.Contain("UBND tỉnh Lai Châu"), verified.Error);
            Assert.That(home.Output, Does.Contain("không có gì để nhập"), home.Error);
            Assert.That(dry.Output, Does.Contain("chưa nhập gì"), dry.Error);
            Assert.That((imported.Exit, imported.Output.Contains("Đã nhập", StringComparison.Ordinal)), Is.EqualTo((0, true)), imported.Error);
            Assert.That(again.Output, Does.Contain("không có gì để nhập"));
            Assert.That((changed.Exit, changed.Error.StartsWith('G')), Is.EqualTo((1, true)), changed.Error);
        }
        Assert.That(await there.Services.GetRequiredService<PublicationOffice>().VersionsAsync(new(Office.Copies), default), Is.Not.Empty);
    }

    [Test]
    public async Task By_page_and_interface_it_is_previewed_first_and_only_a_publisher_imports()
    {
        using var folder = new Folder();
        var key = Path.Combine(folder.Path, "tinh.key");
        await Printed.ByAsync("package", "key", key);
        await using var province = new Province(settings: services => Keyed(services, key));
        var (publisher, controller, author) = (await province.AsAsync("congbo"), await province.AsAsync("kiemsoat"), await province.AsAsync("tacgia"));
        var archive = await (await controller.GetAsync($"/api/packages/export?procedure={Office.Copies}&from=T%E1%BB%89nh")).Content.ReadAsByteArrayAsync();
        var plan = await (await controller.PostAsync("/api/packages?dryRun=true", new ByteArrayContent(archive))).JsonAsync(HttpStatusCode.OK);
        var page = WebUtility.HtmlDecode(await (await publisher.GetAsync("/packages")).Content.ReadAsStringAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((bool)plan["isNothing"]!, (int)plan["conflicts"]!), Is.EqualTo((true, 0)));
            Assert.That(page, Does.Contain("Gói quy trình").And.Contain("BEGIN PUBLIC KEY").And.Not.Contain("PRIVATE"));
            Assert.That((await author.GetAsync("/packages")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
        await (await controller.PostAsync("/api/packages", new ByteArrayContent(archive))).ProblemAsync(409, "G115");
        await (await author.GetAsync("/api/packages/export")).ProblemAsync(409, "G114");
        archive[^1] ^= 1;
        await (await publisher.PostAsync("/api/packages", new ByteArrayContent(archive))).ProblemAsync(409, "G109");
        Assert.That((await province.Stranger().GetAsync("/api/packages/export")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static void Keyed(IServiceCollection services, string key) =>
        services.AddSingleton(new PackageKeys(key, null));
}
