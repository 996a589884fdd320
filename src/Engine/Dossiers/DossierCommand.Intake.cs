using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What is asked for at the desk: before a dossier is received, when its papers are put right, and of its times.
public abstract partial record DossierCommand
{
    /// <summary>Nộp trực tuyến hoặc qua bưu chính: from the portal, or by a desk that helps the applicant. Gives the dossier its code.</summary>
    /// <param name="Supporting">Nơi hỗ trợ nộp, where another agency than the receiving one helped.</param>
    /// <param name="Files">What comes with it, and lies in the store already.</param>
    public sealed record Submit(
        Officer By, AgencyCode Receiving, AgencyCode Competent, Channel Channel, Particulars Particulars,
        ImmutableSortedDictionary<string, AttributeValue> Attributes, AgencyCode? Supporting = null, string? Area = null, ImmutableList<HandedFile>? Files = null) : DossierCommand(By)
    {
        /// <summary>The code it has in the system it comes from.</summary>
        public ForeignCode? Origin { get; init; }
    }

    /// <summary>Từ chối ngay tại quầy (Mẫu 03): nothing is received, yet the file has a code and stays on record.</summary>
    /// <param name="Ground">Căn cứ pháp lý.</param>
    public sealed record DeclineAtDesk(
        Officer By, AgencyCode Receiving, AgencyCode Competent, Particulars Particulars, string Reason, string Ground) : DossierCommand(By);

    /// <summary>Tiếp nhận hồ sơ đã nộp: under the version in force today; the statutory clock begins.</summary>
    public sealed record Accept(Officer By) : DossierCommand(By)
    {
        /// <summary>What the journal says of the applicant and the papers by now; the office looks it up.</summary>
        [JsonIgnore]
        public Particulars? Known { get; init; }
    }

    /// <summary>Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận (Mẫu 02), một lần.</summary>
    public sealed record AskForCompletion(Officer By, ImmutableList<string> Missing, string Reason, string? Guidance = null) : DossierCommand(By);

    /// <summary>Nhận phần người nộp đã hoàn thiện, before the dossier is accepted.</summary>
    /// <param name="Files">What comes with it, and lies in the store already.</param>
    public sealed record ReceiveCompletion(
        Officer By, string? Note = null, ImmutableList<DossierComponent>? Components = null, ImmutableList<HandedFile>? Files = null) : DossierCommand(By);

    /// <summary>Ghi nhận phí, lệ phí nộp trước khi tiếp nhận.</summary>
    public sealed record PayUpFront(Officer By, decimal Amount, string? Receipt = null) : DossierCommand(By);

    /// <summary>Không tiếp nhận hồ sơ đã nộp (Mẫu 03).</summary>
    /// <param name="Ground">Căn cứ pháp lý.</param>
    public sealed record Decline(Officer By, string Reason, string Ground) : DossierCommand(By);

    /// <summary>Người nộp rút hồ sơ trước khi được tiếp nhận.</summary>
    public sealed record WithdrawSubmission(Officer By, string? Reason = null) : DossierCommand(By);

    /// <summary>Đính chính: a mistake in what was written down at the desk. Times are no such thing.</summary>
    /// <param name="Attributes">Attributes with another answer; null: none.</param>
    public sealed record Correct(
        Officer By, string Reason, Particulars Particulars, ImmutableSortedDictionary<string, AttributeValue>? Attributes = null) : DossierCommand(By)
    {
        /// <inheritdoc cref="Accept.Known"/>
        [JsonIgnore]
        public Particulars? Known { get; init; }
    }

    /// <summary>Yêu cầu sửa mốc thời gian: always refused, and the refusal stays on record.</summary>
    public sealed record ChangeTime(Officer By, RecordedTime Time, DateTimeOffset? To = null, string? Why = null) : DossierCommand(By);
}
