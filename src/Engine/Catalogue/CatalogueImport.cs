using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Weighs a file of procedures against the catalogue (kiểm tra tệp nhập danh mục): what is new, what changes, and every fault by row and column. Pure; nothing is taken over here.</summary>
/// <remarks>
/// A column that the file does not have leaves what the catalogue says; one that it has, and leaves blank, says that there is nothing. Procedures that the file does not speak of stay.
/// </remarks>
public static class CatalogueImport
{
    /// <param name="today">The day by which fields must be in use.</param>
    public static CatalogueImportReport Weigh(CatalogueSheet sheet, ProvinceCatalogue catalogue, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        ArgumentNullException.ThrowIfNull(catalogue);
        return new Weighing(sheet, catalogue, today).Report();
    }

    private sealed class Weighing
    {
        private const int LongestName = 500, LongestText = 2000; // below what a cell is cut off at: nothing is lost in silence

        private readonly CatalogueSheet _sheet;
        private readonly ProvinceCatalogue _catalogue;
        private readonly CellWords _words;
        private readonly DateOnly _today;
        private readonly int[] _places = [.. Enumerable.Repeat(-1, CatalogueColumns.All.Count)];
        private readonly List<ImportFault> _faults = [];
        private readonly List<Entry> _entries = [];
        private readonly Dictionary<ProcedureCode, Entry> _known = [];

        public Weighing(CatalogueSheet sheet, ProvinceCatalogue catalogue, DateOnly today)
        {
            (_sheet, _catalogue, _words, _today) = (sheet, catalogue, new(catalogue), today);
            for (var at = 0; at < sheet.Columns.Count; at++) _places[(int)sheet.Columns[at].Column] = at;
        }

        public CatalogueImportReport Report()
        {
            foreach (var stray in _sheet.Strays)
                _faults.Add(new(stray.Row, stray.Place, stray.Head, null, stray.IsRepeated ? CatalogueRefusals.ColumnTwice(stray.Head) : CatalogueRefusals.ColumnUnknown(stray.Head)));
            Entry? current = null;
            foreach (var line in _sheet.Lines)
            {
                var before = _faults.Count;
                current = Begun(line, current);
                ReadItems(line, current);
                if (_faults.Count > before) current.IsFaulty = true;
            }
            var procedures = _entries.Where(entry => !entry.IsFaulty).Select(Weighed).ToList();
            var inUse = _catalogue.Procedures.Select(procedure => PlainWords.Of(procedure.Field)).ToHashSet(StringComparer.Ordinal);
            return new(
                procedures, [.. _faults.OrderBy(fault => fault.Row)], _sheet.Lines.Count, _catalogue.Procedures.Count(procedure => !_known.ContainsKey(procedure.Code)),
                _catalogue.Fields.Count > 0 ? [] : [.. procedures.Select(imported => imported.Procedure.Field).Where(field => field.Length > 0 && !inUse.Contains(PlainWords.Of(field))).Distinct()]);
        }

        // ---- What the row belongs to

        /// <summary>The procedure a row speaks of. Where it cannot be told, one that nobody keeps: what else is wrong in its rows is told all the same.</summary>
        private Entry Begun(SheetLine line, Entry? current)
        {
            var typed = Cell(line, CatalogueColumn.Code) ?? "";
            var name = Cell(line, CatalogueColumn.Name);
            if (typed.Length == 0)
            {
                if (current is not null && string.IsNullOrEmpty(name))
                {
                    SameAsFirst(line, current);
                    return current;
                }
                Fault(line, CatalogueColumn.Code, CatalogueRefusals.CodeMissing);
                return Unknown();
            }
            if (!ProcedureCode.TryParse(typed, null, out var code) || !Procedure.IsNationalCode(code) && !Procedure.IsInternalCode(code) && _catalogue.Find(code) is null)
            {
                Fault(line, CatalogueColumn.Code, CatalogueRefusals.CodeMalformed(typed));
                return Unknown();
            }
            if (_known.TryGetValue(code, out var entry))
            {
                if (string.IsNullOrEmpty(name) || name == entry.Texts.GetValueOrDefault(CatalogueColumn.Name) && SaysMore(line))
                {
                    SameAsFirst(line, entry);
                    return entry;
                }
                Fault(line, CatalogueColumn.Code, CatalogueRefusals.CodeTwice(code, entry.Row));
                return Unknown();
            }
            entry = new Entry(line.Row, _catalogue.Find(code), code);
            _entries.Add(_known[code] = entry);
            ReadHead(line, entry);
            return entry;

            Entry Unknown()
            {
                var unknown = new Entry(line.Row, null, new ProcedureCode("?"));
                if (!string.IsNullOrEmpty(name)) ReadHead(line, unknown);
                return unknown;
            }
        }

        private bool SaysMore(SheetLine line) => CatalogueColumns.All.Any(words => words.Column >= CatalogueColumn.Case && !string.IsNullOrEmpty(Cell(line, words.Column)));

        /// <summary>A row that goes on may repeat what the first one said, and say nothing else of it.</summary>
        private void SameAsFirst(SheetLine line, Entry entry)
        {
            for (var column = CatalogueColumn.Name; column < CatalogueColumn.Case; column++)
                if (Cell(line, column) is { Length: > 0 } text && text != entry.Texts.GetValueOrDefault(column)) Fault(line, column, CatalogueRefusals.DiffersFromRow(entry.Row));
        }

        // ---- What the procedure is

        private void ReadHead(SheetLine line, Entry entry)
        {
            for (var column = CatalogueColumn.Name; column < CatalogueColumn.Case; column++)
                if (Cell(line, column) is { } text)
                {
                    entry.Texts[column] = text;
                    if (text.Length > (column is CatalogueColumn.Name or CatalogueColumn.Field ? LongestName : LongestText)) Fault(line, column, CatalogueRefusals.TooLong(column is CatalogueColumn.Name or CatalogueColumn.Field ? LongestName : LongestText));
                }
            Needed(CatalogueColumn.Name, new("tên thủ tục", "procedure's name"));
            Needed(CatalogueColumn.Field, new("lĩnh vực", "field"));
            if (entry.Texts.GetValueOrDefault(CatalogueColumn.Levels) is "") Fault(line, CatalogueColumn.Levels, CatalogueRefusals.Missing(new("cấp thực hiện", "level")));

            if (Said(CatalogueColumn.Field) is { } field)
            {
                if (_words.Field(field) is { } known)
                {
                    entry.Field = known;
                    // Procedures that came to it in its time keep it; no other takes it up.
                    if (_catalogue.Fields.FirstOrDefault(listed => listed.Name == known) is { To: { } to } && to < _today && _catalogue.Find(entry.Code)?.Field != known)
                        Fault(line, CatalogueColumn.Field, CatalogueRefusals.FieldEnded(known, to));
                }
                else Fault(line, CatalogueColumn.Field, CatalogueRefusals.UnknownField(field));
            }
            foreach (var level in Several(CatalogueColumn.Levels))
            {
                if (CellWords.Level(level) is { } known) entry.Levels.Add(known);
                else Fault(line, CatalogueColumn.Levels, CatalogueRefusals.UnknownLevel(level));
            }
            if (Said(CatalogueColumn.Kind) is { } kind)
            {
                if (ProcedureKinds.Told(kind) is { } known) entry.Kind = known;
                else Fault(line, CatalogueColumn.Kind, CatalogueRefusals.UnknownKind(kind));
            }
            foreach (var agency in Several(CatalogueColumn.Agencies))
            {
                if (_words.Agency(agency) is { } known) entry.Agencies.Add(known);
                else Fault(line, CatalogueColumn.Agencies, CatalogueRefusals.UnknownAgency(agency));
            }
            entry.LegalBases.AddRange(Several(CatalogueColumn.LegalBases));
            if (Said(CatalogueColumn.AbolishedFrom) is { } day)
            {
                if (CellWords.Day(day) is { } on) entry.AbolishedFrom = on;
                else Fault(line, CatalogueColumn.AbolishedFrom, CatalogueRefusals.NotADay(day));
            }
            if (_catalogue.ActsOn(entry.Code).LastOrDefault(act => act.Line.Effect is not ListingEffect.Amend) is { Line.Effect: ListingEffect.Abolish } act
                && entry.Texts.ContainsKey(CatalogueColumn.AbolishedFrom) && entry.AbolishedFrom != act.Decision.EffectiveFrom)
                Fault(line, CatalogueColumn.AbolishedFrom, CatalogueRefusals.AbolishedByDecision(act.Decision.Number, act.Decision.EffectiveFrom));

            string? Said(CatalogueColumn column) => entry.Texts.GetValueOrDefault(column) is { Length: > 0 } text ? text : null;
            IEnumerable<string> Several(CatalogueColumn column) => CellWords.Several(Said(column));
            void Needed(CatalogueColumn column, Wording what)
            {
                if (entry.Texts.TryGetValue(column, out var text) ? text.Length == 0 : entry.Known is null) Fault(line, column, CatalogueRefusals.Missing(what));
            }
        }

        // ---- What else the row says, for the case it names

        private void ReadItems(SheetLine line, Entry entry)
        {
            for (var column = CatalogueColumn.Case; column <= CatalogueColumn.Result; column++)
                if (Cell(line, column) is not null) entry.Present.Add(column);
            var (isCase, @case) = ReadCase(line, entry);
            if (!isCase) return;
            ReadLimit(line, entry, @case);
            ReadComponent(line, entry, @case);
            ReadFee(line, entry, @case);
            if (Item(line, CatalogueColumn.Result, entry.Results.Any(result => result.Case == @case && result.Name == Cell(line, CatalogueColumn.Result)) ? CatalogueRefusals.ResultTwice : null,
                new("tên kết quả", "result's name"), CatalogueColumn.ResultCode) is { } result)
                entry.Results.Add(new(Text(line, CatalogueColumn.ResultCode), result, @case));
        }

        private (bool IsSound, CaseKey? Case) ReadCase(SheetLine line, Entry entry)
        {
            var (typed, name) = (Text(line, CatalogueColumn.Case), Text(line, CatalogueColumn.CaseName));
            if (typed is null && name is null) return (true, null);
            var before = entry.Known?.Cases ?? [];
            CaseKey? key;
            if (typed is null)
                key = entry.Cases.Find(one => one.Name == name)?.Key ?? before.FirstOrDefault(one => PlainWords.Of(one.Name) == PlainWords.Of(name!))?.Key ?? CellWords.CaseKeyOf(name!);
            else if (!CaseKey.TryParse(typed, null, out key))
            {
                Fault(line, CatalogueColumn.Case, CatalogueRefusals.CaseMalformed(typed));
                return (false, null);
            }
            if (entry.Cases.Find(one => one.Key == key) is { } listed)
            {
                if (name is null || name == listed.Name) return (true, key);
                Fault(line, CatalogueColumn.CaseName, CatalogueRefusals.DiffersFromRow(entry.Row));
                return (false, null);
            }
            if ((name ?? before.FirstOrDefault(one => one.Key == key)?.Name) is not { } called)
            {
                Fault(line, CatalogueColumn.CaseName, CatalogueRefusals.CaseUnnamed(key.Value));
                return (false, null);
            }
            entry.Cases.Add(new(key, called));
            return (true, key);
        }

        private void ReadLimit(SheetLine line, Entry entry, CaseKey? @case)
        {
            if (Text(line, CatalogueColumn.Limit) is null)
            {
                CatalogueColumn[] beside = [CatalogueColumn.LimitUnit, CatalogueColumn.LimitSource, CatalogueColumn.OnlineLimit, CatalogueColumn.OnlineLimitUnit];
                if (beside.Any(column => Text(line, column) is not null)) Fault(line, CatalogueColumn.Limit, CatalogueRefusals.Missing(new("thời hạn", "limit")));
                return;
            }
            if (LimitIn(line, CatalogueColumn.Limit, CatalogueColumn.LimitUnit, null) is not { } limit) return;
            var online = _places[(int)CatalogueColumn.OnlineLimit] >= 0 ? null : entry.Known?.Limits.FirstOrDefault(known => known.Case == @case)?.Online;
            if (Text(line, CatalogueColumn.OnlineLimit) is not null)
            {
                if (LimitIn(line, CatalogueColumn.OnlineLimit, CatalogueColumn.OnlineLimitUnit, Text(line, CatalogueColumn.LimitUnit)) is not { } read) return;
                online = read;
            }
            if (entry.Limits.Exists(known => known.Case == @case)) Fault(line, CatalogueColumn.Limit, CatalogueRefusals.LimitTwice);
            else entry.Limits.Add(new(@case, limit, Text(line, CatalogueColumn.LimitSource), Text(line, CatalogueColumn.LimitNote)) { Online = online == limit ? null : online });
        }

        /// <summary>A limit told by a number and a unit; null where it is none, and that is told.</summary>
        /// <param name="usual">The unit where neither cell states one.</param>
        private TimeLimit? LimitIn(SheetLine line, CatalogueColumn of, CatalogueColumn unitOf, string? usual)
        {
            var typed = Text(line, of)!;
            var (amount, ownUnit) = CellWords.Amount(typed);
            var unitText = Text(line, unitOf) ?? ownUnit ?? usual;
            if (amount is null) Fault(line, of, CatalogueRefusals.LimitMalformed(typed));
            else if (unitText is null) Fault(line, unitOf, CatalogueRefusals.UnitMissing);
            else if (CellWords.Unit(unitText) is not { } unit) Fault(line, unitOf, CatalogueRefusals.UnitUnknown(unitText));
            else if (!new TimeLimit(amount.Value, unit).IsWhole) Fault(line, of, CatalogueRefusals.LimitMalformed(typed));
            else return new TimeLimit(amount.Value, unit);
            return null;
        }

        private void ReadComponent(SheetLine line, Entry entry, CaseKey? @case)
        {
            if (Item(line, CatalogueColumn.Component, entry.Components.Exists(component => component.Case == @case && component.Name == Cell(line, CatalogueColumn.Component)) ? CatalogueRefusals.ComponentTwice : null,
                new("tên giấy tờ", "paper's name"), CatalogueColumn.ComponentCode, CatalogueColumn.Originals, CatalogueColumn.Certified, CatalogueColumn.Copies) is not { } name) return;
            entry.Components.Add(new(Text(line, CatalogueColumn.ComponentCode), name, @case, Text(line, CatalogueColumn.ComponentNote))
            { Originals = Copies(CatalogueColumn.Originals), Certified = Copies(CatalogueColumn.Certified), Copies = Copies(CatalogueColumn.Copies) });

            int? Copies(CatalogueColumn column)
            {
                if (Text(line, column) is not { } typed) return null;
                if (CellWords.Count(typed) is { } count) return count;
                Fault(line, column, CatalogueRefusals.CountMalformed(typed));
                return null;
            }
        }

        private void ReadFee(SheetLine line, Entry entry, CaseKey? @case)
        {
            if (Item(line, CatalogueColumn.Fee, entry.Fees.Exists(fee => fee.Case == @case && fee.Name == Cell(line, CatalogueColumn.Fee)) ? CatalogueRefusals.FeeTwice : null,
                new("tên khoản thu", "charge's name"), CatalogueColumn.Amount, CatalogueColumn.CollectedAt) is not { } name) return;
            decimal? amount = null;
            if (Text(line, CatalogueColumn.Amount) is { } typed)
            {
                amount = CellWords.Dong(typed);
                if (amount is null) Fault(line, CatalogueColumn.Amount, CatalogueRefusals.AmountMalformed(typed));
                else if (amount is > 0 and < 100) Fault(line, CatalogueColumn.Amount, CatalogueRefusals.AmountTooSmall(typed));
            }
            FeeMoment? moment = null;
            if (Text(line, CatalogueColumn.CollectedAt) is { } when)
            {
                moment = CellWords.Moment(when);
                if (moment is null) Fault(line, CatalogueColumn.CollectedAt, CatalogueRefusals.MomentUnknown(when));
            }
            entry.Fees.Add(new(name, amount, Text(line, CatalogueColumn.FeeBasis), @case, Text(line, CatalogueColumn.FeeNote)) { CollectedAt = moment });
        }

        /// <summary>The name of something that a row tells; null where it tells none, or one that cannot be.</summary>
        /// <param name="twice">Set where it stands above already.</param>
        /// <param name="details">What cannot stand without a name.</param>
        private string? Item(SheetLine line, CatalogueColumn column, Func<string, Refusal>? twice, Wording what, params ReadOnlySpan<CatalogueColumn> details)
        {
            if (Text(line, column) is { } name)
            {
                if (name.Length > LongestText) Fault(line, column, CatalogueRefusals.TooLong(LongestText));
                else if (twice is not null) Fault(line, column, twice(name));
                else return name;
                return null;
            }
            foreach (var detail in details)
                if (Text(line, detail) is not null)
                {
                    Fault(line, column, CatalogueRefusals.Missing(what));
                    break;
                }
            return null;
        }

        // ---- What it comes to

        private ImportedProcedure Weighed(Entry entry)
        {
            var was = entry.Known;
            var after = new Procedure(
                entry.Code, Scalar(CatalogueColumn.Name, was?.Name) ?? "", Has(CatalogueColumn.Field) ? entry.Field : was?.Field ?? "", Has(CatalogueColumn.Levels) ? entry.Levels : was?.Levels ?? [],
                Has(CatalogueColumn.Kind) ? entry.Kind : was?.Kind, Has(CatalogueColumn.Case, CatalogueColumn.CaseName) ? entry.Cases : was?.Cases ?? [],
                Scalar(CatalogueColumn.ListedBy, was?.ListedBy), Has(CatalogueColumn.AbolishedFrom) ? entry.AbolishedFrom : was?.AbolishedFrom, Scalar(CatalogueColumn.Note, was?.Note))
            {
                Agencies = Has(CatalogueColumn.Agencies) ? entry.Agencies : was?.Agencies ?? [],
                LegalBases = Has(CatalogueColumn.LegalBases) ? entry.LegalBases : was?.LegalBases ?? [],
                Limits = Has(CatalogueColumn.Limit) ? entry.Limits : was?.Limits ?? [],
                Components = Has(CatalogueColumn.Component) ? entry.Components : was?.Components ?? [],
                Fees = Has(CatalogueColumn.Fee) ? entry.Fees : was?.Fees ?? [],
                Results = Has(CatalogueColumn.Result) ? entry.Results : was?.Results ?? [],
            };
            var changes = ProcedureComparison.Between(was, after);
            return new(entry.Row, after, was is null ? ImportEffect.New : changes.Count > 0 ? ImportEffect.Changed : ImportEffect.Same, was is null ? [] : changes);

            bool Has(params ReadOnlySpan<CatalogueColumn> columns)
            {
                foreach (var column in columns)
                    if (entry.Texts.ContainsKey(column) || entry.Present.Contains(column)) return true;
                return false;
            }

            string? Scalar(CatalogueColumn column, string? before) => entry.Texts.TryGetValue(column, out var text) ? text.Length > 0 ? text : null : before;
        }

        private string? Cell(SheetLine line, CatalogueColumn column) => _places[(int)column] is >= 0 and var at && at < line.Cells.Count ? line.Cells[at] : null;

        private string? Text(SheetLine line, CatalogueColumn column) => Cell(line, column) is { Length: > 0 } text ? text : null;

        private void Fault(SheetLine line, CatalogueColumn column, Refusal why)
        {
            var at = _places[(int)column];
            _faults.Add(new(line.Row, at >= 0 ? _sheet.Columns[at].Place : "–", CatalogueColumns.HeadOf(column), Text(line, column), why));
        }
    }

    /// <summary>A procedure of the file, as far as it was read.</summary>
    private sealed class Entry(int row, Procedure? known, ProcedureCode code)
    {
        public int Row => row;

        /// <summary>As the catalogue has it; null where it is new.</summary>
        public Procedure? Known => known;

        public ProcedureCode Code => code;

        /// <summary>The columns of what may stand several times that its rows speak of, be it to say that there is nothing.</summary>
        public HashSet<CatalogueColumn> Present { get; } = [];

        public bool IsFaulty { get; set; }

        /// <summary>What its first row says of itself, by column; absent where the row says nothing at all.</summary>
        public Dictionary<CatalogueColumn, string> Texts { get; } = [];

        public string Field { get; set; } = "";

        public string? Kind { get; set; }

        public DateOnly? AbolishedFrom { get; set; }

        public List<AgencyLevel> Levels { get; } = [];

        public List<AgencyCode> Agencies { get; } = [];

        public List<string> LegalBases { get; } = [];

        public List<ProcedureCase> Cases { get; } = [];

        public List<LawfulLimit> Limits { get; } = [];

        public List<LawfulComponent> Components { get; } = [];

        public List<LawfulFee> Fees { get; } = [];

        public List<LawfulResult> Results { get; } = [];
    }
}
