using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Does it serve a procedure that exists, by law that is in force, within the limit the law sets? (V40x, V41x)</summary>
internal static class LawRules
{
    /// <summary>The types of procedure in the national catalogue (loại TTHC); those between agencies end in <c>_INTERNAL</c>.</summary>
    private static readonly string[] Types = ["STANDARD", "SPECIFIC", "INTERCONNECTED", "STANDARD_INTERNAL", "INTERCONNECTED_INTERNAL", "ASSIGNED_REGULATION"];

    /// <summary>A shared process, or one of a single agency, serves no procedure of its own: it has no applicant, papers, fees or statutory limit.</summary>
    public static bool Concerns(Inspection check) => check.Process.Header.Kind is ProcessKind.Public or ProcessKind.BetweenAgencies;

    public static IEnumerable<Finding> ProcedureIsNamed(Inspection check)
    {
        if (!Concerns(check)) yield break;
        if (check.Process.Header.Procedure is not { } code)
            yield return FindingCodes.NoProcedure.In("procedure", new("Chưa ghi mã thủ tục hành chính.", "The procedure's code is not stated.")) with
            {
                Suggestion = new("Chọn thủ tục trong danh mục đã công bố.", "Choose the procedure from the published catalogue."),
            };
        else if (!Procedure.IsNationalCode(code) && !Procedure.IsInternalCode(code))
            yield return FindingCodes.MalformedProcedure.In("procedure", new(
                $"Mã thủ tục “{code}” không có dạng mã quốc gia (1.004203) hay mã nội bộ (NB-SKHCN-01).",
                $"'{code}' is written neither like a national code (1.004203) nor like an internal one (NB-SKHCN-01)."));
    }

    public static IEnumerable<Finding> ProcedureIsListed(Inspection check)
    {
        if (check.Process.Header.Procedure is not { } code) yield break;
        var day = check.Context.On!.Value;
        if (check.Listed is not { } listed)
        {
            if (Concerns(check))
                yield return FindingCodes.UnlistedProcedure.In("procedure", new($"Thủ tục “{code}” không có trong danh mục.", $"Procedure '{code}' is not in the catalogue.")) with
                {
                    Suggestion = new("Sửa mã, hoặc trình công bố danh mục trước: không có quy trình cho thủ tục chưa công bố.", "Mend the code, or have the procedure listed first: an unlisted one has no process."),
                };
            yield break;
        }
        if (!listed.IsInForceOn(day))
            yield return FindingCodes.AbolishedProcedure.In("procedure", new(
                $"Thủ tục “{listed.Name}” đã bị bãi bỏ từ {listed.AbolishedFrom!.Value.Printed()}.", $"Procedure '{listed.Name}' was abolished from {listed.AbolishedFrom:yyyy-MM-dd} on."));
        if (listed.Levels.Count == 0 || listed.Kind is null || !Types.Contains(listed.Kind))
            yield return FindingCodes.ProcedureUnclassed.In("procedure", new(
                $"Danh mục chưa ghi đủ cấp thực hiện và loại của thủ tục “{code}”.", $"The catalogue does not give both level and type of procedure '{code}'.")) with
            {
                Suggestion = new("Bổ sung cấp thực hiện và loại thủ tục trong danh mục.", "Complete the procedure's level and type in the catalogue."),
            };
        else if (Concerns(check) && listed.Kind.EndsWith("_INTERNAL", StringComparison.Ordinal) != check.Process.Header.Kind is ProcessKind.BetweenAgencies)
            yield return FindingCodes.KindDiffers.In("kind", new(
                $"Danh mục ghi thủ tục “{code}” là {(listed.Kind.EndsWith("_INTERNAL", StringComparison.Ordinal) ? "thủ tục nội bộ giữa các cơ quan" : "thủ tục cho người dân, tổ chức")}; quy trình ghi khác.",
                $"The catalogue has procedure '{code}' as {listed.Kind}; the process says {check.Process.Header.Kind}."));
    }

    public static IEnumerable<Finding> CaseIsListed(Inspection check)
    {
        if (check.Listed is not { } listed || check.Process.Header.Case is not { } key || listed.Cases.Any(one => one.Key == key)) yield break;
        var cases = listed.Cases.Count == 0 ? new Wording("thủ tục không chia trường hợp", "the procedure has no cases")
            : new($"các trường hợp: {string.Join(", ", listed.Cases.Select(one => one.Key))}", $"its cases are {string.Join(", ", listed.Cases.Select(one => one.Key))}");
        yield return FindingCodes.UnlistedCase.In("case", new($"Trường hợp “{key}” không có trong danh mục ({cases.Vi}).", $"Case '{key}' is not in the catalogue ({cases.En}).")) with
        {
            Suggestion = new("Chọn một trường hợp của danh mục.", "Choose a case of the catalogue."),
        };
    }

    /// <summary>Where a process applies must be an agency that is there, and one at or under which somebody handles the procedure.</summary>
    public static IEnumerable<Finding> PlaceIsThere(Inspection check)
    {
        if (check.Process.Header.Place is not { } place) yield break;
        var (catalogue, day) = (check.Context.Catalogue!, check.Context.On!.Value);
        if (catalogue.Find(place) is not { } agency || !agency.ExistsOn(day))
        {
            yield return FindingCodes.NoSuchPlace.In("place", new(
                $"Nơi áp dụng “{catalogue.Find(place)?.Name ?? place.Value}” không có trong danh mục cơ quan vào ngày {day:dd/MM/yyyy}.", $"The place of application '{catalogue.Find(place)?.Name ?? place.Value}' is no agency of the catalogue on {day:yyyy-MM-dd}.")) with
            {
                Suggestion = new("Chọn cơ quan đang hoạt động, hoặc để trống nếu áp dụng toàn tỉnh.", "Choose an agency that exists, or leave it blank for the whole province."),
            };
        }
        else if (check.Listed is { Levels: { Count: > 0 } levels } && !catalogue.AgenciesOn(day).Any(one => levels.Contains(one.Level) && catalogue.IsWithin(one.Code, place)))
        {
            yield return FindingCodes.PlaceOutsideLevel.In("place", new(
                $"Tại “{agency.Name}” không có cơ quan nào thuộc cấp thực hiện thủ tục theo danh mục.", $"No agency at or under '{agency.Name}' is of a level at which the catalogue has the procedure handled."));
        }
    }

    public static IEnumerable<Finding> CasesDoNotOverlap(Inspection check)
    {
        var (header, day) = (check.Process.Header, check.Context.On);
        if (header.Procedure is null) yield break;
        var standing = check.Context.Issued!.Where(issued => issued.Process.Hash is null || issued.Process.Hash != check.Process.Hash)
            .Where(issued => issued.To is null || day is null || issued.To > day).ToList();
        // Beside what applies everywhere a place may have a process of its own: the nearer one is taken there.
        var here = standing.Where(issued => issued.Process.Header.Place == header.Place).ToList();
        foreach (var other in here.Where(issued => (issued.Process.Header.Case is null) != (header.Case is null) && !IsTakenBack(header, issued)))
        {
            var name = other.Process.Header.DocumentCode ?? other.Process.Name;
            yield return FindingCodes.CasesOverlap.In("case", header.Case is null
                ? new($"Quy trình này áp dụng cho mọi trường hợp, còn “{name}” đã công bố riêng cho trường hợp “{other.Process.Header.Case}”.", $"This process serves every case, but '{name}' is published for case '{other.Process.Header.Case}'.")
                : new($"Trường hợp “{header.Case}” đã nằm trong quy trình “{name}” công bố chung cho mọi trường hợp.", $"Case '{header.Case}' is already served by '{name}', published for every case.")) with
            {
                Suggestion = new($"Ghi thay thế hoặc bãi bỏ “{name}” trong danh mục kèm quyết định, hoặc sửa trường hợp.", $"Let the decision's list replace or abolish '{name}', or mend the case."),
            };
        }
        if (header.Case is null || check.Listed is not { } listed) yield break;
        var served = standing.Where(issued => issued.Process.Header.Place is null || issued.Process.Header.Place == header.Place).Select(issued => issued.Process.Header.Case).Append(header.Case).ToHashSet();
        if (served.Contains(null) || listed.Cases.Where(one => !served.Contains(one.Key)).Select(one => one.Name).ToList() is not { Count: > 0 } unserved) yield break;
        yield return FindingCodes.CasesUnserved.In("case", new(
            $"Còn {unserved.Count} trường hợp của thủ tục chưa có quy trình: {string.Join("; ", unserved)}.", $"{unserved.Count} cases of the procedure have no process yet: {string.Join("; ", unserved)}."));
    }

    public static IEnumerable<Finding> BasesAreComplete(Inspection check)
    {
        var bases = check.Process.Header.LegalBases;
        if (bases.Count == 0)
            yield return FindingCodes.NoBasis.In("legalBases", new("Chưa ghi căn cứ pháp lý nào.", "No legal basis is stated.")) with
            {
                Suggestion = new("Ghi luật, nghị định, thông tư, quyết định làm căn cứ: số, ngày, cơ quan ban hành.", "State the laws, decrees, circulars and decisions: number, date, issuer."),
            };
        foreach (var (index, basis) in bases.Index())
        {
            if (basis.Date is not null && !string.IsNullOrWhiteSpace(basis.Issuer)) continue;
            var (vi, en) = (basis.Date, string.IsNullOrWhiteSpace(basis.Issuer)) switch { (null, true) => ("ngày và cơ quan ban hành", "date and issuer"), (null, _) => ("ngày ban hành", "date"), _ => ("cơ quan ban hành", "issuer") };
            yield return FindingCodes.BasisIncomplete.In($"legalBases[{index}]", new($"Căn cứ “{basis.Number}” thiếu {vi}.", $"Legal basis '{basis.Number}' lacks its {en}."));
        }
    }

    public static IEnumerable<Finding> BasesAreInForce(Inspection check)
    {
        var (laws, day) = (check.Context.Catalogue!.LegalDocuments, check.Context.On!.Value);
        foreach (var (index, basis) in check.Process.Header.LegalBases.Index())
        {
            var field = $"legalBases[{index}]";
            var law = laws.FirstOrDefault(law => law.Number.IsSame(basis.Number));
            var (from, to) = (law?.From ?? basis.ValidFrom, law?.To ?? basis.ValidTo);
            if (from > day || to < day)
                yield return FindingCodes.BasisNotInForce.In(field, from > day
                    ? new($"“{basis.Number}” đến {from.Value.Printed()} mới có hiệu lực.", $"'{basis.Number}' is in force only from {from:yyyy-MM-dd}.")
                    : new($"“{basis.Number}” hết hiệu lực sau {to!.Value.Printed()}.", $"'{basis.Number}' is no longer in force after {to:yyyy-MM-dd}.")) with
                {
                    Suggestion = law?.ReplacedBy is { } next ? new($"Dẫn “{next}” thay cho “{basis.Number}”.", $"Cite '{next}' instead of '{basis.Number}'.") : new("Dẫn văn bản đang có hiệu lực.", "Cite what is in force."),
                };
            if (law is null)
                yield return FindingCodes.BasisUnlisted.In(field, new(
                    $"“{basis.Number}” không có trong danh mục văn bản: chưa xác nhận được hiệu lực.", $"'{basis.Number}' is not in the catalogue of legal documents: whether it is in force is not confirmed.")) with
                {
                    Suggestion = new("Bổ sung văn bản vào danh mục, hoặc giải trình.", "Add the document to the catalogue, or give the reason."),
                };
            else if (law.IssuedOn is { } issued && basis.Date is { } date && issued != date)
                yield return FindingCodes.BasisDiffers.In(field, new(
                    $"“{basis.Number}” ghi ngày {date.Printed()}, danh mục văn bản ghi {issued.Printed()}.", $"'{basis.Number}' is dated {date:yyyy-MM-dd} here, {issued:yyyy-MM-dd} in the catalogue."));
            else if (!string.IsNullOrWhiteSpace(basis.Issuer) && !law.Issuer.IsSame(basis.Issuer))
                yield return FindingCodes.BasisDiffers.In(field, new(
                    $"“{basis.Number}” ghi do “{basis.Issuer}” ban hành, danh mục văn bản ghi “{law.Issuer}”.", $"'{basis.Number}' is by '{basis.Issuer}' here, by '{law.Issuer}' in the catalogue."));
        }
    }

    public static IEnumerable<Finding> LimitHasASource(Inspection check)
    {
        var header = check.Process.Header;
        if (!Concerns(check) || header.StatutoryLimit is null) yield break;
        if (header.LimitSource is not { } source)
            yield return FindingCodes.NoLimitSource.In("limitSource", new(
                "Chưa ghi điều, khoản, văn bản nào quy định thời hạn giải quyết.", "It is not stated which article of which document sets the limit.")) with
            {
                Suggestion = new("Ghi số văn bản và điều, khoản quy định thời hạn.", "State the document's number and the article that sets the limit."),
            };
        else if (header.LegalBases.All(basis => !basis.Number.IsSame(source.Number)))
            yield return FindingCodes.LimitSourceUnlisted.In("limitSource", new(
                $"Thời hạn dẫn “{source.Number}”, nhưng văn bản này không có trong căn cứ pháp lý.", $"The limit cites '{source.Number}', which is not among the legal bases."));
    }

    public static IEnumerable<Finding> LimitIsTheLaws(Inspection check)
    {
        if (check.Listed?.LimitOf(check.Process.Header.Case) is not { } law || check.Process.Header.StatutoryLimit is not { } stated || AreEqual(stated, law.Limit)) yield break;
        yield return FindingCodes.LimitNotTheLaws.In("statutoryLimit", new(
            $"Thời hạn theo quy định ghi {stated.ToWording().Vi}; danh mục thủ tục ghi {law.Limit.ToWording().Vi}{(law.Source is null ? "" : $" ({law.Source})")}.",
            $"The statutory limit is given as {stated.ToWording().En}; the catalogue has {law.Limit.ToWording().En}{(law.Source is null ? "" : $" ({law.Source})")}.")) with
        {
            Suggestion = new($"Ghi {law.Limit.ToWording().Vi}; cắt giảm thì ghi ở thời hạn cam kết.", $"State {law.Limit.ToWording().En}; a reduction belongs to the promised limit."),
        };
    }

    private static bool AreEqual(TimeLimit one, TimeLimit other) =>
        one == other || one.WorkingMinutes is { } minutes && minutes == other.WorkingMinutes;

    /// <summary>The decision that this text is drafted for takes the other process out of force in the same act.</summary>
    private static bool IsTakenBack(ProcessHeader header, IssuedProcess other) => header.Decision.Any(line =>
        line.Act is DecisionAct.Replace or DecisionAct.Abolish && other.Process.Header.DocumentCode is { } code && line.DocumentCode.IsSame(code));
}

/// <summary>How names and numbers are compared: as people read them, whatever the spaces, the letters' size and the way an accent was typed.</summary>
internal static class Reading
{
    public static bool IsSame(this string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.Ordinal);

    /// <summary>The same name, or one cut short: <c>Phiếu kiểm soát</c> for the whole title.</summary>
    public static bool IsSameTitle(this string one, string other)
    {
        var (first, second) = (Plain(one), Plain(other));
        return first == second || Math.Min(first.Length, second.Length) >= ShortestTitle && (first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal));
    }

    /// <summary>Titles of fewer letters (<c>Phiếu</c>, <c>Thông báo</c>) begin many others.</summary>
    private const int ShortestTitle = 12;

    // Half a letter pair cannot be normalised; it is no letter of anybody's, so a mark stands for it.
    private static string Plain(string text) =>
        string.Concat(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).EnumerateRunes()).Normalize().ToUpperInvariant();
}
