using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>What the register knows of a dossier by now (thông tin hồ sơ hiện tại): as handed in, with the papers that came later and the corrections.</summary>
public static class ParticularsToday
{
    /// <summary>Null where nothing was handed in yet.</summary>
    public static Particulars? Of(IEnumerable<DossierEvent> journal) => journal.Aggregate<DossierEvent, Particulars?>(null, After);

    /// <summary>What one event makes of them.</summary>
    public static Particulars? After(Particulars? known, DossierEvent happened) => happened switch
    {
        DossierEvent.HandedIn e => e.Particulars,
        DossierEvent.Received e => e.Particulars,
        DossierEvent.CompletionReceived e => known! with { Components = known.Components.AddRange(e.Components) },
        DossierEvent.Corrected e => e.After,
        _ => known,
    };
}

/// <summary>One thing that a correction put right, in words: which, what it was, what it is.</summary>
public sealed record CorrectedField(Wording Field, string? Was, string? Is)
{
    /// <summary>Everything a correction changed. The words are those of the office; personal data among them is for those who may see the dossier.</summary>
    /// <param name="titleOf">What an attribute is called.</param>
    public static IReadOnlyList<CorrectedField> Of(DossierEvent.Corrected correction, Func<string, string> titleOf)
    {
        var (was, now) = (correction.Before, correction.After);
        return
        [
            .. new CorrectedField[]
            {
                new(new("Tên người nộp", "Applicant's name"), was.Applicant.Name, now.Applicant.Name),
                new(new("Số giấy tờ", "Identity number"), was.Applicant.IdentityNumber, now.Applicant.IdentityNumber),
                new(new("Số điện thoại", "Phone"), was.Applicant.Phone, now.Applicant.Phone),
                new(new("Thư điện tử", "E-mail"), was.Applicant.Email, now.Applicant.Email),
                new(new("Địa chỉ", "Address"), was.Applicant.Address, now.Applicant.Address),
                new(new("Nội dung yêu cầu", "Subject"), was.Subject, now.Subject),
                new(new("Thành phần hồ sơ", "Papers"), Listed(was), Listed(now)),
            }.Where(field => field.Was != field.Is),
            .. correction.AnswersAfter.Select(answer => new CorrectedField(
                new(titleOf(answer.Key), titleOf(answer.Key)), correction.AnswersBefore.GetValueOrDefault(answer.Key)?.ToString(), answer.Value.ToString())),
        ];
    }

    private static string Listed(Particulars particulars) =>
        string.Join("; ", particulars.Components.Select(component => $"{component.Name} ({component.Originals} bản chính, {component.Copies} bản sao)"));
}
