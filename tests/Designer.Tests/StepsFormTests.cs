using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TthcFlow.Designer.Author;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;
using Table = TthcFlow.Engine.Tables.StepTable;

namespace TthcFlow.Designer.Tests;

/// <summary>The form of the step table: what was typed over what is stored, and the edits behind it.</summary>
public sealed class StepsFormTests
{
    private static readonly Table Shown = Table.Of(A.Process);

    [Test]
    public void A_form_sent_back_as_it_was_shown_says_nothing() => Assert.That(StepsForm.Read(Shown, Sent()).Typed, Is.Empty);

    [Test]
    public void Only_cells_that_say_something_else_become_edits()
    {
        var form = StepsForm.Read(Shown, Sent(("r1.name", " Thẩm định \r\n"), ("r1.limit", "6"), ("r1.mayReturn", "on"), ("r1.way0", StepsForm.To("B4")), ("r1.way2", StepsForm.ToANew(StepKind.Stop)), ("r2.way1", "")));

        Assert.That(form.Edits().Select(Said), Is.EqualTo(new[] { "B2 limit=6 mayReturn=on name=Thẩm định", "B2 Passed > B4", "B2 Failed > + Stop", "B3 SentBack > " }));
        Assert.That((form.Shown(Shown.Rows[1], "limit"), form.IsTyped(Shown.Rows[1], "limit"), form.IsTyped(Shown.Rows[1], "unit")), Is.EqualTo(("6", true, false)));
    }

    [Test]
    public void A_row_that_was_not_on_the_page_is_not_emptied() =>
        Assert.That(StepsForm.Read(Shown, new FormCollection(new Dictionary<string, StringValues> { ["r1"] = "B7", ["r1.limit"] = "9", ["r2.limit"] = "9" })).Typed, Is.Empty);

    [Test]
    public void What_was_typed_lies_over_a_newer_table_by_its_step_and_not_by_its_place()
    {
        var typed = StepsForm.Read(Shown, Sent(("r2.limit", "9"), ("r4.name", "Trao kết quả")));
        var newer = Table.Of(A.Drawn([("B0", StepKind.Intake, "Tiếp nhận", "Accepted"), ("B3", StepKind.Sign, "Ký", "Signed")], "B0 Accepted B3"));
        var over = typed.Over(newer);

        Assert.That(over.Typed, Is.EqualTo(new Dictionary<(string, string), string> { [("B3", "limit")] = "9" }));
        Assert.That(over.Shown(newer.Find("B3")!, "limit"), Is.EqualTo("9"));
    }

    [Test]
    public async Task A_row_shows_its_cells_its_ways_and_what_is_wrong_with_it()
    {
        var form = new StepsForm(Shown);
        Finding[] findings = [new("V208", Severity.Error, "B2", "limit", new("Chưa có thời gian xử lý.", "No time."))];
        var html = WebUtility.HtmlDecode(await Html.OfAsync<StepRowForm>(
            ("Form", form), ("Row", Shown.Rows[1]), ("Choices", new StepChoices([new("truong-phong", new("Trưởng phòng", "Head"))], [])), ("Findings", findings), ("Refusal", TableRefusals.NotATime), ("FieldRefused", "limit")));

        Assert.That(html, Does.Contain("name=\"r1.limit\" value=\"4\"").And.Contain("<option value=\"to:B3\" selected>B3 – Ký duyệt</option>").And.Contain("<option value=\"new:Reject\">"));
        Assert.That(html, Does.Contain("<option value=\"chuyen-vien\" selected>chuyen-vien</option>"), "a post that the catalogue does not list stays");
        Assert.That(Html.Read(html), Does.Contain("Chưa lưu").And.Contain("Lỗi").And.Contain("Chưa có thời gian xử lý.").And.Contain("Chuyển lên").And.Contain("Thêm bước sau"));
        Assert.That(html, Does.Match("cell-time is-refused"));
    }

    [Test]
    public async Task The_desk_opens_the_process_and_can_be_neither_moved_nor_deleted()
    {
        var text = Html.Read(await Html.OfAsync<StepRowForm>(("Form", new StepsForm(Shown)), ("Row", Shown.Rows[0]), ("Choices", new StepChoices([], []))));
        Assert.That(text, Does.Contain("Thêm bước sau").And.Not.Contain("Chuyển lên").And.Not.Contain("Xóa"));
    }

    /// <summary>The whole form as the browser sends it, with some cells typed over.</summary>
    private static FormCollection Sent(params (string Name, string Value)[] typed)
    {
        var (form, fields) = (new StepsForm(Shown), new Dictionary<string, StringValues>());
        foreach (var row in Shown.Rows)
        {
            fields[$"r{row.Number}"] = row.Id;
            foreach (var field in StepsForm.FieldsOf(row.Step)) fields[StepsForm.Name(row, field)] = form.Stored(row, field);
            for (var at = 0; at < row.Outcomes.Count; at++) fields[StepsForm.Name(row, $"way{at}")] = StepsForm.ValueOf(row.Outcomes[at], Shown);
        }
        foreach (var (name, value) in typed) fields[name] = value;
        return new(fields);
    }

    private static string Said(TableEdit edit) => edit switch
    {
        TableEdit.Lead lead => $"{lead.Row} {lead.Port} > {lead.Target}",
        TableEdit.AddTarget add => $"{add.Row} {add.Port} > + {add.Kind}",
        TableEdit.Change change => $"{change.Row} {string.Join(' ', change.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"))}",
        _ => edit.ToString(),
    };
}
