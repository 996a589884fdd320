using System.Buffers;
using System.Text;

namespace TthcFlow.Engine.Documents;

/// <summary>Comma-separated values (RFC 4180): what our exports write, and what offices send.</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",;\"\r\n\t");

    /// <summary>UTF-8 with its mark, so that Excel reads Vietnamese letters. A cell that a spreadsheet would take for a formula gets an apostrophe before it.</summary>
    public static byte[] Write(IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows) text.AppendJoin(',', row.Select(Quoted)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Rows of cells as written; quotes may hold separators and line ends. A quote that is never closed ends with the text.</summary>
    public static List<List<string>> Read(string text, char separator, int mostRows)
    {
        var (rows, row, cell) = (new List<List<string>>(), new List<string>(), new StringBuilder());
        var quoted = false;
        for (var at = 0; at < text.Length && rows.Count < mostRows; at++)
        {
            var letter = text[at];
            if (quoted)
            {
                if (letter != '"') cell.Append(letter);
                else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[++at]);
                else quoted = false;
            }
            else if (letter == '"' && cell.Length == 0) quoted = true;
            else if (letter == separator) EndCell();
            else if (letter is '\r' or '\n')
            {
                if (letter == '\r' && at + 1 < text.Length && text[at + 1] == '\n') at++;
                EndCell();
                EndRow();
            }
            else cell.Append(letter);
        }
        if (cell.Length > 0 || row.Count > 0)
        {
            EndCell();
            EndRow();
        }
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
        }

        void EndRow()
        {
            rows.Add(row);
            row = [];
        }
    }

    /// <summary>The apostrophe that our export puts before a formula-like cell is not part of the text.</summary>
    public static string Unguarded(string cell) => cell is ['\'', ..] && IsRisky(cell) ? cell[1..] : cell;

    private static string Quoted(string cell)
    {
        if (IsRisky(cell)) cell = "'" + cell;
        return cell.AsSpan().IndexOfAny(NeedsQuotes) < 0 && cell.Trim() == cell ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    // Apostrophes of the text's own count along, so that taking one away always gives back what was written.
    private static bool IsRisky(string cell) =>
        cell.AsSpan().TrimStart('\'') is [('=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20'), ..];
}
