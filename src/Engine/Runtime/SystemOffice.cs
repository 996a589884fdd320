using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the register of connected systems: entered, changed and ended by controllers and administrators, each change on record.</summary>
public sealed class SystemOffice
{
    /// <summary>Lines of a page of received messages.</summary>
    public const int Lines = 50;

    private const int LongestReason = 2000;

    private readonly InboundStore _store;
    private readonly SecretBook _secrets;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal SystemOffice(InboundStore store, SecretBook secrets, ReferenceStore reference, TimeProvider clock) => (_store, _secrets, _reference, _clock) = (store, secrets, reference, clock);

    /// <summary>Controllers and administrators.</summary>
    public static bool MayLook(Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Is(Role.Controller) || by.Is(Role.Administrator);
    }

    /// <summary>Every system as it stands; null when they are not the officer's to see.</summary>
    public async Task<IReadOnlyList<SystemRevision>?> ListAsync(Officer by, CancellationToken ct) => MayLook(by) ? await _store.SystemsAsync(ct) : null;

    /// <summary>A system with its changes, the latest first; null when there is none, or it is not the officer's to see.</summary>
    public async Task<IReadOnlyList<SystemRevision>?> FindAsync(Officer by, string key, CancellationToken ct) =>
        MayLook(by) && await _store.RevisionsAsync(key, ct) is { Count: > 0 } revisions ? revisions : null;

    /// <summary>Whether this host was given the secret that the system names.</summary>
    public bool HasSecret(ConnectedSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return _secrets.Find(system.Secret) is not null;
    }

    /// <summary>Enters a system, or changes one.</summary>
    /// <param name="seen">The revision that was changed; 0 for a new one.</param>
    /// <returns>The change that holds now, or why not.</returns>
    public async Task<(SystemRevision? Revision, Refusal? Refusal)> KeepAsync(Officer by, ConnectedSystem system, int seen, string? reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(system);
        if (!MayLook(by)) return (null, InboundRefusals.NotYours);
        if (system.Fault() is { } fault) return (null, fault);
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        if (system.Agencies?.Find(agency => catalogue.Find(agency) is null or { Level: AgencyLevel.Unit }) is { } nowhere) return (null, InboundRefusals.NoSuchAgency(nowhere));
        if (system.Procedures?.Find(procedure => catalogue.Find(procedure) is null) is { } unknown) return (null, InboundRefusals.NoSuchProcedure(unknown));
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return (null, InboundRefusals.ReasonMissing);

        var standing = await _store.FindAsync(system.Key, ct);
        if ((standing?.Revision ?? 0) != seen) return (null, InboundRefusals.Stale);
        if (standing is not null && StoredJson.Write(standing.System) == StoredJson.Write(system)) return (null, InboundRefusals.Unchanged);
        var change = new SystemRevision(system with { Name = system.Name.Trim() }, seen + 1, _clock.GetUtcNow(), by.Id, reason.Trim());
        try
        {
            await _store.KeepAsync(change, ct);
            return (change, null);
        }
        catch (RivalException) { return (null, InboundRefusals.Stale); }
    }

    /// <summary>What systems sent, the latest first; null when it is not the officer's to see.</summary>
    /// <param name="before">The number of the last line of the page before; null for the first page.</param>
    public async Task<ReceivedPage?> ReceivedAsync(Officer by, string? system, InboundOutcome? outcome, int? before, CancellationToken ct)
    {
        if (!MayLook(by)) return null;
        var lines = await _store.ReceivedAsync(system, outcome, before, Lines + 1, ct);
        return new([.. lines.Take(Lines)], lines.Count > Lines ? lines[Lines - 1].Number : null);
    }

    /// <summary>One message that was sent; null when there is none, or it is not the officer's to see.</summary>
    public async Task<ReceivedMessage?> FindReceivedAsync(Officer by, int number, CancellationToken ct) => MayLook(by) ? await _store.FindReceivedAsync(number, ct) : null;
}

/// <summary>A page of received messages.</summary>
/// <param name="Next">Where the next page goes on; null on the last.</param>
public sealed record ReceivedPage(IReadOnlyList<ReceivedMessage> Messages, int? Next);
