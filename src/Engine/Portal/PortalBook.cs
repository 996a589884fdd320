using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Portal;

/// <summary>All portals that are told (danh sách kết nối cổng): one version of it holds at a time, and every one that ever held is kept.</summary>
public sealed partial class PortalBook
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    /// <summary>Nobody is told.</summary>
    public static PortalBook Empty { get; } = new() { Connections = [] };

    public required IReadOnlyList<PortalConnection> Connections { get; init; }

    public PortalConnection? Find(string key) => Connections.FirstOrDefault(connection => connection.Key == key);

    /// <summary>Reads a book strictly.</summary>
    /// <exception cref="FormatException">It is no such book; the message names the place.</exception>
    public static PortalBook Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        Written? written;
        try { written = JsonSerializer.Deserialize<Written>(json, Strict); }
        catch (JsonException fault) { throw new FormatException($"Portals: {fault.Message}", fault); }

        var connections = new List<PortalConnection>();
        foreach (var (at, connection) in (written?.Connections ?? throw Fault("$", "an object is expected")).Index())
        {
            var here = $"$.connections[{at}]";
            if (!Key().IsMatch(connection.Key)) throw Fault($"{here}.key", "small letters, digits and hyphens are expected, at most 40");
            if (connections.Exists(other => other.Key == connection.Key)) throw Fault($"{here}.key", $"{connection.Key} stands there twice");
            if (connection.Name is "" or { Length: > 200 }) throw Fault($"{here}.name", "a name of at most 200 letters is expected");
            foreach (var (name, address) in new[] { ("address", connection.Address), ("tokenAddress", connection.TokenAddress) })
                if (address is not null && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https") || address.UserInfo is not "")) throw Fault($"{here}.{name}", "an address with http or https is expected, without a password in it");
            foreach (var (name, secret) in new[] { ("password", connection.Password), ("clientSecret", connection.ClientSecret) })
                if (secret is not null && !Key().IsMatch(secret)) throw Fault($"{here}.{name}", "the name of a secret is expected, never the secret");
            if (connection.Account is null != connection.Password is null) throw Fault($"{here}.password", "an account and the name of its password go together");
            if ((connection.TokenAddress is null, connection.Client is null, connection.ClientSecret is null) is not ((true, true, true) or (false, false, false))) throw Fault($"{here}.tokenAddress", "tokenAddress, client and clientSecret go together");
            if (connection.Protocol is PortalProtocol.Bus && (connection.Account is null || connection.Unit is null)) throw Fault($"{here}.account", "a bus is signed in to with an account, and told our unit");
            if (connection.Protocol is PortalProtocol.Ministry && connection.TokenAddress is null) throw Fault($"{here}.tokenAddress", "a ministry gives out tokens");
            if (connection.ValidFrom > connection.ValidTo) throw Fault($"{here}.validTo", "it ends before it begins");
            if (connection.Parallel is < 1 or > 200) throw Fault($"{here}.parallel", "a number from 1 to 200 is expected");
            if (connection.Timeout is < 1 or > 300) throw Fault($"{here}.timeout", "a number of seconds from 1 to 300 is expected");
            if (connection.DoneCodes is []) throw Fault($"{here}.doneCodes", "an answer that means done is expected");
            connections.Add(connection with { Table = connection.WrittenTable is { ValueKind: not JsonValueKind.Null } table ? TableOf(table, here) : PortalTarget.Default });
        }
        return new PortalBook { Connections = connections };
    }

    /// <summary>The book as <see cref="Parse"/> reads it.</summary>
    public string ToText() => JsonSerializer.Serialize(new Written(Connections), Strict);

    private static PortalTarget TableOf(JsonElement table, string at)
    {
        try { return PortalTarget.Parse(table.GetRawText()); }
        catch (FormatException fault) { throw new FormatException($"Portals, {at}.table: {fault.Message}", fault); }
    }

    private static FormatException Fault(string at, string what) => new($"Portals, {at}: {what}.");

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex Key();

    private sealed record Written(IReadOnlyList<PortalConnection> Connections);
}
