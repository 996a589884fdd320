using System.Globalization;
using Microsoft.AspNetCore.Components;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Controller;

/// <summary>A page that shows a report (trang báo cáo): what is asked stands in its address, so that it can be sent to a colleague, who sees what they may.</summary>
public abstract class ReportPage : OfficePage
{
    [Inject]
    public ReportOffice Office { get; set; } = null!;

    [SupplyParameterFromQuery] public string? From { get; set; }

    [SupplyParameterFromQuery] public string? To { get; set; }

    [SupplyParameterFromQuery] public string? Formula { get; set; }

    /// <summary><c>yes</c>: a re-appointed day replaces the promise.</summary>
    [SupplyParameterFromQuery] public string? Reappointed { get; set; }

    /// <summary><c>no</c>: lawful pauses are not taken out.</summary>
    [SupplyParameterFromQuery] public string? Pauses { get; set; }

    [SupplyParameterFromQuery] public string? By { get; set; }

    [SupplyParameterFromQuery] public string? Agency { get; set; }

    public ReportQuestion Question { get; private set; } = new();

    /// <summary>Why there is nothing to show; null when there is.</summary>
    protected Refusal? Refusal { get; set; }

    /// <summary>Whose dossiers it is about.</summary>
    protected string About { get; private set; } = "";

    /// <summary>By what lines are gathered unless the address says.</summary>
    protected virtual ReportGrouping UsualGrouping => ReportGrouping.Field;

    protected override async Task LoadAsync()
    {
        var formula = OnTimeFormula.TryParse(Formula, out var named) ? named : OnTimeFormula.Qd766;
        Question = new()
        {
            From = DayOf(From),
            To = DayOf(To),
            By = Enum.TryParse<ReportGrouping>(By, ignoreCase: true, out var by) && Enum.IsDefined(by) ? by : UsualGrouping,
            Agency = AgencyCode.TryParse(Agency, null, out var agency) ? agency : null,
            Formula = formula with { ReappointmentReplaces = Reappointed == "yes", LawfulPausesCount = Pauses != "no" },
        };
        About = Text(await Office.ScopeAsync(Officer, Question.Agency, Gone));
        await AskAsync();
    }

    /// <summary>Asks the office for the report.</summary>
    protected abstract Task AskAsync();

    /// <summary>The same question at another address, with more said.</summary>
    protected string Address(string path, params (string Name, object? Value)[] more)
    {
        var said = new Dictionary<string, string?>
        {
            ["from"] = Question.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = Question.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["formula"] = Question.Formula.Name == OnTimeFormula.Qd766.Name ? null : Question.Formula.Name,
            ["reappointed"] = Question.Formula.ReappointmentReplaces ? path.StartsWith("/api", StringComparison.Ordinal) ? "true" : "yes" : null,
            ["pauses"] = Question.Formula.LawfulPausesCount ? null : path.StartsWith("/api", StringComparison.Ordinal) ? "false" : "no",
            ["by"] = Question.By == ReportGrouping.Field ? null : Question.By.ToString(),
            ["agency"] = Question.Agency?.Value,
        };
        foreach (var (name, value) in more) said[name] = value?.ToString();
        var query = string.Join('&', said.Where(one => one.Value is { Length: > 0 }).Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    protected string Percent(double? share) => Text(Wording.Percent(share));

    private static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
