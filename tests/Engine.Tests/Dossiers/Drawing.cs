using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Draws a process by hand, step by step, as the author of a test thinks of it.</summary>
public sealed class Drawing(ProcessHeader header, params AttributeDeclaration[] attributes)
{
    private readonly List<Step> _steps = [];
    private readonly List<(string From, string Port, string To)> _routes = [];
    private string? _leg;

    /// <summary>The steps that follow belong to this leg; null: to none.</summary>
    public Drawing In(string? leg)
    {
        _leg = leg;
        return this;
    }

    public Drawing Step(
        string key, StepKind kind, string ports = "", string? position = null, decimal hours = 0, string? unit = null,
        ClockPolicy? clock = null, int? portal = null, decimal? onlineHours = null)
    {
        var work = position is null && hours == 0 && unit is null && clock is null && portal is null ? null : new StepWork
        {
            Leg = _leg,
            Unit = unit,
            Position = position is null ? null : new(position),
            Limit = hours == 0 ? null : TimeLimit.OfHours(hours),
            OnlineLimit = onlineHours is { } online ? TimeLimit.OfHours(online) : null,
            Clock = clock,
            PortalStatus = portal,
        };
        return Add(new Step { Index = _steps.Count, Id = key, Key = new(key), Name = key, Type = $"Tthc.{kind}", Kind = kind, Ports = Names(ports), Work = work });
    }

    /// <summary>What else is written at the step drawn last: <c>work => work with { MayRecall = true }</c>.</summary>
    public Drawing Where(Func<StepWork, StepWork> says)
    {
        _steps[^1] = _steps[^1] with { Work = says(_steps[^1].Work ?? new StepWork()) };
        return this;
    }

    public Drawing Join(string key, JoinMode mode) =>
        Add(new Step { Index = _steps.Count, Id = key, Key = new(key), Name = key, Type = "Elsa.FlowJoin", Kind = StepKind.Join, Ports = ["Done"], JoinMode = mode });

    public Drawing Fork(string key, string branches) =>
        Add(new Step { Index = _steps.Count, Id = key, Key = new(key), Name = key, Type = "Elsa.FlowFork", Kind = StepKind.Fork, Ports = Names(branches) });

    /// <summary>A way on; several at once as <c>"B1 Accepted B2"</c>.</summary>
    public Drawing Ways(params string[] ways)
    {
        foreach (var way in ways)
            if (way.Split(' ') is [var from, var port, var to]) _routes.Add((from, port, to));
        return this;
    }

    /// <summary>Takes ways away that were drawn before.</summary>
    public Drawing Without(params string[] ways)
    {
        foreach (var way in ways)
            if (way.Split(' ') is not [var from, var port, var to] || !_routes.Remove((from, port, to))) throw new ArgumentException($"There is no way {way}.", nameof(ways));
        return this;
    }

    /// <summary>Gives a step other outcomes.</summary>
    public Drawing Ports(string key, string ports)
    {
        var at = _steps.FindIndex(step => step.Id == key);
        _steps[at] = _steps[at] with { Ports = Names(ports) };
        return this;
    }

    public Drawing Add(Step step)
    {
        _steps.Add(step with { Index = _steps.Count });
        return this;
    }

    /// <param name="version">Stands for the text: another letter is another version.</param>
    public ProcessDefinition Process(char version = 'a')
    {
        int At(string key) => _steps.Single(step => step.Id == key).Index;
        var routes = _routes.Select((way, index) => new Route(index, $"{way.From}:{way.Port}>{way.To}", At(way.From), way.Port, At(way.To))).ToArray();
        return new ProcessDefinition("Quy trình thử", header, attributes, _steps, routes)
        {
            Start = _steps.Find(step => step.Kind is StepKind.Start) ?? _steps.Find(step => step.Kind is StepKind.Intake) ?? _steps[0],
            Hash = new ContentHash(new string(version, 64)),
        };
    }

    private static string[] Names(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
