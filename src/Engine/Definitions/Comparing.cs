using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Gathers differences, member by member, in the words of the office. A member that says nothing on both sides is no difference.</summary>
/// <param name="whole">Set where the thing itself is new or gone: then everything it says is new or gone with it, and is told as it stands there.</param>
internal sealed class Comparing(ProvinceCatalogue? catalogue, ChangeKind? whole = null)
{
    private const int LongestQuote = 90;

    private readonly List<Difference> _found = [];

    public IReadOnlyList<Difference> Found => _found;

    /// <summary>A member whose value is a word or a sentence of its own.</summary>
    public void Word(string field, Wording name, Wording? before, Wording? after)
    {
        if (before == after) return;
        Note(field, name, before, after, Told(name, before, after));
    }

    public void Text(string field, Wording name, string? before, string? after) => Word(field, name, Quoted(before), Quoted(after));

    public void Number(string field, Wording name, int? before, int? after) => Word(field, name, Count(before), Count(after));

    /// <summary>A yes or a no: no is not worth a word when the step is new.</summary>
    public void Truth(string field, Wording name, bool before, bool after)
    {
        if (before == after) return;
        var (no, yes) = (new Wording("không", "no"), new Wording("có", "yes"));
        Note(field, name, before ? yes : no, after ? yes : no, after || whole is not null ? name : new($"không còn {name.Vi}", $"no longer {name.En}"));
    }

    /// <summary>A limit, with by how much it grew or shrank: <c>thời hạn 16 → 8 giờ làm việc (−8)</c>.</summary>
    public void Limit(string field, Wording name, TimeLimit? before, TimeLimit? after)
    {
        if (before == after) return;
        var said = Told(name, before?.ToWording(), after?.ToWording());
        if (before is { } old && after is { } now && old.Unit == now.Unit)
            said = new(
                $"{name.Vi} {Amount(old.Value, Vietnamese)} → {now.ToWording().Vi} ({Signed(now.Value - old.Value, Vietnamese)})",
                $"{name.En} {Amount(old.Value, English)} → {now.ToWording().En} ({Signed(now.Value - old.Value, English)})");
        else if (before?.WorkingMinutes is { } fewer && after?.WorkingMinutes is { } more)
            said = new($"{said.Vi} ({Hours(more - fewer, Vietnamese)} giờ làm việc)", $"{said.En} ({Hours(more - fewer, English)} working hours)");
        Note(field, name, before?.ToWording(), after?.ToWording(), said);
    }

    /// <summary>A list whose items have a name: each item added, removed or changed on its own, wherever it stands in the list.</summary>
    public void Listed<T>(string field, Wording one, IEnumerable<T> before, IEnumerable<T> after, Func<T, string> nameOf, Func<T, Wording> say)
    {
        var (here, there) = (Named(before), Named(after));
        foreach (var (name, item) in here)
        {
            if (!there.TryGetValue(name, out var now)) Note($"{field}:{name}", one, say(item), null, Said("bỏ ", "removed: ", one, say(item)));
            else if (say(item) is var was && say(now) is var said && was != said) Note($"{field}:{name}", one, was, said, Told(one, was, said));
        }
        foreach (var (name, item) in there)
            if (!here.ContainsKey(name)) Note($"{field}:{name}", one, null, say(item), Said("thêm ", "added: ", one, say(item)));

        // Two items of one name are told apart by what they say, so that their order does not matter.
        SortedDictionary<string, T> Named(IEnumerable<T> items)
        {
            var named = new SortedDictionary<string, T>(StringComparer.Ordinal);
            foreach (var item in items.OrderBy(item => say(item).Vi, StringComparer.Ordinal))
            {
                var name = nameOf(item);
                for (var copy = 2; !named.TryAdd(name, item); copy++) name = string.Create(CultureInfo.InvariantCulture, $"{nameOf(item)}#{copy}");
            }
            return named;
        }
    }

    /// <summary>A difference told in a sentence of its own.</summary>
    public void Note(string field, Wording name, Wording? before, Wording? after, Wording said) => _found.Add(whole switch
    {
        ChangeKind.Added => new(ChangeKind.Added, field, null, after, Stated(name, after, said)),
        ChangeKind.Removed => new(ChangeKind.Removed, field, before, null, Stated(name, before, said)),
        _ => new(KindOf(before, after), field, before, after, said),
    });

    public Wording? Unit(string? unit, ProcessHeader header) => unit switch
    {
        null or "" => null,
        "Receiving" => new("bộ phận Một cửa", "the receiving desk"),
        "Competent" => new("cơ quan có thẩm quyền", "the competent agency"),
        _ when unit.StartsWith("Leg:", StringComparison.Ordinal) => Leg(unit[4..], header),
        _ => Same(AgencyCode.TryParse(unit, null, out var place) && catalogue?.Find(place) is { } agency ? agency.Name : unit),
    };

    public static Wording? Leg(string? key, ProcessHeader header) =>
        key is null ? null : header.Legs.FirstOrDefault(leg => leg.Key == key)?.Name is { } name && name != key ? Same($"{name} ({key})") : Same(key);

    public Wording? Position(PositionKey? position) => position is null ? null : Same(catalogue?.Find(position)?.Name ?? position.Value);

    public Wording? Agency(AgencyCode? code) => code is null ? null : Same(catalogue?.Find(code)?.Name ?? code.Value);

    public Wording? Procedure(ProcedureCode? code) =>
        code is null ? null : Same(catalogue?.Find(code) is { } procedure ? $"{code} ({procedure.Name})" : code.Value);

    public static Wording Same(string text) => new(text, text);

    public static Wording? Quoted(string? text) => string.IsNullOrWhiteSpace(text) ? null : new($"“{text.Trim()}”", $"“{text.Trim()}”");

    private static Wording Told(Wording name, Wording? before, Wording? after) => (before, after) switch
    {
        (null, { } now) => new($"thêm {name.Vi}: {Short(now.Vi)}", $"{name.En} added: {Short(now.En)}"),
        ({ } old, null) => new($"bỏ {name.Vi} (trước: {Short(old.Vi)})", $"{name.En} removed (was {Short(old.En)})"),
        _ => new($"{name.Vi} {Short(before!.Vi)} → {Short(after!.Vi)}", $"{name.En} {Short(before.En)} → {Short(after.En)}"),
    };

    private static ChangeKind KindOf(object? before, object? after) => before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed;

    public static CultureInfo Vietnamese { get; } = CultureInfo.GetCultureInfo("vi-VN");

    public static CultureInfo English => CultureInfo.InvariantCulture;

    /// <summary>As it stands in a step that is new or gone whole; a sentence of its own stays as it is.</summary>
    private static Wording Stated(Wording name, Wording? value, Wording said) =>
        value is null || name == said || name.Vi.Length == 0 ? said : new($"{name.Vi}: {Short(value.Vi)}", $"{name.En}: {Short(value.En)}");

    private static Wording Said(string vi, string en, Wording one, Wording item) => new($"{vi}{one.Vi} {Short(item.Vi)}", $"{en}{one.En} {Short(item.En)}");

    private static Wording? Count(int? number) => number is { } all ? Same(all.ToString(CultureInfo.InvariantCulture)) : null;

    private static string Amount(decimal value, CultureInfo language) => value.ToString("0.####", language);

    private static string Signed(decimal value, CultureInfo language) => (value < 0 ? "−" : "+") + Amount(Math.Abs(value), language);

    private static string Hours(int minutes, CultureInfo language) => Signed(minutes / 60m, language);

    private static string Short(string text) => text.Length <= LongestQuote ? text : text[..LongestQuote] + "…";
}
