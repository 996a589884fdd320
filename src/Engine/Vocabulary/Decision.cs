namespace TthcFlow.Engine.Vocabulary;

/// <summary>Why the engine said no: a stable code for programs, a sentence for people.</summary>
public sealed record Refusal(string Code, Wording Message);

/// <summary>What the engine decided: the events that now happened, or the reason why nothing did.</summary>
public abstract record Decision<TEvent>
{
    private Decision() { }

    /// <summary>It may be done, and this is what happened.</summary>
    public sealed record Accepted(IReadOnlyList<TEvent> Events) : Decision<TEvent>;

    /// <summary>It may not be done, for this reason; nothing changed.</summary>
    public sealed record Refused(Refusal Reason) : Decision<TEvent>;

    /// <summary>It may not be done, and that somebody asked for it is itself written down (từ chối và ghi nhật ký).</summary>
    public sealed record RefusedOnRecord(Refusal Reason, IReadOnlyList<TEvent> Events) : Decision<TEvent>;
}
