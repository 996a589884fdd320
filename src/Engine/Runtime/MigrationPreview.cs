using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>What a migration would do to the dossiers under way (chạy thử), before it is decided.</summary>
/// <param name="Moved">Dossiers whose own due time moves.</param>
/// <param name="IntoOverdue">Dossiers that cross into overdue, themselves or with a step.</param>
/// <param name="ChangeHands">Dossiers of which a step would be another position's or person's.</param>
/// <param name="Tight">Dossiers whose longest way ahead takes more than the time that is left.</param>
/// <param name="Gaps">The places that must be mapped, with how many dossiers stand there.</param>
/// <param name="Reasons">Why dossiers cannot move, with how many.</param>
/// <param name="Lines">The dossiers asked for, those that matter most first; no more than asked for.</param>
/// <param name="Matching">How many there were to choose <paramref name="Lines"/> from.</param>
/// <param name="Took">How long it took to work out.</param>
public sealed record MigrationPreview(
    int Dossiers, int Safe, int NeedsMapping, int Blocked, int Moved, int IntoOverdue, int ChangeHands, int Tight,
    IReadOnlyList<GapCount> Gaps, IReadOnlyList<ReasonCount> Reasons, IReadOnlyList<PlannedDossier> Lines, int Matching, TimeSpan Took);

/// <summary>A place without a counterpart, and how many dossiers stand there.</summary>
public sealed record GapCount(MappingGap Gap, int Dossiers);

/// <summary>A reason, and for how many dossiers it stands first.</summary>
public sealed record ReasonCount(Refusal Reason, int Dossiers);

/// <summary>One dossier with what would become of it.</summary>
/// <param name="Subject">For controllers alone: others may publish for dossiers that are not theirs to see.</param>
public sealed record PlannedDossier(DossierCode Code, string? Subject, DossierPlan Plan);

/// <summary>Which dossiers are wanted one by one.</summary>
/// <param name="Class">Only those of this class; null: all.</param>
/// <param name="OnlyChanged">Only those for which dates or hands change, or whose way ahead is longer than the time that is left.</param>
/// <param name="AtMost">No more than so many; 0 to <see cref="MigrationOffice.MostLines"/>.</param>
public sealed record MigrationQuestion(MigrationClass? Class = null, bool OnlyChanged = false, int AtMost = 50)
{
    internal bool Wants(DossierPlan plan) => (Class is null || plan.Class == Class) && (!OnlyChanged || plan.Moves || plan.IntoOverdue || plan.ChangesHands || plan.Fits is false);
}

/// <summary>Adds dossiers up as they pass by: memory grows with places, reasons and lines asked for, never with dossiers.</summary>
internal sealed class MigrationTally(MigrationQuestion question)
{
    private readonly int _atMost = Math.Clamp(question.AtMost, 0, MigrationOffice.MostLines);
    private readonly Dictionary<StepKey, GapCount> _gaps = [];
    private readonly Dictionary<string, ReasonCount> _reasons = [];
    private readonly PriorityQueue<PlannedDossier, (int Weight, int Order)> _lines = new();
    private readonly int[] _classes = new int[Enum.GetValues<MigrationClass>().Length];
    private int _dossiers, _moved, _into, _hands, _tight, _matching;

    public void Add(DossierCode code, string? subject, DossierPlan plan)
    {
        _dossiers++;
        _classes[(int)plan.Class]++;
        if (plan.Moves) _moved++;
        if (plan.IntoOverdue) _into++;
        if (plan.ChangesHands) _hands++;
        if (plan.Fits is false) _tight++;
        foreach (var gap in plan.Gaps) _gaps[gap.Step] = new(gap, _gaps.GetValueOrDefault(gap.Step)?.Dossiers + 1 ?? 1);
        if (plan.Reasons is [var why, ..]) _reasons[why.Message.Vi] = new(why, _reasons.GetValueOrDefault(why.Message.Vi)?.Dossiers + 1 ?? 1);

        if (!question.Wants(plan)) return;
        _matching++;
        // What stands in the way first, then what crosses into overdue, then what changes at all; the earliest code of each.
        var weight = plan.Class is not MigrationClass.Safe ? 8 : (plan.IntoOverdue ? 4 : 0) + (plan.Fits is false ? 2 : 0) + (plan.Moves || plan.ChangesHands ? 1 : 0);
        if (_lines.Count < _atMost) _lines.Enqueue(new(code, subject, plan), (weight, -_dossiers));
        else if (_atMost > 0) _lines.EnqueueDequeue(new(code, subject, plan), (weight, -_dossiers));
    }

    public MigrationPreview Sum(TimeSpan took)
    {
        var lines = new PlannedDossier[_lines.Count];
        for (var at = lines.Length - 1; at >= 0; at--) lines[at] = _lines.Dequeue();
        return new(
            _dossiers, _classes[(int)MigrationClass.Safe], _classes[(int)MigrationClass.NeedsMapping], _classes[(int)MigrationClass.Blocked], _moved, _into, _hands, _tight,
            [.. _gaps.Values.OrderByDescending(gap => gap.Dossiers).ThenBy(gap => gap.Gap.Step.Value, StringComparer.Ordinal)],
            [.. _reasons.Values.OrderByDescending(reason => reason.Dossiers).ThenBy(reason => reason.Reason.Code, StringComparer.Ordinal)], lines, _matching, took);
    }
}
