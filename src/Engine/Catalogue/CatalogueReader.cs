using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Reads a catalogue strictly: an unknown member, a repeated key or a reference to nothing is a slip of the pen, and is named.</summary>
internal static class CatalogueReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <param name="day">The day agencies are named for; null for the latest name of each.</param>
    public static ProvinceCatalogue Read(string json, DateOnly? day)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return Read(new Member("$", document.RootElement), day);
        }
        catch (JsonException notJson)
        {
            throw new FormatException($"Catalogue: {notJson.Message}", notJson);
        }
    }

    private static ProvinceCatalogue Read(Member root, DateOnly? day)
    {
        root.Knows("procedures", "agencies", "positions", "holders", "accounts", "legalDocuments", "results", "acceptance", "reminders", "publishing", "fields", "decisions", "appraisal");
        var procedures = root.List("procedures", ReadProcedure);
        var agencies = root.List("agencies", member => ReadAgency(member, day));
        var positions = root.List("positions", ReadPosition);
        var holders = root.List("holders", ReadHolder);
        var accounts = root.List("accounts", ReadAccount);
        var laws = root.List("legalDocuments", ReadLaw);
        var results = root.List("results", ReadResult);
        var acceptance = root.List("acceptance", ReadAcceptance);
        var reminders = root.List("reminders", ReadLadder);
        var fields = root.List("fields", ReadField);
        var decisions = root.List("decisions", ReadDecision);
        if (reminders.GroupBy(ladder => ladder.Agency).Any(group => group.Skip(1).Any())) throw Fault("$.reminders", "an agency, or the province, has two ladders");

        var publishing = root.List("publishing", ReadPublishing);
        if (publishing.GroupBy(rule => (rule.Track, rule.Level, rule.Field)).Any(group => group.Skip(1).Any())) throw Fault("$.publishing", "two rules are for the same processes");

        var appraisal = root.Optional("appraisal") is { } binding ? ReadAppraisal(binding) : null;

        EachOnce(procedures, "procedures", "code", procedure => procedure.Code);
        EachOnce(agencies, "agencies", "code", agency => agency.Code);
        EachOnce(positions, "positions", "key", position => position.Key);
        EachOnce(accounts, "accounts", "officer", account => account.Officer);
        EachOnce(laws, "legalDocuments", "number", law => law.Number);
        EachOnce(results, "results", "code", result => result.Code);

        EachOnce(fields, "fields", "code", field => field.Code);
        EachOnce(decisions, "decisions", "number", decision => decision.Number);

        var places = agencies.ToDictionary(agency => agency.Code);
        var known = positions.Select(position => position.Key).ToHashSet();
        var names = new Dictionary<OfficerId, string>();
        for (var index = 0; index < agencies.Count; index++)
            if (agencies[index].Parent is { } parent && !places.ContainsKey(parent)) throw Fault($"$.agencies[{index}].parent", $"there is no agency '{parent}'");
        for (var index = 0; index < agencies.Count; index++)
            if (agencies[index].Spells.Select(spell => spell.Parent).Concat(agencies[index].SucceededBy).FirstOrDefault(named => named is not null && !places.ContainsKey(named)) is { } nobody)
                throw Fault($"$.agencies[{index}]", $"there is no agency '{nobody}'");
        for (var index = 0; index < agencies.Count; index++) NoRing(agencies[index], places, index);
        for (var index = 0; index < holders.Count; index++)
        {
            var holder = holders[index];
            if (!places.ContainsKey(holder.Place)) throw Fault($"$.holders[{index}].place", $"there is no agency '{holder.Place}'");
            if (!known.Contains(holder.Position)) throw Fault($"$.holders[{index}].position", $"there is no position '{holder.Position}'");
            OneName(names, holder.Officer, holder.Name, $"$.holders[{index}].name");
        }
        for (var index = 0; index < accounts.Count; index++)
        {
            var account = accounts[index];
            if (account.Agency is { } agency && !places.ContainsKey(agency)) throw Fault($"$.accounts[{index}].agency", $"there is no agency '{agency}'");
            OneName(names, account.Officer, account.Name, $"$.accounts[{index}].name");
        }
        for (var index = 0; index < publishing.Count; index++)
            foreach (var (member, body) in new[] { ("appraisedBy", publishing[index].AppraisedBy), ("publishedBy", publishing[index].PublishedBy) })
                if (body is not null && !places.ContainsKey(body)) throw Fault($"$.publishing[{index}].{member}", $"there is no agency '{body}'");
        if (appraisal is not null && !places.ContainsKey(appraisal.AppraisedBy)) throw Fault("$.appraisal.appraisedBy", $"there is no agency '{appraisal.AppraisedBy}'");
        for (var index = 0; index < procedures.Count; index++)
            if (procedures[index].Agencies.FirstOrDefault(agency => !places.ContainsKey(agency)) is { } unknown) throw Fault($"$.procedures[{index}].agencies", $"there is no agency '{unknown}'");
        var listed = procedures.Select(procedure => procedure.Code).ToHashSet();
        if (appraisal is not null && !listed.Contains(appraisal.Procedure)) throw Fault("$.appraisal.procedure", $"there is no procedure '{appraisal.Procedure}'");
        for (var index = 0; index < decisions.Count; index++)
            if (decisions[index].Lines.FirstOrDefault(line => !listed.Contains(line.Procedure)) is { } stray) throw Fault($"$.decisions[{index}].lines", $"there is no procedure '{stray.Procedure}'");
        return new ProvinceCatalogue { Procedures = ListingDecision.Applied(decisions, procedures), Fields = fields, Decisions = decisions, Agencies = agencies, Positions = positions, Holders = holders, Accounts = accounts, LegalDocuments = laws, Results = results, Acceptance = acceptance, Reminders = reminders, Publishing = publishing, Appraisal = appraisal };
    }

    private static Procedure ReadProcedure(Member at)
    {
        at.Knows("code", "name", "field", "levels", "kind", "cases", "listedBy", "abolishedFrom", "note", "limits", "components", "fees", "results", "legalBases", "agencies");
        var cases = at.List("cases", ReadCase);
        EachOnce(cases, $"{at.Path}.cases", "key", one => one.Key);
        var limits = at.List("limits", ReadLimit);
        if (limits.GroupBy(limit => limit.Case).FirstOrDefault(group => group.Skip(1).Any()) is { } twice) throw Fault($"{at.Path}.limits", $"case '{twice.Key}' has two limits");
        var procedure = new Procedure(
            at.Word<ProcedureCode>("code"), at.Text("name"), at.Text("field"), at.List("levels", level => level.Choice<AgencyLevel>()),
            at.OptionalText("kind"), cases, at.OptionalText("listedBy"), at.OptionalDay("abolishedFrom"), at.OptionalText("note"))
        {
            Limits = limits,
            Components = at.List("components", ReadComponent),
            Fees = at.List("fees", ReadFee),
            Results = at.List("results", ReadLawfulResult),
            LegalBases = at.List("legalBases", number => number.AsText()),
            Agencies = at.List("agencies", agency => agency.AsWord<AgencyCode>()),
        };
        foreach (var named in limits.Select(limit => limit.Case).Concat(procedure.Components.Select(component => component.Case)).Concat(procedure.Fees.Select(fee => fee.Case))
            .Concat(procedure.Results.Select(result => result.Case)).OfType<CaseKey>())
            if (cases.All(one => one.Key != named)) throw Fault($"{at.Path}.cases", $"there is no case '{named}'");
        return procedure;
    }

    private static LawfulLimit ReadLimit(Member at)
    {
        at.Knows("case", "value", "unit", "source", "note", "online");
        var limit = Whole(at);
        TimeLimit? online = null;
        if (at.Optional("online") is { } other)
        {
            other.Knows("value", "unit");
            online = Whole(other);
        }
        return new LawfulLimit(at.OptionalWord<CaseKey>("case"), limit, at.OptionalText("source"), at.OptionalText("note")) { Online = online };
    }

    private static TimeLimit Whole(Member at)
    {
        var limit = new TimeLimit(at.Needed("value").Amount(), at.Needed("unit").Choice<TimeUnit>());
        return limit.IsWhole ? limit : throw Fault($"{at.Path}.value", "it does not come to whole minutes, or is out of bounds");
    }

    private static AcceptanceRule ReadAcceptance(Member at)
    {
        at.Knows("value", "unit", "basis", "from", "to");
        var within = new TimeLimit(at.Needed("value").Amount(), at.Needed("unit").Choice<TimeUnit>());
        if (within.WorkingMinutes is null or 0) throw Fault($"{at.Path}.value", "it does not come to whole minutes of working time, or is out of bounds");
        var (from, to) = at.Span();
        return new AcceptanceRule(within, at.Text("basis"), from, to);
    }

    private static PublishingRule ReadPublishing(Member at)
    {
        at.Knows("track", "level", "field", "appraisedBy", "proposedBy", "publishedBy", "authority", "ownAgency");
        return new PublishingRule(
            at.Has("track") ? at.Needed("track").Choice<PublishingTrack>() : null,
            at.Has("level") ? at.Needed("level").Choice<AgencyLevel>() : null,
            at.OptionalText("field"), at.OptionalWord<AgencyCode>("appraisedBy"),
            at.Has("proposedBy") ? at.Needed("proposedBy").Choice<Proposer>() : Proposer.Author,
            at.OptionalWord<AgencyCode>("publishedBy"), at.OptionalText("authority"))
        { ByOwnAgency = at.Has("ownAgency") && at.Flag("ownAgency") };
    }

    private static AppraisalBinding ReadAppraisal(Member at)
    {
        at.Knows("procedure", "appraisedBy", "acts");
        var acts = at.List("acts", act =>
        {
            act.Knows("act", "steps");
            return new BoundAct(act.Needed("act").Choice<DraftMoment>(), act.List("steps", step => step.AsWord<BoundStep>()));
        });
        EachOnce(acts, $"{at.Path}.acts", "act", act => act.Act);
        return new AppraisalBinding(at.Word<ProcedureCode>("procedure"), at.Word<AgencyCode>("appraisedBy"), acts);
    }

    /// <summary>A member that is left out keeps its usual value; <c>never</c> is said by <c>null</c>.</summary>
    private static ReminderLadder ReadLadder(Member at)
    {
        at.Knows("agency", "dueSoonShare", "dueToday", "toLeader", "toHead");
        var ladder = new ReminderLadder(at.OptionalWord<AgencyCode>("agency"));
        if (at.OptionalAmount("dueSoonShare") is { } share)
            ladder = share is > 0 and < 1 ? ladder with { DueSoonShare = (double)share } : throw Fault($"{at.Path}.dueSoonShare", "a number between 0 and 1 is expected");
        if (at.Has("dueToday")) ladder = ladder with { DueToday = at.Flag("dueToday") };
        if (at.Has("toLeader")) ladder = ladder with { ToLeader = ReadWait(at, "toLeader") };
        if (at.Has("toHead")) ladder = ladder with { ToHead = ReadWait(at, "toHead") };
        return ladder;
    }

    private static TimeLimit? ReadWait(Member at, string name)
    {
        if (at.Value.GetProperty(name).ValueKind is JsonValueKind.Null) return null;
        var member = at.Needed(name);
        member.Knows("value", "unit");
        var wait = new TimeLimit(member.Needed("value").Amount(), member.Needed("unit").Choice<TimeUnit>());
        return wait.WorkingMinutes is null ? throw Fault(member.Path, "it does not come to whole minutes of working time, or is out of bounds") : wait;
    }

    private static LawfulComponent ReadComponent(Member at)
    {
        at.Knows("code", "name", "case", "note", "originals", "certified", "copies");
        return new LawfulComponent(at.OptionalText("code"), at.Text("name"), at.OptionalWord<CaseKey>("case"), at.OptionalText("note"))
        { Originals = at.OptionalCount("originals"), Certified = at.OptionalCount("certified"), Copies = at.OptionalCount("copies") };
    }

    private static LawfulFee ReadFee(Member at)
    {
        at.Knows("name", "amount", "basis", "case", "note", "collectedAt");
        return new LawfulFee(at.Text("name"), at.OptionalAmount("amount"), at.OptionalText("basis"), at.OptionalWord<CaseKey>("case"), at.OptionalText("note"))
        { CollectedAt = at.OptionalText("collectedAt") is null ? null : at.Needed("collectedAt").Choice<FeeMoment>() };
    }

    private static LawfulResult ReadLawfulResult(Member at)
    {
        at.Knows("code", "name", "case");
        return new LawfulResult(at.OptionalText("code"), at.Text("name"), at.OptionalWord<CaseKey>("case"));
    }

    private static ListedField ReadField(Member at)
    {
        at.Knows("code", "name", "to");
        return new ListedField(at.Text("code"), at.Text("name")) { To = at.OptionalDay("to") };
    }

    private static ListingDecision ReadDecision(Member at)
    {
        at.Knows("number", "signedOn", "authority", "effectiveFrom", "title", "lines");
        return new ListingDecision(
            at.Text("number"), at.Needed("signedOn").AsDay(), at.Text("authority"), at.Needed("effectiveFrom").AsDay(), at.OptionalText("title"), at.List("lines", ReadListingLine));
    }

    private static ListingLine ReadListingLine(Member at)
    {
        at.Knows("effect", "procedure", "note");
        return new ListingLine(at.Needed("effect").Choice<ListingEffect>(), at.Word<ProcedureCode>("procedure"), at.OptionalText("note"));
    }

    private static LegalDocument ReadLaw(Member at)
    {
        at.Knows("number", "title", "issuer", "issuedOn", "from", "to", "replacedBy", "forms", "note", "standing");
        var (from, to) = at.Span();
        var forms = at.List("forms", ReadForm);
        EachOnce(forms, $"{at.Path}.forms", "number", form => form.Number);
        return new LegalDocument(
            at.Text("number"), at.Text("title"), at.Text("issuer"), at.OptionalDay("issuedOn"),
            from, to, at.OptionalText("replacedBy"), forms, at.OptionalText("note"))
        { Standing = at.OptionalCount("standing") };
    }

    private static StandardForm ReadForm(Member at)
    {
        at.Knows("number", "name", "otherNames");
        return new StandardForm(at.Text("number"), at.Text("name"), at.List("otherNames", name => name.AsText()));
    }

    private static ListedResult ReadResult(Member at)
    {
        at.Knows("code", "name", "note");
        return new ListedResult(at.Text("code"), at.Text("name"), at.OptionalText("note"));
    }

    private static ProcedureCase ReadCase(Member at)
    {
        at.Knows("key", "name");
        return new ProcedureCase(at.Word<CaseKey>("key"), at.Text("name"));
    }

    private static Agency ReadAgency(Member at, DateOnly? day)
    {
        at.Knows("code", "name", "level", "parent", "from", "to", "note", "earlier", "succeededBy");
        var (from, to) = at.Span();
        var latest = new Agency(
            at.Word<AgencyCode>("code"), at.Text("name"), at.Needed("level").Choice<AgencyLevel>(), at.OptionalWord<AgencyCode>("parent"), from, to, at.OptionalText("note"))
        { SucceededBy = at.List("succeededBy", heir => heir.AsWord<AgencyCode>()) };
        var earlier = at.List("earlier", ReadSpell);
        if (earlier is []) return latest;
        if (earlier.Zip(earlier.Skip(1)).Any(pair => pair.First.To >= pair.Second.To) || earlier[0].To < from || earlier[^1].To >= to) throw Fault($"{at.Path}.earlier", "the days do not follow each other");
        var whole = latest with { Spells = [.. earlier, new(latest.Name, latest.Parent, null)] };
        return day is { } on ? whole with { Name = whole.NameOn(on), Parent = whole.ParentOn(on) } : whole;
    }

    private static AgencySpell ReadSpell(Member at)
    {
        at.Knows("name", "parent", "to");
        return new AgencySpell(at.Text("name"), at.OptionalWord<AgencyCode>("parent"), at.Needed("to").AsDay());
    }

    private static Position ReadPosition(Member at)
    {
        at.Knows("key", "name", "maySign", "from", "to", "onePerson");
        var (from, to) = at.Span();
        return new Position(at.Word<PositionKey>("key"), at.Text("name"), at.Flag("maySign")) { From = from, To = to, OnePerson = at.Has("onePerson") && at.Flag("onePerson") };
    }

    private static Holder ReadHolder(Member at)
    {
        at.Knows("officer", "name", "place", "position", "from", "to", "kind");
        var (from, to) = at.Span();
        return new Holder(at.Word<OfficerId>("officer"), at.Text("name"), at.Word<AgencyCode>("place"), at.Word<PositionKey>("position"), from, to)
        { Kind = at.Has("kind") ? at.Needed("kind").Choice<HolderKind>() : HolderKind.Appointed };
    }

    private static Account ReadAccount(Member at)
    {
        at.Knows("officer", "name", "agency", "roles");
        return new Account(
            at.Word<OfficerId>("officer"), at.Text("name"), at.OptionalWord<AgencyCode>("agency"),
            at.List("roles", role => role.Choice<Role>()).ToHashSet());
    }

    private static void EachOnce<T, TKey>(IReadOnlyList<T> items, string list, string member, Func<T, TKey> keyOf) where TKey : notnull
    {
        var seen = new HashSet<TKey>();
        for (var index = 0; index < items.Count; index++)
            if (!seen.Add(keyOf(items[index])))
                throw Fault($"{(list[0] == '$' ? "" : "$.")}{list}[{index}].{member}", $"'{keyOf(items[index])}' stands there twice");
    }

    private static void NoRing(Agency agency, Dictionary<AgencyCode, Agency> places, int index)
    {
        var seen = new HashSet<AgencyCode> { agency.Code };
        for (var at = agency; at.Parent is { } parent; at = places[parent])
            if (!seen.Add(parent)) throw Fault($"$.agencies[{index}].parent", $"'{agency.Code}' stands under itself");
    }

    private static void OneName(Dictionary<OfficerId, string> names, OfficerId officer, string name, string path)
    {
        if (!names.TryAdd(officer, name) && names[officer] != name) throw Fault(path, $"'{officer}' is '{names[officer]}' elsewhere");
    }

    private static FormatException Fault(string path, string what) => new($"Catalogue, {path}: {what}.");

    /// <summary>A value of the file together with its place in it.</summary>
    private readonly record struct Member(string Path, JsonElement Value)
    {
        public void Knows(params ReadOnlySpan<string> names)
        {
            if (Value.ValueKind is not JsonValueKind.Object) throw Fault(Path, "an object is expected");
            foreach (var property in Value.EnumerateObject())
                if (!names.Contains(property.Name)) throw Fault($"{Path}.{property.Name}", "no such member");
        }

        public Member Needed(string name) => Optional(name) ?? throw Fault($"{Path}.{name}", "it is missing");

        public string Text(string name) => Needed(name).AsText();

        public string? OptionalText(string name) => Optional(name)?.AsText();

        public T Word<T>(string name) where T : class, IParsable<T> => Needed(name).AsWord<T>();

        public T? OptionalWord<T>(string name) where T : class, IParsable<T> => Optional(name)?.AsWord<T>();

        public DateOnly? OptionalDay(string name) => Optional(name) is { } member ? member.AsDay() : null;

        public (DateOnly? From, DateOnly? To) Span()
        {
            var (from, to) = (OptionalDay("from"), OptionalDay("to"));
            return from > to ? throw Fault($"{Path}.to", "it ends before it begins") : (from, to);
        }

        public decimal Amount() => Value.ValueKind is JsonValueKind.Number && Value.TryGetDecimal(out var amount) && amount >= 0
            ? amount
            : throw Fault(Path, "a number of 0 or more is expected");

        public decimal? OptionalAmount(string name) => Optional(name)?.Amount();

        public int? OptionalCount(string name) => Optional(name) is not { } member ? null
            : member.Value.ValueKind is JsonValueKind.Number && member.Value.TryGetInt32(out var count) && count >= 0 ? count : throw Fault(member.Path, "a whole number of 0 or more is expected");

        public bool Has(string name) => Value.TryGetProperty(name, out _);

        public bool Flag(string name) => Needed(name) is { Value.ValueKind: JsonValueKind.True or JsonValueKind.False } member
            ? member.Value.GetBoolean()
            : throw Fault($"{Path}.{name}", "true or false is expected");

        /// <summary>An absent list is an empty one.</summary>
        public IReadOnlyList<T> List<T>(string name, Func<Member, T> read)
        {
            if (Optional(name) is not { } list) return [];
            if (list.Value.ValueKind is not JsonValueKind.Array) throw Fault(list.Path, "a list is expected");
            return [.. list.Value.EnumerateArray().Select((item, index) => read(new Member($"{list.Path}[{index}]", item)))];
        }

        /// <summary>One of the names of an enumeration, letter by letter.</summary>
        public T Choice<T>() where T : struct, Enum => Array.IndexOf(Enum.GetNames<T>(), AsText()) is >= 0 and var index
            ? Enum.GetValues<T>()[index]
            : throw Fault(Path, $"'{AsText()}' is not one of {string.Join(", ", Enum.GetNames<T>())}");

        public Member? Optional(string name) =>
            Value.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? new Member($"{Path}.{name}", value) : null;

        public string AsText() => Value.ValueKind is JsonValueKind.String && Value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw Fault(Path, "a text is expected");

        public T AsWord<T>() where T : class, IParsable<T> =>
            T.TryParse(AsText(), CultureInfo.InvariantCulture, out var word) ? word : throw Fault(Path, $"'{AsText()}' is not a {typeof(T).Name}");

        public DateOnly AsDay() => DateOnly.TryParseExact(AsText(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Fault(Path, $"'{AsText()}' is not a day (yyyy-MM-dd)");
    }
}
