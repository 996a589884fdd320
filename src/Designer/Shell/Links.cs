namespace TthcFlow.Designer.Shell;

/// <summary>Addresses with what a list was asked for (đường dẫn).</summary>
public static class Links
{
    /// <summary>The path with every part of the query that says something.</summary>
    public static string To(string path, params ReadOnlySpan<(string Name, object? Value)> query)
    {
        var (address, sign) = (path, '?');
        foreach (var (name, value) in query)
        {
            if (value?.ToString() is not { Length: > 0 } text) continue;
            address += $"{sign}{name}={Uri.EscapeDataString(text)}";
            sign = '&';
        }
        return address;
    }

    /// <summary>A word of a fixed choice as addresses carry it; null where it is the usual one.</summary>
    public static string? Word<T>(T word, T usual) where T : struct, Enum => word.Equals(usual) ? null : word.ToString().ToLowerInvariant();

    /// <summary>A word of a fixed choice as it stands in an address; the usual one where it is none.</summary>
    public static T Choice<T>(string? text, T usual) where T : struct, Enum =>
        text is not null && !char.IsAsciiDigit(text.FirstOrDefault()) && Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : usual;

    /// <summary>A word that parses itself; null where there is none, or it is not one.</summary>
    public static T? Parsed<T>(string? text) where T : class, IParsable<T> => T.TryParse(text, null, out var word) ? word : null;
}
