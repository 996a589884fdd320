using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Papers and their forms as files (tệp biểu mẫu).</summary>
public static class PaperFile
{
    private const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>A paper as PDF, in the shipped layout.</summary>
    public static ExportedFile Pdf(Paper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return new($"{NameOf(paper)}.pdf", "application/pdf", PdfForm.Write(FormLayout.Of(paper.Kind), paper));
    }

    /// <summary>A paper as PDF, in a Word form of an agency's own.</summary>
    /// <exception cref="InvalidDataException">The form makes more pages than a paper has.</exception>
    public static ExportedFile Pdf(Paper paper, byte[] form)
    {
        ArgumentNullException.ThrowIfNull(paper);
        ArgumentNullException.ThrowIfNull(form);
        return new($"{NameOf(paper)}.pdf", "application/pdf", WordPdf.Write(WordForm.Fill(form, paper), NameOf(paper)));
    }

    /// <summary>What a Word form holds that a PDF of it would lack: text boxes, drawings, footnotes and the like, by name; empty when all of it can be drawn.</summary>
    public static IReadOnlyList<Wording> NotDrawn(byte[] form)
    {
        ArgumentNullException.ThrowIfNull(form);
        try { return WordGaps.Of(new WordPackage(form)); }
        catch (Exception broken) when (broken is InvalidDataException or System.Xml.XmlException)
        {
            return [new("tệp không đọc được", "the file cannot be read")];
        }
    }

    /// <summary>A paper as a Word document.</summary>
    /// <param name="form">An agency's own form; null for the shipped one.</param>
    public static ExportedFile Word(Paper paper, byte[]? form)
    {
        ArgumentNullException.ThrowIfNull(paper);
        return new($"{NameOf(paper)}.docx", WordType, WordForm.Fill(form ?? WordForm.Default(FormLayout.Of(paper.Kind), paper.Form), paper));
    }

    /// <summary>The shipped Word form, to be changed and uploaded.</summary>
    public static ExportedFile Form(PaperKind kind, PaperForm form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new($"{(form.Number.Length > 0 ? $"Mẫu {form.Number} - " : "")}{form.Name.Vi}.docx", WordType, WordForm.Default(FormLayout.Of(kind), form));
    }

    /// <summary>Why an uploaded Word form cannot be used; null when it can.</summary>
    public static Refusal? FaultOf(byte[] form, PaperKind kind) => WordForm.FaultOf(form, kind);

    /// <summary>The largest Word form that is taken in, in bytes.</summary>
    public static int LargestForm => WordForm.LargestBytes;

    private static string NameOf(Paper paper) => $"{paper.Form.Name.Vi} {paper.Code}";
}
