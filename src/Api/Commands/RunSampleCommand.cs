using System.CommandLine;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>run-sample</c>: publishes a document into an empty database of its own, and takes dossiers down every branch through the real offices.</summary>
internal static class RunSampleCommand
{
    private static readonly Argument<FileInfo> Document = new("FILE") { Description = "Tài liệu Elsa (.json)" };
    private static readonly Option<FileInfo> CatalogueFile = new("--catalogue")
    {
        Description = "Tệp danh mục (mặc định: danh mục mẫu)",
        DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "samples", "catalogue.json")),
    };

    private static readonly Option<FileInfo> CalendarFile = new("--calendar")
    {
        Description = "Tệp lịch làm việc (mặc định: lịch mẫu 2026)",
        DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "samples", "calendars", "2026.json")),
    };

    private static readonly Option<FileInfo[]> With = CalledFiles.Option();

    public static Command Create()
    {
        var command = new Command("run-sample", "Chạy thử một quy trình xuống mọi nhánh (run a process down every branch)") { Document, CatalogueFile, CalendarFile, With };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        string catalogue, calendar;
        List<DocumentReading> readings = [];
        CalendarBook calendars;
        try
        {
            catalogue = await File.ReadAllTextAsync(given.GetValue(CatalogueFile)!.FullName, ct);
            calendar = await File.ReadAllTextAsync(given.GetValue(CalendarFile)!.FullName, ct);
            calendars = CalendarBook.Parse(calendar);
            foreach (var file in given.GetValue(With)!.Append(given.GetValue(Document)!)) readings.Add(ElsaDocument.Read(await File.ReadAllBytesAsync(file.FullName, ct)));
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
        foreach (var finding in readings.SelectMany(reading => reading.Findings)) await error.WriteLineAsync($"{finding.Code}: {finding.Message.Vi}");
        if (readings.Exists(reading => reading.Document is null)) return CommandLine.Unusable;

        var clock = new RehearsalClock { Now = FirstDay(calendars) };
        var options = TthcFlowOptions.Temporary();
        try
        {
            await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddTthcFlow(options).BuildServiceProvider();
            await services.UpgradeTthcFlowAsync(ct);
            var setup = services.GetRequiredService<ProvinceSetup>();
            await setup.LoadCatalogueAsync(catalogue, ct);
            await setup.LoadCalendarAsync(calendar, ct);

            var day = VietnamTime.DayOf(clock.Now);
            foreach (var document in readings.Select(reading => reading.Document!))
            {
                var published = await setup.PublishAsync(document, new AgencyCode("DIEN-TAP"), new LegalAct("00/DT", day, "Diễn tập", day), ct);
                if (published.Refusal is not { } refusal) continue;
                await error.WriteLineAsync($"{refusal.Code}: {refusal.Message.Vi}");
                foreach (var finding in published.Findings) await error.WriteLineAsync($"  {finding.Code} {finding.Severity} {finding.Step}: {finding.Message.Vi}");
                return 1;
            }
            var (header, office) = (ProcessDefinition.Compile(readings[^1].Document!).Header, services.GetRequiredService<PublicationOffice>());
            var version = (await office.VersionsAsync(header.Procedure, ct)).First(line => line.Case == header.Case && line.Place == header.Place && line.InForce);
            var process = (await office.VersionAsync(version.Hash, ct))!.Process;
            // Somewhere it must be received and decided: where the process applies, else at the first agency of the catalogue that is there on that day.
            var place = header.Place ?? ProvinceCatalogue.Parse(catalogue).AgenciesOn(day).FirstOrDefault(agency => agency.Level is not AgencyLevel.Unit)?.Code;
            return await RehearseAsync(process, place, calendars, services, clock, output, error, ct);
        }
        catch (FormatException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
        finally
        {
            Directory.Delete(options.DataFolder, recursive: true);
        }
    }

    /// <summary>What the rehearsal planned is done again through the offices, at the same moments; the slips are printed from what was stored.</summary>
    private static async Task<int> RehearseAsync(
        ProcessDefinition process, AgencyCode? place, CalendarBook calendars, ServiceProvider services, RehearsalClock clock, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var (office, register) = (services.GetRequiredService<DossierOffice>(), services.GetRequiredService<DossierRegister>());
        var controller = new Officer(new("dien-tap"), "Diễn tập", null, new HashSet<Role> { Role.Controller }, []);
        var rehearsal = Rehearsal.Of(process, calendars, clock.Now.AddDays(1), place, place);
        var exit = rehearsal.Runs.Count > 0 ? 0 : 1;
        foreach (var (index, run) in rehearsal.Runs.Index())
        {
            await output.WriteLineAsync($"== Lượt {index + 1}: {string.Join(" → ", run.Path.Select(branch => $"{branch.Step}/{branch.Port}"))}");
            DossierAnswer? answer = null;
            foreach (var act in run.Acts)
            {
                clock.Now = act.At;
                answer = act.Command is DossierCommand.Receive receive
                    ? await office.ReceiveAsync(process.Header.Procedure!, process.Header.Case, receive, null, ct)
                    : await office.HandleAsync(answer!.Code!, act.Command, null, null, ct);
                if (!answer.IsDone) break;
            }

            var refusal = answer?.Refusal ?? run.StuckOn;
            if (answer?.Code is { } code && await register.OpenAsync(controller, code, ct) is { } view)
            {
                var slip = ControlSlip.Of(code, [.. view.Journal.Select(line => line.Happened)], process, calendars, new PaperNames(view.Names, new Dictionary<AgencyCode, string>()), clock.Now);
                await output.WriteLineAsync(slip.ToText());
                if (view.Dossier.EndedAt is not null) continue;
            }
            await error.WriteLineAsync($"Lượt {index + 1} không tới kết thúc: {refusal?.Code} {refusal?.Message.Vi}");
            exit = 1;
        }
        foreach (var branch in rehearsal.NotTaken)
        {
            await error.WriteLineAsync($"Không lượt nào đi được nhánh “{branch.Port}” của bước {branch.Step}.");
            exit = 1;
        }
        return exit;
    }

    /// <summary>The first of March of the last confirmed year: far enough from both its ends for most limits.</summary>
    private static DateTimeOffset FirstDay(CalendarBook calendars) => VietnamTime.At(
        new DateOnly(calendars.Years.Where(year => year.Confirmed).Select(year => year.Year).DefaultIfEmpty(2026).Max(), 3, 1), new TimeOnly(9, 0));

    /// <summary>Stands still until the next act.</summary>
    private sealed class RehearsalClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
