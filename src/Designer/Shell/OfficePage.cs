using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>A piece of a page: it knows who looks, and says things in their language.</summary>
public abstract class OfficeComponent : ComponentBase
{
    [Inject]
    public Visitor Visitor { get; set; } = null!;

    protected string Text(string vi, string en) => Visitor.Text(vi, en);

    protected string Text(Wording wording) => Visitor.Text(wording);
}

/// <summary>A page with an address. Rendered on the server for each request; what the visitor sends comes back as a plain form.</summary>
public abstract class OfficePage : OfficeComponent
{
    private bool _isGone;

    [Inject]
    public NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    public HttpContext Context { get; set; } = null!;

    /// <summary>Cancelled when the visitor went away.</summary>
    protected CancellationToken Gone => Context.RequestAborted;

    /// <summary>The officer; only on pages behind the sign-in.</summary>
    protected Officer Officer => Visitor.Officer!;

    /// <summary>False on the pages that citizens may read, too.</summary>
    protected virtual bool ForOfficersOnly => true;

    protected sealed override async Task OnInitializedAsync()
    {
        if (ForOfficersOnly && Visitor.Officer is null)
        {
            Navigation.NavigateTo($"/sign-in?returnUrl={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}");
            return;
        }
        await Task.Yield(); // the page's forms are known to the renderer before it may give its place to "not found"
        await LoadAsync();
    }

    /// <summary>Fetches what the page shows.</summary>
    protected virtual Task LoadAsync() => Task.CompletedTask;

    /// <summary>A field of the form that was sent, trimmed; null when it is empty or nothing was sent.</summary>
    protected string? Posted(string field) =>
        Context.Request.HasFormContentType && Context.Request.Form[field].ToString().Trim() is { Length: > 0 } text ? text.Normalize() : null;

    /// <summary>The key that came with a form, by which a repeated press is recognised; null where none came that may come from outside.</summary>
    protected string? PostedKey() => Posted("key") is { Length: <= CommandKeys.Longest } key && !CommandKeys.IsReserved(key) ? key : null;

    /// <summary>The lines of a many-line field that was sent, without the empty ones.</summary>
    protected IReadOnlyList<string> PostedLines(string field) =>
        Posted(field)?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>What an officer is called, in the reader's language where it is nobody but the program.</summary>
    protected string NameOf(OfficerId officer, IReadOnlyDictionary<OfficerId, string> names)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(names);
        return officer == Officer.System.Id ? Text(Officer.System.Name, "The program") : names.GetValueOrDefault(officer, officer.Value);
    }

    /// <summary>Answers with "not found", in the look of the house.</summary>
    protected void NotFound()
    {
        _isGone = true;
        Navigation.NotFound();
    }

    /// <summary>A page that gave its place to another must not draw its forms any more: the renderer no longer knows them.</summary>
    protected override bool ShouldRender() => !_isGone;
}
