using System.Collections.Immutable;
using System.Text.Json;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Storage;

/// <summary>How events are written down: composed letters, and always such that they can be read again.</summary>
public sealed class StoredJsonTests
{
    /// <summary>Marks that, in the written text, stand right behind the letter that ends an escape: composed as one text they would eat it.</summary>
    [TestCase("dòng một\n\u0301dòng hai")]
    [TestCase("\r\u0301")]
    [TestCase("\t\u030C")]
    [TestCase("\b\u0307\f\u0307")]
    [TestCase("\u001F\u0307")]
    [TestCase("\"\u0301\\\u0338")]
    public void A_text_can_be_read_again_whatever_marks_stand_in_it(string note)
    {
        var happened = new DossierEvent.Declined(DateTimeOffset.UnixEpoch, new OfficerId("mai"), note);
        Assert.That(StoredJson.ReadEvent(StoredJson.Write(happened)), Is.EqualTo(happened));
    }

    [Test]
    public void A_snapshot_says_nothing_of_what_a_dossier_has_none_of_and_is_read_like_one_that_does()
    {
        var (at, by) = (DateTimeOffset.UnixEpoch, new OfficerId("mai"));
        var dossier = Dossier.Replay([new DossierEvent.StepOpened(at, by, new("B1"), 1, new("H35.12"), new("chuyen-vien"), null)]);

        var written = StoredJson.Write(dossier);
        Assert.That(written, Does.Not.Contain("[]").And.Not.Contain("{}"));

        var earlier = JsonSerializer.SerializeToNode(JsonDocument.Parse(written))!.AsObject();
        foreach (var none in typeof(Dossier).GetProperties().Where(member => member.PropertyType.IsAssignableTo(typeof(System.Collections.ICollection)) && member.CanWrite))
            if (JsonNamingPolicy.CamelCase.ConvertName(none.Name) is var name && !earlier.ContainsKey(name))
                earlier[name] = none.PropertyType.Name.Contains("Dictionary", StringComparison.Ordinal) ? new System.Text.Json.Nodes.JsonObject() : new System.Text.Json.Nodes.JsonArray();
        foreach (var read in new[] { StoredJson.ReadDossier(written), StoredJson.ReadDossier(earlier.ToJsonString()) })
        {
            foreach (var member in typeof(Dossier).GetProperties().Where(member => member.CanWrite && member.PropertyType.IsAssignableTo(typeof(System.Collections.ICollection))))
                Assert.That(member.GetValue(read), Is.EqualTo(member.GetValue(dossier)).And.Not.Null, member.Name);
            Assert.That(read.Open.Single().SeenBy, Is.Empty);
            Assert.That(StoredJson.Write(read), Is.EqualTo(written));
        }
    }

    [Test]
    public void Whatever_people_may_do_can_be_sent_twice_and_done_once()
    {
        var by = new Officer(new("mai"), "mai", null, new HashSet<Role>(), []);
        foreach (var act in DossierActs.All)
            Assert.That(() => StoredJson.HashOf(act.Command(ActForm.Blank(by, new("B1"))), "H35.40-260302-0001"), Is.Not.Empty, act.Key);
    }

    [Test]
    public void What_was_typed_in_pieces_is_kept_composed_and_everything_beside_it_as_it_was()
    {
        var payment = new DossierEvent.PaymentRecorded(DateTimeOffset.UnixEpoch, new OfficerId("mai"), null, "Le\u0323\u0302 phi\u0301", 150_000m, "BL\n\u0301", PaymentWay.Cash);
        var drafted = new DossierEvent.ActDrafted(
            DateTimeOffset.UnixEpoch, new OfficerId("mai"), 1, "reject", null, ImmutableSortedDictionary<string, string>.Empty.Add("ly\u0301", "Thie\u0302\u0301u\n\u0301"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StoredJson.ReadEvent(StoredJson.Write(payment)), Is.EqualTo(payment with { Fee = "Lệ phí" }));
            Assert.That(((DossierEvent.ActDrafted)StoredJson.ReadEvent(StoredJson.Write(drafted))).Said.Single(), Is.EqualTo(KeyValuePair.Create("lý", "Thiếu\n\u0301")));
            Assert.That(StoredJson.Write(payment with { Receipt = "BL", Fee = "Le\u0323\u0302 phi\u0301" }), Is.EqualTo(StoredJson.Write(payment with { Receipt = "BL", Fee = "Lệ phí" })));
        }
    }

    [Test]
    public void An_answer_sent_in_pieces_is_the_answer_a_condition_asks_for() =>
        Assert.That(JsonSerializer.Deserialize<AttributeValue>("\"Pho\u031B\u0300ng\""), Is.EqualTo(AttributeValue.Of("Phờng")));
}
