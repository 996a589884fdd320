using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The acts of a consultation (lấy ý kiến, giao trả lời, trả lời, nhắc, không hỏi nữa).</summary>
internal static class ConsultActs
{
    /// <summary>The acts of the body that was asked.</summary>
    public const string Give = "give-opinion", Assign = "assign-question";

    private const string Days = "days", Hours = "hours";

    public static IReadOnlyList<DossierAct> All { get; } =
    [
        new(Give, ActScope.Dossier, it => Offer(it, Give, new("Trả lời lấy ý kiến", "Give the opinion asked for"), IsPutTo(it.By),
                [
                    new("opinion", ActFieldKind.Choice, new("Ý kiến", "Opinion"), Required: true) { Choices = [.. Enum.GetValues<ConsultedOpinion>().Select(opinion => new ActChoice(opinion.ToString(), opinion.ToWording()))] },
                    ActField.Note with { Hint = new("Nêu điều kiện, hoặc lý do không đồng ý.", "The conditions, or why not.") },
                    .. DossierActs.Signature(required: false, it.Now).Select(field => field with { Hint = field.Name == "signatureNumber" ? new("Nếu trả lời bằng văn bản đã ký.", "If it is answered by a signed letter.") : field.Hint }),
                ]) is { } offer ? offer with { IsMain = true } : null,
            form => new DossierCommand.GiveOpinion(
                form.By, NumberIn(form), Enum.TryParse<ConsultedOpinion>(form.Text("opinion"), out var opinion) ? opinion : null, form.Text("note"), DossierActs.SignatureIn(form))) { Asks = ["D288"] },
        new(Assign, ActScope.Dossier, it => Offer(it, Assign, new("Giao trả lời ý kiến", "Say who answers"), IsLedBy(it.By),
                [
                    new("assignee", ActFieldKind.Officer, new("Giao cho", "Give to"), Required: true) { Places = [.. InRightOf(it.By).SelectMany(LedBy).Distinct()] },
                    ActField.Note with { Hint = new("Ý kiến chỉ đạo cho người được giao.", "What the officer is told.") },
                ]),
            form => new DossierCommand.AssignQuestion(form.By, NumberIn(form), form.Officer("assignee"), form.Text("note"))) { Asks = ["D331"] },
        new("consult", ActScope.Step, it => it.Step!.Kind is StepKind.Intake or StepKind.ReturnResult || it.Step.AwaitsApplicant() ? null : new ActOffer(
                "consult", it.Open!.Step, DossierActs.At(it, new("Lấy ý kiến cơ quan, đơn vị khác ở bước", "Ask other bodies for their opinion at step")), [.. QuestionFields(it)]) { Hint = new("Mỗi nơi được hỏi có thời hạn riêng; thời hạn của hồ sơ vẫn tính.", "Each body has a time of its own; the dossier's clock runs on.") },
            form => new DossierCommand.Consult(form.By, form.At, [.. form.Agencies("bodies").Select(body => QuestionIn(form, body))])) { Asks = ["D283", "D289"] },
        new("chase-opinion", ActScope.Dossier, it => Offer(it, "chase-opinion", new("Nhắc trả lời ý kiến", "Chase an opinion"), _ => true, [ActField.Note]),
            form => new DossierCommand.ChaseOpinion(form.By, NumberIn(form), form.Text("note"))),
        new("withdraw-question", ActScope.Dossier, it => Offer(it, "withdraw-question", new("Không hỏi ý kiến nữa", "Withdraw a question"), _ => true, [ActField.Reason]),
            form => new DossierCommand.WithdrawQuestion(form.By, NumberIn(form), form.Words("reason"))),
    ];

    /// <summary>Why a step goes on without opinions that are still awaited there.</summary>
    internal static ActField WithoutOpinions(int awaited) => new("withoutOpinions", ActFieldKind.LongText, new("Lý do đi tiếp khi chưa đủ ý kiến", "Why it goes on without all opinions"))
    {
        Hint = new($"Còn {awaited.ToString(CultureInfo.InvariantCulture)} nơi chưa trả lời; chỉ điền khi không chờ nữa.", $"{awaited.ToString(CultureInfo.InvariantCulture)} still to answer; only if they are not waited for."),
    };

    private static IEnumerable<ActField> QuestionFields(ActSituation it)
    {
        var drawn = DossierDecider.SilenceDrawnAt(it.Step!);
        yield return new("bodies", ActFieldKind.Agencies, new("Hỏi những nơi nào", "Who is asked"), Required: true)
        {
            Except = // the one that asks, and those that were asked and have not answered yet
            [
                .. it.Dossier.Consultations.Where(asked => asked.IsAwaited && asked.Step == it.Open!.Step && asked.Run == it.Open.Run).Select(asked => asked.Body)
                    .Append(it.Open!.Place).OfType<AgencyCode>().Select(body => body.Value),
            ],
        };
        yield return new("question", ActFieldKind.LongText, new("Nội dung xin ý kiến", "What they are asked"), Required: true);
        yield return new("limit", ActFieldKind.Number, new("Thời hạn trả lời", "Time to answer"), Required: true) { Default = "2" };
        yield return new("unit", ActFieldKind.Choice, new("Tính bằng", "Counted in"), Required: true)
        {
            Choices = [new(Days, new("ngày làm việc", "working days")), new(Hours, new("giờ làm việc", "working hours"))],
            Default = Days,
        };
        yield return new("silence", ActFieldKind.Choice, new("Hết hạn mà không trả lời", "When there is no reply"), Required: true)
        {
            Choices = [.. Enum.GetValues<SilenceRule>().Select(rule => new ActChoice(rule.ToString(), rule.ToWording()))],
            Default = (drawn ?? SilenceRule.Wait).ToString(),
        };
        yield return ActField.Basis(required: false) with
        {
            Hint = drawn is SilenceRule.Consent ? null : new("Phải có khi im lặng được coi là đồng ý.", "Needed where silence is to count as consent."),
        };
        if (it.Dossier.Attachments.Exists(file => !file.IsWithdrawn))
            yield return new("papers", ActFieldKind.Attachments, new("Gửi kèm tệp nào", "Which files go with it")) { Hint = new("Nơi được hỏi chỉ xem được các tệp này.", "Of the files, those asked see these only.") };
    }

    private static ConsultationQuestion QuestionIn(ActForm form, AgencyCode body) => new(
        body, form.Words("question"), form.Number("limit") is { } amount ? form.Text("unit") == Hours ? TimeLimit.OfHours(amount) : TimeLimit.OfDays(amount) : TimeLimit.OfDays(0),
        Enum.TryParse<SilenceRule>(form.Text("silence"), out var rule) ? rule : SilenceRule.Wait, form.Text("basis"))
    { Papers = form.Numbers("papers") };

    /// <summary>An act on a question that waits: one of those it may be done to.</summary>
    private static ActOffer? Offer(ActSituation it, string act, Wording label, Func<Consultation, bool> isMeant, IEnumerable<ActField> fields)
    {
        var asked = it.Dossier.Consultations.FindAll(each => each.IsAwaited && isMeant(each));
        if (asked is []) return null;
        return new ActOffer(act, null, label,
        [
            new("question", ActFieldKind.Choice, new("Nơi được hỏi", "Body asked"), Required: true)
            {
                Choices = [.. asked.Select(each => new ActChoice(Written(each.Number), new($"Số {each.Number}", $"No. {each.Number}")) { Place = each.Body })],
                IsTarget = true,
            },
            .. fields,
        ]);
    }

    private static Func<Consultation, bool> IsPutTo(Officer by) => asked => InRightOf(by).Any(person => DossierDecider.MayAnswer(person, asked));

    private static Func<Consultation, bool> IsLedBy(Officer by) => asked => InRightOf(by).Any(person => DossierDecider.LeadsOver(person, asked.Body));

    private static IEnumerable<AgencyCode> LedBy(Officer by) => by.Is(Role.Leader) ? by.Posts.Select(post => post.Place).Concat(by.Leads) : [];

    private static IEnumerable<Officer> InRightOf(Officer by) => by.StandsInFor.Prepend(by);

    private static int NumberIn(ActForm form) => form.Number("question") ?? 0;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
