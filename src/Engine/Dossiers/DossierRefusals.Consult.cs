using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// D283–D289 and D330–D334: other bodies' opinions.
public static partial class DossierRefusals
{
    public static Refusal QuestionIncomplete => new("D283", new(
        "Phải nêu cơ quan, đơn vị được hỏi, nội dung hỏi và thời hạn trả lời.", "Who is asked, what, and by when must be said."));

    public static Refusal NotTheBodyAsked => new("D284", new(
        "Chỉ người của cơ quan, đơn vị được hỏi, hoặc lãnh đạo của họ, mới trả lời.", "Only who stands at the body that was asked, or leads it, may answer."));

    public static Refusal NoSuchQuestion => new("D285", new(
        "Không có câu hỏi nào đang chờ: đã trả lời, đã hết hạn hoặc không hỏi nữa.", "No such question waits: it was answered, lapsed or was withdrawn."));

    /// <param name="until">When the last of them is due.</param>
    public static Refusal AwaitsOpinions(StepKey step, int awaited, DateTimeOffset until) => new("D286", new(
        $"Bước {step} còn chờ ý kiến của {awaited} nơi, hạn đến {Moment(until)}; muốn đi tiếp phải nêu lý do.",
        $"Step {step} still waits for {awaited} opinion(s), due by {Moment(until)}; going on without them takes a reason."));

    public static Refusal AskedAlready(AgencyCode body) => new("D287", new(
        $"{body} đang xử lý bước này, hoặc đang được hỏi rồi.", $"{body} has this step in hand, or is being asked already."));

    public static Refusal OpinionMissing => new("D288", new(
        "Phải chọn ý kiến: đồng ý, đồng ý kèm điều kiện, hay không đồng ý.", "An opinion must be chosen: agrees, agrees with conditions, disagrees."));

    public static Refusal SilenceNeedsBasis => new("D289", new(
        "Im lặng chỉ được coi là đồng ý khi quy trình vẽ như vậy hoặc nêu căn cứ pháp lý.", "Silence counts as consent only where the process says so, or with a legal basis."));

    public static Refusal NotTheBodysLeader => new("D330", new(
        "Chỉ lãnh đạo của nơi được hỏi, hoặc của cơ quan có đơn vị đó, được giao việc trả lời.", "Only a leader of the body that was asked, or of its agency, may say who answers."));

    public static Refusal AnswererMissing => new("D331", new(
        "Phải chọn người được giao trả lời.", "The officer who is to answer must be chosen."));

    public static Refusal AnswererNotTheirs => new("D332", new(
        "Người được giao phải làm việc tại nơi được hỏi hoặc tại đơn vị do bạn lãnh đạo.", "Whoever is to answer must stand at the body that was asked, or at a unit you lead."));

    public static Refusal AnotherAnswers => new("D333", new(
        "Việc trả lời đã giao cho người khác; chỉ người đó hoặc lãnh đạo nơi được hỏi trả lời được.", "The answer was given to somebody else; only they or a leader of the body may answer."));

    public static Refusal AnswersAlready => new("D334", new(
        "Việc trả lời đang giao cho chính người này.", "The answer is in that officer's hand already."));

    private static IEnumerable<Refusal> OfOpinions =>
    [
        QuestionIncomplete, NotTheBodyAsked, NoSuchQuestion, AwaitsOpinions(Example, 2, new(2026, 3, 4, 8, 0, 0, TimeSpan.Zero)), AskedAlready(new("H35.08")),
        OpinionMissing, SilenceNeedsBasis, NotTheBodysLeader, AnswererMissing, AnswererNotTheirs, AnotherAnswers, AnswersAlready,
    ];
}
