using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>Biểu 06/VPCP/KSTT over random dossiers: whatever they did, both sides of the form meet.</summary>
public sealed class Form06Tests
{
    private static readonly ProvinceCatalogue Catalogue = ProvinceCatalogue.Parse(File.ReadAllText(Samples.Sample.PathOf("catalogue.json")));

    private static readonly DateTimeOffset Later = Calendar.At("2026-12-31 00:00");

    private static ReportPeriod Period(string from, string to) => ReportPeriod.Between(DateOnly.Parse(from, null), DateOnly.Parse(to, null), Later).Period!;

    private static readonly Gen<CountedDossier> AnyDossier =
        from number in Gen.Choose(1, 9999)
        from received in Gen.Choose(0, 120 * 24)
        from took in Gen.Choose(0, 60 * 24)
        from solved in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
        from promised in Gen.OneOf(Gen.Choose(0, 30 * 24).Select(hours => (int?)hours), Gen.Constant((int?)null))
        from channel in Gen.Elements(Channel.Direct, Channel.Online, Channel.Post)
        from procedure in Gen.Elements("3.990001", "1.001612", "2.000908", "9.999999")
        from agency in Gen.Elements("H35.40", "H35.40.02", "H35.41", "H35.08")
        from declined in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from asked in Gen.Choose(0, 3)
        let receivedAt = Calendar.At("2026-01-01 00:00").AddHours(received)
        let end = receivedAt.AddHours(took)
        select new CountedDossier(
            DossierCode.Parse($"H35.40-260302-{number:0000}"), new(procedure), new ContentHash(new string('b', 64)), new("H35.40.01"), new(agency), channel, receivedAt,
            promised is { } hours ? receivedAt.AddHours(hours) : null)
        {
            SolvedAt = solved || declined ? end : null,
            EndedAt = solved || declined ? end : null,
            EndedAs = declined ? DossierStatus.Declined : solved ? DossierStatus.Returned : null,
            Requests = [.. Enumerable.Range(1, asked).Select(at => new ClockSpan(receivedAt.AddHours(at * 7), at == asked && !solved ? null : receivedAt.AddHours(at * 7 + 3)))],
        };

    private static Form06 Form(IEnumerable<CountedDossier> dossiers, ReportPeriod period, OnTimeFormula formula, ReportGrouping by) =>
        Form06.Of(dossiers.Select(dossier => dossier.AsOf(period.Until)), period, formula, by, _ => TimeLimit.OfDays(5), Calendar.Book, Catalogue);

    [Test]
    public void Received_is_solved_and_under_way_in_every_line_by_every_formula() => Check.One(
        Campaign.Of(120),
        Prop.ForAll(AnyDossier.ListOf().ToArbitrary(), dossiers =>
        {
            foreach (var formula in OnTimeFormula.All)
                foreach (var by in Enum.GetValues<ReportGrouping>())
                {
                    var form = Form(dossiers, Period("2026-02-01", "2026-02-28"), formula, by);
                    Assert.That(form.IsConsistent, $"{formula.Name} {by} {form}");
                }
        }));

    [Test]
    public void What_one_month_leaves_open_the_next_one_carries_over_less_what_the_desk_refused() => Check.One(
        Campaign.Of(120),
        Prop.ForAll(AnyDossier.ListOf().ToArbitrary(), dossiers =>
        {
            var (february, march) = (Period("2026-02-01", "2026-02-28"), Period("2026-03-01", "2026-03-31"));
            var left = Form(dossiers, february, OnTimeFormula.Qd766, ReportGrouping.Field);
            var next = Form(dossiers, march, OnTimeFormula.Qd766, ReportGrouping.Field);
            var refused = dossiers.Count(dossier => dossier.IsDeclined && dossier.ReceivedAt < march.Since && dossier.EndedAt >= march.Since && dossier.EndedAt < march.Until);

            Assert.That(next.Total.CarriedOver, Is.EqualTo(left.Total.UnderWay - refused));
        }));

    [Test]
    public void Each_figure_is_as_great_as_the_list_behind_it() => Check.One(
        Campaign.Of(60),
        Prop.ForAll(AnyDossier.ListOf().ToArbitrary(), dossiers =>
        {
            var period = Period("2026-02-01", "2026-03-15");
            var form = Form(dossiers, period, OnTimeFormula.Timestamp, ReportGrouping.Agency);
            var placed = dossiers.Select(dossier => PlacedDossier.Of(dossier.AsOf(period.Until), period, OnTimeFormula.Timestamp, _ => TimeLimit.OfDays(5), Calendar.Book)).OfType<PlacedDossier>().ToArray();
            foreach (var cell in Enum.GetValues<Form06Cell>())
                foreach (var line in form.Lines)
                    Assert.That(placed.Count(one => one.IsIn(cell) && Form06.GroupOf(one.Dossier, ReportGrouping.Agency, Catalogue).Key == line.Key), Is.EqualTo(line.Counts.In(cell)), $"{line.Name} {cell}");
        }));

    [Test]
    public void A_unit_counts_for_its_agency_and_a_procedure_for_its_field()
    {
        var dossier = new CountedDossier(
            DossierCode.Parse("H35.40-260302-0001"), new("1.001612"), new ContentHash(new string('b', 64)), new("H35.40.01"), new("H35.40.02"), Channel.Direct, Calendar.At("2026-02-03 09:00"), null);

        Assert.That(Form06.GroupOf(dossier, ReportGrouping.Agency, Catalogue), Is.EqualTo(("H35.40", "UBND xã Bình Lư")));
        Assert.That(Form06.GroupOf(dossier, ReportGrouping.Field, Catalogue).Name, Is.EqualTo("Thành lập và hoạt động của hộ kinh doanh"));
    }

    [TestCase("2026-03-10", "2026-03-09", "R102")]
    [TestCase("2027-01-10", "2027-02-09", "R103")]
    [TestCase("2020-01-10", "2026-03-09", "R104")]
    public void A_period_that_is_none_is_refused(string from, string to, string code) =>
        Assert.That(ReportPeriod.Between(DateOnly.Parse(from, null), DateOnly.Parse(to, null), Later).Refusal?.Code, Is.EqualTo(code));

    [Test]
    public void A_period_that_is_not_over_is_judged_now()
    {
        var now = Calendar.At("2026-03-10 15:00");
        Assert.That(ReportPeriod.Between(null, null, now).Period, Is.EqualTo(new ReportPeriod(new(2026, 3, 1), new(2026, 3, 10), now)));
    }
}
