using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What a column of the catalogue's table is about.</summary>
public enum CatalogueColumn
{
    Code, // mã thủ tục
    Name, // tên thủ tục
    Field, // lĩnh vực
    Levels, // cấp thực hiện
    Kind, // loại thủ tục
    Agencies, // cơ quan thực hiện
    ListedBy, // quyết định công bố
    LegalBases, // căn cứ pháp lý
    AbolishedFrom, // bãi bỏ từ ngày
    Note, // ghi chú
    Case, // mã trường hợp
    CaseName, // tên trường hợp
    Limit, // thời hạn giải quyết
    LimitUnit, // đơn vị thời hạn
    LimitSource, // căn cứ thời hạn
    LimitNote, // ghi chú thời hạn
    OnlineLimit, // thời hạn nộp trực tuyến
    OnlineLimitUnit, // đơn vị thời hạn trực tuyến
    ComponentCode, // mã giấy tờ
    Component, // tên giấy tờ
    Originals, // bản chính
    Certified, // bản chứng thực
    Copies, // bản chụp
    ComponentNote, // ghi chú giấy tờ
    Fee, // phí, lệ phí
    Amount, // mức thu
    CollectedAt, // thời điểm thu
    FeeBasis, // căn cứ thu
    FeeNote, // ghi chú khoản thu
    ResultCode, // mã kết quả
    Result, // tên kết quả
}

/// <summary>A column as it is headed and explained.</summary>
/// <param name="Head">What stands over it, in the blank file and in exports.</param>
/// <param name="Explained">What belongs into it.</param>
/// <param name="Example">A cell filled in.</param>
public sealed record ColumnWords(CatalogueColumn Column, string Head, Wording Explained, string Example);

/// <summary>The columns of the catalogue's table (các cột của tệp danh mục): one and the same for the blank file, for imports and for exports.</summary>
/// <remarks>
/// A procedure takes as many rows as it needs. Its first row says what it is; what else a row says (a limit, a paper, a charge, a result) belongs to the case named in that row, or to
/// every case where none is named. Rows that go on repeat the code or leave it blank.
/// </remarks>
public static class CatalogueColumns
{
    public static IReadOnlyList<ColumnWords> All { get; } =
    [
        new(CatalogueColumn.Code, "Mã thủ tục", new("Bắt buộc. Mã quốc gia (1.004203; 1.010708.000.00.00.H56) hoặc mã nội bộ (NB-SKHCN-01). Dòng tiếp theo của cùng thủ tục: lặp lại mã hoặc để trống.", "Needed. National (1.004203; 1.010708.000.00.00.H56) or internal (NB-SKHCN-01). Rows that go on repeat it or leave it blank."), "1.001612"),
        new(CatalogueColumn.Name, "Tên thủ tục", new("Bắt buộc ở dòng đầu của thủ tục.", "Needed in the procedure's first row."), "Đăng ký thành lập hộ kinh doanh"),
        new(CatalogueColumn.Field, "Lĩnh vực", new("Tên hoặc mã lĩnh vực trong danh mục lĩnh vực của tỉnh.", "Name or code of a listed field."), "Thành lập và hoạt động của hộ kinh doanh"),
        new(CatalogueColumn.Levels, "Cấp thực hiện", new("Cấp tỉnh, Cấp xã; nhiều cấp cách nhau dấu chấm phẩy.", "Cấp tỉnh, Cấp xã; several apart by semicolons."), "Cấp xã"),
        new(CatalogueColumn.Kind, "Loại thủ tục", new($"Một trong: {ProcedureKinds.Printed}.", $"One of: {ProcedureKinds.Printed}."), "Thông thường"),
        new(CatalogueColumn.Agencies, "Cơ quan thực hiện", new("Mã định danh hoặc tên cơ quan có trong danh mục; nhiều cơ quan cách nhau dấu chấm phẩy.", "Identifier or name of agencies in the catalogue, apart by semicolons."), "H35.40"),
        new(CatalogueColumn.ListedBy, "Quyết định công bố", new("Số, ngày của quyết định công bố danh mục.", "The decision that lists it."), "1234/QĐ-UBND ngày 05/6/2026"),
        new(CatalogueColumn.LegalBases, "Căn cứ pháp lý", new("Số, ký hiệu các văn bản, cách nhau dấu chấm phẩy.", "Numbers of the documents it rests on, apart by semicolons."), "168/2025/NĐ-CP; 118/2025/NĐ-CP"),
        new(CatalogueColumn.AbolishedFrom, "Bãi bỏ từ ngày", new("Ngày đầu tiên không còn hiệu lực: 05/6/2026 hoặc 2026-06-05. Để trống nếu còn hiệu lực.", "The first day on which it no longer exists: 05/6/2026 or 2026-06-05. Blank while it does."), ""),
        new(CatalogueColumn.Note, "Ghi chú", new("Điều chưa chắc chắn về thủ tục.", "What is not certain about the procedure."), ""),
        new(CatalogueColumn.Case, "Mã trường hợp", new("Chữ không dấu, số, gạch nối; để trống thì đặt theo tên trường hợp. Mọi nội dung từ đây về bên phải thuộc trường hợp ghi ở dòng; không ghi trường hợp là chung cho mọi trường hợp.", "Plain letters, digits, hyphens; blank: made of the case's name. What stands to the right belongs to this case; without one, to every case."), ""),
        new(CatalogueColumn.CaseName, "Tên trường hợp", new("Bắt buộc khi trường hợp xuất hiện lần đầu.", "Needed where a case first stands."), ""),
        new(CatalogueColumn.Limit, "Thời hạn giải quyết", new("Số, ví dụ 3 hoặc 2,5; có thể ghi cả đơn vị.", "A number, such as 3 or 2,5; its unit may stand with it."), "3"),
        new(CatalogueColumn.LimitUnit, "Đơn vị thời hạn", new("“ngày làm việc”, “giờ làm việc” hoặc “ngày”.", "“ngày làm việc” (working days), “giờ làm việc” (working hours) or “ngày” (calendar days)."), "ngày làm việc"),
        new(CatalogueColumn.LimitSource, "Căn cứ thời hạn", new("Điều, khoản, văn bản quy định thời hạn.", "The article that sets the limit."), "Điều 3 Nghị định 168/2025/NĐ-CP"),
        new(CatalogueColumn.LimitNote, "Ghi chú thời hạn", new("Điều chưa chắc chắn về thời hạn.", "What is not certain about the limit."), ""),
        new(CatalogueColumn.OnlineLimit, "Thời hạn trực tuyến", new("Thời hạn khi nộp trực tuyến, nếu khác; để trống nếu như nhau.", "The limit for what is handed in online, where it is another; blank where it is the same."), ""),
        new(CatalogueColumn.OnlineLimitUnit, "Đơn vị thời hạn trực tuyến", new("Như đơn vị thời hạn; để trống thì lấy đơn vị thời hạn.", "As the limit's unit, which counts where this is blank."), ""),
        new(CatalogueColumn.ComponentCode, "Mã giấy tờ", new("Mã thành phần hồ sơ, nếu có.", "The paper's code, if any."), "TP01"),
        new(CatalogueColumn.Component, "Tên giấy tờ", new("Một thành phần hồ sơ mỗi dòng.", "One paper a row."), "Giấy đề nghị đăng ký hộ kinh doanh"),
        new(CatalogueColumn.Originals, "Bản chính", new("Số bản chính.", "How many originals."), "1"),
        new(CatalogueColumn.Certified, "Bản chứng thực", new("Số bản sao có chứng thực.", "How many certified copies."), ""),
        new(CatalogueColumn.Copies, "Bản chụp", new("Số bản chụp.", "How many plain copies."), "0"),
        new(CatalogueColumn.ComponentNote, "Ghi chú giấy tờ", new("Điều chưa chắc chắn về giấy tờ.", "What is not certain about the paper."), ""),
        new(CatalogueColumn.Fee, "Phí, lệ phí", new("Tên khoản thu; một khoản mỗi dòng.", "The charge's name; one a row."), "Lệ phí đăng ký hộ kinh doanh"),
        new(CatalogueColumn.Amount, "Mức thu (đồng)", new("100000, 100.000 hoặc 100.000 đồng; 0 nếu không thu; để trống nếu chưa rõ.", "100000, 100.000 or 100.000 đồng; 0 where nothing is collected; blank where it is not known."), "100.000"),
        new(CatalogueColumn.CollectedAt, "Thời điểm thu", new("1 khi tiếp nhận, 2 khi bổ sung, 4 khi trả kết quả.", "1 at intake, 2 at a supplement, 4 at return."), "1"),
        new(CatalogueColumn.FeeBasis, "Căn cứ thu", new("Văn bản quy định mức thu.", "What sets the charge."), "Nghị quyết HĐND tỉnh về phí, lệ phí"),
        new(CatalogueColumn.FeeNote, "Ghi chú khoản thu", new("Điều chưa chắc chắn về khoản thu.", "What is not certain about the charge."), ""),
        new(CatalogueColumn.ResultCode, "Mã kết quả", new("Ví dụ KQ.G07.000122, nếu có.", "Such as KQ.G07.000122, if any."), ""),
        new(CatalogueColumn.Result, "Kết quả", new("Kết quả thực hiện; một kết quả mỗi dòng.", "What the applicant gets; one a row."), "Giấy chứng nhận đăng ký hộ kinh doanh"),
    ];

    private static readonly Dictionary<string, CatalogueColumn> Heads = All.ToDictionary(words => PlainWords.Of(words.Head), words => words.Column, StringComparer.Ordinal);

    /// <summary>Heads that offices write for the same.</summary>
    private static readonly Dictionary<string, CatalogueColumn> OtherHeads = new(StringComparer.Ordinal)
    {
        ["ma tthc"] = CatalogueColumn.Code,
        ["ma so tthc"] = CatalogueColumn.Code,
        ["ma thu tuc hanh chinh"] = CatalogueColumn.Code,
        ["ten tthc"] = CatalogueColumn.Name,
        ["ten thu tuc hanh chinh"] = CatalogueColumn.Name,
        ["linh vuc thu tuc"] = CatalogueColumn.Field,
        ["cap"] = CatalogueColumn.Levels,
        ["loai"] = CatalogueColumn.Kind,
        ["loai tthc"] = CatalogueColumn.Kind,
        ["co quan giai quyet"] = CatalogueColumn.Agencies,
        ["quyet dinh cong bo danh muc"] = CatalogueColumn.ListedBy,
        ["can cu"] = CatalogueColumn.LegalBases,
        ["truong hop"] = CatalogueColumn.CaseName,
        ["thoi han"] = CatalogueColumn.Limit,
        ["thoi gian giai quyet"] = CatalogueColumn.Limit,
        ["don vi tinh"] = CatalogueColumn.LimitUnit,
        ["thanh phan ho so"] = CatalogueColumn.Component,
        ["ban sao"] = CatalogueColumn.Copies,
        ["ban photo"] = CatalogueColumn.Copies,
        ["phi le phi neu co"] = CatalogueColumn.Fee,
        ["muc thu"] = CatalogueColumn.Amount,
        ["thu khi"] = CatalogueColumn.CollectedAt,
        ["ket qua thuc hien"] = CatalogueColumn.Result,
    };

    /// <summary>The column that a head stands over; null where it is none of ours.</summary>
    public static CatalogueColumn? Headed(string head) =>
        PlainWords.Of(head) is var folded && (Heads.TryGetValue(folded, out var column) || OtherHeads.TryGetValue(folded, out column)) ? column : null;

    /// <summary>Running numbers, which belong to the paper and not to the catalogue.</summary>
    public static bool IsRunningNumber(string head) => PlainWords.Of(head) is "" or "stt" or "tt" or "so tt" or "so thu tu";

    public static string HeadOf(CatalogueColumn column) => All[(int)column].Head;
}

/// <summary>The types of procedure in the national catalogue (loại thủ tục), by code and by name.</summary>
public static class ProcedureKinds
{
    public static IReadOnlyList<(string Code, Wording Name)> All { get; } =
    [
        ("STANDARD", new("Thông thường", "Standard")), ("SPECIFIC", new("Đặc thù", "Particular to the province")), ("INTERCONNECTED", new("Liên thông", "Inter-agency")),
        ("STANDARD_INTERNAL", new("Nội bộ", "Internal")), ("INTERCONNECTED_INTERNAL", new("Nội bộ liên thông", "Internal, inter-agency")),
        ("ASSIGNED_REGULATION", new("Được giao quy định chi tiết", "Detailed by delegation")),
    ];

    public static string Printed { get; } = string.Join(", ", All.Select(kind => kind.Name.Vi));

    /// <summary>The type's name; the code where it is none of these.</summary>
    public static Wording NameOf(string code) => All.FirstOrDefault(kind => kind.Code == code).Name ?? new(code, code);

    /// <summary>The code of a type told by code or name; null where it is none.</summary>
    public static string? Told(string text) => Codes.GetValueOrDefault(PlainWords.Of(text));

    private static readonly Dictionary<string, string> Codes = All.SelectMany(kind => new[] { (PlainWords.Of(kind.Code), kind.Code), (PlainWords.Of(kind.Name.Vi), kind.Code) })
        .ToDictionary(told => told.Item1, told => told.Item2, StringComparer.Ordinal);
}
