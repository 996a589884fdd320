using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>What an act costs on the wire to PostgreSQL: speed that is counted, not timed.</summary>
public sealed class RoundTripTests
{
    [TestCase(true, 1)]
    [TestCase(false, 2)]
    public async Task A_completion_is_one_write_in_one_transaction_after_one_read_where_the_file_is_not_at_hand(bool atHand, int expected)
    {
        await using var town = await OpenAsync("postgres");
        await using var second = town.SecondHost();
        var code = await town.ReceivedAsync();
        await town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        var length = (await town.ViewAsync(code)).Length;
        var office = atHand ? town.Dossiers : second.GetRequiredService<DossierOffice>();
        if (!atHand) await office.PreviewAsync(code, Complete(Minh, B2, "Passed"), default); // so that it knows the process and the books

        var trips = await TripsAsync(async () => Done(await office.HandleAsync(code, Complete(Minh, B2, "Passed"), null, null, default)));

        var writers = await town.The<FlowDatabase>().ListAsync(
            new Statement(
                """
                select distinct xmin::text from (
                  select xmin from dossier_journal where code = $1 and number > $2 union all select xmin from dossier_snapshot where code = $1
                  union all select xmin from work where code = $1 union all select xmin from outbox where code = $1 and number > $2) as written
                """,
                code, length),
            row => row.Text(0), default);
        Assert.That(trips, Is.EqualTo(expected));
        Assert.That(writers, Has.Count.EqualTo(1), "one transaction wrote all of it");
    }

    [Test]
    public async Task Fifty_reminders_are_claimed_read_and_written_together()
    {
        await using var town = await OpenAsync("postgres");
        for (var number = 0; number < 50; number++) await town.ReceivedAsync();
        town.Clock.Now = town.Clock.Now.AddDays(1); // the desk had half a day

        var fired = 0;
        var trips = await TripsAsync(async () => fired = await town.Sweep.RunOnceAsync(default));

        Assert.That(fired, Is.EqualTo(50));
        Assert.That(trips, Is.LessThanOrEqualTo(3), "claimed, opened, committed");
    }

    [Test]
    public async Task A_thousand_due_at_once_are_told_in_a_bounded_number_of_round_trips()
    {
        await using var town = await OpenAsync("postgres");
        await MessageTests.PeopleAsync(town);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await town.ReceivedAsync());
        await town.The<MessageSweep>().RunOnceAsync(default); // receipts
        town.Clock.Now = town.Clock.Now.AddHours(5.5); // 14:30: half an hour is left of the intake

        var (fired, told) = (0, 0);
        var reminding = await TripsAsync(async () => fired = await town.Sweep.RunOnceAsync(default));
        var telling = await TripsAsync(async () => told = await town.The<MessageSweep>().RunOnceAsync(default));

        Assert.That((fired, told), Is.EqualTo((1000, 1000)), "one rung each, one desk officer");
        Assert.That(reminding, Is.LessThanOrEqualTo(5 * 3 + 1), "claimed, opened, committed, two hundred at a time");
        Assert.That(telling, Is.LessThanOrEqualTo(5 * 5 + 2), "claimed, books, delegations, accounts, written, two hundred at a time");
    }

    /// <summary>Commands and batches sent while something was done, as the driver's own trace counts them.</summary>
    internal static async Task<int> TripsAsync(Func<Task> act)
    {
        var trips = 0;
        using var ours = new ActivitySource("TthcFlow.RoundTrips");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" || source == ours,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity.Source.Name is "Npgsql" && activity.RootId == Activity.Current?.RootId) Interlocked.Increment(ref trips);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var root = ours.StartActivity("counted");
        await act();
        return trips;
    }
}
