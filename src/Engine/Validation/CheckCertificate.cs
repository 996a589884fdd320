using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>What was checked on a text, by which books, and what came out (giấy chứng nhận kiểm tra): kept with the published version, and printed.</summary>
/// <remarks>A fact of its day, never computed anew: catalogue and calendar go on, the certificate does not. Its stored members are permanent.</remarks>
/// <param name="Hash">The text that was checked, and no other.</param>
/// <param name="On">The day whose catalogue the posts and laws were looked up in.</param>
/// <param name="Calendar">Version of the working calendar; null where none was loaded.</param>
/// <param name="HasCatalogue">False where no catalogue was loaded: what needs it stands under <see cref="CheckReport.NotRun"/>.</param>
/// <param name="Report">Findings, verdict and proved times as they were.</param>
/// <param name="Reasons">What the author answered to warnings, by code.</param>
public sealed record CheckCertificate(ContentHash Hash, DateOnly? On, int? Calendar, bool HasCatalogue, CheckReport Report, IReadOnlyDictionary<string, string> Reasons)
{
    /// <summary>True when nothing in it holds up publication: sound, no error, every warning answered.</summary>
    public bool IsClean => Report.Sound is Verdict.Yes && Report.Findings.All(IsSettled);

    /// <summary>Checks a process, and writes down what by.</summary>
    public static CheckCertificate Of(ProcessDefinition process, CheckContext context)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(context);
        return Of(process, context, DefinitionRules.Check(process, context));
    }

    /// <summary>Writes down a check that was made.</summary>
    /// <exception cref="ArgumentException">A process made by hand has no text that could be named.</exception>
    public static CheckCertificate Of(ProcessDefinition process, CheckContext context, CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(context);
        var hash = process.Hash ?? throw new ArgumentException("Only a compiled document can be certified.", nameof(process));
        return new(hash, context.On, context.Calendars?.Version, context.Catalogue is not null, report, process.Header.Reasons);
    }

    /// <summary>Each check of the appraisal list with its result, in order.</summary>
    public IReadOnlyList<CertifiedCheck> Checks()
    {
        var checksOf = FindingCodes.All.ToLookup(code => code.Code, code => code.Checks);
        return
        [
            .. from check in AppraisalList.All
               let found = Report.Findings.Where(finding => checksOf[finding.Code].Any(checks => checks.Contains(check.Code))).ToArray()
               select new CertifiedCheck(check, !Report.NotRun.Contains(check.Code), found.Length, found.Select(finding => (Severity?)finding.Severity).Max(), found.All(IsSettled)),
        ];
    }

    private bool IsSettled(Finding finding) => finding.Severity is Severity.Info || finding.Severity is Severity.Warning && Reasons.ContainsKey(finding.Code);
}

/// <summary>A check of the appraisal list, and what it gave.</summary>
/// <param name="WasRun">False where what it needs was not there: neither passed nor failed.</param>
/// <param name="Found">How many findings belong to it.</param>
/// <param name="Gravest">The gravest of them; null where there are none.</param>
/// <param name="IsSettled">True when none of them holds up publication: no error, every warning answered.</param>
public sealed record CertifiedCheck(AppraisalCheck Check, bool WasRun, int Found, Severity? Gravest, bool IsSettled);
