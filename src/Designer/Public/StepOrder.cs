using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Public;

/// <summary>The order in which people read step keys: B2 before B10, B3a after B3.</summary>
public sealed class StepOrder : IComparer<StepKey>
{
    public static StepOrder Instance { get; } = new();

    public int Compare(StepKey? x, StepKey? y)
    {
        var (one, other) = (Parts(x?.Value ?? ""), Parts(y?.Value ?? ""));
        var order = string.CompareOrdinal(one.Letters, other.Letters);
        if (order == 0) order = one.Digits.Length.CompareTo(other.Digits.Length);
        if (order == 0) order = string.CompareOrdinal(one.Digits, other.Digits);
        return order != 0 ? order : string.CompareOrdinal(one.Tail, other.Tail);
    }

    private static (string Letters, string Digits, string Tail) Parts(string key)
    {
        var digits = 0;
        while (digits < key.Length && !char.IsAsciiDigit(key[digits])) digits++;
        var rest = digits;
        while (rest < key.Length && char.IsAsciiDigit(key[rest])) rest++;
        return (key[..digits], key[digits..rest].TrimStart('0'), key[rest..]);
    }
}
