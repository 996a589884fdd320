using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Throughput;

/// <summary>A province full of dossiers, copied into PostgreSQL as its tables hold them: names as often as they are borne, one big agency beside many small ones. Journals are left out: lists do not read them.</summary>
internal sealed class Crowd(PersonNumbers numbers, string version, string openSnapshot, string closedSnapshot, DateTimeOffset now)
{
    public const int Agencies = 110, PostsEach = 5;

    private static readonly string[] Surnames =
    [
        .. Enumerable.Repeat("Nguyễn", 38), .. Enumerable.Repeat("Trần", 11), .. Enumerable.Repeat("Lê", 10), .. Enumerable.Repeat("Phạm", 7), .. Enumerable.Repeat("Hoàng", 5),
        .. Enumerable.Repeat("Vũ", 4), .. Enumerable.Repeat("Đặng", 3), .. Enumerable.Repeat("Bùi", 3), .. Enumerable.Repeat("Lò", 3), "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Giàng", "Vàng", "Tòng", "Quàng", "Sùng", "Mùa",
    ];
    private static readonly string[] Middles = ["Văn", "Văn", "Văn", "Thị", "Thị", "Thị", "Đức", "Hữu", "Ngọc", "Minh", "Thanh", "Xuân", "Quang", "A", "Thu"];
    private static readonly string[] Givens =
    [
        "An", "Anh", "Ánh", "Bình", "Châu", "Chi", "Cường", "Dũng", "Dung", "Đào", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiền", "Hiếu", "Hoa", "Hoà", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Minh", "Nam",
        "Nga", "Ngân", "Nhung", "Páo", "Phong", "Phúc", "Phương", "Quân", "Sáng", "Sơn", "Sử", "Tâm", "Thảo", "Thắng", "Thuỷ", "Trang", "Tuấn", "Tùng", "Ước", "Vân", "Việt", "Yến",
    ];
    private static readonly string[] Subjects =
    [
        "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Đăng ký biến động đất đai", "Đăng ký khai sinh", "Cấp lại giấy chứng nhận quyền sử dụng đất", "Chứng thực bản sao", "Đăng ký hộ kinh doanh",
        "Xác nhận tình trạng hôn nhân", "Cấp đổi giấy phép lái xe", "Hỗ trợ chi phí mai táng", "Tách thửa đất ở", "Đăng ký kết hôn", "Thẩm định báo cáo kinh tế kỹ thuật",
    ];

    /// <summary>One in ten dossiers belongs to the first agency.</summary>
    public static AgencyCode Agency(int at) => new(string.Create(CultureInfo.InvariantCulture, $"H35.{100 + at}"));

    public static PositionKey Position(int at) => new(string.Create(CultureInfo.InvariantCulture, $"vi-tri-{at}"));

    public static string Procedure(int at) => string.Create(CultureInfo.InvariantCulture, $"1.00{at:0000}");

    /// <summary>What an applicant in the crowd is called, and which numbers they have.</summary>
    public static (string Name, string Identity, string Phone) Person(Random random) => (
        $"{Pick(random, Surnames)} {Pick(random, Middles)} {Pick(random, Givens)}",
        string.Create(CultureInfo.InvariantCulture, $"0{random.NextInt64(10_000_000_000, 99_999_999_999)}"),
        string.Create(CultureInfo.InvariantCulture, $"09{random.Next(10_000_000, 99_999_999)}"));

    public async Task FillAsync(string connection, int closed, int open, TextWriter output)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { CommandTimeout = 0 });
        var indexes = new List<(string Name, string Sql)>();
        await using (var command = source.CreateCommand("select indexname, indexdef from pg_indexes where tablename in ('dossier', 'dossier_agency', 'work') and indexname not like '%_pkey'"))
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) indexes.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (name, _) in indexes) await ExecuteAsync(source, $"drop index {name}");
        await ExecuteAsync(source, "alter table dossier_agency drop constraint dossier_agency_code_fkey");

        var dossiers = new List<Line>();
        for (var at = 0; at < closed + open; at++)
        {
            dossiers.Add(Made(new Random(at), at, at >= closed));
            if (dossiers.Count < 50_000 && at < closed + open - 1) continue;
            await CopyAsync(source, dossiers);
            dossiers.Clear();
            await output.WriteLineAsync($"  {at + 1:N0} dossiers");
        }
        foreach (var (_, sql) in indexes) await ExecuteAsync(source, sql);
        await ExecuteAsync(source, "vacuum analyze dossier, dossier_snapshot, dossier_agency, work");
    }

    private Line Made(Random random, int number, bool isOpen)
    {
        var (name, identity, phone) = Person(random);
        var receiving = random.Next(10) == 0 ? 0 : random.Next(1, 100);
        var competent = random.Next(10) < 6 ? receiving : random.Next(100, Agencies);
        var received = isOpen ? now.AddMinutes(-random.Next(1, 30 * 1440)) : now.AddMinutes(-random.Next(30 * 1440, 900 * 1440));
        var due = received.AddMinutes(random.Next(1440, 40 * 1440));
        var shelf = !isOpen ? "closed" : random.Next(20) switch { 0 => "ready", 1 or 2 => "waiting", _ => "open" };
        var code = DossierCode.Parse(string.Create(CultureInfo.InvariantCulture, $"{Agency(receiving)}-{received:yyMMdd}-{number:0000000}"));
        return new Line(
            code, shelf, Procedure(random.Next(200)), Agency(receiving), Agency(competent), received, due, due - (due - received) / 4, isOpen ? null : received.AddMinutes(random.Next(600, 40 * 1440)),
            name, Pick(random, Subjects), [numbers.DigestOf(identity), numbers.DigestOf(phone)], Position(random.Next(PostsEach)), random.Next(4) == 0 ? $"can-bo-{competent}-{random.Next(20)}" : null,
            "B2", $"Bước {random.Next(1, 9)}");
    }

    private async Task CopyAsync(NpgsqlDataSource source, List<Line> lines)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            copy dossier (code, version, status, procedure_code, receiving, competent, received_at, promised_at, due_at, standing_still, finished_at, ended_at,
              applicant, subject, search_key, shelf, soon_at, applicant_order) from stdin binary
            """))
        {
            foreach (var line in lines)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(line.Code.ToString(), NpgsqlDbType.Text);
                await copy.WriteAsync(version, NpgsqlDbType.Text);
                await copy.WriteAsync(line.Shelf switch { "closed" => "returned", "ready" => "result-ready", "waiting" => "awaiting-supplement", _ => "in-progress" }, NpgsqlDbType.Text);
                await copy.WriteAsync(line.Procedure, NpgsqlDbType.Text);
                await copy.WriteAsync(line.Receiving.Value, NpgsqlDbType.Text);
                await copy.WriteAsync(line.Competent.Value, NpgsqlDbType.Text);
                await copy.WriteAsync(line.ReceivedAt, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(line.DueAt, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(line.DueAt, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(line.Shelf == "waiting", NpgsqlDbType.Boolean);
                await WriteAsync(copy, line.EndedAt ?? (line.Shelf == "ready" ? line.DueAt : null));
                await WriteAsync(copy, line.EndedAt);
                await copy.WriteAsync(line.Applicant, NpgsqlDbType.Text);
                await copy.WriteAsync(line.Subject, NpgsqlDbType.Text);
                await copy.WriteAsync(SearchKey.OfDossier(line.Code, line.Applicant, line.Subject, line.Digests, [line.Receiving, line.Competent]), NpgsqlDbType.Text);
                await copy.WriteAsync(line.Shelf, NpgsqlDbType.Text);
                await copy.WriteAsync(line.SoonAt, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(VietnameseOrder.KeyOf(line.Applicant), NpgsqlDbType.Text);
            }
            await copy.CompleteAsync();
        }
        await using (var copy = await connection.BeginBinaryImportAsync("copy dossier_snapshot (code, length, hash, snapshot) from stdin binary"))
        {
            foreach (var line in lines)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(line.Code.ToString(), NpgsqlDbType.Text);
                await copy.WriteAsync(6, NpgsqlDbType.Integer);
                await copy.WriteAsync(new string('0', 64), NpgsqlDbType.Text);
                await copy.WriteAsync(line.EndedAt is null ? openSnapshot : closedSnapshot, NpgsqlDbType.Text);
            }
            await copy.CompleteAsync();
        }
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy dossier_agency (code, agency, shelf, procedure_code, received_at, due_at, soon_at, ended_at, applicant_order) from stdin binary"))
        {
            foreach (var line in lines)
                foreach (var agency in new[] { line.Receiving, line.Competent }.Distinct())
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(line.Code.ToString(), NpgsqlDbType.Text);
                    await copy.WriteAsync(agency.Value, NpgsqlDbType.Text);
                    await copy.WriteAsync(line.Shelf, NpgsqlDbType.Text);
                    await copy.WriteAsync(line.Procedure, NpgsqlDbType.Text);
                    await copy.WriteAsync(line.ReceivedAt, NpgsqlDbType.TimestampTz);
                    await copy.WriteAsync(line.DueAt, NpgsqlDbType.TimestampTz);
                    await copy.WriteAsync(line.SoonAt, NpgsqlDbType.TimestampTz);
                    await WriteAsync(copy, line.EndedAt);
                    await copy.WriteAsync(VietnameseOrder.KeyOf(line.Applicant), NpgsqlDbType.Text);
                }
            await copy.CompleteAsync();
        }
        await using (var copy = await connection.BeginBinaryImportAsync(
            """
            copy work (code, step, run, step_name, place, position, assignee, opened_at, due_at, remind_at, remind_kind, agency, procedure_code, for_desk, standing_still, soon_at, kind, waiting) from stdin binary
            """))
        {
            foreach (var line in lines.Where(line => line.EndedAt is null))
            {
                await WriteStepAsync(copy, line);
                if (line.Shelf != "ready") await WritePromiseAsync(copy, line); // watched until the result is there
            }
            await copy.CompleteAsync();
        }
    }

    /// <summary>An open step on the work list, as the office writes it: nothing is due while anybody measures, and nothing is reminded of while the clock stands still.</summary>
    private async Task WriteStepAsync(NpgsqlBinaryImporter copy, Line line)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync(line.Code.ToString(), NpgsqlDbType.Text);
        await copy.WriteAsync(line.Step, NpgsqlDbType.Text);
        await copy.WriteAsync(1, NpgsqlDbType.Integer);
        await copy.WriteAsync(line.StepName, NpgsqlDbType.Text);
        await copy.WriteAsync(line.Competent.Value, NpgsqlDbType.Text);
        await copy.WriteAsync(line.Position.Value, NpgsqlDbType.Text);
        await WriteAsync(copy, line.Assignee);
        await WriteClockAsync(copy, line, "Overdue");
        await copy.WriteAsync(line.Competent.Value, NpgsqlDbType.Text);
        await copy.WriteAsync(line.Procedure, NpgsqlDbType.Text);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
        await copy.WriteAsync(line.Shelf == "waiting", NpgsqlDbType.Boolean);
        await copy.WriteAsync(line.SoonAt, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync("examine", NpgsqlDbType.Text);
        await copy.WriteAsync(line.Shelf == "waiting", NpgsqlDbType.Boolean);
    }

    /// <summary>The promise of a dossier under way, as the office writes it: without a place, so that no list shows it.</summary>
    private async Task WritePromiseAsync(NpgsqlBinaryImporter copy, Line line)
    {
        await copy.StartRowAsync();
        await copy.WriteAsync(line.Code.ToString(), NpgsqlDbType.Text);
        await copy.WriteAsync(DossierPromise.Key.Value, NpgsqlDbType.Text);
        await copy.WriteAsync(1, NpgsqlDbType.Integer);
        await copy.WriteAsync("Hẹn trả kết quả", NpgsqlDbType.Text);
        for (var nobody = 0; nobody < 3; nobody++) await copy.WriteNullAsync(); // place, position, assignee
        await WriteClockAsync(copy, line, "ToHead");
        for (var nobody = 0; nobody < 2; nobody++) await copy.WriteNullAsync(); // agency, procedure
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
        await copy.WriteAsync(line.Shelf == "waiting", NpgsqlDbType.Boolean);
        await copy.WriteAsync(line.SoonAt, NpgsqlDbType.TimestampTz);
        await copy.WriteNullAsync();
        await copy.WriteAsync(false, NpgsqlDbType.Boolean);
    }

    private async Task WriteClockAsync(NpgsqlBinaryImporter copy, Line line, string next)
    {
        var isWatched = line.Shelf != "waiting";
        await copy.WriteAsync(line.ReceivedAt, NpgsqlDbType.TimestampTz);
        await copy.WriteAsync(line.DueAt, NpgsqlDbType.TimestampTz);
        await WriteAsync(copy, isWatched ? now.AddYears(1).AddSeconds(line.ReceivedAt.Second) : null);
        await WriteAsync(copy, isWatched ? next : null);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? text) => text is null ? copy.WriteNullAsync() : copy.WriteAsync(text, NpgsqlDbType.Text);

    private static Task WriteAsync(NpgsqlBinaryImporter copy, DateTimeOffset? instant) =>
        instant is { } at ? copy.WriteAsync(at, NpgsqlDbType.TimestampTz) : copy.WriteNullAsync();

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private sealed record Line(
        DossierCode Code, string Shelf, string Procedure, AgencyCode Receiving, AgencyCode Competent, DateTimeOffset ReceivedAt, DateTimeOffset DueAt, DateTimeOffset SoonAt,
        DateTimeOffset? EndedAt, string Applicant, string Subject, string?[] Digests, PositionKey Position, string? Assignee, string Step, string StepName);
}
