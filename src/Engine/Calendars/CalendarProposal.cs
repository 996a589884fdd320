using System.Text.Json;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>A calendar drawn up and not in force (dự thảo lịch làm việc): never in force by itself, only by a decision.</summary>
/// <param name="Number">Its number in the province.</param>
/// <param name="Revision">Counts its saves: who saves names the one they saw.</param>
/// <param name="BasedOn">The version in force when it was drawn up.</param>
/// <param name="Title">What it is for, in the controller's words.</param>
/// <param name="Version">Under which version it came into force; null before.</param>
public sealed record CalendarProposal(
    int Number, int Revision, int BasedOn, string Title, string Body, ProposalStatus Status, int? Version, OfficerId By, DateTimeOffset At)
{
    /// <summary>Why an officer may not save this text as a proposal; null when they may.</summary>
    /// <param name="before">The proposal as it is stored; null for a new one.</param>
    /// <param name="seen">The revision the officer saw.</param>
    public static Refusal? MayNotSave(Officer by, CalendarProposal? before, int? seen, string body)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller)) return CalendarRefusals.NotAController;
        if (before is { Status: not ProposalStatus.Proposed }) return CalendarRefusals.ProposalSettled;
        if (before is not null && seen != before.Revision) return CalendarRefusals.EditedMeanwhile;
        return Read(body, out _);
    }

    /// <summary>Why a proposal may not be put in force by this decision; null when it may.</summary>
    /// <param name="current">The calendar in force, and its text.</param>
    public Refusal? MayNotComeIntoForce(Officer by, int seen, CalendarDecision decision, (CalendarBook Book, string Body) current, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(decision);
        if (!by.Is(Role.Controller)) return CalendarRefusals.NotAController;
        if (Status is not ProposalStatus.Proposed) return CalendarRefusals.ProposalSettled;
        if (seen != Revision) return CalendarRefusals.EditedMeanwhile;
        if (BasedOn != current.Book.Version) return CalendarRefusals.BasedOnAnother(BasedOn, current.Book.Version);
        if (FaultOf(decision, today) is { } incomplete) return incomplete;
        if (Read(Body, out var book) is { } faulty) return faulty;
        if (SaysTheSame(Body, current.Body)) return CalendarRefusals.NothingChanges;
        return current.Book.Years.FirstOrDefault(year => year.Confirmed && !book!.Years.Any(other => other.Year == year.Year && other.Confirmed)) is { } lost
            ? CalendarRefusals.YearWithdrawn(lost.Year) : null;
    }

    /// <summary>The book a text says; or why it says none.</summary>
    public static Refusal? Read(string body, out CalendarBook? book)
    {
        book = null;
        try
        {
            book = CalendarBook.Parse(body);
            return null;
        }
        catch (FormatException fault)
        {
            return CalendarRefusals.Faulty(fault.Message);
        }
    }

    private static Refusal? FaultOf(CalendarDecision decision, DateOnly today)
    {
        (string? Text, Wording Name)[] fields =
        [
            (decision.Number, new("số quyết định", "its number")), (decision.Signer, new("người ký", "who signed it")),
            (decision.Reason, new("lý do", "the reason")), (decision.Basis, new("căn cứ pháp lý", "the legal basis")),
        ];
        foreach (var (text, name) in fields)
            if (string.IsNullOrWhiteSpace(text)) return CalendarRefusals.DecisionIncomplete(name);
        return decision.SignedOn > today ? CalendarRefusals.SignedInTheFuture : null;
    }

    /// <summary>The file's own version number is a remark: the version in force is counted by the province.</summary>
    private static bool SaysTheSame(string one, string other)
    {
        using var first = JsonDocument.Parse(one, Lenient);
        using var second = JsonDocument.Parse(other, Lenient);
        static IEnumerable<JsonProperty> Members(JsonDocument file) => file.RootElement.EnumerateObject().Where(member => member.Name != "version").OrderBy(member => member.Name, StringComparer.Ordinal);
        return Members(first).Select(member => member.Name).SequenceEqual(Members(second).Select(member => member.Name))
            && Members(first).Zip(Members(second)).All(pair => JsonElement.DeepEquals(pair.First.Value, pair.Second.Value));
    }

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip };
}

/// <summary>Where a proposed calendar stands.</summary>
public enum ProposalStatus
{
    Proposed, // đang đề xuất
    InForce, // đã ban hành
    Withdrawn, // đã bỏ
}
