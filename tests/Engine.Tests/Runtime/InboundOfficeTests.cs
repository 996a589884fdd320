using System.Text;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>What registered systems tell, on both databases: once each, in one transaction with what it leads to, and on record.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class InboundOfficeTests(string kind)
{
    private static readonly Officer Administrator = new(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);

    private static readonly ConnectedSystem Village = new("cong-xa", "Cổng xã", "cong-xa") { Agencies = [Commune] };

    private Town _town = null!;

    [SetUp]
    public async Task Open()
    {
        _town = await Town.OpenAsync(kind);
        Environment.SetEnvironmentVariable("TTHCFLOW_SECRET_CONG_XA", "khoá của cổng xã");
        Assert.That((await Systems.KeepAsync(Administrator, Village, 0, "Kết nối lần đầu", default)).Refusal, Is.Null);
    }

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private SystemOffice Systems => _town.The<SystemOffice>();

    private async Task<Officer> ComeInAsync(string key = "cong-xa") =>
        (await _town.The<SystemDoor>().EnterAsync((await _town.The<SystemDoor>().TokenAsync(key, "khoá của cổng xã", default))!, default)).Officer!;

    private static async IAsyncEnumerable<SentFile> Files(params (string Name, string Content)[] files)
    {
        foreach (var (name, content) in files)
        {
            await Task.Yield();
            yield return new(name, null, new MemoryStream(Encoding.UTF8.GetBytes(content)));
        }
    }

    private static string Submission(string code) =>
        $$"""{ "type": "submission", "code": "{{code}}", "procedure": "{{Permit}}", "receiving": "{{Desk}}", "competent": "{{Commune}}", "applicant": { "name": "Trần Thị Đào" }, "subject": "Xin cấp phép" }""";

    private async Task<InboundAnswer> SendAsync(string id, string message, params (string Name, string Content)[] files) =>
        await _town.The<InboundOffice>().TakeAsync(Village, await ComeInAsync(), new(id, message, InboundMessage.Read(Encoding.UTF8.GetBytes(message)), Files(files)), default);

    [Test]
    public async Task A_message_is_carried_out_once_and_written_down_with_what_it_led_to()
    {
        var first = await SendAsync("m-1", Submission("X-1"), ("to-khai.txt", "tờ khai"));
        Assert.That(first.Refusal, Is.Null);
        Assert.That((first.After!.Origin, first.After.Attachments.Count), Is.EqualTo((new ForeignCode("cong-xa", "X-1"), 1)));
        await _town.Dossiers.HandleAsync(first.Code!, new DossierCommand.Accept(Mai), null, null, default);
        var again = await SendAsync("m-1", Submission("X-1"), ("to-khai.txt", "tờ khai"));
        Assert.That((again.Code, again.After!.Status, again.IsRepeat), Is.EqualTo((first.Code, DossierStatus.Submitted, true)));
        Assert.That((await SendAsync("m-1", Submission("X-2"))).Refusal, Is.EqualTo(InboundRefusals.MessageIdReused));
        Assert.That((await SendAsync("m-2", Submission("X-1"))).Refusal, Is.EqualTo(InboundRefusals.CodeTaken(first.Code!)));

        var page = (await Systems.ReceivedAsync(Administrator, "cong-xa", null, null, default))!;
        Assert.That(page.Messages.Select(message => (message.Message, message.Outcome, message.Refusal)), Is.EqualTo(new[]
        {
            ("m-2", InboundOutcome.Refused, "H126"), ("m-1", InboundOutcome.Refused, "H111"), ("m-1", InboundOutcome.Repeated, null), ("m-1", InboundOutcome.Taken, (string?)null),
        }));
        Assert.That((await Systems.ReceivedAsync(Administrator, null, InboundOutcome.Refused, page.Messages[0].Number, default))!.Messages.Select(message => message.Refusal), Is.EqualTo(new[] { "H111" }));
        Assert.That(await Systems.ReceivedAsync(Mai, null, null, null, default), Is.Null);
    }

    [Test]
    public async Task Rivals_under_one_id_get_one_dossier_and_under_one_code_too()
    {
        var same = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SendAsync("m-1", Submission("X-1"))));
        Assert.That(same.Select(answer => answer.Code).Distinct().ToList(), Has.Count.EqualTo(1).And.All.Not.Null);
        var rivals = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => SendAsync($"r-{number}", Submission("X-2"))));
        Assert.That(rivals.Count(answer => answer.Refusal is null), Is.EqualTo(1));
        Assert.That(rivals.Where(answer => answer.Refusal is not null).Select(answer => answer.Refusal!.Code), Is.All.EqualTo("H126"));
        var lines = (await Systems.ReceivedAsync(Administrator, null, null, null, default))!.Messages;
        Assert.That((lines.Count, lines.Count(line => line.Outcome is InboundOutcome.Taken)), Is.EqualTo((10, 2)), "every one is on record");
    }

    [Test]
    public async Task A_system_reaches_its_own_dossiers_and_those_of_its_agencies_and_no_others()
    {
        var counter = Done(await _town.Dossiers.ReceiveAsync(Permit, null, Receive(), null, default)).Code!;
        string Withdrawal(DossierCode code) => $$"""{ "type": "withdrawal", "dossier": "{{code}}", "reason": "Rút" }""";
        await Systems.KeepAsync(Administrator, new("cong-khac", "Cổng khác", "cong-xa") { Agencies = [Elsewhere] }, 0, "Kết nối lần đầu", default);
        var other = await ComeInAsync("cong-khac");
        var refused = await _town.The<InboundOffice>().TakeAsync(
            Village with { Key = "cong-khac" }, other, new("m-1", "", InboundMessage.Read(Encoding.UTF8.GetBytes(Withdrawal(counter))), Files()), default);
        Assert.That(refused.Refusal, Is.EqualTo(InboundRefusals.DossierUnknown));
        Assert.That((await _town.Dossiers.HandleAsync(counter, new DossierCommand.Withdraw(other, "Rút"), null, null, default)).Refusal, Is.EqualTo(OfficeRefusals.DossierNotFound), "by no other door either");
        Assert.That((await SendAsync("m-2", Withdrawal(counter))).After?.Status, Is.EqualTo(DossierStatus.Withdrawn));
    }

    [Test]
    public async Task Two_changes_of_one_system_at_once_are_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Systems.KeepAsync(Administrator, Village with { PerMinute = 10 + number }, 1, "Giảm", default)));
        Assert.That(answers.Count(answer => answer.Refusal is null), Is.EqualTo(1));
        Assert.That(answers.Where(answer => answer.Refusal is not null).Select(answer => answer.Refusal), Is.All.EqualTo(InboundRefusals.Stale));
        Assert.That((await Systems.FindAsync(Administrator, "cong-xa", default))!.Select(change => change.Revision), Is.EqualTo(new[] { 2, 1 }));
    }
}
