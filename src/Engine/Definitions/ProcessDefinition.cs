using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>How one case of one procedure is handled (quy trình nội bộ), compiled from its Elsa document: steps, and the routes between them.</summary>
/// <remarks>Immutable and complete: proofs, diagram, diff, runtime and reports all read this one shape. Editing makes another; publishing freezes one; a dossier keeps the one it started with.</remarks>
public sealed partial class ProcessDefinition
{
    private readonly Dictionary<StepKey, Step> _byKey;
    private readonly Route[][] _out;
    private readonly Route[][] _in;

    public ProcessDefinition(
        string name, ProcessHeader header, IReadOnlyList<AttributeDeclaration> attributes, IReadOnlyList<Step> steps, IReadOnlyList<Route> routes)
    {
        (Name, Header, Attributes, Steps, Routes) = (name, header, attributes, steps, routes);
        _byKey = [];
        foreach (var step in steps) _byKey.TryAdd(step.Key, step);
        var (leaving, arriving) = (routes.ToLookup(route => route.From), routes.ToLookup(route => route.To));
        _out = [.. steps.Select(step => leaving[step.Index].ToArray())];
        _in = [.. steps.Select(step => arriving[step.Index].ToArray())];
    }

    public string Name { get; }

    public ProcessHeader Header { get; }

    /// <summary>The dossier's attributes: the document's inputs and variables, asked for at intake.</summary>
    public IReadOnlyList<AttributeDeclaration> Attributes { get; }

    /// <summary>All activities, in canonical order.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>All connections, in canonical order.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>The names a <see cref="StepKind.End"/> may end with (the document's outcomes).</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>The shared processes whose steps stand in this one, called from here or through another; empty until <see cref="ProcessLinking"/> put them there.</summary>
    public IReadOnlyList<ProcessCall> Calls { get; init; } = [];

    /// <summary>True when every call was followed, or was found faulty: there is nothing left to link.</summary>
    public bool IsLinked { get => field || Steps.All(step => step.Kind is not StepKind.RunProcess); init; }

    /// <summary>Address of the version: of the document it was compiled from and, once linked, of the versions it calls; null for one made by hand.</summary>
    public ContentHash? Hash { get; init; }

    /// <summary>What compiling already found (unknown types, bad values, broken conditions). The structure rules report them.</summary>
    public IReadOnlyList<Finding> Faults { get; init; } = [];

    /// <summary>Where a dossier begins: an <c>Elsa.Start</c>, else the one <c>Tthc.Intake</c>, else (internal kinds) the only activity without inbound connections; null when that is not one step.</summary>
    public Step? Start { get; init; }

    /// <summary>The intake, where there is exactly one.</summary>
    public Step? Intake => Steps.Count(step => step.Kind is StepKind.Intake) == 1 ? Steps.First(step => step.Kind is StepKind.Intake) : null;

    public Step? Find(StepKey key) => _byKey.GetValueOrDefault(key);

    public IReadOnlyList<Route> Out(int step) => _out[step];

    public IReadOnlyList<Route> In(int step) => _in[step];
}

/// <summary>A property of the dossier that conditions may ask for (thuộc tính hồ sơ): an input or a variable of the document.</summary>
/// <param name="Type">Elsa's alias: String, Boolean, Int32, Int64, Double, Decimal, DateTime.</param>
/// <param name="Default">The variable's initial value as written; null for inputs.</param>
public sealed record AttributeDeclaration(string Name, string Type, bool IsList, string? Title, string? Default, bool IsInput);
