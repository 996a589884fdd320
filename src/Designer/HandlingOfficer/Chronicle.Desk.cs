using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.HandlingOfficer;

// What happens at the desk, in plain words.
public sealed partial class Chronicle
{
    private Wording? DeskSentence(DossierEvent happened) => happened switch
    {
        DossierEvent.HandedIn e => new(
            $"Nộp hồ sơ ({Labels.Of(e.Channel).Vi.ToLowerInvariant()}){(e.Supporting is { } vi ? $", nơi hỗ trợ: {place(vi)}" : "")}",
            $"Handed the dossier in ({Labels.Of(e.Channel).En.ToLowerInvariant()}){(e.Supporting is { } en ? $", helped by {place(en)}" : "")}"),
        DossierEvent.CompletionAsked e => new($"Yêu cầu hoàn thiện trước khi tiếp nhận: {string.Join("; ", e.Missing)}", $"Asked to complete it before receipt: {string.Join("; ", e.Missing)}"),
        DossierEvent.CompletionReceived e => e.Components.Count == 0
            ? new("Người nộp đã hoàn thiện hồ sơ", "The applicant completed the dossier")
            : new($"Người nộp đã hoàn thiện hồ sơ: {Papers(e)}", $"The applicant completed the dossier: {Papers(e)}"),
        DossierEvent.UpFrontFeePaid e => new(
            $"Đã nộp phí, lệ phí {Wording.Dong(e.Amount).Vi}{(e.Receipt is null ? "" : $", biên lai {e.Receipt}")}", $"Paid the fee of {Wording.Dong(e.Amount).En}{(e.Receipt is null ? "" : $", receipt {e.Receipt}")}"),
        DossierEvent.SubmissionWithdrawn => new("Người nộp rút hồ sơ trước khi được tiếp nhận", "The applicant withdrew the dossier before receipt"),
        DossierEvent.Corrected e => new($"Đính chính: {string.Join("; ", Changes(e, english: false))}", $"Corrected: {string.Join("; ", Changes(e, english: true))}"),
        DossierEvent.TimeChangeRefused e => new(
            $"Từ chối yêu cầu sửa {Labels.Of(e.Time).Vi}{(e.Asked is { } vi ? $" thành {Labels.Moment(vi)}" : "")}",
            $"Refused to change {Labels.Of(e.Time).En}{(e.Asked is { } en ? $" to {Labels.Moment(en)}" : "")}"),
        DossierEvent.ResultHandedOver e => HandedOver(e.HandingOver),
        DossierEvent.Reminded e => Rung(e.Kind, new("việc trả lời hồ sơ trực tuyến", "the answer to what was handed in")),
        _ => null,
    };

    private static Wording HandedOver(HandingOver handing)
    {
        var to = handing.Proxy is { } proxy
            ? new Wording($", người nhận thay {proxy.Name} ({proxy.Authorisation})", $", taken by {proxy.Name} as proxy ({proxy.Authorisation})")
            : handing.ReceivedBy is { } name ? new Wording($", người nhận {name}", $", taken by {name}") : new("", "");
        var item = handing.PostItem is { } number ? new Wording($", bưu gửi {number}", $", item {number}") : new("", "");
        var signed = handing.Signature is { } signature ? $" – {signature}" : "";
        var way = Labels.Of(handing.Way);
        return new($"Trao kết quả: {way.Vi.ToLowerInvariant()}{to.Vi}{item.Vi}{signed}", $"Handed the result over: {way.En.ToLowerInvariant()}{to.En}{item.En}{signed}");
    }

    private static string Papers(DossierEvent.CompletionReceived completion) => string.Join("; ", completion.Components.Select(component => component.Name));

    private IEnumerable<string> Changes(DossierEvent.Corrected correction, bool english) =>
        CorrectedField.Of(correction, name => _process.Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Title is { Length: > 0 } title ? title : name)
            .Select(field => $"{(english ? field.Field.En : field.Field.Vi)} “{field.Was ?? "–"}” → “{field.Is ?? "–"}”");
}
