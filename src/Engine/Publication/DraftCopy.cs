using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>A draft that begins as a copy of a published process (sao từ quy trình đã công bố): its steps and its header, without what belonged to that publication.</summary>
/// <remarks>
/// For the same procedure and case it is the next issue (lần ban hành mới): it keeps the document's code and the reasons given to warnings, and counts on. For any other it is
/// a first issue that only looks alike. The electronic identifier names one issue of one document, and the decision spoke of that issue: neither goes along.
/// </remarks>
public static class DraftCopy
{
    /// <param name="published">The text that was published.</param>
    /// <param name="definitionId">The new document's own.</param>
    /// <param name="name">What the new process is called.</param>
    /// <param name="issues">How many issues of the procedure and case are published already: a new one is never counted lower.</param>
    public static ElsaDocument Of(ElsaDocument published, string definitionId, ProcedureCode procedure, CaseKey? @case, string name, int issues)
    {
        ArgumentNullException.ThrowIfNull(published);
        ArgumentNullException.ThrowIfNull(procedure);
        var was = ProcessDefinition.Compile(published).Header;
        var isNextIssue = was.Procedure == procedure && was.Case == @case;
        var tree = published.Edit();
        foreach (var member in (string[])["id", "version", "createdAt", "isLatest", "isPublished", "isReadonly"]) tree.Remove(member);
        tree["definitionId"] = definitionId;
        tree["name"] = name;

        var properties = (JsonObject)tree["customProperties"]!;
        if (properties["tthc"] is not JsonObject header) properties["tthc"] = header = [];
        header["procedure"] = procedure.Value;
        header.Remove("case");
        if (@case is not null) header["case"] = @case.Value;
        header.Remove("identifier");
        header.Remove("decision");
        header["issueNumber"] = isNextIssue ? Math.Max(issues, was.IssueNumber ?? 0) + 1 : issues + 1;
        if (!isNextIssue)
            foreach (var member in (string[])["documentCode", "reasons"]) header.Remove(member);
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }
}
