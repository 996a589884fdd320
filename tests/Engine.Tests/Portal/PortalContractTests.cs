using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;

namespace TthcFlow.Engine.Tests.Portal;

/// <summary>Every message of every sample procedure, down every branch, keeps to the written contracts; and says the same whenever it is made up.</summary>
public sealed class PortalContractTests
{
    private static IEnumerable<string> Samples() => Directory.GetFiles(Portals.PathOf("../processes"), "*.json").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Samples))]
    public void Every_message_of_a_sample_keeps_to_the_contract(string sample)
    {
        var process = ProcessDefinition.Compile(ElsaDocument.Read(File.ReadAllBytes(Portals.PathOf($"../processes/{sample}"))).Document!);
        foreach (var journal in Rehearsal.Of(process, Calendar.Book, A.MondayMorning).Runs.Select(run => run.Journal))
        {
            var file = new PortalFile(PortalContentTests.Code, journal, process, PortalContentTests.Catalogue) { Calendars = Calendar.Book };
            foreach (var connection in new[] { Portals.Connection, PortalContentTests.Ministry() with { Progress = true } })
                foreach (var message in PortalPlan.Of(new PortalBook { Connections = [connection] }, Dossier.Empty, 0, [.. journal], process))
                {
                    var told = PortalContent.Of(file, message, connection);
                    var context = $"{connection.Key} {message.Number} {message.Topic}: {told.ToJsonString(PortalContentTests.Plain)}";
                    Assert.That(PortalContent.Of(file.At(message.Number), message, connection).ToJsonString(), Is.EqualTo(told.ToJsonString()), $"nothing that came later plays a part: {context}");
                    if (message.Topic is PortalTopic.Status) told["MaHoSo"] = "000.00.00.G22-260302-000001"; // the client knows it
                    Assert.That(ContractOf(connection, message.Topic).Faults(told), Is.Empty, context);
                    Assert.That(Moments(told), Is.All.LessThanOrEqualTo("20991231235959").And.All.GreaterThanOrEqualTo("20260302090000"), $"Vietnam's clock: {context}");
                }
        }
    }

    private static Contract ContractOf(PortalConnection connection, PortalTopic service) => (connection.Protocol, service) switch
    {
        (PortalProtocol.Bus, PortalTopic.Progress) => Contract.Of("CapNhatTienDoHoSoMC").At("data/items"),
        (PortalProtocol.Bus, PortalTopic.Status) => Contract.Of("DongBoTrangThaiHoSo").At("data/items"),
        (PortalProtocol.Bus, _) => Contract.Of("DongBoHoSoMC").At("data/items"),
        (_, PortalTopic.Progress) => Contract.Of("CapNhatTienTrinh"),
        (_, PortalTopic.Status) => Contract.Of("CapNhatTrangThai"),
        _ => Contract.Of("NoiHoSo"),
    };

    private static IEnumerable<string> Moments(JsonNode? said) => said switch
    {
        JsonObject item => item.SelectMany(member => Moments(member.Value)),
        JsonArray list => list.SelectMany(Moments),
        _ => said?.ToString() is { } text && Regex.IsMatch(text, "^20[0-9]{12}$") ? [text] : [],
    };

    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","ChuHoSo":"Dơ","TrangThaiHoSo":"2"}""", null)]
    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","TrangThaiHoSo":"2"}""", "$.ChuHoSo: it is missing")]
    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","ChuHoSo":"Dơ","TrangThaiHoSo":"2","GioiTinh":"1"}""", "$.GioiTinh: no such member")]
    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","ChuHoSo":"Dơ","TrangThaiHoSo":"2","NgayTra":"2026-03-02"}""", "$.NgayTra: 2026-03-02 does not match ^[0-9]{14}$")]
    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","ChuHoSo":"","TrangThaiHoSo":"2"}""", "$.ChuHoSo: it is empty")]
    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","ChuHoSo":"Dơ","TrangThaiHoSo":2}""", "$.TrangThaiHoSo: string is expected")]
    [TestCase("""{"MaHoSo":"H","MaTTHC":"1","ChuHoSo":"Dơ","TrangThaiHoSo":"2","DanhSachLePhi":[{"TenPhiLePhi":"Lệ phí","HinhThucThu":"3"}]}""", "$.DanhSachLePhi[0].HinhThucThu: 3 is none of [\"1\",\"2\",\"4\"]")]
    public void A_contract_says_what_is_wrong(string said, string? fault) =>
        Assert.That(Contract.Of("DongBoHoSoMC").At("data/items").Faults(JsonNode.Parse(said)), Is.EqualTo(fault is null ? Array.Empty<string>() : [fault]));
}
