using TthcFlow.PortalSimulator;

if (args is ["--help" or "-h"])
{
    await Console.Out.WriteLineAsync(SimulatorSwitches.Usage);
    return 0;
}
try
{
    var switches = SimulatorSwitches.Parse(args);
    await using var app = Simulator.Build(switches, TimeProvider.System);
    await app.StartAsync();
    await Console.Out.WriteLineAsync($"Cổng giả lập / portal simulator: {string.Join(", ", app.Urls)}");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception fault) when (fault is FormatException or IOException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}
