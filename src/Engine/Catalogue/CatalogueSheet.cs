using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>A file of procedures as it was read, cell by cell, whatever kind of file it was (bảng danh mục đã đọc). What it means, <see cref="CatalogueImport"/> says.</summary>
/// <param name="Columns">The columns that the file has.</param>
/// <param name="Strays">Columns that it has besides, and that nobody can place.</param>
public sealed record CatalogueSheet(IReadOnlyList<SheetColumn> Columns, IReadOnlyList<SheetLine> Lines, IReadOnlyList<StrayColumn> Strays)
{
    /// <summary>More procedures than any province has.</summary>
    public const int MostRows = 20_000;
}

/// <summary>A column of a file: what it is about, and what the file calls it (<c>C</c> in a workbook, <c>TENTTHC</c> in an answer of the portal).</summary>
public sealed record SheetColumn(CatalogueColumn Column, string Place);

/// <summary>A row of a file, by the number a person counts; a cell is null where the row says nothing of the column at all.</summary>
public sealed record SheetLine(int Row, IReadOnlyList<string?> Cells);

/// <summary>A column that cannot be placed.</summary>
/// <param name="IsRepeated">It is a column of ours that stands there twice.</param>
public sealed record StrayColumn(int Row, string Place, string Head, bool IsRepeated);

/// <summary>What an import would do to the catalogue (kết quả kiểm tra tệp nhập): every procedure of the file, and every fault by row and column.</summary>
/// <param name="Rows">How many rows were read.</param>
/// <param name="Kept">How many procedures of the catalogue the file does not speak of; they stay as they are.</param>
/// <param name="NewFields">Fields that no procedure had before, where the province lists none.</param>
public sealed record CatalogueImportReport(
    IReadOnlyList<ImportedProcedure> Procedures, IReadOnlyList<ImportFault> Faults, int Rows, int Kept, IReadOnlyList<string> NewFields)
{
    public int Count(ImportEffect effect) => Procedures.Count(procedure => procedure.Effect == effect);

    /// <summary>Why it cannot be taken over; null when it can. All or nothing: one bad row holds everything back.</summary>
    public Refusal? Obstacle =>
        Faults.Count > 0 ? CatalogueRefusals.HasFaults(Faults.Count)
        : Procedures.Count == 0 ? CatalogueRefusals.NoRows
        : Procedures.All(procedure => procedure.Effect is ImportEffect.Same) ? CatalogueRefusals.NothingChanges : null;
}

/// <summary>One procedure of a file, as the catalogue would have it.</summary>
/// <param name="Row">Where it begins.</param>
public sealed record ImportedProcedure(int Row, Procedure Procedure, ImportEffect Effect, IReadOnlyList<ProcedureChange> Changes);

/// <summary>What an import does to a procedure.</summary>
public enum ImportEffect
{
    New, // thêm mới
    Changed, // thay đổi
    Same, // giữ nguyên
}

/// <summary>One thing wrong in a file: where, what stands there, and why it cannot be.</summary>
/// <param name="Place">The column as the file calls it.</param>
/// <param name="Head">What the column is about.</param>
public sealed record ImportFault(int Row, string Place, string Head, string? Value, Refusal Why);
