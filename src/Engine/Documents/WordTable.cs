using System.Xml.Linq;

namespace TthcFlow.Engine.Documents;

/// <summary>Makes strips of a table's rows: the widths of its columns, its lines, merged cells, heads that repeat.</summary>
/// <param name="set">Sets what stands in a cell, in a column of that width, with the table's styles.</param>
internal sealed class WordTable(XElement table, WordLooks looks, double room, Func<XElement, double, IReadOnlyList<XElement>, IReadOnlyList<WordSlice>> set)
{
    private const int MostColumns = 100;
    private const double Hair = 0.5;

    private readonly XElement? _says = table.The("tblPr");
    private readonly IReadOnlyList<XElement> _styles = looks.TableStyles(table.The("tblPr"));

    private sealed record Place(XElement Cell, int Column, int Span, int From, int To);

    public List<WordSlice> Slices()
    {
        var rows = Rows(table).ToList();
        var places = Placed(rows);
        if (places.Count == 0) return [];
        var columns = places.Max(place => place.Column + place.Span);
        var widths = Widths(places, columns);
        var left = _says.The("jc").Value() switch { "center" => (room - widths.Sum()) / 2, "right" or "end" => room - widths.Sum(), _ => Math.Clamp(_says.The("tblInd") is { } indent && indent.Said("type") is not "pct" ? indent.Points("w") ?? 0 : 0, -room, room) };
        var heads = rows.TakeWhile(row => row.The("trPr").The("tblHeader").IsOn() == true).Count();
        if (heads == rows.Count) heads = 0;

        var slices = new List<WordSlice>();
        var repeated = new List<WordSlice>();
        var beginning = places.ToLookup(place => place.From);
        for (var first = 0; first < rows.Count;)
        {
            var last = first;
            var own = new List<Place>();
            for (var at = first; at <= last; at++)
            {
                own.AddRange(beginning[at]);
                last = Math.Max(last, beginning[at].Select(place => place.To).DefaultIfEmpty(last).Max());
            }
            var slice = new WordRowSlice(
                [.. own.Select(place => CellOf(place, first, widths, left, rows.Count, columns))],
                [.. rows.GetRange(first, last - first + 1).Select(row => (row.The("trPr").The("trHeight").Points("val") ?? 0, row.The("trPr").The("cantSplit").IsOn() != true))])
            { Heads = first < heads ? [] : repeated, IsKept = first < heads };
            slices.Add(slice);
            if (last < heads) repeated.Add(slice);
            first = last + 1;
        }
        return slices;
    }

    private static IEnumerable<XElement> Rows(XElement within) => within.Shown().SelectMany(child => child.Name.LocalName switch
    {
        "tr" => [child],
        "sdt" => child.The("sdtContent") is { } content ? Rows(content) : [],
        "ins" or "customXml" => Rows(child),
        _ => Enumerable.Empty<XElement>(),
    });

    private static IEnumerable<XElement> Cells(XElement within) => within.Shown().SelectMany(child => child.Name.LocalName switch
    {
        "tc" => [child],
        "sdt" => child.The("sdtContent") is { } content ? Cells(content) : [],
        "customXml" => Cells(child),
        _ => Enumerable.Empty<XElement>(),
    });

    private static List<Place> Placed(List<XElement> rows)
    {
        var places = new List<Place>();
        var open = new Dictionary<int, int>(); // column → the cell that goes on downwards
        foreach (var (at, row) in rows.Index())
        {
            var column = Math.Clamp(row.The("trPr").The("gridBefore").Whole() ?? 0, 0, MostColumns);
            var goesOn = new Dictionary<int, int>();
            foreach (var cell in Cells(row))
            {
                var span = Math.Clamp(cell.The("tcPr").The("gridSpan").Whole() ?? 1, 1, MostColumns);
                if (column + span > MostColumns) break;
                var merged = cell.The("tcPr").The("vMerge");
                if (merged is not null && merged.Value() != "restart" && open.TryGetValue(column, out var above) && places[above].Span == span)
                {
                    places[above] = places[above] with { To = at };
                    goesOn[column] = above;
                }
                else
                {
                    if (merged is not null) goesOn[column] = places.Count;
                    places.Add(new(cell, column, span, at, at));
                }
                column += span;
            }
            open = goesOn;
        }
        return places;
    }

    private double[] Widths(List<Place> places, int columns)
    {
        var grid = table.The("tblGrid").All("gridCol").Select(column => column.Points("w") ?? 0).Take(columns).ToArray();
        if (grid.Length < columns || grid.Any(width => width <= 0))
        {
            grid = new double[columns];
            foreach (var place in places.Where(place => place.Span == 1))
                if (place.Cell.The("tcPr").The("tcW") is { } own && own.Said("type") is "dxa" or null && own.Points("w") is > 0 and var width) grid[place.Column] = Math.Max(grid[place.Column], width);
            var (known, unknown) = (grid.Sum(), grid.Count(width => width <= 0));
            for (var at = 0; at < columns; at++) if (grid[at] <= 0) grid[at] = Math.Max(room - known, unknown * 20) / unknown;
        }
        var total = grid.Sum();
        var asked = _says.The("tblW") is { } whole && (whole.Said("type") == "pct" || whole.Said("w")?.EndsWith('%') == true)
            ? room * Math.Clamp((WordXml.PointsOf(whole.Said("w"), 1) ?? 5000) / (whole.Said("w")?.EndsWith('%') == true ? 100 : 5000), 0.05, 1.2) : total;
        var most = room * 1.25; // a table may reach into the margins as Word lets it, not out of the page
        var share = Math.Min(asked, most) / Math.Max(total, 1);
        return [.. grid.Select(width => Math.Max(width * share, 4))];
    }

    private WordCell CellOf(Place place, int first, double[] widths, double left, int rows, int columns)
    {
        var (x, width, says) = (left + widths[..place.Column].Sum(), widths[place.Column..(place.Column + place.Span)].Sum(), place.Cell.The("tcPr"));
        var own = says.The("tcBorders");
        CellEdge? Edge(string side, string inside, bool isOuter, string? other = null)
        {
            if (own.The(side) is { } said || other is not null && (said = own.The(other)) is not null) return EdgeOf(said);
            foreach (var borders in Sources("tblBorders"))
                if (borders.The(isOuter ? side : inside) is { } found || isOuter && other is not null && (found = borders.The(other)) is not null) return EdgeOf(found);
            return null;
        }
        double Room(string side, double plain, string? other = null)
        {
            foreach (var source in new[] { says.The("tcMar") }.Concat(Sources("tblCellMar")))
                if ((source.The(side) ?? (other is null ? null : source.The(other))) is { } said) return Math.Clamp(said.Points("w") ?? plain, 0, width / 2.5);
            return plain;
        }
        var (before, after) = (Room("left", Math.Min(5.4, width / 5), "start"), Room("right", Math.Min(5.4, width / 5), "end"));
        var frame = new CellFrame(
            Edge("top", "insideH", place.From == 0), Edge("left", "insideV", place.Column == 0, "start"), Edge("bottom", "insideH", place.To == rows - 1), Edge("right", "insideV", place.Column + place.Span == columns, "end"),
            Room("top", 0), before, Room("bottom", 0), after, WordLooks.InkOf(says.The("shd").Said("fill")));
        return new(x, width, place.From - first, place.To - first, set(place.Cell, Math.Max(width - before - after, 6), _styles), frame, says.The("vAlign").Value() ?? "top");
    }

    /// <summary>Where a table's own word stands: in it, then in its styles, the most special first.</summary>
    private IEnumerable<XElement> Sources(string name) =>
        new[] { _says.The(name) }.Concat(_styles.Reverse().Select(style => style.The("tblPr").The(name))).OfType<XElement>();

    public static CellEdge? EdgeOf(XElement? said)
    {
        if (said.Value() is null or "nil" or "none") return null;
        var thick = Math.Clamp((said.Whole("sz") ?? 4) / 8.0, 0.25, 6);
        return new(said.Value() is "double" or "triple" ? Hair : thick, said.Value() switch { "dotted" => Math.Max(thick, 1), "dashed" or "dashSmallGap" or "dotDash" or "dotDotDash" => 3, _ => 0 }, said.Value() is "double" or "triple",
            WordLooks.InkOf(said.Said("color")) ?? Ink.Black);
    }
}
