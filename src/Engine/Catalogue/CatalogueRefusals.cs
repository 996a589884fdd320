using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Every no about the catalogue (các trường hợp từ chối về danh mục): L1xx refuse an act, L2xx name what is wrong in one cell of a file that is imported.</summary>
public static class CatalogueRefusals
{
    // ---- Acts

    public static Refusal NotAController { get; } = new("L101", new(
        "Chỉ cán bộ kiểm soát thủ tục hành chính của tỉnh được cập nhật danh mục.", "Only the province's controllers may change the catalogue."));

    public static Refusal HasFaults(int faults) => new("L102", new(
        $"Tệp còn {faults} lỗi nên chưa nhập dòng nào. Hãy sửa tệp theo bảng lỗi rồi nhập lại.", $"The file has {faults} faults, so nothing was taken over. Mend it by the list of faults and import it again."));

    public static Refusal NothingChanges { get; } = new("L103", new(
        "Tệp giống hệt danh mục hiện hành, không có gì để cập nhật.", "The file is the same as the catalogue; there is nothing to take over."));

    public static Refusal ChangedMeanwhile(int seen, int current) => new("L104", new(
        $"Bản xem trước so với danh mục lần {seen}, nhưng danh mục hiện hành là lần {current}. Hãy xem lại phần thay đổi rồi cập nhật.",
        $"The preview compared with version {seen} of the catalogue, but version {current} is in force. Look at the changes again, then take them over."));

    public static Refusal ImportSettled { get; } = new("L105", new(
        "Lần nhập này đã được cập nhật vào danh mục hoặc đã bỏ.", "This import was already taken over or withdrawn."));

    public static Refusal NoReason { get; } = new("L106", new(
        "Phải ghi lý do hoặc căn cứ.", "A reason or basis must be stated."));

    public static Refusal NoCodeColumn { get; } = new("L107", new(
        "Không tìm thấy dòng tiêu đề có cột “Mã thủ tục”. Hãy dùng tệp mẫu.", "No head with a column for the procedure's code was found. Use the blank file."));

    public static Refusal NotACatalogue { get; } = new("L108", new(
        "Tệp JSON không phải câu trả lời LayDanhSachTTHC hoặc LayThuTuc: không có thủ tục nào mang “MATTHC”.", "The JSON file is no answer of LayDanhSachTTHC or LayThuTuc: no procedure in it carries “MATTHC”."));

    public static Refusal BrokenJson(string fault) => new("L109", new(
        $"Tệp JSON bị hỏng: {fault}", $"The JSON file is broken: {fault}"));

    public static Refusal NoRows { get; } = new("L110", new(
        "Tệp không có thủ tục nào.", "The file holds no procedure."));

    public static Refusal NoCatalogue { get; } = new("L111", new(
        "Tỉnh chưa nạp danh mục nên chưa cập nhật được.", "The province has no catalogue yet, so nothing can be changed in it."));

    public static Refusal DecisionIncomplete(Wording what) => new("L112", new(
        $"Quyết định phải ghi {what.Vi}.", $"The decision must state {what.En}."));

    public static Refusal SignedInTheFuture { get; } = new("L113", new(
        "Ngày ký quyết định không được sau hôm nay.", "The decision cannot be signed later than today."));

    public static Refusal EffectiveBeforeSigned { get; } = new("L114", new(
        "Ngày có hiệu lực không được trước ngày ký.", "A decision cannot take effect before it is signed."));

    public static Refusal DecisionKnown(string number) => new("L115", new(
        $"Quyết định {number} đã có trong sổ.", $"Decision {number} is in the register already."));

    public static Refusal UnknownProcedure(ProcedureCode code) => new("L116", new(
        $"Thủ tục {code} không có trong danh mục; hãy nhập thủ tục trước.", $"Procedure {code} is not in the catalogue; import it first."));

    public static Refusal ProcedureTwice(ProcedureCode code) => new("L117", new(
        $"Thủ tục {code} ghi hai lần trong cùng quyết định.", $"Procedure {code} stands twice in the decision."));

    public static Refusal AlreadyAbolished(ProcedureCode code, DateOnly from) => new("L118", new(
        $"Thủ tục {code} đã bị bãi bỏ từ {from:dd/MM/yyyy}.", $"Procedure {code} was abolished from {from:yyyy-MM-dd} on."));

    public static Refusal DecisionTooLong { get; } = new("L119", new(
        $"Quyết định có hơn {ListingDecision.MostLines} thủ tục.", $"The decision has more than {ListingDecision.MostLines} procedures."));

    public static Refusal NotYourProcess { get; } = new("L120", new(
        "Chỉ người xây dựng quy trình hoặc lãnh đạo của cơ quan có quy trình được xác nhận “vẫn phù hợp”.", "Only authors and leaders of the agency that owns the process may note that it still holds."));

    public static Refusal NotToBeRechecked { get; } = new("L121", new(
        "Quy trình này không còn trong danh sách cần rà soát.", "This process is not on the list to be gone over any more."));

    public static Refusal DecisionUnknown(string number) => new("L122", new(
        $"Sổ không có quyết định {number}.", $"The register has no decision {number}."));

    // ---- Laws and fields

    public static Refusal LawIncomplete(Wording what) => new("L123", new(
        $"Văn bản phải ghi {what.Vi}.", $"The document must state {what.En}."));

    public static Refusal LawKnown(string number) => new("L124", new(
        $"Văn bản {number} đã có trong danh mục.", $"Document {number} is in the catalogue already."));

    public static Refusal LawUnknown(string number) => new("L125", new(
        $"Danh mục không có văn bản {number}.", $"The catalogue has no document {number}."));

    public static Refusal EndsBeforeItBegins(DateOnly begins) => new("L126", new(
        $"Ngày hết hiệu lực không được trước ngày ban hành hoặc ngày có hiệu lực ({begins:dd/MM/yyyy}).", $"It cannot end before it was issued or came into force ({begins:yyyy-MM-dd})."));

    public static Refusal ReplacesItself { get; } = new("L127", new(
        "Văn bản không thể được thay bằng chính nó.", "A document cannot be replaced by itself."));

    public static Refusal ReplacementUnknown(string number) => new("L128", new(
        $"Văn bản thay thế {number} chưa có trong danh mục; hãy ghi văn bản đó trước.", $"The replacing document {number} is not in the catalogue; enter it first."));

    public static Refusal LawEnded(string number, DateOnly to) => new("L129", new(
        $"Văn bản {number} đã ghi hết hiệu lực sau {to:dd/MM/yyyy}; nếu ghi sai, hãy đính chính.", $"Document {number} already ends after {to:yyyy-MM-dd}; correct it where that is wrong."));

    public static Refusal LawNotChanged { get; } = new("L130", new(
        "Nội dung giống hệt danh mục hiện hành, không có gì để cập nhật.", "It says what the catalogue says already; nothing changes."));

    public static Refusal LawCited(string number, int citing) => new("L131", new(
        $"Không đổi được số {number}: danh mục còn {citing} chỗ dẫn chiếu số này. Hãy ghi văn bản có số đúng rồi sửa các chỗ dẫn chiếu.",
        $"The number {number} stays: {citing} entries of the catalogue cite it. Enter the document under its right number, then change what cites it."));

    public static Refusal OrderOutOfBounds { get; } = new("L132", new(
        $"Thứ tự căn cứ chung là số từ 1 đến {LawDecider.LastOrder}.", $"The place among the bases of every decision is a number from 1 to {LawDecider.LastOrder}."));

    public static Refusal FieldIncomplete(Wording what) => new("L133", new(
        $"Lĩnh vực phải ghi {what.Vi}.", $"The field must state {what.En}."));

    public static Refusal FieldKnown(string name) => new("L134", new(
        $"Mã hoặc tên này đã dùng cho lĩnh vực “{name}”.", $"The code or name is field '{name}''s already."));

    public static Refusal FieldNotListed(string code) => new("L135", new(
        $"Danh mục không có lĩnh vực mã {code}.", $"The catalogue has no field of the code {code}."));

    public static Refusal FieldInUse(string name, int procedures) => new("L136", new(
        $"Sau ngày đó lĩnh vực “{name}” còn {procedures} thủ tục có hiệu lực; hãy chuyển các thủ tục sang lĩnh vực khác trước.", $"After that day field '{name}' still has {procedures} procedures in force; lead them to another field first."));

    public static Refusal FieldEnded(string name, DateOnly to) => new("L137", new(
        $"Lĩnh vực “{name}” không dùng nữa sau {to:dd/MM/yyyy}.", $"Field '{name}' is not used after {to:yyyy-MM-dd}."));

    // ---- Cells of a file

    public static Refusal CodeMissing { get; } = new("L201", new(
        "Dòng này không thuộc thủ tục nào: thiếu mã thủ tục.", "The row belongs to no procedure: its code is missing."));

    public static Refusal CodeMalformed(string text) => new("L202", new(
        $"“{text}” không phải mã thủ tục. Mã quốc gia có dạng 1.004203 hoặc 1.010708.000.00.00.H56; mã nội bộ có dạng NB-SKHCN-01.",
        $"'{text}' is no procedure's code. National codes are written 1.004203 or 1.010708.000.00.00.H56, internal ones NB-SKHCN-01."));

    public static Refusal CodeTwice(ProcedureCode code, int row) => new("L203", new(
        $"Thủ tục {code} đã có ở dòng {row}.", $"Procedure {code} stands in row {row} already."));

    public static Refusal Missing(Wording what) => new("L204", new(
        $"Thiếu {what.Vi}.", $"The {what.En} is missing."));

    public static Refusal DiffersFromRow(int row) => new("L205", new(
        $"Khác với dòng {row} của cùng thủ tục.", $"It differs from row {row} of the same procedure."));

    public static Refusal UnknownField(string text) => new("L206", new(
        $"Lĩnh vực “{text}” không có trong danh mục lĩnh vực.", $"Field '{text}' is not among the listed fields."));

    public static Refusal UnknownLevel(string text) => new("L207", new(
        $"“{text}” không phải cấp thực hiện. Ghi “Cấp tỉnh”, “Cấp xã” (hoặc “Cấp huyện” cho thời gian trước 01/7/2025).", $"'{text}' is no level. Write “Cấp tỉnh” or “Cấp xã” (“Cấp huyện” before 1 July 2025)."));

    public static Refusal UnknownKind(string text) => new("L208", new(
        $"“{text}” không phải loại thủ tục. Chọn một trong: {ProcedureKinds.Printed}.", $"'{text}' is no type of procedure. Choose one of: {ProcedureKinds.Printed}."));

    public static Refusal UnknownAgency(string text) => new("L209", new(
        $"Cơ quan “{text}” không có trong danh mục cơ quan (ghi mã định danh hoặc đúng tên).", $"Agency '{text}' is not in the catalogue (write its identifier or its exact name)."));

    public static Refusal NotADay(string text) => new("L210", new(
        $"“{text}” không phải ngày. Ghi dạng 05/6/2026 hoặc 2026-06-05.", $"'{text}' is no day. Write 05/6/2026 or 2026-06-05."));

    public static Refusal CaseMalformed(string text) => new("L211", new(
        $"Mã trường hợp “{text}” chỉ gồm chữ không dấu, số, dấu chấm, gạch nối; tối đa 60 ký tự.", $"Case key '{text}' may only have plain letters, digits, dots and hyphens, at most 60."));

    public static Refusal CaseUnnamed(string key) => new("L212", new(
        $"Trường hợp “{key}” chưa có tên.", $"Case '{key}' has no name."));

    public static Refusal LimitMalformed(string text) => new("L213", new(
        $"“{text}” không phải thời hạn. Ghi số (7 hoặc 2,5), từ 0 đến 3660 ngày, tròn phút.", $"'{text}' is no limit. Write a number (7 or 2,5), 0 to 3660 days, in whole minutes."));

    public static Refusal UnitMissing { get; } = new("L214", new(
        "Thiếu đơn vị thời hạn: “ngày làm việc”, “giờ làm việc” hoặc “ngày”.", "The limit's unit is missing: “ngày làm việc”, “giờ làm việc” or “ngày”."));

    public static Refusal UnitUnknown(string text) => new("L215", new(
        $"“{text}” không phải đơn vị thời hạn. Ghi “ngày làm việc”, “giờ làm việc” hoặc “ngày”.", $"'{text}' is no unit of a limit. Write “ngày làm việc”, “giờ làm việc” or “ngày”."));

    public static Refusal LimitTwice { get; } = new("L216", new(
        "Trường hợp này đã có thời hạn ở dòng trên.", "The case has a limit in a row above."));

    public static Refusal CountMalformed(string text) => new("L217", new(
        $"“{text}” không phải số lượng bản: ghi số nguyên từ 0 đến 1000.", $"'{text}' is no number of copies: write a whole number from 0 to 1000."));

    public static Refusal ComponentTwice(string name) => new("L218", new(
        $"Giấy tờ “{name}” đã có ở dòng trên cho cùng trường hợp.", $"Paper '{name}' stands above for the same case."));

    public static Refusal AmountMalformed(string text) => new("L219", new(
        $"“{text}” không phải số tiền. Ghi 100000, 100.000 hoặc 100.000 đồng; không thu thì ghi 0.", $"'{text}' is no amount. Write 100000, 100.000 or 100.000 đồng; 0 where nothing is collected."));

    public static Refusal AmountTooSmall(string text) => new("L220", new(
        $"Mức thu “{text}” dưới 100 đồng: hãy kiểm tra dấu phân cách hàng nghìn.", $"The charge '{text}' is less than 100 dong: look at its thousands separators."));

    public static Refusal MomentUnknown(string text) => new("L221", new(
        $"“{text}” không phải thời điểm thu. Ghi 1 (khi tiếp nhận), 2 (khi bổ sung) hoặc 4 (khi trả kết quả).", $"'{text}' is no moment of collection. Write 1 (at intake), 2 (at a supplement) or 4 (at return)."));

    public static Refusal FeeTwice(string name) => new("L222", new(
        $"Khoản thu “{name}” đã có ở dòng trên cho cùng trường hợp.", $"Charge '{name}' stands above for the same case."));

    public static Refusal ColumnUnknown(string head) => new("L223", new(
        $"Cột “{head}” không có trong mẫu.", $"Column '{head}' is not one of the blank file's."));

    public static Refusal ColumnTwice(string head) => new("L224", new(
        $"Cột “{head}” có hai lần.", $"Column '{head}' stands there twice."));

    public static Refusal TooLong(int most) => new("L225", new(
        $"Nội dung dài hơn {most} ký tự.", $"The text is longer than {most} letters."));

    public static Refusal AbolishedByDecision(string number, DateOnly from) => new("L226", new(
        $"Theo {number}, thủ tục bị bãi bỏ từ {from:dd/MM/yyyy}; ngày khác phải ghi bằng một quyết định trong sổ.", $"By {number} the procedure is abolished from {from:yyyy-MM-dd}; another day takes a decision in the register."));

    public static Refusal ResultTwice(string name) => new("L227", new(
        $"Kết quả “{name}” đã có ở dòng trên cho cùng trường hợp.", $"Result '{name}' stands above for the same case."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotAController, HasFaults(300), NothingChanges, ChangedMeanwhile(3, 4), ImportSettled, NoReason, NoCodeColumn, NotACatalogue, BrokenJson("…"), NoRows, NoCatalogue,
        DecisionIncomplete(new("số quyết định", "its number")), SignedInTheFuture, EffectiveBeforeSigned, DecisionKnown("1234/QĐ-UBND"), UnknownProcedure(new("1.004203")),
        ProcedureTwice(new("1.004203")), AlreadyAbolished(new("1.004203"), new(2026, 7, 1)), DecisionTooLong, NotYourProcess, NotToBeRechecked, DecisionUnknown("1234/QĐ-UBND"),
        LawIncomplete(new("số, ký hiệu", "its number")), LawKnown("118/2025/NĐ-CP"), LawUnknown("118/2025/NĐ-CP"), EndsBeforeItBegins(new(2025, 7, 1)), ReplacesItself, ReplacementUnknown("118/2025/NĐ-CP"),
        LawEnded("61/2018/NĐ-CP", new(2025, 6, 30)), LawNotChanged, LawCited("118/2025/NĐ-CP", 3), OrderOutOfBounds, FieldIncomplete(new("tên lĩnh vực", "its name")), FieldKnown("Đất đai"),
        FieldNotListed("G09-TN01"), FieldInUse("Đất đai", 3), FieldEnded("Đất đai", new(2026, 6, 30)),
        CodeMissing, CodeMalformed("1.4203"), CodeTwice(new("1.004203"), 7), Missing(new("tên thủ tục", "procedure's name")), DiffersFromRow(7), UnknownField("Đất"), UnknownLevel("Cấp khu"),
        UnknownKind("khác"), UnknownAgency("Sở Ngoại vụ"), NotADay("31/02/2026"), CaseMalformed("cấp mới"), CaseUnnamed("cap-moi"), LimitMalformed("bảy"), UnitMissing, UnitUnknown("tuần"),
        LimitTwice, CountMalformed("nhiều"), ComponentTwice("Tờ khai"), AmountMalformed("1.00.0"), AmountTooSmall("50"), MomentUnknown("3"), FeeTwice("Lệ phí"), ColumnUnknown("Mã vùng"),
        ColumnTwice("Mã thủ tục"), TooLong(500), AbolishedByDecision("1234/QĐ-UBND", new(2026, 7, 1)), ResultTwice("Giấy phép"),
    ];
}
