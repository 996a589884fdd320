using System.Globalization;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>A comparison with a constant: <c>Value(x)</c> against <paramref name="Limit"/>, where the value rises (or falls) with x.</summary>
internal sealed record Threshold(Func<double, double> Value, bool Rises, double Limit);

/// <summary>The numbers an attribute may hold, as conditions see them: doubles in order, each with a place (its key), so that a border is found exactly, rounding included.</summary>
internal sealed class NumberLine
{
    private const double LargestExact = 9007199254740992; // 2^53: beyond it whole numbers share a double

    private readonly long _first;
    private readonly long _last;
    private readonly bool _isWhole;
    private readonly decimal _least;
    private readonly decimal _most;

    private NumberLine(decimal least, decimal most, bool isWhole)
    {
        (_least, _most, _isWhole) = (least, most, isWhole);
        (_first, _last) = (Key(AttributeTypes.Double(least)), Key(AttributeTypes.Double(most)));
    }

    public static NumberLine OfLengths { get; } = new(0, 1_000_000_000, true);

    /// <summary>The places where the line begins and where it is over.</summary>
    public IEnumerable<long> Borders => [_first, _last + 1];

    public static NumberLine Of(string type)
    {
        var (least, most) = AttributeTypes.Bounds(type);
        return new(least, most, AttributeTypes.IsWhole(type));
    }

    /// <summary>The double's place in the order of all doubles; both zeros have one place.</summary>
    public static long Key(double number) => BitConverter.DoubleToInt64Bits(number) is var bits && bits >= 0 ? bits : long.MinValue - bits;

    public static double At(long key) => BitConverter.Int64BitsToDouble(key >= 0 ? key : long.MinValue - key);

    /// <summary>A decimal that conditions see as just this double; null where there is none.</summary>
    public static decimal? Written(double number) =>
        decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && AttributeTypes.Double(exact) == number ? exact : null;

    /// <summary>The places at which an answer of the comparison changes: where the limit is reached, and where it is passed.</summary>
    public IEnumerable<long> Cuts(Threshold threshold)
    {
        var (value, limit) = (threshold.Value, threshold.Limit);
        return threshold.Rises
            ? [First(number => value(number) >= limit), First(number => value(number) > limit)]
            : [First(number => value(number) <= limit), First(number => value(number) < limit)];
    }

    /// <summary>The stretches between the cuts, from place to place.</summary>
    public IEnumerable<(long Low, long High)> Regions(IEnumerable<long> cuts)
    {
        var low = _first;
        foreach (var cut in cuts.Where(cut => cut > _first && cut <= _last).Distinct().Order())
        {
            yield return (low, cut - 1);
            low = cut;
        }
        yield return (low, _last);
    }

    /// <summary>Up to <paramref name="count"/> different numbers of a stretch, plain ones first. True when these are enough: so many, or all there are.</summary>
    public bool Points(long low, long high, int count, out List<decimal> points)
    {
        points = [];
        return _isWhole ? Whole(low, high, count, points) : Fractions(low, high, count, points);
    }

    private bool Whole(long low, long high, int count, List<decimal> points)
    {
        var (least, most) = (Math.Ceiling(At(low)), Math.Floor(At(high)));
        if (least > most) return true;
        var number = least > 0 ? least : most < 0 ? most : Math.Min(1, most);
        var step = number < 0 ? -1 : 1;
        for (; points.Count < count && number >= least && number <= most; number += step)
        {
            points.Add(Math.Clamp(Math.Abs(number) < 1e19 ? (decimal)(Int128)number : 0, _least, _most));
            if (Math.Abs(number) >= LargestExact) return count == 1 || least == most;
        }
        for (number = 0; number >= least && number <= most && points.Count < count && step > 0; number--) if (!points.Contains((decimal)number)) points.Add((decimal)number);
        return true;
    }

    private static bool Fractions(long low, long high, int count, List<decimal> points)
    {
        var (lowest, highest) = (At(low), At(high));
        var seen = new HashSet<long>();
        var nearest = lowest > 0 ? lowest : highest < 0 ? highest : Math.Min(1, highest);
        var start = Decimal(nearest);
        var step = nearest < 0 ? -1m : 1m;
        // Ever finer: whole numbers, tenths, hundredths…
        for (var (scale, unit) = (0, 1m); scale <= 28 && seen.Count < count; scale++, unit /= 10)
        {
            if (Math.Abs(start) > decimal.MaxValue / 4 * unit) break;
            var number = decimal.Truncate(start / unit) * unit;
            for (var tries = 0; tries < count + 2 && seen.Count < count; tries++, number += step * unit) Try(number);
        }
        if (seen.Count < count) Try(start);
        if (seen.Count < count && lowest <= 0 && highest >= 0) Try(0);
        return seen.Count >= count || seen.Count == (Int128)high - low + 1;

        void Try(decimal number)
        {
            var key = Key(AttributeTypes.Double(number));
            if (key >= low && key <= high && seen.Add(key)) points.Add(number);
        }
    }

    private static decimal Decimal(double number) =>
        Math.Abs(number) >= 7.9e28 ? number < 0 ? decimal.MinValue : decimal.MaxValue : decimal.Parse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);

    // The first place from which it holds: it holds from some place on, or nowhere.
    private long First(Func<double, bool> holds)
    {
        if (!holds(At(_last))) return _last + 1;
        var (low, high) = (_first, _last);
        while (low < high)
        {
            var middle = (low >> 1) + (high >> 1) + (low & high & 1);
            if (holds(At(middle))) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}

/// <summary>Texts that are none of the constants a condition knows, and hold none of the parts it looks for.</summary>
internal sealed class FreshText(IEnumerable<string> known)
{
    private static readonly string[] Plain = ["khác", "khác 2", "khác 3", "khác 4"];

    private readonly HashSet<string> _known = known.ToHashSet(StringComparer.Ordinal);

    /// <summary>Texts holding the chosen parts and none of the others, where that can be: the parts stand apart, so that no part arises across a border.</summary>
    public IReadOnlyList<string> Holding(IReadOnlyList<string> chosen, int count, IReadOnlyList<string> parts)
    {
        var letters = Letters(1);
        var found = new List<string>();
        if (chosen is [var only] && !_known.Except(parts).Contains(only)) found.Add(only);
        if (chosen.Count == 0) found.AddRange(Plain.Where(word => !_known.Contains(word) && !parts.Any(part => word.Contains(part, StringComparison.Ordinal))).Take(count));
        var text = string.Join(letters[0], chosen);
        while (found.Count < count) found.Add(text += letters[0]);
        return found;
    }

    public IEnumerable<string> OfLength(int length, int count) => Letters(count).Select(letter => new string(letter, length)).Distinct();

    private List<char> Letters(int count)
    {
        var used = _known.SelectMany(text => text).ToHashSet();
        return [.. "xyz~#|·".Concat(Enumerable.Range(0x2460, 0x3000).Select(code => (char)code)).Where(letter => !used.Contains(letter)).Take(count)];
    }
}
