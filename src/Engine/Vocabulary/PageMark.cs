using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>A place in a list (dấu trang): the line that a page ends or begins with. Whoever holds it goes on from there, whatever was added or done meanwhile.</summary>
/// <remarks>To callers it is a word without meaning. It holds what the list is ordered by and the line's key, nothing that a line of the list does not show.</remarks>
[JsonConverter(typeof(TextConverter<PageMark>))]
public sealed record PageMark : IParsable<PageMark>
{
    private const char Between = '\n';

    private readonly string _order;

    private PageMark(string order, string[] key) => (_order, Key) = (order, key);

    /// <summary>What tells the line from others at the same place.</summary>
    internal string[] Key { get; }

    internal static PageMark At(DateTimeOffset instant, params string[] key) => new(instant.UtcTicks.ToString(CultureInfo.InvariantCulture), key);

    internal static PageMark At(string text, params string[] key) => new(text, key);

    /// <summary>The mark as the value a list in order of time goes on from; null when it was made for another list.</summary>
    internal DateTimeOffset? Instant =>
        long.TryParse(_order, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal string Text => _order;

    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{_order}{Between}{string.Join(Between, Key)}"));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out PageMark? result)
    {
        const int longest = 2000;
        result = null;
        if (s is not { Length: > 0 and <= longest } || !Base64Url.IsValid(s)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(s)).Split(Between);
        if (parts.Length is not (2 or 4) || parts.Any(part => part.Contains('\0'))) return false; // PostgreSQL takes no such text
        result = new PageMark(parts[0], parts[1..]);
        return true;
    }

    static PageMark IParsable<PageMark>.Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var mark) ? mark : throw new FormatException($"'{s}' is not a place in a list.");
}
