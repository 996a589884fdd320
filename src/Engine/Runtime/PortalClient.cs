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

    /// <summary>What the portal knows of a dossier; null: nothing.</summary>
    /// <exception cref="PortalFault">It did not answer.</exception>
    Task<JsonObject?> LookUpAsync(PortalConnection connection, DossierCode code, string? foreignCode, CancellationToken ct);
}

/// <summary>A message as it goes out.</summary>
/// <param name="Item">What it says, in the portal's names.</param>
/// <param name="IsFirst">Nothing was told of the dossier before.</param>
/// <param name="IsInDoubt">It may have arrived already: somebody tried, and nobody wrote down how that came out.</param>
/// <param name="Before">The code that was told last before it; null where none was.</param>
/// <param name="ForeignCode">The portal's own code of the dossier; null where it gave none.</param>
internal sealed record PortalParcel(PortalConnection Connection, DossierCode Code, PortalMessage Message, JsonObject Item, bool IsFirst, bool IsInDoubt, int? Before, string? ForeignCode)
{
    /// <summary>The same for every try: receivers that look at it know a repetition.</summary>
    public string Id => $"{Code}/{Message.Number}/{Message.Service}";
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
