using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What an administrator does to an account (quản lý tài khoản).</summary>
public abstract record AccountAct
{
    private AccountAct() { }

    /// <summary>Lập tài khoản.</summary>
    public sealed record Open(AccountGrant Grant) : AccountAct;

    /// <summary>Sửa tên, cơ quan, vai trò.</summary>
    public sealed record Change(AccountGrant Grant) : AccountAct;

    /// <summary>Khóa: nobody signs in with it, and its sessions are over.</summary>
    public sealed record Lock : AccountAct;

    /// <summary>Mở khóa.</summary>
    public sealed record Unlock : AccountAct;

    /// <summary>Đặt mật khẩu, for somebody who has none yet or forgot it.</summary>
    public sealed record SetPassword : AccountAct;

    /// <summary>Đổi mật khẩu của chính mình: the one thing about an account that is its owner's, and no administrator's.</summary>
    public sealed record ChangePassword : AccountAct;
}

/// <summary>Whose an account is, which agency's affairs it sees (null: the whole province's), and what it is for.</summary>
public sealed record AccountGrant(string Name, AgencyCode? Agency, IReadOnlySet<Role> Roles);

/// <summary>What an administrator may do to accounts, and what nobody may.</summary>
public static class AccountRules
{
    /// <summary>Nobody holds two of them, and whoever hands out accounts holds none: author, appraiser and publisher are three different persons.</summary>
    public static IReadOnlySet<Role> Chairs { get; } = new HashSet<Role> { Role.Author, Role.Appraiser, Role.Publisher };

    private static readonly HashSet<Role> OfAnAgency = [Role.Author, Role.DeskOfficer, Role.HandlingOfficer, Role.Leader];

    /// <param name="about">The account; null where there is none of that name.</param>
    /// <param name="otherAdministrators">How many others can sign in as administrators.</param>
    /// <returns>Why not; null when nothing speaks against it.</returns>
    public static Refusal? Of(Officer by, OfficerId id, AccountAct act, AccountGrant? about, int otherAdministrators, ProvinceCatalogue catalogue, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (act is AccountAct.ChangePassword) return about is null ? AccountRefusals.NoSuchAccount : by.Id == id ? null : AccountRefusals.OwnPasswordOnly;
        if (!by.Is(Role.Administrator)) return AccountRefusals.NotAnAdministrator;
        if (act is AccountAct.Open) return about is not null ? AccountRefusals.NameTaken(id) : OfGrant(id, ((AccountAct.Open)act).Grant, catalogue, today);
        if (about is null) return AccountRefusals.NoSuchAccount;

        var isLast = about.Roles.Contains(Role.Administrator) && otherAdministrators == 0;
        return act switch
        {
            AccountAct.Change change when isLast && !change.Grant.Roles.Contains(Role.Administrator) => AccountRefusals.LastAdministrator,
            AccountAct.Change change when by.Id == id && (change.Grant.Agency != about.Agency || !change.Grant.Roles.SetEquals(about.Roles)) => AccountRefusals.OwnRoles,
            AccountAct.Change change => OfGrant(id, change.Grant, catalogue, today),
            AccountAct.Lock when isLast => AccountRefusals.LastAdministrator,
            AccountAct.Lock when by.Id == id => AccountRefusals.OwnRoles,
            _ => null,
        };
    }

    private static Refusal? OfGrant(OfficerId id, AccountGrant grant, ProvinceCatalogue catalogue, DateOnly today) =>
        id.Value.Any(char.IsAsciiLetterUpper) ? AccountRefusals.CapitalLetters
        : string.IsNullOrWhiteSpace(grant.Name) || grant.Name.Length > AgencyDecider.LongestName ? AccountRefusals.NameMissing
        : grant.Roles.Count == 0 ? AccountRefusals.NoRoles
        : grant.Roles.Count(Chairs.Contains) > 1 ? AccountRefusals.TwoChairs
        : grant.Roles.Contains(Role.Administrator) && grant.Roles.Overlaps(Chairs) ? AccountRefusals.AdministratorInAChair
        : grant.Agency is null && grant.Roles.Overlaps(OfAnAgency) ? AccountRefusals.AgencyNeeded
        : grant.Agency is { } agency && catalogue.Find(agency)?.ExistsOn(today) is not true ? AccountRefusals.NoSuchAgency(agency)
        : null;
}

/// <summary>Every no about accounts (các trường hợp từ chối về tài khoản): code A15x–A16x and a sentence. Codes are for good; sentences may get better.</summary>
public static class AccountRefusals
{
    public static Refusal NotAnAdministrator { get; } = new("A150", new(
        "Chỉ quản trị được quản lý tài khoản.", "Only administrators may manage accounts."));

    public static Refusal NoSuchAccount { get; } = new("not-found", new(
        "Không có tài khoản này.", "There is no such account."));

    public static Refusal NameTaken(OfficerId id) => new("A151", new(
        $"Tên tài khoản {id} đã có người dùng.", $"The account name {id} is taken."));

    public static Refusal NameMissing { get; } = new("A152", new(
        "Phải ghi họ tên (không quá 200 ký tự).", "The person's name is missing, or longer than 200 characters."));

    public static Refusal NoRoles { get; } = new("A153", new(
        "Phải chọn ít nhất một vai trò.", "Choose at least one role."));

    public static Refusal OwnRoles { get; } = new("A154", new(
        "Không ai tự đổi vai trò, cơ quan hoặc tự khóa tài khoản của mình; một quản trị khác làm việc đó.", "Nobody changes their own roles or agency, or locks themselves out; another administrator does."));

    public static Refusal TwoChairs { get; } = new("A155", new(
        "Người xây dựng, người thẩm định và người công bố là ba người khác nhau: một tài khoản chỉ giữ một trong ba vai trò.", "Author, appraiser and publisher are three different persons: an account holds one of the three roles."));

    public static Refusal AdministratorInAChair { get; } = new("A156", new(
        "Tài khoản quản trị không đồng thời xây dựng, thẩm định hoặc công bố quy trình.", "An administrator's account does not draft, appraise or publish processes."));

    public static Refusal LastAdministrator { get; } = new("A157", new(
        "Đây là quản trị cuối cùng còn đăng nhập được; hãy thêm một quản trị khác trước.", "This is the last administrator who can sign in; add another one first."));

    public static Refusal AgencyNeeded { get; } = new("A158", new(
        "Vai trò xây dựng, một cửa, xử lý và lãnh đạo phải thuộc một cơ quan.", "Authors, desk officers, handling officers and leaders belong to an agency."));

    public static Refusal NoSuchAgency(AgencyCode code) => new("A159", new(
        $"Hôm nay không có cơ quan {code}.", $"There is no agency {code} today."));

    public static Refusal PasswordWeak { get; } = new("A160", new(
        "Mật khẩu phải có ít nhất 10 ký tự.", "A password has at least 10 characters."));

    public static Refusal CapitalLetters { get; } = new("A161", new(
        "Tên tài khoản viết bằng chữ thường.", "Account names are written in small letters."));

    public static Refusal PasswordFirst { get; } = new("password-first", new(
        "Mật khẩu này do quản trị đặt; hãy đổi mật khẩu trước khi làm việc khác.", "An administrator chose this password; change it before you do anything else."));

    public static Refusal WrongPassword { get; } = new("A162", new(
        "Mật khẩu hiện tại không đúng.", "The present password is wrong."));

    public static Refusal SamePassword { get; } = new("A163", new(
        "Mật khẩu mới phải khác mật khẩu hiện tại.", "The new password must differ from the present one."));

    public static Refusal OwnPasswordOnly { get; } = new("A164", new(
        "Chỉ đổi được mật khẩu của chính mình.", "You may only change your own password."));

    public static Refusal TooManyTries { get; } = new("A165", new(
        "Nhập sai mật khẩu quá nhiều lần; hãy đợi hết thời gian tạm khóa rồi thử lại.", "Too many wrong passwords; wait until the lock has passed and try again."));

    public static Refusal PasswordsDiffer { get; } = new("A166", new(
        "Hai lần nhập mật khẩu mới không giống nhau.", "The new password was not typed the same twice."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotAnAdministrator, NameTaken(new("motcua")), NameMissing, NoRoles, OwnRoles, TwoChairs, AdministratorInAChair, LastAdministrator, AgencyNeeded, NoSuchAgency(new("H35.99")), PasswordWeak, CapitalLetters,
        WrongPassword, SamePassword, OwnPasswordOnly, TooManyTries, PasswordsDiffer, NoSuchAccount, PasswordFirst,
    ];
}
