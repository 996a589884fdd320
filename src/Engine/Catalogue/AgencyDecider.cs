using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Whether a reorganisation or a change of holders may be written down, and what then is different.</summary>
public static class AgencyDecider
{
    /// <summary>Longest name of an agency, a position, a person or a decision.</summary>
    public const int LongestName = 200;

    /// <param name="catalogue">As it stands.</param>
    /// <param name="work">What lies open at the places that cease.</param>
    public static Decision<AgencyEvent> Decide(Officer by, AgencyOrder order, ProvinceCatalogue catalogue, IReadOnlyList<PlaceWork> work, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(order);
        var (events, refusals) = DecideAll(by, [order], catalogue, work, today);
        return refusals is [var (_, refusal)] ? new Decision<AgencyEvent>.Refused(refusal) : new Decision<AgencyEvent>.Accepted(events);
    }

    /// <summary>The same for many acts, each weighed as if those before it that may be done were done.</summary>
    /// <returns>What happened in all, and each act that may not be done, by its place among them.</returns>
    public static (IReadOnlyList<AgencyEvent> Events, IReadOnlyList<(int At, Refusal Why)> Refusals) DecideAll(
        Officer by, IReadOnlyList<AgencyOrder> orders, ProvinceCatalogue catalogue, IReadOnlyList<PlaceWork> work, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(work);
        var refusals = new List<(int, Refusal)>();
        var deciding = new Deciding(AgencyBook.Of(catalogue), work);
        foreach (var (at, order) in orders.Index())
            if ((MayNot(by, order, today) ?? deciding.Weigh(order)) is { } refusal) refusals.Add((at, refusal));
        return (deciding.Events, refusals);
    }

    private static Refusal? MayNot(Officer by, AgencyOrder order, DateOnly today) =>
        !by.Is(Role.Administrator) ? AgencyRefusals.NotAnAdministrator
        : string.IsNullOrWhiteSpace(order.Decision) || order.Decision.Length > LongestName ? AgencyRefusals.DecisionMissing
        : order.SignedOn > today ? AgencyRefusals.SignedInTheFuture
        : order.From.Year is < 1945 or > 2200 ? AgencyRefusals.DaysWrong
        : null;

    /// <summary>The places that an act closes or hands to another: whose open work and people matter.</summary>
    public static IReadOnlyList<AgencyCode> Touched(AgencyAct act) => act switch
    {
        AgencyAct.Establish => [],
        AgencyAct.Rename rename => [rename.Code],
        AgencyAct.Move move => [move.Code],
        AgencyAct.Merge merge => [.. merge.Codes],
        AgencyAct.Split split => [split.Code],
        AgencyAct.Dissolve dissolve => [dissolve.Code],
        AgencyAct.Appoint appoint => [appoint.Place],
        AgencyAct.Relieve relieve => [relieve.Place],
        _ => [],
    };

    /// <summary>Acts being weighed one after the other: the book as it grows, and what happened so far.</summary>
    private sealed class Deciding(AgencyBook book, IReadOnlyList<PlaceWork> work)
    {
        private AgencyBook _book = book;
        private DateOnly _from;

        public List<AgencyEvent> Events { get; } = [];

        /// <summary>Why not; then nothing of the act is left.</summary>
        public Refusal? Weigh(AgencyOrder order)
        {
            var (before, happened) = (_book, Events.Count);
            _from = order.From;
            var refusal = order.Act switch
            {
                AgencyAct.Establish act => Establish(act.Agency),
                AgencyAct.Rename act => Rename(act),
                AgencyAct.Move act => Move(act.Code, act.Parent),
                AgencyAct.Merge act => Merge(act),
                AgencyAct.Split act => Split(act),
                AgencyAct.Dissolve act => Close(act.Code, act.Successor is { } heir ? [heir] : [], act.Successor, act.People),
                AgencyAct.ListPosition act => List(act),
                AgencyAct.Appoint act => Appoint(act, _from),
                AgencyAct.Relieve act => Relieve(act),
                _ => throw new ArgumentOutOfRangeException(nameof(order)),
            };
            if (refusal is null) return null;
            _book = before;
            Events.RemoveRange(happened, Events.Count - happened);
            return refusal;
        }

        private Refusal? Establish(FoundedAgency founded)
        {
            if (Named(founded.Name) is { } nameless) return nameless;
            if (Find(founded.Code) is not null) return AgencyRefusals.CodeTaken(founded.Code);
            if (founded.Parent is null && founded.Level is AgencyLevel.Unit) return AgencyRefusals.UnitWithoutAgency;
            if (founded.Parent is { } parent && Standing(parent, lasting: true) is { } no) return no;
            return Did(new AgencyEvent.Established(founded.Code, founded.Name.Trim(), founded.Level, founded.Parent, _from));
        }

        private Refusal? Rename(AgencyAct.Rename act)
        {
            if (Named(act.Name) is { } nameless) return nameless;
            if ((Standing(act.Code) ?? Unchanged(act.Code)) is { } no) return no;
            return Find(act.Code)!.NameOn(_from) == act.Name.Trim() ? AgencyRefusals.NothingChanges : Did(new AgencyEvent.Renamed(act.Code, act.Name.Trim(), _from));
        }

        private Refusal? Move(AgencyCode code, AgencyCode parent)
        {
            if ((Standing(code) ?? Unchanged(code) ?? Standing(parent, lasting: Find(code)?.To is null)) is { } no) return no;
            if (IsWithin(parent, code)) return AgencyRefusals.UnderItself(code);
            if (Find(code) is { To: { } last } && Find(parent)!.To < last) return AgencyRefusals.OutlivesParent(code, parent);
            if (Find(code)!.ParentOn(_from) == parent) return AgencyRefusals.NothingChanges;
            Did(new AgencyEvent.Moved(code, parent, _from));
            return StandsUnderItself(code) ? AgencyRefusals.UnderItself(code) : null;
        }

        private Refusal? Merge(AgencyAct.Merge act)
        {
            if (act.Codes is [] || act.Codes.Distinct().Count() != act.Codes.Count || act.Codes.Contains(act.Into) || act.Founded is not null && act.Codes.Count < 2) return AgencyRefusals.TooFewToMerge;
            if (act.Founded is { } founded && (founded.Code != act.Into ? AgencyRefusals.NoSuchAgency(act.Into) : Establish(founded)) is { } no) return no;
            foreach (var code in act.Codes)
                if (Close(code, [act.Into], act.Into, act.People) is { } refusal) return refusal;
            return null;
        }

        private Refusal? Split(AgencyAct.Split act)
        {
            if (act.Into.Count < 2) return AgencyRefusals.TooFewParts;
            if (act.Heir is { } heir && act.Into.All(part => part.Code != heir)) return AgencyRefusals.NoSuchAgency(heir);
            foreach (var part in act.Into)
                if (Establish(part) is { } refusal) return refusal;
            return Close(act.Code, [.. act.Into.Select(part => part.Code).OrderBy(code => code == act.Heir ? 0 : 1)], act.Heir, act.People);
        }

        /// <summary>Closes a place the day before; its units and, where it is said so, its people go to the heir. Nothing is left behind unsaid.</summary>
        private Refusal? Close(AgencyCode code, IReadOnlyList<AgencyCode> successors, AgencyCode? heir, PeopleGo? people)
        {
            if ((Standing(code) ?? Unchanged(code)) is { } no) return no;
            if (Find(code)!.From == _from) return AgencyRefusals.NotOn(code, _from.AddDays(-1));
            if (successors.Contains(code)) return AgencyRefusals.SucceedsItself(code);
            foreach (var successor in successors)
                if ((Standing(successor) ?? (IsWithin(successor, code) ? AgencyRefusals.UnderItself(successor) : null)) is { } refusal) return refusal;

            var units = _book.Agencies.Where(agency => !agency.IsGoneBy(_from) && (agency.Spells is [.., var latest] ? latest.Parent : agency.Parent) == code).ToArray();
            if (_book.Agencies.FirstOrDefault(agency => agency.Spells.SkipLast(1).Any(spell => spell.Parent == code && spell.To >= _from)) is { } left) return AgencyRefusals.ChangedLater(left.Code, left.Spells[^2].To!.Value.AddDays(1));
            if (units is not [] && heir is null) return AgencyRefusals.UnitsLeft(code, units.Length);
            foreach (var unit in units)
                if (Move(unit.Code, heir!) is { } refusal) return refusal;

            var holders = _book.Holders.Where(holder => holder.Place == code && holder.Meets(_from, null)).ToArray();
            if (holders is not [] && (people is null || people is PeopleGo.WithTheWork && heir is null)) return AgencyRefusals.HoldersLeft(code, holders.Length);
            foreach (var holder in holders)
            {
                Did(new AgencyEvent.HolderLeft(holder.Officer, code, holder.Position, _from.AddDays(-1)));
                if (people is not PeopleGo.WithTheWork || Holds(holder.Officer, heir!, holder.Position, holder.From > _from ? holder.From.Value : _from, holder.To)) continue;
                if (Appoint(new(holder.Officer, holder.Name, heir!, holder.Position, holder.Kind, holder.To), holder.From > _from ? holder.From.Value : _from) is { } refusal) return refusal;
            }

            var open = work.Where(lies => lies.Place == code && lies.Steps > 0).ToArray();
            if (open is not [] && successors is []) return AgencyRefusals.WorkLeft(code, open.Sum(lies => lies.Steps));
            foreach (var lies in open)
                if (lies.Position is { } position && !_book.Holders.Any(holder => successors.Contains(holder.Place) && holder.Position == position && holder.HoldsOn(_from)))
                    return AgencyRefusals.NobodyForTheWork(code, position, lies.Steps);
            return Did(new AgencyEvent.Closed(code, _from.AddDays(-1), successors));
        }

        private Refusal? List(AgencyAct.ListPosition act) =>
            Named(act.Name) ?? (_book.Positions.Any(position => position.Key == act.Key) ? AgencyRefusals.PositionTaken(act.Key) : Did(new AgencyEvent.PositionListed(act.Key, act.Name.Trim(), act.MaySign, act.OnePerson, _from)));

        private Refusal? Appoint(AgencyAct.Appoint act, DateOnly first)
        {
            if (Named(act.Name) is { } nameless) return nameless;
            if (act.Until < first) return AgencyRefusals.DaysWrong;
            if (Standing(act.Place, on: first) is { } no) return no;
            if (Find(act.Place) is { To: { } last } && !(act.Until <= last)) return AgencyRefusals.OutlivesPlace(act.Place, last);
            if (_book.Positions.FirstOrDefault(listed => listed.Key == act.Position) is not { } position || !position.ExistsOn(first)) return AgencyRefusals.NoSuchPosition(act.Position);
            if (_book.Holders.FirstOrDefault(holder => holder.Officer == act.Officer && holder.Name != act.Name.Trim()) is { } other) return AgencyRefusals.OtherName(act.Officer, other.Name);
            if (Holds(act.Officer, act.Place, act.Position, first, act.Until)) return AgencyRefusals.HoldsAlready(act.Officer);
            if (position.OnePerson && act.Kind is not HolderKind.Deputy
                && _book.Holders.FirstOrDefault(holder => holder.Place == act.Place && holder.Position == act.Position && holder.Kind is not HolderKind.Deputy && holder.Meets(first, act.Until)) is { } taken)
                return AgencyRefusals.PostTaken(position, taken);
            return Did(new AgencyEvent.HolderNamed(act.Officer, act.Name.Trim(), act.Place, act.Position, act.Kind, first, act.Until));
        }

        private Refusal? Relieve(AgencyAct.Relieve act) =>
            Find(act.Place) is null ? AgencyRefusals.NoSuchAgency(act.Place)
            : !Holds(act.Officer, act.Place, act.Position, _from, null) ? AgencyRefusals.DoesNotHold(act.Officer)
            : Did(new AgencyEvent.HolderLeft(act.Officer, act.Place, act.Position, _from.AddDays(-1)));

        private Agency? Find(AgencyCode code) => _book.Agencies.FirstOrDefault(agency => agency.Code == code);

        private bool Holds(OfficerId officer, AgencyCode place, PositionKey position, DateOnly first, DateOnly? last) =>
            _book.Holders.Any(holder => holder.Officer == officer && holder.Place == place && holder.Position == position && holder.Meets(first, last));

        private static Refusal? Named(string? name) => string.IsNullOrWhiteSpace(name) || name.Length > LongestName ? AgencyRefusals.NameMissing : null;

        /// <summary>It is there on the day, and where that is asked for no end of it is known.</summary>
        private Refusal? Standing(AgencyCode code, bool lasting = false, DateOnly? on = null) =>
            Find(code) is not { } agency ? AgencyRefusals.NoSuchAgency(code)
            : !agency.ExistsOn(on ?? _from) ? AgencyRefusals.NotOn(code, on ?? _from)
            : lasting && agency.To is { } last ? AgencyRefusals.ParentEnds(code, last)
            : null;

        /// <summary>History grows at its end: nothing is squeezed in before a change that is written down already.</summary>
        private Refusal? Unchanged(AgencyCode code) =>
            Find(code) is { } agency && (agency.Spells.Count > 1 && agency.Spells[^2].To >= _from ? agency.Spells[^2].To!.Value.AddDays(1) : agency.To is { } last ? last.AddDays(1) : default(DateOnly?)) is { } later
                ? AgencyRefusals.ChangedLater(code, later) : null;

        private bool IsWithin(AgencyCode place, AgencyCode agency)
        {
            var (at, steps) = (Find(place), 0);
            for (; at is not null && steps <= _book.Agencies.Count; steps++)
            {
                if (at.Code == agency) return true;
                at = (at.Spells is [.., var latest] ? latest.Parent : at.Parent) is { } parent ? Find(parent) : null;
            }
            return at is not null;
        }

        /// <summary>On the day, or on a later one on which something moves: what was moved away since may still stand there now.</summary>
        private bool StandsUnderItself(AgencyCode code)
        {
            var days = _book.Agencies.SelectMany(agency => agency.Spells).Select(spell => spell.To?.AddDays(1)).OfType<DateOnly>().Where(day => day > _from).Append(_from).Distinct();
            return days.Any(day =>
            {
                var seen = new HashSet<AgencyCode> { code };
                for (var at = Find(code)!.ParentOn(day); at is not null; at = Find(at)?.ParentOn(day))
                    if (!seen.Add(at)) return true;
                return false;
            });
        }

        private Refusal? Did(AgencyEvent happened)
        {
            Events.Add(happened);
            _book = _book.Apply(happened);
            return null;
        }
    }
}
