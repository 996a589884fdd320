using Microsoft.AspNetCore.Components;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Administrator;

/// <summary>A page with an account's form: what was sent is read the same way for a new account and for one that is there.</summary>
public abstract class AccountFormPage : OfficePage
{
    [Inject]
    public AccountOffice Office { get; set; } = null!;

    [Inject]
    public AccountDesk Desk { get; set; } = null!;

    [Inject]
    public ReferenceOffice Reference { get; set; } = null!;

    [Inject]
    public TimeProvider Clock { get; set; } = null!;

    protected ProvinceCatalogue? Catalogue { get; private set; }

    protected Refusal? Refused { get; set; }

    protected Wording? Fault { get; set; }

    protected DateOnly Today => VietnamTime.DayOf(Clock.GetUtcNow());

    protected IEnumerable<Agency> Places => Catalogue!.AgenciesOn(Today).Where(agency => agency.Level is not AgencyLevel.Unit);

    protected IReadOnlySet<Role> PostedRoles =>
        Context.Request.HasFormContentType ? Context.Request.Form["roles"].Where(role => Enum.TryParse<Role>(role, out _)).Select(role => Enum.Parse<Role>(role!)).ToHashSet() : new HashSet<Role>();

    protected sealed override async Task LoadAsync()
    {
        if (!AccountOffice.MayLook(Officer))
        {
            NotFound();
            return;
        }
        Catalogue = await Reference.CatalogueAsync(Gone);
        await LoadAccountAsync();
    }

    protected virtual Task LoadAccountAsync() => Task.CompletedTask;

    /// <summary>What was sent; null where the agency is no code, which then is said.</summary>
    protected AccountGrant? PostedGrant()
    {
        AgencyCode? agency = null;
        if (Posted("agency") is { } said && !AgencyCode.TryParse(said, null, out agency))
        {
            Fault = new($"“{said}” không phải là mã cơ quan.", $"“{said}” is not an agency's code.");
            return null;
        }
        return new(Posted("name") ?? "", agency, PostedRoles);
    }
}
