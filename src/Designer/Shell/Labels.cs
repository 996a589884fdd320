using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>The office's words for what the engine's vocabulary names (nhãn): one place, both languages.</summary>
public static class Labels
{
    public static Wording Of(DossierStatus status) => status switch
    {
        DossierStatus.NotReceived => new("Chưa tiếp nhận", "Not received"),
        DossierStatus.Submitted => new("Chờ tiếp nhận", "Awaiting acceptance"),
        DossierStatus.AwaitingCompletion => new("Chờ người nộp hoàn thiện", "Awaiting completion"),
        DossierStatus.Received => new("Đã tiếp nhận", "Received"),
        DossierStatus.InProgress => new("Đang giải quyết", "In progress"),
        DossierStatus.AwaitingSupplement => new("Chờ bổ sung hồ sơ", "Awaiting papers"),
        DossierStatus.AwaitingPayment => new("Chờ nghĩa vụ tài chính", "Awaiting payment"),
        DossierStatus.Suspended => new("Tạm dừng giải quyết", "Suspended"),
        DossierStatus.Withdrawn => new("Người nộp đã rút hồ sơ", "Withdrawn"),
        DossierStatus.ResultReady => new("Chờ trả kết quả", "Result ready"),
        DossierStatus.Returned => new("Đã trả kết quả", "Result returned"),
        DossierStatus.Declined => new("Không tiếp nhận", "Not accepted"),
        DossierStatus.Rejected => new("Từ chối giải quyết", "Rejected"),
        DossierStatus.Stopped => new("Dừng giải quyết", "Stopped"),
        _ => new("Đã kết thúc", "Ended"),
    };

    public static Wording Of(Standing standing) => standing switch
    {
        Standing.OnTime => new("Trong hạn", "On time"),
        Standing.DueSoon => new("Sắp đến hạn", "Due soon"),
        Standing.Overdue => new("Quá hạn", "Overdue"),
        Standing.Stopped => new("Tạm dừng tính", "Clock stopped"),
        _ => new("Không có hạn", "No limit"),
    };

    public static Wording Of(Role role) => role switch
    {
        Role.Author => new("Người xây dựng quy trình", "Author"),
        Role.Appraiser => new("Người thẩm định", "Appraiser"),
        Role.Publisher => new("Người công bố", "Publisher"),
        Role.DeskOfficer => new("Công chức một cửa", "Desk officer"),
        Role.HandlingOfficer => new("Công chức xử lý", "Handling officer"),
        Role.Leader => new("Lãnh đạo", "Leader"),
        Role.Controller => new("Kiểm soát thủ tục hành chính", "Controller"),
        _ => new("Quản trị", "Administrator"),
    };

    public static Wording Of(Channel channel) => channel switch
    {
        Channel.Direct => new("Trực tiếp", "In person"),
        Channel.Online => new("Trực tuyến", "Online"),
        _ => new("Bưu chính công ích", "By post"),
    };

    public static Wording Of(ReturnWay way) => way switch
    {
        ReturnWay.Desk => new("Tại bộ phận Một cửa", "At the desk"),
        ReturnWay.Post => new("Qua bưu chính công ích", "By post"),
        _ => new("Bản điện tử, trực tuyến", "Online"),
    };

    public static Wording Of(RecordedTime time) => time switch
    {
        RecordedTime.ReceivedAt => new("thời điểm tiếp nhận", "the moment of receipt"),
        RecordedTime.PromisedAt => new("thời điểm hẹn trả", "the promised moment"),
        RecordedTime.FinishedAt => new("thời điểm xử lý xong", "the moment of finishing"),
        _ => new("nhãn đúng hạn", "the on-time label"),
    };

    /// <summary>Lines of a decision, in English.</summary>
    public static string Lines(int count) => count == 1 ? "1 line" : string.Create(CultureInfo.InvariantCulture, $"{count} lines");

    public static Wording Of(Severity severity) => severity switch
    {
        Severity.Error => new("Lỗi", "Error"),
        Severity.Warning => new("Cảnh báo", "Warning"),
        _ => new("Thông tin", "For information"),
    };

    public static Wording Of(DecisionAct act) => act switch
    {
        DecisionAct.Approve => new("phê duyệt", "approves"),
        DecisionAct.Amend => new("sửa đổi", "amends"),
        DecisionAct.Replace => new("thay thế", "replaces"),
        _ => new("bãi bỏ", "abolishes"),
    };

    public static Wording Of(DecisionStatus status) => status switch
    {
        DecisionStatus.Preparing => new("Đang soạn", "Being prepared"),
        DecisionStatus.Signed => new("Đã ký", "Signed"),
        _ => new("Đã bỏ", "Given up"),
    };

    public static Wording Of(DecisionFileEvent happened) => happened switch
    {
        DecisionFileEvent.Begun => new("Bắt đầu soạn", "Begun"),
        DecisionFileEvent.Composed e => new($"Lưu nội dung: {e.Content.Lines.Count} dòng", $"Composed: {Lines(e.Content.Lines.Count)}"),
        DecisionFileEvent.Signed e => new($"Ký số {e.Act.Number}", $"Signed as {e.Act.Number}"),
        DecisionFileEvent.Discarded e => new($"Bỏ: {e.Reason}", $"Given up: {e.Reason}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static Wording Of(ClockPolicy policy) => policy switch
    {
        ClockPolicy.Restarts => new("tính lại từ đầu khi nhận đủ", "counted anew once complete"),
        ClockPolicy.Suspends => new("tạm dừng, rồi tính tiếp", "stands still, then goes on"),
        _ => new("vẫn tính, không dừng", "keeps running"),
    };

    /// <summary>An amount of money: <c>1.250.000 đồng</c>.</summary>
    public static string Money(decimal amount) => $"{amount.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN"))} đồng";

    public static Wording Of(ClockStopCause cause) => cause.ToWording();

    public static Wording Of(PublicationStatus status) => status switch
    {
        PublicationStatus.Draft => new("Dự thảo", "Draft"),
        PublicationStatus.Submitted => new("Chờ thẩm định", "Submitted"),
        PublicationStatus.UnderAppraisal => new("Đang thẩm định", "Under appraisal"),
        PublicationStatus.Revising => new("Yêu cầu hoàn thiện", "To be completed"),
        PublicationStatus.Appraised => new("Đã thẩm định", "Appraised"),
        PublicationStatus.Proposed => new("Trình công bố", "Proposed"),
        PublicationStatus.Published => new("Đã công bố", "Published"),
        PublicationStatus.Withdrawn => new("Đã rút", "Withdrawn"),
        _ => new("Chưa lập", "None"),
    };

    public static Wording Of(ProposalStatus status) => status switch
    {
        ProposalStatus.InForce => new("đã ban hành", "put in force"),
        ProposalStatus.Withdrawn => new("đã bỏ", "withdrawn"),
        _ => new("đang đề xuất", "proposed"),
    };

    public static Wording Of(MigrationStatus status) => status switch
    {
        MigrationStatus.Withdrawn => new("đã bỏ", "withdrawn"),
        MigrationStatus.Decided => new("đã quyết định, đang chuyển", "decided, under way"),
        MigrationStatus.Done => new("đã chuyển xong", "done"),
        MigrationStatus.Undoing => new("đang hoàn tác", "being undone"),
        MigrationStatus.Undone => new("đã hoàn tác", "undone"),
        _ => new("đang lập", "being drawn up"),
    };

    public static Wording Of(MigrationOutcome outcome) => outcome switch
    {
        MigrationOutcome.Left => new("không chuyển được", "stayed"),
        MigrationOutcome.Returned => new("đã trở lại phiên bản cũ", "returned"),
        MigrationOutcome.Kept => new("không hoàn tác được", "could not return"),
        _ => new("đã chuyển", "moved"),
    };

    public static Wording Of(MigrationClass standing) => standing switch
    {
        MigrationClass.NeedsMapping => new("cần đối chiếu bước", "needs mapping"),
        MigrationClass.Blocked => new("không chuyển được", "blocked"),
        _ => new("chuyển được", "can move"),
    };

    public static Wording Of(MigrationLimit limit) => limit is MigrationLimit.New
        ? new("theo thời hạn của phiên bản mới, thời gian đã dùng giữ nguyên", "the new version's limit; time used stays used")
        : new("giữ thời hạn đã hẹn", "keep the limit that was promised");

    public static Wording Of(PromiseRule rule) => rule is PromiseRule.Frozen
        ? new("giữ nguyên như đã in", "stay as printed")
        : new("chuyển theo lịch mới", "move with the calendar");

    public static Wording Of(DayKind kind) => kind switch
    {
        DayKind.Weekend => new("nghỉ cuối tuần", "weekend"),
        DayKind.Holiday => new("nghỉ lễ, tết, hoán đổi", "holiday"),
        DayKind.MakeUp => new("làm bù", "make-up day"),
        DayKind.Half => new("nghỉ nửa ngày", "half day"),
        DayKind.Closed => new("đóng cửa cả ngày", "closed all day"),
        DayKind.PartlyClosed => new("đóng cửa một phần ngày", "closed for a part"),
        _ => new("ngày làm việc", "working day"),
    };

    public static Wording Of(ProcessKind kind) => kind switch
    {
        ProcessKind.Public => new("Thủ tục hành chính", "Public procedure"),
        ProcessKind.BetweenAgencies => new("Thủ tục nội bộ giữa các cơ quan", "Between agencies"),
        ProcessKind.SharedInternal => new("Quy trình dùng chung", "Shared process"),
        _ => new("Quy trình riêng của cơ quan", "Agency's own process"),
    };

    public static Wording Of(Counting counting) => counting switch
    {
        Counting.RunningHours => new("theo giờ làm việc", "by working hours"),
        Counting.DayCount => new("theo ngày làm việc", "by working days"),
        _ => new("trả trong ngày", "same day"),
    };

    public static Wording Of(LineUse use) => use switch
    {
        LineUse.Step => new("một bước", "a step"),
        LineUse.Stage => new("tên giai đoạn, chặng", "a stage"),
        LineUse.Continuation => new("nói tiếp bước", "goes on with step"),
        LineUse.Total => new("dòng tổng cộng", "the sum"),
        _ => new("không dùng", "not used"),
    };

    public static Wording Of(ExportFormat format) => format switch
    {
        ExportFormat.Word => new("Phụ lục kèm theo quyết định, tệp Word", "The decision's appendix as a Word file"),
        ExportFormat.Pdf => new("Phụ lục kèm theo quyết định, tệp PDF", "The decision's appendix as a PDF file"),
        ExportFormat.Excel => new("Bảng các bước và thông tin chung, tệp Excel", "Steps and header as a workbook"),
        ExportFormat.Csv => new("Bảng các bước, tệp CSV", "Steps as a comma-separated table"),
        ExportFormat.Bpmn => new("Sơ đồ BPMN 2.0, mở được bằng công cụ khác", "A BPMN 2.0 drawing for other tools"),
        _ => new("Tài liệu Elsa, đọc lại được nguyên vẹn", "The Elsa document, which can be read back exactly"),
    };

    /// <summary>Which limit a proof speaks of: <c>Chặng tinh (trực tuyến)</c>.</summary>
    public static Wording Of(LimitProof limit)
    {
        var (vi, en) = limit.Kind switch
        {
            LimitKind.Promised => ("Cam kết", "Promised"),
            LimitKind.Statutory => ("Theo quy định", "Statutory"),
            LimitKind.Online => ("Nộp trực tuyến", "Online"),
            LimitKind.Area => ("Địa bàn", "Area"),
            LimitKind.Refusal => ("Tới khi từ chối hoặc dừng", "Until a refusal or a stop"),
            _ => ("Chặng", "Leg"),
        };
        var (name, isOnline) = (limit.Name is { } given ? $" {given}" : "", limit is { IsOnline: true, Kind: not LimitKind.Online });
        return new($"{vi}{name}{(isOnline ? " (trực tuyến)" : "")}", $"{en}{name}{(isOnline ? " (online)" : "")}");
    }

    public static Wording Of(ProcedurePart part) => part switch
    {
        ProcedurePart.Name => new("Tên thủ tục", "Name"),
        ProcedurePart.Field => new("Lĩnh vực", "Field"),
        ProcedurePart.Levels => new("Cấp thực hiện", "Level"),
        ProcedurePart.Kind => new("Loại thủ tục", "Type"),
        ProcedurePart.Agencies => new("Cơ quan thực hiện", "Agencies"),
        ProcedurePart.ListedBy => new("Quyết định công bố", "Listed by"),
        ProcedurePart.LegalBases => new("Căn cứ pháp lý", "Legal bases"),
        ProcedurePart.AbolishedFrom => new("Bãi bỏ từ ngày", "Abolished from"),
        ProcedurePart.Note => new("Ghi chú", "Note"),
        ProcedurePart.Cases => new("Trường hợp", "Case"),
        ProcedurePart.Limit => new("Thời hạn", "Limit"),
        ProcedurePart.Components => new("Thành phần hồ sơ", "Paper"),
        ProcedurePart.Fees => new("Phí, lệ phí", "Charge"),
        _ => new("Kết quả", "Result"),
    };

    public static Wording Of(ListingEffect effect) => effect switch
    {
        ListingEffect.Amend => new("sửa đổi, bổ sung", "amends"),
        ListingEffect.Abolish => new("bãi bỏ", "abolishes"),
        _ => new("công bố", "lists"),
    };

    public static Wording Of(ImportEffect effect) => effect switch
    {
        ImportEffect.New => new("thêm mới", "new"),
        ImportEffect.Changed => new("thay đổi", "changed"),
        _ => new("giữ nguyên", "the same"),
    };

    public static Wording Of(ImportStatus status) => status switch
    {
        ImportStatus.TakenOver => new("đã cập nhật vào danh mục", "taken over"),
        ImportStatus.Withdrawn => new("đã bỏ", "withdrawn"),
        _ => new("đã kiểm tra, chưa cập nhật", "weighed, not taken over"),
    };

    public static Wording Of(CatalogueAct act) => act switch
    {
        CatalogueAct.Import => new("Nhập tệp", "File"),
        CatalogueAct.Decision => new("Ghi quyết định", "Decision"),
        CatalogueAct.DecisionTakenOut => new("Bỏ quyết định ghi nhầm", "Decision taken out"),
        CatalogueAct.LawEntered => new("Ghi văn bản", "Document entered"),
        CatalogueAct.LawEnded => new("Văn bản hết hiệu lực", "Document ended"),
        CatalogueAct.LawCorrected => new("Đính chính văn bản", "Document corrected"),
        CatalogueAct.LawMarked => new("Căn cứ chung của quyết định", "Basis of every decision"),
        CatalogueAct.FieldEntered => new("Thêm lĩnh vực", "Field entered"),
        CatalogueAct.FieldRenamed => new("Đổi tên lĩnh vực", "Field renamed"),
        _ => new("Lĩnh vực không dùng nữa", "Field ended"),
    };

    public static Wording Of(LawPart part) => part switch
    {
        LawPart.Number => new("Số, mã", "Number"),
        LawPart.Title => new("Tên", "Title"),
        LawPart.Issuer => new("Cơ quan ban hành", "Issuer"),
        LawPart.IssuedOn => new("Ngày ban hành", "Issued on"),
        LawPart.From => new("Có hiệu lực từ", "In force from"),
        LawPart.To => new("Ngày cuối còn hiệu lực", "Last day in force"),
        LawPart.ReplacedBy => new("Thay bằng", "Replaced by"),
        LawPart.Standing => new("Căn cứ chung", "Basis of every decision"),
        LawPart.Forms => new("Mẫu kèm theo", "Forms"),
        _ => new("Ghi chú", "Note"),
    };

    /// <summary>The name of the port a step is left by (kết quả xử lý); an author's own name stays as written.</summary>
    public static Wording Outcome(string port) => port switch
    {
        "Accepted" => new("Tiếp nhận", "Accepted"),
        "Declined" => new("Không tiếp nhận", "Declined"),
        "Done" => new("Hoàn thành", "Done"),
        "Passed" => new("Đạt", "Passed"),
        "Incomplete" => new("Cần bổ sung", "Incomplete"),
        "Failed" => new("Không đạt", "Failed"),
        "Remedy" => new("Cần khắc phục", "Remedy"),
        "Agreed" => new("Đồng ý", "Agreed"),
        "Disagreed" => new("Không đồng ý", "Disagreed"),
        "NoReply" => new("Không trả lời", "No reply"),
        "SentBack" => new("Trả lại", "Sent back"),
        "Signed" => new("Ký duyệt", "Signed"),
        "Rejected" => new("Từ chối", "Rejected"),
        "Received" => new("Bên kia đã nhận", "Received"),
        "Supplemented" => new("Đã bổ sung", "Supplemented"),
        "Paid" => new("Đã nộp", "Paid"),
        "Expired" => new("Hết thời gian chờ", "Expired"),
        "True" => new("Đúng", "Yes"),
        "False" => new("Không đúng", "No"),
        "Default" => new("Trường hợp khác", "Otherwise"),
        _ => new(port, port),
    };

    /// <summary>Whose work it is where the drawing names no unit by code.</summary>
    public static Wording Unit(string unit) => unit switch
    {
        "Receiving" => new("Bộ phận Một cửa nơi tiếp nhận", "The receiving desk"),
        "Competent" => new("Cơ quan có thẩm quyền", "The competent agency"),
        _ => new(unit, unit),
    };

    /// <summary>So many working minutes, as the office says it: <c>2 ngày 3 giờ</c>. The sign is left to the caller.</summary>
    public static Wording Duration(int minutes)
    {
        var (days, hours, rest) = (Math.Abs(minutes) / TimeLimit.MinutesPerDay, Math.Abs(minutes) % TimeLimit.MinutesPerDay / 60, Math.Abs(minutes) % 60);
        if (days >= 5 || (days > 0 && hours == 0)) rest = 0;
        return new(
            Joined((days, "ngày", "ngày"), (hours, "giờ", "giờ"), (rest, "phút", "phút")),
            Joined((days, "day", "days"), (hours, "hour", "hours"), (rest, "minute", "minutes")));
    }

    /// <summary>How much is left of a limit, or by how much it is passed, in working time.</summary>
    public static Wording Remaining(int? minutes, Standing standing) => (minutes, standing) switch
    {
        (_, Standing.Stopped) => new("Đang tạm dừng", "Stopped"),
        (null, _) => new("Không có hạn", "No limit"),
        (0, Standing.Overdue) => new("Vừa quá hạn", "Just overdue"), // less than a working minute ago, or since the office closed
        (0, _) => new("Đến hạn lúc này", "Due now"),
        ( < 0, _) => new($"Quá {Duration(minutes.Value).Vi}", $"{Duration(minutes.Value).En} late"),
        _ => new($"Còn {Duration(minutes.Value).Vi}", $"{Duration(minutes.Value).En} left"),
    };

    /// <summary>A count of a list: lists are counted up to a bound, and beyond it people read <c>1.000+</c>.</summary>
    public static Wording Count(int count)
    {
        var (shown, more) = (Math.Min(count, DossierRegister.CountedTo), count > DossierRegister.CountedTo ? "+" : "");
        var grouped = shown.ToString("#,0", CultureInfo.InvariantCulture);
        return new($"{grouped.Replace(',', '.')}{more}", $"{grouped}{more}");
    }

    /// <summary>Hour and day in Vietnam: <c>15:30 09/03/2026</c>.</summary>
    public static string Moment(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset? instant) => instant is { } at ? Moment(at) : "–";

    public static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    public static string Day(DateOnly? day) => day is { } date ? Day(date) : "–";

    /// <summary>A day with its weekday: <c>Thứ 2 09/03</c>.</summary>
    public static Wording Weekday(DateOnly day) => new(
        $"{(day.DayOfWeek is DayOfWeek.Sunday ? "Chủ nhật" : $"Thứ {(int)day.DayOfWeek + 1}")} {day:dd/MM}",
        $"{day.ToString("ddd", CultureInfo.InvariantCulture)} {day:dd/MM}");

    public static Wording Of(VersionForce force) => force switch
    {
        VersionForce.Upcoming => new("Sắp có hiệu lực", "Comes into force later"),
        VersionForce.InForce => new("Đang có hiệu lực", "In force"),
        VersionForce.Superseded => new("Đã được thay thế", "Replaced"),
        _ => new("Đã hết hiệu lực", "No longer in force"),
    };

    public static Wording Of(PackageStanding state) => state switch
    {
        PackageStanding.New => new("Sẽ nhập", "To be imported"),
        PackageStanding.Known => new("Đã có", "Here already"),
        PackageStanding.Ending => new("Đã có, sẽ kết thúc", "Here already, will end"),
        _ => new("Xung đột", "Conflict"),
    };

    private static string Joined(params (int Amount, string One, string Many)[] parts)
    {
        var said = parts.Where(part => part.Amount > 0).Select(part => $"{part.Amount} {(part.Amount == 1 ? part.One : part.Many)}").ToArray();
        return said.Length == 0 ? $"0 {parts[^1].Many}" : string.Join(' ', said);
    }

    public static Wording Of(Opinion opinion) => opinion switch
    {
        Opinion.Fit => new("đạt", "fit"),
        Opinion.FitOnceCompleted => new("đạt, cần hoàn thiện", "fit once completed"),
        _ => new("không đạt", "not fit"),
    };

    public static Wording Of(CommentWeight weight) => weight is CommentWeight.MustComplete ? new("Phải hoàn thiện", "Must be met") : new("Góp ý", "Remark");

    public static Wording Of(CommentStanding state) => state switch
    {
        CommentStanding.Open => new("chờ trả lời", "waits for an answer"),
        CommentStanding.Answered => new("đã trả lời", "answered"),
        _ => new("đã xong", "settled"),
    };

    public static Wording Of(CommentTurnKind kind) => kind switch
    {
        CommentTurnKind.TakenUp => new("Tiếp thu", "Taken up"),
        CommentTurnKind.Explained => new("Giải trình", "Explained"),
        CommentTurnKind.Resolved => new("Đã xong", "Settled"),
        _ => new("Nêu lại", "Taken up again"),
    };

    public static Wording Of(PublishingTrack track) => track switch
    {
        PublishingTrack.BetweenAgencies => new("thủ tục nội bộ giữa các cơ quan", "between agencies"),
        PublishingTrack.Shared => new("quy trình dùng chung", "shared process"),
        PublishingTrack.AgencyInternal => new("quy trình riêng của cơ quan", "agency's own"),
        _ => new("thủ tục hành chính", "public procedure"),
    };

    /// <summary>How a state of a draft is marked: good, waiting for somebody, sent back, or nothing to do.</summary>
    public static string Tag(PublicationStatus status) => status switch
    {
        PublicationStatus.Published => "tag-good",
        PublicationStatus.Revising => "tag-late",
        PublicationStatus.Submitted or PublicationStatus.UnderAppraisal or PublicationStatus.Appraised or PublicationStatus.Proposed => "tag-wait",
        _ => "",
    };

    public static Wording Of(AgencyLevel level) => level switch
    {
        AgencyLevel.Province => new("cấp tỉnh", "province"),
        AgencyLevel.Branch => new("thuộc sở", "under a department"),
        AgencyLevel.District => new("cấp huyện (đến 30/6/2025)", "district (until 30 June 2025)"),
        AgencyLevel.DistrictOffice => new("phòng cấp huyện (đến 30/6/2025)", "district office (until 30 June 2025)"),
        AgencyLevel.Commune => new("cấp xã", "commune"),
        _ => new("phòng, bộ phận", "unit"),
    };

    public static Wording Of(HolderKind kind) => kind switch
    {
        HolderKind.Acting => new("quyền", "acting"),
        HolderKind.InCharge => new("phụ trách", "in charge"),
        HolderKind.Deputy => new("cấp phó", "deputy"),
        _ => new("bổ nhiệm, phân công", "appointed"),
    };

    public static Wording Of(AgencyActKind kind) => kind switch
    {
        AgencyActKind.Establish => new("Thành lập", "Establish"),
        AgencyActKind.Rename => new("Đổi tên", "Rename"),
        AgencyActKind.Move => new("Chuyển cơ quan cấp trên", "Move"),
        AgencyActKind.Merge => new("Sáp nhập, hợp nhất", "Merge"),
        AgencyActKind.Split => new("Chia", "Split"),
        AgencyActKind.Dissolve => new("Giải thể", "Dissolve"),
        AgencyActKind.ListPosition => new("Thêm vị trí xử lý", "Add a position"),
        AgencyActKind.Appoint => new("Bổ nhiệm, phân công", "Appoint"),
        _ => new("Thôi giữ vị trí", "Leave a post"),
    };

    /// <summary>A recorded act by its stored word.</summary>
    public static Wording AgencyAct(string kind) => kind switch
    {
        "import-units" => new("Nhập bảng đơn vị", "Units imported"),
        "import-holders" => new("Nhập bảng người giữ vị trí", "Holders imported"),
        _ => Enum.TryParse<AgencyActKind>(kind.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var act) ? Of(act) : new(kind, kind),
    };

    /// <summary>Why nobody comes in with a locked account.</summary>
    /// <param name="minutes">How long it still is; null where an administrator locked it.</param>
    public static Wording Locked(int? minutes) => minutes is { } left
        ? new($"Tài khoản tạm khóa vì nhập sai nhiều lần. Hãy thử lại sau {left} phút.", $"The account is locked after several wrong passwords. Try again in {left} {(left == 1 ? "minute" : "minutes")}.")
        : new("Tài khoản đã bị quản trị khóa; hãy liên hệ quản trị.", "An administrator has locked this account; ask them.");

    public static Wording AccountAct(string kind) => kind switch
    {
        "open" => new("lập tài khoản", "opened"),
        "change" => new("sửa tên, cơ quan, vai trò", "changed"),
        "lock" => new("khóa", "locked"),
        "unlock" => new("mở khóa", "unlocked"),
        "change-password" => new("tự đổi mật khẩu", "own password changed"),
        _ => new("đặt mật khẩu", "password set"),
    };
}
