using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The acts by which work changes hands and goes back (nhận, giao, trả lại, thu hồi).</summary>
internal static class PeopleActs
{
    public static IReadOnlyList<DossierAct> All { get; } =
    [
        new("claim", ActScope.Step, it => new ActOffer("claim", it.Open!.Step, DossierActs.At(it, new("Nhận việc ở bước", "Take step")), []),
            form => new DossierCommand.Claim(form.By, form.At)),
        new("assign", ActScope.Step, it => it.Open!.Place is null ? null : new ActOffer(
                "assign", it.Open.Step, DossierActs.At(it, it.Open.Assignee is null ? new("Giao việc ở bước", "Give step") : new("Giao lại việc ở bước", "Give to another: step")),
                [
                    new("assignee", ActFieldKind.Officer, new("Giao cho", "Give to"), Required: true)
                    {
                        Places = [it.Open.Place],
                        Positions = it.Open.Position is { } position ? [position] : [],
                        OnlyThese = it.Open.Position is not null,
                        Except = it.Open.Assignee is { } assignee ? [assignee.Value] : [],
                    },
                    ActField.Reason,
                ]),
            form => new DossierCommand.Assign(form.By, form.At, form.Officer("assignee"), form.Words("reason"))),
        new("hand-back", ActScope.Step, it => it.Open!.Assignee is null ? null : new ActOffer(
                "hand-back", it.Open.Step, DossierActs.At(it, new("Trả lại việc, để người khác nhận bước", "Hand back step")), [ActField.Reason with { Required = false }]),
            form => new DossierCommand.HandBack(form.By, form.At, form.Text("reason"))),
        new("send-back", ActScope.Step, it => it.Step!.Work?.MayReturn is not true ? null : new ActOffer(
                "send-back", it.Open!.Step, DossierActs.At(it, new("Trả lại bước trước, từ bước", "Send back from step")), [ActField.Reason]),
            form => new DossierCommand.SendBack(form.By, form.At, form.Words("reason"))),
        new("recall", ActScope.Dossier, it => Recallable(it) is not { } done ? null : new ActOffer(
                "recall", done.Step, new($"Thu hồi về bước {NameOf(it.Process, done.Step)}", $"Recall to step {NameOf(it.Process, done.Step)}"), [ActField.Reason with { Required = false }]),
            form => new DossierCommand.Recall(form.By, form.At, form.Text("reason"))),
        new("withdraw-result", ActScope.Dossier, it => it.Dossier.Status is not DossierStatus.ResultReady ? null : new ActOffer(
                "withdraw-result", null, new("Thu hồi kết quả chưa trao", "Withdraw the result"), [ActField.Reason]),
            form => new DossierCommand.WithdrawResult(form.By, form.Words("reason"))),
    ];

    /// <summary>The latest step that this officer, or somebody they stand in for, completed.</summary>
    private static StepDone? Recallable(ActSituation it) => it.Dossier.Done.FindLast(done =>
        done.By == it.By.Id || done.For == it.By.Id || it.By.StandsInFor.Any(principal => done.By == principal.Id || done.For == principal.Id));

    private static string NameOf(ProcessDefinition process, StepKey key) =>
        process.Find(key) is { } step && step.Name != key.Value ? $"{key} {step.Name}" : key.Value;
}
