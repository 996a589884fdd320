namespace TthcFlow.Engine.Runtime;

/// <summary>Where people outside reach the public pages (địa chỉ công khai): printed in square codes on papers and told in messages.</summary>
/// <remarks>Behind a proxy the program sees an address of its own; a paper that carries that one leads nowhere.</remarks>
public sealed class PublicAddress
{
    private readonly string? _set;

    /// <exception cref="FormatException">It is set, and is no such address.</exception>
    internal PublicAddress(string? set) => _set = set is not { Length: > 0 } ? null
        : IsOne(set) ? set.TrimEnd('/')
        : throw new FormatException($"Not a public address: {set}.");

    /// <summary>The address that was set; null where none was.</summary>
    public string? Set => _set;

    /// <summary>The address that was set, else the one a request came to; without a slash at its end.</summary>
    public string Or(string seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return _set ?? seen.TrimEnd('/');
    }

    /// <summary>Whether a text is the beginning of every public page's address: <c>https://</c> or <c>http://</c>, a host, perhaps a port, and nothing behind.</summary>
    public static bool IsOne(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" } && text!.IndexOfAny(['?', '#']) < 0;
}
