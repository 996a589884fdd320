using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Vocabulary;

public sealed class WordingTests
{
    [TestCase(0.5789, "0.#", "57,9 %", "57.9%")]
    [TestCase(1.0, "0.#", "100 %", "100%")]
    [TestCase(1.0, "0.0", "100,0 %", "100.0%")]
    [TestCase(null, "0.#", "–", "–")]
    public void A_share_is_written_as_each_language_writes_it(double? share, string digits, string vi, string en) =>
        Assert.That(Wording.Percent(share, digits), Is.EqualTo(new Wording(vi, en)));

    [TestCase(1000000, "1.000.000 đồng", "1,000,000 VND")]
    [TestCase(75000, "75.000 đồng", "75,000 VND")]
    [TestCase(0, "0 đồng", "0 VND")]
    public void Money_is_written_as_each_language_writes_it(int amount, string vi, string en) => Assert.That(Wording.Dong(amount), Is.EqualTo(new Wording(vi, en)));
}
