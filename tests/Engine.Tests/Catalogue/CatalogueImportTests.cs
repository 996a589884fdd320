using System.Diagnostics;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Catalogue;

/// <summary>Files of procedures: what they say, what they change, and every fault by row and column.</summary>
public sealed class CatalogueImportTests
{
    private static readonly ProvinceCatalogue Province = ProvinceCatalogue.Parse(File.ReadAllText(Sample.PathOf("catalogue.json")));

    private static CatalogueImportReport Weigh(string csv, ProvinceCatalogue? catalogue = null) => Weigh(Encoding.UTF8.GetBytes(csv), catalogue);

    private static CatalogueImportReport Weigh(byte[] file, ProvinceCatalogue? catalogue = null)
    {
        var reading = CatalogueFile.Read(file);
        Assert.That(reading.Refusal, Is.Null, reading.Refusal?.Message.En);
        return CatalogueImport.Weigh(reading.Sheet!, catalogue ?? Province, new(2026, 3, 2));
    }

    private static IEnumerable<(int, string, string)> FaultsOf(CatalogueImportReport report) => report.Faults.Select(fault => (fault.Row, fault.Place, fault.Why.Code));

    [Test]
    public void The_whole_catalogue_goes_out_and_comes_back_the_same([Values] bool asText)
    {
        var full = Province.Procedures[0] with
        {
            Agencies = [new("H35.40")],
            LegalBases = ["118/2025/NĐ-CP", "50/2014/QH13"],
            AbolishedFrom = new(2030, 1, 2),
            Results = [new("KQ.H35.XD01", "Giấy phép xây dựng", null), new(null, "Văn bản trả lời", new("gia-han"))],
            Components = [new("TP01", "Đơn đề nghị; \"mẫu 01\"", null, "=cần xác nhận") { Originals = 1, Certified = 0, Copies = 2 }, new(null, "Bản vẽ", new("dieu-chinh"), null)],
            Fees = [new("Lệ phí", 1_250_000, "Nghị quyết 01", null, null) { CollectedAt = FeeMoment.Return }],
            Limits = [new(null, TimeLimit.OfDays(2.5m), "Điều 54", "cần xác nhận") { Online = TimeLimit.OfDays(1.5m) }, new(new("gia-han"), TimeLimit.OfCalendarDays(15), null, null)],
        };
        var catalogue = new ProvinceCatalogue { Procedures = [full, .. Province.Procedures.Skip(1)], Agencies = Province.Agencies, Positions = [], Holders = [] };

        var file = asText ? CatalogueFile.Text(catalogue) : CatalogueFile.Workbook(catalogue);
        var back = Weigh(file, catalogue);
        var anew = Weigh(file, new ProvinceCatalogue { Procedures = [.. catalogue.Procedures.Where(procedure => !Procedure.IsNationalCode(procedure.Code) && !Procedure.IsInternalCode(procedure.Code))], Agencies = Province.Agencies, Positions = [], Holders = [] });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(back.Faults, Is.Empty);
            Assert.That(back.Procedures.SelectMany(procedure => procedure.Changes), Is.Empty);
            Assert.That(back.Count(ImportEffect.Same), Is.EqualTo(catalogue.Procedures.Count));
            Assert.That(back.Obstacle!.Code, Is.EqualTo("L103"), "there is nothing to take over");
            Assert.That(anew.Procedures.SelectMany(procedure => ProcedureComparison.Between(catalogue.Find(procedure.Procedure.Code), procedure.Procedure)), Is.Empty, "into an empty catalogue, too");
        }
    }

    [Test]
    public void The_limit_online_stands_beside_the_limit_and_stays_where_a_file_does_not_speak_of_it()
    {
        const string Code = "1.001612";
        var read = Weigh($"Mã thủ tục,Thời hạn,Đơn vị thời hạn,Thời hạn trực tuyến\n{Code},3,ngày làm việc,2").Procedures.Single();
        Assert.That(read.Procedure.LimitOf(null)!.Online, Is.EqualTo(TimeLimit.OfDays(2)), "in the limit's unit");
        Assert.That(read.Changes.Single(change => change.Part is ProcedurePart.Limit).After!.Vi, Does.StartWith("3 ngày làm việc · trực tuyến 2 ngày làm việc"));

        var text = CatalogueWriter.With(File.ReadAllText(Sample.PathOf("catalogue.json")), Province, [read.Procedure]);
        var book = ProvinceCatalogue.Parse(text);
        Assert.That(book.Find(new ProcedureCode(Code))!.LimitOf(null), Is.EqualTo(read.Procedure.LimitOf(null)), "written and read back");
        Assert.That(Weigh($"Mã thủ tục,Thời hạn,Đơn vị thời hạn\n{Code},4,ngày làm việc", book).Procedures.Single().Procedure.LimitOf(null)!.Online, Is.EqualTo(TimeLimit.OfDays(2)), "a file without the column leaves it");
        Assert.That(Weigh($"Mã thủ tục,Thời hạn,Đơn vị thời hạn,Thời hạn trực tuyến\n{Code},4,ngày làm việc,", book).Procedures.Single().Procedure.LimitOf(null)!.Online, Is.Null, "one with the column left blank takes it away");
        Assert.That(Weigh($"Mã thủ tục,Thời hạn,Đơn vị thời hạn,Thời hạn trực tuyến\n{Code},3,ngày làm việc,3").Procedures.Single().Procedure.LimitOf(null)!.Online, Is.Null, "the same is none of its own");
        Assert.That(FaultsOf(Weigh($"Mã thủ tục,Thời hạn,Đơn vị thời hạn,Thời hạn trực tuyến,Đơn vị thời hạn trực tuyến\n{Code},3,ngày làm việc,hai,\n{Code},3,ngày làm việc,2,tuần")).Select(fault => fault.Item3), Is.EqualTo(new[] { "L213", "L215" }));
        Assert.That(FaultsOf(Weigh($"Mã thủ tục,Thời hạn trực tuyến\n{Code},2")).Select(fault => fault.Item3), Is.EqualTo(new[] { "L204" }), "beside no limit it says nothing");
        Assert.That(() => ProvinceCatalogue.Parse(text.Replace("\"online\":{\"value\":2", "\"online\":{\"value\":-2", StringComparison.Ordinal)), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void The_text_that_is_written_is_read_back_as_what_was_imported()
    {
        var report = Weigh(CatalogueFile.Blank(), Province);
        var taken = report.Procedures.Single();
        var book = ProvinceCatalogue.Parse(CatalogueWriter.With(File.ReadAllText(Sample.PathOf("catalogue.json")), Province, [taken.Procedure]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Faults, Is.Empty, "the blank file's example is right");
            Assert.That(taken.Effect, Is.EqualTo(ImportEffect.Changed));
            Assert.That(ProcedureComparison.Between(taken.Procedure, book.Find(taken.Procedure.Code)), Is.Empty);
            Assert.That(book.Procedures.Select(procedure => procedure.Code), Is.EqualTo(Province.Procedures.Select(procedure => procedure.Code)), "everything else stays, in its place");
            Assert.That(book.Find(taken.Procedure.Code)!.Components[0].Originals, Is.EqualTo(1));
        }
    }

    [Test]
    public void Five_thousand_rows_with_three_hundred_faults_name_every_one_of_them()
    {
        var rows = new List<IReadOnlyList<string>> { CatalogueColumns.All.Select(words => words.Head).ToList() };
        var expected = new List<(int, string, string)>();
        for (var at = 0; at < 5000; at++)
        {
            var row = CatalogueColumns.All.Select(words => words.Example).ToArray();
            (row[0], row[1]) = ($"1.{at:000000}", $"Thủ tục số {at}");
            if (at % 50 == 7) Spoil(3, "Cấp khu", "L207");
            if (at % 50 == 17) Spoil(12, "bảy", "L213");
            if (at % 50 == 27) Spoil(8, "31/02/2026", "L210");
            rows.Add(row);

            void Spoil(int column, string text, string code)
            {
                row[column] = text;
                expected.Add((at + 2, ExcelBook.ColumnName(column), code));
            }
        }
        var file = ExcelBook.Write([("Danh mục", [.. rows[0].Select(_ => 12d)], rows)]);
        _ = Weigh(CatalogueFile.Blank()); // the first file of a process pays for compiling

        var begun = Stopwatch.GetTimestamp();
        var report = Weigh(file);
        TestContext.Out.WriteLine($"read and weighed in {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:0} ms");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(expected, Has.Count.EqualTo(300));
            Assert.That(FaultsOf(report), Is.EqualTo(expected));
            Assert.That(report.Procedures, Has.Count.EqualTo(4700), "and what is sound is told, too");
            Assert.That(report.Obstacle!.Code, Is.EqualTo("L102"), "nothing is taken over");
        }
    }

    [TestCase("1.4203,Tên,Đất đai,Cấp xã", 2, "A", "L202")]
    [TestCase("NB-skhcn-1,Tên,Đất đai,Cấp xã", 2, "A", "L202")]
    [TestCase(",Tên,Đất đai,Cấp xã", 2, "A", "L201")]
    [TestCase("1.009001,,Đất đai,Cấp xã", 2, "B", "L204")]
    [TestCase("1.009001,Tên,,Cấp xã", 2, "C", "L204")]
    [TestCase("1.009001,Tên,Đất đai,", 2, "D", "L204")]
    [TestCase("1.009001,Tên,Đất đai,Cấp khu", 2, "D", "L207")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,Khác", 2, "E", "L208")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,Sở Ngoại vụ X", 2, "F", "L209")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,2026-13-01", 2, "G", "L210")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,cấp mới", 2, "H", "L211")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,cap-moi", 2, "I", "L212")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,bảy,ngày", 2, "J", "L213")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,7", 2, "K", "L214")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,7,tuần", 2, "K", "L215")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,\"0,0001\",giờ làm việc", 2, "J", "L213")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,7,ngày\n,,,,,,,,,8,ngày", 3, "J", "L216")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,Tờ khai,nhiều", 2, "M", "L217")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,,1", 2, "L", "L204")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,Tờ khai\n,,,,,,,,,,,Tờ khai", 3, "L", "L218")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,,,Lệ phí,1.00.0", 2, "O", "L219")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,,,Lệ phí,100.5", 2, "O", "L219")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,,,Lệ phí,50", 2, "O", "L220")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã,,,,,,,,,,Lệ phí,5000,3", 2, "P", "L221")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã\n1.009001,Tên khác,Đất đai,Cấp xã", 3, "A", "L203")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã\n1.009001,Tên,Đất đai,Cấp xã", 3, "A", "L203")]
    [TestCase("1.009001,Tên,Đất đai,Cấp xã\n1.009001,,Hộ tịch,,,,,,,7,ngày", 3, "C", "L205")]
    public void A_fault_is_told_by_row_and_column(string rows, int row, string column, string code)
    {
        const string head = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện,Loại thủ tục,Cơ quan thực hiện,Bãi bỏ từ ngày,Mã trường hợp,Tên trường hợp,Thời hạn,Đơn vị thời hạn,Tên giấy tờ,Bản chính,\"Phí, lệ phí\",Mức thu,Thời điểm thu";
        Assert.That(FaultsOf(Weigh($"{head}\n{rows}")), Is.EqualTo(new[] { (row, column, code) }));
    }

    [Test]
    public void A_row_whose_code_is_wrong_tells_its_other_faults_too() =>
        Assert.That(FaultsOf(Weigh("Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện,Thời hạn,Đơn vị thời hạn\n1.42,Tên,,Cấp khu,bảy,ngày\n,,,,8,tuần")),
            Is.EqualTo(new[] { (2, "A", "L202"), (2, "C", "L204"), (2, "D", "L207"), (2, "E", "L213"), (3, "F", "L215") }));

    [TestCase("05/6/2026")]
    [TestCase("5-6-2026")]
    [TestCase("2026-06-05")]
    [TestCase("ngày 05 tháng 6 năm 2026")]
    [TestCase("46178", TestName = "A day as Excel counts it")]
    public void Days_are_read_as_offices_write_them(string day) =>
        Assert.That(Weigh($"Mã thủ tục,Bãi bỏ từ ngày\n1.001612,{day}").Procedures.Single().Procedure.AbolishedFrom, Is.EqualTo(new DateOnly(2026, 6, 5)));

    [TestCase("100000", 100000)]
    [TestCase("100.000", 100000)]
    [TestCase("\"1,250,000\"", 1250000)]
    [TestCase("1 250 000 đồng", 1250000)]
    [TestCase("Không", 0)]
    public void Amounts_are_read_with_the_separators_of_the_country(string typed, int dong) =>
        Assert.That(Weigh($"Mã thủ tục,\"Phí, lệ phí\",Mức thu\n1.001612,Lệ phí,{typed}").Procedures.Single().Procedure.Fees.Single().Amount, Is.EqualTo((decimal)dong));

    [Test]
    public void A_column_that_a_file_does_not_have_leaves_what_the_catalogue_says_and_a_blank_one_clears_it()
    {
        var report = Weigh("Mã thủ tục,Thời hạn,Đơn vị thời hạn,Ghi chú\n3.990002,12,ngày làm việc,");
        var changed = report.Procedures.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Faults, Is.Empty);
            Assert.That(changed.Changes.Select(change => change.Part), Is.EqualTo(new[] { ProcedurePart.Note, ProcedurePart.Limit }));
            Assert.That(changed.Changes[1].Before!.Vi, Does.StartWith("15 ngày làm việc"));
            Assert.That(changed.Changes[1].After!.Vi, Is.EqualTo("12 ngày làm việc"));
            Assert.That(changed.Procedure.Components, Has.Count.EqualTo(3));
            Assert.That(report.Kept, Is.EqualTo(Province.Procedures.Count - 1));
        }
    }

    [Test]
    public void A_column_that_nobody_can_place_is_a_fault_and_not_passed_over()
    {
        var report = Weigh("TT,Mã thủ tục,Tên thủ tục,Vùng,Tên thủ tục\n1,1.001612,Đăng ký thành lập hộ kinh doanh,A,B");
        Assert.That(FaultsOf(report), Is.EqualTo(new[] { (1, "D", "L223"), (1, "E", "L224") }));
    }

    [Test]
    public void A_field_must_be_listed_where_the_province_lists_its_fields()
    {
        var listed = new ProvinceCatalogue { Procedures = Province.Procedures, Agencies = [], Positions = [], Holders = [], Fields = [new("G18-DD01", "Đất đai")] };
        const string rows = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện\n1.009001,Một,đất đai,Cấp xã\n1.009002,Hai,G18-DD01,Cấp xã\n1.009003,Ba,Ngoại vụ,Cấp xã";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FaultsOf(Weigh(rows, listed)), Is.EqualTo(new[] { (4, "C", "L206") }));
            Assert.That(Weigh(rows, listed).Procedures.Select(procedure => procedure.Procedure.Field), Is.All.EqualTo("Đất đai"), "as it is listed");
            Assert.That(Weigh(rows).NewFields, Is.EqualTo(new[] { "G18-DD01", "Ngoại vụ" }), "where none is listed, a new one is told");
        }
    }

    [Test]
    public void The_portals_list_and_its_single_procedures_are_taken()
    {
        var list = Weigh(File.ReadAllBytes(Sample.PathOf("portals/LayDanhSachTTHC.json")));
        var one = Weigh(File.ReadAllBytes(Sample.PathOf("portals/LayThuTuc.json")));
        var procedure = one.Procedures.Single().Procedure;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Faults.Concat(one.Faults).Select(fault => fault.Why.Message.En), Is.Empty);
            Assert.That(list.Procedures.Select(imported => imported.Effect), Is.EqualTo(new[] { ImportEffect.Same, ImportEffect.New, ImportEffect.New }));
            Assert.That(list.Procedures[1].Procedure.Levels, Is.EqualTo(new[] { AgencyLevel.Province, AgencyLevel.Commune }));
            Assert.That(list.Procedures[0].Procedure.Components, Has.Count.EqualTo(3), "what the answer does not speak of stays");
            Assert.That(procedure.Cases.Select(one => (one.Key.Value, one.Name)), Is.EqualTo(new[] { ("tach-thua", "Tách thửa"), ("hop-thua", "Hợp thửa") }));
            Assert.That(procedure.Limits.Single().Limit, Is.EqualTo(TimeLimit.OfDays(15)));
            Assert.That((procedure.Limits.Single().Online, procedure.Limits.Single().Note), Is.EqualTo((TimeLimit.OfDays(12), (string?)null)), "another time online is a limit of its own");
            Assert.That(procedure.Components.Select(component => (component.Code, component.Originals, component.Copies)), Is.EqualTo(new (string?, int?, int?)[] { ("TP01", 1, 0), ("TP02", 1, 1) }));
            Assert.That(procedure.Fees.Single(), Is.EqualTo(new LawfulFee("Phí thẩm định hồ sơ", 250_000, null, null, null) { CollectedAt = FeeMoment.Intake }));
            Assert.That(procedure.Results.Single().Code, Is.EqualTo("KQ.G18.000012"));
            Assert.That(procedure.LegalBases, Is.EqualTo(new[] { "31/2024/QH15" }));
            Assert.That(procedure.Agencies, Is.EqualTo(new[] { new AgencyCode("H35.40") }));
        }
    }

    [TestCase("", "I101")]
    [TestCase("Mã,Tên\n1,2", "L107")]
    [TestCase("Mã thủ tục,Tên thủ tục\n", "L110")]
    [TestCase("{\"data\": []}", "L108")]
    [TestCase("[{\"MATTHC\": ", "L109")]
    public void A_file_that_is_no_catalogue_is_refused(string text, string code) => Assert.That(CatalogueFile.Read(Encoding.UTF8.GetBytes(text)).Refusal?.Code, Is.EqualTo(code));

    [Test]
    public void Two_thousand_procedures_are_found_by_words_in_any_order_with_or_without_diacritics()
    {
        var many = new ProvinceCatalogue
        {
            Procedures = [.. Province.Procedures, .. Enumerable.Range(0, 2000).Select(at => new Procedure(new($"2.{at:000000}"), $"Thủ tục thử {at}", $"Lĩnh vực {at % 40}", [AgencyLevel.Commune], "STANDARD", [], null, at % 2 == 0 ? new DateOnly(2026, 1, 1) : null))],
            Agencies = Province.Agencies,
            Positions = [],
            Holders = [],
        };
        var today = new DateOnly(2026, 3, 2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(many.Find(new("kinh doanh ho"), today).Select(procedure => procedure.Code.Value), Is.EqualTo(new[] { "1.001612" }));
            Assert.That(many.Find(new("1.001612"), today).Single().Code.Value, Is.EqualTo("1.001612"));
            Assert.That(many.Find(new(Field: "Lĩnh vực 7"), today).Count(), Is.EqualTo(50));
            Assert.That(many.Find(new("thử", Standing: ProcedureStanding.Abolished), today).Count(), Is.EqualTo(1000));
            Assert.That(many.Find(new("không có thứ này"), today), Is.Empty);
        }
    }
}
