using TthcFlow.Api.Commands;

namespace TthcFlow.Api.Tests.Commands;

/// <summary>What a command printed, and how it ended.</summary>
internal sealed record Printed(int Exit, string Output, string Error)
{
    public static async Task<Printed> ByAsync(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return new(await CommandLine.RunAsync(args, output, error), output.ToString(), error.ToString());
    }

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A folder for one test's files.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tthcflow-files-");

    public string Path => _folder.FullName;

    public static string Calendar { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "samples", "calendars", "2026.json");

    public static string Catalogue { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "samples", "catalogue.json");

    public string With(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
