using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Dossiers as this program last left them (hồ sơ còn trên tay): whoever acts on one next need not read it first.</summary>
/// <remarks>
/// Nothing here is known to be true still: other programs write too. It serves to decide a yes, which the write then holds against the stored dossier (<see cref="DossierStore"/>);
/// a no is only said by what was read. Keeps between one and two thousand, those used last.
/// </remarks>
internal sealed class FilesAtHand
{
    private const int Most = 1_000;

    private readonly Lock _gate = new();
    private Dictionary<DossierCode, DossierOpening> _newer = [], _older = [];

    public DossierOpening? Find(DossierCode code)
    {
        lock (_gate) return _newer.GetValueOrDefault(code) ?? _older.GetValueOrDefault(code);
    }

    public void Keep(DossierFile file, BookVersions books)
    {
        lock (_gate)
        {
            if (_newer.Count == Most) (_older, _newer) = (_newer, []);
            _newer[file.Code] = new DossierOpening(file, null, books);
        }
    }

    public void Forget(DossierCode code)
    {
        lock (_gate)
        {
            _newer.Remove(code);
            _older.Remove(code);
        }
    }
}
