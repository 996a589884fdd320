using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Where registered systems show who they are: by a signature on each message, or by a token that they got for their secret.</summary>
/// <remarks>A token is signed with the system's own secret and kept nowhere: it ends by itself, with a changed secret, and with the registration.</remarks>
public sealed class SystemDoor
{
    /// <summary>How far the time of signing may be from our clock.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>How long a token holds.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);

    private readonly InboundStore _store;
    private readonly SecretBook _secrets;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal SystemDoor(InboundStore store, SecretBook secrets, ReferenceStore reference, TimeProvider clock) => (_store, _secrets, _reference, _clock) = (store, secrets, reference, clock);

    /// <summary>Whoever knocks with a signature: it is looked up and its time compared before a byte of the message is read; whether the signature is right is known with the last one.</summary>
    public async Task<SystemEntry> KnockAsync(string? key, string messageId, string? timestamp, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        var (system, refusal) = await ValidAsync(key, ct);
        if (system is null || refusal is not null) return new(system, null, null, refusal);
        if (system.Proof is SystemProof.Token) return new(system, null, null, InboundRefusals.NotThisProof);
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return new(system, null, null, InboundRefusals.NoProof);
        if (Math.Abs((decimal)seconds - _clock.GetUtcNow().ToUnixTimeSeconds()) > (decimal)Window.TotalSeconds) return new(system, null, null, InboundRefusals.OutsideTheWindow);
        return _secrets.Find(system.Secret) is { } secret
            ? new(system, await OfficerAsync(system, ct), new MessageSignature(secret, timestamp, messageId), null)
            : new(system, null, null, InboundRefusals.SecretNotSet);
    }

    /// <summary>Whoever comes with a token.</summary>
    public async Task<SystemEntry> EnterAsync(string token, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Split('.') is not [var key, var until, var sign] || !ConnectedSystem.IsKey(key) || !long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end))
            return new(null, null, null, InboundRefusals.TokenWrong);
        var (system, refusal) = await ValidAsync(key, ct);
        if (system is null) return new(null, null, null, InboundRefusals.TokenWrong);
        if (_secrets.Find(system.Secret) is not { } secret) return new(system, null, null, InboundRefusals.SecretNotSet);
        if (!Same(sign, SignOf(secret, $"{key}.{until}")) || end <= _clock.GetUtcNow().ToUnixTimeSeconds()) return new(system, null, null, InboundRefusals.TokenWrong);
        if (refusal is not null) return new(system, null, null, refusal);
        return system.Proof is SystemProof.Signature ? new(system, null, null, InboundRefusals.NotThisProof) : new(system, await OfficerAsync(system, ct), null, null);
    }

    /// <summary>A token for a system that shows its secret (OAuth2 client credentials); null where it does not, or may not come by token.</summary>
    public async Task<string?> TokenAsync(string? key, string? secret, CancellationToken ct)
    {
        var (system, refusal) = await ValidAsync(key, ct);
        if (refusal is not null || system is null or { Proof: SystemProof.Signature } || _secrets.Find(system.Secret) is not { } known || !Same(secret ?? "", known)) return null;
        var said = string.Create(CultureInfo.InvariantCulture, $"{key}.{(_clock.GetUtcNow() + TokenLife).ToUnixTimeSeconds()}");
        return $"{said}.{SignOf(known, said)}";
    }

    private async Task<(ConnectedSystem? System, Refusal? Refusal)> ValidAsync(string? key, CancellationToken ct)
    {
        if (!ConnectedSystem.IsKey(key) || await _store.FindAsync(key!, ct) is not { System: var system }) return (null, InboundRefusals.UnknownSystem);
        return (system, system.IsValidOn(VietnamTime.DayOf(_clock.GetUtcNow())) ? null : InboundRefusals.NotValid);
    }

    /// <summary>The system as it acts: its agencies with everything that stands under them today.</summary>
    private async Task<Officer> OfficerAsync(ConnectedSystem system, CancellationToken ct)
    {
        var catalogue = system.Agencies is null ? null : (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        IReadOnlySet<AgencyCode>? agencies = system.Agencies is null ? null
            : system.Agencies.Concat(catalogue!.Agencies.Select(agency => agency.Code).Where(code => system.Agencies.Exists(above => catalogue.IsWithin(code, above)))).ToHashSet();
        return new Mandate(system.Key, agencies, system.Procedures?.ToHashSet()).ToOfficer(system.Name);
    }

    private static string SignOf(string secret, string said) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"token\n{said}")));

    /// <summary>Compared by their digests, so that not even the length can be measured.</summary>
    private static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(one)), SHA256.HashData(Encoding.UTF8.GetBytes(other)));
}

/// <summary>A system at the door.</summary>
/// <param name="System">The registration; null where there is none.</param>
/// <param name="Officer">The system as it acts; null where it does not come in.</param>
/// <param name="Signature">What its message must be signed with; null where it came with a token.</param>
public sealed record SystemEntry(ConnectedSystem? System, Officer? Officer, MessageSignature? Signature, Refusal? Refusal);

/// <summary>The signature of one message, made while its body is read: HMAC-SHA256 of timestamp, message id and body, with full stops between.</summary>
public sealed class MessageSignature : IDisposable
{
    private readonly IncrementalHash _hash;

    internal MessageSignature(string secret, string timestamp, string messageId)
    {
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        _hash.AppendData(Encoding.UTF8.GetBytes($"{timestamp}.{messageId}."));
    }

    /// <summary>The next piece of the body.</summary>
    public void Add(ReadOnlySpan<byte> piece) => _hash.AppendData(piece);

    /// <summary>Whether that is what was sent: <c>sha256=</c> and 64 hexadecimal digits.</summary>
    public bool Is(string? sent)
    {
        var made = _hash.GetHashAndReset();
        const string kind = "sha256=";
        if (sent?.StartsWith(kind, StringComparison.Ordinal) is not true || sent.Length != kind.Length + (2 * made.Length)) return false;
        try { return CryptographicOperations.FixedTimeEquals(Convert.FromHexString(sent.AsSpan(kind.Length)), made); }
        catch (FormatException) { return false; }
    }

    public void Dispose() => _hash.Dispose();
}
