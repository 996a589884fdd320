using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>A registered system that hands in and tells for applicants (hệ thống kết nối): a portal, an agency's own software. It says who it is by a secret that both sides know.</summary>
/// <param name="Secret">The name of the secret, never the secret.</param>
public sealed partial record ConnectedSystem(string Key, string Name, string Secret)
{
    public const int MostPerMinute = 60_000;

    /// <summary>How it shows who it is.</summary>
    public SystemProof Proof { get; init; } = SystemProof.Either;

    /// <summary>Whose dossiers it may hand in: agencies with everything under them; null: the whole province's.</summary>
    public ImmutableList<AgencyCode>? Agencies { get; init; }

    /// <summary>For which procedures; null: all.</summary>
    public ImmutableList<ProcedureCode>? Procedures { get; init; }

    /// <summary>What it may send.</summary>
    public ImmutableList<InboundKind> MaySend { get; init; } = [.. Enum.GetValues<InboundKind>()];

    /// <summary>How many messages are taken in a minute.</summary>
    public int PerMinute { get; init; } = 600;

    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? ValidTo { get; init; }

    /// <summary>Switched off until somebody switches it on again.</summary>
    public bool IsOff { get; init; }

    public bool IsValidOn(DateOnly day) => !IsOff && (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day <= ValidTo);

    /// <summary>What is wrong with how it is entered; null when nothing is.</summary>
    public Refusal? Fault() =>
        !IsKey(Key) ? InboundRefusals.KeyUnfit
        : string.IsNullOrWhiteSpace(Name) || Name.Length > 200 ? InboundRefusals.NameMissing
        : !IsKey(Secret) ? InboundRefusals.SecretNotNamed
        : MaySend is [] ? InboundRefusals.NothingToSend
        : Agencies is [] || Procedures is [] ? InboundRefusals.ForNobody
        : ValidFrom > ValidTo ? InboundRefusals.EndsBeforeItBegins
        : PerMinute is < 1 or > MostPerMinute ? InboundRefusals.PerMinuteUnfit
        : null;

    /// <summary>Small letters, digits and hyphens, at most 40.</summary>
    public static bool IsKey(string? text) => text is not null && KeyShape().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?\z")]
    private static partial Regex KeyShape();
}

/// <summary>How a system shows who it is (cách xác thực).</summary>
public enum SystemProof
{
    Either, // một trong hai cách
    Signature, // chữ ký HMAC trên từng thông điệp
    Token, // mã truy cập OAuth2 (client credentials)
}

/// <summary>What a registered system may send (loại thông điệp).</summary>
public enum InboundKind
{
    Submission, // nộp hồ sơ
    Supplement, // nộp phần bổ sung
    Payment, // xác nhận đã thanh toán
    Withdrawal, // rút hồ sơ
}

/// <summary>One change of a registered system: who made it, when and why.</summary>
/// <param name="Revision">1 for the first; the last one holds.</param>
public sealed record SystemRevision(ConnectedSystem System, int Revision, DateTimeOffset At, OfficerId By, string Reason);

/// <summary>What became of a message (kết quả tiếp nhận thông điệp).</summary>
public enum InboundOutcome
{
    Taken, // đã nhận
    Repeated, // gửi lại, trả lời như lần đầu
    Refused, // từ chối
}

/// <summary>A message that a registered system sent (thông điệp đã nhận): who, when, what became of it, and nothing of what it said about people.</summary>
/// <param name="Kind">Null where that could not be read.</param>
/// <param name="Faults">Why it was refused: the sentence first, at no place, then every place that was wrong.</param>
public sealed record ReceivedMessage(
    int Number, string System, string Message, InboundKind? Kind, DateTimeOffset At, InboundOutcome Outcome, string? Refusal, DossierCode? Code, IReadOnlyList<FieldFault> Faults);
