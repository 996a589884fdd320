using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>An agency that may be drawn, and the year it last was drawn or inspected; null: never.</summary>
public sealed record SampledAgency(AgencyCode Agency, int? LastIn);

/// <summary>The yearly drawing of agencies to inspect (rút mẫu kiểm tra): the same seed, year and agencies give the same sample, on any machine and in any year to come.</summary>
/// <remarks>
/// Who was not drawn for longest comes first, and among those chance decides. With a quarter a year everybody is visited within four years; were every drawing plain
/// chance, about a third (0.75⁴) would not be. Chance is the SHA-256 of seed, year and code: nobody can steer it after the seed was named, and anybody can do it again.
/// </remarks>
public static class InspectionSample
{
    /// <summary>How it is drawn, as printed with every sample.</summary>
    public static Wording Method { get; } = new(
        "Số cơ quan = tỷ lệ × tổng số, làm tròn lên. Cơ quan chưa được rút mẫu hoặc kiểm tra lâu nhất được chọn trước; trong số ngang nhau, xếp theo mã SHA-256 của chuỗi “hạt giống|năm|mã cơ quan”, nhỏ trước. Cùng hạt giống, cùng năm, cùng danh sách thì ra cùng mẫu.",
        "As many as the share of all, rounded up. Whoever was not drawn or inspected for longest comes first; among equals by the SHA-256 of “seed|year|code”, smaller first. The same seed, year and list give the same sample.");

    /// <summary>Who may be drawn in a year: the agencies there are, with the year each was last drawn or inspected before it.</summary>
    public static IReadOnlyList<SampledAgency> Among(IEnumerable<Agency> agencies, QualityRegister register, int year)
    {
        ArgumentNullException.ThrowIfNull(agencies);
        ArgumentNullException.ThrowIfNull(register);
        var last = register.Samples.Where(sample => sample.Withdrawal is null && sample.Act.Year < year).SelectMany(sample => sample.Act.Agencies.Select(agency => (Agency: agency, sample.Act.Year)))
            .Concat(register.Inspections.Where(line => line.Withdrawal is null && line.Act.Day.Year < year).Select(line => (line.Act.Agency, line.Act.Day.Year)))
            .GroupBy(one => one.Agency).ToDictionary(one => one.Key, one => one.Max(each => each.Year));
        return [.. agencies.Select(agency => new SampledAgency(agency.Code, last.TryGetValue(agency.Code, out var found) ? found : null)).OrderBy(agency => agency.Agency.Value, StringComparer.Ordinal)];
    }

    /// <summary>Draws; in the order of drawing.</summary>
    public static IReadOnlyList<AgencyCode> Draw(int year, string seed, int percent, IReadOnlyCollection<SampledAgency> among)
    {
        ArgumentNullException.ThrowIfNull(among);
        var count = (among.Count * percent + 99) / 100;
        return [.. among.OrderBy(agency => agency.LastIn ?? 0).ThenBy(agency => Lot(seed, year, agency.Agency), StringComparer.Ordinal).Take(count).Select(agency => agency.Agency)];
    }

    private static string Lot(string seed, int year, AgencyCode agency) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seed}|{year}|{agency}"))));
}
