using Microsoft.AspNetCore.Components;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Desk;

/// <summary>A page that is one printed form of a dossier (biểu mẫu in): it opens the dossier and gives everybody a name.</summary>
public abstract class PaperPage : OfficePage
{
    [Inject]
    public DossierRegister Register { get; set; } = null!;

    [Inject]
    public ReferenceOffice Reference { get; set; } = null!;

    [Parameter]
    public string Code { get; set; } = "";

    /// <summary>Null where there is no such dossier, or not for this officer.</summary>
    protected DossierView? View { get; private set; }

    protected ProvinceCatalogue? Catalogue { get; private set; }

    protected PaperNames Names => new(
        View!.Names, Catalogue!.Agencies.DistinctBy(agency => agency.Code).ToDictionary(agency => agency.Code, agency => agency.Name));

    /// <summary>The agency above the unit that prints it.</summary>
    protected string AgencyOf(AgencyCode? place) =>
        place is null ? "" : Catalogue?.AgencyOf(place)?.Name ?? StepWords.Place(place, Catalogue);

    protected override async Task LoadAsync()
    {
        if (DossierCode.TryParse(Code, null, out var code) && await Register.OpenAsync(Officer, code, Gone) is { } view)
            (View, Catalogue) = (view, await Reference.CatalogueAsync(Gone));
        else NotFound();
    }
}
