namespace TthcFlow.PortalSimulator;

/// <summary>A dossier as a portal has it (hồ sơ trên cổng). Whoever reads or changes it holds its lock.</summary>
internal sealed class KnownDossier(string code)
{
    /// <summary>One at a time: each dossier has a lock of its own.</summary>
    public Lock Gate { get; } = new();

    public string Code => code;

    /// <summary>The sender's own code; null where that is the portal's too.</summary>
    public string? SendersCode { get; set; }

    /// <summary>Whether the portal handed it on itself.</summary>
    public bool IsHandedIn { get; set; }

    /// <summary>The portal's code of how it stands; 0: nothing was taken yet.</summary>
    public int State { get; set; }

    /// <summary>Whether its day of receipt was told.</summary>
    public bool IsReceived { get; set; }

    /// <summary>The dossier as last taken, without its state: the state moves by other messages, too.</summary>
    public byte[] Item { get; set; } = [];

    public List<byte[]> Rows { get; } = [];

    /// <summary>The time of the last row of progress, as told.</summary>
    public string LastRow { get; set; } = "";

    /// <summary>Ids of files uploaded for it (ministry).</summary>
    public HashSet<string> Files { get; } = [];

    public List<AppliedMessage> Applied { get; } = [];

    /// <summary>The highest event number applied so far.</summary>
    public int LastNumber { get; set; }

    /// <summary>How many messages were applied after one with a higher event number.</summary>
    public int OutOfOrder { get; set; }
}

/// <summary>A message that a dossier took, in the order in which it took them.</summary>
/// <param name="Key">What its sender calls it (<c>X-TthcFlow-Message</c>); null where it says nothing.</param>
/// <param name="Number">The event number in the key; 0 where there is none.</param>
/// <param name="State">The dossier's state afterwards.</param>
internal readonly record struct AppliedMessage(DateTimeOffset At, string Service, string? Key, int Number, int State);
