using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>What a proposed calendar would do to the dossiers under way (xem trước ảnh hưởng), before it is put in force.</summary>
/// <param name="Dossiers">How many dossiers were looked at: all whose clock is not over.</param>
/// <param name="Moved">Dossiers whose due time moves.</param>
/// <param name="StepsOnly">Dossiers of which only steps move: their promise is frozen, or reaches past the change.</param>
/// <param name="Farthest">The farthest move of all, forward or back.</param>
/// <param name="Lines">The dossiers asked for that move: those that cross first, then those that move farthest; no more than asked for.</param>
/// <param name="Matching">How many there were to choose <paramref name="Lines"/> from.</param>
/// <param name="Took">How long it took to compute.</param>
public sealed record CalendarImpact(
    int Dossiers, int Moved, int Later, int StepsOnly, int IntoOverdue, int OutOfOverdue, TimeSpan Farthest,
    IReadOnlyList<ImpactCount> Agencies, IReadOnlyList<ImpactCount> Procedures, IReadOnlyList<DossierShift> Lines, int Matching, TimeSpan Took)
{
    /// <summary>Dossiers whose due time comes earlier.</summary>
    public int Sooner => Moved - Later;
}

/// <summary>The dossiers of one agency or procedure: how many were looked at, move, and cross.</summary>
public sealed record ImpactCount(string Code, string Name, int Dossiers, int Moved, int IntoOverdue, int OutOfOverdue);

/// <summary>Which of the dossiers that move are wanted one by one; a null asks for all.</summary>
/// <param name="AtMost">No more than so many; 0 to <see cref="MostLines"/>.</param>
public sealed record ImpactQuestion(AgencyCode? Agency = null, ProcedureCode? Procedure = null, bool OnlyCrossing = false, int AtMost = 50)
{
    /// <summary>More lines than anybody reads.</summary>
    public const int MostLines = 5000;

    internal bool Wants(DossierShift shift) =>
        (Agency is null || shift.Agency == Agency) && (Procedure is null || shift.Procedure == Procedure) && (!OnlyCrossing || shift.IntoOverdue || shift.OutOfOverdue);
}

/// <summary>Adds dossiers up as they pass by: memory grows with agencies, procedures and lines asked for, never with dossiers.</summary>
internal sealed class ImpactTally(ImpactQuestion question, ProvinceCatalogue catalogue)
{
    private readonly int _atMost = Math.Clamp(question.AtMost, 0, ImpactQuestion.MostLines);
    private readonly Dictionary<string, ImpactCount> _agencies = [];
    private readonly Dictionary<string, ImpactCount> _procedures = [];
    private readonly PriorityQueue<DossierShift, (bool Crosses, TimeSpan By)> _lines = new();
    private int _dossiers, _moved, _later, _stepsOnly, _into, _out, _matching;
    private TimeSpan _farthest;

    public void Add(AgencyCode agency, ProcedureCode procedure, DossierShift? shift)
    {
        _dossiers++;
        Count(_agencies, agency.Value, () => catalogue.Find(agency)?.Name ?? agency.Value, shift);
        Count(_procedures, procedure.Value, () => catalogue.Find(procedure)?.Name ?? procedure.Value, shift);
        if (shift is null) return;

        if (shift.Moves) _moved++;
        else _stepsOnly++;
        if (shift.After > shift.Before) _later++;
        if (shift.IntoOverdue) _into++;
        if (shift.OutOfOverdue) _out++;
        if (shift.By.Duration() > _farthest.Duration()) _farthest = shift.By;

        if (!question.Wants(shift)) return;
        _matching++;
        var weight = (shift.IntoOverdue || shift.OutOfOverdue, shift.By.Duration());
        if (_lines.Count < _atMost) _lines.Enqueue(shift, weight);
        else if (_atMost > 0) _lines.EnqueueDequeue(shift, weight);
    }

    public CalendarImpact Sum(TimeSpan took)
    {
        var lines = new DossierShift[_lines.Count];
        for (var at = lines.Length - 1; at >= 0; at--) lines[at] = _lines.Dequeue();
        return new(_dossiers, _moved, _later, _stepsOnly, _into, _out, _farthest, Sorted(_agencies), Sorted(_procedures), lines, _matching, took);
    }

    private static void Count(Dictionary<string, ImpactCount> counts, string code, Func<string> name, DossierShift? shift)
    {
        var count = counts.TryGetValue(code, out var known) ? known : new(code, name(), 0, 0, 0, 0);
        counts[code] = count with
        {
            Dossiers = count.Dossiers + 1,
            Moved = count.Moved + (shift?.Moves is true ? 1 : 0),
            IntoOverdue = count.IntoOverdue + (shift?.IntoOverdue is true ? 1 : 0),
            OutOfOverdue = count.OutOfOverdue + (shift?.OutOfOverdue is true ? 1 : 0),
        };
    }

    private static List<ImpactCount> Sorted(Dictionary<string, ImpactCount> counts) =>
        [.. counts.Values.OrderByDescending(count => count.Moved).ThenByDescending(count => count.Dossiers).ThenBy(count => count.Code, StringComparer.Ordinal)];
}
