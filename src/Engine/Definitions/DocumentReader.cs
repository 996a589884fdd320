using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>From bytes to an <see cref="ElsaDocument"/>: guards against what is no document, then hands the tree to <see cref="ElsaTree"/>.</summary>
internal static class DocumentReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = ElsaDocument.DeepestNesting, AllowDuplicateProperties = false };

    public static DocumentReading Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return Document(Tree(utf8));
        }
        catch (UnreadableDocumentException unreadable)
        {
            return new(null, [unreadable.Finding]);
        }
    }

    public static SaveRequestReading ReadSaveRequest(ReadOnlySpan<byte> utf8)
    {
        try
        {
            if (Tree(utf8) is not JsonObject request || request["model"] is not JsonObject model) throw new UnreadableDocumentException(DocumentFindings.NoModel());
            request.Remove("model");
            var reading = Document(model);
            return new(reading.Document, request["publish"] is JsonValue publish && publish.GetValueKind() is JsonValueKind.True, reading.Findings);
        }
        catch (UnreadableDocumentException unreadable)
        {
            return new(null, false, [unreadable.Finding]);
        }
    }

    private static DocumentReading Document(JsonNode? tree)
    {
        if (tree is not JsonObject document) throw new UnreadableDocumentException(DocumentFindings.NotAnObject());
        var findings = ElsaTree.Normalise(document);
        return new(findings.Any(finding => finding.Severity is Severity.Error) ? null : new ElsaDocument(document), findings);
    }

    private static JsonNode? Tree(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > ElsaDocument.LargestBytes) throw new UnreadableDocumentException(DocumentFindings.TooLarge(utf8.Length));
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            return Copy(JsonElement.Parse(utf8, Strict));
        }
        catch (InvalidOperationException) // a member's name that is no Unicode, met while looking for duplicates
        {
            throw new UnreadableDocumentException(DocumentFindings.BrokenText());
        }
        catch (JsonException malformed)
        {
            throw new UnreadableDocumentException(DocumentFindings.Malformed((malformed.LineNumber ?? 0) + 1, (malformed.BytePositionInLine ?? 0) + 1, malformed.Message));
        }
    }

    // Composed Vietnamese (NFC) from the first moment on: the same word typed on two keyboards is the same word.
    private static JsonNode? Copy(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    var name = Composed(Name(member));
                    if (!members.TryAdd(name, Copy(member.Value))) throw new UnreadableDocumentException(DocumentFindings.DuplicateMember(name));
                }
                return members;
            case JsonValueKind.Array:
                var items = new JsonArray();
                foreach (var item in element.EnumerateArray()) items.Add(Copy(item));
                return items;
            case JsonValueKind.String: return JsonValue.Create(Composed(Text(element)));
            case JsonValueKind.Number:
                if (CanonicalJson.Number(element.GetRawText()) is null) throw new UnreadableDocumentException(DocumentFindings.AbsurdNumber(element.GetRawText()));
                return JsonValue.Create(element);
            case JsonValueKind.True: return JsonValue.Create(true);
            case JsonValueKind.False: return JsonValue.Create(false);
            default: return null;
        }
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableDocumentException(DocumentFindings.BrokenText());
        }
    }

    private static string Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableDocumentException(DocumentFindings.BrokenText());
        }
    }

    private static string Composed(string text)
    {
        if (Ascii.IsValid(text)) return text.Contains('\0') ? throw new UnreadableDocumentException(DocumentFindings.BrokenText()) : text;
        try
        {
            return text.Contains('\0') ? throw new UnreadableDocumentException(DocumentFindings.BrokenText()) : text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            throw new UnreadableDocumentException(DocumentFindings.BrokenText());
        }
    }

    private sealed class UnreadableDocumentException(Finding finding) : Exception(finding.Message.En)
    {
        public Finding Finding => finding;
    }
}

/// <summary>Everything that can be wrong with a document before it is a process: codes V100–V108.</summary>
internal static class DocumentFindings
{
    public static Finding TooLarge(long bytes) => Error("V100", null, new(
        $"Tệp quá lớn ({bytes.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))} byte); giới hạn là {ElsaDocument.LargestBytes / 1024 / 1024} MB.",
        $"The file is too large ({bytes.ToString("N0", CultureInfo.InvariantCulture)} bytes); the limit is {ElsaDocument.LargestBytes / 1024 / 1024} MB."));

    public static Finding Malformed(long line, long column, string reason) => Error("V101", null, new(
        $"Tệp không phải JSON hợp lệ: dòng {line}, cột {column}.", $"The file is not valid JSON: line {line}, column {column}. {reason}"));

    public static Finding DuplicateMember(string name) => Error("V101", name, new(
        $"Thuộc tính “{name}” xuất hiện hai lần trong cùng một đối tượng.", $"Member '{name}' occurs twice in one object."));

    public static Finding BrokenText() => Error("V101", null, new(
        "Tệp chứa ký tự không hợp lệ (mã Unicode hỏng hoặc ký tự rỗng).", "The file holds invalid characters (broken Unicode or a null character)."));

    public static Finding AbsurdNumber(string text) => Error("V108", null, new(
        $"Số “{Short(text)}” vượt quá giới hạn cho phép.", $"Number '{Short(text)}' is beyond what is allowed."));

    public static Finding NotAnObject() => Error("V102", null, new("Tệp không phải một quy trình: cần một đối tượng JSON.", "The file is not a process: a JSON object is expected."));

    public static Finding NoModel() => Error("V102", "model", new("Yêu cầu lưu không có “model”.", "The save request has no 'model'."));

    public static Finding WrongShape(string where, string expected) => Error("V102", where, new(
        $"“{where}” phải là {(expected is "array" ? "một mảng" : expected is "object" ? "một đối tượng" : "một chuỗi ký tự")} JSON.", $"'{where}' must be a JSON {expected}."));

    public static Finding NoRoot() => Error("V103", "root", new("Quy trình không có lưu đồ (thiếu “root”).", "The process has no flowchart ('root' is missing)."));

    public static Finding NotAFlowchart(string? type) => Error("V104", "root", new(
        $"Lưu đồ gốc phải là “{ElsaTree.Flowchart}”, không phải “{type}”.", $"The root must be an '{ElsaTree.Flowchart}', not '{type}'."));

    public static Finding DuplicateActivity(string id) => new("V105", Severity.Error, id, "id", new(
        $"Hai bước có cùng mã “{id}”.", $"Two activities have the same id '{id}'."));

    public static Finding Dangling(string? source, string? port, string? target) => new("V106", Severity.Warning, source, port, new(
        $"Đã bỏ đường nối từ “{source}” ({port}) tới “{target}” vì một đầu không tồn tại.", $"The connection from '{source}' ({port}) to '{target}' was dropped: one of its ends does not exist."));

    public static Finding NamelessActivity(int at, string member) => Error("V107", member, new(
        $"Bước thứ {at + 1} trong tệp không có “{member}” hợp lệ.", $"Activity number {at + 1} in the file has no valid '{member}'."));

    private static Finding Error(string code, string? field, Wording message) => new(code, Severity.Error, null, field, message);

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
