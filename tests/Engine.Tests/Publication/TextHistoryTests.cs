using TthcFlow.Engine.Publication;

namespace TthcFlow.Engine.Tests.Publication;

/// <summary>What can be taken back follows from the texts alone.</summary>
public sealed class TextHistoryTests
{
    // Each letter is a text; the answer names the texts that undo and redo would bring.
    [TestCase("", "-", "-")]
    [TestCase("a", "-", "-")]
    [TestCase("ab", "a", "-")]
    [TestCase("aba", "-", "b")] // taken back
    [TestCase("abab", "a", "-")] // and done again
    [TestCase("abc", "b", "-")]
    [TestCase("abcb", "a", "c")]
    [TestCase("abcba", "-", "b")] // twice back: the first text, and both ways forward
    [TestCase("abcbab", "a", "c")]
    [TestCase("abcbabc", "b", "-")]
    [TestCase("abcbd", "b", "-")] // a new change forgets what was taken back
    [TestCase("abcbdb", "a", "d")]
    public void A_text_that_says_again_what_stood_before_is_an_undo(string texts, string undo, string redo)
    {
        var history = TextHistory.Of([.. texts.Select(text => text.ToString())]);
        Assert.That((Named(history.Undo), Named(history.Redo)), Is.EqualTo((undo, redo)));

        string Named(int? place) => place is { } at ? texts[at].ToString() : "-";
    }
}
