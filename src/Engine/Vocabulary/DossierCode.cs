using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace TthcFlow.Engine.Vocabulary;

/// <summary>The number printed on the receipt (mã hồ sơ): agency, day, number, as in <c>000.00.12.H56-260302-0007</c>.</summary>
[JsonConverter(typeof(TextConverter<DossierCode>))]
public sealed partial record DossierCode : IParsable<DossierCode>
{
    private readonly string _text;

    private DossierCode(string text) => _text = text;

    public override string ToString() => _text;

    public static DossierCode Parse(string text) =>
        TryParse(text, null, out var code) ? code : throw new FormatException($"'{text}' is not a dossier code.");

    static DossierCode IParsable<DossierCode>.Parse(string s, IFormatProvider? provider) => Parse(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [NotNullWhen(true)] out DossierCode? result) =>
        (result = s is not null && Shape().IsMatch(s) ? new DossierCode(s) : null) is not null;

    [GeneratedRegex(@"^[A-Z0-9]+(\.[A-Z0-9]+)*-(\d{6}|\d{8})-\d{4,}\z")]
    private static partial Regex Shape();
}
