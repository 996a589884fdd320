using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Fills in what only the engine can work out, for dossiers that were there before lists had it: words to search by, names in dictionary order, whose steps are whose.</summary>
internal static class ListFilling
{
    /// <summary>The script after which this is to be done.</summary>
    public const int After = 9;

    private const int AtOnce = 500;

    public static async Task RunAsync(Writing writing, CancellationToken ct)
    {
        PersonNumbers? numbers = null;
        for (var last = ""; ;)
        {
            var page = await writing.ListAsync(
                new Statement(
                    """
                    select d.code, d.applicant, d.subject, j.body from dossier d join dossier_journal j on j.code = d.code and j.number = 1
                    where d.code > $1 order by d.code limit $2
                    """,
                    last, AtOnce),
                row => (Code: DossierCode.Parse(row.Text(0)), Applicant: row.Text(1), Subject: row.TextOrNull(2), First: StoredJson.ReadEvent(row.Text(3))), ct);
            if (page is []) break;
            numbers ??= await PersonNumbers.EnsureAsync(writing, ct);
            last = page[^1].Code.ToString();
            var agencies = (await writing.ListAsync(
                new Statement("select code, agency from dossier_agency where code >= $1 and code <= $2", page[0].Code, last),
                row => (Code: row.Text(0), Agency: new AgencyCode(row.Text(1))), ct)).ToLookup(line => line.Code, line => line.Agency);
            await writing.WriteAsync(
                [
                    .. page.Select(line =>
                    {
                        var applicant = (line.First as DossierEvent.Received)?.Particulars.Applicant;
                        return new Statement(
                            "update dossier set search_key = $2, applicant_order = $3 where code = $1", line.Code,
                            SearchKey.OfDossier(
                                line.Code, line.Applicant, line.Subject, [numbers.DigestOf(applicant?.IdentityNumber), numbers.DigestOf(applicant?.Phone)],
                                agencies[line.Code.ToString()]),
                            VietnameseOrder.KeyOf(line.Applicant));
                    }),
                ], ct);
        }
        await PlaceWorkAsync(writing, ct);
    }

    private static async Task PlaceWorkAsync(Writing writing, CancellationToken ct)
    {
        var places = await writing.ListAsync(new Statement("select distinct place from work where place is not null"), row => new AgencyCode(row.Text(0)), ct);
        if (places is []) return;
        var books = await writing.ListAsync(
            new Statement("select body from reference_book where kind = 'catalogue' order by version desc limit 1"), row => ProvinceCatalogue.Parse(row.Text(0)), ct);
        foreach (var place in places)
        {
            var agency = (books is [var book, ..] ? book.AgencyOf(place)?.Code : null) ?? place;
            await writing.WriteAsync([new Statement("update work set agency = $2 where place = $1", place, agency)], ct);
        }
    }
}
