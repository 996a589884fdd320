namespace TthcFlow.Engine.Diagrams;

/// <summary>The look of an item: one table for pages, Word and PDF. Marks differ by stroke and sign, never by colour alone, so that a black-and-white copy tells as much.</summary>
/// <param name="Fill">RRGGBB; null for none.</param>
/// <param name="Stroke">RRGGBB; null for none.</param>
/// <param name="Thickness">Of the stroke, in points.</param>
/// <param name="Dash">How a broken stroke is broken.</param>
/// <param name="Ink">Colour of the text, RRGGBB.</param>
/// <param name="SoftInk">Colour of the small print, RRGGBB.</param>
public sealed record SceneStyle(string? Fill, string? Stroke, double Thickness, SceneDash Dash, string Ink, string SoftInk)
{
    private const string Black = "1B2330";
    private const string Grey = "4F5A68";
    private const string Edge = "56606E";

    /// <summary>How an item is drawn.</summary>
    public static SceneStyle Of(SceneItem item)
    {
        var plain = item.Role switch
        {
            SceneRole.Lane => new SceneStyle("FFFFFF", "C3C9D1", 0.6, SceneDash.Whole, Black, Grey),
            SceneRole.LaneName => new SceneStyle("E9EEF4", "C3C9D1", 0.6, SceneDash.Whole, Black, Grey),
            SceneRole.Stage => new SceneStyle("F6F7F4", "C3C9D1", 0.6, SceneDash.Whole, Grey, Grey),
            SceneRole.Start or SceneRole.Bar => new SceneStyle(Black, null, 0, SceneDash.Whole, Black, Grey),
            SceneRole.Waiting => new SceneStyle("FFFFFF", Edge, 0.9, SceneDash.Dashed, Black, Grey),
            SceneRole.Choice => new SceneStyle("FFFFFF", Edge, 0.9, SceneDash.Whole, Black, Grey),
            SceneRole.Result => new SceneStyle("EEF1F4", Black, 1.6, SceneDash.Whole, Black, Grey),
            SceneRole.Refusal => new SceneStyle("F3F4F1", Edge, 0.9, SceneDash.Whole, Black, Grey),
            SceneRole.Way => new SceneStyle(null, Edge, 1, SceneDash.Whole, Black, Grey),
            SceneRole.WayBack => new SceneStyle(null, Edge, 1, SceneDash.Dashed, Black, Grey),
            SceneRole.Outcome => new SceneStyle("FFFFFF", null, 0, SceneDash.Whole, Grey, Grey),
            SceneRole.Sign => new SceneStyle(Black, "FFFFFF", 0.8, SceneDash.Whole, "FFFFFF", "FFFFFF"),
            SceneRole.Removed => new SceneStyle("FFFFFF", Edge, 0.9, SceneDash.Dotted, Grey, Grey),
            SceneRole.Note => new SceneStyle(null, null, 0, SceneDash.Whole, Grey, Grey),
            _ => new SceneStyle("FFFFFF", Edge, 0.9, SceneDash.Whole, Black, Grey),
        };
        if (item.Mark is not { } mark) return plain;
        var (wash, edge, dash) = Look(mark);
        return item.Role switch
        {
            SceneRole.Bar or SceneRole.Start => plain with { Fill = edge },
            SceneRole.Way => plain with { Stroke = edge, Thickness = 2 },
            SceneRole.WayBack => plain with { Stroke = edge, Thickness = 2 },
            SceneRole.Sign => plain with { Fill = edge },
            SceneRole.Outcome => plain,
            _ => plain with { Fill = wash, Stroke = edge, Thickness = mark is StepMark.Done ? 1.2 : 2, Dash = dash },
        };
    }

    private static (string Wash, string Edge, SceneDash Dash) Look(StepMark mark) => mark switch
    {
        StepMark.Done => ("E6F3EC", "1B6E44", SceneDash.Whole),
        StepMark.Current => ("E9F0F8", "1C4F8C", SceneDash.Whole),
        StepMark.Fault => ("FCEBE9", "AB1F1A", SceneDash.Whole),
        StepMark.OnWay => ("FDF1DC", "8F4F00", SceneDash.Whole),
        StepMark.Added => ("E6F3EC", "1B6E44", SceneDash.Whole),
        StepMark.Changed => ("FDF1DC", "8F4F00", SceneDash.Dashed),
        _ => ("FCEBE9", "AB1F1A", SceneDash.Dotted),
    };
}

/// <summary>How a stroke is broken.</summary>
public enum SceneDash
{
    Whole,
    Dashed,
    Dotted,
}
