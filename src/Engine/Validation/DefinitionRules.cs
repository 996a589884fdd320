using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Everything a definition is checked for before it may go to appraisal. All findings, every time, in one pass.</summary>
public static class DefinitionRules
{
    public static CheckReport Check(ProcessDefinition process, CheckContext context) => throw new NotImplementedException($"{process} {context}");
}

/// <summary>What the rules may look things up in. What is missing makes the checks that need it "not run", never passed.</summary>
public sealed record CheckContext(ProvinceCatalogue? Catalogue = null, CalendarBook? Calendars = null, DateOnly? On = null);

/// <summary>What the checks found, and what they proved (giấy chứng nhận kiểm tra).</summary>
/// <param name="LongestMinutes">Working minutes of the longest path to a result or an end; null when there is none, or a step on it is in calendar days.</param>
/// <param name="LimitMinutes">The promised, else statutory limit; null for calendar days or none.</param>
/// <param name="NotRun">The C-checks of the appraisal list (C1…C24) that were not carried out.</param>
public sealed record CheckReport(IReadOnlyList<Finding> Findings, Verdict Sound, int? LongestMinutes, int? LimitMinutes, IReadOnlyList<string> NotRun);

/// <summary>Whether a process is sound; beyond the stated bound it is undecided, which blocks like an error.</summary>
public enum Verdict
{
    Yes,
    No,
    Undecided,
}
