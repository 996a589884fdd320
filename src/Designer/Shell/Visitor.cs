using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>Who looks at the pages of this request, and in which language. The host fills it in from the cookies before a page is rendered.</summary>
public sealed class Visitor
{
    /// <summary>The officer who signed in; null for citizens and everybody else.</summary>
    public Officer? Officer { get; set; }

    /// <summary><c>vi</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "vi";

    /// <summary>True in the demo province: the sign-in page then names the accounts anybody may try.</summary>
    public bool IsDemo { get; set; }

    /// <summary>Account, name and work of each demo officer; empty outside the demo province.</summary>
    public IReadOnlyList<(string Account, string Name, string Does)> DemoAccounts { get; set; } = [];

    public bool ReadsEnglish => Language == "en";

    public string Text(string vi, string en) => ReadsEnglish ? en : vi;

    public string Text(Wording wording) => wording.In(Language);

    public bool Is(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (Officer?.Is(role) == true) return true;
        return false;
    }
}
