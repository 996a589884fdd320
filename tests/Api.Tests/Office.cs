using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Api.Demo;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Tests;

/// <summary>The acts that many tests begin with, through the interface itself.</summary>
internal static class Office
{
    /// <summary>A further account of Sở Xây dựng, with the demo province's password.</summary>
    public static async Task AccountAsync(this Province province, string id, params Role[] roles)
    {
        await using var scope = province.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(
            new Account { Id = new OfficerId(id), Name = id, Agency = new AgencyCode("H35.05"), Roles = roles.ToHashSet() }, DemoProvince.Password);
    }

    /// <summary>Copy of a civil-status record: received at the commune's desk, examined, signed, issued, returned within the day.</summary>
    public const string Copies = "2.000908";

    public static object Receipt(string applicant = "Giàng Thị Mây", string procedure = Copies) => new
    {
        procedure,
        receiving = "H35.40.01",
        competent = "H35.40",
        channel = "Direct",
        applicant = new { name = applicant, identityNumber = "012345678901", phone = "0912 345 678" },
        subject = "Bản sao trích lục khai sinh",
        components = new[] { new { name = "Tờ khai", originals = 1 } },
    };

    /// <summary>The code of a new dossier, in the hands of the desk.</summary>
    public static async Task<string> ReceivedAsync(this Person desk, string applicant = "Giàng Thị Mây", string procedure = Copies) =>
        (string)(await (await desk.PostAsync("/api/dossiers", Receipt(applicant, procedure))).JsonAsync(HttpStatusCode.Created))["code"]!;

    /// <summary>The code of a new dossier, on the examining officer's table.</summary>
    public static async Task<string> AcceptedAsync(this Person desk)
    {
        var code = await desk.ReceivedAsync();
        await desk.CompleteAsync(code, "B1", "Accepted");
        return code;
    }

    public static async Task CompleteAsync(this Person person, string code, string step, string outcome)
    {
        var signature = outcome == "Signed" ? new { number = "15/QĐ-UBND", signer = "Giàng Thị Kiều Oanh Vy", signedOn = "2026-03-02" } : null;
        var answer = await person.PostAsync($"/api/dossiers/{code}/completions", new { step, outcome, signature });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>A sample document, as it lies beside the program.</summary>
    public static string Sample(string name) => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples", "processes"), $"{name}-*.json").Single();

    /// <summary>A publishable document that serves a case of its own, so that no test takes over from another. All but the permit's own case are processes of the agency itself.</summary>
    public static JsonNode Document(string @case)
    {
        var document = JsonNode.Parse(File.ReadAllText(Sample("A")))!;
        var header = document["customProperties"]!["tthc"]!;
        header["case"] = @case;
        if (@case == "nha-o-rieng-le") return document;
        header["kind"] = "AgencyInternal";
        header["procedure"] = "QTR-XD-01";
        return document;
    }

    public static StringContent Json(this JsonNode document) => new(document.ToJsonString(), Encoding.UTF8, "application/json");

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
