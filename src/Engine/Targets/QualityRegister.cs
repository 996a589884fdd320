using System.Diagnostics;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>Something written into the register of quality (sổ quản lý chất lượng). Stored names are for good; what was wrong is withdrawn by a further line.</summary>
[JsonDerivedType(typeof(Drawn), "drawn")]
[JsonDerivedType(typeof(Inspected), "inspected")]
[JsonDerivedType(typeof(Found), "found")]
[JsonDerivedType(typeof(Replanned), "replanned")]
[JsonDerivedType(typeof(VersionOpened), "version-opened")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(Declared), "declared")]
[JsonDerivedType(typeof(DutyDone), "duty-done")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
public abstract record QualityEvent(DateTimeOffset At, OfficerId By)
{
    /// <summary>Rút mẫu cơ quan được kiểm tra trong năm.</summary>
    /// <param name="Agencies">In the order they were drawn.</param>
    /// <param name="Among">The agencies drawn from, each with the year it was last drawn or inspected: with the seed, all that the drawing follows from.</param>
    public sealed record Drawn(DateTimeOffset At, OfficerId By, int Year, string Seed, int Percent, IReadOnlyList<AgencyCode> Agencies, IReadOnlyList<SampledAgency> Among) : QualityEvent(At, By);

    /// <summary>Kiểm tra một cơ quan.</summary>
    /// <param name="Document">The record or report of the inspection.</param>
    public sealed record Inspected(DateTimeOffset At, OfficerId By, AgencyCode Agency, DateOnly Day, InspectionResult Result, string Findings, string Document) : QualityEvent(At, By);

    /// <summary>Ghi điểm không phù hợp, điểm lưu ý.</summary>
    /// <param name="Version">The version of the process it is about; null where it is about none.</param>
    /// <param name="ByInspectors">Found by the appraising body or the controllers, who then close it too.</param>
    public sealed record Found(
        DateTimeOffset At, OfficerId By, AgencyCode Agency, NonconformityKind Kind, ContentHash? Version, ProcessKey? Process, string What, string Action, string Who, DateOnly Due,
        bool ByInspectors, int? Inspection) : QualityEvent(At, By);

    /// <summary>Đổi hành động khắc phục, người làm hoặc hạn.</summary>
    public sealed record Replanned(DateTimeOffset At, OfficerId By, int Of, string Action, string Who, DateOnly Due, string Reason) : QualityEvent(At, By);

    /// <summary>Đã dẫn tới lần ban hành mới của quy trình.</summary>
    public sealed record VersionOpened(DateTimeOffset At, OfficerId By, int Of, ContentHash Version) : QualityEvent(At, By);

    /// <summary>Đóng, kèm bằng chứng.</summary>
    public sealed record Closed(DateTimeOffset At, OfficerId By, int Of, DateOnly Day, string Evidence) : QualityEvent(At, By);

    /// <summary>Công bố hệ thống quản lý chất lượng.</summary>
    public sealed record Declared(DateTimeOffset At, OfficerId By, AgencyCode Agency, DateOnly Day, string Scope, string Document) : QualityEvent(At, By);

    /// <summary>Hoàn thành một đầu việc có thời hạn.</summary>
    public sealed record DutyDone(DateTimeOffset At, OfficerId By, AgencyCode Agency, string Duty, int Year, DateOnly Day, string Document) : QualityEvent(At, By);

    /// <summary>Rút lại một dòng ghi sai.</summary>
    public sealed record Withdrawn(DateTimeOffset At, OfficerId By, int Of, string Reason) : QualityEvent(At, By);
}

/// <summary>How an inspection came out.</summary>
public enum InspectionResult
{
    Conforms, // phù hợp
    WithRemarks, // phù hợp, có điểm lưu ý
    DoesNotConform, // có điểm không phù hợp
}

/// <summary>How grave a finding is.</summary>
public enum NonconformityKind
{
    Nonconformity, // điểm không phù hợp
    Remark, // điểm lưu ý
}

/// <summary>A line of the register with its number.</summary>
public sealed record RegisterEntry(int Number, QualityEvent Act);

/// <summary>Why and when a line was withdrawn.</summary>
public sealed record Withdrawal(DateTimeOffset At, OfficerId By, string Reason);

/// <summary>An act of the register as it stands: the line, and what became of it.</summary>
public sealed record Registered<T>(int Number, T Act, Withdrawal? Withdrawal) where T : QualityEvent;

/// <summary>A nonconformity as it stands (điểm không phù hợp): what was found, what is to be done by whom until when, whether it is closed, which version it led to.</summary>
public sealed record Nonconformity(int Number, QualityEvent.Found Found, string Action, string Who, DateOnly Due, ContentHash? OpenedVersion, QualityEvent.Closed? Closure, Withdrawal? Withdrawal)
{
    public bool IsOpen => Closure is null && Withdrawal is null;

    public bool IsOverdue(DateOnly day) => IsOpen && Due < day;
}

/// <summary>The register as the sum of its lines. Nothing is ever taken out of it: what was withdrawn is told as such.</summary>
public sealed record QualityRegister(
    IReadOnlyList<Registered<QualityEvent.Inspected>> Inspections, IReadOnlyList<Registered<QualityEvent.Drawn>> Samples, IReadOnlyList<Nonconformity> Nonconformities,
    IReadOnlyList<Registered<QualityEvent.Declared>> Declarations, IReadOnlyList<Registered<QualityEvent.DutyDone>> DutiesDone)
{
    public static QualityRegister Empty { get; } = new([], [], [], [], []);

    /// <summary>What the lines written before a moment add up to.</summary>
    public static QualityRegister Replay(IEnumerable<RegisterEntry> entries, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var known = entries.Where(entry => until is null || entry.Act.At < until).ToList();
        var withdrawn = known.Select(entry => entry.Act).OfType<QualityEvent.Withdrawn>().ToDictionary(act => act.Of, act => new Withdrawal(act.At, act.By, act.Reason));
        var register = Empty;
        foreach (var (number, act) in known)
        {
            Registered<T> Line<T>(T of) where T : QualityEvent => new(number, of, withdrawn.GetValueOrDefault(number));
            register = act switch
            {
                QualityEvent.Inspected e => register with { Inspections = [.. register.Inspections, Line(e)] },
                QualityEvent.Drawn e => register with { Samples = [.. register.Samples, Line(e)] },
                QualityEvent.Declared e => register with { Declarations = [.. register.Declarations, Line(e)] },
                QualityEvent.DutyDone e => register with { DutiesDone = [.. register.DutiesDone, Line(e)] },
                QualityEvent.Found e => register with { Nonconformities = [.. register.Nonconformities, new(number, e, e.Action, e.Who, e.Due, null, null, withdrawn.GetValueOrDefault(number))] },
                QualityEvent.Replanned e => register.With(e.Of, found => withdrawn.ContainsKey(number) ? found : found with { Action = e.Action, Who = e.Who, Due = e.Due }),
                QualityEvent.VersionOpened e => register.With(e.Of, found => withdrawn.ContainsKey(number) ? found : found with { OpenedVersion = e.Version }),
                QualityEvent.Closed e => register.With(e.Of, found => withdrawn.ContainsKey(number) ? found : found with { Closure = e }),
                QualityEvent.Withdrawn => register,
                _ => throw new UnreachableException(),
            };
        }
        return register;
    }

    /// <summary>The sample that holds for a year: the last that was not withdrawn.</summary>
    public Registered<QualityEvent.Drawn>? SampleOf(int year) => Samples.LastOrDefault(sample => sample.Act.Year == year && sample.Withdrawal is null);

    /// <summary>The lines of some agencies, and the samples.</summary>
    public QualityRegister Of(Func<AgencyCode, bool> isTheirs) => this with
    {
        Inspections = [.. Inspections.Where(line => isTheirs(line.Act.Agency))],
        Nonconformities = [.. Nonconformities.Where(line => isTheirs(line.Found.Agency))],
        Declarations = [.. Declarations.Where(line => isTheirs(line.Act.Agency))],
        DutiesDone = [.. DutiesDone.Where(line => isTheirs(line.Act.Agency))],
    };

    private QualityRegister With(int number, Func<Nonconformity, Nonconformity> change) =>
        this with { Nonconformities = [.. Nonconformities.Select(found => found.Number == number ? change(found) : found)] };
}
