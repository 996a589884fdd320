using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DossierRegisterTests(string kind)
{
    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task Work_stands_in_the_order_it_falls_due_and_only_before_those_who_may_do_it()
    {
        var late = await _town.ReceivedAsync("Thứ nhất");
        _town.Clock.Now = _town.Clock.Now.AddHours(1);
        var early = await _town.ReceivedAsync("Thứ hai");
        await _town.HandleAsync(early, Complete(Mai, B1, "Accepted"));
        _town.Clock.Now = _town.Clock.Now.AddHours(1);
        await _town.HandleAsync(late, Complete(Mai, B1, "Accepted"));
        await _town.ReceivedAsync("Thứ ba");

        var work = await _town.Register.WorkAsync(Minh, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(work.Select(line => line.Code), Is.EqualTo(new[] { early, late }), "the step opened first falls due first");
            Assert.That(work.Select(line => (line.Step, line.StepStanding, line.StepRemainingMinutes)),
                Is.EqualTo(new[] { (B2, Standing.OnTime, (int?)(3 * 480 - 60)), (B2, Standing.OnTime, 3 * 480) }));
            Assert.That((await _town.Register.WorkAsync(Mai, default)).Select(line => line.Applicant), Is.EqualTo(new[] { "Thứ ba" }));
            Assert.That(await _town.Register.WorkAsync(Stranger, default), Is.Empty, "the same position elsewhere");
        }
    }

    [Test]
    public async Task A_desk_sees_what_runs_waits_is_late_ready_or_closed()
    {
        var waiting = await _town.ReceivedAsync("Chờ");
        var ready = await _town.ReceivedAsync("Xong");
        var rejected = await _town.ReceivedAsync("Từ chối");
        var running = await _town.ReceivedAsync("Đang giải quyết");
        foreach (var code in new[] { waiting, ready, rejected, running }) await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(waiting, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"));
        await _town.HandleAsync(ready, Complete(Minh, B2, "Passed"));
        await _town.HandleAsync(rejected, Complete(Minh, B2, "Failed") with { Note = "Không đủ điều kiện" });

        async Task<string[]> Behind(DeskFilter filter) => [.. (await _town.Register.DeskAsync(Mai, new DossierQuestion(filter), default)).Lines.Select(line => line.Applicant).Order(StringComparer.Ordinal)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Behind(DeskFilter.Waiting), Is.EqualTo(new[] { "Chờ" }));
            Assert.That(await Behind(DeskFilter.ResultReady), Is.EqualTo(new[] { "Xong" }));
            Assert.That(await Behind(DeskFilter.Closed), Is.EqualTo(new[] { "Từ chối" }));
            Assert.That(await Behind(DeskFilter.Running), Is.EqualTo(new[] { "Chờ", "Xong", "Đang giải quyết" }));
            Assert.That(await Behind(DeskFilter.Overdue), Is.Empty);

            _town.Clock.Now = new DateTimeOffset(2026, 3, 11, 1, 0, 0, TimeSpan.Zero); // promised for 09:00 today, and it is eight
            Assert.That(await Behind(DeskFilter.DueToday), Is.EqualTo(new[] { "Đang giải quyết" }));
            _town.Clock.Now = _town.Clock.Now.AddHours(2);
            Assert.That(await Behind(DeskFilter.DueToday), Is.Empty);
            Assert.That(await Behind(DeskFilter.Overdue), Is.EqualTo(new[] { "Đang giải quyết" }));
            var late = (await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Overdue), default)).Lines.Single();
            Assert.That((late.Standing, late.RemainingMinutes, late.Steps.Count), Is.EqualTo((Standing.Overdue, (int?)-60, 1)));
        }
    }

    [Test]
    public async Task Another_agency_and_those_who_handle_no_dossiers_see_nothing()
    {
        var code = await _town.ReceivedAsync();
        var author = new Officer(new("soan"), "soan", Commune, new HashSet<Role> { Role.Author }, []);
        var controller = new Officer(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);

        using (Assert.EnterMultipleScope())
        {
            foreach (var blind in new[] { Stranger, author })
            {
                Assert.That(await _town.Register.OpenAsync(blind, code, default), Is.Null);
                Assert.That((await _town.Register.DeskAsync(blind, new DossierQuestion(DeskFilter.Running), default)).Total, Is.Zero);
            }
            foreach (var sees in new[] { Mai, Minh, controller })
            {
                Assert.That(await _town.Register.OpenAsync(sees, code, default), Is.Not.Null);
                Assert.That((await _town.Register.DeskAsync(sees, new DossierQuestion(DeskFilter.Running), default)).Total, Is.EqualTo(1));
            }
        }
    }

    [TestCase("0912345678", true)]
    [TestCase("+84 912 345 678", true)]
    [TestCase("012345678901", true)]
    [TestCase("0912345679", false)]
    [TestCase("", false)]
    public async Task A_citizen_learns_the_status_with_a_number_given_at_intake(string proof, bool told)
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"));

        var status = await _town.The<PublicRegister>().LookUpAsync(code, proof, default);

        Assert.That(status?.Status, Is.EqualTo(told ? DossierStatus.AwaitingSupplement : (DossierStatus?)null));
        Assert.That(status?.Missing, told ? Is.EqualTo(new[] { "Bản vẽ" }) : Is.Null);
    }
}
