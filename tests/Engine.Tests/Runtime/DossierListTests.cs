using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Vocabulary;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Lists as people leaf through them, narrow them down and search them, on both databases alike.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DossierListTests(string kind)
{
    private static readonly Officer Head = new(new("truong"), "truong", Commune, new HashSet<Role> { Role.Leader }, []);
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);

    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task What_no_keyboard_types_is_left_out_and_breaks_nothing()
    {
        await _town.ReceivedAsync("Trần\0 Thị Đào", "Nhà\0 ở");
        async Task<DeskLine> OneAsync(string? search = null, string? step = null) => (await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running, search, Step: step), default)).Lines.Single();

        var line = await OneAsync();
        Assert.That((line.Applicant, line.Subject), Is.EqualTo(("Trần Thị Đào", "Nhà ở")));
        Assert.That((await OneAsync("dao\0")).Code, Is.EqualTo(line.Code));
        Assert.That((await OneAsync(step: $"{line.Steps[0]}\0")).Code, Is.EqualTo(line.Code));
    }

    [TestCase("tran thi dao", 1)]
    [TestCase("Đào", 1)]
    [TestCase("dào TRAN", 1, TestName = "Words_come_in_any_order")]
    [TestCase("tr đà", 1, TestName = "The_beginning_of_a_word_is_enough")]
    [TestCase("ran", 0, TestName = "The_middle_of_a_word_is_not")]
    [TestCase("tran uoc", 0, TestName = "Every_word_must_be_met")]
    [TestCase("RIÊNG LẺ", 2)]
    [TestCase("H35.40-260302-0002", 1)]
    [TestCase("260302-0002", 1)]
    [TestCase("0002", 1)]
    [TestCase("0912345678", 1)]
    [TestCase("+84 912 345 678", 1)]
    [TestCase("Đào 0912 345 678", 1)]
    [TestCase("0912345", 0, TestName = "A_part_of_a_phone_number_tells_nothing")]
    [TestCase("012345678901", 2)]
    [TestCase("%", 0)]
    [TestCase("'", 0)]
    [TestCase("@H35.40", 2, TestName = "Our_own_marks_cannot_be_typed")]
    [TestCase("không có", 0)]
    [TestCase(" ", 2)]
    [TestCase(null, 2)]
    public async Task A_desk_finds_by_code_name_number_or_subject_with_or_without_diacritics(string? search, int found)
    {
        await _town.ReceivedAsync("Trần Thị Đào");
        await _town.Dossiers.ReceiveAsync(Permit, null, Receive("Lò Văn Ước", phone: "0987 654 321"), null, default);

        var page = await _town.Register.DeskAsync(Mai, new(DeskFilter.Running, search), default);
        Assert.That((page.Lines.Count, page.Total, page.Counts[DeskFilter.Running]), Is.EqualTo((found, found, found)));
        Assert.That((await _town.Register.DeskAsync(Controller, new(DeskFilter.All, search), default)).Lines, Has.Count.EqualTo(found));
        Assert.That((await _town.Register.DeskAsync(Stranger, new(DeskFilter.All, search), default)).Lines, Is.Empty, "another agency's are not found");
    }

    [TestCase(DeskFilter.Running, DeskOrder.Usual)]
    [TestCase(DeskFilter.Running, DeskOrder.Applicant)]
    [TestCase(DeskFilter.All, DeskOrder.Usual)]
    public async Task A_long_list_is_leafed_through_to_its_end_and_back(DeskFilter filter, DeskOrder order)
    {
        const int all = 2 * DossierRegister.PageSize + 3;
        for (var number = 0; number < all; number++)
        {
            if (number % 10 == 0) _town.Clock.Now = _town.Clock.Now.AddMinutes(30); // ten of a kind, so that ties are met
            await _town.ReceivedAsync(VietnameseOrderTests.Names[number % VietnameseOrderTests.Names.Length]);
        }

        var question = new DossierQuestion(filter, Order: order);
        var first = await _town.Register.DeskAsync(Mai, question, default);
        var second = await _town.Register.DeskAsync(Mai, question with { After = first.After }, default);
        var third = await _town.Register.DeskAsync(Mai, question with { After = second.After }, default);
        var back = await _town.Register.DeskAsync(Mai, question with { Before = third.Before }, default);
        var start = await _town.Register.DeskAsync(Mai, question with { Before = back.Before }, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Lines.Count, second.Lines.Count, third.Lines.Count, first.Total), Is.EqualTo((DossierRegister.PageSize, DossierRegister.PageSize, 3, all)));
            Assert.That(first.Lines.Concat(second.Lines).Concat(third.Lines).Select(line => line.Code).Distinct().Count(), Is.EqualTo(all));
            Assert.That((first.Before, third.After), Is.EqualTo(((PageMark?)null, (PageMark?)null)));
            Assert.That(back.Lines.Select(line => line.Code), Is.EqualTo(second.Lines.Select(line => line.Code)));
            Assert.That(start.Lines.Select(line => line.Code), Is.EqualTo(first.Lines.Select(line => line.Code)));
            Assert.That(start.Before, Is.Null, "the beginning is told");
            if (order is DeskOrder.Applicant)
                Assert.That(first.Lines.Concat(second.Lines).Concat(third.Lines).Select(line => line.Applicant), Is.Ordered.Using<string>(VietnameseOrder.Comparer));
        }
    }

    [Test]
    public async Task What_is_received_or_done_meanwhile_neither_repeats_a_line_nor_hides_one()
    {
        var codes = new List<DossierCode>();
        for (var number = 0; number < DossierRegister.PageSize + 5; number++)
        {
            _town.Clock.Now = _town.Clock.Now.AddMinutes(1);
            codes.Add(await _town.ReceivedAsync());
        }
        var first = await _town.Register.DeskAsync(Mai, new(), default);

        await _town.HandleAsync(codes[3], Complete(Mai, B1, "Declined") with { Note = "Không thuộc thẩm quyền" }); // closed: a page by number would now skip a line
        _town.Clock.Now = _town.Clock.Now.AddMinutes(1);
        codes.Add(await _town.ReceivedAsync());
        var second = await _town.Register.DeskAsync(Mai, new(After: first.After), default);

        Assert.That(first.Lines.Concat(second.Lines).Select(line => line.Code), Is.EqualTo(codes));
    }

    [Test]
    public async Task Names_stand_in_dictionary_order_on_both_databases()
    {
        var shuffled = VietnameseOrderTests.Names.ToArray();
        new Random(11).Shuffle(shuffled);
        foreach (var name in shuffled) await _town.ReceivedAsync(name);

        var question = new DossierQuestion(Order: DeskOrder.Applicant);
        var first = await _town.Register.DeskAsync(Mai, question, default);
        var rest = await _town.Register.DeskAsync(Mai, question with { After = first.After }, default);

        Assert.That(first.Lines.Concat(rest.Lines).Select(line => line.Applicant), Is.EqualTo(VietnameseOrderTests.Names));
    }

    [Test]
    public async Task Text_is_kept_composed_whatever_keyboard_it_came_from()
    {
        var code = await _town.ReceivedAsync("Tra\u0302\u0300n Đào", "Nhà ơ\u0309");
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted") with { Note = "Đu\u0309" });

        var view = await _town.ViewAsync(code);
        var line = (await _town.Register.DeskAsync(Mai, new(), default)).Lines.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((view.Particulars.Applicant.Name, view.Particulars.Subject), Is.EqualTo(("Trần Đào", "Nhà ở")));
            Assert.That((line.Applicant, line.Subject), Is.EqualTo(("Trần Đào", "Nhà ở")));
            Assert.That(view.Journal.Select(entry => entry.Happened).OfType<DossierEvent.StepCompleted>().Single().Note, Is.EqualTo("Đủ"));
        }
    }

    [Test]
    public async Task Work_is_leafed_through_too_and_its_marks_fit_no_other_list()
    {
        for (var number = 0; number < DossierRegister.PageSize + 3; number++) await _town.ReceivedAsync();

        var first = await _town.Register.WorkAsync(Mai, new WorkQuestion(), default);
        var second = await _town.Register.WorkAsync(Mai, new WorkQuestion(After: first.After), default);
        var back = await _town.Register.WorkAsync(Mai, new WorkQuestion(Before: second.Before), default);
        var elsewhere = await _town.Register.DeskAsync(Mai, new DossierQuestion(After: first.After), default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Lines.Count, second.Lines.Count, first.Counts[WorkFilter.All]), Is.EqualTo((DossierRegister.PageSize, 3, DossierRegister.PageSize + 3)));
            Assert.That(first.Lines.Concat(second.Lines).Select(line => line.Code).Distinct().Count(), Is.EqualTo(DossierRegister.PageSize + 3));
            Assert.That(back.Lines.Select(line => line.Code), Is.EqualTo(first.Lines.Select(line => line.Code)));
            Assert.That(elsewhere.Lines, Has.Count.EqualTo(DossierRegister.PageSize), "a mark of another list begins at the beginning");
        }
    }

    [Test]
    public async Task A_leader_sees_every_step_of_the_agency_and_others_those_at_their_places()
    {
        await _town.ReceivedAsync("Ở bộ phận một cửa");
        var examined = await _town.ReceivedAsync("Ở phòng");
        await _town.HandleAsync(examined, Complete(Mai, B1, "Accepted"));

        async Task<string[]> Of(Officer officer) => [.. (await _town.Register.WorkAsync(officer, new WorkQuestion(WorkScope.Unit), default)).Lines.Select(line => line.Applicant)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Of(Head), Is.EquivalentTo(new[] { "Ở bộ phận một cửa", "Ở phòng" }));
            Assert.That(await Of(Mai), Is.EqualTo(new[] { "Ở bộ phận một cửa" }));
            Assert.That(await Of(Minh), Is.EqualTo(new[] { "Ở phòng" }));
            Assert.That(await Of(Stranger), Is.Empty);
            Assert.That((await _town.Register.WorkAsync(Head, new WorkQuestion(), default)).Lines, Is.Empty, "nothing is the leader's own");
            Assert.That((await _town.Register.WorkAsync(Head, new WorkQuestion(WorkScope.Unit), default)).Counts[WorkFilter.Unassigned], Is.EqualTo(2));
        }
    }

    [Test]
    public async Task Steps_are_due_soon_then_overdue_and_wait_while_the_clock_stands_still()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted")); // B2: three days from Mon 2 March, 09:00
        async Task<WorkFilter[]> Filters() =>
            [.. (await _town.Register.WorkAsync(Minh, new WorkQuestion(), default)).Counts.Where(count => count.Value == 1 && count.Key is not (WorkFilter.All or WorkFilter.Unassigned)).Select(count => count.Key)];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Filters(), Is.Empty);
            _town.Clock.Now = new DateTimeOffset(2026, 3, 5, 1, 0, 0, TimeSpan.Zero); // Thu 08:00, an hour is left
            Assert.That(await Filters(), Is.EqualTo(new[] { WorkFilter.DueSoon }));
            _town.Clock.Now = _town.Clock.Now.AddHours(2);
            Assert.That(await Filters(), Is.EqualTo(new[] { WorkFilter.Overdue }));
            await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"));
            Assert.That(await Filters(), Is.EqualTo(new[] { WorkFilter.Waiting }));
        }
    }

    [Test]
    public async Task A_dossier_is_due_soon_when_a_quarter_of_its_time_is_left()
    {
        await _town.ReceivedAsync(); // seven working days, until Wed 11 March 09:00
        async Task<int> DueSoon() => (await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.DueSoon), default)).Lines.Count;

        _town.Clock.Now = new DateTimeOffset(2026, 3, 9, 3, 0, 0, TimeSpan.Zero); // Mon 10:00: 15 of 56 hours
        Assert.That(await DueSoon(), Is.Zero);
        _town.Clock.Now = _town.Clock.Now.AddHours(2); // 12:00: 13 of 56
        var shown = await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.DueSoon), default);
        Assert.That(shown.Lines.Select(line => line.Standing), Is.EqualTo(new[] { Standing.DueSoon }));
    }

    [Test]
    public async Task Lists_are_narrowed_down_by_procedure_step_and_person()
    {
        var examined = await _town.ReceivedAsync("Ở phòng");
        await _town.HandleAsync(examined, Complete(Mai, B1, "Accepted"));
        await _town.ReceivedAsync("Ở bộ phận một cửa");
        var step = (await _town.ViewAsync(examined)).Process.Find(B2)!.Name;

        async Task<int> Desk(DossierQuestion question) => (await _town.Register.DeskAsync(Mai, question, default)).Total;
        async Task<int> Work(WorkQuestion question) => (await _town.Register.WorkAsync(Head, question with { Scope = WorkScope.Unit }, default)).Lines.Count;
        var choices = await _town.Register.NarrowAsync(Head, new WorkQuestion(WorkScope.Unit), default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Desk(new(Procedure: Permit)), await Desk(new(Procedure: new("1.000001")))), Is.EqualTo((2, 0)));
            Assert.That((await Desk(new(Step: step)), await Desk(new(Person: Lan.Id))), Is.EqualTo((1, 0)));
            Assert.That((await Work(new(Procedure: Permit)), await Work(new(Step: step)), await Work(new(Person: Lan.Id))), Is.EqualTo((2, 1, 0)));
            Assert.That(choices.Procedures.Select(choice => choice.Code), Is.EqualTo(new[] { Permit }));
            Assert.That(choices.Steps, Does.Contain(step).And.Count.EqualTo(2));
            Assert.That((await _town.Register.NarrowAsync(Mai, new DossierQuestion(), default)).Steps, Is.EqualTo(choices.Steps));
        }
    }

    [TestCase("")]
    [TestCase("!")]
    [TestCase("AAAA")]
    [TestCase("bm8tdGltZQpBLTI2MDMwMi0wMDAx")]
    public async Task A_mark_that_is_none_begins_at_the_beginning(string text)
    {
        await _town.ReceivedAsync();
        PageMark.TryParse(text, null, out var mark);

        Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(After: mark), default)).Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_empty_database_has_no_key_and_two_hosts_that_need_one_make_the_same()
    {
        var db = _town.The<FlowDatabase>();
        Assert.That(await db.ListAsync(new Statement("select name from digest_key"), row => row.Text(0), default), Is.Empty, "a backup brings its own");

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => PersonNumbers.OfAsync(db, default))));
        Assert.That(made.Select(numbers => numbers.DigestOf("0912345678")).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_the_upgrade_fills_in_is_what_entries_write()
    {
        var code = await _town.ReceivedAsync("Trần Thị Đào");
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        var db = _town.The<FlowDatabase>();
        async Task<List<string>> Derived() =>
        [
            .. await db.ListAsync(new Statement("select search_key, applicant_order from dossier"), row => $"{string.Join(' ', row.Text(0).Split(' ').Order())} {row.Text(1)}", default),
            .. await db.ListAsync(new Statement("select agency, applicant_order from dossier_agency order by agency"), row => $"{row.Text(0)} {row.Text(1)}", default),
            .. await db.ListAsync(new Statement("select agency from work where place is not null"), row => row.Text(0), default),
        ];
        var before = await Derived();

        await db.WriteAsync([new Statement("update dossier set search_key = '', applicant_order = null"), new Statement("update work set agency = null")], default);
        await db.InTransactionAsync(async writing =>
        {
            await ListFilling.RunAsync(writing, default);
            return true;
        }, default);

        Assert.That(await Derived(), Is.EqualTo(before));
        Assert.That((await _town.Register.DeskAsync(Mai, new(Search: "0912345678"), default)).Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Counting_ends_at_a_bound()
    {
        await _town.ReceivedAsync();
        await _town.The<FlowDatabase>().WriteAsync(
            [
                new Statement(
                    """
                    with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
                    insert into dossier (code, version, status, procedure_code, receiving, competent, received_at, standing_still, applicant, search_key, shelf)
                    select 'X-260302-' || (1000 + n.i), d.version, d.status, d.procedure_code, d.receiving, d.competent, d.received_at, d.standing_still, d.applicant, '', 'open' from n, dossier d
                    """),
            ], default);

        Assert.That((await _town.Register.DeskAsync(Controller, new DossierQuestion(), default)).Total, Is.EqualTo(DossierRegister.CountedTo + 1));
    }
}
