using static TthcFlow.Engine.Documents.WordPiece;

namespace TthcFlow.Engine.Documents;

/// <summary>One line of a paragraph, its pieces in their places.</summary>
/// <param name="X">Where the line begins, from the left side of the column.</param>
internal sealed record WordLine(IReadOnlyList<(double X, WordPiece Piece)> Pieces, double X, double Height, double Base, bool EndsPage)
{
    public void Draw(PdfPage page, double x, double y)
    {
        var at = 0;
        while (at < Pieces.Count)
        {
            var (from, piece) = Pieces[at++];
            if (piece is Picture picture) page.Picture(picture.What, x + X + from, y + Base - picture.High, picture.Wide, picture.High, picture.Cut);
            else if (piece is Sign sign) Draw(page, sign, x + X + from, y + Base);
            else if (piece is Letters first)
            {
                // Letters of one look that stand side by side are one text: it can be searched and copied as it is read.
                var (text, end) = (first.Text, from + first.Width);
                for (; at < Pieces.Count && Pieces[at] is (var next, Letters more) && more.Look == first.Look && Math.Abs(next - end) < 0.01; at++) (text, end) = (text + more.Text, next + more.Width);
                Draw(page, text, first.Look, x + X + from, end - from, y);
            }
        }
    }

    private void Draw(PdfPage page, string text, LetterLook look, double x, double width, double top)
    {
        var line = top + Base - look.Raised * look.Size * (look.Raised > 0 ? 0.33 : 0.14);
        if (look.Shade is { } shade) page.Rectangle(x, top, width, Height, null, shade);
        page.Text(text, look.Face, look.Drawn, x, line, look.Ink);
        if (look.IsUnderlined) page.Line(x, line + look.Size * 0.11, x + width, line + look.Size * 0.11, look.Size * (look.IsBold ? 0.075 : 0.05), look.Ink);
        if (look.IsStruck) page.Line(x, line - look.Size * 0.25, x + width, line - look.Size * 0.25, look.Size * 0.05, look.Ink);
    }

    private static void Draw(PdfPage page, Sign sign, double x, double line)
    {
        var side = sign.Look.Drawn * 0.68;
        var (left, top) = (x + sign.Look.Drawn * 0.08, line - side);
        if (sign.What is not WordSign.Tick) page.Rectangle(left, top, side, side, sign.Look.Ink, null, 0.7);
        if (sign.What is WordSign.Ticked or WordSign.Tick)
            page.Path([(left + side * 0.15, top + side * 0.5), (left + side * 0.4, top + side * 0.8), (left + side * 0.88, top + side * 0.12)], false, sign.Look.Ink, null, 0.9);
        if (sign.What is not WordSign.Crossed) return;
        page.Line(left, top, left + side, top + side, 0.8, sign.Look.Ink);
        page.Line(left, top + side, left + side, top, 0.8, sign.Look.Ink);
    }
}

/// <summary>Breaks the pieces of a paragraph into lines: between words, inside a word only where one is wider than the column; tabs go to their places.</summary>
internal sealed class WordLines
{
    private const double Ascent = 0.891, Natural = 1.149, DefaultTab = 36;

    private readonly ParagraphLook _look;
    private readonly double _width, _step, _most;
    private readonly List<WordLine> _lines = [];
    private readonly List<(double X, WordPiece Piece)> _line = [];
    private List<WordPiece> _pieces;
    private double _used;
    private int _at;

    private WordLines(List<WordPiece> pieces, ParagraphLook look, double width, double tab, double most) => (_pieces, _look, _width, _step, _most) = (pieces, look, width, tab > 1 ? tab : DefaultTab, most);

    private double Begin => _look.Left + (_lines.Count == 0 ? _look.First : 0);

    private double Room => Math.Max(_width - _look.Right - Begin, 12);

    /// <param name="width">Of the column.</param>
    /// <param name="most">The height of a page: pictures are no higher.</param>
    public static IReadOnlyList<WordLine> Of(List<WordPiece> pieces, ParagraphLook look, double width, double tab, double most) => new WordLines(pieces, look, width, tab, most).Broken();

    private List<WordLine> Broken()
    {
        _pieces = [.. _pieces.Select(piece => piece is Picture picture ? Fitted(picture) : piece)];
        while (_at < _pieces.Count)
        {
            switch (_pieces[_at])
            {
                case Break end:
                    _at++;
                    End(end.Look, isLast: true, end.IsPage);
                    break;
                case Tab tab: Place(tab); break;
                case Letters { IsBlank: true } blank: Put(blank); break;
                default: Word(); break;
            }
        }
        if (_line.Count > 0 || _lines.Count == 0 || _pieces[^1] is Break { IsPage: false }) End(_look.Letters, isLast: true, endsPage: false);
        return _lines;
    }

    private Picture Fitted(Picture picture)
    {
        var share = Math.Min(1, Math.Min(Math.Max(_width - Math.Max(_look.Left, 0) - Math.Max(_look.Right, 0), 12) / picture.Wide, _most * 0.95 / picture.High));
        return picture with { Wide = picture.Wide * share, High = picture.High * share };
    }

    private void Put(WordPiece piece)
    {
        _line.Add((_used, piece));
        _used += piece.Width;
        _at++;
    }

    private int WordEnd(int from)
    {
        var end = from;
        while (end < _pieces.Count && _pieces[end] is Letters { IsBlank: false } or Sign or Picture)
            if (_pieces[end++] is Letters { MayEnd: true }) break;
        return end;
    }

    private void Word()
    {
        var end = WordEnd(_at);
        var width = _pieces.Skip(_at).Take(end - _at).Sum(piece => piece.Width);
        if (_used + width <= Room + 0.01)
        {
            while (_at < end) Put(_pieces[_at]);
            return;
        }
        if (_line.Exists(placed => placed.Piece is not Letters { IsBlank: true }))
        {
            End(_look.Letters, isLast: false, endsPage: false);
            return;
        }
        while (_at < end) // wider than the column
        {
            if (_pieces[_at] is Letters letters && _used + letters.Width > Room && letters.Text.Length > 1)
            {
                var fits = letters.Text.Length - 1;
                while (fits > 1 && _used + PdfFile.WidthOf(letters.Text[..fits], letters.Look.Face, letters.Look.Drawn) > Room) fits--;
                if (char.IsHighSurrogate(letters.Text[fits - 1])) fits = fits > 1 ? fits - 1 : 2;
                if (fits < letters.Text.Length)
                {
                    _pieces[_at] = letters with { Text = letters.Text[fits..] };
                    _line.Add((_used, letters with { Text = letters.Text[..fits] }));
                    End(_look.Letters, isLast: false, endsPage: false);
                    return;
                }
            }
            Put(_pieces[_at]);
        }
    }

    private void Place(Tab tab)
    {
        var from = Begin + _used;
        var stop = tab.Stop is { } side ? new TabStop(side switch { "right" => _width - _look.Right, "center" => (_width - _look.Right) / 2, _ => from }, side, "none")
            : _look.Tabs.Where(stop => stop.At > from + 0.1).Concat(_look.First < 0 && _look.Left > from + 0.1 ? [new TabStop(_look.Left, "left", "none")] : []).OrderBy(stop => stop.At)
                .FirstOrDefault(new TabStop((Math.Floor((from + 0.1) / _step) + 1) * _step, "left", "none"));
        var ahead = stop.Kind is "left" or "start" ? 0
            : _pieces.Skip(_at + 1).TakeWhile(piece => piece is not (Tab or Break)).Sum(piece => piece.Width) is var width && stop.Kind == "center" ? width / 2 : width;
        var gap = Math.Min(Math.Max(0, stop.At - from - ahead), Room - _used);
        if (stop.At > from && stop.Kind is "left" or "start" && gap <= 0.5 && _line.Count > 0) // no room left in this line
        {
            End(_look.Letters, isLast: true, endsPage: false);
            return;
        }
        if (stop.Leader is "dot" or "middleDot" or "hyphen" or "underscore" or "heavy" && gap > 0)
        {
            var sign = stop.Leader switch { "hyphen" => "-", "underscore" or "heavy" => "_", "middleDot" => "·", _ => "." };
            var each = PdfFile.WidthOf(sign, tab.Look.Face, tab.Look.Drawn);
            var text = string.Concat(Enumerable.Repeat(sign, Math.Min((int)(gap / Math.Max(each, 0.1)), 1000)));
            if (text.Length > 0) _line.Add((_used + gap - text.Length * each, new Letters(text, tab.Look with { IsUnderlined = false }, false, false)));
        }
        else if (gap > 0) _line.Add((_used, tab));
        _used += Math.Max(gap, 0);
        _at++;
    }

    private void End(LetterLook empty, bool isLast, bool endsPage)
    {
        while (_line.Count > 0 && _line[^1].Piece is Letters { IsBlank: true, Look.IsUnderlined: false }) _line.RemoveAt(_line.Count - 1);
        var used = _line.Count == 0 ? 0 : _line[^1].Piece is Tab ? _used : _line[^1].X + _line[^1].Piece.Width;
        if (!isLast) while (_at < _pieces.Count && _pieces[_at] is Letters { IsBlank: true }) _at++; // blanks do not go over to the next line
        var left = Room - used;
        var begin = Begin + (_look.Side switch { "center" => left / 2, "right" or "end" => left, _ => 0 });
        if (_look.Side is "both" or "distribute" && !isLast && left > 0) Spread(left);
        var letters = _line.Select(placed => placed.Piece switch { Letters some => some.Look.Size, Sign sign => sign.Look.Size, _ => 0 }).DefaultIfEmpty().Max();
        var high = _line.Select(placed => placed.Piece is Picture picture ? picture.High : 0).DefaultIfEmpty().Max();
        if (letters == 0 && high == 0) letters = empty.Size;
        var natural = Math.Max(letters * Natural, high > 0 ? high + letters * (Natural - Ascent) : 0);
        var height = _look.LineRule switch { "exact" => Math.Max(_look.Line, 1), "atLeast" => Math.Max(natural, _look.Line), _ => Math.Max(natural * _look.Line, high) };
        if (_look.LineRule == "exact" && high > height) height = high; // Word would cut a picture; nothing on a form is to be lost
        var low = letters * (Natural - Ascent);
        _lines.Add(new([.. _line], begin, height, _look.LineRule == "auto" ? natural - low : height - low, endsPage));
        _line.Clear();
        _used = 0;
    }

    private void Spread(double left)
    {
        var from = _line.FindLastIndex(placed => placed.Piece is Tab) + 1;
        var blanks = 0;
        for (var at = from; at < _line.Count; at++) if (_line[at].Piece is Letters { IsBlank: true }) blanks++;
        if (blanks == 0) return;
        var moved = 0.0;
        for (var at = from; at < _line.Count; at++)
        {
            _line[at] = (_line[at].X + moved, _line[at].Piece);
            if (_line[at].Piece is Letters { IsBlank: true }) moved += left / blanks;
        }
    }
}
