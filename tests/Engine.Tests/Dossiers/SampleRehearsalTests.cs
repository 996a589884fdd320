using System.Runtime.CompilerServices;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The sample procedures, played down every branch: each dossier ends, each outcome is taken, and the portal accepts each order of statuses.</summary>
public sealed class SampleRehearsalTests
{
    private static IEnumerable<string> Samples() => Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Samples))]
    public void Every_branch_of_a_sample_ends(string sample)
    {
        var document = ElsaDocument.Read(File.ReadAllBytes(Path.Combine(Folder(), sample))).Document!;
        var process = ProcessDefinition.Compile(document);
        var rehearsal = Rehearsal.Of(process, Calendar.Book, A.MondayMorning);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rehearsal.EveryRunEnds, string.Join("; ", rehearsal.Runs.Select(run => run.StuckOn?.Message.En).OfType<string>()));
            Assert.That(rehearsal.NotTaken, Is.Empty);
            foreach (var run in rehearsal.Runs)
            {
                var codes = PortalMessages.Of(Dossier.Empty, 0, run.Journal, process).Select(message => message.Code).ToArray();
                Assert.That(codes.Prepend(0).Zip(codes), Is.All.Matches<(int After, int Code)>(step => PortalTarget.Default.MayCome(step.After, step.Code)), string.Join("→", codes));
            }
        }
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../samples/processes");
}
