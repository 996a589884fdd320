using System.Globalization;
using TthcFlow.Api.Access;
using TthcFlow.Api.Commands;
using TthcFlow.Api.Endpoints;
using TthcFlow.Api.Hosting;
using TthcFlow.Api.Studio;

// What is written down and printed does not hang on how a host is set up; whatever is for people is worded where it is made.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (CommandLine.Asks(args)) return await CommandLine.RunAsync(args, Console.Out, Console.Error);

var builder = WebApplication.CreateBuilder(ProgramSetup.ForTheHost(args));
try { builder.AddTthcFlowProgram(args); }
catch (SettingException fault)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}

var files = BrowserFiles.Beside(AppContext.BaseDirectory);
var app = builder.Build();
app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UseProblems();
app.UseLanguage();
app.UseRateLimiter();
app.UseStaticFiles();
app.UseHeadOfPages();
app.UseFirstAdministrator();
app.UseRouting();
app.UseAuthentication();
app.UseVisitor(files.StudioVersion);
app.UseOwnPassword();
app.UseAuthorization();
app.UseAntiforgery();

app.MapInterfaceDescription();
app.MapSignIn();
var api = app.MapGroup("/api").AddEndpointFilter(OwnPagesOnly.Check);
api.MapSession();
api.MapProcedures();
api.MapDrafts();
api.MapFiles();
api.MapDossiers();
api.MapSeals();
api.MapCalendars();
api.MapMigrations();
api.MapReception();
api.MapAttachments();
api.MapPapers();
api.MapDelegations();
api.MapConsultations();
api.MapBatches();
api.MapReports();
api.MapMessages();
api.MapEvents();
api.MapDisclosure();
api.MapPackages();
api.MapCatalogue();
api.MapAgencies();
api.MapAccounts();
api.MapTargets();
api.MapDecisions();
api.MapPortals();
api.MapTracking();
api.MapSystems();
app.MapInbound();
app.MapStudio(files);
app.MapAttachmentForms();
app.MapFormForms();
app.MapDisclosureMap();
app.MapPages();

return await app.ServeAsync(Console.Error);
