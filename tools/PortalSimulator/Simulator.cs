namespace TthcFlow.PortalSimulator;

/// <summary>The whole portal, wired.</summary>
internal static class Simulator
{
    private const long LargestBody = 33 * 1024 * 1024; // a file, and what stands around it

    /// <exception cref="FormatException">A file that a switch names is not what it should be.</exception>
    public static WebApplication Build(SimulatorSwitches switches, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseUrls(switches.Address);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, LargestBody);
            kestrel.Limits.MinResponseDataRate = null; // answers may drip
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1)); // who waits for an answer that never comes is not waited for

        var log = new StateLog(switches.StateFile);
        var tally = new Tally();
        var office = new CallOffice(tally, switches, clock);
        var bus = new PortalRegister(PortalFace.Bus, switches.Table, [], log, clock);
        var ministry = new PortalRegister(PortalFace.Ministry, switches.MinistryTable, [.. switches.MinistryTable.Codes.Except(switches.MinistryStates)], log, clock);
        log.Replay(line =>
        {
            (line.Face is PortalFace.Bus ? bus : ministry).Replay(line);
            if (line.Change is StateChange.Dossier or StateChange.Row or StateChange.State) tally.Recall(line.Applied);
        });
        if (switches.FaultFile is { } file) office.Script = new(FaultPlan.Parse(File.ReadAllBytes(file)));
        var handIn = new HandIn(bus, switches, clock);

        var app = builder.Build();
        new BusFace(bus, office, switches.Catalogue is { } folder ? PortalCatalogue.In(folder) : PortalCatalogue.Sample(), switches).Map(app);
        new MinistryFace(ministry, office, switches).Map(app);
        new ControlFace([bus, ministry], office, tally, handIn, log).Map(app);
        new HumanPage([bus, ministry], tally, office).Map(app);
        app.Lifetime.ApplicationStopped.Register(() =>
        {
            handIn.Dispose();
            log.Dispose();
        });
        return app;
    }
}
