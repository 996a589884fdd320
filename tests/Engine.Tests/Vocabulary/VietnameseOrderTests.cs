using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Vocabulary;

public sealed class VietnameseOrderTests
{
    /// <summary>In the order of the dictionary: letters of a syllable first (a ă â, d đ, e ê, o ô ơ, u ư), then its tone (ngang huyền hỏi ngã sắc nặng).</summary>
    public static readonly string[] Names =
    [
        "4 Phương", "A Páo", "Ánh Sáng", "Ăm Bạt", "Âu Cơ", "Ba Hoa", "Bà Con", "Bạch Mai", "Băng Tâm", "Bùi Thị Xuân", "Cao Bá Quát", "Chu Văn An", "Công ty TNHH Ánh Dương",
        "Dao Thị Lan", "Doãn Mẫn", "Đàm Văn Ân", "Đào Tấn", "Đào Tất", "Đặng Dung", "Đinh Bộ Lĩnh", "Đỗ Phủ", "Giàng A Sử", "Hà Văn Ba", "Hoà", "Hoá", "Hồ Xuân Hương", "Lê Lai", "Lê Lợi",
        "Lò Văn Uy", "Lò Văn Ước", "Lô Thị Sáu", "Lương Thế Vinh", "Lưu Bang", "Ma Văn Kháng", "Mà", "Mả", "Mã Giám Sinh", "Má", "Mạ", "Mai An Tiêm", "Nguyễn An", "Nguyễn Ánh", "Nguyễn Ăn",
        "Nguyễn Thị Định", "Nguyễn Trãi", "Ô Mã Nhi", "Ông Ích Khiêm", "Ơn", "Quách Tuấn", "Tô Hoài", "Trần Thị Đào", "Trần Thị Đẹp", "Vàng A Páo", "Võ Thị Sáu", "Vũ", "Vừ A Dính", "Ý Nhi",
    ];

    [Test]
    public void Names_stand_as_in_the_dictionary()
    {
        var shuffled = Names.ToArray();
        new Random(7).Shuffle(shuffled);

        Assert.That(shuffled.Order(VietnameseOrder.Comparer), Is.EqualTo(Names));
    }

    [TestCase("Trần thị  ĐÀO", "Trần Thị Đào")]
    [TestCase("Hòa", "Hoà", TestName = "Where_the_tone_is_written_does_not_matter")]
    [TestCase("Tra\u0302\u0300n", "Trần", TestName = "Composed_and_decomposed_letters_stand_in_one_place")]
    [TestCase("Công ty “Ánh Dương”", "CÔNG TY ÁNH DƯƠNG")]
    public void Capitals_and_signs_do_not_count(string one, string other) => Assert.That(VietnameseOrder.Comparer.Compare(one, other), Is.Zero);

    [Test]
    public void A_key_is_plain_letters_that_every_database_compares_alike() =>
        Assert.That(VietnameseOrder.KeyOf(string.Join(' ', Names)).All(letter => letter is >= ' ' and < '\x7f'));

    [TestCase("")]
    [TestCase("…")]
    public void What_has_no_letters_stands_first(string text) => Assert.That(VietnameseOrder.KeyOf(text), Is.Empty);
}
