using System.Globalization;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Catalogue;

/// <summary>A made-up province of the size of Vĩnh Long's plan of 2022: 143 agencies, each with units, and people in every post. The same every time.</summary>
internal static class GeneratedProvince
{
    /// <summary>As many as the plan counts.</summary>
    public const int Agencies = 143;

    private const int UnitsEach = 6;

    private static readonly (string Key, string Name, bool MaySign, bool OnePerson)[] Posts =
    [
        ("thu-truong", "Thủ trưởng cơ quan", true, true), ("pho-thu-truong", "Phó thủ trưởng cơ quan", true, false), ("van-thu", "Văn thư", false, false), ("mot-cua", "Công chức Một cửa", false, false),
        ("truong-phong", "Trưởng phòng", false, true), ("pho-phong", "Phó trưởng phòng", false, false), ("chuyen-vien", "Chuyên viên", false, false),
    ];

    public static string Catalogue()
    {
        var root = new Agency(new("H61"), "UBND tỉnh (dựng để thử)", AgencyLevel.Province, null, null, null, "dựng để thử");
        var (agencies, holders) = (new List<Agency> { root }, new List<Holder>());
        for (var at = 1; at <= Agencies; at++)
        {
            var level = at <= 20 ? AgencyLevel.Province : at <= 36 ? AgencyLevel.Branch : AgencyLevel.Commune;
            var code = new AgencyCode(string.Create(CultureInfo.InvariantCulture, $"H61.{at:000}"));
            agencies.Add(new(code, $"Cơ quan thử số {at}", level, level is AgencyLevel.Branch ? new AgencyCode($"H61.{(at - 20 - 1) % 20 + 1:000}") : root.Code, new(2025, 7, 1), null, "dựng để thử"));
            foreach (var post in Posts[..4]) People(code, post.Key, post.OnePerson ? 1 : 2);
            for (var unit = 1; unit <= UnitsEach; unit++)
            {
                var place = new AgencyCode($"{code}.{unit:00}");
                agencies.Add(new(place, $"Phòng {unit}", AgencyLevel.Unit, code, new(2025, 7, 1), null, null));
                foreach (var post in Posts[4..]) People(place, post.Key, post.OnePerson ? 1 : 3);
            }
        }
        Position[] positions = [.. Posts.Select(post => new Position(new(post.Key), post.Name, post.MaySign) { OnePerson = post.OnePerson })];
        return CatalogueText.With("{}", new AgencyBook(agencies, positions, holders));

        void People(AgencyCode place, string position, int many)
        {
            for (var one = 0; one < many; one++)
                holders.Add(new(new($"cb{holders.Count:00000}"), $"Người Thử {holders.Count}", place, new(position), new(2025, 7, 1), null));
        }
    }
}
