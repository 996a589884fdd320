using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>What a field of a message may hold (kiểu dữ liệu của trường).</summary>
internal enum FieldKind
{
    Text,
    Moment, // yyyyMMddHHmmss, giờ Việt Nam
    Code, // một trong các mã được liệt kê
    State, // mã trạng thái, kiểm tra theo bảng của cổng
    Flag, // True, False, 1, 0
    Amount, // số tiền
    Group, // một nhóm trường
    Groups, // danh sách nhóm trường
    Papers, // danh sách giấy tờ: tên, hoặc nhóm trường
}

/// <summary>One field of a message.</summary>
internal sealed record MessageField(string Name, FieldKind Kind = FieldKind.Text, int Longest = 500, bool IsRequired = false)
{
    public IReadOnlyList<string> Codes { get; init; } = [];

    public MessageShape? Shape { get; init; }
}

/// <summary>The fields that a message may hold, and those it must (quy cách bản tin): checked field by field, the first fault is told.</summary>
internal sealed class MessageShape(params MessageField[] fields)
{
    private readonly FrozenDictionary<string, MessageField> _fields = fields.ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    private readonly MessageField[] _required = [.. fields.Where(field => field.IsRequired)];

    public PortalRefusal? Check(JsonElement item, string at)
    {
        if (item.ValueKind is not JsonValueKind.Object) return PortalRefusals.WrongKind(at, "một nhóm trường (object)");
        foreach (var member in item.EnumerateObject())
        {
            var where = at is "" ? member.Name : $"{at}.{member.Name}";
            if (!_fields.TryGetValue(member.Name, out var field)) return PortalRefusals.NoSuchMember(where);
            if (Check(field, member.Value, where) is { } refusal) return refusal;
        }
        foreach (var field in _required)
            if (!item.TryGetProperty(field.Name, out _)) return PortalRefusals.Missing(at is "" ? field.Name : $"{at}.{field.Name}");
        return null;
    }

    private static PortalRefusal? Check(MessageField field, JsonElement value, string at) => field.Kind switch
    {
        FieldKind.Group => field.Shape!.Check(value, at),
        FieldKind.Groups => List(value, at, (item, here) => field.Shape!.Check(item, here)),
        FieldKind.Papers => List(value, at, (item, here) => item.ValueKind is JsonValueKind.Object ? field.Shape!.Check(item, here) : Text(field, item, here)),
        FieldKind.Amount when value.ValueKind is JsonValueKind.Number => value.TryGetDecimal(out var amount) && amount >= 0 ? null : PortalRefusals.WrongKind(at, "số tiền không âm"),
        _ => Text(field, value, at),
    };

    private static PortalRefusal? List(JsonElement value, string at, Func<JsonElement, string, PortalRefusal?> check)
    {
        if (value.ValueKind is not JsonValueKind.Array) return PortalRefusals.WrongKind(at, "danh sách (array)");
        var number = 0;
        foreach (var item in value.EnumerateArray())
            if (check(item, string.Create(CultureInfo.InvariantCulture, $"{at}[{number++}]")) is { } refusal) return refusal;
        return null;
    }

    private static PortalRefusal? Text(MessageField field, JsonElement value, string at)
    {
        if (value.ValueKind is not JsonValueKind.String) return PortalRefusals.WrongKind(at, "chuỗi ký tự");
        var text = value.GetString()!;
        if (string.IsNullOrWhiteSpace(text)) return PortalRefusals.Empty(at);
        if (text.Length > field.Longest && text.EnumerateRunes().Count() > field.Longest) return PortalRefusals.TooLong(at, field.Longest);
        return field.Kind switch
        {
            FieldKind.Moment when !IsMoment(text) => PortalRefusals.WrongKind(at, "ngày giờ theo dạng yyyyMMddHHmmss"),
            FieldKind.Code when !field.Codes.Contains(text) => PortalRefusals.UnknownCode(at, string.Join(", ", field.Codes)),
            FieldKind.State when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) => PortalRefusals.WrongKind(at, "mã trạng thái bằng số"),
            FieldKind.Flag when text is not ("True" or "False" or "1" or "0") => PortalRefusals.WrongKind(at, "True hoặc False"),
            FieldKind.Amount when !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) => PortalRefusals.WrongKind(at, "số tiền không âm"),
            _ => null,
        };
    }

    private static bool IsMoment(string text) =>
        text.Length == 14 && DateTime.TryParseExact(text, "yyyyMMddHHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && moment.Year is >= 1900 and < 2200;
}

/// <summary>The messages of both protocols, field by field, as the portals describe them.</summary>
internal static class MessageShapes
{
    private const int LongestCode = 50, LongestOfficer = 50, LongestSubject = 1000, LongestText = 2000;

    private static readonly MessageShape Paper = new(Text("TenGiayTo"), Text("MaThanhPhanHoSo"), Text("GiayToId"), Text("DuongDanTepTinKetQua"), Text("MaGiayToKetQua"), Text("TepDinhKemId"), Text("TenTepDinhKem"), Text("DuongDanTaiTepTin"));

    private static readonly MessageShape Fee = new(
        Text("TenPhiLePhi") with { IsRequired = true }, Text("MaPhiLePhi"), Code("HinhThucThu", "1", "2", "4"), new("Gia", FieldKind.Amount), Text("LoaiPhiLePhi"), Code("DuocThanhToanTrucTuyen", "1", "2"));

    private static readonly MessageField[] Dossier =
    [
        Key("MaHoSo"), Key("MaTTHC"), Text("TenTTHC"), Text("MaLinhVuc"), Text("TenLinhVuc"), Code("KenhThucHien", "1", "2", "3"),
        Text("ChuHoSo") with { IsRequired = true }, Text("LoaiDoiTuong", LongestCode), Text("MaDoiTuong"),
        new("DinhDanhCHS", FieldKind.Group) { Shape = new(Code("LoaiDinhDanh", "1", "2") with { IsRequired = true }, Key("SoDinhDanh")) },
        Text("ThongTinKhac", LongestText), Text("Email"), Text("Fax", LongestCode), Text("SoDienThoai", LongestCode), Flag("TaiKhoanDuocXacThucVoiVNeID"),
        Moment("NgayNopHoSo"), Moment("NgayTiepNhan"), Moment("NgayHenTra"), Moment("NgayKetThucXuLy"), Moment("NgayTra"), Moment("NgayTuChoi"),
        new("TrangThaiHoSo", FieldKind.State, IsRequired: true), Code("HinhThuc", "0", "1"), Text("ThongTinTra"), Text("DonViXuLy"), Text("GhiChu", LongestText), Text("TrichYeuHoSo", LongestSubject), Text("NoiNopHoSo"),
        new("TaiLieuNop", FieldKind.Groups)
        {
            Shape = new(
                Key("TepDinhKemId") with { Longest = 200 }, Text("TenTepDinhKem"), Flag("IsDeleted"), Text("MaThanhPhanHoSo"), Text("DuongDanTaiTepTin", LongestText),
                Flag("DuocSoHoa"), Flag("DuocTaiSuDung"), Flag("DuocLayTuKhoDMQG"), Text("MaKetQuaThayThe")),
        },
        new("DanhSachLePhi", FieldKind.Groups) { Shape = Fee },
        Code("DuocThanhToanTrucTuyen", "1", "2"),
        new("DanhSachHoSoBoSung", FieldKind.Groups)
        {
            Shape = new(
                Key("HoSoBoSungId") with { Longest = 100 }, Text("NguoiYeuCauBoSung", LongestOfficer), Text("NoiDungBoSung", LongestText), Moment("NgayBoSung"), Text("NguoiTiepNhanBoSung", LongestOfficer),
                Text("ThongTinTiepNhan", LongestText), Moment("NgayTiepNhanBoSung"), Text("TrangThaiBoSung", LongestCode), new("DanhSachGiayToBoSung", FieldKind.Papers) { Shape = Paper },
                new("DanhSachLePhiBoSung", FieldKind.Groups) { Shape = Fee }, Moment("NgayHenTraTruoc"), Moment("NgayHenTraMoi")),
        },
        new("DanhSachGiayToKetQua", FieldKind.Groups) { Shape = Paper },
        Flag("HoSoCoThanhPhanSoHoa"), Text("DSKetNoiCSDL"),
    ];

    /// <summary>DongBoHoSoMC, and what a portal hands on itself.</summary>
    public static MessageShape BusDossier { get; } = new(Dossier);

    /// <summary>NoiHoSo: the same fields, and our own code.</summary>
    public static MessageShape MinistryDossier { get; } = new([.. Dossier, Key("MaHoSoDonVi")]);

    /// <summary>CapNhatTienDoHoSoMC, CapNhatTienTrinh.</summary>
    public static MessageShape Progress { get; } = new(
        Key("MaHoSo"), Text("NguoiXuLy", LongestOfficer) with { IsRequired = true }, Text("ChucDanh"), Moment("ThoiDiemXuLy") with { IsRequired = true }, Text("PhongBanXuLy"),
        Text("NoiDungXuLy", LongestText) with { IsRequired = true }, new("TrangThai", FieldKind.State, IsRequired: true), Moment("NgayBatDau"), Moment("NgayKetThucTheoQuyDinh"), Text("MaHoSoDonVi", LongestCode));

    /// <summary>DongBoTrangThaiHoSo.</summary>
    public static MessageShape BusStatus { get; } = new(
        new("TrangThai", FieldKind.State, IsRequired: true), Key("MaHoSo"), Key("MaHoSoDonVi"), Text("MaDoiTuong"), Text("NoiDung", LongestText), Moment("NgayXuLy") with { IsRequired = true },
        new("TaiLieuXuLy", FieldKind.Papers) { Shape = Paper });

    /// <summary>CapNhatTrangThai.</summary>
    public static MessageShape MinistryStatus { get; } = new(
        Key("MaHoSo"), Key("MaHoSoDonVi"), new("TrangThai", FieldKind.State, IsRequired: true), Text("NoiDung", LongestText), Moment("NgayXuLy") with { IsRequired = true });

    public static MessageShape BusLookUp { get; } = new(Key("MaHoSo"));

    public static MessageShape MinistryLookUp { get; } = new(Key("MaHoSoDonVi"));

    public static MessageShape NextValue { get; } = new(Key("MaDonVi"), Key("MaTTHC"));

    public static MessageShape Procedure { get; } = new(Key("maTTHC"));

    /// <summary>What stands around the messages of the bus.</summary>
    public static MessageShape Login { get; } = new(Key("username"), new("password", IsRequired: true));

    private static MessageField Text(string name, int longest = 500) => new(name, FieldKind.Text, longest);

    private static MessageField Key(string name) => new(name, FieldKind.Text, LongestCode, IsRequired: true);

    private static MessageField Moment(string name) => new(name, FieldKind.Moment);

    private static MessageField Flag(string name) => new(name, FieldKind.Flag);

    private static MessageField Code(string name, params string[] codes) => new(name, FieldKind.Code) { Codes = codes };
}
