using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Papers;

/// <summary>All printed papers, made from journals.</summary>
public sealed class PaperPressTests
{
    internal static readonly DossierCode Code = DossierCode.Parse("H35.99-260302-0007");

    internal static readonly ProvinceCatalogue Catalogue = new()
    {
        Procedures = [],
        Positions = [new Position(new("chuyen-vien"), "Chuyên viên", false), new Position(new("truong-phong"), "Trưởng phòng", false)],
        Holders = [],
        Agencies =
        [
            new Agency(A.Commune, "UBND xã Bình Lư", AgencyLevel.Commune, null, null, null, null),
            new Agency(A.Desk, "Trung tâm Phục vụ hành chính công xã Bình Lư", AgencyLevel.Unit, A.Commune, null, null, null),
        ],
    };

    internal static PaperSource SourceOf(Story story) => SourceOf(story.Journal, story.Process, story.Now);

    internal static PaperSource SourceOf(IReadOnlyList<DossierEvent> journal, ProcessDefinition process, DateTimeOffset now) => new(
        Code, journal, [.. journal.Select((_, at) => new string((char)('a' + at % 6), 64))], process, Calendar.Book, Catalogue,
        new(new[] { A.DeskOfficer, A.Head, A.Minh, A.Chairman, A.Clerk }.ToDictionary(officer => officer.Id, officer => officer.Name), Catalogue.Agencies.ToDictionary(agency => agency.Code, agency => agency.Name)),
        now, "https://tthc.example.vn/");

    /// <summary>The permit from receipt to the result handed out.</summary>
    internal static Story Finished() => A.Story().UntilExamination().At("2026-03-05 09:00").Completes(A.Minh, "B3", "Passed").At("2026-03-06 08:00").Completes(A.Minh, "B4", "Done")
        .Completes(A.Head, "B5", "Agreed").At("2026-03-09 09:00").Completes(A.Chairman, "B6", "Signed").At("2026-03-09 10:00").Completes(A.Clerk, "B7", "Done")
        .At("2026-03-10 08:00").Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ"));

    [Test]
    public void A_finished_dossier_has_its_papers_in_the_order_of_the_journal()
    {
        var offers = new PaperPress(SourceOf(Finished())).Offers();
        Assert.That(offers.Select(offer => offer.Kind).Distinct(),
            Is.EqualTo([PaperKind.Receipt, PaperKind.HandOver, PaperKind.ResultHandOver, PaperKind.ReturnRecord, PaperKind.ControlSlip, PaperKind.ProcessSlip]));
        Assert.That(offers.Count(offer => offer.Kind is PaperKind.HandOver), Is.EqualTo(1), "only the way from the desk to the commune is between two places");
    }

    [Test]
    public void Every_field_a_layout_asks_for_is_filled_and_every_field_that_is_filled_may_be_asked_for()
    {
        using var scope = Assert.EnterMultipleScope();
        foreach (var kind in Enum.GetValues<PaperKind>().Where(kind => kind is not PaperKind.RegisterBook))
        {
            var known = PaperFields.Of(kind);
            var asked = Texts(FormLayout.Of(kind)).SelectMany(FormFilling.PlaceholdersOf).ToHashSet();
            Assert.That(asked, Is.SubsetOf(known), $"{kind}");
        }
        foreach (var paper in Every())
        {
            var filled = paper.Fields.Keys.Concat(paper.Lists.SelectMany(list => list.Value.SelectMany(row => row.Keys.Select(name => $"{list.Key}.{name}")))).ToHashSet();
            Assert.That(filled, Is.SubsetOf(PaperFields.Of(paper.Kind)), $"{paper.Kind}");
            Assert.That(Texts(FormLayout.Of(paper.Kind)).SelectMany(FormFilling.PlaceholdersOf).Where(name => !name.Contains('.', StringComparison.Ordinal)).Distinct(), Is.SubsetOf(filled), $"{paper.Kind}");
            Assert.That(FormFilling.Fill(FormLayout.Of(paper.Kind), paper).OfType<FilledPart.Line>().Select(line => line.Text.Text), Has.None.Contains("«"), $"{paper.Kind}");
        }
    }

    [Test]
    public void The_receipt_says_hour_and_date_and_how_they_were_counted()
    {
        var receipt = new PaperPress(SourceOf(Finished())).Print(PaperKind.Receipt)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt.Form.Corner, Is.EqualTo("Mẫu số 01 – TT 03/2025/TT-VPCP"));
            Assert.That(receipt.Fields["NgayTiepNhan"], Is.EqualTo("09 giờ 00 phút, ngày 02/03/2026"));
            Assert.That(receipt.Fields["HenTra"], Is.EqualTo("09 giờ 00 phút, ngày 11/03/2026"));
            Assert.That(receipt.Fields["CachTinh"], Does.Contain("giờ làm việc"));
            Assert.That(receipt.Fields["DiaDanh"], Is.EqualTo("Bình Lư"));
            Assert.That(receipt.Fields["NgayKy"], Is.EqualTo("ngày 02 tháng 03 năm 2026"));
            Assert.That(receipt.Lists["ThanhPhan"].Select(row => row["BanChinh"]), Is.EqualTo(["1", "2"]));
        }
    }

    [Test]
    public void The_hand_over_names_both_sides_and_the_record_of_return_who_took_it()
    {
        var press = new PaperPress(SourceOf(Finished()));
        var (over, back) = (press.Print(PaperKind.HandOver)!.Fields, press.Print(PaperKind.ReturnRecord)!.Fields);
        Assert.That((over["BenGiao"], over["NguoiGiao"], over["BenNhan"], over["NguoiNhan"]),
            Is.EqualTo(("Trung tâm Phục vụ hành chính công xã Bình Lư", "Lò Thị Mai", "UBND xã Bình Lư", "Trưởng phòng")));
        Assert.That((back["NguoiNhan"], back["ThoiDiem"]), Is.EqualTo(("Mùa A Dơ", "08 giờ 00 phút, ngày 10/03/2026")));
    }

    [Test]
    public void The_process_slip_tells_who_did_what_and_to_whom_it_went()
    {
        var rows = new PaperPress(SourceOf(Finished())).Print(PaperKind.ProcessSlip)!.Lists["QuaTrinh"];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows[0]["ThaoTac"], Is.EqualTo("Tiếp nhận hồ sơ"));
            Assert.That(rows.Select(row => row["TT"]), Is.EqualTo(Enumerable.Range(1, rows.Count).Select(number => $"{number}")));
            Assert.That(rows.Single(row => row["ThaoTac"].StartsWith("B2", StringComparison.Ordinal))["NguoiNhan"], Is.EqualTo("Nguyễn Văn Minh"));
            Assert.That(rows.Single(row => row["ThaoTac"].StartsWith("B2", StringComparison.Ordinal))["ThoiHan"], Is.EqualTo("09:00 05/03/2026"), "24 hours of B3, counted from Mon 09:00");
        }
    }

    [Test]
    public void A_dossier_received_before_July_2025_gets_the_forms_of_the_former_circular()
    {
        var story = Finished();
        var before = new DateTimeOffset(2025, 6, 30, 16, 0, 0, TimeSpan.FromHours(7)) - story.Journal[0].At;
        DossierEvent[] journal = [((DossierEvent.Received)story.Journal[0]) with { At = story.Journal[0].At + before }, .. story.Journal.Skip(1)];
        var former = new PaperPress(SourceOf(journal, story.Process, story.Now)).Offers();
        var current = new PaperPress(SourceOf(story)).Offers();
        string CornerOf(IEnumerable<PaperOffer> offers, PaperKind kind) => offers.First(offer => offer.Kind == kind).Form.Corner;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CornerOf(former, PaperKind.ControlSlip), Is.EqualTo("Mẫu số 05 – TT 01/2018/TT-VPCP"));
            Assert.That(CornerOf(current, PaperKind.ControlSlip), Is.EqualTo("Mẫu số 06 – TT 03/2025/TT-VPCP"));
            Assert.That(CornerOf(former, PaperKind.Receipt), Is.EqualTo("Mẫu số 01 – TT 01/2018/TT-VPCP"));
            Assert.That(FormSet.Former.Of(PaperKind.StopNotice), Is.Null, "that circular knows no such notice");
            Assert.That(FormSet.Current.Of(PaperKind.StopNotice)?.Number, Is.EqualTo("05"));
            Assert.That((FormSet.Former.Of(PaperKind.RegisterBook)?.Number, FormSet.Current.Of(PaperKind.RegisterBook)?.Number), Is.EqualTo(("06", "07")));
        }
    }

    [Test]
    public void The_day_the_circular_counts_from_is_the_catalogues_where_it_says_one()
    {
        LegalDocument[] laws = [new("03/2025/TT-VPCP", "Thông tư", "VPCP", null, new(2025, 8, 1), null, null, [], null)];
        Assert.That((FormSet.On(new(2025, 7, 15)), FormSet.On(new(2025, 7, 15), laws), FormSet.On(new(2025, 8, 1), laws)), Is.EqualTo((FormSet.Current, FormSet.Former, FormSet.Current)));
    }

    [Test]
    public void A_dossier_that_was_not_accepted_gets_its_refusal_with_the_reason()
    {
        var story = A.Story().Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Declined", "Không thuộc thẩm quyền của xã");
        var paper = new PaperPress(SourceOf(story)).Print(PaperKind.Declination)!;
        Assert.That((paper.Form.Number, paper.Fields["LyDo"], paper.Fields["CanBo"]), Is.EqualTo(("03", "Không thuộc thẩm quyền của xã", "Lò Thị Mai")));
    }

    [Test]
    public void A_rejection_says_why_in_the_words_of_the_step_that_led_there()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Failed", "Không phù hợp quy hoạch");
        Assert.That(new PaperPress(SourceOf(story)).Print(PaperKind.RejectionNotice)!.Fields["LyDo"], Is.EqualTo("Không phù hợp quy hoạch"));
    }

    [Test]
    public void Each_request_for_papers_has_a_notice_of_its_own()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu giấy tờ", null, "Bản vẽ", "Ảnh chụp");
        var press = new PaperPress(SourceOf(story));
        var offer = press.Offers().Single(offer => offer.Kind is PaperKind.SupplementNotice);
        var paper = press.Print(PaperKind.SupplementNotice, offer.Line)!;
        Assert.That((paper.Fields["Lan"], paper.Fields["LyDo"], paper.Fields["HanBoSung"], paper.Lists["CanBoSung"].Count), Is.EqualTo(("lần 1", "Thiếu giấy tờ", "2 ngày làm việc", 2)));
        Assert.That(press.Print(PaperKind.SupplementNotice, 1), Is.Null, "line 1 tells of the receipt");
    }

    [Test]
    public void The_seal_is_of_code_line_and_hash_and_of_nothing_else()
    {
        var hash = new string('a', 64);
        var seal = PaperSeal.Of(Code, 1, hash);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(PaperSeal.Holds(seal, Code, 1, hash), Is.True);
            Assert.That(PaperSeal.Holds(seal, Code, 2, hash), Is.False);
            Assert.That(PaperSeal.Holds(seal, DossierCode.Parse("H35.99-260302-0008"), 1, hash), Is.False);
            Assert.That(PaperSeal.Holds(seal, Code, 1, new string('b', 64)), Is.False);
            Assert.That(PaperSeal.Holds("", Code, 1, hash), Is.False);
            Assert.That(new PaperPress(SourceOf(Finished())).Print(PaperKind.Receipt)!.Fields[FormLayout.Qr], Is.EqualTo($"https://tthc.example.vn/verify/{Code}/1/{seal}"));
        }
    }

    [Test]
    public void What_people_wrote_is_text_and_nothing_else()
    {
        var story = A.Story().Then(A.Receive(particulars: A.Particulars with { Subject = "Xin **in đậm** và «MaHoSo»" }));
        var paper = new PaperPress(SourceOf(story)).Print(PaperKind.Receipt)!;
        var lines = FormFilling.Fill(FormLayout.Of(PaperKind.Receipt), paper).OfType<FilledPart.Line>().Select(line => line.Text.Text);
        Assert.That(lines, Has.One.EqualTo("Nội dung yêu cầu giải quyết: Xin * *in đậm* * và «MaHoSo»"));
    }

    [Test]
    public void The_apology_names_the_old_day_the_new_day_the_reason_and_the_letter_it_is()
    {
        var fields = new PaperPress(SourceOf(Extended())).Print(PaperKind.Apology)!.Fields;
        Assert.That((fields["HenTraCu"], fields["HenTraMoi"], fields["LyDo"], fields["So"], fields["NguoiKy"], fields["NgayKy"]), Is.EqualTo((
            "09 giờ 00 phút, ngày 11/03/2026", "09 giờ 00 phút, ngày 16/03/2026", "Mưa lũ, chưa kiểm tra thực địa được", "12/PXL", "Lý A Páo", "ngày 09 tháng 03 năm 2026")));
    }

    [Test]
    public void A_suspension_is_told_as_a_stop_for_the_time_being()
    {
        var fields = new PaperPress(SourceOf(Suspended())).Print(PaperKind.StopNotice)!.Fields;
        Assert.That((fields["HinhThucDung"], fields["LyDo"], fields["CanCu"]), Is.EqualTo(("tạm dừng giải quyết", "Có tranh chấp đất đai", "Điều 8")));
    }

    /// <summary>The permit, promised anew with an apology.</summary>
    private static Story Extended()
    {
        var story = A.Story().UntilExamination();
        story.Journal.Add(new DossierEvent.DueSet(
            Calendar.At("2026-03-09 08:00"), A.Chairman.Id, ClockSettingCause.Extension, Calendar.At("2026-03-11 09:00"), Calendar.At("2026-03-16 09:00"), "Mưa lũ, chưa kiểm tra thực địa được", null,
            new WrittenAct("12/PXL", new(2026, 3, 9), "Lý A Páo")));
        return story;
    }

    private static Story Suspended()
    {
        var story = A.Story().UntilExamination();
        story.Journal.Add(new DossierEvent.ClockStopped(Calendar.At("2026-03-09 08:00"), A.Chairman.Id, null, ClockStopCause.Suspension, ClockPolicy.Suspends, "Điều 8", Reason: "Có tranh chấp đất đai"));
        return story;
    }

    /// <summary>One paper of every kind the journal can tell of.</summary>
    internal static IEnumerable<Paper> Every()
    {
        Story[] stories =
        [
            Finished(), Extended(), Suspended(), A.Story().Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Declined", "Không thuộc thẩm quyền"),
            A.Story().UntilExamination().Completes(A.Minh, "B3", "Failed", "Không phù hợp"), A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ"),
        ];
        return stories.Select(story => new PaperPress(SourceOf(story))).SelectMany(press => press.Offers().Select(offer => press.Print(offer.Kind, offer.Line)!)).DistinctBy(paper => paper.Kind);
    }

    private static IEnumerable<string> Texts(FormLayout layout) => layout.Parts.SelectMany(part => part switch
    {
        FormPart.Line line => [line.Text.Text],
        FormPart.Columns columns => columns.Left.Concat(columns.Right).Select(text => text.Text),
        FormPart.Table table => table.Rows.Select(column => column.Text),
        FormPart.Proof proof => proof.Lines.Select(text => text.Text).Append("«QR»"),
        _ => (IEnumerable<string>)[],
    });
}
