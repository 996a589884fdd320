using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>What a finding's code stands for, how grave it is, and which check of the appraisal list (domain.md 4.2) it belongs to.</summary>
/// <param name="Checks">C1…C24; empty where the code serves the drawing itself.</param>
public sealed record FindingCode(string Code, Severity Severity, Wording Means, params string[] Checks)
{
    internal Finding At(string? step, Wording message) => new(Code, Severity, step, null, message);

    internal Finding In(string field, Wording message) => new(Code, Severity, null, field, message);
}

/// <summary>Every code that checking a definition may give, in order (danh mục mã phát hiện). <c>docs/findings.md</c> is this list.</summary>
public static class FindingCodes
{
    internal static readonly FindingCode Beginning = Error("V120", "Không bắt đầu ở đúng một bước tiếp nhận", "Does not begin at exactly one intake", "C11");
    internal static readonly FindingCode Ending = Error("V121", "Không có bước trả kết quả (hoặc kết thúc)", "Has no step that returns the result (or ends)", "C11");
    internal static readonly FindingCode Unreached = Error("V122", "Bước không bao giờ được tới", "A step that is never reached", "C11");
    internal static readonly FindingCode Unconnected = Error("V123", "Nhánh ra chưa nối tới đâu", "An outcome that leads nowhere", "C11");
    internal static readonly FindingCode NoWayOut = Error("V124", "Vòng lặp không có lối ra", "A loop without an exit", "C11");
    internal static readonly FindingCode Stuck = Error("V125", "Điểm gộp chờ mãi một nhánh không thể tới", "A join waits for ever", "C11");
    internal static readonly FindingCode WorkLeftOpen = Error("V126", "Kết thúc khi việc khác còn mở", "An end is reached while other work is open", "C11");
    internal static readonly FindingCode OpenTwice = Error("V127", "Một bước mở hai lần cùng lúc", "A step is open twice", "C11");
    internal static readonly FindingCode PilesUp = Error("V128", "Lượt xử lý dồn lại không giới hạn", "Tokens pile up without bound", "C11");
    internal static readonly FindingCode Undecided = Error("V129", "Chưa kết luận được trong giới hạn tính toán", "Not decided within the stated bound", "C11");
    internal static readonly FindingCode DrawnTwice = Warning("V131", "Hai đường nối trùng nhau", "The same connection is drawn twice");
    internal static readonly FindingCode LeavesAnEnd = Error("V132", "Đường nối đi ra từ điểm kết thúc", "A connection leaves an end");
    internal static readonly FindingCode NoSuchPort = Error("V133", "Đường nối đi ra bằng một kết quả mà bước không có", "A connection leaves by an outcome that the step does not have");
    internal static readonly FindingCode SameKey = Error("V135", "Hai bước trùng mã", "Two steps of one key");
    internal static readonly FindingCode UnknownType = Error("V136", "Loại bước không được hỗ trợ", "A type of step that is not supported");

    internal static readonly FindingCode NeverHolds = Error("V140", "Điều kiện không bao giờ đúng", "A condition that never holds");
    internal static readonly FindingCode AlwaysHolds = Error("V141", "Điều kiện luôn đúng", "A condition that always holds");
    internal static readonly FindingCode CoveredCase = Error("V142", "Trường hợp không bao giờ được đi vì các trường hợp trước đã bao hết", "A case that is never taken because those before it cover it");
    internal static readonly FindingCode DeadOnTheWay = Error("V143", "Nhánh không bao giờ được đi vì các bước rẽ nhánh trước đã loại trừ", "A branch that decisions before it rule out");
    internal static readonly FindingCode Gap = Error("V144", "Có hồ sơ không thuộc trường hợp nào mà “Default” chưa nối", "Dossiers that fit no case, where 'Default' leads nowhere");
    internal static readonly FindingCode Overlap = Warning("V145", "Hai trường hợp cùng đúng với một số hồ sơ", "Two cases that both hold for some dossiers");
    internal static readonly FindingCode NarrowerFirst = Info("V146", "Trường hợp hẹp đứng trước trường hợp rộng", "A narrow case before a wide one");
    internal static readonly FindingCode NothingLeft = Info("V147", "Các trường hợp đã bao hết, “Default” không bao giờ được đi", "The cases cover everything: 'Default' is never taken");
    internal static readonly FindingCode NotAnalysed = Info("V148", "Điều kiện vượt phạm vi phân tích", "Conditions beyond what is analysed");

    internal static readonly FindingCode TooLong = Error("V201", "Đường dài nhất vượt thời hạn", "The longest way exceeds the limit", "C5");
    internal static readonly FindingCode TooLongOnline = Error("V202", "Đường dài nhất vượt thời hạn khi nộp trực tuyến", "The longest way exceeds the limit for online dossiers", "C5");
    internal static readonly FindingCode RefusesTooLate = Error("V203", "Từ chối hoặc dừng giải quyết sau khi hết thời hạn", "Refuses or stops after the limit has run out", "C5");
    internal static readonly FindingCode TooShort = Warning("V204", "Đường dài nhất ngắn hơn thời hạn", "The longest way is shorter than the limit", "C6");
    internal static readonly FindingCode PromisesTooMuch = Error("V205", "Thời hạn cam kết dài hơn thời hạn theo quy định", "The promised limit is longer than the statutory one", "C4");
    internal static readonly FindingCode NoStatutoryLimit = Error("V206", "Chưa ghi thời hạn theo quy định", "No statutory limit is stated", "C4");
    internal static readonly FindingCode MixedUnits = Error("V207", "Lẫn ngày thường với ngày, giờ làm việc", "Calendar days are mixed with working time", "C8");
    internal static readonly FindingCode NoTime = Error("V208", "Bước chưa có thời gian xử lý", "A step has no time of its own", "C10");
    internal static readonly FindingCode UnplannedReturn = Warning("V209", "Vòng trả lại chưa dự kiến số lần", "A return without a planned number of rounds", "C5");
    internal static readonly FindingCode LegTooLong = Error("V210", "Chặng vượt thời hạn đã ghi", "A leg exceeds its declared limit", "C7");
    internal static readonly FindingCode LegTooShort = Warning("V211", "Chặng ngắn hơn thời hạn đã ghi", "A leg is shorter than its declared limit", "C7");
    internal static readonly FindingCode NoSuchLeg = Error("V212", "Bước thuộc chặng chưa khai báo", "A step belongs to a leg that is not declared", "C7");
    internal static readonly FindingCode NotProved = Warning("V213", "Thời hạn tính theo ngày thường chưa được chứng minh", "A limit in calendar days is not proved");
    internal static readonly FindingCode ProvedByCalendar = Info("V214", "Thời hạn đã được chứng minh theo lịch làm việc", "A limit is proved on the working calendar", "C8");
    internal static readonly FindingCode NextYearOpen = Info("V215", "Hồ sơ cuối năm có hạn rơi vào năm chưa xác nhận lịch", "Late starts are due in a year that is not confirmed", "C8");
    internal static readonly FindingCode TooManyStarts = Error("V216", "Chưa kết luận được thời hạn trong giới hạn tính toán", "Not decided within the stated bound whether the limit holds", "C5");
    internal static readonly FindingCode BaseLimitProved = Info("V217", "Thời hạn được chứng minh cho mức chung, địa bàn cộng thêm được chứng minh riêng", "The limit is proved as it holds everywhere, longer areas beside it");

    internal static readonly FindingCode NoUnit = Error("V301", "Bước chưa có đơn vị thực hiện", "A step has no unit", "C9");
    internal static readonly FindingCode NoPosition = Error("V302", "Bước chưa có vị trí xử lý", "A step has no position", "C9");
    internal static readonly FindingCode UnknownUnit = Error("V303", "Đơn vị không có trong danh mục hoặc không còn hoạt động", "A unit that the catalogue does not have, or that no longer exists", "C9");
    internal static readonly FindingCode UnknownPosition = Error("V304", "Vị trí không có trong danh mục", "A position that the catalogue does not have", "C9");
    internal static readonly FindingCode NobodyThere = Warning("V305", "Chưa có người giữ vị trí tại đơn vị", "Nobody holds the position at the unit", "C9");
    internal static readonly FindingCode UnknownLeg = Error("V306", "Đơn vị dẫn tới chặng chưa khai báo", "A unit points at a leg that is not declared", "C9");

    /// <summary>What reading and compiling a document may find; the text of each says more.</summary>
    private static readonly FindingCode[] OfReading =
    [
        Error("V100", "Tệp quá lớn", "The file is too large"),
        Error("V101", "Tệp không đọc được", "The file cannot be read"),
        Error("V102", "Tệp không có dạng một quy trình", "The file does not have the shape of a process"),
        Error("V103", "Thiếu lưu đồ", "The flowchart is missing"),
        Error("V104", "Gốc không phải lưu đồ", "The root is not a flowchart"),
        Error("V105", "Hai hoạt động trùng mã", "Two activities of one id"),
        Warning("V106", "Đường nối thiếu một đầu", "A connection with an end missing"),
        Error("V107", "Hoạt động không có mã hoặc loại", "An activity without id or type"),
        Error("V108", "Con số vô lý", "An absurd number"),
        Error("V110", "Loại hoạt động không được hỗ trợ", "A type of activity that is not supported"),
        Error("V111", "Loại biểu thức không được hỗ trợ", "A type of expression that is not supported"),
        Error("V112", "Giá trị không hợp lệ", "An invalid value"),
        Error("V113", "Thời hạn không ra số phút nguyên", "A limit that does not come to whole minutes"),
        Error("V114", "Điều kiện rẽ nhánh sai hoặc thiếu", "A condition that is wrong or missing"),
        Error("V115", "Phần đầu quy trình sai", "The header is wrong"),
        Error("V116", "Trùng mã bước", "A step code that is taken"),
        Error("V117", "Thuộc tính hồ sơ sai", "An attribute that is wrong"),
        Error("V118", "Nhánh ra trùng tên hoặc thiếu", "Ways out of one name, or none"),
        Info("V119", "Điểm gộp chưa ghi cách chờ", "A join that does not say what it waits for"),
    ];

    /// <summary>What linking called processes may find. V134 said that calls could not be published yet; it is not given again.</summary>
    private static readonly FindingCode[] OfCalls =
    [
        Error("V150", "Lời gọi chưa ghi quy trình dùng chung", "A call that names no shared process"),
        Error("V151", "Quy trình được gọi chưa có phiên bản có hiệu lực", "A called process of which no version is in force"),
        Error("V152", "Quy trình không gọi được", "A process that cannot be called"),
        Error("V153", "Nhánh ra không khớp kết quả của quy trình được gọi", "Ways out that are not the called process's outcomes"),
        Error("V154", "Các quy trình gọi nhau thành vòng", "Processes that call each other in a circle"),
        Error("V155", "Lời gọi lồng quá sâu hoặc quá lớn", "Calls nested too deep, or too large"),
        Error("V156", "Quy trình được gọi có bước thuộc hồ sơ của công dân", "A called process with a step of the applicant's dossier"),
        Error("V157", "Thuộc tính hồ sơ khác kiểu ở quy trình được gọi", "An attribute of another type in the called process"),
    ];

    /// <summary>All codes, in order.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        .. OfReading,
        Beginning, Ending, Unreached, Unconnected, NoWayOut, Stuck, WorkLeftOpen, OpenTwice, PilesUp, Undecided,
        DrawnTwice, LeavesAnEnd, NoSuchPort, SameKey, UnknownType,
        NeverHolds, AlwaysHolds, CoveredCase, DeadOnTheWay, Gap, Overlap, NarrowerFirst, NothingLeft, NotAnalysed,
        .. OfCalls,
        TooLong, TooLongOnline, RefusesTooLate, TooShort, PromisesTooMuch, NoStatutoryLimit, MixedUnits, NoTime, UnplannedReturn, LegTooLong, LegTooShort, NoSuchLeg, NotProved,
        ProvedByCalendar, NextYearOpen, TooManyStarts, BaseLimitProved,
        NoUnit, NoPosition, UnknownUnit, UnknownPosition, NobodyThere, UnknownLeg,
    ];

    private static FindingCode Error(string code, string vi, string en, params string[] checks) => new(code, Severity.Error, new(vi, en), checks);

    private static FindingCode Warning(string code, string vi, string en, params string[] checks) => new(code, Severity.Warning, new(vi, en), checks);

    private static FindingCode Info(string code, string vi, string en, params string[] checks) => new(code, Severity.Info, new(vi, en), checks);
}
