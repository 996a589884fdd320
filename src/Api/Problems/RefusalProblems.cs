using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Problems;

/// <summary>How a no looks on the wire (RFC 9457): the code is the contract, the sentence is for people, in their language.</summary>
internal static class RefusalProblems
{
    /// <summary>409 for what the law says no to; 403, 404 and 412 for the refusals that HTTP has words for; 422 with the findings for a text that does not pass.</summary>
    /// <param name="more">A further member, where the refusal is about parts of what was sent.</param>
    public static IResult ToProblem(this Refusal refusal, Visitor visitor, IReadOnlyList<Finding>? findings = null, KeyValuePair<string, object?>? more = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (more is { } part) extensions[part.Key] = part.Value;
        if (findings is { Count: > 0 }) extensions["findings"] = findings.Select(finding => FindingJson.Of(finding, visitor));
        return TypedResults.Problem(
            type: $"/problems/{refusal.Code}",
            title: visitor.Text("Yêu cầu không thực hiện được", "The request cannot be carried out"),
            detail: refusal.Message.In(visitor.Language),
            statusCode: refusal.Code switch
            {
                "not-found" => StatusCodes.Status404NotFound,
                "stale" => StatusCodes.Status412PreconditionFailed,
                "other-site" or "password-first" => StatusCodes.Status403Forbidden,
                _ when findings is { Count: > 0 } => StatusCodes.Status422UnprocessableEntity,
                _ => StatusCodes.Status409Conflict,
            },
            extensions: extensions);
    }

    /// <summary>The request itself is wrong: the field, and what is wrong with it.</summary>
    public static IResult BadRequest(Visitor visitor, string field, Wording message) => TypedResults.Problem(
        type: "/problems/bad-request",
        title: visitor.Text("Dữ liệu gửi lên chưa đúng", "The data sent is not right"),
        detail: message.In(visitor.Language),
        statusCode: StatusCodes.Status400BadRequest,
        extensions: [new("code", "bad-request"), new("field", field)]);

    public static IResult NotFound(Visitor visitor) => new Refusal("not-found", new(
        "Không tìm thấy, hoặc bạn không được xem.", "There is no such thing, or it is not yours to see.")).ToProblem(visitor);
}

/// <summary>A finding as programs read it.</summary>
internal sealed record FindingJson(string Code, string Severity, string? Step, string? Field, string Message, string? Suggestion, IReadOnlyList<string> Trace)
{
    public static FindingJson Of(Finding finding, Visitor visitor) => new(
        finding.Code, finding.Severity.ToString().ToLowerInvariant(), finding.Step, finding.Field, finding.Message.In(visitor.Language),
        finding.Suggestion?.In(visitor.Language), [.. finding.Trace.Select(line => line.In(visitor.Language))]);
}
