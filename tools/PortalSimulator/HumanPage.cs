using System.Globalization;
using System.Net;
using System.Text;
using TthcFlow.Engine.Calendars;

namespace TthcFlow.PortalSimulator;

/// <summary>What the portal has, for people (trang xem): plain pages, no script.</summary>
internal sealed class HumanPage(IReadOnlyList<PortalRegister> registers, Tally tally, CallOffice office)
{
    private const int OnPage = 50;

    private const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; margin: 1.5rem; color: #1d273b; } h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
        .en { color: #667; font-size: .85em; } .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #dce1e7; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; } .no { color: #a00; } dl { display: grid; grid-template-columns: minmax(0, 1fr) max-content; gap: .2rem 1rem; max-width: 28rem; } dd { margin: 0; }
        """;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", (RequestDelegate)(http => SendAsync(http, Overview(http.Request.Query["after"].ToString()))));
        app.MapGet("/dossiers/{code}", (RequestDelegate)(http =>
        {
            var code = http.GetRouteValue("code") as string ?? "";
            foreach (var register in registers)
                if ((register.Find(code) ?? register.FindBySendersCode(code)) is { State: not 0 } dossier) return SendAsync(http, Page(register, dossier));
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return SendAsync(http, Framed("Không có hồ sơ này", "No such dossier", ""));
        }));
        app.MapGet("/style.css", (RequestDelegate)(http => SendAsync(http, Style, "text/css; charset=utf-8")));
    }

    private string Overview(string after)
    {
        var body = new StringBuilder();
        Facts(body, ("Số hồ sơ", "dossiers", registers.Sum(register => register.Count)), ("Lời gọi", "calls", tally.Calls), ("Thông báo nhận được", "messages received", tally.Received), ("Đã áp dụng", "applied", tally.Applied),
            ("Áp dụng hơn một lần", "applied more than once", tally.Messages.Count(message => message.Value.Applied > 1)),
            ("Sai thứ tự", "out of order", registers.SelectMany(register => register.All).Sum(dossier => (long)dossier.OutOfOrder)), ("Luật lỗi đang chạy", "rules of faults", office.Script.Plan.Rules.Count));

        Heading(body, "Hồ sơ", "Dossiers");
        var shown = registers.SelectMany(register => register.All.Select(dossier => (Register: register, Dossier: dossier)))
            .Where(one => string.CompareOrdinal(one.Dossier.Code, after) > 0).OrderBy(one => one.Dossier.Code, StringComparer.Ordinal).Take(OnPage + 1).ToList();
        Table(body, [("Mã hồ sơ", "Code"), ("Giao thức", "Protocol"), ("Trạng thái", "State"), ("Thông báo", "Messages"), ("Tiến độ", "Rows")], shown.Take(OnPage).Select(one => new[]
        {
            $"""<a href="/dossiers/{Uri.EscapeDataString(one.Dossier.Code)}">{Text(one.Dossier.Code)}</a>""",
            FaceOf(one.Register), Text(StateOf(one.Register, one.Dossier.State)), Number(one.Dossier.Applied.Count), Number(one.Dossier.Rows.Count),
        }));
        if (shown.Count > OnPage) body.Append(CultureInfo.InvariantCulture, $"""<p><a href="/?after={Uri.EscapeDataString(shown[OnPage - 1].Dossier.Code)}">Tiếp theo <span class="en">Next</span></a></p>""");

        Heading(body, "50 lời gọi gần nhất", "The latest 50 calls");
        Table(body, [("Số", "No."), ("Lúc", "At"), ("Dịch vụ", "Service"), ("Thông báo", "Message"), ("Từ chối", "Refused"), ("Lỗi giả lập", "Fault")], tally.LatestCalls.Select(call => new[]
        {
            Number(call.Number), Moment(call.At), Text(call.Service), Text(call.Key ?? ""), call.Refusal is { } no ? $"""<span class="no">{Text(no)}</span>""" : call.IsApplied ? "đã áp dụng <span class=\"en\">applied</span>" : "", Text(call.Fault ?? ""),
        }));
        return Framed("Cổng giả lập", "Portal simulator", body.ToString());
    }

    private static string Page(PortalRegister register, KnownDossier dossier)
    {
        var body = new StringBuilder();
        lock (dossier.Gate)
        {
            body.Append(CultureInfo.InvariantCulture, $"<p>{FaceOf(register)} · {Text(StateOf(register, dossier.State))}{(dossier.SendersCode is { } own ? $" · {Text(own)}" : "")}{(dossier.IsHandedIn ? " · nộp tại cổng <span class=\"en\">handed in here</span>" : "")}</p>");
            Heading(body, "Thông báo đã áp dụng", "Messages applied");
            Table(body, [("Lúc", "At"), ("Dịch vụ", "Service"), ("Thông báo", "Message"), ("Trạng thái sau đó", "State afterwards")], dossier.Applied.Select(message => new[]
            {
                Moment(message.At), Text(message.Service), Text(message.Key ?? ""), Text(StateOf(register, message.State)),
            }));
        }
        body.Append(CultureInfo.InvariantCulture, $"""<p><a href="/control/dossiers/{Uri.EscapeDataString(dossier.Code)}">Toàn bộ, dạng JSON <span class="en">Everything, as JSON</span></a> · <a href="/">Danh sách <span class="en">List</span></a></p>""");
        return Framed($"Hồ sơ {dossier.Code}", "Dossier", body.ToString());
    }

    private static string Framed(string vi, string en, string body) =>
        $"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Text(vi)}</title><link rel="stylesheet" href="/style.css"></head><body><h1>{Text(vi)} <span class="en">{Text(en)}</span></h1>{body}</body></html>""";

    private static void Heading(StringBuilder body, string vi, string en) => body.Append(CultureInfo.InvariantCulture, $"""<h2>{vi} <span class="en">{en}</span></h2>""");

    private static void Facts(StringBuilder body, params (string Vi, string En, long Count)[] facts)
    {
        body.Append("<dl>");
        foreach (var (vi, en, count) in facts) body.Append(CultureInfo.InvariantCulture, $"""<dt>{vi} <span class="en">{en}</span></dt><dd>{Number(count)}</dd>""");
        body.Append("</dl>");
    }

    private static void Table(StringBuilder body, (string Vi, string En)[] heads, IEnumerable<string[]> rows)
    {
        body.Append("<div class=\"scroll\"><table><thead><tr>");
        foreach (var (vi, en) in heads) body.Append(CultureInfo.InvariantCulture, $"""<th scope="col">{vi} <span class="en">{en}</span></th>""");
        body.Append("</tr></thead><tbody>");
        foreach (var row in rows) body.Append(CultureInfo.InvariantCulture, $"<tr>{string.Concat(row.Select(cell => $"<td>{cell}</td>"))}</tr>");
        body.Append("</tbody></table></div>");
    }

    private static string FaceOf(PortalRegister register) => register.Face is PortalFace.Bus ? "trục <span class=\"en\">bus</span>" : "bộ <span class=\"en\">ministry</span>";

    private static string StateOf(PortalRegister register, int state) => $"{Number(state)} {register.Table.NameOf(state).Vi}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) => VietnamTime.LocalOf(at).ToString("dd/MM/yyyy HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static Task SendAsync(HttpContext http, string text, string type = "text/html; charset=utf-8")
    {
        http.Response.ContentType = type;
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
