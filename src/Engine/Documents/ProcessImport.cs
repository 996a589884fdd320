using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Takes a process in (nhập quy trình): the usual step table in Excel, Word or CSV, whatever its columns are called; or an Elsa document, which comes back exactly.</summary>
/// <remarks>Never throws on a bad file: what is wrong with it is a refusal, what was not sure is a note. Nothing is stored here; the draft is a proposal.</remarks>
public static class ProcessImport
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int LargestBytes = 8 * 1024 * 1024;

    /// <summary>The most steps that a table may have.</summary>
    public const int MostSteps = 500;

    /// <param name="catalogue">Units and positions to find names in; without it codes stay open.</param>
    public static ImportReport Read(ReadOnlyMemory<byte> file, ImportFrame frame, ProvinceCatalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (IsJson(file.Span)) return ReadElsa(file, frame);
        var reading = TableFile.Read(file);
        if (reading.Refusal is { } refusal) return ImportReport.Not(refusal);

        var found = reading.Grids.Select(grid => (Grid: grid, Head: StepColumns.Find(grid))).Where(pair => pair.Head is not null)
            .OrderByDescending(pair => pair.Head!.Columns.Count).ThenByDescending(pair => pair.Grid.Rows.Count).ToList();
        if (found.Count == 0) return ImportReport.Not(ImportRefusals.NoStepTable);
        var (table, head) = (found[0].Grid, found[0].Head!);

        var notes = new List<ImportNote>();
        var lines = new StepLines(head, new PlaceMatch(catalogue, frame.Agency, frame.Today));
        lines.Read(table, head.FirstRow);
        // Word breaks a long table in two; the second half repeats the head.
        if (reading.Format == "docx")
            foreach (var (more, same) in found.Skip(1).Where(pair => pair.Head!.Head.SequenceEqual(head.Head))) lines.Read(more, same!.FirstRow);
        if (lines.Steps.Count == 0) return ImportReport.Not(ImportRefusals.NoSteps);
        if (lines.Steps.Count > MostSteps) return ImportReport.Not(ImportRefusals.TooManySteps);

        var facts = HeaderFacts.In(reading.Grids, catalogue);
        var kind = KindOf(frame.Procedure ?? facts.Procedure, catalogue);
        var (steps, report) = Completed([.. lines.Steps], [.. lines.Lines], kind, head.IsOurs, notes);
        var legs = Legs(steps);
        var drawing = DraftDrawing.Of(steps, notes);
        var document = Document(frame, facts, lines.Total, kind, legs, drawing, notes, catalogue);
        return new(document, null, reading.Format == "csv" ? "csv" : $"{reading.Format}: {table.Name}", report, notes);
    }

    private static ImportReport ReadElsa(ReadOnlyMemory<byte> file, ImportFrame frame)
    {
        var reading = ElsaDocument.Read(file);
        var document = reading.Document;
        if (document is not null && frame.Procedure is { } procedure) document = document.WithHeaderMember("procedure", procedure.Value).WithHeaderMember("case", frame.Case?.Value);
        if (document is not null && frame.Name is { } name) document = document.WithName(name);
        return new(document, document is null ? ImportRefusals.Broken : null, "json", [], []) { Findings = reading.Findings };
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        return bytes.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
    }

    /// <summary>Sees to it that the process begins with an intake and ends by returning the result; later intakes are hand-overs between agencies.</summary>
    private static (List<ToldStep> Steps, List<ImportLine> Lines) Completed(List<ToldStep> steps, List<ImportLine> lines, ProcessKind kind, bool isOurs, List<ImportNote> notes)
    {
        var isInternal = kind is ProcessKind.SharedInternal or ProcessKind.AgencyInternal;
        while (!isOurs && steps is [{ } before, { Kind: StepKind.Intake }, ..] && before.Kind is not StepKind.Intake && PlainWords.Find(PlainWords.Of(before.Name), "nop") is >= 0 and < 20)
            Leave(before, new("việc của người nộp, đứng trước bước tiếp nhận; đã bỏ ra", "the applicant's doing, before the intake; left out"));
        if (!isInternal && !isOurs && steps[0].Kind is not (StepKind.Intake or StepKind.ReturnResult))
            Change(0, StepKind.Intake, new("bước đầu của quy trình: hiểu là tiếp nhận", "the first step of the process was taken for the intake"));
        for (var at = 1; at < steps.Count; at++)
            if (steps[at].Kind is StepKind.Intake && !steps[at].KindIsSaid && steps.Take(at).Any(step => step.Kind is StepKind.Intake))
                Change(at, StepKind.Handover, new("tiếp nhận ở giữa quy trình: hiểu là bàn giao", "an intake in the middle was taken for a hand-over"));

        var last = steps.FindLastIndex(step => step.Kind is StepKind.ReturnResult);
        for (var at = 0; at < last; at++)
            if (steps[at].Kind is StepKind.ReturnResult && !steps[at].KindIsSaid)
                Change(at, StepKind.Handover, new("trả kết quả ở giữa quy trình: hiểu là chuyển kết quả", "a return in the middle was taken for a hand-over"));
        if (last < 0 && !isInternal)
        {
            var key = $"B{steps.Count + 1}";
            for (var next = steps.Count + 2; steps.Exists(step => step.Key == key); next++) key = $"B{next}";
            steps.Add(new(key, "Trả kết quả", StepKind.ReturnResult) { Unit = "Receiving", Limit = TimeLimit.OfHours(0), Leg = null, Line = -1 });
            notes.Add(new(NoteKind.Guessed, new($"bảng không có bước trả kết quả; đã thêm {key}", $"the table does not return the result; {key} was added")));
        }
        else if (last >= 0 && !isOurs)
        {
            // What comes after the result (thống kê, lưu hồ sơ) is no part of the dossier's way.
            foreach (var step in steps.Skip(last + 1).Where(step => step.Kind is not (StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant)).ToList())
            {
                Leave(step, new("đứng sau bước trả kết quả, không thuộc đường đi của hồ sơ; đã bỏ ra", "it stands after the returned result, off the dossier's way; left out"));
            }
        }
        if (isInternal && steps[^1].Kind is not StepKind.ReturnResult) notes.Add(new(NoteKind.Left, new("quy trình nội bộ cần điểm kết thúc sau bước cuối", "an internal process needs an end after its last step")));
        if (!isInternal && !steps.Exists(step => step.Kind is StepKind.Issue)) notes.Add(new(NoteKind.Left, new("chưa thấy bước đóng dấu, vào sổ, phát hành", "no step seals, registers and issues the result")));
        return (steps, lines);

        void Leave(ToldStep step, Wording why)
        {
            steps.Remove(step);
            lines[step.Line] = lines[step.Line] with { Use = LineUse.Skipped, Step = null, Notes = [new(NoteKind.Left, why)] };
        }

        void Change(int at, StepKind to, Wording why)
        {
            steps[at] = steps[at] with { Kind = to };
            var line = lines[steps[at].Line];
            lines[steps[at].Line] = line with { Kind = to, Notes = [.. line.Notes.Where(note => !note.Text.Vi.StartsWith("loại bước", StringComparison.Ordinal) && !note.Text.Vi.StartsWith("chưa rõ loại bước", StringComparison.Ordinal)), new(NoteKind.Guessed, why)] };
        }
    }

    private static JsonArray? Legs(List<ToldStep> steps)
    {
        var legs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < steps.Count; at++)
        {
            if ((steps[at].LegKey ?? steps[at].Leg) is not { Length: > 0 } said) continue;
            var key = steps[at].LegKey ?? PlainWords.Key(said, 40);
            legs.TryAdd(key, steps[at].Leg ?? key);
            steps[at] = steps[at] with { LegKey = key };
        }
        // A unit that is named like a leg is that leg's.
        foreach (var (key, name) in legs)
            for (var at = 0; at < steps.Count; at++)
                if (steps[at].Unit == name) steps[at] = steps[at] with { Unit = $"Leg:{key}" };
        return legs.Count == 0 ? null : new JsonArray([.. legs.Select(leg => new JsonObject { ["key"] = leg.Key, ["name"] = leg.Value })]);
    }

    private static ElsaDocument Document(
        ImportFrame frame, HeaderFacts facts, TimeLimit? total, ProcessKind kind, JsonArray? legs, DraftDrawing drawing, List<ImportNote> notes, ProvinceCatalogue? catalogue)
    {
        var code = frame.Procedure ?? facts.Procedure;
        var procedure = code is null ? null : catalogue?.Find(code);
        var name = frame.Name ?? facts.Name ?? procedure?.Name ?? "";
        if (name.Length == 0) notes.Add(new(NoteKind.Left, new("chưa có tên quy trình", "the process has no name")));
        if (code is null) notes.Add(new(NoteKind.Left, new("chưa rõ thủ tục hành chính", "the procedure is not known")));

        var header = new JsonObject { ["kind"] = kind.ToString() };
        if (code is not null) header["procedure"] = code.Value;
        if ((frame.Case ?? (frame.Procedure is null ? facts.Case : null)) is { } one) header["case"] = one.Value;
        foreach (var (member, text) in facts.Members) header[member] = member == "issueNumber" && int.TryParse(text, out var issue) ? issue : text;
        var statutory = frame.Limit ?? facts.StatutoryLimit;
        if (statutory is null && total is not null)
        {
            statutory = total;
            notes.Add(new(NoteKind.Guessed, new($"thời hạn theo quy định: lấy theo dòng tổng cộng, {total.Value.ToWording().Vi}", $"statutory limit: the table's sum, {total.Value.ToWording().En}")));
        }
        if (statutory is { } limit) header["statutoryLimit"] = Limit(limit);
        else notes.Add(new(NoteKind.Left, new("chưa rõ thời hạn theo quy định", "the statutory limit is not known")));
        if (facts.PromisedLimit is { } promised) header["promisedLimit"] = Limit(promised);
        if (facts.OnlineLimit is { } online) header["onlineLimit"] = Limit(online);
        if (legs is not null) header["legs"] = legs;
        if (drawing.AsksForPapers)
        {
            header["supplement"] = new JsonObject { ["clock"] = nameof(ClockPolicy.Suspends), ["rounds"] = 1 };
            notes.Add(new(NoteKind.Guessed, new("bổ sung hồ sơ: tối đa 01 lần, tạm dừng tính thời hạn trong khi chờ", "supplements: one round, the clock stands still while waiting")));
        }
        var tree = new JsonObject { ["definitionId"] = "nhap", ["name"] = name, ["customProperties"] = new JsonObject { ["tthc"] = header }, ["root"] = drawing.Root };
        return ElsaDocument.Read(tree.ToJsonString()).Document ?? throw new System.Diagnostics.UnreachableException("What we draw is a document.");
    }

    private static JsonObject Limit(TimeLimit limit) => new() { ["value"] = limit.Value, ["unit"] = limit.Unit.ToString() };

    private static ProcessKind KindOf(ProcedureCode? code, ProvinceCatalogue? catalogue) =>
        code is not null && catalogue?.Find(code)?.Kind?.EndsWith("INTERNAL", StringComparison.Ordinal) == true ? ProcessKind.BetweenAgencies : ProcessKind.Public;
}

/// <summary>What the rest of a file says of the process: lines of a label and a value, as our own papers and many offices' forms have them.</summary>
internal sealed record HeaderFacts(string? Name, ProcedureCode? Procedure, CaseKey? Case, TimeLimit? StatutoryLimit, TimeLimit? PromisedLimit, TimeLimit? OnlineLimit, IReadOnlyDictionary<string, string> Members)
{
    public static HeaderFacts In(IReadOnlyList<PaperGrid> grids, ProvinceCatalogue? catalogue)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in grids.SelectMany(grid => grid.Rows))
        {
            for (var at = 0; at + 1 < row.Count && at < 3; at++)
                if (row[at].Text.Length is > 0 and < 60 && row[at + 1].Text.Length > 0 && !row[at + 1].FromLeft) said.TryAdd(PlainWords.Of(row[at].Text), row[at + 1].Text);
        }
        string? Said(params string[] labels) => labels.Select(label => said.GetValueOrDefault(label)).FirstOrDefault(text => text is not null)?.Replace('\n', ' ');
        TimeLimit? Time(params string[] labels) => Said(labels) is { } text && DurationText.Read(text, null, tellsDaysApart: true).Limit is { Value: > 0 } limit ? limit : null;

        var code = Said("ma thu tuc hanh chinh", "ma tthc", "ma thu tuc") is { } written && ProcedureCode.TryParse(written.Trim(), null, out var procedure) ? procedure : null;
        CaseKey? key = null;
        if (Said("truong hop") is { } one)
            key = (code is null ? null : catalogue?.Find(code)?.Cases.FirstOrDefault(known => known.Name == one || known.Key.Value == one)?.Key) ?? (CaseKey.TryParse(one, null, out var plain) ? plain : null);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (member, label) in ((string, string)[])[("documentCode", "ma so quy trinh"), ("issueNumber", "lan ban hanh"), ("identifier", "ma dinh danh dien tu")])
            if (Said(label) is { } value) members[member] = value;
        return new(Said("ten quy trinh", "ten thu tuc hanh chinh", "ten tthc", "ten thu tuc"), code, key,
            Time("thoi han giai quyet theo quy dinh", "thoi han giai quyet", "thoi gian giai quyet", "thoi han theo quy dinh"),
            Time("thoi han sau cat giam hen tra", "thoi han sau cat giam"), Time("thoi han voi ho so truc tuyen"), members);
    }
}
