using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Administrator;

/// <summary>What changed in the tree of agencies, as a sentence.</summary>
internal static class AgencyWords
{
    public static Wording Of(AgencyEvent happened, ProvinceCatalogue catalogue)
    {
        string Name(AgencyCode code) => catalogue.Find(code)?.Name ?? code.Value;
        string Post(PositionKey position, AgencyCode place) => $"{catalogue.Find(position)?.Name ?? position.Value}, {Name(place)}";
        return happened switch
        {
            AgencyEvent.Established e => new($"Thành lập {e.Name} ({e.Code})", $"{e.Name} ({e.Code}) is established"),
            AgencyEvent.Renamed e => new($"{e.Code} mang tên {e.Name}", $"{e.Code} is called {e.Name}"),
            AgencyEvent.Moved e => new($"{Name(e.Code)} thuộc {Name(e.Parent)}", $"{Name(e.Code)} stands under {Name(e.Parent)}"),
            AgencyEvent.Closed { SucceededBy: [] } e => new($"{Name(e.Code)} thôi hoạt động sau ngày {Labels.Day(e.LastDay)}", $"{Name(e.Code)} ends with {Labels.Day(e.LastDay)}"),
            AgencyEvent.Closed e => new(
                $"{Name(e.Code)} thôi hoạt động sau ngày {Labels.Day(e.LastDay)}, {string.Join(", ", e.SucceededBy.Select(Name))} kế thừa",
                $"{Name(e.Code)} ends with {Labels.Day(e.LastDay)}, succeeded by {string.Join(", ", e.SucceededBy.Select(Name))}"),
            AgencyEvent.PositionListed e => new($"Thêm vị trí {e.Name} ({e.Key})", $"The position {e.Name} ({e.Key}) is added"),
            AgencyEvent.HolderNamed e => new($"{e.Name}: {Labels.Of(e.Kind).Vi} {Post(e.Position, e.Place)}", $"{e.Name}: {Labels.Of(e.Kind).En} as {Post(e.Position, e.Place)}"),
            AgencyEvent.HolderLeft e => new(
                $"{StepWords.Name(e.Officer, catalogue)} thôi giữ {Post(e.Position, e.Place)} sau ngày {Labels.Day(e.LastDay)}", $"{StepWords.Name(e.Officer, catalogue)} leaves {Post(e.Position, e.Place)} after {Labels.Day(e.LastDay)}"),
            _ => new(happened.GetType().Name, happened.GetType().Name),
        };
    }
}
