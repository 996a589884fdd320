using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Makes up events from lines of the feed, always the same from the same line (lập sự kiện).</summary>
internal sealed class EventWriting(ProcessLibrary library, PublicAddress address)
{
    /// <summary>The event of a line.</summary>
    public async Task<CloudEvent> OfAsync(FeedLine line, CancellationToken ct)
    {
        var kind = EventKinds.Of(line.Source, line.Kind);
        if (line.Issued is { } issued) return new($"{issued.Hash}/{Text(line.Number)}", $"{address.Set}/versions", kind.Type, issued.Hash, line.At, line.Number, issued);
        var step = EventSteps.Of(line.Happened) is { } key ? new EventStep(key, await NameAsync(line.Version, key, ct)) : null;
        return new(
            $"{line.Code}/{Text(line.Line)}", $"{address.Set}/dossiers", kind.Type, line.Code, line.At, line.Number,
            new EventData.OfDossier(line.Code, line.Line, line.Kind, line.Status, line.Procedure, line.Receiving, line.Competent, step, line.PromisedAt, line.DueAt));
    }

    /// <summary>What is sent to try a subscription out.</summary>
    public CloudEvent Trial(Subscription subscription, DateTimeOffset now) => new(
        $"trial-{Text(subscription.Id)}-{Text(subscription.Length)}", $"{address.Set}/subscriptions", EventKinds.Trial, Text(subscription.Id), now, 0, new EventData.Trial(subscription.Name));

    private async Task<string> NameAsync(ContentHash? version, StepKey key, CancellationToken ct) =>
        version is null ? key.Value : (await library.GetAsync(version, ct)).Definition.Find(key) is Step step ? step.Name : key.Value;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
