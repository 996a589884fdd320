using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Api.Tests.Drills;

/// <summary>The real program in a process of its own, on a port and a database of its own, to be killed and started again.</summary>
internal sealed class RunningProgram(TthcFlowOptions database) : IDisposable
{
    /// <summary>How the line begins with which it says that it serves.</summary>
    private const string Greeting = "TthcFlow: ";

    private readonly List<string> _said = [];
    private Process? _process;
    private TaskCompletionSource _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>What it said on either output.</summary>
    public string Said
    {
        get
        {
            lock (_said) return string.Join('\n', _said.TakeLast(40));
        }
    }

    /// <summary>How long it may take to come up on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Until it serves: at once while it is up, else when it has come up again.</summary>
    public Task UpAsync() => Volatile.Read(ref _greeting).Task.WaitAsync(Patience);

    /// <summary>Starts it and waits until it says that it serves.</summary>
    /// <param name="faults">Where it is to break; null for nowhere.</param>
    public async Task StartAsync(string? faults = null)
    {
        var start = Command("--demo", "--urls", Address.ToString());
        start.Environment["TTHCFLOW_FAULTS"] = faults ?? "";
        start.Environment["TTHCFLOW_TRIES_PER_MINUTE"] = "100000";
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Task.WhenAny(UpAsync(), _process.WaitForExitAsync());
        if (faults is null && (_process.HasExited || !Volatile.Read(ref _greeting).Task.IsCompletedSuccessfully)) Assert.Fail($"The program did not start.\n{Said}");
    }

    /// <summary>SIGKILL, as the power goes.</summary>
    public async Task KillAsync()
    {
        Down();
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>How it ended by itself; 137 when it was killed at a fault point.</summary>
    public async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Down();
        return _process.ExitCode;
    }

    /// <summary>Another command of the program on the same database.</summary>
    public async Task<(int Exit, string Output)> AskAsync(params string[] arguments)
    {
        using var command = Process.Start(Command(arguments))!;
        var (output, error) = (command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return (command.ExitCode, await output + await error);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) _process.Kill();
        _process?.Dispose();
    }

    private ProcessStartInfo Command(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            Environment =
            {
                ["TTHCFLOW_DATA"] = database.DataFolder,
                ["TTHCFLOW_DEMO"] = "",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["DOTNET_TieredPGO"] = "0", // nobody lives long enough here to gain by it
                ["ConnectionStrings__Postgres"] = database.Postgres ?? "",
            },
            WorkingDirectory = database.DataFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "tthcflow.dll"), .. arguments]) start.ArgumentList.Add(argument);
        return start;
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        if (line.TrimStart().StartsWith(Greeting, StringComparison.Ordinal)) Volatile.Read(ref _greeting).TrySetResult();
        lock (_said) _said.Add(line);
    }

    /// <summary>From here on whoever asks <see cref="UpAsync"/> waits for the next start.</summary>
    private void Down()
    {
        if (Volatile.Read(ref _greeting).Task.IsCompleted) Volatile.Write(ref _greeting, new(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
