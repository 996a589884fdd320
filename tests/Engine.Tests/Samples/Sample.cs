using System.Runtime.CompilerServices;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Samples;

/// <summary>The samples folder and the rejected fixtures, as tests read them.</summary>
internal static class Sample
{
    private static readonly Lazy<ProvinceCatalogue> Province = new(() => ProvinceCatalogue.Parse(File.ReadAllText(PathOf("catalogue.json"))));
    private static readonly Lazy<CalendarBook> Year = new(() => CalendarBook.Parse(File.ReadAllText(PathOf("calendars/2026.json"))));

    public static ProvinceCatalogue Catalogue => Province.Value;

    public static CalendarBook Calendars => Year.Value;

    /// <summary>The names of the published samples: A, B, C, D1, D2, E, F with what they are.</summary>
    public static string[] Processes => NamesIn(PathOf("processes"));

    /// <summary>The names of the land cases that are kept for the appraisal checks.</summary>
    public static string[] Fixtures => NamesIn(FixturePath(""));

    public static byte[] BytesOf(string name) =>
        File.ReadAllBytes(name.StartsWith("TINH", StringComparison.Ordinal) ? FixturePath($"{name}.json") : PathOf($"processes/{name}.json"));

    public static ElsaDocument DocumentOf(string name) => ElsaDocument.Read(BytesOf(name)).Document!;

    public static ProcessDefinition ProcessOf(string name) => ProcessDefinition.Compile(DocumentOf(name));

    /// <summary>The sample whose file name begins with the letter domain.md gives it.</summary>
    public static string Named(string letter) => Processes.Single(name => name.StartsWith($"{letter}-", StringComparison.Ordinal));

    public static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../samples", name));

    private static string FixturePath(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "fixtures", name);

    private static string[] NamesIn(string folder) =>
        [.. Directory.GetFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];
}
