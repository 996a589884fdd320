using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary>The findings of several documents as one SARIF 2.1.0 log: editors and code hosts show each beside the line of its step.</summary>
internal sealed class SarifLog(string language)
{
    private readonly JsonArray _results = [];

    /// <param name="file">As it was named on the command line; slashes forward.</param>
    /// <param name="text">The document's text; null where it could not be read.</param>
    /// <param name="process">The compiled process, to find a step's activity by its key; null where there is none.</param>
    public void Add(string file, string? text, ProcessDefinition? process, IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var physical = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = file.Replace('\\', '/') } };
            if (LineOf(finding, text, process) is { } line) physical["region"] = new JsonObject { ["startLine"] = line };
            var location = new JsonObject { ["physicalLocation"] = physical };
            if (finding.Step is { } step)
                location["logicalLocations"] = new JsonArray(new JsonObject { ["name"] = step, ["fullyQualifiedName"] = finding.Field is { } field ? $"{step}.{field}" : step, ["kind"] = "object" });
            var result = new JsonObject
            {
                ["ruleId"] = finding.Code,
                ["level"] = LevelOf(finding.Severity),
                ["message"] = new JsonObject { ["text"] = finding.Suggestion is { } mend ? $"{finding.Message.In(language)} {mend.In(language)}" : finding.Message.In(language) },
                ["locations"] = new JsonArray(location),
            };
            if (finding.Trace.Count > 0)
                result["codeFlows"] = new JsonArray(new JsonObject
                {
                    ["threadFlows"] = new JsonArray(new JsonObject
                    {
                        ["locations"] = new JsonArray([.. finding.Trace.Select(move => new JsonObject { ["location"] = new JsonObject { ["message"] = new JsonObject { ["text"] = move.In(language) } } })]),
                    }),
                });
            _results.Add((JsonNode)result);
        }
    }

    /// <summary>The whole log.</summary>
    public string ToText(JsonSerializerOptions writing)
    {
        var rules = FindingCodes.All.Select(code => (JsonNode)new JsonObject
        {
            ["id"] = code.Code,
            ["shortDescription"] = new JsonObject { ["text"] = code.Means.In(language) },
            ["defaultConfiguration"] = new JsonObject { ["level"] = LevelOf(code.Severity) },
        });
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "TthcFlow",
                        ["semanticVersion"] = typeof(ProcessDefinition).Assembly.GetName().Version?.ToString(3),
                        ["rules"] = new JsonArray([.. rules]),
                    },
                },
                ["results"] = _results,
                ["columnKind"] = "utf16CodeUnits",
            }),
        }.ToJsonString(writing);
    }

    private static string LevelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    /// <summary>The line on which the step's activity says its id; where a header's member is meant, that member's; else none.</summary>
    private static int? LineOf(Finding finding, string? text, ProcessDefinition? process)
    {
        if (text is null) return null;
        var at = -1;
        if (finding.Step is { } said)
        {
            var id = process?.Steps.FirstOrDefault(step => step.Key.Value == said || step.Id == said)?.Id ?? said;
            at = PlaceOf(text, $"\"id\"\\s*:\\s*{Regex.Escape(JsonSerializer.Serialize(id))}");
        }
        else if (finding.Field is { } field) at = PlaceOf(text, $"{Regex.Escape(JsonSerializer.Serialize(field))}\\s*:");
        return at < 0 ? null : text.AsSpan(0, at).Count('\n') + 1;
    }

    private static int PlaceOf(string text, string pattern) => Regex.Match(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) is { Success: true } match ? match.Index : -1;
}
