using System.Collections.Immutable;
using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>A dossier in the words of the bus (trục liên thông): <c>DongBoHoSoMC</c> with one item, read as what an applicant hands in.</summary>
/// <remarks>Times, states and results that an item may carry are taken and not kept: those of a dossier are written by the engine alone.</remarks>
public static class BusItem
{
    private const string Service = "DongBoHoSoMC";

    /// <summary>Known members of an item that say nothing of what is handed in.</summary>
    private static readonly string[] NotKept =
    [
        "TenTTHC", "MaLinhVuc", "TenLinhVuc", "LoaiDoiTuong", "MaDoiTuong", "ThongTinKhac", "Fax", "TaiKhoanDuocXacThucVoiVNeID", "NgayTiepNhan", "NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi",
        "TrangThaiHoSo", "HinhThuc", "ThongTinTra", "GhiChu", "DanhSachLePhi", "DanhSachHoSoBoSung", "DanhSachGiayToKetQua", "HoSoCoThanhPhanSoHoa", "DSKetNoiCSDL", "MaHoSoDonVi",
    ];

    private static readonly string[] FileNotKept = ["TepDinhKemId", "DuongDanTaiTepTin", "DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG", "MaKetQuaThayThe"];

    /// <summary>Reads an envelope with one item.</summary>
    public static InboundReading Read(ReadOnlyMemory<byte> json) => InboundMessage.Read(json, root =>
    {
        root.PassOver("session", "madonvi", "type");
        if (root.Text("service", 50, required: true) is { } service && service != Service) root.Fault("service", new($"Chỉ nhận {Service}.", $"Only {Service} is taken."));
        if (root.Text("isUpdating", 10) is { } updating && !updating.Equals("False", StringComparison.OrdinalIgnoreCase))
            root.Fault("isUpdating", new("Chỉ nhận hồ sơ mới (False); bổ sung, thanh toán, rút hồ sơ gửi tới /api/inbound/messages.", "Only new dossiers (False); supplements, payments and withdrawals go to /api/inbound/messages."));
        var items = root.Objects("data").ToList();
        if (items is not [_]) root.Fault("data", new("Phải có đúng một hồ sơ.", "Exactly one dossier is expected."));
        var submission = items is [var item] ? SubmissionOf(item) : null;
        root.NothingElse();
        return (InboundKind.Submission, submission);
    });

    private static InboundMessage.Submission SubmissionOf(InboundFields at)
    {
        at.PassOver(NotKept);
        var (code, procedure) = (at.Text("MaHoSo", InboundMessage.LongestCode, required: true), at.Key<ProcedureCode>("MaTTHC", required: true));
        var competent = at.Key<AgencyCode>("DonViXuLy", required: true);
        var receiving = at.Key<AgencyCode>("NoiNopHoSo") ?? competent;
        if (at.Text("KenhThucHien", 1) is { } way && way is not ("2" or "3")) at.Fault("KenhThucHien", new("Phải là 2 (trực tuyến) hoặc 3 (bưu chính).", "2 (online) or 3 (by post) is expected."));
        if (at.Text("NgayNopHoSo", 14) is { } at14 && !DateTime.TryParseExact(at14, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            at.Fault("NgayNopHoSo", new("Phải là thời điểm dạng yyyyMMddHHmmss.", "A moment as yyyyMMddHHmmss is expected."));
        var number = at.Object("DinhDanhCHS");
        number?.PassOver("LoaiDinhDanh");
        var applicant = new Applicant(
            at.Text("ChuHoSo", 200, required: true)!, number?.Text("SoDinhDanh", 50, required: true), at.Text("SoDienThoai", 50), at.Text("Email", 200), null);
        number?.NothingElse();
        var subject = at.Text("TrichYeuHoSo", 1000);
        var components = ImmutableList.CreateBuilder<DossierComponent>();
        foreach (var file in at.Objects("TaiLieuNop"))
        {
            file.PassOver(FileNotKept);
            var name = file.Text("TenTepDinhKem", 500, required: true);
            var component = file.Text("MaThanhPhanHoSo", 500) ?? name;
            var isGone = file.Text("IsDeleted", 5) is { } gone && (gone is "1" || gone.Equals("true", StringComparison.OrdinalIgnoreCase));
            file.NothingElse();
            if (!isGone && component is not null && !components.Exists(paper => paper.Name == component)) components.Add(new(component, 0, 1));
        }
        var channel = at.Text("KenhThucHien", 1) is "3" ? Channel.Post : Channel.Online;
        at.NothingElse();
        return new(code!, procedure!, null, receiving!, competent!, channel, new(applicant, subject, components.ToImmutable()), ImmutableSortedDictionary<string, AttributeValue>.Empty, null, null);
    }
}
