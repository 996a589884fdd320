using System.Security.Cryptography;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>A ministry's interface of 2026 (giao diện bộ, ngành): one address for each service, under <c>/bo</c>.</summary>
internal sealed class MinistryFace(PortalRegister register, CallOffice office, SimulatorSwitches switches)
{
    /// <summary>Under which address it stands.</summary>
    public const string Prefix = "/bo";

    private static readonly byte[] Nothing = """{"code":"00","message":"Không tìm thấy hồ sơ","data":null}"""u8.ToArray();

    private delegate PortalAnswer Act(PortalCall call, JsonElement body);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost($"{Prefix}/token", (RequestDelegate)(http => office.TokenAsync(http, PortalFace.Ministry)));
        Map(app, "GetNextValue", MessageShapes.NextValue, NextValue);
        Map(app, "NoiHoSo", MessageShapes.MinistryDossier, Dossier);
        Map(app, "CapNhatTienTrinh", MessageShapes.Progress, Progress);
        Map(app, "CapNhatTrangThai", MessageShapes.MinistryStatus, Status);
        Map(app, "TraCuuHoSo", MessageShapes.MinistryLookUp, LookUp);
        app.MapPost($"{Prefix}/upload", (RequestDelegate)UploadAsync);
    }

    private void Map(IEndpointRouteBuilder app, string service, MessageShape shape, Act act) => app.MapPost($"{Prefix}/{service}", (RequestDelegate)(async http =>
    {
        using var body = await CallOffice.ReadAsync(http);
        var call = new PortalCall(PortalFace.Ministry, service, CallOffice.KeyOf(http));
        await office.AnswerAsync(http, call, () =>
            !CallOffice.HasToken(http, office.Tokens) ? Refused(PortalRefusals.NoSession, 401)
            : body is null ? Refused(PortalRefusals.NotJson)
            : shape.Check(body.RootElement, "") is { } refusal ? Refused(refusal)
            : act(call, body.RootElement));
    }));

    private async Task UploadAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        var hash = "";
        if (form.Files.GetFile("file") is { Length: > 0 } sent)
        {
            await using var content = sent.OpenReadStream();
            hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, http.RequestAborted));
        }
        await office.AnswerAsync(http, new(PortalFace.Ministry, "upload", CallOffice.KeyOf(http)), () =>
        {
            if (!CallOffice.HasToken(http, office.Tokens)) return Refused(PortalRefusals.NoSession, 401);
            if (form["MaHoSo"].ToString() is not { Length: > 0 } code) return Refused(PortalRefusals.Missing("MaHoSo"));
            if (hash is "") return Refused(PortalRefusals.Missing("file"));
            if (register.Find(code) is not { } dossier) return Refused(PortalRefusals.NotIssued);
            // The same file for the same dossier is the same file, however often it comes.
            var id = $"TEP-{hash[..32]}";
            register.AddFile(dossier, id);
            return Data(json =>
            {
                json.WriteStartObject("data"u8);
                json.WriteString("TepDinhKemId"u8, id);
                json.WriteEndObject();
            });
        });
    }

    private PortalAnswer NextValue(PortalCall call, JsonElement body)
    {
        if (switches.Unit is { } unit && body.GetProperty("MaDonVi"u8).GetString() != unit) return Refused(PortalRefusals.WrongUnit("MaDonVi"));
        var code = register.Issue();
        return Data(json =>
        {
            json.WriteStartObject("data"u8);
            json.WriteString("MaHoSo"u8, code);
            json.WriteEndObject();
        });
    }

    private PortalAnswer Dossier(PortalCall call, JsonElement body)
    {
        if (BusFace.StateOf(body, "TrangThaiHoSo"u8, "TrangThaiHoSo", register, out var state) is { } unknown) return Refused(unknown);
        if (register.Find(body.GetProperty("MaHoSo"u8).GetString()!) is { } dossier && NotUploaded(dossier, body) is { } missing) return Refused(missing);
        return PortalAnswer.Of(PortalFace.Ministry, register.Take(call, body, state, isUpdating: false, body.GetProperty("MaHoSoDonVi"u8).GetString()!));
    }

    private static PortalRefusal? NotUploaded(KnownDossier dossier, JsonElement body)
    {
        if (!body.TryGetProperty("TaiLieuNop"u8, out var files)) return null;
        lock (dossier.Gate)
            foreach (var (at, file) in files.EnumerateArray().Index())
                if (!dossier.Files.Contains(file.GetProperty("TepDinhKemId"u8).GetString()!)) return PortalRefusals.NotUploaded($"TaiLieuNop[{at}].TepDinhKemId");
        return null;
    }

    private PortalAnswer Progress(PortalCall call, JsonElement body)
    {
        if (BusFace.StateOf(body, "TrangThai"u8, "TrangThai", register, out _) is { } unknown) return Refused(unknown);
        return PortalAnswer.Of(PortalFace.Ministry, register.TakeRow(call, body, ""));
    }

    private PortalAnswer Status(PortalCall call, JsonElement body)
    {
        if (BusFace.StateOf(body, "TrangThai"u8, "TrangThai", register, out var state) is { } unknown) return Refused(unknown);
        if (!switches.MinistryStates.Contains(state)) return Refused(PortalRefusals.NotTaken(state));
        return PortalAnswer.Of(PortalFace.Ministry, register.TakeState(call, body.GetProperty("MaHoSo"u8).GetString()!, body.GetProperty("MaHoSoDonVi"u8).GetString()!, state));
    }

    private PortalAnswer LookUp(PortalCall call, JsonElement body) =>
        register.FindBySendersCode(body.GetProperty("MaHoSoDonVi"u8).GetString()!) is { State: not 0 } dossier
            ? new([.. """{"code":"00","message":"Thành công","data":"""u8, .. PortalRegister.Told(dossier), .. "}"u8])
            : new(Nothing);

    private static PortalAnswer Data(Action<Utf8JsonWriter> data) => new(PortalAnswer.Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("code"u8, "00"u8);
        data(json);
        json.WriteEndObject();
    }));

    private static PortalAnswer Refused(PortalRefusal refusal, int status = 200) => PortalAnswer.Refused(PortalFace.Ministry, refusal, status);
}
