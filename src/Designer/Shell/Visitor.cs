using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>Who is looking at the page, and in which language.</summary>
public sealed class Visitor
{
    /// <summary>The signed-in officer; null for the public.</summary>
    public Officer? Officer { get; set; }

    /// <summary><c>vi</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "vi";

    /// <summary>True in the demo province, whose accounts stand on the sign-in page.</summary>
    public bool IsDemo { get; set; }

    /// <summary>Account name, person, and what the account is for; empty outside the demo.</summary>
    public IReadOnlyList<(string Account, string Name, string Does)> DemoAccounts { get; set; } = [];

    public string Text(string vi, string en) => Language == "en" ? en : vi;
}
