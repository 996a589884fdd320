using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Bodies that are asked find the question in their work, see what was sent with it and nothing else, and answer; the sweep says when their time is over.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ConsultationTests(string kind)
{
    private static readonly AgencyCode Health = new("H35.05.01");
    private static readonly Officer Doctor = new(new("phoihop"), "phoihop", new("H35.05"), new HashSet<Role> { Role.HandlingOfficer }, [new Post(Health, new("chuyen-vien"))]);
    private static readonly Officer Director = new(new("giamdoc"), "giamdoc", new("H35.05"), new HashSet<Role> { Role.Leader }, [new Post(new("H35.05"), new("lanh-dao-so"))]) { Leads = [Health] };

    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private async Task<DossierCode> AskedAsync(SilenceRule silence = SilenceRule.Wait, params int[] papers)
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        foreach (var name in new[] { "ban-ve.pdf", "mat.pdf" })
            Assert.That((await AttachAsync(code, Minh, new(name, B2))).Refusal, Is.Null);
        await AskAsync(code, silence, papers);
        return code;
    }

    private Task AskAsync(DossierCode code, SilenceRule silence, params int[] papers) => _town.HandleAsync(code, new DossierCommand.Consult(
        Minh, B2, [new(Health, "Có ý kiến gì?", TimeLimit.OfHours(8), silence, "Điều 5") { Papers = [.. papers] }]));

    private async Task<AttachmentAnswer> AttachAsync(DossierCode code, Officer by, AttachmentPlace place)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7 {place.Name}"));
        return await _town.The<AttachmentOffice>().AddAsync(by, code, place, content, null, default);
    }

    private async Task<IReadOnlyList<WorkLine>> WorkOfAsync(Officer officer) => await _town.Register.WorkAsync(officer, default);

    [Test]
    public async Task The_body_finds_the_question_in_its_work_and_learns_nothing_of_the_applicant()
    {
        var code = await AskedAsync();
        var line = (await WorkOfAsync(Doctor)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((line.Code, line.Consultation, line.Applicant), Is.EqualTo((code, (int?)1, "")));
            Assert.That((line.StepDueAt, line.StepStanding), Is.EqualTo(((DateTimeOffset?)_town.Clock.Now.AddDays(1), Standing.OnTime)));
            Assert.That((await _town.Register.WorkAsync(Director, new(WorkScope.Unit), default)).Lines.Select(each => each.Consultation), Is.EqualTo(new int?[] { 1 }));
            Assert.That((await WorkOfAsync(Minh)).Select(each => each.Step), Is.EqualTo(new[] { B2 }), "who asks keeps the step, and only that");
            Assert.That(await _town.Register.OpenAsync(Doctor, code, default), Is.Null, "the dossier is not theirs to see");
            Assert.That(await _town.Register.ConsultationAsync(Stranger, code, 1, default), Is.Null);
        }
    }

    [Test]
    public async Task The_body_reads_the_files_that_went_with_the_question_answers_and_reads_its_answer_later()
    {
        var code = await AskedAsync(papers: 1);
        var view = (await _town.Register.ConsultationAsync(Doctor, code, 1, default))!;
        Assert.That((view.Record.Asked.Question, view.Subject), Is.EqualTo(("Có ý kiến gì?", "Nhà ở riêng lẻ")));
        Assert.That(view.Files.Select(file => file.Name), Is.EqualTo(new[] { "ban-ve.pdf" }));

        var secret = Attachment.Of((await _town.ViewAsync(code)).Journal.Select(journal => journal.Happened))[^1];
        Assert.That(await _town.The<AttachmentOffice>().OpenAsync(Doctor, code, secret.Hash, default), Is.Null, "what was not sent stays unseen");
        await using (var sent = (await _town.The<AttachmentOffice>().OpenAsync(Doctor, code, view.Files[0].Hash, default))!.Content) Assert.That(sent.CanRead);

        var offers = await _town.The<ActOffice>().OffersAsync(Doctor, view, default);
        Assert.That(offers.Select(offer => offer.Act), Is.EqualTo(new[] { "give-opinion" }));
        Assert.That((await AttachAsync(code, Doctor, new("y-kien.pdf", Consultation: 1))).Refusal, Is.Null);
        Assert.That((await AttachAsync(code, Stranger, new("y-kien.pdf", Consultation: 1))).Refusal?.Code, Is.EqualTo("not-found"));
        await _town.HandleAsync(code, new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Agreed));

        view = (await _town.Register.ConsultationAsync(Doctor, code, 1, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.Record.Answer?.Opinion, Is.EqualTo(ConsultedOpinion.Agreed));
            Assert.That(view.Files.Select(file => file.Name), Is.EqualTo(new[] { "ban-ve.pdf", "y-kien.pdf" }));
            Assert.That(await WorkOfAsync(Doctor), Is.Empty);
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
    }

    [Test]
    public async Task The_sweep_reminds_of_each_question_and_silence_that_is_consent_closes_it()
    {
        var (waits, consents) = (await AskedAsync(), await AskedAsync(SilenceRule.Consent));
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty, "questions belong to the work list");

        _town.Clock.Now = _town.Clock.Now.AddDays(1).AddHours(1);
        await _town.Sweep.RunOnceAsync(default);
        await _town.Sweep.RunOnceAsync(default);

        Assert.That((await _town.ViewAsync(waits)).Journal.Select(line => line.Happened).OfType<DossierEvent.Reminded>().Where(said => said.Step == Consultation.Key).Select(said => said.Kind),
            Is.EqualTo(new[] { ReminderKind.DueSoon, ReminderKind.Overdue }));
        Assert.That((await _town.ViewAsync(consents)).Journal.Select(line => line.Happened).OfType<DossierEvent.ConsultationLapsed>().Single().CountsAsConsent);
        Assert.That((await WorkOfAsync(Doctor)).Select(line => (line.Code, line.StepStanding)), Is.EqualTo(new[] { (waits, Standing.Overdue) }));
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task A_question_given_to_an_officer_stands_in_their_work_and_in_nobody_elses()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.Consult(Minh, B2, [new(new("H35.05"), "Có ý kiến gì?", TimeLimit.OfHours(8))]));
        Assert.That(await WorkOfAsync(Doctor), Is.Empty, "it is for the agency itself");
        Assert.That((await WorkOfAsync(Director)).Single().Consultation, Is.EqualTo(1));

        var view = (await _town.Register.ConsultationAsync(Director, code, 1, default))!;
        var assign = (await _town.The<ActOffice>().OffersAsync(Director, view, default)).Single(offer => offer.Act == "assign-question");
        Assert.That(assign.Fields[0].Choices.Select(choice => choice.Value), Does.Contain(Doctor.Id.Value).And.Not.Contain("motcua"), "those the leader leads");
        await _town.HandleAsync(code, new DossierCommand.AssignQuestion(Director, 1, Doctor, "Xem kỹ"));

        var colleague = Doctor with { Id = new("khac") };
        var line = (await WorkOfAsync(Doctor)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((line.Code, line.Consultation, line.Assignee), Is.EqualTo((code, (int?)1, Doctor.Id)));
            Assert.That(await WorkOfAsync(colleague), Is.Empty);
            Assert.That(await WorkOfAsync(Director), Is.Empty);
            Assert.That((await _town.Register.WorkAsync(Director, new WorkQuestion(WorkScope.Unit), default)).Lines.Single().Assignee, Is.EqualTo(Doctor.Id), "the leader still sees whose it is");
            Assert.That((await _town.Register.ConsultationAsync(Doctor, code, 1, default))!.Record.Assigned.Single().Note, Is.EqualTo("Xem kỹ"));
            Assert.That(await _town.Register.QuestionToAsync(Doctor, code, default), Is.EqualTo(1), "a message leads there by the dossier's code");
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
        await _town.HandleAsync(code, new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Agreed));
        Assert.That(await WorkOfAsync(Doctor), Is.Empty);
    }

    [Test]
    public async Task A_step_that_goes_on_takes_its_questions_off_the_lists()
    {
        var code = await AskedAsync();
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed") with { WithoutOpinions = "Đã họp trực tiếp" });
        Assert.That(await WorkOfAsync(Doctor), Is.Empty);
        Assert.That((await _town.Register.ConsultationAsync(Doctor, code, 1, default))!.Record.WithdrawnBecause, Is.EqualTo("Đã họp trực tiếp"));
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task An_answer_sent_twice_counts_once()
    {
        var code = await AskedAsync();
        var command = new DossierCommand.GiveOpinion(Doctor, 1, ConsultedOpinion.Agreed);
        var first = await _town.Dossiers.HandleAsync(code, command, "khoá", null, default);
        Assert.That(await _town.Dossiers.HandleAsync(code, command, "khoá", null, default), Is.EqualTo(first));
        Assert.That((await _town.Dossiers.HandleAsync(code, command, "khoá-2", null, default)).Refusal, Is.EqualTo(DossierRefusals.NoSuchQuestion));
    }

    [Test]
    public async Task Drafts_wait_on_the_list_of_the_leader_until_they_are_signed()
    {
        var leader = new Officer(new("sep"), "sep", Commune, new HashSet<Role> { Role.Leader }, [new Post(Commune, new("chu-tich"))]);
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.DraftAct(Minh, "reject", null, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("reason", "Ngoài quy hoạch")));

        var waiting = (await _town.Register.DraftsAsync(leader, default)).Single();
        Assert.That((waiting.Code, waiting.Act, waiting.State, waiting.Reason), Is.EqualTo((code, "reject", DraftedActStatus.AwaitingApproval, "Ngoài quy hoạch")));
        Assert.That(await _town.Register.DraftsAsync(Minh, default), Is.Empty, "approving is for leaders");
        Assert.That(await _town.Register.DraftsAsync(leader with { Posts = [new Post(Elsewhere, new("chu-tich"))] }, default), Is.Empty);

        await _town.HandleAsync(code, new DossierCommand.SendBackDraft(leader, 1, "Nêu căn cứ"));
        Assert.That(await _town.Register.DraftsAsync(leader, default), Is.Empty);
    }
}
