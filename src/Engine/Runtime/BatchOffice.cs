using System.Globalization;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The same act for several dossiers in one go (xử lý cùng lúc nhiều hồ sơ): one form, one decision; each dossier is a commit of its own, and says for itself whether it went on.</summary>
public sealed class BatchOffice
{
    /// <summary>The most dossiers that go in one batch.</summary>
    public const int Most = 50;

    private readonly DossierRegister _register;
    private readonly ActOffice _acts;
    private readonly DossierOffice _dossiers;

    internal BatchOffice(DossierRegister register, ActOffice acts, DossierOffice dossiers) => (_register, _acts, _dossiers) = (register, acts, dossiers);

    /// <summary>The acts that several dossiers may be given at once: to leave a step, to give it to somebody, to take it.</summary>
    public static IReadOnlyList<string> Acts { get; } = ["complete", "assign", "claim"];

    /// <summary>The one form for all that were chosen, and which of them it is not for, with the reason.</summary>
    /// <remarks>A step is left together with the same step of the same procedure only: anything else is not the same decision. Fields and choices are those that all of them have.</remarks>
    public async Task<BatchOffer> OfferAsync(Officer officer, string act, IReadOnlyList<PickedStep> picks, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(picks);
        var (lines, form, kind) = (new List<BatchLine>(), default(ActOffer), default((ProcedureCode, StepKey, string)?));
        foreach (var pick in picks.Distinct().Take(Most))
        {
            var line = await LineAsync(officer, act, pick, ct);
            lines.Add(line);
            if (line.Offer is not { } offer || line.Kind is not { } its) continue;
            if (kind is not null && act == "complete" && its != kind)
            {
                lines[^1] = line with { Offer = null, Fault = new("Bước khác với các hồ sơ còn lại; hãy xử lý riêng.", "Another step than the others'; do it by itself.") };
                continue;
            }
            kind ??= its;
            form = form is null ? offer : Shared(form, offer);
        }
        return new(act, form, lines);
    }

    /// <summary>Does it, dossier by dossier; one that is refused stops none of the others.</summary>
    /// <param name="idempotencyKey">Sent again with the same key, nothing is done twice, and those that were refused are tried once more.</param>
    public async Task<BatchOffer> DoAsync(
        Officer officer, string act, IReadOnlyList<PickedStep> picks, IReadOnlyDictionary<string, string> said, string? idempotencyKey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(picks);
        ArgumentNullException.ThrowIfNull(said);
        var (done, kind) = (new List<BatchLine>(), default((ProcedureCode, StepKey, string)?));
        foreach (var pick in Acts.Contains(act) ? picks.Distinct().Take(Most) : [])
        {
            var line = await LineAsync(officer, act, pick, ct);
            if (line.Kind is { } its && act == "complete" && (kind ??= its) != its)
                line = line with { Offer = null, Fault = new("Bước khác với các hồ sơ còn lại; hãy xử lý riêng.", "Another step than the others'; do it by itself.") };
            // One that is not offered any more may have been done by this very batch: the key tells.
            else if (line.Refusal is null || idempotencyKey is not null && line.Kind is not null)
                line = await DoAsync(officer, act, line, said, idempotencyKey, ct);
            done.Add(line);
        }
        return new(act, null, done);
    }

    private async Task<BatchLine> DoAsync(Officer officer, string act, BatchLine line, IReadOnlyDictionary<string, string> said, string? key, CancellationToken ct)
    {
        // What only some of the steps ask for is not said of the others.
        var own = line.Offer is { } offer ? said.Where(field => offer.Fields.Any(asked => asked.Name == field.Key)) : said;
        var read = (await _acts.ReadAsync(officer, line.Offer is null ? [] : [line.Offer], act, line.Step, false, own, ct))!;
        if (read.Command is not { } command) return line with { Fault = read.Fault };
        var answer = await _dossiers.HandleAsync(line.Code, command, key is null ? null : string.Create(CultureInfo.InvariantCulture, $"{key}/{line.Code}/{line.Step}"), null, ct);
        return line with { IsDone = answer.IsDone, Refusal = answer.Refusal };
    }

    private async Task<BatchLine> LineAsync(Officer officer, string act, PickedStep pick, CancellationToken ct)
    {
        var line = new BatchLine(pick.Code, pick.Step);
        if (await _register.OpenAsync(officer, pick.Code, ct) is not { } view) return line with { Refusal = OfficeRefusals.DossierNotFound };
        var step = view.Process.Find(pick.Step);
        line = line with
        {
            Applicant = view.Particulars.Applicant.Name,
            Subject = view.Particulars.Subject,
            StepName = step?.Name,
            DueAt = view.Clocks.DueAt,
            RemainingMinutes = view.Clocks.RemainingMinutes,
            Standing = view.Clocks.Standing,
            Kind = (view.Procedure, pick.Step, step?.Name ?? ""),
        };
        var offers = await _acts.OffersAsync(officer, view, ct);
        if (offers.FirstOrDefault(offer => offer.Act == act && offer.Step == pick.Step && !offer.IsDraft) is { } offer) return line with { Offer = offer };

        // The decider says why it is not offered.
        var read = await _acts.ReadAsync(officer, offers, act, pick.Step, false, [], ct);
        var why = read?.Command is { } command ? (await _dossiers.PreviewAsync(pick.Code, command, ct)).Refusal : null;
        return line with { Refusal = why ?? DossierRefusals.NotYourStep(pick.Step) };
    }

    /// <summary>What both forms ask for; of choices, those that both have.</summary>
    private static ActOffer Shared(ActOffer one, ActOffer other) => one with
    {
        Fields =
        [
            .. from field in one.Fields
               let its = other.Fields.FirstOrDefault(each => each.Name == field.Name && each.Kind == field.Kind)
               where its is not null
               select field with
               {
                   Required = field.Required || its.Required,
                   Choices = [.. field.Choices.Where(choice => its.Choices.Any(each => each.Value == choice.Value))],
                   Default = field.Default == its.Default ? field.Default : null,
               },
        ],
    };
}

/// <summary>An open step of a dossier that was chosen from a list: <c>H35.40-260302-0007~B2</c>.</summary>
public sealed record PickedStep(DossierCode Code, StepKey Step)
{
    public override string ToString() => $"{Code}~{Step}";

    /// <summary>Null where the text is no such choice.</summary>
    public static PickedStep? Parse(string? text) =>
        text?.Split('~', 2) is [var code, var step] && DossierCode.TryParse(code, null, out var known) && StepKey.TryParse(step, null, out var key) ? new(known, key) : null;
}

/// <summary>One form for several dossiers, or what came of it.</summary>
/// <param name="Form">What is asked for; null where none of them can be done, and once it is done.</param>
public sealed record BatchOffer(string Act, ActOffer? Form, IReadOnlyList<BatchLine> Lines);

/// <summary>One dossier of a batch.</summary>
public sealed record BatchLine(DossierCode Code, StepKey Step)
{
    public string? StepName { get; init; }

    public string? Applicant { get; init; }

    public string? Subject { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public int? RemainingMinutes { get; init; }

    public Standing Standing { get; init; }

    public bool IsDone { get; init; }

    /// <summary>Why the engine said no; null where it did not.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What was wrong with the form as far as this dossier is concerned.</summary>
    public Wording? Fault { get; init; }

    /// <summary>Its own form, where the act is open to the officer.</summary>
    internal ActOffer? Offer { get; init; }

    /// <summary>What makes two steps the same: procedure, step and its name.</summary>
    internal (ProcedureCode Procedure, StepKey Step, string Name)? Kind { get; init; }

    public bool IsOpen => Refusal is null && Fault is null && !IsDone;
}
