using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;

namespace TthcFlow.PortalSimulator;

/// <summary>What came of a dossier handed in at the portal.</summary>
/// <param name="Status">The product's HTTP status; null where nobody was told.</param>
/// <param name="Answer">What it answered, or why nobody answered.</param>
internal sealed record HandedIn(string Code, int? Status, string? Answer);

/// <summary>Hands a dossier in at the portal, as a citizen would, and tells the product of it (nộp hồ sơ tại cổng).</summary>
internal sealed class HandIn(PortalRegister register, SimulatorSwitches switches, TimeProvider clock) : IDisposable
{
    private readonly HttpClient _product = new() { Timeout = TimeSpan.FromSeconds(30) };
    private int _handedIn;

    /// <summary>
    /// Fills in what a portal knows by itself: its code, the moment, that it was handed in online and is new. A code that was handed in before is sent to the product
    /// once more, word for word and under the same message id.
    /// </summary>
    /// <exception cref="FormatException">The item is none; the message names the field.</exception>
    public async Task<HandedIn> SendAsync(JsonElement written, CancellationToken ct)
    {
        if (written.ValueKind is not JsonValueKind.Object) throw new FormatException(PortalRefusals.WrongKind("(nội dung)", "một nhóm trường (object)").Message);
        if (written.TryGetProperty("MaHoSo"u8, out var known) && known.ValueKind is JsonValueKind.String && register.Find(known.GetString()!) is { IsHandedIn: true, State: not 0 } before)
            return await TellAsync(before, ct);

        var now = VietnamTime.LocalOf(clock.GetUtcNow());
        var item = JsonObject.Create(written)!;
        item.TryAdd("MaHoSo", string.Create(CultureInfo.InvariantCulture, $"000.00.00.G22-{now:yyMMdd}-9{Interlocked.Increment(ref _handedIn):00000}"));
        item.TryAdd("NgayNopHoSo", now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture));
        item.TryAdd("TrangThaiHoSo", "1");
        item.TryAdd("KenhThucHien", "2");
        using var whole = JsonDocument.Parse(item.ToJsonString());
        if (MessageShapes.BusDossier.Check(whole.RootElement, "") is { } refusal) throw new FormatException($"{refusal.Code}: {refusal.Message}");
        if (whole.RootElement.GetProperty("TrangThaiHoSo"u8).GetString() != "1") throw new FormatException(PortalRefusals.UnknownCode("TrangThaiHoSo", "1").Message);
        return register.HandIn(whole.RootElement) is { } dossier ? await TellAsync(dossier, ct) : throw new FormatException(PortalRefusals.Exists.Message);
    }

    public void Dispose() => _product.Dispose();

    /// <summary>What stands in <c>X-TthcFlow-Signature</c>: the message's time, its id and its body under the shared secret.</summary>
    internal static string Signature(string secret, string timestamp, string message, byte[] body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{timestamp}.{message}."), .. body];
        return $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    private async Task<HandedIn> TellAsync(KnownDossier dossier, CancellationToken ct)
    {
        if (switches.Product is not { } product) return new(dossier.Code, null, null);

        byte[] body;
        lock (dossier.Gate) body = [.. """{"service":"DongBoHoSoMC","isUpdating":"False","data":["""u8, .. dossier.Item.AsSpan()[..^1], .. ",\"TrangThaiHoSo\":\"1\"}]}"u8];
        var (timestamp, message) = (clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), $"hand-in-{dossier.Code}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product, "/api/inbound/bus")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("X-TthcFlow-System", switches.System);
        request.Headers.Add("X-TthcFlow-Message", message);
        request.Headers.Add("X-TthcFlow-Timestamp", timestamp);
        request.Headers.Add("X-TthcFlow-Signature", Signature(switches.SystemSecret, timestamp, message, body));
        try
        {
            using var answer = await _product.SendAsync(request, ct);
            return new(dossier.Code, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
        }
        catch (HttpRequestException fault) { return new(dossier.Code, null, fault.Message); }
    }
}
