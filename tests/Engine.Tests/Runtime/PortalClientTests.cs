using System.Text.Json.Nodes;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Tests.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>What is said to portals is said once, and nothing is believed that is no proper answer.</summary>
public sealed class PortalClientTests
{
    private const string Code = "H35.99-260302-0007", Theirs = "000.00.00.G22-260302-000123";

    private TalkingPortal _portal = null!;
    private PortalWire _wire = null!;
    private BusClient _bus = null!;
    private MinistryClient _ministry = null!;
    private string _folder = null!;
    private FileStore _files = null!;
    private PortalConnection _connection = null!;

    [SetUp]
    public void Settle()
    {
        _portal = new TalkingPortal();
        var passes = new PassBook(TimeProvider.System);
        _wire = new PortalWire(new SecretBook(null, name => name switch { "TTHCFLOW_SECRET_CONG_DVCQG" => "mật-khẩu", "TTHCFLOW_SECRET_BO_XD" => "khoá", _ => null }), passes);
        _folder = Directory.CreateTempSubdirectory("tthcflow-").FullName;
        _files = new FileStore(_folder, 1024 * 1024, new NoFileScan(), TimeProvider.System);
        (_bus, _ministry) = (new BusClient(_wire, passes), new MinistryClient(_wire, _files));
        _connection = Portals.Connection with { Address = _portal.Address };
    }

    [TearDown]
    public async Task Leave()
    {
        _wire.Dispose();
        await _portal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        foreach (var call in _portal.Calls)
            if (Contract.Find(call.Service is "TraCuuHoSo" && !call.Envelope.ContainsKey("service") ? "TraCuuHoSo.bo" : call.Service) is { } contract) Assert.That(contract.Faults(call.Envelope), Is.Empty, call.Service);
    }

    private static JsonObject Item(int code = 2, string name = "Mùa A Dơ") => new() { ["MaHoSo"] = Code, ["MaTTHC"] = "1.013225", ["ChuHoSo"] = name, ["TrangThaiHoSo"] = $"{code}" };

    private PortalParcel Dossier(int number = 1, int code = 2, bool isFirst = true, bool isInDoubt = false, int? before = null, string name = "Mùa A Dơ") =>
        Parcel(PortalTopic.Dossier, number, code, Item(code, name), isFirst, isInDoubt, before);

    private PortalParcel Row(bool isInDoubt = false, string at = "20260303101500") => Parcel(
        PortalTopic.Progress, 5, 4, new() { ["MaHoSo"] = Code, ["NguoiXuLy"] = "Nguyễn Văn Minh", ["ThoiDiemXuLy"] = at, ["NoiDungXuLy"] = "B3: Đạt", ["TrangThai"] = "4" }, false, isInDoubt, 4);

    private PortalParcel State(int code = 5, bool isInDoubt = false, int before = 4) => Parcel(
        PortalTopic.Status, 7, code, new() { ["TrangThai"] = $"{code}", ["MaHoSo"] = Theirs, ["MaHoSoDonVi"] = Code, ["NgayXuLy"] = "20260303101500" }, false, isInDoubt, before);

    private PortalParcel Parcel(PortalTopic service, int number, int code, JsonObject item, bool isFirst, bool isInDoubt, int? before, string? foreign = null) =>
        new(_connection, DossierCode.Parse(Code), new(_connection.Key, number, A.MondayMorning, service, code), item, isFirst, isInDoubt, before, foreign);

    private async Task<PortalFault> FaultOfAsync(PortalParcel parcel)
    {
        try { await _bus.TellAsync(parcel, default); }
        catch (PortalFault fault) { return fault; }
        throw new AssertionException("It was taken.");
    }

    /// <summary>Tries as the sweep does: a connection that breaks while the portal is only asked is tried once more.</summary>
    private async Task<PortalReceipt> AgainAsync(PortalParcel parcel, string service)
    {
        var sent = _portal.CallsOf(service).Count();
        for (var tries = 1; ; tries++)
        {
            try { return await _bus.TellAsync(parcel, default); }
            catch (PortalFault fault) when (fault.Kind is PortalFaultKind.Unreachable && tries < 5 && _portal.CallsOf(service).Count() == sent) { }
        }
    }

    [Test]
    public async Task The_first_message_asks_whether_the_dossier_is_there_and_the_next_one_knows()
    {
        var first = await _bus.TellAsync(Dossier(), default);
        await _bus.TellAsync(Dossier(4, 4, isFirst: false, before: 2), default);
        Assert.That(_portal.Calls.Select(call => $"{call.Service} {call.IsUpdating} {call.Message}".Trim()), Is.EqualTo(new[]
        {
            "login", $"TraCuuHoSo False {Code}/1/TraCuuHoSo", $"DongBoHoSoMC False {Code}/1/DongBoHoSoMC", $"DongBoHoSoMC True {Code}/4/DongBoHoSoMC",
        }));
        Assert.That((first.Text, (string?)_portal.Dossier(Code)!["TrangThaiHoSo"]), Is.EqualTo(("00: Thành công", "4")));
        Assert.That(_portal.Calls[1].Envelope.Select(member => member.Key), Is.EqualTo(new[] { "session", "madonvi", "service", "isUpdating", "data" }));
    }

    [Test]
    public async Task A_dossier_that_somebody_else_told_is_updated()
    {
        _portal.Put(Code, Item(1));
        await _bus.TellAsync(Dossier(), default);
        Assert.That(_portal.CallsOf("DongBoHoSoMC").Select(call => call.IsUpdating), Is.EqualTo(new[] { "True" }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_session_that_is_over_is_renewed_and_the_message_is_told_once(bool says401)
    {
        _portal.Says401 = says401;
        await _bus.TellAsync(Dossier(), default);
        _portal.ForgetPasses();
        await _bus.TellAsync(Row(), default);
        Assert.That((_portal.CallsOf("login").Count(), _portal.Dossier(Code)!["QuaTrinhXuLy"]!.AsArray().Count), Is.EqualTo((2, 1)));
    }

    [Test]
    public async Task Whoever_is_not_let_in_with_a_new_session_does_not_try_for_ever()
    {
        _portal.LetsNobodyIn = true;
        var fault = await FaultOfAsync(Row());
        Assert.That((fault.Kind, _portal.CallsOf("login").Count()), Is.EqualTo((PortalFaultKind.Unreachable, 2)));
    }

    [Test]
    public async Task What_is_no_proper_answer_is_silence_and_nothing_is_sent_twice_in_one_call([Values] Mishap mishap, [Values("DongBoHoSoMC", "TraCuuHoSo", "login")] string service)
    {
        _connection = _connection with { Timeout = 1 };
        _portal.Mishaps = asked => asked == service ? mishap : null;
        var fault = await FaultOfAsync(Dossier());
        Assert.That((fault.Kind, _portal.CallsOf(service).Count(), _portal.CallsOf("elsewhere").Count()), Is.EqualTo((PortalFaultKind.Unreachable, 1, 0)), fault.Message);
    }

    [Test]
    public async Task After_a_broken_answer_the_next_try_looks_and_tells_only_what_is_not_there([Values(Mishap.CloseAfter, Mishap.CloseBefore, Mishap.TwoDocuments)] Mishap mishap)
    {
        foreach (var (parcel, again) in new[] { (Dossier(), Dossier(isInDoubt: true)), (Row(), Row(isInDoubt: true)) })
        {
            var service = parcel.Message.Topic is PortalTopic.Dossier ? "DongBoHoSoMC" : "CapNhatTienDoHoSoMC";
            _portal.Mishaps = asked => asked == service ? mishap : null;
            Assert.That((await FaultOfAsync(parcel)).Kind, Is.EqualTo(PortalFaultKind.Unreachable));
            _portal.Mishaps = null;
            var receipt = await AgainAsync(again, service);
            var sent = _portal.CallsOf(service).Count();
            Assert.That((sent, receipt.Text.StartsWith("Đã có", StringComparison.Ordinal)), Is.EqualTo(mishap is Mishap.CloseBefore ? (2, false) : (1, true)), service);
        }
        Assert.That(_portal.Dossier(Code)!["QuaTrinhXuLy"]!.AsArray(), Has.Count.EqualTo(1), "one hand-over is one row");
    }

    [Test]
    public async Task The_state_of_a_dossier_from_the_portal_is_told_under_its_own_code_and_once()
    {
        _portal.Put(Theirs, new JsonObject { ["MaHoSo"] = Theirs, ["TrangThaiHoSo"] = "4" });
        _portal.Mishaps = asked => asked is "DongBoTrangThaiHoSo" ? Mishap.CloseAfter : null;
        Assert.That((await FaultOfAsync(State())).Kind, Is.EqualTo(PortalFaultKind.Unreachable));
        _portal.Mishaps = null;
        Assert.That((await _bus.TellAsync(State(isInDoubt: true), default)).Text, Does.StartWith("Đã có"));
        var told = _portal.CallsOf("DongBoTrangThaiHoSo").Single();
        Assert.That(((string?)told.Envelope["type"], (string?)told.Item!["MaHoSo"], (string?)_portal.CallsOf("TraCuuHoSo").Single().Item!["MaHoSo"]), Is.EqualTo(("2", Theirs, Theirs)));
    }

    [Test]
    public async Task A_correction_under_the_same_state_is_not_taken_for_told()
    {
        _portal.Put(Code, Item());
        var receipt = await _bus.TellAsync(Dossier(3, 2, isFirst: false, isInDoubt: true, before: 2, name: "Mùa A Dờ"), default);
        Assert.That((receipt.Text, (string?)_portal.Dossier(Code)!["ChuHoSo"]), Is.EqualTo(("00: Thành công", "Mùa A Dờ")));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Where_the_portal_knows_better_whether_it_has_the_dossier_it_is_told_so(bool isThere)
    {
        _connection = _connection with { LookUp = PortalLookUp.WhenInDoubt };
        if (isThere) _portal.Put(Code, Item(1));
        await _bus.TellAsync(Dossier(isFirst: isThere, before: isThere ? null : 1), default);
        Assert.That(_portal.CallsOf("DongBoHoSoMC").Select(call => call.IsUpdating), Is.EqualTo(isThere ? ["False", "True"] : new[] { "True", "False" }));
    }

    [Test]
    public async Task A_no_is_kept_without_what_is_personal()
    {
        _portal.Refusal = _ => ("24", "Hồ sơ của MÙA A DƠ, số 012345678901, thư a.do@example.vn:\nmã không có trong danh mục");
        var fault = await FaultOfAsync(Dossier());
        Assert.That((fault.Kind, fault.Message), Is.EqualTo((PortalFaultKind.Refused, "24: Hồ sơ của …, số …, thư … mã không có trong danh mục")));
        _portal.Refusal = _ => ("24", new string('ế', 5000));
        Assert.That((await FaultOfAsync(Dossier())).Message, Has.Length.EqualTo(500));
    }

    [Test]
    public async Task Without_its_secret_nobody_is_asked()
    {
        _connection = _connection with { Password = "cong-moi" };
        var fault = await FaultOfAsync(Dossier());
        Assert.That((fault.Kind, fault.Message.Contains("cong-moi", StringComparison.Ordinal), _portal.Calls.Count), Is.EqualTo((PortalFaultKind.Misconfigured, true, 0)));
    }

    [Test]
    public async Task A_wrong_password_is_a_setting_to_be_mended_and_is_not_repeated_in_words()
    {
        _connection = _connection with { Password = "bo-xd" };
        var fault = await FaultOfAsync(Dossier());
        Assert.That((fault.Kind, fault.Message.Contains("-1", StringComparison.Ordinal), fault.Message.Contains("khoá", StringComparison.Ordinal)), Is.EqualTo((PortalFaultKind.Misconfigured, true, false)), fault.Message);
    }

    [Test]
    public async Task Sixteen_at_once_sign_in_once()
    {
        var open = new TaskCompletionSource();
        _portal.BeforeSignIn = () => open.Task;
        var telling = Enumerable.Range(0, 16).Select(_ => _bus.LookUpAsync(_connection, Code, default)).ToList();
        open.SetResult();
        Assert.That(await Task.WhenAll(telling), Is.All.Null);
        Assert.That((_portal.CallsOf("login").Count(), _portal.CallsOf("TraCuuHoSo").Count()), Is.EqualTo((1, 16)));

        _portal.ForgetPasses();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => _bus.LookUpAsync(_connection, Code, default)));
        Assert.That(_portal.CallsOf("login").Count(), Is.EqualTo(2), "and once again when it is over");
    }

    [Test]
    public async Task A_token_in_front_is_asked_for_once_and_again_when_it_is_not_known_any_more()
    {
        _connection = _connection with { TokenAddress = new Uri(_portal.Address, "token"), Client = "laichau", ClientSecret = "bo-xd" };
        await _bus.LookUpAsync(_connection, Code, default);
        await _bus.LookUpAsync(_connection, Code, default);
        Assert.That(_portal.Calls.Select(call => call.Service), Is.EqualTo(new[] { "token", "login", "TraCuuHoSo", "TraCuuHoSo" }));
        Assert.That(_portal.Calls.Skip(1).Select(call => call.Token), Is.All.EqualTo("Bearer token-1"));
        Assert.That((string)_portal.Calls[0].Envelope["form"]!, Is.EqualTo("grant_type=client_credentials&client_id=laichau&client_secret=kho%C3%A1"));
    }

    [Test]
    public async Task Lists_and_dossiers_are_asked_for()
    {
        _portal.Put(Code, Item());
        Assert.That(((string?)(await _bus.AskAsync(_connection, "LayDanhMucLinhVuc", null, default))[0]!["MALINHVUC"], (string?)(await _bus.LookUpAsync(_connection, Code, default))!["ChuHoSo"], await _bus.LookUpAsync(_connection, Theirs, default)),
            Is.EqualTo(("G17-XD02", "Mùa A Dơ", (JsonObject?)null)));
    }

    [Test]
    public async Task A_ministry_gives_a_code_takes_files_and_the_dossier_and_then_its_states()
    {
        _connection = PortalContentTests.Ministry(_portal.Address.ToString());
        var kept = await _files.ReceiveAsync(new MemoryStream("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"u8.ToArray()), "đơn.pdf", default);
        var hash = kept.File!.Hash.Value;
        var item = Item();
        item["MaHoSoDonVi"] = Code;
        item["TaiLieuNop"] = new JsonArray(new JsonObject { ["TepDinhKemId"] = hash, ["TenTepDinhKem"] = "đơn.pdf" }, new JsonObject { ["TepDinhKemId"] = hash, ["TenTepDinhKem"] = "đơn.pdf" });
        var first = await _ministry.TellAsync(Parcel(PortalTopic.Dossier, 1, 2, item, true, false, null), default);
        Assert.That(_portal.Calls.Select(call => call.Service), Is.EqualTo(new[] { "token", "TraCuuHoSo", "GetNextValue", "upload", "NoiHoSo" }), "the same content is uploaded once");
        var joined = _portal.Dossier(first.ForeignCode!)!;
        Assert.That(((string?)joined["MaHoSoDonVi"], (string?)joined["TaiLieuNop"]![1]!["TepDinhKemId"]), Is.EqualTo((Code, (string?)joined["TaiLieuNop"]![0]!["TepDinhKemId"])));
        Assert.That((string?)joined["TaiLieuNop"]![0]!["TepDinhKemId"], Does.StartWith("TEP-"));

        var state = new JsonObject { ["TrangThai"] = "5", ["MaHoSoDonVi"] = Code, ["NgayXuLy"] = "20260303101500" };
        _portal.ForgetPasses();
        await _ministry.TellAsync(Parcel(PortalTopic.Status, 4, 5, state, false, false, 2, first.ForeignCode), default);
        Assert.That(((string?)_portal.Dossier(first.ForeignCode!)!["TrangThaiHoSo"], _portal.CallsOf("token").Count()), Is.EqualTo(("5", 2)), "under a new token");

        var again = await _ministry.TellAsync(Parcel(PortalTopic.Status, 4, 5, state, false, true, 2, first.ForeignCode), default);
        Assert.That((again.Text.StartsWith("Đã có", StringComparison.Ordinal), _portal.CallsOf("CapNhatTrangThai").Count()), Is.EqualTo((true, 2)), "one was not let in, one was taken");
    }

    [TestCase(Mishap.CloseAfter, 1)]
    [TestCase(Mishap.CloseBefore, 2)]
    public async Task A_ministry_is_asked_whether_it_has_the_dossier_before_it_is_joined_again(Mishap mishap, int sent)
    {
        _connection = PortalContentTests.Ministry(_portal.Address.ToString());
        _portal.Mishaps = asked => asked is "NoiHoSo" ? mishap : null;
        var item = Item();
        item["MaHoSoDonVi"] = Code;
        Assert.That(async () => await _ministry.TellAsync(Parcel(PortalTopic.Dossier, 1, 2, item, true, false, null), default), Throws.TypeOf<PortalFault>().With.Property("Kind").EqualTo(PortalFaultKind.Unreachable));
        _portal.Mishaps = null;
        var receipt = await _ministry.TellAsync(Parcel(PortalTopic.Dossier, 1, 2, item, true, true, null), default);
        Assert.That((_portal.CallsOf("NoiHoSo").Count(), _portal.Dossier(receipt.ForeignCode!) is not null), Is.EqualTo((sent, true)));
        // The code that it gave is learned anew where nobody wrote it down.
        await _ministry.TellAsync(Parcel(PortalTopic.Progress, 3, 2, new() { ["MaHoSo"] = Code, ["NguoiXuLy"] = "Lò Thị Mai", ["ThoiDiemXuLy"] = "20260303101500", ["NoiDungXuLy"] = "B1: Đã tiếp nhận", ["TrangThai"] = "2" }, false, false, 2), default);
        Assert.That((string?)_portal.CallsOf("CapNhatTienTrinh").Single().Item!["MaHoSo"], Is.EqualTo(receipt.ForeignCode));
    }

    [Test]
    public void A_file_that_is_missing_is_a_no_that_names_it()
    {
        _connection = PortalContentTests.Ministry(_portal.Address.ToString());
        var item = Item();
        item["TaiLieuNop"] = new JsonArray(new JsonObject { ["TepDinhKemId"] = new string('a', 64), ["TenTepDinhKem"] = "đơn.pdf" });
        Assert.That(async () => await _ministry.TellAsync(Parcel(PortalTopic.Dossier, 1, 2, item, true, false, null), default), Throws.TypeOf<PortalFault>().With.Message.Contains("aaaaaaaaaaaa…"));
        Assert.That(_portal.CallsOf("NoiHoSo"), Is.Empty);
    }
}
