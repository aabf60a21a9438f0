namespace ClvPipeline.Jobs.Serve;

/// <summary>
/// What keeps the time: it knows when schedules fire and says so, and does nothing else. What a fire asks for is the register's business, so two clocks that
/// say the same do no harm, and one that stood still has lost nothing.
/// </summary>
public interface IScheduleClock : IAsyncDisposable
{
    /// <summary>What the settings call it.</summary>
    string Name { get; }

    /// <summary>Starts to keep the time.</summary>
    /// <param name="schedules">The schedules.</param>
    /// <param name="fire">Told of each fire with the instant that it was for; may throw, and is then told of the next one all the same.</param>
    /// <param name="cancellation">Gives the start up.</param>
    Task StartAsync(IReadOnlyList<Schedule> schedules, Func<Schedule, DateTimeOffset, CancellationToken, Task> fire, CancellationToken cancellation);

    /// <summary>When a schedule fires next, as the clock itself has it: null where it does not stand in it any more.</summary>
    Task<DateTimeOffset?> NextAsync(string schedule, CancellationToken cancellation);
}
