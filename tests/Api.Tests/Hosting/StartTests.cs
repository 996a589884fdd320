using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TthcFlow.Api.Hosting;
using TthcFlow.Api.Tests.Commands;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Api.Tests.Hosting;

/// <summary>What keeps the program from starting is told in one line, and the program ends.</summary>
public sealed class StartTests
{
    private const string Secret = "mat-khau-khong-duoc-lo";

    private static readonly TthcFlowOptions Postgres = new() { Postgres = $"Host=may-chu;Port=5433;Database=tinh;Username=tthc;Password={Secret}" };

    [Test]
    public async Task A_port_in_use_ends_the_program_with_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{PortOf(other)}";

        var ended = await StartedAsync(address, postgres: "");

        Assert.That(ended.Exit, Is.EqualTo(1), ended.Error);
        Assert.That(ended.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), ended.Error);
        Assert.That(ended.Error, Does.StartWith("Không mở được cổng").And.Contains(address).And.Contains("address already in use"));
        Assert.That(ended.Output, Does.Not.Contain("Exception"), "nor is it told elsewhere");
    }

    [Test]
    public async Task A_database_server_that_does_not_answer_ends_the_program_with_one_line()
    {
        var gone = new TcpListener(IPAddress.Loopback, 0);
        gone.Start();
        var port = PortOf(gone);
        gone.Dispose();

        var ended = await StartedAsync("http://127.0.0.1:0", $"Host=127.0.0.1;Port={port};Database=tinh;Username=tthc;Password={Secret}");

        Assert.That(ended.Exit, Is.EqualTo(1), ended.Error);
        Assert.That(ended.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), ended.Error);
        Assert.That(ended.Error, Does.StartWith($"Không dùng được cơ sở dữ liệu PostgreSQL 127.0.0.1:{port}/tinh: không kết nối được."));
        Assert.That(ended.Output, Does.Not.Contain("Exception"), "nor is it told elsewhere");
        Assert.That(ended.Error + ended.Output, Does.Not.Contain(Secret));
    }

    [TestCase("TTHCFLOW_PUBLIC_URL", "tthc.tinh.gov.vn", "địa chỉ của trang công khai", "found: tthc.tinh.gov.vn")]
    [TestCase("TTHCFLOW_PUBLIC_URL", "https://tthc.tinh.gov.vn/trang", "địa chỉ của trang công khai", "found: https://tthc.tinh.gov.vn/trang")]
    [TestCase("TTHCFLOW_MAIL_HOST", "smtp://smtp.tinh.gov.vn", "tên máy chủ thư", "the mail server's name")]
    [TestCase("TTHCFLOW_MAIL_FROM", "motcua", "địa chỉ người gửi", "found: motcua")]
    [TestCase("TTHCFLOW_MAIL_PORT", "năm trăm", "số nguyên từ 1 đến 65535", "a whole number from 1 to 65535")]
    [TestCase("TTHCFLOW_MAIL_PORT", "70000", "số nguyên từ 1 đến 65535", "found: 70000")]
    [TestCase("TTHCFLOW_WEBHOOK_URL", "ftp://ten:mat-khau-khong-duoc-lo@sms.tinh.gov.vn", "bắt đầu bằng https:// hoặc http://", "beginning with https://")]
    [TestCase("TTHCFLOW_WEBHOOK_SECRET", "ngan", "từ 16 ký tự trở lên", "16 characters or more")]
    [TestCase("TTHCFLOW_TRIES_PER_MINUTE", "-1", "số nguyên từ 1 đến", "found: -1")]
    [TestCase("TTHCFLOW_FILES_MAX_MB", "5 MB", "số nguyên từ 1 đến 2048", "found: 5 MB")]
    public async Task A_setting_that_cannot_be_used_ends_the_program_with_one_line(string name, string value, string expectedVi, string expectedEn)
    {
        var ended = await StartedAsync("http://127.0.0.1:0", postgres: "", [.. Usable.Where(setting => setting.Name != name), (name, value)]);

        Assert.That(ended.Exit, Is.EqualTo(1), ended.Error);
        Assert.That(ended.Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), ended.Error);
        Assert.That(ended.Error, Does.StartWith($"{name} không dùng được: cần ").And.Contain(expectedVi).And.Contain(expectedEn));
        Assert.That(ended.Output, Does.Not.Contain("Exception"), "nor is it told elsewhere");
        Assert.That(ended.Error, Does.Not.Contain(Secret).And.Not.Contain("khoa-ky-du-muoi-sau-chu"));
    }

    /// <summary>Mail and webhook as they may be set; each case spoils one.</summary>
    private static readonly (string Name, string Value)[] Usable =
    [
        ("TTHCFLOW_MAIL_HOST", "smtp.tinh.gov.vn"), ("TTHCFLOW_MAIL_FROM", "Một cửa <motcua@tinh.gov.vn>"),
        ("TTHCFLOW_WEBHOOK_URL", "https://sms.tinh.gov.vn/nhan"), ("TTHCFLOW_WEBHOOK_SECRET", "khoa-ky-du-muoi-sau-chu"),
    ];

    [TestCase("28P01", "sai tên người dùng hoặc mật khẩu", "wrong user name or password")]
    [TestCase("28000", "sai tên người dùng hoặc mật khẩu", "wrong user name or password")]
    [TestCase("3D000", "máy chủ không có cơ sở dữ liệu này", "the server has no such database")]
    [TestCase("57P03", "máy chủ chưa sẵn sàng nhận kết nối", "the server does not take connections yet")]
    [TestCase("53300", "máy chủ đã hết chỗ cho kết nối mới", "the server has no connection left")]
    [TestCase(null, "không kết nối được", "as the server said")]
    public void A_database_that_cannot_be_used_is_named_without_its_password(string? state, string vi, string en)
    {
        var sentence = StartFaults.SentenceOf(new InvalidOperationException("around it", new Said(state)), Postgres);

        Assert.That(sentence, Does.Contain("may-chu:5433/tinh").And.Contains(vi).And.Contains(en));
        Assert.That(sentence, Does.Not.Contain(Secret).And.Not.Contain("\n"));
    }

    [Test]
    public void Every_other_fault_speaks_for_itself()
    {
        Assert.That(StartFaults.SentenceOf(new Said("42P07"), Postgres), Is.Null, "a script that fails is our own fault");
        Assert.That(StartFaults.SentenceOf(new InvalidOperationException("x"), Postgres), Is.Null);
        Assert.That(StartFaults.SentenceOf(new IOException("x"), Postgres), Is.Null);
        Assert.That(StartFaults.SentenceOf(new Said(null), new TthcFlowOptions()), Is.Null, "no server is named");
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The program itself, in a process and a folder of its own; it must end by itself.</summary>
    private static async Task<Printed> StartedAsync(string address, string postgres, params (string Name, string Value)[] settings)
    {
        using var folder = new Folder();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "tthcflow.dll"), "--urls", address },
            Environment =
            {
                ["TTHCFLOW_DATA"] = folder.Path,
                ["TTHCFLOW_DEMO"] = "",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__Postgres"] = postgres,
            },
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var program = Process.Start(start)!;
        try
        {
            var (output, error) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
            await program.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return new Printed(program.ExitCode, await output, await error);
        }
        finally
        {
            if (!program.HasExited) program.Kill(entireProcessTree: true);
        }
    }

    private sealed class Said(string? state) : DbException("as the server said,\nin two lines")
    {
        public override string? SqlState => state;
    }
}
