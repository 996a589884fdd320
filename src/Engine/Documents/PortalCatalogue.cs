using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Catalogue;

namespace TthcFlow.Engine.Documents;

/// <summary>Reads what the portal answers to <c>LayDanhSachTTHC</c> and <c>LayThuTuc</c>: one procedure an object, known by its <c>MATTHC</c>, bare or in an envelope (<c>data</c>, <c>result</c>).</summary>
/// <remarks>
/// Rows are the places of procedures in the answer, columns the names of members. A member that an object does not have says nothing; an empty one says that there is nothing.
/// Members the catalogue keeps nothing of (<c>TRINHTUTHUCHIEN</c> …) are passed over.
/// </remarks>
internal static class PortalCatalogue
{
    private const int LongestCell = 4000;

    /// <summary>Every column that an answer can fill, and the member it is told of by.</summary>
    private static readonly SheetColumn[] Columns =
    [
        new(CatalogueColumn.Code, "MATTHC"), new(CatalogueColumn.Name, "TENTTHC"), new(CatalogueColumn.Field, "LINHVUC"), new(CatalogueColumn.Levels, "CAPTHUCHIEN"), new(CatalogueColumn.Kind, "LOAITTHC"),
        new(CatalogueColumn.Agencies, "COQUANTHUCHIEN"), new(CatalogueColumn.ListedBy, "QUYETDINHCONGBO"), new(CatalogueColumn.LegalBases, "CANCUPHAPLY"), new(CatalogueColumn.AbolishedFrom, "NGAYHETHIEULUC"),
        new(CatalogueColumn.Case, "TRUONGHOP.MATRUONGHOP"), new(CatalogueColumn.CaseName, "TRUONGHOP.TENTRUONGHOP"), new(CatalogueColumn.Limit, "CACHTHUCTHUCHIEN.THOIGIAN"),
        new(CatalogueColumn.LimitUnit, "CACHTHUCTHUCHIEN.DONVITINH"), new(CatalogueColumn.LimitNote, "CACHTHUCTHUCHIEN.KENH"),
        new(CatalogueColumn.OnlineLimit, "CACHTHUCTHUCHIEN.THOIGIAN"), new(CatalogueColumn.OnlineLimitUnit, "CACHTHUCTHUCHIEN.DONVITINH"), new(CatalogueColumn.ComponentCode, "THANHPHANHOSO.MAGIAYTO"),
        new(CatalogueColumn.Component, "THANHPHANHOSO.TENGIAYTO"), new(CatalogueColumn.Originals, "THANHPHANHOSO.SOBANCHINH"), new(CatalogueColumn.Copies, "THANHPHANHOSO.SOBANSAO"),
        new(CatalogueColumn.ComponentNote, "THANHPHANHOSO.TENMAUDON"), new(CatalogueColumn.Fee, "PHILEPHI.TENPHILEPHI"), new(CatalogueColumn.Amount, "PHILEPHI.GIA"), new(CatalogueColumn.CollectedAt, "PHILEPHI.HINHTHUCTHU"),
        new(CatalogueColumn.FeeBasis, "PHILEPHI.CANCU"), new(CatalogueColumn.ResultCode, "KETQUATHUCHIEN.MAKETQUA"), new(CatalogueColumn.Result, "KETQUATHUCHIEN.TENKETQUA"),
    ];

    private static readonly (string Flag, string Level)[] Levels = [("isProvince", "Cấp tỉnh"), ("isWard", "Cấp xã"), ("isDistrict", "Cấp huyện"), ("isMinistry", "Bộ, ngành"), ("isOtherAgency", "Cơ quan khác")];

    public static bool LooksLikeOne(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("\uFEFF"u8)) file = file[3..];
        return file.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }

    public static CatalogueReading Read(ReadOnlyMemory<byte> file)
    {
        if (file.Span.StartsWith("\uFEFF"u8)) file = file[3..];
        try
        {
            using var document = JsonDocument.Parse(file, new() { MaxDepth = 32 });
            var found = Procedures(document.RootElement).ToList();
            if (found.Count == 0) return CatalogueReading.Not(CatalogueRefusals.NotACatalogue);
            if (found.Count > CatalogueSheet.MostRows) return CatalogueReading.Not(ImportRefusals.TooMuchInside);
            var lines = new List<SheetLine>();
            foreach (var (at, procedure) in found.Index()) lines.AddRange(Lines(at + 1, procedure));
            return new(new(Columns, lines, []), null, found.Any(one => Has(one, "THANHPHANHOSO")) ? "LayThuTuc" : "LayDanhSachTTHC");
        }
        catch (JsonException broken)
        {
            return CatalogueReading.Not(CatalogueRefusals.BrokenJson(broken.Message));
        }
    }

    private static IEnumerable<JsonElement> Procedures(JsonElement at)
    {
        if (at.ValueKind is JsonValueKind.Array) return at.EnumerateArray().Where(one => one.ValueKind is JsonValueKind.Object).SelectMany(Procedures);
        if (at.ValueKind is not JsonValueKind.Object) return [];
        if (Has(at, "MATTHC") || Has(at, "TENTTHC")) return [at];
        return at.EnumerateObject().Where(member => member.Name is "data" or "result" or "DATA" or "danhSach" or "items").SelectMany(member => Procedures(member.Value));
    }

    private static IEnumerable<SheetLine> Lines(int number, JsonElement procedure)
    {
        var first = Blank();
        Set(first, CatalogueColumn.Code, Said(procedure, "MATTHC") ?? "");
        Set(first, CatalogueColumn.Name, Said(procedure, "TENTTHC"));
        Set(first, CatalogueColumn.Field, Said(procedure, "TENLINHVUC") is { Length: > 0 } field ? field : Said(procedure, "MALINHVUC"));
        Set(first, CatalogueColumn.Levels, Said(procedure, "CAPTHUCHIEN") ?? (Levels.Any(level => Has(procedure, level.Flag)) ? string.Join("; ", Levels.Where(level => IsSet(procedure, level.Flag)).Select(level => level.Level)) : null));
        Set(first, CatalogueColumn.Kind, Said(procedure, "LOAITTHC"));
        Set(first, CatalogueColumn.Agencies, Joined(procedure, "COQUANTHUCHIEN", "MACOQUAN", "MADONVI", "TENCOQUAN", "TENDONVI"));
        Set(first, CatalogueColumn.ListedBy, Said(procedure, "QUYETDINHCONGBO"));
        Set(first, CatalogueColumn.LegalBases, Joined(procedure, "CANCUPHAPLY", "SOVANBAN", "SOHIEU", "TENVANBAN"));
        Set(first, CatalogueColumn.AbolishedFrom, Said(procedure, "NGAYHETHIEULUC"));

        // Lists stand side by side: the n-th of each in one row. Cases come after them, each in a row of its own: the portal does not tell what belongs to which.
        var (ways, papers, results) = (Items(procedure, "CACHTHUCTHUCHIEN"), Items(procedure, "THANHPHANHOSO"), Items(procedure, "KETQUATHUCHIEN"));
        var fees = Items(procedure, "PHILEPHI") ?? ways?.SelectMany(way => Items(way, "PHILEPHI") ?? []).DistinctBy(fee => $"{NameOfFee(fee)} {Said(fee, "GIA") ?? Said(fee, "SOTIEN")}").ToList();
        var cases = Items(procedure, "TRUONGHOP");
        Absent(ways, CatalogueColumn.Limit, CatalogueColumn.LimitUnit, CatalogueColumn.OnlineLimit, CatalogueColumn.OnlineLimitUnit);
        Absent(papers, CatalogueColumn.Component);
        Absent(fees, CatalogueColumn.Fee);
        Absent(results, CatalogueColumn.Result);
        Absent(cases, CatalogueColumn.Case, CatalogueColumn.CaseName);
        var rows = new List<string?[]> { first };
        if (ways is [_, ..])
        {
            var direct = ways.FirstOrDefault(way => Said(way, "KENH") is "1", ways[0]);
            Set(first, CatalogueColumn.Limit, Said(direct, "THOIGIAN") ?? "");
            Set(first, CatalogueColumn.LimitUnit, Said(direct, "DONVITINH") ?? "");
            if (ways.FirstOrDefault(way => Said(way, "KENH") is "2" && Told(way).Length > 0 && Told(way) != Told(direct)) is { ValueKind: JsonValueKind.Object } online)
            {
                Set(first, CatalogueColumn.OnlineLimit, Said(online, "THOIGIAN") ?? "");
                Set(first, CatalogueColumn.OnlineLimitUnit, Said(online, "DONVITINH") ?? "");
            }
            var others = ways.Where(way => Said(way, "KENH") is not "2" && Told(way) != Told(direct)).Select(way => $"{ChannelOf(Said(way, "KENH"))}: {Told(way)}").Distinct().ToList();
            Set(first, CatalogueColumn.LimitNote, string.Join("; ", others));
        }
        Fill(papers, (row, paper) =>
        {
            Set(row, CatalogueColumn.ComponentCode, Said(paper, "MAGIAYTO"));
            Set(row, CatalogueColumn.Component, (Said(paper, "TENGIAYTO") ?? Said(paper, "TENTHANHPHAN")) is { Length: > 0 } name ? name : Said(paper, "TENMAUDON") ?? "");
            Set(row, CatalogueColumn.Originals, Said(paper, "SOBANCHINH"));
            Set(row, CatalogueColumn.Copies, Said(paper, "SOBANSAO"));
            Set(row, CatalogueColumn.ComponentNote, Said(paper, "TENGIAYTO") is { Length: > 0 } && Said(paper, "TENMAUDON") is { Length: > 0 } form ? $"mẫu: {form}" : null);
        });
        Fill(fees, (row, fee) =>
        {
            Set(row, CatalogueColumn.Fee, NameOfFee(fee));
            Set(row, CatalogueColumn.Amount, fee.ValueKind is JsonValueKind.Object ? Said(fee, "GIA") ?? Said(fee, "SOTIEN") : Text(fee));
            Set(row, CatalogueColumn.CollectedAt, Said(fee, "HINHTHUCTHU"));
            Set(row, CatalogueColumn.FeeBasis, Said(fee, "CANCU"));
        });
        Fill(results, (row, result) =>
        {
            Set(row, CatalogueColumn.ResultCode, Said(result, "MAKETQUA"));
            Set(row, CatalogueColumn.Result, result.ValueKind is JsonValueKind.Object ? Said(result, "TENKETQUA") ?? "" : Text(result));
        });
        foreach (var one in cases ?? [])
        {
            var row = Continued();
            Set(row, CatalogueColumn.Case, Said(one, "MATRUONGHOP"));
            Set(row, CatalogueColumn.CaseName, one.ValueKind is JsonValueKind.Object ? Said(one, "TENTRUONGHOP") ?? "" : Text(one));
            rows.Add(row);
        }
        return rows.Select(row => new SheetLine(number, row));

        void Absent(List<JsonElement>? items, params ReadOnlySpan<CatalogueColumn> columns)
        {
            if (items is null) return;
            foreach (var column in columns) Set(first, column, "");
        }

        void Fill(List<JsonElement>? items, Action<string?[], JsonElement> fill)
        {
            foreach (var (at, item) in (items ?? []).Index())
            {
                while (rows.Count <= at) rows.Add(Continued());
                fill(rows[at], item);
            }
        }

        string?[] Continued()
        {
            var row = Blank();
            Set(row, CatalogueColumn.Code, "");
            return row;
        }
    }

    private static string?[] Blank() => new string?[Columns.Length];

    private static void Set(string?[] row, CatalogueColumn column, string? text) => row[Array.FindIndex(Columns, known => known.Column == column)] = text;

    private static string NameOfFee(JsonElement fee) =>
        fee.ValueKind is JsonValueKind.Object ? (Said(fee, "TENPHILEPHI") ?? Said(fee, "MOTA")) is { Length: > 0 } name ? name : "Phí, lệ phí" : "Phí, lệ phí";

    private static string Told(JsonElement way) => $"{Said(way, "THOIGIAN")} {Said(way, "DONVITINH")}".Trim();

    private static string ChannelOf(string? channel) => channel switch { "1" => "trực tiếp", "2" => "trực tuyến", "3" => "bưu chính", _ => channel ?? "cách khác" };

    private static bool Has(JsonElement at, string member) => at.ValueKind is JsonValueKind.Object && at.TryGetProperty(member, out _);

    private static bool IsSet(JsonElement at, string member) => at.TryGetProperty(member, out var value) && (value.ValueKind is JsonValueKind.True || Text(value) is "1" or "True" or "true");

    /// <summary>The items of a list, or the one that stands in its place; null where the member is not there.</summary>
    private static List<JsonElement>? Items(JsonElement at, string member) =>
        at.ValueKind is not JsonValueKind.Object || !at.TryGetProperty(member, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object || Text(item).Length > 0)],
            JsonValueKind.Object => [value],
            _ => Text(value).Length > 0 ? [value] : [],
        };

    /// <summary>A list told in one cell, each item by the first of the members it has; null where the list is not there.</summary>
    private static string? Joined(JsonElement at, string member, params string[] names) => Items(at, member) is { } items
        ? string.Join("; ", items.Select(item => item.ValueKind is JsonValueKind.Object ? names.Select(name => Said(item, name)).FirstOrDefault(text => text is { Length: > 0 }) ?? "?" : Text(item))) : null;

    private static string? Said(JsonElement at, string member) => at.ValueKind is JsonValueKind.Object && at.TryGetProperty(member, out var value) ? Text(value) : null;

    private static string Text(JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.TryGetDecimal(out var number) ? number.ToString("0.######", CultureInfo.InvariantCulture) : value.GetRawText(),
            JsonValueKind.True => "1",
            JsonValueKind.False or JsonValueKind.Null => "",
            _ => value.GetRawText(),
        };
        text = string.Join(' ', PrintableText.Of(text).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).Normalize();
        return text.Length <= LongestCell ? text : text[..(char.IsHighSurrogate(text[LongestCell - 1]) ? LongestCell - 1 : LongestCell)];
    }
}
