using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Calendars.Calendar;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>How a calendar changes: proposed, weighed, put in force by a decision, and what then becomes of promises already printed.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class CalendarOfficeTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly Officer Colleague = Controller with { Id = new("kiemsoat2") };
    private static readonly CalendarDecision Decision = new("45/QĐ-UBND", new(2026, 3, 1), "Chủ tịch UBND tỉnh", "Bão số 5", "Luật Phòng thủ dân sự 2023");
    private static readonly string Tuesday = Stormy("2026-03-03");

    private Town _town = null!;

    private CalendarOffice Calendars => _town.The<CalendarOffice>();

    private CalendarCarry Carry => _town.The<CalendarCarry>();

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private static string Changed(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(Files.PathOf("calendars/2026.json")))!;
        change(file);
        return file.ToJsonString();
    }

    private static string Stormy(string from, string? to = null, string? unit = null) => Changed(file => file["closures"] = new JsonArray(new JsonObject
    {
        ["from"] = from,
        ["to"] = to,
        ["units"] = unit is null ? null : new JsonArray(unit),
        ["vi"] = "bão số 5",
        ["en"] = "storm No. 5",
        ["decision"] = new JsonObject { ["vi"] = "Quyết định 45/QĐ-UBND", ["en"] = "Decision 45/QĐ-UBND" },
    }));

    private async Task<int> ProposedAsync(string body) => Done(await Calendars.ProposeAsync(Controller, "Đóng cửa do bão", body, default)).Number!.Value;

    private async Task<int> InForceAsync(string body, PromiseRule promises = PromiseRule.Moved)
    {
        var number = await ProposedAsync(body);
        return Done(await Calendars.PutInForceAsync(Controller, number, 1, Decision, promises, default)).Version!.Value;
    }

    private static CalendarAnswer Done(CalendarAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer;
    }

    private IEnumerable<(DateOnly, int, string)> Told(DossierView view) =>
        ClockAccount.OfDossier(view.Dossier, view.Process, view.Calendars, _town.Clock.Now, ReminderLadders.National)!.Days.Select(day => (day.Day, day.Minutes, day.Why.Vi));

    private async Task<List<DossierEvent>> PromisesOf(DossierCode code) =>
        [.. (await _town.ViewAsync(code)).Journal.Select(line => line.Happened).Where(happened => happened is DossierEvent.PromiseMoved or DossierEvent.PromiseConfirmed)];

    [Test]
    public async Task A_proposal_changes_nothing_until_a_decision_puts_it_in_force()
    {
        var code = await _town.ReceivedAsync(); // Mon 2 March 09:00, due Wed 11 March 09:00
        await ProposedAsync(Tuesday);
        await Carry.RunOnceAsync(default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.ViewAsync(code)).Clocks.DueAt, Is.EqualTo(At("2026-03-11 09:00")));
            Assert.That((await Calendars.OverviewAsync(Controller, default)).Current!.Version, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_promise_that_moves_is_told_in_the_journal_with_calendar_and_decision_and_the_first_one_stays_on_record()
    {
        var code = await _town.ReceivedAsync();
        await InForceAsync(Tuesday);
        await Carry.RunOnceAsync(default);

        var (view, moved) = (await _town.ViewAsync(code), (await PromisesOf(code)).Single());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved, Is.EqualTo(new DossierEvent.PromiseMoved(
                _town.Clock.Now, Officer.System.Id, At("2026-03-11 09:00"), At("2026-03-12 09:00"), false, 2, "Quyết định 45/QĐ-UBND ngày 01/03/2026")));
            Assert.That(view.Dossier.PromisedAt, Is.EqualTo(At("2026-03-11 09:00")), "what the receipt says");
            Assert.That(view.Clocks.DueAt, Is.EqualTo(At("2026-03-12 09:00")));
            Assert.That((await _town.The<PublicRegister>().LookUpAsync(code, "012345678901", default))!.DueAt, Is.EqualTo(At("2026-03-12 09:00")), "the citizen sees it");
        }
        _town.Clock.Now = At("2026-03-11 10:00");
        Assert.That((await _town.Register.DeskAsync(Town.Mai, new DossierQuestion(DeskFilter.Overdue), default)).Total, Is.Zero, "lists go by the new time");
    }

    [Test]
    public async Task A_promise_that_is_frozen_stays_what_was_printed_while_steps_follow_the_new_calendar()
    {
        var code = await _town.ReceivedAsync();
        var step = (await _town.ViewAsync(code)).Clocks.Steps.Single().DueAt;
        Assert.That(step, Is.EqualTo(At("2026-03-02 14:30").AddHours(0.5)), "half a day from 09:00");
        await InForceAsync(Stormy("2026-03-02T10:00", "2026-03-03"), PromiseRule.Frozen);
        await Carry.RunOnceAsync(default);

        var view = await _town.ViewAsync(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.Clocks.DueAt, Is.EqualTo(At("2026-03-11 09:00")));
            Assert.That(view.Clocks.Steps.Single().DueAt, Is.EqualTo(At("2026-03-04 10:00")), "an hour on Monday, three on Wednesday");
            Assert.That(await PromisesOf(code), Is.Empty);
        }
        _town.Clock.Now = At("2026-03-11 10:00");
        Assert.That((await _town.ViewAsync(code)).Clocks.Standing, Is.EqualTo(Standing.Overdue), "it is judged by what was printed");
        Assert.That((await _town.Register.DeskAsync(Town.Mai, new DossierQuestion(DeskFilter.Overdue), default)).Total, Is.EqualTo(1));
    }

    [Test]
    public async Task A_frozen_promise_moves_with_the_first_later_calendar_that_moves_promises()
    {
        var code = await _town.ReceivedAsync();
        await InForceAsync(Tuesday, PromiseRule.Frozen);
        var later = JsonNode.Parse(Tuesday)!;
        later["closures"]!.AsArray().Add(JsonNode.Parse(Stormy("2026-03-05"))!["closures"]![0]!.DeepClone());
        await InForceAsync(later.ToJsonString());
        await Carry.RunOnceAsync(default);
        Assert.That((await PromisesOf(code)).OfType<DossierEvent.PromiseMoved>().Select(moved => (moved.From, moved.To, moved.CalendarVersion)),
            Is.EqualTo(new[] { (At("2026-03-11 09:00"), At("2026-03-13 09:00"), (int?)3) }), "both storms");
    }

    [Test]
    public async Task A_dossier_received_after_a_frozen_calendar_is_promised_by_it()
    {
        await InForceAsync(Tuesday, PromiseRule.Frozen);
        var code = await _town.ReceivedAsync();
        Assert.That((await _town.ViewAsync(code)).Dossier.PromisedAt, Is.EqualTo(At("2026-03-12 09:00")));
    }

    [Test]
    public async Task What_was_handed_on_keeps_its_label_on_the_control_slip_whatever_calendar_comes_later()
    {
        var code = await _town.ReceivedAsync();
        _town.Clock.Now = At("2026-03-02 16:00"); // an hour late
        await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        async Task<string> SlipAsync() => string.Join('|', (await _town.The<PaperOffice>().PrintAsync(Town.Mai, code, Engine.Papers.PaperKind.ControlSlip, null, "", default))!.Lists["BanGiao"][0].Values);
        var before = await SlipAsync();
        Assert.That(before, Does.Contain("quá hạn"));

        _town.Clock.Now = At("2026-03-02 16:10");
        await InForceAsync(Stormy("2026-03-02T10:00", "2026-03-02T15:30")); // with which the step would have been early
        await Carry.RunOnceAsync(default);
        Assert.That(await SlipAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_is_finished_never_changes_whatever_calendar_comes_later()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        _town.Clock.Now = At("2026-03-11 10:00"); // an hour late
        await _town.HandleAsync(code, Town.Complete(Town.Minh, Town.B2, "Passed"));
        var before = await _town.ViewAsync(code);
        Assert.That(before.Clocks.Standing, Is.EqualTo(Standing.Overdue));

        _town.Clock.Now = At("2026-03-11 11:00");
        await InForceAsync(Tuesday);
        await Carry.RunOnceAsync(default);
        var after = await _town.ViewAsync(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Length, Is.EqualTo(before.Length), "nothing was written");
            Assert.That((after.Clocks.DueAt, after.Clocks.Standing, after.Clocks.RemainingMinutes), Is.EqualTo((before.Clocks.DueAt, before.Clocks.Standing, before.Clocks.RemainingMinutes)));
            Assert.That(Told(after), Is.EqualTo(Told(before)), "the account too, though the Tuesday was closed meanwhile");
        }
    }

    [Test]
    public async Task A_storm_in_the_middle_of_an_open_pause_takes_nothing_twice()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        _town.Clock.Now = At("2026-03-03 08:00");
        await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Town.Minh, Town.B2, ["Bản vẽ"], "Thiếu"));
        await InForceAsync(Stormy("2026-03-03T10:00", "2026-03-03T16:00"));
        await Carry.RunOnceAsync(default);
        _town.Clock.Now = At("2026-03-03 14:00");
        await _town.HandleAsync(code, new DossierCommand.ReceiveSupplement(Town.Mai));

        // 56 h: Monday 6 h, Tuesday 07:00–08:00 and 16:00–17:00, and 48 h from Wednesday 4 March on.
        var promises = await PromisesOf(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.ViewAsync(code)).Clocks.DueAt, Is.EqualTo(At("2026-03-11 17:00")));
            Assert.That(promises.OfType<DossierEvent.PromiseMoved>().Zip(promises.OfType<DossierEvent.PromiseMoved>().Skip(1)).All(pair => pair.First.To == pair.Second.From), "each telling begins where the last one ended");
            Assert.That(promises.OfType<DossierEvent.PromiseMoved>().Last().To, Is.EqualTo(At("2026-03-11 17:00")));
        }
    }

    [Test]
    public async Task Whoever_dies_between_two_batches_or_within_one_leaves_the_rest_to_the_next_host_and_nothing_is_told_twice()
    {
        var codes = new List<DossierCode>();
        for (var n = 0; n < 7; n++) codes.Add(await _town.ReceivedAsync($"Người thứ {n}"));
        await InForceAsync(Tuesday);

        Assert.That(await Carry.RunBatchAsync(2, default), Is.EqualTo(2)); // and then this host dies
        var store = _town.The<CalendarStore>();
        var walk = (await store.WalkAsync(default))!;
        Assert.That((walk.Seen, walk.Moved, walk.Pass), Is.EqualTo((2, 2, 1)));
        Assert.That(await Carry.RunBatchAsync(2, default), Is.EqualTo(2));
        await store.KeepAsync(walk, _town.Clock.Now, default); // the batch was done, its checkpoint was lost

        await using var other = _town.SecondHost();
        await other.GetRequiredService<CalendarCarry>().RunOnceAsync(default);
        foreach (var code in codes) Assert.That(await PromisesOf(code), Has.Count.EqualTo(1), $"{code} was told once");
        _town.Clock.Now += CalendarCarry.SecondPassAfter;
        await other.GetRequiredService<CalendarCarry>().RunOnceAsync(default);
        foreach (var code in codes) Assert.That(await PromisesOf(code), Has.Count.EqualTo(1), $"{code} was told once, after the second walk too");
        Assert.That((await store.WalkAsync(default))!.FinishedAt, Is.Not.Null);
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task A_walk_in_one_hosts_hands_is_not_anothers()
    {
        await _town.ReceivedAsync();
        await InForceAsync(Tuesday);
        var store = _town.The<CalendarStore>();
        var now = _town.Clock.Now;
        Assert.That(await store.TakeUpAsync(now, now, default), Is.Not.Null);
        Assert.That(await store.TakeUpAsync(now, now, default), Is.Null);
        Assert.That(await store.TakeUpAsync(now + CalendarStore.Lease, now, default), Is.Not.Null, "the first one died with it");
    }

    [Test]
    public async Task Two_controllers_cannot_put_two_calendars_in_force_over_each_other()
    {
        var (one, other) = (await ProposedAsync(Tuesday), await ProposedAsync(Stormy("2026-03-04")));
        var answers = await Task.WhenAll(
            Task.Run(() => Calendars.PutInForceAsync(Controller, one, 1, Decision, PromiseRule.Moved, default)),
            Task.Run(() => Calendars.PutInForceAsync(Colleague, other, 1, Decision, PromiseRule.Moved, default)));
        Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
        var late = answers[0].IsDone ? other : one;
        Assert.That((await Calendars.PutInForceAsync(Colleague, late, 1, Decision, PromiseRule.Moved, default)).Refusal, Is.EqualTo(CalendarRefusals.BasedOnAnother(1, 2)));
    }

    [Test]
    public async Task Two_controllers_cannot_save_over_each_other()
    {
        var number = await ProposedAsync(Tuesday);
        Done(await Calendars.SaveAsync(Controller, number, 1, "Đóng cửa do bão", Stormy("2026-03-04"), default));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Calendars.SaveAsync(Colleague, number, 1, "x", Tuesday, default)).Refusal, Is.EqualTo(CalendarRefusals.EditedMeanwhile));
            Assert.That((await Calendars.PutInForceAsync(Colleague, number, 1, Decision, PromiseRule.Moved, default)).Refusal, Is.EqualTo(CalendarRefusals.EditedMeanwhile));
        }
        Done(await Calendars.WithdrawAsync(Controller, number, 2, default));
        Assert.That((await Calendars.SaveAsync(Controller, number, 3, "x", Tuesday, default)).Refusal, Is.EqualTo(CalendarRefusals.ProposalSettled));
    }

    [Test]
    public async Task Only_a_controller_changes_the_calendar_and_only_with_a_whole_decision()
    {
        var number = await ProposedAsync(Tuesday);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Calendars.ProposeAsync(Town.Mai, "x", Tuesday, default)).Refusal, Is.EqualTo(CalendarRefusals.NotAController));
            Assert.That((await Calendars.PutInForceAsync(Town.Mai, number, 1, Decision, PromiseRule.Moved, default)).Refusal, Is.EqualTo(CalendarRefusals.NotAController));
            Assert.That((await Calendars.PreviewAsync(Town.Mai, Tuesday, PromiseRule.Moved, new(), default)).Refusal, Is.EqualTo(CalendarRefusals.NotAController));
            Assert.That((await Calendars.ProposeAsync(Controller, "x", "{", default)).Refusal?.Code, Is.EqualTo("C105"));
            Assert.That((await Calendars.PutInForceAsync(Controller, number, 1, Decision with { Basis = " " }, PromiseRule.Moved, default)).Refusal?.Code, Is.EqualTo("C107"));
            Assert.That((await Calendars.PutInForceAsync(Controller, number, 1, Decision with { SignedOn = new(2026, 3, 3) }, PromiseRule.Moved, default)).Refusal, Is.EqualTo(CalendarRefusals.SignedInTheFuture));
            Assert.That((await Calendars.PutInForceAsync(Controller, 99, 1, Decision, PromiseRule.Moved, default)).Refusal, Is.EqualTo(OfficeRefusals.ProposalNotFound));
            var same = await ProposedAsync(Changed(file => file["version"] = 9));
            Assert.That((await Calendars.PutInForceAsync(Controller, same, 1, Decision, PromiseRule.Moved, default)).Refusal, Is.EqualTo(CalendarRefusals.NothingChanges));
            var lost = await ProposedAsync(Changed(file => file["years"]![0]!["confirmed"] = false));
            Assert.That((await Calendars.PutInForceAsync(Controller, lost, 1, Decision, PromiseRule.Moved, default)).Refusal, Is.EqualTo(CalendarRefusals.YearWithdrawn(2026)));
        }
    }

    [TestCase(PromiseRule.Moved)]
    [TestCase(PromiseRule.Frozen)]
    public async Task A_provisional_promise_becomes_certain_when_its_year_is_confirmed(PromiseRule promises)
    {
        await InForceAsync(Changed(file => file["unconfirmedYears"] = "Provisional"));
        _town.Clock.Now = At("2026-12-28 09:00");
        var code = await _town.ReceivedAsync(); // 7 days over a New Year nobody has entered: due Wed 6 January 09:00
        var received = (DossierEvent.Received)(await _town.ViewAsync(code)).Journal[0].Happened;
        Assert.That((received.Provisional, received.PromisedAt), Is.EqualTo((true, At("2027-01-06 09:00"))));
        Assert.That((await _town.The<PublicRegister>().LookUpAsync(code, "012345678901", default))!.Provisional, Is.True);

        await InForceAsync(Changed(file =>
        {
            file["unconfirmedYears"] = "Provisional";
            file["years"]!.AsArray().Add(JsonNode.Parse(
                """{ "year": 2027, "confirmed": true, "decision": { "vi": "Thông báo 2027", "en": "Notice 2027" }, "holidays": [ { "from": "2027-01-01", "vi": "Tết Dương lịch", "en": "New Year" } ] }"""));
        }), promises);
        await Carry.RunOnceAsync(default);
        var promised = await PromisesOf(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(promised.Select(happened => happened.GetType()), Is.EqualTo(new[] { typeof(DossierEvent.PromiseMoved), typeof(DossierEvent.PromiseConfirmed) }), "it was never certain, so it follows either way");
            Assert.That(((DossierEvent.PromiseConfirmed)promised[1]).PromisedAt, Is.EqualTo(At("2027-01-07 09:00")));
            Assert.That((await _town.The<PublicRegister>().LookUpAsync(code, "012345678901", default))!.Provisional, Is.False);
            Assert.That((await _town.ViewAsync(code)).Dossier.PromisedAt, Is.EqualTo(At("2027-01-06 09:00")), "the first one stays on record");
        }
    }

    [Test]
    public async Task Defect_unconfigured_year__a_promise_into_it_is_refused_with_the_year_and_no_date_is_given()
    {
        _town.Clock.Now = At("2026-12-28 09:00");
        var answer = await _town.Dossiers.ReceiveAsync(Town.Permit, null, Town.Receive(), null, default);
        Assert.That(answer.Refusal, Is.EqualTo(DossierRefusals.YearNotConfirmed(2027)));
    }

    [Test]
    public async Task The_preview_says_what_will_happen_and_changes_nothing()
    {
        var late = await _town.ReceivedAsync();
        _town.Clock.Now = At("2026-03-04 09:00");
        var other = await _town.ReceivedAsync("Giàng A Páo");
        _town.Clock.Now = At("2026-03-11 10:00"); // the first one is an hour overdue, a storm on Tuesday would have given it a day

        var (impact, refusal) = await Calendars.PreviewAsync(Controller, Tuesday, PromiseRule.Moved, new(), default);
        Assert.That(refusal, Is.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((impact!.Dossiers, impact.Moved, impact.Later, impact.IntoOverdue, impact.OutOfOverdue), Is.EqualTo((2, 1, 1, 0, 1)));
            Assert.That(impact.Lines.Select(line => (line.Code, line.Before, line.After)), Is.EqualTo(new[] { (late, At("2026-03-11 09:00"), At("2026-03-12 09:00")) }.Select(line => (line.late, (DateTimeOffset?)line.Item2, (DateTimeOffset?)line.Item3))));
            Assert.That(impact.Agencies.Select(count => (count.Code, count.Dossiers, count.Moved, count.OutOfOverdue)), Is.EqualTo(new[] { ("H35.40", 2, 1, 1) }));
            Assert.That(impact.Procedures.Select(count => (count.Code, count.Moved)), Is.EqualTo(new[] { (Town.Permit.Value, 1) }));
            Assert.That((await Calendars.PreviewAsync(Controller, Tuesday, PromiseRule.Frozen, new(), default)).Impact!.Moved, Is.Zero);
            Assert.That((await Calendars.PreviewAsync(Controller, Tuesday, PromiseRule.Moved, new(Agency: Town.Elsewhere), default)).Impact!.Lines, Is.Empty);
            Assert.That((await Calendars.PreviewAsync(Controller, Tuesday, PromiseRule.Moved, new(OnlyCrossing: true, AtMost: 0), default)).Impact!.Matching, Is.EqualTo(1));
            Assert.That((await _town.ViewAsync(late)).Clocks.DueAt, Is.EqualTo(At("2026-03-11 09:00")));
        }

        await InForceAsync(Tuesday);
        await Carry.RunOnceAsync(default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.ViewAsync(late)).Clocks.DueAt, Is.EqualTo(impact.Lines[0].After), "as the preview said");
            Assert.That(await PromisesOf(other), Is.Empty);
        }
    }

    [Test]
    public async Task The_preview_tells_of_steps_that_move_though_the_promise_is_frozen()
    {
        var code = await _town.ReceivedAsync();
        var (impact, _) = await Calendars.PreviewAsync(Controller, Stormy("2026-03-02T10:00", "2026-03-03"), PromiseRule.Frozen, new(), default);
        Assert.That((impact!.Moved, impact.StepsOnly), Is.EqualTo((0, 1)));
        Assert.That(impact.Lines.Single().Steps, Is.EqualTo(new[] { new StepShift(Town.B1, At("2026-03-02 15:00"), At("2026-03-04 10:00")) }), $"the intake of {code}");
    }

    [Test]
    public async Task A_workbook_holds_the_sums_and_the_dossiers()
    {
        await _town.ReceivedAsync();
        var number = await ProposedAsync(Tuesday);
        var book = await Calendars.ImpactBookAsync(Controller, number, PromiseRule.Moved, new(), default);
        using var package = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(new MemoryStream(book!), false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(package.WorkbookPart!.WorksheetParts.Count(), Is.EqualTo(4));
            Assert.That(package.WorkbookPart.WorksheetParts.Any(sheet => sheet.Worksheet!.InnerText.Contains("09:00 12/03/2026", StringComparison.Ordinal)));
            Assert.That(await Calendars.ImpactBookAsync(Town.Mai, number, PromiseRule.Moved, new(), default), Is.Null);
        }
    }

    [Test]
    public async Task A_closure_of_one_commune_moves_only_its_dossiers()
    {
        var code = await _town.ReceivedAsync();
        var (impact, _) = await Calendars.PreviewAsync(Controller, Stormy("2026-03-03", unit: "H35.41"), PromiseRule.Moved, new(), default);
        Assert.That(impact!.Moved, Is.Zero);
        (impact, _) = await Calendars.PreviewAsync(Controller, Stormy("2026-03-03", unit: "H35.40"), PromiseRule.Moved, new(), default);
        Assert.That(impact!.Lines.Select(line => line.Code), Is.EqualTo(new[] { code }));
    }
}
