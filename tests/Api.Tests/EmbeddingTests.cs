using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TthcFlow.Api.Tests.Commands;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Api.Tests;

/// <summary>The engine in somebody else's host: one line, and the offices are there.</summary>
public sealed class EmbeddingTests
{
    [Test]
    public async Task A_bare_host_publishes_a_process_and_receives_a_dossier()
    {
        var options = TthcFlowOptions.Temporary();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(new ManualClock(Province.Monday));
        builder.Services.AddTthcFlow(options with { Sweeps = true });
        using var host = builder.Build();
        await host.StartAsync();

        var setup = host.Services.GetRequiredService<ProvinceSetup>();
        await setup.LoadCatalogueAsync(await File.ReadAllTextAsync(Folder.Catalogue), default);
        await setup.LoadCalendarAsync(await File.ReadAllTextAsync(Folder.Calendar), default);
        var document = ElsaDocument.Read(await File.ReadAllBytesAsync(Office.Sample("F"))).Document!;
        var day = new DateOnly(2026, 3, 2);
        var published = await setup.PublishAsync(document, new AgencyCode("H35.10"), new LegalAct("7/QĐ-UBND", day, "UBND tỉnh", day), default);
        Assert.That(published.Refusal, Is.Null);

        var (desk, commune) = (new AgencyCode("H35.40.01"), new AgencyCode("H35.40"));
        var officer = new Officer(new("may"), "Mây", commune, new HashSet<Role> { Role.DeskOfficer }, [new Post(desk, new("cong-chuc-mot-cua"))]);
        var received = await host.Services.GetRequiredService<DossierOffice>().ReceiveAsync(
            new ProcedureCode(Office.Copies), null,
            new DossierCommand.Receive(
                officer, desk, commune, Channel.Direct, new Particulars(new Applicant("Lò Văn Páo", null, null, null, null), null, []),
                ImmutableSortedDictionary<string, AttributeValue>.Empty),
            null, default);

        Assert.That(received.Refusal, Is.Null);
        var view = await host.Services.GetRequiredService<DossierRegister>().OpenAsync(officer, received.Code!, default);
        Assert.That(view!.Dossier.PromisedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero)), "17:00 in Vietnam");
        await host.StopAsync();
        Directory.Delete(options.DataFolder, recursive: true);
    }
}
