using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Samples;

/// <summary>The sample documents as files: canonical, understood whole, with the steps and hours of the procedures they stand for.</summary>
public sealed class SampleDocumentTests
{
    private static readonly DateOnly Demo = new(2026, 3, 2);

    private static IEnumerable<string> All => Sample.Processes.Concat(Sample.Fixtures);

    [Test]
    public void There_are_seven_samples_and_five_fixtures()
    {
        Assert.That(Sample.Processes.Select(name => name.Split('-')[0]), Is.EqualTo(new[] { "A", "B", "C", "D1", "D2", "E", "F" }));
        Assert.That(Sample.Fixtures, Is.EqualTo(new[] { "TINH-04", "TINH-06", "TINH-07", "TINH-09", "TINH-10" }));
    }

    [TestCaseSource(nameof(All))]
    public void The_file_is_the_canonical_form_of_itself(string name)
    {
        var reading = ElsaDocument.Read(Sample.BytesOf(name));
        Assert.That(reading.Findings, Is.Empty);
        Assert.That(reading.Document!.ToCanonicalUtf8().ToArray(), Is.EqualTo(Sample.BytesOf(name)));
    }

    [TestCaseSource(nameof(All))]
    public void Everything_in_it_is_understood(string name)
    {
        var process = Sample.ProcessOf(name);
        Assert.That(process.Faults, Is.Empty);
        Assert.That(process.Start, Is.Not.Null);
        Assert.That(process.Steps.Select(step => step.Key), Is.Unique);
    }

    /// <summary>The step tables of domain.md 1.6, in the unit they are printed in. B3 of A is drawn as two steps (see <see cref="The_site_visit_and_the_consultation_run_side_by_side"/>).</summary>
    [TestCase("A", "B1 4, B2 4, B3 8, B3a 16, B3b 16, B4 8, B5 4, B6 8, B7 4, B8 0")]
    [TestCase("B", "B1 2, B2 2, B3 12, B4 4, B5 2, B6 2, B7 0")]
    [TestCase("C", "B1 4, B2 4, B3 20, B4 8, B5 40, B6 16, B7 8, B8 16, B9 4, B10 0")]
    [TestCase("D1", "B1 1, B2 12, B3 1, B4 1, B5 0.5, B6 2.5, B7 5, B8 0")]
    [TestCase("D2", "B1 1, B2 2, B3 1, B4 0.5, B5 0.5, B6 2, B7 0.5, B8 0.5, B9 0.5, B10 0")]
    [TestCase("E", "B1 4, B2 4, B3 32, B4 8, B5 40, B6 4, B7 16, B8 12")]
    [TestCase("F", "B1 2, B2 3, B3 2, B4 1, B5 0")]
    public void Its_steps_and_hours_are_those_of_the_procedure(string letter, string table)
    {
        var steps = Sample.ProcessOf(Sample.Named(letter)).Steps.Where(step => step.Work?.Limit is not null && step.Key.Value.StartsWith('B') && step.Kind is not StepKind.AwaitSupplement);
        Assert.That(string.Join(", ", steps.OrderBy(step => int.Parse(step.Key.Value[1..].TrimEnd('a', 'b'), null)).ThenBy(step => step.Key.Value, StringComparer.Ordinal)
            .Select(step => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step.Key} {step.Work!.Limit!.Value.Value:0.##}"))), Is.EqualTo(table));
    }

    [Test]
    public void The_site_visit_and_the_consultation_run_side_by_side()
    {
        // A refusal on the papers' merits must not leave a consultation open, so only the site visit runs beside it; 8 + 16 are B3's 24 hours.
        var process = Sample.ProcessOf(Sample.Named("A"));
        int? MinutesOf(string step) => process.Find(new(step))?.Work?.Limit?.WorkingMinutes;
        Assert.That(MinutesOf("B3") + MinutesOf("B3b"), Is.EqualTo(24 * 60));
        Assert.That(MinutesOf("B3a"), Is.LessThanOrEqualTo(MinutesOf("B3b")!.Value));
        Assert.That(process.Find(new("B3a"))?.Work?.Silence, Is.EqualTo("Consent"));
    }

    [TestCaseSource(nameof(All))]
    public void Every_post_it_names_is_held_by_somebody(string name)
    {
        var process = Sample.ProcessOf(name);
        var commune = Sample.Catalogue.Find(process.Header.Procedure!)!.Levels.Contains(Engine.Catalogue.AgencyLevel.Commune);
        AgencyCode receiving = new(commune ? "H35.40" : process.Header.Kind is ProcessKind.BetweenAgencies ? "H35.05" : "H35.02");
        AgencyCode competent = new(commune ? "H35.40" : "H35.08");

        var unheld = from step in process.Steps
                     let position = step.Work?.Position
                     where position is not null
                     let place = step.Work?.Unit switch { "Receiving" => receiving, "Competent" => competent, var unit => new AgencyCode(unit!) }
                     where Sample.Catalogue.HoldersOf(place, position, Demo).Count == 0
                     select $"{step.Key} {place} {position}";
        Assert.That(unheld, Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public void Its_header_names_what_the_receipt_and_the_checks_need(string name)
    {
        var header = Sample.ProcessOf(name).Header;
        Assert.That(Sample.Catalogue.Find(header.Procedure!), Is.Not.Null);
        Assert.That(header.HeldTo, Is.Not.Null);
        Assert.That(header.Components, Is.Not.Empty);
        Assert.That(header.Fees, Is.Not.Empty.And.All.Property(nameof(Fee.Basis)).Not.Null);
        Assert.That(header.Results, Is.Not.Empty);
        Assert.That(header.Forms.Select(form => form.Number), Does.Contain("Mẫu 06"));
        Assert.That(header.LegalBases, Is.Not.Empty.And.All.Property(nameof(LegalBasis.Date)).Not.Null);
        Assert.That(header.Retention, Is.Not.Null.And.Not.Empty);
    }
}
