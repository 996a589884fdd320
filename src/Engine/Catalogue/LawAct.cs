namespace TthcFlow.Engine.Catalogue;

/// <summary>What a controller does to the laws and the fields of the catalogue (ghi, đính chính, cho hết hiệu lực một văn bản hoặc lĩnh vực).</summary>
/// <param name="Reason">Why; needed where something that stands there changes.</param>
public abstract record LawAct(string? Reason)
{
    /// <summary>Ghi một văn bản vào danh mục.</summary>
    public sealed record Enter(LegalDocument Law, string? Reason) : LawAct(Reason);

    /// <summary>Ghi một văn bản hết hiệu lực.</summary>
    /// <param name="To">The last day it is in force.</param>
    /// <param name="ReplacedBy">The number of what replaces it; null where nothing does.</param>
    public sealed record End(string Number, DateOnly To, string? ReplacedBy, string? Reason) : LawAct(Reason);

    /// <summary>Đính chính: what was written wrong of a law. Its forms stay.</summary>
    /// <param name="Number">The number it stands under so far.</param>
    public sealed record Correct(string Number, LegalDocument Law, string? Reason) : LawAct(Reason);

    /// <summary>Căn cứ chung: every decision names it, or no longer does.</summary>
    /// <param name="Order">Its place among them; null where decisions need not name it.</param>
    public sealed record Mark(string Number, int? Order, string? Reason) : LawAct(Reason);

    /// <summary>Thêm lĩnh vực.</summary>
    public sealed record EnterField(string Code, string Name, string? Reason) : LawAct(Reason);

    /// <summary>Đổi tên lĩnh vực: its procedures, and the rules of who publishes them, go along.</summary>
    public sealed record RenameField(string Code, string Name, string? Reason) : LawAct(Reason);

    /// <summary>Lĩnh vực không dùng nữa.</summary>
    /// <param name="To">The last day it is used.</param>
    public sealed record EndField(string Code, DateOnly To, string? Reason) : LawAct(Reason);
}

/// <summary>What an act makes of the catalogue: a law or a field as it now reads.</summary>
public sealed record LawChange(CatalogueAct Act, string Subject, string Reason)
{
    public LegalDocument? Law { get; init; }

    public ListedField? Field { get; init; }

    /// <summary>The number or the code it stood under so far; null where it is new.</summary>
    public string? InPlaceOf { get; init; }
}
