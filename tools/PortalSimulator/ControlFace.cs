using System.Text.Encodings.Web;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>What testers ask of the portal and tell it (giao diện điều khiển), under <c>/control</c>.</summary>
internal sealed class ControlFace(IReadOnlyList<PortalRegister> registers, CallOffice office, Tally tally, HandIn handIn, StateLog log)
{
    /// <summary>So many messages that were applied more than once are named; all are counted.</summary>
    private const int MostNamed = 100;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/control/state", (RequestDelegate)(http => WriteAsync(http, json => WriteState(json))));
        app.MapDelete("/control/state", (RequestDelegate)(http =>
        {
            Clear();
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        app.MapGet("/control/dossiers/{code}", (RequestDelegate)DossierAsync);
        app.MapGet("/control/counts", (RequestDelegate)(http => WriteAsync(http, WriteCounts)));
        app.MapGet("/control/faults", (RequestDelegate)(http => WriteAsync(http, json => JsonSerializer.Serialize(json, office.Script.Plan, SimulatorJson.Default.FaultPlan))));
        app.MapPut("/control/faults", (RequestDelegate)SetFaultsAsync);
        app.MapPost("/control/hand-in", (RequestDelegate)HandInAsync);
    }

    /// <summary>Forgets every dossier and every count, and begins the script of faults anew.</summary>
    private void Clear()
    {
        foreach (var register in registers) register.Clear();
        tally.Clear();
        log.Clear();
        office.Script = new(office.Script.Plan);
    }

    private async Task DossierAsync(HttpContext http)
    {
        var code = http.GetRouteValue("code") as string ?? "";
        var found = registers.Select(register => (register, register.Find(code) ?? register.FindBySendersCode(code))).Where(one => one.Item2 is { State: not 0 }).ToList();
        if (found is []) http.Response.StatusCode = StatusCodes.Status404NotFound;
        else await WriteAsync(http, json => Write(json, found[0].register, found[0].Item2!, withItem: true));
    }

    private async Task SetFaultsAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        try
        {
            office.Script = new(FaultPlan.Parse(body.ToArray()));
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (FormatException fault) { await RefuseAsync(http, fault.Message); }
    }

    private async Task HandInAsync(HttpContext http)
    {
        using var body = await CallOffice.ReadAsync(http);
        try
        {
            if (body is null) throw new FormatException(PortalRefusals.NotJson.Message);
            var handedIn = await handIn.SendAsync(body.RootElement, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status201Created;
            await WriteAsync(http, json =>
            {
                json.WriteStartObject();
                json.WriteString("code", handedIn.Code);
                json.WriteBoolean("sent", handedIn.Status is not null);
                if (handedIn.Status is { } status) json.WriteNumber("status", status);
                if (handedIn.Answer is { } answer) json.WriteString("answer", answer);
                json.WriteEndObject();
            });
        }
        catch (FormatException fault) { await RefuseAsync(http, fault.Message); }
    }

    private static Task RefuseAsync(HttpContext http, string message)
    {
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("message", message);
            json.WriteEndObject();
        });
    }

    private void WriteState(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("dossiers");
        foreach (var register in registers)
            foreach (var dossier in register.All) Write(json, register, dossier, withItem: false);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PortalRegister register, KnownDossier dossier, bool withItem)
    {
        lock (dossier.Gate)
        {
            json.WriteStartObject();
            json.WriteString("protocol", register.Face is PortalFace.Bus ? "bus" : "ministry");
            json.WriteString("code", dossier.Code);
            if (dossier.SendersCode is { } sendersCode) json.WriteString("sendersCode", sendersCode);
            if (dossier.IsHandedIn) json.WriteBoolean("handedIn", true);
            json.WriteNumber("state", dossier.State);
            json.WriteString("stateName", register.Table.NameOf(dossier.State).Vi);
            json.WriteNumber("rows", dossier.Rows.Count);
            json.WriteNumber("outOfOrder", dossier.OutOfOrder);
            json.WriteStartArray("applied");
            foreach (var message in dossier.Applied)
            {
                json.WriteStartObject();
                json.WriteString("at", message.At);
                json.WriteString("service", message.Service);
                if (message.Key is { } key) json.WriteString("key", key);
                if (message.Number > 0) json.WriteNumber("number", message.Number);
                json.WriteNumber("state", message.State);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (withItem)
            {
                json.WritePropertyName("item");
                json.WriteRawValue(PortalRegister.Told(dossier));
            }
            json.WriteEndObject();
        }
    }

    private void WriteCounts(Utf8JsonWriter json)
    {
        var again = tally.Messages.Where(message => message.Value.Applied > 1).OrderBy(message => message.Key, StringComparer.Ordinal).ToList();
        var disorderly = registers.SelectMany(register => register.All).Where(dossier => dossier.OutOfOrder > 0).ToList();
        json.WriteStartObject();
        json.WriteNumber("calls", tally.Calls);
        json.WriteNumber("dossiers", registers.Sum(register => register.Count));
        json.WriteNumber("received", tally.Received);
        json.WriteNumber("applied", tally.Applied);
        json.WriteNumber("messages", tally.Messages.Count);
        json.WriteNumber("messagesApplied", tally.Messages.Count(message => message.Value.Applied > 0));
        json.WriteNumber("withoutKey", tally.Unkeyed);
        json.WriteNumber("appliedMoreThanOnce", again.Count);
        json.WriteNumber("outOfOrder", disorderly.Sum(dossier => dossier.OutOfOrder));
        Write(json, "byService", tally.Services);
        Write(json, "refused", tally.Refusals);
        Write(json, "faults", tally.Faults);
        json.WriteStartArray("again");
        foreach (var (key, message) in again.Take(MostNamed))
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteNumber("received", message.Received);
            json.WriteNumber("applied", message.Applied);
            json.WriteNumber("refused", message.Refused);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("disorderly");
        foreach (var dossier in disorderly.Take(MostNamed)) json.WriteStringValue(dossier.Code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (of, count) in counts) json.WriteNumber(of, count);
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Readable);
        write(json);
        await json.FlushAsync(http.RequestAborted);
    }
}
