namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>verify</c>: whether the journals are as they were written.</summary>
[NonParallelizable]
public sealed class VerifyCommandTests
{
    private string? _before;

    [SetUp]
    public void Remember() => _before = Environment.GetEnvironmentVariable("TTHCFLOW_DATA");

    [TearDown]
    public void Restore() => Environment.SetEnvironmentVariable("TTHCFLOW_DATA", _before);

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
}
