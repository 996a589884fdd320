using System.Security.Cryptography;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The keys of packages (khóa ký gói): the province's own pair in a file, and the public keys of those it trusts. None is ever in the database.</summary>
/// <remarks>The files are read when they are needed, so a key that was exchanged holds from the next package on.</remarks>
public sealed class PackageKeys
{
    private const string PrivateSetting = "TTHCFLOW_PACKAGE_KEY", TrustSetting = "TTHCFLOW_PACKAGE_TRUST";

    private readonly string? _own, _trust;

    /// <param name="own">The file of the private key (PEM); null for none.</param>
    /// <param name="trust">A file, or a folder of files, of trusted public keys (PEM); null for none but our own.</param>
    internal PackageKeys(string? own, string? trust) => (_own, _trust) = (own, trust);

    /// <summary>A new pair, as PEM: the private key for a file that only the program can read, the public one to hand over.</summary>
    public static (string Private, string Public) Make()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (pair.ExportPkcs8PrivateKeyPem() + "\n", pair.ExportSubjectPublicKeyInfoPem() + "\n");
    }

    /// <summary>The province's public key and its fingerprint; null where it has none, or it cannot be read.</summary>
    public (string Pem, string Fingerprint)? Own()
    {
        var (key, _) = Signing();
        using (key) return key is null ? null : (key.ExportSubjectPublicKeyInfoPem() + "\n", SignedPackage.FingerprintOf(key));
    }

    /// <summary>The key to sign with, or why there is none. Whoever asked disposes of it.</summary>
    internal (ECDsa? Key, Refusal? Refusal) Signing()
    {
        if (_own is not { Length: > 0 }) return (null, PackageRefusals.NoSigningKey);
        try { return Read(File.ReadAllText(_own)) is [var key, ..] ? (key, null) : (null, PackageRefusals.UnusableKey(PrivateSetting)); }
        catch (Exception fault) when (IsTheKeys(fault)) { return (null, PackageRefusals.UnusableKey(PrivateSetting)); }
    }

    /// <summary>The keys whose signature counts: those that were handed over, and our own.</summary>
    internal (IReadOnlyList<ECDsa> Keys, Refusal? Refusal) Trusted()
    {
        var keys = new List<ECDsa>();
        try
        {
            if (_trust is { Length: > 0 })
                foreach (var file in Directory.Exists(_trust) ? Directory.GetFiles(_trust, "*.pem") : [_trust]) keys.AddRange(Read(File.ReadAllText(file)));
        }
        catch (Exception fault) when (IsTheKeys(fault)) { return ([], PackageRefusals.UnusableKey(TrustSetting)); }
        if (Signing() is { Key: { } own }) keys.Add(own);
        return (keys, keys is [] ? PackageRefusals.NoTrustedKey : null);
    }

    /// <summary>Every key of a PEM text; a text without one is no key file.</summary>
    private static List<ECDsa> Read(string text)
    {
        var keys = new List<ECDsa>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            var key = ECDsa.Create();
            keys.Add(key);
            key.ImportFromPem(rest[found.Location]);
            if (key.KeySize != 256) throw new CryptographicException("Not a P-256 key.");
            rest = rest[found.Location.End..];
        }
        return keys is [] ? throw new CryptographicException("No key.") : keys;
    }

    private static bool IsTheKeys(Exception fault) => fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;
}
