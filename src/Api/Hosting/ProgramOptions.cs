using System.Globalization;
using System.Net.Mail;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Hosting;

/// <summary>Where the program keeps its data, and whether it shows the demo province.</summary>
/// <param name="DataFolder"><c>TTHCFLOW_DATA</c>, default <c>./data</c>.</param>
/// <param name="IsDemo"><c>--demo</c> or <c>TTHCFLOW_DEMO=1</c>.</param>
/// <param name="TriesPerMinute"><c>TTHCFLOW_TRIES_PER_MINUTE</c>: how often one address may try to sign in, or to look a dossier up, in a minute.</param>
internal sealed record ProgramOptions(string DataFolder, bool IsDemo, int TriesPerMinute = 60)
{
    private const int ShortestSecret = 16;

    /// <exception cref="SettingException">One of the settings cannot be used.</exception>
    public static ProgramOptions Of(string[] args, IConfiguration settings) => new(
        Path.GetFullPath(settings["TTHCFLOW_DATA"] is { Length: > 0 } folder ? folder : "data"),
        args.Contains("--demo") || IsOn(settings, "TTHCFLOW_DEMO"),
        NumberOf(settings, "TTHCFLOW_TRIES_PER_MINUTE", 60, 1, 1_000_000));

    /// <summary>The engine with all that it tells people: <see cref="ForTheDatabase"/>, e-mail, the webhook, and the address of the public pages.</summary>
    /// <exception cref="SettingException">One of the settings cannot be used.</exception>
    public TthcFlowOptions ForTheEngine(IConfiguration settings) => ForTheDatabase(settings) with
    {
        PublicUrl = PublicUrlOf(settings),
        Mail = MailOf(settings),
        Webhook = WebhookOf(settings),
        PostReach = IsOn(settings, "TTHCFLOW_WEBHOOK_PRIVATE") ? PostReach.Internal : IsDemo ? PostReach.ThisMachine : PostReach.Outside,
    };

    /// <summary>Where the engine keeps its files: PostgreSQL when <c>ConnectionStrings__Postgres</c> names one, else SQLite in the data folder.</summary>
    /// <exception cref="SettingException">One of the settings cannot be used.</exception>
    public TthcFlowOptions ForTheDatabase(IConfiguration settings) => new()
    {
        Postgres = settings.GetConnectionString("Postgres"),
        DataFolder = DataFolder,
        FilesFolder = settings["TTHCFLOW_FILES"] is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
        LargestFileMegabytes = NumberOf(settings, "TTHCFLOW_FILES_MAX_MB", 50, 1, 2048),
        FileScan = settings["TTHCFLOW_FILES_SCAN"],
        Faults = settings["TTHCFLOW_FAULTS"],
        PackageKey = settings["TTHCFLOW_PACKAGE_KEY"],
        PackageTrust = settings["TTHCFLOW_PACKAGE_TRUST"],
        SecretsFolder = settings["TTHCFLOW_SECRETS"] is { Length: > 0 } secrets ? Path.GetFullPath(secrets) : IsDemo ? Path.Combine(DataFolder, "secrets") : null,
    };

    private static string? PublicUrlOf(IConfiguration settings)
    {
        const string name = "TTHCFLOW_PUBLIC_URL";
        if (settings[name]?.Trim() is not { Length: > 0 } text) return null;
        return PublicAddress.IsOne(text) ? text : throw new SettingException(
            name, new("địa chỉ của trang công khai, như https://tthc.tinh.gov.vn, không có đường dẫn ở sau", "https://host or http://host of the public pages, with nothing behind it"), text);
    }

    private static MailSettings? MailOf(IConfiguration settings)
    {
        const string server = "TTHCFLOW_MAIL_HOST", sender = "TTHCFLOW_MAIL_FROM";
        if (settings[server]?.Trim() is not { Length: > 0 } host) return null;
        if (Uri.CheckHostName(host) is UriHostNameType.Unknown)
            throw new SettingException(server, new("tên máy chủ thư, như smtp.tinh.gov.vn, không có smtp:// và không có cổng", "the mail server's name, as smtp.tinh.gov.vn, without smtp:// and without a port"), host);
        var from = settings[sender]?.Trim();
        if (!MailAddress.TryCreate(from, out _))
            throw new SettingException(sender, new("địa chỉ người gửi, như Một cửa <motcua@tinh.gov.vn>", "the sender's address, as Một cửa <motcua@tinh.gov.vn>"), from);
        return new MailSettings(host, NumberOf(settings, "TTHCFLOW_MAIL_PORT", 587, 1, 65_535), from!, !IsOn(settings, "TTHCFLOW_MAIL_PLAIN"), settings["TTHCFLOW_MAIL_USER"], settings["TTHCFLOW_MAIL_PASSWORD"]);
    }

    private static WebhookSettings? WebhookOf(IConfiguration settings)
    {
        const string url = "TTHCFLOW_WEBHOOK_URL";
        if (settings[url]?.Trim() is not { Length: > 0 } text) return null;
        // Somebody may have put a password into it: what is there is not printed.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw new SettingException(url, new("địa chỉ nhận thông báo, bắt đầu bằng https:// hoặc http://", "the address messages are posted to, beginning with https:// or http://"));
        if (settings["TTHCFLOW_WEBHOOK_SECRET"] is not { Length: >= ShortestSecret } secret)
            throw new SettingException("TTHCFLOW_WEBHOOK_SECRET", new($"khoá ký thông báo, từ {ShortestSecret} ký tự trở lên", $"the secret messages are signed with, of {ShortestSecret} characters or more"));
        return new WebhookSettings(address, secret, IsOn(settings, "TTHCFLOW_WEBHOOK_OFFICERS"));
    }

    private static bool IsOn(IConfiguration settings, string name) => settings[name] is "1" or "true";

    private static int NumberOf(IConfiguration settings, string name, int usual, int least, int most)
    {
        if (settings[name]?.Trim() is not { Length: > 0 } text) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new SettingException(name, new($"số nguyên từ {least} đến {most}", $"a whole number from {least} to {most}"), text);
    }
}

/// <summary>A setting cannot be used (cấu hình sai): its message is the one line the program ends with.</summary>
/// <param name="name">The setting.</param>
/// <param name="expected">What is expected there.</param>
/// <param name="found">What is there; null where it is not to be printed, or nothing is.</param>
internal sealed class SettingException(string name, Wording expected, string? found = null) : Exception(
    $"{name} không dùng được: cần {expected.Vi}. ({name} cannot be used: expected {expected.En}{(found is { Length: > 0 } ? $"; found: {found.ReplaceLineEndings(" ")}" : "")}.)");
