var builder = WebApplication.CreateBuilder(args);
builder.Services.AddProblemDetails();
builder.Services.AddOpenApi();
builder.Services.AddRazorComponents();

var app = builder.Build();
app.UseStatusCodePages();
app.MapOpenApi();
app.UseAntiforgery();
app.MapRazorComponents<TthcFlow.Designer.Shell.App>();
app.Run();
