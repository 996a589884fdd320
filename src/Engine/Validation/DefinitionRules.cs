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
        new(TimeLimitRules.LimitsAreStatedAndOrdered, "C4"),
        new(TimeLimitRules.UnitsAreNotMixed, "C8"),
        new(TimeLimitRules.EveryStepHasTime, "C10"),
        new(TimeLimitRules.LongestWayFits, "C5"),
        new(TimeLimitRules.RefusalsComeInTime, "C5"),
        new(TimeLimitRules.LongestWayFillsTheLimit, "C6"),
        new(TimeLimitRules.ReturnsArePlanned, "C5"),
        new(TimeLimitRules.LegsFit, "C7"),
        new(PostRules.EveryStepHasAPost, "C9"),
        new(PostRules.PostsExist, "C9") { NeedsCatalogue = true },

        new(BranchRules.BranchesAreLabelled, "C12"),
        new(BranchRules.ExaminationsCanAskAndRefuse, "C12"),
        new(BranchRules.SupplementsHaveAPolicy, "C12"),
        new(BranchRules.ConsultationsHaveADeadline, "C18"),
        new(BranchRules.SilenceHasAMeaning, "C18"),
        new(SigningRules.SignersMaySign, "C13") { Needs = check => check.Context.Catalogue?.Positions.Count > 0 },
        new(SigningRules.SealedAfterSigning, "C13") { Needs = check => check.Process.Steps.All(step => step.Kind is not StepKind.RunProcess) }, // who signs in a called process is not seen from here

        new(LawRules.ProcedureIsNamed, "C1"),
        new(LawRules.ProcedureIsListed, "C1") { Needs = check => check.Context is { Catalogue.Procedures.Count: > 0, On: not null } },
        new(LawRules.PlaceIsThere, "C1") { Needs = check => check.Process.Header.Place is null || check.Context is { Catalogue.Agencies.Count: > 0, On: not null } },
        new(LawRules.CaseIsListed, "C2") { Needs = check => check.Context.Catalogue?.Procedures.Count > 0 },
        new(LawRules.CasesDoNotOverlap, "C2") { Needs = check => check.Context.Issued is not null },
        new(LawRules.BasesAreComplete, "C3"),
        new(LawRules.BasesAreInForce, "C3") { Needs = check => check.Context is { Catalogue.LegalDocuments.Count: > 0, On: not null } },
        new(LawRules.LimitHasASource, "C4"),
        new(LawRules.LimitIsTheLaws, "C4") { Needs = check => !LawRules.Concerns(check) || check.Process.Header.NoPromise || check.Listed?.LimitOf(check.Process.Header.Case) is not null },

        new(PaperRules.FormsAreListed, "C14"),
        new(PaperRules.FormsBelongToTheirCircular, "C14") { Needs = check => check.Context is { On: not null, Catalogue: { } catalogue } && catalogue.LegalDocuments.Any(law => law.Forms.Count > 0) },
        new(PaperRules.ComponentsAreDescribed, "C15"),
        new(PaperRules.ComponentsAreTheLaws, "C15") { Needs = check => !LawRules.Concerns(check) || check.Listed?.Components.Count > 0 },
        new(PaperRules.FeesAreStated, "C16"),
        new(PaperRules.FeesAreTheLaws),
        new(PaperRules.ResultsHaveCodes, "C17"),
        new(PaperRules.ResultCodesAreListed, "C17") { Needs = check => check.Context.Catalogue?.Results.Count > 0 },

        new(EconomyRules.WayIsShort, "C20"),
        new(EconomyRules.NoLongerThanBefore, "C21") { Needs = check => check.Context.Issued is not null && (check.Previous is null || check.LongestBefore is not null && check.Times.LongestMinutes is not null) },
        new(ControlRules.DocumentIsSigned, "C23"),
        new(ControlRules.IssueFollowsTheLast, "C23") { Needs = check => check.Context.Issued is not null },
        new(ControlRules.DecisionNamesTheProcess, "C24"),
        new(ControlRules.DecisionSaysWhatBecomesOfTheLast, "C24") { Needs = check => check.Context.Issued is not null },
        new(ControlRules.AppraisalsAreLed) { NeedsCatalogue = true },

        new(PortalRules.CodesAreThePortals, "C19"),
        new(PortalRules.EveryWayIsAccepted, "C19") { Needs = check => check.Process.Steps.All(step => step.Kind is not StepKind.RunProcess) }, // nor what it tells the portal
        new(ElsaRules.RunsAlikeOnStockElsa),
    ];

    /// <summary>Checks of the appraisal list that no rule has to carry out: the diagram is drawn from the same data as the table.</summary>
    private static readonly string[] BuiltIn = ["C22"];

    /// <summary>Checks a process with everything it calls: what is called is looked up in the context, unless the process comes linked already.</summary>
    public static CheckReport Check(ProcessDefinition process, CheckContext context)
    {
        process = ProcessLinking.Link(process, context.Called ?? (_ => null));
        var inspection = new Inspection(process, context);
        var (able, unable) = (All.Where(rule => rule.CanRun(inspection)).ToList(), All.Where(rule => !rule.CanRun(inspection)));
        var findings = able.SelectMany(rule => rule.Find(inspection))
            .Where(finding => !IsAnsweredWhereCalled(process, finding)).Select(finding => AtTheCall(process, finding)).ToList();
        var carriedOut = able.SelectMany(rule => rule.Checks).Except(unable.SelectMany(rule => rule.Checks)).Concat(BuiltIn).ToHashSet();
        if (inspection.Times.IsUnproved) carriedOut.ExceptWith(["C5", "C6", "C8"]);

        var notRun = AppraisalList.All.Select(check => check.Code).Where(check => !carriedOut.Contains(check));
        return new(findings, inspection.Soundness.Verdict, inspection.Times.LongestMinutes, inspection.Times.LimitMinutes, [.. notRun]) { Limits = inspection.Times.Limits, Legs = [.. inspection.Times.Legs()] };
    }

    /// <summary>A warning at a called step that its own author has answered in writing.</summary>
    private static bool IsAnsweredWhereCalled(ProcessDefinition process, Finding finding) =>
        finding is { Severity: Severity.Warning, Step: { } key } && process.Find(new(key))?.Call is { } call
        && process.Calls.Any(made => made.Answered.Contains(finding.Code) && (call == made.Step || call.Value.StartsWith(made.Step.Value + "/", StringComparison.Ordinal)));

    /// <summary>What an author can only mend at the call is told there: where the called process's ways out lead, and how often they go back.</summary>
    private static Finding AtTheCall(ProcessDefinition process, Finding finding)
    {
        if (finding.Step is not { } key || process.Find(new(key)) is not { Call: { } call } step) return finding;
        if (step.Kind is StepKind.CallExit) return finding with { Step = call.Value, Field = finding.Field ?? step.Ports[0] };
        return finding.Field == "maxRounds" ? finding with { Step = process.Calls.First(made => key.StartsWith(made.Step.Value + "/", StringComparison.Ordinal)).Step.Value } : finding;
    }

    private sealed record Rule(Func<Inspection, IEnumerable<Finding>> Find, params string[] Checks)
    {
        public bool NeedsCatalogue { get; init; }

        /// <summary>What must be there to look things up in; null where the definition itself is enough.</summary>
        public Func<Inspection, bool>? Needs { get; init; }

        public bool CanRun(Inspection check) => (!NeedsCatalogue || check.Context.Catalogue is not null) && Needs?.Invoke(check) is not false;
    }
}

/// <summary>What the rules may look things up in. What is missing makes the checks that need it "not run", never passed.</summary>
/// <param name="On">The day the checks speak of: what exists and is in force is asked for this day.</param>
public sealed record CheckContext(ProvinceCatalogue? Catalogue = null, CalendarBook? Calendars = null, DateOnly? On = null)
{
    /// <summary>The version of a shared process that a call would get, linked or not; without it no called process is known.</summary>
    public Func<ProcessKey, ProcessDefinition?>? Called { get; init; }

    /// <summary>What was published for the same procedure, newest first, every case of it; empty where nothing was, null where nobody looked.</summary>
    public IReadOnlyList<IssuedProcess>? Issued { get; init; }

    /// <summary>The issue that this text follows (lần ban hành trước): the newest of the same case at the same place that was published before it.</summary>
    public IssuedProcess? Before(ProcessDefinition process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var own = Issued?.Index().FirstOrDefault(issued => issued.Item.Process.Hash is { } hash && hash == process.Hash) is { Item: not null } found ? found.Index + 1 : 0;
        return Issued?.Skip(own).FirstOrDefault(issued => (issued.Process.Header.Case, issued.Process.Header.Place) == (process.Header.Case, process.Header.Place));
    }

    /// <summary>The portal that is told of dossiers; the national one when none is given.</summary>
    public PortalTarget? Portal { get; init; }
}

/// <summary>A published version beside which a text is checked.</summary>
/// <param name="To">The day from which it no longer holds; null while it is the last.</param>
public sealed record IssuedProcess(ProcessDefinition Process, DateOnly From, DateOnly? To);

/// <summary>What the checks found, and what they proved (giấy chứng nhận kiểm tra).</summary>
/// <param name="LongestMinutes">Working minutes of the longest path to a result or an end; null when there is none, or a step on it is in calendar days.</param>
/// <param name="LimitMinutes">The promised, else statutory limit; null for calendar days or none.</param>
/// <param name="NotRun">The C-checks of the appraisal list (C1…C24) that were not carried out.</param>
public sealed record CheckReport(IReadOnlyList<Finding> Findings, Verdict Sound, int? LongestMinutes, int? LimitMinutes, IReadOnlyList<string> NotRun)
{
    /// <summary>Every limit with the longest way that was held to it: the promise first, legs last.</summary>
    public IReadOnlyList<LimitProof> Limits { get; init; } = [];

    /// <summary>How long each declared leg or stage takes, on its longest way.</summary>
    public IReadOnlyList<LegTime> Legs { get; init; } = [];
}

/// <summary>How long a leg or stage takes, beside its own limit.</summary>
/// <param name="Minutes">Working minutes of its longest way; null when there is none, or a step counts in calendar days.</param>
/// <param name="LimitMinutes">Its declared limit; null for calendar days or none.</param>
public sealed record LegTime(string Key, string? Name, int? Minutes, int? LimitMinutes);

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
    private readonly Lazy<int?> _longestBefore = new(() => LongestOf(context.Before(process), context));
    private readonly Lazy<ElsaProfile> _elsa = new(() => new ElsaProfile(process));
    private PortalPlay? _portal;

    public ProcessDefinition Process => process;

    public CheckContext Context => context;

    public SoundnessProof Soundness => _soundness.Value;

    public TimeProof Times => _times.Value;

    /// <summary>The procedure as the catalogue lists it; null where there is no catalogue, or no such procedure.</summary>
    public Procedure? Listed { get; } = process.Header.Procedure is { } code ? context.Catalogue?.Find(code) : null;

    private static int? LongestOf(IssuedProcess? issued, CheckContext context)
    {
        if (issued is null) return null;
        var whole = ProcessLinking.Link(issued.Process, context.Called ?? (_ => null));
        return whole.Steps.All(step => step.Kind is not StepKind.RunProcess) ? new TimeProof(whole, new CheckContext()).LongestMinutes : null;
    }

    /// <summary>The issue before this one.</summary>
    public IssuedProcess? Previous { get; } = context.Before(process);

    /// <summary>Working minutes of the longest way of the issue before; null where there is none, or no such figure.</summary>
    public int? LongestBefore => _longestBefore.Value;

    public PortalTarget PortalTarget => context.Portal ?? PortalTarget.Default;

    /// <summary>The shape of the drawing as stock Elsa reads it.</summary>
    public ElsaProfile Elsa => _elsa.Value;

    /// <summary>What the portal hears, on every way.</summary>
    public PortalPlay Portal => _portal ??= PortalPlay.Of(process, PortalTarget, Soundness.Verdict is Verdict.Yes);
}

/// <summary>How findings speak of steps.</summary>
internal static class Naming
{
    /// <summary>As the office says it: <c>“B3 – Thẩm định hồ sơ”</c>.</summary>
    public static string Said(this Step step) => step.Key.Value == step.Id && step.Work is null ? $"“{step.Name}”" : $"“{step.Key} – {step.Name}”";

    /// <summary>As printed: <c>09/06/2025</c>.</summary>
    public static string Printed(this DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>The first few, and how many more.</summary>
    public static Wording Several(this IReadOnlyCollection<Step> steps)
    {
        var named = string.Join(", ", steps.Take(4).Select(Said));
        return steps.Count <= 4 ? new(named, named)
            : new(string.Create(CultureInfo.InvariantCulture, $"{named} và {steps.Count - 4} bước nữa"), string.Create(CultureInfo.InvariantCulture, $"{named} and {steps.Count - 4} more"));
    }
}
