namespace ClvPipeline.Storage;

/// <summary>What the processes of <c>clv serve</c> agree on besides the runs: the time, which schedules rest, and what people were told. A database or a folder.</summary>
public interface IWatchRegister
{
    /// <summary>The time that all of them go by: the server's, or this machine's where a folder is all there is.</summary>
    DateTimeOffset Now();

    /// <summary>What is known of schedules; those that are new are noted as seen from now on.</summary>
    IReadOnlyDictionary<string, ScheduleState> Schedules(IReadOnlyCollection<string> names);

    /// <summary>Pauses a schedule, or lets it go on.</summary>
    /// <returns>Its state afterwards.</returns>
    ScheduleState Pause(string name, bool paused, string? by);

    /// <summary>Notes something to tell.</summary>
    /// <returns>Whether it is new; one with the same key was raised before otherwise.</returns>
    bool Raise(Alert alert);

    /// <summary>Takes the next alert that is due to be sent, for so long: others do not send it meanwhile. Null where none is due.</summary>
    Alert? Take(TimeSpan lease);

    /// <summary>Says what came of sending one.</summary>
    /// <param name="number">The alert.</param>
    /// <param name="error">Why it failed; null where it was delivered.</param>
    /// <param name="again">When to try again; null to give it up.</param>
    void Told(long number, string? error, TimeSpan? again);

    /// <summary>The latest alerts, the newest first.</summary>
    IReadOnlyList<Alert> Alerts(int most);
}
