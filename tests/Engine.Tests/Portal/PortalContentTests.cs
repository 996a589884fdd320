using System.Collections.Immutable;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Portal;

/// <summary>What portals are told of a dossier: everything the journal knows, in the portal's names, and nothing it does not know.</summary>
public sealed class PortalContentTests
{
    internal static readonly DossierCode Code = DossierCode.Parse("H35.99-260302-0007");

    internal static readonly ProvinceCatalogue Catalogue = new()
    {
        Procedures =
        [
            new Procedure(new("1.013225"), "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ", "Hoạt động xây dựng", [AgencyLevel.Commune], null, [], null, null)
            {
                Components = [new LawfulComponent("TP01", "Đơn đề nghị cấp giấy phép xây dựng", null, null)],
                Fees = [new LawfulFee("Lệ phí cấp giấy phép xây dựng", 75_000, null, null, null) { CollectedAt = FeeMoment.Intake }, new LawfulFee("Phí trường hợp khác", 1_000, null, new("khac"), null)],
                Results = [new LawfulResult("KQ.G17.000001", "Giấy phép xây dựng", null)],
            },
        ],
        Fields = [new ListedField("G17-XD02", "Hoạt động xây dựng")],
        Agencies = [new Agency(A.Commune, "UBND xã Tả Lèng", AgencyLevel.Commune, null, null, null, null), new Agency(A.Desk, "Bộ phận Một cửa xã Tả Lèng", AgencyLevel.Unit, A.Commune, null, null, null)],
        Positions = [new Position(new("chuyen-vien"), "Chuyên viên", false), new Position(new("mot-cua"), "Công chức một cửa", false)],
        Holders = [new Holder(A.Minh.Id, A.Minh.Name, A.Commune, new("chuyen-vien"), null, null), new Holder(A.DeskOfficer.Id, A.DeskOfficer.Name, A.Desk, new("mot-cua"), null, null)],
    };

    internal static PortalFile FileOf(Story story) => new(Code, story.Journal, story.Process, Catalogue) { Calendars = Calendar.Book };

    private static JsonObject Item(Story story, PortalConnection? connection = null, int code = 4) =>
        PortalContent.Of(FileOf(story), new(Portals.National, story.Journal.Count, story.Now, PortalTopic.Dossier, code), connection ?? Portals.Connection);

    private static string? Said(JsonNode? item, string path) => path.Split('/').Aggregate(item, (at, name) => at is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : at?[name])?.ToString();

    private static Story Returned() => A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed")
        .Completes(A.Chairman, "B6", "Signed").At("2026-03-09 15:30").Completes(A.Clerk, "B7", "Done").At("2026-03-10 08:05")
        .Then(new DossierCommand.ReturnResult(A.DeskOfficer, HandingOver: new HandingOver(ReturnWay.Post, PostItem: "RR123456789VN")));

    [Test]
    public void A_permit_from_receipt_to_return_is_told_with_all_its_times()
    {
        Assert.That(Item(Returned(), code: 10).ToJsonString(Plain), Is.EqualTo(
            """
            {"MaHoSo":"H35.99-260302-0007","MaTTHC":"1.013225","TenTTHC":"Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ","MaLinhVuc":"G17-XD02","TenLinhVuc":"Hoạt động xây dựng","KenhThucHien":"1",
            "ChuHoSo":"Mùa A Dơ","DinhDanhCHS":{"LoaiDinhDanh":"1","SoDinhDanh":"012345678901"},"SoDienThoai":"0912345678",
            "NgayNopHoSo":"20260302090000","NgayTiepNhan":"20260302090000","NgayHenTra":"20260311090000","NgayKetThucXuLy":"20260309153000","NgayTra":"20260310080500",
            "TrangThaiHoSo":"10","HinhThuc":"1","ThongTinTra":"Qua bưu chính công ích, số hiệu bưu gửi RR123456789VN","DonViXuLy":"UBND xã Tả Lèng","TrichYeuHoSo":"Xây nhà ở riêng lẻ","NoiNopHoSo":"Bộ phận Một cửa xã Tả Lèng",
            "DanhSachLePhi":[{"TenPhiLePhi":"Lệ phí cấp giấy phép xây dựng","HinhThucThu":"1","Gia":"75000"}],
            "DanhSachGiayToKetQua":[{"TenGiayTo":"Giấy phép xây dựng","MaGiayToKetQua":"KQ.G17.000001"}]}
            """.ReplaceLineEndings("")));
    }

    [Test]
    public void A_round_of_papers_says_who_asked_who_received_and_the_promise_before_and_after()
    {
        var asked = A.Story().UntilExamination().At("2026-03-04 10:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu chữ ký", null, "Bản vẽ thiết kế");
        var open = Item(asked, code: 5);
        Assert.That(open["DanhSachHoSoBoSung"]!.ToJsonString(Plain), Is.EqualTo(
            $$"""[{"HoSoBoSungId":"{{Code}}-{{asked.Journal.FindIndex(happened => happened is DossierEvent.SupplementRequested) + 1}}","NguoiYeuCauBoSung":"Nguyễn Văn Minh","NoiDungBoSung":"Bản vẽ thiết kế. Thiếu chữ ký","NgayBoSung":"20260304100000","NgayHenTraTruoc":"20260311090000"}]"""));

        asked.At("2026-03-06 10:00").Completes(A.DeskOfficer, "BS", "Supplemented", "Đã nộp bản vẽ");
        var answered = Item(asked);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Said(answered, "DanhSachHoSoBoSung/0/NguoiTiepNhanBoSung"), Is.EqualTo("Lò Thị Mai"));
            Assert.That(Said(answered, "DanhSachHoSoBoSung/0/ThongTinTiepNhan"), Is.EqualTo("Đã nộp bản vẽ"));
            Assert.That(Said(answered, "DanhSachHoSoBoSung/0/NgayTiepNhanBoSung"), Is.EqualTo("20260306100000"));
            Assert.That(Said(answered, "DanhSachHoSoBoSung/0/NgayHenTraTruoc"), Is.EqualTo("20260311090000"));
            Assert.That(Said(answered, "DanhSachHoSoBoSung/0/NgayHenTraMoi"), Is.EqualTo("20260313090000"), "the clock stood still for two working days");
            Assert.That(Said(answered, "NgayHenTra"), Is.EqualTo("20260313090000"));
        }
    }

    [Test]
    public void What_was_asked_before_acceptance_is_a_round_too_and_has_no_promise()
    {
        var story = A.Story().Then(new DossierCommand.Submit(A.DeskOfficer, A.Desk, A.Commune, Channel.Online, A.Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty))
            .Later(30).Then(new DossierCommand.AskForCompletion(A.DeskOfficer, ["Bản vẽ thiết kế"], "Bản vẽ mờ"));
        var item = Item(story, code: 5);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Said(item, "KenhThucHien"), Is.EqualTo("2"));
            Assert.That(Said(item, "NgayNopHoSo"), Is.EqualTo("20260302090000"));
            Assert.That(item.ContainsKey("NgayTiepNhan"), Is.False, "it was not received yet");
            Assert.That(Said(item, "DanhSachHoSoBoSung/0/NoiDungBoSung"), Is.EqualTo("Bản vẽ thiết kế. Bản vẽ mờ"));
            Assert.That(item["DanhSachHoSoBoSung"]![0]!.AsObject().ContainsKey("NgayHenTraTruoc"), Is.False);
        }
        var received = Item(story.Later(60).Then(new DossierCommand.ReceiveCompletion(A.DeskOfficer, "Đã gửi lại")), code: 5);
        Assert.That(Said(received, "DanhSachHoSoBoSung/0/NgayTiepNhanBoSung"), Is.EqualTo("20260302103000"));
    }

    [Test]
    public void A_correction_is_told_as_it_is_right_now()
    {
        var right = A.Particulars with { Applicant = A.Particulars.Applicant with { Name = "Mùa A Dờ", IdentityNumber = "123456789", Email = "mua.a.do@example.vn" } };
        var item = Item(A.Story().Then(A.Receive()).Then(new DossierCommand.Correct(A.DeskOfficer, "Ghi nhầm tên", right)), code: 2);
        Assert.That((Said(item, "ChuHoSo"), Said(item, "DinhDanhCHS/LoaiDinhDanh"), Said(item, "Email")), Is.EqualTo(("Mùa A Dờ", "2", "mua.a.do@example.vn")));
    }

    [TestCase("B1234567")]
    [TestCase("0123456789")]
    [TestCase("01234567890a")]
    [TestCase(null)]
    public void A_number_of_another_kind_is_not_told_as_a_citizens(string? number)
    {
        var item = Item(A.Story().Then(A.Receive(particulars: A.Particulars with { Applicant = A.Particulars.Applicant with { IdentityNumber = number } })), code: 2);
        Assert.That(item.ContainsKey("DinhDanhCHS"), Is.False);
    }

    [Test]
    public void What_is_too_long_ends_in_an_ellipsis_and_a_letter_is_never_halved()
    {
        var papers = Enumerable.Range(1, 4).Select(paper => $"{paper}{new string('ế', 399)}").ToArray(); // four of 400 letters and what is between them: 1608
        var asked = Item(A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", $"{new string('ễ', 390)}\U00020BB7\U00020BB7 và các giấy tờ khác", null, papers), code: 5);
        var told = Said(asked, "DanhSachHoSoBoSung/0/NoiDungBoSung")!;
        Assert.That((told.Length, told[^1], told[^2]), Is.EqualTo((1999, '…', 'ễ')));

        var whole = string.Concat(Enumerable.Repeat("ế", 1000));
        Assert.That(Said(Item(A.Story().Then(A.Receive(particulars: A.Particulars with { Subject = whole })), code: 2), "TrichYeuHoSo"), Is.EqualTo(whole));
    }

    [Test]
    public void Apologies_refusals_and_pauses_say_why()
    {
        var apology = A.Story().UntilExamination().Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-18 16:00"), "Chờ kết quả đo đạc"));
        var refused = A.Story().UntilExamination().Completes(A.Minh, "B3", "Failed", "Không phù hợp quy hoạch");
        var paused = A.Story().UntilExamination().Then(new DossierCommand.Suspend(A.Chairman, "Chờ tòa án", "Điều 20", A.Paper()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Said(Item(apology), "GhiChu"), Said(Item(apology), "NgayHenTra")), Is.EqualTo(("Xin lỗi và hẹn lại: Chờ kết quả đo đạc", "20260318160000")));
            Assert.That((Said(Item(refused, code: 8), "GhiChu"), Said(Item(refused, code: 8), "NgayTuChoi")), Is.EqualTo(("Không phù hợp quy hoạch", "20260302090000")));
            Assert.That(Said(Item(paused, code: 8), "GhiChu"), Is.EqualTo("Chờ tòa án"));
            Assert.That(Item(A.Story().UntilExamination().Then(new DossierCommand.Withdraw(A.DeskOfficer, "Chuyện gia đình")), code: 7).ContainsKey("GhiChu"), Is.False, "why somebody withdraws is their own affair");
        }
    }

    [Test]
    public void Files_of_components_are_told_by_the_hash_of_their_content_and_withdrawn_ones_are_not()
    {
        static DossierCommand Attach(char hash, string name, string? component) => new DossierCommand.AttachFile(A.DeskOfficer, new ContentHash(new string(hash, 64)), name, 100, "application/pdf", Component: component);
        var story = A.Story().Then(A.Receive()).Then(Attach('a', "đơn.pdf", "Đơn đề nghị cấp giấy phép xây dựng")).Then(Attach('b', "nhầm.pdf", "Bản vẽ thiết kế")).Then(Attach('c', "khác.pdf", null))
            .Then(new DossierCommand.WithdrawAttachment(A.DeskOfficer, 2, "Nhầm tệp"));
        Assert.That(Item(story, code: 2)["TaiLieuNop"]!.ToJsonString(Plain), Is.EqualTo(
            $$"""[{"TepDinhKemId":"{{new string('a', 64)}}","TenTepDinhKem":"đơn.pdf","IsDeleted":"False","MaThanhPhanHoSo":"TP01"}]"""));
    }

    [Test]
    public void What_was_paid_beside_the_listed_charges_is_told_too()
    {
        var story = A.Story().UntilExamination().Then(new DossierCommand.ImposeObligation(A.Minh, new("B3"), "Thuế trước bạ", 500_000, A.Paper()));
        Assert.That(Item(story, code: 6)["DanhSachLePhi"]!.AsArray(), Has.Count.EqualTo(1), "owed is not paid");
        story.Then(new DossierCommand.RecordPayment(A.Minh, 500_000, "BL 12", PaymentWay.Transfer, Obligation: 1));
        Assert.That(Item(story)["DanhSachLePhi"]![1]!.ToJsonString(Plain), Is.EqualTo("""{"TenPhiLePhi":"Thuế trước bạ","Gia":"500000"}"""));
    }

    [Test]
    public void Who_applies_is_told_by_the_connections_table_alone()
    {
        var process = new Dossiers.Drawing(A.Header, new AttributeDeclaration("loai", "String", false, "Đối tượng", null, true))
            .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving").Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving").Step("TC", StepKind.Reject).Ways("B1 Accepted B8", "B1 Declined TC").Process();
        var connection = Portals.Connection with { ApplicantKinds = new ApplicantKinds("loai", new Dictionary<string, string> { ["Doanh nghiệp"] = "2" }) };
        var company = A.Story(process).Then(A.Receive(answers: ("loai", AttributeValue.Of("Doanh nghiệp"))));
        var person = A.Story(process).Then(A.Receive(answers: ("loai", AttributeValue.Of("Cá nhân"))));
        Assert.That((Said(Item(company, connection, 2), "LoaiDoiTuong"), Said(Item(person, connection, 2), "LoaiDoiTuong"), Said(Item(company, code: 2), "LoaiDoiTuong")), Is.EqualTo(("2", (string?)null, (string?)null)));
    }

    [Test]
    public void A_finished_step_is_a_row_with_who_where_when_and_how()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 10:15").Completes(A.Minh, "B3", "Passed", "Hồ sơ của ông Dơ đạt");
        var number = story.Journal.FindLastIndex(happened => happened is DossierEvent.StepCompleted) + 1;
        var row = PortalContent.Of(FileOf(story), new(Portals.National, number, story.Now, PortalTopic.Progress, 4), Portals.Connection);
        Assert.That(row.ToJsonString(Plain), Is.EqualTo(
            """
            {"MaHoSo":"H35.99-260302-0007","NguoiXuLy":"Nguyễn Văn Minh","ChucDanh":"Chuyên viên","ThoiDiemXuLy":"20260303101500","PhongBanXuLy":"UBND xã Tả Lèng","NoiDungXuLy":"B3: Đạt",
            "TrangThai":"4","NgayBatDau":"20260302090000","NgayKetThucTheoQuyDinh":"20260305090000"}
            """.ReplaceLineEndings("")));
        var unknown = PortalContent.Of(FileOf(story) with { Calendars = null, Catalogue = Empty }, new(Portals.National, number, story.Now, PortalTopic.Progress, 4), Portals.Connection);
        Assert.That((Said(unknown, "NguoiXuLy"), Said(unknown, "ChucDanh"), unknown.ContainsKey("NgayKetThucTheoQuyDinh")), Is.EqualTo(("minh", "chuyen-vien", false)), "codes where no name is known, and no day without a calendar");
    }

    [Test]
    public void A_ministry_takes_the_dossier_once_then_the_states_its_table_names()
    {
        var ministry = Ministry();
        var (messages, before, length) = (new List<PortalMessage>(), Dossier.Empty, 0);
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ thiết kế").Completes(A.DeskOfficer, "BS", "Supplemented").Completes(A.Minh, "B3", "Failed", "Không phù hợp");
        foreach (var act in story.Journal.ChunkBy((last, next) => last.At == next.At && next is not DossierEvent.StepCompleted))
        {
            messages.AddRange(PortalPlan.Of(new PortalBook { Connections = [ministry] }, before, length, act, story.Process));
            (before, length) = (act.Aggregate(before, (dossier, happened) => dossier.Apply(happened)), length + act.Count);
        }
        Assert.That(messages.Select(message => $"{message.Topic} {message.Code}"), Is.EqualTo(["Dossier 2", "Status 5", "Status 8"]));

        var status = PortalContent.Of(FileOf(story), messages[1], ministry);
        Assert.That(status.ToJsonString(Plain), Is.EqualTo("""{"TrangThai":"5","MaHoSoDonVi":"H35.99-260302-0007","NoiDung":"Yêu cầu bổ sung giấy tờ: Bản vẽ thiết kế. Thiếu","NgayXuLy":"20260302090000"}"""));
    }

    [Test]
    public void A_ministry_hears_of_hand_overs_where_the_connection_says_so_whatever_its_table_leaves_open()
    {
        var ministry = Ministry() with { Progress = true };
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed");
        var messages = PortalPlan.Of(new PortalBook { Connections = [ministry] }, Dossier.Empty, 0, story.Journal, story.Process);
        Assert.That(messages.Select(message => $"{message.Topic} {message.Code}"), Is.EqualTo(["Dossier 2", "Progress 2", "Progress 2", "Progress 2"]));
        Assert.That(messages.Select(message => FileOf(story).CodeOf(message, ministry)), Is.All.EqualTo(2));
    }

    [Test]
    public void A_portal_that_handed_the_dossier_in_is_told_the_state_alone_under_its_own_code()
    {
        var connection = Portals.Connection with { Origin = "dvcqg" };
        var story = A.Story().Then(new DossierCommand.Submit(A.DeskOfficer, A.Desk, A.Commune, Channel.Online, A.Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty))
            .Later(30).Then(new DossierCommand.AskForCompletion(A.DeskOfficer, ["Bản vẽ thiết kế"], "Bản vẽ mờ")).Later(60).Then(new DossierCommand.ReceiveCompletion(A.DeskOfficer, "Đã gửi lại"));
        PortalMessage[] Messages(PortalConnection of, IReadOnlyList<DossierEvent> journal) =>
            [.. journal.Index().SelectMany(at => PortalPlan.Of(new PortalBook { Connections = [of] }, Dossier.Replay(journal.Take(at.Index)), at.Index, [at.Item], story.Process))];
        var foreign = story.Journal.Select(happened => happened is DossierEvent.HandedIn handedIn ? handedIn with { Origin = new ForeignCode("dvcqg", "000.00.00.G22-260302-900001") } : happened).ToList();
        var told = Messages(connection, foreign);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(message => $"{message.Number} {message.Topic} {message.Code}"), Is.EqualTo(new[] { "1 Status 1", "2 Status 5" }));
            Assert.That(Messages(connection, story.Journal).Select(message => message.Topic), Is.All.EqualTo(PortalTopic.Dossier), "what came over the counter is told whole");
            Assert.That(Messages(connection with { Origin = "bo-xd" }, foreign).Select(message => message.Topic), Is.All.EqualTo(PortalTopic.Dossier), "and what came from elsewhere");
            Assert.That(PortalContent.Of(FileOf(story) with { Journal = foreign }, told[1], connection).ToJsonString(Plain), Is.EqualTo(
                """{"TrangThai":"5","MaHoSo":"000.00.00.G22-260302-900001","MaHoSoDonVi":"H35.99-260302-0007","NoiDung":"Yêu cầu bổ sung giấy tờ: Bản vẽ thiết kế. Bản vẽ mờ","NgayXuLy":"20260302093000"}"""));
        }
    }

    internal static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ProvinceCatalogue Empty = new() { Procedures = [], Agencies = [], Positions = [], Holders = [] };

    /// <summary>A ministry that takes 2, 3, 5, 6, 8, 9 and 10, and nothing of what is between.</summary>
    internal static PortalConnection Ministry(string address = "http://127.0.0.1:9/")
    {
        var table = JsonNode.Parse(File.ReadAllText(Portals.PathOf("dvcqg.json")))!;
        (table["states"]!["InProgress"], table["states"]!["Registered"]) = (null, null);
        return PortalBook.Parse(new JsonObject
        {
            ["connections"] = new JsonArray(new JsonObject
            {
                ["key"] = "bo-xd",
                ["name"] = "Bộ Xây dựng",
                ["protocol"] = "Ministry",
                ["address"] = address,
                ["unit"] = "000.00.35.H35",
                ["tokenAddress"] = $"{address}token",
                ["client"] = "laichau",
                ["clientSecret"] = "bo-xd",
                ["progress"] = false,
                ["table"] = table,
            }),
        }.ToJsonString()).Connections[0];
    }
}

internal static class Chunks
{
    /// <summary>Neighbours that belong together, in order.</summary>
    public static List<List<T>> ChunkBy<T>(this IEnumerable<T> all, Func<T, T, bool> together)
    {
        List<List<T>> chunks = [];
        foreach (var one in all)
        {
            if (chunks is [.., var last] && together(last[^1], one)) last.Add(one);
            else chunks.Add([one]);
        }
        return chunks;
    }
}
