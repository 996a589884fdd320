using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Every no about agencies, positions and holders (các trường hợp từ chối về tổ chức, nhân sự): code A1xx and a sentence. Codes are for good; sentences may get better.</summary>
public static class AgencyRefusals
{
    public static Refusal NotAnAdministrator { get; } = new("A101", new(
        "Chỉ quản trị được ghi việc sắp xếp cơ quan, đơn vị và người giữ vị trí.", "Only administrators may record changes of agencies, units and holders."));

    public static Refusal DecisionMissing { get; } = new("A102", new(
        "Phải ghi số quyết định (không quá 200 ký tự).", "The number of the decision is missing, or longer than 200 characters."));

    public static Refusal SignedInTheFuture { get; } = new("A103", new(
        "Ngày ký quyết định không được sau hôm nay.", "The decision cannot be signed later than today."));

    public static Refusal NoSuchAgency(AgencyCode code) => new("A104", new(
        $"Không có cơ quan, đơn vị nào mang mã {code}.", $"There is no agency or unit with the code {code}."));

    public static Refusal CodeTaken(AgencyCode code) => new("A105", new(
        $"Mã {code} đã dùng, kể cả khi đơn vị đó đã thôi hoạt động; mã không dùng lại.", $"The code {code} is taken, even where its agency is gone; codes are not used again."));

    public static Refusal NotOn(AgencyCode code, DateOnly day) => new("A106", new(
        $"Ngày {day:dd/MM/yyyy} không có cơ quan, đơn vị {code}: chưa thành lập hoặc đã thôi hoạt động.", $"On {day:yyyy-MM-dd} there is no {code}: it is not founded yet, or gone."));

    public static Refusal NameMissing { get; } = new("A107", new(
        "Phải ghi tên (không quá 200 ký tự).", "The name is missing, or longer than 200 characters."));

    public static Refusal NothingChanges { get; } = new("A108", new(
        "Không có gì thay đổi: từ ngày đó đã như vậy.", "Nothing changes: it is so on that day already."));

    public static Refusal UnderItself(AgencyCode code) => new("A109", new(
        $"{code} sẽ nằm dưới chính nó: cây tổ chức bị vòng.", $"{code} would stand under itself: the tree would have a ring."));

    public static Refusal ParentEnds(AgencyCode parent, DateOnly last) => new("A110", new(
        $"Cơ quan cấp trên {parent} chỉ hoạt động đến hết ngày {last:dd/MM/yyyy}; đơn vị bên dưới không thể tồn tại lâu hơn.", $"{parent}, above it, ends with {last:yyyy-MM-dd}; what stands under it cannot outlive it."));

    public static Refusal OutlivesParent(AgencyCode code, AgencyCode parent) => new("A111", new(
        $"{code} tồn tại lâu hơn cơ quan cấp trên {parent}.", $"{code} would outlive {parent}, above it."));

    public static Refusal ChangedLater(AgencyCode code, DateOnly day) => new("A112", new(
        $"{code} đã có thay đổi ghi từ ngày {day:dd/MM/yyyy}; thay đổi mới phải từ sau ngày đó và khi đơn vị còn hoạt động.", $"A change of {code} from {day:yyyy-MM-dd} is recorded already; a new one comes after it, while the agency exists."));

    public static Refusal UnitsLeft(AgencyCode code, int units) => new("A113", new(
        $"Dưới {code} còn {units} đơn vị; phải nêu đơn vị kế thừa để chuyển sang.", $"{units} units stand under {code}; name the successor they go to."));

    public static Refusal HoldersLeft(AgencyCode code, int holders) => new("A114", new(
        $"{code} còn {holders} người giữ vị trí; phải nêu họ sang đơn vị kế thừa hay thôi giữ.", $"{holders} officers hold posts in {code}; say whether they go to the successor or leave their posts."));

    public static Refusal WorkLeft(AgencyCode code, int steps) => new("A115", new(
        $"{code} còn {steps} bước hồ sơ đang xử lý; phải nêu đơn vị kế thừa.", $"{steps} steps of dossiers are open at {code}; name the successor."));

    public static Refusal NobodyForTheWork(AgencyCode code, PositionKey position, int steps) => new("A116", new(
        $"{code} còn {steps} bước đang xử lý của vị trí {position}, nhưng ở đơn vị kế thừa không ai giữ vị trí này.", $"{steps} steps for {position} are open at {code}, and nobody holds that position at the successor."));

    public static Refusal SucceedsItself(AgencyCode code) => new("A117", new(
        $"{code} không thể kế thừa chính nó.", $"{code} cannot succeed itself."));

    public static Refusal TooFewToMerge { get; } = new("A118", new(
        "Sáp nhập cần ít nhất một đơn vị khác đơn vị nhận; hợp nhất thành đơn vị mới cần ít nhất hai; không nêu một đơn vị hai lần.", "A merger needs at least one agency besides the one it joins, two where a new one is founded, each named once."));

    public static Refusal TooFewParts { get; } = new("A119", new(
        "Chia một cơ quan phải thành ít nhất hai cơ quan mới. Nếu cơ quan cũ vẫn còn, hãy dùng thành lập (tách).", "An agency is split into at least two new ones. Where the old one remains, establish the new one."));

    public static Refusal NoSuchPosition(PositionKey position) => new("A120", new(
        $"Không có vị trí xử lý {position} trong những ngày đó.", $"There is no position {position} on these days."));

    public static Refusal PostTaken(Position position, Holder holder)
    {
        ArgumentNullException.ThrowIfNull(position);
        ArgumentNullException.ThrowIfNull(holder);
        return new("A121", new(
            $"{position.Name} chỉ một người giữ, và {holder.Name} đang giữ trong những ngày đó. Hãy ghi người đó thôi giữ trước.",
            $"{position.Name} is held by one person, and {holder.Name} holds it on these days. Record first that they leave it."));
    }

    public static Refusal HoldsAlready(OfficerId officer) => new("A122", new(
        $"{officer} đã giữ vị trí này trong những ngày đó.", $"{officer} holds this post on these days already."));

    public static Refusal DoesNotHold(OfficerId officer) => new("A123", new(
        $"{officer} không giữ vị trí này từ ngày đó.", $"{officer} does not hold this post from that day on."));

    public static Refusal DaysWrong { get; } = new("A124", new(
        "Ngày không hợp lý: ngày cuối không được trước ngày đầu.", "The days make no sense: the last is not before the first."));

    public static Refusal OutlivesPlace(AgencyCode place, DateOnly last) => new("A125", new(
        $"{place} chỉ hoạt động đến hết ngày {last:dd/MM/yyyy}.", $"{place} ends with {last:yyyy-MM-dd}."));

    public static Refusal OtherName(OfficerId officer, string name) => new("A126", new(
        $"Tài khoản {officer} là của {name}.", $"The account {officer} belongs to {name}."));

    public static Refusal PositionTaken(PositionKey position) => new("A127", new(
        $"Mã vị trí {position} đã dùng.", $"The position {position} exists already."));

    public static Refusal UnitWithoutAgency { get; } = new("A128", new(
        "Phòng, bộ phận phải thuộc một cơ quan.", "A unit belongs to an agency."));

    public static Refusal NoCatalogue { get; } = new("A129", new(
        "Chưa nạp danh mục của tỉnh nên chưa có cơ quan nào để sắp xếp.", "No catalogue has been loaded, so there are no agencies to change."));

    public static Refusal NoHead(bool ofUnits) => new("A130", ofUnits
        ? new("Không tìm thấy dòng tiêu đề. Bảng đơn vị cần các cột: Mã định danh, Tên, Cấp; có thể thêm Mã cấp trên, Từ ngày.", "No head was found. A table of units needs the columns Mã định danh, Tên, Cấp; Mã cấp trên and Từ ngày may be added.")
        : new("Không tìm thấy dòng tiêu đề. Bảng người giữ vị trí cần các cột: Tài khoản, Họ tên, Mã đơn vị, Vị trí; có thể thêm Hình thức, Từ ngày, Đến ngày.", "No head was found. A table of holders needs the columns Tài khoản, Họ tên, Mã đơn vị, Vị trí; Hình thức, Từ ngày and Đến ngày may be added."));

    public static Refusal NoRows { get; } = new("A131", new(
        "Bảng có tiêu đề nhưng không có dòng nào.", "The table has a head but no rows."));

    public static Refusal CatalogueChanged { get; } = new("stale", new(
        "Danh mục vừa được người khác cập nhật. Hãy tải lại rồi thực hiện tiếp.", "Somebody else has just changed the catalogue. Load it again and go on."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotAnAdministrator, DecisionMissing, SignedInTheFuture, NoSuchAgency(Unit), CodeTaken(Unit), NotOn(Unit, Day), NameMissing, NothingChanges, UnderItself(Unit), ParentEnds(Agency, Day),
        OutlivesParent(Unit, Agency), ChangedLater(Unit, Day), UnitsLeft(Agency, 4), HoldersLeft(Unit, 3), WorkLeft(Unit, 12), NobodyForTheWork(Unit, Clerk, 5), SucceedsItself(Unit), TooFewToMerge,
        TooFewParts, NoSuchPosition(Clerk), PostTaken(new(Clerk, "Văn thư", false), new(Somebody, "Tẩn Thị Kim Liên Hương", Agency, Clerk, null, null)), HoldsAlready(Somebody), DoesNotHold(Somebody), DaysWrong,
        OutlivesPlace(Unit, Day), OtherName(Somebody, "Tẩn Thị Kim Liên Hương"), PositionTaken(Clerk), UnitWithoutAgency, NoCatalogue, NoHead(true), NoRows, CatalogueChanged,
    ];

    private static AgencyCode Agency => new("H35.40");

    private static AgencyCode Unit => new("H35.40.02");

    private static PositionKey Clerk => new("van-thu");

    private static OfficerId Somebody => new("vanthu");

    private static DateOnly Day => new(2026, 6, 30);
}
