using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>What happened to a dossier of the portal.</summary>
internal enum StateChange
{
    Issued, // cấp mã hồ sơ
    HandedIn, // người dân nộp tại cổng
    Dossier, // nhận toàn bộ hồ sơ
    Row, // nhận một dòng tiến độ
    State, // nhận riêng trạng thái
    File, // nhận một tệp
}

/// <summary>One line of the log.</summary>
/// <param name="Extra">The sender's own code, or the id of the file.</param>
/// <param name="Body">The item or the row; nothing where there is none.</param>
internal readonly record struct StateLine(PortalFace Face, StateChange Change, AppliedMessage Applied, string Code, string? Extra, JsonElement Body);

/// <summary>Keeps what the portal took over a restart (nhật ký trạng thái): a file that only grows, one line of JSON each.</summary>
internal sealed class StateLog : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream? _file;

    /// <param name="path">Null: it lives as long as the program.</param>
    public StateLog(string? path) =>
        _file = path is null ? null : new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 64 * 1024);

    /// <summary>Reads what was kept. A last line that a crash cut off is dropped.</summary>
    /// <exception cref="FormatException">The file is no such log.</exception>
    public void Replay(Action<StateLine> happened)
    {
        if (_file is null) return;
        using var reader = new StreamReader(_file, leaveOpen: true);
        var (number, whole) = (0, 0L);
        while (reader.ReadLine() is { } line)
        {
            number++;
            var length = System.Text.Encoding.UTF8.GetByteCount(line) + 1;
            if (whole + length > _file.Length) break; // no line feed at its end: it was not written to the end
            try
            {
                using var read = JsonDocument.Parse(line);
                happened(LineOf(read.RootElement));
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
            {
                throw new FormatException($"Line {number} of the state file is none of ours: {fault.Message}", fault);
            }
            whole += length;
        }
        _file.SetLength(whole);
        _file.Position = whole;
    }

    public void Write(StateLine line)
    {
        if (_file is null) return;
        var text = PortalAnswer.Written(json =>
        {
            json.WriteStartObject();
            json.WriteString("face"u8, line.Face.ToString());
            json.WriteString("change"u8, line.Change.ToString());
            json.WriteString("at"u8, line.Applied.At);
            json.WriteString("service"u8, line.Applied.Service);
            if (line.Applied.Key is { } key) json.WriteString("key"u8, key);
            json.WriteNumber("number"u8, line.Applied.Number);
            json.WriteNumber("state"u8, line.Applied.State);
            json.WriteString("code"u8, line.Code);
            if (line.Extra is { } extra) json.WriteString("extra"u8, extra);
            if (line.Body.ValueKind is JsonValueKind.Object)
            {
                json.WritePropertyName("body"u8);
                line.Body.WriteTo(json);
            }
            json.WriteEndObject();
        });
        lock (_gate)
        {
            _file.Write(text);
            _file.WriteByte((byte)'\n');
            _file.Flush();
        }
    }

    public void Clear()
    {
        lock (_gate) _file?.SetLength(0);
    }

    public void Dispose() => _file?.Dispose();

    private static StateLine LineOf(JsonElement line) => new(
        Enum.Parse<PortalFace>(line.GetProperty("face").GetString()!), Enum.Parse<StateChange>(line.GetProperty("change").GetString()!),
        new(
            line.GetProperty("at").GetDateTimeOffset(), line.GetProperty("service").GetString()!, line.TryGetProperty("key", out var key) ? key.GetString() : null,
            line.GetProperty("number").GetInt32(), line.GetProperty("state").GetInt32()),
        line.GetProperty("code").GetString()!, line.TryGetProperty("extra", out var extra) ? extra.GetString() : null, line.TryGetProperty("body", out var body) ? body : default);
}
