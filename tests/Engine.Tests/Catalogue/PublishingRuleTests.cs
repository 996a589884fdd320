using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Catalogue;

/// <summary>Who appraises, proposes and publishes what, by the province's rules.</summary>
public sealed class PublishingRuleTests
{
    private const string Small = """
        {
          "procedures": [
            { "code": "1.000001", "name": "Cấp phép", "field": "Xây dựng", "levels": ["Province"], "cases": [] },
            { "code": "1.000002", "name": "Xác nhận", "field": "Đất đai", "levels": ["Commune"], "cases": [] }
          ],
          "agencies": [
            { "code": "H35", "name": "UBND tỉnh", "level": "Province" },
            { "code": "H35.07", "name": "Sở KH&CN", "level": "Province", "parent": "H35" },
            { "code": "H35.02", "name": "Trung tâm PVHCC tỉnh", "level": "Branch", "parent": "H35" }
          ],
          "publishing": [
            { "appraisedBy": "H35.07", "publishedBy": "H35", "authority": "Ủy ban nhân dân tỉnh" },
            { "track": "Shared", "appraisedBy": "H35.07", "proposedBy": "Appraiser", "publishedBy": "H35" },
            { "level": "Commune", "appraisedBy": "H35.07", "publishedBy": "H35.02" },
            { "field": "Đất đai", "level": "Province", "appraisedBy": "H35.07", "publishedBy": "H35.02" }
          ]
        }
        """;

    private static readonly AgencyCode Department = new("H35.05");

    // The track, the procedure; who appraises, proposes and publishes.
    [TestCase(ProcessKind.Public, "1.000001", "H35.07 Author H35")]
    [TestCase(ProcessKind.BetweenAgencies, "1.000001", "H35.07 Author H35")]
    [TestCase(ProcessKind.Public, "1.000002", "H35.07 Author H35.02")] // at the commune
    [TestCase(ProcessKind.SharedInternal, "1.000001", "H35.07 Appraiser H35")]
    [TestCase(ProcessKind.AgencyInternal, "1.000001", "H35.05 Author H35.05")] // no rule names it: it stays in the house
    public void The_rule_that_says_most_of_a_process_goes_first(ProcessKind kind, string procedure, string competent)
    {
        var competence = Competence.Of(ProvinceCatalogue.Parse(Small), new ProcessHeader { Kind = kind, Procedure = new(procedure) }, Department);
        Assert.That($"{competence.Appraises} {competence.Proposes} {competence.Publishes}", Is.EqualTo(competent));
    }

    [Test]
    public void Where_nothing_is_listed_any_appraiser_and_any_publisher_of_the_province_will_do()
    {
        var competence = Competence.Of(ProvinceCatalogue.Parse("{}"), new ProcessHeader { Procedure = new("1.000001") }, Department);
        Assert.That(competence, Is.EqualTo(new Competence(PublishingTrack.Public, null, Proposer.Author, null, null)));
    }

    [TestCase("""{"publishing": [{"track": "Secret"}]}""", "$.publishing[0].track: 'Secret'")]
    [TestCase("""{"publishing": [{"publishedBy": "H36"}]}""", "$.publishing[0].publishedBy: there is no agency 'H36'")]
    [TestCase("""{"publishing": [{"field": "Đất đai"}, {"field": "Đất đai"}]}""", "$.publishing: two rules are for the same processes")]
    [TestCase("""{"publishing": [{"signedBy": "H35"}]}""", "$.publishing[0].signedBy: no such member")]
    public void A_slip_of_the_pen_is_named(string json, string fault) =>
        Assert.That(() => ProvinceCatalogue.Parse(json), Throws.TypeOf<FormatException>().With.Message.Contain(fault));
}
