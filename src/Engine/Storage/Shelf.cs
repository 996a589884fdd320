using TthcFlow.Engine.Dossiers;

namespace TthcFlow.Engine.Storage;

/// <summary>Where a dossier lies as lists see it (ngăn hồ sơ): a word that no passing of time changes, written with every entry.</summary>
internal enum Shelf
{
    Open, // đang giải quyết, thời hạn đang tính
    Waiting, // đang dừng chờ
    Ready, // đã xong, chờ trả kết quả
    Closed, // đã kết thúc
    Queue, // chưa tiếp nhận: chỉ hàng chờ của bộ phận Một cửa thấy
}

/// <summary>Puts dossiers on their shelves. A new state that is more than work under way is one line here.</summary>
internal static class Shelves
{
    public static Shelf Of(Dossier dossier, DossierClocks clocks) => dossier switch
    {
        { ReceivedAt: null } => Shelf.Queue,
        { EndedAt: not null } => Shelf.Closed,
        { FinishedAt: not null } => Shelf.Ready,
        { Status: DossierStatus.AwaitingSupplement or DossierStatus.AwaitingPayment or DossierStatus.Suspended } => Shelf.Waiting,
        _ when clocks.Standing is Standing.Stopped => Shelf.Waiting,
        _ => Shelf.Open,
    };
}
