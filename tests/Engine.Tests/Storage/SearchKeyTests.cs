using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Tests.Storage;

public sealed class SearchKeyTests
{
    [TestCase("Trần Thị Đào", "tran thi dao")]
    [TestCase("NGUYỄN  VĂN\tƯỚC ", "nguyen van uoc")]
    [TestCase("Tra\u0302\u0300n", "tran", TestName = "Composed_and_decomposed_letters_are_the_same")]
    public void A_key_has_no_diacritics_and_no_capitals(string text, string key) => Assert.That(SearchKey.Of(text), Is.EqualTo(key));

    [Test]
    public void What_like_takes_for_a_wildcard_is_taken_as_written() => Assert.That(SearchKey.Pattern("50%_\\"), Is.EqualTo("%50\\%\\_\\\\%"));
}
