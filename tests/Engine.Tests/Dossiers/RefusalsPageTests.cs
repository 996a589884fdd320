using System.Reflection;
using System.Runtime.CompilerServices;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The public list of every no the engine says: docs/refusals.md is written from the catalogues, and compared.</summary>
public sealed class RefusalsPageTests
{
    private static readonly Type[] Catalogues =
        [.. typeof(DossierRefusals).Assembly.GetTypes().Where(type => type.Name.EndsWith("Refusals", StringComparison.Ordinal) && AllOf(type) is not null).OrderBy(type => type.FullName, StringComparer.Ordinal)];

    [Test]
    public void Each_no_has_a_code_of_its_own_in_both_languages()
    {
        var all = Catalogues.SelectMany(catalogue => AllOf(catalogue)!).ToArray();
        using (Assert.EnterMultipleScope())
        {
            // The office's own words (not-found, stale) say the same of different things; a number says one thing.
            Assert.That(all.Select(refusal => refusal.Code).Where(code => char.IsAsciiDigit(code[^1])), Is.Unique);
            Assert.That(all, Is.All.Matches<Refusal>(refusal => refusal is { Message: { Vi.Length: > 5, En.Length: > 5 } said } && said.Vi != said.En));
        }
    }

    [Test]
    public void Every_no_of_a_dossier_is_on_the_list()
    {
        var ways = typeof(DossierRefusals).GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Count(member => member is PropertyInfo { PropertyType: var type } && type == typeof(Refusal) || member is MethodInfo { IsSpecialName: false, ReturnType: var given } && given == typeof(Refusal));
        Assert.That(DossierRefusals.All, Has.Count.EqualTo(ways));
    }

    [Test]
    public void The_page_says_what_the_engine_says()
    {
        List<string> lines =
        [
            "# Refusals (các trường hợp từ chối)", "",
            "Written from the catalogues in the source; `TTHCFLOW_APPROVE=1` on the tests writes it anew. Codes are permanent. What varies is shown by example.",
        ];
        foreach (var catalogue in Catalogues)
        {
            lines.AddRange(["", $"## {catalogue.Name}", "", "| Code | Tiếng Việt | English |", "| --- | --- | --- |"]);
            lines.AddRange(AllOf(catalogue)!.Select(refusal => $"| {refusal.Code} | {refusal.Message.Vi} | {refusal.Message.En} |"));
        }
        var text = string.Join('\n', lines) + "\n";
        var file = PagePath();
        if (Environment.GetEnvironmentVariable("TTHCFLOW_APPROVE") == "1") File.WriteAllText(file, text);

        Assert.That(File.ReadAllText(file), Is.EqualTo(text), "TTHCFLOW_APPROVE=1 approves; review the diff.");
    }

    private static IEnumerable<Refusal>? AllOf(Type catalogue) =>
        catalogue.GetProperty("All", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null) as IEnumerable<Refusal>;

    private static string PagePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/refusals.md");
}
