using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.PortalSimulator;

/// <summary>The dossiers that one face of the portal has (sổ hồ sơ của cổng), and the rules by which they change.</summary>
/// <param name="untold">Codes this face is never told: they are passed over between one told state and the next.</param>
internal sealed class PortalRegister(PortalFace face, PortalTarget table, IReadOnlyCollection<int> untold, StateLog log, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, KnownDossier> _dossiers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _bySendersCode = new(StringComparer.Ordinal);
    private int _issued;

    public PortalFace Face => face;

    public PortalTarget Table => table;

    /// <summary>All dossiers it has, by code.</summary>
    public IEnumerable<KnownDossier> All => _dossiers.Values.Where(dossier => dossier.State != 0).OrderBy(dossier => dossier.Code, StringComparer.Ordinal);

    public int Count => _dossiers.Count(dossier => dossier.Value.State != 0);

    /// <summary>A dossier it has, or a code it gave out.</summary>
    public KnownDossier? Find(string code) => _dossiers.GetValueOrDefault(code);

    public KnownDossier? FindBySendersCode(string code) => _bySendersCode.TryGetValue(code, out var known) ? Find(known) : null;

    public bool Knows(int state) => table.Knows(state);

    /// <summary>Gives out the next code (ministry), as <c>000.00.00.G22-261102-000123</c>.</summary>
    public string Issue()
    {
        var now = clock.GetUtcNow();
        var code = string.Create(CultureInfo.InvariantCulture, $"000.00.00.G22-{Engine.Calendars.VietnamTime.DayOf(now):yyMMdd}-{Interlocked.Increment(ref _issued):000000}");
        _dossiers[code] = new(code);
        log.Write(new(face, StateChange.Issued, new(now, "GetNextValue", null, 0, 0), code, null, default));
        return code;
    }

    /// <summary>Takes the dossier as a whole.</summary>
    /// <param name="isUpdating">Whether the sender says that it is there already.</param>
    /// <param name="sendersCode">The sender's own code, where the portal gave another one.</param>
    public PortalRefusal? Take(PortalCall call, JsonElement item, int state, bool isUpdating, string? sendersCode = null)
    {
        var code = item.GetProperty("MaHoSo"u8).GetString()!;
        var dossier = isUpdating || sendersCode is not null ? Find(code) : _dossiers.GetOrAdd(code, static code => new(code));
        if (dossier is null) return sendersCode is null ? PortalRefusals.Unknown : PortalRefusals.NotIssued;
        lock (dossier.Gate)
        {
            if (isUpdating && dossier.State == 0) return PortalRefusals.Unknown;
            if (!isUpdating && dossier.State != 0) return sendersCode is null ? PortalRefusals.Exists : PortalRefusals.AlreadyJoined;
            if (!MayCome(dossier.State, state)) return PortalRefusals.MayNotCome(dossier.State, state);
            if (!item.TryGetProperty("NgayTiepNhan"u8, out _) && (state is 2 or 4 or 6 or 9 or 10 || state is not 1 && dossier.IsReceived)) return PortalRefusals.Missing("NgayTiepNhan");
            // Two numbers given out for one dossier of the sender: the first that is joined is the dossier.
            if (sendersCode is not null && !_bySendersCode.TryAdd(sendersCode, code)) return PortalRefusals.AlreadyJoined;
            Change(dossier, new(face, StateChange.Dossier, Applied(call, state), code, sendersCode, item));
            return null;
        }
    }

    /// <summary>Takes a row of progress.</summary>
    public PortalRefusal? TakeRow(PortalCall call, JsonElement row, string at)
    {
        if (Find(row.GetProperty("MaHoSo"u8).GetString()!) is not { } dossier) return PortalRefusals.Unknown;
        var time = row.GetProperty("ThoiDiemXuLy"u8).GetString()!;
        lock (dossier.Gate)
        {
            if (dossier.State == 0) return PortalRefusals.Unknown;
            if (string.CompareOrdinal(time, dossier.LastRow) < 0) return PortalRefusals.OutOfTime($"{at}ThoiDiemXuLy");
            Change(dossier, new(face, StateChange.Row, Applied(call, dossier.State), dossier.Code, null, row));
            return null;
        }
    }

    /// <summary>Takes a state alone.</summary>
    public PortalRefusal? TakeState(PortalCall call, string code, string sendersCode, int state)
    {
        if (Find(code) is not { } dossier) return face is PortalFace.Bus ? PortalRefusals.NotFromHere : PortalRefusals.Unknown;
        lock (dossier.Gate)
        {
            if (face is PortalFace.Bus && !dossier.IsHandedIn) return PortalRefusals.NotFromHere;
            if (dossier.State == 0 || dossier.SendersCode is { } known && known != sendersCode) return PortalRefusals.Unknown;
            if (!MayCome(dossier.State, state)) return PortalRefusals.MayNotCome(dossier.State, state);
            Change(dossier, new(face, StateChange.State, Applied(call, state), code, sendersCode, default));
            return null;
        }
    }

    /// <summary>Puts down a dossier that a citizen handed in here; null where that code is taken.</summary>
    public KnownDossier? HandIn(JsonElement item)
    {
        var code = item.GetProperty("MaHoSo"u8).GetString()!;
        var dossier = new KnownDossier(code);
        lock (dossier.Gate)
        {
            if (!_dossiers.TryAdd(code, dossier)) return null;
            Change(dossier, new(face, StateChange.HandedIn, new(clock.GetUtcNow(), "hand-in", null, 0, 1), code, null, item));
            return dossier;
        }
    }

    public void AddFile(KnownDossier dossier, string file)
    {
        lock (dossier.Gate)
        {
            dossier.Files.Add(file);
            log.Write(new(face, StateChange.File, new(clock.GetUtcNow(), "upload", null, 0, dossier.State), dossier.Code, file, default));
        }
    }

    /// <summary>What a look-up tells of a dossier: the item as last taken, its state, and the rows of progress.</summary>
    public static byte[] Told(KnownDossier dossier)
    {
        lock (dossier.Gate)
        {
            return PortalAnswer.Written(json =>
            {
                json.WriteStartObject();
                using (var item = JsonDocument.Parse(dossier.Item))
                    foreach (var member in item.RootElement.EnumerateObject()) member.WriteTo(json);
                json.WriteString("TrangThaiHoSo"u8, dossier.State.ToString(CultureInfo.InvariantCulture));
                json.WriteStartArray("QuaTrinhXuLy"u8);
                foreach (var row in dossier.Rows) json.WriteRawValue(row, skipInputValidation: true);
                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
    }

    /// <summary>Whether one state may be told after another: the same once more, the next by the table, or one behind states that are never told here.</summary>
    public bool MayCome(int after, int state)
    {
        if (after == state || table.MayCome(after, state, restarts: true)) return Knows(state);
        var (reached, open) = (new HashSet<int>(), new Queue<int>([after]));
        while (open.TryDequeue(out var at))
            foreach (var passed in untold.Where(passed => table.MayCome(at, passed, restarts: true) && reached.Add(passed)))
            {
                if (table.MayCome(passed, state, restarts: true)) return true;
                open.Enqueue(passed);
            }
        return false;
    }

    /// <summary>What the log says happened happens again, unchecked.</summary>
    public void Replay(StateLine line)
    {
        var dossier = _dossiers.GetOrAdd(line.Code, static code => new(code));
        lock (dossier.Gate)
        {
            Remember(dossier, line);
            if (line is { Change: StateChange.Dossier, Extra: { } sendersCode }) _bySendersCode[sendersCode] = line.Code;
            if (line.Change is StateChange.Issued) _issued++;
        }
    }

    public void Clear()
    {
        _dossiers.Clear();
        _bySendersCode.Clear();
        _issued = 0;
    }

    private AppliedMessage Applied(PortalCall call, int state) => new(clock.GetUtcNow(), call.Service, call.Key, call.Number, state);

    private void Change(KnownDossier dossier, StateLine line)
    {
        Remember(dossier, line);
        log.Write(line);
    }

    private static void Remember(KnownDossier dossier, StateLine line)
    {
        switch (line.Change)
        {
            case StateChange.Dossier or StateChange.HandedIn:
                dossier.Item = PortalAnswer.Written(json =>
                {
                    json.WriteStartObject();
                    foreach (var member in line.Body.EnumerateObject().Where(member => !member.NameEquals("TrangThaiHoSo"u8))) member.WriteTo(json);
                    json.WriteEndObject();
                });
                dossier.IsHandedIn |= line.Change is StateChange.HandedIn;
                dossier.IsReceived |= line.Body.TryGetProperty("NgayTiepNhan"u8, out _);
                dossier.SendersCode = line.Extra ?? dossier.SendersCode;
                break;
            case StateChange.Row:
                dossier.Rows.Add(PortalAnswer.Written(line.Body.WriteTo));
                dossier.LastRow = line.Body.GetProperty("ThoiDiemXuLy"u8).GetString()!;
                break;
            case StateChange.State:
                dossier.SendersCode = line.Extra;
                break;
            case StateChange.File:
                dossier.Files.Add(line.Extra!);
                return;
            case StateChange.Issued:
                return;
        }
        dossier.State = line.Applied.State;
        if (line.Change is StateChange.HandedIn) return;
        dossier.Applied.Add(line.Applied);
        if (line.Applied.Number == 0) return;
        if (line.Applied.Number < dossier.LastNumber) dossier.OutOfOrder++;
        dossier.LastNumber = Math.Max(dossier.LastNumber, line.Applied.Number);
    }
}
