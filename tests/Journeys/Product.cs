using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TthcFlow.Journeys.Tests;

/// <summary>The product as a newcomer starts it: its own process, an empty data folder, the demo province, a real browser in front.</summary>
[SetUpFixture]
public sealed partial class Product
{
    private static readonly TaskCompletionSource<string> Listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly List<string> Output = [];
    private static Process? Program { get; set; }
    private static IPlaywright? PlaywrightDriver { get; set; }
    private static DirectoryInfo? Data { get; set; }

    public static string Address { get; private set; } = "";

    public static IBrowser Browser { get; private set; } = null!;

    /// <summary>Where a journey leaves its pictures when asked for them (<c>TTHCFLOW_SCREENSHOTS</c>).</summary>
    public static string? Screenshots { get; } = Environment.GetEnvironmentVariable("TTHCFLOW_SCREENSHOTS");

    [OneTimeSetUp]
    public async Task Start()
    {
        Data = Directory.CreateTempSubdirectory("tthcflow-journeys");
        Program = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { ProgramPath(), "--demo", "--urls", "http://127.0.0.1:0" },
            Environment = { ["TTHCFLOW_DATA"] = Data.FullName, ["ASPNETCORE_ENVIRONMENT"] = "Production", ["ConnectionStrings__Postgres"] = "" },
            WorkingDirectory = Data.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Program.OutputDataReceived += (_, line) => Hear(line.Data);
        Program.ErrorDataReceived += (_, line) => Hear(line.Data);
        Program.EnableRaisingEvents = true;
        Program.Exited += (_, _) => Listening.TrySetException(new InvalidOperationException("The product ended:\n" + Heard()));
        Program.BeginOutputReadLine();
        Program.BeginErrorReadLine();
        Address = await Listening.Task.WaitAsync(TimeSpan.FromMinutes(3));

        PlaywrightDriver = await Playwright.CreateAsync();
        Browser = await PlaywrightDriver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("TTHCFLOW_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Browser is not null) await Browser.CloseAsync();
        PlaywrightDriver?.Dispose();
        if (Program is { HasExited: false })
        {
            Program.Kill(entireProcessTree: true);
            await Program.WaitForExitAsync();
        }
        Program?.Dispose();
        Data?.Delete(recursive: true);
    }

    /// <summary>What the product said so far, for a failed test's message.</summary>
    public static string Heard()
    {
        lock (Output) return string.Join('\n', Output.TakeLast(60));
    }

    private static void Hear(string? line)
    {
        if (line is null) return;
        lock (Output) Output.Add(line);
        if (Shown().Match(line) is { Success: true } address) Listening.TrySetResult(address.Value);
    }

    /// <summary>Beside us in the artifacts folder, built in the same configuration.</summary>
    private static string ProgramPath()
    {
        var here = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!);
        return Path.Combine(here.Parent!.Parent!.FullName, "Api", here.Name, "tthcflow.dll");
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Shown();
}
