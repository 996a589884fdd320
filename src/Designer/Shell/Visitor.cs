using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>Who looks at the pages of this request, and in which language. The host fills it in from the cookies before a page is rendered.</summary>
public sealed class Visitor
{
    /// <summary>The officer who signed in; null for citizens and everybody else.</summary>
    public Officer? Officer { get; set; }

    /// <summary>The officer; only behind the sign-in, where there is one.</summary>
    public Officer SignedIn => Officer ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary><c>vi</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "vi";

    /// <summary>True in the demo province: the sign-in page then names the accounts anybody may try.</summary>
    public bool IsDemo { get; set; }

    /// <summary>The demo officers, those first who are needed to walk through everything; empty outside the demo province.</summary>
    public IReadOnlyList<DemoAccount> DemoAccounts { get; set; } = [];

    /// <summary>What opens every demo account; null outside the demo province.</summary>
    public string? DemoPassword { get; set; }

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

/// <summary>A sign-in anybody may try in the demo province (tài khoản dùng thử).</summary>
/// <param name="Does">What the officer is there for, and where.</param>
/// <param name="Leads">True for the few accounts that take a procedure from its drawing to the returned result.</param>
public sealed record DemoAccount(string Account, string Name, Wording Does, bool Leads);
