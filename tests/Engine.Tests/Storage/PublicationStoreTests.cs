using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Storage.Office;

namespace TthcFlow.Engine.Tests.Storage;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PublicationStoreTests(string kind) : StorageTests(kind)
{
    private static readonly ProcedureCode Procedure = new("1.009994");
    private static readonly AgencyCode Commune = new("H35.40"), Ward = new("H35.41");

    [Test]
    public async Task A_version_holds_from_its_day_until_the_day_before_the_next()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-06-01");

        Assert.That(await InForceAsync("2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01", "2030-01-01"), Is.EqualTo("-aabb"));
        Assert.That(await IntervalsAsync(), Is.EqualTo(new[] { "b 2026-06-01..", "a 2026-03-01..2026-06-01" }));
    }

    [Test]
    public async Task What_is_in_force_on_a_day_is_one_version_of_each_process()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-06-01");

        var store = new PublicationStore(Db);
        Assert.That((await store.InForceAsync(new DateOnly(2026, 2, 28), default)).Select(version => version.Hash), Is.Empty);
        Assert.That((await store.InForceAsync(new DateOnly(2026, 5, 31), default)).Select(version => version.Hash), Is.EqualTo(new[] { Hash('a') }));
        Assert.That((await store.InForceAsync(new DateOnly(2026, 6, 1), default)).Select(version => version.Hash), Is.EqualTo(new[] { Hash('b') }));
    }

    [Test]
    public async Task A_version_published_for_an_earlier_day_ends_where_the_next_begins()
    {
        await PublishAsync('a', "2026-01-01");
        await PublishAsync('b', "2026-12-01");
        await PublishAsync('c', "2026-06-01");

        Assert.That(await IntervalsAsync(), Is.EqualTo(new[] { "b 2026-12-01..", "c 2026-06-01..2026-12-01", "a 2026-01-01..2026-06-01" }));
        Assert.That(await InForceAsync("2026-05-31", "2026-06-01", "2026-11-30", "2026-12-01"), Is.EqualTo("accb"));
    }

    [Test]
    public async Task A_version_corrected_on_its_first_day_was_never_in_force_on_a_whole_day()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-03-01");
        await PublishAsync('c', "2026-03-01");

        Assert.That(await InForceAsync("2026-02-28", "2026-03-01", "2026-12-31"), Is.EqualTo("-cc"));
        Assert.That(await CountAsync("process_version"), Is.EqualTo(3), "what was published stays");
    }

    [Test]
    public async Task An_old_text_may_become_law_again()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-04-01");
        await PublishAsync('a', "2026-05-01");

        Assert.That(await InForceAsync("2026-03-15", "2026-04-15", "2026-05-15"), Is.EqualTo("aba"));
        Assert.That((await new PublicationStore(Db).VersionAsync(Hash('a'), default))!.Value.Version.Act.EffectiveFrom, Is.EqualTo(new DateOnly(2026, 5, 1)));
    }

    [Test]
    public async Task Cases_of_a_procedure_have_versions_of_their_own()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-03-01", new CaseKey("cap-moi"));

        var store = new PublicationStore(Db);
        async Task<IEnumerable<ContentHash>> StandingAsync(CaseKey? @case) => (await store.InForceAsync(Procedure, @case, new DateOnly(2026, 3, 1), default)).Select(version => version.Hash);
        Assert.That(await StandingAsync(null), Is.EqualTo(new[] { Hash('a') }));
        Assert.That(await StandingAsync(new("cap-moi")), Is.EqualTo(new[] { Hash('b') }));
        Assert.That(await StandingAsync(new("gia-han")), Is.Empty);
    }

    [Test]
    public async Task Each_place_has_versions_of_its_own()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-03-01", place: Commune);
        await PublishAsync('c', "2026-03-01", place: Commune); // the correction of the same day
        await PublishAsync('d', "2026-06-01");
        await PublishAsync('e', "2026-02-01", place: Ward);
        await PublishAsync('f', "2026-01-01", place: Commune);

        Assert.That(await IntervalsAsync(), Is.EquivalentTo(new[]
        {
            "d 2026-06-01..", "a 2026-03-01..2026-06-01", "c 2026-03-01..@H35.40", "b 2026-03-01..2026-03-01@H35.40", "f 2026-01-01..2026-03-01@H35.40", "e 2026-02-01..@H35.41",
        }));
        var standing = await new PublicationStore(Db).InForceAsync(Procedure, null, new DateOnly(2026, 7, 1), default);
        Assert.That(standing.Select(version => (version.Hash, version.Place)), Is.EquivalentTo(new (ContentHash, AgencyCode?)[] { (Hash('d'), null), (Hash('c'), Commune), (Hash('e'), Ward) }));
    }

    [Test]
    public async Task Publishers_at_the_same_moment_leave_no_day_with_two_versions_at_any_place()
    {
        AgencyCode?[] places = [null, Commune];
        await using var second = SecondHost();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(() =>
            PublishAsync("abcdef12"[at], $"2026-0{1 + at / 2 % 2}-01", host: at % 2 == 0 ? Db : second, place: places[at / 4]))));

        var versions = await new PublicationStore(Db).VersionsAsync(Procedure, default);
        var days = Enumerable.Range(0, 100).Select(day => new DateOnly(2026, 1, 1).AddDays(day)).ToList();
        foreach (var place in places)
            Assert.That(days.Select(day => versions.Count(version => version.Place == place && version.Act.EffectiveFrom <= day && (version.To is null || day < version.To))), Is.All.EqualTo(1));
    }

    [Test]
    public async Task The_database_itself_keeps_places_apart()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-03-01", place: Commune);
        await PublishAsync('c', "2026-06-01", place: Commune);
        Assert.That(async () => await ForgeAsync("update process_version set place = '' where effective_from = '2026-06-01'"), Throws.Exception, "a version stays where it applies");
        Assert.That(async () => await ForgeAsync("update process_version set recorded = not recorded"), Throws.Exception, "how it came is not told otherwise");
        Assert.That(async () => await ForgeAsync("update process_version set effective_to = '2026-06-02' where effective_to is not null"), Throws.Exception, "one place, one day, one version");
        Assert.That(async () => await ForgeAsync(
            """
            insert into process_version (draft, hash, procedure_code, case_key, name, document, act_number, act_signed_on, act_authority, effective_from, published_at, place)
            select draft || 'x', hash, procedure_code, case_key, name, document, act_number, act_signed_on, act_authority, effective_from, published_at, place from process_version
            where place <> '' and effective_to is null
            """), Throws.Exception);
        Assert.That(await CountAsync("process_version"), Is.EqualTo(3));
    }

    [Test]
    public async Task Publishers_at_the_same_moment_leave_no_day_with_two_versions()
    {
        await PublishAsync('0', "2026-01-01");
        await using var second = SecondHost();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(() =>
            PublishAsync("abcdef12"[at], $"2026-0{2 + at % 4}-01", host: at % 2 == 0 ? Db : second))));

        var days = Enumerable.Range(0, 200).Select(day => new DateOnly(2026, 1, 1).AddDays(day));
        var versions = await new PublicationStore(Db).VersionsAsync(Procedure, default);
        Assert.That(versions, Has.Count.EqualTo(9));
        Assert.That(days.Select(day => versions.Count(version => version.Act.EffectiveFrom <= day && (version.To is null || day < version.To))), Is.All.EqualTo(1));
    }

    [Test]
    public async Task The_database_itself_refuses_two_versions_on_one_day()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-06-01");

        Assert.That(async () => await ForgeAsync("update process_version set effective_to = '2026-06-02' where effective_from = '2026-03-01'"), Throws.Exception);
        Assert.That(async () => await ForgeAsync("update process_version set effective_to = null where effective_from = '2026-03-01'"), Throws.Exception);
    }

    [Test]
    public async Task The_database_itself_keeps_what_was_published_as_it_was()
    {
        await PublishAsync('a', "2026-03-01");
        await PublishAsync('b', "2026-06-01");
        foreach (var forged in new[]
        {
            "update process_version set document = 'x'", "update process_version set hash = 'x'", "update process_version set effective_from = '2026-02-01' where effective_to is not null",
            "update process_version set act_number = '1'", "update process_version set published_at = null", "update process_version set calls = '[]'",
            "update process_version set effective_to = '2026-06-15' where effective_to = '2026-06-01'", "delete from process_version",
        })
            Assert.That(async () => await ForgeAsync(forged), Throws.Exception, forged);

        await ForgeAsync("update process_version set effective_to = '2026-05-01' where effective_to = '2026-06-01'"); // a repeal: the end comes earlier
        Assert.That(await IntervalsAsync(), Is.EqualTo(new[] { "b 2026-06-01..", "a 2026-03-01..2026-05-01" }));
    }

    [Test]
    public async Task A_draft_is_worked_on_while_the_version_is_in_force()
    {
        await PublishAsync('a', "2026-03-01");
        var store = new PublicationStore(Db);
        await store.BeginAsync("next", Drafted(), "text next", null, default);
        var open = (await store.OpenAsync("next", default))!;
        await store.WriteAsync(open, new DraftEntry(Lan, Monday, [], open.File, "text next 2", "Tên", Procedure), null, default);

        Assert.That(await InForceAsync("2026-03-01", "2026-12-31"), Is.EqualTo("aa"));
        Assert.That((await store.FirstDocumentAsync(Hash('a'), default)), Is.EqualTo("text a"));
    }

    [Test]
    public async Task The_same_law_published_again_from_another_drawing_keeps_its_first_bytes()
    {
        await PublishAsync('a', "2026-03-01", text: "text a, as first drawn");
        await PublishAsync('b', "2026-04-01");
        await PublishAsync('a', "2026-05-01", text: "text a, boxes moved", at: Monday.AddHours(1));

        Assert.That(await new PublicationStore(Db).FirstDocumentAsync(Hash('a'), default), Is.EqualTo("text a, as first drawn"));
    }

    [Test]
    public async Task Every_text_that_was_saved_is_kept()
    {
        var store = new PublicationStore(Db);
        await store.BeginAsync("d1", Drafted(), "text 1", null, default);
        foreach (var text in new[] { "text 2", "text 3" })
        {
            var open = (await store.OpenAsync("d1", default))!;
            await store.WriteAsync(open, new DraftEntry(Lan, Monday, [], open.File, text, "Tên mới", Procedure), null, default);
        }

        Assert.That((await store.RevisionsAsync("d1", default)).Select(saved => (saved.Revision, saved.Document)), Is.EqualTo(new[] { (1, "text 1"), (2, "text 2"), (3, "text 3") }));
        Assert.That((await store.OpenAsync("d1", default))!.Document, Is.EqualTo("text 3"));
        Assert.That((await store.ListAsync(null, [PublicationStatus.Draft], default)).Single().Name, Is.EqualTo("Tên mới"));
        Assert.That(async () => await ForgeAsync("update draft_revision set document = 'x'"), Throws.Exception);
    }

    [Test]
    public async Task Of_two_people_who_save_or_submit_the_same_revision_one_is_told()
    {
        var store = new PublicationStore(Db);
        await store.BeginAsync("d1", Drafted(), "text 1", null, default);
        var seen = (await store.OpenAsync("d1", default))!;
        await store.WriteAsync(seen, new DraftEntry(Lan, Monday, [], seen.File, "text 2", "Tên", Procedure), null, default);

        Assert.That(
            async () => await store.WriteAsync(seen, new DraftEntry(Minh, Monday, [], seen.File, "text 2'", "Tên", Procedure), null, default), Throws.TypeOf<RivalException>());
        var submitted = new PublicationEvent.Submitted(Monday, Minh, Hash('a'), Procedure, null, "Tên");
        Assert.That(
            async () => await store.WriteAsync(seen, new DraftEntry(Minh, Monday, [submitted], seen.File.Apply(submitted), null, null, Procedure), null, default),
            Throws.TypeOf<RivalException>(), "what is submitted is what was read");
        Assert.That(await CountAsync("draft_revision"), Is.EqualTo(2));
        Assert.That(await CountAsync("publication_journal"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_acts_replay_to_the_state_of_the_file()
    {
        await PublishAsync('a', "2026-03-01");
        var id = (await new PublicationStore(Db).ListAsync(null, [PublicationStatus.Published], default)).Single().Id;
        var store = new PublicationStore(Db);

        Assert.That(StoredJson.Write(ProcessFile.Replay(await store.ActsAsync(id, default))), Is.EqualTo(StoredJson.Write((await store.OpenAsync(id, default))!.File)));
    }

    private static ContentHash Hash(char letter) => new(new string(letter, 64));

    private static PublicationEvent.Drafted Drafted(CaseKey? @case = null) => new(Monday, Lan, Department, Procedure, @case, "Cấp giấy phép xây dựng");

    private async Task PublishAsync(char letter, string from, CaseKey? @case = null, FlowDatabase? host = null, string? text = null, DateTimeOffset? at = null, AgencyCode? place = null)
    {
        var store = new PublicationStore(host ?? Db);
        var id = Guid.NewGuid().ToString("n");
        await store.BeginAsync(id, Drafted(@case), text ?? $"text {letter}", null, default);
        var draft = (await store.OpenAsync(id, default))!;
        var submitted = new PublicationEvent.Submitted(Monday, Lan, Hash(letter), Procedure, @case, "Cấp giấy phép xây dựng") { Place = place };
        var published = new PublicationEvent.Published(
            at ?? Monday, Minh, Hash(letter), new LegalAct("12/QĐ-UBND", new DateOnly(2026, 2, 20), "UBND tỉnh", DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture)));
        await store.PublishAsync(draft, new DraftEntry(Minh, Monday, [submitted, published], draft.File.Apply(submitted).Apply(published), null, null, Procedure), published, null, default);
    }

    private async Task<string> InForceAsync(params string[] days)
    {
        var letters = "";
        foreach (var day in days)
            letters += (await new PublicationStore(Db).InForceAsync(Procedure, null, DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), default)) is [var (hash, _, _)] ? hash.Value[0] : '-';
        return letters;
    }

    private async Task<string[]> IntervalsAsync() =>
        [.. (await new PublicationStore(Db).VersionsAsync(Procedure, default)).Select(version => $"{version.Hash.Value[0]} {version.Act.EffectiveFrom:yyyy-MM-dd}..{version.To:yyyy-MM-dd}{(version.Place is null ? "" : $"@{version.Place}")}")];
}
