using System.Diagnostics;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Who may prepare and sign a decision, and what holds it up: every line is decided as if it were signed alone, and all go through or none. Pure.</summary>
public static class DecisionFileDecider
{
    public static Decision<DecisionFileEvent> Decide(DecisionFile file, DecisionFileCommand command, DateTimeOffset now) => command switch
    {
        DecisionFileCommand.Begin begin => Begin(file, begin, now),
        DecisionFileCommand.Compose compose => Compose(file, compose, now),
        DecisionFileCommand.Sign sign => Sign(file, sign, now),
        DecisionFileCommand.Discard discard => Discard(file, discard, now),
        _ => throw new UnreachableException(),
    };

    /// <summary>What an officer may do to a decision now, if its lines are in order. For pages; deciding asks again.</summary>
    public static DecisionOffers OffersTo(DecisionFile file, Officer by)
    {
        var may = WhyNotAtWork(file, by) is null;
        return new() { Compose = may, Sign = may, Discard = may };
    }

    /// <summary>What the decision itself lacks before it can be signed, whatever its lines are; empty when nothing does.</summary>
    public static IReadOnlyList<Refusal> MissingIn(DecisionContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var missing = new List<Refusal>();
        if (content.Subject.Length == 0) missing.Add(DecisionRefusals.NoSubject);
        if (content.SignerTitle.Length == 0 || content.SignerName.Length == 0) missing.Add(DecisionRefusals.NoSigner);
        return missing;
    }

    /// <summary>What would keep each line from being signed by this officer with this act; empty when nothing would.</summary>
    public static IReadOnlyList<LineFault> FaultsToSign(DecisionContent content, Officer by, LegalAct act, DateOnly today, IReadOnlyDictionary<string, DecidedFile> files)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(files);
        var faults = ShapeOf(content, files);
        var sound = content.Lines.Select((_, at) => at + 1).Except(faults.Select(fault => fault.Line)).ToHashSet();
        foreach (var (at, line) in content.Lines.Index())
            if (sound.Contains(at + 1))
                faults.AddRange(Judged(line, by, act, today, files).Select(fault => fault with { Line = at + 1 }));
        return [.. faults.OrderBy(fault => fault.Line)];
    }

    /// <summary>What would keep a content from being put down by this officer; empty when nothing would.</summary>
    /// <param name="before">What it said before: a draft that was in it stays, whatever became of it since, until somebody takes it out.</param>
    public static IReadOnlyList<LineFault> FaultsToCompose(DecisionContent content, DecisionContent before, Officer by, IReadOnlyDictionary<string, DecidedFile> files)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(files);
        var faults = ShapeOf(content, files);
        var kept = before.Files.ToHashSet(StringComparer.Ordinal);
        foreach (var (at, line) in content.Lines.Index())
        {
            if (line.Draft is { } draft && !kept.Contains(draft) && files.TryGetValue(draft, out var drawn)
                && (PublicationDecider.WhyNotToBeSigned(drawn.File, by) ?? (drawn.ElsewhereIn is null ? null : DecisionRefusals.InAnotherDecision)) is { } reason)
                faults.Add(new(at + 1, reason) { Draft = draft });
            foreach (var end in line.Ends)
                if (!kept.Contains(end) && files.GetValueOrDefault(end) is { File.Status: PublicationStatus.Published } law && PublicationDecider.WhyNotToBeRepealed(law.File, by) is { } not)
                    faults.Add(new(at + 1, not) { Draft = end });
        }
        return [.. faults.OrderBy(fault => fault.Line)];
    }

    private static Decision<DecisionFileEvent> Begin(DecisionFile file, DecisionFileCommand.Begin command, DateTimeOffset now)
    {
        if (!command.By.Is(Role.Publisher)) return Refuse(PublicationRefusals.NotPublisher);
        if (file.Status is not DecisionStatus.None) return Refuse(DecisionRefusals.AlreadyBegun);
        if (WhyNotContent(command.Content.Trimmed(), DecisionContent.Blank, command.By, command.Files) is { } reason) return Refuse(reason);

        return Accept(new DecisionFileEvent.Begun(now, command.By.Id, command.By.Agency), new DecisionFileEvent.Composed(now, command.By.Id, command.Content.Trimmed()));
    }

    private static Decision<DecisionFileEvent> Compose(DecisionFile file, DecisionFileCommand.Compose command, DateTimeOffset now)
    {
        if (WhyNotAtWork(file, command.By) is { } not) return Refuse(not);
        if (WhyNotContent(command.Content.Trimmed(), file.Content, command.By, command.Files) is { } reason) return Refuse(reason);

        return Accept(new DecisionFileEvent.Composed(now, command.By.Id, command.Content.Trimmed()));
    }

    private static Decision<DecisionFileEvent> Sign(DecisionFile file, DecisionFileCommand.Sign command, DateTimeOffset now)
    {
        var (content, act) = (file.Content, command.Act);
        if (WhyNotAtWork(file, command.By) is { } not) return Refuse(not);
        if (WhyNotCount(content) is { } count) return Refuse(count);
        if (MissingIn(content) is [var missing, ..]) return Refuse(missing);
        if (PublicationDecider.WhyNoDecision(act, command.Today) is { } faulty) return Refuse(faulty);
        if (FaultsToSign(content, command.By, act, command.Today, command.Files) is { Count: > 0 } faults) return Refuse(DecisionRefusals.HeldUp(faults));

        return Accept(new DecisionFileEvent.Signed(
            now, command.By.Id, act with { Number = act.Number.Trim(), Authority = act.Authority.Trim() },
            [.. content.Lines.Select(line => new SignedLine(line.Act, line.Draft is { } draft ? TextOf(draft, command.Files) : null) { Ended = [.. line.Ends.Select(end => TextOf(end, command.Files))] })]));
    }

    private static Decision<DecisionFileEvent> Discard(DecisionFile file, DecisionFileCommand.Discard command, DateTimeOffset now)
    {
        if (WhyNotAtWork(file, command.By) is { } not) return Refuse(not);
        if (PublicationDecider.WhyNotText(command.Reason, DecisionRefusals.NoReasonToDiscard, PublicationDecider.LongestReason) is { } fault) return Refuse(fault);

        return Accept(new DecisionFileEvent.Discarded(now, command.By.Id, command.Reason.Trim()));
    }

    /// <summary>Why this person may do nothing to the decision now; null when they may.</summary>
    private static Refusal? WhyNotAtWork(DecisionFile file, Officer by)
    {
        if (!by.Is(Role.Publisher)) return PublicationRefusals.NotPublisher;
        return file.Status switch
        {
            DecisionStatus.None => DecisionRefusals.NotBegun,
            DecisionStatus.Signed => DecisionRefusals.AlreadySigned,
            DecisionStatus.Discarded => DecisionRefusals.AlreadyDiscarded,
            _ => by.Agency == file.Agency ? null : DecisionRefusals.NotYourAuthority,
        };
    }

    private static Refusal? WhyNotCount(DecisionContent content) => content.Lines.Count switch
    {
        0 => DecisionRefusals.NoLines,
        > DecisionContent.MostLines and var count => DecisionRefusals.TooManyLines(count),
        _ => null,
    };

    private static Refusal? WhyNotContent(DecisionContent content, DecisionContent before, Officer by, IReadOnlyDictionary<string, DecidedFile> files) =>
        WhyNotCount(content) ?? (FaultsToCompose(content, before, by, files) is { Count: > 0 } faults ? DecisionRefusals.HeldUp(faults) : null);

    /// <summary>What is wrong with the lines as they are written, whoever signs them and when: parts that are missing, or that two of them claim.</summary>
    private static List<LineFault> ShapeOf(DecisionContent content, IReadOnlyDictionary<string, DecidedFile> files)
    {
        var faults = new List<LineFault>();
        var (drafts, ends) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        var cases = new Dictionary<(ProcessKey Process, AgencyCode? Place), int>();
        foreach (var (at, line) in content.Lines.Index())
        {
            var number = at + 1;
            void Fault(Refusal reason, string? draft = null) => faults.Add(new(number, reason) { Draft = draft });

            if (line.Act is DecisionAct.Abolish ? line.Draft is not null : line.Draft is null) Fault(line.Draft is null ? DecisionRefusals.NoDraft : DecisionRefusals.MayNotIssue);
            if (line.Act is DecisionAct.Approve or DecisionAct.Amend ? line.Ends is not [] : line.Ends is []) Fault(line.Ends is [] ? DecisionRefusals.NothingEnds : DecisionRefusals.MayNotEnd);

            if (line.Draft is { } issued)
            {
                if (!files.ContainsKey(issued)) Fault(DecisionRefusals.NoSuchDraft, issued);
                else if (!drafts.TryAdd(issued, number)) Fault(DecisionRefusals.DraftTwice(drafts[issued]), issued);
            }
            foreach (var end in line.Ends)
                if (!files.TryGetValue(end, out var law) || law.File.Status is not PublicationStatus.Published) Fault(DecisionRefusals.NoSuchVersion, end);
                else if (!ends.TryAdd(end, number)) Fault(DecisionRefusals.EndedTwice(ends[end]), end);

            // A line may end the version that its own draft takes over from; another line may not speak of it.
            var spoken = from id in line.Ends.Prepend(line.Draft).OfType<string>()
                         let one = files.GetValueOrDefault(id)?.File
                         where one?.Procedure is not null
                         group id by (new ProcessKey(one.Procedure!, one.Case), one.Place);
            foreach (var one in spoken)
                if (!cases.TryAdd(one.Key, number) && cases[one.Key] is var other && other != number && one.All(id => drafts.GetValueOrDefault(id, number) == number && ends.GetValueOrDefault(id, number) == number))
                    Fault(DecisionRefusals.CaseTwice(other), one.First());
        }
        return faults;
    }

    /// <summary>What the one who decides about single processes says of a line, and whether its act fits what is in force.</summary>
    private static IEnumerable<LineFault> Judged(DecidedLine line, Officer by, LegalAct act, DateOnly today, IReadOnlyDictionary<string, DecidedFile> files)
    {
        foreach (var end in line.Ends)
            if (PublicationDecider.Decide(files[end].File, new PublicationCommand.Repeal(by, act, today, files[end].Until), default) is Decision<PublicationEvent>.Refused refused)
                yield return new(0, refused.Reason) { Draft = end };
        if (line.Draft is not { } draft) yield break;

        var known = files[draft];
        if (PublicationDecider.Decide(known.File, new PublicationCommand.Publish(by, act, today) { Calls = known.Calls }, default) is Decision<PublicationEvent>.Refused no)
            yield return new(0, no.Reason) { Draft = draft };
        else if (known.ElsewhereIn is not null) yield return new(0, DecisionRefusals.InAnotherDecision) { Draft = draft };
        else if (line.Act is DecisionAct.Approve && known.Holding is not null) yield return new(0, DecisionRefusals.InForceAlready) { Draft = draft };
        else if (line.Act is DecisionAct.Amend && known.Holding is null) yield return new(0, DecisionRefusals.NothingInForce) { Draft = draft };
    }

    private static SignedText TextOf(string draft, IReadOnlyDictionary<string, DecidedFile> files) =>
        files[draft].File is { Hash: { } hash, Procedure: { } procedure } file
            ? new(draft, hash, procedure, file.Case, file.Name, file.Agency)
            : throw new UnreachableException("What is published or proposed has a hash and a procedure.");

    private static Decision<DecisionFileEvent> Accept(params IReadOnlyList<DecisionFileEvent> events) => new Decision<DecisionFileEvent>.Accepted(events);

    private static Decision<DecisionFileEvent> Refuse(Refusal reason) => new Decision<DecisionFileEvent>.Refused(reason);
}

/// <summary>What an officer may do to a decision now.</summary>
public sealed record DecisionOffers
{
    /// <summary>Change what it says.</summary>
    public bool Compose { get; init; }

    public bool Sign { get; init; }

    public bool Discard { get; init; }
}
