using System.Text.Json;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>A portal that is told how dossiers stand (kết nối cổng): where it is, as whom we speak, which dossiers it hears of, and its own codes. Data, not code.</summary>
/// <remarks>Secrets are not here: they are named, and stand outside the database.</remarks>
public sealed record PortalConnection
{
    /// <summary>The name under which messages for it are kept, as <c>dvcqg</c>: small letters, digits, hyphens. It never changes.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    public required PortalProtocol Protocol { get; init; }

    /// <summary>Where its services are, without what the protocol adds.</summary>
    public required Uri Address { get; init; }

    /// <summary>The bus's name of the receiver (<c>dstcode</c>).</summary>
    public string? Destination { get; init; }

    /// <summary>Our own code there (<c>madonvi</c>).</summary>
    public string? Unit { get; init; }

    /// <summary>The account we sign in with; null where the token says who we are.</summary>
    public string? Account { get; init; }

    /// <summary>The name of the secret that is its password.</summary>
    public string? Password { get; init; }

    /// <summary>Where a token is asked for (OAuth2 client credentials); null where none is needed.</summary>
    public Uri? TokenAddress { get; init; }

    public string? Client { get; init; }

    /// <summary>The name of the secret that the client proves itself with.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Which state is which code there, and which may follow which.</summary>
    [JsonIgnore]
    public PortalTarget Table { get; init; } = PortalTarget.Default;

    /// <summary>The table as written; null: the national portal's.</summary>
    [JsonPropertyName("table")]
    public JsonElement? WrittenTable { get; init; }

    /// <summary>The day from which it is told; null: always.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which something that happens is told; null: no end.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Procedures it hears of; null: all public ones.</summary>
    public IReadOnlyList<string>? Procedures { get; init; }

    /// <summary>Receiving agencies it hears of; null: all.</summary>
    public IReadOnlyList<string>? Agencies { get; init; }

    /// <summary>Whether each hand-over is told as a row of progress (cập nhật tiến độ).</summary>
    public bool Progress { get; init; } = true;

    /// <summary>When it is asked what it knows of a dossier before it is told more.</summary>
    public PortalLookUp LookUp { get; init; } = PortalLookUp.First;

    /// <summary>The system whose dossiers came from this portal: of those it is told the state alone, under its own code; null where none do.</summary>
    public string? Origin { get; init; }

    /// <summary>Its codes of our agencies (mã đơn vị), where they differ from ours.</summary>
    public IReadOnlyDictionary<string, string> AgencyCodes { get; init; } = new Dictionary<string, string>();

    /// <summary>Its codes of how a dossier came (kênh thực hiện).</summary>
    public IReadOnlyDictionary<Channel, string> Channels { get; init; } =
        new Dictionary<Channel, string> { [Channel.Direct] = "1", [Channel.Online] = "2", [Channel.Post] = "3" };

    /// <summary>Its codes of when a charge is collected (hình thức thu).</summary>
    public IReadOnlyDictionary<FeeMoment, string> FeeMoments { get; init; } =
        new Dictionary<FeeMoment, string> { [FeeMoment.Intake] = "1", [FeeMoment.Supplement] = "2", [FeeMoment.Return] = "4" };

    /// <summary>Its codes of who applies (<c>LoaiDoiTuong</c>), by the answer to an attribute; null: nothing is said of it.</summary>
    public ApplicantKinds? ApplicantKinds { get; init; }

    /// <summary>Its answers that mean done.</summary>
    public IReadOnlyList<string> DoneCodes { get; init; } = ["0", "00"];

    /// <summary>Its answers that mean: sign in again.</summary>
    public IReadOnlyList<string> SessionCodes { get; init; } = ["401"];

    /// <summary>How many dossiers are told of at the same time, by each host.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>How long one answer is waited for, in seconds.</summary>
    public int Timeout { get; init; } = 30;

    /// <summary>Whether it hears of what happens to a dossier on a day.</summary>
    public bool Hears(ProcedureCode? procedure, AgencyCode? receiving, DateOnly day) =>
        (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day <= ValidTo)
        && procedure is not null && (Procedures is null || Procedures.Contains(procedure.Value))
        && (Agencies is null || receiving is not null && Agencies.Contains(receiving.Value));

    /// <summary>Whether a dossier came from this portal.</summary>
    public bool HandedIn(Dossier dossier) => Origin is not null && dossier?.Origin?.System == Origin;

    internal bool HandedIn(Dossier before, IReadOnlyList<DossierEvent> events) =>
        HandedIn(before) || Origin is not null && events.OfType<DossierEvent.HandedIn>().Any(handedIn => handedIn.Origin?.System == Origin);

    /// <summary>Its code of an agency of ours.</summary>
    public string AgencyCodeOf(AgencyCode agency) => AgencyCodes.GetValueOrDefault(agency.Value, agency.Value);
}

/// <summary>How a portal is spoken to.</summary>
public enum PortalProtocol
{
    Bus, // trục liên thông của tỉnh, quốc gia (LGSP, NGSP)
    Ministry, // giao diện bộ, ngành (2026)
}

/// <summary>When a portal is asked what it knows (tra cứu trước khi gửi).</summary>
public enum PortalLookUp
{
    First, // trước thông báo đầu tiên của mỗi hồ sơ, và khi không rõ lần trước đã tới chưa
    WhenInDoubt, // chỉ khi không rõ lần trước đã tới chưa
    Always, // trước mỗi thông báo
}

/// <summary>A portal's codes of who applies (loại đối tượng), by what was answered at intake.</summary>
/// <param name="Attribute">The attribute of the dossier that says it.</param>
/// <param name="Codes">Answer → code; an answer that is not listed is not told.</param>
public sealed record ApplicantKinds(string Attribute, IReadOnlyDictionary<string, string> Codes);
