using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>A procedure's code in the catalogue (mã thủ tục): <c>1.004203</c>, <c>NB-SKHCN-01</c>.</summary>
[JsonConverter(typeof(TextConverter<ProcedureCode>))]
public sealed partial record ProcedureCode(string Value) : IParsable<ProcedureCode>
{
    public override string ToString() => Value;

    public static ProcedureCode Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a ProcedureCode.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out ProcedureCode? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new ProcedureCode(s) : null) is not null;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,40}\z")]
    private static partial Regex Shape();
}

/// <summary>Which of a procedure's cases a process serves (trường hợp), e.g. <c>cap-moi</c>.</summary>
[JsonConverter(typeof(TextConverter<CaseKey>))]
public sealed partial record CaseKey(string Value) : IParsable<CaseKey>
{
    public override string ToString() => Value;

    public static CaseKey Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a CaseKey.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out CaseKey? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new CaseKey(s) : null) is not null;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,60}\z")]
    private static partial Regex Shape();
}

/// <summary>Which process is meant, whatever its version (địa chỉ quy trình): a procedure's code and, where it has cases, the case: <c>DC-01</c>, <c>1.004203/cap-moi</c>.</summary>
[JsonConverter(typeof(TextConverter<ProcessKey>))]
public sealed record ProcessKey(ProcedureCode Procedure, CaseKey? Case) : IParsable<ProcessKey>
{
    public override string ToString() => Case is null ? Procedure.Value : $"{Procedure}/{Case}";

    public static ProcessKey Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a ProcessKey.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out ProcessKey? result)
    {
        result = null;
        var parts = s?.Split('/', 2) ?? [];
        if (parts is [] || !ProcedureCode.TryParse(parts[0], provider, out var procedure)) return false;
        CaseKey? @case = null;
        if (parts.Length == 2 && !CaseKey.TryParse(parts[1], provider, out @case)) return false;
        result = new(procedure, @case);
        return true;
    }
}

/// <summary>The electronic identifier of an agency or of a unit inside one (mã định danh cơ quan, đơn vị): <c>H35.12</c>, <c>H35.12.01</c>.</summary>
[JsonConverter(typeof(TextConverter<AgencyCode>))]
public sealed partial record AgencyCode(string Value) : IParsable<AgencyCode>
{
    public override string ToString() => Value;

    public static AgencyCode Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a AgencyCode.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out AgencyCode? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new AgencyCode(s) : null) is not null;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,60}\z")]
    private static partial Regex Shape();
}

/// <summary>A position that may act on a step (vị trí xử lý), e.g. <c>truong-phong</c>.</summary>
[JsonConverter(typeof(TextConverter<PositionKey>))]
public sealed partial record PositionKey(string Value) : IParsable<PositionKey>
{
    public override string ToString() => Value;

    public static PositionKey Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a PositionKey.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out PositionKey? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new PositionKey(s) : null) is not null;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,60}\z")]
    private static partial Regex Shape();
}

/// <summary>The account name of an officer (tên tài khoản cán bộ).</summary>
[JsonConverter(typeof(TextConverter<OfficerId>))]
public sealed partial record OfficerId(string Value) : IParsable<OfficerId>
{
    public override string ToString() => Value;

    public static OfficerId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is not a OfficerId.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out OfficerId? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new OfficerId(s) : null) is not null;

    [GeneratedRegex(@"^[A-Za-z0-9._@-]{1,100}\z")]
    private static partial Regex Shape();
}

/// <summary>A step's short name inside its process (mã bước): the printed <c>B1</c>, or the activity's id where none is printed.</summary>
[JsonConverter(typeof(TextConverter<StepKey>))]
public sealed record StepKey(string Value) : IParsable<StepKey>
{
    public override string ToString() => Value;

    public static StepKey Parse(string s, IFormatProvider? provider = null) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out StepKey? result) =>
        (result = string.IsNullOrWhiteSpace(s) || s.Length > 200 ? null : new StepKey(s)) is not null;
}

/// <summary>The SHA-256 of a definition's canonical content, as 64 lower-case hexadecimal digits: the address of a version (mã băm nội dung).</summary>
[JsonConverter(typeof(TextConverter<ContentHash>))]
public sealed partial record ContentHash(string Value) : IParsable<ContentHash>
{
    public override string ToString() => Value;

    public static ContentHash Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var hash) ? hash : throw new FormatException($"'{s}' is not a content hash.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out ContentHash? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new ContentHash(s) : null) is not null;

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Shape();
}
