using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>What an import made of a file (báo cáo nhập tệp): the draft it proposes, and line by line what was read, what was guessed, and what is left to the author.</summary>
/// <param name="Document">The proposed draft: complete, drawn and connected; null when the file was refused.</param>
/// <param name="Refusal">Why the file was not taken in; nothing was changed.</param>
/// <param name="Source">Which kind of file it was (<c>xlsx</c>, <c>docx</c>, <c>csv</c>, <c>json</c>), and which of its tables.</param>
/// <param name="Notes">What concerns the process as a whole.</param>
public sealed record ImportReport(ElsaDocument? Document, Refusal? Refusal, string Source, IReadOnlyList<ImportLine> Lines, IReadOnlyList<ImportNote> Notes)
{
    /// <summary>What reading an Elsa document found.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How many things were guessed or left, in all.</summary>
    public int OpenPoints => Notes.Count + Lines.Sum(line => line.Notes.Count);

    internal static ImportReport Not(Refusal refusal) => new(null, refusal, "", [], []);
}

/// <summary>One line of the table that was read.</summary>
/// <param name="Number">Its place in the table, from 1, as a person counts.</param>
/// <param name="Read">The cells, as they stand there.</param>
/// <param name="Step">Key of the step it became; null for lines that are no steps.</param>
public sealed record ImportLine(int Number, LineUse Use, IReadOnlyList<string> Read, string? Step, IReadOnlyList<ImportNote> Notes)
{
    public string? Name { get; init; }

    public StepKind Kind { get; init; }

    /// <summary>A unit's code, <c>Receiving</c>, <c>Competent</c> or <c>Leg:…</c>.</summary>
    public string? Unit { get; init; }

    public string? Position { get; init; }

    public TimeLimit? Limit { get; init; }
}

/// <summary>What a line of the table was taken for.</summary>
public enum LineUse
{
    Step, // một bước
    Stage, // tên giai đoạn, chặng
    Continuation, // nói tiếp bước trên
    Total, // dòng tổng cộng
    Skipped, // không dùng
}

/// <summary>One thing that an author should look at.</summary>
public sealed record ImportNote(NoteKind Kind, Wording Text);

/// <summary>How sure the import was.</summary>
public enum NoteKind
{
    Guessed, // đã đoán, cần xem lại
    Left, // chưa rõ, để người soạn điền
}

/// <summary>What the author says of the process before the table is read; the file's own words fill what is left out.</summary>
/// <param name="Agency">The author's agency: of several units of one name its own counts.</param>
/// <param name="Today">The day whose units count; null for all.</param>
public sealed record ImportFrame(string? Name = null, ProcedureCode? Procedure = null, CaseKey? Case = null, TimeLimit? Limit = null, AgencyCode? Agency = null, DateOnly? Today = null);
