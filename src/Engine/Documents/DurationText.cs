using System.Globalization;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>How offices write a time: <c>0,5 ngày</c>, <c>04 giờ làm việc</c>, <c>½ ngày</c>, <c>02 giờ 30 phút</c>, <c>không quá 02 ngày</c>, <c>nửa ngày</c>.</summary>
internal static partial class DurationText
{
    /// <param name="stated">The unit that the head of the column, or a column of its own, names; for bare numbers.</param>
    /// <param name="tellsDaysApart">True in a table that elsewhere says <i>ngày làm việc</i> or counts hours: there a plain <i>ngày</i> is a day of the calendar.</param>
    public static DurationGuess Read(string text, TimeUnit? stated, bool tellsDaysApart)
    {
        var plain = Plain(text);
        if (plain.Length == 0) return new(null, null);
        if (plain.Contains("khong tinh", StringComparison.Ordinal)) return new(TimeLimit.OfHours(0), null);
        if (OutsideParentheses(plain) is { Length: > 0 } outside && Amounts(outside, stated, tellsDaysApart) is { Limit: not null } read) return read;
        return Amounts(plain.Replace('(', ' ').Replace(')', ' '), stated, tellsDaysApart);
    }

    /// <summary>The unit a head names: <c>Thời gian (giờ)</c>; null where it names none, or several.</summary>
    public static TimeUnit? UnitOf(string text, bool tellsDaysApart)
    {
        var plain = PlainWords.Of(text);
        var (hours, days) = (plain.Contains("gio", StringComparison.Ordinal), Days().IsMatch(plain));
        return (hours, days) switch
        {
            (true, false) => TimeUnit.WorkingHour,
            (false, true) => plain.Contains("lam viec", StringComparison.Ordinal) || !tellsDaysApart ? TimeUnit.WorkingDay : TimeUnit.CalendarDay,
            _ => null,
        };
    }

    /// <summary>Does the text itself say that days are working days, or count in hours?</summary>
    public static bool TellsDaysApart(string text)
    {
        var plain = PlainWords.Of(text);
        return plain.Contains("ngay lam viec", StringComparison.Ordinal) || plain.Contains("gio lam viec", StringComparison.Ordinal);
    }

    private static DurationGuess Amounts(string plain, TimeUnit? stated, bool tellsDaysApart)
    {
        if (plain.LastIndexOf('=') is >= 0 and var sum) plain = plain[(sum + 1)..]; // "3 ngày x 8 giờ = 24 giờ"
        var parts = Amount().Matches(plain).Select(match => (Value: Value(match), Unit: Unit(match.Groups["unit"].Value, stated, tellsDaysApart), Word: match.Groups["unit"].Value, match.Groups["range"].Success)).ToList();
        if (parts.Count == 0) return new(null, new("không đọc được thời gian", "the time cannot be read"));
        if (parts.Exists(part => part.Value is null)) return new(null, new("không đọc được số trong thời gian", "the number in the time cannot be read"));

        var (value, unit, word, isRange) = parts[0];
        if (unit is null) return new(null, new("không rõ đơn vị tính (giờ hay ngày)", "hours or days: the unit is not said"));
        var limit = new TimeLimit(word.StartsWith("phut", StringComparison.Ordinal) || word is "p" or "'" ? value!.Value / 60 : value!.Value, unit.Value);
        if (parts.Count > 1 && parts.TrueForAll(part => part.Unit is TimeUnit.WorkingHour or TimeUnit.WorkingDay) && parts.Skip(1).All(part => part.Word.Length > 0))
        {
            // "2 ngày 4 giờ": working time adds up, in hours.
            limit = TimeLimit.OfHours(parts.Sum(part => part.Unit is TimeUnit.WorkingDay ? part.Value!.Value * 8 : part.Word.StartsWith("phut", StringComparison.Ordinal) || part.Word is "p" or "'" ? part.Value!.Value / 60 : part.Value!.Value));
        }
        limit = limit with { Value = decimal.Round(limit.Value, 6) };
        if (!limit.IsWhole) return new(null, new("thời gian không ra số phút nguyên", "the time does not come to whole minutes"));
        if (isRange) return new(limit, new($"lấy số lớn: {limit.ToWording().Vi}", $"the larger number was taken: {limit.ToWording().En}"));
        if (word.Length == 0) return new(limit, new($"đơn vị tính theo tiêu đề cột: {limit.ToWording().Vi}", $"the unit is the column's: {limit.ToWording().En}"));
        return limit.Unit is TimeUnit.WorkingDay && Days().IsMatch(word) && !plain.Contains("lam viec", StringComparison.Ordinal)
            ? new(limit, new("“ngày” hiểu là ngày làm việc", "“ngày” was taken as a working day")) : new(limit, null);
    }

    private static decimal? Value(Match match)
    {
        var text = match.Groups["range"].Success ? match.Groups["range"].Value : match.Groups["number"].Value;
        if (text is "nua" or "mot nua") return 0.5m;
        if (text is "mot") return 1;
        if (text.Split('/') is [var above, var below])
            return decimal.TryParse(above, NumberStyles.None, CultureInfo.InvariantCulture, out var one) && decimal.TryParse(below, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && other > 0 ? one / other : null;
        return decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 100_000 ? value : null;
    }

    private static TimeUnit? Unit(string word, TimeUnit? stated, bool tellsDaysApart) =>
        word.Length == 0 ? stated
        : Days().IsMatch(word) ? (word.Contains("lam viec", StringComparison.Ordinal) || !tellsDaysApart && stated is not TimeUnit.CalendarDay ? TimeUnit.WorkingDay : TimeUnit.CalendarDay)
        : TimeUnit.WorkingHour;

    private static string OutsideParentheses(string plain) => Parentheses().Replace(plain, " ").Trim();

    // Small letters without marks, but with the digits' points, strokes and parentheses.
    private static string Plain(string text)
    {
        var spelled = text.Replace("½", " 1/2 ", StringComparison.Ordinal).Replace("¼", " 1/4 ", StringComparison.Ordinal).Replace("¾", " 3/4 ", StringComparison.Ordinal).Replace('’', '\'').Replace('′', '\'');
        var plain = new System.Text.StringBuilder(spelled.Length);
        foreach (var letter in spelled.Normalize(System.Text.NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark) continue;
            plain.Append(letter is 'đ' or 'Đ' ? 'd' : char.IsWhiteSpace(letter) ? ' ' : letter is '–' or '—' or '÷' ? '-' : char.ToLowerInvariant(letter));
        }
        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [GeneratedRegex(@"(?<![\p{L}\d.,/])(?<number>\d+(?:[.,/]\d+)?|mot nua|nua|mot)(?: ?(?:-|den) ?(?<range>\d+(?:[.,]\d+)?))? ?(?<unit>ngay lam viec|ngay|gio lam viec|gio hanh chinh|gio|phut|ngay lv|h|p|d|')?(?![\p{L}\d])")]
    private static partial Regex Amount();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"\bngay\b|^d$")]
    private static partial Regex Days();
}

/// <summary>A time as read, and what was guessed about it or why it could not be read.</summary>
internal sealed record DurationGuess(TimeLimit? Limit, Wording? Note);
