using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Documents;

namespace TthcFlow.Engine.Tests.Documents;

public sealed class CsvTextTests
{
    private static readonly Gen<string> Cells = Gen.Elements("a", "ố", "=", "+", "-", "@", "'", "\"", ",", ";", "\n", "\r\n", "\t", " ", "1").ListOf().Select(string.Concat);

    [Test]
    public void What_is_written_is_read_again_and_no_cell_begins_like_a_formula() => Check.One(Campaign.Of(500),
        Prop.ForAll(Cells.NonEmptyListOf().NonEmptyListOf().ToArbitrary(), rows =>
        {
            var read = CsvText.Read(Encoding.UTF8.GetString(CsvText.Write([.. rows.Select(row => (IReadOnlyList<string>)[.. row, "x"])]))[1..], ',', 1000);
            return read.Count == rows.Count
                && read.Zip(rows).All(pair => pair.First.Select(CsvText.Unguarded).SequenceEqual([.. pair.Second, "x"]))
                && read.SelectMany(row => row).All(cell => cell.Length == 0 || !"=+-@\t\r\n".Contains(cell[0]));
        }));

    [Test]
    public void A_quote_that_is_never_closed_ends_with_the_text() =>
        Assert.That(CsvText.Read("a,\"b\nc", ',', 10), Is.EqualTo(new[] { new[] { "a", "b\nc" } }));
}
