using System.Globalization;
using Microsoft.AspNetCore.Components;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Controller;

/// <summary>A page about targets and quality (chỉ tiêu, sổ quản lý chất lượng): what is asked stands in its address; what was sent and refused stays in its form.</summary>
public abstract class TargetPage : OfficePage
{
    [Inject]
    public TargetOffice Office { get; set; } = null!;

    [Inject]
    public ReferenceOffice Reference { get; set; } = null!;

    [SupplyParameterFromQuery] public string? AsOf { get; set; }

    [SupplyParameterFromQuery] public string? Agency { get; set; }

    [SupplyParameterFromQuery] public string? Field { get; set; }

    /// <summary>The number of the line that was just written.</summary>
    [SupplyParameterFromQuery] public string? Done { get; set; }

    public TargetQuestion Question { get; private set; } = new();

    /// <summary>The agencies one may ask about, by name.</summary>
    public IReadOnlyList<Agency> Agencies { get; private set; } = [];

    /// <summary>Why nothing is shown, or nothing was written.</summary>
    protected Refusal? Refusal { get; set; }

    protected bool IsInspector => QualityDecider.IsInspector(Officer);

    /// <summary>The agency whose lines this officer writes when they are no inspector; null: none.</summary>
    protected AgencyCode? Own => Officer.Agency is { } agency && QualityDecider.MayWrite(Officer, agency) ? agency : null;

    protected DateOnly Today => Office.Today;

    protected override async Task LoadAsync()
    {
        Question = new() { AsOf = DayOf(AsOf), Agency = AgencyCode.TryParse(Agency, null, out var agency) ? agency : null, Field = Field };
        var catalogue = await Reference.CatalogueAsync(Gone);
        Agencies = [.. Coverage.AgenciesOn(catalogue, Question.AsOf ?? Today).Where(one => QualityDecider.MaySee(Officer, one.Code, catalogue))];
        await AskAsync();
    }

    /// <summary>Asks the office.</summary>
    protected abstract Task AskAsync();

    /// <summary>Writes a line; the page is loaded anew at its own address, so that nothing is sent twice.</summary>
    protected async Task WriteAsync(QualityCommand command, string path, string? year = null)
    {
        (var number, Refusal) = await Office.ActAsync(command, Gone, PostedKey());
        if (Refusal is null) Navigation.NavigateTo(Address(path, ("done", number), ("year", year)));
        else
        {
            var refusal = Refusal;
            await LoadAsync();
            Refusal = refusal;
        }
    }

    /// <summary>For a form that writes: sent twice, it is written once.</summary>
    protected static string NewKey() => System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>The same question at another address, with more said.</summary>
    protected string Address(string path, params (string Name, object? Value)[] more)
    {
        var said = new Dictionary<string, string?> { ["asOf"] = Question.AsOf is { } day ? TargetPage.FormDay(day) : null, ["agency"] = Question.Agency?.Value, ["field"] = Question.Field };
        foreach (var (name, value) in more) said[name] = value?.ToString();
        var query = string.Join('&', said.Where(one => one.Value is { Length: > 0 }).Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    protected AgencyCode PostedAgency() => AgencyCode.TryParse(Posted("agency"), null, out var agency) ? agency : Own ?? new AgencyCode("-");

    /// <summary>A day that was sent; one that cannot be is refused as such.</summary>
    protected DateOnly PostedDay(string field) => DayOf(Posted(field)) ?? DateOnly.MinValue;

    protected int PostedNumber(string field) => int.TryParse(Posted(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What was sent for a field of this act, so that nothing typed is lost when it is refused.</summary>
    protected string? Said(string act, string field, int of = 0) => Posted("act") == act && PostedNumber("of") == of ? Posted(field) : null;

    /// <summary>Was this act sent, and refused?</summary>
    protected bool WasRefused(string act, int of = 0) => Refusal is not null && Posted("act") == act && PostedNumber("of") == of;

    /// <summary>A day as forms hold it.</summary>
    public static string FormDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
