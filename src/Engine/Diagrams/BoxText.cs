using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>What is written in a step's shape, broken into lines that fit into it.</summary>
internal sealed record BoxText(IReadOnlyList<BoxLine> Lines)
{
    public const double NameSize = 9;
    public const double SmallSize = 8;

    public static BoxText Empty { get; } = new([]);

    public double Height => Lines.Sum(line => line.Size * TextWidths.Leading);

    public double Width => Lines.Select(line => TextWidths.Of(line.Text, line.Size)).DefaultIfEmpty(0).Max();

    /// <summary>Name, then in small print who does it and how long it may take.</summary>
    public static BoxText Of(Step step, DiagramWords words, double width, bool withUnit)
    {
        var name = Named(step);
        var who = step.Kind is StepKind.Reject or StepKind.Stop or StepKind.End ? null : step.Work?.Position is { } position ? words.Position(position) : null;
        var unit = withUnit && step.Work?.Unit is { Length: > 0 } place && step.Kind is not (StepKind.Reject or StepKind.Stop) ? words.Unit(place) : null;
        var small = string.Join(" – ", new[] { who, unit }.OfType<string>());
        var said = TextWidths.Wrapped(small, SmallSize, width).ToList();
        if (words.Limit(step) is { } limit)
        {
            // The limit follows who does it where it fits, else it has a line of its own.
            if (said.Count > 0 && TextWidths.Of($"{said[^1]} · {limit}", SmallSize) <= width) said[^1] += $" · {limit}";
            else said.AddRange(TextWidths.Wrapped(limit, SmallSize, width));
        }
        var lines = TextWidths.Balanced(name, NameSize, width).Select(line => new BoxLine(line, NameSize, true, false)).Concat(said.Select(line => new BoxLine(line, SmallSize, false, true)));
        return new([.. lines]);
    }

    /// <summary>A question, in the rhombus it must fit into: the fewest lines whose corners stay inside.</summary>
    public static (BoxText Text, double Height) InDiamond(Step step, double width)
    {
        var name = Named(step);
        for (var height = 34.0; ; height += 4)
        {
            for (var count = 1; count <= 6; count++)
            {
                var room = width * (1 - count * SmallSize * TextWidths.Leading / height) - 4;
                if (room < 20) break;
                var lines = TextWidths.Wrapped(name, SmallSize, room);
                if (lines.Count <= count) return (new([.. lines.Select(line => new BoxLine(line, SmallSize, true, false))]), height);
            }
            if (height > 120) return (new([.. TextWidths.Wrapped(name, SmallSize, width * 0.6).Take(9).Select(line => new BoxLine(line, SmallSize, true, false))]), height);
        }
    }

    /// <summary>The printed key before the name; activities without one have only their name. A condition without a name of its own is asked as it is written.</summary>
    private static string Named(Step step)
    {
        var name = step.Kind is StepKind.Decision && step.Condition is { } condition && step.Name == ActivityCatalogue.Find(StepKind.Decision)!.Name.Vi ? $"{condition.Text}?" : step.Name;
        if (name.Length > 200) name = name[..199] + "…";
        return step.Work is null || step.Kind is StepKind.Reject or StepKind.Stop || step.Key.Value.Length > 6 ? name.Length == 0 ? step.Key.Value : name : $"{step.Key}. {name}";
    }
}

/// <summary>One line of a shape's text.</summary>
internal sealed record BoxLine(string Text, double Size, bool IsBold, bool IsSoft);
