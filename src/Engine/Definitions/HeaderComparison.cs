using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Compares what two versions say of themselves, and the attributes they ask for.</summary>
internal static class HeaderComparison
{
    public static IReadOnlyList<Difference> OfHeaders(ProcessDefinition before, ProcessDefinition after, ProvinceCatalogue? catalogue)
    {
        var found = new Comparing(catalogue);
        var (old, now) = (before.Header, after.Header);
        found.Text("name", new("tên quy trình", "name of the process"), before.Name, after.Name);
        found.Word("procedure", new("thủ tục", "procedure"), found.Procedure(old.Procedure), found.Procedure(now.Procedure));
        found.Word("case", new("trường hợp", "case"), Same(old.Case?.Value), Same(now.Case?.Value));
        found.Word("place", new("nơi áp dụng", "place of application"), found.Agency(old.Place), found.Agency(now.Place));
        found.Word("kind", new("loại quy trình", "kind"), Said(old.Kind), Said(now.Kind));
        found.Text("documentCode", new("mã số quy trình", "document code"), old.DocumentCode, now.DocumentCode);
        found.Number("issueNumber", new("lần ban hành", "issue"), old.IssueNumber, now.IssueNumber);
        found.Text("identifier", new("mã định danh điện tử", "electronic identifier"), old.Identifier, now.Identifier);
        found.Limit("statutoryLimit", new("thời hạn theo quy định", "statutory limit"), old.StatutoryLimit, now.StatutoryLimit);
        found.Word("limitSource", new("điều khoản quy định thời hạn", "source of the limit"), Source(old.LimitSource), Source(now.LimitSource));
        found.Limit("promisedLimit", new("thời hạn sau cắt giảm", "promised limit"), old.PromisedLimit, now.PromisedLimit);
        found.Limit("onlineLimit", new("thời hạn với hồ sơ trực tuyến", "limit for online dossiers"), old.OnlineLimit, now.OnlineLimit);
        found.Listed("regionalExtension", new("địa bàn được cộng thời hạn", "area with a longer limit"), old.RegionalExtensions, now.RegionalExtensions, area => area.Area,
            area => With(area.Area, area.Limit.ToWording()));
        found.Word("counting", new("cách tính thời hạn", "counting"), Said(old.Counting), Said(now.Counting));
        found.Word("afterHours", new("nộp ngoài giờ", "after hours"), Said(old.AfterHours), Said(now.AfterHours));
        found.Word("cutOff", new("giờ chốt nhận trong ngày", "cut-off"), Hour(old.CutOff), Hour(now.CutOff));
        found.Truth("noPromise", new("không hẹn trả", "no promise"), old.NoPromise, now.NoPromise);
        found.Truth("immediate", new("trả ngay", "immediate"), old.Immediate, now.Immediate);
        Supplement(found, old.Supplement, now.Supplement);
        found.Number("extension.times", new("số lần được hẹn lại", "how often a new date may be set"), old.Extension?.Times, now.Extension?.Times);
        found.Limit("extension.askBefore", new("hẹn lại trước khi hết hạn ít nhất", "time left when a new date is set"), old.Extension?.AskBefore, now.Extension?.AskBefore);
        found.Text("extension.basis", new("căn cứ hẹn lại", "basis of a new date"), old.Extension?.Basis, now.Extension?.Basis);
        found.Listed("legs", new("chặng", "leg"), old.Legs, now.Legs, leg => leg.Key,
            leg => Joined($"{leg.Key}{(leg.Name is null ? "" : $" – {leg.Name}")}", leg.Agency is null ? null : found.Unit(leg.Agency, old), leg.Limit?.ToWording()));
        found.Listed("components", new("thành phần hồ sơ", "paper"), old.Components, now.Components, component => component.Code ?? component.Name, Said);
        found.Listed("fees", new("phí, lệ phí", "fee"), old.Fees, now.Fees, fee => fee.Name, Said);
        found.Listed("results", new("kết quả", "result"), old.Results, now.Results, result => result.Code ?? result.Name, result => Joined(result.Name, Same(result.Code)));
        found.Listed("forms", new("biểu mẫu", "form"), old.Forms, now.Forms, form => form.Number, form => Joined(form.Number, Same(form.Name), Same(form.Basis), Same(form.File)));
        found.Listed("legalBases", new("căn cứ pháp lý", "legal basis"), old.LegalBases, now.LegalBases, basis => basis.Number, Said);
        found.Text("conditions", new("điều kiện thực hiện", "conditions"), old.Conditions, now.Conditions);
        found.Text("control.draftedBy", new("người soạn thảo", "drafted by"), old.Control?.DraftedBy, now.Control?.DraftedBy);
        found.Text("control.reviewedBy", new("người soát xét", "reviewed by"), old.Control?.ReviewedBy, now.Control?.ReviewedBy);
        found.Text("control.approvedBy", new("người phê duyệt", "approved by"), old.Control?.ApprovedBy, now.Control?.ApprovedBy);
        found.Listed("control.changes", new("nội dung sửa đổi", "recorded change"), old.Control?.Changes ?? [], now.Control?.Changes ?? [], change => string.Create(CultureInfo.InvariantCulture, $"{change.Issue} {change.What}"),
            change => Joined(string.Create(CultureInfo.InvariantCulture, $"({change.Issue}) {change.What}"), Same(change.Why), Same(change.Date?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture))));
        found.Listed("decision", new("nội dung quyết định", "line of the decision"), old.Decision, now.Decision, line => line.DocumentCode, line => With(line.DocumentCode, Said(line.Act)));
        found.Text("retention", new("hồ sơ lưu", "records kept"), old.Retention, now.Retention);
        found.Listed("reasons", new("giải trình", "reason given"), old.Reasons, now.Reasons, reason => reason.Key, reason => Comparing.Same($"{reason.Key}: {reason.Value}"));
        found.Listed("outcomes", new("kết quả của quy trình", "outcome of the process"), before.Outcomes, after.Outcomes, outcome => outcome, outcome => Comparing.Same($"“{outcome}”"));
        return found.Found;
    }

    public static IReadOnlyList<Difference> OfAttributes(IReadOnlyList<AttributeDeclaration> before, IReadOnlyList<AttributeDeclaration> after)
    {
        var found = new Comparing(null);
        found.Listed("attributes", new("thuộc tính hồ sơ", "attribute"), before, after, attribute => attribute.Name, attribute => new(
            Line(attribute, attribute.IsInput ? "hỏi khi tiếp nhận" : "biến của quy trình", "giá trị ban đầu"), Line(attribute, attribute.IsInput ? "asked at intake" : "variable", "initially")));
        return found.Found;

        static string Line(AttributeDeclaration attribute, string where, string initially) =>
            $"{attribute.Name}{(string.IsNullOrEmpty(attribute.Title) ? "" : $" – {attribute.Title}")} ({attribute.Type}{(attribute.IsList ? "[]" : "")}, {where}{(string.IsNullOrEmpty(attribute.Default) ? "" : $", {initially} {attribute.Default}")})";
    }

    public static Wording? Said(ClockPolicy? policy) => policy switch
    {
        null => null,
        ClockPolicy.Restarts => new("tính lại từ đầu", "counted anew"),
        ClockPolicy.Suspends => new("tạm dừng, rồi tính tiếp", "stands still, then goes on"),
        _ => new("vẫn tính, không dừng", "keeps running"),
    };

    private static void Supplement(Comparing found, SupplementRule? old, SupplementRule? now)
    {
        if (old is null || now is null)
        {
            found.Word("supplement", new("quy định bổ sung hồ sơ", "rule on supplements"), Whole(old), Whole(now));
            return;
        }
        found.Word("supplement.clock", new("thời hạn khi yêu cầu bổ sung", "the clock during a supplement"), Said(old.Clock), Said(now.Clock));
        found.Number("supplement.rounds", new("số lần yêu cầu bổ sung", "rounds of supplement"), old.Rounds, now.Rounds);
        found.Limit("supplement.answerWithin", new("thời gian cho người nộp bổ sung", "time to answer a supplement"), old.AnswerWithin, now.AnswerWithin);
        found.Word("supplement.onExpiry", new("khi quá thời gian bổ sung", "when a supplement expires"), Expiry(old.OnExpiry), Expiry(now.OnExpiry));

        static Wording? Whole(SupplementRule? rule) => rule is null ? null : new(
            string.Join(", ", new[] { $"tối đa {rule.Rounds} lần", Said(rule.Clock)!.Vi, rule.AnswerWithin?.ToWording().Vi, Expiry(rule.OnExpiry)?.Vi }.OfType<string>()),
            string.Join(", ", new[] { $"at most {rule.Rounds}", Said(rule.Clock)!.En, rule.AnswerWithin?.ToWording().En, Expiry(rule.OnExpiry)?.En }.OfType<string>()));
    }

    private static Wording? Expiry(string? onExpiry) => onExpiry switch
    {
        null => null,
        "Reject" => new("từ chối giải quyết", "reject"),
        "Stop" => new("dừng giải quyết", "stop"),
        "Continue" => new("giải quyết tiếp", "continue"),
        _ => Comparing.Same(onExpiry),
    };

    private static Wording? Source(LimitSource? source) => source is null ? null : Comparing.Same($"{source.Article}, {source.Number}");

    private static Wording Said(DecisionAct act) => act switch
    {
        DecisionAct.Approve => new("phê duyệt", "approved"),
        DecisionAct.Amend => new("sửa đổi, bổ sung", "amended"),
        DecisionAct.Replace => new("thay thế", "replaced"),
        _ => new("bãi bỏ", "abolished"),
    };

    private static Wording Said(ProcessKind kind) => kind switch
    {
        ProcessKind.Public => new("thủ tục hành chính", "public procedure"),
        ProcessKind.BetweenAgencies => new("thủ tục nội bộ giữa các cơ quan", "between agencies"),
        ProcessKind.SharedInternal => new("quy trình dùng chung", "shared process"),
        _ => new("quy trình riêng của cơ quan", "an agency's own process"),
    };

    private static Wording Said(Counting counting) => counting switch
    {
        Counting.RunningHours => new("theo giờ làm việc", "by working hours"),
        Counting.DayCount => new("theo ngày", "by days"),
        _ => new("trả trong ngày", "same day"),
    };

    private static Wording Said(AfterHours afterHours) => afterHours switch
    {
        AfterHours.CountFromSubmission => new("tính từ ngày nộp", "counted from the day of submission"),
        _ => new("coi như nộp ngày làm việc kế tiếp", "counted from the next working day"),
    };

    private static Wording Said(ComponentRequirement paper) => new(
        Listing(paper, "bản chính", "bản sao", "không bắt buộc"), Listing(paper, "originals", "copies", "optional"));

    private static string Listing(ComponentRequirement paper, string originals, string copies, string optional) => string.Join(", ", new[]
    {
        $"{paper.Name}{(paper.Code is null ? "" : $" ({paper.Code})")}", paper.Kind,
        paper.Originals > 0 ? string.Create(CultureInfo.InvariantCulture, $"{paper.Originals} {originals}") : null,
        paper.Copies > 0 ? string.Create(CultureInfo.InvariantCulture, $"{paper.Copies} {copies}") : null,
        paper.Required ? null : optional,
    }.OfType<string>());

    private static Wording Said(Fee fee)
    {
        var moment = fee.Moment switch
        {
            null => null,
            1 => new("thu khi tiếp nhận", "collected at intake"),
            2 => new("thu khi bổ sung", "collected at supplement"),
            4 => new("thu khi trả kết quả", "collected at return"),
            var other => new Wording(string.Create(CultureInfo.InvariantCulture, $"thời điểm thu {other}"), string.Create(CultureInfo.InvariantCulture, $"collected at moment {other}")),
        };
        return new(
            string.Join(", ", new[] { $"{fee.Name} {Wording.Dong(fee.Amount).Vi}", moment?.Vi, fee.Basis }.OfType<string>()),
            string.Join(", ", new[] { $"{fee.Name} {Wording.Dong(fee.Amount).En}", moment?.En, fee.Basis }.OfType<string>()));
    }

    private static Wording Said(LegalBasis basis) => new(Reference(basis, "ngày", "hiệu lực từ", "đến"), Reference(basis, "of", "in force from", "to"));

    private static string Reference(LegalBasis basis, string of, string from, string to) => string.Join(", ", new[]
    {
        basis.Article, basis.Number, basis.Title, basis.Issuer, Day(basis.Date, of), Day(basis.ValidFrom, from), Day(basis.ValidTo, to),
    }.OfType<string>());

    private static string? Day(DateOnly? day, string word) => day is { } date ? $"{word} {date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)}" : null;

    private static Wording? Hour(TimeOnly? hour) => hour is { } at ? Comparing.Same(at.ToString("HH:mm", CultureInfo.InvariantCulture)) : null;

    private static Wording? Same(string? text) => string.IsNullOrWhiteSpace(text) ? null : Comparing.Same(text);

    private static Wording With(string text, Wording more) => new($"{text}: {more.Vi}", $"{text}: {more.En}");

    private static Wording Joined(string first, params Wording?[] more) => new(
        string.Join(", ", more.OfType<Wording>().Select(word => word.Vi).Prepend(first)), string.Join(", ", more.OfType<Wording>().Select(word => word.En).Prepend(first)));
}
