using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Runtime;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>Figures read a dossier's journal only where its line in the database does not say it all. Which events make that so is decided here, one by one: a new kind of event fails until somebody has.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed partial class ClockKindTests(string kind)
{
    /// <summary>After one of these, figures need more than the dossier's version, channel, receipt, first promise, finish and end.</summary>
    private static readonly string[] NeedTheJournal =
    [
        // Requests count in QD766, with their days; stops are taken out of the time used; other days and limits are what a dossier is held to.
        "supplement-requested", "clock-stopped", "promise-moved", "due-set", "limit-changed",
        // It was finished once, and the line has forgotten.
        "result-withdrawn",
        // It was received under another version than the one it stands under.
        "moved-to-version",
    ];

    private static readonly string[] ToldByTheLine =
    [
        // They stand in the line.
        "handed-in", "received", "declined", "submission-withdrawn", "processing-finished", "ended",
        // They come after one that is told above.
        "clock-resumed", "supplement-received", "supplement-part-received", "supplement-expired", "returned-to-version",
        // The promise stays what it was.
        "promise-confirmed",
        // Steps move and others are asked, the dossier's own clock does not.
        "step-opened", "step-completed", "step-cancelled", "step-assigned", "step-seen", "step-taken-back", "officer-named", "officer-unnamed", "branch-chosen", "tokens-waiting", "reminded",
        "consultation-asked", "consultation-assigned", "consultation-answered", "consultation-chased", "consultation-lapsed", "consultation-withdrawn",
        // The desk's own window is no time of the dossier; papers, money and drafts are none either.
        "completion-asked", "completion-received", "up-front-fee-paid", "corrected", "time-change-refused", "result-handed-over", "obligation-imposed", "obligation-waived", "payment-recorded",
        "attachment-added", "attachment-withdrawn", "act-drafted", "draft-approved", "draft-sent-back", "draft-dropped", "draft-signed",
    ];

    [Test]
    public void Every_kind_of_event_is_either_told_by_the_line_or_makes_figures_read_the_journal()
    {
        var kinds = typeof(DossierEvent).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => (string)kind.TypeDiscriminator!).ToList();
        Assert.That(kinds, Has.Count.GreaterThan(30));
        Assert.That(kinds.Except(NeedTheJournal).Except(ToldByTheLine), Is.Empty,
            "a new kind of event: do figures need the journal of a dossier to which it happened? Answer above; and if so, name it in ReportStore.ClockKinds and in the index report_clock");
        Assert.That(NeedTheJournal.Intersect(ToldByTheLine), Is.Empty);
        Assert.That(Words(ReportStore.ClockKinds), Is.EquivalentTo(NeedTheJournal));
    }

    [Test]
    public async Task The_index_that_finds_them_names_the_same_kinds()
    {
        await using var town = await Town.OpenAsync(kind);
        var index = (await town.The<FlowDatabase>().ListAsync(
            new Statement(kind == "sqlite" ? "select sql from sqlite_master where name = 'report_clock'" : "select indexdef from pg_indexes where indexname = 'report_clock'"), row => row.Text(0), default)).Single();
        Assert.That(Words(index), Is.EquivalentTo(Words(ReportStore.ClockKinds)));
    }

    private static IEnumerable<string> Words(string sql) => Quoted().Matches(sql).Select(word => word.Groups[1].Value);

    [GeneratedRegex("'([a-z-]+)'")]
    private static partial Regex Quoted();
}
