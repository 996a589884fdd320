using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>By which decision a version became law, as its appendix prints it (quyết định công bố).</summary>
/// <param name="Number">Số, ký hiệu: <c>123/QĐ-UBND</c>.</param>
public sealed record PublishedBy(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

/// <summary>
/// A process in the layout of the decision's appendix (phụ lục quyết định công bố): heading, particulars, dossier, step table, flow chart, forms, records kept.
/// One list of blocks, which the writers of Word and PDF set on pages; the order is that of published processes (domain: Hà Tĩnh's), the typography NĐ 30/2020/NĐ-CP's.
/// </summary>
internal sealed record Appendix(string Title, IReadOnlyList<AppendixBlock> Blocks)
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    public static Appendix Of(ProcessDefinition process, ProvinceCatalogue? catalogue, PublishedBy? act, ControlSheet? control = null) =>
        new(process.Name, [.. Heading(process, act), .. Sections(process, catalogue, control)]);

    /// <summary>A process as one of several in the annex of a decision: its number and name, then everything as in an appendix of its own.</summary>
    public static IEnumerable<AppendixBlock> Within(int number, ProcessDefinition process, ProvinceCatalogue? catalogue) =>
    [
        new AppendixBlock.Paragraph(new($"{number}. {Kind(process.Header.Kind).ToUpper(Vietnamese)}", Face.Bold), Side.Middle),
        new AppendixBlock.Paragraph(new(process.Name, Face.Bold), Side.Middle, IsRuledUnder: true),
        .. Sections(process, catalogue, null),
    ];

    private static List<AppendixBlock> Sections(ProcessDefinition process, ProvinceCatalogue? catalogue, ControlSheet? control)
    {
        var (header, rows) = (process.Header, PaperRows.Of(process, catalogue));
        var blocks = new List<AppendixBlock>();
        var section = 0;
        Section("THÔNG TIN CHUNG", Facts(process, catalogue, rows));
        if (header.Components.Count > 0) Section("THÀNH PHẦN HỒ SƠ", Components(header));
        Section("QUY TRÌNH XỬ LÝ CÔNG VIỆC", Steps(header, rows));
        Section("LƯU ĐỒ", new AppendixBlock.FlowChart(process, catalogue));
        if (header.Forms.Count > 0) Section("BIỂU MẪU", Forms(header));
        if (!string.IsNullOrWhiteSpace(header.Retention)) Section("HỒ SƠ LƯU", [.. Lines(header.Retention).Select(line => new AppendixBlock.Paragraph(new(line), Side.Both))]);
        if (control is not null) Section("KIỂM SOÁT TÀI LIỆU", [.. Control(control)]);
        return blocks;

        void Section(string heading, params AppendixBlock[] body)
        {
            section++;
            blocks.Add(new AppendixBlock.Heading($"{Roman(section)}. {heading}"));
            blocks.AddRange(body);
        }
    }

    // An appendix to a decision carries no national title (NĐ 30/2020, Phụ lục I); a draft stands alone and says what it is.
    private static IEnumerable<AppendixBlock> Heading(ProcessDefinition process, PublishedBy? act)
    {
        if (act is null)
        {
            yield return new AppendixBlock.Paragraph(new("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Face.Bold), Side.Middle);
            yield return new AppendixBlock.Paragraph(new("Độc lập - Tự do - Hạnh phúc", Face.Bold), Side.Middle, IsRuledUnder: true);
            yield return new AppendixBlock.Paragraph(new("DỰ THẢO", Face.Bold), Side.Middle);
        }
        else yield return new AppendixBlock.Paragraph(new("PHỤ LỤC", Face.Bold), Side.Middle);
        yield return new AppendixBlock.Paragraph(new(Kind(process.Header.Kind).ToUpper(Vietnamese), Face.Bold), Side.Middle);
        yield return new AppendixBlock.Paragraph(new(process.Name, Face.Bold), Side.Middle);
        if (act is not null)
            yield return new AppendixBlock.Paragraph(new(
                $"(Kèm theo Quyết định số {act.Number} ngày {Day(act.SignedOn)} của {act.Authority})", Face.Italic), Side.Middle, IsRuledUnder: true);
    }

    private static AppendixBlock.Grid Facts(ProcessDefinition process, ProvinceCatalogue? catalogue, IReadOnlyList<PaperRow> rows)
    {
        var facts = new List<IReadOnlyList<AppendixCell>>();
        foreach (var (label, values) in ParticularsOf(process, catalogue, rows))
            facts.Add([new([new($"{facts.Count + 1}")]), new([new(label, Face.Bold)]), new([.. values.Select(value => new AppendixLine(value))])]);
        return new([70, 300, 630], [], facts);
    }

    /// <summary>The particulars of a process, label by label, in the order of the appendix; what is not stated is left out.</summary>
    public static IEnumerable<(string Label, IReadOnlyList<string> Values)> ParticularsOf(ProcessDefinition process, ProvinceCatalogue? catalogue, IReadOnlyList<PaperRow> rows)
    {
        var header = process.Header;
        var procedure = header.Procedure is null ? null : catalogue?.Find(header.Procedure);
        return All().Where(fact => fact.Values.Count > 0);

        IEnumerable<(string Label, IReadOnlyList<string> Values)> All()
        {
            yield return ("Tên quy trình", Some(process.Name));
            yield return ("Tên thủ tục hành chính", Some(procedure?.Name));
            yield return ("Mã thủ tục hành chính", Some(header.Procedure?.Value));
            yield return ("Trường hợp", Some(procedure?.Cases.FirstOrDefault(one => one.Key == header.Case)?.Name ?? header.Case?.Value));
            yield return ("Lĩnh vực", Some(procedure?.Field));
            yield return ("Cấp thực hiện", Some(procedure is null ? null : string.Join(", ", procedure.Levels.Select(Level))));
            yield return ("Nơi áp dụng", Some(header.Place is { } place ? catalogue?.Find(place)?.Name ?? place.Value : null));
            yield return ("Mã số quy trình", Some(header.DocumentCode));
            yield return ("Lần ban hành", Some(header.IssueNumber is { } issue ? issue.ToString("00", CultureInfo.InvariantCulture) : null));
            yield return ("Mã định danh điện tử", Some(header.Identifier));
            yield return ("Thời hạn giải quyết theo quy định", Some(header.StatutoryLimit?.ToWording().Vi));
            yield return ("Thời hạn sau cắt giảm (hẹn trả)", Some(header.PromisedLimit?.ToWording().Vi));
            yield return ("Thời hạn với hồ sơ trực tuyến", Some(header.OnlineLimit?.ToWording().Vi));
            yield return ("Thời hạn tại địa bàn có quy định riêng", [.. header.RegionalExtensions.Select(extension => $"{extension.Area}: thêm {extension.Limit.ToWording().Vi}")]);
            yield return ("Cách tính thời hạn", Some(header.HeldTo is null && header.Counting is not Counting.SameDay ? null : Count(header)));
            yield return ("Các chặng, giai đoạn", [.. header.Legs.Select(leg => Joined(": ", leg.Name ?? leg.Key, Joined(", ", leg.Agency is null ? null : Responsibility.UnitOf(leg.Agency, header, catalogue)?.Vi, leg.Limit?.ToWording().Vi)))]);
            yield return ("Bổ sung hồ sơ", Some(header.Supplement is { } rule ? Supplement(rule) : null));
            yield return ("Điều kiện thực hiện", header.Conditions is null ? [] : Lines(header.Conditions));
            yield return ("Phí, lệ phí", [.. header.Fees.Select(fee => $"{fee.Name}: {(fee.Amount == 0 ? "không thu" : Wording.Dong(fee.Amount).Vi)}{(fee.Basis is null ? "" : $" ({fee.Basis})")}")]);
            yield return ("Kết quả giải quyết", [.. header.Results.Select(result => result.Name)]);
            yield return ("Cơ quan, đơn vị thực hiện", [.. rows.Select(row => row.Unit).OfType<string>().Distinct()]);
            yield return ("Căn cứ pháp lý", [.. header.LegalBases.Select(Basis)]);
        }
    }

    private static AppendixBlock.Grid Components(ProcessHeader header) => new(
        [70, 550, 130, 130, 120],
        [Head("TT"), Head("Tên giấy tờ"), Head("Bản chính"), Head("Bản sao"), Head("Bắt buộc")],
        [
            .. header.Components.Select((component, at) => (IReadOnlyList<AppendixCell>)
                [Middle($"{at + 1}"), Plain(component.Name), Middle(Count(component.Originals)), Middle(Count(component.Copies)), Middle(component.Required ? "có" : "không")]),
        ]);

    private static AppendixBlock.Grid Steps(ProcessHeader header, IReadOnlyList<PaperRow> rows)
    {
        var body = new List<IReadOnlyList<AppendixCell>>();
        string? leg = null;
        foreach (var row in rows)
        {
            if (row.LegKey != leg && row.Leg is not null) body.Add([new([new(row.Leg, Face.Bold)], Span: 5)]);
            leg = row.LegKey;
            List<AppendixLine> content = [new(row.Name)];
            if (!string.IsNullOrWhiteSpace(row.Instruction)) content.AddRange(Lines(row.Instruction).Select(line => new AppendixLine(line, Face.Italic)));
            if (!row.LeadsOn) content.AddRange(row.Ways.Select(way => new AppendixLine($"→ {way}", Face.Italic)));
            List<AppendixLine> who = [];
            if (row.Position is not null) who.Add(new(row.Position));
            if (row.Unit is not null) who.Add(new(row.Unit, row.Position is null ? Face.Plain : Face.Italic));
            List<AppendixLine> time = [new(row.Time)];
            if (row.OnlineLimit is { } online) time.Add(new($"(trực tuyến: {online.ToWording().Vi})", Face.Italic));
            body.Add([Middle(row.Key), new(content), new(who), new(time, Side.Middle), new([.. row.Papers.Select(text => new AppendixLine(text))])]);
        }
        body.Add([new([new("Tổng thời gian giải quyết", Face.Bold)], Side.Middle, 3), new([new(header.HeldTo?.ToWording().Vi ?? "không hẹn trả", Face.Bold)], Side.Middle), Plain("")]);
        return new([85, 375, 225, 135, 180], [Head("Bước"), Head("Nội dung công việc"), Head("Trách nhiệm (vị trí – đơn vị)"), Head("Thời gian"), Head("Biểu mẫu/Kết quả")], body);
    }

    private static AppendixBlock.Grid Forms(ProcessHeader header) => new(
        [70, 160, 490, 280],
        [Head("TT"), Head("Số mẫu"), Head("Tên biểu mẫu"), Head("Ban hành kèm theo")],
        [.. header.Forms.Select((form, at) => (IReadOnlyList<AppendixCell>)[Middle($"{at + 1}"), Plain(form.Number), Plain(form.Name ?? ""), Plain(form.Basis ?? "")])]);

    private static IEnumerable<AppendixBlock> Control(ControlSheet control)
    {
        if (control.Exception is { } why) yield return new AppendixBlock.Paragraph(new($"Ghi nhận từ bản đã công bố, không qua thẩm định trong hệ thống: {why}", Face.Italic), Side.Both);
        yield return new AppendixBlock.Grid(
            [200, 380, 260, 160], [Head("Việc"), Head("Người, cơ quan"), Head("Văn bản"), Head("Ngày")],
            [
                .. control.Signatures.Select(signed => (IReadOnlyList<AppendixCell>)
                    [Plain(signed.Role.Vi), new([.. signed.Names.Append(signed.Agency).OfType<string>().Select(line => new AppendixLine(line))]), Plain(signed.Paper ?? ""), Middle(Short(signed.On))]),
            ]);
        yield return new AppendixBlock.Paragraph(new("Theo dõi sửa đổi", Face.Bold), Side.Start);
        yield return new AppendixBlock.Grid(
            [110, 260, 160, 470], [Head("Lần ban hành"), Head("Quyết định"), Head("Hiệu lực từ"), Head("Nội dung sửa đổi")],
            [
                .. control.Issues.Select(issue => (IReadOnlyList<AppendixCell>)
                    [Middle($"{issue.Number:00}"), Plain($"{issue.Decision}, {Short(issue.SignedOn)}"), Middle(Short(issue.From)), new([.. issue.Changes.Select(change => new AppendixLine(change.Vi))])]),
            ]);
    }

    private static string Short(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static AppendixCell Head(string text) => new([new(text, Face.Bold)], Side.Middle);

    private static AppendixCell Plain(string text) => new([new(text)]);

    private static AppendixCell Middle(string text) => new([new(text)], Side.Middle);

    private static string Count(int copies) => copies == 0 ? "" : copies.ToString("00", CultureInfo.InvariantCulture);

    private static string Count(ProcessHeader header) => header.Counting switch
    {
        Counting.RunningHours => "theo giờ làm việc",
        Counting.DayCount => "theo ngày làm việc",
        _ => header.CutOff is { } cutOff ? $"trả trong ngày nếu nhận trước {cutOff:HH:mm}" : "trả trong ngày",
    };

    private static string Supplement(SupplementRule rule)
    {
        var clock = rule.Clock switch
        {
            ClockPolicy.Restarts => "thời hạn tính lại từ đầu khi nhận đủ hồ sơ",
            ClockPolicy.Suspends => "tạm dừng tính thời hạn trong khi chờ",
            _ => "thời hạn vẫn tính",
        };
        return $"Tối đa {rule.Rounds:00} lần; {clock}{(rule.AnswerWithin is { } answer ? $"; bổ sung trong {answer.ToWording().Vi}" : "")}";
    }

    private static string Basis(LegalBasis basis) =>
        Joined(", ", Joined(" ", basis.Title, basis.Title is null ? basis.Number : $"số {basis.Number}"), basis.Date is { } date ? $"ngày {Day(date)}" : null, basis.Issuer, basis.Article);

    private static string Kind(ProcessKind kind) => kind switch
    {
        ProcessKind.Public => "Quy trình nội bộ giải quyết thủ tục hành chính",
        ProcessKind.BetweenAgencies => "Quy trình nội bộ giải quyết thủ tục hành chính nội bộ giữa các cơ quan",
        ProcessKind.SharedInternal => "Quy trình nội bộ dùng chung",
        _ => "Quy trình nội bộ của cơ quan",
    };

    private static string Level(AgencyLevel level) => level switch
    {
        AgencyLevel.Province or AgencyLevel.Branch => "cấp tỉnh",
        AgencyLevel.Commune => "cấp xã",
        AgencyLevel.District or AgencyLevel.DistrictOffice => "cấp huyện",
        _ => "đơn vị",
    };

    private static string Day(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day:dd} tháng {day:MM} năm {day:yyyy}");

    private static string Joined(string between, params string?[] parts) => string.Join(between, parts.Where(part => !string.IsNullOrWhiteSpace(part)));

    private static IReadOnlyList<string> Some(string? value) => string.IsNullOrWhiteSpace(value) ? [] : [value];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Roman(int number) => number switch { 1 => "I", 2 => "II", 3 => "III", 4 => "IV", 5 => "V", 6 => "VI", _ => "VII" };
}

/// <summary>One piece of an appendix, from the top of the page down.</summary>
internal abstract record AppendixBlock
{
    private AppendixBlock() { }

    public sealed record Heading(string Text) : AppendixBlock;

    /// <param name="IsRuledUnder">A short line stands below it, as under the national motto.</param>
    /// <param name="IsIndented">Its first line stands in, as in the text of a decision.</param>
    public sealed record Paragraph(AppendixLine Line, Side Side, bool IsRuledUnder = false, bool IsIndented = false) : AppendixBlock;

    /// <summary>A table. The head is printed again on every page.</summary>
    /// <param name="Widths">Of the columns, in thousandths of the text's width.</param>
    public sealed record Grid(IReadOnlyList<int> Widths, IReadOnlyList<AppendixCell> Head, IReadOnlyList<IReadOnlyList<AppendixCell>> Rows) : AppendixBlock;

    /// <summary>Two columns side by side without a frame: the head with the national title, recipients beside the signature.</summary>
    /// <param name="LeftWidth">Of the left column, in thousandths of the text's width.</param>
    public sealed record Columns(int LeftWidth, AppendixCell Left, AppendixCell Right) : AppendixBlock;

    /// <summary>Where the flow chart of a process stands (lưu đồ).</summary>
    public sealed record FlowChart(ProcessDefinition Process, ProvinceCatalogue? Catalogue) : AppendixBlock;

    /// <summary>What follows begins on a page of its own.</summary>
    public sealed record NewPage : AppendixBlock;
}

/// <summary>A cell of a table: its lines, one paragraph each.</summary>
internal sealed record AppendixCell(IReadOnlyList<AppendixLine> Lines, Side Side = Side.Start, int Span = 1);

/// <summary>A paragraph of one face.</summary>
/// <param name="Size">In points; null for the size of where it stands.</param>
/// <param name="IsRuledUnder">In columns: a short line stands below it.</param>
internal sealed record AppendixLine(string Text, Face Face = Face.Plain, double? Size = null, bool IsRuledUnder = false);

internal enum Face
{
    Plain, // chữ đứng
    Bold, // chữ đậm
    Italic, // chữ nghiêng
    BoldItalic, // chữ đậm nghiêng
}

internal enum Side
{
    Start, // dàn trái
    Middle, // dàn giữa
    Both, // dàn đều hai bên
}
