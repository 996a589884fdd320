using System.Globalization;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>A step as a table tells it, before it is drawn.</summary>
internal sealed record ToldStep(string Key, string Name, StepKind Kind)
{
    public string? Instruction { get; init; }

    public string? Leg { get; init; }

    public string? LegKey { get; init; }

    public string? Unit { get; init; }

    public string? Position { get; init; }

    public TimeLimit? Limit { get; init; }

    public TimeLimit? OnlineLimit { get; init; }

    public IReadOnlyList<string> Forms { get; init; } = [];

    public string? Product { get; init; }

    /// <summary>Where it leads, as the table says; empty where it says nothing.</summary>
    public IReadOnlyList<string> Ways { get; init; } = [];

    /// <summary>Its line in the report.</summary>
    public int Line { get; init; }

    /// <summary>The kind was named by the table and not guessed from its words.</summary>
    public bool KindIsSaid { get; init; }
}

/// <summary>Reads the lines under a head into steps: numbers them, tells stages, sums and continuations apart, and notes every guess.</summary>
internal sealed partial class StepLines(StepColumns head, PlaceMatch places)
{
    private const int LongestName = 200;

    private readonly List<ToldStep> _steps = [];
    private readonly List<ImportLine> _lines = [];
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private string? _stage;

    public IReadOnlyList<ToldStep> Steps => _steps;

    public IReadOnlyList<ImportLine> Lines => _lines;

    /// <summary>The time that the line of the sum states.</summary>
    public TimeLimit? Total { get; private set; }

    public void Read(PaperGrid grid, int firstRow)
    {
        for (var at = firstRow; at < grid.Rows.Count; at++)
        {
            var cells = grid.Rows[at];
            if (cells.All(cell => cell.Text.Length == 0)) continue;
            Read(cells, at + 1);
        }
    }

    private void Read(IReadOnlyList<PaperCell> cells, int number)
    {
        var read = cells.Where(cell => cell is { FromLeft: false, Text.Length: > 0 }).Select(cell => cell.Text).ToArray();
        var distinct = read.Distinct().ToArray();
        if (IsHeadAgain(cells) || IsNumbering(read)) return;
        var first = PlainWords.Of(distinct[0]);
        if (TotalLine().IsMatch(first) || distinct.Length > 1 && TotalLine().IsMatch(PlainWords.Of(distinct[1])) && distinct[0].Length < 4) TakeTotal(cells, read, number);
        else if (IsStage(cells, distinct)) TakeStage(distinct[^1], read, number);
        else if (IsContinuation(cells)) TakeContinuation(cells, read, number);
        else if (distinct.Length == 1 && !Has(cells, ColumnKind.Key) && StepKindGuess.Of(distinct[0]) is null) Skip(read, number, new("dòng chỉ có chữ, không phải bước", "a line of text that is no step"));
        else TakeStep(cells, read, number);
    }

    private void TakeStep(IReadOnlyList<PaperCell> cells, string[] read, int number)
    {
        var notes = new List<ImportNote>();
        var (name, instruction, ways, online) = Work(cells);
        var said = Cell(cells, ColumnKind.Kind) is { Length: > 0 } kindText ? StepKindGuess.Named(kindText) : null;
        var who = string.Join('\n', new[] { Cell(cells, ColumnKind.Who), Cell(cells, ColumnKind.Position), Cell(cells, ColumnKind.Unit) }.Where(text => text.Length > 0));
        if (name.Length == 0)
        {
            if (who.Length == 0)
            {
                Skip(read, number, new("không có nội dung công việc", "it says no work"));
                return;
            }
            name = OneLine(who);
            Guess(new($"không có nội dung công việc; lấy tên theo trách nhiệm: {name}", $"it says no work; it is called after who does it: {name}"));
        }
        var key = KeyOf(cells, ref name, notes);
        var kind = said ?? StepKindGuess.Of(name) ?? (instruction is null ? null : StepKindGuess.Of(instruction));
        if (said is null)
        {
            var taken = ActivityCatalogue.Find(kind ?? StepKind.Work)!.Name;
            if (kind is null) Left(new($"chưa rõ loại bước; tạm để “{taken.Vi}”", $"the kind of step is not clear; “{taken.En}” stands in"));
            else Guess(new($"loại bước: {taken.Vi}", $"kind of step: {taken.En}"));
        }
        var (unit, position) = Post(cells, who, kind ?? StepKind.Work, notes);
        var limit = Time(cells, kind ?? StepKind.Work, notes);
        var (forms, product) = Papers(cells);
        var step = new ToldStep(key, name, kind ?? StepKind.Work)
        {
            Instruction = instruction,
            Leg = Cell(cells, ColumnKind.Stage) is { Length: > 0 } stage ? OneLine(stage) : _stage,
            LegKey = Cell(cells, ColumnKind.LegCode) is { Length: > 0 } leg ? OneLine(leg) : null,
            Unit = unit,
            Position = position,
            Limit = limit,
            OnlineLimit = OnlineTime(cells, online, limit),
            Forms = forms,
            Product = product,
            Ways = Cell(cells, ColumnKind.Ways) is { Length: > 0 } told ? told.Split('\n') : ways,
            Line = _lines.Count,
            KindIsSaid = said is not null,
        };
        _steps.Add(step);
        _lines.Add(new(number, LineUse.Step, read, key, notes) { Name = name, Kind = step.Kind, Unit = unit, Position = position, Limit = limit });

        void Guess(Wording text) => notes.Add(new(NoteKind.Guessed, text));
        void Left(Wording text) => notes.Add(new(NoteKind.Left, text));
    }

    // The first line names the work, what follows explains it; "→" tells where it leads, as our own papers print it.
    private (string Name, string? Instruction, string[] Ways, string? Online) Work(IReadOnlyList<PaperCell> cells)
    {
        var all = Cell(cells, ColumnKind.Work).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ways = all.Where(line => line.StartsWith('→')).Select(line => line[1..].Trim()).ToArray();
        var lines = all.Where(line => !line.StartsWith('→')).ToList();
        var name = lines.Count == 0 ? "" : Bullet().Replace(lines[0], "");
        var rest = lines.Skip(1).ToList();
        if (name.Length > LongestName)
        {
            rest.Insert(0, name);
            var stop = name.IndexOfAny([',', ';', '.', ':'], 20);
            name = name[..(stop is > 0 and < LongestName ? stop : LongestName)].TrimEnd();
        }
        else name = name.TrimEnd(';', '.', ':', ',', ' ');
        if (Cell(cells, ColumnKind.Instruction) is { Length: > 0 } instruction) rest.Add(instruction);
        var online = OnlineAside().Match(Cell(cells, ColumnKind.Time)) is { Success: true } aside ? aside.Groups["time"].Value : null;
        return (name, rest.Count == 0 ? null : string.Join('\n', rest), ways, online);
    }

    private string KeyOf(IReadOnlyList<PaperCell> cells, ref string name, List<ImportNote> notes)
    {
        var written = OneLine(Cell(cells, ColumnKind.Key));
        if (written.Length == 0 && StepPrefix().Match(name) is { Success: true } prefix)
        {
            written = prefix.Groups["key"].Value;
            name = name[prefix.Length..].TrimStart(' ', ':', '.', '-', '–');
        }
        var key = Numbered().Match(written) is { Success: true } match
            ? $"B{match.Groups["number"].Value.TrimStart('0').PadLeft(1, '0')}{match.Groups["tail"].Value.ToLowerInvariant()}"
            : written.Length is > 0 and <= 20 && !written.Contains(' ', StringComparison.Ordinal) ? written : "";
        if (key.Length == 0)
        {
            key = $"B{_steps.Count + 1}";
            for (var next = _steps.Count + 2; _keys.Contains(key); next++) key = $"B{next}";
            if (head.Columns.ContainsKey(ColumnKind.Key)) notes.Add(new(NoteKind.Guessed, new($"không có mã bước; đánh số {key}", $"it has no number; {key} was given")));
        }
        if (!_keys.Add(key))
        {
            var (first, letter) = (key, 'a');
            while (!_keys.Add(key = letter <= 'z' ? $"{first}{letter++}" : $"{first}.{_keys.Count}")) { }
            notes.Add(new(NoteKind.Guessed, new($"mã bước {first} đã có; dùng {key}", $"{first} is taken; {key} was given")));
        }
        return key;
    }

    private (string? Unit, string? Position) Post(IReadOnlyList<PaperCell> cells, string who, StepKind kind, List<ImportNote> notes)
    {
        if (head.IsOurs && (Cell(cells, ColumnKind.UnitCode).Length > 0 || Cell(cells, ColumnKind.PositionCode).Length > 0 || who.Length == 0))
            return (Some(OneLine(Cell(cells, ColumnKind.UnitCode))), Some(OneLine(Cell(cells, ColumnKind.PositionCode))));
        var found = places.Of(who);
        foreach (var note in found.Notes) notes.Add(new(NoteKind.Guessed, note));
        var (unit, position) = (found.Unit, found.Position);
        var atDesk = kind is StepKind.Intake or StepKind.ReturnResult;
        if (unit is null)
        {
            unit = atDesk ? "Receiving" : "Competent";
            notes.Add(new(NoteKind.Guessed, atDesk
                ? new("đơn vị: bộ phận Một cửa nơi tiếp nhận", "unit: the receiving desk")
                : new($"{(who.Length > 0 ? $"không thấy đơn vị trong “{OneLine(who)}”" : "không ghi đơn vị")}; tạm để cơ quan có thẩm quyền", $"{(who.Length > 0 ? $"no unit was found in “{OneLine(who)}”" : "no unit is named")}; the competent agency stands in")));
        }
        if (position is null && places.PositionHolding(kind is StepKind.Issue ? "van thu" : atDesk ? "mot cua" : "\0") is { } usual)
        {
            position = usual;
            notes.Add(new(NoteKind.Guessed, new($"vị trí: {places.NameOf(usual)}, theo loại bước", $"position: {places.NameOf(usual)}, after the kind of step")));
        }
        if (position is null)
            notes.Add(new(NoteKind.Left, who.Length > 0
                ? new($"không thấy vị trí “{OneLine(who)}” trong danh mục", $"the catalogue has no position like “{OneLine(who)}”")
                : new("chưa ghi vị trí xử lý", "no position is named")));
        return (unit, position);
    }

    private TimeLimit? Time(IReadOnlyList<PaperCell> cells, StepKind kind, List<ImportNote> notes)
    {
        var text = Cell(cells, ColumnKind.Time);
        var guess = DurationText.Read(text, Stated(cells), head.SaysWorkingDays);
        if (guess.Limit is null && kind is StepKind.ReturnResult)
        {
            if (guess.Note is not null) notes.Add(new(NoteKind.Guessed, new($"“{OneLine(text)}”: trả kết quả không tính thời gian", $"“{OneLine(text)}”: returning the result takes no time")));
            return head.IsOurs ? null : TimeLimit.OfHours(0);
        }
        if (guess.Limit is null && kind is StepKind.AwaitApplicant or StepKind.AwaitPayment or StepKind.AwaitSupplement) return null;
        if (guess.Note is { } note) notes.Add(new(guess.Limit is null ? NoteKind.Left : NoteKind.Guessed, text.Length == 0 ? note : new($"“{OneLine(text)}”: {note.Vi}", $"“{OneLine(text)}”: {note.En}")));
        else if (guess.Limit is null) notes.Add(new(NoteKind.Left, new("chưa ghi thời gian", "no time is stated")));
        return guess.Limit;
    }

    private TimeLimit? OnlineTime(IReadOnlyList<PaperCell> cells, string? aside, TimeLimit? limit)
    {
        var text = aside ?? Cell(cells, ColumnKind.OnlineTime);
        if (text.Length == 0) return null;
        var online = DurationText.Read(text, Stated(cells) ?? limit?.Unit, head.SaysWorkingDays).Limit;
        // A step has one unit for both of its times.
        return online is { } read && limit is { } own && read.Unit != own.Unit && read.WorkingMinutes is { } minutes && own.WorkingMinutes is not null
            ? new TimeLimit(minutes / (own.Unit is TimeUnit.WorkingDay ? 480m : 60m), own.Unit) : online;
    }

    private TimeUnit? Stated(IReadOnlyList<PaperCell> cells) => Cell(cells, ColumnKind.TimeUnit) is { Length: > 0 } unit ? DurationText.UnitOf(unit, head.SaysWorkingDays) : head.Unit;

    private (string[] Forms, string? Product) Papers(IReadOnlyList<PaperCell> cells)
    {
        var (forms, products) = (Items(Cell(cells, ColumnKind.Forms)).ToList(), Items(Cell(cells, ColumnKind.Product)).ToList());
        foreach (var item in Items(Cell(cells, ColumnKind.Papers))) (FormLike().IsMatch(PlainWords.Of(item)) ? forms : products).Add(item);
        return ([.. forms], products.Count == 0 ? null : string.Join("; ", products));
    }

    private void TakeTotal(IReadOnlyList<PaperCell> cells, string[] read, int number)
    {
        foreach (var text in new[] { Cell(cells, ColumnKind.Time) }.Concat(read.Reverse()))
            if (Total is null && DurationText.Read(text, head.Unit, head.SaysWorkingDays).Limit is { Value: > 0 } limit) Total = limit;
        _lines.Add(new(number, LineUse.Total, read, null, []));
    }

    private void TakeStage(string name, string[] read, int number)
    {
        _stage = OneLine(name);
        _lines.Add(new(number, LineUse.Stage, read, null, []));
    }

    private void TakeContinuation(IReadOnlyList<PaperCell> cells, string[] read, int number)
    {
        var more = string.Join('\n', new[] { Own(ColumnKind.Work), Own(ColumnKind.Instruction) }.Where(text => text.Length > 0));
        var (forms, product) = Papers([.. cells.Select(cell => cell.FromAbove ? PaperCell.Empty : cell)]);
        var step = _steps[^1];
        _steps[^1] = step with
        {
            Instruction = more.Length == 0 ? step.Instruction : step.Instruction is null ? more : $"{step.Instruction}\n{more}",
            Forms = [.. step.Forms, .. forms],
            Product = product is null ? step.Product : step.Product is null ? product : $"{step.Product}; {product}",
        };
        _lines.Add(new(number, LineUse.Continuation, read, step.Key, []));

        string Own(ColumnKind column) => head.Columns.TryGetValue(column, out var at) && at < cells.Count && !cells[at].FromAbove ? cells[at].Text : "";
    }

    private void Skip(string[] read, int number, Wording why) => _lines.Add(new(number, LineUse.Skipped, read, null, [new(NoteKind.Left, why)]));

    private bool IsHeadAgain(IReadOnlyList<PaperCell> cells) =>
        cells.Count >= 2 && cells.Index().All(cell => cell.Item.Text.Length == 0 || cell.Index < head.Head.Count && head.Head[cell.Index].StartsWith(PlainWords.Of(cell.Item.Text), StringComparison.Ordinal));

    // (1) (2) (3) under the head.
    private static bool IsNumbering(string[] read) =>
        read.Length >= 3 && read.Index().All(cell => cell.Item.Trim('(', ')', '[', ']', ' ') == (cell.Index + 1).ToString(CultureInfo.InvariantCulture));

    private bool IsStage(IReadOnlyList<PaperCell> cells, string[] distinct)
    {
        if (head.IsOurs || Has(cells, ColumnKind.Time) && distinct.Length > 2 || distinct.Length > 3) return false;
        var name = PlainWords.Of(distinct[^1]);
        var first = PlainWords.Of(distinct[0]);
        if (distinct.Length == 1 && cells.Count > 2 && cells.Skip(1).All(cell => cell.FromLeft)) return true; // one cell across the whole table
        if (distinct.Length == 1) return StageWords().IsMatch(name) || Spans(cells) && StepKindGuess.Of(distinct[0]) is null && name.Length < 120;
        return StageWords().IsMatch(first) && !Has(cells, ColumnKind.Who) || distinct.Length == 2 && Roman().IsMatch(distinct[0]) && !Has(cells, ColumnKind.Time);
    }

    private bool Spans(IReadOnlyList<PaperCell> cells) => cells.Count(cell => cell.FromLeft) >= Math.Max(2, head.Columns.Count - 2);

    private bool IsContinuation(IReadOnlyList<PaperCell> cells)
    {
        if (_steps.Count == 0 || !Says(ColumnKind.Work) && !Says(ColumnKind.Instruction) && !Says(ColumnKind.Papers) && !Says(ColumnKind.Forms) && !Says(ColumnKind.Product)) return false;
        var numbers = head.Columns.ContainsKey(ColumnKind.Key);
        return !Says(ColumnKind.Key) && !Says(ColumnKind.Time) && !Says(ColumnKind.Who) && !Says(ColumnKind.Unit) && !Says(ColumnKind.Position)
            && (numbers || head.Columns.ContainsKey(ColumnKind.Time));

        bool Says(ColumnKind column) => head.Columns.TryGetValue(column, out var at) && at < cells.Count && cells[at].Text.Length > 0 && !cells[at].FromAbove;
    }

    private bool Has(IReadOnlyList<PaperCell> cells, ColumnKind column) => Cell(cells, column).Length > 0;

    private string Cell(IReadOnlyList<PaperCell> cells, ColumnKind column) => head.Columns.TryGetValue(column, out var at) && at < cells.Count ? cells[at].Text : "";

    private static IEnumerable<string> Items(string text) => text.Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(item => Bullet().Replace(item, "").Trim()).Where(item => item.Length > 0);

    private static string OneLine(string text) => text.Replace('\n', ' ').Trim();

    private static string? Some(string text) => text.Length == 0 ? null : text;

    [GeneratedRegex(@"^(tong( cong| so| thoi gian| thoi han)?( |$)(?!hop)|cong$|cong (cong|thoi gian)( |$))")]
    private static partial Regex TotalLine();

    [GeneratedRegex(@"^(giai doan|chang|cap |phan [ivx\d]|[ivx]+ (giai doan|chang))")]
    private static partial Regex StageWords();

    [GeneratedRegex(@"^[IVX]{1,5}\.?$")]
    private static partial Regex Roman();

    [GeneratedRegex(@"^(?:bước|buoc|b)?\s*[.\-:]?\s*(?<number>\d{1,3})(?<tail>(?:\.\d{1,2})*\p{L}?)\s*[.:)]?$", RegexOptions.IgnoreCase)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^(?<key>(?:bước|b)\s*\d{1,3}[a-z]?)\s*[:.\-–]\s*", RegexOptions.IgnoreCase)]
    private static partial Regex StepPrefix();

    [GeneratedRegex(@"^(?:[-–•+*·]|\d{1,2}\))\s+")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^(mau|bm|bieu mau|phieu)( |\d|$)")]
    private static partial Regex FormLike();

    [GeneratedRegex(@"\(trực tuyến: (?<time>[^)]*)\)")]
    private static partial Regex OnlineAside();
}
