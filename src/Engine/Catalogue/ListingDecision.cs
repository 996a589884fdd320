using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>A decision that lists, amends or abolishes procedures (quyết định công bố danh mục): a line of the register, and what it does to which procedure.</summary>
/// <param name="Number">Số, ký hiệu, e.g. <c>1234/QĐ-UBND</c>.</param>
/// <param name="Authority">Who signed it into being.</param>
/// <param name="EffectiveFrom">The first day on which what it does holds.</param>
/// <param name="Title">Trích yếu.</param>
public sealed record ListingDecision(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom, string? Title, IReadOnlyList<ListingLine> Lines)
{
    /// <summary>A decision of this size is a slip of the pen.</summary>
    public const int MostLines = 5000;

    private const int LongestText = 500;

    /// <summary>Why an officer may not enter it in the register; null when they may.</summary>
    public Refusal? MayNotBeEntered(Officer by, ProvinceCatalogue catalogue, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (!by.Is(Role.Controller)) return CatalogueRefusals.NotAController;
        if (string.IsNullOrWhiteSpace(Number)) return CatalogueRefusals.DecisionIncomplete(new("số quyết định", "its number"));
        if (string.IsNullOrWhiteSpace(Authority)) return CatalogueRefusals.DecisionIncomplete(new("cơ quan ban hành", "who issued it"));
        if (Number.Length > LongestText || Authority.Length > LongestText || Title?.Length > LongestText || Lines.Any(line => line.Note?.Length > LongestText)) return CatalogueRefusals.TooLong(LongestText);
        if (Lines.Count == 0) return CatalogueRefusals.DecisionIncomplete(new("các thủ tục được công bố, sửa đổi, bãi bỏ", "the procedures it lists, amends or abolishes"));
        if (Lines.Count > MostLines) return CatalogueRefusals.DecisionTooLong;
        if (SignedOn > today) return CatalogueRefusals.SignedInTheFuture;
        if (EffectiveFrom < SignedOn) return CatalogueRefusals.EffectiveBeforeSigned;
        if (catalogue.Decisions.Any(known => known.Number.IsSameNumber(Number))) return CatalogueRefusals.DecisionKnown(Number);

        var seen = new HashSet<ProcedureCode>();
        foreach (var line in Lines)
        {
            if (catalogue.Find(line.Procedure) is not { } procedure) return CatalogueRefusals.UnknownProcedure(line.Procedure);
            if (!seen.Add(line.Procedure)) return CatalogueRefusals.ProcedureTwice(line.Procedure);
            if (line.Effect is not ListingEffect.List && procedure.AbolishedFrom is { } gone && gone <= EffectiveFrom) return CatalogueRefusals.AlreadyAbolished(line.Procedure, gone);
        }
        return null;
    }

    /// <summary>The procedures with what the register says of their end: the last abolition that no later listing took back.</summary>
    internal static IReadOnlyList<Procedure> Applied(IReadOnlyList<ListingDecision> decisions, IReadOnlyList<Procedure> procedures)
    {
        if (decisions.Count == 0) return procedures;
        var ends = new Dictionary<ProcedureCode, DateOnly?>();
        foreach (var decision in decisions.OrderBy(decision => decision.EffectiveFrom).ThenBy(decision => decision.SignedOn))
            foreach (var line in decision.Lines)
            {
                if (line.Effect is ListingEffect.Abolish) ends[line.Procedure] = decision.EffectiveFrom;
                else if (line.Effect is ListingEffect.List && ends.ContainsKey(line.Procedure)) ends[line.Procedure] = null;
            }
        return [.. procedures.Select(procedure => ends.TryGetValue(procedure.Code, out var end) ? procedure with { AbolishedFrom = end } : procedure)];
    }
}

/// <summary>One line of a decision's list: what it does to one procedure.</summary>
public sealed record ListingLine(ListingEffect Effect, ProcedureCode Procedure, string? Note);

/// <summary>What a decision does to a procedure.</summary>
public enum ListingEffect
{
    List, // công bố mới
    Amend, // sửa đổi, bổ sung
    Abolish, // bãi bỏ
}

/// <summary>A line together with the decision it stands in.</summary>
public sealed record ListingAct(ListingDecision Decision, ListingLine Line);
