using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Tests.Storage;

public sealed class MerkleTreeTests
{
    [Test]
    public void The_root_is_the_one_RFC_6962_defines([Range(0, 20)] int count)
    {
        var leaves = Leaves(count);
        Assert.That(MerkleTree.RootOf(leaves), Is.EqualTo(Convert.ToHexStringLower(ByTheBook([.. leaves.Select(Encoding.UTF8.GetBytes)]))));
    }

    [Test]
    public void Every_leaf_has_a_proof_and_no_other_text_index_or_root_passes_with_it([Values(1, 2, 3, 7, 8, 13)] int count)
    {
        var leaves = Leaves(count);
        var root = MerkleTree.RootOf(leaves);
        for (var at = 0; at < count; at++)
        {
            var proof = MerkleTree.ProofOf(leaves, at);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(MerkleTree.Holds(leaves[at], at, count, proof, root), Is.True, $"leaf {at}");
                Assert.That(MerkleTree.Holds(leaves[at] + "x", at, count, proof, root), Is.False, "another text");
                Assert.That(Enumerable.Range(0, count).Where(other => other != at && MerkleTree.Holds(leaves[at], other, count, proof, root)), Is.Empty, "another place");
                Assert.That(MerkleTree.Holds(leaves[at], at, count, [.. proof, root], root), Is.False, "a longer way");
                if (proof.Count > 0) Assert.That(MerkleTree.Holds(leaves[at], at, count, [.. proof.Skip(1)], root), Is.False, "a shorter way");
            }
        }
    }

    [Test]
    public void An_inner_node_does_not_pass_for_a_leaf()
    {
        var two = MerkleTree.RootOf(["a", "b"]);
        var forged = Encoding.Latin1.GetString([.. SHA256.HashData("\0a"u8), .. SHA256.HashData("\0b"u8)]);
        Assert.That(MerkleTree.RootOf([forged]), Is.Not.EqualTo(two));
    }

    private static string[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(at => $"nhật ký {at}")];

    /// <summary>RFC 6962, 2.1, word for word.</summary>
    private static byte[] ByTheBook(byte[][] leaves)
    {
        if (leaves.Length == 0) return SHA256.HashData([]);
        if (leaves.Length == 1) return SHA256.HashData([0, .. leaves[0]]);
        var half = 1;
        while (half * 2 < leaves.Length) half *= 2;
        return SHA256.HashData([1, .. ByTheBook(leaves[..half]), .. ByTheBook(leaves[half..])]);
    }
}
