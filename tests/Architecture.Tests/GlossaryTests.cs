using System.Reflection;
using System.Text.RegularExpressions;

namespace TthcFlow.Architecture.Tests;

/// <summary>The glossary is the only dictionary: where a public type uses a word it avoids, one of the two is wrong.</summary>
public sealed partial class GlossaryTests
{
    [Test]
    public void No_public_type_uses_a_word_the_glossary_avoids()
    {
        var avoided = AvoidedWords().ToHashSet(StringComparer.Ordinal);
        Assert.That(avoided, Has.Count.GreaterThan(20), "the glossary was read");

        var strays = from type in Assembly.Load("TthcFlow.Engine").GetExportedTypes()
                     from word in Words().Matches(type.Name).Select(match => match.Value)
                     where avoided.Contains(word)
                     select $"{type.FullName}: {word}";
        Assert.That(strays, Is.Empty);
    }

    private static IEnumerable<string> AvoidedWords() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, "docs", "glossary.md"))
        where line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains("---", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length == 7 && cells[5] != "Avoid"
        from word in cells[5].Split(',', StringSplitOptions.TrimEntries)
        where word.Length > 0 && !word.Contains(' ', StringComparison.Ordinal)
        select word;

    [GeneratedRegex("[A-Z][a-z0-9]+")]
    private static partial Regex Words();
}

/// <summary>Where the checkout stands, seen from a test.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "TthcFlow.sln"))) at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
