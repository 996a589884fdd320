using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The same step, the same decision: several dossiers in one go, each for itself.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class BatchTests(string kind)
{
    private static readonly Officer Leader = new(new("sep"), "sep", Commune, new HashSet<Role> { Role.Leader }, [new Post(Commune, new("chu-tich"))]);
    private static readonly Dictionary<string, string> Passed = new() { ["outcome"] = "Passed", ["note"] = "Đủ điều kiện" };

    private Town _town = null!;

    private BatchOffice Office => _town.The<BatchOffice>();

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    /// <summary>On the examining officers' table, unless the step is left out.</summary>
    private async Task<PickedStep> WaitingAsync(bool atIntake = false)
    {
        var code = await _town.ReceivedAsync();
        if (atIntake) return new(code, B1);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        return new(code, B2);
    }

    private async Task<int> LinesAsync(PickedStep pick) => (await _town.ViewAsync(pick.Code)).Journal.Count;

    [Test]
    public async Task What_was_chosen_goes_on_together_and_what_cannot_says_why()
    {
        var (one, two, theirs) = (await WaitingAsync(), await WaitingAsync(), await WaitingAsync());
        await _town.HandleAsync(theirs.Code, new DossierCommand.Claim(Lan, B2));
        var gone = new PickedStep(DossierCode.Parse("H35.40-260302-9999"), B2);

        var done = await Office.DoAsync(Minh, "complete", [one, theirs, gone, two], Passed, "khoá", default);

        Assert.That(done.Lines.Select(line => (line.Code, line.IsDone, line.Refusal?.Code)), Is.EqualTo(new (DossierCode, bool, string?)[]
        {
            (one.Code, true, null), (theirs.Code, false, "D106"), (gone.Code, false, "not-found"), (two.Code, true, null),
        }));
        Assert.That((await _town.ViewAsync(two.Code)).Journal.Select(line => line.Happened).OfType<DossierEvent.StepCompleted>().Last().Note, Is.EqualTo("Đủ điều kiện"));
    }

    [Test]
    public async Task Sent_again_nothing_is_done_twice_and_what_was_refused_is_tried_once_more()
    {
        var (one, theirs) = (await WaitingAsync(), await WaitingAsync());
        await _town.HandleAsync(theirs.Code, new DossierCommand.Claim(Lan, B2));
        await Office.DoAsync(Minh, "complete", [one, theirs], Passed, "khoá", default);
        var lines = await LinesAsync(one);

        await _town.HandleAsync(theirs.Code, new DossierCommand.HandBack(Lan, B2));
        var again = await Office.DoAsync(Minh, "complete", [one, theirs], Passed, "khoá", default);

        Assert.That(again.Lines.Select(line => line.IsDone), Is.EqualTo(new[] { true, true }));
        Assert.That(await LinesAsync(one), Is.EqualTo(lines));
        Assert.That((await Office.DoAsync(Minh, "complete", [one], Passed, "khoá khác", default)).Lines.Single().Refusal?.Code, Is.EqualTo("D104"), "another batch hears that it is over");
    }

    [Test]
    public async Task Another_step_is_another_decision()
    {
        var mai = Mai with { Posts = [.. Mai.Posts, .. Minh.Posts], Roles = new HashSet<Role> { Role.DeskOfficer, Role.HandlingOfficer } };
        var (examination, intake) = (await WaitingAsync(), await WaitingAsync(atIntake: true));

        var offer = await Office.OfferAsync(mai, "complete", [examination, intake], default);
        Assert.That(offer.Form!.Fields.Single(field => field.Name == "outcome").Choices.Select(choice => choice.Value), Does.Contain("Passed").And.Not.Contain("Accepted"));
        Assert.That(offer.Lines.Select(line => line.IsOpen), Is.EqualTo(new[] { true, false }));

        var done = await Office.DoAsync(mai, "complete", [examination, intake], Passed, null, default);
        Assert.That(done.Lines.Select(line => line.IsDone), Is.EqualTo(new[] { true, false }));
        Assert.That((await _town.ViewAsync(intake.Code)).Dossier.FindOpen(B1), Is.Not.Null);
    }

    [Test]
    public async Task A_form_that_cannot_be_read_does_nothing_at_all()
    {
        var one = await WaitingAsync();
        var done = await Office.DoAsync(Minh, "complete", [one], new Dictionary<string, string> { ["outcome"] = "Bay" }, null, default);
        Assert.That(done.Lines.Single().Fault?.En, Does.Contain("Bay"));
        Assert.That((await _town.ViewAsync(one.Code)).Dossier.FindOpen(B2), Is.Not.Null);
        Assert.That((await Office.DoAsync(Minh, "reject", [one], Passed, null, default)).Lines, Is.Empty, "what is no matter of batches is not done in one");
    }

    [Test]
    public async Task Two_officers_who_send_the_same_batch_at_once_do_each_dossier_once()
    {
        var picks = new[] { await WaitingAsync(), await WaitingAsync(), await WaitingAsync() };
        var both = await Task.WhenAll(new[] { Minh, Lan }.Select(officer => Task.Run(() => Office.DoAsync(officer, "complete", picks, Passed, "khoá", default))));

        Assert.That(both.SelectMany(batch => batch.Lines).Count(line => line.IsDone), Is.EqualTo(picks.Length));
        foreach (var pick in picks)
            Assert.That((await _town.ViewAsync(pick.Code)).Journal.Select(line => line.Happened).OfType<DossierEvent.StepCompleted>().Count(done => done.Step == B2), Is.EqualTo(1));
    }

    [Test]
    public async Task A_leader_gives_several_to_nobody_outside_their_house()
    {
        var one = await WaitingAsync();
        Assert.That((await Office.OfferAsync(Leader, "assign", [one], default)).Lines.Single().IsOpen);
        Assert.That((await Office.OfferAsync(Stranger, "assign", [one], default)).Lines.Single().Refusal?.Code, Is.EqualTo("not-found"));
        Assert.That((await Office.OfferAsync(Minh, "assign", [one], default)).Lines.Single().Refusal?.Code, Is.EqualTo("D262"));
    }
}
