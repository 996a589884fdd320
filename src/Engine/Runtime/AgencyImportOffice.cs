using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Takes in tables of units, or of who holds what (nhập đơn vị, người giữ vị trí từ tệp): all rows or none, with every fault by row and column.</summary>
public sealed class AgencyImportOffice
{
    /// <summary>More faults than this are counted, not listed.</summary>
    public const int MostFaults = 1000;

    private readonly AgencyOffice _office;
    private readonly ReferenceOffice _reference;

    internal AgencyImportOffice(AgencyOffice office, ReferenceOffice reference) => (_office, _reference) = (office, reference);

    /// <summary>Reads the file and records every row as one act under the decision; nothing where any row is wrong.</summary>
    /// <param name="from">The day for rows that state none.</param>
    public async Task<AgencyImportReport> ImportAsync(Officer by, ReadOnlyMemory<byte> file, AgencySheetKind kind, string decision, DateOnly signedOn, DateOnly from, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Administrator)) return AgencyImportReport.Not(AgencyRefusals.NotAnAdministrator);
        var catalogue = await _reference.CatalogueAsync(ct);
        var reading = AgencySheet.Read(file, kind, new AgencyOrder(new AgencyAct.Rename(new("-"), ""), from, decision, signedOn), catalogue);
        if (reading.Refusal is { } unreadable) return AgencyImportReport.Not(unreadable);

        AgencyOrder[] orders = [.. reading.Orders.Select(row => row.Order)];
        var (record, refusal, refusals) = reading.Faults is []
            ? await _office.RecordAllAsync(by, orders, $"import-{(kind is AgencySheetKind.Units ? "units" : "holders")}", ct)
            : (null, null, _office.Weigh(by, orders, catalogue));
        if (refusal is not null) return AgencyImportReport.Not(refusal);
        if (refusals.Select(one => one.Why).FirstOrDefault(why => why.Code is "A102" or "A103") is { } wrongDecision) return AgencyImportReport.Not(wrongDecision);

        SheetFault[] faults = [.. reading.Faults.Concat(refusals.Select(one => new SheetFault(reading.Orders[one.At].Row, reading.ColumnOf(one.Why, orders[one.At].Act), one.Why.Message))).OrderBy(fault => fault.Row)];
        return new(null, reading.Rows, record is null ? 0 : orders.Length, faults.Length, [.. faults.Take(MostFaults)], record);
    }
}

/// <summary>What an import made of a table.</summary>
/// <param name="Rows">How many rows were read.</param>
/// <param name="Taken">How many were recorded: all of them or none.</param>
/// <param name="FaultCount">How many faults there are; <paramref name="Faults"/> lists the first.</param>
public sealed record AgencyImportReport(Refusal? Refusal, int Rows, int Taken, int FaultCount, IReadOnlyList<SheetFault> Faults, AgencyRecord? Record)
{
    internal static AgencyImportReport Not(Refusal refusal) => new(refusal, 0, 0, 0, [], null);
}
