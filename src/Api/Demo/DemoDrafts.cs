using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Demo;

/// <summary>The drafts a newcomer finds on the way to a decision: one in its second round of appraisal, one just sent in, one that waits for the publisher's signature.</summary>
/// <remarks>Each is the next issue of a published process, with a small change; every act goes through the office, at its hour of the story.</remarks>
internal sealed partial class DemoDrafts(IServiceProvider engine, ProvinceCatalogue catalogue, StoryClock clock, ILogger<DemoDrafts> log)
{
    private readonly PublicationOffice _office = engine.GetRequiredService<PublicationOffice>();

    /// <param name="texts">The published texts, by their procedures.</param>
    public async Task TellAsync(IReadOnlyDictionary<ProcedureCode, ElsaDocument> texts, WorkingCalendar calendar, DateTimeOffset now, CancellationToken ct)
    {
        var (finance, environment) = (Account("tacgia-tc"), Account("tacgia-nnmt"));
        var (appraiser, household, food, land) = (Account("thamdinh"), new ProcedureCode("1.001612"), new ProcedureCode("3.990002"), new ProcedureCode("3.990101"));

        // The household business: sent back once to be completed, sent in again, on the appraiser's table.
        var said = Changed(texts[household], "B2", "Phân công người thụ lý", "Giao cho người còn ít hồ sơ nhất trong phòng.");
        if (await BeginAsync(finance, said, HoursAgo(44), ct) is { } first)
        {
            await SayAsync(HoursAgo(42), () => _office.AcceptAsync(appraiser, first, "45/TN-TĐC", appraiser.Id, ct));
            await SayAsync(HoursAgo(36), () => _office.CommentAsync(appraiser, first, new StepKey("B2"), null, CommentWeight.MustComplete, "Ghi rõ ai được giao thụ lý thay khi người được phân công nghỉ.", ct));
            await SayAsync(HoursAgo(35), () => _office.CommentAsync(appraiser, first, new StepKey("B3"), null, CommentWeight.MustComplete, "Nêu căn cứ của việc gửi liên thông lấy mã số thuế ngay trong bước này.", ct));
            await SayAsync(HoursAgo(35), () => _office.CommentAsync(appraiser, first, null, "retention", CommentWeight.Remark, "Thời hạn lưu nên thống nhất với danh mục hồ sơ của cơ quan.", ct));
            await SayAsync(HoursAgo(30), () => _office.AppraiseAsync(appraiser, first, "118/SKHCN-TĐC", Today, "Nội dung phù hợp; cần hoàn thiện theo các ý kiến đã nêu.", ct, opinion: Opinion.FitOnceCompleted));
            await SayAsync(HoursAgo(20), async () => await _office.OpenAsync(finance, first, ct) is { } view
                ? await _office.SaveAsync(finance, first, Changed(view.Document, "B2", "Phân công người thụ lý", "Giao cho người còn ít hồ sơ nhất trong phòng; khi người đó nghỉ, giao người dự phòng đã được phân công."), view.Revision, ct)
                : new PublicationAnswer(null, 0, null));
            await SayAsync(HoursAgo(19), () => _office.AnswerAsync(finance, first, 1, takenUp: true, "Đã bổ sung người thụ lý dự phòng vào nội dung bước B2.", ct));
            await SayAsync(HoursAgo(19), () => _office.AnswerAsync(finance, first, 2, takenUp: false, "Việc liên thông đã được nêu tại căn cứ pháp lý của quy trình; bước B3 chỉ dẫn chiếu.", ct));
            await SayAsync(HoursAgo(18), () => _office.SubmitAsync(finance, first, ct));
            await SayAsync(HoursAgo(10), () => _office.ResolveAsync(appraiser, first, 1, ct));
        }

        // Land: just sent in, nobody has it yet.
        await BeginAsync(environment, Changed(texts[land], "B5", "Chuyển hồ sơ lên UBND tỉnh", "Văn phòng UBND tỉnh nhận hồ sơ của Sở qua phần mềm, không nhận bản giấy lần thứ hai."), HoursAgo(6), ct);

        // Food safety: found fit, proposed, waits for the signature.
        if (await BeginAsync(environment, Changed(texts[food], "B4", "Thành lập đoàn, thông báo lịch", "Báo lịch cho cơ sở trước 05 ngày, kèm danh mục hồ sơ cần chuẩn bị."), HoursAgo(40), ct) is { } last)
        {
            await SayAsync(HoursAgo(38), () => _office.AcceptAsync(appraiser, last, "46/TN-TĐC", appraiser.Id, ct));
            await SayAsync(HoursAgo(26), () => _office.TickAllAsync(appraiser, last, ct));
            await SayAsync(HoursAgo(25), () => _office.AppraiseAsync(appraiser, last, "121/SKHCN-TĐC", Today, null, ct));
            await SayAsync(HoursAgo(12), () => _office.ProposeAsync(environment, last, "37/TTr-SNNMT", Today, ct));
        }

        DateTimeOffset HoursAgo(int hours) => calendar.Subtract(now, hours * 60);
    }

    private DateOnly Today => VietnamTime.DayOf(clock.Now);

    /// <summary>Begins a draft and sends it to appraisal an hour later; null where it went no further.</summary>
    private async Task<string?> BeginAsync(Officer author, ElsaDocument text, DateTimeOffset at, CancellationToken ct)
    {
        clock.Now = at;
        if (await _office.DraftAsync(author, text, ct) is not { Draft: { } draft, IsDone: true }) return null;
        return await SayAsync(at.AddMinutes(40), () => _office.SubmitAsync(author, draft, ct)) ? draft : null;
    }

    private async Task<bool> SayAsync(DateTimeOffset at, Func<Task<PublicationAnswer>> act)
    {
        clock.Now = at;
        var answer = await act();
        if (answer.Refusal is { } refusal) DraftStopped(answer.Draft, refusal.Code, refusal.Message.Vi, string.Join(", ", answer.Findings.Select(finding => finding.Code)));
        return answer.IsDone;
    }

    /// <summary>The next issue of a text, or a draft of it changed once more: one step is called and explained otherwise, and the table of changes says so.</summary>
    private ElsaDocument Changed(ElsaDocument text, string step, string name, string instruction)
    {
        var process = ProcessDefinition.Compile(text);
        var isPublished = process.Header.IssueNumber is 1;
        var tree = (isPublished ? DraftCopy.Of(text, $"{text.Edit()["definitionId"]}-2", process.Header.Procedure!, process.Header.Case, process.Name, 1) : text).Edit();
        var activity = tree["root"]!["activities"]!.AsArray().First(one => (string?)one!["id"] == step)!;
        activity["metadata"]!["displayText"] = name;
        activity["instruction"] = new JsonObject
        {
            ["typeName"] = "String",
            ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = instruction },
        };
        if (isPublished)
        {
            var header = tree["customProperties"]!["tthc"]!;
            header["decision"] = new JsonArray(new JsonObject { ["name"] = process.Name, ["act"] = nameof(DecisionAct.Amend), ["documentCode"] = process.Header.DocumentCode });
            header["control"]!["changes"] = new JsonArray(new JsonObject
            {
                ["issue"] = 2,
                ["date"] = Today.ToString("yyyy-MM-dd", null),
                ["what"] = $"Bước {step}: {name}",
                ["why"] = "Rà soát, làm rõ trách nhiệm từng bước sau thời gian thực hiện.",
            });
        }
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }

    private Officer Account(string id)
    {
        var account = catalogue.Accounts.First(one => one.Officer.Value == id);
        return new(account.Officer, account.Name, account.Agency, account.Roles, catalogue.PostsOf(account.Officer, Today));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Demo draft {Draft} went no further: {Code} {Reason} {Findings}")]
    private partial void DraftStopped(string? draft, string code, string reason, string findings);
}
