using TthcFlow.Engine.Runtime;

namespace TthcFlow.Engine.Tests.Runtime;

public sealed class SecretBookTests
{
    [Test]
    public void A_secret_is_found_in_its_file_else_in_the_environment()
    {
        var folder = Directory.CreateTempSubdirectory("tthcflow-secrets-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "portal-dvcqg"), "trong tệp\n");
            var book = new SecretBook(folder, name => name is "TTHCFLOW_SECRET_PORTAL_DVCQG" or "TTHCFLOW_SECRET_TRUC_LGSP" ? "trong môi trường" : null);
            Assert.That((book.Find("portal-dvcqg"), book.Find("truc-lgsp"), book.Find("khong-co")), Is.EqualTo(("trong tệp", "trong môi trường", (string?)null)));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    [TestCase("../etc/passwd"), TestCase("a/b"), TestCase("Hoa"), TestCase(""), TestCase("-a"), TestCase("a-"), TestCase("a\n")]
    public void What_is_no_name_finds_nothing(string name) =>
        Assert.That((SecretBook.IsName(name), new SecretBook("/", _ => "x").Find(name)), Is.EqualTo((false, (string?)null)));
}
