using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The acts that stop, move or end a dossier's clock, as they are offered: what each asks for, and the command it becomes.</summary>
internal static class ClockActs
{
    private const string DocumentMissing = "D204", BasisMissing = "D205", NotLater = "D214", AmountWrong = "D217", WhatMissing = "D218", NothingOwed = "D219", ReceiptMissing = "D221";

    public static IReadOnlyList<DossierAct> All { get; } =
    [
        new("receive-supplement-part", ActScope.Step, it => AwaitedAt(it) is not { } awaited ? null : new ActOffer(
                "receive-supplement-part", it.Open!.Step, DossierActs.At(it, new("Nhận một phần giấy tờ bổ sung", "Receive some of the missing papers")),
                [
                    new("papers", ActFieldKind.Papers, new("Giấy tờ đã nhận, mỗi dòng một loại", "Papers that came, one a line"), Required: true)
                    {
                        Default = string.Join('\n', awaited.Outstanding),
                        Hint = new("Xóa dòng của giấy tờ chưa nhận.", "Remove the lines of those that have not come."),
                    },
                    ActField.Note,
                ]),
            form => new DossierCommand.ReceiveSupplement(form.By, form.Text("note"), form.Lines("papers") ?? [], Step: form.Step)),
        new("accept-as-sufficient", ActScope.Step, it => AwaitedAt(it) is null ? null : new ActOffer(
                "accept-as-sufficient", it.Open!.Step, DossierActs.At(it, new("Coi phần đã nhận là đủ", "Declare what came sufficient")), [ActField.Note with { Required = true }]),
            form => new DossierCommand.ReceiveSupplement(form.By, form.Text("note"), null, IsSufficient: true, form.Step)),
        new("expire-supplement", ActScope.Dossier, it => it.Dossier.Awaited is [] ? null : new ActOffer(
                "expire-supplement", null, new("Kết thúc chờ bổ sung vì hết thời hạn", "End the wait for papers: its time is over"), []) { Hint = FollowsOf(it.Process.Header.Supplement?.OnExpiry) },
            form => new DossierCommand.ExpireSupplement(form.By)),
        new("record-payment", ActScope.Dossier, it => Payable(it) is not { Count: > 0 } payable ? null : new ActOffer(
                "record-payment", null, new("Ghi nhận tiền đã nộp", "Record a payment"),
                [
                    new("for", ActFieldKind.Choice, new("Khoản đã nộp", "Paid for"), Required: true) { Choices = payable, IsTarget = true },
                    new("amount", ActFieldKind.Amount, new("Số tiền (đồng)", "Amount (VND)"), Required: true),
                    new("receipt", ActFieldKind.Text, new("Số biên lai", "Receipt number"), Required: true),
                    new("way", ActFieldKind.Choice, new("Cách nộp", "Way of paying"), Required: true)
                    {
                        Choices = [.. Enum.GetValues<PaymentWay>().Select(way => new ActChoice(way.ToString(), way.ToWording()))], Default = nameof(PaymentWay.Cash),
                    },
                ]) { IsMain = it.Dossier.Status is DossierStatus.AwaitingPayment },
            form => new DossierCommand.RecordPayment(
                form.By, form.Amount("amount") ?? 0, form.Words("receipt"), Enum.TryParse<PaymentWay>(form.Text("way"), out var way) ? way : PaymentWay.Cash,
                int.TryParse(form.Text("for"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, form.Text("for") is ['=', .. var fee] ? fee : null)) { Asks = [WhatMissing, AmountWrong, ReceiptMissing] },
        new("impose-obligation", ActScope.Step, it => it.Step!.Kind is StepKind.Intake or StepKind.ReturnResult ? null : new ActOffer(
                "impose-obligation", it.Open!.Step, DossierActs.At(it, new("Yêu cầu nghĩa vụ tài chính", "Ask for a payment")),
                [
                    new("what", ActFieldKind.Text, new("Khoản phải nộp", "What is to be paid"), Required: true),
                    new("amount", ActFieldKind.Amount, new("Số tiền (đồng)", "Amount (VND)"), Required: true), .. Document(new("Số thông báo", "Number of the notice"), required: true),
                ]),
            form => new DossierCommand.ImposeObligation(form.By, form.At, form.Words("what"), form.Amount("amount") ?? 0, DocumentOf(form))) { Asks = [WhatMissing, AmountWrong, DocumentMissing] },
        new("waive-obligation", ActScope.Dossier, it => it.Dossier.Obligations.All(owed => owed.IsSettled) ? null : new ActOffer(
                "waive-obligation", null, new("Miễn, thu hồi khoản phải nộp", "Waive a payment"),
                [
                    new("obligation", ActFieldKind.Choice, new("Khoản phải nộp", "Obligation"), Required: true) { Choices = [.. Obligations(it)] }, ActField.Reason,
                    .. Document(new("Số quyết định", "Number of the decision"), required: true),
                ]),
            form => new DossierCommand.WaiveObligation(form.By, form.Number("obligation") ?? 0, form.Words("reason"), DocumentOf(form))) { Asks = [NothingOwed, DocumentMissing], MayBeDrafted = true },
        new("extend", ActScope.Dossier, it => it.Dossier.FinishedAt is not null ? null : new ActOffer(
                "extend", null, new("Xin lỗi và hẹn lại ngày trả", "Apologise and set a new date"),
                [
                    new("due", ActFieldKind.Moment, new("Ngày giờ hẹn lại", "New date and hour"), Required: true), ActField.Reason,
                    ActField.Basis(required: false) with { Hint = BasisOf(it.Process.Header.Extension ?? ExtensionRule.Default) }, .. Document(new("Số văn bản xin lỗi", "Number of the letter"), required: false),
                ]),
            form => new DossierCommand.Extend(form.By, form.Moment("due") ?? DateTimeOffset.MinValue, form.Words("reason"), form.Text("basis"), DocumentIfAny(form))) { Asks = [NotLater], MayBeDrafted = true },
        new("suspend", ActScope.Dossier, it => it.Dossier.FinishedAt is not null ? null : new ActOffer(
                "suspend", null, new("Tạm dừng giải quyết", "Suspend"), [ActField.Reason, ActField.Basis(required: true), .. Document(new("Số quyết định", "Number of the decision"), required: true)]),
            form => new DossierCommand.Suspend(form.By, form.Words("reason"), form.Words("basis"), DocumentOf(form))) { Asks = [BasisMissing, DocumentMissing], MayBeDrafted = true },
        new("resume", ActScope.Dossier, it => it.Dossier.Status is not DossierStatus.Suspended ? null : new ActOffer(
                "resume", null, new("Tiếp tục giải quyết", "Go on"), [.. Document(new("Số quyết định", "Number of the decision"), required: true), ActField.Note]) { IsMain = true },
            form => new DossierCommand.Resume(form.By, DocumentOf(form), form.Text("note"))) { Asks = [DocumentMissing], MayBeDrafted = true },
        new("withdraw", ActScope.Dossier, it => it.Dossier.FinishedAt is not null ? null : new ActOffer(
                "withdraw", null, new("Người nộp rút hồ sơ", "The applicant withdraws"), [ActField.Reason, .. Document(new("Số đơn đề nghị", "Number of the request"), required: false)]),
            form => new DossierCommand.Withdraw(form.By, form.Words("reason"), DocumentIfAny(form))),
        new("reject", ActScope.Dossier, it => it.Dossier.FinishedAt is not null ? null : new ActOffer(
                "reject", null, new("Từ chối giải quyết", "Refuse the dossier"), [ActField.Reason, ActField.Basis(required: false), .. Document(new("Số văn bản từ chối", "Number of the letter"), required: false)]),
            form => new DossierCommand.Reject(form.By, form.Words("reason"), form.Text("basis"), DocumentIfAny(form))) { MayBeDrafted = true },
        new("stop", ActScope.Dossier, it => it.Dossier.FinishedAt is not null ? null : new ActOffer(
                "stop", null, new("Dừng giải quyết", "Stop the dossier"), [ActField.Reason, ActField.Basis(required: true), .. Document(new("Số thông báo dừng", "Number of the notice"), required: false)]),
            form => new DossierCommand.Stop(form.By, form.Words("reason"), form.Words("basis"), DocumentIfAny(form))) { Asks = [BasisMissing], MayBeDrafted = true },
    ];

    private static AwaitedPapers? AwaitedAt(ActSituation it) => it.Dossier.Awaited.Find(asked => asked.Step == it.Open!.Step);

    /// <summary>What money may come for: an obligation by its number, a fee by its name behind an equals sign.</summary>
    private static List<ActChoice> Payable(ActSituation it) =>
    [
        .. Obligations(it),
        .. from fee in it.Process.Header.Fees
           let owed = DossierFees.OwedOf(fee, it.Dossier)
           where owed > 0
           select new ActChoice($"={fee.Name}", Sum(fee.Name, owed)),
    ];

    private static IEnumerable<ActChoice> Obligations(ActSituation it) =>
        from obligation in it.Dossier.Obligations
        where !obligation.IsSettled
        select new ActChoice(obligation.Number.ToString(CultureInfo.InvariantCulture), Sum(obligation.What, obligation.Owed));

    private static Wording Sum(string what, decimal owed) => new($"{what} – {Wording.Dong(owed).Vi}", $"{what} – {Wording.Dong(owed).En}");

    private static Wording? FollowsOf(string? onExpiry) => onExpiry switch
    {
        "Reject" => new("Theo quy trình: từ chối giải quyết.", "By the process: the dossier is refused."),
        "Stop" => new("Theo quy trình: dừng giải quyết.", "By the process: the dossier is stopped."),
        "Continue" => new("Theo quy trình: giải quyết tiếp với thời gian còn lại.", "By the process: the work goes on with the time that is left."),
        _ => null,
    };

    private static Wording BasisOf(ExtensionRule rule)
    {
        var ask = rule.AskBefore.ToWording();
        return new(
            $"Nhiều nhất {rule.Times} lần, trước khi hết hạn ít nhất {ask.Vi}{(rule.Basis is null ? "" : $" ({rule.Basis})")}.",
            $"At most {rule.Times} time(s), at least {ask.En} before it is due{(rule.Basis is null ? "" : $" ({rule.Basis})")}.");
    }

    private static IEnumerable<ActField> Document(Wording number, bool required) =>
    [
        new("documentNumber", ActFieldKind.Text, number, required), new("documentDate", ActFieldKind.Day, new("Ngày văn bản", "Date of the document"), required),
        new("documentSigner", ActFieldKind.Text, new("Người ký", "Signed by")),
    ];

    // A day nobody typed is refused with its field before it comes here; the decider looks at the number.
    private static WrittenAct DocumentOf(ActForm form) => new(form.Words("documentNumber"), form.Day("documentDate") ?? DateOnly.MinValue, form.Text("documentSigner"));

    private static WrittenAct? DocumentIfAny(ActForm form) => form.Text("documentNumber") is null || form.Day("documentDate") is null ? null : DocumentOf(form);
}
