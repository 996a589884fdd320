using System.Diagnostics;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>What somebody asks to be written into the register.</summary>
public abstract record QualityCommand(Officer By)
{
    public sealed record Draw(Officer By, int Year, string Seed) : QualityCommand(By);

    public sealed record Inspect(Officer By, AgencyCode Agency, DateOnly Day, InspectionResult Result, string? Findings, string? Document) : QualityCommand(By);

    public sealed record Find(
        Officer By, AgencyCode Agency, NonconformityKind Kind, ContentHash? Version, string? What, string? Action, string? Who, DateOnly Due, int? Inspection) : QualityCommand(By);

    public sealed record Replan(Officer By, int Of, string? Action, string? Who, DateOnly Due, string? Reason) : QualityCommand(By);

    public sealed record OpenVersion(Officer By, int Of, ContentHash Version) : QualityCommand(By);

    public sealed record Close(Officer By, int Of, DateOnly Day, string? Evidence) : QualityCommand(By);

    public sealed record Declare(Officer By, AgencyCode Agency, DateOnly Day, string? Scope, string? Document) : QualityCommand(By);

    public sealed record DoDuty(Officer By, AgencyCode Agency, string Duty, int Year, DateOnly Day, string? Document) : QualityCommand(By);

    public sealed record Withdraw(Officer By, int Of, string? Reason) : QualityCommand(By);
}

/// <summary>What a command is decided on: the plan, the books and the register as they stand.</summary>
public sealed record QualityBooks(TargetPlan Plan, ProvinceCatalogue Catalogue, IReadOnlyList<CountedProcess> Processes, QualityRegister Register);

/// <summary>Who may write what into the register of quality. Pure.</summary>
/// <remarks>An agency writes its own lines, by its leaders and authors; inspections and samples, and the closing of what inspectors found, are the appraising body's and the controllers'.</remarks>
public static class QualityDecider
{
    public const int LongestText = 2000, LongestLine = 300;

    private static readonly Wording Reason = new("lý do", "the reason"), Document = new("văn bản, số ký hiệu", "the document"), Evidence = new("bằng chứng khắc phục", "the evidence"),
        What = new("nội dung", "what was found"), Action = new("hành động khắc phục", "the corrective action"), Who = new("người thực hiện", "who mends it"), Scope = new("phạm vi áp dụng", "the scope"),
        Seed = new("hạt giống rút mẫu", "the seed"), Findings = new("nhận xét", "the findings");

    /// <summary>Does this officer look after the whole province's quality?</summary>
    public static bool IsInspector(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Appraiser) || officer.Is(Role.Controller);
    }

    /// <summary>May this officer see anything here at all?</summary>
    public static bool MaySee(Officer officer) => IsInspector(officer) || officer.Agency is not null;

    /// <summary>May this officer see the agency's lines: the agency's own people, those of an agency above it, the inspectors?</summary>
    public static bool MaySee(Officer officer, AgencyCode agency, ProvinceCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        return IsInspector(officer) || officer.Agency is { } own && (own == agency || catalogue.IsWithin(agency, own));
    }

    /// <summary>May this officer write the agency's own lines?</summary>
    public static bool MayWrite(Officer officer, AgencyCode agency) => WhyNotWriting(officer, agency) is null;

    public static Decision<QualityEvent> Decide(QualityBooks books, QualityCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        return command switch
        {
            QualityCommand.Draw e => Draw(books, e, now),
            QualityCommand.Inspect e => Inspect(books, e, now),
            QualityCommand.Find e => Find(books, e, now),
            QualityCommand.Replan e => Replan(books, e, now),
            QualityCommand.OpenVersion e => OpenVersion(books, e, now),
            QualityCommand.Close e => Close(books, e, now),
            QualityCommand.Declare e => Declare(books, e, now),
            QualityCommand.DoDuty e => DoDuty(books, e, now),
            QualityCommand.Withdraw e => Withdraw(books, e, now),
            _ => throw new UnreachableException(),
        };
    }

    private static Decision<QualityEvent> Draw(QualityBooks books, QualityCommand.Draw command, DateTimeOffset now)
    {
        if (!IsInspector(command.By)) return Refuse(TargetRefusals.InspectorsOnly);
        var today = VietnamTime.DayOf(now);
        if (command.Year < 2000 || command.Year > today.Year + 1) return Refuse(TargetRefusals.NoSuchYear);
        if (WhyNotText(command.Seed, Seed, LongestLine) is { } fault) return Refuse(fault);
        if (books.Register.SampleOf(command.Year) is not null) return Refuse(TargetRefusals.SampleStands);
        var among = InspectionSample.Among(Coverage.AgenciesOn(books.Catalogue, today), books.Register, command.Year);
        if (among is []) return Refuse(TargetRefusals.NothingToDrawFrom);
        var percent = books.Plan.PercentInspected(command.Year);
        var seed = command.Seed.Trim();
        return Accept(new QualityEvent.Drawn(now, command.By.Id, command.Year, seed, percent, InspectionSample.Draw(command.Year, seed, percent, among), among));
    }

    private static Decision<QualityEvent> Inspect(QualityBooks books, QualityCommand.Inspect command, DateTimeOffset now)
    {
        if (!IsInspector(command.By)) return Refuse(TargetRefusals.InspectorsOnly);
        if (WhyNotDay(command.Day, now) is { } day) return Refuse(day);
        if (!IsPlannedFor(books, command.Agency, command.Day)) return Refuse(TargetRefusals.UnknownAgency);
        if (WhyNotText(command.Document, Document, LongestLine) is { } fault) return Refuse(fault);
        if (command.Findings?.Length > LongestText) return Refuse(TargetRefusals.TooLong(Findings, LongestText));
        return Accept(new QualityEvent.Inspected(now, command.By.Id, command.Agency, command.Day, command.Result, command.Findings?.Trim() ?? "", command.Document!.Trim()));
    }

    private static Decision<QualityEvent> Find(QualityBooks books, QualityCommand.Find command, DateTimeOffset now)
    {
        if (!IsInspector(command.By) && WhyNotWriting(command.By, command.Agency) is { } not) return Refuse(not);
        var today = VietnamTime.DayOf(now);
        if (!IsPlannedFor(books, command.Agency, today)) return Refuse(TargetRefusals.UnknownAgency);
        if ((WhyNotText(command.What, What, LongestText) ?? WhyNotText(command.Action, Action, LongestText) ?? WhyNotText(command.Who, Who, LongestLine) ?? WhyNotDue(command.Due, now)) is { } fault) return Refuse(fault);
        var process = command.Version is { } version ? books.Processes.FirstOrDefault(one => one.Version == version && one.PublishedAt <= now) : null;
        if (command.Version is not null && process is null) return Refuse(TargetRefusals.UnknownVersion);
        if (command.Inspection is { } inspection && !books.Register.Inspections.Any(line => line.Number == inspection && line.Withdrawal is null && line.Act.Agency == command.Agency)) return Refuse(TargetRefusals.NoSuchLine);
        return Accept(new QualityEvent.Found(
            now, command.By.Id, command.Agency, command.Kind, command.Version, process is null ? null : new ProcessKey(process.Procedure, process.Case), command.What!.Trim(), command.Action!.Trim(),
            command.Who!.Trim(), command.Due, IsInspector(command.By), command.Inspection));
    }

    private static Decision<QualityEvent> Replan(QualityBooks books, QualityCommand.Replan command, DateTimeOffset now)
    {
        if (WhyNotOpen(books, command.By, command.Of, out var found) is { } no) return Refuse(no);
        if ((WhyNotText(command.Action, Action, LongestText) ?? WhyNotText(command.Who, Who, LongestLine) ?? WhyNotText(command.Reason, Reason, LongestText)) is { } fault) return Refuse(fault);
        if (command.Due != found.Due)
        {
            if (WhyNotDue(command.Due, now) is { } due) return Refuse(due);
            if (command.Due > found.Due && found.Found.ByInspectors && !IsInspector(command.By)) return Refuse(TargetRefusals.NotYoursToClose);
        }
        return Accept(new QualityEvent.Replanned(now, command.By.Id, command.Of, command.Action!.Trim(), command.Who!.Trim(), command.Due, command.Reason!.Trim()));
    }

    private static Decision<QualityEvent> OpenVersion(QualityBooks books, QualityCommand.OpenVersion command, DateTimeOffset now)
    {
        var found = books.Register.Nonconformities.FirstOrDefault(one => one.Number == command.Of);
        if (found is null) return Refuse(TargetRefusals.NoSuchLine);
        if (!IsInspector(command.By) && WhyNotWriting(command.By, found.Found.Agency) is { } not) return Refuse(not);
        if (found.Withdrawal is not null) return Refuse(TargetRefusals.AlreadySettled);
        if (books.Processes.LastOrDefault(one => one.Version == command.Version && one.PublishedAt <= now) is not { } later) return Refuse(TargetRefusals.UnknownVersion);
        var earlier = books.Processes.FirstOrDefault(one => one.Version == found.Found.Version);
        if (earlier is null || later.Version == earlier.Version || later.Procedure != earlier.Procedure || later.Case != earlier.Case || later.Place != earlier.Place || later.PublishedAt <= earlier.PublishedAt) return Refuse(TargetRefusals.NotALaterVersion);
        return Accept(new QualityEvent.VersionOpened(now, command.By.Id, command.Of, command.Version));
    }

    private static Decision<QualityEvent> Close(QualityBooks books, QualityCommand.Close command, DateTimeOffset now)
    {
        if (WhyNotOpen(books, command.By, command.Of, out var found) is { } no) return Refuse(no);
        if (found.Found.ByInspectors && !IsInspector(command.By)) return Refuse(TargetRefusals.NotYoursToClose);
        if ((WhyNotDay(command.Day, now) ?? WhyNotText(command.Evidence, Evidence, LongestText)) is { } fault) return Refuse(fault);
        return Accept(new QualityEvent.Closed(now, command.By.Id, command.Of, command.Day, command.Evidence!.Trim()));
    }

    private static Decision<QualityEvent> Declare(QualityBooks books, QualityCommand.Declare command, DateTimeOffset now)
    {
        if (!IsInspector(command.By) && WhyNotWriting(command.By, command.Agency) is { } not) return Refuse(not);
        if (WhyNotDay(command.Day, now) is { } day) return Refuse(day);
        if (!IsPlannedFor(books, command.Agency, command.Day)) return Refuse(TargetRefusals.UnknownAgency);
        if ((WhyNotText(command.Scope, Scope, LongestText) ?? WhyNotText(command.Document, Document, LongestLine)) is { } fault) return Refuse(fault);
        return Accept(new QualityEvent.Declared(now, command.By.Id, command.Agency, command.Day, command.Scope!.Trim(), command.Document!.Trim()));
    }

    private static Decision<QualityEvent> DoDuty(QualityBooks books, QualityCommand.DoDuty command, DateTimeOffset now)
    {
        if (!IsInspector(command.By) && WhyNotWriting(command.By, command.Agency) is { } not) return Refuse(not);
        var today = VietnamTime.DayOf(now);
        if (command.Year < 2000 || command.Year > today.Year + 1) return Refuse(TargetRefusals.NoSuchYear);
        if (DutyCalendar.Of(books.Plan, books.Catalogue, books.Register, command.Year, today).FirstOrDefault(owed => owed.Duty.Key == command.Duty && owed.Agency == command.Agency) is not { } owed) return Refuse(TargetRefusals.NotOwed);
        if (owed.Done is not null) return Refuse(TargetRefusals.DoneBefore);
        if ((WhyNotDay(command.Day, now) ?? WhyNotText(command.Document, Document, LongestLine)) is { } fault) return Refuse(fault);
        return Accept(new QualityEvent.DutyDone(now, command.By.Id, command.Agency, command.Duty, command.Year, command.Day, command.Document!.Trim()));
    }

    private static Decision<QualityEvent> Withdraw(QualityBooks books, QualityCommand.Withdraw command, DateTimeOffset now)
    {
        var register = books.Register;
        var (agency, withdrawal, byInspectors) =
            register.Inspections.FirstOrDefault(line => line.Number == command.Of) is { } inspection ? (inspection.Act.Agency, inspection.Withdrawal, true)
            : register.Samples.FirstOrDefault(line => line.Number == command.Of) is { } sample ? (null, sample.Withdrawal, true)
            : register.Nonconformities.FirstOrDefault(line => line.Number == command.Of) is { } found ? (found.Found.Agency, found.Withdrawal, found.Found.ByInspectors)
            : register.Declarations.FirstOrDefault(line => line.Number == command.Of) is { } declared ? (declared.Act.Agency, declared.Withdrawal, false)
            : register.DutiesDone.FirstOrDefault(line => line.Number == command.Of) is { } done ? (done.Act.Agency, done.Withdrawal, false)
            : ((AgencyCode?)null, (Withdrawal?)null, false);
        if (agency is null && !byInspectors) return Refuse(IsInspector(command.By) ? TargetRefusals.NoSuchLine : TargetRefusals.OtherAgency);
        if (!IsInspector(command.By))
        {
            if (agency is null) return Refuse(TargetRefusals.InspectorsOnly);
            if (WhyNotWriting(command.By, agency) is { } not) return Refuse(not);
            if (byInspectors) return Refuse(TargetRefusals.NotYoursToClose);
        }
        if (withdrawal is not null) return Refuse(TargetRefusals.AlreadySettled);
        if (WhyNotText(command.Reason, Reason, LongestText) is { } fault) return Refuse(fault);
        return Accept(new QualityEvent.Withdrawn(now, command.By.Id, command.Of, command.Reason!.Trim()));
    }

    private static Refusal? WhyNotOpen(QualityBooks books, Officer by, int number, out Nonconformity found)
    {
        found = books.Register.Nonconformities.FirstOrDefault(one => one.Number == number)!;
        if (found is null) return IsInspector(by) ? TargetRefusals.NoSuchLine : TargetRefusals.OtherAgency; // whose it is, is not told to others
        if (!IsInspector(by) && WhyNotWriting(by, found.Found.Agency) is { } not) return not;
        return found.IsOpen ? null : TargetRefusals.AlreadySettled;
    }

    private static Refusal? WhyNotWriting(Officer by, AgencyCode agency) =>
        by.Agency is null ? TargetRefusals.NotYours : by.Agency != agency ? TargetRefusals.OtherAgency : by.Is(Role.Leader) || by.Is(Role.Author) ? null : TargetRefusals.NotAWriter;

    private static bool IsPlannedFor(QualityBooks books, AgencyCode agency, DateOnly day) => Coverage.AgenciesOn(books.Catalogue, day).Any(one => one.Code == agency);

    private static Refusal? WhyNotDay(DateOnly day, DateTimeOffset now) => day.Year < 2000 || day > VietnamTime.DayOf(now) ? TargetRefusals.DayNotPast : null;

    private static Refusal? WhyNotDue(DateOnly due, DateTimeOffset now) => due < VietnamTime.DayOf(now) || due > VietnamTime.DayOf(now).AddYears(3) ? TargetRefusals.DueUnlikely : null;

    private static Refusal? WhyNotText(string? text, Wording field, int most) =>
        string.IsNullOrWhiteSpace(text) ? TargetRefusals.Missing(field) : text.Trim().Length > most ? TargetRefusals.TooLong(new(char.ToUpperInvariant(field.Vi[0]) + field.Vi[1..], field.En), most) : null;

    private static Decision<QualityEvent> Accept(QualityEvent happened) => new Decision<QualityEvent>.Accepted([happened]);

    private static Decision<QualityEvent> Refuse(Refusal reason) => new Decision<QualityEvent>.Refused(reason);
}
