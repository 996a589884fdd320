using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Everything a definition is checked for before it may go to appraisal. All findings, every time, in one pass.</summary>
/// <remarks>A rule is a sentence that yields findings. A new one is a method, a line here, and its codes in <see cref="FindingCodes"/>.</remarks>
public static class DefinitionRules
{
    private static readonly Rule[] All =
    [
        new(StructureRules.WhatCompilingFound),
        new(StructureRules.BeginsAtOneIntake, "C11"),
        new(StructureRules.EndsByReturningTheResult, "C11"),
        new(StructureRules.EveryConnectionCarries),
        new(StructureRules.NoConnectionTwice),
        new(StructureRules.NoKeyTwice),
        new(StructureRules.EveryTypeIsKnown),
        new(ConditionRules.EveryBranchCanBeTaken),
        new(SoundnessRules.EveryStepIsReached, "C11"),
        new(SoundnessRules.EveryOutcomeLeadsSomewhere, "C11"),
        new(SoundnessRules.EveryLoopHasAnExit, "C11"),
        new(SoundnessRules.TokensComeToOneEnd, "C11"),
        new(TimeLimitRules.LimitsAreStatedAndOrdered), // C4 asks for the source article too, which the rules of law look up
        new(TimeLimitRules.UnitsAreNotMixed, "C8"),
        new(TimeLimitRules.EveryStepHasTime, "C10"),
        new(TimeLimitRules.LongestWayFits, "C5"),
        new(TimeLimitRules.RefusalsComeInTime, "C5"),
        new(TimeLimitRules.LongestWayFillsTheLimit, "C6"),
        new(TimeLimitRules.ReturnsArePlanned, "C5"),
        new(TimeLimitRules.LegsFit, "C7"),
        new(PostRules.EveryStepHasAPost, "C9"),
        new(PostRules.PostsExist, "C9") { NeedsCatalogue = true },
    ];

    /// <summary>Checks of the appraisal list that no rule has to carry out: the diagram is drawn from the same data as the table.</summary>
    private static readonly string[] BuiltIn = ["C22"];

    /// <summary>Checks a process with everything it calls: what is called is looked up in the context, unless the process comes linked already.</summary>
    public static CheckReport Check(ProcessDefinition process, CheckContext context)
    {
        process = ProcessLinking.Link(process, context.Called ?? (_ => null));
        var inspection = new Inspection(process, context);
        var findings = All.Where(rule => rule.CanRun(context)).SelectMany(rule => rule.Find(inspection))
            .Where(finding => !IsAnsweredWhereCalled(process, finding)).Select(finding => AtTheCall(process, finding)).ToList();
        var (able, unable) = (All.Where(rule => rule.CanRun(context)), All.Where(rule => !rule.CanRun(context)));
        var carriedOut = able.SelectMany(rule => rule.Checks).Except(unable.SelectMany(rule => rule.Checks)).Concat(BuiltIn).ToHashSet();
        if (inspection.Times.IsUnproved) carriedOut.ExceptWith(["C5", "C6", "C8"]);

        var notRun = Enumerable.Range(1, 24).Select(number => string.Create(CultureInfo.InvariantCulture, $"C{number}")).Where(check => !carriedOut.Contains(check));
        return new(findings, inspection.Soundness.Verdict, inspection.Times.LongestMinutes, inspection.Times.LimitMinutes, [.. notRun]) { Limits = inspection.Times.Limits };
    }

    /// <summary>A warning at a called step that its own author has answered in writing.</summary>
    private static bool IsAnsweredWhereCalled(ProcessDefinition process, Finding finding) =>
        finding is { Severity: Severity.Warning, Step: { } key } && process.Find(new(key))?.Call is { } call
        && process.Calls.Any(made => made.Answered.Contains(finding.Code) && (call == made.Step || call.Value.StartsWith(made.Step.Value + "/", StringComparison.Ordinal)));

    /// <summary>A way out of a called process is drawn at the call: that is where an author can mend it.</summary>
    private static Finding AtTheCall(ProcessDefinition process, Finding finding) =>
        finding.Step is { } key && process.Find(new(key)) is { Kind: StepKind.Passage, Call: { } call } way && process.Calls.All(made => made.Step != way.Key)
            ? finding with { Step = call.Value, Field = finding.Field ?? way.Ports[0] }
            : finding;

    private sealed record Rule(Func<Inspection, IEnumerable<Finding>> Find, params string[] Checks)
    {
        public bool NeedsCatalogue { get; init; }

        public bool CanRun(CheckContext context) => !NeedsCatalogue || context.Catalogue is not null;
    }
}

/// <summary>What the rules may look things up in. What is missing makes the checks that need it "not run", never passed.</summary>
public sealed record CheckContext(ProvinceCatalogue? Catalogue = null, CalendarBook? Calendars = null, DateOnly? On = null)
{
    /// <summary>The version of a shared process that a call would get, linked or not; without it no called process is known.</summary>
    public Func<ProcessKey, ProcessDefinition?>? Called { get; init; }
}

/// <summary>What the checks found, and what they proved (giấy chứng nhận kiểm tra).</summary>
/// <param name="LongestMinutes">Working minutes of the longest path to a result or an end; null when there is none, or a step on it is in calendar days.</param>
/// <param name="LimitMinutes">The promised, else statutory limit; null for calendar days or none.</param>
/// <param name="NotRun">The C-checks of the appraisal list (C1…C24) that were not carried out.</param>
public sealed record CheckReport(IReadOnlyList<Finding> Findings, Verdict Sound, int? LongestMinutes, int? LimitMinutes, IReadOnlyList<string> NotRun)
{
    /// <summary>Every limit with the longest way that was held to it: the promise first, legs last.</summary>
    public IReadOnlyList<LimitProof> Limits { get; init; } = [];
}

/// <summary>Whether a process is sound; beyond the stated bound it is undecided, which blocks like an error.</summary>
public enum Verdict
{
    Yes,
    No,
    Undecided,
}

/// <summary>One definition under inspection; what several rules need is worked out once.</summary>
internal sealed class Inspection(ProcessDefinition process, CheckContext context)
{
    private readonly Lazy<SoundnessProof> _soundness = new(() => SoundnessProof.Of(process));
    private readonly Lazy<TimeProof> _times = new(() => new TimeProof(process, context));

    public ProcessDefinition Process => process;

    public CheckContext Context => context;

    public SoundnessProof Soundness => _soundness.Value;

    public TimeProof Times => _times.Value;
}

/// <summary>How findings speak of steps.</summary>
internal static class Naming
{
    /// <summary>As the office says it: <c>“B3 – Thẩm định hồ sơ”</c>.</summary>
    public static string Said(this Step step) => step.Key.Value == step.Id && step.Work is null ? $"“{step.Name}”" : $"“{step.Key} – {step.Name}”";

    /// <summary>The first few, and how many more.</summary>
    public static Wording Several(this IReadOnlyCollection<Step> steps)
    {
        var named = string.Join(", ", steps.Take(4).Select(Said));
        return steps.Count <= 4 ? new(named, named)
            : new(string.Create(CultureInfo.InvariantCulture, $"{named} và {steps.Count - 4} bước nữa"), string.Create(CultureInfo.InvariantCulture, $"{named} and {steps.Count - 4} more"));
    }
}
