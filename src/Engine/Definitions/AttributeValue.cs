namespace TthcFlow.Engine.Definitions;

/// <summary>The value of a dossier's attribute, as conditions see it.</summary>
public abstract record AttributeValue;
