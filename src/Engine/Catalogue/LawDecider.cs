using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Decides about the laws and the fields of the catalogue: guards first, then what the catalogue says from now on.</summary>
public static class LawDecider
{
    /// <summary>The last place among the bases that every decision names.</summary>
    public const int LastOrder = 99;

    private const int LongestNumber = 100, LongestTitle = 1000, LongestName = 200, LongestNote = 500;

    public static (LawChange? Change, Refusal? Refusal) Decide(Officer by, LawAct act, ProvinceCatalogue book)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(book);
        if (!by.Is(Role.Controller)) return No(CatalogueRefusals.NotAController);
        if (act.Reason?.Length > LongestNote) return No(CatalogueRefusals.TooLong(LongestNote));
        return act switch
        {
            LawAct.Enter enter => Enter(enter, book),
            LawAct.End end => End(end, book),
            LawAct.Correct correct => Correct(correct, book),
            LawAct.Mark mark => Mark(mark, book),
            LawAct.EnterField enter => EnterField(enter, book),
            LawAct.RenameField rename => RenameField(rename, book),
            LawAct.EndField end => EndField(end, book),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    // ---- Laws

    private static (LawChange?, Refusal?) Enter(LawAct.Enter act, ProvinceCatalogue book)
    {
        var law = Trimmed(act.Law);
        if (FaultIn(law, null, book) is { } fault) return No(fault);
        if (book.FindLaw(law.Number) is not null) return No(CatalogueRefusals.LawKnown(law.Number));
        return Yes(new(CatalogueAct.LawEntered, law.Number, Said(act.Reason) ?? law.Title) { Law = law });
    }

    private static (LawChange?, Refusal?) End(LawAct.End act, ProvinceCatalogue book)
    {
        if (book.FindLaw(act.Number) is not { } law) return No(CatalogueRefusals.LawUnknown(act.Number));
        if (law.To is { } before) return No(CatalogueRefusals.LawEnded(law.Number, before));
        var ended = law with { To = act.To, ReplacedBy = Said(act.ReplacedBy) };
        if (FaultIn(ended, law, book) is { } fault) return No(fault);
        if (Said(act.Reason) is not { } reason) return No(CatalogueRefusals.NoReason);
        return Yes(new(CatalogueAct.LawEnded, law.Number, reason) { Law = ended with { ReplacedBy = Listed(ended.ReplacedBy, book) }, InPlaceOf = law.Number });
    }

    private static (LawChange?, Refusal?) Correct(LawAct.Correct act, ProvinceCatalogue book)
    {
        if (book.FindLaw(act.Number) is not { } law) return No(CatalogueRefusals.LawUnknown(act.Number));
        var corrected = Trimmed(act.Law) with { Forms = law.Forms, Standing = law.Standing };
        if (FaultIn(corrected, law, book) is { } fault) return No(fault);
        if (!corrected.Number.IsSameNumber(law.Number))
        {
            if (book.FindLaw(corrected.Number) is { } other) return No(CatalogueRefusals.LawKnown(other.Number));
            // Whoever cites it by the number it has would cite nothing any more.
            var citing = book.Procedures.Count(procedure => procedure.LegalBases.Any(number => number.IsSameNumber(law.Number)))
                + book.LegalDocuments.Count(one => one.ReplacedBy?.IsSameNumber(law.Number) == true);
            if (citing > 0) return No(CatalogueRefusals.LawCited(law.Number, citing));
        }
        corrected = corrected with { ReplacedBy = Listed(corrected.ReplacedBy, book) };
        if (corrected == law) return No(CatalogueRefusals.LawNotChanged);
        if (Said(act.Reason) is not { } reason) return No(CatalogueRefusals.NoReason);
        return Yes(new(CatalogueAct.LawCorrected, corrected.Number, reason) { Law = corrected, InPlaceOf = law.Number });
    }

    private static (LawChange?, Refusal?) Mark(LawAct.Mark act, ProvinceCatalogue book)
    {
        if (book.FindLaw(act.Number) is not { } law) return No(CatalogueRefusals.LawUnknown(act.Number));
        if (act.Order is < 1 or > LastOrder) return No(CatalogueRefusals.OrderOutOfBounds);
        if (act.Order == law.Standing) return No(CatalogueRefusals.LawNotChanged);
        if (Said(act.Reason) is not { } reason) return No(CatalogueRefusals.NoReason);
        return Yes(new(CatalogueAct.LawMarked, law.Number, reason) { Law = law with { Standing = act.Order }, InPlaceOf = law.Number });
    }

    /// <summary>What is wrong with a law as it would read; null where nothing is.</summary>
    private static Refusal? FaultIn(LegalDocument law, LegalDocument? before, ProvinceCatalogue book)
    {
        if (law.Number.Length == 0) return CatalogueRefusals.LawIncomplete(new("số, ký hiệu", "its number"));
        if (law.Title.Length == 0) return CatalogueRefusals.LawIncomplete(new("tên văn bản", "its title"));
        if (law.Issuer.Length == 0) return CatalogueRefusals.LawIncomplete(new("cơ quan ban hành", "who issued it"));
        if (law.Number.Length > LongestNumber || law.ReplacedBy?.Length > LongestNumber) return CatalogueRefusals.TooLong(LongestNumber);
        if (law.Title.Length > LongestTitle) return CatalogueRefusals.TooLong(LongestTitle);
        if (law.Issuer.Length > LongestName) return CatalogueRefusals.TooLong(LongestName);
        if (law.Note?.Length > LongestNote) return CatalogueRefusals.TooLong(LongestNote);
        if (PlainWords.Of(law.Number).Length == 0) return CatalogueRefusals.LawIncomplete(new("số, ký hiệu", "its number"));
        if (law.To < law.From) return CatalogueRefusals.EndsBeforeItBegins(law.From!.Value);
        if (law.To < law.IssuedOn) return CatalogueRefusals.EndsBeforeItBegins(law.IssuedOn!.Value);
        if (law.ReplacedBy is not { } other) return null;
        if (other.IsSameNumber(law.Number)) return CatalogueRefusals.ReplacesItself;
        return book.FindLaw(other) is null && before?.ReplacedBy?.IsSameNumber(other) != true ? CatalogueRefusals.ReplacementUnknown(other) : null;
    }

    private static LegalDocument Trimmed(LegalDocument law) => law with
    {
        Number = Said(law.Number) ?? "",
        Title = Said(law.Title) ?? "",
        Issuer = Said(law.Issuer) ?? "",
        ReplacedBy = Said(law.ReplacedBy),
        Note = Said(law.Note),
    };

    /// <summary>A number as the catalogue has it, however it was typed.</summary>
    private static string? Listed(string? number, ProvinceCatalogue book) => number is null ? null : book.FindLaw(number)?.Number ?? number;

    // ---- Fields

    private static (LawChange?, Refusal?) EnterField(LawAct.EnterField act, ProvinceCatalogue book)
    {
        var field = new ListedField(Said(act.Code) ?? "", Said(act.Name) ?? "");
        if (FaultIn(field) is { } fault) return No(fault);
        if ((Taken(field.Code, null, book) ?? Taken(field.Name, null, book)) is { } known) return No(CatalogueRefusals.FieldKnown(known.Name));
        return Yes(new(CatalogueAct.FieldEntered, field.Name, Said(act.Reason) ?? field.Code) { Field = field });
    }

    private static (LawChange?, Refusal?) RenameField(LawAct.RenameField act, ProvinceCatalogue book)
    {
        if (book.FindField(act.Code) is not { } field) return No(CatalogueRefusals.FieldNotListed(act.Code));
        var renamed = field with { Name = Said(act.Name) ?? "" };
        if (FaultIn(renamed) is { } fault) return No(fault);
        if (renamed == field) return No(CatalogueRefusals.LawNotChanged);
        if (Taken(renamed.Name, field, book) is { } known) return No(CatalogueRefusals.FieldKnown(known.Name));
        if (Said(act.Reason) is not { } reason) return No(CatalogueRefusals.NoReason);
        return Yes(new(CatalogueAct.FieldRenamed, renamed.Name, reason) { Field = renamed, InPlaceOf = field.Code });
    }

    private static (LawChange?, Refusal?) EndField(LawAct.EndField act, ProvinceCatalogue book)
    {
        if (book.FindField(act.Code) is not { } field) return No(CatalogueRefusals.FieldNotListed(act.Code));
        if (field.To is { } before) return No(CatalogueRefusals.FieldEnded(field.Name, before));
        var left = book.Procedures.Count(procedure => field.IsOf(procedure.Field) && (procedure.AbolishedFrom is null || act.To < DateOnly.MaxValue && procedure.AbolishedFrom > act.To.AddDays(1)));
        if (left > 0) return No(CatalogueRefusals.FieldInUse(field.Name, left));
        if (Said(act.Reason) is not { } reason) return No(CatalogueRefusals.NoReason);
        return Yes(new(CatalogueAct.FieldEnded, field.Name, reason) { Field = field with { To = act.To }, InPlaceOf = field.Code });
    }

    private static Refusal? FaultIn(ListedField field)
    {
        if (PlainWords.Of(field.Code).Length == 0) return CatalogueRefusals.FieldIncomplete(new("mã lĩnh vực", "its code"));
        if (PlainWords.Of(field.Name).Length == 0) return CatalogueRefusals.FieldIncomplete(new("tên lĩnh vực", "its name"));
        if (field.Code.Length > LongestNumber) return CatalogueRefusals.TooLong(LongestNumber);
        return field.Name.Length > LongestName ? CatalogueRefusals.TooLong(LongestName) : null;
    }

    /// <summary>Another field of that name or code; files name fields by either.</summary>
    private static ListedField? Taken(string text, ListedField? but, ProvinceCatalogue book) => book.Fields.FirstOrDefault(field => field != but && field.IsOf(text));

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize();

    private static (LawChange?, Refusal?) Yes(LawChange change) => (change, null);

    private static (LawChange?, Refusal?) No(Refusal refusal) => (null, refusal);
}
