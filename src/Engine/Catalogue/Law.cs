using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>A law, decree, circular or decision (văn bản quy phạm, quyết định), with the days between which it is in force and the forms printed in it.</summary>
/// <param name="Number">Số, ký hiệu, e.g. <c>118/2025/NĐ-CP</c>.</param>
/// <param name="Issuer">Cơ quan ban hành.</param>
/// <param name="IssuedOn">Null where the day is not confirmed.</param>
/// <param name="To">The last day it is in force; null while nothing replaced it.</param>
/// <param name="ReplacedBy">The number of what replaced it.</param>
/// <param name="Note">What is not certain about it, e.g. <c>cần xác nhận</c>.</param>
public sealed record LegalDocument(
    string Number, string Title, string Issuer, DateOnly? IssuedOn, DateOnly? From, DateOnly? To, string? ReplacedBy, IReadOnlyList<StandardForm> Forms, string? Note)
{
    /// <summary>Its place among the bases that every decision of the province names (căn cứ chung của mọi quyết định); null where decisions need not name it.</summary>
    public int? Standing { get; init; }

    public bool IsInForceOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);
}

/// <summary>A form printed in a circular (mẫu): its number there, and what it is called. The same paper may have had another number in an older circular.</summary>
/// <param name="OtherNames">Other names in use for the same form.</param>
public sealed record StandardForm(string Number, string Name, IReadOnlyList<string> OtherNames);

/// <summary>The limit the law sets for a procedure or one case of it (thời hạn theo quy định).</summary>
/// <param name="Case">Null: for every case that has none of its own.</param>
/// <param name="Source">Điều, khoản, văn bản.</param>
public sealed record LawfulLimit(CaseKey? Case, TimeLimit Limit, string? Source, string? Note)
{
    /// <summary>The limit for what is handed in online (thời hạn nộp trực tuyến); null where it is the same.</summary>
    public TimeLimit? Online { get; init; }

    /// <summary>The limits as they are printed: the one for all, and the one online where it is another.</summary>
    public Wording ToWording() => Online is not { } online ? Limit.ToWording() : new($"{Limit.ToWording().Vi} · trực tuyến {online.ToWording().Vi}", $"{Limit.ToWording().En} · online {online.ToWording().En}");
}

/// <summary>A paper the law asks for (thành phần hồ sơ theo quy định).</summary>
/// <param name="Case">Null: in every case.</param>
public sealed record LawfulComponent(string? Code, string Name, CaseKey? Case, string? Note)
{
    /// <summary>How many originals (bản chính), certified copies (bản chứng thực) and plain copies (bản chụp); null where nothing is said.</summary>
    public int? Originals { get; init; }

    public int? Certified { get; init; }

    public int? Copies { get; init; }
}

/// <summary>A charge the law allows (phí, lệ phí theo quy định), in dong.</summary>
/// <param name="Case">Null: in every case.</param>
/// <param name="Amount">Null where the law leaves it to the province and the amount is not known here.</param>
public sealed record LawfulFee(string Name, decimal? Amount, string? Basis, CaseKey? Case, string? Note)
{
    /// <summary>When it is collected; null where nothing is said.</summary>
    public FeeMoment? CollectedAt { get; init; }
}

/// <summary>When a charge is collected (thời điểm thu), by the portal's numbers.</summary>
public enum FeeMoment
{
    Intake = 1, // khi tiếp nhận
    Supplement = 2, // khi bổ sung
    Return = 4, // khi trả kết quả
}

/// <summary>What the applicant gets by law (kết quả thực hiện).</summary>
/// <param name="Case">Null: in every case.</param>
public sealed record LawfulResult(string? Code, string Name, CaseKey? Case);

/// <summary>A field of administration with its code (lĩnh vực), e.g. <c>G03-GD10</c>.</summary>
public sealed record ListedField(string Code, string Name)
{
    /// <summary>The last day it is used; null while it is.</summary>
    public DateOnly? To { get; init; }

    public bool IsUsedOn(DateOnly day) => To is null || day <= To;

    /// <summary>Does the text name this field, by its name or by its code?</summary>
    public bool IsOf(string text) => PlainWords.Of(text) is var plain && (plain == PlainWords.Of(Name) || plain == PlainWords.Of(Code));
}

/// <summary>A kind of result with its code (mã kết quả), e.g. <c>KQ.G07.000122</c>.</summary>
public sealed record ListedResult(string Code, string Name, string? Note);
