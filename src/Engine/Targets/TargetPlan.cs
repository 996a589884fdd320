using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>A province's plan for its processes (kế hoạch áp dụng HTQLCL): what is promised for each year, and what is to be done by which day. Data: another province loads its own.</summary>
/// <param name="Decision">Number, day and issuer, as printed.</param>
/// <param name="Lead">The agency that leads, by code or by the beginning of its name (cơ quan chủ trì).</param>
public sealed record TargetPlan(string Title, string Decision, string Lead, IReadOnlyList<TargetLine> Lines, IReadOnlyList<Duty> Duties)
{
    /// <summary>The longest plan that is read.</summary>
    public const int LongestText = 200_000;

    /// <summary>What holds until a province loads a plan of its own: rows 5–9 of Hà Tĩnh's annex, and the days its and other provinces' plans name.</summary>
    public static TargetPlan HaTinh { get; } = Parse(HaTinhText);

    /// <summary>The first and last year that anything is promised for.</summary>
    public int FirstYear => Lines.SelectMany(line => line.Promised.Keys).DefaultIfEmpty(0).Min();

    /// <inheritdoc cref="FirstYear"/>
    public int LastYear => Lines.SelectMany(line => line.Promised.Keys).DefaultIfEmpty(0).Max();

    /// <summary>How many of a hundred agencies are inspected in a year; 25 where the plan does not say.</summary>
    public int PercentInspected(int year) =>
        Lines.FirstOrDefault(line => line.Indicator is Indicator.Inspected)?.Promised.GetValueOrDefault(year) is { IsShare: true } promise ? (int)decimal.Ceiling(promise.Amount) : 25;

    /// <summary>The agency that leads, on a catalogue; null where nobody there is meant.</summary>
    public AgencyCode? LeadOf(IEnumerable<Agency> agencies)
    {
        ArgumentNullException.ThrowIfNull(agencies);
        var all = agencies.Where(agency => agency.Level is not AgencyLevel.Unit).ToList();
        return (all.FirstOrDefault(agency => agency.Code.Value == Lead) ?? all.FirstOrDefault(agency => agency.Name.StartsWith(Lead, StringComparison.OrdinalIgnoreCase)))?.Code;
    }

    /// <summary>Reads a plan. A fault is a <see cref="FormatException"/> that names the member.</summary>
    public static TargetPlan Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > LongestText) throw new FormatException("plan: more than 200,000 characters");
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object) throw new FormatException("plan: not an object");
            var (lines, duties) = (List(root, "indicators").Select(LineOf).ToList(), List(root, "duties").Select(DutyOf).ToList());
            if (lines.Select(line => line.Indicator).Distinct().Count() < lines.Count) throw new FormatException("indicators: one of them stands there twice");
            if (duties.Select(duty => duty.Key).Distinct().Count() < duties.Count) throw new FormatException("duties: one key stands there twice");
            if (lines is []) throw new FormatException("indicators: empty");
            return new(Text(root, "title", "title"), Text(root, "decision", "decision"), Text(root, "lead", "lead"), lines, duties);
        }
        catch (JsonException fault) { throw new FormatException($"JSON: {fault.Message}", fault); }
    }

    private static TargetLine LineOf(JsonElement line, int at)
    {
        var where = $"indicators[{at}]";
        if (!Enum.TryParse<Indicator>(Text(line, "indicator", where), out var indicator) || !Enum.IsDefined(indicator))
            throw new FormatException($"{where}.indicator: one of {string.Join(", ", Enum.GetNames<Indicator>())}");
        if (!line.TryGetProperty("promised", out var promised) || promised.ValueKind is not JsonValueKind.Object) throw new FormatException($"{where}.promised: a year with what is promised, as \"2026\": \"100%\"");
        var years = new SortedDictionary<int, Promise>();
        foreach (var year in promised.EnumerateObject())
        {
            if (!int.TryParse(year.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 2000 or > 2100) throw new FormatException($"{where}.promised.{year.Name}: not a year");
            years[number] = Promise.Parse(year.Value.ValueKind is JsonValueKind.String ? year.Value.GetString()! : year.Value.GetRawText()) ?? throw new FormatException($"{where}.promised.{year.Name}: as \"100%\" or \"5\"");
        }
        return new(indicator, Text(line, "row", where), NameOf(line, where), years);
    }

    private static Duty DutyOf(JsonElement duty, int at)
    {
        var where = $"duties[{at}]";
        var key = Text(duty, "key", where);
        if (!CaseKey.TryParse(key, null, out _)) throw new FormatException($"{where}.key: letters, digits, dots and hyphens");
        var due = Text(duty, "due", where);
        var once = DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day);
        if (!once && !DateOnly.TryParseExact($"2001-{due}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) throw new FormatException($"{where}.due: as \"11-15\", or \"2025-11-30\" for once");
        var levels = new List<AgencyLevel>();
        var byLead = false;
        foreach (var who in List(duty, "who"))
        {
            var name = who.ValueKind is JsonValueKind.String ? who.GetString() : null;
            if (name == "lead") byLead = true;
            else if (Enum.TryParse<AgencyLevel>(name, out var level) && Enum.IsDefined(level)) levels.Add(level);
            else throw new FormatException($"{where}.who: \"lead\", or levels of agencies");
        }
        if (!byLead && levels is []) throw new FormatException($"{where}.who: nobody");
        return new(key, NameOf(duty, where), day.Month, day.Day, once ? day.Year : null, byLead, levels, Text(duty, "basis", where));
    }

    private static Wording NameOf(JsonElement of, string where)
    {
        var name = Text(of, "name", where);
        return new(name, of.TryGetProperty("nameEn", out var english) && english.ValueKind is JsonValueKind.String && english.GetString() is { Length: > 0 } said ? said : name);
    }

    private static JsonElement.ArrayEnumerator List(JsonElement of, string member) =>
        of.TryGetProperty(member, out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray() : throw new FormatException($"{member}: a list is missing");

    private static string Text(JsonElement of, string member, string where) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(member, out var text) && text.ValueKind is JsonValueKind.String && text.GetString()!.Trim() is { Length: > 0 and <= 500 } said
            ? said.Normalize() : throw new FormatException(where == member ? $"{member}: missing" : $"{where}.{member}: missing");

    private const string HaTinhText =
        """
        {
          "title": "Xây dựng, áp dụng, duy trì và cải tiến hệ thống quản lý chất lượng, giai đoạn 2022–2030 (theo mẫu Hà Tĩnh)",
          "decision": "Kế hoạch số 310/KH-UBND ngày 09/8/2022 của UBND tỉnh",
          "lead": "Sở Khoa học và Công nghệ",
          "indicators": [
            { "indicator": "Procedures", "row": "7", "name": "Thủ tục hành chính có quy trình nội bộ được công bố", "nameEn": "Procedures with a published process",
              "promised": { "2022": "100%", "2023": "100%", "2024": "100%", "2025": "100%", "2026": "100%", "2027": "100%", "2028": "100%", "2029": "100%", "2030": "100%" } },
            { "indicator": "Appraised", "row": "7", "name": "Quy trình được thẩm định trước khi công bố", "nameEn": "Processes appraised before publication",
              "promised": { "2022": "100%", "2023": "100%", "2024": "100%", "2025": "100%", "2026": "100%", "2027": "100%", "2028": "100%", "2029": "100%", "2030": "100%" } },
            { "indicator": "Internal", "row": "8", "name": "Thủ tục nội bộ giữa các cơ quan được rà soát, xây dựng quy trình, công bố", "nameEn": "Procedures between agencies reviewed and published",
              "promised": { "2022": "30%", "2023": "60%", "2024": "90%", "2025": "90%", "2026": "100%", "2027": "100%", "2028": "100%", "2029": "100%", "2030": "100%" } },
            { "indicator": "Electronic", "row": "6", "name": "Quy trình đã xây dựng được điện tử hóa", "nameEn": "Processes made electronic",
              "promised": { "2023": "30%", "2024": "40%", "2025": "50%", "2026": "70%", "2027": "90%", "2028": "100%", "2029": "100%", "2030": "100%" } },
            { "indicator": "Inspected", "row": "9", "name": "Cơ quan, đơn vị được kiểm tra trong năm", "nameEn": "Agencies inspected in the year",
              "promised": { "2022": "25%", "2023": "25%", "2024": "25%", "2025": "25%", "2026": "25%", "2027": "25%", "2028": "25%", "2029": "25%", "2030": "25%" } },
            { "indicator": "ElectronicAgencies", "row": "5", "name": "Cơ quan cấp tỉnh, cấp huyện áp dụng ISO điện tử", "nameEn": "Agencies that work electronically",
              "promised": { "2025": "5", "2030": "100%" } }
          ],
          "duties": [
            { "key": "muc-tieu-chat-luong", "due": "02-10", "name": "Ban hành mục tiêu chất lượng và kế hoạch thực hiện", "nameEn": "Issue the quality objectives and their plan", "who": ["Province"], "basis": "Kế hoạch duy trì, cải tiến HTQLCL của sở: trước 10/02" },
            { "key": "noi-dung-ke-hoach", "due": "02-20", "name": "Gửi nội dung triển khai thực hiện kế hoạch", "nameEn": "Send what is to be done under the plan", "who": ["Branch"], "basis": "Kế hoạch duy trì, cải tiến HTQLCL của sở: trước 20/02" },
            { "key": "tai-lieu-he-thong", "due": "03-15", "name": "Rà soát, ban hành tài liệu của hệ thống", "nameEn": "Review and issue the system's documents", "who": ["Province"], "basis": "Kế hoạch duy trì, cải tiến HTQLCL của sở: trước 15/3" },
            { "key": "xem-xet-lanh-dao-1", "due": "06-30", "name": "Họp xem xét của lãnh đạo, lần 1", "nameEn": "Management review, first of the year", "who": ["Province"], "basis": "Ít nhất 02 lần/năm; lần đầu trong sáu tháng đầu năm" },
            { "key": "bao-cao-van-phong-so", "due": "08-15", "name": "Báo cáo kết quả về Văn phòng sở", "nameEn": "Report to the department's office", "who": ["Branch"], "basis": "Kế hoạch duy trì, cải tiến HTQLCL của sở: trước 15/8" },
            { "key": "danh-gia-noi-bo", "due": "08-30", "name": "Đánh giá nội bộ", "nameEn": "Internal audit", "who": ["Province"], "basis": "Ít nhất 01 lần/năm, trước 30/8" },
            { "key": "xay-dung-ap-dung", "due": "10-30", "name": "Hoàn thành việc xây dựng, áp dụng trong năm", "nameEn": "Finish what is to be introduced in the year", "who": ["Province", "District", "Commune"], "basis": "Phụ lục Kế hoạch 310/KH-UBND: 30/10 hằng năm" },
            { "key": "bao-cao-so-khcn", "due": "11-15", "name": "Báo cáo kết quả về Sở Khoa học và Công nghệ", "nameEn": "Report to the Department of Science and Technology", "who": ["Province", "District", "Commune"], "basis": "Trước 15/11 hằng năm" },
            { "key": "so-ket", "due": "2025-11-30", "name": "Sơ kết thực hiện Kế hoạch giai đoạn 2022–2025", "nameEn": "Mid-term review of the plan", "who": ["lead"], "basis": "Kế hoạch 310/KH-UBND: tháng 11/2025" },
            { "key": "tong-ket", "due": "2030-11-30", "name": "Tổng kết thực hiện Kế hoạch", "nameEn": "Final review of the plan", "who": ["lead"], "basis": "Kế hoạch 310/KH-UBND: tháng 11/2030" },
            { "key": "dien-tu-hoa", "due": "12-31", "name": "Rà soát, điện tử hóa quy trình trong năm", "nameEn": "Review processes and make them electronic", "who": ["Province", "District"], "basis": "Phụ lục Kế hoạch 310/KH-UBND, dòng 6: Quý IV hằng năm" },
            { "key": "xem-xet-lanh-dao-2", "due": "12-31", "name": "Họp xem xét của lãnh đạo, lần 2 (đơn vị sự nghiệp: lần duy nhất)", "nameEn": "Management review, second of the year", "who": ["Province", "Branch"], "basis": "Ít nhất 02 lần/năm; trung tâm ít nhất 01 lần/năm" },
            { "key": "bao-cao-nam", "due": "12-31", "name": "Báo cáo năm về Bộ Khoa học và Công nghệ, UBND tỉnh", "nameEn": "Yearly report of the province", "who": ["lead"], "basis": "Tháng 12 hằng năm" }
          ]
        }
        """;

    /// <summary>The text a province begins with when it writes its own.</summary>
    public static string Default => HaTinhText;
}

/// <summary>What a target is about. Stored and sent by name.</summary>
public enum Indicator
{
    Procedures, // TTHC có quy trình công bố (dòng 7)
    Appraised, // quy trình thẩm định trước khi công bố (dòng 7)
    Internal, // thủ tục nội bộ giữa các cơ quan (dòng 8)
    Electronic, // quy trình điện tử hóa (dòng 6)
    Inspected, // cơ quan được kiểm tra (dòng 9)
    ElectronicAgencies, // ISO điện tử (dòng 5)
}

/// <summary>One row of the plan's annex: what is promised, year by year (chỉ tiêu).</summary>
public sealed record TargetLine(Indicator Indicator, string Row, Wording Name, IReadOnlyDictionary<int, Promise> Promised);

/// <summary>What is promised for a year: a share in percent, or so many (mức phải đạt).</summary>
public sealed record Promise(decimal Amount, bool IsShare)
{
    public override string ToString() => Amount.ToString("0.##", CultureInfo.GetCultureInfo("vi-VN")) + (IsShare ? " %" : "");

    internal static Promise? Parse(string text)
    {
        var said = text.Trim();
        var isShare = said.EndsWith('%');
        return decimal.TryParse(said.TrimEnd('%').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount >= 0 && (!isShare || amount <= 100) && amount <= 100_000 ? new(amount, isShare) : null;
    }
}

/// <summary>Something every agency of some levels owes by a day of the year (đầu việc có thời hạn).</summary>
/// <param name="OnlyIn">The one year it is owed in; null: every year.</param>
/// <param name="ByLead">The leading agency owes it.</param>
public sealed record Duty(string Key, Wording Name, int Month, int Day, int? OnlyIn, bool ByLead, IReadOnlyList<AgencyLevel> Levels, string Basis)
{
    /// <summary>The last day on which it is in time; null in years it is not owed.</summary>
    public DateOnly? DueIn(int year) => OnlyIn is { } only && only != year ? null : new DateOnly(year, Month, Math.Min(Day, DateTime.DaysInMonth(year, Month)));

    public bool IsOwedBy(Agency agency, AgencyCode? lead)
    {
        ArgumentNullException.ThrowIfNull(agency);
        return ByLead && agency.Code == lead || Levels.Contains(agency.Level);
    }
}
