using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A portal that does what a test tells it to, and remembers in which order it took what.</summary>
internal sealed class ScriptedPortal : IPortalClient
{
    private readonly ConcurrentDictionary<DossierCode, ConcurrentQueue<string>> _taken = new();
    private int _asked;

    public PortalProtocol Protocol => PortalProtocol.Bus;

    /// <summary>What becomes of a message; null: it is taken.</summary>
    public Func<PortalParcel, PortalAnswer>? Answer { get; set; }

    /// <summary>What is awaited before anything is taken.</summary>
    public Func<PortalParcel, Task>? Before { get; set; }

    /// <summary>How often somebody called.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What was taken of a dossier, in order.</summary>
    public IReadOnlyList<string> TakenOf(DossierCode code) => [.. _taken.GetValueOrDefault(code) ?? []];

    /// <summary>What it says of a dossier when it is asked; null: what it took last.</summary>
    public Func<DossierCode, JsonObject?>? Knows { get; set; }

    public Task<JsonObject?> LookUpAsync(PortalConnection connection, string code, CancellationToken ct) =>
        Task.FromResult(Knows is { } knows ? knows(DossierCode.Parse(code)) : TakenOf(DossierCode.Parse(code)) is [.., var last] ? new JsonObject { ["MaHoSo"] = code, ["TrangThaiHoSo"] = last.Split(' ')[2] } : null);

    public Task<JsonArray> AskAsync(PortalConnection connection, string service, JsonObject? asked, CancellationToken ct) => Task.FromResult<JsonArray>([]);

    public async Task<PortalReceipt> TellAsync(PortalParcel parcel, CancellationToken ct)
    {
        Interlocked.Increment(ref _asked);
        if (Before is { } before) await before(parcel);
        var taken = _taken.GetOrAdd(parcel.Code, _ => new());
        var line = $"{parcel.Message.Number} {parcel.Message.Topic} {parcel.Message.Code}";
        if (parcel.IsInDoubt && taken.Contains(line)) return new PortalReceipt("đã có");
        switch (Answer?.Invoke(parcel) ?? PortalAnswer.Take)
        {
            case PortalAnswer.Refuse: throw new PortalFault("12: trạng thái không hợp lệ", PortalFaultKind.Refused);
            case PortalAnswer.LoseBefore: throw new PortalFault("no answer", PortalFaultKind.Unreachable);
            case PortalAnswer.LoseAfter:
                taken.Enqueue(line);
                throw new PortalFault("no answer", PortalFaultKind.Unreachable);
            default:
                taken.Enqueue(line);
                return new PortalReceipt("0: thành công");
        }
    }
}

/// <summary>What a scripted portal does with a message.</summary>
internal enum PortalAnswer
{
    Take,
    Refuse,
    LoseBefore,
    LoseAfter,
}
