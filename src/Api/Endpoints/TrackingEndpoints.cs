using System.ComponentModel;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>How a dossier stands, for a portal's own pages (tra cứu tiến độ): in plain words, to whoever has its code and a proof of right. May be kept for half a minute by whoever asked, and nobody else.</summary>
/// <remarks>The proof travels in a header, so that no address, log or history holds it; or it is the receipt's own token. A wrong proof and an unknown code are the same answer.</remarks>
internal static class TrackingEndpoints
{
    private const string Proof = "X-TthcFlow-Proof";

    public static void MapTracking(this IEndpointRouteBuilder api)
    {
        var tracking = api.MapGroup("/tracking").WithTags("Công khai");
        tracking.MapGet("/{code}", ByProof).WithSummary("Hồ sơ đang thế nào, bằng lời thường; chứng minh quyền bằng số giấy tờ hoặc điện thoại trong tiêu đề X-TthcFlow-Proof")
            .Produces<TrackingJson>().Produces(304).Refuses(400, 404, 429);
        tracking.MapGet("/{code}/{token}", ByReceipt).WithSummary("Như trên, bằng mã trên giấy hẹn (QR)").Produces<TrackingJson>().Produces(304).Refuses(400, 404, 429);
    }

    /// <summary>What a portal's page shows of a dossier. Nobody's personal data.</summary>
    /// <param name="Status">The state, as a word of ours; <paramref name="Text"/> says it in plain words.</param>
    /// <param name="Turn">Whose turn it is: the applicant's, an agency's, nobody's.</param>
    /// <param name="With">The agency whose turn it is.</param>
    /// <param name="DueAt">By when, as it stands now.</param>
    internal sealed record TrackingJson(
        DossierCode Code, string Procedure, DossierStatus Status, WordingJson Text, Turn Turn, string? With, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, bool Provisional,
        IReadOnlyList<string> Missing, decimal? FeeOwed, string? Why, string? Guidance, bool Apology, DateTimeOffset? HandedInAt, DateTimeOffset? ReceivedAt, DateTimeOffset? FinishedAt, DateTimeOffset? ReturnedAt);

    /// <summary>The same sentence in both languages.</summary>
    internal sealed record WordingJson(string Vi, string En);

    /// <summary>Whose turn it is.</summary>
    internal enum Turn
    {
        Agency, // cơ quan đang giải quyết
        Applicant, // người nộp cần làm
        Nobody, // đã kết thúc
    }

    private static async Task<IResult> ByProof(
        DossierCode code, [FromHeader(Name = Proof), Description("Số giấy tờ hoặc điện thoại đã khai khi nộp")] string? proof, Visitor visitor, PublicRegister register, HttpContext context, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(proof)
            ? RefusalProblems.BadRequest(visitor, Proof, new("Cần số giấy tờ hoặc điện thoại đã khai khi nộp.", "The identity or phone number given at intake is needed."))
            : Answer(await register.LookUpAsync(code, proof, ct), visitor, context);

    private static async Task<IResult> ByReceipt(DossierCode code, string token, Visitor visitor, PublicRegister register, HttpContext context, CancellationToken ct) =>
        Answer(await register.LookUpByReceiptAsync(code, token, ct), visitor, context);

    private static IResult Answer(PublicStatus? status, Visitor visitor, HttpContext context)
    {
        if (status is null) return RefusalProblems.NotFound(visitor);
        var answer = Of(status);
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, context.RequestServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions);
        context.Response.Headers.CacheControl = "private, max-age=30";
        context.Response.Headers.Vary = Proof;
        return TypedResults.Bytes(json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8))}\""));
    }

    private static TrackingJson Of(PublicStatus status)
    {
        var text = Labels.Of(status.Status);
        var turn = status.ReturnedAt is not null || status.Status is DossierStatus.Returned or DossierStatus.Declined or DossierStatus.Rejected or DossierStatus.Stopped or DossierStatus.Withdrawn or DossierStatus.Ended ? Turn.Nobody
            : status.Missing.Count > 0 || status.FeeOwed is not null || status.Status is DossierStatus.AwaitingSupplement or DossierStatus.AwaitingCompletion or DossierStatus.AwaitingPayment or DossierStatus.ResultReady ? Turn.Applicant
            : Turn.Agency;
        return new(
            status.Code, status.Procedure, status.Status, new(text.Vi, text.En), turn, turn is Turn.Agency ? status.Where ?? status.Competent : null, status.PromisedAt,
            status.ReceivedAt is null ? status.AnswerDueAt : status.DueAt, status.Provisional, status.Missing, status.FeeOwed, status.Why, status.Guidance, status.Apology,
            status.HandedInAt, status.ReceivedAt, status.FinishedAt, status.ReturnedAt);
    }
}
