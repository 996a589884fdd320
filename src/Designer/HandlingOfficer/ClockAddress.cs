using System.Globalization;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.HandlingOfficer;

/// <summary>Where the account of each of a dossier's clocks is found, and what it is called.</summary>
internal static class ClockAddress
{
    public static string Page(DossierCode code, ClockSubject of) => $"/dossiers/{code}/clock{Query(of)}";

    public static string Paper(DossierCode code, ClockSubject of) => $"/dossiers/{code}/clock/paper{Query(of)}";

    /// <summary>The dossier, the legs it has begun, and every run of every step, as they were opened.</summary>
    public static IEnumerable<ClockSubject> Subjects(DossierView view) =>
    [
        new(ClockKind.Dossier, null, null, null, null),
        .. view.Process.Header.Legs.Where(leg => leg.Limit is not null && view.Dossier.Legs.ContainsKey(leg.Key)).Select(leg => new ClockSubject(ClockKind.Leg, null, null, leg.Key, leg.Name)),
        .. view.Journal.Select(line => line.Happened).OfType<DossierEvent.StepOpened>().Select(opened => new ClockSubject(ClockKind.Step, opened.Step, opened.Run, null, view.Process.Find(opened.Step)?.Name)),
    ];

    public static Wording Name(ClockSubject of) => of switch
    {
        { Kind: ClockKind.Leg } => new($"Chặng {of.Name ?? of.Leg}", $"Leg {of.Name ?? of.Leg}"),
        { Kind: ClockKind.Step, Run: > 1 } => new($"{of.Step} {of.Name} (lần {of.Run})", $"{of.Step} {of.Name} (round {of.Run})"),
        { Kind: ClockKind.Step } => new($"{of.Step} {of.Name}", $"{of.Step} {of.Name}"),
        _ => new("Cả hồ sơ", "The whole dossier"),
    };

    public static StepKey? StepOf(string? text) => StepKey.TryParse(text, null, out var step) ? step : null;

    private static string Query(ClockSubject of) => of switch
    {
        { Step: { } step } => string.Create(CultureInfo.InvariantCulture, $"?step={Uri.EscapeDataString(step.Value)}&run={of.Run}"),
        { Leg: { } leg } => $"?leg={Uri.EscapeDataString(leg)}",
        _ => "",
    };
}
