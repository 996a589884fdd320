using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Endpoints;

/// <summary>What a registered system sent, whole: read once while its signature is made, laid aside on disk where it is large, and read again for its parts.</summary>
internal sealed class InboundBody : IAsyncDisposable
{
    public const int Megabytes = 32;

    public const string Part = "message";

    private const long Largest = Megabytes * 1024L * 1024;
    private const int LongestMessage = 1024 * 1024;
    private const int InMemory = 256 * 1024;
    private const int MostFiles = 200;

    private readonly FileBufferingReadStream _body;
    private readonly string? _boundary;

    private InboundBody(FileBufferingReadStream body, string? boundary) => (_body, _boundary) = (body, boundary);

    /// <summary>The message itself; null where the body is neither JSON nor a form that begins with it.</summary>
    public ReadOnlyMemory<byte>? Message { get; private set; }

    /// <summary>What tells this content from another: the message, and each file with its name and place. How a form is cut into parts is no part of it.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Reads the body to its end; null where it is too large.</summary>
    /// <exception cref="BadHttpRequestException">The sender broke off.</exception>
    public static async Task<InboundBody?> ReceiveAsync(HttpRequest request, MessageSignature? signature, CancellationToken ct)
    {
        if (request.ContentLength > Largest) return null;
        var body = new FileBufferingReadStream(request.Body, InMemory);
        try
        {
            var piece = new byte[64 * 1024];
            var sum = 0L;
            for (int got; (got = await body.ReadAsync(piece, ct)) > 0;)
            {
                if ((sum += got) > Largest)
                {
                    await body.DisposeAsync();
                    return null;
                }
                signature?.Add(piece.AsSpan(0, got));
            }
        }
        catch
        {
            await body.DisposeAsync();
            throw;
        }
        return new(body, BoundaryOf(request.ContentType));
    }

    /// <summary>Takes the message out, and knows what was sent by its digest.</summary>
    public async Task OpenAsync(string? contentType, CancellationToken ct)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _body.Position = 0;
        if (_boundary is null)
        {
            if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || type.MediaType != "application/json") return;
            Message = await WholeAsync(_body, ct);
            if (Message is { } json) sum.AppendData(json.Span);
        }
        else
        {
            try
            {
                var reader = Parts();
                if (await reader.ReadNextSectionAsync(ct) is not { } first || SentForm.NameOf(first) != Part || await WholeAsync(first.Body, ct) is not { } json) return;
                sum.AppendData(json.Span);
                for (var files = 0; await reader.ReadNextSectionAsync(ct) is { } section; files++)
                {
                    if (files == MostFiles || SentForm.FileOf(section) is not { } file) return;
                    sum.AppendData(System.Text.Encoding.UTF8.GetBytes($"\n{file.Name}\n{file.Component}\n{Convert.ToHexStringLower(await SHA256.HashDataAsync(file.Content, ct))}"));
                }
                Message = json;
            }
            catch (Exception broken) when (broken is IOException or InvalidDataException) { return; }
        }
        Digest = Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    /// <summary>The files that came with it, each to be read before the next is asked for.</summary>
    public async IAsyncEnumerable<SentFile> FilesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (_boundary is null) yield break;
        _body.Position = 0;
        var reader = Parts();
        _ = await reader.ReadNextSectionAsync(ct);
        while (await reader.ReadNextSectionAsync(ct) is { } section)
            if (SentForm.FileOf(section) is { } file) yield return file;
    }

    public ValueTask DisposeAsync() => _body.DisposeAsync();

    private MultipartReader Parts() => new(_boundary!, _body) { BodyLengthLimit = null };

    private static string? BoundaryOf(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType == SentForm.ContentType && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 and <= 200 } boundary ? boundary : null;

    private static async Task<ReadOnlyMemory<byte>?> WholeAsync(Stream from, CancellationToken ct)
    {
        using var text = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int got; (got = await from.ReadAsync(piece, ct)) > 0;)
        {
            text.Write(piece, 0, got);
            if (text.Length > LongestMessage) return null;
        }
        return text.ToArray();
    }
}
