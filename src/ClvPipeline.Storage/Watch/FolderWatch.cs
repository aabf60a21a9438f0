using System.Text.Json;

namespace ClvPipeline.Storage;

/// <summary>The register of schedules and alerts beside the runs of an output folder: <c>serve/schedules.json</c> and <c>serve/alerts.json</c>, changed by one process at a time.</summary>
public sealed class FolderWatch(string outFolder, TimeProvider clock) : IWatchRegister
{
    /// <summary>Alerts that are done are forgotten beyond these.</summary>
    private const int Kept = 500;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);
    private readonly string _folder = Path.Combine(outFolder, "serve");

    /// <inheritdoc />
    public DateTimeOffset Now() => clock.GetUtcNow();

    /// <inheritdoc />
    public IReadOnlyDictionary<string, ScheduleState> Schedules(IReadOnlyCollection<string> names)
    {
        var known = Read<ScheduleState>("schedules.json");
        if (names.Any(name => known.All(state => state.Name != name)))
            known = Change<ScheduleState, List<ScheduleState>>("schedules.json", states =>
            {
                states.AddRange(names.Where(name => states.All(state => state.Name != name)).Select(name => new ScheduleState(name, Now())));
                return states;
            });
        return known.Where(state => names.Contains(state.Name)).ToDictionary(state => state.Name);
    }

    /// <inheritdoc />
    public ScheduleState Pause(string name, bool paused, string? by) => Change<ScheduleState, ScheduleState>("schedules.json", states =>
    {
        var at = states.FindIndex(state => state.Name == name);
        if (at < 0) (at, states) = (states.Count, Add(states, new ScheduleState(name, Now())));
        var state = states[at];
        if (paused && state.PausedAt is null) state = state with { PausedAt = Now(), PausedBy = by };
        else if (!paused && state.PausedAt is not null) state = state with { PausedAt = null, PausedBy = null, ResumedAt = Now() };
        return states[at] = state;
    });

    /// <inheritdoc />
    public bool Raise(Alert alert) => Read<Alert>("alerts.json").All(other => other.Key != alert.Key) && Change<Alert, bool>("alerts.json", alerts =>
    {
        if (alerts.Any(other => other.Key == alert.Key)) return false;
        alerts.Add(alert with { Number = alerts.Count == 0 ? 1 : alerts[^1].Number + 1, RaisedAt = Now(), NextTryAt = Now() });
        if (alerts.Count > Kept && alerts.Find(IsDone) is { } oldest) alerts.Remove(oldest);
        return true;
    });

    /// <inheritdoc />
    public Alert? Take(TimeSpan lease)
    {
        if (!Read<Alert>("alerts.json").Any(IsDue)) return null;
        return Change<Alert, Alert?>("alerts.json", alerts =>
        {
            var at = alerts.FindIndex(IsDue);
            return at < 0 ? null : alerts[at] = alerts[at] with { Attempts = alerts[at].Attempts + 1, NextTryAt = Now() + lease };
        });
    }

    /// <inheritdoc />
    public void Told(long number, string? error, TimeSpan? again) => Change<Alert, bool>("alerts.json", alerts =>
    {
        var at = alerts.FindIndex(alert => alert.Number == number && alert.DeliveredAt is null);
        if (at < 0) return false;
        alerts[at] = alerts[at] with { Error = error, DeliveredAt = error is null ? Now() : null, GivenUpAt = error is not null && again is null ? Now() : null, NextTryAt = again is { } wait ? Now() + wait : alerts[at].NextTryAt };
        return true;
    });

    /// <inheritdoc />
    public IReadOnlyList<Alert> Alerts(int most)
    {
        var alerts = Read<Alert>("alerts.json");
        alerts.Reverse();
        return [.. alerts.Take(most)];
    }

    private static bool IsDone(Alert alert) => alert.DeliveredAt is not null || alert.GivenUpAt is not null;

    private bool IsDue(Alert alert) => !IsDone(alert) && alert.NextTryAt <= Now();

    private static List<T> Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return list;
    }

    private R Change<T, R>(string name, Func<List<T>, R> change)
    {
        var path = Path.Combine(OutputFile.Folder(_folder), name);
        using var turn = FileLock.Take(Path.Combine(_folder, ".lock"), Turn);
        var list = Read<T>(name);
        var result = change(list);
        OutputFile.Write(path + ".new", file => JsonSerializer.Serialize(file, list, ResultJson.Options));
        OutputFile.Guard(path, () => File.Move(path + ".new", path, overwrite: true));
        return result;
    }

    private List<T> Read<T>(string name)
    {
        var path = Path.Combine(_folder, name);
        try
        {
            return JsonSerializer.Deserialize<List<T>>(File.ReadAllBytes(path), ResultJson.Options) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path} is damaged: {e.Message} It holds nothing of any result; delete it to begin anew", e);
        }
    }
}
