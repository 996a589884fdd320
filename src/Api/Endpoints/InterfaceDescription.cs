using Microsoft.OpenApi;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The description of the interface for programs (mô tả giao diện lập trình): OpenAPI at <c>/api/openapi.json</c>, readable at <c>/api/docs</c>.</summary>
internal static class InterfaceDescription
{
    public const string Address = "/api/openapi.json";

    public static IServiceCollection AddInterfaceDescription(this IServiceCollection services) => services.AddOpenApi(description =>
    {
        description.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "TthcFlow",
                Version = "1",
                Description = "Phiên làm việc bằng cookie (POST /api/session). Mọi từ chối có dạng application/problem+json (RFC 9457) với mã ổn định trong “code”. "
                    + "Session by cookie (POST /api/session). Every no is application/problem+json (RFC 9457) with a stable “code”.",
            };
            document.Servers = []; // wherever it was fetched from
            return Task.CompletedTask;
        });
        description.AddSchemaTransformer((schema, about, _) =>
        {
            if (IsWord(about.JsonTypeInfo.Type)) (schema.Type, schema.Properties, schema.Required) = (JsonSchemaType.String, null, null);
            if (about.JsonTypeInfo.Type == typeof(AttributeValue)) schema.Description = "Chuỗi, số, đúng/sai, hoặc ngày (yyyy-MM-dd)";
            return Task.CompletedTask;
        });
    });

    public static void MapInterfaceDescription(this WebApplication app)
    {
        app.MapOpenApi(Address).DisableRateLimiting();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "api/docs";
            page.DocumentTitle = "TthcFlow API";
            page.SwaggerEndpoint(Address, "TthcFlow");
        });
    }

    /// <summary>Says which refusals an endpoint may answer with, besides the ones that any may.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoints, params ReadOnlySpan<int> statuses) where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
            endpoints.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), ["application/problem+json"]));
        return endpoints;
    }

    /// <summary>A word of the law is written as the text it parses from.</summary>
    private static bool IsWord(Type type) => type.Namespace == typeof(DossierCode).Namespace
        && type.GetInterfaces().Any(shape => shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(IParsable<>));
}
