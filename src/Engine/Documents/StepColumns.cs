using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>What a column of an office's step table is about, whatever its head is worded like and wherever it stands.</summary>
internal enum ColumnKind
{
    Key, // TT, bước
    Stage, // giai đoạn, chặng
    Work, // nội dung công việc, trình tự
    Instruction, // hướng dẫn, cách thực hiện
    Who, // trách nhiệm: đơn vị, vị trí, hoặc cả hai
    Unit, // đơn vị, cơ quan
    Position, // vị trí, chức danh
    Time, // thời gian
    TimeUnit, // đơn vị tính
    OnlineTime, // thời gian trực tuyến
    Papers, // biểu mẫu và kết quả
    Forms, // biểu mẫu
    Product, // kết quả, sản phẩm
    Kind, // loại bước
    Ways, // nếu … thì chuyển …
    UnitCode, // mã đơn vị
    PositionCode, // mã vị trí
    LegCode, // mã chặng
}

/// <summary>The head of a step table: which column is which, in what unit times are, and where the rows begin.</summary>
internal sealed record StepColumns(IReadOnlyDictionary<ColumnKind, int> Columns, TimeUnit? Unit, bool SaysWorkingDays, int FirstRow, IReadOnlyList<string> Head)
{
    /// <summary>Heads stand near the top; what is before them is titles and letterheads.</summary>
    private const int DeepestHead = 60;

    private static readonly string[] SubHeads = ["truc tiep", "truc tuyen", "don vi", "vi tri", "ngay", "gio", "bieu mau", "ket qua", "chuc danh", "co quan", "phong ban", "ca nhan", "bo phan"];

    /// <summary>True for a table that our own sheets printed: its codes say exactly what is meant.</summary>
    public bool IsOurs => Columns.ContainsKey(ColumnKind.UnitCode) && Columns.ContainsKey(ColumnKind.PositionCode);

    /// <summary>The head in a grid; null where no row looks like one.</summary>
    public static StepColumns? Find(PaperGrid grid)
    {
        for (var at = 0; at < Math.Min(grid.Rows.Count, DeepestHead); at++)
        {
            var head = grid.Rows[at].Select(cell => PlainWords.Of(cell.Text)).ToList();
            if (at + 1 < grid.Rows.Count && Below(head, grid.Rows[at + 1]) is { } both && Of(both, at + 2, grid) is { } two) return two;
            if (Of(head, at + 1, grid) is { } one) return one;
        }
        return null;
    }

    // A head of two rows: "Thời gian" over "trực tiếp | trực tuyến", or everything merged downwards but one.
    private static List<string>? Below(List<string> head, IReadOnlyList<PaperCell> next)
    {
        var (joined, adds) = (new List<string>(head), false);
        for (var at = 0; at < Math.Min(head.Count, next.Count); at++)
        {
            var below = PlainWords.Of(next[at].Text);
            if (below.Length == 0 || below == head[at]) continue;
            if (next[at].FromAbove || !SubHeads.Any(word => below.StartsWith(word, StringComparison.Ordinal)) || below.Length > 60) return null;
            (joined[at], adds) = ($"{head[at]} {below}", true);
        }
        return adds ? joined : null;
    }

    private static StepColumns? Of(List<string> head, int firstRow, PaperGrid grid)
    {
        var columns = new Dictionary<ColumnKind, int>();
        var maybeWork = -1;
        for (var at = 0; at < head.Count; at++)
        {
            if (head[at].Length is 0 or > 80) continue;
            if (KindOf(head[at]) is { } kind) columns.TryAdd(kind, at);
            if (maybeWork < 0 && head[at] is "cac buoc" or "buoc thuc hien" or "cac buoc thuc hien" or "buoc xu ly") maybeWork = at;
        }
        if (!columns.ContainsKey(ColumnKind.Work) && maybeWork >= 0)
        {
            columns[ColumnKind.Work] = maybeWork;
            if (columns.GetValueOrDefault(ColumnKind.Key, -1) == maybeWork) columns.Remove(ColumnKind.Key);
        }
        var told = columns.ContainsKey(ColumnKind.Time) || columns.ContainsKey(ColumnKind.Who) || columns.ContainsKey(ColumnKind.Unit) || columns.ContainsKey(ColumnKind.Position);
        var hasWork = columns.ContainsKey(ColumnKind.Work) || columns.ContainsKey(ColumnKind.Key) && columns.ContainsKey(ColumnKind.Time) && told && columns.Count > 2;
        if (!hasWork || !told || columns.Values.Distinct().Count() < 2) return null;

        var time = columns.GetValueOrDefault(ColumnKind.Time, -1);
        var saysWorking = grid.Rows.Skip(firstRow - 1).Any(row => time >= 0 && time < row.Count && DurationText.TellsDaysApart(row[time].Text))
            || columns.TryGetValue(ColumnKind.TimeUnit, out var units) && grid.Rows.Skip(firstRow).Any(row => units < row.Count && DurationText.TellsDaysApart(row[units].Text));
        return new(columns, time >= 0 ? DurationText.UnitOf(head[time], saysWorking) : null, saysWorking, firstRow, head);
    }

    private static ColumnKind? KindOf(string head)
    {
        return head switch
        {
            "tt" or "stt" or "so tt" or "so thu tu" or "thu tu" or "buoc" or "b" or "ma buoc" or "buoc so" or "cac buoc" or "stt buoc" or "so buoc" => ColumnKind.Key,
            "ma don vi" => ColumnKind.UnitCode,
            "ma vi tri" => ColumnKind.PositionCode,
            "ma chang" => ColumnKind.LegCode,
            "loai buoc" => ColumnKind.Kind,
            "don vi tinh" or "dvt" => ColumnKind.TimeUnit,
            "huong dan" or "huong dan xu ly" => ColumnKind.Instruction,
            _ when Has("thoi gian", "thoi han") => Has("truc tuyen") ? ColumnKind.OnlineTime : ColumnKind.Time,
            _ when Has("giai doan", "chang") && head.Length < 40 => ColumnKind.Stage,
            _ when head.StartsWith("neu", StringComparison.Ordinal) || Has("chuyen buoc", "buoc tiep theo", "chuyen tiep") => ColumnKind.Ways,
            _ when Has("noi dung", "trinh tu", "ten buoc", "cong viec", "hoat dong", "ten cong viec", "buoc cong viec") => ColumnKind.Work,
            _ when Has("trach nhiem", "nguoi thuc hien", "chu tri", "don vi nguoi thuc hien", "don vi ca nhan", "nguoi chiu") => ColumnKind.Who,
            _ when Has("vi tri", "chuc danh", "chuc vu", "can bo", "cong chuc", "nguoi xu ly", "ca nhan") => Has("don vi", "co quan", "bo phan") ? ColumnKind.Who : ColumnKind.Position,
            _ when Has("don vi", "co quan", "bo phan", "phong ban", "noi thuc hien") => ColumnKind.Unit,
            _ when Has("bieu mau", "mau bieu", "ho so bieu mau") => Has("ket qua", "san pham") ? ColumnKind.Papers : ColumnKind.Forms,
            _ when Has("ket qua", "san pham") => ColumnKind.Product,
            _ when Has("mo ta", "dien giai", "cach thuc thuc hien", "cach thuc hien") => ColumnKind.Instruction,
            _ => null,
        };

        bool Has(params string[] phrases) => phrases.Any(phrase => PlainWords.Holds(head, phrase));
    }
}
