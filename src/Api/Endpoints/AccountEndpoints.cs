using TthcFlow.Api.Problems;
using TthcFlow.Designer.Administrator;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Endpoints;

/// <summary>Accounts over HTTP, for administrators: whose they are, what they are for, whether they are locked.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Tài khoản").RequireAuthorization().Refuses(401);
        accounts.MapGet("/", List).WithSummary("Các tài khoản; chỉ quản trị").Produces<IReadOnlyList<AccountJson>>().Refuses(409);
        accounts.MapGet("/{id}", Open).WithSummary("Một tài khoản và nhật ký của nó").Produces<AccountDetailJson>().Refuses(400, 404, 409);
        accounts.MapPost("/", Create).WithSummary("Lập tài khoản với mật khẩu đầu tiên").Produces(201).Refuses(400, 409);
        accounts.MapPut("/{id}", Change).WithSummary("Sửa tên, cơ quan, vai trò").Produces(204).Refuses(400, 404, 409);
        accounts.MapPost("/{id}/lock", Lock).WithSummary("Khóa; phiên đang mở hết hiệu lực ngay").Produces(204).Refuses(400, 404, 409);
        accounts.MapPost("/{id}/unlock", Unlock).WithSummary("Mở khóa").Produces(204).Refuses(400, 404, 409);
        accounts.MapPost("/{id}/password", SetPassword).WithSummary("Đặt mật khẩu mới").Produces(204).Refuses(400, 404, 409);
    }

    internal sealed record AccountJson(OfficerId Id, string Name, AgencyCode? Agency, IReadOnlyList<Role> Roles, bool IsLocked, bool HasPassword);

    internal sealed record AccountDetailJson(AccountJson Account, IReadOnlyList<AccountRecord> Records);

    internal sealed record NewAccountBody(OfficerId Id, string Name, IReadOnlyList<Role> Roles, string Password, AgencyCode? Agency = null);

    internal sealed record AccountBody(string Name, IReadOnlyList<Role> Roles, AgencyCode? Agency = null);

    internal sealed record PasswordBody(string Password);

    private static async Task<IResult> List(Visitor visitor, AccountOffice office, CancellationToken ct, string? words = null) =>
        !AccountOffice.MayLook(visitor.SignedIn) ? AccountRefusals.NotAnAdministrator.ToProblem(visitor)
        : TypedResults.Ok((await office.ListAsync(visitor.SignedIn, words, ct)).Select(Of));

    private static async Task<IResult> Open(OfficerId id, Visitor visitor, AccountOffice office, CancellationToken ct) =>
        !AccountOffice.MayLook(visitor.SignedIn) ? AccountRefusals.NotAnAdministrator.ToProblem(visitor)
        : await office.FindAsync(id, ct) is { } account ? TypedResults.Ok(new AccountDetailJson(Of(account), await office.RecordsAsync(visitor.SignedIn, id, ct)))
        : AccountRefusals.NoSuchAccount.ToProblem(visitor);

    private static async Task<IResult> Create(NewAccountBody body, Visitor visitor, AccountDesk desk, CancellationToken ct) =>
        await desk.OpenAsync(visitor.SignedIn, body.Id, new(body.Name, body.Agency, body.Roles.ToHashSet()), body.Password, ct) is { } refusal ? refusal.ToProblem(visitor)
        : TypedResults.Created($"/api/accounts/{body.Id}");

    private static async Task<IResult> Change(OfficerId id, AccountBody body, Visitor visitor, AccountOffice office, CancellationToken ct) =>
        Answer(await office.AdministerAsync(visitor.SignedIn, id, new AccountAct.Change(new(body.Name, body.Agency, body.Roles.ToHashSet())), null, ct), visitor);

    private static async Task<IResult> Lock(OfficerId id, Visitor visitor, AccountOffice office, CancellationToken ct) =>
        Answer(await office.AdministerAsync(visitor.SignedIn, id, new AccountAct.Lock(), null, ct), visitor);

    private static async Task<IResult> Unlock(OfficerId id, Visitor visitor, AccountOffice office, CancellationToken ct) =>
        Answer(await office.AdministerAsync(visitor.SignedIn, id, new AccountAct.Unlock(), null, ct), visitor);

    private static async Task<IResult> SetPassword(OfficerId id, PasswordBody body, Visitor visitor, AccountDesk desk, CancellationToken ct) =>
        Answer(await desk.SetPasswordAsync(visitor.SignedIn, id, body.Password, ct), visitor);

    private static IResult Answer(Refusal? refusal, Visitor visitor) => refusal is null ? TypedResults.NoContent() : refusal.ToProblem(visitor);

    private static AccountJson Of(Account account) => new(account.Id, account.Name, account.Agency, [.. account.Roles.Order()], account.IsLocked, account.PasswordHash is not null);
}
