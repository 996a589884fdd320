using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Documents;

/// <summary>The forms in which a process leaves the system (các định dạng kết xuất).</summary>
public enum ExportFormat
{
    Word, // phụ lục quyết định, .docx
    Pdf, // phụ lục quyết định, .pdf
    Excel, // bảng các bước và thông tin chung, .xlsx
    Csv, // bảng các bước, .csv
    Bpmn, // sơ đồ BPMN 2.0, .bpmn
    Elsa, // tài liệu Elsa, .json
}

/// <summary>A finished file: its name for people, what it is for programs, and its bytes.</summary>
public sealed record ExportedFile(string Name, string ContentType, ReadOnlyMemory<byte> Bytes);

/// <summary>Takes a process out of the system (kết xuất quy trình). The same text, catalogue and decision always give the same bytes.</summary>
/// <remarks>Paper formats speak Vietnamese, as decisions do. Elsa JSON is the canonical text itself and can be read back exactly; table formats can be imported again as a draft.</remarks>
public static class ProcessExport
{
    private static readonly FrozenDictionary<ExportFormat, (string Extension, string ContentType)> Kinds = new Dictionary<ExportFormat, (string, string)>
    {
        [ExportFormat.Word] = ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        [ExportFormat.Pdf] = ("pdf", "application/pdf"),
        [ExportFormat.Excel] = ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        [ExportFormat.Csv] = ("csv", "text/csv; charset=utf-8"),
        [ExportFormat.Bpmn] = ("bpmn", "application/bpmn+xml"),
        [ExportFormat.Elsa] = ("json", "application/json"),
    }.ToFrozenDictionary();

    /// <summary>Every format with its file extension, in the order of the menus.</summary>
    public static IReadOnlyList<(ExportFormat Format, string Extension)> Formats { get; } =
        [.. Enum.GetValues<ExportFormat>().Where(Kinds.ContainsKey).Select(format => (format, Kinds[format].Extension))];

    /// <summary>The media type of a format.</summary>
    public static string ContentTypeOf(ExportFormat format) => Kinds[format].ContentType;

    /// <summary>The format of a file extension, with or without its point; null for one we do not write.</summary>
    public static ExportFormat? FormatOf(string extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        var plain = extension.TrimStart('.').ToLowerInvariant();
        foreach (var (format, known) in Formats) if (known == plain) return format;
        return null;
    }

    /// <param name="catalogue">Names of units, positions and the procedure; without it codes stand in their place.</param>
    /// <param name="act">The decision that published this text; null for a draft, which is marked as one.</param>
    /// <param name="linked">The process with the steps of what it calls; null to print the document alone.</param>
    /// <param name="control">Document control, printed at the end of the papers; null to leave it out.</param>
    public static ExportedFile Write(
        ExportFormat format, ElsaDocument document, ProvinceCatalogue? catalogue = null, PublishedBy? act = null, ProcessDefinition? linked = null, ControlSheet? control = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        var process = linked ?? ProcessDefinition.Compile(document);
        var rows = PaperRows.Of(process, catalogue);
        byte[] bytes = format switch
        {
            ExportFormat.Word => WordAppendix.Write(Appendix.Of(process, catalogue, act, control)),
            ExportFormat.Pdf => PdfAppendix.Write(Appendix.Of(process, catalogue, act, control)),
            ExportFormat.Excel => ExcelBook.Write([.. Appendix.ParticularsOf(process, catalogue, rows)], [.. StepSheet.Rows(rows)]),
            ExportFormat.Bpmn => BpmnDrawing.Write(process, catalogue),
            ExportFormat.Csv => CsvText.Write([StepSheet.Columns, .. StepSheet.Rows(rows)]),
            _ => document.ToCanonicalUtf8().ToArray(),
        };
        return new(FileName(process) + "." + Kinds[format].Extension, Kinds[format].ContentType, bytes);
    }

    // "QT.XD.01 - Cấp giấy phép xây dựng": what an official would call the file, without what Windows forbids.
    private static string FileName(ProcessDefinition process)
    {
        var code = process.Header.DocumentCode ?? process.Header.Procedure?.Value;
        var name = string.Join(" - ", new[] { code, process.Name }.Where(part => !string.IsNullOrWhiteSpace(part)));
        var kept = new StringBuilder(name.Length);
        foreach (var letter in PrintableText.Of(name)) kept.Append(letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '-' : letter);
        var elements = StringInfo.ParseCombiningCharacters(kept.ToString());
        var cut = (elements.Length > 100 ? kept.ToString()[..elements[100]] : kept.ToString()).Trim(' ', '.');
        return cut.Length > 0 ? cut : "quy-trinh";
    }
}
