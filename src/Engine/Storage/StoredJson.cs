using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>How events and snapshots are written down: camel case, kebab-case names, no nulls, Vietnamese as it is read and composed (NFC) whatever keyboard it came from.</summary>
internal static class StoredJson
{
    private static readonly FlowJson Context = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // kept in text columns, never put into a page
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new KebabCase<DossierStatus>(), new KebabCase<Channel>(), new KebabCase<ClockPolicy>(), new KebabCase<ClockStopCause>(), new KebabCase<ClockSettingCause>(), new KebabCase<PaymentWay>(), new KebabCase<Counting>(), new KebabCase<AfterHours>(),
            new KebabCase<ReminderKind>(), new KebabCase<NoticeKind>(), new KebabCase<NoticeAudience>(), new KebabCase<RecordedTime>(), new KebabCase<ReturnWay>(), new KebabCase<TakenBack>(), new KebabCase<DraftedActStatus>(), new KebabCase<ConsultationStatus>(), new KebabCase<SilenceRule>(), new KebabCase<ConsultedOpinion>(), new KebabCase<PublicationStatus>(), new KebabCase<PublishingTrack>(), new KebabCase<Proposer>(), new KebabCase<CommentWeight>(), new KebabCase<CommentStanding>(), new KebabCase<CommentTurnKind>(), new KebabCase<Opinion>(), new KebabCase<Verdict>(), new KebabCase<Severity>(), new KebabCase<LimitKind>(), new KebabCase<TimeUnit>(), new KebabCase<MigrationLimit>(), new KebabCase<CatalogueColumn>(), new KebabCase<AgencyLevel>(), new KebabCase<HolderKind>(), new KebabCase<InspectionResult>(), new KebabCase<NonconformityKind>(), new KebabCase<DecisionAct>(), new KebabCase<DecisionStatus>(), new KebabCase<SystemProof>(), new KebabCase<InboundKind>(), new OfficerAsId(),
        },
    });

    // A snapshot is written anew with every step: what a dossier has none of is not written.
    private static readonly JsonTypeInfo<Dossier> Snapshot = (JsonTypeInfo<Dossier>)new JsonSerializerOptions(Context.Options)
    {
        TypeInfoResolver = Context.WithAddedModifier(static type =>
        {
            if (type.Type != typeof(Dossier) && type.Type != typeof(OpenStep) && type.Type != typeof(StepDone)) return;
            foreach (var member in type.Properties.Where(member => member.PropertyType.IsAssignableTo(typeof(ICollection)))) member.ShouldSerialize = static (_, value) => value is ICollection { Count: > 0 };
        }),
    }.GetTypeInfo(typeof(Dossier));

    public static string Write(DossierEvent happened) => Kept(JsonSerializer.Serialize(happened, Context.DossierEvent));

    public static DossierEvent ReadEvent(string text) => Read(text, Context.DossierEvent);

    public static string Write(Dossier dossier) => Write(dossier, out _);

    /// <summary>The same, and the dossier as reading it gives it.</summary>
    public static string Write(Dossier dossier, out Dossier asRead)
    {
        var written = JsonSerializer.Serialize(dossier, Snapshot);
        var kept = Kept(written);
        asRead = ReferenceEquals(kept, written) ? dossier : ReadDossier(kept);
        return kept;
    }

    public static Dossier ReadDossier(string text) => Read(text, Snapshot);

    public static string Write(PublicationEvent happened) => JsonSerializer.Serialize(happened, Context.PublicationEvent);

    public static PublicationEvent ReadPublicationEvent(string text) => Read(text, Context.PublicationEvent);

    public static string Write(ProcessFile file) => JsonSerializer.Serialize(file, Context.ProcessFile);

    public static ProcessFile ReadFile(string text) => Read(text, Context.ProcessFile);

    public static string Write(ImmutableList<PinnedCall> calls) => JsonSerializer.Serialize(calls, Context.ImmutableListPinnedCall);

    public static ImmutableList<PinnedCall> ReadCalls(string text) => Read(text, Context.ImmutableListPinnedCall);

    public static string Write(Notice notice) => JsonSerializer.Serialize(notice, Context.Notice).Normalize();

    public static Notice ReadNotice(string text) => Read(text, Context.Notice);

    public static string Write(CheckCertificate certificate) => JsonSerializer.Serialize(certificate, Context.CheckCertificate);

    public static CheckCertificate ReadCertificate(string text) => Read(text, Context.CheckCertificate);

    public static string Write(MigrationOrder order) => JsonSerializer.Serialize(order, Context.MigrationOrder);

    public static MigrationOrder ReadOrder(string text) => Read(text, Context.MigrationOrder);

    public static string Write(CatalogueSheet sheet) => JsonSerializer.Serialize(sheet, Context.CatalogueSheet);

    public static CatalogueSheet ReadSheet(string text) => Read(text, Context.CatalogueSheet);

    public static string Write(IReadOnlyList<AgencyEvent> happened) => Kept(JsonSerializer.Serialize(happened, Context.IReadOnlyListAgencyEvent));

    public static IReadOnlyList<AgencyEvent> ReadAgencyEvents(string text) => Read(text, Context.IReadOnlyListAgencyEvent);

    public static string Write(QualityEvent happened) => Kept(JsonSerializer.Serialize(happened, Context.QualityEvent));

    public static QualityEvent ReadQualityEvent(string text) => Read(text, Context.QualityEvent);

    public static string Write(DecisionFileEvent happened) => Kept(JsonSerializer.Serialize(happened, Context.DecisionFileEvent));

    public static DecisionFileEvent ReadDecisionEvent(string text) => Read(text, Context.DecisionFileEvent);

    public static string Write(DecisionFile file) => Kept(JsonSerializer.Serialize(file, Context.DecisionFile));

    public static DecisionFile ReadDecision(string text) => Read(text, Context.DecisionFile);

    public static string Write(ConnectedSystem system) => Kept(JsonSerializer.Serialize(system, Context.ConnectedSystem));

    public static ConnectedSystem ReadSystem(string text) => Read(text, Context.ConnectedSystem);

    public static string Write(IReadOnlyList<FieldFault> faults) => JsonSerializer.Serialize(faults, Context.IReadOnlyListFieldFault);

    public static IReadOnlyList<FieldFault> ReadFaults(string text) => Read(text, Context.IReadOnlyListFieldFault);

    public static string Write(DecisionContent content) => Kept(JsonSerializer.Serialize(content, Context.DecisionContent));

    /// <summary>The stored name of an event or state: <c>step-completed</c>.</summary>
    public static string NameOf(object word) => JsonNamingPolicy.KebabCaseLower.ConvertName(word as string ?? (word is Enum ? word.ToString()! : word.GetType().Name));

    /// <summary>The state a stored name stands for.</summary>
    public static DossierStatus StatusOf(string name) => Statuses[name];

    private static readonly Dictionary<string, DossierStatus> Statuses = Enum.GetValues<DossierStatus>().ToDictionary(status => NameOf(status), StringComparer.Ordinal);

    /// <summary>What tells one command from another, whoever's roles changed meanwhile.</summary>
    public static string HashOf(DossierCommand command, string target) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{target}\n{command.GetType().Name}\n{JsonSerializer.Serialize(command, Context.GetTypeInfo(command.GetType())!)}")));

    /// <summary>What tells one command from another where its text is no part of it: the act, and everything that was said with it.</summary>
    public static string HashOf(params string?[] said) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(said, Context.StringArray)));

    /// <summary>The same with every text in it as NFC. Text by text: taken as a whole, the letter that ends an escape would swallow a mark that follows it, and what was stored could never be read again.</summary>
    private static string Kept(string json)
    {
        if (json.IsNormalized()) return json;
        var kept = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(kept, new JsonWriterOptions { Encoder = Context.Options.Encoder }))
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject: writer.WriteStartObject(); break;
                    case JsonTokenType.EndObject: writer.WriteEndObject(); break;
                    case JsonTokenType.StartArray: writer.WriteStartArray(); break;
                    case JsonTokenType.EndArray: writer.WriteEndArray(); break;
                    case JsonTokenType.PropertyName: writer.WritePropertyName(reader.GetString()!.Normalize()); break;
                    case JsonTokenType.String: writer.WriteStringValue(reader.GetString()!.Normalize()); break;
                    default: writer.WriteRawValue(reader.ValueSpan); break;
                }
        }
        return Encoding.UTF8.GetString(kept.WrittenSpan);
    }

    private static T Read<T>(string text, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(text, type)!;

    private sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) where T : struct, Enum;

    /// <summary>An officer inside a command is the account that acts; roles and posts may change between two tries.</summary>
    private sealed class OfficerAsId : JsonConverter<Officer>
    {
        public override Officer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Commands are written to be compared, never read back.");

        public override void Write(Utf8JsonWriter writer, Officer value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id.Value);
    }
}

[JsonSerializable(typeof(DossierEvent))]
[JsonSerializable(typeof(Dossier))]
[JsonSerializable(typeof(PublicationEvent))]
[JsonSerializable(typeof(ProcessFile))]
[JsonSerializable(typeof(Notice))]
[JsonSerializable(typeof(ImmutableList<PinnedCall>))]
[JsonSerializable(typeof(CheckCertificate))]
[JsonSerializable(typeof(MigrationOrder))]
[JsonSerializable(typeof(QualityEvent))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(DossierCommand.Receive))]
[JsonSerializable(typeof(DossierCommand.CompleteStep))]
[JsonSerializable(typeof(DossierCommand.RequestSupplement))]
[JsonSerializable(typeof(DossierCommand.ReceiveSupplement))]
[JsonSerializable(typeof(DossierCommand.ReturnResult))]
[JsonSerializable(typeof(DossierCommand.Remind))]
[JsonSerializable(typeof(DossierCommand.FollowCalendar))]
[JsonSerializable(typeof(DossierCommand.Suspend))]
[JsonSerializable(typeof(DossierCommand.Resume))]
[JsonSerializable(typeof(DossierCommand.Extend))]
[JsonSerializable(typeof(DossierCommand.ImposeObligation))]
[JsonSerializable(typeof(DossierCommand.RecordPayment))]
[JsonSerializable(typeof(DossierCommand.WaiveObligation))]
[JsonSerializable(typeof(DossierCommand.ExpireSupplement))]
[JsonSerializable(typeof(DossierCommand.Withdraw))]
[JsonSerializable(typeof(DossierCommand.Reject))]
[JsonSerializable(typeof(DossierCommand.Stop))]
[JsonSerializable(typeof(DossierCommand.Submit))]
[JsonSerializable(typeof(DossierCommand.DeclineAtDesk))]
[JsonSerializable(typeof(DossierCommand.Accept))]
[JsonSerializable(typeof(DossierCommand.AskForCompletion))]
[JsonSerializable(typeof(DossierCommand.ReceiveCompletion))]
[JsonSerializable(typeof(DossierCommand.PayUpFront))]
[JsonSerializable(typeof(DossierCommand.Decline))]
[JsonSerializable(typeof(DossierCommand.WithdrawSubmission))]
[JsonSerializable(typeof(DossierCommand.Correct))]
[JsonSerializable(typeof(DossierCommand.ChangeTime))]
[JsonSerializable(typeof(DossierCommand.AttachFile))]
[JsonSerializable(typeof(DossierCommand.WithdrawAttachment))]
[JsonSerializable(typeof(DossierCommand.Claim))]
[JsonSerializable(typeof(DossierCommand.Assign))]
[JsonSerializable(typeof(DossierCommand.HandBack))]
[JsonSerializable(typeof(DossierCommand.MarkSeen))]
[JsonSerializable(typeof(DossierCommand.Recall))]
[JsonSerializable(typeof(DossierCommand.SendBack))]
[JsonSerializable(typeof(DossierCommand.WithdrawResult))]
[JsonSerializable(typeof(DossierCommand.DraftAct))]
[JsonSerializable(typeof(DossierCommand.ApproveDraft))]
[JsonSerializable(typeof(DossierCommand.SendBackDraft))]
[JsonSerializable(typeof(DossierCommand.SignDraft))]
[JsonSerializable(typeof(DossierCommand.DropDraft))]
[JsonSerializable(typeof(DossierCommand.Consult))]
[JsonSerializable(typeof(DossierCommand.ChaseOpinion))]
[JsonSerializable(typeof(DossierCommand.AssignQuestion))]
[JsonSerializable(typeof(DossierCommand.GiveOpinion))]
[JsonSerializable(typeof(DossierCommand.WithdrawQuestion))]
[JsonSerializable(typeof(CatalogueSheet))]
[JsonSerializable(typeof(IReadOnlyList<AgencyEvent>))]
[JsonSerializable(typeof(QualityEvent.Closed), TypeInfoPropertyName = "QualityClosed")]
[JsonSerializable(typeof(QualityEvent.Withdrawn), TypeInfoPropertyName = "QualityWithdrawn")]
[JsonSerializable(typeof(DecisionFileEvent))]
[JsonSerializable(typeof(DecisionFileEvent.Begun), TypeInfoPropertyName = "DecisionBegun")]
[JsonSerializable(typeof(DecisionFileEvent.Composed), TypeInfoPropertyName = "DecisionComposed")]
[JsonSerializable(typeof(DecisionFileEvent.Signed), TypeInfoPropertyName = "DecisionSigned")]
[JsonSerializable(typeof(DecisionFileEvent.Discarded), TypeInfoPropertyName = "DecisionDiscarded")]
[JsonSerializable(typeof(DecisionFile))]
[JsonSerializable(typeof(DecisionContent))]
[JsonSerializable(typeof(ConnectedSystem))]
[JsonSerializable(typeof(IReadOnlyList<FieldFault>))]
internal sealed partial class FlowJson : JsonSerializerContext;
