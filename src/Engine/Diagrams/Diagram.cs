using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>The layout of a flow chart (lưu đồ), from top to bottom: where each step stands and how the lines between them run.</summary>
/// <remarks>Pure and deterministic: the same process gives the same layout on every machine. In points.</remarks>
/// <param name="Boxes">One per step, in the order of <see cref="ProcessDefinition.Steps"/>.</param>
/// <param name="Lines">One per route, in the order of <see cref="ProcessDefinition.Routes"/>.</param>
internal sealed record Diagram(IReadOnlyList<DiagramBox> Boxes, IReadOnlyList<DiagramLine> Lines, int Width, int Height)
{
    /// <summary>The columns of the units, from left to right; none in a layout without lanes.</summary>
    public IReadOnlyList<DiagramLane> Lanes { get; init; } = [];

    /// <summary>The parts of the process between which a legible line can be drawn across all lanes.</summary>
    public IReadOnlyList<DiagramStage> Stages { get; init; } = [];

    /// <summary>The most lines of a unit's name above its lane.</summary>
    public const int MostHeadLines = 4;

    /// <summary>Height of the lanes' names.</summary>
    public int Head { get; init; }

    /// <summary>Width of the strip on the left that names the stages; 0 without stages.</summary>
    public int Strip { get; init; }

    /// <summary>Heights at which no box stands.</summary>
    public IReadOnlyList<int> Cuts { get; init; } = [];

    /// <summary>Lays the process out: in lanes by unit where they can be read, else without.</summary>
    public static Diagram Of(ProcessDefinition process, DiagramWords words) => LaneLayout.Of(process, words) ?? new PlainLayout(process, words).Draw();

    public static DiagramShape ShapeOf(Step step) => step.Kind switch
    {
        StepKind.Start or StepKind.CallExit => DiagramShape.Circle,
        StepKind.Fork or StepKind.Join => DiagramShape.Bar,
        StepKind.Decision or StepKind.Switch => DiagramShape.Diamond,
        _ => step.IsTerminal ? DiagramShape.Pill : DiagramShape.Box,
    };

    /// <summary>What is written in a shape of that width, and how high it must be for it.</summary>
    public static (BoxText Text, int Height) Filled(Step step, DiagramShape shape, DiagramWords words, int width, bool withUnit)
    {
        switch (shape)
        {
            case DiagramShape.Circle:
                return (BoxText.Empty, 18);
            case DiagramShape.Bar:
                return (BoxText.Empty, 6);
            case DiagramShape.Diamond:
                var (question, needed) = BoxText.InDiamond(step, width);
                return (question, (int)Math.Ceiling(needed));
            default:
                var text = BoxText.Of(step, words, width - (shape is DiagramShape.Pill ? 20 : 12), withUnit);
                return (text, Math.Max(24, (int)Math.Ceiling(text.Height) + 8));
        }
    }
}

/// <summary>One step on the chart. <paramref name="X"/> and <paramref name="Y"/> are its upper left corner.</summary>
internal sealed record DiagramBox(int Step, DiagramShape Shape, int X, int Y, int Width, int Height, BoxText Text)
{
    public int CentreX => X + Width / 2;

    public int CentreY => Y + Height / 2;

    public int Right => X + Width;

    public int Bottom => Y + Height;

    /// <summary>The unit's column; -1 without lanes.</summary>
    public int Lane { get; init; } = -1;
}

/// <summary>How a step is drawn.</summary>
internal enum DiagramShape
{
    Box, // bước có người làm
    Pill, // kết thúc
    Circle, // bắt đầu
    Diamond, // rẽ nhánh
    Bar, // tách, nhập nhánh
}

/// <summary>One route on the chart.</summary>
/// <param name="Points">From the edge of its source to the edge of its target; every stretch is level or upright.</param>
/// <param name="IsBack">True for a way back to an earlier step.</param>
internal sealed record DiagramLine(int Route, IReadOnlyList<DiagramPoint> Points, bool IsBack);

/// <summary>A unit's column, from edge to edge, under its name.</summary>
internal sealed record DiagramLane(string Unit, string Name, int X, int Width);

/// <summary>A leg or stage: the band of the chart in which its steps stand.</summary>
internal sealed record DiagramStage(IReadOnlyList<string> Name, int Y, int Height);

/// <summary>A point of a line.</summary>
internal readonly record struct DiagramPoint(int X, int Y);
