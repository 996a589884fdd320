using System.Text.Json.Nodes;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Speaks to the bus of province and nation (trục liên thông LGSP, NGSP): one address to sign in, one for every service.</summary>
internal sealed class BusClient(PortalWire wire, PassBook passes) : IPortalClient
{
    private const string LookUp = "TraCuuHoSo";

    public PortalProtocol Protocol => PortalProtocol.Bus;

    public async Task<PortalReceipt> TellAsync(PortalParcel parcel, CancellationToken ct)
    {
        var isThere = !parcel.IsFirst || parcel.Message.Topic is not PortalTopic.Dossier;
        if (parcel.LooksUpFirst)
        {
            var known = await KnownAsync(parcel, ct);
            if (parcel.IsInDoubt && known is not null && parcel.IsIn(known)) return new PortalReceipt("Đã có trên cổng, không gửi lại. (It was there already.)");
            isThere = known is not null;
        }
        try { return await TellAsync(parcel, isThere, ct); }
        catch (PortalFault no) when (no.Kind is PortalFaultKind.Refused && parcel.Message.Topic is PortalTopic.Dossier && !parcel.LooksUpFirst)
        {
            // Whether the portal has the dossier was assumed: where it says otherwise, that was why. A no has changed nothing, so telling again is no second time.
            if (await KnownAsync(parcel, ct) is not null == isThere) throw;
        }
        return await TellAsync(parcel, !isThere, ct);
    }

    public async Task<JsonObject?> LookUpAsync(PortalConnection connection, string code, CancellationToken ct) => await FindAsync(connection, code, null, ct);

    public async Task<JsonArray> AskAsync(PortalConnection connection, string service, JsonObject? asked, CancellationToken ct) =>
        RowsOf(await CallAsync(connection, service, asked, false, null, ct));

    private Task<JsonObject?> KnownAsync(PortalParcel parcel, CancellationToken ct) =>
        FindAsync(parcel.Connection, PortalWire.TextOf(parcel.Item["MaHoSo"])!, parcel.IdOf(LookUp), ct);

    private async Task<JsonObject?> FindAsync(PortalConnection connection, string code, string? message, CancellationToken ct) =>
        RowsOf(await CallAsync(connection, LookUp, new JsonObject { ["MaHoSo"] = code }, false, message, ct)) switch
        {
            [] => null,
            [JsonObject known, ..] => known,
            _ => throw PortalWire.NoAnswer(),
        };

    private async Task<PortalReceipt> TellAsync(PortalParcel parcel, bool isThere, CancellationToken ct)
    {
        var service = NameOf(parcel.Message.Topic);
        var answer = await CallAsync(parcel.Connection, service, parcel.Item, isThere, parcel.IdOf(service), ct);
        return new PortalReceipt(PortalWire.Bared($"{PortalWire.TextOf(answer["error_code"])}: {PortalWire.TextOf(answer["message"])}", parcel.Item).TrimEnd(' ', ':'));
    }

    /// <summary>Calls a service under our session; where that is over, a new one is opened, once.</summary>
    /// <returns>The answer, which means done.</returns>
    private async Task<JsonObject> CallAsync(PortalConnection connection, string service, JsonObject? said, bool isThere, string? message, CancellationToken ct)
    {
        var holder = $"session {connection.Key} {connection.Address} {connection.Account}";
        for (var isRenewed = false; ; isRenewed = true)
        {
            var session = await passes.OfAsync(holder, () => SignInAsync(connection), ct);
            var envelope = new JsonObject { ["session"] = session, ["madonvi"] = connection.Unit, ["service"] = service, ["isUpdating"] = isThere ? "True" : "False" };
            if (service == NameOf(PortalTopic.Status)) envelope["type"] = "2";
            envelope["data"] = said is null ? [] : new JsonArray(said.DeepClone());
            var reply = await wire.PostAsync(connection, new(At(connection, "mapi/g"), () => PortalWire.BodyOf(envelope)) { Message = message }, ct);
            var code = PortalWire.TextOf(reply.Body["error_code"]);
            if (reply.Status != 401 && (code is null || !connection.SessionCodes.Contains(code)))
                return code is null || connection.DoneCodes.Contains(code) && reply.Status is < 200 or >= 300 ? throw PortalWire.NoAnswer(reply.Status)
                    : connection.DoneCodes.Contains(code) ? reply.Body
                    : throw PortalWire.Refusal(code, PortalWire.TextOf(reply.Body["message"]), said);
            passes.Lose(holder, session);
            if (isRenewed) throw new PortalFault("Phiên làm việc vừa mở không được chấp nhận. (A session just opened was not accepted.)", PortalFaultKind.Unreachable);
        }
    }

    private async Task<(string Word, TimeSpan? Holds)> SignInAsync(PortalConnection connection)
    {
        var password = wire.SecretOf(connection.Password!);
        var reply = await wire.PostAsync(
            connection,
            new(At(connection, "mapi/login"), () => PortalWire.BodyOf(new JsonObject { ["username"] = connection.Account, ["password"] = password })) { Destination = connection.Destination },
            CancellationToken.None);
        var code = PortalWire.TextOf(reply.Body["error_code"]);
        if (code is null) throw PortalWire.NoAnswer(reply.Status);
        if (!connection.DoneCodes.Contains(code))
            throw new PortalFault(PortalWire.Bared($"Không đăng nhập được: {code}: {PortalWire.TextOf(reply.Body["message"])}. (We were not let in.)", null, password), PortalFaultKind.Misconfigured);
        return PortalWire.TextOf(reply.Body["session"]) is { Length: > 0 } session ? (session, null) : throw PortalWire.NoAnswer();
    }

    private static Uri At(PortalConnection connection, string service) =>
        PortalWire.AddressOf(connection, connection.Destination is { } destination ? $"{service}?dstcode={Uri.EscapeDataString(destination)}" : service);

    private static JsonArray RowsOf(JsonObject answer) => answer["data"] as JsonArray ?? throw PortalWire.NoAnswer();

    private static string NameOf(PortalTopic service) => service switch
    {
        PortalTopic.Progress => "CapNhatTienDoHoSoMC",
        PortalTopic.Status => "DongBoTrangThaiHoSo",
        _ => "DongBoHoSoMC",
    };
}
