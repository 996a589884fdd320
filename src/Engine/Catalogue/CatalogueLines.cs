using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>The catalogue as rows of its table: what exports write, and imports read back as the same.</summary>
public static class CatalogueLines
{
    public static IEnumerable<IReadOnlyList<string>> Of(ProvinceCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return catalogue.Procedures.SelectMany(Of);
    }

    private static IEnumerable<string[]> Of(Procedure procedure)
    {
        var first = true;
        foreach (var @case in procedure.Cases.Select(one => (CaseKey?)one.Key).Prepend(null))
        {
            var limits = procedure.Limits.Where(limit => limit.Case == @case).ToList();
            var components = procedure.Components.Where(component => component.Case == @case).ToList();
            var fees = procedure.Fees.Where(fee => fee.Case == @case).ToList();
            var results = procedure.Results.Where(result => result.Case == @case).ToList();
            var height = Math.Max(Math.Max(limits.Count, components.Count), Math.Max(fees.Count, results.Count));
            if (height == 0 && @case is null && procedure.Cases.Count > 0) continue; // the first case's row begins the procedure
            for (var at = 0; at < Math.Max(1, height); at++)
            {
                var row = Enumerable.Repeat("", CatalogueColumns.All.Count).ToArray();
                Set(CatalogueColumn.Code, procedure.Code.Value);
                if (first)
                {
                    Set(CatalogueColumn.Name, procedure.Name);
                    Set(CatalogueColumn.Field, procedure.Field);
                    Set(CatalogueColumn.Levels, ProcedureComparison.Levels(procedure)?.Vi);
                    Set(CatalogueColumn.Kind, procedure.Kind is { } kind ? ProcedureKinds.NameOf(kind).Vi : null);
                    Set(CatalogueColumn.Agencies, string.Join("; ", procedure.Agencies));
                    Set(CatalogueColumn.ListedBy, procedure.ListedBy);
                    Set(CatalogueColumn.LegalBases, string.Join("; ", procedure.LegalBases));
                    Set(CatalogueColumn.AbolishedFrom, procedure.AbolishedFrom?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture));
                    Set(CatalogueColumn.Note, procedure.Note);
                    first = false;
                }
                if (@case is not null)
                {
                    Set(CatalogueColumn.Case, @case.Value);
                    if (at == 0) Set(CatalogueColumn.CaseName, procedure.Cases.First(one => one.Key == @case).Name);
                }
                if (at < limits.Count)
                {
                    SetLimit(CatalogueColumn.Limit, CatalogueColumn.LimitUnit, limits[at].Limit);
                    if (limits[at].Online is { } online) SetLimit(CatalogueColumn.OnlineLimit, CatalogueColumn.OnlineLimitUnit, online);
                    Set(CatalogueColumn.LimitSource, limits[at].Source);
                    Set(CatalogueColumn.LimitNote, limits[at].Note);
                }
                if (at < components.Count)
                {
                    Set(CatalogueColumn.ComponentCode, components[at].Code);
                    Set(CatalogueColumn.Component, components[at].Name);
                    Set(CatalogueColumn.Originals, Count(components[at].Originals));
                    Set(CatalogueColumn.Certified, Count(components[at].Certified));
                    Set(CatalogueColumn.Copies, Count(components[at].Copies));
                    Set(CatalogueColumn.ComponentNote, components[at].Note);
                }
                if (at < fees.Count)
                {
                    Set(CatalogueColumn.Fee, fees[at].Name);
                    Set(CatalogueColumn.Amount, fees[at].Amount?.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN")));
                    Set(CatalogueColumn.CollectedAt, fees[at].CollectedAt is { } moment ? Count((int)moment) : null);
                    Set(CatalogueColumn.FeeBasis, fees[at].Basis);
                    Set(CatalogueColumn.FeeNote, fees[at].Note);
                }
                if (at < results.Count)
                {
                    Set(CatalogueColumn.ResultCode, results[at].Code);
                    Set(CatalogueColumn.Result, results[at].Name);
                }
                yield return row;

                void Set(CatalogueColumn column, string? text) => row[(int)column] = text ?? "";

                void SetLimit(CatalogueColumn column, CatalogueColumn unit, Calendars.TimeLimit limit)
                {
                    Set(column, limit.Value.ToString("0.####", CultureInfo.GetCultureInfo("vi-VN")));
                    Set(unit, limit.Unit switch { Calendars.TimeUnit.WorkingHour => "giờ làm việc", Calendars.TimeUnit.WorkingDay => "ngày làm việc", _ => "ngày" });
                }
            }
        }
    }

    private static string? Count(int? count) => count?.ToString(CultureInfo.InvariantCulture);
}
