using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Storage;

public sealed class SearchKeyTests
{
    private static readonly PersonNumbers Numbers = new(new byte[32]);

    [TestCase("Trần Thị Đào", "tran thi dao")]
    [TestCase("NGUYỄN  VĂN\tƯỚC ", "nguyen van uoc")]
    [TestCase("Tra\u0302\u0300n", "tran", TestName = "Composed_and_decomposed_letters_are_the_same")]
    [TestCase("H35.12-260302-0007", "h35 12 260302 0007")]
    [TestCase("50% (một nửa) #@'\\", "50 mot nua")]
    public void Words_have_no_diacritics_no_capitals_and_no_punctuation(string text, string key) => Assert.That(SearchKey.Of(text), Is.EqualTo(key));

    [Test]
    public void A_dossier_is_found_by_its_words_and_by_digests_that_tell_nothing()
    {
        var key = SearchKey.OfDossier(DossierCode.Parse("H35.12-260302-0007"), "Trần Đào", "Nhà", [Numbers.DigestOf("012345678901"), null], [new("H35.12")]);

        Assert.That(key, Does.StartWith("h35 12 260302 0007 tran dao nha #").And.EndsWith(" @H35.12"));
        Assert.That(key, Does.Not.Contain("012345678901"));
    }

    [TestCase("0912345678", "+84 912 345 678")]
    [TestCase("0912.345.678", "0912 345 678")]
    [TestCase("b1234567", "B 1234567")]
    public void A_number_is_the_same_however_it_is_written(string one, string other) => Assert.That(Numbers.DigestOf(one), Is.Not.Null.And.EqualTo(Numbers.DigestOf(other)));

    [Test]
    public void Another_database_digests_otherwise() => Assert.That(new PersonNumbers([.. new byte[31], 1]).DigestOf("0912345678"), Is.Not.EqualTo(Numbers.DigestOf("0912345678")));

    [TestCase("0007", TestName = "The_tail_of_a_code_is_no_number_of_a_person")]
    [TestCase(null)]
    [TestCase("")]
    public void What_is_too_short_has_no_digest(string? number) => Assert.That(Numbers.DigestOf(number), Is.Null);

    [Test]
    public void Groups_of_digits_are_tried_as_words_and_as_one_number()
    {
        var terms = SearchKey.Asked("Đào 0912 345 678", Numbers);

        Assert.That(terms.Select(term => string.Join(' ', term.Beginnings)), Is.EqualTo(new[] { "dao", "0912 345 678" }));
        Assert.That(terms.Select(term => term.Exact), Is.EqualTo(new[] { null, $"#{Numbers.DigestOf("0912345678")}" }));
    }
}
