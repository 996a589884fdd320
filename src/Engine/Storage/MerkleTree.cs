using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace TthcFlow.Engine.Storage;

/// <summary>The root over a list of texts, so that one root vouches for all of them and a short proof for each (cây băm Merkle, RFC 6962).</summary>
/// <remarks>A leaf is hashed with a zero byte before it, an inner node with a one: no node passes for a leaf. Memory grows with the logarithm of the leaves.</remarks>
internal sealed class MerkleTree
{
    private readonly List<(long Size, byte[] Hash)> _peaks = [];

    public long Count { get; private set; }

    /// <summary>The root over all leaves so far; lower-case hexadecimal.</summary>
    public string Root
    {
        get
        {
            if (_peaks is []) return Convert.ToHexStringLower(SHA256.HashData([]));
            var hash = _peaks[^1].Hash;
            for (var at = _peaks.Count - 2; at >= 0; at--) hash = Node(_peaks[at].Hash, hash);
            return Convert.ToHexStringLower(hash);
        }
    }

    public void Add(string leaf)
    {
        Count++;
        _peaks.Add((1, Leaf(leaf)));
        while (_peaks is [.., var left, var right] && left.Size == right.Size)
        {
            _peaks.RemoveRange(_peaks.Count - 2, 2);
            _peaks.Add((left.Size + right.Size, Node(left.Hash, right.Hash)));
        }
    }

    public static string RootOf(IEnumerable<string> leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves) tree.Add(leaf);
        return tree.Root;
    }

    /// <summary>What shows that a leaf is in the tree: the hashes beside its way up, from below.</summary>
    public static IReadOnlyList<string> ProofOf(IReadOnlyList<string> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)leaves.Count, nameof(index));
        var hashes = leaves.Select(Leaf).ToArray();
        var proof = new List<string>();
        Climb(0, hashes.Length, index);
        return proof;

        void Climb(int from, int to, int at)
        {
            if (to - from == 1) return;
            var middle = from + Half(to - from);
            if (at < middle)
            {
                Climb(from, middle, at);
                proof.Add(Convert.ToHexStringLower(Over(middle, to)));
            }
            else
            {
                Climb(middle, to, at);
                proof.Add(Convert.ToHexStringLower(Over(from, middle)));
            }
        }

        byte[] Over(int from, int to) => to - from == 1 ? hashes[from] : Node(Over(from, from + Half(to - from)), Over(from + Half(to - from), to));
    }

    /// <summary>Whether a proof leads from the leaf to the root, in a tree of that many leaves (RFC 9162, 2.1.3.2).</summary>
    public static bool Holds(string leaf, int index, int count, IReadOnlyList<string> proof, string root)
    {
        if (index < 0 || index >= count) return false;
        var (here, last, hash) = (index, count - 1, Leaf(leaf));
        foreach (var beside in proof)
        {
            if (last == 0) return false;
            var other = Convert.FromHexString(beside);
            if ((here & 1) == 1 || here == last)
            {
                hash = Node(other, hash);
                while ((here & 1) == 0 && here != 0) (here, last) = (here >> 1, last >> 1);
            }
            else hash = Node(hash, other);
            (here, last) = (here >> 1, last >> 1);
        }
        return last == 0 && Convert.ToHexStringLower(hash) == root;
    }

    /// <summary>The largest power of two that is smaller.</summary>
    private static int Half(int count) => 1 << (31 - BitOperations.LeadingZeroCount((uint)(count - 1)));

    private static byte[] Leaf(string text) => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(text)]);

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
