namespace TthcFlow.Engine.Vocabulary;

/// <summary>One thing wrong, or worth a look, in a definition (điểm cần xem): where it is, how grave, and what to do.</summary>
/// <param name="Code">Stable code <c>V…</c>: V1xx structure and soundness, V2xx time, V3xx posts, V4xx papers and law, V5xx portal, V6xx stock Elsa.</param>
/// <param name="Severity">Errors block publication; a warning needs a written reason.</param>
/// <param name="Step">Key of the step it points at, else the activity's id; null when it concerns the whole process.</param>
/// <param name="Field">Name of the input or header member it points at, if one.</param>
/// <param name="Message">The sentence.</param>
public sealed record Finding(string Code, Severity Severity, string? Step, string? Field, Wording Message)
{
    /// <summary>What would mend it.</summary>
    public Wording? Suggestion { get; init; }

    /// <summary>The shortest way to the fault, move by move (phản ví dụ); empty where a fault needs none.</summary>
    public IReadOnlyList<Wording> Trace { get; init; } = [];

    /// <summary>Keys of the steps that the trace passes, in order, for the diagram to mark; empty where there is no way to show.</summary>
    public IReadOnlyList<string> Way { get; init; } = [];
}

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    Info, // thông tin
    Warning, // cảnh báo: phải giải trình
    Error, // lỗi: không được công bố
}
