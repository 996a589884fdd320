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
    internal static readonly FindingCode Unlabelled = Error("V160", "Nhánh rẽ chưa có tên", "A branch without a label", "C12");
    internal static readonly FindingCode NoSupplementBranch = Error("V161", "Thẩm định không có đường yêu cầu bổ sung", "An examination with no way to ask for a supplement", "C12");
    internal static readonly FindingCode NoRefusalBranch = Error("V162", "Thẩm định không đạt mà không dẫn tới từ chối", "A failed examination that does not lead to a refusal", "C12");
    internal static readonly FindingCode NoSupplementPolicy = Error("V163", "Chưa ghi số lần bổ sung và cách tính thời hạn", "The supplement's rounds and clock are not stated", "C12");

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

    internal static readonly FindingCode LongerThanBefore = Warning("V230", "Dài hơn lần ban hành trước mà căn cứ không đổi", "Longer than the last issue though the law is the same", "C21");
    internal static readonly FindingCode NoSilenceRule = Error("V231", "Bước lấy ý kiến chưa ghi cách hiểu khi không trả lời", "A consultation that does not say what silence means", "C18");
    internal static readonly FindingCode NoDeadline = Error("V232", "Bước lấy ý kiến chưa có thời hạn trả lời", "A consultation without a deadline", "C18");

    internal static readonly FindingCode NoUnit = Error("V301", "Bước chưa có đơn vị thực hiện", "A step has no unit", "C9");
    internal static readonly FindingCode NoPosition = Error("V302", "Bước chưa có vị trí xử lý", "A step has no position", "C9");
    internal static readonly FindingCode UnknownUnit = Error("V303", "Đơn vị không có trong danh mục hoặc không còn hoạt động", "A unit that the catalogue does not have, or that no longer exists", "C9");
    internal static readonly FindingCode UnknownPosition = Error("V304", "Vị trí không có trong danh mục", "A position that the catalogue does not have", "C9");
    internal static readonly FindingCode NobodyThere = Warning("V305", "Chưa có người giữ vị trí tại đơn vị", "Nobody holds the position at the unit", "C9");
    internal static readonly FindingCode UnknownLeg = Error("V306", "Đơn vị dẫn tới chặng chưa khai báo", "A unit points at a leg that is not declared", "C9");

    internal static readonly FindingCode AbolishedPosition = Error("V307", "Vị trí đã bị bãi bỏ", "A position that no longer exists", "C9");
    internal static readonly FindingCode MayNotSign = Error("V308", "Người ký không có thẩm quyền ký", "The signer has no authority to sign", "C13");
    internal static readonly FindingCode IssuedUnsigned = Error("V309", "Phát hành khi chưa ký", "Issued before it was signed", "C13");
    internal static readonly FindingCode NotSealed = Error("V310", "Có đường tới kết quả không qua đóng dấu, vào sổ sau khi ký", "A way to the result without sealing after signing", "C13");
    internal static readonly FindingCode ManySteps = Warning("V311", "Quá nhiều bước", "Too many steps", "C20");
    internal static readonly FindingCode ManyHandovers = Warning("V312", "Quá nhiều lần chuyển đơn vị", "Too many hand-overs", "C20");
    internal static readonly FindingCode UnitComesBack = Warning("V313", "Hồ sơ trở lại cùng một đơn vị quá nhiều lần", "The dossier comes back to one unit too often", "C20");

    internal static readonly FindingCode NoProcedure = Error("V401", "Chưa ghi mã thủ tục", "No procedure is named", "C1");
    internal static readonly FindingCode MalformedProcedure = Error("V402", "Mã thủ tục không đúng dạng", "A procedure's code that is not written like one", "C1");
    internal static readonly FindingCode UnlistedProcedure = Error("V403", "Thủ tục không có trong danh mục", "A procedure that the catalogue does not list", "C1");
    internal static readonly FindingCode AbolishedProcedure = Error("V404", "Thủ tục đã bị bãi bỏ", "A procedure that was abolished", "C1");
    internal static readonly FindingCode ProcedureUnclassed = Error("V405", "Danh mục chưa ghi cấp thực hiện hoặc loại thủ tục", "The catalogue does not give the procedure's level or type", "C1");
    internal static readonly FindingCode KindDiffers = Error("V406", "Loại quy trình không khớp loại thủ tục", "The kind of process does not fit the type of procedure", "C1");
    internal static readonly FindingCode UnlistedCase = Error("V407", "Trường hợp không có trong danh mục", "A case that the catalogue does not list", "C2");
    internal static readonly FindingCode CasesOverlap = Error("V408", "Hai quy trình cùng áp dụng cho một trường hợp", "Two processes serve the same case", "C2");
    internal static readonly FindingCode CasesUnserved = new("V409", Severity.Info, new("Trường hợp chưa có quy trình", "Cases without a process"), "C2");
    internal static readonly FindingCode NoBasis = Error("V410", "Chưa ghi căn cứ pháp lý", "No legal basis is stated", "C3");
    internal static readonly FindingCode BasisIncomplete = Error("V411", "Căn cứ thiếu số, ngày hoặc cơ quan ban hành", "A legal basis without number, date or issuer", "C3");
    internal static readonly FindingCode BasisNotInForce = Error("V412", "Căn cứ không có hiệu lực", "A legal basis that is not in force", "C3");
    internal static readonly FindingCode BasisUnlisted = Warning("V413", "Căn cứ không có trong danh mục văn bản", "A legal basis that the catalogue does not list", "C3");
    internal static readonly FindingCode BasisDiffers = Error("V414", "Căn cứ ghi khác danh mục văn bản", "A legal basis written differently from the catalogue", "C3");
    internal static readonly FindingCode NoLimitSource = Error("V415", "Chưa ghi điều khoản quy định thời hạn", "No article is named for the statutory limit", "C4");
    internal static readonly FindingCode LimitSourceUnlisted = Error("V416", "Điều khoản thời hạn thuộc văn bản không có trong căn cứ", "The limit's article is of a document that is no legal basis", "C4");
    internal static readonly FindingCode LimitNotTheLaws = Error("V417", "Thời hạn theo quy định khác danh mục thủ tục", "The statutory limit differs from the catalogue's", "C4");
    internal static readonly FindingCode NoSuchPlace = Error("V418", "Nơi áp dụng không phải cơ quan đang có", "A place of application that is no agency there", "C1");
    internal static readonly FindingCode PlaceOutsideLevel = Warning("V419", "Nơi áp dụng không thuộc cấp thực hiện thủ tục", "A place where the procedure is not handled", "C1");
    internal static readonly FindingCode FormUnknown = Error("V420", "Bước dùng mẫu chưa khai báo", "A step uses a form that is not listed", "C14");
    internal static readonly FindingCode FormNotAttached = Error("V421", "Mẫu chưa được đính kèm", "A form that is not attached", "C14");
    internal static readonly FindingCode FormNotInForce = Error("V422", "Mẫu thuộc văn bản không có hiệu lực", "A form of a circular that is not in force", "C14");
    internal static readonly FindingCode FormNotInCircular = Error("V423", "Số mẫu không có trong văn bản đã dẫn", "A form's number that its circular does not have", "C14");
    internal static readonly FindingCode FormMisnumbered = Error("V424", "Số mẫu là của biểu mẫu khác", "A form's number that belongs to another form", "C14");
    internal static readonly FindingCode ComponentIncomplete = Warning("V430", "Thành phần hồ sơ thiếu mã, tên, số lượng hoặc loại bản", "A paper without code, name, quantity or kind", "C15");
    internal static readonly FindingCode ComponentNotInLaw = Warning("V431", "Thành phần hồ sơ không có trong quy định", "A paper that the law does not ask for", "C15");
    internal static readonly FindingCode NoFee = Error("V433", "Chưa ghi phí, lệ phí", "Fees are not stated", "C16");
    internal static readonly FindingCode FeeWithoutBasis = Error("V434", "Phí, lệ phí chưa có căn cứ", "A fee without a legal basis", "C16");
    internal static readonly FindingCode FeeNotTheLaws = Error("V435", "Phí, lệ phí khác quy định", "A fee that differs from the law's", "C16");
    internal static readonly FindingCode ResultIncomplete = Warning("V436", "Kết quả thiếu loại hoặc mã", "A result without type or code", "C17");
    internal static readonly FindingCode ResultUnlisted = Warning("V437", "Mã kết quả không có trong danh mục", "A result's code that the catalogue does not list", "C17");
    internal static readonly FindingCode NoDocumentCode = Error("V440", "Chưa ghi mã số quy trình", "No document code is stated", "C23");
    internal static readonly FindingCode IssueOutOfOrder = Error("V441", "Lần ban hành không nối tiếp lần trước", "The issue number does not follow the last", "C23");
    internal static readonly FindingCode NotSigned = Error("V442", "Chưa ghi đủ người soạn thảo, soát xét, phê duyệt", "Who drafted, reviewed or approved is not stated", "C23");
    internal static readonly FindingCode NoChangeLog = Error("V443", "Chưa ghi nội dung sửa đổi của lần ban hành", "The issue's changes are not recorded", "C23");
    internal static readonly FindingCode NoDecisionList = Warning("V445", "Chưa có danh mục kèm quyết định", "The decision has no appendix list", "C24");
    internal static readonly FindingCode DecisionOmits = Warning("V446", "Danh mục kèm quyết định không nêu quy trình này", "The decision's list does not name this process", "C24");
    internal static readonly FindingCode DecisionLeavesTheLast = Warning("V447", "Quyết định không nói gì về lần ban hành trước", "The decision says nothing of the last issue", "C24");
    internal static readonly FindingCode AppraisalUnled = Warning("V448", "Bảng thời hạn thẩm định của danh mục không khớp các bước", "The catalogue's table of appraisals does not fit the steps");

    internal static readonly FindingCode StatusNotAccepted = Error("V501", "Cổng không chấp nhận trình tự trạng thái", "The portal does not accept the order of statuses", "C19");
    internal static readonly FindingCode ReturnsUnissued = Error("V502", "Trả kết quả khi chưa phát hành", "The result is returned before it was issued", "C19");
    internal static readonly FindingCode DeclinedElsewhere = Error("V503", "Trạng thái không tiếp nhận ở nơi khác bước tiếp nhận", "The status for declined dossiers is told elsewhere than at intake", "C19");
    internal static readonly FindingCode NoSuchStatus = Error("V504", "Trạng thái mà cổng không có", "A status that the portal does not have", "C19");
    internal static readonly FindingCode StatusesUndecided = Error("V505", "Chưa kết luận được về trình tự trạng thái", "Not decided whether the portal accepts every order", "C19");
    internal static readonly FindingCode TableOutOfDate = Warning("V506", "Bảng trạng thái của cổng không có hiệu lực", "The portal's status table does not hold on that day", "C19");

    internal static readonly FindingCode SharedTarget = Info("V601", "Elsa gốc: bước chung của trong và ngoài vòng lặp", "Stock Elsa: a target shared from inside and outside a loop");
    internal static readonly FindingCode ReturnAcrossALoop = Info("V602", "Elsa gốc: trả về trước một vòng lặp khác", "Stock Elsa: a return to before another loop");
    internal static readonly FindingCode LoopInABranch = Info("V603", "Elsa gốc: vòng lặp riêng trong một nhánh song song", "Stock Elsa: a loop of its own in a parallel branch");
    internal static readonly FindingCode ReturnNotDominated = Info("V604", "Elsa gốc: trả về bước không nằm trên mọi đường tới", "Stock Elsa: a return to a step that not every way has passed");
    internal static readonly FindingCode BranchMayNotCome = Info("V605", "Elsa gốc: nhánh có thể không tới điểm gộp", "Stock Elsa: a branch that may not come to its join");
    internal static readonly FindingCode RaceBetweenPeople = Info("V606", "Elsa gốc: các nhánh đua nhau tới điểm gộp", "Stock Elsa: branches that race to a join");
    internal static readonly FindingCode MeetWithoutAJoin = Info("V607", "Elsa gốc: các nhánh gặp nhau không qua điểm gộp", "Stock Elsa: branches that meet without a join");
    internal static readonly FindingCode JoinInALoop = Info("V608", "Elsa gốc: điểm gộp trong vòng lặp có thể ra trước", "Stock Elsa: a join in a loop that can be left before it");
    internal static readonly FindingCode NotCompared = Info("V609", "Elsa gốc: chưa so sánh được", "Stock Elsa: not compared");

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
        Unlabelled, NoSupplementBranch, NoRefusalBranch, NoSupplementPolicy,
        TooLong, TooLongOnline, RefusesTooLate, TooShort, PromisesTooMuch, NoStatutoryLimit, MixedUnits, NoTime, UnplannedReturn, LegTooLong, LegTooShort, NoSuchLeg, NotProved,
        ProvedByCalendar, NextYearOpen, TooManyStarts, BaseLimitProved,
        LongerThanBefore, NoSilenceRule, NoDeadline,
        NoUnit, NoPosition, UnknownUnit, UnknownPosition, NobodyThere, UnknownLeg, AbolishedPosition, MayNotSign, IssuedUnsigned, NotSealed, ManySteps, ManyHandovers, UnitComesBack,
        NoProcedure, MalformedProcedure, UnlistedProcedure, AbolishedProcedure, ProcedureUnclassed, KindDiffers, UnlistedCase, CasesOverlap, CasesUnserved,
        NoBasis, BasisIncomplete, BasisNotInForce, BasisUnlisted, BasisDiffers, NoLimitSource, LimitSourceUnlisted, LimitNotTheLaws, NoSuchPlace, PlaceOutsideLevel,
        FormUnknown, FormNotAttached, FormNotInForce, FormNotInCircular, FormMisnumbered, ComponentIncomplete, ComponentNotInLaw,
        NoFee, FeeWithoutBasis, FeeNotTheLaws, ResultIncomplete, ResultUnlisted,
        NoDocumentCode, IssueOutOfOrder, NotSigned, NoChangeLog, NoDecisionList, DecisionOmits, DecisionLeavesTheLast, AppraisalUnled,
        StatusNotAccepted, ReturnsUnissued, DeclinedElsewhere, NoSuchStatus, StatusesUndecided, TableOutOfDate,
        SharedTarget, ReturnAcrossALoop, LoopInABranch, ReturnNotDominated, BranchMayNotCome, RaceBetweenPeople, MeetWithoutAJoin, JoinInALoop, NotCompared,
    ];

    private static FindingCode Error(string code, string vi, string en, params string[] checks) => new(code, Severity.Error, new(vi, en), checks);

    private static FindingCode Warning(string code, string vi, string en, params string[] checks) => new(code, Severity.Warning, new(vi, en), checks);

    private static FindingCode Info(string code, string vi, string en, params string[] checks) => new(code, Severity.Info, new(vi, en), checks);
}
