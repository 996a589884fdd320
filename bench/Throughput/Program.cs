using System.Globalization;
using TthcFlow.Throughput;

// dotnet run -c Release --project bench/Throughput -- [seconds per round, default 5] [callers, default 1,4,16]
var seconds = args is [var first, ..] ? int.Parse(first, CultureInfo.InvariantCulture) : 5;
var callers = (args is [_, var list, ..] ? list : "1,4,16").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();

await Load.RunAsync(TimeSpan.FromSeconds(seconds), callers, Console.Out);
