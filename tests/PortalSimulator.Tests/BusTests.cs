using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TthcFlow.Tests.Shared;
using static TthcFlow.PortalSimulator.Tests.Portal;

namespace TthcFlow.PortalSimulator.Tests;

/// <summary>What the bus takes, and what it refuses.</summary>
public sealed class BusTests
{
    private const string Code = "H35.40-260302-0007";

    private Portal _portal = null!;

    [SetUp]
    public async Task Start() => _portal = await Portal.StartAsync();

    [TearDown]
    public async Task Stop() => await _portal.DisposeAsync();

    [Test]
    public async Task A_session_is_given_to_who_has_the_password_and_names_the_receiver_twice()
    {
        Assert.That((string?)(await _portal.SignInAsync())["session"], Has.Length.EqualTo(32));
        Assert.That(CodeOf(await _portal.SignInAsync(password: "sai")), Is.EqualTo("-1"));
        Assert.That((string?)(await _portal.SignInAsync(account: "ai đó"))["message"], Is.EqualTo("Tên đăng nhập hoặc mật khẩu không đúng"));
        Assert.That(CodeOf(await _portal.SignInAsync(receiver: "khac")), Is.EqualTo("03"));
        Assert.That(CodeOf(await JsonAsync(await _portal.SendAsync(HttpMethod.Post, "/mapi/login", JsonContent.Create(new { username = "tthcflow", password = "tthcflow-portal" })))), Is.EqualTo("03"));
        Assert.That(CodeOf(await JsonAsync(await _portal.SendAsync(HttpMethod.Post, Login, JsonContent.Create(new { username = "tthcflow" }), headers: ("dstcode", Receiver)))), Is.EqualTo("21"));
    }

    [Test]
    public async Task A_session_ends_after_its_time()
    {
        var clock = new ManualClock(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
        await using var portal = await Portal.StartAsync(new() { Session = 60 }, clock);
        await portal.TakenAsync(Code, 2);
        clock.Now += TimeSpan.FromSeconds(59);
        Assert.That(CodeOf(await portal.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code })), Is.EqualTo("0"));
        clock.Now += TimeSpan.FromSeconds(1);
        var expired = await portal.PostAsync(Bus, await portal.EnvelopeAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code }));
        Assert.That(expired.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await JsonAsync(expired)).ToJsonString(), Is.EqualTo(JsonNode.Parse("""{"error_code":"401","message":"Phiên làm việc không hợp lệ hoặc đã hết hạn"}""")!.ToJsonString()));
    }

    [Test]
    public async Task An_expired_session_is_told_by_the_status_where_the_switch_says_so()
    {
        await using var portal = await Portal.StartAsync(new() { Session401 = true });
        var envelope = await portal.EnvelopeAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code });
        envelope["session"] = "của ai";
        Assert.That((await portal.PostAsync(Bus, envelope)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Behind_a_token_nobody_speaks_without_one()
    {
        await using var portal = await Portal.StartAsync(new() { OAuth = true });
        Assert.That(CodeOf(await portal.SignInAsync()), Is.EqualTo("401"));
        Assert.That((await portal.TokenAsync("/oauth/token", secret: "sai")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That((await portal.TokenAsync("/oauth/token", grant: "password")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        var token = await JsonAsync(await portal.TokenAsync("/oauth/token"));
        Assert.That(((string?)token["token_type"], (int?)token["expires_in"]), Is.EqualTo(("Bearer", 3600)));
        portal.BusToken = (string?)token["access_token"];
        await portal.TakenAsync(Code, 2);
        portal.BusToken = null;
        Assert.That((await portal.PostAsync(Bus, await portal.EnvelopeAsync("LayDanhSachTTHC", null))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task The_adapters_address_leads_to_the_same_bus()
    {
        var envelope = await _portal.EnvelopeAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code });
        Assert.That(CodeOf(await JsonAsync(await _portal.PostAsync($"/XrdAdapter/RestService/forward{Bus}", envelope))), Is.EqualTo("0"));
    }

    [Test]
    public async Task A_dossier_goes_its_way_and_a_look_up_tells_of_it()
    {
        Assert.That(((JsonArray)(await _portal.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code }))["data"]!), Is.Empty);
        await _portal.TakenAsync(Code, 1, 2, 4);
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code), key: $"{Code}/4/CapNhatTienDoHoSoMC")), Is.EqualTo("0"));

        var known = (JsonObject)(await _portal.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code }))["data"]![0]!;
        Assert.That(((string?)known["TrangThaiHoSo"], (string?)known["ChuHoSo"], (string?)known["DinhDanhCHS"]!["SoDinhDanh"]), Is.EqualTo(("4", "Lò Thị Mẩy", "012345678901")));
        Assert.That(known["QuaTrinhXuLy"]!.ToJsonString(), Is.EqualTo(new JsonArray(Row(Code)).ToJsonString()));
    }

    [Test]
    public async Task The_wrong_word_for_new_or_known_is_refused()
    {
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Item(Code, 2), "True")), Is.EqualTo("11"));
        await _portal.TakenAsync(Code, 2);
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Item(Code, 2), "False")), Is.EqualTo("10"));
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Item(Code, 2))), Is.EqualTo("21"), "isUpdating is missing");
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Item(Code, 2), "true")), Is.EqualTo("22"));
    }

    private static readonly int[] Codes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    [Test]
    public async Task Every_transition_of_the_table_is_taken_and_no_other()
    {
        // How each code is reached, by transitions that the table allows.
        var ways = new Dictionary<int, int[]>
        {
            [1] = [1],
            [2] = [2],
            [3] = [3],
            [4] = [2, 4],
            [5] = [2, 5],
            [6] = [2, 4, 6],
            [7] = [2, 7],
            [8] = [2, 8],
            [9] = [2, 4, 9],
            [10] = [2, 4, 9, 10],
        };
        var table = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Root(), "samples", "portals", "dvcqg.json")))!;
        foreach (var first in Codes)
            Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Item($"ĐẦU-{first}", first), "False")), Is.EqualTo(first is 1 or 2 or 3 ? "0" : "12"), $"first {first}");
        foreach (var after in Codes)
            foreach (var next in Codes)
            {
                var code = $"H35.40-{after}-{next}";
                await _portal.TakenAsync(code, ways[after]);
                var may = after == next || ((JsonArray)table["next"]![$"{after}"]!).Any(one => (int)one! == next) || (after, next) is (5, 2);
                var item = Item(code, next);
                item["NgayTiepNhan"] = "20260302093000";
                Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", item, "True")), Is.EqualTo(may ? "0" : "12"), $"{after} → {next}");
            }
    }

    [Test]
    public async Task The_day_of_receipt_is_asked_for_once_there_must_be_one()
    {
        JsonObject Without(int state)
        {
            var item = Item(Code, state);
            item.Remove("NgayTiepNhan");
            return item;
        }
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Without(2), "False")), Is.EqualTo("21"));
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Without(1), "False")), Is.EqualTo("0"));
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", Without(5), "True")), Is.EqualTo("0"), "sent back before it was received");
        await _portal.TakenAsync("H35.40-260302-0008", 2);
        var withdrawn = Without(7);
        withdrawn["MaHoSo"] = "H35.40-260302-0008";
        Assert.That((string?)(await _portal.CallAsync("DongBoHoSoMC", withdrawn, "True"))["message"], Is.EqualTo("Thiếu trường “NgayTiepNhan”"));
    }

    [TestCase("MaHoSo")]
    [TestCase("MaTTHC")]
    [TestCase("TrangThaiHoSo")]
    [TestCase("ChuHoSo")]
    public async Task A_dossier_without_what_it_must_have_is_refused(string member)
    {
        var item = Item(Code, 2);
        item.Remove(member);
        var answer = await _portal.CallAsync("DongBoHoSoMC", item, "False");
        Assert.That((CodeOf(answer), (string?)answer["message"]), Is.EqualTo(("21", $"Thiếu trường “data[0].{member}”")));
    }

    [TestCase("TenKhac", "\"gì đó\"", "20", "Trường “data[0].TenKhac”: không có trong quy cách")]
    [TestCase("mahoso", "\"H35\"", "20", "Trường “data[0].mahoso”: không có trong quy cách")]
    [TestCase("Email", "\"\"", "21", "Trường “data[0].Email”: để trống; không có thì không gửi")]
    [TestCase("Email", "null", "22", "Trường “data[0].Email”: phải là chuỗi ký tự")]
    [TestCase("TrangThaiHoSo", "2", "22", "Trường “data[0].TrangThaiHoSo”: phải là chuỗi ký tự")]
    [TestCase("TrangThaiHoSo", "\"11\"", "24", "Trường “data[0].TrangThaiHoSo”: mã không có trong danh mục (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)")]
    [TestCase("TrangThaiHoSo", "\"hai\"", "22", "Trường “data[0].TrangThaiHoSo”: phải là mã trạng thái bằng số")]
    [TestCase("KenhThucHien", "\"4\"", "24", "Trường “data[0].KenhThucHien”: mã không có trong danh mục (1, 2, 3)")]
    [TestCase("NgayHenTra", "\"2026-03-09\"", "22", "Trường “data[0].NgayHenTra”: phải là ngày giờ theo dạng yyyyMMddHHmmss")]
    [TestCase("NgayHenTra", "\"20260230090000\"", "22", "Trường “data[0].NgayHenTra”: phải là ngày giờ theo dạng yyyyMMddHHmmss")]
    [TestCase("NgayHenTra", "\"202603090900\"", "22", "Trường “data[0].NgayHenTra”: phải là ngày giờ theo dạng yyyyMMddHHmmss")]
    [TestCase("TaiKhoanDuocXacThucVoiVNeID", "\"có\"", "22", "Trường “data[0].TaiKhoanDuocXacThucVoiVNeID”: phải là True hoặc False")]
    [TestCase("DinhDanhCHS", "{\"LoaiDinhDanh\":\"1\"}", "21", "Thiếu trường “data[0].DinhDanhCHS.SoDinhDanh”")]
    [TestCase("TaiLieuNop", "{}", "22", "Trường “data[0].TaiLieuNop”: phải là danh sách (array)")]
    [TestCase("TaiLieuNop", "[{\"TepDinhKemId\":\"a\"},{\"TepDinhKemId\":\"b\",\"Ten\":\"c\"}]", "20", "Trường “data[0].TaiLieuNop[1].Ten”: không có trong quy cách")]
    [TestCase("DanhSachLePhi", "[{\"TenPhiLePhi\":\"Phí\",\"Gia\":\"-5\"}]", "22", "Trường “data[0].DanhSachLePhi[0].Gia”: phải là số tiền không âm")]
    [TestCase("DanhSachLePhi", "[{\"TenPhiLePhi\":\"Phí\",\"HinhThucThu\":\"3\"}]", "24", "Trường “data[0].DanhSachLePhi[0].HinhThucThu”: mã không có trong danh mục (1, 2, 4)")]
    [TestCase("DanhSachHoSoBoSung", "[{\"HoSoBoSungId\":\"x-1\",\"NgayHenTraMoi\":\"mai\"}]", "22", "Trường “data[0].DanhSachHoSoBoSung[0].NgayHenTraMoi”: phải là ngày giờ theo dạng yyyyMMddHHmmss")]
    public async Task A_field_that_is_not_as_described_is_named(string member, string value, string code, string message)
    {
        var item = Item(Code, 2);
        item[member] = JsonNode.Parse(value);
        var answer = await _portal.CallAsync("DongBoHoSoMC", item, "False");
        Assert.That((CodeOf(answer), (string?)answer["message"]), Is.EqualTo((code, message)));
    }

    [TestCase("MaHoSo", 50)]
    [TestCase("ChuHoSo", 500)]
    [TestCase("TrichYeuHoSo", 1000)]
    [TestCase("GhiChu", 2000)]
    public async Task A_text_may_be_as_long_as_it_may_and_no_longer(string member, int longest)
    {
        var item = Item(Code, 2);
        item[member] = new string('ữ', longest);
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", item.DeepClone(), "False")), Is.EqualTo("0"), "letters are counted, not bytes");
        item[member] = new string('ữ', longest + 1);
        Assert.That(CodeOf(await _portal.CallAsync("DongBoHoSoMC", item, "False")), Is.EqualTo("23"));
    }

    [Test]
    public async Task Everything_the_description_names_is_taken()
    {
        var item = (JsonObject)JsonNode.Parse("""
            {"MaHoSo":"H35.40-260302-0007","MaTTHC":"1.004203","TenTTHC":"Tách thửa","MaLinhVuc":"G18","TenLinhVuc":"Đất đai","KenhThucHien":"2","ChuHoSo":"Lò Thị Mẩy","LoaiDoiTuong":"1","MaDoiTuong":"x",
            "DinhDanhCHS":{"LoaiDinhDanh":"2","SoDinhDanh":"012345678"},"ThongTinKhac":"y","Email":"a@b.vn","Fax":"1","SoDienThoai":"0912","TaiKhoanDuocXacThucVoiVNeID":"True",
            "NgayNopHoSo":"20260302090000","NgayTiepNhan":"20260302093000","NgayHenTra":"20260323170000","NgayKetThucXuLy":"20260320100000","NgayTra":"20260321100000","NgayTuChoi":"20260321100000",
            "TrangThaiHoSo":"2","HinhThuc":"0","ThongTinTra":"Tại bộ phận Một cửa","DonViXuLy":"UBND xã","GhiChu":"g","TrichYeuHoSo":"t","NoiNopHoSo":"n",
            "TaiLieuNop":[{"TepDinhKemId":"1","TenTepDinhKem":"đơn.pdf","IsDeleted":"False","MaThanhPhanHoSo":"TP01","DuongDanTaiTepTin":"/t","DuocSoHoa":"1","DuocTaiSuDung":"0","DuocLayTuKhoDMQG":"0","MaKetQuaThayThe":"k"}],
            "DanhSachLePhi":[{"TenPhiLePhi":"Phí","MaPhiLePhi":"P","HinhThucThu":"4","Gia":"250000.5","LoaiPhiLePhi":"1"}],"DuocThanhToanTrucTuyen":"1",
            "DanhSachHoSoBoSung":[{"HoSoBoSungId":"1","NguoiYeuCauBoSung":"a","NoiDungBoSung":"b","NgayBoSung":"20260303080000","NguoiTiepNhanBoSung":"c","ThongTinTiepNhan":"d","NgayTiepNhanBoSung":"20260304080000",
            "TrangThaiBoSung":"1","DanhSachGiayToBoSung":["Bản sao",{"TenGiayTo":"Đơn"}],"DanhSachLePhiBoSung":[],"NgayHenTraTruoc":"20260323170000","NgayHenTraMoi":"20260324170000"}],
            "DanhSachGiayToKetQua":[{"TenGiayTo":"Giấy chứng nhận","MaThanhPhanHoSo":"x","GiayToId":"y","DuongDanTepTinKetQua":"/z","MaGiayToKetQua":"KQ"}],"HoSoCoThanhPhanSoHoa":"1","DSKetNoiCSDL":"x"}
            """)!;
        var answer = await _portal.CallAsync("DongBoHoSoMC", item, "False");
        Assert.That(CodeOf(answer), Is.EqualTo("0"), answer.ToString());
    }

    [Test]
    public async Task An_envelope_is_read_as_strictly_as_what_is_in_it()
    {
        async Task<string> WithAsync(Action<JsonObject> change)
        {
            var envelope = await _portal.EnvelopeAsync("DongBoHoSoMC", Item(Code, 2), "False");
            change(envelope);
            return CodeOf(await JsonAsync(await _portal.PostAsync(Bus, envelope)));
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await WithAsync(envelope => envelope["service"] = "XoaHoSo"), Is.EqualTo("04"));
            Assert.That(await WithAsync(envelope => envelope.Remove("madonvi")), Is.EqualTo("21"));
            Assert.That(await WithAsync(envelope => envelope["madonvi"] = ""), Is.EqualTo("21"));
            Assert.That(await WithAsync(envelope => envelope["session"] = 5), Is.EqualTo("22"));
            Assert.That(await WithAsync(envelope => envelope["type"] = "2"), Is.EqualTo("20"), "only states have a type");
            Assert.That(await WithAsync(envelope => envelope["data"] = Item(Code, 2)), Is.EqualTo("22"));
            Assert.That(await WithAsync(envelope => ((JsonArray)envelope["data"]!).Add(Item(Code, 2))), Is.EqualTo("22"), "one at a time");
            Assert.That(await WithAsync(envelope => envelope.Remove("data")), Is.EqualTo("21"));
        }
        foreach (var (text, code) in new[] { ("không phải JSON", "02"), ("", "02"), ("""{"session":"a","session":"b"}""", "02"), ("[]", "22"), ("""{"service":"TraCuuHoSo"}""", "21") })
            Assert.That(CodeOf(await JsonAsync(await _portal.SendAsync(HttpMethod.Post, Bus, new StringContent(text)))), Is.EqualTo(code), text);
    }

    [Test]
    public async Task A_text_that_is_none_is_refused()
    {
        var whole = System.Text.Encoding.UTF8.GetBytes((await _portal.EnvelopeAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = "?" })).ToJsonString());
        var at = Array.LastIndexOf(whole, (byte)'?');
        foreach (var letter in new byte[][] { [0xFF], [.. @"\ud800"u8] })
            Assert.That(CodeOf(await JsonAsync(await _portal.SendAsync(HttpMethod.Post, Bus, new ByteArrayContent([.. whole[..at], .. letter, .. whole[(at + 1)..]])))), Is.EqualTo("02"));
    }

    [Test]
    public async Task Unit_and_receiver_are_held_to_where_switches_name_them()
    {
        await using var portal = await Portal.StartAsync(new() { Unit = "H35.40", Destination = Receiver });
        Assert.That(CodeOf(await portal.CallAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code })), Is.EqualTo("03"));
        var elsewhere = await portal.EnvelopeAsync("TraCuuHoSo", new JsonObject { ["MaHoSo"] = Code });
        elsewhere["madonvi"] = "H35.40";
        Assert.That(CodeOf(await JsonAsync(await portal.PostAsync(Bus, elsewhere))), Is.EqualTo("0"));
        Assert.That(CodeOf(await JsonAsync(await portal.PostAsync("/mapi/g?dstcode=khac", elsewhere))), Is.EqualTo("03"));
    }

    [Test]
    public async Task Progress_is_taken_of_known_dossiers_and_in_the_order_of_time()
    {
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code))), Is.EqualTo("11"));
        await _portal.TakenAsync(Code, 2, 4);
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code, "20260303080000"))), Is.EqualTo("0"));
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code, "20260303075959"))), Is.EqualTo("13"));
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", Row(Code, "20260303080000", "B3"))), Is.EqualTo("0"), "two in one second");
        var (tooLong, unknown, without) = (Row(Code), Row(Code), Row(Code));
        tooLong["NguoiXuLy"] = new string('ệ', 51);
        unknown["TrangThai"] = "12";
        without.Remove("ThoiDiemXuLy");
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", tooLong)), Is.EqualTo("23"));
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", unknown)), Is.EqualTo("24"));
        Assert.That(CodeOf(await _portal.CallAsync("CapNhatTienDoHoSoMC", without)), Is.EqualTo("21"));
    }

    [Test]
    public async Task A_state_alone_is_taken_of_dossiers_that_came_from_here()
    {
        await _portal.TakenAsync(Code, 2);
        JsonObject Status(string portals, string ours, string state) => new() { ["MaHoSo"] = portals, ["MaHoSoDonVi"] = ours, ["TrangThai"] = state, ["NoiDung"] = "Được tiếp nhận", ["NgayXuLy"] = "20260302093000" };
        Assert.That(CodeOf(await _portal.CallAsync("DongBoTrangThaiHoSo", Status(Code, Code, "4"))), Is.EqualTo("11"), "that one came from us");

        var handedIn = await JsonAsync(await _portal.PostAsync("/control/hand-in", new JsonObject { ["MaTTHC"] = "1.004203", ["ChuHoSo"] = "Giàng A Páo" }));
        var portals = (string)handedIn["code"]!;
        Assert.That((bool)handedIn["sent"]!, Is.False);
        Assert.That(CodeOf(await _portal.CallAsync("DongBoTrangThaiHoSo", Status(portals, Code, "2"))), Is.EqualTo("0"));
        Assert.That(CodeOf(await _portal.CallAsync("DongBoTrangThaiHoSo", Status(portals, Code, "9"))), Is.EqualTo("12"), "not before 4");
        Assert.That(CodeOf(await _portal.CallAsync("DongBoTrangThaiHoSo", Status(portals, "H35.40-260302-0009", "4"))), Is.EqualTo("11"), "our code is another by now");
        var envelope = await _portal.EnvelopeAsync("DongBoTrangThaiHoSo", Status(portals, Code, "4"));
        envelope["type"] = "1";
        Assert.That(CodeOf(await JsonAsync(await _portal.PostAsync(Bus, envelope))), Is.EqualTo("24"));
        envelope.Remove("type");
        Assert.That(CodeOf(await JsonAsync(await _portal.PostAsync(Bus, envelope))), Is.EqualTo("21"));
    }

    [Test]
    public async Task Catalogues_are_told_as_the_samples_have_them()
    {
        async Task<JsonArray> ListAsync(string service) => (JsonArray)(await _portal.CallAsync(service, null))["data"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ListAsync("LayDanhSachTTHC")).Select(one => (string?)one!["MATTHC"]), Does.Contain("1.004203"));
            Assert.That((await ListAsync("LayDanhMucCoQuan")).Select(one => (string?)one!["TENDONVI"]), Does.Contain("UBND xã Bình Lư"));
            Assert.That((await ListAsync("LayDanhMucLinhVuc")).Select(one => (string?)one!["MANGANH"]), Does.Contain("G18"));
            Assert.That((string?)(await _portal.CallAsync("LayThuTuc", new JsonObject { ["maTTHC"] = "1.004203" }))["data"]!["TENTTHC"], Is.EqualTo("Tách thửa hoặc hợp thửa đất"));
            Assert.That(CodeOf(await _portal.CallAsync("LayThuTuc", new JsonObject { ["maTTHC"] = "9.999999" })), Is.EqualTo("11"));
        }
    }
}
