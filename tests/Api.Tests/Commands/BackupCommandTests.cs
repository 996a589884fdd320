namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>backup</c> and <c>restore</c>, as an administrator types them while the program runs.</summary>
[NonParallelizable]
public sealed class BackupCommandTests
{
    private string? _before;

    [SetUp]
    public void Remember() => _before = Environment.GetEnvironmentVariable("TTHCFLOW_DATA");

    [TearDown]
    public void Put_back() => Environment.SetEnvironmentVariable("TTHCFLOW_DATA", _before);

    [Test]
    public async Task What_was_backed_up_while_the_program_runs_is_restored_and_verified_elsewhere()
    {
        await using var province = new Province();
        await (await province.AsAsync("motcua")).AcceptedAsync();
        using var elsewhere = new Folder();
        var file = Path.Combine(elsewhere.Path, "sao-luu.zip");

        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", province.DataFolder);
        var (backup, again, over) = (await Printed.ByAsync("backup", file), await Printed.ByAsync("backup", file), await Printed.ByAsync("restore", file));
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", Path.Combine(elsewhere.Path, "data"));
        var restored = await Printed.ByAsync("restore", file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((backup.Exit, backup.Error), Is.EqualTo((0, "")));
            Assert.That(backup.Output, Does.StartWith(file));
            Assert.That((again.Exit, again.Error), Is.EqualTo((2, $"{file} đã có; không ghi đè. (It is there already.){Environment.NewLine}")));
            Assert.That((over.Exit, over.Error.Contains("không trống", StringComparison.Ordinal)), Is.EqualTo((2, true)), over.Error);
            Assert.That((restored.Exit, restored.Error), Is.EqualTo((0, "")), restored.Output);
            Assert.That(restored.Output, Does.Contain("0 chỗ đứt"));
        }
        Assert.That((await Printed.ByAsync("verify")).Exit, Is.Zero);
    }

    [Test]
    public async Task What_is_no_backup_is_said_to_be_none()
    {
        using var folder = new Folder();
        Environment.SetEnvironmentVariable("TTHCFLOW_DATA", Path.Combine(folder.Path, "data"));

        var printed = await Printed.ByAsync("restore", folder.With("khac.zip", "không phải tệp nén"));
        Assert.That(printed.Exit, Is.EqualTo(2));
        Assert.That(printed.Error, Does.Contain("bản sao lưu không dùng được"));
        var missing = await Printed.ByAsync("restore", Path.Combine(folder.Path, "none.zip"));
        Assert.That((missing.Exit, missing.Output), Is.EqualTo((2, "")));
    }
}
