using System.Globalization;
using System.Text.Json.Nodes;

namespace TthcFlow.Engine.Portal;

/// <summary>What a message says (nội dung thông báo gửi cổng), in the portal's own names, purely from the journal.</summary>
public static class PortalContent
{
    /// <param name="file">The file as it was when it happened.</param>
    public static JsonObject Of(PortalFile file, PortalMessage message, PortalConnection connection)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(message);
        return new() { ["MaHoSo"] = file.Code.ToString(), [message.Service is PortalService.Dossier ? "TrangThaiHoSo" : "TrangThai"] = message.Code.ToString(CultureInfo.InvariantCulture) };
    }
}
