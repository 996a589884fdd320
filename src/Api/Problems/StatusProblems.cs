using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Problems;

/// <summary>What is said where a request ends in a bare status: nobody asked the office, so no refusal of its own says why (mã trạng thái → câu trả lời).</summary>
internal static partial class StatusProblems
{
    /// <summary>Faults become a status and nothing else; who writes it down (<see cref="WriteAsync"/>, or a page) comes later.</summary>
    /// <param name="wiped">Called after the half-made answer was thrown away, headers and all.</param>
    public static ExceptionHandlerOptions Faults(Action<HttpContext> wiped) => new()
    {
        StatusCodeSelector = StatusOf,
        ExceptionHandler = context =>
        {
            wiped(context);
            if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                FaultTold(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("TthcFlow.Api.Problems"), context.TraceIdentifier, Activity.Current?.Id);
            return Task.CompletedTask;
        },
        AllowStatusCode404Response = true,
        SuppressDiagnosticsCallback = fault => StatusOf(fault.Exception) < StatusCodes.Status500InternalServerError, // the sender's fault; its text may hold personal data
    };

    public static Task WriteAsync(StatusCodeContext status)
    {
        var context = status.HttpContext;
        var visitor = context.RequestServices.GetRequiredService<Visitor>();
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error as BadHttpRequestException;
        return (fault is { StatusCode: StatusCodes.Status400BadRequest } ? Unreadable(fault, visitor) : Bare(context, visitor)).ExecuteAsync(context);
    }

    /// <summary>A page that was refused before it wrote a word (a form without its token, or one that is nobody's) still says it is HTML; then no page would be put in its place.</summary>
    public static void OwnUpToNothing(HttpResponse response)
    {
        if (response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentLength: null or 0 }) response.ContentType = null;
    }

    private static int StatusOf(Exception fault) => fault is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private static ProblemHttpResult Bare(HttpContext context, Visitor visitor)
    {
        var status = context.Response.StatusCode;
        var (code, title, detail) = Words(status);
        return TypedResults.Problem(type: $"/problems/{code}", title: visitor.Text(title), detail: visitor.Text(detail), statusCode: status, extensions: [new("code", code)]);
    }

    private static (string Code, Wording Title, Wording Detail) Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ("bad-request", new("Dữ liệu gửi lên chưa đúng", "The data sent is not right"), new(
            "Yêu cầu không đúng dạng.", "The request does not have the right form.")),
        StatusCodes.Status401Unauthorized => ("not-signed-in", new("Chưa đăng nhập", "Not signed in"), new(
            "Hãy đăng nhập rồi gửi lại yêu cầu.", "Sign in and send the request again.")),
        StatusCodes.Status403Forbidden => ("forbidden", new("Không được phép", "Not allowed"), new(
            "Tài khoản này không được làm việc đó.", "This account may not do that.")),
        StatusCodes.Status404NotFound => ("not-found", new("Không tìm thấy", "Not found"), new(
            "Không có địa chỉ này.", "There is no such address.")),
        StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", new("Sai phương thức", "Wrong method"), new(
            "Địa chỉ này không nhận phương thức đã dùng.", "This address does not take the method that was used.")),
        StatusCodes.Status413PayloadTooLarge => ("too-large", new("Dữ liệu quá lớn", "Too large"), new(
            "Dữ liệu gửi lên lớn quá 16 MB nên không được nhận.", "The data sent is larger than 16 MB and was not taken.")),
        StatusCodes.Status415UnsupportedMediaType => ("not-json", new("Sai kiểu dữ liệu", "Wrong kind of data"), new(
            "Nội dung phải là JSON (Content-Type: application/json).", "The body must be JSON (Content-Type: application/json).")),
        StatusCodes.Status429TooManyRequests => ("too-many", new("Quá nhiều yêu cầu", "Too many requests"), new(
            "Địa chỉ này đã thử quá nhiều lần; hãy đợi một phút rồi thử lại.", "There were too many tries from this address; wait a minute and try again.")),
        >= StatusCodes.Status500InternalServerError => ("fault", new("Chương trình gặp lỗi", "Something went wrong"), new(
            "Việc vừa làm chưa được ghi. Hãy thử lại; nếu vẫn lỗi, báo cho quản trị số theo dõi.", "Nothing was recorded. Try again; if it fails again, give the administrator the trace number.")),
        _ => ("bad-request", new("Yêu cầu không thực hiện được", "The request cannot be carried out"), new(
            "Yêu cầu không thực hiện được.", "The request cannot be carried out.")),
    };

    /// <summary>A body, an address or a header that does not read as what it should be.</summary>
    private static IResult Unreadable(BadHttpRequestException fault, Visitor visitor)
    {
        if (fault.InnerException is not JsonException json)
        {
            var field = Parameter().Match(fault.Message) is { Success: true } named ? JsonNamingPolicy.CamelCase.ConvertName(named.Groups[1].Value) : "request";
            return RefusalProblems.BadRequest(visitor, field, fault.Message.StartsWith("Failed", StringComparison.Ordinal) ? NotReadable(field) : Missing(field));
        }

        if (MissingMember().Match(json.Message) is { Success: true } missing)
        {
            var field = JsonNamingPolicy.CamelCase.ConvertName(missing.Groups[1].Value);
            return RefusalProblems.BadRequest(visitor, field, Missing(field));
        }
        if (json.Path is { Length: > 2 } path && json.InnerException is not JsonException) return RefusalProblems.BadRequest(visitor, path[2..], NotReadable(path[2..]));

        var (line, at) = ((json.LineNumber ?? 0) + 1, (json.BytePositionInLine ?? 0) + 1);
        return RefusalProblems.BadRequest(visitor, "body", new(
            $"Nội dung không phải là JSON đúng cú pháp (dòng {line}, vị trí {at}).", $"The body is not well-formed JSON (line {line}, position {at})."));
    }

    private static Wording NotReadable(string field) => new($"Giá trị của “{field}” không đọc được.", $"The value of “{field}” cannot be read.");

    private static Wording Missing(string field) => new($"Thiếu “{field}”.", $"“{field}” is missing.");

    [GeneratedRegex("""parameter "(?:[^"]* )?(\w+)"(?: |\.|$)""")]
    private static partial Regex Parameter();

    [GeneratedRegex("(?:missing required properties including:|(?:parameter|property|member)(?: or field)?) '([^']+)'(?=.* null|[^:]*$)")]
    private static partial Regex MissingMember();

    [LoggerMessage(Level = LogLevel.Error, Message = "The fault above was told with the trace number {Trace} ({Activity})")]
    private static partial void FaultTold(ILogger log, string trace, string? activity);
}
