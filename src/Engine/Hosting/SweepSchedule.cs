using Microsoft.Extensions.DependencyInjection;
using Quartz;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Engine.Hosting;

/// <summary>How often the sweeps run.</summary>
/// <remarks>Each host beats its own time in memory; rows are claimed, so many hosts sweep side by side. A clustered store would only spare them the empty beats.</remarks>
internal static class SweepSchedule
{
    /// <summary>Six times a minute: with what a dead host may hold, a reminder is said within a minute of its time.</summary>
    public static readonly TimeSpan Reminders = TimeSpan.FromSeconds(10);

    /// <summary>What a reminder says is in the inbox at the next beat of this.</summary>
    public static readonly TimeSpan Messages = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddSweeps(this IServiceCollection services)
    {
        services.AddQuartz(quartz => quartz.ScheduleJob<ReminderSweep>(trigger => trigger
            .WithIdentity("reminders").StartNow().WithSimpleSchedule(every => every.WithInterval(Reminders).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<MessageSweep>(trigger => trigger
            .WithIdentity("messages").StartNow().WithSimpleSchedule(every => every.WithInterval(Messages).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<SealSweep>(trigger => trigger
            .WithIdentity("seals").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(5)).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<CalendarCarry>(trigger => trigger
            .WithIdentity("calendar").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromSeconds(10)).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<MigrationCarry>(trigger => trigger
            .WithIdentity("migrations").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromSeconds(10)).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<FileSweep>(trigger => trigger
            .WithIdentity("files").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromHours(6)).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<AgencyCarry>(trigger => trigger
            .WithIdentity("agencies").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromMinutes(5)).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<ReconciliationSweep>(trigger => trigger
            .WithIdentity("reconciliations").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromSeconds(15)).RepeatForever())));
        services.AddQuartz(quartz => quartz.ScheduleJob<AppraisalSweep>(trigger => trigger
            .WithIdentity("appraisals").StartNow().WithSimpleSchedule(every => every.WithInterval(TimeSpan.FromSeconds(30)).RepeatForever())));
        return services.AddQuartzHostedService(host => host.WaitForJobsToComplete = true);
    }
}
