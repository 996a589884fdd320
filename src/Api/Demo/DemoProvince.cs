using Microsoft.AspNetCore.Identity;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Demo;

/// <summary>A small province to try everything in (tỉnh minh họa): agencies, a calendar, published processes, and sign-ins whose password everybody knows.</summary>
internal sealed partial class DemoProvince(
    UserManager<Account> users, ProvinceSetup setup, TthcFlowOptions engine, TimeProvider clock, ILoggerFactory logs)
{
    /// <summary>The same for every demo sign-in; printed when the program starts. It opens nothing but the demo.</summary>
    public const string Password = "tthcflow-demo";

    /// <summary>What the simulator of a portal takes when nothing else is said: it opens nothing but that.</summary>
    private const string PortalPassword = "tthcflow-portal";

    private static readonly Lazy<ProvinceCatalogue> Catalogue = new(() => ProvinceCatalogue.Parse(File.ReadAllText(Samples("catalogue.json"))));

    /// <summary>Who takes a procedure from its drawing to the returned result, and who watches over it; in that order.</summary>
    private static readonly string[] Leading =
    [
        "tacgia-tc", "thamdinh", "congbo", "motcua", "truongphong-kt", "chuyenvien-kt", "phochutich", "chutich", "vanthu", "motcua-tinh", "kiemsoat", "quantri",
    ];

    private static readonly Lazy<IReadOnlyList<DemoAccount>> SignIns = new(() =>
    [
        .. from account in Catalogue.Value.Accounts
           let place = Array.IndexOf(Leading, account.Officer.Value)
           orderby place < 0 ? Leading.Length : place
           select new DemoAccount(account.Officer.Value, account.Name, Does(account), place >= 0),
    ]);

    /// <summary>The demo sign-ins, the leading ones first.</summary>
    public static IReadOnlyList<DemoAccount> Accounts => SignIns.Value;

    /// <summary>Fills an empty database; does nothing to one that holds anything.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        if (!await setup.IsEmptyAsync(ct)) return;

        await setup.LoadCatalogueAsync(await File.ReadAllTextAsync(Samples("catalogue.json"), ct), ct);
        await setup.LoadCalendarAsync(await File.ReadAllTextAsync(Samples("calendars", "2026.json"), ct), ct);
        await setup.LoadPortalsAsync(await File.ReadAllTextAsync(Samples("portals", "connections.json"), ct), ct);
        if (engine.SecretsFolder is { } secrets) await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(secrets).FullName, "cong-minh-hoa"), PortalPassword, ct);
        foreach (var account in Catalogue.Value.Accounts)
        {
            var made = await users.CreateAsync(new Account { Id = account.Officer, Name = account.Name, Agency = account.Agency, Roles = account.Roles }, Password);
            if (!made.Succeeded) throw new InvalidOperationException($"{account.Officer}: {string.Join(' ', made.Errors.Select(error => error.Description))}");
        }

        await TellStoryAsync(ct);
    }

    /// <summary>Processes are published and dossiers received some days ago: a second engine over the same database, whose clock stands in the past.</summary>
    private async Task TellStoryAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var calendars = CalendarBook.Parse(await File.ReadAllTextAsync(Samples("calendars", "2026.json"), ct));
        var story = new StoryClock { Now = calendars.For(null).Subtract(now, (DemoDossiers.LongestAgo + 8) * 60) };
        await using var past = new ServiceCollection().AddSingleton<TimeProvider>(story).AddTthcFlow(engine with { Sweeps = false }).BuildServiceProvider();

        var published = VietnamTime.DayOf(story.Now);
        var act = new LegalAct("01/QĐ-UBND (minh họa)", published, "UBND tỉnh Lai Châu", published);
        var anyAuthor = Catalogue.Value.Accounts.First(account => account.Roles.Contains(Role.Author)).Agency!;
        var papers = new Dictionary<ProcedureCode, IReadOnlyList<ComponentRequirement>>();
        var texts = new Dictionary<ProcedureCode, ElsaDocument>();
        // A shared process comes before those that call it.
        string[] files = [.. Directory.EnumerateFiles(Samples("processes"), "*.json").Order(), .. Directory.EnumerateFiles(Samples("calls"), "*.json").Order()];
        foreach (var file in files)
        {
            if (ElsaDocument.Read(await File.ReadAllBytesAsync(file, ct)).Document is not { } document) continue;
            var header = ProcessDefinition.Compile(document).Header;
            if (header.Procedure is { } procedure) (papers[procedure], texts[procedure]) = (header.Components, document);
            // The text names its drafters: “Đầu mối soạn thảo, Sở Tài chính”.
            var author = Catalogue.Value.Agencies.FirstOrDefault(agency => header.Control?.DraftedBy?.EndsWith($", {agency.Name}", StringComparison.Ordinal) is true)?.Code ?? anyAuthor;
            var answer = await past.GetRequiredService<ProvinceSetup>().PublishAsync(document, author, act, ct);
            if (answer.Refusal is { } refusal) NotPublished(logs.CreateLogger<DemoProvince>(), Path.GetFileName(file), refusal.Code, refusal.Message.Vi, string.Join(", ", answer.Findings.Select(finding => finding.Code)));
        }
        await new DemoDossiers(past, Catalogue.Value, story, logs.CreateLogger<DemoDossiers>())
            .TellAsync(papers, calendars, now, ct);
        await new DemoDrafts(past, Catalogue.Value, story, logs.CreateLogger<DemoDrafts>()).TellAsync(texts, calendars.For(null), now, ct);
    }

    /// <summary>The role that is theirs alone, else the positions they hold; and where.</summary>
    private static Wording Does(Engine.Catalogue.Account account)
    {
        var held = Catalogue.Value.Holders.Where(holder => holder.Officer == account.Officer).ToArray();
        var roles = account.Roles.Where(role => role is not (Role.HandlingOfficer or Role.Leader)).Order().Select(Labels.Of).ToArray();
        var positions = string.Join(", ", held.Select(holder => Catalogue.Value.Find(holder.Position)?.Name).OfType<string>().Distinct());
        var place = held.Select(holder => Catalogue.Value.Find(holder.Place)?.Name).OfType<string>().FirstOrDefault() is { } name ? $" – {name}" : "";
        return roles.Length > 0
            ? new(string.Join(", ", roles.Select(role => role.Vi)) + place, string.Join(", ", roles.Select(role => role.En)) + place)
            : new(positions + place, positions + place);
    }

    private static string Samples(params string[] path) => Path.Combine([AppContext.BaseDirectory, "samples", .. path]);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sample {File} was not published: {Code} {Reason} {Findings}")]
    private static partial void NotPublished(ILogger log, string file, string code, string reason, string findings);
}
