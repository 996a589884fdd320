using System.Globalization;

namespace TthcFlow.PortalSimulator;

/// <summary>A portal's no (từ chối của cổng): its code, and a sentence that names the field and never what stands in it.</summary>
internal sealed record PortalRefusal(string Code, string Message);

/// <summary>Every no of this portal.</summary>
internal static class PortalRefusals
{
    public static readonly PortalRefusal WrongAccount = new("-1", "Tên đăng nhập hoặc mật khẩu không đúng");

    public static readonly PortalRefusal NoSession = new("401", "Phiên làm việc không hợp lệ hoặc đã hết hạn");

    public static readonly PortalRefusal NotJson = new("02", "Nội dung gửi lên không phải JSON (UTF-8) đúng quy cách");

    public static readonly PortalRefusal Exists = new("10", "Hồ sơ đã có trên cổng: phải gửi cập nhật (isUpdating = True)");

    public static readonly PortalRefusal AlreadyJoined = new("10", "Hồ sơ đã được nối: không nối lần thứ hai");

    public static readonly PortalRefusal Unknown = new("11", "Cổng không có hồ sơ mang mã này");

    public static readonly PortalRefusal NotIssued = new("11", "Mã hồ sơ không phải do cổng cấp (GetNextValue)");

    public static readonly PortalRefusal NotFromHere = new("11", "Cổng không chuyển đi hồ sơ mang mã này");

    public static readonly PortalRefusal NoProcedure = new("11", "Cổng không có thủ tục mang mã này");

    public static PortalRefusal WrongReceiver(string where) => new("03", $"{where}: thiếu hoặc không đúng mã nơi nhận (dstcode)");

    public static PortalRefusal WrongUnit(string where) => new("03", $"Trường “{where}”: không đúng mã đơn vị được cấp");

    public static PortalRefusal NoSuchService => new("04", "Trường “service”: cổng không có dịch vụ này");

    public static PortalRefusal MayNotCome(int after, int code) => new("12", after == 0
        ? string.Create(CultureInfo.InvariantCulture, $"Trạng thái {code} không thể là trạng thái đầu tiên của hồ sơ")
        : string.Create(CultureInfo.InvariantCulture, $"Trạng thái {code} không thể đi sau trạng thái {after}"));

    public static PortalRefusal NotTaken(int code) => new("12", string.Create(CultureInfo.InvariantCulture, $"CapNhatTrangThai không nhận trạng thái {code}"));

    public static PortalRefusal OutOfTime(string where) => new("13", $"Trường “{where}”: sớm hơn dòng tiến độ đã nhận gần nhất");

    public static PortalRefusal NoSuchMember(string where) => new("20", $"Trường “{where}”: không có trong quy cách");

    public static PortalRefusal Missing(string where) => new("21", $"Thiếu trường “{where}”");

    public static PortalRefusal Empty(string where) => new("21", $"Trường “{where}”: để trống; không có thì không gửi");

    public static PortalRefusal WrongKind(string where, string expected) => new("22", $"Trường “{where}”: phải là {expected}");

    public static PortalRefusal TooLong(string where, int longest) => new("23", string.Create(CultureInfo.InvariantCulture, $"Trường “{where}”: dài quá {longest} ký tự"));

    public static PortalRefusal UnknownCode(string where, string expected) => new("24", $"Trường “{where}”: mã không có trong danh mục ({expected})");

    public static PortalRefusal NotUploaded(string where) => new("25", $"Trường “{where}”: tệp chưa được tải lên cho hồ sơ này");
}
