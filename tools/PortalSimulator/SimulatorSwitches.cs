using System.Globalization;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.PortalSimulator;

/// <summary>How the program is started (tham số): who may sign in, how long things last, which tables hold.</summary>
internal sealed record SimulatorSwitches
{
    public string Address { get; init; } = "http://127.0.0.1:7202";

    public string Account { get; init; } = "tthcflow";

    public string Password { get; init; } = "tthcflow-portal";

    public string Client { get; init; } = "tthcflow";

    public string ClientSecret { get; init; } = "tthcflow-client";

    /// <summary>Whether the bus asks for a token, too.</summary>
    public bool OAuth { get; init; }

    /// <summary>The receiver (dstcode) that must be named; null: any.</summary>
    public string? Destination { get; init; }

    /// <summary>The unit (madonvi) that must be named; null: any.</summary>
    public string? Unit { get; init; }

    /// <summary>Seconds a session of the bus lasts.</summary>
    public double Session { get; init; } = 1800;

    /// <summary>Whether an expired session is answered with HTTP 401 instead of 200.</summary>
    public bool Session401 { get; init; }

    /// <summary>Seconds a token lasts.</summary>
    public double Token { get; init; } = 3600;

    /// <summary>Seconds nobody answers where the script says so.</summary>
    public double Timeout { get; init; } = 30;

    /// <summary>States and what may follow what, on the bus.</summary>
    public PortalTarget Table { get; init; } = PortalTarget.Default;

    /// <summary>The same, at the ministry.</summary>
    public PortalTarget MinistryTable { get; init; } = PortalTarget.Default;

    /// <summary>The states that <c>CapNhatTrangThai</c> takes; the others the ministry is never told.</summary>
    public IReadOnlyList<int> MinistryStates { get; init; } = [3, 5, 6, 7, 8, 9, 10];

    /// <summary>Where the state is kept over a restart; null: nowhere.</summary>
    public string? StateFile { get; init; }

    /// <summary>The faults to begin with; null: none.</summary>
    public string? FaultFile { get; init; }

    /// <summary>The folder with the catalogues; null: the samples.</summary>
    public string? Catalogue { get; init; }

    /// <summary>Where the product is that hears of dossiers handed in here; null: nobody hears.</summary>
    public Uri? Product { get; init; }

    /// <summary>As which registered system the product knows the portal.</summary>
    public string System { get; init; } = "dvcqg";

    /// <summary>The secret shared with the product.</summary>
    public string SystemSecret { get; init; } = "";

    public const string Usage = """
        Cổng giả lập để thử (a portal to test against). portal-simulator [tham số / switches]
          --address URL            nơi lắng nghe (where it listens)                       http://127.0.0.1:7202
          --account, --password    tài khoản của trục (the bus's account)                 tthcflow, tthcflow-portal
          --client, --client-secret  OAuth2 của trục và của bộ (bus and ministry)         tthcflow, tthcflow-client
          --oauth                  trục đòi cả token (the bus asks for a token, too)
          --destination CODE       dstcode phải đúng (must be named)                      bất kỳ (any)
          --unit CODE              madonvi phải đúng (must be named)                      bất kỳ (any)
          --session SECONDS        phiên làm việc tồn tại (a session lasts)               1800
          --session-401            phiên hết hạn trả HTTP 401 (instead of 200)
          --token SECONDS          token tồn tại (a token lasts)                          3600
          --timeout SECONDS        không trả lời trong (nobody answers for)               30
          --table FILE             bảng trạng thái của trục (the bus's states)            samples/portals/dvcqg.json
          --ministry-table FILE    bảng trạng thái của bộ (the ministry's states)         samples/portals/dvcqg.json
          --ministry-states LIST   mã mà CapNhatTrangThai nhận (codes it takes)           3,5,6,7,8,9,10
          --state FILE             giữ trạng thái qua lần khởi động lại (kept over restarts)
          --faults FILE            kịch bản lỗi ban đầu (faults to begin with)
          --catalogue FOLDER       danh mục trả lời (catalogues to answer with)           samples/portals
          --product URL            hệ thống nhận hồ sơ nộp tại cổng (hears of dossiers handed in here)
          --system KEY, --system-secret TEXT  cổng xưng danh với hệ thống (who the portal is there)  dvcqg
        """;

    /// <exception cref="FormatException">A switch is not known, or what stands behind it is not what it takes.</exception>
    public static SimulatorSwitches Parse(IReadOnlyList<string> args)
    {
        var switches = new SimulatorSwitches();
        for (var at = 0; at < args.Count; at++)
        {
            var name = args[at];
            string Text() => ++at < args.Count ? args[at] : throw new FormatException($"{name}: something is expected behind it.");
            double Seconds() => double.TryParse(Text(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw new FormatException($"{name}: seconds are expected.");
            switches = name switch
            {
                "--address" => switches with { Address = Text() },
                "--account" => switches with { Account = Text() },
                "--password" => switches with { Password = Text() },
                "--client" => switches with { Client = Text() },
                "--client-secret" => switches with { ClientSecret = Text() },
                "--oauth" => switches with { OAuth = true },
                "--destination" => switches with { Destination = Text() },
                "--unit" => switches with { Unit = Text() },
                "--session" => switches with { Session = Seconds() },
                "--session-401" => switches with { Session401 = true },
                "--token" => switches with { Token = Seconds() },
                "--timeout" => switches with { Timeout = Seconds() },
                "--table" => switches with { Table = PortalTarget.Parse(Read(Text())) },
                "--ministry-table" => switches with { MinistryTable = PortalTarget.Parse(Read(Text())) },
                "--ministry-states" => switches with { MinistryStates = States(Text()) },
                "--state" => switches with { StateFile = Text() },
                "--faults" => switches with { FaultFile = Text() },
                "--catalogue" => switches with { Catalogue = Text() },
                "--product" => switches with { Product = Uri.TryCreate(Text(), UriKind.Absolute, out var product) && product.Scheme is "http" or "https" ? product : throw new FormatException("--product: an address with http or https is expected.") },
                "--system" => switches with { System = Text() },
                "--system-secret" => switches with { SystemSecret = Text() },
                _ => throw new FormatException($"{name}: there is no such switch."),
            };
        }
        return switches;
    }

    private static string Read(string file)
    {
        try { return File.ReadAllText(file); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { throw new FormatException(fault.Message, fault); }
    }

    private static List<int> States(string list) =>
        [.. list.Split(',').Select(one => int.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : throw new FormatException("--ministry-states: codes with commas between them are expected."))];
}
