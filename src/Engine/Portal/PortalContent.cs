using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;

namespace TthcFlow.Engine.Portal;

/// <summary>What a message says (nội dung thông báo gửi cổng), in the portal's own names, purely from the journal.</summary>
/// <remarks>What the journal, the catalogue and the connection's tables do not know is left out: nothing is empty, and nothing is made up to please a receiver.</remarks>
public static class PortalContent
{
    /// <summary>How many letters a portal takes: of a person's or an officer's name, of a name, of the subject, of what is written freely.</summary>
    public const int LongestOfficer = 50, LongestName = 500, LongestSubject = 1000, LongestText = 2000;

    private const string Format = "yyyyMMddHHmmss";

    /// <param name="file">The file as it was when it happened.</param>
    public static JsonObject Of(PortalFile file, PortalMessage message, PortalConnection connection)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(connection);
        file = file.At(message.Number);
        return message.Topic switch
        {
            PortalTopic.Progress => ProgressOf(file, message),
            PortalTopic.Status => StatusOf(file, message, connection),
            _ => new PortalItem(file, connection).ToJson(message.Code),
        };
    }

    /// <summary>One hand-over: who finished which step, when, with which outcome.</summary>
    private static JsonObject ProgressOf(PortalFile file, PortalMessage message)
    {
        if (file.Journal[^1] is not DossierEvent.StepCompleted done) throw new ArgumentException($"Line {message.Number} finishes no step.", nameof(message));

        var (before, names) = (Dossier.Replay(file.Journal.Take(file.Journal.Count - 1)), new PortalNames(file.Catalogue, VietnamTime.DayOf(done.At)));
        var (process, open) = (file.Process.For(before), before.Open.Find(open => open.Step == done.Step && open.Run == done.Run));
        var step = process.Find(done.Step);
        var row = new JsonObject();
        row.Say("MaHoSo", file.Code.ToString());
        row.Say("NguoiXuLy", names.Of(done.By), LongestOfficer);
        row.Say("ChucDanh", open?.Position is { } position ? names.Of(position) : null, LongestName);
        row.Say("ThoiDiemXuLy", done.At);
        row.Say("PhongBanXuLy", names.Of(open?.Place), LongestName);
        row.Say("NoiDungXuLy", $"{(step is null || step.Name == done.Step.Value ? done.Step.Value : $"{done.Step} {step.Name}")}: {OutcomeOf(step, done.Outcome)}", LongestText);
        row.Say("TrangThai", Number(message.Code));
        row.Say("NgayBatDau", open?.OpenedAt);
        row.Say("NgayKetThucTheoQuyDinh", DueOf(file, done, before, process));
        return row;
    }

    private static string OutcomeOf(Step? step, string port) => port == DossierDecider.Returned ? "đã trả kết quả"
        : (step is null ? null : ActivityCatalogue.Find(step.Type))?.Ports.FirstOrDefault(known => known.Name == port)?.Display.Vi ?? port;

    /// <summary>When the step was due, as the control slip says it: by the calendar in force when it was handed on, whatever came later.</summary>
    private static DateTimeOffset? DueOf(PortalFile file, DossierEvent.StepCompleted done, Dossier before, ProcessDefinition process) => file.Calendars is not { } calendars ? null
        : DossierClocks.DueTimes(before, process, calendars.AsOf(done.At), done.At).Steps.FirstOrDefault(clock => clock.Step == done.Step && clock.Run == done.Run)?.DueAt;

    /// <summary>The state alone, of a dossier that the portal knows under a code of its own.</summary>
    private static JsonObject StatusOf(PortalFile file, PortalMessage message, PortalConnection connection)
    {
        var item = new PortalItem(file, connection);
        var status = new JsonObject();
        status.Say("TrangThai", Number(message.Code));
        if (connection.Origin is not null) status.Say("MaHoSo", item.CodeIn(connection.Origin));
        status.Say("MaHoSoDonVi", file.Code.ToString());
        status.Say("NoiDung", (item.Asks() ?? item.Remark()) is not { } more ? connection.Table.NameOf(message.Code).Vi : $"{connection.Table.NameOf(message.Code).Vi}: {more}", LongestText);
        status.Say("NgayXuLy", file.Journal[^1].At);
        return status;
    }

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Vietnam's clock to the second, without a zone.</summary>
    internal static string Moment(DateTimeOffset at) => VietnamTime.LocalOf(at).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes a text where there is one; what is longer than the portal takes ends in an ellipsis.</summary>
    internal static void Say(this JsonObject item, string name, string? text, int longest = int.MaxValue)
    {
        if (!string.IsNullOrWhiteSpace(text)) item[name] = Cut(text.Trim(), longest);
    }

    internal static void Say(this JsonObject item, string name, DateTimeOffset? at)
    {
        if (at is { } moment) item[name] = Moment(moment);
    }

    /// <summary>Writes a list where it holds something.</summary>
    internal static void Say(this JsonObject item, string name, IEnumerable<JsonObject> rows)
    {
        JsonArray list = [.. rows];
        if (list.Count > 0) item[name] = list;
    }

    /// <summary>A letter that takes two code units is left whole, or left out.</summary>
    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = longest - 1;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return $"{text[..end].TrimEnd()}…";
    }
}
