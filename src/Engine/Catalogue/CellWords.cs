using System.Globalization;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What offices type into the cells of a table: days, amounts, limits, names of fields and agencies. Null everywhere where it is none.</summary>
internal sealed partial class CellWords(ProvinceCatalogue catalogue)
{
    private const int FirstSerialDay = 20_000, LastSerialDay = 80_000; // Excel's days from 1954 to 2119

    private static readonly string[] Days = ["d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "yyyy-MM-dd", "yyyy/M/d", "yyyyMMdd", "yyyyMMddHHmmss", "yyyy-MM-dd'T'HH:mm:ss", "d/M/yyyy HH:mm", "d/M/yyyy HH:mm:ss"];

    private readonly Dictionary<string, string> _fields = Fields(catalogue);
    private readonly Dictionary<string, AgencyCode> _agencies = Agencies(catalogue);

    /// <summary>The field's name: the listed one, or the text itself where the province lists none.</summary>
    public string? Field(string text) => catalogue.Fields.Count == 0 ? text : _fields.GetValueOrDefault(PlainWords.Of(text));

    public AgencyCode? Agency(string text) =>
        AgencyCode.TryParse(text, null, out var code) && catalogue.Find(code) is not null ? code : _agencies.GetValueOrDefault(PlainWords.Of(text));

    public static IEnumerable<string> Several(string? text) => text?.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct() ?? [];

    public static AgencyLevel? Level(string text) => PlainWords.Of(text) switch
    {
        "cap tinh" or "tinh" or "province" or "isprovince" => AgencyLevel.Province,
        "cap xa" or "xa" or "commune" or "isward" => AgencyLevel.Commune,
        "cap huyen" or "huyen" or "district" or "isdistrict" => AgencyLevel.District,
        "phong cap huyen" or "districtoffice" => AgencyLevel.DistrictOffice,
        "co quan thuoc so" or "branch" => AgencyLevel.Branch,
        "don vi ben trong" or "unit" => AgencyLevel.Unit,
        _ => null,
    };

    /// <summary>A day, in Vietnamese or ISO form, as the portal writes it, or as Excel counts it.</summary>
    public static DateOnly? Day(string text)
    {
        if (DateTime.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)) return DateOnly.FromDateTime(at);
        if (SpelledDay().Match(text) is { Success: true } spelled
            && DateOnly.TryParseExact($"{spelled.Groups[1].Value}/{spelled.Groups[2].Value}/{spelled.Groups[3].Value}", "d/M/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is >= FirstSerialDay and <= LastSerialDay
            ? new DateOnly(1899, 12, 30).AddDays((int)serial) : null;
    }

    /// <summary>A limit's amount, and its unit where that stands with it: <c>2,5 ngày làm việc</c>.</summary>
    public static (decimal? Amount, string? Unit) Amount(string text)
    {
        var match = LimitShape().Match(text);
        return match.Success && decimal.TryParse(match.Groups[1].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? (amount, match.Groups[2].Value.Trim() is { Length: > 0 } unit ? unit : null) : (null, null);
    }

    public static TimeUnit? Unit(string text) => PlainWords.Of(text) switch
    {
        "ngay lam viec" or "workingday" or "working day" or "working days" => TimeUnit.WorkingDay,
        "gio" or "gio lam viec" or "workinghour" or "working hour" or "working hours" => TimeUnit.WorkingHour,
        "ngay" or "calendarday" or "calendar day" or "calendar days" => TimeUnit.CalendarDay,
        _ => null,
    };

    public static int? Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 1000 ? count : null;

    /// <summary>An amount of dong: <c>100000</c>, <c>100.000</c>, <c>100 000 đồng</c>; nothing is collected: <c>0</c>, <c>không</c>.</summary>
    public static decimal? Dong(string text)
    {
        var plain = Currency().Replace(text.Trim(), "").Trim();
        if (PlainWords.Of(plain) is "khong" or "khong thu" or "mien phi" or "khong thu phi") return 0;
        if (!Grouped().IsMatch(plain)) return null;
        return decimal.TryParse(Separators().Replace(plain, ""), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount < 1_000_000_000_000 ? amount : null;
    }

    public static FeeMoment? Moment(string text) => PlainWords.Of(text) switch
    {
        "1" or "khi tiep nhan" or "tiep nhan" or "intake" => FeeMoment.Intake,
        "2" or "khi bo sung" or "bo sung" or "supplement" => FeeMoment.Supplement,
        "4" or "khi tra ket qua" or "tra ket qua" or "khi tra kq" or "return" => FeeMoment.Return,
        _ => null,
    };

    /// <summary>A key made of a case's name: <c>Cấp mới: nhà ở riêng lẻ</c> is <c>cap-moi-nha-o-rieng-le</c>.</summary>
    public static CaseKey CaseKeyOf(string name)
    {
        const int longest = 60;
        var key = PlainWords.Of(name).Replace(' ', '-');
        key = string.Concat(key.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'));
        if (key.Length > longest) key = key[..longest].TrimEnd('-');
        return new(key.Length > 0 ? key : "truong-hop");
    }

    private static Dictionary<string, string> Fields(ProvinceCatalogue catalogue)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in catalogue.Fields)
        {
            known.TryAdd(PlainWords.Of(field.Name), field.Name);
            known.TryAdd(PlainWords.Of(field.Code), field.Name);
        }
        return known;
    }

    private static Dictionary<string, AgencyCode> Agencies(ProvinceCatalogue catalogue)
    {
        var known = new Dictionary<string, AgencyCode>(StringComparer.Ordinal);
        foreach (var agency in catalogue.Agencies.OrderBy(agency => agency.To is null ? 0 : 1)) known.TryAdd(PlainWords.Of(agency.Name), agency.Code);
        return known;
    }

    [GeneratedRegex(@"^\s*ngày\s+([0-9]{1,2})\s+tháng\s+([0-9]{1,2})\s+năm\s+([0-9]{4})\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex SpelledDay();

    [GeneratedRegex(@"^\s*([0-9]{1,6}(?:[.,][0-9]{1,4})?)\s*([^0-9]*)\z")]
    private static partial Regex LimitShape();

    [GeneratedRegex(@"(đồng|dong|vnđ|vnd|đ)\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Currency();

    [GeneratedRegex(@"^([0-9]+|[0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,3}(,[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+)\z")]
    private static partial Regex Grouped();

    [GeneratedRegex("[., ]")]
    private static partial Regex Separators();
}
