using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for attached files: they come in as streams, go into the store, and then the dossier's journal speaks of them.</summary>
/// <remarks>What is handed in with a submission waits with it, is the dossier's once that is received, and stays on record where it is declined.</remarks>
public sealed class AttachmentOffice
{
    private static readonly ContentHash NotKnownYet = new(new string('0', 64));

    private readonly FileStore _files;
    private readonly DossierOffice _dossiers;
    private readonly RegisterStore _register;

    internal AttachmentOffice(FileStore files, DossierOffice dossiers, RegisterStore register) => (_files, _dossiers, _register) = (files, dossiers, register);

    /// <summary>The largest file that is taken, in bytes.</summary>
    public long Largest => _files.Largest;

    /// <summary>Attaches a file. Who may not is told before a byte is read; what is refused leaves nothing behind.</summary>
    /// <param name="idempotencyKey">A repeated call with the same key and content gives the first answer.</param>
    public async Task<AttachmentAnswer> AddAsync(Officer by, DossierCode code, AttachmentPlace place, Stream content, string? idempotencyKey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(by);
        var name = FileName.Of(place.Name);
        var command = new DossierCommand.AttachFile(by, NotKnownYet, name ?? "", 0, "", place.Step, place.Component?.Normalize()) { Consultation = place.Consultation };
        if (await MayNotAttachAsync(code, command, ct) is { } mayNot && !await _dossiers.WasAnsweredAsync(by, idempotencyKey, ct)) return AttachmentAnswer.Not(mayNot);
        if (name is null) return AttachmentAnswer.Not(AttachmentRefusals.NameUnfit);

        var received = await _files.ReceiveAsync(content, name, ct);
        if (received.File is not { } file) return AttachmentAnswer.Not(received.Refusal!);

        // From here on the file lies there; should the journal not come to speak of it, the sweep takes it away.
        var answer = await _dossiers.HandleAsync(code, command with { Hash = file.Hash, Size = file.Size, MediaType = file.MediaType }, idempotencyKey, null, ct);
        return new(answer.Refusal, answer.Refusal is null ? file.Hash : null, answer.Length);
    }

    /// <summary>Why a file may not be attached so; null where nothing speaks against it.</summary>
    private async Task<Refusal?> MayNotAttachAsync(DossierCode code, DossierCommand.AttachFile command, CancellationToken ct)
    {
        var journal = await JournalAsync(command.By, code, ct);
        if (journal is null && (command.Consultation is not { } number || !(await _register.ConsultedAsync(command.By, code, ct)).Asked.Contains(number))) return OfficeRefusals.DossierNotFound;
        if (command.Name is "") return AttachmentRefusals.NameUnfit;
        if (command.Component is { } component && (journal is null || ComponentsOf(journal).All(known => known.Normalize() != component))) return AttachmentRefusals.ComponentUnknown;
        return (await _dossiers.PreviewAsync(code, command, ct)).Refusal;
    }

    /// <summary>Takes in a submission together with its files, all or nothing. Who may not hand it in is told before a byte of a file is read.</summary>
    /// <inheritdoc cref="DossierOffice.SubmitAsync"/>
    public async Task<DossierAnswer> SubmitAsync(
        ProcedureCode procedure, CaseKey? @case, DossierCommand.Submit command, IAsyncEnumerable<SentFile> files, string? idempotencyKey, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(files);
        if ((await _dossiers.PreviewSubmissionAsync(procedure, @case, command, ct)).Refusal is { } mayNot && !await _dossiers.WasAnsweredAsync(command.By, idempotencyKey, ct)) return new(null, 0, mayNot);
        var (refusal, kept) = await KeptAsync(files, [.. command.Particulars.Components.Select(paper => paper.Name)], ct);
        return refusal is not null ? new(null, 0, refusal) : await _dossiers.SubmitAsync(procedure, @case, command with { Files = kept }, idempotencyKey, ct);
    }

    /// <summary>Takes in what completes a submission together with its files, all or nothing.</summary>
    /// <inheritdoc cref="DossierOffice.HandleAsync"/>
    public async Task<DossierAnswer> CompleteAsync(
        DossierCode code, DossierCommand.ReceiveCompletion command, IAsyncEnumerable<SentFile> files, string? idempotencyKey, int? ifLength, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(files);
        if (await JournalAsync(command.By, code, ct) is not { } journal) return new(code, 0, OfficeRefusals.DossierNotFound);
        if ((await _dossiers.PreviewAsync(code, command, ct)).Refusal is { } mayNot && !await _dossiers.WasAnsweredAsync(command.By, idempotencyKey, ct)) return new(code, journal.Count, mayNot);
        var (refusal, kept) = await KeptAsync(files, [.. ComponentsOf(journal), .. (command.Components ?? []).Select(paper => paper.Name)], ct);
        return refusal is not null ? new(code, journal.Count, refusal) : await _dossiers.HandleAsync(code, command with { Files = kept }, idempotencyKey, ifLength, ct);
    }

    /// <summary>Puts files into the store as they come; the first that is not taken ends it, and the sweep takes away what lies there for nothing.</summary>
    internal async Task<(Refusal? Refusal, ImmutableList<HandedFile> Files)> KeptAsync(IAsyncEnumerable<SentFile> files, IReadOnlyCollection<string> components, CancellationToken ct)
    {
        var kept = ImmutableList.CreateBuilder<HandedFile>();
        await foreach (var sent in files.WithCancellation(ct))
        {
            if (kept.Count == DossierDecider.MostAttachments) return (AttachmentRefusals.TooMany(DossierDecider.MostAttachments), []);
            if (FileName.Of(sent.Name) is not { } name) return (AttachmentRefusals.NameUnfit, []);
            var component = sent.Component?.Normalize();
            if (component is not null && components.All(known => known.Normalize() != component)) return (AttachmentRefusals.ComponentUnknown, []);
            var received = await _files.ReceiveAsync(sent.Content, name, ct);
            if (received.File is not { } file) return (received.Refusal, []);
            kept.Add(new(file.Hash, name, file.Size, file.MediaType, component));
        }
        return (null, kept.ToImmutable());
    }

    /// <summary>Takes an attachment back, with a reason; the file stays.</summary>
    public Task<DossierAnswer> WithdrawAsync(Officer by, DossierCode code, int number, string reason, string? idempotencyKey, int? ifLength, CancellationToken ct) =>
        _dossiers.HandleAsync(code, new DossierCommand.WithdrawAttachment(by, number, reason), idempotencyKey, ifLength, ct);

    /// <summary>The dossier's attachments, for who may see the dossier; null where there is none or it is not theirs.</summary>
    public async Task<IReadOnlyList<Attachment>?> ListAsync(Officer by, DossierCode code, CancellationToken ct) =>
        await JournalAsync(by, code, ct) is { } journal ? Attachment.Of(journal) : null;

    /// <summary>What a file may be said to be: a paper that was handed in, or one that was asked for.</summary>
    public static IEnumerable<string> ComponentsOf(IReadOnlyList<DossierEvent> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        return (ParticularsToday.Of(journal)?.Components.Select(paper => paper.Name) ?? [])
            .Concat(journal.SelectMany(happened => happened switch
            {
                DossierEvent.CompletionAsked e => e.Missing,
                DossierEvent.SupplementRequested e => e.Missing,
                _ => (IReadOnlyList<string>)[],
            })).Distinct();
    }

    /// <summary>The journal of a dossier that is received, or was handed in; null where there is none, or it is not this officer's to see.</summary>
    private async Task<IReadOnlyList<DossierEvent>?> JournalAsync(Officer by, DossierCode code, CancellationToken ct) =>
        (await _register.JournalAsync(by, code, ct)).Lines is { Count: > 0 } lines ? [.. lines.Select(line => line.Happened)] : null;

    /// <summary>Opens an attached file; null where it is not this officer's to see, or missing. One that was withdrawn is for controllers alone.</summary>
    public async Task<AttachmentContent?> OpenAsync(Officer by, DossierCode code, ContentHash hash, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        var attachments = await ListAsync(by, code, ct) ?? DossierRegister.ReadableOf(await _register.ConsultedAsync(by, code, ct));
        var attached = attachments.Where(file => file.Hash == hash && (file.Withdrawn is null || by.Is(Role.Controller))).LastOrDefault();
        return attached is not null && _files.Open(hash) is { } content ? new(attached, content) : null;
    }
}

/// <summary>Where a file is to be attached: at an open step, to a component, to an answer that is asked for, or to the dossier; and what it is called.</summary>
/// <param name="Consultation">The number of the question whose answer it belongs to.</param>
public sealed record AttachmentPlace(string? Name, StepKey? Step = null, string? Component = null, int? Consultation = null);

/// <summary>A file on its way in, as a stream that is read once.</summary>
/// <param name="Component">The paper it is, by its name; null: another paper.</param>
public sealed record SentFile(string? Name, string? Component, Stream Content);

/// <summary>What came of attaching: the content's hash and the journal's length, or why not.</summary>
public sealed record AttachmentAnswer(Refusal? Refusal, ContentHash? Hash, int Length)
{
    internal static AttachmentAnswer Not(Refusal refusal) => new(refusal, null, 0);
}

/// <summary>An attachment with its content; whoever asks closes the stream.</summary>
public sealed record AttachmentContent(Attachment Attachment, Stream Content);

/// <summary>Takes stored files away that nothing refers to: uploads whose journal line never came (dọn tệp không thuộc hồ sơ nào).</summary>
[DisallowConcurrentExecution]
public sealed partial class FileSweep : Sweep
{
    /// <summary>How long a file may lie there before the journal speaks of it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const int AtOnce = 200;

    private readonly FileStore _files;
    private readonly FileReferences _references;
    private readonly TimeProvider _clock;
    private readonly ILogger<FileSweep> _log;

    internal FileSweep(FileStore files, FileReferences references, TimeProvider clock, ILogger<FileSweep> log) => (_files, _references, _clock, _log) = (files, references, clock, log);

    /// <summary>Looks the whole store over once.</summary>
    /// <returns>How many files were taken away.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var moment = _clock.GetUtcNow() - Grace;
        var removed = _files.TidyUp(moment);
        foreach (var some in _files.OlderThan(moment).Chunk(AtOnce))
        {
            var wanted = await _references.AmongAsync(some, ct);
            foreach (var hash in some.Where(hash => !wanted.Contains(hash)))
                if (await _files.RemoveAsync(hash, moment, async () => (await _references.AmongAsync([hash], ct)).Count > 0)) removed++;
        }
        if (removed > 0) Swept(removed);
        return removed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} files that no dossier refers to were removed.")]
    private partial void Swept(int count);
}

/// <summary>Compares what the journals say was attached with what lies in the store (kiểm tra kho tệp).</summary>
public sealed class FileAudit
{
    private readonly FileStore _files;
    private readonly FileReferences _references;

    internal FileAudit(FileStore files, FileReferences references) => (_files, _references) = (files, references);

    /// <param name="rehash">Reads every file whole and compares its hash; without, only that it is there in full length.</param>
    public async Task<FileVerdict> VerifyAsync(bool rehash, CancellationToken ct)
    {
        var (files, breaks, sound) = (0, new List<JournalBreak>(), new HashSet<ContentHash>());
        await foreach (var (code, file) in _references.AddedAsync(ct))
        {
            files++;
            if (sound.Contains(file.Hash)) continue;
            var size = _files.SizeOf(file.Hash);
            var message = size is null ? new Wording($"thiếu tệp đính kèm số {file.Number} ({file.Hash})", $"attachment {file.Number} is missing ({file.Hash})")
                : size != file.Size || rehash && await _files.RehashAsync(file.Hash, ct) != file.Hash
                    ? new Wording($"tệp đính kèm số {file.Number} không còn nguyên vẹn ({file.Hash})", $"attachment {file.Number} is not what was stored ({file.Hash})")
                : null;
            if (message is null) sound.Add(file.Hash);
            else breaks.Add(new(code, file.Number, message));
        }
        return new(files, breaks);
    }
}

/// <summary>What the audit of the store found: how many attachments, and those that are missing or damaged.</summary>
public sealed record FileVerdict(int Files, IReadOnlyList<JournalBreak> Breaks);
