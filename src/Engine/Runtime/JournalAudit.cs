using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Reads every journal from its first line to its last and tells where the chain of hashes does not hold (kiểm tra tính toàn vẹn của nhật ký).</summary>
public sealed class JournalAudit
{
    private readonly FlowDatabase _database;

    internal JournalAudit(FlowDatabase database) => _database = database;

    /// <summary>All journals of dossiers and of drafts, line by line; memory does not grow with their number.</summary>
    public async Task<JournalVerdict> VerifyAsync(CancellationToken ct)
    {
        var (journals, lines, breaks) = (0, 0, new List<JournalBreak>());
        foreach (var (table, head, key) in new[] { ("dossier_journal", "dossier", "code"), ("publication_journal", "draft", "id") })
        {
            Chain? chain = null;
            // A full join also shows a head whose lines are gone, and lines whose head is gone.
            await foreach (var line in _database.StreamAsync(
                new Statement(
                    $"select coalesce(h.{key}, j.code), h.length, h.hash, j.number, j.body, j.hash from {head} h full join {table} j on j.code = h.{key} order by 1, 4"),
                row => new Line(row.Text(0), row.NumberOrNull(1), row.TextOrNull(2), row.NumberOrNull(3), row.TextOrNull(4), row.TextOrNull(5)), ct))
            {
                if (line.Journal != chain?.Journal)
                {
                    Close(chain);
                    chain = new Chain(line);
                    journals++;
                }
                if (line.Number is null) continue;
                lines++;
                if (chain.Add(line) is { } broken) breaks.Add(broken);
            }
            Close(chain);
        }
        return new JournalVerdict(journals, lines, breaks);

        void Close(Chain? chain)
        {
            if (chain?.Close() is { } broken) breaks.Add(broken);
        }
    }

    private sealed record Line(string Journal, int? Length, string? Head, int? Number, string? Body, string? Hash);

    private sealed class Chain(Line first)
    {
        private int _last;
        private string _hash = HashChain.Begin(first.Journal);

        public string Journal => first.Journal;

        public JournalBreak? Add(Line line)
        {
            var (number, expected) = (line.Number!.Value, HashChain.Next(_hash, line.Number.Value, line.Body!));
            var (follows, holds) = (number == _last + 1, expected == line.Hash);
            (_last, _hash) = (number, line.Hash!); // go on from what is stored, so that one forged line is told once
            return !follows ? Broken(number, $"thiếu dòng ngay trước dòng {number}", $"lines are missing before line {number}")
                : !holds ? Broken(number, $"dòng {number} không khớp mã băm", $"line {number} does not match its hash")
                : null;
        }

        public JournalBreak? Close() =>
            first.Length is null ? Broken(_last, "nhật ký không thuộc hồ sơ nào", "the journal belongs to nothing")
            : _last < first.Length ? Broken(first.Length.Value, $"thiếu các dòng sau dòng {_last}", $"lines after line {_last} are missing")
            : _last > first.Length ? Broken(_last, "thừa dòng so với hồ sơ", "there are more lines than the file counts")
            : _hash != first.Head ? Broken(_last, "dòng cuối không khớp với hồ sơ", "the last line does not match the file")
            : null;

        private JournalBreak Broken(int number, string vi, string en) => new(Journal, number, new Wording(vi, en));
    }
}

/// <summary>What the audit found: how much was read, and every break.</summary>
public sealed record JournalVerdict(int Journals, int Lines, IReadOnlyList<JournalBreak> Breaks);

/// <summary>A place where a journal was tampered with: whose, at which line, and how it shows.</summary>
public sealed record JournalBreak(string Journal, int Number, Wording Message);
