using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>The calendar as a JSON file: strict about what it knows, silent about members it does not know.</summary>
internal static class CalendarFile
{
    /// <summary>A closure longer than this is a slip of the pen.</summary>
    private const int LongestClosureDays = 366;

    internal static CalendarContent Read(string json)
    {
        using var document = Open(json);
        var root = new Member(document.RootElement, "");
        var version = root["version"].Number(1, int.MaxValue);
        var years = Years(root["years"]);
        var closures = Closures(root.Find("closures"));
        MakeUpDaysHaveAReason(root["years"], years, closures);
        var hours = root["hours"];
        return new CalendarContent(version, Unconfirmed(root.Find("unconfirmedYears")), [.. years.OrderBy(year => year.Year)], ProvinceHours(hours["default"]), UnitHours(hours.Find("units")), closures);
    }

    private static JsonDocument Open(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException and not ArgumentNullException) // an unpaired surrogate is an ArgumentException
        {
            throw new FormatException($"The calendar is not a JSON document: {fault.Message}", fault);
        }
    }

    // ---- Years

    private static List<CalendarYear> Years(Member list)
    {
        var (years, days) = (new List<CalendarYear>(), new DaysEntered());
        foreach (var member in list.Items())
        {
            var year = YearOf(member, days);
            if (years.Any(other => other.Year == year.Year)) throw member["year"].Fault($"the year {year.Year} is there twice");
            years.Add(year);
        }
        return years;
    }

    private static CalendarYear YearOf(Member member, DaysEntered days)
    {
        var year = member["year"].Number(1900, 9999);
        var confirmed = member["confirmed"].Flag();
        var decision = confirmed ? member["decision"].Sentence() : member.Find("decision")?.Sentence();

        var holidays = new List<Holiday>();
        foreach (var entry in member["holidays"].Items())
        {
            var from = entry["from"].Day();
            var holiday = new Holiday(from, entry.Find("to")?.Day() ?? from, entry.Sentence(), entry.Find("decision")?.Sentence());
            if (holiday.To < from) throw entry["to"].Fault("ends before it begins");
            if (from.Year != year || holiday.To.Year != year) throw entry["from"].Fault($"is not all in {year}");
            foreach (var day in holiday.Days) days.Enter(day, [], "holiday", entry["from"]);
            holidays.Add(holiday);
        }

        var makeUpDays = new List<MakeUpDay>();
        foreach (var entry in member.Find("makeUpDays")?.Items() ?? [])
        {
            var makeUp = new MakeUpDay(entry["day"].Day(), entry["for"].Day(), entry.Find("decision")?.Sentence()) { Units = Units(entry) };
            if (makeUp.Day.Year != year) throw entry["day"].Fault($"is not in {year}");
            days.Enter(makeUp.Day, makeUp.Units, "make-up day", entry["day"]);
            makeUpDays.Add(makeUp);
        }

        var halfDays = new List<HalfDay>();
        foreach (var entry in member.Find("halfDays")?.Items() ?? [])
        {
            var half = new HalfDay(entry["day"].Day(), TimeOf(entry.Find("opens")), TimeOf(entry.Find("closes")), entry.Sentence(), entry.Find("decision")?.Sentence()) { Units = Units(entry) };
            if (half.Day.Year != year) throw entry["day"].Fault($"is not in {year}");
            if (half is { Opens: null, Closes: null }) throw entry.Fault("must say when the office opens or closes on that day");
            if (half.Closes <= half.Opens) throw entry["closes"].Fault("closes before it opens");
            days.Enter(half.Day, half.Units, "half day", entry["day"]);
            halfDays.Add(half);
        }
        return new CalendarYear(year, confirmed, decision, holidays, makeUpDays) { HalfDays = halfDays };
    }

    /// <summary>A day is made up for that was given off: by a holiday of a year that is entered, or by a closure.</summary>
    private static void MakeUpDaysHaveAReason(Member list, List<CalendarYear> years, IReadOnlyList<Closure> closures)
    {
        foreach (var (makeUp, member) in years.Zip(list.Items(), (year, member) => year.MakeUpDays.Zip(member.Find("makeUpDays")?.Items() ?? [])).SelectMany(pair => pair))
        {
            if (years.Find(year => year.Year == makeUp.For.Year) is not { } of || of.Holidays.Any(holiday => holiday.From <= makeUp.For && makeUp.For <= holiday.To)) continue;
            if (closures.Any(closure => VietnamTime.DayOf(closure.From) <= makeUp.For && makeUp.For <= VietnamTime.DayOf(closure.To.AddTicks(-1)))) continue;
            throw member["for"].Fault($"{Iso(makeUp.For)} is not among that year's holidays or the closures, so there is nothing to make up for");
        }
    }

    // ---- Closures

    private static List<Closure> Closures(Member? list)
    {
        var closures = new List<Closure>();
        foreach (var member in list?.Items() ?? [])
        {
            var from = member["from"].Moment(endOfDay: false);
            var to = member.Find("to") is { } end ? end.Moment(endOfDay: true) : VietnamTime.At(VietnamTime.DayOf(from).AddDays(1), TimeOnly.MinValue);
            var closure = new Closure(from, to, member.Sentence(), member["decision"].Sentence()) { Units = Units(member) };
            if (to <= from) throw member["to"].Fault("ends before it begins");
            if (to - from > TimeSpan.FromDays(LongestClosureDays)) throw member["to"].Fault($"is more than {LongestClosureDays} days after it begins");
            closures.Add(closure);
        }
        return closures;
    }

    private static List<AgencyCode> Units(Member entry)
    {
        var units = new List<AgencyCode>();
        foreach (var member in entry.Find("units")?.Items() ?? [])
            units.Add(AgencyCode.TryParse(member.Text(), null, out var unit) ? unit : throw member.Fault("is not an agency code"));
        return units;
    }

    private static UnconfirmedYears Unconfirmed(Member? member) => member?.Text() switch
    {
        null or nameof(UnconfirmedYears.Refuse) => UnconfirmedYears.Refuse,
        nameof(UnconfirmedYears.Provisional) => UnconfirmedYears.Provisional,
        _ => throw member.Fault("must be Refuse or Provisional"),
    };

    private static TimeOnly? TimeOf(Member? member) => member is null ? null : TimeOnly.MinValue.AddMinutes(member.Hour());

    /// <summary>What was said about which day, for which units: saying it twice is a slip of the pen.</summary>
    private sealed class DaysEntered
    {
        private readonly Dictionary<(DateOnly Day, string Unit), string> _kinds = [];

        public void Enter(DateOnly day, IReadOnlyList<AgencyCode> units, string kind, Member at)
        {
            foreach (var unit in units.Count == 0 ? [""] : units.Select(unit => unit.Value))
                if (!_kinds.TryAdd((day, unit), kind)) throw at.Fault($"{Iso(day)} is there twice; it was entered as a {_kinds[(day, unit)]} before");
        }
    }

    // ---- Office hours

    private static OfficeSeason[] ProvinceHours(Member list)
    {
        var seasons = Seasons(list);
        // Somewhere between two seasons of the province nobody would ever work: a limit that falls there would silently jump.
        foreach (var day in seasons.Where(season => season.To < DateOnly.MaxValue).Select(season => season.To!.Value.AddDays(1)).Prepend(DateOnly.MinValue))
            if (!seasons.Any(season => season.Covers(day))) throw list.Fault($"no season covers {Iso(day)}");
        return seasons;
    }

    private static Dictionary<AgencyCode, OfficeSeason[]> UnitHours(Member? units)
    {
        var hours = new Dictionary<AgencyCode, OfficeSeason[]>();
        foreach (var (name, member) in units?.Members() ?? [])
            hours.Add(AgencyCode.TryParse(name, null, out var unit) ? unit : throw member.Fault("is not an agency code"), Seasons(member));
        return hours;
    }

    private static OfficeSeason[] Seasons(Member list)
    {
        var seasons = new List<OfficeSeason>();
        foreach (var member in list.Items())
        {
            var season = new OfficeSeason(member.Find("from")?.Day(), member.Find("to")?.Day(), Weekdays(member["weekdays"]), Sessions(member["sessions"]));
            if (season.To < season.From) throw member["to"].Fault("ends before it begins");
            if (seasons.FindIndex(season.Meets) is >= 0 and var other) throw member.Fault($"overlaps season {other} on some weekday");
            seasons.Add(season);
        }
        return seasons is [] ? throw list.Fault("must not be empty") : [.. seasons];
    }

    private static List<DayOfWeek> Weekdays(Member list)
    {
        var weekdays = new List<DayOfWeek>();
        foreach (var member in list.Items())
        {
            var name = member.Text();
            if (!Enum.TryParse<DayOfWeek>(name, out var weekday) || weekday.ToString() != name) throw member.Fault("must be Monday, Tuesday, … or Sunday");
            if (weekdays.Contains(weekday)) throw member.Fault($"{name} is there twice");
            weekdays.Add(weekday);
        }
        return weekdays is [] ? throw list.Fault("must not be empty") : weekdays;
    }

    private static OfficeHours Sessions(Member list)
    {
        var sessions = new List<(int Opens, int Closes)>();
        foreach (var member in list.Items())
        {
            var (opens, closes) = (member["opens"].Hour(), member["closes"].Hour());
            if (closes <= opens) throw member["closes"].Fault("closes before it opens");
            if (sessions is [.., var before] && opens < before.Closes) throw member["opens"].Fault("overlaps the session before it, or is out of order");
            sessions.Add((opens, closes));
        }
        return sessions is [] ? throw list.Fault("must not be empty") : new OfficeHours([.. sessions]);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One member of the file and the way to it, so that a fault can say where it is: <c>years[0].holidays[3].to</c>.</summary>
    private sealed record Member(JsonElement Value, string Path)
    {
        internal Member this[string name] => Find(name) ?? throw new FormatException($"Calendar: '{At(name)}' is missing.");

        internal Member? Find(string name) => Value.ValueKind is not JsonValueKind.Object ? throw Fault("must be an object")
            : Value.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? new Member(value, At(name)) : null;

        internal IEnumerable<Member> Items() => Value.ValueKind is JsonValueKind.Array
            ? Value.EnumerateArray().Select((item, i) => new Member(item, $"{Path}[{i}]"))
            : throw Fault("must be a list");

        internal IEnumerable<(string Name, Member Member)> Members() => Value.ValueKind is JsonValueKind.Object
            ? Value.EnumerateObject().Select(member => (member.Name, new Member(member.Value, At(member.Name))))
            : throw Fault("must be an object");

        internal string Text() => String() is { Length: > 0 } text ? text : throw Fault("must be a text, not empty");

        internal Wording Sentence() => new(this["vi"].Text(), this["en"].Text());

        internal bool Flag() => Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Fault("must be true or false");

        internal int Number(int least, int most) =>
            Value.ValueKind is JsonValueKind.Number && Value.TryGetInt32(out var number) && number >= least && number <= most
                ? number : throw Fault($"must be a whole number from {least} to {most}");

        internal DateOnly Day() =>
            DateOnly.TryParseExact(String(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                ? day : throw Fault("must be a day, as in 2026-03-02");

        /// <summary>A moment of Vietnam's clock; a day alone begins at its midnight and ends at the next.</summary>
        internal DateTimeOffset Moment(bool endOfDay) =>
            DateOnly.TryParseExact(String(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue
                ? VietnamTime.At(endOfDay ? day.AddDays(1) : day, TimeOnly.MinValue)
            : DateTime.TryParseExact(String(), "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year > 1
                ? VietnamTime.At(DateOnly.FromDateTime(moment), TimeOnly.FromDateTime(moment))
            : throw Fault("must be a day or a moment, as in 2026-09-28 or 2026-09-28T10:00");

        internal int Hour() =>
            TimeOnly.TryParseExact(String(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour)
                ? hour.Hour * 60 + hour.Minute : throw Fault("must be an hour, as in 07:30");

        internal FormatException Fault(string what) => new($"Calendar: '{(Path is "" ? "(root)" : Path)}' {what}.");

        private string? String()
        {
            try
            {
                return Value.ValueKind is JsonValueKind.String ? Value.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                return null; // an escaped half of a character
            }
        }

        private string At(string name) => Path is "" ? name : $"{Path}.{name}";
    }
}
