using Microsoft.AspNetCore.Http;

namespace TthcFlow.Designer.Controller;

/// <summary>A calendar file that was sent with a form.</summary>
internal static class CalendarUpload
{
    /// <summary>A calendar of a thousand closures is smaller.</summary>
    private const int LargestBytes = 2 * 1024 * 1024;

    /// <summary>Its text; null when none was chosen. One that is too large is cut off, and then is no calendar.</summary>
    public static async Task<string?> ReadAsync(HttpContext context, CancellationToken ct)
    {
        if (!context.Request.HasFormContentType || context.Request.Form.Files.GetFile("file") is not { Length: > 0 } file) return null;
        using var text = new StreamReader(file.OpenReadStream());
        var read = new char[(int)Math.Min(file.Length, LargestBytes)];
        return new string(read, 0, await text.ReadBlockAsync(read, ct));
    }
}
