using System.Collections.Immutable;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>What a form lets an officer choose is what the decider takes from them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ActOfficeTests(string kind)
{
    private static readonly AgencyCode Health = new("H35.05.01"), Farming = new("H35.08.01");
    private static readonly Officer Expert = Of("chuyenvien-kt", [Role.HandlingOfficer], Commune, "chuyen-vien-kinh-te");
    private static readonly Officer Head = Of("truongphong-kt", [Role.HandlingOfficer, Role.Leader], Commune, "truong-phong-kinh-te");
    private static readonly Officer Chairman = Of("chutich", [Role.HandlingOfficer, Role.Leader], Commune, "chu-tich");
    private static readonly Officer Doctor = Of("phoihop", [Role.HandlingOfficer], Health, "chuyen-vien");

    private Town _town = null!;

    [SetUp]
    public async Task Open()
    {
        _town = await Town.OpenAsync(kind);
        // The same process, examined by whoever holds a position that the sample catalogue fills.
        await _town.PublishAsync(ElsaDocument.Read(Document().ToCanonicalText().Replace("\"chuyen-vien\"", "\"chuyen-vien-kinh-te\"", StringComparison.Ordinal)).Document!, new(2026, 3, 2));
    }

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private static Officer Of(string id, Role[] roles, AgencyCode place, string position) => new(new(id), id, place, roles.ToHashSet(), [new Post(place, new(position))]);

    private async Task<IReadOnlyList<ActOffer>> OffersAsync(Officer officer, DossierCode code) => await _town.The<ActOffice>().OffersAsync(officer, await _town.ViewAsync(code), default);

    private static string[] Choices(IEnumerable<ActOffer> offers, string act, string field) =>
        [.. offers.Single(offer => offer.Act == act && !offer.IsDraft).Fields.Single(each => each.Name == field).Choices.Select(choice => choice.Value)];

    private static DossierCommand.DraftAct Draft(Officer by, string act) => new(by, act, null, ImmutableSortedDictionary<string, string>.Empty
        .Add("reason", "Chờ kết luận thanh tra").Add("basis", "Điều 9").Add("documentNumber", "12/QĐ-UBND").Add("documentDate", "2026-03-02"));

    /// <summary>On the expert's table, with a file, two bodies asked, and a draft of the expert's beside one of the head's.</summary>
    private async Task<DossierCode> BusyAsync()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.Assign(Chairman, B2, Expert, "Đúng việc"));
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 bản vẽ"));
        Assert.That((await _town.The<AttachmentOffice>().AddAsync(Expert, code, new("ban-ve.pdf", B2), content, null, default)).Refusal, Is.Null);
        await _town.HandleAsync(code, new DossierCommand.Consult(Expert, B2,
        [
            new(Health, "Có ý kiến gì?", TimeLimit.OfHours(8), SilenceRule.Wait, null), new(Farming, "Có ý kiến gì?", TimeLimit.OfHours(8), SilenceRule.Wait, null),
        ]));
        await _town.HandleAsync(code, Draft(Head, "suspend"));
        await _town.HandleAsync(code, Draft(Expert, "stop"));
        return code;
    }

    [Test]
    public async Task A_draft_is_offered_to_those_alone_who_may_decide_on_it()
    {
        var code = await BusyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Choices(await OffersAsync(Head, code), "approve-draft", "draft"), Is.EqualTo(new[] { "2" }), "never one's own, and the older one hides no other");
            Assert.That(Choices(await OffersAsync(Head, code), "drop-draft", "draft"), Is.EqualTo(new[] { "1" }));
            Assert.That(Choices(await OffersAsync(Chairman, code), "approve-draft", "draft"), Is.EqualTo(new[] { "1", "2" }));
            Assert.That(Choices(await OffersAsync(Expert, code), "drop-draft", "draft"), Is.EqualTo(new[] { "2" }));
            Assert.That((await OffersAsync(Expert, code)).Select(offer => offer.Act), Does.Not.Contain("approve-draft"));
        }
    }

    [Test]
    public async Task Nobody_is_asked_twice_and_nothing_given_to_whoever_has_it()
    {
        var code = await BusyAsync();
        Assert.That(Choices(await OffersAsync(Expert, code), "consult", "bodies"), Does.Contain("H35.08").And.Not.Contain(Health.Value).And.Not.Contain(Farming.Value).And.Not.Contain(Commune.Value));
        Assert.That(Choices(await OffersAsync(Chairman, code), "assign", "assignee"), Is.Empty, "the only one who holds the position has it");
        await _town.HandleAsync(code, new DossierCommand.HandBack(Expert, B2));
        Assert.That(Choices(await OffersAsync(Chairman, code), "assign", "assignee"), Is.EqualTo(new[] { Expert.Id.Value }));
    }

    /// <summary>Refusals of what was chosen, as against what was written.</summary>
    private static readonly HashSet<string> OfTheChoice =
        ["D104", "D105", "D106", "D110", "D112", "D219", "D252", "D253", "D263", "D265", "D278", "D279", "D280", "D281", "D284", "D285", "D287", "F111"];

    [Test]
    public async Task Whatever_may_be_chosen_is_taken_when_it_is_tried()
    {
        var owing = await _town.ReceivedAsync();
        await _town.HandleAsync(owing, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(owing, new DossierCommand.ImposeObligation(Expert, B2, "Tiền sử dụng đất", 150_000, new("5/TB", new(2026, 3, 2), "Lý A Páo")));
        var tried = 0;
        foreach (var code in new[] { await _town.ReceivedAsync(), await BusyAsync(), owing })
        {
            foreach (var officer in new[] { Mai, Expert, Head, Chairman, Doctor, Expert with { StandsInFor = [Head] } })
            {
                var offers = await OffersAsync(officer, code);
                foreach (var (offer, field, choice) in offers.SelectMany(offer => offer.Fields.SelectMany(field => field.Choices.Select(choice => (offer, field, choice)))))
                {
                    var said = offer.Fields.Select(each => KeyValuePair.Create(each.Name, each == field ? choice.Value : Written(each)));
                    var read = (await _town.The<ActOffice>().ReadAsync(officer, offers, offer.Act, offer.Step, offer.IsDraft, said, default))!;
                    if (read.Command is null) continue; // another field has nothing to choose from
                    var refusal = (await _town.Dossiers.PreviewAsync(code, read.Command, default)).Refusal;
                    Assert.That(OfTheChoice, Does.Not.Contain(refusal?.Code ?? ""), $"{officer.Id}: {offer.Key} {field.Name} = {choice.Value}: {refusal?.Message.En}");
                    tried++;
                }
            }
        }
        Assert.That(tried, Is.GreaterThan(150));
    }

    private static string Written(ActField field) => field.Default ?? field.Kind switch
    {
        ActFieldKind.Day => "2026-03-02",
        ActFieldKind.Moment => "2026-03-20T10:00",
        ActFieldKind.Number or ActFieldKind.Amount => "1",
        ActFieldKind.Flag => "",
        ActFieldKind.Choice or ActFieldKind.Officer or ActFieldKind.Agencies => field.Choices.Select(choice => choice.Value).FirstOrDefault() ?? "",
        ActFieldKind.Attachments => "",
        _ => field.Name.StartsWith("signature", StringComparison.Ordinal) ? "" : "Một",
    };
}
