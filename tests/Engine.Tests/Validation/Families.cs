using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Parts of a report: a small drawing lacks papers, fees and signatures, which are not what a test of its tokens or minutes is about.</summary>
internal static class Families
{
    /// <summary>Only what is found in the drawing itself and in its times.</summary>
    public static CheckReport OfTheDrawing(this CheckReport report) => report with
    {
        Findings = [.. report.Findings.Where(finding => string.CompareOrdinal(finding.Code, "V160") < 0 || string.CompareOrdinal(finding.Code, "V200") > 0 && string.CompareOrdinal(finding.Code, "V230") < 0)],
    };
}
