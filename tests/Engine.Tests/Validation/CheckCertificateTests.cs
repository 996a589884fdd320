using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>The certificate says what was checked, by what, and what came out; what was not checked is not said to be passed.</summary>
public sealed class CheckCertificateTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Test]
    public void It_names_the_text_the_day_and_the_books()
    {
        var process = Sample.ProcessOf(Sample.Named("A"));
        var certificate = CheckCertificate.Of(process, new(Sample.Catalogue, Sample.Calendars, Day));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((certificate.Hash, certificate.On, certificate.Calendar, certificate.HasCatalogue), Is.EqualTo((process.Hash, (DateOnly?)Day, (int?)Sample.Calendars.Version, true)));
            Assert.That(certificate.IsClean);
            Assert.That(certificate.Checks().Select(check => check.Check.Code), Is.EqualTo(Enumerable.Range(1, 24).Select(number => $"C{number}")));
            Assert.That(certificate.Checks().Single(check => check.Check.Code == "C11"), Is.EqualTo(new CertifiedCheck(AppraisalList.All[10], true, 0, null, true)));
        }
    }

    [Test]
    public void What_was_not_run_is_not_passed()
    {
        var certificate = CheckCertificate.Of(Sample.ProcessOf(Sample.Named("A")), new());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(certificate.HasCatalogue, Is.False);
            Assert.That(certificate.Checks().Single(check => check.Check.Code == "C9").WasRun, Is.False);
        }
    }

    [Test]
    public void An_error_and_an_unanswered_warning_keep_it_from_being_clean()
    {
        var late = CheckCertificate.Of(Sample.ProcessOf("TINH-09"), new(Sample.Catalogue, Sample.Calendars, Day));
        var warned = CheckCertificate.Of(Sample.ProcessOf("TINH-06"), new(Sample.Catalogue, Sample.Calendars, Day));
        var found = late.Checks().Single(check => check.Check.Code == "C5");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(late.IsClean, Is.False);
            Assert.That((found.WasRun, found.Found > 0, found.Gravest, found.IsSettled), Is.EqualTo((true, true, (Severity?)Severity.Error, false)));
            Assert.That(warned.IsClean, Is.False);
        }
    }

    [Test]
    public void A_process_made_by_hand_cannot_be_certified() =>
        Assert.That(() => CheckCertificate.Of(new Drawing().Step("S", StepKind.Start).Process(), new()), Throws.ArgumentException);
}
