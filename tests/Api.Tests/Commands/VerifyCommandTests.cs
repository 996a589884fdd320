using System.Text.Json.Nodes;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>verify</c>: whether the journals are as they were written.</summary>
[NonParallelizable]
public sealed class VerifyCommandTests
{
    private const string Connection = "ConnectionStrings__Postgres", Secret = "mat-khau-khong-duoc-lo";

    private (string? Folder, string? Connection) _before;

    [SetUp]
    public void Remember() => _before = (Environment.GetEnvironmentVariable("TTHCFLOW_DATA"), Environment.GetEnvironmentVariable(Connection));

    [TearDown]
    public void Restore()
    {
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", _before.Folder);
        Environment.SetEnvironmentVariable(Connection, _before.Connection);
    }

    [Test]
    public async Task A_journal_that_was_changed_behind_the_programs_back_is_found()
    {
        await using var province = new Province();
        var code = await (await province.AsAsync("motcua")).AcceptedAsync();
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", province.DataFolder);

        var whole = await Printed.ByAsync("verify");
        Assert.That((whole.Exit, whole.Error), Is.EqualTo((0, "")), whole.Output);
        Assert.That(whole.Output, Does.Contain("0 chỗ đứt"));

        Assert.That(() => province.Tamper($"update dossier_journal set body = replace(body, 'Mây', 'Mưa') where code = '{code}' and number = 1"), Throws.Exception, "the database itself refuses");
        province.Tamper("""
            drop trigger dossier_journal_no_update;
            """);
        province.Tamper($"update dossier_journal set body = replace(body, 'Mây', 'Mưa') where code = '{code}' and number = 1");

        var broken = await Printed.ByAsync("verify");
        Assert.That(broken.Exit, Is.EqualTo(1));
        Assert.That(broken.Output, Does.Contain("1 chỗ đứt").And.Contain($"{code}: dòng 1"));
    }

    [Test]
    public async Task Where_there_is_no_database_none_is_made()
    {
        using var folder = new Folder();
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", folder.Path);

        var printed = await Printed.ByAsync("verify");
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain(folder.Path));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
    }

    [Test]
    public async Task One_dossier_or_one_day_is_checked_here_or_from_an_export_elsewhere()
    {
        await using var province = new Province();
        var code = await (await province.AsAsync("motcua")).AcceptedAsync();
        province.Clock.Now = province.Clock.Now.AddDays(1);
        await ((SealSweep)province.Services.GetService(typeof(SealSweep))!).RunOnceAsync(default);
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", province.DataFolder);
        using var folder = new Folder();
        var export = Path.Combine(folder.Path, "ban-ket-xuat");

        var one = await Printed.ByAsync("verify", code);
        var day = await Printed.ByAsync("verify", "--day", "2026-03-02", "--json");
        var written = await Printed.ByAsync("export", export);
        var elsewhere = await Printed.ByAsync("verify", "--export", export, "--all");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((one.Exit, one.Error), Is.EqualTo((0, "")), one.Output);
            Assert.That(one.Output, Does.StartWith("1 nhật ký").And.Contains("1 ngày niêm phong"));
            Assert.That((int)JsonNode.Parse(day.Output)!["seals"]!, Is.EqualTo(1), day.Error);
            Assert.That(written.Exit, Is.Zero, written.Error);
            Assert.That(written.Lines, Has.Length.EqualTo(3));
            Assert.That((elsewhere.Exit, elsewhere.Error), Is.EqualTo((0, "")), elsewhere.Output);
        }

        var root = await (await province.AsAsync("kiemsoat")).ReadAsync("/api/seals/2026-03-02");
        Assert.That((await Printed.ByAsync("verify", "--day", "2026-03-02", "--root", (string)root["root"]!)).Exit, Is.Zero);
        var other = await Printed.ByAsync("verify", "--day", "2026-03-02", "--root", new string('0', 64));
        Assert.That(other.Exit, Is.EqualTo(1));
        Assert.That(other.Output, Does.Contain("khác với bản in"));

        var journals = Path.Combine(export, "journals.ndjson");
        await File.WriteAllTextAsync(journals, (await File.ReadAllTextAsync(journals)).Replace("Mây", "Mưa", StringComparison.Ordinal));
        var damaged = await Printed.ByAsync("verify", "--export", export);
        Assert.That(damaged.Exit, Is.EqualTo(1));
        Assert.That(damaged.Output, Does.Contain("journals.ndjson: tệp không khớp với bảng kê"));
    }

    [Test]
    public async Task What_is_asked_for_and_not_there_is_said()
    {
        await using var province = new Province();
        await province.AsAsync("motcua");
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", province.DataFolder);

        var none = await Printed.ByAsync("verify", "H35.40-260302-9999");
        Assert.That((none.Exit, none.Error.TrimEnd()), Is.EqualTo((2, "Không có nhật ký H35.40-260302-9999. (There is no such journal.)")));
        Assert.That((await Printed.ByAsync("verify", "H35.40-260302-9999", "--all")).Exit, Is.EqualTo(2), "two things at once");
        Assert.That((await Printed.ByAsync("verify", "--export", Path.Combine(province.DataFolder, "nothing"))).Error, Does.Contain("không đọc được bản kết xuất"));
    }

    [TestCase("Host=127.0.0.1;Port=1;Database=tinh;Username=tthc;Password=" + Secret, "Không dùng được cơ sở dữ liệu PostgreSQL 127.0.0.1:1/tinh: không kết nối được")]
    [TestCase("Host=127.0.0.1;Port=nam;Password=" + Secret, "Không đọc được chuỗi kết nối")]
    [TestCase("khong phai chuoi ket noi " + Secret, "Không đọc được chuỗi kết nối")]
    [TestCase("Máy chủ=127.0.0.1;Password=" + Secret, "Không đọc được chuỗi kết nối")]
    public async Task A_database_that_cannot_be_used_is_told_in_one_line(string connection, string sentence)
    {
        Environment.SetEnvironmentVariable(Connection, connection);

        var printed = await Printed.ByAsync("verify");
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.StartWith(sentence).And.Not.Contain(Secret));
        Assert.That(printed.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_file_that_is_no_database_or_an_old_one_is_told_in_one_line()
    {
        using var folder = new Folder();
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", folder.Path);

        folder.With("tthcflow.db", "đây không phải cơ sở dữ liệu, dù dài hơn một trăm byte để ai mở nó cũng phải đọc và thấy rằng nó không phải là cơ sở dữ liệu");
        Assert.That((await Printed.ByAsync("verify")).Error, Does.StartWith("Không đọc được cơ sở dữ liệu"));
        using var other = new Folder();
        other.With("tthcflow.db", "");
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", other.Path);
        Assert.That((await Printed.ByAsync("verify")).Error, Does.Contain("chưa được nâng cấp"));
    }
}
