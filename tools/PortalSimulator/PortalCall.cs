using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>The two ways of speaking to a portal (giao thức).</summary>
internal enum PortalFace
{
    Bus, // trục liên thông
    Ministry, // giao diện bộ, ngành
}

/// <summary>A call as it came in (lời gọi).</summary>
/// <param name="Service">The service that is asked for; what cannot be read stands as <c>?</c>.</param>
/// <param name="Key">The header <c>X-TthcFlow-Message</c>. It is counted, and never decides anything.</param>
internal sealed record PortalCall(PortalFace Face, string Service, string? Key)
{
    /// <summary>Whether it tells something, and so counts as a message.</summary>
    public bool Tells => Service is "DongBoHoSoMC" or "CapNhatTienDoHoSoMC" or "DongBoTrangThaiHoSo" or "NoiHoSo" or "CapNhatTienTrinh" or "CapNhatTrangThai";

    /// <summary>The event number in the key: what stands before its last slash; 0 where there is none.</summary>
    public int Number { get; } = NumberIn(Key);

    private static int NumberIn(string? key)
    {
        if (key?.LastIndexOf('/') is not (> 0 and var end)) return 0;
        var start = key.LastIndexOf('/', end - 1) + 1;
        return int.TryParse(key.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}

/// <summary>What a portal answers (trả lời).</summary>
internal readonly record struct PortalAnswer(byte[] Body, PortalRefusal? Refusal = null, int Status = 200)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly byte[] BusDone = """{"error_code":"0","message":"Thành công","data":[]}"""u8.ToArray();

    private static readonly byte[] MinistryDone = """{"code":"00","message":"Thành công"}"""u8.ToArray();

    public bool IsDone => Refusal is null && Status < 300;

    public static PortalAnswer Done(PortalFace face) => new(face is PortalFace.Bus ? BusDone : MinistryDone);

    public static PortalAnswer Refused(PortalFace face, PortalRefusal refusal, int status = 200) => new(
        Written(json =>
        {
            json.WriteStartObject();
            json.WriteString(face is PortalFace.Bus ? "error_code"u8 : "code"u8, refusal.Code);
            json.WriteString("message"u8, refusal.Message);
            json.WriteEndObject();
        }), refusal, status);

    public static PortalAnswer Of(PortalFace face, PortalRefusal? refusal) => refusal is null ? Done(face) : Refused(face, refusal);

    public static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text, Plain)) write(json);
        return text.WrittenSpan.ToArray();
    }
}
