using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>What people, positions and places were called on a day (tên gọi vào ngày đó). One the catalogue does not know is told by its code, never by a made-up name.</summary>
internal sealed class PortalNames(ProvinceCatalogue catalogue, DateOnly day)
{
    public string Of(OfficerId officer) =>
        officer == Officer.System.Id ? Officer.System.Name : catalogue.Holders.FirstOrDefault(holder => holder.Officer == officer)?.Name is { Length: > 0 } name ? name : officer.Value;

    public string Of(PositionKey position) => catalogue.Find(position)?.Name ?? position.Value;

    public string? Of(AgencyCode? place) => place is null ? null : catalogue.Find(place)?.NameOn(day) ?? place.Value;
}
