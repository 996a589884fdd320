using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>One act as the registry knows it: when it makes sense, what it asks for, and which command that becomes.</summary>
/// <remarks>
/// <para>How to add an act: write one entry in a list of your own family (as <see cref="DossierActs"/> does below) and name that list in <see cref="DossierActs.All"/>.
/// Nothing else: the dossier's page draws the form, <c>GET /api/dossiers/{code}/acts</c> tells it, <c>POST …/acts/{key}</c> carries it out with preview.</para>
/// <para>Whether an officer may do it is not written down a second time: the act is put to the decider with an empty form, and offered where the
/// decider accepts it or only misses words (<see cref="Asks"/>, and the codes every family shares). So a decider looks at the state and at
/// authority first and at what was written last. <paramref name="Offer"/> may return null where the act makes no sense, to spare the asking.</para>
/// </remarks>
/// <param name="Key">Permanent, kebab-case.</param>
/// <param name="Offer">The form in this situation; null where there is none.</param>
/// <param name="Command">The command of a filled form. Missing words become empty ones: the decider misses them.</param>
public sealed record DossierAct(string Key, ActScope Scope, Func<ActSituation, ActOffer?> Offer, Func<ActForm, DossierCommand> Command)
{
    /// <summary>Codes of this act's own refusals that only say that a field is still empty.</summary>
    public IReadOnlyList<string> Asks { get; init; } = [];

    /// <summary>Whether the officer who handles a step may write it down for a leader to approve and sign (dự thảo, trình ký).</summary>
    public bool MayBeDrafted { get; init; }
}

/// <summary>What an act is done to.</summary>
public enum ActScope
{
    Step, // một bước đang mở
    Dossier, // cả hồ sơ
}

/// <summary>Every act people can do to a dossier, in the order they are offered (các thao tác trên hồ sơ).</summary>
public static class DossierActs
{
    /// <summary>Refusals of an empty form that all families share: something is still to be written.</summary>
    private static readonly HashSet<string> AskForWords = ["D110", "D111", "D112", "D113", "D114", "D144", "D274"];

    /// <summary>The families, one list each.</summary>
    public static IReadOnlyList<DossierAct> All { get; } =
    [
        .. Handling,
        .. ClockActs.All,
        .. ConsultActs.All,
        .. PeopleActs.All,
        .. DraftActs.All,
    ];

    public static DossierAct? Find(string key) => All.FirstOrDefault(act => act.Key == key);

    /// <summary>Does this no only say that the form is still empty?</summary>
    internal static bool OnlyAsksForWords(DossierAct act, Refusal refusal) => AskForWords.Contains(refusal.Code) || act.Asks.Contains(refusal.Code);

    private static IEnumerable<DossierAct> Handling =>
    [
        new("receive-supplement", ActScope.Step, it => !AwaitsPapers(it) ? null : new ActOffer(
                "receive-supplement", it.Open!.Step, At(it, new("Nhận phần bổ sung", "Receive the missing papers")), [ActField.Note]) { IsMain = true },
            form => new DossierCommand.ReceiveSupplement(form.By, form.Text("note"))),
        new("complete", ActScope.Step, it => it.Step!.Kind is StepKind.ReturnResult || AwaitsPapers(it) ? null : new ActOffer(
                "complete", it.Open!.Step, At(it, new("Hoàn thành bước", "Complete step")), [.. CompletionFields(it)]) { IsMain = true, Hint = InstructionOf(it) },
            form => new DossierCommand.CompleteStep(form.By, form.At, form.Words("outcome"), form.Text("note"), form.Officer("assignee"), form.Lines("missing"), SignatureIn(form)) { WithoutOpinions = form.Text("withoutOpinions") }),
        new("return-result", ActScope.Step, it => it.Step!.Kind is not StepKind.ReturnResult ? null : new ActOffer(
                "return-result", it.Open!.Step, new("Trả kết quả", "Return the result"), [.. HandingOverFields()]) { IsMain = true, Hint = InstructionOf(it) },
            form => new DossierCommand.ReturnResult(form.By, form.Text("receivedBy"), HandingOverIn(form))),
        new("request-supplement", ActScope.Step, it => it.Step!.Kind is StepKind.Intake ? null : new ActOffer(
                "request-supplement", it.Open!.Step, At(it, new("Yêu cầu bổ sung hồ sơ", "Ask for missing papers")),
                [
                    new("missing", ActFieldKind.Papers, new("Giấy tờ cần bổ sung, mỗi dòng một loại", "Papers that are missing, one a line"), Required: true), ActField.Reason,
                    .. it.Dossier.SupplementRounds > 0 ? [ActField.Basis(required: true)] : Array.Empty<ActField>(),
                ]),
            form => new DossierCommand.RequestSupplement(form.By, form.At, form.Lines("missing") ?? [], form.Words("reason"), form.Text("basis"))) { MayBeDrafted = true },
    ];

    private static IEnumerable<ActField> CompletionFields(ActSituation it)
    {
        var (process, step) = (it.Process, it.Step!);
        yield return new("outcome", ActFieldKind.Choice, new("Kết quả xử lý", "Outcome"), Required: true)
        {
            Choices = [.. step.Ports.Select(port => new ActChoice(port, OutcomeOf(step, port), LeadsTo(process, step, port)))],
            Default = step.Ports is [var only] ? only : null,
        };
        if (step.Kind is StepKind.Assign)
        {
            yield return new("assignee", ActFieldKind.Officer, new("Giao cho", "Give to"), Required: true)
            {
                Places = it.Open!.Place is { } place ? [place] : [],
                Positions = [.. process.Out(step.Index).Select(route => process.Steps[route.To].Work?.Position).OfType<PositionKey>().Distinct()],
            };
        }
        if (process.Out(step.Index).Any(route => process.Steps[route.To].Kind is StepKind.AwaitSupplement))
        {
            yield return new("missing", ActFieldKind.Papers, new("Giấy tờ cần bổ sung, mỗi dòng một loại", "Papers that are missing, one a line"))
            {
                Hint = new("Chỉ điền khi chọn kết quả cần bổ sung; lý do ghi ở ô dưới.", "Only for the outcome that asks for papers; the reason goes below."),
            };
        }
        if (step.Work?.RequiresSignature is true)
        {
            foreach (var field in Signature(required: step.Ports.All(port => DossierDecider.NeedsSignature(step, port)), it.Now)) yield return field;
        }
        if (it.Dossier.Consultations.Count(asked => asked.IsAwaited && asked.Step == step.Key) is > 0 and var awaited) yield return ConsultActs.WithoutOpinions(awaited);
        yield return ActField.Note;
    }

    private static IEnumerable<ActField> HandingOverFields() =>
    [
        new("way", ActFieldKind.Choice, new("Hình thức trả", "How it is handed over"))
        {
            Choices =
            [
                new(nameof(ReturnWay.Desk), new("Tại bộ phận Một cửa", "At the desk")), new(nameof(ReturnWay.Post), new("Qua bưu chính công ích", "By post")),
                new(nameof(ReturnWay.Online), new("Bản điện tử, trực tuyến", "Online")),
            ],
            Default = nameof(ReturnWay.Desk),
        },
        new("receivedBy", ActFieldKind.Text, new("Người nhận kết quả", "Received by")),
        new("postItem", ActFieldKind.Text, new("Số hiệu bưu gửi", "Number of the postal item")) { Hint = new("Bắt buộc khi trả qua bưu chính.", "Needed when it goes by post.") },
        new("handSigned", ActFieldKind.Text, new("Ký nhận", "Signature")) { Hint = new("Ví dụ: đã ký nhận vào sổ.", "For example: signed in the book.") },
        new("proxyName", ActFieldKind.Text, new("Người nhận thay: họ và tên", "Taken for the applicant by")) { Hint = new("Chỉ điền khi có giấy ủy quyền.", "Only with a power of attorney.") },
        new("proxyIdentity", ActFieldKind.Text, new("Người nhận thay: số căn cước, hộ chiếu", "Their identity or passport number")),
        new("authorisation", ActFieldKind.Text, new("Giấy ủy quyền (số, ngày, nơi chứng thực)", "Power of attorney (number, day, certified by)")),
    ];

    /// <summary>How it was handed over; null where nothing but a name was written.</summary>
    private static HandingOver? HandingOverIn(ActForm form)
    {
        var hasProxy = (form.Text("proxyName") ?? form.Text("proxyIdentity") ?? form.Text("authorisation")) is not null;
        if (!hasProxy && form.Text("way") is null && form.Text("postItem") is null && form.Text("handSigned") is null) return null;
        return new(
            Enum.TryParse<ReturnWay>(form.Text("way"), out var way) ? way : ReturnWay.Desk, form.Text("receivedBy"),
            hasProxy ? new Proxy(form.Words("proxyName"), form.Words("proxyIdentity"), form.Words("authorisation")) : null, form.Text("postItem"), form.Text("handSigned"));
    }

    /// <summary>The fields of a signed paper.</summary>
    internal static IEnumerable<ActField> Signature(bool required, DateTimeOffset now) =>
    [
        new("signatureNumber", ActFieldKind.Text, new("Số, ký hiệu văn bản đã ký", "Number of the signed paper"), required)
        {
            Hint = required ? null : new("Chỉ điền khi ký duyệt.", "Only when it is signed."),
        },
        new("signatureSigner", ActFieldKind.Text, new("Người ký", "Signed by"), required),
        new("signatureOn", ActFieldKind.Day, new("Ngày ký", "Day of signing"), required) { Default = VietnamTime.DayOf(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
        new("signatureHash", ActFieldKind.Text, new("Mã băm tệp đã ký (nếu có)", "Fingerprint of the signed file, if any")),
    ];

    /// <summary>The signed paper a form names; null where it names none.</summary>
    internal static SignatureReference? SignatureIn(ActForm form) => form.Text("signatureNumber") is not { } number ? null
        : new SignatureReference(number, form.Words("signatureSigner"), form.Day("signatureOn") ?? default, form.Text("signatureHash"));

    /// <summary>An act's label with the step it is done at.</summary>
    internal static Wording At(ActSituation it, Wording label) => it.Step is not { } step ? label
        : step.Name == step.Key.Value ? new($"{label.Vi} {step.Key}", $"{label.En} {step.Key}")
        : new($"{label.Vi} {step.Key} {step.Name}", $"{label.En} {step.Key} {step.Name}");

    private static Wording OutcomeOf(Step step, string port) =>
        ActivityCatalogue.Find(step.Type)?.Ports.FirstOrDefault(known => known.Name == port)?.Display ?? new(port, port);

    private static Wording? LeadsTo(ProcessDefinition process, Step step, string port)
    {
        var targets = process.Out(step.Index).Where(route => route.Port == port).Select(route => process.Steps[route.To])
            .Where(target => target.Kind is not (StepKind.Fork or StepKind.Join)).Select(target => target.Name).ToArray();
        return targets is [] ? null : new(string.Join(", ", targets), string.Join(", ", targets));
    }

    private static Wording? InstructionOf(ActSituation it) => it.Step!.Work?.Instruction is { Length: > 0 } said ? new(said, said) : null;

    /// <summary>Papers were asked for at this step without a waiting step being drawn.</summary>
    private static bool AwaitsPapers(ActSituation it) => it.Dossier.Supplements.Contains(it.Open!.Step) && it.Step!.Kind is not StepKind.AwaitSupplement;
}
