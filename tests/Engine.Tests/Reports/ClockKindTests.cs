using System.Reflection;
using System.Runtime.CompilerServices;
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
    private static IEnumerable<Type> Kinds => typeof(DossierEvent).GetNestedTypes(BindingFlags.Public).Where(type => type.IsSubclassOf(typeof(DossierEvent)));

    /// <summary>Whether after such an event figures need more than the dossier's version, channel, receipt, first promise, finish and end.</summary>
    private static bool NeedsTheJournal(DossierEvent happened) => happened switch
    {
        // Requests count in QD766, with their days; stops are taken out of the time used; other days are what other formulas hold a dossier to.
        DossierEvent.SupplementRequested or DossierEvent.ClockStopped or DossierEvent.PromiseMoved or DossierEvent.DueSet or DossierEvent.LimitChanged => true,
        // It was finished once, and the line has forgotten.
        DossierEvent.ResultWithdrawn => true,

        // They stand in the line.
        DossierEvent.HandedIn or DossierEvent.Received or DossierEvent.Declined or DossierEvent.SubmissionWithdrawn or DossierEvent.ProcessingFinished or DossierEvent.Ended => false,
        // They come after one that is told above.
        DossierEvent.ClockResumed or DossierEvent.SupplementReceived or DossierEvent.SupplementPartReceived or DossierEvent.SupplementExpired => false,
        // The promise stays what it was.
        DossierEvent.PromiseConfirmed => false,
        // Steps move, the dossier's own clock does not.
        DossierEvent.StepOpened or DossierEvent.StepCompleted or DossierEvent.StepCancelled or DossierEvent.StepAssigned or DossierEvent.StepSeen or DossierEvent.StepTakenBack
            or DossierEvent.OfficerNamed or DossierEvent.BranchChosen or DossierEvent.TokensWaiting or DossierEvent.Reminded => false,
        // The desk's own window is no time of the dossier; papers, money and drafts are none either.
        DossierEvent.CompletionAsked or DossierEvent.CompletionReceived or DossierEvent.UpFrontFeePaid or DossierEvent.Corrected or DossierEvent.TimeChangeRefused or DossierEvent.ResultHandedOver
            or DossierEvent.ObligationImposed or DossierEvent.ObligationWaived or DossierEvent.PaymentRecorded or DossierEvent.AttachmentAdded or DossierEvent.AttachmentWithdrawn
            or DossierEvent.ActDrafted or DossierEvent.DraftApproved or DossierEvent.DraftSentBack or DossierEvent.DraftDropped or DossierEvent.DraftSigned => false,
        _ => throw new AssertionException($"{happened.GetType().Name} is new. Do figures need the journal of a dossier to which it happened? Answer here, and if so name it in ReportStore.ClockKinds and in the index report_clock."),
    };

    [Test]
    public void Every_kind_of_event_is_either_told_by_the_line_or_makes_figures_read_the_journal()
    {
        var needed = Kinds.Where(type => NeedsTheJournal((DossierEvent)RuntimeHelpers.GetUninitializedObject(type))).Select(StoredName);
        Assert.That(Words(ReportStore.ClockKinds), Is.EquivalentTo(needed));
    }

    [Test]
    public async Task The_index_that_finds_them_names_the_same_kinds()
    {
        await using var town = await Town.OpenAsync(kind);
        var index = (await town.The<FlowDatabase>().ListAsync(
            new Statement(kind == "sqlite" ? "select sql from sqlite_master where name = 'report_clock'" : "select indexdef from pg_indexes where indexname = 'report_clock'"), row => row.Text(0), default)).Single();
        Assert.That(Words(index), Is.EquivalentTo(Words(ReportStore.ClockKinds)));
    }

    private static string StoredName(Type type) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name);

    private static IEnumerable<string> Words(string sql) => Quoted().Matches(sql).Select(word => word.Groups[1].Value);

    [GeneratedRegex("'([a-z-]+)'")]
    private static partial Regex Quoted();
}
