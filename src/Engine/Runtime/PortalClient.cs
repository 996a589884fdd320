using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Speaks to portals of one kind (giao thức của cổng): signs in, looks up, tells.</summary>
internal interface IPortalClient
{
    PortalProtocol Protocol { get; }

    /// <summary>Tells one thing once. Where it may have been told before (<see cref="PortalParcel.IsInDoubt"/>), the portal is asked first, and what it has is not told again.</summary>
    /// <exception cref="PortalFault">It was not taken, or nobody knows.</exception>
    Task<PortalReceipt> TellAsync(PortalParcel parcel, CancellationToken ct);

    /// <summary>What the portal knows of a dossier (tra cứu hồ sơ), in its own names; null where it knows nothing.</summary>
    /// <param name="code">The code the portal finds it by: ours, or on a bus the portal's own where the dossier came from there.</param>
    /// <exception cref="PortalFault">It did not say, or nobody knows.</exception>
    Task<JsonObject?> LookUpAsync(PortalConnection connection, string code, CancellationToken ct);

    /// <summary>Asks one of its other services (danh mục, thủ tục), and changes nothing there.</summary>
    /// <param name="service">The service's name on the wire, as <c>LayDanhSachTTHC</c>.</param>
    /// <param name="asked">What is asked for; null where the service takes nothing.</param>
    /// <returns>The rows of the answer, as they came.</returns>
    /// <exception cref="PortalFault">It did not say, or nobody knows.</exception>
    Task<JsonArray> AskAsync(PortalConnection connection, string service, JsonObject? asked, CancellationToken ct);
}

/// <summary>A message as it goes out.</summary>
/// <param name="Item">What it says, in the portal's names.</param>
/// <param name="IsFirst">Nothing was told of the dossier before.</param>
/// <param name="IsInDoubt">It may have arrived already: somebody tried, and nobody wrote down how that came out.</param>
/// <param name="Before">The code that was told last before it; null where none was.</param>
/// <param name="ForeignCode">The portal's own code of the dossier; null where it gave none.</param>
internal sealed record PortalParcel(PortalConnection Connection, DossierCode Code, PortalMessage Message, JsonObject Item, bool IsFirst, bool IsInDoubt, int? Before, string? ForeignCode)
{
    /// <summary>Whether the portal is asked what it knows before it is told.</summary>
    public bool LooksUpFirst => IsInDoubt || Connection.LookUp is PortalLookUp.Always || IsFirst && Connection.LookUp is PortalLookUp.First;

    /// <summary>What stands over a call: the same for every try. Receivers that look at it know a repetition.</summary>
    /// <param name="service">The service's name on the wire.</param>
    public string IdOf(string service) => $"{Code}/{Message.Number}/{service}";

    /// <summary>Whether a portal that knows this of the dossier has been told the message: everything it says stands there, or the state it changes has changed.</summary>
    public bool IsIn(JsonObject known) => Message.Topic switch
    {
        PortalTopic.Progress => known["QuaTrinhXuLy"] is JsonArray rows && rows.OfType<JsonObject>().Any(row =>
            PortalWire.Holds(row["ThoiDiemXuLy"], Item["ThoiDiemXuLy"]) && PortalWire.Holds(row["NoiDungXuLy"], Item["NoiDungXuLy"])),
        PortalTopic.Dossier when Item.All(member => PortalWire.Holds(known[member.Key], member.Value)) => true,
        _ => Before != Message.Code && IsAtState(known),
    };

    /// <summary>Whether that is the state it speaks of.</summary>
    public bool IsAtState(JsonObject known) => PortalWire.TextOf(known["TrangThaiHoSo"]) == Message.Code.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A portal did not take a message.</summary>
/// <param name="reason">Why, in words that hold nothing personal.</param>
/// <param name="kind">What that means for the next try.</param>
internal sealed class PortalFault(string reason, PortalFaultKind kind, Exception? cause = null) : Exception(reason, cause)
{
    public PortalFaultKind Kind => kind;
}

/// <summary>What it means that a message was not taken.</summary>
internal enum PortalFaultKind
{
    Unreachable, // nobody answered, or not as a portal does: it says nothing about the message
    Refused, // the portal read it and said no
    Misconfigured, // a secret or a setting is missing: nobody was asked
}
