using System.Text.RegularExpressions;

namespace TthcFlow.Engine.Papers;

/// <summary>Puts a paper's fields into texts with placeholders (điền mẫu). A placeholder is <c>«Ten»</c>; with a question mark, an empty field takes the whole line with it.</summary>
public static partial class FormFilling
{
    /// <summary>The names of the placeholders in a text, as written between the marks.</summary>
    public static IEnumerable<string> PlaceholdersOf(string text) => Marks().Matches(text).Select(mark => mark.Groups["name"].Value);

    /// <summary>Where the placeholders of a text stand, with their values.</summary>
    public static IEnumerable<(int At, int Length, string Name, string? Value, bool IsOptional)> In(string text, IReadOnlyDictionary<string, string> fields) =>
        Marks().Matches(text).Select(mark => (mark.Index, mark.Length, mark.Groups["name"].Value, fields.GetValueOrDefault(mark.Groups["name"].Value), mark.Groups["may"].Success));

    /// <summary>The text with its fields; null where an optional one is empty and the line falls away. A name nobody knows stays as it is written.</summary>
    public static string? Fill(string text, IReadOnlyDictionary<string, string> fields)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (In(text, fields).Any(mark => mark.IsOptional && string.IsNullOrWhiteSpace(mark.Value))) return null;
        return Marks().Replace(text, mark => fields.GetValueOrDefault(mark.Groups["name"].Value) ?? mark.Value);
    }

    /// <summary>A layout with a paper's fields in it: what pages and PDF show. Table cells keep their lines apart.</summary>
    public static IReadOnlyList<FilledPart> Fill(FormLayout layout, Paper paper)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(paper);
        var parts = new List<FilledPart>();
        foreach (var part in layout.Parts)
        {
            switch (part)
            {
                case FormPart.Line line when Fill(line.Text.Text, paper.Fields) is { } text:
                    parts.Add(new FilledPart.Line(line.Text with { Text = text }));
                    break;
                case FormPart.Columns columns:
                    parts.Add(new FilledPart.Columns(Filled(columns.Left, paper), Filled(columns.Right, paper), columns.IsSigned));
                    break;
                case FormPart.Table table:
                    var rows = paper.Lists.GetValueOrDefault(table.List) ?? [];
                    parts.Add(new FilledPart.Table(table.Rows, [.. rows.Select(row => Named(table.List, row)).Select(row => (IReadOnlyList<string>)[.. table.Rows.Select(column => Cell(column.Text, row))])]));
                    break;
                case FormPart.Proof proof:
                    parts.Add(new FilledPart.Proof(paper.Fields.GetValueOrDefault(FormLayout.Qr) ?? "", Filled(proof.Lines, paper)));
                    break;
            }
        }
        return parts;
    }

    /// <summary>A row's fields by their full names: <c>ThanhPhan.Ten</c>.</summary>
    public static IReadOnlyDictionary<string, string> Named(string list, IReadOnlyDictionary<string, string> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.ToDictionary(field => $"{list}.{field.Key}", field => field.Value);
    }

    /// <summary>A cell of a list's row; lines whose fields are all empty fall away.</summary>
    public static string Cell(string text, IReadOnlyDictionary<string, string> row)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Where(line => !In(line, row).Any() || In(line, row).Any(mark => !string.IsNullOrWhiteSpace(mark.Value)));
        return string.Join('\n', lines.Select(line => Fill(line, row)).OfType<string>());
    }

    /// <summary>A text in pieces, plain and bold by turns.</summary>
    public static IEnumerable<(string Text, bool IsBold)> Pieces(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split("**").Select((piece, at) => (piece, at % 2 == 1)).Where(piece => piece.Item1.Length > 0);
    }

    private static List<FormText> Filled(IReadOnlyList<FormText> texts, Paper paper) =>
        [.. from text in texts
            let filled = Fill(text.Text, paper.Fields)
            where filled is not null
            select text with { Text = filled }];

    [GeneratedRegex(@"«\s*(?<name>[\p{L}\p{Nd}_.]+)(?<may>\?)?\s*»")]
    private static partial Regex Marks();
}

/// <summary>A part of a form that was filled in.</summary>
public abstract record FilledPart
{
    private FilledPart() { }

    public sealed record Line(FormText Text) : FilledPart;

    public sealed record Columns(IReadOnlyList<FormText> Left, IReadOnlyList<FormText> Right, bool IsSigned) : FilledPart;

    public sealed record Table(IReadOnlyList<FormColumn> Heads, IReadOnlyList<IReadOnlyList<string>> Rows) : FilledPart;

    /// <param name="Qr">What the square code says.</param>
    public sealed record Proof(string Qr, IReadOnlyList<FormText> Lines) : FilledPart;
}
