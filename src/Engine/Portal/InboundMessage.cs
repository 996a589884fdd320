using System.Collections.Immutable;
using System.Text.Json;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>What a registered system tells (thông điệp nhận), read strictly: what is missing, unknown or of the wrong type is named by its place, all of it at once.</summary>
public abstract record InboundMessage
{
    /// <summary>A code another system gives a dossier has so many letters at most.</summary>
    public const int LongestCode = 50;

    private const int LongestLine = 500, LongestNote = 2000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private InboundMessage() { }

    public abstract InboundKind Kind { get; }

    /// <summary>Nộp hồ sơ.</summary>
    /// <param name="Code">The sender's own code of the dossier.</param>
    public sealed record Submission(
        string Code, ProcedureCode Procedure, CaseKey? Case, AgencyCode Receiving, AgencyCode Competent, Channel Channel, Particulars Particulars,
        ImmutableSortedDictionary<string, AttributeValue> Attributes, AgencyCode? Supporting, string? Area) : InboundMessage
    {
        public override InboundKind Kind => InboundKind.Submission;
    }

    /// <summary>Nộp phần bổ sung, hoàn thiện.</summary>
    /// <param name="Papers">Which of the papers asked for these are; null: all that were still to come.</param>
    public sealed record Supplement(MeantDossier About, string? Note, ImmutableList<DossierComponent> Components, ImmutableList<string>? Papers) : InboundMessage
    {
        public override InboundKind Kind => InboundKind.Supplement;
    }

    /// <summary>Xác nhận đã thanh toán: for an obligation by its number, a fee by its name, or, with neither, the fee owed before acceptance.</summary>
    public sealed record Payment(MeantDossier About, decimal Amount, string Receipt, PaymentWay Way, int? Obligation, string? Fee) : InboundMessage
    {
        public override InboundKind Kind => InboundKind.Payment;
    }

    /// <summary>Rút hồ sơ.</summary>
    public sealed record Withdrawal(MeantDossier About, string Reason) : InboundMessage
    {
        public override InboundKind Kind => InboundKind.Withdrawal;
    }

    /// <summary>Reads a message in our own form.</summary>
    public static InboundReading Read(ReadOnlyMemory<byte> json) => Read(json, root =>
    {
        var said = root.Word("type", InboundKind.Submission, required: true);
        InboundMessage? read = said switch
        {
            null => null,
            InboundKind.Submission => SubmissionOf(root),
            InboundKind.Supplement => SupplementOf(root),
            InboundKind.Payment => PaymentOf(root),
            _ => WithdrawalOf(root),
        };
        if (said is not null) root.NothingElse();
        return (said, read);
    });

    /// <summary>Reads with whatever takes the fields; everything that is wrong is told together.</summary>
    internal static InboundReading Read(ReadOnlyMemory<byte> json, Func<InboundFields, (InboundKind? Kind, InboundMessage? Message)> read)
    {
        JsonDocument document;
        try { document = JsonDocument.Parse(json, Strict); }
        catch (JsonException fault) { return new(null, null, InboundRefusals.NotJson((fault.LineNumber ?? 0) + 1, (fault.BytePositionInLine ?? 0) + 1), []); }
        using (document)
        {
            var faults = new List<FieldFault>();
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return new(null, null, InboundRefusals.FieldsWrong(1), [new("$", new("Phải là một đối tượng JSON.", "A JSON object is expected."))]);
            var (kind, message) = read(new InboundFields(document.RootElement, "$", faults));
            return faults is [] ? new(kind, message!, null, []) : new(kind, null, InboundRefusals.FieldsWrong(faults.Count), faults);
        }
    }

    private static Submission SubmissionOf(InboundFields at)
    {
        var (code, procedure, @case) = (at.Text("code", LongestCode, required: true), at.Key<ProcedureCode>("procedure", required: true), at.Key<CaseKey>("case"));
        var (receiving, competent, supporting) = (at.Key<AgencyCode>("receiving", required: true), at.Key<AgencyCode>("competent", required: true), at.Key<AgencyCode>("supporting"));
        var (channel, area, subject) = (at.Word("channel", Channel.Online), at.Text("area", 200), at.Text("subject", 1000));
        if (channel is Channel.Direct) at.Fault("channel", new("Hồ sơ nộp trực tiếp thì nộp tại quầy.", "What is handed in over the counter is handed in there."));
        var person = at.Object("applicant", required: true);
        var applicant = person is null ? null : new Applicant(
            person.Text("name", 200, required: true)!, person.Text("identityNumber", 50), person.Text("phone", 50), person.Text("email", 200), person.Text("address", LongestLine));
        person?.NothingElse();
        return new(code!, procedure!, @case, receiving!, competent!, channel ?? Channel.Online, new(applicant!, subject, ComponentsOf(at)), at.Answers("attributes"), supporting, area);
    }

    private static Supplement SupplementOf(InboundFields at) => new(AboutOf(at), at.Text("note", LongestNote), ComponentsOf(at), at.Texts("papers", LongestLine));

    private static Payment PaymentOf(InboundFields at)
    {
        var (about, amount, receipt) = (AboutOf(at), at.Number("amount", required: true), at.Text("receipt", 100, required: true));
        var (way, obligation, fee) = (at.Word("way", PaymentWay.Online), at.Number("obligation"), at.Text("fee", LongestLine));
        if (amount is <= 0 || amount is { } sum && !decimal.IsInteger(sum)) at.Fault("amount", new("Phải là số đồng, lớn hơn 0, không có phần lẻ.", "A whole number of dong above 0 is expected."));
        if (obligation is { } number && (!decimal.IsInteger(number) || number is < 1 or > 10_000)) at.Fault("obligation", new("Phải là số thứ tự của khoản phải nộp, từ 1.", "The number of the obligation is expected, from 1."));
        else if (obligation is not null && fee is not null) at.Fault("fee", new("Chỉ ghi một trong hai: obligation hoặc fee.", "Only one of obligation and fee may stand there."));
        return new(about, amount ?? 0, receipt!, way ?? PaymentWay.Online, obligation is { } owed and >= 1 and <= 10_000 ? (int)owed : null, fee);
    }

    private static Withdrawal WithdrawalOf(InboundFields at) => new(AboutOf(at), at.Text("reason", LongestNote, required: true)!);

    private static MeantDossier AboutOf(InboundFields at)
    {
        var (foreign, own) = (at.Text("code", LongestCode), at.Key<DossierCode>("dossier"));
        if (!at.Has("code") && !at.Has("dossier")) at.Fault("code", new("Phải có code (mã hồ sơ của hệ thống nộp) hoặc dossier (mã hồ sơ của tỉnh).", "code (the sender's) or dossier (ours) is expected."));
        if (foreign is not null && own is not null) at.Fault("dossier", new("Chỉ ghi một trong hai: code hoặc dossier.", "Only one of code and dossier may stand there."));
        return new(foreign, own);
    }

    private static ImmutableList<DossierComponent> ComponentsOf(InboundFields at)
    {
        var components = ImmutableList.CreateBuilder<DossierComponent>();
        foreach (var paper in at.Objects("components"))
        {
            components.Add(new(paper.Text("name", LongestLine, required: true)!, paper.Count("originals"), paper.Count("copies")));
            paper.NothingElse();
        }
        return components.ToImmutable();
    }
}

/// <summary>Which dossier is meant: by the sender's own code, or by ours.</summary>
public sealed record MeantDossier(string? Foreign, DossierCode? Own);

/// <summary>What reading gave: the message, or why there is none and every place that is wrong.</summary>
/// <param name="Kind">What it wants to be, as far as that could be read.</param>
public sealed record InboundReading(InboundKind? Kind, InboundMessage? Message, Refusal? Refusal, IReadOnlyList<FieldFault> Faults);

/// <summary>What is wrong at one place of a message. It never repeats what stood there.</summary>
/// <param name="Path">As <c>$.applicant.name</c>.</param>
public sealed record FieldFault(string Path, Wording Message);
