using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Designer.Publisher;

/// <summary>A decision as the form sends it: drafts that are ticked, versions that end, and what replaces each.</summary>
internal static class SentDecision
{
    /// <summary>Says of a version that nothing happens to it.</summary>
    public const string Left = "-";

    /// <summary>The form only wants to show what can be chosen now: nothing is kept.</summary>
    public static bool IsOnlyChoosing(IFormCollection form) => form["act"] == "choose";

    /// <param name="drafts">What the form offered: whether a draft approves or amends follows from what is in force.</param>
    public static DecisionContent Read(IFormCollection form, IReadOnlyList<DecidedDraft> drafts)
    {
        var ticked = Said(form, "draft");
        var ends = Said(form, "end").Select(end => (End: end, By: form[$"by-{end}"].ToString().Trim())).ToList(); // one that is left is neither replaced nor abolished
        // A draft that was taken out replaces nothing any more, and what it was to replace stays as it is.
        var replaced = ends.Where(one => ticked.Contains(one.By)).ToLookup(one => one.By, one => one.End);
        var isInForce = drafts.Where(draft => draft.InForce is not null).Select(draft => draft.Draft).ToHashSet(StringComparer.Ordinal);
        return new DecisionContent(Text(form, "subject"), Text(form, "title"), Text(form, "signer"))
        {
            StandingBases = form.ContainsKey("standing-bases") ? [.. Said(form, "standing-base")] : null, // none ticked is not the same as none offered
            Bases = Lines(form, "bases"),
            Recipients = Lines(form, "recipients"),
            Lines =
            [
                .. ticked.Select(draft => new DecidedLine(
                    replaced.Contains(draft) ? DecisionAct.Replace : isInForce.Contains(draft) ? DecisionAct.Amend : DecisionAct.Approve, draft) { Ends = [.. replaced[draft]] }),
                .. ends.Where(one => one.By.Length == 0).Select(one => new DecidedLine(DecisionAct.Abolish, null) { Ends = [one.End] }),
            ],
        };
    }

    /// <summary>Versions that are ticked and stay as they are: chosen so, or because the draft that was to replace them is not ticked any more.</summary>
    public static IReadOnlyCollection<string> KeptBy(IFormCollection form)
    {
        var ticked = Said(form, "draft");
        return [.. Said(form, "end").Where(end => form[$"by-{end}"].ToString().Trim() is { Length: > 0 } by && !ticked.Contains(by))];
    }

    private static string Text(IFormCollection form, string field) => form[field].ToString().Trim().Normalize();

    private static ImmutableList<string> Lines(IFormCollection form, string field) =>
        [.. Text(form, field).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string[] Said(IFormCollection form, string field) => [.. form[field].OfType<string>().Distinct(StringComparer.Ordinal)];
}
