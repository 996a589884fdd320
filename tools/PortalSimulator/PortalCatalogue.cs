using System.Collections.Frozen;
using System.Text.Json;

namespace TthcFlow.PortalSimulator;

/// <summary>What the portal answers when it is asked for procedures, agencies and fields (danh mục của cổng): files, as they are.</summary>
internal sealed class PortalCatalogue
{
    private readonly FrozenDictionary<string, byte[]> _lists;
    private readonly FrozenDictionary<string, byte[]> _procedures;

    private PortalCatalogue(IEnumerable<(string Name, byte[] Content)> files)
    {
        var (lists, procedures) = (new Dictionary<string, byte[]>(), new Dictionary<string, byte[]>());
        foreach (var (name, content) in files)
        {
            if (!name.StartsWith("LayThuTuc", StringComparison.Ordinal))
            {
                lists[name] = content;
                continue;
            }
            using var file = JsonDocument.Parse(content);
            procedures[file.RootElement.GetProperty("data").GetProperty("MATTHC").GetString()!] = content;
        }
        (_lists, _procedures) = (lists.ToFrozenDictionary(), procedures.ToFrozenDictionary());
    }

    /// <summary>The samples that come with the program.</summary>
    public static PortalCatalogue Sample()
    {
        var assembly = typeof(PortalCatalogue).Assembly;
        return new(assembly.GetManifestResourceNames().Where(name => name.StartsWith("catalogue/", StringComparison.Ordinal)).Select(name =>
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            var content = new byte[file.Length];
            file.ReadExactly(content);
            return (Path.GetFileNameWithoutExtension(name), content);
        }));
    }

    /// <summary>A folder with <c>LayDanhSachTTHC.json</c>, <c>LayDanhMucCoQuan.json</c>, <c>LayDanhMucLinhVuc.json</c> and any number of <c>LayThuTuc*.json</c>, one procedure each.</summary>
    public static PortalCatalogue In(string folder) => new(Directory.EnumerateFiles(folder, "Lay*.json").Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file))));

    public byte[] List(string service) => _lists.GetValueOrDefault(service) ?? """{"error_code":"0","data":[]}"""u8.ToArray();

    public byte[]? Procedure(string code) => _procedures.GetValueOrDefault(code);
}
