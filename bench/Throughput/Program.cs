using System.Globalization;
using TthcFlow.Tests.Shared;
using TthcFlow.Throughput;

// dotnet run -c Release --project bench/Throughput -- [seconds per round, default 5] [callers, default 1,4,16] [apart: a dossier's steps thousands of others apart]
// dotnet run -c Release --project bench/Throughput -- inbox [closed dossiers, default 1000000] [open ones, default 100000]
// dotnet run -c Release --project bench/Throughput -- sweep [open deadlines, default 100000] [due, default 1000]
// dotnet run -c Release --project bench/Throughput -- portal [dossiers, default 20000]: a bad line and hosts that are killed; with [changes a second] behind it: a calm line, and how soon a status arrives (build tools/PortalSimulator first)
int Number(int at, int usual) => args.Length > at ? int.Parse(args[at], CultureInfo.InvariantCulture) : usual;

switch (args.FirstOrDefault())
{
    case "inbox":
        await Inbox.RunAsync(Number(1, 1_000_000), Number(2, 100_000), Console.Out);
        break;
    case "sweep":
        await Sweep.RunAsync(Number(1, 100_000), Number(2, 1_000), Console.Out);
        break;
    case "portal":
        await PortalSoak.RunAsync(Number(1, 20_000), Number(2, 0), Console.Out);
        break;
    case "portal-host":
        await PortalSoak.HostAsync(args[1], args[2]);
        return;
    default:
        var callers = (args is [_, var list, ..] ? list : "1,4,16").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        await Load.RunAsync(TimeSpan.FromSeconds(Number(0, 5)), callers, args is [_, _, "apart", ..], Console.Out);
        break;
}
await Databases.StopAsync();
