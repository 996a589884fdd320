using System.Globalization;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Author;

/// <summary>A list of the header as rows of a form (bảng trong phần đầu quy trình): papers, fees, results, forms, legal bases, changes, the decision's lines.</summary>
/// <param name="Path">The member's place in the header; one member of an object is written with a point.</param>
/// <param name="Key">The column without which a row is no item: a row where it is empty is taken away.</param>
public sealed record HeaderList(string Path, string Key, Wording Title, IReadOnlyList<HeaderColumn> Columns)
{
    /// <summary>Empty rows below those that are filled.</summary>
    public const int SpareRows = 2;

    /// <summary>More rows than any process has; what is posted beyond is not read.</summary>
    public const int MostRows = 200;

    /// <summary>Members that stand by themselves, as the header's page calls them.</summary>
    private static readonly Dictionary<string, Wording> Singles = new(StringComparer.Ordinal)
    {
        ["procedure"] = new("Mã thủ tục", "Procedure"),
        ["case"] = new("Trường hợp", "Case"),
        ["place"] = new("Nơi áp dụng", "Place of application"),
        ["kind"] = new("Loại quy trình", "Kind"),
        ["documentCode"] = new("Mã số quy trình", "Document code"),
        ["issueNumber"] = new("Lần ban hành", "Issue"),
        ["statutoryLimit"] = new("Thời hạn theo quy định", "Statutory limit"),
        ["promisedLimit"] = new("Thời hạn sau cắt giảm", "Promised limit"),
        ["onlineLimit"] = new("Thời hạn nộp trực tuyến", "Online limit"),
        ["limitSource"] = new("Điều khoản quy định thời hạn", "Source of the limit"),
        ["supplement"] = new("Bổ sung hồ sơ", "Supplements"),
        ["control"] = new("Kiểm soát tài liệu", "Document control"),
        ["control.draftedBy"] = new("Soạn thảo", "Drafted by"),
        ["control.reviewedBy"] = new("Soát xét", "Reviewed by"),
        ["control.approvedBy"] = new("Phê duyệt", "Approved by"),
        ["unit"] = new("Đơn vị", "Unit"),
        ["position"] = new("Vị trí", "Position"),
        ["limit"] = new("Thời gian", "Limit"),
        ["limitUnit"] = new("Đơn vị tính", "Unit of time"),
        ["maxRounds"] = new("Số lần trả lại dự kiến", "Planned rounds"),
        ["silence"] = new("Nếu không trả lời", "What silence means"),
        ["forms"] = new("Biểu mẫu", "Forms"),
        ["name"] = new("Tên quy trình", "Name of the process"),
        ["legs"] = new("Chặng liên thông", "Legs"),
        ["conditions"] = new("Điều kiện thực hiện", "Conditions"),
        ["retention"] = new("Hồ sơ lưu", "Records kept"),
        ["reasons"] = new("Giải trình cảnh báo", "Reasons given to warnings"),
    };

    /// <summary>Where a finding points, in the page's words: <c>legalBases[1]</c> is “Căn cứ pháp lý, dòng 2”. What has no such word stays as it is.</summary>
    public static Wording Place(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (Singles.TryGetValue(field, out var single)) return single;
        if (field.Split('[') is not [var path, ..] || All.FirstOrDefault(list => list.Path == path) is not { } found) return new(field, field);
        return field.Length > path.Length && int.TryParse(field[(path.Length + 1)..].TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? new($"{found.Title.Vi}, dòng {row + 1L}", $"{found.Title.En}, row {row + 1L}")
            : found.Title;
    }

    /// <summary>What the author must see to, by the checks' names for it.</summary>
    public static IReadOnlyList<HeaderList> All { get; } =
    [
        new("legalBases", "number", new("Căn cứ pháp lý", "Legal bases"),
        [
            new("number", new("Số, ký hiệu", "Number")), new("date", new("Ngày ban hành", "Date"), ColumnKind.Date), new("issuer", new("Cơ quan ban hành", "Issuer")),
            new("title", new("Trích yếu", "Title"), ColumnKind.Wide), new("article", new("Điều, khoản", "Article")),
        ]),
        new("components", "name", new("Thành phần hồ sơ", "Papers"),
        [
            new("name", new("Tên giấy tờ", "Name"), ColumnKind.Wide), new("code", new("Mã", "Code")), new("kind", new("Loại bản", "Kind")),
            new("originals", new("Bản chính", "Originals"), ColumnKind.Whole), new("copies", new("Bản sao", "Copies"), ColumnKind.Whole),
        ]),
        new("fees", "name", new("Phí, lệ phí (không thu thì ghi mức 0)", "Fees (0 where none is charged)"),
        [
            new("name", new("Tên khoản thu", "Name"), ColumnKind.Wide), new("amount", new("Mức thu (đồng)", "Amount (VND)"), ColumnKind.Amount), new("basis", new("Căn cứ", "Basis"), ColumnKind.Wide),
            new("moment", new("Thu khi", "Collected"), ColumnKind.WholeChoice)
            {
                Choices = [new("1", new("tiếp nhận", "at intake")), new("2", new("bổ sung", "at supplement")), new("4", new("trả kết quả", "at return"))],
            },
        ]),
        new("results", "name", new("Kết quả", "Results"), [new("name", new("Loại kết quả", "Type"), ColumnKind.Wide), new("code", new("Mã kết quả", "Code"))]),
        new("forms", "number", new("Biểu mẫu", "Forms"),
        [
            new("number", new("Số mẫu", "Number")), new("name", new("Tên mẫu", "Name"), ColumnKind.Wide), new("basis", new("Thuộc văn bản", "Circular")), new("file", new("Tệp đính kèm", "Attached file")),
        ]),
        new("control.changes", "what", new("Bảng theo dõi sửa đổi", "Changes"),
        [
            new("issue", new("Lần ban hành", "Issue"), ColumnKind.Whole), new("date", new("Ngày", "Date"), ColumnKind.Date),
            new("what", new("Nội dung sửa đổi", "What changed"), ColumnKind.Wide), new("why", new("Lý do", "Why"), ColumnKind.Wide),
        ]),
        new("decision", "documentCode", new("Danh mục kèm quyết định", "The decision's list"),
        [
            new("act", new("Việc", "Act"), ColumnKind.Choice)
            {
                Choices = [.. Enum.GetValues<DecisionAct>().Select(act => new Choice(act.ToString(), Labels.Of(act)))],
            },
            new("documentCode", new("Mã số quy trình", "Document code")), new("name", new("Tên quy trình", "Name"), ColumnKind.Wide),
        ]),
    ];
}

/// <summary>A column of such a list: the member it is written to, and how it is typed.</summary>
public sealed record HeaderColumn(string Member, Wording Label, ColumnKind Kind = ColumnKind.Text)
{
    /// <summary>What may be chosen; empty where it is typed.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];
}

/// <summary>How a column is typed.</summary>
public enum ColumnKind
{
    Text, // một dòng ngắn
    Wide, // cần chỗ rộng
    Date,
    Whole, // số nguyên
    Amount, // số tiền
    Choice, // chọn một
    WholeChoice, // chọn một, ghi thành số
}
