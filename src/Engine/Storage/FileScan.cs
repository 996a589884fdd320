using System.ComponentModel;
using System.Diagnostics;

namespace TthcFlow.Engine.Storage;

/// <summary>Looks a file over before it is kept (quét mã độc).</summary>
internal interface IFileScan
{
    Task<ScanVerdict> ScanAsync(string path, CancellationToken ct);
}

/// <summary>What a scanner said.</summary>
internal enum ScanVerdict
{
    Clean,
    Infected,
    Failed, // no answer: such a file is not taken either
}

/// <summary>No scanner is configured.</summary>
internal sealed class NoFileScan : IFileScan
{
    public Task<ScanVerdict> ScanAsync(string path, CancellationToken ct) => Task.FromResult(ScanVerdict.Clean);
}

/// <summary>A scanner's command line, as <c>clamdscan --no-summary --fdpass</c>: 0 is clean, 1 is infected, anything else or a minute's silence is no answer.</summary>
/// <param name="command">Program and arguments, parted by blanks; <c>{file}</c> stands for the file, which comes last where it is not named.</param>
internal sealed class CommandFileScan(string command, TimeProvider clock) : IFileScan
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<ScanVerdict> ScanAsync(string path, CancellationToken ct)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is []) return ScanVerdict.Failed;
        var start = new ProcessStartInfo(words[0]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in words.Skip(1)) start.ArgumentList.Add(word.Replace("{file}", path, StringComparison.Ordinal));
        if (!command.Contains("{file}", StringComparison.Ordinal)) start.ArgumentList.Add(path);

        Process? running;
        try { running = Process.Start(start); }
        catch (Win32Exception) { return ScanVerdict.Failed; } // no such program, or not ours to run
        if (running is null) return ScanVerdict.Failed;
        using var scanner = running;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            scanner.StandardInput.Close();
            await Task.WhenAll(scanner.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token), scanner.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token));
            await scanner.WaitForExitAsync(limit.Token);
            return scanner.ExitCode switch { 0 => ScanVerdict.Clean, 1 => ScanVerdict.Infected, _ => ScanVerdict.Failed };
        }
        catch (OperationCanceledException)
        {
            scanner.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return ScanVerdict.Failed;
        }
    }
}
