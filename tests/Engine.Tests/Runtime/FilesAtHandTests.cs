using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A program decides by what it last wrote of a dossier; whatever others did meanwhile, the answer is the one that reading first would have given.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class FilesAtHandTests(string kind)
{
    private Town _town = null!;
    private ServiceProvider _second = null!;
    private DossierCode _code = null!;

    private DossierOffice Here => _town.Dossiers;

    private DossierOffice There => _second.GetRequiredService<DossierOffice>();

    [SetUp]
    public async Task Open()
    {
        _town = await OpenAsync(kind);
        _second = _town.SecondHost();
        _code = await _town.ReceivedAsync();
        Done(await HandleAsync(Here, Complete(Mai, B1, "Accepted")));
        Assert.That(_town.The<DossierStore>().AtHand(_code)?.File!.Length, Is.EqualTo((await _town.ViewAsync(_code)).Length), "at hand from now on");
    }

    [TearDown]
    public async Task Close()
    {
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        await _second.DisposeAsync();
        await _town.DisposeAsync();
    }

    [Test]
    public async Task What_is_at_hand_is_what_would_be_read()
    {
        var read = (await _second.GetRequiredService<DossierStore>().OpenAsync(_code, null, default)).File!;
        var atHand = _town.The<DossierStore>().AtHand(_code)!.File!;

        Assert.That((atHand.Length, atHand.Hash, atHand.Line, StoredJson.Write(atHand.Dossier)), Is.EqualTo((read.Length, read.Hash, read.Line, StoredJson.Write(read.Dossier))));
    }

    [Test]
    public async Task What_was_typed_in_pieces_is_at_hand_as_it_would_be_read()
    {
        Done(await HandleAsync(Here, new DossierCommand.RequestSupplement(Minh, B2, ["Ba\u0309n ve\u0303"], "Thiếu bản vẽ")));

        Assert.That(_town.The<DossierStore>().AtHand(_code)!.File!.Dossier.Awaited.Single().Missing.Single(), Is.EqualTo("Bản vẽ"));
    }

    [Test]
    public async Task A_step_that_somebody_else_completed_elsewhere_is_refused_as_that_is()
    {
        Done(await HandleAsync(There, Complete(Minh, B2, "Passed")));

        var asRead = (await HandleAsync(There, Complete(Minh, B2, "Passed"))).Refusal;
        Assert.That((await HandleAsync(Here, Complete(Minh, B2, "Passed"))).Refusal, Is.EqualTo(asRead).And.Not.Null);
    }

    [Test]
    public async Task What_became_possible_elsewhere_is_not_refused()
    {
        Done(await HandleAsync(There, Complete(Minh, B2, "Passed")));

        Assert.That((await HandleAsync(Here, new DossierCommand.ReturnResult(Mai, "Trần Thị Đào"))).Refusal, Is.Null);
    }

    [Test]
    public async Task What_is_still_possible_goes_on_top_of_what_happened_elsewhere()
    {
        Done(await HandleAsync(There, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ")));
        Done(await HandleAsync(There, new DossierCommand.ReceiveSupplement(Mai, "Đã nộp")));

        Done(await HandleAsync(Here, Complete(Minh, B2, "Passed")));

        Assert.That((await _town.ViewAsync(_code)).Dossier.SupplementRounds, Is.EqualTo(1), "what happened there was not overlooked");
    }

    [Test]
    public async Task A_calendar_that_was_loaded_elsewhere_counts_at_once()
    {
        var calendar = JsonNode.Parse(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")))!;
        calendar["version"] = 2;
        calendar["years"]![0]!["holidays"]!.AsArray().Insert(3, JsonNode.Parse("""{"from":"2026-03-03","to":"2026-03-03","vi":"nghỉ bão","en":"storm"}"""));
        await _second.GetRequiredService<ProvinceSetup>().LoadCalendarAsync(calendar.ToJsonString(), default);

        Done(await HandleAsync(Here, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ")));
        Done(await HandleAsync(Here, new DossierCommand.ReceiveSupplement(Mai, "Đã nộp")));

        var due = await _town.The<FlowDatabase>().ListAsync(new Statement("select due_at from work where code = $1 and step = 'B2'", _code), row => row.Instant(0), default);
        Assert.That(due.Single(), Is.EqualTo((await _town.ViewAsync(_code)).Clocks.Steps.Single().DueAt));
    }

    [Test]
    public async Task A_repeated_command_hears_its_first_answer()
    {
        var first = await Here.HandleAsync(_code, Complete(Minh, B2, "Passed"), "khoá", null, default);

        Assert.That(await Here.HandleAsync(_code, Complete(Minh, B2, "Passed"), "khoá", null, default), Is.EqualTo(first));
        Assert.That(await There.HandleAsync(_code, Complete(Minh, B2, "Passed"), "khoá", null, default), Is.EqualTo(first));
        Assert.That((await Here.HandleAsync(_code, new DossierCommand.ReturnResult(Mai, "Ai đó"), "khoá", null, default)).Refusal, Is.Null, "another officer's key");
    }

    [Test]
    public async Task Who_saw_less_than_is_at_hand_is_told_so()
    {
        var seen = (await _town.ViewAsync(_code)).Length;
        Done(await HandleAsync(Here, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ")));

        Assert.That((await Here.HandleAsync(_code, new DossierCommand.ReceiveSupplement(Mai, "Đã nộp"), null, seen, default)).Refusal, Is.EqualTo(OfficeRefusals.Stale));
    }

    [Test]
    public async Task The_next_hash_goes_on_the_last_one_only_and_on_the_line_that_was_seen()
    {
        var store = _second.GetRequiredService<DossierStore>();
        var file = (await store.OpenAsync(_code, null, default)).File!;
        var thought = new DossierEvent.StepSeen(_town.Clock.Now, Minh.Id, B2, 1);
        var process = (await _town.ViewAsync(_code)).Process;
        var entry = new DossierEntry([thought], file.Dossier.Apply(thought), (await _town.ViewAsync(_code)).Clocks, [], process, ReferenceStore.NoCatalogue, _town.Clock.Now);

        foreach (var other in new[] { file with { Hash = new string('0', 64) }, file with { Line = "elsewhere" } })
            Assert.That(async () => await store.CommitAsync(other, entry, null, default), Throws.TypeOf<RivalException>());
        Assert.That(async () => await store.CommitAsync(file, entry with { Books = new BookVersions(0, 1) }, null, default), Throws.TypeOf<RivalException>());
        Assert.That((await store.OpenAsync(_code, null, default)).File!.Length, Is.EqualTo(file.Length), "and nothing of it is there");

        await store.CommitAsync(file, entry, null, default);
        Assert.That((await store.OpenAsync(_code, null, default)).File!.Length, Is.EqualTo(file.Length + 1));
    }

    [Test]
    public void Those_used_last_are_kept_and_no_more_than_two_thousand()
    {
        static DossierCode Code(int number) => DossierCode.Parse($"H35.40-260302-{number:00000}");
        var files = new FilesAtHand();
        for (var number = 1; number <= 5_000; number++) files.Keep(new DossierFile(Code(number), number, "", Dossier.Empty), default);

        Assert.That(Enumerable.Range(1, 5_000).Count(number => files.Find(Code(number)) is not null), Is.InRange(1_000, 2_000));
        Assert.That(Enumerable.Range(4_001, 1_000).Select(number => files.Find(Code(number))?.File!.Length), Is.EqualTo(Enumerable.Range(4_001, 1_000)));
        files.Forget(Code(5_000));
        Assert.That(files.Find(Code(5_000)), Is.Null);
    }

    private Task<DossierAnswer> HandleAsync(DossierOffice office, DossierCommand command) => office.HandleAsync(_code, command, null, null, default);
}
