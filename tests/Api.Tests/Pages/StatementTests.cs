using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Pages;

/// <summary>What a page costs the database, counted: every statement is named here by what it is for.</summary>
[NonParallelizable]
public sealed class StatementTests
{
    private Province _province = null!;
    private Asked _asked = null!;

    [OneTimeSetUp]
    public void Open() => _province = new Province(settings: services =>
    {
        var kept = services.Single(service => service.ServiceType == typeof(FlowDatabase));
        services.Replace(ServiceDescriptor.Singleton<FlowDatabase>(it => _asked = new Asked((FlowDatabase)kept.ImplementationFactory!(it), it.GetRequiredService<IHttpContextAccessor>())));
    });

    [OneTimeTearDown]
    public ValueTask Close() => _province.DisposeAsync();

    [Test]
    public async Task The_page_of_a_dossier_asks_who_looks_what_happened_which_forms_who_and_which_portals_were_told_and_what_is_unread()
    {
        var desk = await _province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();

        Assert.That(await OfAsync(desk, $"/dossiers/{code}"), Has.Length.EqualTo(6), string.Join('\n', _asked.Of($"/dossiers/{code}")));
    }

    [Test]
    public async Task Which_of_its_two_pages_a_dossier_has_is_told_by_one_reading_of_its_journal()
    {
        var desk = await _province.AsAsync("motcua");
        var submission = new
        {
            procedure = Office.Copies,
            receiving = "H35.40.01",
            competent = "H35.40",
            applicant = new { name = "Vừ Thị Nủ", phone = "0912 345 678" },
            components = new[] { new { name = "Tờ khai", originals = 1 } },
        };
        var handedIn = (string)(await (await desk.PostAsync("/api/submissions", submission)).JsonAsync(HttpStatusCode.Created))["code"]!;
        foreach (var path in new[] { $"/dossiers/{handedIn}", $"/desk/queue/{await desk.ReceivedAsync()}" })
            Assert.That((await OfAsync(desk, path, HttpStatusCode.Found)).Where(sql => sql.Contains("dossier_journal", StringComparison.Ordinal)), Has.One.Items, path);
    }

    [Test]
    public async Task The_work_page_asks_who_looks_how_many_which_by_what_and_what_is_unread()
    {
        var desk = await _province.AsAsync("motcua");
        await desk.ReceivedAsync();

        Assert.That(await OfAsync(desk, "/work"), Has.Length.EqualTo(5), string.Join('\n', _asked.Of("/work")));
    }

    [Test]
    public async Task A_receipt_is_looked_up_by_one_question()
    {
        var desk = await _province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        var receipt = await (await desk.GetAsync($"/dossiers/{code}/receipt")).Content.ReadAsStringAsync();
        var path = System.Text.RegularExpressions.Regex.Match(receipt, $"/look-up/{code}/[0-9a-f]+").Value;

        Assert.That(await OfAsync(_province.Stranger(), path), Has.Length.EqualTo(1), string.Join('\n', _asked.Of(path)));
    }

    [Test]
    public async Task The_dossiers_at_risk_ask_once_for_the_past_of_all_their_processes()
    {
        var controller = await _province.AsAsync("kiemsoat");

        Assert.That(await OfAsync(controller, "/reports/risk"), Has.Length.EqualTo(5), string.Join('\n', _asked.Of("/reports/risk")));
    }

    [Test]
    public async Task The_desk_is_offered_what_is_in_force_as_the_database_says_it()
    {
        var asked = await OfAsync(await _province.AsAsync("motcua"), "/desk/receive");

        Assert.That(asked.Where(sql => sql.Contains("process_version", StringComparison.Ordinal)), Has.One.Items.And.All.Contain("effective_to"));
    }

    [Test]
    public async Task The_lists_of_drafts_ask_who_looks_which_drafts_with_their_clocks_by_what_and_what_is_unread()
    {
        var controller = await _province.AsAsync("kiemsoat");
        var page = WebUtility.HtmlDecode(await (await controller.GetAsync("/drafts")).Content.ReadAsStringAsync());

        Assert.That(System.Text.RegularExpressions.Regex.Count(page, "data-label=\"Hạn của bước\"><div><span class=\"chip"), Is.GreaterThan(1), "several have a clock");
        Assert.That(await OfAsync(controller, "/drafts"), Has.Length.EqualTo(5), "the books are asked for the clocks, and for the names: " + string.Join('\n', _asked.Of("/drafts")));
    }

    /// <summary>What a page asks when it is opened again: what is kept in memory is there by then, and what is written once is written.</summary>
    private async Task<string[]> OfAsync(Person person, string path, HttpStatusCode answer = HttpStatusCode.OK)
    {
        for (var time = 0; time < 2; time++)
        {
            _asked.Forget();
            Assert.That((await person.GetAsync(path)).StatusCode, Is.EqualTo(answer), path);
        }
        return _asked.Of(path);
    }

    /// <summary>A database that writes down what each page asks of it.</summary>
    private sealed class Asked(FlowDatabase database, IHttpContextAccessor page) : FlowDatabase
    {
        private readonly ConcurrentQueue<(string Path, string Sql)> _asked = [];

        public override string Name => database.Name;

        public override Statement LockOut => database.LockOut;

        public override Statement NumbersEvents => database.NumbersEvents;

        public override string ClaimingRows => database.ClaimingRows;

        public string[] Of(string path) => [.. _asked.Where(one => one.Path == path).Select(one => one.Sql)];

        public void Forget() => _asked.Clear();

        public override IAsyncEnumerable<T> StreamAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) => Heard(statement.Sql).StreamAsync(statement, read, ct);

        public override Task<List<T>> ListFreshAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) => Heard(statement.Sql).ListFreshAsync(statement, read, ct);

        public override Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct) => Heard("write").WriteAsync(statements, ct);

        public override Task<T> InTransactionAsync<T>(Func<Writing, Task<T>> work, CancellationToken ct) => Heard("transaction").InTransactionAsync(work, ct);

        public override string Meets(ListQuestion question, IReadOnlyList<SearchTerm> search, AgencyCode? agency) => database.Meets(question, search, agency);

        public override Task<DatabaseCopy> CopyAsync(CancellationToken ct) => database.CopyAsync(ct);

        public override ValueTask DisposeAsync() => database.DisposeAsync();

        protected override ValueTask<DbConnection> OpenAsync(CancellationToken ct) => throw new NotSupportedException();

        protected override DbCommand Command(DbConnection connection, Statement statement) => throw new NotSupportedException();

        protected override Row RowOf(DbDataReader reader) => throw new NotSupportedException();

        protected override bool WasUndone(Exception failure) => failure is RivalException;

        private FlowDatabase Heard(string sql)
        {
            if (page.HttpContext?.Request.Path.Value is { } path) _asked.Enqueue((path, sql));
            return database;
        }
    }
}
