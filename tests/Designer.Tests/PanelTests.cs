using System.Collections.Immutable;
using TthcFlow.Designer.Author;
using TthcFlow.Designer.Desk;
using TthcFlow.Designer.HandlingOfficer;
using TthcFlow.Designer.Public;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using StepOrder = TthcFlow.Engine.Tables.StepOrder;

namespace TthcFlow.Designer.Tests;

/// <summary>What the panels of the pages say.</summary>
public sealed class PanelTests
{
    private static Visitor English { get; } = new() { Language = "en" };

    [Test]
    public async Task Findings_stand_gravest_first_with_place_suggestion_and_counterexample()
    {
        Finding[] findings =
        [
            new("V203", Severity.Warning, "B2", "maxRounds", new("Vòng lặp chưa ghi số lần.", "The loop states no rounds.")),
            new("V110", Severity.Error, "B3", null, new("Có đường đi không kết thúc.", "A path never ends."))
            {
                Suggestion = new("Nối kết quả còn thiếu.", "Connect the missing outcome."),
                Trace = [new("B1 Tiếp nhận", "B1 accepted"), new("B3 đứng yên", "B3 stands still")],
            },
        ];
        var text = Html.Read(await Html.OfAsync<FindingList>(("Findings", findings), ("Process", A.Process)));

        Assert.That(text, Does.Contain("1 lỗi 1 cảnh báo 0 thông tin"));
        Assert.That(text, Does.Contain("Lỗi V110 bước B3 Ký duyệt Có đường đi không kết thúc. Gợi ý: Nối kết quả còn thiếu."));
        Assert.That(text, Does.Contain("B1 Tiếp nhận B3 đứng yên"));
        Assert.That(text.IndexOf("V110", StringComparison.Ordinal), Is.LessThan(text.IndexOf("V203", StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_clean_process_is_told_so() =>
        Assert.That(Html.Read(await Html.OfAsync<FindingList>(English, ("Findings", Array.Empty<Finding>()))), Does.Contain("The process can go to appraisal."));

    [Test]
    public async Task Work_shows_the_step_limit_and_the_dossier_limit_apart()
    {
        var line = new WorkLine(
            DossierCode.Parse("H35.12-260302-0007"), "Cấp giấy phép xây dựng", "Nhà <b>2 tầng</b>", "Vàng A Páo", new("B2"), "Thẩm định", null,
            A.Monday, A.Monday.AddHours(3), A.Monday.AddDays(9), -150, 2 * 480 + 180, Standing.Overdue, Standing.OnTime);
        var html = await Html.OfAsync<WorkList>(("Lines", new[] { line }));

        Assert.That(Html.Read(html), Does.Contain("Quá 2 giờ 30 phút 12:00 02/03/2026 Còn 2 ngày 3 giờ 09:00 11/03/2026"));
        Assert.That(html, Does.Contain("row-overdue").And.Contain("/dossiers/H35.12-260302-0007"));
        Assert.That(html, Does.Not.Contain("<b>2"), "what an applicant wrote is text");
    }

    [Test]
    public async Task A_desk_line_speaks_the_visitors_language()
    {
        var line = new DeskLine(
            DossierCode.Parse("H35.12-260302-0007"), "Cấp bản sao", null, "Lù Thị Sao", DossierStatus.AwaitingSupplement, ["B2 Thẩm định"], A.Monday, A.Monday.AddDays(1), null, null, Standing.Stopped);

        Assert.That(Html.Read(await Html.OfAsync<DeskTable>(("Lines", new[] { line }))), Does.Contain("Chờ bổ sung hồ sơ").And.Contain("Đang tạm dừng"));
        Assert.That(Html.Read(await Html.OfAsync<DeskTable>(English, ("Lines", new[] { line }))), Does.Contain("Awaiting papers").And.Contain("Stopped"));
    }

    [TestCase(480, "Xong 09:00 02/03/2026, trước hạn 1 ngày")]
    [TestCase(-60, "Xong 09:00 02/03/2026, trễ 1 giờ")]
    [TestCase(0, "Xong 09:00 02/03/2026, đúng hạn")]
    public async Task A_finished_dossier_has_no_time_left_but_came_early_or_late(int remaining, string said)
    {
        var dossier = Dossier.Empty with { FinishedAt = A.Monday };
        var text = Html.Read(await Html.OfAsync<ClockPanel>(("Dossier", dossier), ("Clocks", new DossierClocks(A.Monday.AddDays(1), remaining, Standing.OnTime, []))));

        Assert.That(text, Does.Contain(said).And.Not.Contain("Còn"));
    }

    [Test]
    public async Task The_effect_of_a_command_is_told_before_it_is_confirmed()
    {
        var before = new DossierClocks(A.Monday.AddDays(9), 7 * 480, Standing.OnTime, []);
        var preview = new DossierPreview(null, before, new DossierClocks(null, null, Standing.Stopped, []), [A.EveryEvent.OfType<DossierEvent.SupplementRequested>().Single()]);
        var offer = new ActOffer("request-supplement", new("B2"), new("Yêu cầu bổ sung hồ sơ", "Ask for missing papers"),
            [new("missing", ActFieldKind.Papers, new("Giấy tờ cần bổ sung", "Missing papers"), Required: true), ActField.Reason]);
        var html = await Html.OfAsync<ActPanel>(
            ("Offer", offer), ("Chronicle", new Chronicle(A.Process, A.Name, place => place.Value)),
            ("Sent", Sent("request-supplement", ("missing", "Bản sao căn cước"), ("reason", "Thiếu"))), ("Preview", preview), ("Length", 4), ("Key", "k1"));

        Assert.That(Html.Read(html), Does.Contain("Nếu xác nhận Hạn của hồ sơ 09:00 11/03/2026 → đang dừng").And.Contain("Yêu cầu bổ sung lần 1: Bản sao căn cước"));
        Assert.That(html, Does.Contain("name=\"_handler\" value=\"ask\"").And.Contain("value=\"confirm\"").And.Contain("name=\"length\" value=\"4\"").And.Contain("name=\"key\" value=\"k1\""));
        Assert.That(html, Does.Contain("name=\"missing\" value=\"B&#x1EA3;n sao c&#x103;n c&#x1B0;&#x1EDB;c\"").Or.Contain("name=\"missing\" value=\"Bản sao căn cước\""));
        Assert.That(html, Does.Not.Contain("value=\"preview\""), "once seen, it is confirmed or changed");
    }

    [Test]
    public async Task A_refusal_stands_at_the_form_it_answers_with_what_was_typed()
    {
        var html = await Html.OfAsync<ActPanel>(
            ("Offer", Completion()), ("Chronicle", new Chronicle(A.Process, A.Name, place => place.Value)),
            ("Sent", Sent("complete", ("outcome", "Failed"), ("note", "Không đạt yêu cầu"))), ("Refusal", new Refusal("D105", new("Bước này không phải của bạn.", "This step is not yours."))));

        Assert.That(Html.Read(html), Does.Contain("Bước này không phải của bạn. D105").And.Contain("Không đạt yêu cầu"));
        Assert.That(html, Does.Match("value=\"Failed\"[^>]*checked"));
    }

    [Test]
    public async Task Every_kind_of_field_has_an_input_of_its_own()
    {
        var fields = Enum.GetValues<ActFieldKind>().Select(kind => new ActField($"f{kind}", kind, new($"Ô {kind}", $"Field {kind}")) { Choices = [new("mot", new("Một", "One"))] }).ToArray();
        var html = await Html.OfAsync<ActPanel>(
            ("Offer", new ActOffer("thu", null, new("Thử", "Try"), fields)), ("Chronicle", new Chronicle(A.Process, A.Name, place => place.Value)));

        foreach (var field in fields) Assert.That(html, Does.Contain($"name=\"{field.Name}\""), $"{field.Kind}");
        Assert.That(html, Does.Contain("type=\"date\"").And.Contain("type=\"datetime-local\"").And.Contain("type=\"checkbox\"").And.Contain("choices-many"));
    }

    [Test]
    public void No_act_calls_a_field_by_a_name_that_the_form_needs_for_itself()
    {
        var names = from act in DossierActs.All
                    from step in A.Process.Steps
                    let open = new OpenStep(step.Key, 1, A.Monday, A.Desk, new("chuyen-vien"), null)
                    let offer = act.Offer(new ActSituation(A.Process, Dossier.Empty with { Open = [open], SupplementRounds = 1 }, Officer.System, A.Monday, open, step))
                    where offer is not null
                    from field in offer.Fields
                    select field.Name;
        Assert.That(names.Distinct().Intersect(SentAct.OwnNames), Is.Empty);
    }

    private static ActOffer Completion() => new("complete", new("B2"), new("Hoàn thành bước B2", "Complete step B2"),
        [new("outcome", ActFieldKind.Choice, new("Kết quả xử lý", "Outcome"), Required: true) { Choices = [new("Passed", new("Đạt", "Passed")), new("Failed", new("Không đạt", "Failed"))] }, ActField.Note]);

    private static SentAct Sent(string act, params (string Field, string Text)[] said) =>
        new(act, new("B2"), false, said.ToImmutableSortedDictionary(each => each.Field, each => each.Text));

    [TestCase(0, "0 phút")]
    [TestCase(45, "45 phút")]
    [TestCase(480, "1 ngày")]
    [TestCase(2 * 480 + 180, "2 ngày 3 giờ")]
    [TestCase(-90, "1 giờ 30 phút")]
    public void Durations_are_said_in_working_days_of_eight_hours(int minutes, string said) => Assert.That(Labels.Duration(minutes).Vi, Is.EqualTo(said));

    [TestCase(0, Standing.Overdue, "Vừa quá hạn", "Just overdue")]
    [TestCase(0, Standing.DueSoon, "Đến hạn lúc này", "Due now")]
    [TestCase(-1, Standing.Overdue, "Quá 1 phút", "1 minute late")]
    [TestCase(60, Standing.DueSoon, "Còn 1 giờ", "1 hour left")]
    [TestCase(0, Standing.Stopped, "Đang tạm dừng", "Stopped")]
    [TestCase(null, Standing.NoLimit, "Không có hạn", "No limit")]
    public void What_is_overdue_never_reads_as_time_left(int? minutes, Standing standing, string vi, string en) =>
        Assert.That(Labels.Remaining(minutes, standing), Is.EqualTo(new Wording(vi, en)));

    [Test]
    public async Task A_papers_print_button_waits_for_its_script()
    {
        var html = await Html.OfAsync<PaperTools>(("Code", "H35.12-260302-0007"));
        Assert.That(html, Does.Match("<button[^>]*data-print hidden").And.Contain("src=\"_content/TthcFlow.Designer/print.js\" defer"));
    }

    [Test]
    public async Task The_step_table_reads_like_the_paper_table()
    {
        var text = Html.Read(await Html.OfAsync<StepTable>(("Process", A.Process)));
        Assert.That(text, Does.StartWith("Các bước của quy trình Bước Nội dung công việc Trách nhiệm Thời gian Biểu mẫu / kết quả Đi tiếp B1 Tiếp nhận hồ sơ chuyen-vien 4 giờ làm việc Nếu tiếp nhận thì chuyển B2"));
        Assert.That(text, Does.Contain("Thời hạn của quy trình 7 ngày làm việc"));
    }

    [Test]
    public void Steps_are_ordered_as_people_count() =>
        Assert.That(new[] { "B10", "B5/B10", "B2", "B5/B2", "B3a", "B5", "B3", "A1" }.Select(key => new StepKey(key)).Order(StepOrder.Instance).Select(key => key.Value), Is.EqualTo(new[] { "A1", "B2", "B3", "B3a", "B5", "B5/B2", "B5/B10", "B10" }));

    [TestCase("Đăng ký đất đai", "dat dai", true)]
    [TestCase("Cấp giấy phép xây dựng 1.004203", "GIẤY 1.0042", true)]
    [TestCase("Cấp giấy phép xây dựng", "khai sinh", false)]
    public void Search_minds_neither_diacritics_nor_case(string text, string search, bool found) => Assert.That(Finder.Contains(text, search), Is.EqualTo(found));

    [Test]
    public void Every_word_of_the_engine_has_a_label_of_its_own()
    {
        using (Assert.EnterMultipleScope())
        {
            Distinct(Enum.GetValues<DossierStatus>().Select(Labels.Of));
            Distinct(Enum.GetValues<Standing>().Select(Labels.Of));
            Distinct(Enum.GetValues<Role>().Select(Labels.Of));
            Distinct(Enum.GetValues<Channel>().Select(Labels.Of));
            Distinct(Enum.GetValues<ClockPolicy>().Select(Labels.Of));
            Distinct(Enum.GetValues<Counting>().Select(Labels.Of));
        }

        static void Distinct(IEnumerable<Wording> words) => Assert.That(words.Select(word => word.Vi), Is.Unique);
    }
}
