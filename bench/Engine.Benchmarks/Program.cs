using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TthcFlow.Engine.Benchmarks;

// dotnet run -c Release --project bench/Engine.Benchmarks -- catalogue [how many processes, default 2000]
if (args is ["catalogue", .. var rest])
{
    CatalogueCheck.Run(rest is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 2000, Console.Out);
    return;
}

// In process: the generated project would not carry this repository's build settings.
var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
