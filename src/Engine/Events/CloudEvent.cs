using System.Text.Encodings.Web;
using System.Text.Json;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Events;

/// <summary>Something that happened, as other systems are told of it (sự kiện): an event of CloudEvents 1.0 in JSON. Who applied, and who did it, is never in it.</summary>
/// <param name="Id">The same for every try and every reader: <c>H35.40-260302-0001/3</c>.</param>
/// <param name="Source">Where it comes from: <c>https://tthc.tinh.gov.vn/dossiers</c>.</param>
/// <param name="Subject">What it is about: the dossier's code, or the version's hash.</param>
/// <param name="Number">Its number in the feed, in the order in which everything was committed.</param>
public sealed record CloudEvent(string Id, string Source, string Type, string Subject, DateTimeOffset Time, int Number, EventData Data)
{
    /// <summary>One event in JSON.</summary>
    public const string MediaType = "application/cloudevents+json";

    /// <summary>A list of them.</summary>
    public const string BatchMediaType = "application/cloudevents-batch+json";

    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event as it is sent.</summary>
    public byte[] ToJson()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Written)) WriteTo(json);
        return text.ToArray();
    }

    /// <summary>Events as a batch, in their order.</summary>
    public static byte[] ToJson(IEnumerable<CloudEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Written))
        {
            json.WriteStartArray();
            foreach (var one in events) one.WriteTo(json);
            json.WriteEndArray();
        }
        return text.ToArray();
    }

    private void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("specversion", "1.0");
        json.WriteString("id", Id);
        json.WriteString("source", Source);
        json.WriteString("type", Type);
        json.WriteString("subject", Subject);
        json.WriteString("time", Time);
        json.WriteString("datacontenttype", "application/json");
        json.WriteNumber("feednumber", Number);
        json.WriteStartObject("data");
        foreach (var (name, value) in Data.Members)
        {
            switch (value)
            {
                case null: break;
                case int number: json.WriteNumber(name, number); break;
                case DateTimeOffset at: json.WriteString(name, at); break;
                case DateOnly day: json.WriteString(name, day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)); break;
                case EventStep step:
                    json.WriteStartObject(name);
                    json.WriteString("key", step.Key.Value);
                    json.WriteString("name", step.Name);
                    json.WriteEndObject();
                    break;
                default: json.WriteString(name, value.ToString()); break;
            }
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>A step an event is about, by its name in the version the dossier was on.</summary>
public sealed record EventStep(StepKey Key, string Name);

/// <summary>What an event says of the dossier or the version (dữ liệu của sự kiện). Members that say nothing are left out.</summary>
public abstract record EventData
{
    internal abstract IReadOnlyList<(string Name, object? Value)> Members { get; }

    /// <summary>A line of a dossier's journal.</summary>
    /// <param name="Number">Of the line.</param>
    /// <param name="Status">How the dossier stood after all that was done at once with it.</param>
    /// <param name="PromisedAt">What the receipt promises.</param>
    /// <param name="DueAt">When it has to be finished, as that stood then; pauses move it.</param>
    public sealed record OfDossier(
        string Code, int Number, string Kind, string Status, string Procedure, string Receiving, string Competent, EventStep? Step,
        DateTimeOffset? PromisedAt, DateTimeOffset? DueAt) : EventData
    {
        internal override IReadOnlyList<(string, object?)> Members =>
        [
            ("code", Code), ("number", Number), ("kind", Kind), ("status", Status), ("procedure", Procedure), ("receiving", Receiving), ("competent", Competent),
            ("step", Step), ("promisedAt", PromisedAt), ("dueAt", DueAt),
        ];
    }

    /// <summary>What became of a published version.</summary>
    /// <param name="Place">Where it applies; null: the whole province.</param>
    /// <param name="Decision">The decision that published it; where it was repealed, the one that did.</param>
    public sealed record OfVersion(
        string Hash, string Kind, string Name, string Procedure, string? Case, string? Place, string Decision, DateOnly EffectiveFrom, DateOnly? EffectiveTo) : EventData
    {
        internal override IReadOnlyList<(string, object?)> Members =>
        [
            ("hash", Hash), ("kind", Kind), ("name", Name), ("procedure", Procedure), ("case", Case), ("place", Place), ("decision", Decision),
            ("effectiveFrom", EffectiveFrom), ("effectiveTo", EffectiveTo),
        ];
    }

    /// <summary>Nothing happened: somebody tries whether a subscription reaches its address.</summary>
    public sealed record Trial(string Subscription) : EventData
    {
        internal override IReadOnlyList<(string, object?)> Members => [("subscription", Subscription)];
    }
}
