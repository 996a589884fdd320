using TthcFlow.Api.Access;
using TthcFlow.Api.Commands;
using TthcFlow.Api.Endpoints;
using TthcFlow.Api.Hosting;
using TthcFlow.Api.Studio;

if (CommandLine.Asks(args)) return await CommandLine.RunAsync(args, Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(ProgramSetup.ForTheHost(args));
builder.AddTthcFlowProgram(args);

var app = builder.Build();
app.UseProblems();
app.UseSecurityHeaders();
app.UseStaticFiles();
app.UseAuthentication();
app.UseVisitor();
app.UseAuthorization();
app.UseAntiforgery();

app.MapOpenApi("/api/openapi.json");
app.MapSignIn();
var api = app.MapGroup("/api").AddEndpointFilter(OwnPagesOnly.Check);
api.MapSession();
api.MapProcedures();
api.MapDrafts();
api.MapDossiers();
app.MapStudio(BrowserFiles.Beside(AppContext.BaseDirectory));
app.MapPages();

await app.PrepareAsync();
await app.RunAsync();
return 0;
