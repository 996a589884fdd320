using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>A flow chart ready to be drawn: shapes, lines and texts with their places. Pages, Word papers and PDF draw this one thing.</summary>
/// <remarks>Sizes are points (1/72 inch) from the upper left corner. Items are in the order in which they are drawn: later ones lie on earlier ones.</remarks>
/// <param name="Title">What the picture is, in a few words.</param>
/// <param name="Description">What the picture shows, for whoever cannot see it.</param>
public sealed record DiagramScene(double Width, double Height, string Title, string Description, IReadOnlyList<SceneItem> Items)
{
    /// <summary>The smallest print that is still read on paper, in points.</summary>
    public const double SmallestReadable = 7;

    /// <summary>Heights at which the picture may be cut between two pages: no shape lies across them.</summary>
    public IReadOnlyList<double> Cuts { get; init; } = [];

    /// <summary>What the marks in the picture mean, in the order in which a legend lists them; empty where nothing is marked.</summary>
    public IReadOnlyList<SceneLegend> Legend { get; init; } = [];

    /// <summary>Draws a process.</summary>
    /// <param name="words">The names it writes: <see cref="DiagramWords.Of"/> takes them from the catalogue.</param>
    /// <param name="marks">What to point out; null for nothing.</param>
    public static DiagramScene Of(ProcessDefinition process, DiagramWords words, DiagramMarks? marks = null) =>
        new SceneComposition(process, Diagram.Of(process, words), words, marks ?? DiagramMarks.None).Compose();

    /// <summary>The smallest print in the picture, in points.</summary>
    public double SmallestText => Items.OfType<SceneShape>().SelectMany(shape => shape.Texts).Select(text => text.Size).DefaultIfEmpty(SmallestReadable).Min();

    /// <summary>By how much the picture is made smaller, never larger, to fit into a frame.</summary>
    public double ScaleInto(SceneFrame frame) => Math.Min(1, Math.Min(frame.Width / Width, frame.Height / Height));

    /// <summary>The picture on as few pages as can be read: whole where its print stays at <see cref="SmallestReadable"/>, else cut between rows, each part under its lanes' names.</summary>
    public IReadOnlyList<DiagramScene> OnPages(SceneFrame frame) => SceneCutting.Cut(this, frame);
}

/// <summary>The room for a picture on a page, in points.</summary>
public sealed record SceneFrame(double Width, double Height)
{
    /// <summary>What the margins of Decree 30/2020/NĐ-CP leave of an upright A4 page, less a heading above the picture.</summary>
    public static SceneFrame A4 { get; } = new(467, 698);
}

/// <summary>One thing of a picture.</summary>
/// <param name="Role">What it stands for.</param>
/// <param name="Mark">What is pointed out about it; null for nothing.</param>
public abstract record SceneItem(SceneRole Role, StepMark? Mark);

/// <summary>A shape with its texts. <paramref name="X"/> and <paramref name="Y"/> are its upper left corner.</summary>
public sealed record SceneShape(SceneRole Role, StepMark? Mark, SceneOutline Outline, double X, double Y, double Width, double Height) : SceneItem(Role, Mark)
{
    /// <summary>Radius of a rectangle's corners.</summary>
    public double Corner { get; init; }

    /// <summary>Lines of text, from top to bottom, together in the middle of the shape.</summary>
    public IReadOnlyList<SceneText> Texts { get; init; } = [];

    /// <summary>The texts are turned a quarter to the left about the shape's middle: they read from bottom to top.</summary>
    public bool IsTurned { get; init; }

    /// <summary>What the shape is, read aloud; null for what its texts already say.</summary>
    public string? Name { get; init; }

    /// <summary>Key of the step it stands for, if one.</summary>
    public string? Step { get; init; }
}

/// <summary>A line of level and upright stretches, from its first point to its last.</summary>
public sealed record SceneLine(SceneRole Role, StepMark? Mark, IReadOnlyList<ScenePoint> Points, bool HasArrow) : SceneItem(Role, Mark);

/// <summary>One line of text, centred on <paramref name="X"/>.</summary>
/// <param name="Baseline">Height on which the letters stand.</param>
/// <param name="Size">Of the font, in points.</param>
public sealed record SceneText(string Text, double X, double Baseline, double Size, bool IsBold = false, bool IsSoft = false);

/// <summary>A point of a line.</summary>
public readonly record struct ScenePoint(double X, double Y);

/// <summary>A sign of the picture and what it means.</summary>
public sealed record SceneLegend(StepMark Mark, string Sign, string Meaning);

/// <summary>The outline of a shape.</summary>
public enum SceneOutline
{
    Rectangle,
    Diamond,
    Ellipse,
}

/// <summary>What an item of a picture stands for; its colours follow from it (<see cref="SceneStyle"/>).</summary>
public enum SceneRole
{
    Lane, // cột của một đơn vị
    LaneName, // tên đơn vị ở đầu cột
    Stage, // chặng, giai đoạn
    Start, // bắt đầu
    Step, // bước có người làm
    Waiting, // chờ người nộp hồ sơ
    Choice, // rẽ nhánh theo điều kiện
    Bar, // tách, chờ các nhánh
    Result, // trả kết quả
    Refusal, // từ chối, dừng
    Way, // đường đi
    WayBack, // đường quay lại
    Outcome, // tên kết quả xử lý trên đường
    Sign, // dấu của bước được đánh dấu
    Removed, // bước không còn
    Note, // ghi chú
}

/// <summary>What a flow chart points out about a step.</summary>
public enum StepMark
{
    Done, // đã làm
    Current, // đang làm
    Fault, // có lỗi cần xem
    OnWay, // nằm trên đường được chỉ ra
    Added, // thêm mới so với bản trước
    Changed, // sửa so với bản trước
    Removed, // bỏ so với bản trước
}
