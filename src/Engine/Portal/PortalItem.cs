using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>A dossier as a portal keeps it (một hồ sơ trong DongBoHoSoMC): made up from its journal, in the order in which the portal's own description names the fields.</summary>
internal sealed class PortalItem
{
    private readonly PortalFile _file;
    private readonly PortalConnection _connection;
    private readonly PortalNames _names;
    private readonly Dossier _dossier = Dossier.Empty;
    private readonly ProcessDefinition _process;
    private readonly Particulars _particulars;
    private readonly Procedure? _procedure;
    private readonly List<PaperRound> _rounds = [];
    private readonly SortedDictionary<int, (DossierEvent.AttachmentAdded Added, int Line)> _files = [];
    private DateTimeOffset? _promised, _refusedAt;
    private DossierEvent.UpFrontFeePaid? _paidUpFront;
    private HandingOver? _handingOver;
    private string? _refusal, _note;

    public PortalItem(PortalFile file, PortalConnection connection)
    {
        (_file, _connection) = (file, connection);
        Particulars? known = null;
        foreach (var (at, happened) in file.Journal.Index())
        {
            _dossier = _dossier.Apply(happened);
            known = ParticularsToday.After(known, happened);
            Remember(happened, at + 1);
        }
        _particulars = known ?? throw new ArgumentException("Nothing was handed in.", nameof(file));
        _process = file.Process.For(_dossier);
        _names = new(file.Catalogue, VietnamTime.DayOf(file.Journal[^1].At));
        _procedure = (_dossier.Procedure ?? _process.Header.Procedure) is { } code ? file.Catalogue.Find(code) : null;
    }

    /// <summary>Papers that were asked for: which line asked, and how it came out.</summary>
    /// <param name="Before">The promise as it stood when they were asked for.</param>
    /// <param name="After">The promise as it stood when they had come.</param>
    private sealed record PaperRound(
        int Line, StepKey? Step, OfficerId By, DateTimeOffset At, string What, DateTimeOffset? Before, OfficerId? ReceivedBy = null, DateTimeOffset? ReceivedAt = null, string? Said = null,
        DateTimeOffset? After = null, bool IsOver = false);

    private void Remember(DossierEvent happened, int line)
    {
        switch (happened)
        {
            case DossierEvent.Received e: _promised = e.PromisedAt; break;
            case DossierEvent.PromiseMoved e: Promise(e.To, e.At); break;
            case DossierEvent.PromiseConfirmed e: Promise(e.PromisedAt, e.At); break;
            case DossierEvent.DueSet e: Promise(e.To, e.At); break;
            case DossierEvent.CompletionAsked e: _rounds.Add(new(line, null, e.By, e.At, Asked(e.Missing, e.Reason), null)); break;
            case DossierEvent.CompletionReceived e: Answered(null, e.By, e.At, e.Note); break;
            case DossierEvent.SupplementRequested e: _rounds.Add(new(line, e.Step, e.By, e.At, Asked(e.Missing, e.Reason), _promised)); break;
            case DossierEvent.SupplementReceived e: Answered(e.Step, e.By, e.At, e.Note); break;
            case DossierEvent.SupplementExpired e: Change(round => round.Step == e.Step && !round.IsOver, round => round with { IsOver = true }); break;
            case DossierEvent.AttachmentAdded { Component: not null } e: _files[e.Number] = (e, line); break;
            case DossierEvent.AttachmentWithdrawn e: _files.Remove(e.Number); break;
            case DossierEvent.UpFrontFeePaid e: _paidUpFront = e; break;
            case DossierEvent.ResultHandedOver e: _handingOver = e.HandingOver; break;
            case DossierEvent.StepCompleted e: _note = e.Note; break;
            case DossierEvent.Declined e: (_refusedAt, _refusal) = (e.At, e.Reason); break;
            case DossierEvent.Ended { Status: DossierStatus.Rejected } e: (_refusedAt, _refusal) = (e.At, e.Reason is { Length: > 0 } reason ? reason : _note); break;
            case DossierEvent.Ended { Status: DossierStatus.Stopped } e: _refusal = e.Reason is { Length: > 0 } why ? why : _note; break;
        }
    }

    /// <summary>What the applicant was told last. What moves it in the moment papers came is what the papers did.</summary>
    private void Promise(DateTimeOffset to, DateTimeOffset at)
    {
        _promised = to;
        Change(round => round.ReceivedAt == at, round => round with { After = to });
    }

    private void Answered(StepKey? step, OfficerId by, DateTimeOffset at, string? said) =>
        Change(round => round.Step == step && !round.IsOver, round => round with { ReceivedBy = by, ReceivedAt = at, Said = said, After = step is null ? null : _promised, IsOver = true });

    private void Change(Predicate<PaperRound> which, Func<PaperRound, PaperRound> how)
    {
        for (var at = 0; at < _rounds.Count; at++)
            if (which(_rounds[at])) _rounds[at] = how(_rounds[at]);
    }

    private static string Asked(IEnumerable<string> missing, string reason) => string.Join("; ", missing) is { Length: > 0 } papers ? $"{papers}. {reason}" : reason;

    /// <summary>The code it has in a system it came from.</summary>
    public string? CodeIn(string system) => _dossier.Origin is { } origin && origin.System == system ? origin.Code : null;

    /// <summary>Which papers are waited for, and why; null where none are.</summary>
    public string? Asks() => _dossier.Status is DossierStatus.AwaitingSupplement or DossierStatus.AwaitingCompletion ? _rounds.LastOrDefault(round => !round.IsOver)?.What : null;

    /// <summary>Why it was refused or stopped, or stands still; else the apology for a new date, and that a promise is not certain yet.</summary>
    public string? Remark()
    {
        if (_refusal is { Length: > 0 }) return _refusal;
        if (_dossier.Stops.FindLast(stop => stop is { To: null, Cause: ClockStopCause.Suspension })?.Reason is { Length: > 0 } pause) return pause;
        List<string> said = [];
        if (_dossier.Settings.FindLast(setting => setting.Cause is ClockSettingCause.Extension)?.Reason is { Length: > 0 } apology) said.Add($"Xin lỗi và hẹn lại: {apology}");
        if (_dossier is { IsProvisional: true, FinishedAt: null } && _promised is not null) said.Add("Hẹn tạm: lịch làm việc của năm đó chưa được công bố");
        return said is [] ? null : string.Join(". ", said);
    }

    public JsonObject ToJson(int code)
    {
        var item = new JsonObject();
        AddIdentity(item);
        AddPerson(item);
        AddTimes(item);
        AddState(item, code);
        item.Say("TaiLieuNop", _files.Values.OrderBy(file => file.Line).Select(file => FileOf(file.Added)));
        item.Say("DanhSachLePhi", Fees());
        item.Say("DanhSachHoSoBoSung", _rounds.Select(RoundOf));
        item.Say("DanhSachGiayToKetQua", Results());
        return item;
    }

    private void AddIdentity(JsonObject item)
    {
        item.Say("MaHoSo", _file.Code.ToString());
        if (_connection.Protocol is PortalProtocol.Ministry) item.Say("MaHoSoDonVi", _file.Code.ToString());
        item.Say("MaTTHC", (_dossier.Procedure ?? _process.Header.Procedure)?.Value);
        item.Say("TenTTHC", _procedure?.Name ?? _process.Name, PortalContent.LongestName);
        item.Say("MaLinhVuc", _procedure is null ? null : _file.Catalogue.Fields.FirstOrDefault(field => field.Name == _procedure.Field)?.Code);
        item.Say("TenLinhVuc", _procedure?.Field, PortalContent.LongestName);
        item.Say("KenhThucHien", _connection.Channels.GetValueOrDefault(_dossier.Channel));
    }

    private void AddPerson(JsonObject item)
    {
        var applicant = _particulars.Applicant;
        item.Say("ChuHoSo", applicant.Name, PortalContent.LongestName);
        if (_connection.ApplicantKinds is { } kinds && _dossier.Attributes.TryGetValue(kinds.Attribute, out var answer)) item.Say("LoaiDoiTuong", kinds.Codes.GetValueOrDefault(answer.ToString()));
        // Twelve digits are a citizen's card, nine the older card; of anything else nobody here knows what it is.
        if (applicant.IdentityNumber?.Trim() is { } number && number.All(char.IsAsciiDigit) && (number.Length switch { 12 => "1", 9 => "2", _ => null }) is { } kind)
            item["DinhDanhCHS"] = new JsonObject { ["LoaiDinhDanh"] = kind, ["SoDinhDanh"] = number };
        item.Say("Email", applicant.Email, PortalContent.LongestName);
        item.Say("SoDienThoai", applicant.Phone, PortalContent.LongestOfficer);
    }

    private void AddTimes(JsonObject item)
    {
        item.Say("NgayNopHoSo", _dossier.SubmittedAt ?? _dossier.ReceivedAt);
        item.Say("NgayTiepNhan", _dossier.ReceivedAt);
        item.Say("NgayHenTra", _promised);
        item.Say("NgayKetThucXuLy", _dossier.FinishedAt);
        item.Say("NgayTra", _dossier.Status is DossierStatus.Returned ? _dossier.EndedAt : null);
        item.Say("NgayTuChoi", _refusedAt);
    }

    private void AddState(JsonObject item, int code)
    {
        item.Say("TrangThaiHoSo", PortalContent.Number(code));
        item.Say("HinhThuc", _handingOver?.Way switch { ReturnWay.Desk => "0", ReturnWay.Post => "1", _ => null });
        item.Say("ThongTinTra", _handingOver?.Way switch
        {
            ReturnWay.Desk => "Tại bộ phận Một cửa",
            ReturnWay.Post when _handingOver.PostItem is { Length: > 0 } number => $"Qua bưu chính công ích, số hiệu bưu gửi {number}",
            ReturnWay.Post => "Qua bưu chính công ích",
            ReturnWay.Online => "Bản điện tử, trực tuyến",
            _ => null,
        }, PortalContent.LongestName);
        item.Say("DonViXuLy", _names.Of(_dossier.Competent), PortalContent.LongestName);
        item.Say("GhiChu", Remark(), PortalContent.LongestText);
        item.Say("TrichYeuHoSo", _particulars.Subject, PortalContent.LongestSubject);
        item.Say("NoiNopHoSo", _names.Of(_dossier.Receiving), PortalContent.LongestName);
    }

    /// <summary>A file is known by the hash of its content, here and wherever it is fetched.</summary>
    private JsonObject FileOf(DossierEvent.AttachmentAdded added)
    {
        var file = new JsonObject();
        file.Say("TepDinhKemId", added.Hash.Value);
        file.Say("TenTepDinhKem", added.Name, PortalContent.LongestName);
        file.Say("IsDeleted", "False");
        file.Say("MaThanhPhanHoSo", ComponentCode(added.Component!));
        return file;
    }

    private string? ComponentCode(string name) =>
        _process.Header.Components.FirstOrDefault(component => component.Name == name)?.Code ?? _procedure?.Components.FirstOrDefault(component => component.Name == name && IsOurs(component.Case))?.Code;

    /// <summary>The charges of the law for the case, and whatever else was paid for.</summary>
    private IEnumerable<JsonObject> Fees()
    {
        var listed = (_procedure?.Fees ?? []).Where(fee => IsOurs(fee.Case)).ToList();
        foreach (var fee in listed) yield return FeeOf(fee.Name, fee.Amount ?? PaidFor(fee.Name), fee.CollectedAt);
        foreach (var name in _dossier.Payments.Select(payment => payment.Fee).OfType<string>().Distinct().Where(name => !listed.Exists(fee => fee.Name == name)))
            yield return FeeOf(name, PaidFor(name), _process.Header.Fees.FirstOrDefault(fee => fee.Name == name)?.Moment is { } moment ? (FeeMoment)moment : null);
        foreach (var obligation in _dossier.Obligations.Where(obligation => obligation is { IsWaived: false, Paid: > 0 })) yield return FeeOf(obligation.What, obligation.Amount, null);
        if (_paidUpFront is { } paid && !listed.Exists(fee => fee.CollectedAt is FeeMoment.Intake)) yield return FeeOf("Phí, lệ phí nộp trước khi tiếp nhận", paid.Amount, FeeMoment.Intake);
    }

    private JsonObject FeeOf(string name, decimal? amount, FeeMoment? moment)
    {
        var fee = new JsonObject();
        fee.Say("TenPhiLePhi", name, PortalContent.LongestName);
        fee.Say("HinhThucThu", moment is { } when ? _connection.FeeMoments.GetValueOrDefault(when) : null);
        fee.Say("Gia", amount?.ToString("0.##", CultureInfo.InvariantCulture));
        return fee;
    }

    private decimal? PaidFor(string fee) => _dossier.Payments.Where(payment => payment.Fee == fee).Sum(payment => payment.Amount) is > 0 and var paid ? paid : null;

    private bool IsOurs(CaseKey? @case) => @case is null || @case == (_dossier.Case ?? _process.Header.Case);

    private JsonObject RoundOf(PaperRound round)
    {
        var asked = new JsonObject();
        asked.Say("HoSoBoSungId", $"{_file.Code}-{PortalContent.Number(round.Line)}");
        asked.Say("NguoiYeuCauBoSung", _names.Of(round.By), PortalContent.LongestOfficer);
        asked.Say("NoiDungBoSung", round.What, PortalContent.LongestText);
        asked.Say("NgayBoSung", round.At);
        asked.Say("NguoiTiepNhanBoSung", round.ReceivedBy is { } by ? _names.Of(by) : null, PortalContent.LongestOfficer);
        asked.Say("ThongTinTiepNhan", round.Said, PortalContent.LongestText);
        asked.Say("NgayTiepNhanBoSung", round.ReceivedAt);
        asked.Say("NgayHenTraTruoc", round.Before);
        asked.Say("NgayHenTraMoi", round.After);
        return asked;
    }

    /// <summary>What the applicant gets, once it is there.</summary>
    private IEnumerable<JsonObject> Results()
    {
        if (_dossier.Status is not (DossierStatus.ResultReady or DossierStatus.Returned)) yield break;
        var results = _process.Header.Results is [_, ..] drawn ? drawn.Select(result => (result.Code, result.Name)) : (_procedure?.Results ?? []).Where(result => IsOurs(result.Case)).Select(result => (result.Code, result.Name));
        foreach (var (code, name) in results)
        {
            var paper = new JsonObject();
            paper.Say("TenGiayTo", name, PortalContent.LongestName);
            paper.Say("MaGiayToKetQua", code);
            yield return paper;
        }
    }
}
