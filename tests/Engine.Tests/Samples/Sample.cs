using System.Runtime.CompilerServices;
using TthcFlow.Engine.Catalogue;

namespace TthcFlow.Engine.Tests.Samples;

/// <summary>The samples folder, as tests read it.</summary>
internal static class Sample
{
    private static readonly Lazy<ProvinceCatalogue> Read = new(() => ProvinceCatalogue.Parse(File.ReadAllText(PathOf("catalogue.json"))));

    public static ProvinceCatalogue Catalogue => Read.Value;

    public static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../samples", name));
}
