using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>A question to the database that grows clause by clause; a value is named where it is used.</summary>
internal sealed class ListQuestion
{
    private readonly List<Value> _values = [];

    public string this[Value value]
    {
        get
        {
            _values.Add(value);
            return $"${_values.Count}";
        }
    }

    public Statement Asked(string sql) => new(sql, [.. _values]);
}

/// <summary>Where in a list a page begins, and how long it is.</summary>
internal readonly record struct PageTurn(PageMark? After, PageMark? Before, int Lines)
{
    public bool IsBackward => Before is not null;

    public PageMark? From => Before ?? After;
}

/// <summary>What a list is ordered by: a column that is never empty; the dossier's code settles ties.</summary>
internal readonly record struct ListOrder(string Column, bool IsDescending)
{
    public static ListOrder Due { get; } = new("due_order", false);
    public static ListOrder LatestEnd { get; } = new("ended_at", true);
    public static ListOrder LatestReceipt { get; } = new("received_at", true);
    public static ListOrder Applicant { get; } = new("applicant_order", false);

    public bool IsByName => this == Applicant;

    public PageMark MarkOf(Row row, int column, params string[] key) => IsByName ? PageMark.At(row.Text(column), key) : PageMark.At(row.Instant(column), key);

    /// <summary>The order as read on the way to a page, with the columns that settle ties.</summary>
    public string Sql(string alias, string ties, bool backward)
    {
        var direction = IsDescending != backward ? " desc" : "";
        return string.Join(", ", $"{Column}, {ties}".Split(", ").Select(column => $"{alias}.{column}{direction}"));
    }

    /// <summary>The lines on the far side of a mark; all of them without one, or where it was made for another list.</summary>
    public string Beyond(ListQuestion question, PageTurn turn, string alias, string ties)
    {
        var columns = ties.Split(", ");
        if (turn.From is not { } mark || mark.Key.Length != columns.Length) return "true";
        Value? place = IsByName ? mark.Text : mark.Instant is { } instant ? instant : null;
        if (place is null) return "true";
        var key = columns.Zip(mark.Key, (column, part) => column == "run" ? int.TryParse(part, out var run) ? run : 0 : (Value)part);
        return $"({string.Join(", ", columns.Prepend(Column).Select(column => $"{alias}.{column}"))}) {(IsDescending != turn.IsBackward ? "<" : ">")} "
            + $"({string.Join(", ", key.Prepend(place.Value).Select(value => question[value]))})";
    }
}
