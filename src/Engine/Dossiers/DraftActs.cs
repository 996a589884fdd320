using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The acts on drafts (duyệt, ký, trả lại, rút dự thảo). Which acts may be drafted, each says of itself: <see cref="DossierAct.MayBeDrafted"/>.</summary>
internal static class DraftActs
{
    public static IReadOnlyList<DossierAct> All { get; } =
    [
        new("approve-draft", ActScope.Dossier, it => Offer(it, "approve-draft", DraftedActStatus.AwaitingApproval, new("Duyệt dự thảo", "Approve a draft"), DossierActs.Signature(required: false, it.Now)),
            form => new DossierCommand.ApproveDraft(form.By, NumberIn(form), DossierActs.SignatureIn(form))) { Asks = ["D282", "D335"] }, // that it is no longer possible is told when it is looked at
        new("send-back-draft", ActScope.Dossier, it => Offer(it, "send-back-draft", DraftedActStatus.AwaitingApproval, new("Trả lại dự thảo", "Send a draft back"), [ActField.Reason]),
            form => new DossierCommand.SendBackDraft(form.By, NumberIn(form), form.Words("reason"))),
        new("sign-draft", ActScope.Dossier, it => Offer(it, "sign-draft", DraftedActStatus.AwaitingSignature, new("Ghi nhận văn bản đã ký", "Record the signed paper"), DossierActs.Signature(required: true, it.Now)),
            form => new DossierCommand.SignDraft(form.By, NumberIn(form), DossierActs.SignatureIn(form))),
        new("drop-draft", ActScope.Dossier, it => Offer(it, "drop-draft", DraftedActStatus.AwaitingApproval, new("Rút lại dự thảo", "Withdraw a draft"), []),
            form => new DossierCommand.DropDraft(form.By, NumberIn(form))),
    ];

    private static ActOffer? Offer(ActSituation it, string act, DraftedActStatus state, Wording label, IEnumerable<ActField> fields)
    {
        var drafts = it.Dossier.Drafts.FindAll(draft => draft.State == state);
        if (drafts is []) return null;
        return new ActOffer(act, null, label,
            [
                new("draft", ActFieldKind.Choice, new("Dự thảo", "Draft"), Required: true)
                {
                    Choices = [.. drafts.Select(draft => new ActChoice(Written(draft.Number), Told(it, draft)))],
                    IsTarget = true,
                },
                .. fields,
            ])
        { IsMain = state is DraftedActStatus.AwaitingApproval && act is "approve-draft" };
    }

    private static Wording Told(ActSituation it, ActDraft draft)
    {
        var open = draft.Step is null ? null : it.Dossier.FindOpen(draft.Step);
        // Where its step is no longer open, only its words are left to tell it by.
        var offer = draft.Step is not null && open is null ? null
            : DossierActs.Find(draft.Act)?.Offer(it with { Open = open, Step = open is null ? null : it.Process.Find(open.Step) });
        var said = string.Join("; ", draft.Said.Values);
        return new($"{offer?.Label.Vi ?? draft.Act}: {said}", $"{offer?.Label.En ?? draft.Act}: {said}");
    }

    private static int NumberIn(ActForm form) => form.Number("draft") ?? 0;

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
