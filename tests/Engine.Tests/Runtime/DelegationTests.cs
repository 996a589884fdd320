using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Somebody stands in for another: from its first day, until its last, and not a day longer.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DelegationTests(string kind)
{
    private static readonly OfficerId Absent = new("chuyenvien-kt"), Substitute = new("tuphap"), Leader = new("truongphong-kt"), OfAnotherHouse = new("motcua-tanphong");
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly Post Economist = new(new("H35.40"), new("chuyen-vien-kinh-te"));

    private Town _town = null!;

    [SetUp]
    public async Task Open()
    {
        _town = await Town.OpenAsync(kind);
        foreach (var (id, roles) in new[] { (Absent, new[] { Role.HandlingOfficer }), (Substitute, [Role.HandlingOfficer]), (Leader, [Role.HandlingOfficer, Role.Leader]), (OfAnotherHouse, [Role.DeskOfficer]) })
        {
            await _town.The<AccountOffice>().SaveAsync(
                new Account { Id = id, Name = id.Value, Agency = new("H35.40"), Roles = roles.ToHashSet(), PasswordHash = "x", SecurityStamp = "x" }, isNew: true, default);
        }
    }

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private async Task<Officer> OfficerAsync(OfficerId id) => (await _town.The<AccountOffice>().OfficerAsync(id, default))!;

    private async Task<Refusal?> RegisterAsync(
        OfficerId by, int from = 0, int to = 2, OfficerId? substitute = null, Post? post = null, string reason = "Nghỉ phép", DelegationKind why = DelegationKind.Leave, OfficerId? absent = null) =>
        await _town.The<DelegationOffice>().RegisterAsync(
            await OfficerAsync(by), new(absent ?? Absent, substitute ?? Substitute, why, post, Monday.AddDays(from), Monday.AddDays(to), reason), default);

    [Test]
    public async Task A_leave_begins_and_ends_by_itself()
    {
        Assert.That(await RegisterAsync(Absent, from: 1, to: 2), Is.Null);
        async Task<IEnumerable<OfficerId>> Today() => (await OfficerAsync(Substitute)).StandsInFor.Select(person => person.Id);

        Assert.That(await Today(), Is.Empty, "Monday: not yet");
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        Assert.That(await Today(), Is.EqualTo(new[] { Absent }));
        Assert.That((await OfficerAsync(Substitute)).StandsInFor[0].Posts, Is.EqualTo(new[] { Economist }));
        _town.Clock.Now = new DateTimeOffset(2026, 3, 4, 16, 59, 0, TimeSpan.Zero); // Wed 4 March, 23:59 in Vietnam
        Assert.That(await Today(), Is.EqualTo(new[] { Absent }), "the last day counts to its end");
        _town.Clock.Now = _town.Clock.Now.AddMinutes(1);
        Assert.That(await Today(), Is.Empty);
        Assert.That((await OfficerAsync(Absent)).Posts, Is.EqualTo(new[] { Economist }), "nothing was taken away from whoever was absent");
    }

    [Test]
    public async Task The_substitute_has_the_work_on_the_list_and_does_it_in_the_others_name()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.Claim(Town.Minh, Town.B2));
        var clerk = new Officer(new("vanthu"), "Văn thư", Town.Commune, new HashSet<Role> { Role.HandlingOfficer }, [new Post(Town.Commune, new("van-thu"))]);
        var standingIn = clerk with { StandsInFor = [Town.Minh] };

        Assert.That(await _town.Register.WorkAsync(clerk, default), Is.Empty);
        Assert.That((await _town.Register.WorkAsync(standingIn, default)).Select(line => (line.Step, line.Assignee)), Is.EqualTo(new[] { (Town.B2, (OfficerId?)Town.Minh.Id) }));
        Assert.That(await _town.Register.WorkAsync(Town.Lan, default), Is.Empty, "Minh has taken it");

        await _town.HandleAsync(code, Town.Complete(standingIn, Town.B2, "Passed"));
        var done = (await _town.ViewAsync(code)).Journal.Select(line => line.Happened).OfType<DossierEvent.StepCompleted>().Last();
        Assert.That((done.By, done.OnBehalfOf), Is.EqualTo((clerk.Id, Town.Minh.Id)));
    }

    [Test]
    public async Task Who_may_register_whom_for_how_long()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RegisterAsync(Substitute), Is.EqualTo(DossierRefusals.NotYourDelegation), "a colleague does not");
            Assert.That(await RegisterAsync(Absent, substitute: Absent), Is.EqualTo(DossierRefusals.StandsInForOneself));
            Assert.That(await RegisterAsync(Absent, from: -1), Is.EqualTo(DossierRefusals.DelegationInThePast));
            Assert.That(await RegisterAsync(Absent, from: 2, to: 1), Is.EqualTo(DossierRefusals.DelegationDaysWrong));
            Assert.That(await RegisterAsync(Absent, to: 366), Is.EqualTo(DossierRefusals.DelegationDaysWrong));
            Assert.That(await RegisterAsync(Absent, reason: " "), Is.EqualTo(DossierRefusals.ReasonMissing));
            Assert.That(await RegisterAsync(Absent, post: new Post(new("H35.40"), new("chu-tich"))), Is.EqualTo(DossierRefusals.NoSuchPost));
            Assert.That(await RegisterAsync(Absent, substitute: OfAnotherHouse), Is.EqualTo(DossierRefusals.SubstituteOfAnotherAgency));
            Assert.That(await RegisterAsync(Leader, substitute: OfAnotherHouse), Is.EqualTo(DossierRefusals.SubstituteOfAnotherAgency));
        }
        Assert.That(await RegisterAsync(Leader, post: Economist, why: DelegationKind.Delegation), Is.Null, "the leader may");
        Assert.That(await RegisterAsync(Absent, from: 2, to: 5), Is.EqualTo(DossierRefusals.StoodInForAlready));
        Assert.That(await RegisterAsync(Absent, from: 3, to: 5), Is.Null, "the days after");
        Assert.That(await RegisterAsync(Leader, from: 4, to: 4, absent: Leader, substitute: Absent), Is.EqualTo(DossierRefusals.SubstituteOnLeave));
    }

    [Test]
    public async Task A_leader_gets_nobodys_rights_by_their_own_hand_and_disposes_of_no_equal()
    {
        OfficerId chairman = new("chutich"), deputy = new("phochutich"), clerk = new("vanthu");
        foreach (var (id, roles) in new[] { (chairman, new[] { Role.HandlingOfficer, Role.Leader }), (deputy, [Role.HandlingOfficer, Role.Leader]), (clerk, [Role.HandlingOfficer]) })
        {
            await _town.The<AccountOffice>().SaveAsync(
                new Account { Id = id, Name = id.Value, Agency = new("H35.40"), Roles = roles.ToHashSet(), PasswordHash = "x", SecurityStamp = "x" }, isNew: true, default);
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await RegisterAsync(Leader, absent: Absent, substitute: Leader), Is.EqualTo(DossierRefusals.RegistersOneself), "not even for those one leads");
            Assert.That(await RegisterAsync(Leader, absent: chairman, substitute: Leader), Is.EqualTo(DossierRefusals.NotYourDelegation), "who heads a division is not over the chairman");
            Assert.That(await RegisterAsync(Leader, absent: chairman, substitute: clerk), Is.EqualTo(DossierRefusals.NotYourDelegation));
            Assert.That(await RegisterAsync(deputy, absent: chairman, substitute: clerk), Is.EqualTo(DossierRefusals.NotYourDelegation), "both sign for the commune");
            Assert.That(await RegisterAsync(clerk, absent: new("khong-co-ai")), Is.EqualTo(DossierRefusals.NotYourDelegation), "whether there is somebody of that name is not told");
        }
        async Task<IEnumerable<OfficerId>> OfferedAsync(OfficerId id) => (await _town.The<DelegationOffice>().PeopleOfAsync(await OfficerAsync(id), default)).Select(person => person.Id);
        Assert.That(await OfferedAsync(Leader), Does.Contain(Leader).And.Contain(Absent).And.Not.Contain(chairman).And.Not.Contain(deputy), "the page offers what is taken");
        Assert.That(await OfferedAsync(chairman), Does.Contain(Leader).And.Not.Contain(deputy));
        Assert.That((await _town.The<DelegationOffice>().ColleaguesOfAsync(await OfficerAsync(Leader), default)).Select(person => person.Id), Does.Contain(Substitute).And.Not.Contain(Leader));

        Assert.That(await RegisterAsync(chairman, absent: Leader, substitute: Substitute), Is.Null, "who signs is over who does not");
        Assert.That(await RegisterAsync(chairman, absent: chairman, substitute: deputy), Is.Null, "one's own");
        var chairmans = (await _town.The<DelegationOffice>().OfAsync(await OfficerAsync(chairman), default)).Single(each => each.Principal == chairman);
        Assert.That(await _town.The<DelegationOffice>().RevokeAsync(await OfficerAsync(Leader), chairmans.Id, null, default), Is.EqualTo(DossierRefusals.NotYourDelegation));
    }

    [Test]
    public async Task What_is_called_off_is_over_at_once_and_stays_on_record()
    {
        var office = _town.The<DelegationOffice>();
        Assert.That(await RegisterAsync(Absent), Is.Null);
        var standing = (await office.OfAsync(await OfficerAsync(Substitute), default)).Single();
        Assert.That(await office.RevokeAsync(await OfficerAsync(OfAnotherHouse), standing.Id, null, default), Is.EqualTo(DossierRefusals.NotYourDelegation));
        Assert.That((await office.RevokeAsync(await OfficerAsync(Absent), standing.Id, new string('x', 2001), default))?.Code, Is.EqualTo("D115"));

        Assert.That(await office.RevokeAsync(await OfficerAsync(Absent), standing.Id, "Về sớm", default), Is.Null);
        Assert.That((await OfficerAsync(Substitute)).StandsInFor, Is.Empty);
        Assert.That((await office.OfAsync(await OfficerAsync(Absent), default)).Single().RevokedBy, Is.EqualTo(Absent));
        Assert.That(await office.RevokeAsync(await OfficerAsync(Absent), standing.Id, null, default), Is.EqualTo(DossierRefusals.DelegationOver));
        Assert.That(await RegisterAsync(Absent), Is.Null, "it may be registered anew");
    }
}
