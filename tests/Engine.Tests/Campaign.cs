using System.Globalization;
using FsCheck;

namespace TthcFlow.Engine.Tests;

/// <summary>How far random tests go, and where they begin.</summary>
/// <remarks>
/// An ordinary run draws the same share every time: it fails for what was changed, never for its luck. <c>TTHCFLOW_CAMPAIGN=100</c> draws a hundred times as much,
/// from a beginning of its own; a failure names it, and <c>TTHCFLOW_SEED</c> begins there again.
/// </remarks>
public static class Campaign
{
    private static readonly int? Told = Setting("TTHCFLOW_CAMPAIGN");

    /// <summary>How many times the share of an ordinary run is drawn.</summary>
    public static int Times { get; } = Told ?? 1;

    public static int Seed { get; } = Setting("TTHCFLOW_SEED") ?? (Told is null && Setting("TTHCFLOW_FUZZ") is null ? 20260302 : Random.Shared.Next(100_000_000));

    /// <summary>As many cases as an ordinary run draws of a law, and as the campaign multiplies.</summary>
    public static Config Of(int cases)
    {
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"TTHCFLOW_SEED={Seed}, {cases * Times} cases"));
        return Config.QuickThrowOnFailure.WithMaxTest(cases * Times).WithReplay((ulong)Seed, 1).WithEndSize(100).WithQuietOnSuccess(true);
    }

    public static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var told) ? told : null;
}
