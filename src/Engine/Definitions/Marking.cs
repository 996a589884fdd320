using System.Collections.Immutable;

namespace TthcFlow.Engine.Definitions;

/// <summary>Where the tokens of one dossier are (thẻ): steps that hold one, and connections on which one waits before a join.</summary>
/// <remarks>A value: two markings with the same tokens are equal, so a proof can remember where it has been. Doubles count: a step with two tokens is open twice.</remarks>
public readonly struct Marking : IEquatable<Marking>
{
    private readonly ImmutableArray<int> _tokens; // steps as they are, waiting routes as ~index; sorted

    private Marking(ImmutableArray<int> tokens) => _tokens = tokens;

    /// <summary>No token anywhere.</summary>
    public static Marking Empty { get; } = new([]);

    public static Marking Of(IEnumerable<int> steps, IEnumerable<int> waitingRoutes) =>
        new([.. steps.Concat(waitingRoutes.Select(route => ~route)).Order()]);

    private ImmutableArray<int> Tokens => _tokens.IsDefault ? [] : _tokens;

    /// <summary>Indices of the steps that hold a token, a step twice when it holds two.</summary>
    public IEnumerable<int> Steps => Tokens.Where(token => token >= 0);

    /// <summary>Indices of the routes on which a token waits for its join.</summary>
    public IEnumerable<int> Waiting => Tokens.Where(token => token < 0).Select(token => ~token);

    public int Count => Tokens.Length;

    public bool IsAt(int step) => Tokens.BinarySearch(step) >= 0;

    public bool Equals(Marking other) => Tokens.AsSpan().SequenceEqual(other.Tokens.AsSpan());

    public override bool Equals(object? obj) => obj is Marking other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var token in Tokens) hash.Add(token);
        return hash.ToHashCode();
    }

    public static bool operator ==(Marking left, Marking right) => left.Equals(right);

    public static bool operator !=(Marking left, Marking right) => !left.Equals(right);
}

/// <summary>What one completion did to the tokens.</summary>
/// <param name="After">Where the tokens are now; tokens on a reached terminal are taken off.</param>
/// <param name="Opened">Steps that received a token, in the order of the drawing; one twice when two tokens came.</param>
/// <param name="Cancelled">Steps whose open work a first-come join closed.</param>
/// <param name="Ended">Terminals reached; the first ends the dossier, more than one means that branches end on their own.</param>
/// <param name="Lost">Ports (step, name) that a token left through although nothing is connected there.</param>
public sealed record Move(
    Marking After, IReadOnlyList<int> Opened, IReadOnlyList<int> Cancelled, IReadOnlyList<int> Ended, IReadOnlyList<(int Step, string Port)> Lost)
{
    /// <summary>Starts, forks and joins that let a token through, in the order it happened.</summary>
    public IReadOnlyList<int> Passed { get; init; } = [];
}
