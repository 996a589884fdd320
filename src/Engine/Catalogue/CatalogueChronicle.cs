using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What the versions of the catalogue changed, one after the other (diễn biến danh mục): worked out from the books themselves, and kept nowhere else.</summary>
public sealed class CatalogueChronicle
{
    private ImmutableDictionary<ProcedureCode, ImmutableList<ProcedureEdition>> _editions = ImmutableDictionary<ProcedureCode, ImmutableList<ProcedureEdition>>.Empty;
    private ImmutableDictionary<string, DateTimeOffset> _lawsKnown = ImmutableDictionary<string, DateTimeOffset>.Empty.WithComparers(StringComparer.Ordinal);
    private ImmutableDictionary<ProcedureCode, DateTimeOffset> _endsKnown = ImmutableDictionary<ProcedureCode, DateTimeOffset>.Empty;
    private ImmutableDictionary<string, DateTimeOffset> _decisionsKnown = ImmutableDictionary<string, DateTimeOffset>.Empty.WithComparers(StringComparer.Ordinal);
    private ImmutableDictionary<int, ImmutableList<ProcedureEdition>> _versions = ImmutableDictionary<int, ImmutableList<ProcedureEdition>>.Empty;

    private ImmutableList<LawEdition> _laws = [];

    /// <summary>Before any book.</summary>
    public static CatalogueChronicle Empty { get; } = new();

    private CatalogueChronicle() { }

    /// <summary>The latest version that is told; 0 before any.</summary>
    public int Version { get; private init; }

    /// <summary>The latest book; null before any.</summary>
    public ProvinceCatalogue? Book { get; private init; }

    /// <summary>Goes on with the next version of the book.</summary>
    /// <param name="at">From when it holds.</param>
    public CatalogueChronicle Then(int version, DateTimeOffset at, ProvinceCatalogue book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var changed = Book is null ? [] : book.Procedures.Select(after => (Before: Book.Find(after.Code), After: (Procedure?)after))
            .Concat(Book.Procedures.Where(before => book.Find(before.Code) is null).Select(before => ((Procedure?)before, (Procedure?)null)))
            .Select(pair => new ProcedureEdition(version, at, pair.Item1, pair.Item2, ProcedureComparison.Between(pair.Item1, pair.Item2)))
            .Where(edition => edition.Changes.Count > 0).ToImmutableList();
        return new()
        {
            Version = version,
            Book = book,
            _versions = _versions.SetItem(version, changed),
            _laws = Book is null ? _laws : _laws.AddRange(LawComparison.Editions(version, at, Book, book)),
            _editions = _editions.SetItems(changed.Select(edition => KeyValuePair.Create(edition.Code, (_editions.GetValueOrDefault(edition.Code) ?? []).Add(edition)))),
            _endsKnown = _endsKnown.SetItems(book.Procedures
                .Where(procedure => procedure.AbolishedFrom is { } end && (Book?.Find(procedure.Code)?.AbolishedFrom != end || !_endsKnown.ContainsKey(procedure.Code)))
                .Select(procedure => KeyValuePair.Create(procedure.Code, at))),
            _decisionsKnown = _decisionsKnown.SetItems(book.Decisions
                .Where(decision => Book?.Decisions.Any(before => before.Number == decision.Number) is not true)
                .Select(decision => KeyValuePair.Create(PlainWords.Of(decision.Number), at))),
            _lawsKnown = _lawsKnown.SetItems(book.LegalDocuments
                .Where(law => Book?.LegalDocuments.FirstOrDefault(before => before.Number == law.Number) is not { } before || (before.To, before.ReplacedBy) != (law.To, law.ReplacedBy))
                .Select(law => KeyValuePair.Create(PlainWords.Of(law.Number), at))),
        };
    }

    /// <summary>What a version changed; nothing for the first one.</summary>
    public IReadOnlyList<ProcedureEdition> ChangesIn(int version) => _versions.GetValueOrDefault(version) ?? [];

    /// <summary>What the versions changed of one procedure, oldest first.</summary>
    public IReadOnlyList<ProcedureEdition> ChangesOf(ProcedureCode code) => _editions.GetValueOrDefault(code) ?? [];

    /// <summary>What a version changed of laws and fields; nothing for the first one.</summary>
    public IReadOnlyList<LawEdition> LawChangesIn(int version) => [.. _laws.Where(edition => edition.Version == version)];

    /// <summary>What the versions changed of one law, oldest first.</summary>
    public IReadOnlyList<LawEdition> ChangesOfLaw(string number) => [.. _laws.Where(edition => !edition.IsField && edition.Number.IsSameNumber(number))];

    /// <summary>What the versions changed of one field, oldest first.</summary>
    public IReadOnlyList<LawEdition> ChangesOfField(string code) => [.. _laws.Where(edition => edition.IsField && edition.Number.IsSameNumber(code))];

    /// <summary>Since when the book has said that the procedure ends when it now says it does.</summary>
    public DateTimeOffset? EndKnownSince(ProcedureCode code) => _endsKnown.TryGetValue(code, out var at) ? at : null;

    /// <summary>Since when a decision has stood in the register.</summary>
    public DateTimeOffset? DecisionKnownSince(string number) => _decisionsKnown.TryGetValue(PlainWords.Of(number), out var at) ? at : null;

    /// <summary>Since when the book has said of a law what it now says of its end and of what replaced it.</summary>
    public DateTimeOffset? LawKnownSince(string number) => _lawsKnown.TryGetValue(PlainWords.Of(number), out var at) ? at : null;
}

/// <summary>What one version of the catalogue changed of one procedure.</summary>
/// <param name="Before">Null: it came in with this version.</param>
/// <param name="After">Null: it went out with this version.</param>
public sealed record ProcedureEdition(int Version, DateTimeOffset At, Procedure? Before, Procedure? After, IReadOnlyList<ProcedureChange> Changes)
{
    public ProcedureCode Code => (After ?? Before)!.Code;

    public string Name => (After ?? Before)!.Name;
}
