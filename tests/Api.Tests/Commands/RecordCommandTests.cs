
namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>record</c>: a process that an old decision published.</summary>
[NonParallelizable]
public sealed class RecordCommandTests
{
    private const string Case = "ghi-nhan-thu";

    private string? _before;
    private Province _province = null!;
    private Folder _folder = null!;

    [SetUp]
    public void Open()
    {
        (_before, _province, _folder) = (Environment.GetEnvironmentVariable("TTHCFLOW_DATA"), new Province(), new Folder());
        _ = _province.Services; // the database is made when the program starts
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", _province.DataFolder);
    }

    [TearDown]
    public async Task Close()
    {
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", _before);
        _folder.Dispose();
        await _province.DisposeAsync();
    }

    [Test]
    public async Task An_old_process_becomes_a_version_with_its_exception_and_a_second_one_on_the_day_is_refused()
    {
        var file = _folder.With("cu.json", Office.Document(Case).ToJsonString());
        var (done, again, elsewhere) = (await RecordAsync(file), await RecordAsync(file), await RecordAsync(file, "--place", "H35.41"));
        Assert.That((done.Exit, again.Exit, elsewhere.Exit), Is.EqualTo((0, 1, 0)), done.Error + again.Error + elsewhere.Error);
        Assert.That(again.Error, Does.StartWith("P192: Trong ngày bắt đầu hiệu lực").And.Contain("(Another version"));

        var lines = (await _province.Stranger().ReadAsync("/api/versions?procedure=QTR-XD-01")).AsArray().Where(line => (string?)line!["case"] == Case).ToList();
        Assert.That(lines.Select(line => ((string?)line!["place"], (bool)line["recorded"]!, (string?)line["from"])), Is.EquivalentTo(new[] { ((string?)null, true, "2019-08-01"), ("H35.41", true, "2019-08-01") }));
        var control = await _province.Stranger().ReadAsync($"/api/versions/{lines.Single(line => line!["place"] is null)!["hash"]}/control");
        Assert.That((string?)control["exception"], Is.EqualTo("Ban hành trước khi có phần mềm"));
        Assert.That(done.Output, Does.Contain($"/versions/{lines.Single(line => line!["place"] is null)!["hash"]}"));
    }

    [Test]
    public async Task Who_may_not_and_what_cannot_be_read_are_told_apart()
    {
        var file = _folder.With("cu.json", Office.Document(Case).ToJsonString());
        using (Assert.EnterMultipleScope())
        {
            await RefusedAsync(1, "P112: ", file, "--officer", "tacgia");
            await RefusedAsync(1, "P190", file, "--reason", " ");
            await RefusedAsync(2, "Không có tài khoản “nguoi-la”", file, "--officer", "nguoi-la");
            await RefusedAsync(2, "“H35.99” không có trong danh mục cơ quan", file, "--agency", "H35.99");
            await RefusedAsync(2, "“H35.98” không có trong danh mục cơ quan", file, "--place", "H35.98");
            await RefusedAsync(2, "khong-co.json", Path.Combine(_folder.Path, "khong-co.json"));
            await RefusedAsync(1, "", _folder.With("hong.json", "{"));
            Assert.That((await Printed.ByAsync("record", file)).Exit, Is.EqualTo(2), "the decision is not named");
        }
        Assert.That((await _province.Stranger().ReadAsync("/api/versions?procedure=QTR-XD-01")).AsArray().Where(line => (string?)line!["case"] == Case), Is.Empty);

        async Task RefusedAsync(int exit, string says, string source, params string[] others)
        {
            var printed = await RecordAsync(source, others);
            Assert.That((printed.Exit, printed.Output), Is.EqualTo((exit, "")), printed.Error);
            Assert.That(printed.Error, Does.Contain(says).And.Not.Empty);
        }
    }

    /// <summary>With everything the command asks for; what is named again takes its place.</summary>
    private static Task<Printed> RecordAsync(string file, params string[] others)
    {
        var asked = new Dictionary<string, string>
        {
            ["--agency"] = "H35.05",
            ["--number"] = "575/QĐ-UBND",
            ["--signed-on"] = "2019-07-23",
            ["--authority"] = "UBND tỉnh",
            ["--effective-from"] = "2019-08-01",
            ["--reason"] = "Ban hành trước khi có phần mềm",
            ["--officer"] = "congbo",
        };
        foreach (var pair in others.Chunk(2)) asked[pair[0]] = pair[1];
        return Printed.ByAsync(["record", file, .. asked.SelectMany(one => new[] { one.Key, one.Value })]);
    }
}
