using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Where a version and its procedure are read.</summary>
/// <param name="Root">Where the public pages begin, without a slash at the end.</param>
public sealed record ProcedureAddresses(string Root, ProcedureCode Procedure, CaseKey? Case, ContentHash Hash)
{
    /// <summary>Where it applies; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }

    /// <summary>The address of what is in force.</summary>
    public string Process => $"{Root}/procedures/{new ProcessKey(Procedure, Case)}{(Place is null ? "" : $"?place={Uri.EscapeDataString(Place.Value)}")}";

    /// <summary>The address of this version, for ever.</summary>
    public string Version => $"{Root}/versions/{Hash}";

    public string Document => $"{Root}/api/versions/{Hash}/document";
}

/// <summary>A published process as JSON-LD in the words of schema.org: a <c>GovernmentService</c>, the decision as <c>Legislation</c>, the steps as <c>HowTo</c>. docs/disclosure.md says what stands where.</summary>
/// <remarks>schema.org knows no working days: limits stand as sentences in <c>termsOfService</c>, and as a duration only where the law counts calendar days.</remarks>
public static class ProcedureDescription
{
    public const string ContentType = "application/ld+json";

    /// <param name="to">The first day on which it no longer holds; null while it is the last.</param>
    public static byte[] Write(ProcessDefinition process, ProvinceCatalogue? catalogue, PublishedBy act, ProcedureAddresses at, DateOnly? to, bool isInForce)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(at);
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) }))
            Write(json, process, catalogue, act, at, to, isInForce);
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ProcessDefinition process, ProvinceCatalogue? catalogue, PublishedBy act, ProcedureAddresses at, DateOnly? to, bool isInForce)
    {
        var header = process.Header;
        var procedure = catalogue?.Find(at.Procedure);
        json.WriteStartObject();
        json.WriteString("@context", "https://schema.org");
        json.WriteString("@type", "GovernmentService");
        json.WriteString("@id", at.Version);
        json.WriteString("url", at.Process);
        json.WriteString("name", process.Name);
        Some("alternateName", procedure is { } listed && listed.Name != process.Name ? listed.Name : null);
        json.WriteStartArray("identifier");
        Identifier("Mã thủ tục", at.Procedure.Value);
        Identifier("Trường hợp", at.Case?.Value);
        Identifier("Mã số quy trình", header.DocumentCode);
        Identifier("Lần ban hành", header.IssueNumber?.ToString(CultureInfo.InvariantCulture));
        Identifier("Mã định danh điện tử", header.Identifier);
        Identifier("SHA-256", at.Hash.Value);
        json.WriteEndArray();
        Some("category", procedure?.Field);
        Some("serviceType", procedure?.Kind);
        json.WriteString("inLanguage", "vi");
        json.WriteStartObject("provider");
        json.WriteString("@type", "GovernmentOrganization");
        json.WriteString("name", act.Authority);
        json.WriteEndObject();
        json.WriteStartObject("audience");
        json.WriteString("@type", "Audience");
        json.WriteString("audienceType", header.Kind is ProcessKind.Public ? "Cá nhân, tổ chức" : "Cơ quan nhà nước");
        json.WriteEndObject();
        var limits = Limits(header).ToList();
        if (limits.Count > 0) json.WriteString("termsOfService", string.Join(" ", limits));
        if (header.HeldTo is { Unit: TimeUnit.CalendarDay } days)
        {
            json.WriteStartObject("availableChannel");
            json.WriteString("@type", "ServiceChannel");
            json.WriteString("processingTime", string.Create(CultureInfo.InvariantCulture, $"P{days.Value:0.##}D"));
            json.WriteEndObject();
        }
        Several("offers", "Offer", header.Fees, fee =>
        {
            json.WriteString("name", fee.Name);
            json.WriteNumber("price", fee.Amount);
            json.WriteString("priceCurrency", "VND");
            Some("description", fee.Basis);
        });
        Several("serviceOutput", "Thing", header.Results, result =>
        {
            json.WriteString("name", result.Name);
            Some("identifier", result.Code);
        });
        json.WriteStartArray("subjectOf");
        json.WriteStartObject();
        json.WriteString("@type", "Legislation");
        json.WriteString("legislationIdentifier", act.Number);
        json.WriteString("legislationDate", Day(act.SignedOn));
        json.WriteString("legislationPassedBy", act.Authority);
        json.WriteString("temporalCoverage", $"{Day(act.EffectiveFrom)}/{(to is { } end ? Day(end) : "..")}");
        json.WriteString("legislationLegalForce", isInForce ? "https://schema.org/InForce" : "https://schema.org/NotInForce");
        json.WriteEndObject();
        foreach (var basis in header.LegalBases)
        {
            json.WriteStartObject();
            json.WriteString("@type", "Legislation");
            json.WriteString("legislationIdentifier", basis.Number);
            Some("name", basis.Title);
            Some("legislationPassedBy", basis.Issuer);
            Some("legislationDate", basis.Date is { } date ? Day(date) : null);
            json.WriteEndObject();
        }
        Steps();
        json.WriteStartObject();
        json.WriteString("@type", "DataDownload");
        json.WriteString("name", "Elsa JSON");
        json.WriteString("encodingFormat", "application/json");
        json.WriteString("contentUrl", at.Document);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();

        void Steps()
        {
            json.WriteStartObject();
            json.WriteString("@type", "HowTo");
            json.WriteString("name", process.Name);
            Several("supply", "HowToSupply", header.Components, component => json.WriteString("name", component.Name));
            json.WriteStartArray("step");
            foreach (var (row, place) in StepTable.Of(process).Steps.Select((row, place) => (row, place)))
            {
                json.WriteStartObject();
                json.WriteString("@type", "HowToStep");
                json.WriteNumber("position", place + 1);
                json.WriteString("identifier", row.Key.Value);
                json.WriteString("name", row.Name);
                Some("text", string.Join("; ", new[] { Responsibility.Of(row.Step, header, catalogue).ToWording()?.Vi, row.Time?.Vi }.Where(part => !string.IsNullOrWhiteSpace(part))));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        void Several<T>(string name, string type, IReadOnlyList<T> all, Action<T> write)
        {
            if (all.Count == 0) return;
            json.WriteStartArray(name);
            foreach (var one in all)
            {
                json.WriteStartObject();
                json.WriteString("@type", type);
                write(one);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }

        void Some(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) json.WriteString(name, value);
        }

        void Identifier(string name, string? value)
        {
            if (string.IsNullOrWhiteSpace(value)) return;
            json.WriteStartObject();
            json.WriteString("@type", "PropertyValue");
            json.WriteString("propertyID", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
    }

    private static IEnumerable<string> Limits(ProcessHeader header)
    {
        if (header.StatutoryLimit is { } statutory) yield return $"Thời hạn giải quyết theo quy định: {statutory.ToWording().Vi}.";
        if (header.PromisedLimit is { } promised) yield return $"Thời hạn sau cắt giảm: {promised.ToWording().Vi}.";
        if (header.OnlineLimit is { } online) yield return $"Với hồ sơ trực tuyến: {online.ToWording().Vi}.";
        foreach (var extension in header.RegionalExtensions) yield return $"{extension.Area}: thêm {extension.Limit.ToWording().Vi}.";
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
