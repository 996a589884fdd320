using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The situations a dossier may be in as far as the conditions can tell them apart (tình huống): sets of answers for intake.</summary>
internal static class Situations
{
    private const int MostAnswers = 512;
    private const int MostSituations = 32;

    /// <summary>One set of answers for every way in which the conditions can fall.</summary>
    public static IEnumerable<ImmutableSortedDictionary<string, AttributeValue>> Of(ProcessDefinition process) =>
        Answers(process).DistinctBy(answers => string.Join('|', ChosenPorts(process, answers).Select(choice => $"{choice.Key}:{choice.Value}"))).Take(MostSituations);

    /// <summary>The way out of each point whose conditions these answers decide.</summary>
    public static Dictionary<int, string> ChosenPorts(ProcessDefinition process, ImmutableSortedDictionary<string, AttributeValue> answers)
    {
        var chosen = new Dictionary<int, string>();
        foreach (var step in process.Steps)
            if (step.IsChoice && Branching.Choose(step, answers, out var port) is null) chosen[step.Index] = port;
        return chosen;
    }

    private static IEnumerable<ImmutableSortedDictionary<string, AttributeValue>> Answers(ProcessDefinition process)
    {
        var read = Branching.AttributesRead(process);
        var landmarks = Branching.Landmarks(process).ToLookup(pair => pair.Attribute.Name, pair => pair.Landmark);
        var asked = process.Attributes.Where(attribute => read.Contains(attribute.Name)).ToArray();
        var candidates = Array.ConvertAll(asked, attribute => AttributeCandidates.Of(attribute, landmarks[attribute.Name]).Where(value => value.Suits(attribute)).ToArray());
        if (candidates.Any(values => values.Length == 0)) yield break;

        var all = candidates.Aggregate(1L, (product, values) => Math.Min(product * values.Length, 1L << 40));
        for (var n = 0L; n < Math.Min(all, MostAnswers); n++)
        {
            // Where there are too many to try, a stride without a common factor spreads the tries over the whole.
            var index = all <= MostAnswers ? n : n * 1_000_003 % all;
            var answers = ImmutableSortedDictionary.CreateBuilder<string, AttributeValue>();
            for (var at = 0; at < asked.Length; at++)
            {
                answers[asked[at].Name] = candidates[at][(int)(index % candidates[at].Length)];
                index /= candidates[at].Length;
            }
            yield return answers.ToImmutable();
        }
    }
}

/// <summary>Values worth trying for an attribute: on, just below and just above everything it is compared with.</summary>
internal static class AttributeCandidates
{
    private static readonly DateOnly SomeDay = new(2026, 3, 2);

    public static IEnumerable<AttributeValue> Of(AttributeDeclaration attribute, IEnumerable<Value> landmarks)
    {
        var single = attribute with { IsList = false };
        var values = Singles(single, [.. landmarks]).Distinct();
        return attribute.IsList ? values.Select(value => AttributeValue.Of([value])).Prepend(AttributeValue.Of([])) : values;
    }

    private static IEnumerable<AttributeValue> Singles(AttributeDeclaration attribute, Value[] landmarks)
    {
        switch (AttributeTypes.Of(attribute.Type))
        {
            case AttributeSort.Truth:
                yield return AttributeValue.Of(true);
                yield return AttributeValue.Of(false);
                break;
            case AttributeSort.Number:
                yield return AttributeValue.Of(0m);
                foreach (var landmark in landmarks)
                    if (Math.Abs(landmark.Number) < 1e15)
                        foreach (var step in (decimal[])[-1, 0, 1]) yield return AttributeValue.Of((decimal)landmark.Number + step);
                break;
            case AttributeSort.Text:
                foreach (var landmark in landmarks)
                    if (landmark.Text.Length > 0) yield return AttributeValue.Of(landmark.Text);
                    else if (landmark.Number is >= 0 and <= 100)
                        for (var length = (int)landmark.Number; length <= (int)landmark.Number + 1; length++) yield return AttributeValue.Of(new string('x', length));
                yield return AttributeValue.Of("diễn tập");
                break;
            case AttributeSort.Date:
                foreach (var landmark in landmarks)
                    if (DayOf(landmark) is { } day)
                        foreach (var step in (int[])[-1, 0, 1]) yield return Day(day.AddDays(step));
                yield return Day(SomeDay);
                break;
        }
    }

    private static DateOnly? DayOf(Value landmark) =>
        (landmark.Text.Length > 0 ? AttributeTypes.Instant(landmark.Text) : landmark.Number) is { } milliseconds && milliseconds is > 0 and < 4e12
            ? VietnamTime.DayOf(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds))
            : null;

    private static AttributeValue Day(DateOnly day) => AttributeValue.Of(day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
