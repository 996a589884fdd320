using System.Globalization;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Controller;

/// <summary>A page on which laws or fields are entered and changed: reads what its forms send, and keeps what was typed when they are refused.</summary>
public abstract class LawPosting : OfficePage
{
    /// <summary>Why the last form was refused.</summary>
    protected Refusal? No { get; set; }

    /// <summary>Was this the form that was refused?</summary>
    protected bool IsRefused(string form) => No is not null && Posted("_handler") == form;

    /// <summary>What a form had typed when it was refused; null for forms that were not sent.</summary>
    protected Func<string, string?>? TypedIn(string form) => IsRefused(form) ? Posted : null;

    /// <summary>A law as the form sends it; null where one of its days is none.</summary>
    protected LegalDocument? PostedLaw() => Day("issued", out var issued) && Day("from", out var from) && Day("to", out var to)
        ? new(Posted("law-number") ?? "", Posted("title") ?? "", Posted("issuer") ?? "", issued, from, to, Posted("replaced"), [], Posted("note")) : null;

    /// <summary>The version of the catalogue that the form was filled in on.</summary>
    protected int? Seen => int.TryParse(Posted("seen"), NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;

    /// <summary>A day that was sent, or none; what is no day is told.</summary>
    protected bool Day(string field, out DateOnly? day)
    {
        day = null;
        if (Posted(field) is not { } text) return true;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) day = read;
        else No = CatalogueRefusals.NotADay(text);
        return day is not null;
    }

    /// <summary>A day that must be sent; what is none is told.</summary>
    protected DateOnly? NeededDay(string field)
    {
        if (Day(field, out var day) && day is null) No = CatalogueRefusals.NotADay("");
        return day;
    }
}
