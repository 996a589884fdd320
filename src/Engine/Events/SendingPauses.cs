namespace TthcFlow.Engine.Events;

/// <summary>How long is waited after each try in vain (khoảng chờ gửi lại): growing, a day in all; then an event is given up.</summary>
public static class SendingPauses
{
    public static IReadOnlyList<TimeSpan> All { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2),
        TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(8),
    ];

    /// <summary>The pause after so many tries, up to a fifth more or less so that lanes that failed together do not come back together; null: no more tries.</summary>
    public static TimeSpan? After(int tries, int number)
    {
        if (tries < 1 || tries > All.Count) return null;
        var spread = unchecked((uint)(number * 2_654_435_761L + tries * 40_503L)) % 401; // the same for the same event and try: nothing random is needed
        return All[tries - 1] * (0.8 + spread / 1000.0);
    }
}
