using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What somebody looks for in the catalogue (tìm thủ tục).</summary>
/// <param name="Words">Words of the name or the code, in any order, with or without diacritics.</param>
/// <param name="Agency">Carried out by this agency, or by one under it.</param>
/// <param name="Standing">Null: whether or not it is abolished.</param>
public sealed record CatalogueQuestion(string? Words = null, string? Field = null, AgencyLevel? Level = null, AgencyCode? Agency = null, ProcedureStanding? Standing = null);

/// <summary>Whether a procedure still exists on a day.</summary>
public enum ProcedureStanding
{
    InForce, // còn hiệu lực
    Abolished, // đã bãi bỏ
}

/// <summary>Searches a catalogue; the folded texts of a book are made once.</summary>
internal sealed class CatalogueSearch(ProvinceCatalogue catalogue)
{
    private readonly (Procedure Procedure, string Text)[] _procedures =
        [.. catalogue.Procedures.Select(procedure => (procedure, $" {PlainWords.Of($"{procedure.Code.Value} {procedure.Name} {procedure.Field}")} "))];

    /// <summary>The fields in use, in the order of Vietnamese dictionaries.</summary>
    public IReadOnlyList<string> Fields { get; } = [.. catalogue.Procedures.Select(procedure => procedure.Field).Distinct().Order(VietnameseOrder.Comparer)];

    public IEnumerable<Procedure> Find(CatalogueQuestion question, DateOnly today)
    {
        var typed = (question.Words ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToLookup(IsPartOfCode);
        var (codes, words) = (typed[true].ToArray(), PlainWords.Of(string.Join(' ', typed[false])).Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return from known in _procedures
               let procedure = known.Procedure
               where codes.All(code => procedure.Code.Value.Contains(code, StringComparison.OrdinalIgnoreCase)) && words.All(word => known.Text.Contains($" {word}", StringComparison.Ordinal))
               where question.Field is null || procedure.Field == question.Field
               where question.Level is not { } level || procedure.Levels.Contains(level)
               where question.Agency is not { } agency || procedure.Agencies.Any(place => catalogue.IsWithin(place, agency))
               where question.Standing is not { } standing || procedure.IsInForceOn(today) == standing is ProcedureStanding.InForce
               select procedure;
    }

    /// <summary>Digits with a dot or hyphen among them: <c>1.0016</c>, <c>NB-SKHCN-01</c>.</summary>
    private static bool IsPartOfCode(string word) => word.Any(char.IsAsciiDigit) && word.Trim('.', '-', ',').AsSpan().ContainsAny('.', '-');
}
