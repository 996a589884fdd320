using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The seals for people and programs to read. A root tells nothing about any dossier, so whoever is signed in may keep it.</summary>
public sealed class SealRegister
{
    private readonly SealStore _store;
    private readonly TimeProvider _clock;

    internal SealRegister(SealStore store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>The latest seals, latest first.</summary>
    public Task<IReadOnlyList<DaySeal>> LatestAsync(int most, CancellationToken ct) => _store.LatestAsync(most, ct);

    /// <summary>One day's seal; null while the day is not sealed.</summary>
    public Task<DaySeal?> FindAsync(DateOnly day, CancellationToken ct) => _store.FindAsync(day, ct);

    /// <summary>The last day that a seal may be expected for.</summary>
    public DateOnly LastDayOver => VietnamTime.DayOf(_clock.GetUtcNow() - SealSweep.Settling).AddDays(-1);

    /// <summary>Shows that a dossier's journal is under a day's seal: the leaf and the hashes beside its way to the root; null where the dossier did not grow that day.</summary>
    public async Task<SealProof?> ProveAsync(DateOnly day, DossierCode code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (await _store.FindAsync(day, ct) is not { } seal) return null;
        var leaves = await _store.LeavesAsync(day, ct);
        var journal = JournalKind.Dossiers.Prefix + code;
        if (leaves.FirstOrDefault(leaf => leaf.Journal == journal) is not { } mine) return null;
        string[] texts = [DaySeal.FirstLeaf(day, seal.Previous), .. leaves.Select(leaf => leaf.Text)];
        var index = Array.IndexOf(texts, mine.Text);
        return new SealProof(seal, mine.Number, mine.Hash, mine.Text, index, texts.Length, MerkleTree.ProofOf(texts, index));
    }
}

/// <summary>A proof that a journal line is under a seal (RFC 6962): hash <paramref name="Leaf"/> with a zero byte before it, then join with each of <paramref name="Beside"/> on the way up.</summary>
/// <param name="Number">The line of the journal.</param>
/// <param name="Index">Where the leaf stands in the tree of <paramref name="Count"/> leaves, from 0.</param>
public sealed record SealProof(DaySeal Seal, int Number, string Hash, string Leaf, int Index, int Count, IReadOnlyList<string> Beside)
{
    /// <summary>Whether the way leads to the seal's root.</summary>
    public bool Holds => MerkleTree.Holds(Leaf, Index, Count, Beside, Seal.Root);
}
