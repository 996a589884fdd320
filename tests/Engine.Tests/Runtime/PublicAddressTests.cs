using TthcFlow.Engine.Runtime;

namespace TthcFlow.Engine.Tests.Runtime;

public sealed class PublicAddressTests
{
    [TestCase("https://tthc.laichau.gov.vn", "https://tthc.laichau.gov.vn")]
    [TestCase("https://tthc.laichau.gov.vn/", "https://tthc.laichau.gov.vn")]
    [TestCase("http://10.0.0.5:8080", "http://10.0.0.5:8080")]
    [TestCase(null, "http://127.0.0.1:5080")]
    [TestCase("", "http://127.0.0.1:5080")]
    public void What_was_set_is_printed_else_what_the_request_came_to(string? set, string printed) =>
        Assert.That(new PublicAddress(set).Or("http://127.0.0.1:5080/"), Is.EqualTo(printed));

    [TestCase("tthc.laichau.gov.vn")]
    [TestCase("ftp://tthc.laichau.gov.vn")]
    [TestCase("https://tthc.laichau.gov.vn/trang")]
    [TestCase("https://tthc.laichau.gov.vn?x=1")]
    [TestCase("https://tthc.laichau.gov.vn/#")]
    [TestCase("https://nguoi:mat-khau@tthc.laichau.gov.vn")]
    [TestCase("/verify")]
    public void What_is_no_address_of_public_pages_is_refused(string set) => Assert.That(() => new PublicAddress(set), Throws.TypeOf<FormatException>());
}
