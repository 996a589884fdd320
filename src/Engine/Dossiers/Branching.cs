using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Which way a dossier takes where conditions decide (điều kiện rẽ nhánh).</summary>
internal static class Branching
{
    /// <summary>The port the conditions give, or why they give none.</summary>
    public static Refusal? Choose(Step choice, out string port)
    {
        port = "Default";
        return DossierRefusals.ConditionUnreadable(choice.Key);
    }
}
