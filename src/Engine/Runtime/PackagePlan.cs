using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>What taking a package in would do, line by line (xem trước). Pure: the same package and the same province always give the same plan.</summary>
/// <remarks>
/// A package brings whole histories. A version is known where it already stands under the same case, place, day, text and decision. It is new where none of its days belongs to a version
/// that the package does not know. Everything else is a conflict: what is here is never overwritten, and never cut short by anything but its own successor.
/// </remarks>
public sealed record PackagePlan(IReadOnlyList<PackageLine> Versions, IReadOnlyList<ProcedureLine> Procedures)
{
    public int Conflicts => Versions.Count(line => line.State is PackageStanding.Conflict);

    public int New => Versions.Count(line => line.State is PackageStanding.New);

    /// <summary>Everything in it is here already.</summary>
    public bool IsNothing => Versions.All(line => line.State is PackageStanding.Known) && Procedures.All(line => line.State is not PackageStanding.New);

    /// <param name="here">The versions of the package's procedures that stand here.</param>
    /// <param name="procedures">How each catalogue entry of the package compares with the one here.</param>
    public static PackagePlan Of(IReadOnlyList<PackagedVersion> package, IReadOnlyList<VersionLine> here, IReadOnlyList<ProcedureLine> procedures)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(here);
        var lines = new List<PackageLine>();
        foreach (var version in package)
        {
            var ours = here.Where(line => (line.Procedure, line.Case, line.Place) == (version.Procedure, version.Case, version.Place)).ToList();
            if (ours.Find(line => IsSame(line, version)) is { } same) lines.Add(new(version, version.To < (same.To ?? DateOnly.MaxValue) ? PackageStanding.Ending : PackageStanding.Known, null));
            else
            {
                var strangers = ours.Where(line => !package.Any(one => (one.Procedure, one.Case, one.Place) == (version.Procedure, version.Case, version.Place) && IsSame(line, one)));
                var against = strangers.FirstOrDefault(line => Overlap(line, version) || line.Hash == version.Hash && line.From == version.Act.EffectiveFrom);
                lines.Add(new(version, against is null ? PackageStanding.New : PackageStanding.Conflict, against));
            }
        }
        return new(lines, procedures);
    }

    internal static bool IsSame(VersionLine here, PackagedVersion packaged) =>
        here.Hash == packaged.Hash && here.From == packaged.Act.EffectiveFrom && here.Act.Number == packaged.Act.Number && here.Act.SignedOn == packaged.Act.SignedOn
        && here.Act.Authority == packaged.Act.Authority;

    private static bool Overlap(VersionLine here, PackagedVersion packaged)
    {
        var (from, to) = (packaged.Act.EffectiveFrom, packaged.To ?? DateOnly.MaxValue);
        return here.From < (here.To ?? DateOnly.MaxValue) && from < to && here.From < to && from < (here.To ?? DateOnly.MaxValue);
    }
}

/// <summary>One version of a package, and what becomes of it here.</summary>
/// <param name="Against">What it conflicts with.</param>
public sealed record PackageLine(PackagedVersion Version, PackageStanding State, VersionLine? Against);

/// <summary>One catalogue entry of a package. One that differs from ours stays as it is here.</summary>
public sealed record ProcedureLine(ProcedureCode Code, string Name, PackageStanding State);

/// <summary>What becomes of a thing in a package.</summary>
public enum PackageStanding
{
    New, // sẽ nhập
    Known, // đã có
    Ending, // đã có, sẽ kết thúc sớm hơn: bản thay thế đi cùng gói, hoặc nơi xuất đã bãi bỏ
    Conflict, // xung đột, giữ bản ở đây
}
