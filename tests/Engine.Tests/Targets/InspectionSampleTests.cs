using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Targets;

public sealed class InspectionSampleTests
{
    private static readonly Agency[] Agencies = [.. Enumerable.Range(1, 143).Select(number => new Agency(new($"H61.{number:000}"), $"Cơ quan {number}", AgencyLevel.Province, new("H61"), null, null, null))];

    private static QualityEvent.Drawn Drawn(int year, string seed, QualityRegister register)
    {
        var among = InspectionSample.Among(Agencies, register, year);
        return new(default, new("thamdinh"), year, seed, 25, InspectionSample.Draw(year, seed, 25, among), among);
    }

    [Test]
    public void The_same_seed_year_and_agencies_give_the_same_sample_in_whatever_order_they_come()
    {
        var among = InspectionSample.Among(Agencies, QualityRegister.Empty, 2026);

        var first = InspectionSample.Draw(2026, "12/KH-SKHCN", 25, among);
        Assert.That(InspectionSample.Draw(2026, "12/KH-SKHCN", 25, [.. among.Reverse()]), Is.EqualTo(first));
        Assert.That(InspectionSample.Draw(2026, "13/KH-SKHCN", 25, among), Is.Not.EqualTo(first));
        Assert.That(InspectionSample.Draw(2027, "12/KH-SKHCN", 25, among), Is.Not.EqualTo(first));
        Assert.That(first, Has.Count.EqualTo(36), "a quarter of 143, rounded up");
        Assert.That(first.Take(3).Select(agency => agency.Value), Is.EqualTo(new[] { "H61.127", "H61.001", "H61.038" }), "the same on every machine, for ever");
    }

    [Test]
    public void Within_four_years_everybody_is_drawn_and_nobody_twice_before()
    {
        var (register, seen) = (QualityRegister.Empty, new List<AgencyCode>());
        foreach (var year in new[] { 2026, 2027, 2028, 2029 })
        {
            var drawn = Drawn(year, $"hạt giống {year}", register);
            seen.AddRange(drawn.Agencies);
            register = register with { Samples = [.. register.Samples, new(year, drawn, null)] };
        }

        Assert.That(seen.Distinct().Count(), Is.EqualTo(143));
        Assert.That(seen.Take(108), Is.Unique, "three samples of 36 before anybody's turn comes again");
    }

    [Test]
    public void Whoever_was_inspected_without_being_drawn_stands_back_too()
    {
        var inspected = Agencies.Take(100).Select((agency, at) => new Registered<QualityEvent.Inspected>(
            at, new(default, new("thamdinh"), agency.Code, new(2025, 5, 5), InspectionResult.Conforms, "", "01/BB"), null)).ToList();

        var drawn = Drawn(2026, "x", QualityRegister.Empty with { Inspections = inspected });
        Assert.That(drawn.Agencies.Intersect(inspected.Select(line => line.Act.Agency)), Is.Empty);
    }
}
