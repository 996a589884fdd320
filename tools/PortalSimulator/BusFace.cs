using System.Globalization;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>The bus (trục liên thông): one address to sign in, one for every service.</summary>
internal sealed class BusFace(PortalRegister register, CallOffice office, PortalCatalogue catalogue, SimulatorSwitches switches)
{
    private static readonly string[] Services =
        ["TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC", "DongBoTrangThaiHoSo", "LayDanhSachTTHC", "LayThuTuc", "LayDanhMucCoQuan", "LayDanhMucLinhVuc"];

    private static readonly byte[] Nothing = """{"error_code":"0","message":"Không tìm thấy hồ sơ","data":[]}"""u8.ToArray();

    public void Map(IEndpointRouteBuilder app)
    {
        // As it is reached straight, and through the adapter of the security server.
        foreach (var prefix in new[] { "", "/XrdAdapter/RestService/forward" })
        {
            app.MapPost($"{prefix}/mapi/login", (RequestDelegate)LoginAsync);
            app.MapPost($"{prefix}/mapi/g", (RequestDelegate)CallAsync);
        }
        if (switches.OAuth) app.MapPost("/oauth/token", (RequestDelegate)(http => office.TokenAsync(http, PortalFace.Bus)));
    }

    private async Task LoginAsync(HttpContext http)
    {
        using var body = await CallOffice.ReadAsync(http);
        await office.AnswerAsync(http, new(PortalFace.Bus, "login", CallOffice.KeyOf(http)), () =>
        {
            if (IsUnauthorized(http)) return Unauthorized();
            if (WrongReceiver(http, switches.Destination, withHeader: true) is { } wrong) return Refused(wrong);
            if (body is null) return Refused(PortalRefusals.NotJson);
            if (MessageShapes.Login.Check(body.RootElement, "") is { } refusal) return Refused(refusal);
            if (body.RootElement.GetProperty("username"u8).GetString() != switches.Account || body.RootElement.GetProperty("password"u8).GetString() != switches.Password) return Refused(PortalRefusals.WrongAccount);
            return new(PortalAnswer.Written(json =>
            {
                json.WriteStartObject();
                json.WriteString("error_code"u8, "0"u8);
                json.WriteString("session"u8, office.Sessions.Open());
                json.WriteEndObject();
            }));
        });
    }

    private async Task CallAsync(HttpContext http)
    {
        using var body = await CallOffice.ReadAsync(http);
        var asked = body?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("service"u8, out var named) && named.ValueKind is JsonValueKind.String ? named : default;
        var service = asked.ValueKind is JsonValueKind.String ? Array.Find(Services, known => asked.ValueEquals(known)) : null;
        var call = new PortalCall(PortalFace.Bus, service ?? "?", CallOffice.KeyOf(http));
        await office.AnswerAsync(http, call, () => IsUnauthorized(http) ? Unauthorized() : body is null ? Refused(PortalRefusals.NotJson) : Answer(http, call, body.RootElement));
    }

    private PortalAnswer Answer(HttpContext http, PortalCall call, JsonElement envelope)
    {
        if (WrongReceiver(http, switches.Destination, withHeader: false) is { } wrong) return Refused(wrong);
        if (Check(envelope, call.Service) is { } refusal) return Refused(refusal);
        if (!office.Sessions.IsOpen(envelope.GetProperty("session"u8).GetString())) return Refused(PortalRefusals.NoSession, switches.Session401 ? 401 : 200);
        if (call.Service is "?") return Refused(PortalRefusals.NoSuchService);
        if (switches.Unit is { } unit && envelope.GetProperty("madonvi"u8).GetString() != unit) return Refused(PortalRefusals.WrongUnit("madonvi"));
        if (call.Service is "LayDanhSachTTHC" or "LayDanhMucCoQuan" or "LayDanhMucLinhVuc") return new(catalogue.List(call.Service));
        if (One(envelope, out var item) is { } none) return Refused(none);
        return call.Service switch
        {
            "TraCuuHoSo" => LookUp(item),
            "DongBoHoSoMC" => Dossier(call, envelope, item),
            "CapNhatTienDoHoSoMC" => Progress(call, item),
            "DongBoTrangThaiHoSo" => Status(call, envelope, item),
            _ => Procedure(item),
        };
    }

    private static PortalRefusal? Check(JsonElement envelope, string service)
    {
        if (envelope.ValueKind is not JsonValueKind.Object) return PortalRefusals.WrongKind("(nội dung)", "một nhóm trường (object)");
        foreach (var member in envelope.EnumerateObject())
            switch (member.Name)
            {
                case "session" or "madonvi" or "service" when member.Value.ValueKind is not JsonValueKind.String:
                    return PortalRefusals.WrongKind(member.Name, "chuỗi ký tự");
                case "session" or "madonvi" or "service" or "data":
                    break;
                case "isUpdating" when member.Value.ValueKind is JsonValueKind.String && (member.Value.ValueEquals("True"u8) || member.Value.ValueEquals("False"u8)):
                    break;
                case "isUpdating":
                    return PortalRefusals.WrongKind("isUpdating", "“True” hoặc “False”");
                case "type" when service is "DongBoTrangThaiHoSo":
                    break;
                default:
                    return PortalRefusals.NoSuchMember(member.Name);
            }
        foreach (var name in (ReadOnlySpan<string>)["session", "madonvi", "service"])
        {
            if (!envelope.TryGetProperty(name, out var value)) return PortalRefusals.Missing(name);
            if (value.ValueEquals(""u8)) return PortalRefusals.Empty(name);
        }
        return null;
    }

    private static PortalRefusal? One(JsonElement envelope, out JsonElement item)
    {
        item = default;
        if (!envelope.TryGetProperty("data"u8, out var data)) return PortalRefusals.Missing("data");
        if (data.ValueKind is not JsonValueKind.Array || data.GetArrayLength() != 1) return PortalRefusals.WrongKind("data", "danh sách có đúng một phần tử");
        item = data[0];
        return null;
    }

    private PortalAnswer LookUp(JsonElement item)
    {
        if (MessageShapes.BusLookUp.Check(item, "data[0]") is { } refusal) return Refused(refusal);
        if (register.Find(item.GetProperty("MaHoSo"u8).GetString()!) is not { State: not 0 } dossier) return new(Nothing);
        return new([.. """{"error_code":"0","message":"Thành công","data":["""u8, .. PortalRegister.Told(dossier), .. "]}"u8]);
    }

    private PortalAnswer Dossier(PortalCall call, JsonElement envelope, JsonElement item)
    {
        if (!envelope.TryGetProperty("isUpdating"u8, out var updating)) return Refused(PortalRefusals.Missing("isUpdating"));
        if (MessageShapes.BusDossier.Check(item, "data[0]") is { } refusal) return Refused(refusal);
        if (StateOf(item, "TrangThaiHoSo"u8, "data[0].TrangThaiHoSo", register, out var state) is { } unknown) return Refused(unknown);
        return PortalAnswer.Of(PortalFace.Bus, register.Take(call, item, state, updating.ValueEquals("True"u8)));
    }

    private PortalAnswer Progress(PortalCall call, JsonElement item)
    {
        if (MessageShapes.Progress.Check(item, "data[0]") is { } refusal) return Refused(refusal);
        if (StateOf(item, "TrangThai"u8, "data[0].TrangThai", register, out _) is { } unknown) return Refused(unknown);
        return PortalAnswer.Of(PortalFace.Bus, register.TakeRow(call, item, "data[0]."));
    }

    private PortalAnswer Status(PortalCall call, JsonElement envelope, JsonElement item)
    {
        if (!envelope.TryGetProperty("type"u8, out var type)) return Refused(PortalRefusals.Missing("type"));
        if (type.ValueKind is not JsonValueKind.String || !type.ValueEquals("2"u8)) return Refused(PortalRefusals.UnknownCode("type", "2"));
        if (MessageShapes.BusStatus.Check(item, "data[0]") is { } refusal) return Refused(refusal);
        if (StateOf(item, "TrangThai"u8, "data[0].TrangThai", register, out var state) is { } unknown) return Refused(unknown);
        return PortalAnswer.Of(PortalFace.Bus, register.TakeState(call, item.GetProperty("MaHoSo"u8).GetString()!, item.GetProperty("MaHoSoDonVi"u8).GetString()!, state));
    }

    private PortalAnswer Procedure(JsonElement item)
    {
        if (MessageShapes.Procedure.Check(item, "data[0]") is { } refusal) return Refused(refusal);
        return catalogue.Procedure(item.GetProperty("maTTHC"u8).GetString()!) is { } procedure ? new(procedure) : Refused(PortalRefusals.NoProcedure);
    }

    /// <summary>The state a message tells, where the table knows it.</summary>
    internal static PortalRefusal? StateOf(JsonElement item, ReadOnlySpan<byte> member, string at, PortalRegister register, out int state)
    {
        state = int.TryParse(item.GetProperty(member).GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : 0;
        return register.Knows(state) ? null : PortalRefusals.UnknownCode(at, string.Join(", ", register.Table.Codes));
    }

    private static PortalRefusal? WrongReceiver(HttpContext http, string? expected, bool withHeader)
    {
        var asked = http.Request.Query["dstcode"].ToString();
        if (asked is "" || expected is not null && asked != expected) return PortalRefusals.WrongReceiver("Địa chỉ gọi");
        return withHeader && http.Request.Headers["dstcode"].ToString() != asked ? PortalRefusals.WrongReceiver("Tiêu đề gọi") : null;
    }

    private bool IsUnauthorized(HttpContext http) => switches.OAuth && !CallOffice.HasToken(http, office.BusTokens);

    private static PortalAnswer Unauthorized() => Refused(new("401", "Mã truy cập (token) không hợp lệ hoặc đã hết hạn"), 401);

    private static PortalAnswer Refused(PortalRefusal refusal, int status = 200) => PortalAnswer.Refused(PortalFace.Bus, refusal, status);
}
