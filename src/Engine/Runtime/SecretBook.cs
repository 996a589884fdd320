using System.Text.RegularExpressions;

namespace TthcFlow.Engine.Runtime;

/// <summary>Secrets by name (bí mật, khoá): what a portal's password or a shared key is stands outside the database, and settings only name it.</summary>
/// <remarks>
/// A name is looked up in the folder of secrets, one file each, as containers mount them; else in the environment: <c>portal-dvcqg</c> in <c>TTHCFLOW_SECRET_PORTAL_DVCQG</c>.
/// It is read each time it is needed, so that a changed secret holds at once.
/// </remarks>
internal sealed partial class SecretBook(string? folder, Func<string, string?>? environment = null)
{
    private readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>Whether that may be the name of a secret: small letters, digits, hyphens; it can name no other file.</summary>
    public static bool IsName(string? name) => name is not null && Name().IsMatch(name);

    /// <summary>The secret; null where there is none of that name.</summary>
    public string? Find(string name)
    {
        if (!IsName(name)) return null;
        if (folder is { Length: > 0 } && Path.Combine(folder, name) is var file && File.Exists(file)) return Filled(File.ReadAllText(file));
        return Filled(_environment($"TTHCFLOW_SECRET_{name.ToUpperInvariant().Replace('-', '_')}"));
    }

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Name();
}
