using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Publication;

/// <summary>A copy of a published process takes its steps and its header, not its publication.</summary>
public sealed class DraftCopyTests
{
    private static readonly ElsaDocument Published = Sample.DocumentOf(Sample.Named("A"));

    [TestCase(1, 2)] // the text knows its own number
    [TestCase(4, 5)] // an old issue was copied: three more followed it
    public void For_the_same_procedure_and_case_it_is_the_next_issue(int issues, int number)
    {
        var was = ProcessDefinition.Compile(Published).Header;
        var header = ProcessDefinition.Compile(DraftCopy.Of(Published, "moi", was.Procedure!, was.Case, "Cấp giấy phép xây dựng", issues)).Header;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((header.IssueNumber, header.DocumentCode, header.Identifier), Is.EqualTo((number, was.DocumentCode, (string?)null)));
            Assert.That(header.Reasons, Is.EqualTo(was.Reasons));
        }
    }

    [Test]
    public void For_another_procedure_it_is_a_first_issue_with_the_same_steps()
    {
        var copy = DraftCopy.Of(Published, "moi", new("1.009995"), null, "Cấp lại giấy phép xây dựng", 0);
        var process = ProcessDefinition.Compile(copy);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((process.Name, copy.DefinitionId, process.Header.Procedure, process.Header.Case), Is.EqualTo(("Cấp lại giấy phép xây dựng", "moi", new ProcedureCode("1.009995"), (CaseKey?)null)));
            Assert.That((process.Header.IssueNumber, process.Header.DocumentCode, process.Header.Reasons.Count), Is.EqualTo((1, (string?)null, 0)));
            Assert.That(copy.Json.GetProperty("root").GetRawText(), Is.EqualTo(Published.Json.GetProperty("root").GetRawText()), "every step, way and place");
        }
    }

    [Test]
    public void What_belonged_to_one_stored_version_stays_behind()
    {
        var tree = Published.Edit();
        (tree["id"], tree["createdAt"], tree["isPublished"]) = ("row-1", "2026-03-02", true);
        var copy = DraftCopy.Of(ElsaDocument.Read(tree.ToJsonString()).Document!, "moi", new("1.009995"), null, "Quy trình", 0);

        Assert.That(copy.Edit().Select(member => member.Key), Has.None.AnyOf("id", "createdAt", "isPublished"));
        Assert.That(copy.Edit()["customProperties"], Is.TypeOf<JsonObject>());
    }
}
