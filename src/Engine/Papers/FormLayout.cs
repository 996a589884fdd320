namespace TthcFlow.Engine.Papers;

/// <summary>A piece of text on a form. <c>«MaHoSo»</c> stands for a field; <c>«Email?»</c> takes its line away where the field is empty; <c>**…**</c> is bold.</summary>
public sealed record FormText(string Text, FormStyle Style = FormStyle.Plain, bool IsCentered = false);

/// <summary>How a piece of text looks.</summary>
public enum FormStyle
{
    Plain,
    Bold,
    Italic,
    Title, // tên loại văn bản: chữ hoa, đậm, giữa
    Motto, // tiêu ngữ: đậm, có đường kẻ dưới
    Small, // ghi chú, nơi nhận
}

/// <summary>A column of a form's table.</summary>
/// <param name="Width">Its share, in thousandths.</param>
/// <param name="Text">What stands in each row, with fields of the list: <c>«ThanhPhan.Ten»</c>.</param>
public sealed record FormColumn(string Head, int Width, string Text, bool IsCentered = false);

/// <summary>A part of a form, from above to below.</summary>
public abstract record FormPart
{
    private FormPart() { }

    public sealed record Line(FormText Text) : FormPart;

    /// <summary>Two columns side by side without a frame: the head with the national title, the signatures.</summary>
    /// <param name="IsSigned">Room for a hand between the second line and the third.</param>
    public sealed record Columns(IReadOnlyList<FormText> Left, IReadOnlyList<FormText> Right, bool IsSigned = false) : FormPart;

    /// <summary>A table with one row for each item of a list.</summary>
    public sealed record Table(string List, IReadOnlyList<FormColumn> Rows) : FormPart;

    /// <summary>The square code, with where to check the paper beside it.</summary>
    public sealed record Proof(IReadOnlyList<FormText> Lines) : FormPart;
}

/// <summary>How a form looks before it is filled (bố cục mẫu): one layout for pages, PDF and the Word form that agencies may replace. After NĐ 30/2020/NĐ-CP, Phụ lục I.</summary>
public sealed record FormLayout(PaperKind Kind, bool IsWide, IReadOnlyList<FormPart> Parts)
{
    /// <summary>The field that is a picture: the square code.</summary>
    public const string Qr = "QR";

    private static readonly FormPart PersonLines = new FormPart.Line(new("Tiếp nhận hồ sơ của: **«NguoiNop»**"));

    public static FormLayout Of(PaperKind kind) => new(kind, kind is PaperKind.ControlSlip or PaperKind.ProcessSlip, [.. PartsOf(kind)]);

    private static IEnumerable<FormPart> PartsOf(PaperKind kind)
    {
        yield return new FormPart.Line(new("«MauSo?»", FormStyle.Small));
        yield return new FormPart.Columns(
            [new("«CoQuan»", FormStyle.Bold, true), new("«DonVi?»", FormStyle.Motto, true), new("Số: «So?»", FormStyle.Plain, true)],
            [
                new("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", FormStyle.Bold, true), new("Độc lập - Tự do - Hạnh phúc", FormStyle.Motto, true),
                new("«DiaDanh», «NgayKy»", FormStyle.Italic, true),
            ]);
        yield return new FormPart.Line(new("«TenMau»", FormStyle.Title, true));
        yield return new FormPart.Line(new("Mã hồ sơ: **«MaHoSo»**", FormStyle.Plain, true));
        foreach (var part in Body(kind)) yield return part;
        yield return new FormPart.Proof(
        [
            new("Quét mã, hoặc mở địa chỉ dưới đây, để kiểm tra giấy này với nhật ký của hồ sơ:", FormStyle.Small),
            new("«DiaChiXacThuc»", FormStyle.Small), new("Mã xác thực: «MaXacThuc»", FormStyle.Small),
        ]);
    }

    private static IEnumerable<FormPart> Body(PaperKind kind) => kind switch
    {
        PaperKind.Receipt =>
        [
            Line("Đơn vị tiếp nhận: **«NoiTiepNhan»**"), PersonLines, .. Person(), .. Request(), Line("Thành phần hồ sơ nộp gồm:"), Components("ThanhPhan"),
            Line("Số lượng hồ sơ: «SoBo» bộ. Phương thức nộp: «PhuongThuc»."), Line("Cơ quan giải quyết: «CoQuanGiaiQuyet»"),
            Line("Thời gian giải quyết hồ sơ theo quy định: **«ThoiHan»**. «CachTinh»."), Line("Thời gian nhận hồ sơ: **«NgayTiepNhan»**"), Line("Thời gian trả kết quả giải quyết hồ sơ: **«HenTra»**"),
            Line("Nơi hỗ trợ nộp hồ sơ: «NoiHoTro?»"), Line("Đăng ký nhận kết quả tại: «NoiTraKetQua»"), Line("Tra cứu tình trạng hồ sơ: «DiaChiTraCuu?»"), Line("Phí, lệ phí: «LePhi?»"), Signed("Người nộp hồ sơ", "«NguoiNop»", "Người tiếp nhận hồ sơ", "«CanBo»"),
        ],
        PaperKind.SupplementNotice =>
        [
            Line("Hồ sơ của: **«NguoiNop»**"), .. Person(), .. Request(), Line("Yêu cầu hoàn thiện hồ sơ («Lan») gồm những nội dung sau:"),
            new FormPart.Table("CanBoSung", [new("TT", 80, "«CanBoSung.TT»", true), new("Giấy tờ, nội dung cần bổ sung", 920, "«CanBoSung.Ten»")]),
            Line("Lý do: «LyDo»"), Line("Căn cứ: «CanCu?»"), Line("Hướng dẫn: «HuongDan?»"), Line("Thời hạn bổ sung: «HanBoSung?»"),
            Line("Trong quá trình hoàn thiện hồ sơ, nếu có vướng mắc, Ông/Bà liên hệ với «CanBo», «NoiTiepNhan» để được hướng dẫn."), Signed("Người nộp hồ sơ", "«NguoiNop»", "Người hướng dẫn", "«CanBo»"),
        ],
        PaperKind.Declination =>
        [
            Line("«NoiTiepNhan» đã nhận hồ sơ của: **«NguoiNop»**, nộp lúc «NgayTiepNhan»."), .. Person(), .. Request(), Line("Thành phần hồ sơ đã nộp:"), Components("ThanhPhan"),
            Line("Qua xem xét, «NoiTiepNhan» thông báo **không tiếp nhận, giải quyết** hồ sơ này với lý do cụ thể như sau:"), Line("«LyDo»"), Line("Căn cứ: «CanCu?»"), Line("Xin thông báo cho Ông/Bà được biết và thực hiện."),
            Signed("Người nộp hồ sơ", "«NguoiNop»", "Người từ chối tiếp nhận", "«CanBo»"),
        ],
        PaperKind.Apology =>
        [
            Line("Kính gửi: **«NguoiNop»**", centered: true), Line("Địa chỉ: «DiaChi?»"),
            Line("Ngày «NgayTiepNhan», «NoiTiepNhan» tiếp nhận giải quyết hồ sơ đề nghị «NoiDung» của Ông/Bà, mã số «MaHoSo»; thời gian hẹn trả kết quả: **«HenTraCu»**."),
            Line("Tuy nhiên đến nay, «CoQuanGiaiQuyet» chưa trả kết quả giải quyết hồ sơ của Ông/Bà đúng thời hạn quy định. Lý do: «LyDo»"), Line("Căn cứ: «CanCu?»"),
            Line("Sự chậm trễ này đã gây phiền hà, tốn kém thời gian, công sức của Ông/Bà. «CoQuanGiaiQuyet» xin lỗi Ông/Bà và sẽ trả kết quả vào: **«HenTraMoi»**."),
            Line("Mong nhận được sự thông cảm của Ông/Bà."), Authority(),
        ],
        PaperKind.StopNotice =>
        [
            Line("Kính gửi: **«NguoiNop»**", centered: true), Line("Địa chỉ: «DiaChi?»"),
            Line("«NoiTiepNhan» đã tiếp nhận hồ sơ đề nghị «NoiDung» của Ông/Bà lúc «NgayTiepNhan», hẹn trả kết quả: «HenTra»."),
            Line("«CoQuanGiaiQuyet» thông báo **«HinhThucDung»** hồ sơ nói trên từ «ThoiDiem». Lý do: «LyDo»"), Line("Căn cứ: «CanCu?»"), Line("Xin thông báo để Ông/Bà được biết."), Authority(),
        ],
        PaperKind.RejectionNotice =>
        [
            Line("Kính gửi: **«NguoiNop»**", centered: true), Line("Địa chỉ: «DiaChi?»"), Line("«NoiTiepNhan» đã tiếp nhận hồ sơ đề nghị «NoiDung» của Ông/Bà lúc «NgayTiepNhan»."),
            Line("Sau khi xem xét, «CoQuanGiaiQuyet» thông báo **từ chối giải quyết** hồ sơ nói trên («ThoiDiem»). Lý do: «LyDo»"), Line("Căn cứ: «CanCu?»"), Line("Xin thông báo để Ông/Bà được biết."), Authority(),
        ],
        PaperKind.ControlSlip =>
        [
            Line("Thủ tục: «ThuTuc»"), Line("Cơ quan giải quyết: «CoQuanGiaiQuyet»"), Line("Tiếp nhận: **«NgayTiepNhan»**; hẹn trả: **«HenTra»**"), Line("Xử lý xong: «XuLyXong?»"), Line("Kết quả giải quyết chung: **«KetQuaChung»**"), Line("Các chặng liên thông: «CacChang?»"),
            new FormPart.Table("BanGiao",
            [
                new("Bước", 180, "«BanGiao.Buoc»"), new("Tên cơ quan – người xử lý", 200, "«BanGiao.DonVi»\n«BanGiao.NguoiXuLy»"), new("Thời gian giao nhận", 210, "Nhận: «BanGiao.Nhan»\nGiao: «BanGiao.Giao»"),
                new("Thời hạn / đã dùng", 150, "«BanGiao.ThoiHan»\n«BanGiao.DaDung»"), new("Kết quả giải quyết", 110, "«BanGiao.KetQua»", true), new("Ghi chú", 150, "«BanGiao.GhiChu»"),
            ]),
        ],
        PaperKind.ProcessSlip =>
        [
            Line("Thủ tục: «ThuTuc»"), Line("Người nộp: «NguoiNop». Tiếp nhận: «NgayTiepNhan»; hẹn trả: «HenTra»"),
            new FormPart.Table("QuaTrinh",
            [
                new("STT", 55, "«QuaTrinh.TT»", true), new("Ngày, giờ", 150, "«QuaTrinh.Ngay»", true), new("Người xử lý", 175, "«QuaTrinh.NguoiXuLy»"), new("Thao tác", 320, "«QuaTrinh.ThaoTac»"),
                new("Người nhận", 175, "«QuaTrinh.NguoiNhan»"), new("Thời hạn", 125, "«QuaTrinh.ThoiHan»", true),
            ]),
        ],
        PaperKind.HandOver =>
        [
            Line("(Lập thành 02 bản, mỗi bên giữ 01 bản)", centered: true), Line("Thủ tục: «ThuTuc»"), Line("Người nộp hồ sơ: **«NguoiNop»**. Nội dung: «NoiDung»"), Line("Bên giao: **«BenGiao»**, «NguoiGiao»"), Line("Bên nhận: **«BenNhan»**, «NguoiNhan»"),
            Line("Thời gian giao nhận: **«ThoiDiem»**. Hẹn trả kết quả: «HenTra»"), Line("Hồ sơ bàn giao gồm:"), Components("ThanhPhan"), Signed("Bên giao", "«NguoiGiao»", "Bên nhận", "«NguoiNhan»"),
        ],
        PaperKind.ResultHandOver =>
        [
            Line("Thủ tục: «ThuTuc»"), Line("Người nộp hồ sơ: **«NguoiNop»**. Nội dung: «NoiDung»"), Line("Bên giao: **«BenGiao»**, «NguoiGiao»"), Line("Bên nhận: **«BenNhan»**"), Line("Kết quả giải quyết: **«KetQua»**"),
            Line("Xử lý xong: **«XuLyXong?»**"), Line("Hẹn trả kết quả: «HenTra»"), Signed("Bên giao", "«NguoiGiao»", "Bên nhận", ""),
        ],
        PaperKind.ReturnRecord =>
        [
            Line("Thủ tục: «ThuTuc»"), Line("Hồ sơ của: **«NguoiNop»**. Nội dung: «NoiDung»"), Line("Kết quả đã trả: **«KetQua»**"), Line("Thời gian trả: **«ThoiDiem»**. Hẹn trả: «HenTra»"), Line("Người nhận kết quả: **«NguoiNhan»**"),
            Line("Người nhận đã kiểm tra và nhận đủ kết quả nói trên."), Signed("Người nhận kết quả", "«NguoiNhan»", "Người trả kết quả", "«CanBo»"),
        ],
        _ => [],
    };

    private static FormPart.Line Line(string text, bool centered = false) => new(new(text, FormStyle.Plain, centered));

    private static IEnumerable<FormPart> Person() =>
        [Line("Địa chỉ: «DiaChi?»"), Line("Số căn cước/hộ chiếu: «SoGiayTo?»"), Line("Số điện thoại: «DienThoai?»"), Line("Email: «Email?»")];

    private static IEnumerable<FormPart> Request() => [Line("Nội dung yêu cầu giải quyết: «NoiDung»"), Line("Thủ tục: «ThuTuc» («MaThuTuc»)")];

    private static FormPart.Table Components(string list) => new(list,
    [
        new("TT", 80, $"«{list}.TT»", true), new("Tên giấy tờ", 640, $"«{list}.Ten»"), new("Bản chính", 140, $"«{list}.BanChinh»", true), new("Bản sao", 140, $"«{list}.BanSao»", true),
    ]);

    private static FormPart.Columns Signed(string left, string leftName, string right, string rightName) => new(
        [new(left, FormStyle.Bold, true), new("(Ký và ghi rõ họ tên)", FormStyle.Italic, true), new(leftName, FormStyle.Plain, true)],
        [new(right, FormStyle.Bold, true), new("(Ký và ghi rõ họ tên)", FormStyle.Italic, true), new(rightName, FormStyle.Plain, true)], IsSigned: true);

    // Signed by whoever leads the agency; copied to the desk and kept by the clerk.
    private static FormPart.Columns Authority() => new(
        [new("**Nơi nhận:**", FormStyle.Small), new("- Như trên;\n- «NoiTiepNhan»;\n- Lưu: VT, hồ sơ.", FormStyle.Small), new("", FormStyle.Small)],
        [new("THỦ TRƯỞNG CƠ QUAN", FormStyle.Bold, true), new("(Ký, ghi rõ họ tên, chức vụ và đóng dấu)", FormStyle.Italic, true), new("«NguoiKy»", FormStyle.Bold, true)], IsSigned: true);
}
