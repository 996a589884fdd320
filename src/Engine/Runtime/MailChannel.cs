using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace TthcFlow.Engine.Runtime;

/// <summary>The mail server that sends (máy chủ thư điện tử).</summary>
/// <param name="From">The sender's address, with a name if wished: <c>Một cửa xã Bình Lư &lt;motcua@tinh.gov.vn&gt;</c>.</param>
/// <param name="Encrypted">STARTTLS before anything else is said; false only for a server on the same machine.</param>
/// <param name="User">Null: the server takes mail without a name.</param>
public sealed record MailSettings(string Host, int Port, string From, bool Encrypted = true, string? User = null, string? Password = null);

/// <summary>E-mail over SMTP. Vietnamese first, English below; with a link to the dossier where the address of the pages is set.</summary>
internal sealed class MailChannel(MailSettings settings, PublicAddress pages) : INotificationChannel
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Key => "e-mail";

    public bool IsHere => false;

    public string? AddressOf(MessageRecipient recipient) => IsAddress(recipient.Email) ? recipient.Email!.Trim() : null;

    /// <summary>A plain address of one recipient, without a name and without anything that could add a line to a letter's head.</summary>
    public static bool IsAddress(string? text) =>
        text?.Trim() is { Length: > 2 and <= 254 } trimmed && !trimmed.Any(char.IsControl) && MailAddress.TryCreate(trimmed, out var address) && address.Address == trimmed;

    public async Task SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        using var mail = Letter(message);
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Encrypted };
        if (settings.User is not null) client.Credentials = new NetworkCredential(settings.User, settings.Password);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try { await client.SendMailAsync(mail, patience.Token); }
        catch (SmtpException fault)
        {
            // 5xx is the server's last word about this letter; everything else may be otherwise tomorrow.
            throw new NotSentException($"{fault.StatusCode}: {fault.InnerException?.Message ?? fault.Message}", (int)fault.StatusCode is >= 550 and <= 559, fault);
        }
        catch (OperationCanceledException slow) when (!ct.IsCancellationRequested) { throw new NotSentException("The mail server did not answer in time.", cause: slow); }
    }

    private MailMessage Letter(OutgoingMessage message)
    {
        var (subject, link) = (message.Subject, pages.Set is { } set ? $"{set}{message.Path}" : null);
        var text = new StringBuilder()
            .Append(subject.Vi).Append(".\r\n\r\n").Append(message.Text.Vi).Append("\r\n").Append(link is null ? "" : $"\r\nXem hồ sơ: {link}\r\n")
            .Append("\r\n--\r\n").Append(subject.En).Append(".\r\n\r\n").Append(message.Text.En).Append("\r\n").Append(link is null ? "" : $"\r\nSee the dossier: {link}\r\n");
        var mail = new MailMessage
        {
            From = new MailAddress(settings.From),
            Subject = OneLine(subject.Vi),
            SubjectEncoding = Encoding.UTF8,
            Body = text.ToString(),
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.Base64,
        };
        mail.To.Add(new MailAddress(message.Address));
        mail.Headers.Add("Message-ID", $"<{message.Id}@{mail.From.Host}>"); // the same for every try: a mailbox shows a letter once
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
