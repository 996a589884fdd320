using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>What an author asks of the table (một lần sửa bảng). Rows are named by the activity's id; <see cref="TableEditing"/> carries it out.</summary>
public abstract record TableEdit
{
    private TableEdit() { }

    /// <summary>Thêm bước: a new step of a kind right after or before another; after the last one where neither is named.</summary>
    public sealed record Add(StepKind Kind, string? After = null, string? Before = null, string? Name = null) : TableEdit;

    /// <summary>Sao chép bước: the same work once more, right behind.</summary>
    public sealed record Copy(string Row) : TableEdit;

    /// <summary>Chuyển lên, chuyển xuống: past the neighbour on the main way, which the flow then follows.</summary>
    public sealed record Move(string Row, bool Up) : TableEdit;

    /// <summary>Xóa bước: whoever handed on to it hands on to whoever came after.</summary>
    public sealed record Remove(string Row) : TableEdit;

    /// <summary>Sửa các ô: fields by their key in the document (<c>name</c> is the title), as typed; an empty one is taken away, one that is not named stays.</summary>
    public sealed record Change(string Row, IReadOnlyDictionary<string, string> Fields) : TableEdit;

    /// <summary>Nếu … thì chuyển …: where an outcome leads; nowhere when <paramref name="Target"/> is null.</summary>
    public sealed record Lead(string Row, string Port, string? Target) : TableEdit;

    /// <summary>Nếu … thì chuyển tới bước mới: makes the step or end on the way.</summary>
    public sealed record AddTarget(string Row, string Port, StepKind Kind) : TableEdit;

    /// <summary>Đánh lại số bước: B1, B2… down the table. Waits and refusals that go by a name of their own keep it.</summary>
    public sealed record Renumber : TableEdit;

    /// <summary>Thêm hoặc sửa một chặng, giai đoạn; a new one where <paramref name="Key"/> is null.</summary>
    /// <param name="Limit">As typed; empty for none.</param>
    public sealed record Stage(string? Key, string Name, string? Limit, string? Unit) : TableEdit;

    /// <summary>Bỏ một chặng, giai đoạn that no step belongs to.</summary>
    public sealed record DropStage(string Key) : TableEdit;
}

/// <summary>What became of an edit: the document after it, or the one before it and why nothing was done.</summary>
/// <param name="Row">The row to look at next; null where there is none.</param>
/// <param name="Field">The field that was refused.</param>
public sealed record EditedTable(ElsaDocument Document, Refusal? Refusal, string? Row = null, string? Field = null)
{
    public bool IsDone => Refusal is null;
}

/// <summary>Every reason why the table cannot be edited as asked (T1xx).</summary>
public static class TableRefusals
{
    public static readonly Refusal NoSuchRow = new("T101", new(
        "Bước này không còn trong bảng: có thể vừa được người khác xóa.",
        "The step is no longer in the table: somebody may just have deleted it."));

    public static readonly Refusal NoSuchOutcome = new("T102", new(
        "Bước không có kết quả xử lý này.",
        "The step has no such outcome."));

    public static readonly Refusal NotATarget = new("T103", new(
        "Không thể chuyển hồ sơ tới đây.",
        "A dossier cannot be led there."));

    public static readonly Refusal AfterTheEnd = new("T104", new(
        "Đây là bước kết thúc: không bước nào đứng sau được.",
        "This is an end: nothing can stand behind it."));

    public static readonly Refusal EndInTheMiddle = new("T105", new(
        "Bước kết thúc chỉ thêm được sau bước chưa chuyển tới đâu; ở giữa quy trình, hãy chọn ở cột “Nếu … thì chuyển”.",
        "An end can be added only behind a step that leads nowhere yet; in the middle, choose it among the outcomes."));

    public static readonly Refusal BeforeTheIntake = new("T106", new(
        "Quy trình bắt đầu ở bước tiếp nhận: không bước nào đứng trước được.",
        "The process begins at the intake: nothing can stand before it."));

    public static readonly Refusal IntakeStays = new("T107", new(
        "Bước tiếp nhận là nơi quy trình bắt đầu nên không chuyển chỗ, xóa hay sao chép được.",
        "The process begins at the intake, which can be neither moved, deleted nor copied."));

    public static readonly Refusal OneIntake = new("T108", new(
        "Quy trình đã có bước tiếp nhận.",
        "The process has an intake already."));

    public static readonly Refusal AlreadyFirst = new("T109", new(
        "Bước đã ở đầu bảng.",
        "The step is at the top already."));

    public static readonly Refusal AlreadyLast = new("T110", new(
        "Sau bước này chỉ còn bước kết thúc.",
        "Only the end stands behind this step."));

    public static readonly Refusal BesideTheWay = new("T111", new(
        "Bước này không nằm trên đường chính nên không chuyển lên, xuống được; hãy sửa cột “Nếu … thì chuyển”.",
        "The step does not lie on the main way and cannot be moved up or down; change the outcomes instead."));

    public static readonly Refusal SeveralWays = new("T112", new(
        "Điểm rẽ nhánh đang dẫn tới nhiều bước: hãy chuyển các nhánh về cùng một bước rồi xóa.",
        "The branching point leads to several steps: lead all branches to one of them first."));

    public static readonly Refusal DrawnOnly = new("T113", new(
        "Điểm tách nhánh, chờ nhánh và rẽ nhiều nhánh được thêm trên lưu đồ.",
        "Forks, joins and switches are added on the drawing."));

    public static readonly Refusal KeyTaken = new("T120", new(
        "Mã bước này đã dùng cho bước khác.",
        "Another step has this code."));

    public static readonly Refusal BadKey = new("T121", new(
        "Mã bước không quá 20 ký tự.",
        "A step's code has 20 characters at most."));

    public static readonly Refusal NotATime = new("T122", new(
        "Thời gian phải là số không âm, ra số phút nguyên, ví dụ 4 hoặc 0,5.",
        "The time must be a number that is not negative and comes to whole minutes, like 4 or 0.5."));

    public static readonly Refusal NotAWholeNumber = new("T123", new(
        "Cần một số nguyên không âm.",
        "A whole number that is not negative is needed."));

    public static readonly Refusal NotACode = new("T124", new(
        "Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang và gạch dưới.",
        "A code is made of plain letters, digits, dots, dashes and underscores."));

    public static readonly Refusal NotAChoice = new("T125", new(
        "Giá trị không có trong danh sách.",
        "The value is not on the list."));

    public static readonly Refusal SameNameTwice = new("T126", new(
        "Hai kết quả xử lý trùng tên.",
        "Two outcomes have the same name."));

    public static readonly Refusal NoStageName = new("T130", new(
        "Giai đoạn, chặng phải có tên.",
        "A stage or leg needs a name."));

    public static readonly Refusal NoSuchStage = new("T131", new(
        "Không có giai đoạn, chặng này.",
        "There is no such stage or leg."));

    public static readonly Refusal StageInUse = new("T132", new(
        "Còn bước thuộc giai đoạn, chặng này: hãy chuyển các bước đi trước.",
        "Steps still belong to this stage or leg: move them first."));

    public static readonly Refusal TooLarge = new("T140", new(
        "Quy trình quá lớn nên không lưu được thêm.",
        "The process is too large to take more."));

    private static readonly string[] Placeholder = ["…"];

    /// <summary>All of them, by code; the one that names steps stands with "…" in their place.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NoSuchRow, NoSuchOutcome, NotATarget, AfterTheEnd, EndInTheMiddle, BeforeTheIntake, IntakeStays, OneIntake, AlreadyFirst, AlreadyLast, BesideTheWay,
        SeveralWays, DrawnOnly, EndStillLedTo(Placeholder), KeyTaken, BadKey, NotATime, NotAWholeNumber, NotACode, NotAChoice, SameNameTwice,
        NoStageName, NoSuchStage, StageInUse, TooLarge,
    ];

    public static Refusal EndStillLedTo(IEnumerable<string> steps) => new("T114", new(
        $"Còn bước dẫn tới đây: {string.Join(", ", steps)}. Hãy chuyển các kết quả đó đi nơi khác rồi xóa.",
        $"Steps still lead here: {string.Join(", ", steps)}. Lead those outcomes elsewhere first."));
}
