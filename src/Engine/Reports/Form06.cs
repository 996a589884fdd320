using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;

namespace TthcFlow.Engine.Reports;

/// <summary>Tình hình, kết quả giải quyết thủ tục hành chính (Biểu 06/VPCP/KSTT): what was received, solved and is under way, one line for each field, agency or procedure.</summary>
/// <remarks>
/// Counted from raw moments by one formula, for any period, as of its last day. A dossier is carried over when it was received before the period and not solved by then.
/// What the desk refused was never received and stands apart, as does what came online and waits to be accepted.
/// </remarks>
public sealed record Form06(ReportPeriod Period, OnTimeFormula Formula, ReportGrouping By, IReadOnlyList<Form06Line> Lines, Form06Counts Total)
{
    /// <summary>Refused at the desk in the period, before or after a code was issued; in no column of the form.</summary>
    public int Declined { get; init; }

    /// <summary>Handed in online or by post and not accepted when the period ended; in no column of the form.</summary>
    public int NotYetReceived { get; init; }

    /// <summary>Of the solved: those without promise or limit, which the form counts as on time.</summary>
    public int WithoutPromise { get; init; }

    /// <summary>Received is solved and under way, in every line and altogether; the lines add up to the total.</summary>
    public bool IsConsistent => Lines.All(line => line.Counts.IsConsistent) && Total.IsConsistent && Lines.Aggregate(Form06Counts.None, (sum, line) => sum + line.Counts) == Total;

    /// <param name="dossiers">Those received before the period's end and not solved before its beginning; others are passed over.</param>
    /// <param name="limitOf">The longest limit of the procedure a dossier was received under.</param>
    /// <param name="catalogue">Gives fields, agencies and procedures their names.</param>
    /// <param name="atTheDesk">What was handed in and never received by the period's end; null where nothing was.</param>
    public static Form06 Of(
        IEnumerable<CountedDossier> dossiers, ReportPeriod period, OnTimeFormula formula, ReportGrouping by, Func<CountedDossier, TimeLimit?> limitOf, CalendarBook calendars, ProvinceCatalogue catalogue,
        UnreceivedCounts? atTheDesk = null)
    {
        ArgumentNullException.ThrowIfNull(dossiers);
        ArgumentNullException.ThrowIfNull(formula);
        var counts = new Dictionary<string, (string Name, Form06Counts Counts)>(StringComparer.Ordinal);
        var (total, declined, withoutPromise) = (Form06Counts.None, 0, 0);
        foreach (var dossier in dossiers)
        {
            if (dossier.IsDeclined && dossier.EndedAt >= period.Since && dossier.EndedAt < period.Until) declined++;
            if (PlacedDossier.Of(dossier, period, formula, limitOf, calendars) is not { } placed) continue;
            var (key, name) = GroupOf(dossier, by, catalogue);
            counts[key] = (name, counts.GetValueOrDefault(key, (name, Form06Counts.None)).Item2 + placed.Counts);
            total += placed.Counts;
            if (placed is { IsSolved: true, Answer.Label: OnTimeLabel.NoPromise }) withoutPromise++;
        }
        return new(
            period, formula, by,
            [.. counts.OrderByDescending(group => group.Value.Counts.Received).ThenBy(group => group.Value.Name, StringComparer.Ordinal).Select(group => new Form06Line(group.Key, group.Value.Name, group.Value.Counts))], total)
        {
            Declined = declined + (atTheDesk?.Declined ?? 0),
            NotYetReceived = atTheDesk?.Waiting ?? 0,
            WithoutPromise = withoutPromise,
        };
    }

    /// <summary>On which line of the form a dossier stands.</summary>
    public static (string Key, string Name) GroupOf(CountedDossier dossier, ReportGrouping by, ProvinceCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(catalogue);
        switch (by)
        {
            case ReportGrouping.Agency:
                var agency = catalogue.AgencyOf(dossier.Competent);
                return (agency?.Code.Value ?? dossier.Competent.Value, agency?.Name ?? dossier.Competent.Value);
            case ReportGrouping.Procedure:
                return (dossier.Procedure.Value, catalogue.Find(dossier.Procedure)?.Name ?? dossier.Procedure.Value);
            default:
                var field = catalogue.Find(dossier.Procedure)?.Field ?? "Lĩnh vực khác";
                return (field, field);
        }
    }
}

/// <summary>What was handed in and not received by a period's end (hồ sơ chưa tiếp nhận).</summary>
/// <param name="Waiting">Without an answer of the desk, or sent back to be completed, when the period ended.</param>
/// <param name="Declined">Refused in the period (Mẫu 03).</param>
public sealed record UnreceivedCounts(int Waiting, int Declined);

/// <summary>One line of the form.</summary>
/// <param name="Key">The field, or the code of the agency or procedure: what a drill-down asks for.</param>
public sealed record Form06Line(string Key, string Name, Form06Counts Counts);

/// <summary>The figures of one line of Biểu 06. Sums are computed, so that none can disagree with its parts; that both sides meet is checked.</summary>
/// <param name="Online">Received in the period online (trực tuyến).</param>
/// <param name="Direct">Received in the period at the desk or by post (trực tiếp, bưu chính công ích).</param>
/// <param name="CarriedOver">Received earlier and not solved when the period began (từ kỳ trước).</param>
public sealed record Form06Counts(int Online, int Direct, int CarriedOver, int Early, int OnTime, int Overdue, int InTime, int UnderWayOverdue)
{
    public static Form06Counts None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Số hồ sơ nhận giải quyết.</summary>
    public int Received => Online + Direct + CarriedOver;

    /// <summary>Số hồ sơ đã giải quyết.</summary>
    public int Solved => Early + OnTime + Overdue;

    /// <summary>Số hồ sơ đang giải quyết.</summary>
    public int UnderWay => InTime + UnderWayOverdue;

    public bool IsConsistent => Received == Solved + UnderWay;

    /// <summary>Share of the solved ones that were early or on time, 0 to 1; null where none was solved.</summary>
    public double? OnTimeShare => Solved == 0 ? null : (double)(Early + OnTime) / Solved;

    public static Form06Counts operator +(Form06Counts one, Form06Counts other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return new(
            one.Online + other.Online, one.Direct + other.Direct, one.CarriedOver + other.CarriedOver, one.Early + other.Early, one.OnTime + other.OnTime, one.Overdue + other.Overdue,
            one.InTime + other.InTime, one.UnderWayOverdue + other.UnderWayOverdue);
    }

    public static Form06Counts Add(Form06Counts left, Form06Counts right) => left + right;

    /// <summary>The figure in one cell.</summary>
    public int In(Form06Cell cell) => cell switch
    {
        Form06Cell.Received => Received,
        Form06Cell.Online => Online,
        Form06Cell.Direct => Direct,
        Form06Cell.CarriedOver => CarriedOver,
        Form06Cell.Solved => Solved,
        Form06Cell.Early => Early,
        Form06Cell.OnTime => OnTime,
        Form06Cell.Overdue => Overdue,
        Form06Cell.UnderWay => UnderWay,
        Form06Cell.InTime => InTime,
        _ => UnderWayOverdue,
    };
}

/// <summary>The columns of Biểu 06.</summary>
public enum Form06Cell
{
    Received, // nhận: tổng
    Online, // trực tuyến
    Direct, // trực tiếp, bưu chính
    CarriedOver, // từ kỳ trước
    Solved, // đã giải quyết: tổng
    Early, // trước hạn
    OnTime, // đúng hạn
    Overdue, // quá hạn
    UnderWay, // đang giải quyết: tổng
    InTime, // trong hạn
    UnderWayOverdue, // quá hạn
}

/// <summary>A dossier in the cells of the form it counts in, and why.</summary>
public sealed record PlacedDossier(CountedDossier Dossier, bool IsCarriedOver, OnTimeAnswer Answer)
{
    public bool IsSolved => Dossier.SolvedAt is not null;

    /// <summary>The dossier alone, as a line of the form.</summary>
    public Form06Counts Counts { get; } = new(
        !IsCarriedOver && Dossier.Channel is Channel.Online ? 1 : 0, !IsCarriedOver && Dossier.Channel is not Channel.Online ? 1 : 0, IsCarriedOver ? 1 : 0,
        Dossier.SolvedAt is not null && Answer.Label is OnTimeLabel.Early ? 1 : 0,
        Dossier.SolvedAt is not null && Answer.Label is OnTimeLabel.OnTime or OnTimeLabel.NoPromise ? 1 : 0,
        Dossier.SolvedAt is not null && Answer.Label is OnTimeLabel.Overdue ? 1 : 0,
        Dossier.SolvedAt is null && Answer.Label is not OnTimeLabel.Overdue ? 1 : 0,
        Dossier.SolvedAt is null && Answer.Label is OnTimeLabel.Overdue ? 1 : 0);

    /// <summary>Null where the dossier has no place in the period's form: received after it, solved before it, or refused at the desk.</summary>
    public static PlacedDossier? Of(CountedDossier dossier, ReportPeriod period, OnTimeFormula formula, Func<CountedDossier, TimeLimit?> limitOf, CalendarBook calendars)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(limitOf);
        ArgumentNullException.ThrowIfNull(calendars);
        if (dossier.ReceivedAt >= period.Until || dossier.SolvedAt < period.Since || dossier.IsDeclined) return null;
        return new(dossier, dossier.ReceivedAt < period.Since, formula.Of(dossier, period.Until, limitOf(dossier), calendars.For(dossier.Competent)));
    }

    /// <summary>Does it count in the cell?</summary>
    public bool IsIn(Form06Cell cell) => Counts.In(cell) > 0;
}
