namespace TthcFlow.Engine.Runtime;

/// <summary>The keys by which a repeated command is recognised, as they come from outside.</summary>
public static class CommandKeys
{
    public const int Longest = 200;

    /// <summary>How the engine's own keys begin: it acts under the names of people too, so nobody may have one of them taken beforehand.</summary>
    public static IReadOnlyList<string> Reserved { get; } = [Appraisal, "portal/"];

    internal const string Appraisal = "appraisal/";

    /// <summary>Is it one of the engine's own?</summary>
    public static bool IsReserved(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Reserved.Any(beginning => key.StartsWith(beginning, StringComparison.Ordinal));
    }
}
