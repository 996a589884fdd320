using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Speaks to a ministry's interface of 2026 (giao diện bộ, ngành): it gives the dossier a code of its own, takes its files and then the dossier, once, and afterwards hand-overs and states.</summary>
internal sealed class MinistryClient(PortalWire wire, FileStore files) : IPortalClient
{
    private const string LookUp = "TraCuuHoSo";

    public PortalProtocol Protocol => PortalProtocol.Ministry;

    public async Task<PortalReceipt> TellAsync(PortalParcel parcel, CancellationToken ct)
    {
        var isDossier = parcel.Message.Topic is PortalTopic.Dossier;
        var code = parcel.ForeignCode;
        // Without its code nothing can be said of a dossier; and one that was joined is not joined again, whoever told it.
        var known = parcel.LooksUpFirst || isDossier != code is null ? await KnownAsync(parcel, ct) : null;
        code = known is null ? code : PortalWire.TextOf(known["MaHoSo"]) ?? throw PortalWire.NoAnswer();
        if (known is not null && (isDossier ? parcel.IsAtState(known) : parcel.IsInDoubt && parcel.IsIn(known))) return new PortalReceipt("Đã có, không gửi lại. (It was there already.)", code);
        return parcel.Message.Topic switch
        {
            PortalTopic.Dossier when known is null => await JoinAsync(parcel, ct),
            _ when code is null => throw PortalWire.Refusal("-", "bộ chưa có hồ sơ này (the ministry does not have the dossier)", null),
            PortalTopic.Progress => await TellAsync(parcel, "CapNhatTienTrinh", Under(code, parcel.Item), code, ct),
            PortalTopic.Status => await TellAsync(parcel, "CapNhatTrangThai", Under(code, parcel.Item), code, ct),
            _ => await TellAsync(parcel, "CapNhatTrangThai", StateOf(parcel, code), code, ct),
        };
    }

    public async Task<JsonObject?> LookUpAsync(PortalConnection connection, string code, CancellationToken ct) => await FindAsync(connection, code, null, ct);

    public async Task<JsonArray> AskAsync(PortalConnection connection, string service, JsonObject? asked, CancellationToken ct) =>
        (await CallAsync(connection, service, asked ?? [], null, ct))["data"] switch
        {
            JsonArray rows => rows,
            JsonObject row => [row.DeepClone()],
            null => [],
            _ => throw PortalWire.NoAnswer(),
        };

    private Task<JsonObject?> KnownAsync(PortalParcel parcel, CancellationToken ct) => FindAsync(parcel.Connection, parcel.Code.ToString(), parcel.IdOf(LookUp), ct);

    private async Task<JsonObject?> FindAsync(PortalConnection connection, string code, string? message, CancellationToken ct)
    {
        var answer = await CallAsync(connection, LookUp, new JsonObject { ["MaHoSoDonVi"] = code }, message, ct);
        return !answer.TryGetPropertyValue("data", out var data) ? throw PortalWire.NoAnswer() : data is null ? null : data as JsonObject ?? throw PortalWire.NoAnswer();
    }

    private async Task<PortalReceipt> JoinAsync(PortalParcel parcel, CancellationToken ct)
    {
        var unit = parcel.Connection.Unit ?? throw new PortalFault("Kết nối thiếu mã đơn vị. (The connection names no unit.)", PortalFaultKind.Misconfigured);
        var next = new JsonObject { ["MaDonVi"] = unit, ["MaTTHC"] = parcel.Item["MaTTHC"]?.DeepClone() };
        if ((await CallAsync(parcel.Connection, "GetNextValue", next, parcel.IdOf("GetNextValue"), ct))["data"] is not JsonObject given || PortalWire.TextOf(given["MaHoSo"]) is not { Length: > 0 and <= 50 } code)
            throw PortalWire.NoAnswer();
        var item = Under(code, parcel.Item);
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in (item["TaiLieuNop"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var hash = PortalWire.TextOf(file["TepDinhKemId"])!;
            if (!sent.TryGetValue(hash, out var id)) sent[hash] = id = await UploadAsync(parcel, code, hash, PortalWire.TextOf(file["TenTepDinhKem"]), ct);
            file["TepDinhKemId"] = id;
        }
        return await TellAsync(parcel, "NoiHoSo", item, code, ct);
    }

    private async Task<string> UploadAsync(PortalParcel parcel, string code, string hash, string? name, CancellationToken ct)
    {
        var key = new ContentHash(hash);
        if (files.SizeOf(key) is null) throw PortalWire.Refusal("-", $"thiếu tệp {hash[..12]}… trong kho (a file is missing in the store)", null);
        HttpContent Form()
        {
            var content = new StreamContent(files.Open(key) ?? throw new PortalFault("Không mở được tệp. (A file cannot be opened.)", PortalFaultKind.Unreachable));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return new MultipartFormDataContent { { new StringContent(code), "MaHoSo" }, { content, "file", name ?? hash } };
        }
        var answer = await PostAsync(parcel.Connection, "upload", new(PortalWire.AddressOf(parcel.Connection, "upload"), Form) { Message = parcel.IdOf("upload") }, null, ct);
        return answer["data"] is JsonObject data && PortalWire.TextOf(data["TepDinhKemId"]) is { Length: > 0 and <= 200 } id ? id : throw PortalWire.NoAnswer();
    }

    /// <summary>The same under the ministry's code.</summary>
    private static JsonObject Under(string code, JsonObject item)
    {
        var told = (JsonObject)item.DeepClone();
        told["MaHoSo"] = code;
        return told;
    }

    /// <summary>A dossier that the ministry has already: only its state is told.</summary>
    private static JsonObject StateOf(PortalParcel parcel, string code)
    {
        var state = new JsonObject { ["MaHoSo"] = code, ["MaHoSoDonVi"] = parcel.Code.ToString(), ["TrangThai"] = parcel.Item["TrangThaiHoSo"]!.DeepClone() };
        if (parcel.Item["GhiChu"] is { } remark) state["NoiDung"] = remark.DeepClone();
        state["NgayXuLy"] = PortalContent.Moment(parcel.Message.At);
        return state;
    }

    private async Task<PortalReceipt> TellAsync(PortalParcel parcel, string service, JsonObject said, string code, CancellationToken ct)
    {
        var answer = await CallAsync(parcel.Connection, service, said, parcel.IdOf(service), ct);
        return new PortalReceipt(PortalWire.Bared($"{PortalWire.TextOf(answer["code"])}: {PortalWire.TextOf(answer["message"])}", parcel.Item).TrimEnd(' ', ':'), code);
    }

    private Task<JsonObject> CallAsync(PortalConnection connection, string service, JsonObject said, string? message, CancellationToken ct) =>
        PostAsync(connection, service, new(PortalWire.AddressOf(connection, service), () => PortalWire.BodyOf(said)) { Message = message }, said, ct);

    /// <returns>The answer, which means done.</returns>
    private async Task<JsonObject> PostAsync(PortalConnection connection, string service, PortalCall call, JsonObject? said, CancellationToken ct)
    {
        var reply = await wire.PostAsync(connection, call, ct);
        if (reply.Status == 401) throw new PortalFault("Mã truy cập vừa cấp không được chấp nhận. (A token just given was not accepted.)", PortalFaultKind.Unreachable);
        if (PortalWire.TextOf(reply.Body["code"]) is not { } code || connection.DoneCodes.Contains(code) && reply.Status is < 200 or >= 300) throw PortalWire.NoAnswer(reply.Status);
        return connection.DoneCodes.Contains(code) ? reply.Body : throw PortalWire.Refusal(code, $"{service}: {PortalWire.TextOf(reply.Body["message"])}", said);
    }
}
