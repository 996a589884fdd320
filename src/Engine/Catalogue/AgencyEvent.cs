using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>One thing that changed in the tree of agencies, or in who stands where. An act is a few of them.</summary>
/// <remarks>The names in quotes are written down for good.</remarks>
[JsonDerivedType(typeof(Established), "established")]
[JsonDerivedType(typeof(Renamed), "renamed")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(PositionListed), "position-listed")]
[JsonDerivedType(typeof(HolderNamed), "holder-named")]
[JsonDerivedType(typeof(HolderLeft), "holder-left")]
public abstract record AgencyEvent
{
    public sealed record Established(AgencyCode Code, string Name, AgencyLevel Level, AgencyCode? Parent, DateOnly From) : AgencyEvent;

    public sealed record Renamed(AgencyCode Code, string Name, DateOnly From) : AgencyEvent;

    public sealed record Moved(AgencyCode Code, AgencyCode Parent, DateOnly From) : AgencyEvent;

    public sealed record Closed(AgencyCode Code, DateOnly LastDay, IReadOnlyList<AgencyCode> SucceededBy) : AgencyEvent;

    public sealed record PositionListed(PositionKey Key, string Name, bool MaySign, bool OnePerson, DateOnly From) : AgencyEvent;

    public sealed record HolderNamed(OfficerId Officer, string Name, AgencyCode Place, PositionKey Position, HolderKind Kind, DateOnly From, DateOnly? To) : AgencyEvent;

    public sealed record HolderLeft(OfficerId Officer, AgencyCode Place, PositionKey Position, DateOnly LastDay) : AgencyEvent;
}

/// <summary>The part of the catalogue that these acts change: agencies, positions and holders.</summary>
internal sealed record AgencyBook(IReadOnlyList<Agency> Agencies, IReadOnlyList<Position> Positions, IReadOnlyList<Holder> Holders)
{
    public static AgencyBook Of(ProvinceCatalogue catalogue) => new(catalogue.Agencies, catalogue.Positions, catalogue.Holders);

    public AgencyBook Apply(AgencyEvent happened) => happened switch
    {
        AgencyEvent.Established e => this with { Agencies = [.. Agencies, new(e.Code, e.Name, e.Level, e.Parent, e.From, null, null)] },
        AgencyEvent.Renamed e => Changed(e.Code, agency => Spelt(agency, e.From, e.Name, LatestParent(agency))),
        AgencyEvent.Moved e => Changed(e.Code, agency => Spelt(agency, e.From, LatestName(agency), e.Parent)),
        AgencyEvent.Closed e => Changed(e.Code, agency => agency with { To = e.LastDay, SucceededBy = e.SucceededBy }),
        AgencyEvent.PositionListed e => this with { Positions = [.. Positions, new(e.Key, e.Name, e.MaySign) { From = e.From, OnePerson = e.OnePerson }] },
        AgencyEvent.HolderNamed e => this with { Holders = [.. Holders, new(e.Officer, e.Name, e.Place, e.Position, e.From, e.To) { Kind = e.Kind }] },
        AgencyEvent.HolderLeft e => this with
        {
            Holders =
            [
                .. Holders.Select(holder => Is(holder, e) && holder.Meets(e.LastDay.AddDays(1), null) ? holder with { To = e.LastDay } : holder)
                    .Where(holder => !Is(holder, e) || holder.From is null || holder.From <= holder.To || holder.To is null),
            ],
        },
        _ => this,
    };

    private static bool Is(Holder holder, AgencyEvent.HolderLeft left) => holder.Officer == left.Officer && holder.Place == left.Place && holder.Position == left.Position;

    private static string LatestName(Agency agency) => agency.Spells is [.., var latest] ? latest.Name : agency.Name;

    private static AgencyCode? LatestParent(Agency agency) => agency.Spells is [.., var latest] ? latest.Parent : agency.Parent;

    // A change on the day the agency was founded, or of an earlier change of that very day, leaves no spell without a day.
    private static Agency Spelt(Agency agency, DateOnly from, string name, AgencyCode? parent)
    {
        var before = agency.Spells is [] ? [new(agency.Name, agency.Parent, null)] : agency.Spells;
        var closed = before[^1] with { To = from.AddDays(-1) };
        var empty = agency.From == from || before.Count > 1 && before[^2].To >= closed.To;
        IReadOnlyList<AgencySpell> spells = [.. before.SkipLast(1), .. empty ? Array.Empty<AgencySpell>() : [closed], new(name, parent, null)];
        return agency with { Name = name, Parent = parent, Spells = spells.Count > 1 ? spells : [] };
    }

    private AgencyBook Changed(AgencyCode code, Func<Agency, Agency> change) => this with { Agencies = [.. Agencies.Select(agency => agency.Code == code ? change(agency) : agency)] };
}
