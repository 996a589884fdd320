using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>Every no to registered systems and about them (các trường hợp từ chối hệ thống kết nối): I1xx. What dossiers themselves say no to keeps its own code.</summary>
public static class InboundRefusals
{
    // Who it is

    public static Refusal UnknownSystem { get; } = new("H101", new(
        "Không có hệ thống kết nối nào đăng ký với mã này.", "No system is registered under this key."));

    public static Refusal NotValid { get; } = new("H102", new(
        "Đăng ký kết nối của hệ thống này đã tắt, chưa tới ngày hoặc đã hết hạn.", "This system's registration is switched off, not begun or over."));

    public static Refusal NoProof { get; } = new("H103", new(
        "Thiếu phần xác thực: X-TthcFlow-Timestamp và X-TthcFlow-Signature, hoặc Authorization: Bearer.", "There is no proof: X-TthcFlow-Timestamp and X-TthcFlow-Signature, or Authorization: Bearer."));

    public static Refusal OutsideTheWindow { get; } = new("H104", new(
        "Thời điểm ký lệch quá 5 phút so với giờ của hệ thống; hãy kiểm tra đồng hồ rồi ký lại.", "The time of signing is more than 5 minutes from our clock; check the clock and sign again."));

    public static Refusal SignatureWrong { get; } = new("H105", new(
        "Chữ ký không đúng.", "The signature is wrong."));

    public static Refusal TokenWrong { get; } = new("H106", new(
        "Mã truy cập không đúng hoặc đã hết hạn; hãy xin mã mới.", "The access token is wrong or over; ask for a new one."));

    public static Refusal NotThisProof { get; } = new("H107", new(
        "Hệ thống này đã đăng ký cách xác thực khác.", "This system is registered with another way to show who it is."));

    public static Refusal SecretNotSet { get; } = new("H108", new(
        "Máy chủ chưa được cấp khoá của hệ thống này; báo quản trị.", "Our side has not been given this system's secret; tell the administrator."));

    public static Refusal TooMany { get; } = new("H109", new(
        "Gửi quá nhiều thông điệp trong một phút; hãy đợi rồi gửi lại.", "Too many messages in a minute; wait and send again."));

    // The message as it came

    public static Refusal MessageIdUnfit { get; } = new("H110", new(
        "X-TthcFlow-Message phải có từ 1 đến 100 chữ cái không dấu, chữ số hoặc dấu . _ : / -.", "X-TthcFlow-Message must have 1 to 100 letters, digits or . _ : / -."));

    public static Refusal MessageIdReused { get; } = new("H111", new(
        "Mã thông điệp này đã dùng cho một nội dung khác.", "This message id was already used for other content."));

    public static Refusal TooLarge(int megabytes) => new("H112", new(
        $"Thông điệp lớn hơn {megabytes} MB.", $"The message is larger than {megabytes} MB."));

    public static Refusal NotJson(long line, long position) => new("H113", new(
        $"Nội dung không phải là JSON đúng cú pháp (dòng {line}, vị trí {position}).", $"The body is not well-formed JSON (line {line}, position {position})."));

    public static Refusal FieldsWrong(int count) => new("H114", new(
        $"Có {count} chỗ chưa đúng; xem errors.", $"{count} places are wrong; see errors."));

    public static Refusal KindOfBody { get; } = new("H115", new(
        "Nội dung phải là application/json, hoặc multipart/form-data có phần đầu tên message là JSON và các phần sau là tệp.",
        "The body must be application/json, or multipart/form-data whose first part is called message and is JSON, followed by files."));

    // What it asks for

    public static Refusal MayNotSend { get; } = new("H120", new(
        "Hệ thống này không được gửi loại thông điệp đó.", "This system may not send messages of that kind."));

    public static Refusal ProcedureUnknown(ProcedureCode procedure) => new("H121", new(
        $"Danh mục không có thủ tục {procedure}.", $"The catalogue has no procedure {procedure}."));

    public static Refusal ProcedureNotInForce(ProcedureCode procedure) => new("H122", new(
        $"Thủ tục {procedure} hôm nay không có quy trình đang có hiệu lực ở cơ quan này.", $"No process is in force today for procedure {procedure} at this agency."));

    /// <param name="cases">Those there are; empty where the procedure has none.</param>
    public static Refusal CaseUnknown(ProcedureCode procedure, IReadOnlyList<CaseKey> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var known = string.Join(", ", cases);
        return new("H123", cases is []
            ? new($"Thủ tục {procedure} không chia trường hợp.", $"Procedure {procedure} has no cases.")
            : new($"Thủ tục {procedure} không có trường hợp này; các trường hợp: {known}.", $"Procedure {procedure} has no such case; its cases are {known}."));
    }

    public static Refusal NotItsProcedure(ProcedureCode procedure) => new("H124", new(
        $"Hệ thống này không được nộp hồ sơ thủ tục {procedure}.", $"This system may not hand in for procedure {procedure}."));

    public static Refusal NotItsAgency(AgencyCode agency) => new("H125", new(
        $"Hệ thống này không được nộp hồ sơ tại {agency}.", $"This system may not hand in at {agency}."));

    public static Refusal CodeTaken(DossierCode ours) => new("H126", new(
        $"Hồ sơ mang mã này của hệ thống gửi đã được nhận với mã {ours}.", $"The dossier with this code of the sender was taken before, as {ours}."));

    public static Refusal DossierUnknown { get; } = new("H127", new(
        "Không có hồ sơ này trong phạm vi của hệ thống gửi; nếu hồ sơ mới, hãy gửi thông điệp nộp hồ sơ trước.",
        "There is no such dossier within the sender's reach; if it is a new one, send its submission first."));

    public static Refusal DossierOver(DossierCode ours) => new("H128", new(
        $"Hồ sơ {ours} đã kết thúc nên không nhận thêm gì nữa.", $"Dossier {ours} has ended; nothing more is taken for it."));

    public static Refusal NothingAsked(DossierCode ours) => new("H129", new(
        $"Hồ sơ {ours} không có yêu cầu bổ sung nào đang chờ.", $"Nothing was asked for in dossier {ours} that could be supplemented."));

    public static Refusal PaperNotAsked(string paper) => new("H130", new(
        $"Không có yêu cầu nộp “{paper}”.", $"“{paper}” was not asked for."));

    public static Refusal NothingToPay(DossierCode ours) => new("H131", new(
        $"Hồ sơ {ours} không có khoản này đang phải nộp.", $"Nothing of the kind is owed in dossier {ours}."));

    // The register of systems

    public static Refusal NotYours { get; } = new("H140", new(
        "Chỉ cán bộ kiểm soát TTHC và quản trị được quản lý hệ thống kết nối.", "Only controllers and administrators may manage registered systems."));

    public static Refusal KeyUnfit { get; } = new("H141", new(
        "Mã hệ thống gồm chữ thường không dấu, chữ số, gạch nối, không quá 40 ký tự.", "A system's key has small letters, digits and hyphens, at most 40."));

    public static Refusal NameMissing { get; } = new("H142", new(
        "Phải ghi tên hệ thống (không quá 200 ký tự).", "The system's name is missing, or longer than 200 characters."));

    public static Refusal SecretNotNamed { get; } = new("H143", new(
        "Phải ghi tên khoá bí mật (chữ thường, chữ số, gạch nối), không ghi chính khoá.", "The name of the secret is expected (small letters, digits, hyphens), never the secret."));

    public static Refusal NothingToSend { get; } = new("H144", new(
        "Phải chọn ít nhất một loại thông điệp được gửi.", "Choose at least one kind of message it may send."));

    public static Refusal ForNobody { get; } = new("H145", new(
        "Danh sách cơ quan hoặc thủ tục đang trống; bỏ trống cả ô nghĩa là tất cả.", "A list of agencies or procedures is there but empty; leave it out for all."));

    public static Refusal EndsBeforeItBegins { get; } = new("H146", new(
        "Ngày cuối đứng trước ngày đầu.", "The last day is before the first."));

    public static Refusal PerMinuteUnfit { get; } = new("H147", new(
        $"Số thông điệp mỗi phút từ 1 đến {ConnectedSystem.MostPerMinute}.", $"Messages a minute: from 1 to {ConnectedSystem.MostPerMinute}."));

    public static Refusal NoSuchAgency(AgencyCode agency) => new("H148", new(
        $"Danh mục không có cơ quan {agency}, hoặc đó là đơn vị bên trong một cơ quan.", $"The catalogue has no agency {agency}, or it is a unit inside one."));

    public static Refusal NoSuchProcedure(ProcedureCode procedure) => new("H149", new(
        $"Danh mục không có thủ tục {procedure} nên không đăng ký được.", $"The catalogue has no procedure {procedure}; it cannot be registered."));

    public static Refusal ReasonMissing { get; } = new("H150", new(
        "Phải ghi lý do thay đổi (không quá 2000 ký tự).", "The reason of the change is missing, or longer than 2000 characters."));

    public static Refusal Unchanged { get; } = new("H151", new(
        "Không có gì thay đổi.", "Nothing would change."));

    public static Refusal Stale { get; } = new("stale", new(
        "Hệ thống kết nối này vừa được người khác sửa. Hãy tải lại rồi thực hiện tiếp.", "Somebody else has just changed this system. Load it again and go on."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        UnknownSystem, NotValid, NoProof, OutsideTheWindow, SignatureWrong, TokenWrong, NotThisProof, SecretNotSet, TooMany,
        MessageIdUnfit, MessageIdReused, TooLarge(32), NotJson(1, 1), FieldsWrong(2), KindOfBody,
        MayNotSend, ProcedureUnknown(new("9.999999")), ProcedureNotInForce(new("2.000908")), CaseUnknown(new("2.000908"), [new("cap-moi")]), NotItsProcedure(new("2.000908")), NotItsAgency(new("H35.41")),
        CodeTaken(DossierCode.Parse("H35.40-260302-0001")), DossierUnknown, DossierOver(DossierCode.Parse("H35.40-260302-0001")), NothingAsked(DossierCode.Parse("H35.40-260302-0001")), PaperNotAsked("Bản vẽ móng"),
        NothingToPay(DossierCode.Parse("H35.40-260302-0001")),
        NotYours, KeyUnfit, NameMissing, SecretNotNamed, NothingToSend, ForNobody, EndsBeforeItBegins, PerMinuteUnfit, NoSuchAgency(new("H35.99")), NoSuchProcedure(new("9.999999")), ReasonMissing, Unchanged, Stale,
    ];
}
