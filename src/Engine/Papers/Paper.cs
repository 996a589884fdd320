using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>A paper of a dossier ready to be set (giấy tờ của hồ sơ): its form, and every field as it is printed. Nothing in it is typed by hand: all of it follows from the journal.</summary>
/// <param name="Line">The journal line the paper tells of.</param>
/// <param name="Lists">The rows of its tables, by list and then by field.</param>
public sealed record Paper(
    PaperKind Kind, PaperForm Form, DossierCode Code, int Line,
    IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>> Lists);

/// <summary>A paper that can be printed of a dossier as it stands.</summary>
/// <param name="At">When what it tells of happened.</param>
public sealed record PaperOffer(PaperKind Kind, PaperForm Form, int Line, DateTimeOffset At)
{
    /// <summary>The agency that issues it has put a Word form of its own in place: the paper is what that form makes of it.</summary>
    public bool HasOwnForm { get; init; }

    /// <summary>There is no PDF: that form holds what a PDF would lack.</summary>
    public bool IsWordOnly { get; init; }
}

/// <summary>Everything papers are made from: the journal with its hashes, the version, the calendars, names, and where papers can be checked.</summary>
/// <param name="Hashes">The hash of each journal line, in order.</param>
/// <param name="Address">Where the public pages are, as <c>https://tthc.laichau.gov.vn</c>.</param>
public sealed record PaperSource(
    DossierCode Code, IReadOnlyList<DossierEvent> Journal, IReadOnlyList<string> Hashes, ProcessDefinition Process, CalendarBook Calendars,
    ProvinceCatalogue Catalogue, PaperNames Names, DateTimeOffset Now, string Address)
{
    /// <summary>Where, under that address, whoever holds the receipt sees how the dossier stands; null where nothing leads there.</summary>
    public string? LookUp { get; init; }

    /// <summary>The versions it has run on, where there was more than one.</summary>
    public ProcessVersions Versions { get => field ?? Process; init; }
}

/// <summary>By what a printed paper is compared with the journal it was made from (mã xác thực): half of SHA-256 over the dossier's code, the line's number and the line's hash.</summary>
public static class PaperSeal
{
    private const int Letters = 32;

    public static string Of(DossierCode code, int line, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{code}\n{line}\n{hash}"))))[..Letters];

    /// <summary>Whether a seal is the line's; takes the same time for every wrong one.</summary>
    public static bool Holds(string seal, DossierCode code, int line, string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Of(code, line, hash)));
}

/// <summary>Makes the papers of a dossier from its journal.</summary>
public sealed partial class PaperPress
{
    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    private readonly PaperSource _source;
    private readonly Intake _received;
    private readonly Particulars _particulars;
    private readonly FormSet _forms;

    /// <exception cref="ArgumentException">Nothing was handed in.</exception>
    public PaperPress(PaperSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _particulars = ParticularsToday.Of(source.Journal) ?? throw new ArgumentException("Nothing was handed in.", nameof(source));
        _received = source.Journal.Select(Intake.Of).OfType<Intake>().OrderByDescending(intake => intake.IsReceived).First();
        _forms = FormSet.On(VietnamTime.DayOf(_received.At), source.Catalogue.LegalDocuments);
    }

    /// <summary>How the dossier came: received, or handed in and not received yet.</summary>
    private sealed record Intake(
        bool IsReceived, DateTimeOffset At, ProcedureCode Procedure, AgencyCode Receiving, AgencyCode Competent, Channel Channel, DateTimeOffset? PromisedAt, bool Provisional)
    {
        public static Intake? Of(DossierEvent happened) => happened switch
        {
            DossierEvent.Received e => new(true, e.At, e.Procedure, e.Receiving, e.Competent, e.Channel, e.PromisedAt, e.Provisional),
            DossierEvent.HandedIn e => new(false, e.At, e.Procedure, e.Receiving, e.Competent, e.Channel, null, false),
            _ => null,
        };
    }

    /// <summary>Cơ quan giải quyết, whose forms its papers are printed on.</summary>
    public AgencyCode Issuer => _source.Catalogue.AgencyOf(_received.Competent)?.Code ?? _received.Competent;

    /// <summary>The papers there are, in the order of the journal; those about the whole dossier come last.</summary>
    public IReadOnlyList<PaperOffer> Offers()
    {
        var offers = new List<PaperOffer>();
        var dossier = Dossier.Empty;
        AgencyCode? left = null;
        foreach (var (index, happened) in _source.Journal.Index())
        {
            PaperKind? kind = happened switch
            {
                DossierEvent.Received => PaperKind.Receipt,
                DossierEvent.Declined => PaperKind.Declination,
                DossierEvent.SupplementRequested or DossierEvent.CompletionAsked => PaperKind.SupplementNotice,
                DossierEvent.ProcessingFinished => PaperKind.ResultHandOver,
                DossierEvent.DueSet { Cause: ClockSettingCause.Extension } => PaperKind.Apology,
                DossierEvent.ClockStopped { Cause: ClockStopCause.Suspension } or DossierEvent.Ended { Status: DossierStatus.Stopped } => PaperKind.StopNotice,
                DossierEvent.Ended { Status: DossierStatus.Rejected } => PaperKind.RejectionNotice,
                DossierEvent.Ended { Status: DossierStatus.Returned } => PaperKind.ReturnRecord,
                DossierEvent.StepOpened { Place: { } place } when left is not null && left != place && dossier.FinishedAt is null => PaperKind.HandOver,
                _ => null,
            };
            if (kind is { } known && _forms.Of(known) is { } form) offers.Add(new(known, form, index + 1, happened.At));
            if (happened is DossierEvent.StepCompleted done) left = dossier.FindOpen(done.Step)?.Place;
            dossier = dossier.Apply(happened);
        }
        if (!_received.IsReceived) return offers;
        var last = _source.Journal.Count;
        offers.Add(new(PaperKind.ControlSlip, _forms.Of(PaperKind.ControlSlip)!, last, _source.Journal[^1].At));
        offers.Add(new(PaperKind.ProcessSlip, _forms.Of(PaperKind.ProcessSlip)!, last, _source.Journal[^1].At));
        return offers;
    }

    /// <summary>The paper of a kind; null where the dossier has none.</summary>
    /// <param name="line">The journal line it tells of; null for the latest.</param>
    public Paper? Print(PaperKind kind, int? line = null)
    {
        if (Offers().LastOrDefault(offer => offer.Kind == kind && (line is null || offer.Line == line)) is not { } offer) return null;
        var happened = _source.Journal[offer.Line - 1];
        var fields = Common(offer, happened);
        var lists = new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>>();
        switch (kind)
        {
            case PaperKind.Receipt:
                AddReceipt(fields, lists);
                break;
            case PaperKind.SupplementNotice when happened is DossierEvent.SupplementRequested e:
                (fields["Lan"], fields["LyDo"], fields["CanCu"], fields["HuongDan"]) = ($"lần {Number(e.Round)}", e.Reason, e.Basis ?? "", "");
                fields["HanBoSung"] = _source.Process.Header.Supplement?.AnswerWithin is { } within ? within.ToWording().Vi : "";
                lists["CanBoSung"] = [.. e.Missing.Select((paper, at) => Row(("TT", Number(at + 1)), ("Ten", paper)))];
                break;
            case PaperKind.SupplementNotice when happened is DossierEvent.CompletionAsked e:
                (fields["Lan"], fields["LyDo"], fields["CanCu"], fields["HuongDan"], fields["HanBoSung"]) = ("trước khi tiếp nhận", e.Reason, "", e.Guidance ?? "", "");
                lists["CanBoSung"] = [.. e.Missing.Select((paper, at) => Row(("TT", Number(at + 1)), ("Ten", paper)))];
                break;
            case PaperKind.Declination when happened is DossierEvent.Declined e:
                (fields["LyDo"], fields["CanCu"]) = (e.Reason ?? "", e.Ground ?? "");
                lists["ThanhPhan"] = Components();
                break;
            case PaperKind.Apology when happened is DossierEvent.DueSet e:
                (fields["LyDo"], fields["CanCu"], fields["HenTraCu"], fields["HenTraMoi"]) = (e.Reason, e.Basis ?? "", Moment(e.From), Moment(e.To));
                break;
            case PaperKind.StopNotice when happened is DossierEvent.ClockStopped e:
                (fields["LyDo"], fields["CanCu"], fields["HinhThucDung"]) = (e.Reason ?? "", e.Basis ?? "", "tạm dừng giải quyết");
                break;
            case PaperKind.StopNotice when happened is DossierEvent.Ended e:
                (fields["LyDo"], fields["CanCu"], fields["HinhThucDung"]) = (ReasonOf(e), e.Basis ?? "", "dừng giải quyết");
                break;
            case PaperKind.RejectionNotice when happened is DossierEvent.Ended e:
                (fields["LyDo"], fields["CanCu"]) = (ReasonOf(e), e.Basis ?? "");
                break;
            case PaperKind.ReturnRecord when happened is DossierEvent.Ended e:
                (fields["NguoiNhan"], fields["KetQua"]) = (e.Reason ?? _particulars.Applicant.Name, Results());
                break;
            case PaperKind.ResultHandOver:
                (fields["BenGiao"], fields["NguoiGiao"], fields["BenNhan"], fields["KetQua"], fields["XuLyXong"]) =
                    (_source.Names.Of(PlaceOf(offer.Line) ?? _received.Competent), _source.Names.Of(happened.By), _source.Names.Of(_received.Receiving), Results(), Moment(happened.At));
                break;
            case PaperKind.HandOver when happened is DossierEvent.StepOpened e:
                (fields["BenGiao"], fields["NguoiGiao"], fields["BenNhan"], fields["NguoiNhan"]) =
                    (_source.Names.Of(PlaceOf(offer.Line) ?? _received.Receiving), _source.Names.Of(happened.By), _source.Names.Of(e.Place), Whom(e));
                lists["ThanhPhan"] = Components();
                break;
            case PaperKind.ControlSlip:
                AddControlSlip(fields, lists);
                break;
            case PaperKind.ProcessSlip:
                lists["QuaTrinh"] = Acts();
                break;
        }
        return new(kind, offer.Form, _source.Code, offer.Line, Plain(fields), lists.ToDictionary(list => list.Key, list => list.Value));
    }

    private Dictionary<string, string> Common(PaperOffer offer, DossierEvent happened)
    {
        var applicant = _particulars.Applicant;
        // What concerns the desk goes out in the desk's name; what decides, in the name of who decides.
        var isDesks = offer.Kind is PaperKind.Receipt or PaperKind.Declination or PaperKind.SupplementNotice or PaperKind.HandOver or PaperKind.ReturnRecord;
        var place = isDesks ? _received.Receiving : _received.Competent;
        var (agency, unit) = (AgencyOf(place), _source.Names.Of(place));
        var seal = PaperSeal.Of(_source.Code, offer.Line, _source.Hashes[offer.Line - 1]);
        var address = string.Create(CultureInfo.InvariantCulture, $"{_source.Address.TrimEnd('/')}/verify/{_source.Code}/{offer.Line}/{seal}");
        var act = happened switch
        {
            DossierEvent.DueSet e => e.Document,
            DossierEvent.ClockStopped e => e.Document,
            DossierEvent.Ended e => e.Document,
            _ => null,
        };
        var day = act?.Date ?? VietnamTime.DayOf(offer.Kind is PaperKind.ControlSlip or PaperKind.ProcessSlip ? _source.Now : offer.At);
        return new(StringComparer.Ordinal)
        {
            ["MauSo"] = offer.Form.Corner,
            ["TenMau"] = offer.Form.Name.Vi,
            ["CanCuMau"] = offer.Form.Basis,
            ["CoQuan"] = agency.ToUpper(Vietnamese),
            ["DonVi"] = unit == agency ? "" : unit.ToUpper(Vietnamese),
            ["So"] = act?.Number ?? "",
            ["DiaDanh"] = PlaceName(agency),
            ["NgayKy"] = string.Create(CultureInfo.InvariantCulture, $"ngày {day.Day:00} tháng {day.Month:00} năm {day.Year}"),
            ["MaHoSo"] = _source.Code.ToString(),
            ["ThuTuc"] = _source.Catalogue.Find(_received.Procedure)?.Name ?? _source.Process.Name,
            ["MaThuTuc"] = _received.Procedure.Value,
            ["LinhVuc"] = _source.Catalogue.Find(_received.Procedure)?.Field ?? "",
            ["NoiDung"] = _particulars.Subject ?? _source.Process.Name,
            ["NguoiNop"] = applicant.Name,
            ["SoGiayTo"] = applicant.IdentityNumber ?? "",
            ["DiaChi"] = applicant.Address ?? "",
            ["DienThoai"] = applicant.Phone ?? "",
            ["Email"] = applicant.Email ?? "",
            ["NoiTiepNhan"] = _source.Names.Of(_received.Receiving),
            ["CoQuanGiaiQuyet"] = _source.Names.Of(_received.Competent),
            ["NgayTiepNhan"] = Moment(_received.At),
            ["HenTra"] = _received.PromisedAt is not { } promised ? "không hẹn ngày trả"
                : _received.Provisional ? $"{Moment(promised)} (hẹn tạm: lịch làm việc của năm đó chưa được công bố; khi có lịch, cơ quan sẽ báo thời điểm chính thức)"
                : Moment(promised),
            ["ThoiDiem"] = Moment(happened.At),
            ["CanBo"] = _source.Names.Of(happened.By),
            ["NguoiKy"] = act?.Signer ?? "",
            ["MaXacThuc"] = string.Join('-', seal.Chunk(8).Select(some => new string(some))),
            ["DiaChiXacThuc"] = address,
            [FormLayout.Qr] = address,
        };
    }

    private void AddReceipt(Dictionary<string, string> fields, Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>> lists)
    {
        var receipt = Receipt.Of(_source.Code, _source.Journal, _source.Process, _source.Names);
        fields["ThoiHan"] = receipt.Limit?.ToWording().Vi ?? "không quy định";
        fields["CachTinh"] = receipt.Counting.Vi;
        fields["SoBo"] = "01";
        fields["PhuongThuc"] = _received.Channel switch { Channel.Direct => "trực tiếp", Channel.Online => "trực tuyến", _ => "qua bưu chính công ích" };
        fields["NoiTraKetQua"] = receipt.Receiving;
        fields["NoiHoTro"] = receipt.Supporting ?? "";
        fields["DiaChiTraCuu"] = _source.LookUp is { } path ? _source.Address.TrimEnd('/') + path : "";
        fields["LePhi"] = string.Join("; ", receipt.Fees.Select(fee => $"{fee.Name} {Wording.Dong(fee.Amount).Vi}"));
        lists["ThanhPhan"] = Components();
    }

    private void AddControlSlip(Dictionary<string, string> fields, Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string>>> lists)
    {
        var slip = ControlSlip.Of(_source.Code, _source.Journal, _source.Versions, _source.Calendars, _source.Names, _source.Now);
        fields["XuLyXong"] = slip.FinishedAt is { } finished ? Moment(finished) : "";
        fields["KetQuaChung"] = slip.Outcome.ToWording().Vi;
        fields["CacChang"] = string.Join("; ", slip.Legs.Select(leg => leg.ToWording().Vi));
        lists["BanGiao"] =
        [
            .. slip.Rows.Select(row => Row(
                ("Buoc", $"{row.Step}{(row.Run > 1 ? $" (lần {Number(row.Run)})" : "")} {(row.Name == row.Step.Value ? "" : row.Name)}".Trim()), ("DonVi", row.Place), ("NguoiXuLy", row.Hand?.Vi ?? ""),
                ("Nhan", Moment(row.From)), ("Giao", row.To is { } to ? Moment(to) : "đang xử lý"), ("ThoiHan", row.Limit?.ToWording().Vi ?? ""),
                ("DaDung", $"{row.UsedMinutes / 60} giờ {row.UsedMinutes % 60:00} phút"), ("KetQua", row.Label.ToWording().Vi),
                ("GhiChu", string.Join(": ", new[] { row.Outcome is { } outcome ? OutcomeOf(row.Step, outcome) : "", row.Note ?? "" }.Where(text => text.Length > 0))))),
        ];
    }

    /// <summary>One row for what somebody did: to whom it went on, and until when.</summary>
    private List<IReadOnlyDictionary<string, string>> Acts()
    {
        var rows = new List<IReadOnlyDictionary<string, string>>();
        var dossier = Dossier.Empty;
        foreach (var (index, happened) in _source.Journal.Index())
        {
            dossier = dossier.Apply(happened);
            var what = happened switch
            {
                DossierEvent.HandedIn => "Nộp hồ sơ",
                DossierEvent.Received => "Tiếp nhận hồ sơ",
                DossierEvent.Declined e => $"Không tiếp nhận hồ sơ: {e.Reason}",
                DossierEvent.StepCompleted e => $"{NameOf(e.Step)}: {OutcomeOf(e.Step, e.Outcome)}{(e.Note is { Length: > 0 } note ? $" ({note})" : "")}",
                DossierEvent.SupplementRequested e => $"Yêu cầu bổ sung lần {Number(e.Round)}: {string.Join("; ", e.Missing)}",
                DossierEvent.SupplementReceived => "Nhận phần bổ sung",
                DossierEvent.PromiseMoved e => $"Hẹn trả chuyển sang {Moment(e.To)}",
                DossierEvent.DueSet { Cause: ClockSettingCause.Extension } e => $"Xin lỗi và hẹn lại đến {Moment(e.To)}: {e.Reason}",
                DossierEvent.ClockStopped { Cause: ClockStopCause.Suspension } e => $"Tạm dừng giải quyết: {e.Reason}",
                DossierEvent.MovedToVersion e => $"Chuyển sang phiên bản mới của quy trình theo quyết định {e.Decision.ToWording().Vi}",
                DossierEvent.ReturnedToVersion => "Trở lại phiên bản quy trình trước khi chuyển",
                DossierEvent.ProcessingFinished => "Xử lý xong, có kết quả",
                DossierEvent.Ended { Status: not DossierStatus.Declined } e => $"Kết thúc: {StatusName(e.Status)}",
                _ => null,
            };
            if (what is null) continue;
            var next = _source.Journal.Skip(index + 1).TakeWhile(later => later.At == happened.At && later.By == happened.By).OfType<DossierEvent.StepOpened>().ToList();
            var due = happened is DossierEvent.Received or DossierEvent.StepCompleted && next is [var first, ..] ? DueOf(first) : null;
            rows.Add(Row(
                ("TT", Number(rows.Count + 1)), ("Ngay", VietnamTime.LocalOf(happened.At).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture)), ("NguoiXuLy", _source.Names.Of(happened.By)), ("ThaoTac", what),
                ("NguoiNhan", happened is DossierEvent.Received or DossierEvent.StepCompleted ? string.Join("; ", next.Select(Whom).Distinct()) : ""),
                ("ThoiHan", due is { } moment ? VietnamTime.LocalOf(moment).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture) : "")));
        }
        return rows;
    }

    /// <summary>When a step was due as it was opened, whatever happened to its clock later.</summary>
    private DateTimeOffset? DueOf(DossierEvent.StepOpened opened)
    {
        if (_source.Process.Find(opened.Step)?.Work?.Limit is not { } limit) return null;
        var rule = new CountingRule(limit, Counting.RunningHours);
        return rule.Fault is null ? _source.Calendars.For(opened.Place ?? _received.Competent).DueAt(opened.At, rule) : null;
    }

    private List<IReadOnlyDictionary<string, string>> Components() =>
    [
        .. _particulars.Components.Select((component, at) => Row(
            ("TT", Number(at + 1)), ("Ten", component.Name), ("BanChinh", Number(component.Originals)), ("BanSao", Number(component.Copies)))),
    ];

    private string Results() => string.Join("; ", _source.Process.Header.Results.Select(result => result.Name).DefaultIfEmpty("Kết quả giải quyết thủ tục hành chính"));

    /// <summary>Why it ended: what the ending says, else what the officer wrote at the step that led there.</summary>
    private string ReasonOf(DossierEvent.Ended ended) =>
        ended.Reason is { Length: > 0 } reason ? reason : _source.Journal.OfType<DossierEvent.StepCompleted>().LastOrDefault(done => done.At == ended.At)?.Note ?? "";

    /// <summary>Where the dossier came from when a line was written: the place of the step completed just before.</summary>
    private AgencyCode? PlaceOf(int line)
    {
        var dossier = Dossier.Empty;
        AgencyCode? place = null;
        foreach (var happened in _source.Journal.Take(line - 1))
        {
            if (happened is DossierEvent.StepCompleted done) place = dossier.FindOpen(done.Step)?.Place;
            dossier = dossier.Apply(happened);
        }
        return place;
    }

    private string Whom(DossierEvent.StepOpened opened) => opened.Assignee is { } officer ? _source.Names.Of(officer)
        : opened.Position is { } position ? _source.Catalogue.Find(position)?.Name ?? position.Value
        : _source.Names.Of(opened.Place);

    private string AgencyOf(AgencyCode place) => _source.Catalogue.AgencyOf(place)?.Name ?? _source.Names.Of(place);

    private string NameOf(StepKey key) => _source.Versions.Find(key) is { } step && step.Name != key.Value ? $"{key} {step.Name}" : key.Value;

    private string OutcomeOf(StepKey key, string port) => port == DossierDecider.Returned ? "đã trả kết quả"
        : (_source.Process.Find(key) is { } step ? ActivityCatalogue.Find(step.Type) : null)?.Ports.FirstOrDefault(known => known.Name == port)?.Display.Vi ?? port;

    private static string StatusName(DossierStatus status) => status switch
    {
        DossierStatus.Returned => "đã trả kết quả",
        DossierStatus.Rejected => "từ chối giải quyết",
        DossierStatus.Stopped => "dừng giải quyết",
        DossierStatus.Withdrawn => "người nộp rút hồ sơ",
        _ => "đã kết thúc",
    };

    // Two asterisks make type bold in our layouts; what people wrote must not.
    private static Dictionary<string, string> Plain(Dictionary<string, string> fields) =>
        fields.ToDictionary(field => field.Key, field => field.Value.Replace("**", "* *", StringComparison.Ordinal));

    private static Dictionary<string, string> Row(params (string Name, string Value)[] cells) => cells.ToDictionary(cell => cell.Name, cell => cell.Value);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) => VietnamTime.LocalOf(at).ToString("HH 'giờ' mm 'phút, ngày' dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>Bình Lư of "UBND xã Bình Lư"; dots to write on where the agency's name says no place.</summary>
    internal static string PlaceName(string agency) => PlaceIn().Match(agency) is { Success: true } place ? place.Groups[1].Value.Trim() : "……………";

    [GeneratedRegex(@"(?:xã|phường|thị trấn|đặc khu|huyện|tỉnh|thành phố)\s+(.+)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlaceIn();
}

/// <summary>The fields that a form of a kind may ask for (các trường điền được): what a form of an agency's own is checked against.</summary>
public static class PaperFields
{
    private static readonly string[] Everywhere =
    [
        "MauSo", "TenMau", "CanCuMau", "CoQuan", "DonVi", "So", "DiaDanh", "NgayKy", "MaHoSo", "ThuTuc", "MaThuTuc", "LinhVuc", "NoiDung", "NguoiNop", "SoGiayTo", "DiaChi", "DienThoai", "Email",
        "NoiTiepNhan", "CoQuanGiaiQuyet", "NgayTiepNhan", "HenTra", "ThoiDiem", "CanBo", "NguoiKy", "MaXacThuc", "DiaChiXacThuc", FormLayout.Qr,
    ];

    private static readonly string[] Components = ["ThanhPhan.TT", "ThanhPhan.Ten", "ThanhPhan.BanChinh", "ThanhPhan.BanSao"];

    /// <summary>The names, those of a table's rows as <c>ThanhPhan.Ten</c>.</summary>
    public static IReadOnlySet<string> Of(PaperKind kind) => new HashSet<string>(
    [
        .. Everywhere,
        .. kind switch
        {
            PaperKind.Receipt => ["ThoiHan", "CachTinh", "SoBo", "PhuongThuc", "NoiTraKetQua", "NoiHoTro", "DiaChiTraCuu", "LePhi", .. Components],
            PaperKind.SupplementNotice => ["Lan", "LyDo", "CanCu", "HuongDan", "HanBoSung", "CanBoSung.TT", "CanBoSung.Ten"],
            PaperKind.Declination => ["LyDo", "CanCu", .. Components],
            PaperKind.Apology => ["LyDo", "CanCu", "HenTraCu", "HenTraMoi"],
            PaperKind.StopNotice => ["LyDo", "CanCu", "HinhThucDung"],
            PaperKind.RejectionNotice => ["LyDo", "CanCu"],
            PaperKind.ReturnRecord => ["NguoiNhan", "KetQua"],
            PaperKind.ResultHandOver => ["BenGiao", "NguoiGiao", "BenNhan", "KetQua", "XuLyXong"],
            PaperKind.HandOver => ["BenGiao", "NguoiGiao", "BenNhan", "NguoiNhan", .. Components],
            PaperKind.ControlSlip =>
            [
                "XuLyXong", "KetQuaChung", "CacChang", "BanGiao.Buoc", "BanGiao.DonVi", "BanGiao.NguoiXuLy", "BanGiao.Nhan", "BanGiao.Giao", "BanGiao.ThoiHan", "BanGiao.DaDung", "BanGiao.KetQua", "BanGiao.GhiChu",
            ],
            PaperKind.ProcessSlip => (string[])["QuaTrinh.TT", "QuaTrinh.Ngay", "QuaTrinh.NguoiXuLy", "QuaTrinh.ThaoTac", "QuaTrinh.NguoiNhan", "QuaTrinh.ThoiHan"],
            _ => [],
        },
    ], StringComparer.Ordinal);
}
