using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Hosting;

/// <summary>Moves the engine into a host. The whole engine is wired on this page.</summary>
public static class TthcFlowServices
{
    /// <summary>Registers the offices. The database is brought up to date when the host starts, or by <see cref="UpgradeTthcFlowAsync"/>.</summary>
    /// <remarks>Every service is a singleton that keeps no state which must be right: all of that is in the database.</remarks>
    public static IServiceCollection AddTthcFlow(this IServiceCollection services, TthcFlowOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FlowDatabase>(_ =>
        {
            FlowDatabase database = options.Postgres is { Length: > 0 } postgres ? new PostgresDatabase(postgres) : new SqliteDatabase(options.SqliteFile());
            database.Faults = FaultPoints.Parse(options.Faults);
            return database;
        });
        services.AddSingleton(_ => new Bell());
        services.AddSingleton(it => new DossierStore(it.GetRequiredService<FlowDatabase>()) { Bell = it.GetRequiredService<Bell>(), Happened = it.GetRequiredService<EventBells>().Happened });
        services.AddSingleton(it => new ReferenceStore(it.GetRequiredService<FlowDatabase>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new PublicationStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new RegisterStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new ReportStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new ProcessLibrary(it.GetRequiredService<PublicationStore>(), it.GetRequiredService<ReferenceStore>()));

        services.AddSingleton(it => new DossierOffice(
            it.GetRequiredService<DossierStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new ActOffice(it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new DelegationOffice(
            new DelegationStore(it.GetRequiredService<FlowDatabase>()), new AccountStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new DossierRegister(
            it.GetRequiredService<RegisterStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new BatchOffice(it.GetRequiredService<DossierRegister>(), it.GetRequiredService<ActOffice>(), it.GetRequiredService<DossierOffice>()));
        services.AddSingleton(it => new ReceptionStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new ReceptionRegister(
            it.GetRequiredService<ReceptionStore>(), it.GetRequiredService<RegisterStore>(), it.GetRequiredService<ProcessLibrary>(),
            it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new PublicRegister(
            it.GetRequiredService<ReceptionStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new PublicationOffice(
            it.GetRequiredService<PublicationStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<TimeProvider>(),
            new AccountStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<AppraisalSweep>()));
        services.AddSingleton(it => new AppraisalSweep(
            it.GetRequiredService<PublicationStore>(), it.GetRequiredService<ReferenceStore>(),
            new AppraisalCourse(
                it.GetRequiredService<DossierStore>(), it.GetRequiredService<DossierOffice>(), it.GetRequiredService<ProcessLibrary>(),
                new AccountStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<TimeProvider>()),
            it.GetService<ILogger<AppraisalSweep>>() ?? NullLogger<AppraisalSweep>.Instance));
        services.AddSingleton(it => new SimulationOffice(
            it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<RegisterStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>()));
        services.AddSingleton(it => new ReportOffice(
            it.GetRequiredService<ReportStore>(), it.GetRequiredService<RegisterStore>(), it.GetRequiredService<ProcessLibrary>(),
            it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new ReferenceOffice(it.GetRequiredService<ReferenceStore>()));
        services.AddSingleton(it => new DocumentOffice(
            it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<ReferenceOffice>(), it.GetRequiredService<DisclosureRegister>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new VersionRegister(it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<ReferenceOffice>()));
        services.AddSingleton(it => new CalendarStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new CalendarCarry(
            it.GetRequiredService<CalendarStore>(), it.GetRequiredService<DossierOffice>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>(),
            it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new CalendarOffice(
            it.GetRequiredService<CalendarStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new MigrationStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new MigrationOffice(
            it.GetRequiredService<MigrationStore>(), it.GetRequiredService<PublicationStore>(), it.GetRequiredService<ProcessLibrary>(),
            it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new MigrationCarry(
            it.GetRequiredService<MigrationStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<DossierOffice>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new ProvinceSetup(
            it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<CalendarCarry>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new AccountOffice(
            new AccountStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new JournalAudit(it.GetRequiredService<FlowDatabase>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new BackupOffice(it.GetRequiredService<FlowDatabase>(), options.AttachedFiles(), it.GetRequiredService<FileAudit>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new SealStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new SealRegister(it.GetRequiredService<SealStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new SealSweep(
            it.GetRequiredService<SealStore>(), it.GetRequiredService<TimeProvider>(), it.GetService<ILogger<SealSweep>>() ?? NullLogger<SealSweep>.Instance));
        services.AddSingleton(it => new ReminderSweep(
            it.GetRequiredService<DossierStore>(), it.GetRequiredService<DossierOffice>(), it.GetRequiredService<TimeProvider>(), it.GetService<ILogger<ReminderSweep>>() ?? NullLogger<ReminderSweep>.Instance));

        services.AddSingleton<INotificationChannel, InboxChannel>();
        if (options.Mail is { } mail) services.AddSingleton<INotificationChannel>(it => new MailChannel(mail, it.GetRequiredService<PublicAddress>()));
        if (options.Webhook is { } webhook) services.AddSingleton<INotificationChannel>(it => new WebhookChannel(webhook, it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new MessageStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new PersonStore(it.GetRequiredService<FlowDatabase>(), new DelegationStore(it.GetRequiredService<FlowDatabase>())));
        services.AddSingleton(it => new AddressBook(it.GetRequiredService<PersonStore>(), it.GetServices<INotificationChannel>()));
        services.AddSingleton(it => new MessageOffice(
            it.GetRequiredService<MessageStore>(), new AccountStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<AddressBook>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new LadderOffice(
            it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<PersonStore>()));
        services.AddSingleton(it => new MessageSweep(
            it.GetRequiredService<MessageStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<AddressBook>(),
            it.GetRequiredService<TimeProvider>(), it.GetService<ILogger<MessageSweep>>() ?? NullLogger<MessageSweep>.Instance));

        services.AddSingleton<IFileScan>(it => options.FileScan is { Length: > 0 } scanner ? new CommandFileScan(scanner, it.GetRequiredService<TimeProvider>()) : new NoFileScan());
        services.AddSingleton(it => new FileStore(options.AttachedFiles(), options.LargestFileMegabytes * 1024L * 1024, it.GetRequiredService<IFileScan>(), it.GetRequiredService<TimeProvider>())
        {
            Faults = it.GetRequiredService<FlowDatabase>().Faults,
        });
        services.AddSingleton(it => new FileReferences(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new AttachmentOffice(it.GetRequiredService<FileStore>(), it.GetRequiredService<DossierOffice>(), it.GetRequiredService<RegisterStore>()));
        services.AddSingleton(it => new FileAudit(it.GetRequiredService<FileStore>(), it.GetRequiredService<FileReferences>()));
        services.AddSingleton(it => new FormOffice(new AgencyFormStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<FileStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new PaperOffice(
            it.GetRequiredService<DossierRegister>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<RegisterStore>(), it.GetRequiredService<FormOffice>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new FileSweep(
            it.GetRequiredService<FileStore>(), it.GetRequiredService<FileReferences>(), it.GetRequiredService<TimeProvider>(), it.GetService<ILogger<FileSweep>>() ?? NullLogger<FileSweep>.Instance));

        services.AddSingleton(it => new AgencyStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new AgencyCarry(it.GetRequiredService<AgencyStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new AgencyOffice(
            it.GetRequiredService<AgencyStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<AgencyCarry>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new AgencyImportOffice(it.GetRequiredService<AgencyOffice>(), it.GetRequiredService<ReferenceOffice>()));

        services.AddSingleton(_ => new PublicAddress(options.PublicUrl));
        services.AddSingleton(it => new DisclosureRegister(
            it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<PublicationStore>(), it.GetRequiredService<ProcessLibrary>(),
            it.GetRequiredService<ReferenceOffice>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new RecordOffice(
            it.GetRequiredService<PublicationStore>(), it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<TimeProvider>()));

        services.AddSingleton(it => new CatalogueStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new CatalogueHistory(it.GetRequiredService<CatalogueStore>()));
        services.AddSingleton(it => new CatalogueOffice(
            it.GetRequiredService<CatalogueStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<CatalogueHistory>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new RecheckOffice(
            it.GetRequiredService<CatalogueStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<CatalogueHistory>(), it.GetRequiredService<ProcessLibrary>(),
            it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new SecretBook(options.SecretsFolder));
        services.AddSingleton(it => new OutboxStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new PortalParcels(it.GetRequiredService<OutboxStore>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>()));
        services.AddSingleton(it => new PassBook(it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new PortalWire(it.GetRequiredService<SecretBook>(), it.GetRequiredService<PassBook>()));
        services.AddSingleton<IPortalClient>(it => new BusClient(it.GetRequiredService<PortalWire>(), it.GetRequiredService<PassBook>()));
        services.AddSingleton<IPortalClient>(it => new MinistryClient(it.GetRequiredService<PortalWire>(), it.GetRequiredService<FileStore>()));
        services.AddSingleton(it => new PortalSweep(
            it.GetRequiredService<OutboxStore>(), it.GetRequiredService<PortalParcels>(), it.GetServices<IPortalClient>(), it.GetRequiredService<TimeProvider>(),
            it.GetService<ILogger<PortalSweep>>() ?? NullLogger<PortalSweep>.Instance)
        { Bell = it.GetRequiredService<Bell>() });
        services.AddSingleton(it => new PortalOffice(
            new PortalStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<OutboxStore>(), it.GetRequiredService<DossierStore>(), it.GetRequiredService<ProcessLibrary>(),
            it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new ReconciliationStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new ReconciliationOffice(it.GetRequiredService<ReconciliationStore>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new ReconciliationSweep(
            it.GetRequiredService<ReconciliationStore>(), it.GetRequiredService<PortalParcels>(), it.GetServices<IPortalClient>(), it.GetRequiredService<TimeProvider>(),
            it.GetService<ILogger<ReconciliationSweep>>() ?? NullLogger<ReconciliationSweep>.Instance));
        if (options.Sweeps) services.AddHostedService(it => new PortalTeller(it.GetRequiredService<PortalSweep>(), it.GetRequiredService<PortalParcels>(), it.GetRequiredService<Bell>()));
        // inbound
        services.AddSingleton(it => new InboundStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new SystemOffice(
            it.GetRequiredService<InboundStore>(), it.GetRequiredService<SecretBook>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new SystemDoor(
            it.GetRequiredService<InboundStore>(), it.GetRequiredService<SecretBook>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new InboundOffice(
            it.GetRequiredService<InboundStore>(), it.GetRequiredService<DossierOffice>(), it.GetRequiredService<AttachmentOffice>(), it.GetRequiredService<ReferenceStore>(),
            it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => new PackageKeys(options.PackageKey, options.PackageTrust));
        services.AddSingleton(it => new PackageOffice(new PackageStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<PackageKeys>(), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new TargetOffice(new TargetStore(it.GetRequiredService<FlowDatabase>()), it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new DecisionOffice(
            it.GetRequiredService<PublicationStore>(), it.GetRequiredService<PublicationOffice>(), it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<ReferenceStore>(),
            it.GetRequiredService<TimeProvider>()));

        // events
        services.AddSingleton(_ => new EventBells(new(), new()));
        services.AddSingleton(it => new EventStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new EventWriting(it.GetRequiredService<ProcessLibrary>(), it.GetRequiredService<PublicAddress>()));
        services.AddSingleton(it => new EventRegister(it.GetRequiredService<EventStore>(), it.GetRequiredService<EventWriting>()) { Numbered = it.GetRequiredService<EventBells>().Numbered });
        services.AddSingleton(it => new EventSweep(it.GetRequiredService<EventStore>(), it.GetRequiredService<TimeProvider>()) { Numbered = it.GetRequiredService<EventBells>().Numbered });
        services.AddSingleton(it => new EventPost(it.GetRequiredService<SecretBook>(), options.PostReach, it.GetRequiredService<TimeProvider>()));
        services.AddSingleton(it => new SubscriptionStore(it.GetRequiredService<FlowDatabase>()));
        services.AddSingleton(it => new SubscriptionSweep(
            it.GetRequiredService<SubscriptionStore>(), it.GetRequiredService<EventStore>(), it.GetRequiredService<EventWriting>(), it.GetRequiredService<EventPost>(), it.GetRequiredService<TimeProvider>())
        {
            Log = it.GetService<ILogger<SubscriptionSweep>>(),
        });
        services.AddSingleton(it => new SubscriptionOffice(
            it.GetRequiredService<SubscriptionStore>(), it.GetRequiredService<EventPost>(), it.GetRequiredService<EventWriting>(), it.GetRequiredService<ReferenceStore>(), it.GetRequiredService<TimeProvider>()));

        services.AddHostedService(it => new DatabaseUpgrade(it));
        if (options.Sweeps) services.AddHostedService(it => new EventTeller(it.GetRequiredService<EventSweep>(), it.GetRequiredService<SubscriptionSweep>(), it.GetRequiredService<EventBells>().Happened)); // events
        return options.Sweeps ? services.AddSweeps() : services;
    }

    /// <summary>Brings the database up to date without starting a host: for commands and tests. Hosts that start together wait for each other.</summary>
    /// <returns>How many scripts were applied.</returns>
    public static Task<int> UpgradeTthcFlowAsync(this IServiceProvider services, CancellationToken ct) =>
        new Migrator(services.GetRequiredService<FlowDatabase>()).UpgradeAsync(ct);

    /// <summary>Runs before anything else of the engine: hosted services start in the order of their registration.</summary>
    private sealed class DatabaseUpgrade(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => services.UpgradeTthcFlowAsync(cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Where the engine keeps its files: a PostgreSQL server when one is named, otherwise one SQLite file in the data folder.</summary>
public sealed record TthcFlowOptions
{
    /// <summary>A connection string; null or empty for SQLite.</summary>
    public string? Postgres { get; init; }

    /// <summary>The folder of <c>tthcflow.db</c>; made when it is missing.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Where attached files lie; null for <c>files</c> in the data folder. Hosts that serve the same province share it.</summary>
    public string? FilesFolder { get; init; }

    /// <summary>The largest attached file.</summary>
    public int LargestFileMegabytes { get; init; } = 50;

    /// <summary>The command that scans a file for malware before it is kept (exit 0 clean, 1 infected); null for none.</summary>
    public string? FileScan { get; init; }

    /// <summary>Where people outside reach the public pages, as <c>https://tthc.laichau.gov.vn</c>; null: as each request came.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The server that sends e-mail; null: none is sent.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Where messages are posted to; null: nowhere.</summary>
    public WebhookSettings? Webhook { get; init; }

    /// <summary>The file of the private key that packages are signed with (PEM, ECDSA P-256); null: none can be made.</summary>
    public string? PackageKey { get; init; }

    /// <summary>A file, or a folder of <c>.pem</c> files, with the public keys whose packages are taken; null: only our own.</summary>
    public string? PackageTrust { get; init; }

    /// <summary>A folder with one file for each secret that settings name; null: secrets stand in the environment.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>How far events may be posted.</summary>
    public PostReach PostReach { get; init; }

    /// <summary>Whether this host fires reminders. Commands that only look leave it off.</summary>
    public bool Sweeps { get; init; } = true;

    /// <summary>For drills only: where the program is to break, e.g. <c>before commit dossier_journal@3=kill</c>. Null in daily work.</summary>
    public string? Faults { get; init; }

    /// <summary>A database of its own in an empty folder, for samples and tests. Whoever asks for it deletes the folder.</summary>
    public static TthcFlowOptions Temporary() => new() { DataFolder = Directory.CreateTempSubdirectory("tthcflow-").FullName, Sweeps = false };

    /// <summary>Whether the connection string can be read at all. What is wrong with one that cannot is nobody's to print: it may hold a password.</summary>
    public bool IsReadable()
    {
        try { return Postgres is not { Length: > 0 } || new NpgsqlConnectionStringBuilder(Postgres).Host is { Length: > 0 }; }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException) { return false; }
    }

    /// <summary>Which database that is, for people: the server and the database's name, or the file. Never the password.</summary>
    public string Whereabouts()
    {
        if (Postgres is not { Length: > 0 }) return Path.Combine(DataFolder, "tthcflow.db");
        var named = new NpgsqlConnectionStringBuilder(Postgres);
        return string.Create(CultureInfo.InvariantCulture, $"{named.Host}:{named.Port}/{named.Database ?? named.Username}");
    }

    internal string AttachedFiles() => FilesFolder is { Length: > 0 } folder ? folder : Path.Combine(DataFolder, "files");

    internal string SqliteFile() => Path.Combine(Directory.CreateDirectory(DataFolder).FullName, "tthcflow.db");
}
