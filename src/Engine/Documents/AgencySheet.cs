using System.Globalization;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>What a sheet lists.</summary>
public enum AgencySheetKind
{
    Units, // cơ quan, đơn vị
    Holders, // người giữ vị trí
}

/// <summary>A cell, or a row, that cannot be taken in.</summary>
/// <param name="Row">As a person counts in the file, the head included.</param>
/// <param name="Column">The column's head as it stands in the file; null where the row as a whole is meant.</param>
public sealed record SheetFault(int Row, string? Column, Wording Message);

/// <summary>Reads a table of units, or of who holds what, as acts. Every fault is told with its row and column; what is right is kept beside them.</summary>
internal static class AgencySheet
{
    private static readonly (string Field, string[] Heads)[] OfUnits =
    [
        ("code", ["ma dinh danh", "ma", "ma don vi", "code"]), ("name", ["ten", "ten co quan", "ten don vi", "ten co quan don vi", "name"]), ("level", ["cap", "level"]),
        ("parent", ["ma cap tren", "thuoc", "cap tren", "parent"]), ("from", ["tu ngay", "ngay thanh lap", "from"]),
    ];

    private static readonly (string Field, string[] Heads)[] OfHolders =
    [
        ("officer", ["tai khoan", "ten dang nhap", "account", "officer"]), ("name", ["ho ten", "ho va ten", "name"]), ("place", ["ma don vi", "don vi", "place"]), ("position", ["ma vi tri", "vi tri", "position"]),
        ("kind", ["hinh thuc", "kind"]), ("from", ["tu ngay", "from"]), ("to", ["den ngay", "den het ngay", "to"]),
    ];

    private static readonly Dictionary<string, AgencyLevel> Levels = new(StringComparer.Ordinal)
    {
        ["cap tinh"] = AgencyLevel.Province,
        ["tinh"] = AgencyLevel.Province,
        ["province"] = AgencyLevel.Province,
        ["thuoc so"] = AgencyLevel.Branch,
        ["branch"] = AgencyLevel.Branch,
        ["cap huyen"] = AgencyLevel.District,
        ["huyen"] = AgencyLevel.District,
        ["district"] = AgencyLevel.District,
        ["phong cap huyen"] = AgencyLevel.DistrictOffice,
        ["districtoffice"] = AgencyLevel.DistrictOffice,
        ["cap xa"] = AgencyLevel.Commune,
        ["xa"] = AgencyLevel.Commune,
        ["commune"] = AgencyLevel.Commune,
        ["don vi"] = AgencyLevel.Unit,
        ["phong"] = AgencyLevel.Unit,
        ["phong bo phan"] = AgencyLevel.Unit,
        ["unit"] = AgencyLevel.Unit,
    };

    private static readonly Dictionary<string, HolderKind> Kinds = new(StringComparer.Ordinal)
    {
        [""] = HolderKind.Appointed,
        ["bo nhiem"] = HolderKind.Appointed,
        ["phan cong"] = HolderKind.Appointed,
        ["chinh thuc"] = HolderKind.Appointed,
        ["appointed"] = HolderKind.Appointed,
        ["quyen"] = HolderKind.Acting,
        ["acting"] = HolderKind.Acting,
        ["phu trach"] = HolderKind.InCharge,
        ["incharge"] = HolderKind.InCharge,
        ["pho"] = HolderKind.Deputy,
        ["cap pho"] = HolderKind.Deputy,
        ["deputy"] = HolderKind.Deputy,
    };

    /// <param name="frame">The decision, and the day for rows that state none; its act is not used.</param>
    public static AgencySheetReading Read(ReadOnlyMemory<byte> file, AgencySheetKind kind, AgencyOrder frame, ProvinceCatalogue catalogue)
    {
        var read = TableFile.Read(file);
        if (read.Refusal is { } refusal) return AgencySheetReading.Not(refusal);
        var known = kind is AgencySheetKind.Units ? OfUnits : OfHolders;
        string[] needed = kind is AgencySheetKind.Units ? ["code", "name", "level"] : ["officer", "name", "place", "position"];
        foreach (var grid in read.Grids)
        {
            foreach (var (top, head) in grid.Rows.Index().Take(20))
            {
                var columns = ColumnsOf(head, known);
                if (!Array.TrueForAll(needed, columns.ContainsKey)) continue;
                var rows = grid.Rows.Index().Skip(top + 1).Where(row => row.Item.Any(cell => cell.Text.Length > 0)).Select(row => new Line(row.Index + 1, row.Item, columns, head)).ToList();
                return rows is [] ? AgencySheetReading.Not(AgencyRefusals.NoRows) : kind is AgencySheetKind.Units ? Units(rows, frame) : Holders(rows, frame, catalogue);
            }
        }
        return AgencySheetReading.Not(AgencyRefusals.NoHead(kind is AgencySheetKind.Units));
    }

    private static AgencySheetReading Units(List<Line> rows, AgencyOrder frame)
    {
        var (orders, faults) = (new List<(Line Row, AgencyOrder Order)>(), new List<SheetFault>());
        foreach (var row in rows)
        {
            var before = faults.Count;
            var code = row.Word<AgencyCode>("code", faults);
            var name = row.Text("name", faults);
            var parent = row.Said("parent").Length == 0 ? null : row.Word<AgencyCode>("parent", faults);
            var from = row.Day("from", faults) ?? frame.From;
            if (!Levels.TryGetValue(PlainWords.Of(row.Said("level")), out var level)) faults.Add(row.Fault("level", new("Cấp phải là: cấp tỉnh, thuộc sở, cấp huyện, phòng cấp huyện, cấp xã, hoặc đơn vị.", "The level is one of: cấp tỉnh, thuộc sở, cấp huyện, phòng cấp huyện, cấp xã, đơn vị.")));
            if (faults.Count == before) orders.Add((row, frame with { Act = new AgencyAct.Establish(new(code!, name!, level, parent)), From = from }));
        }

        // A unit may stand above the agency it belongs to: those on which others rest are founded first, however the rows stand.
        var founded = orders.Select(order => ((AgencyAct.Establish)order.Order.Act).Agency).ToLookup(agency => agency.Code);
        int Depth(FoundedAgency agency)
        {
            var depth = 0;
            for (var at = agency; at?.Parent is { } parent && depth <= orders.Count; depth++) at = founded[parent].FirstOrDefault();
            return depth;
        }
        return new(null, [.. orders.OrderBy(order => Depth(((AgencyAct.Establish)order.Order.Act).Agency)).Select(order => (order.Row.Number, order.Order))], faults, rows.Count, rows[0].Heads);
    }

    private static AgencySheetReading Holders(List<Line> rows, AgencyOrder frame, ProvinceCatalogue catalogue)
    {
        var positions = catalogue.Positions.ToLookup(position => PlainWords.Of(position.Name), position => position.Key);
        var (orders, faults) = (new List<(int Row, AgencyOrder Order)>(), new List<SheetFault>());
        foreach (var row in rows)
        {
            var before = faults.Count;
            var officer = row.Word<OfficerId>("officer", faults);
            var name = row.Text("name", faults);
            var place = row.Word<AgencyCode>("place", faults);
            var position = positions[PlainWords.Of(row.Said("position"))].ToArray() is [var one] ? one : row.Word<PositionKey>("position", faults);
            var (from, to) = (row.Day("from", faults) ?? frame.From, row.Day("to", faults));
            if (!Kinds.TryGetValue(PlainWords.Of(row.Said("kind")), out var kind)) faults.Add(row.Fault("kind", new("Hình thức phải là: bổ nhiệm, quyền, phụ trách, hoặc cấp phó.", "The kind is one of: bổ nhiệm, quyền, phụ trách, cấp phó.")));
            if (faults.Count == before) orders.Add((row.Number, frame with { Act = new AgencyAct.Appoint(officer!, name!, place!, position!, kind, to), From = from }));
        }
        return new(null, orders, faults, rows.Count, rows[0].Heads);
    }

    private static Dictionary<string, int> ColumnsOf(IReadOnlyList<PaperCell> head, (string Field, string[] Heads)[] known)
    {
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (at, cell) in head.Index())
        {
            var said = PlainWords.Of(cell.Text);
            if (Array.Find(known, field => field.Heads.Contains(said)) is { Field: { } field }) columns.TryAdd(field, at);
        }
        return columns;
    }

    /// <summary>A row with its number in the file.</summary>
    private sealed record Line(int Number, IReadOnlyList<PaperCell> Cells, Dictionary<string, int> Columns, IReadOnlyList<PaperCell> Head)
    {
        public IReadOnlyDictionary<string, string> Heads => Columns.ToDictionary(column => column.Key, column => Head[column.Value].Text, StringComparer.Ordinal);

        public string Said(string field) => Columns.TryGetValue(field, out var at) && at < Cells.Count ? Cells[at].Text : "";

        public string? Text(string field, List<SheetFault> faults)
        {
            if (Said(field) is { Length: > 0 } text) return text.Replace('\n', ' ');
            faults.Add(Fault(field, new("Ô này phải có nội dung.", "This cell must not be empty.")));
            return null;
        }

        public T? Word<T>(string field, List<SheetFault> faults) where T : class, IParsable<T>
        {
            if (Said(field).Length == 0) return Text(field, faults) as T;
            if (T.TryParse(Said(field), CultureInfo.InvariantCulture, out var word)) return word;
            faults.Add(Fault(field, new($"“{Said(field)}” không phải là một mã đúng dạng.", $"“{Said(field)}” is not a code of the right form.")));
            return null;
        }

        /// <summary>A day as people write it, or as a spreadsheet stores it: the number of days since the end of 1899.</summary>
        public DateOnly? Day(string field, List<SheetFault> faults)
        {
            var said = Said(field);
            if (said.Length == 0) return null;
            if (DateOnly.TryParseExact(said, ["d/M/yyyy", "dd/MM/yyyy", "yyyy-MM-dd", "d-M-yyyy", "d.M.yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
            if (int.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var stored) && stored is > 10000 and < 100000) return new DateOnly(1899, 12, 30).AddDays(stored);
            faults.Add(Fault(field, new($"“{said}” không phải là một ngày (ngày/tháng/năm).", $"“{said}” is not a day (day/month/year).")));
            return null;
        }

        public SheetFault Fault(string field, Wording message) => new(Number, Columns.TryGetValue(field, out var at) ? Head[at].Text : null, message);
    }
}

/// <summary>What a sheet held: acts with the rows they come from, and every cell that is not right.</summary>
/// <param name="Heads">The heads of the columns, by what they hold.</param>
internal sealed record AgencySheetReading(Refusal? Refusal, IReadOnlyList<(int Row, AgencyOrder Order)> Orders, IReadOnlyList<SheetFault> Faults, int Rows, IReadOnlyDictionary<string, string> Heads)
{
    public static AgencySheetReading Not(Refusal refusal) => new(refusal, [], [], 0, new Dictionary<string, string>());

    /// <summary>Which column a refusal of a row is about.</summary>
    public string? ColumnOf(Refusal refusal, AgencyAct act) => Heads.GetValueOrDefault((refusal.Code, act) switch
    {
        ("A105", _) => "code",
        ("A107" or "A126", _) => "name",
        ("A104" or "A106" or "A110", AgencyAct.Establish) => "parent",
        ("A104" or "A106", _) => "place",
        ("A120" or "A121", _) => "position",
        ("A122", _) => "officer",
        ("A124" or "A125", AgencyAct.Appoint) => "to",
        ("A128", _) => "parent",
        _ => "",
    });
}
