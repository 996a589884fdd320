using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>A part of what the catalogue says of a procedure.</summary>
public enum ProcedurePart
{
    Name, // tên thủ tục
    Field, // lĩnh vực
    Levels, // cấp thực hiện
    Kind, // loại thủ tục
    Agencies, // cơ quan thực hiện
    ListedBy, // quyết định công bố
    LegalBases, // căn cứ pháp lý
    AbolishedFrom, // bãi bỏ từ ngày
    Note, // ghi chú
    Cases, // trường hợp
    Limit, // thời hạn
    Components, // thành phần hồ sơ
    Fees, // phí, lệ phí
    Results, // kết quả
}

/// <summary>One thing that differs between two versions of a procedure: null before where it is new, null after where it is gone.</summary>
/// <param name="Case">The case it concerns; null: every one.</param>
/// <param name="Item">Which of several: the paper, the charge, the result.</param>
public sealed record ProcedureChange(ProcedurePart Part, CaseKey? Case, string? Item, Wording? Before, Wording? After);

/// <summary>What differs between two versions of a procedure, part by part (so sánh hai bản của một thủ tục). The order of papers, charges and results says nothing.</summary>
public static class ProcedureComparison
{
    /// <param name="before">Null: it was not there.</param>
    /// <param name="after">Null: it is not there any more.</param>
    public static IReadOnlyList<ProcedureChange> Between(Procedure? before, Procedure? after)
    {
        var changes = new List<ProcedureChange>();
        Text(ProcedurePart.Name, before?.Name, after?.Name);
        Text(ProcedurePart.Field, before?.Field, after?.Field);
        Said(ProcedurePart.Levels, null, null, Levels(before), Levels(after));
        Said(ProcedurePart.Kind, null, null, before?.Kind is { } was ? ProcedureKinds.NameOf(was) : null, after?.Kind is { } now ? ProcedureKinds.NameOf(now) : null);
        Text(ProcedurePart.Agencies, Joined(before?.Agencies.Select(agency => agency.Value)), Joined(after?.Agencies.Select(agency => agency.Value)));
        Text(ProcedurePart.ListedBy, before?.ListedBy, after?.ListedBy);
        Text(ProcedurePart.LegalBases, Joined(before?.LegalBases), Joined(after?.LegalBases));
        Said(ProcedurePart.AbolishedFrom, null, null, Day(before?.AbolishedFrom), Day(after?.AbolishedFrom));
        Text(ProcedurePart.Note, before?.Note, after?.Note);
        Items(ProcedurePart.Cases, before?.Cases, after?.Cases, one => one.Key.Value, _ => null, one => Same(one.Name));
        Items(ProcedurePart.Limit, before?.Limits, after?.Limits, _ => null, limit => limit.Case, limit => Followed(limit.ToWording(), limit.Source, limit.Note));
        Items(ProcedurePart.Components, before?.Components, after?.Components, component => component.Name, component => component.Case, component => Copies(component));
        Items(ProcedurePart.Fees, before?.Fees, after?.Fees, fee => fee.Name, fee => fee.Case, Charge);
        Items(ProcedurePart.Results, before?.Results, after?.Results, result => result.Name, result => result.Case, result => Same(result.Code ?? "–"));
        return changes;

        void Text(ProcedurePart part, string? one, string? other) => Said(part, null, null, one is null ? null : Same(one), other is null ? null : Same(other));

        void Said(ProcedurePart part, CaseKey? @case, string? item, Wording? one, Wording? other)
        {
            if (one != other) changes.Add(new(part, @case, item, one, other));
        }

        void Items<T>(ProcedurePart part, IReadOnlyList<T>? one, IReadOnlyList<T>? other, Func<T, string?> item, Func<T, CaseKey?> caseOf, Func<T, Wording> said) where T : class
        {
            var left = (other ?? []).ToList();
            foreach (var was in one ?? [])
            {
                var now = left.Find(candidate => item(candidate) == item(was) && caseOf(candidate) == caseOf(was));
                if (now is not null) left.Remove(now);
                Said(part, caseOf(was), item(was), said(was), now is null ? null : said(now));
            }
            foreach (var added in left) Said(part, caseOf(added), item(added), null, said(added));
        }
    }

    /// <summary>The levels of a procedure as they are printed.</summary>
    public static Wording? Levels(Procedure? procedure) => procedure is not { Levels.Count: > 0 } ? null : new(
        string.Join("; ", procedure.Levels.Select(level => NameOf(level).Vi)), string.Join("; ", procedure.Levels.Select(level => NameOf(level).En)));

    /// <summary>A level as it is printed.</summary>
    public static Wording NameOf(AgencyLevel level) => level switch
    {
        AgencyLevel.Province => new("Cấp tỉnh", "Province"),
        AgencyLevel.Branch => new("Cơ quan thuộc sở", "Branch"),
        AgencyLevel.District => new("Cấp huyện", "District"),
        AgencyLevel.DistrictOffice => new("Phòng cấp huyện", "District office"),
        AgencyLevel.Commune => new("Cấp xã", "Commune"),
        _ => new("Đơn vị bên trong", "Unit"),
    };

    /// <summary>How many of a paper are asked for, and what is noted of it.</summary>
    public static Wording Copies(LawfulComponent component)
    {
        ArgumentNullException.ThrowIfNull(component);
        (int? Count, string Vi, string En)[] kinds = [(component.Originals, "bản chính", "originals"), (component.Certified, "bản chứng thực", "certified copies"), (component.Copies, "bản chụp", "copies")];
        var told = kinds.Where(kind => kind.Count is not null).ToList();
        return Followed(new(
            told.Count == 0 ? "số bản chưa ghi" : string.Join(", ", told.Select(kind => $"{kind.Count} {kind.Vi}")),
            told.Count == 0 ? "number not stated" : string.Join(", ", told.Select(kind => $"{kind.Count} {kind.En}"))), component.Code, component.Note);
    }

    /// <summary>A charge as it is printed.</summary>
    public static Wording Charge(LawfulFee fee)
    {
        ArgumentNullException.ThrowIfNull(fee);
        var amount = fee.Amount is { } dong ? Wording.Dong(dong) : null;
        var moment = fee.CollectedAt is { } at ? NameOf(at) : null;
        return Followed(new(
            string.Join(", ", new[] { amount?.Vi ?? "mức thu chưa rõ", moment?.Vi }.OfType<string>()), string.Join(", ", new[] { amount?.En ?? "amount not known", moment?.En }.OfType<string>())), fee.Basis, fee.Note);
    }

    /// <summary>When a charge is collected, as it is printed.</summary>
    public static Wording NameOf(FeeMoment moment) => moment switch
    {
        FeeMoment.Intake => new("khi tiếp nhận", "at intake"),
        FeeMoment.Supplement => new("khi bổ sung", "at a supplement"),
        _ => new("khi trả kết quả", "at return"),
    };

    private static Wording Followed(Wording wording, params string?[] more)
    {
        var rest = string.Concat(more.Where(text => text is not null).Select(text => $" · {text}"));
        return new(wording.Vi + rest, wording.En + rest);
    }

    private static Wording Same(string text) => new(text, text);

    private static Wording? Day(DateOnly? day) => day is { } on ? new(on.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : null;

    private static string? Joined(IEnumerable<string>? texts) => texts?.Order(StringComparer.Ordinal).ToList() is { Count: > 0 } all ? string.Join("; ", all) : null;
}
