using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>How a duty of an agency stands on a day.</summary>
public enum DutyStanding
{
    Open, // chưa đến hạn
    Done, // xong, đúng hạn
    DoneLate, // xong, trễ hạn
    Late, // quá hạn, chưa xong
}

/// <summary>One duty of one agency in a year.</summary>
public sealed record OwedDuty(Duty Duty, AgencyCode Agency, string AgencyName, DateOnly Due, DutyStanding Standing, Registered<QualityEvent.DutyDone>? Done)
{
    /// <summary>How many days it is, or was, late.</summary>
    public int DaysLate(DateOnly day) => Standing switch { DutyStanding.Late => day.DayNumber - Due.DayNumber, DutyStanding.DoneLate => Done!.Act.Day.DayNumber - Due.DayNumber, _ => 0 };
}

/// <summary>Who owes what by when in a year, and who is late (lịch đầu việc).</summary>
public static class DutyCalendar
{
    /// <summary>By day, then by duty and agency.</summary>
    public static IReadOnlyList<OwedDuty> Of(TargetPlan plan, ProvinceCatalogue catalogue, QualityRegister register, int year, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(register);
        var lead = plan.LeadOf(catalogue.AgenciesOn(day));
        var done = register.DutiesDone.Where(line => line.Withdrawal is null && line.Act.Year == year && line.Act.Day <= day).ToLookup(line => (line.Act.Duty, line.Act.Agency));
        return
        [
            .. from duty in plan.Duties.Index()
               where duty.Item.DueIn(year) is not null
               let due = duty.Item.DueIn(year)!.Value
               from agency in Coverage.AgenciesOn(catalogue, due < day ? due : day)
               where duty.Item.IsOwedBy(agency, lead)
               let said = done[(duty.Item.Key, agency.Code)].FirstOrDefault()
               orderby due, duty.Index
               select new OwedDuty(
                   duty.Item, agency.Code, agency.Name, due,
                   said is null ? day > due ? DutyStanding.Late : DutyStanding.Open : said.Act.Day > due ? DutyStanding.DoneLate : DutyStanding.Done, said),
        ];
    }
}
