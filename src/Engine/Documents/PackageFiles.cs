using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;

namespace TthcFlow.Engine.Documents;

/// <summary>Office files are zip archives that remember when each part was written; ours forget it, so that one version gives one file.</summary>
internal static class PackageFiles
{
    private static readonly DateTimeOffset Beginning = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Title and language, and nothing that tells when or by whom; the library's own properties would stand under a name drawn by lot.</summary>
    public static void Entitle(CoreFilePropertiesPart part, string title)
    {
        XNamespace core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", dublin = "http://purl.org/dc/elements/1.1/";
        using var written = part.GetStream(FileMode.Create);
        new XDocument(new XElement(core + "coreProperties",
            new XElement(dublin + "title", PrintableText.Of(title)), new XElement(dublin + "language", "vi-VN"))).Save(written, SaveOptions.DisableFormatting);
    }

    public static byte[] Settled(MemoryStream package)
    {
        using var settled = new MemoryStream();
        package.Position = 0;
        using (var from = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true))
        using (var to = new ZipArchive(settled, ZipArchiveMode.Create, leaveOpen: true))
        {
            // Readers that guess a file's kind look for this part first.
            foreach (var entry in from.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = Beginning;
                using var read = entry.Open();
                using var written = copy.Open();
                read.CopyTo(written);
            }
        }
        return settled.ToArray();
    }
}
