using System.Globalization;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Documents;

/// <summary>A decision in words (toàn văn quyết định), from its head to its appendices: what pages show and what Word and PDF print, in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I.</summary>
/// <param name="Number">Số, ký hiệu; null for a draft, which is marked as one.</param>
/// <param name="PlaceAndDay">Địa danh và ngày tháng năm.</param>
/// <param name="Competence">Who decides, in capitals, over the bases.</param>
/// <param name="Bases">Căn cứ, each a sentence with its sign at the end.</param>
/// <param name="SignerTitle">Quyền hạn, chức vụ của người ký, line by line.</param>
public sealed record DecisionText(
    string? Superior, string Authority, string? Number, string PlaceAndDay, string Subject, string Competence,
    IReadOnlyList<string> Bases, IReadOnlyList<DecisionArticle> Articles, IReadOnlyList<string> Recipients,
    IReadOnlyList<string> SignerTitle, string SignerName, IReadOnlyList<DecisionAppendix> Appendices)
{
    private const string Room = "……";

    private static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    private static readonly string[] KindsOfLaw = ["Nghị định", "Nghị quyết", "Thông tư liên tịch", "Thông tư", "Quyết định", "Chỉ thị", "Pháp lệnh"];

    /// <summary>"Quyết định số 123/QĐ-UBND", or what stands in its place before it has a number.</summary>
    public string Citation => Number is null ? $"Quyết định số {Room}" : $"Quyết định số {Number}";

    /// <summary>Composes the decision: bases, articles and appendices follow from what it does to which process.</summary>
    public static DecisionText Of(DecisionParticulars of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var issued = of.Lines.Where(line => line.Act is not DecisionAct.Abolish).ToList();
        var ended = of.Lines.SelectMany(line => line.Ends.Select(end => (line.Act, End: end))).ToList();
        var both = issued.Count > 0 && ended.Count > 0;
        var (first, second) = both ? ("Phụ lục I", "Phụ lục II") : ("Phụ lục", "Phụ lục");
        var what = issued.Count > 0 && issued.All(line => line.Process?.Header.Kind is null or ProcessKind.Public)
            ? "quy trình nội bộ giải quyết thủ tục hành chính" : "quy trình nội bộ";

        var articles = new List<DecisionArticle>();
        if (issued.Count > 0)
        {
            Article($"{Acts(issued)} {what}", Issued(issued, what, first));
            Article("Thiết lập quy trình điện tử",
                [$"Giao {Listed(AgenciesOf(issued)) ?? "các cơ quan, đơn vị có quy trình được phê duyệt"} chủ trì, phối hợp với các cơ quan, đơn vị có liên quan căn cứ {first} kèm theo Quyết định này thiết lập, cập nhật quy trình điện tử trên hệ thống thông tin giải quyết thủ tục hành chính theo quy định."]);
        }
        Article("Hiệu lực thi hành", Numbered([Effect(of), .. Endings(ended, issued.Count > 0, what, second)]));
        Article("Trách nhiệm thi hành",
            [$"Thủ trưởng các cơ quan, đơn vị{(Listed(AgenciesOf(of.Lines)) is { } named ? $": {named}" : " có liên quan")} và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."]);

        List<DecisionAppendix> appendices = [];
        if (issued.Count > 0) appendices.Add(ListOf(issued, first, what));
        if (ended.Count > 0) appendices.Add(EndingsOf(ended, second, what));

        string[] recipients = of.Recipients.Count > 0 ? [.. of.Recipients] : [$"Như Điều {articles.Count}", "Lưu: VT"];
        return new(
            Written(of.Superior), of.Authority.Trim(), Written(of.Number), $"{Written(of.Place) ?? Room}, {Day(of.SignedOn)}", of.Subject.Trim(),
            (Written(of.Competence) ?? of.Authority.Trim()).ToUpper(Vietnamese), BasesOf(of), articles,
            [.. recipients.Select((text, at) => $"- {Bare(text).TrimStart('-', ' ')}{(at == recipients.Length - 1 ? "." : ";")}")],
            of.SignerTitle.Split(['\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), of.SignerName.Trim(), appendices);

        void Article(string title, IReadOnlyList<string> clauses) => articles.Add(new(articles.Count + 1, title, clauses));
    }

    /// <summary>How offices write a day: a zero before days below ten, and before January and February only (NĐ 30/2020, Phụ lục I).</summary>
    public static string Day(DateOnly? day) => day is not { } on
        ? $"ngày {Room} tháng {Room} năm {Room}"
        : string.Create(CultureInfo.InvariantCulture, $"ngày {on:dd} tháng {(on.Month < 3 ? on.Month.ToString("00", CultureInfo.InvariantCulture) : on.Month.ToString(CultureInfo.InvariantCulture))} năm {on.Year:0000}");

    /// <summary>A number of processes as offices write it: "18 (mười tám)"; two digits at least.</summary>
    public static string Counted(int number)
    {
        string[] digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
        if (number is < 1 or > 99) return number.ToString(CultureInfo.InvariantCulture);
        var (tens, ones) = (number / 10, number % 10);
        var high = tens switch { 0 => "", 1 => "mười", _ => $"{digits[tens]} mươi" };
        var low = (tens, ones) switch
        {
            ( > 0, 0) => "",
            ( > 1, 1) => "mốt",
            ( > 0, 5) => "lăm",
            _ => digits[ones],
        };
        return string.Create(CultureInfo.InvariantCulture, $"{number:00} ({$"{high} {low}".Trim()})");
    }

    /// <summary>A law as a decision names it: "Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ về …".</summary>
    public static string Named(LegalDocument law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var day = law.IssuedOn is { } issued ? $" {Day(issued)}" : "";
        foreach (var kind in KindsOfLaw)
            if (law.Title.StartsWith(kind + " ", StringComparison.Ordinal))
                return $"{kind} số {law.Number}{day} của {law.Issuer} {law.Title[(kind.Length + 1)..]}";
        return $"{law.Title} số {law.Number}{day}";
    }

    private static string[] BasesOf(DecisionParticulars of)
    {
        var laws = of.StandingBases.Where(law => law.IsInForceOn(of.SignedOn ?? of.On)).Select(law => $"Căn cứ {Named(law)}");
        var given = of.Bases.Select(Bare).Where(text => text.Length > 0)
            .Select(text => text.StartsWith("Căn cứ", StringComparison.Ordinal) || text.StartsWith("Theo ", StringComparison.Ordinal) || text.StartsWith("Xét ", StringComparison.Ordinal) ? text : $"Căn cứ {text}");
        var proposals = of.Lines.Where(line => line.Proposal is not null).GroupBy(line => line.Agency)
            .Select(group => $"Theo đề nghị của {group.Key ?? Room} tại {string.Join(", ", group.Select(line => $"Tờ trình số {line.Proposal!.Number} {Day(line.Proposal.Date)}").Distinct())}");
        string[] all = [.. laws, .. given, .. proposals];
        all = [.. all.Distinct()];
        return [.. all.Select((text, at) => $"{text}{(at == all.Length - 1 ? "." : ";")}")];
    }

    private static IReadOnlyList<string> Issued(List<DecidedProcess> issued, string what, string annex)
    {
        var groups = issued.GroupBy(line => line.Act).OrderBy(group => group.Key).ToList();
        if (groups is [var only]) return [$"{Verb(only.Key)} kèm theo Quyết định này {Counted(issued.Count)} {what} (chi tiết tại {annex} kèm theo)."];
        return Numbered([.. groups.Select(group => $"{Verb(group.Key)} {Counted(group.Count())} {what}, tại số thứ tự {Places(group.Select(line => InOrder(issued).IndexOf(line) + 1))} của {annex} kèm theo Quyết định này.")]);
    }

    private static string Effect(DecisionParticulars of) => of.EffectiveFrom is { } from && from == of.SignedOn
        ? "Quyết định này có hiệu lực kể từ ngày ký."
        : $"Quyết định này có hiệu lực thi hành kể từ {Day(of.EffectiveFrom)}.";

    private static IEnumerable<string> Endings(List<(DecisionAct Act, EndedProcess End)> ended, bool issuesToo, string what, string annex)
    {
        var name = issuesToo ? what : "quy trình nội bộ";
        foreach (var group in ended.GroupBy(one => one.Act is DecisionAct.Abolish).OrderBy(group => group.Key))
            yield return $"{(group.Key ? "Bãi bỏ" : "Thay thế")} {Counted(group.Count())} {name} đã ban hành tại "
                + $"{Listed(group.Select(one => $"Quyết định số {one.End.Decision} {Day(one.End.SignedOn)}"))} (chi tiết tại {annex} kèm theo).";
    }

    private static DecisionAppendix ListOf(List<DecidedProcess> issued, string annex, string what)
    {
        var (rows, number) = (new List<DecisionGroup>(), 0);
        foreach (var group in InOrder(issued).GroupBy(line => line.Field))
            rows.Add(new(group.Key is { } field ? $"Lĩnh vực {field}" : "Lĩnh vực khác", [.. group.Select(line => (IReadOnlyList<string>)
            [
                (++number).ToString(CultureInfo.InvariantCulture), line.Procedure?.Value ?? "",
                line.Case is null ? line.ProcedureName ?? line.Name : $"{line.ProcedureName ?? line.Name} ({line.Case})",
                line.Agency ?? "", line.DocumentCode ?? "", line.Process?.Header.HeldTo?.ToWording().Vi ?? "", Word(line.Act),
            ])]));
        return new(annex, $"Danh mục và nội dung {what}",
            ["STT", "Mã thủ tục", "Tên thủ tục hành chính", "Cơ quan thực hiện", "Mã quy trình", "Thời hạn giải quyết", "Ghi chú"], [85, 125, 285, 155, 150, 110, 90], rows,
            [.. InOrder(issued).Select(line => line.Process).OfType<ProcessDefinition>()]);
    }

    private static DecisionAppendix EndingsOf(List<(DecisionAct Act, EndedProcess End)> ended, string annex, string what)
    {
        var number = 0;
        return new(annex, $"Danh mục {what} được thay thế, bãi bỏ",
            ["STT", "Mã thủ tục", "Tên quy trình", "Mã quy trình", "Quyết định đã ban hành", "Ghi chú"], [85, 135, 310, 150, 200, 120],
            [
                new(null, [.. ended.Select(one => (IReadOnlyList<string>)
                [
                    (++number).ToString(CultureInfo.InvariantCulture), one.End.Procedure?.Value ?? "", one.End.Name, one.End.DocumentCode ?? "",
                    $"Quyết định số {one.End.Decision} {Day(one.End.SignedOn)}", one.Act is DecisionAct.Abolish ? "Bãi bỏ" : "Thay thế",
                ])]),
            ], []);
    }

    // Fields in the order in which they first come, so that the numbers of a field follow one another.
    private static List<DecidedProcess> InOrder(List<DecidedProcess> issued) => [.. issued.GroupBy(line => line.Field).SelectMany(group => group)];

    private static string Places(IEnumerable<int> places)
    {
        var runs = new List<(int From, int To)>();
        foreach (var place in places.Order())
            if (runs.Count > 0 && runs[^1].To == place - 1) runs[^1] = (runs[^1].From, place);
            else runs.Add((place, place));
        return string.Join(", ", runs.Select(run => run.From == run.To ? $"{run.From}" : $"{run.From}–{run.To}"));
    }

    private static string Acts(List<DecidedProcess> issued)
    {
        var verbs = issued.Select(line => line.Act).Distinct().Order().Select(Verb).ToList();
        return string.Join("; ", verbs.Select((verb, at) => at == 0 ? verb : verb.ToLower(Vietnamese)));
    }

    private static string Verb(DecisionAct act) => act switch
    {
        DecisionAct.Approve => "Phê duyệt",
        DecisionAct.Amend => "Phê duyệt sửa đổi, bổ sung",
        DecisionAct.Replace => "Phê duyệt thay thế",
        _ => "Bãi bỏ",
    };

    private static string Word(DecisionAct act) => act switch
    {
        DecisionAct.Approve => "Mới",
        DecisionAct.Amend => "Sửa đổi, bổ sung",
        DecisionAct.Replace => "Thay thế",
        _ => "Bãi bỏ",
    };

    private static IEnumerable<string> AgenciesOf(IEnumerable<DecidedProcess> lines) => lines.Select(line => line.Agency).OfType<string>();

    private static string? Listed(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct()];
        return all.Length switch { 0 => null, 1 => all[0], _ => $"{string.Join(", ", all[..^1])} và {all[^1]}" };
    }

    private static IReadOnlyList<string> Numbered(IReadOnlyList<string> clauses) => clauses.Count == 1 ? clauses : [.. clauses.Select((clause, at) => $"{at + 1}. {clause}")];

    private static string Bare(string text) => text.Trim().TrimEnd(';', '.', ' ');

    private static string? Written(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>An article of a decision (điều).</summary>
public sealed record DecisionArticle(int Number, string Title, IReadOnlyList<string> Clauses);

/// <summary>An annex of a decision (phụ lục): a list, and behind it processes in full.</summary>
/// <param name="Label">"Phụ lục" where it is the only one, else with its number.</param>
/// <param name="Widths">Of the columns, in thousandths.</param>
public sealed record DecisionAppendix(
    string Label, string Title, IReadOnlyList<string> Columns, IReadOnlyList<int> Widths, IReadOnlyList<DecisionGroup> Groups, IReadOnlyList<ProcessDefinition> Processes);

/// <summary>Rows of an annex's list under one heading; null for no heading.</summary>
public sealed record DecisionGroup(string? Heading, IReadOnlyList<IReadOnlyList<string>> Rows);
