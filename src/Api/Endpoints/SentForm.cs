using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Endpoints;

/// <summary>What a program hands in with files: a multipart body whose first part is JSON and whose others are files, read as they come and never kept in memory.</summary>
internal static class SentForm
{
    public const string ContentType = "multipart/form-data";

    /// <summary>What a part is called that is no named component.</summary>
    private const string Unnamed = "file";

    private const int LongestBody = 256 * 1024;

    /// <summary>The first part; null where the body is no such form, or the part is not what it should be.</summary>
    public static async Task<SentForm<T>?> ReadAsync<T>(HttpRequest request, string name, JsonSerializerOptions json, CancellationToken ct) where T : class
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return null;
        var reader = new MultipartReader(boundary, request.Body) { BodyLengthLimit = null };
        try
        {
            if (await reader.ReadNextSectionAsync(ct) is not { } first || NameOf(first) != name) return null;
            using var text = new MemoryStream();
            var piece = new byte[16 * 1024];
            for (int got; (got = await first.Body.ReadAsync(piece, ct)) > 0;)
            {
                text.Write(piece, 0, got);
                if (text.Length > LongestBody) return null;
            }
            text.Position = 0;
            return await JsonSerializer.DeserializeAsync<T>(text, json, ct) is { } body ? new(body, reader) : null;
        }
        catch (JsonException broken) { throw new BadHttpRequestException("The form's first part cannot be read.", StatusCodes.Status400BadRequest, broken); } // told by its field, as any body
        catch (Exception broken) when (broken is IOException or InvalidDataException) { return null; }
    }

    public static IResult Unreadable(Visitor visitor, string name) => RefusalProblems.BadRequest(visitor, name, new(
        $"Phần đầu của biểu mẫu phải tên {name} và là JSON đúng mô tả.", $"The form's first part must be called {name} and be JSON as described."));

    internal static string? NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var about) ? HeaderUtilities.RemoveQuotes(about.Name).Value : null;

    internal static SentFile? FileOf(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var about) || !about.IsFileDisposition()) return null;
        var component = HeaderUtilities.RemoveQuotes(about.Name).Value;
        return new((about.FileNameStar.HasValue ? about.FileNameStar : about.FileName).Value?.Trim('"'), component is null or "" or Unnamed ? null : component, section.Body);
    }
}

/// <summary>A form of which the first part was read.</summary>
internal sealed class SentForm<T>(T body, MultipartReader reader) where T : class
{
    public T Body { get; } = body;

    /// <summary>The files that follow, each to be read before the next is asked for.</summary>
    public async IAsyncEnumerable<SentFile> FilesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            MultipartSection? section;
            var isCut = false;
            try { section = await reader.ReadNextSectionAsync(ct); }
            catch (Exception broken) when (broken is IOException or InvalidDataException) { (section, isCut) = (null, true); }
            if (isCut) yield return new("-", null, new Cut()); // told as any upload that breaks off, and nothing is taken
            if (section is null) yield break;
            if (SentForm.FileOf(section) is { } file) yield return file;
        }
    }

    /// <summary>What came of a body that broke off between two files.</summary>
    private sealed class Cut : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The form broke off.");
    }
}
