using System.Collections.Frozen;
using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>The kinds of activity a process may be drawn with (process-language §2): their names, ways out, inputs and defaults.</summary>
/// <remarks>Studio's toolbox, the compiler and the saved documents read this one list, so what an author sees as a default is what the engine takes.</remarks>
public static class ActivityCatalogue
{
    /// <summary>Dropdown to be filled with the units of the catalogue.</summary>
    public const string Units = "units";

    /// <summary>Dropdown to be filled with the positions of the catalogue.</summary>
    public const string Positions = "positions";

    /// <summary>Dropdown to be filled with the shared processes that may be called.</summary>
    public const string Processes = "processes";

    /// <summary>Dropdown to be filled with the legs that the document's own header declares.</summary>
    public const string Legs = "legs";

    /// <summary>Dropdown to be filled with the document's own outcomes.</summary>
    public const string Outcomes = "outcomes";

    private static readonly Wording Receiving = new("1. Tiếp nhận, phân công", "1. Intake and assignment");
    private static readonly Wording Handling = new("2. Xử lý", "2. Handling");
    private static readonly Wording Approving = new("3. Phê duyệt, phát hành", "3. Approval and issue");
    private static readonly Wording Awaiting = new("4. Chờ người nộp hồ sơ", "4. Waiting for the applicant");
    private static readonly Wording Linking = new("5. Liên thông, quy trình dùng chung", "5. Other agencies and shared processes");
    private static readonly Wording Branching = new("6. Rẽ nhánh", "6. Branching");
    private static readonly Wording Ending = new("7. Kết thúc", "7. Ending");

    private static readonly Choice[] LimitUnits =
    [
        new("WorkingHour", new("Giờ làm việc", "Working hours")), new("WorkingDay", new("Ngày làm việc", "Working days")), new("CalendarDay", new("Ngày", "Calendar days")),
    ];

    private static readonly Choice[] PortalStatuses =
    [
        .. from code in PortalTarget.Default.Codes
           let name = PortalTarget.Default.NameOf(code)
           select new Choice(code.ToString(CultureInfo.InvariantCulture), new($"{code} – {name.Vi}", $"{code} – {name.En}")),
    ];

    private static readonly ActivityInput[] Shared =
    [
        Line("Step", "Mã bước (B1, B2…)", "Step code (B1, B2…)"),
        new("Leg", "String", "dropdown", new("Chặng liên thông, giai đoạn", "Leg or stage")) { FilledFrom = Legs, IsOpen = true },
        new("Instruction", "String", "multiline", new("Hướng dẫn xử lý", "Instruction")),
        new("Unit", "String", "dropdown", new("Đơn vị thực hiện", "Unit"))
        {
            FilledFrom = Units,
            IsOpen = true,
            Choices = [new("Receiving", new("Bộ phận tiếp nhận (Một cửa)", "The receiving desk")), new("Competent", new("Cơ quan có thẩm quyền giải quyết", "The competent agency"))],
        },
        new("Position", "String", "dropdown", new("Vị trí xử lý", "Position")) { FilledFrom = Positions, IsOpen = true },
        new("Limit", "Decimal", "singleline", new("Thời hạn", "Time limit")),
        new("LimitUnit", "String", "dropdown", new("Đơn vị tính thời hạn", "Unit of the limit")) { Default = "WorkingHour", Choices = LimitUnits },
        new("OnlineLimit", "Decimal", "singleline", new("Thời hạn với hồ sơ trực tuyến (nếu khác)", "Limit for online dossiers, if it differs")),
        new("Forms", "String[]", "multitext", new("Biểu mẫu", "Forms")),
        Line("Product", "Sản phẩm của bước", "Product"),
        new("PortalStatus", "Int32", "dropdown", new("Trạng thái gửi Cổng DVCQG (nếu khác mặc định)", "Portal status, if not the usual one")) { Choices = PortalStatuses, IsOpen = true },
        Check("RequiresAttachment", "Bắt buộc đính kèm kết quả", "Attachment required"),
        Check("RequiresSignature", "Bắt buộc ký số", "Signature required"),
        Check("MayReturn", "Được trả lại bước trước", "May return to the previous step"),
        Check("MayRecall", "Được thu hồi", "May be recalled"),
        new("MaxRounds", "Int32", "singleline", new("Số lần quay lại dự kiến", "Planned number of rounds")) { Default = "0" },
    ];

    private static readonly Port Done = new("Done", new("Xong", "Done"));
    private static readonly Port Expired = new("Expired", new("Quá hạn", "Expired"));
    private static readonly Port SentBack = new("SentBack", new("Trả lại", "Sent back"));
    private static readonly Port Agreed = new("Agreed", new("Đồng ý", "Agreed"));

    /// <summary>Every type, in the order of the language.</summary>
    public static IReadOnlyList<ActivityType> Types { get; } =
    [
        Human(StepKind.Intake, "Tthc.Intake", Receiving, new("Tiếp nhận hồ sơ", "Intake"),
            new("Kiểm tra thành phần hồ sơ, cấp mã, hẹn ngày trả. Tiếp nhận thì bắt đầu tính thời hạn.", "Checks the papers, issues the code and the promised date. Accepting starts the clock."),
            [new("Accepted", new("Tiếp nhận", "Accepted")), new("Declined", new("Từ chối tiếp nhận", "Declined"))]),
        Human(StepKind.Handover, "Tthc.Handover", Receiving, new("Chuyển, bàn giao hồ sơ", "Handover"), new("Chuyển hồ sơ sang đơn vị khác trong cùng cơ quan.", "Hands the dossier to another unit."), [Done]),
        Human(StepKind.Assign, "Tthc.Assign", Receiving, new("Phân công thụ lý", "Assign"), new("Chọn người xử lý các bước tiếp theo của đơn vị.", "Names the officer of the unit's next steps."), [Done]),
        Human(StepKind.Examine, "Tthc.Examine", Handling, new("Thẩm định, thẩm tra", "Examine"), new("Xem xét nội dung hồ sơ.", "Examines the dossier on its merits."),
            [new("Passed", new("Đạt", "Passed")), new("Incomplete", new("Cần bổ sung", "Incomplete")), new("Failed", new("Không đạt", "Failed"))]),
        Human(StepKind.Verify, "Tthc.Verify", Handling, new("Xác minh, kiểm tra thực địa", "Verify"), new("Kiểm tra tại chỗ.", "Checks on site."),
            [new("Passed", new("Đạt", "Passed")), new("Failed", new("Không đạt", "Failed")), new("Remedy", new("Cần khắc phục", "Remedy"))]),
        Human(StepKind.Consult, "Tthc.Consult", Handling, new("Lấy ý kiến", "Consult"), new("Hỏi ý kiến cơ quan, đơn vị khác trong một thời hạn riêng.", "Asks another body, within a limit of its own."),
            [Agreed, new("Disagreed", new("Không đồng ý", "Disagreed")), new("NoReply", new("Không trả lời", "No reply"))],
            new ActivityInput("Silence", "String", "dropdown", new("Nếu không trả lời", "What silence means"))
            {
                Choices = [new("Consent", new("Coi như đồng ý", "Consent")), new("Escalate", new("Báo cáo lãnh đạo", "Escalate")), new("Wait", new("Tiếp tục chờ", "Wait"))],
            }),
        Human(StepKind.Work, "Tthc.Work", Handling, new("Bước xử lý khác", "Other work"), new("Bước có các kết quả do người xây dựng tự đặt.", "A step whose outcomes the author names."), [Done],
            new ActivityInput("Outcomes", "String[]", "dynamic-outcomes", new("Các kết quả xử lý", "Outcomes"))),
        Human(StepKind.Draft, "Tthc.Draft", Handling, new("Dự thảo kết quả", "Draft"), new("Soạn kết quả, trình duyệt.", "Drafts the result."), [Done]),
        Human(StepKind.Review, "Tthc.Review", Approving, new("Xem xét, thẩm tra dự thảo", "Review"), new("Lãnh đạo phòng xem xét dự thảo.", "Reviews the draft."), [Agreed, SentBack]),
        Human(StepKind.Sign, "Tthc.Sign", Approving, new("Ký duyệt, phê duyệt", "Sign"), new("Người có thẩm quyền ký.", "The competent person signs."),
            [new("Signed", new("Đã ký", "Signed")), SentBack, new("Rejected", new("Không phê duyệt", "Rejected"))]),
        Human(StepKind.Issue, "Tthc.Issue", Approving, new("Đóng dấu, vào sổ, phát hành", "Issue"), new("Hoàn thành bước này là xử lý xong (trạng thái 9).", "Its completion finishes the processing (status 9)."), [Done]),
        Human(StepKind.Transfer, "Tthc.Transfer", Linking, new("Chuyển liên thông", "Transfer"), new("Chuyển sang cơ quan khác; chặng sau tính từ khi bên nhận tiếp nhận.", "Sends the dossier to another agency; its leg starts on receipt."),
            [new("Received", new("Đã nhận", "Received")), SentBack]),
        Human(StepKind.AwaitSupplement, "Tthc.AwaitSupplement", Awaiting, new("Chờ bổ sung hồ sơ", "Await supplement"), new("Thời hạn tính theo chính sách bổ sung của quy trình (trạng thái 5).", "The clock follows the header's policy (status 5)."),
            [new("Supplemented", new("Đã bổ sung", "Supplemented")), Expired]),
        Human(StepKind.AwaitPayment, "Tthc.AwaitPayment", Awaiting, new("Chờ nghĩa vụ tài chính", "Await payment"), new("Tạm dừng tính thời hạn (trạng thái 6).", "The clock stands still (status 6)."),
            [new("Paid", new("Đã nộp", "Paid")), Expired]),
        Human(StepKind.AwaitApplicant, "Tthc.AwaitApplicant", Awaiting, new("Chờ công dân thực hiện việc khác", "Await applicant"), new("Thời hạn tạm dừng hay vẫn tính do ô “Thời hạn khi chờ” quy định.", "The input 'clock' says whether the clock stands still."),
            [Done, Expired],
            new ActivityInput("Clock", "String", "dropdown", new("Thời hạn khi chờ", "Clock while waiting"))
            {
                Choices = [new("Suspends", new("Tạm dừng, rồi tính tiếp", "Suspends")), new("Runs", new("Vẫn tính", "Runs")), new("Restarts", new("Tính lại từ đầu", "Restarts"))],
            }),
        new(StepKind.RunProcess, "Tthc.RunProcess", Linking, new("Gọi quy trình dùng chung", "Run a shared process"), new("Các bước của quy trình được gọi chạy tại đây; phiên bản được ghim khi gửi thẩm định; các nhánh ra là các kết quả của nó.", "The called process's steps run here; its version is pinned at submission; the ways out are its outcomes."), [Done],
        [
            .. Shared.Where(input => input.Name is "Step" or "Leg" or "Instruction" or "Unit" or "MaxRounds"),
            new("Process", "String", "dropdown", new("Quy trình được gọi", "Called process")) { FilledFrom = Processes, IsOpen = true },
            new("Outcomes", "String[]", "dynamic-outcomes", new("Các kết quả của quy trình được gọi", "Outcomes of the called process")),
        ]) { IsWork = true },
        Human(StepKind.ReturnResult, "Tthc.ReturnResult", Ending, new("Trả kết quả", "Return the result"), new("Hồ sơ kết thúc (trạng thái 10).", "The dossier ends (status 10)."), []),
        Human(StepKind.Reject, "Tthc.Reject", Ending, new("Từ chối giải quyết", "Reject"), new("Hồ sơ kết thúc (trạng thái 8).", "The dossier ends (status 8)."), []),
        Human(StepKind.Stop, "Tthc.Stop", Ending, new("Dừng giải quyết", "Stop"), new("Hồ sơ kết thúc (trạng thái 8).", "The dossier ends (status 8)."), []),
        new(StepKind.Start, "Elsa.Start", Branching, new("Bắt đầu", "Start"), new("Nơi quy trình bắt đầu.", "Where the process begins."), [Done], []),
        new(StepKind.Decision, "Elsa.FlowDecision", Branching, new("Rẽ nhánh theo điều kiện", "Decision"), new("Đúng hay sai.", "True or false."),
            [new("True", new("Đúng", "True")), new("False", new("Sai", "False"))], [new("Condition", "Boolean", "expression-editor", new("Điều kiện", "Condition")) { Syntax = "JavaScript" }]),
        new(StepKind.Switch, "Elsa.FlowSwitch", Branching, new("Rẽ nhiều nhánh", "Switch"), new("Nhánh đầu tiên có điều kiện đúng.", "The first case that holds."), [new("Default", new("Còn lại", "Otherwise"))],
        [
            new("Cases", "FlowSwitchCase[]", "flow-switch-editor", new("Các trường hợp", "Cases")) { IsWrapped = false },
            new("Mode", "String", "dropdown", new("Cách chọn", "Mode")) { Default = "MatchFirst", StoredTypeName = "Elsa.Workflows.Activities.SwitchMode, Elsa.Workflows.Core", Choices = [new("MatchFirst", new("Nhánh đúng đầu tiên", "First match"))] },
        ]),
        new(StepKind.Fork, "Elsa.FlowFork", Branching, new("Tách nhánh song song", "Fork"), new("Mọi nhánh cùng chạy.", "Every branch runs."), [],
            [new("Branches", "String[]", "dynamic-outcomes", new("Tên các nhánh", "Branches"))]),
        new(StepKind.Join, "Elsa.FlowJoin", Branching, new("Chờ các nhánh", "Join"), new("Gộp các nhánh song song.", "Brings branches together."), [Done],
        [
            new("Mode", "String", "dropdown", new("Chờ", "Waits for"))
            {
                Default = "WaitAll",
                StoredTypeName = "Elsa.Workflows.Activities.Flowchart.Models.FlowJoinMode, Elsa.Workflows.Core",
                Choices = [new("WaitAll", new("Chờ tất cả các nhánh", "All branches")), new("WaitAllActive", new("Chờ các nhánh đang chạy", "All active branches")), new("WaitAny", new("Chờ một nhánh bất kỳ, hủy các nhánh khác", "Any branch; the others are cancelled"))],
            },
        ]),
        new(StepKind.End, "Elsa.End", Ending, new("Kết thúc", "End"), new("Kết thúc quy trình nội bộ hoặc quy trình được gọi.", "Ends an internal or a called process."), [],
            [new("Outcome", "String", "dropdown", new("Kết quả của quy trình", "Outcome of the process")) { FilledFrom = Outcomes, IsOpen = true }]),
    ];

    private static readonly FrozenDictionary<string, ActivityType> ByName = Types.ToFrozenDictionary(type => type.TypeName, StringComparer.Ordinal);

    /// <summary>The type of that name; null for one we do not run.</summary>
    public static ActivityType? Find(string typeName) => ByName.GetValueOrDefault(typeName);

    /// <summary>The type behind a kind of step; null for <see cref="StepKind.Unknown"/>.</summary>
    public static ActivityType? Find(StepKind kind) => Types.FirstOrDefault(type => type.Kind == kind);

    private static ActivityType Human(StepKind kind, string typeName, Wording category, Wording name, Wording description, Port[] ports, params ActivityInput[] own) =>
        new(kind, typeName, category, name, description, ports, [.. Shared, .. own]) { IsWork = true };

    private static ActivityInput Line(string name, string vi, string en) => new(name, "String", "singleline", new(vi, en));

    private static ActivityInput Check(string name, string vi, string en) => new(name, "Boolean", "checkbox", new(vi, en)) { Default = "false" };
}

/// <summary>One type of activity, as Studio's toolbox and the compiler know it.</summary>
/// <param name="TypeName">Elsa's name, kept for ever in documents.</param>
/// <param name="Category">Heading in the toolbox; numbered, because Studio sorts headings by letter.</param>
/// <param name="Ports">Ways out whose names the type gives; more may come from an input (branches, cases, outcomes).</param>
public sealed record ActivityType(
    StepKind Kind, string TypeName, Wording Category, Wording Name, Wording Description, IReadOnlyList<Port> Ports, IReadOnlyList<ActivityInput> Inputs)
{
    private readonly FrozenDictionary<string, ActivityInput> _byKey = Inputs.ToFrozenDictionary(input => input.Key, StringComparer.Ordinal);

    /// <summary>The only version there is so far. Older ones stay known for ever once there is a second.</summary>
    public int Version { get; } = 1;

    /// <summary>True when people do something there.</summary>
    public bool IsWork { get; init; }

    /// <summary>True when nothing leaves it.</summary>
    public bool IsTerminal => Kind is StepKind.ReturnResult or StepKind.Reject or StepKind.Stop or StepKind.End;

    /// <summary>True when nothing arrives at it.</summary>
    public bool IsStart => Kind is StepKind.Start;

    internal FrozenSet<string> InputKeys => field ??= _byKey.Keys.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The input stored under that camel-case key.</summary>
    public ActivityInput? FindInput(string key) => _byKey.GetValueOrDefault(key);
}

/// <summary>A way out of an activity: the stored name, and what is drawn.</summary>
public sealed record Port(string Name, Wording Display);

/// <summary>A box that an author fills on an activity.</summary>
/// <param name="Name">PascalCase and ASCII; its camel case is the key in the document.</param>
/// <param name="Type">Elsa's alias of the value's type.</param>
/// <param name="UiHint">The editor Studio shows.</param>
public sealed record ActivityInput(string Name, string Type, string UiHint, Wording Display)
{
    /// <summary>What an absent input means; Studio shows it and does not store it.</summary>
    public string? Default { get; init; }

    /// <summary>The values of a dropdown, where they are fixed.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>Name of the list the caller fills a dropdown from; null where <see cref="Choices"/> are all.</summary>
    public string? FilledFrom { get; init; }

    /// <summary>True when other values than the listed ones may stand in a document.</summary>
    public bool IsOpen { get; init; }

    /// <summary>False for a plain JSON property (the cases of a switch).</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>The expression type Studio proposes.</summary>
    public string Syntax { get; init; } = Type is "String[]" ? "Object" : "Literal";

    /// <summary>The type name in stored documents, where it is not the alias.</summary>
    public string? StoredTypeName { get; init; }

    /// <summary>The type name Studio should have written.</summary>
    public string TypeName => StoredTypeName ?? Type;

    /// <summary>The key in the document.</summary>
    public string Key { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];
}

/// <summary>One value of a dropdown.</summary>
public sealed record Choice(string Value, Wording Display);
