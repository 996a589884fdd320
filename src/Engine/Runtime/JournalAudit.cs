using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Reads journals from their first line to their last and tells where something does not hold (kiểm tra tính toàn vẹn của nhật ký).</summary>
/// <remarks>
/// Four things must agree: each line with the hash before it; the replayed journal with the snapshot people work on, and its open steps with the work list;
/// every sealed line with the seal over its day; each day's root with its tree and with the day before. Memory does not grow with the number of journals.
/// </remarks>
public sealed class JournalAudit
{
    private readonly IAuditSource _source;
    private readonly TimeProvider _clock;

    internal JournalAudit(FlowDatabase database, TimeProvider? clock = null) : this(new DatabaseAudit(database), clock)
    {
    }

    private JournalAudit(IAuditSource source, TimeProvider? clock = null) => (_source, _clock) = (source, clock ?? TimeProvider.System);

    /// <summary>All journals of dossiers, of drafts and of decisions, the register of quality, and all seals.</summary>
    public Task<JournalVerdict> VerifyAsync(CancellationToken ct) => VerifyAsync(AuditScope.All, ct);

    /// <summary>One dossier's journal, a draft's by its id, a decision's by <c>decision/</c> and its id, or the register of quality (<c>register</c>); nothing read where there is none.</summary>
    public Task<JournalVerdict> VerifyAsync(string journal, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(journal);
        if (journal.StartsWith(JournalKind.Decisions.Prefix, StringComparison.Ordinal)) return VerifyAsync(AuditScope.Of(journal), ct);
        return VerifyAsync(AuditScope.Of((DossierCode.TryParse(journal, null, out _) ? JournalKind.Dossiers : journal == TargetStore.Journal ? JournalKind.Quality : JournalKind.Drafts).Prefix + journal), ct);
    }

    /// <summary>The seal of one day, and the journals it names.</summary>
    public Task<JournalVerdict> VerifyAsync(DateOnly day, CancellationToken ct) => VerifyAsync(AuditScope.Of(day), ct);

    /// <summary>The root a day was sealed with, to lay beside a printed one; null while it is not sealed.</summary>
    public async Task<string?> RootOfAsync(DateOnly day, CancellationToken ct) => (await _source.SealsAsync(ct)).FirstOrDefault(seal => seal.Day == day)?.Root;

    /// <summary>Writes all that an audit needs into an empty folder, for a machine that never sees the database.</summary>
    /// <exception cref="IOException">There is something in the folder, or it cannot be written.</exception>
    public Task<ExportManifest> ExportAsync(string folder, CancellationToken ct) => AuditFolder.WriteAsync(_source, folder, _clock.GetUtcNow(), ct);

    /// <summary>An audit of an exported folder. A file that is not as its manifest says is a break, and then no more is read.</summary>
    /// <exception cref="IOException">There is no export in the folder.</exception>
    public static async Task<(JournalAudit Audit, IReadOnlyList<string> Damaged)> OfExportAsync(string folder, CancellationToken ct)
    {
        var source = new AuditFolder(folder);
        return (new JournalAudit(source), await source.DamagedAsync(ct));
    }

    private async Task<JournalVerdict> VerifyAsync(AuditScope scope, CancellationToken ct)
    {
        var seals = await _source.SealsAsync(ct);
        var reading = new Reading(scope, seals);
        if (scope.Journal is not null)
            await foreach (var leaf in _source.LeavesAsync(scope, ct)) reading.Expect(leaf);

        JournalChain? chain = null;
        await foreach (var line in _source.LinesAsync(scope, ct))
        {
            if (line.Journal != chain?.Journal)
            {
                reading.Close(chain);
                chain = new JournalChain(line);
            }
            reading.Add(chain, line);
        }
        reading.Close(chain);
        foreach (var leaf in reading.NotMet) reading.Breaks.Add(MissingUnderSeal(leaf));
        if (scope.Journal is null) await CompareSealsAsync(scope, seals, reading, ct);
        else await RebuildAsync(reading, ct);
        return new JournalVerdict(reading.Journals, reading.Lines, reading.Breaks) { Seals = reading.Trees.Count };
    }

    /// <summary>Every seal looked at against its tree as the lines themselves give it, and against the day before.</summary>
    private async Task CompareSealsAsync(AuditScope scope, IReadOnlyList<DaySeal> seals, Reading reading, CancellationToken ct)
    {
        for (var at = 0; at < seals.Count; at++)
        {
            var (seal, before) = (seals[at], at == 0 ? null : seals[at - 1]);
            if (scope.Day is { } day && seal.Day != day) continue;
            if (seal.Previous != before?.Root || before is not null && seal.Day != before.Day.AddDays(1))
                reading.Breaks.Add(Broken(seal.Day, "không nối với dấu niêm phong của ngày trước", "it is not chained to the seal of the day before"));
            var tree = reading.Trees[seal.Day];
            if (tree.Root == seal.Root && tree.Count - 1 == seal.Leaves) continue;

            // The lines do not give the root. Which one is it?
            var named = reading.Breaks.Count;
            var leaves = new Dictionary<(string, int), SealLeaf>();
            var rebuilt = new MerkleTree();
            rebuilt.Add(DaySeal.FirstLeaf(seal.Day, seal.Previous));
            await foreach (var leaf in _source.LeavesAsync(AuditScope.Of(seal.Day), ct))
            {
                leaves.Add((leaf.Journal, leaf.Number), leaf);
                rebuilt.Add(leaf.Text);
            }
            if (rebuilt.Root != seal.Root)
                reading.Breaks.Add(Broken(seal.Day, "gốc của ngày không khớp với các nhật ký đã ghi trong ngày đó", "the root does not match the journals it was made of"));
            await foreach (var line in _source.LinesAsync(AuditScope.Of(seal.Day), ct))
                if (line.Number is { } number) leaves.Remove((line.Journal, number));
            reading.Breaks.AddRange(leaves.Values.OrderBy(leaf => leaf.Journal, StringComparer.Ordinal).Select(MissingUnderSeal));
            if (reading.Breaks.Count == named && !reading.Breaks.Exists(each => each.SealedOn == seal.Day))
                reading.Breaks.Add(Broken(seal.Day, "gốc của ngày không khớp", "the root does not match"));
        }
        if (scope.Day is { } asked && seals.All(seal => seal.Day != asked)) reading.Breaks.Add(Broken(asked, "ngày này chưa được niêm phong", "this day is not sealed"));
    }

    /// <summary>For one journal: the trees of the days that vouch for it, from their leaves.</summary>
    private async Task RebuildAsync(Reading reading, CancellationToken ct)
    {
        foreach (var (day, tree) in reading.Trees)
        {
            await foreach (var leaf in _source.LeavesAsync(AuditScope.Of(day), ct)) tree.Add(leaf.Text);
            if (reading.SealOf(day)?.Root != tree.Root) reading.Breaks.Add(Broken(day, "gốc của ngày không khớp với các nhật ký đã ghi trong ngày đó", "the root does not match the journals it was made of"));
        }
    }

    private static JournalBreak MissingUnderSeal(SealLeaf leaf) => new(
        JournalKind.NameOf(leaf.Journal), leaf.Number,
        new(Text($"thiếu dòng {leaf.Number}, đã niêm phong ngày {leaf.Day:dd/MM/yyyy}"), Text($"line {leaf.Number}, sealed on {leaf.Day:yyyy-MM-dd}, is missing")))
    { SealedOn = leaf.Day };

    private static JournalBreak Broken(DateOnly day, string vi, string en) => new(Text($"{day:yyyy-MM-dd}"), 0, new(vi, en)) { SealedOn = day };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>What was read so far.</summary>
    private sealed class Reading
    {
        private readonly AuditScope _scope;
        private readonly Dictionary<DateOnly, DaySeal> _seals;
        private readonly Dictionary<int, SealLeaf> _expected = [];

        public Reading(AuditScope scope, IReadOnlyList<DaySeal> seals)
        {
            (_scope, _seals) = (scope, seals.ToDictionary(seal => seal.Day));
            if (scope.Journal is null)
                foreach (var seal in seals)
                    if (scope.Day is null || seal.Day == scope.Day) Begin(seal.Day);
        }

        public int Journals { get; private set; }

        public int Lines { get; private set; }

        public List<JournalBreak> Breaks { get; } = [];

        public Dictionary<DateOnly, MerkleTree> Trees { get; } = [];

        public IEnumerable<SealLeaf> NotMet => _expected.Values.OrderBy(leaf => leaf.Number);

        public DaySeal? SealOf(DateOnly day) => _seals.GetValueOrDefault(day);

        public void Expect(SealLeaf leaf)
        {
            _expected[leaf.Number] = leaf;
            Begin(leaf.Day);
        }

        public void Add(JournalChain chain, AuditLine line)
        {
            if (line.Number is not { } number) return;
            Lines++;
            if (chain.Add(line) is { } broken) Breaks.Add(broken);
            _expected.Remove(number);
            if (line.SealedOn is not { } day) return;
            if (line.SealedHash != line.Hash)
                Breaks.Add(new(JournalKind.NameOf(line.Journal), number, new(
                    Text($"dòng {number} không còn như khi niêm phong ngày {day:dd/MM/yyyy}"), Text($"line {number} is not what was sealed on {day:yyyy-MM-dd}")))
                { SealedOn = day });
            if (_scope.Journal is null && Trees.TryGetValue(day, out var tree)) tree.Add(SealLeaf.TextOf(line.Journal, number, line.Hash!));
        }

        public void Close(JournalChain? chain)
        {
            if (chain is null) return;
            Journals++;
            Breaks.AddRange(chain.Close());
        }

        private void Begin(DateOnly day)
        {
            if (Trees.ContainsKey(day)) return;
            var tree = new MerkleTree();
            tree.Add(DaySeal.FirstLeaf(day, _seals.GetValueOrDefault(day)?.Previous));
            Trees.Add(day, tree);
        }
    }
}

/// <summary>One journal while it is read: its chain of hashes, then what it adds up to.</summary>
internal sealed class JournalChain(AuditLine first)
{
    private readonly List<DossierEvent>? _events = first.Journal.StartsWith(JournalKind.Dossiers.Prefix, StringComparison.Ordinal) ? [] : null;
    private readonly string _name = JournalKind.NameOf(first.Journal);
    private string _hash = HashChain.Begin(JournalKind.NameOf(first.Journal));
    private bool _isSound = true;
    private int _last;

    public string Journal => first.Journal;

    /// <summary>What is wrong with the line, if it is.</summary>
    public JournalBreak? Add(AuditLine line)
    {
        var (number, expected) = (line.Number!.Value, HashChain.Next(_hash, line.Number.Value, line.Body!));
        var (follows, holds) = (number == _last + 1, expected == line.Hash);
        (_last, _hash) = (number, line.Hash!); // go on from what is stored, so that one forged line is told once
        if (!follows) return Broken(number, $"thiếu dòng ngay trước dòng {number}", $"lines are missing before line {number}");
        if (!holds) return Broken(number, $"dòng {number} không khớp mã băm", $"line {number} does not match its hash");
        if (!_isSound || _events is null) return null;
        if (Read(line.Body!) is not { } happened) return Unreadable(number);
        _events.Add(happened);
        return null;
    }

    /// <summary>What is wrong with the whole.</summary>
    public IEnumerable<JournalBreak> Close()
    {
        var wasSound = _isSound;
        if (Ending() is { } ending) yield return ending;
        else if (wasSound && _events is not null)
            foreach (var broken in Sum()) yield return broken;
    }

    private JournalBreak? Ending() =>
        first.Length is null ? Broken(_last, "nhật ký không thuộc hồ sơ nào", "the journal belongs to nothing")
        : _last < first.Length ? Broken(first.Length.Value, $"thiếu các dòng sau dòng {_last}", $"lines after line {_last} are missing")
        : _last > first.Length ? Broken(_last, "thừa dòng so với hồ sơ", "there are more lines than the file counts")
        : _hash != first.Head ? Broken(_last, "dòng cuối không khớp với hồ sơ", "the last line does not match the file")
        : null;

    private IEnumerable<JournalBreak> Sum()
    {
        Dossier? replayed = null;
        try { replayed = Dossier.Replay(_events!); }
        catch (UnreachableException) { }
        if (replayed is null || first.Snapshot is null)
        {
            yield return Unreadable(_last);
            yield break;
        }
        if (StoredJson.Write(replayed) != Rewritten(first.Snapshot))
            yield return Broken(_last, "hồ sơ đang lưu không đúng như nhật ký cho biết", "the stored file is not what its journal adds up to");

        var open = replayed.Open.Select(step => AuditLine.WorkOf(step.Step.Value, step.Run, step.Assignee?.Value));
        if (replayed is { EndedAt: null, Acceptance: { IsOpen: true } window }) open = open.Append(AuditLine.WorkOf(AcceptanceWindow.Key.Value, window.Run, null));
        open = open.Concat(replayed.Consultations.Where(asked => asked.IsAwaited).Select(asked => AuditLine.WorkOf(Consultation.Key.Value, asked.Number, asked.Assignee?.Value)));
        if (DossierPromise.IsWatched(replayed)) open = open.Append(AuditLine.WorkOf(DossierPromise.Key.Value, 1, null));
        var work = (first.Work ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        if (!open.Order(StringComparer.Ordinal).SequenceEqual(work))
            yield return Broken(_last, "danh sách việc không đúng với các bước đang mở", "the work list does not match the open steps");
    }

    /// <summary>The snapshot as it would be written today, so that members added since compare equal.</summary>
    private static string? Rewritten(string snapshot)
    {
        try { return StoredJson.Write(StoredJson.ReadDossier(snapshot)); }
        catch (JsonException) { return null; }
    }

    private static DossierEvent? Read(string body)
    {
        try { return StoredJson.ReadEvent(body); }
        catch (Exception fault) when (fault is JsonException or NotSupportedException) { return null; }
    }

    private JournalBreak Unreadable(int number) => Broken(number, $"không đọc được đến dòng {number}", $"cannot be read up to line {number}");

    private JournalBreak Broken(int number, string vi, string en)
    {
        _isSound = false;
        return new(_name, number, new Wording(vi, en));
    }
}

/// <summary>What the audit found: how much was read, and every break.</summary>
public sealed record JournalVerdict(int Journals, int Lines, IReadOnlyList<JournalBreak> Breaks)
{
    /// <summary>How many seals were looked at.</summary>
    public int Seals { get; init; }
}

/// <summary>A place where something does not hold: which journal (or sealed day), at which line, and how it shows.</summary>
public sealed record JournalBreak(string Journal, int Number, Wording Message)
{
    /// <summary>The day whose seal shows it; null where the journal itself does.</summary>
    public DateOnly? SealedOn { get; init; }
}
