using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Engine.Tests.Events;

/// <summary>What others are promised about events: docs/events.md is compared with what the engine says.</summary>
public sealed class EventsPageTests
{
    private const string Begin = "<!-- kinds -->\n", End = "<!-- /kinds -->";

    [Test]
    public void Every_line_a_journal_can_have_is_a_kind_of_event()
    {
        var stored = typeof(DossierEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(each => (string)each.TypeDiscriminator!);
        Assert.That(EventKinds.All.Where(kind => kind.Source is EventSource.Dossier).Select(kind => kind.Name), Is.EquivalentTo(stored));
        Assert.That(EventKinds.All.Select(kind => kind.Type), Is.Unique);
    }

    [Test]
    public void The_page_lists_every_kind()
    {
        var table = new StringBuilder("| Type | Tiếng Việt | English |\n| --- | --- | --- |\n");
        foreach (var kind in EventKinds.All) table.Append(CultureInfo.InvariantCulture, $"| `{kind.Type}` | {kind.Wording.Vi} | {kind.Wording.En} |\n");
        var (file, page) = (PagePath(), File.ReadAllText(PagePath()));
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("TTHCFLOW_APPROVE") == "1") File.WriteAllText(file, page[..from] + table + page[to..]);
        Assert.That(page[from..to], Is.EqualTo(table.ToString()), "TTHCFLOW_APPROVE=1 approves; review the diff.");
    }

    [Test]
    public void The_page_shows_an_event_as_it_is_sent()
    {
        var example = new CloudEvent(
            "H35.40-260302-0001/4", "https://tthc.tinh.gov.vn/dossiers", "vn.gov.tthcflow.dossier.step-completed", "H35.40-260302-0001", new(2026, 3, 2, 2, 30, 0, TimeSpan.Zero), 128,
            new EventData.OfDossier(
                "H35.40-260302-0001", 4, "step-completed", "in-progress", "1.009994", "H35.40", "H35.40", new(new("B1"), "Tiếp nhận hồ sơ"),
                new(2026, 3, 11, 2, 0, 0, TimeSpan.Zero), new(2026, 3, 11, 2, 0, 0, TimeSpan.Zero)));
        var shown = File.ReadAllText(PagePath()).Split("```json\n")[1].Split("```")[0];
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(shown), JsonNode.Parse(example.ToJson())), Encoding.UTF8.GetString(example.ToJson()));
    }

    [Test]
    public void The_page_shows_a_signature_that_holds()
    {
        var page = File.ReadAllText(PagePath());
        var body = Encoding.UTF8.GetBytes("{\"specversion\":\"1.0\"}");
        Assert.That(page, Does.Contain($"sha256={WebhookChannel.SignatureOf("mot-khoa-du-dai-1", "1772418600", body)}"), WebhookChannel.SignatureOf("mot-khoa-du-dai-1", "1772418600", body));
    }

    [Test]
    public void A_batch_is_a_list_of_the_same_events()
    {
        var one = new CloudEvent("a/1", "/dossiers", "t", "a", DateTimeOffset.UnixEpoch, 1, new EventData.Trial("Cổng tỉnh"));
        var batch = JsonDocument.Parse(CloudEvent.ToJson([one, one])).RootElement;
        Assert.That(batch.GetArrayLength(), Is.EqualTo(2));
        Assert.That(batch[1].GetRawText(), Is.EqualTo(Encoding.UTF8.GetString(one.ToJson())));
    }

    [Test]
    public void Pauses_grow_to_a_day_and_differ_a_little()
    {
        Assert.That(SendingPauses.All.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause), Is.InRange(TimeSpan.FromHours(20), TimeSpan.FromHours(24)));
        Assert.That(SendingPauses.All, Is.Ordered);
        Assert.That(SendingPauses.After(SendingPauses.All.Count + 1, 7), Is.Null);
        var third = Enumerable.Range(1, 200).Select(number => SendingPauses.After(3, number)!.Value).ToList();
        Assert.That(third.Distinct().Count(), Is.GreaterThan(50));
        Assert.That(third, Is.All.InRange(TimeSpan.FromMinutes(1.6), TimeSpan.FromMinutes(2.4)));
    }

    private static string PagePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/events.md");
}
