using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>What the desk must have written down before a dossier can be received: who applies, with which papers, and what conditions will ask for.</summary>
internal static class IntakeCheck
{
    public const int MostLines = 200;
    public const int MostCopies = 999;
    public const int LongestNote = 2000;
    private const int LongestName = 200;
    private const int LongestLine = 500;
    private const int LongestSubject = 1000;

    public static Refusal? Of(Particulars particulars)
    {
        var applicant = particulars.Applicant;
        if (string.IsNullOrWhiteSpace(applicant.Name)) return DossierRefusals.ApplicantNameMissing;
        if (TooLong("Tên người nộp", applicant.Name, LongestName) is { } name) return name;
        if (TooLong("Số giấy tờ", applicant.IdentityNumber, 50) is { } identity) return identity;
        if (TooLong("Số điện thoại", applicant.Phone, 50) is { } phone) return phone;
        if (TooLong("Thư điện tử", applicant.Email, LongestName) is { } email) return email;
        if (TooLong("Địa chỉ", applicant.Address, LongestLine) is { } address) return address;
        if (TooLong("Nội dung yêu cầu", particulars.Subject, LongestSubject) is { } subject) return subject;
        return Of(particulars.Components);
    }

    public static Refusal? Of(ImmutableList<DossierComponent> components)
    {
        if (components.Count > MostLines) return DossierRefusals.TooMany("Thành phần hồ sơ", MostLines);
        foreach (var component in components)
        {
            if (string.IsNullOrWhiteSpace(component.Name)) return DossierRefusals.ComponentNameMissing;
            if (TooLong("Tên thành phần hồ sơ", component.Name, LongestLine) is { } tooLong) return tooLong;
            if (component is { Originals: < 0 or > MostCopies } or { Copies: < 0 or > MostCopies }) return DossierRefusals.ComponentCountWrong(component.Name);
        }
        return null;
    }

    /// <summary>The answers that conditions will ask for: all of them, of the declared type, and nothing the process does not declare.</summary>
    public static Refusal? Of(ProcessDefinition process, ImmutableSortedDictionary<string, AttributeValue> answers)
    {
        foreach (var (name, value) in answers)
        {
            if (process.Attributes.FirstOrDefault(attribute => attribute.Name == name) is not { } declared) return DossierRefusals.AttributeUnknown(name);
            if (!value.Suits(declared)) return DossierRefusals.AttributeOfWrongType(name, declared.Type);
            if (OfAnswer(declared.Title is { Length: > 0 } title ? title : name, value) is { } tooLong) return tooLong;
        }
        var asked = Branching.AttributesRead(process);
        var missing = process.Attributes.FirstOrDefault(attribute => attribute.Default is null && asked.Contains(attribute.Name) && !answers.ContainsKey(attribute.Name));
        return missing is null ? null : DossierRefusals.AttributeMissing(missing.Name, missing.Title);
    }

    /// <summary>The list and the reason of a supplement request (Mẫu 02): complete, so that the applicant is asked once.</summary>
    public static Refusal? OfRequest(ImmutableList<string>? missing, string? reason)
    {
        if (missing is null or [] || missing.Exists(string.IsNullOrWhiteSpace)) return DossierRefusals.MissingPapersNotNamed;
        if (missing.Count > MostLines) return DossierRefusals.TooMany("Giấy tờ cần bổ sung", MostLines);
        foreach (var paper in missing)
            if (TooLong("Giấy tờ cần bổ sung", paper, LongestLine) is { } tooLong) return tooLong;
        return string.IsNullOrWhiteSpace(reason) ? DossierRefusals.ReasonMissing : OfNote(reason);
    }

    private static Refusal? OfAnswer(string field, AttributeValue value) => value switch
    {
        AttributeValue.Text text => TooLong(field, text.Value, LongestNote),
        AttributeValue.Several { Items: var items } => items.Count > MostLines
            ? DossierRefusals.TooMany(field, MostLines)
            : items.Select(item => OfAnswer(field, item)).FirstOrDefault(no => no is not null),
        _ => null,
    };

    public static Refusal? OfNote(string? note) => TooLong("Ghi chú", note, LongestNote);

    private static Refusal? TooLong(string field, string? text, int longest) => text?.Length > longest ? DossierRefusals.TextTooLong(field, longest) : null;
}
