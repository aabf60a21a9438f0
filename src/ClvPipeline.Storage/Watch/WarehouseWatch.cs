using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>The register of schedules and alerts in a warehouse: tables <c>clv.schedule</c> and <c>clv.alert</c>.</summary>
public sealed class WarehouseWatch(Warehouse warehouse) : IWatchRegister
{
    private const string Schedule = "name, first_seen_at as FirstSeenAt, paused_at as PausedAt, paused_by as PausedBy, resumed_at as ResumedAt";

    private const string Alert = """
        alert_no as Number, key, kind, pipeline, run_id as RunId, body, raised_at as RaisedAt, attempts, next_try_at as NextTryAt, delivered_at as DeliveredAt, given_up_at as GivenUpAt, error
        """;

    /// <inheritdoc />
    public DateTimeOffset Now() => With(connection => new DateTimeOffset(connection.ExecuteScalar<DateTime>("select clock_timestamp()"), TimeSpan.Zero));

    /// <inheritdoc />
    public IReadOnlyDictionary<string, ScheduleState> Schedules(IReadOnlyCollection<string> names) => With(connection =>
    {
        connection.Execute("insert into clv.schedule (name) select unnest(@names) on conflict do nothing", new { names = names.ToArray() });
        return connection.Query<ScheduleRow>($"select {Schedule} from clv.schedule where name = any(@names)", new { names = names.ToArray() }).ToDictionary(row => row.Name, row => row.State);
    });

    /// <inheritdoc />
    public ScheduleState Pause(string name, bool paused, string? by) => With(connection => connection.QuerySingle<ScheduleRow>($"""
        insert into clv.schedule as s (name, paused_at, paused_by) values (@name, case when @paused then now() end, case when @paused then @by end)
        on conflict (name) do update set paused_at = case when @paused then coalesce(s.paused_at, now()) end, paused_by = case when not @paused then null when s.paused_at is null then @by else s.paused_by end,
            resumed_at = case when not @paused and s.paused_at is not null then now() else s.resumed_at end
        returning {Schedule}
        """, new { name, paused, by })).State;

    /// <inheritdoc />
    public bool Raise(Alert alert) => With(connection => connection.Execute(
        "insert into clv.alert (key, kind, pipeline, run_id, body) values (@Key, @Kind, @Pipeline, @RunId, @Body) on conflict (key) do nothing", alert)) == 1;

    /// <inheritdoc />
    public Alert? Take(TimeSpan lease) => With(connection => connection.QueryFirstOrDefault<AlertRow>($"""
        update clv.alert set attempts = attempts + 1, next_try_at = now() + @lease where alert_no = (
            select alert_no from clv.alert where delivered_at is null and given_up_at is null and next_try_at <= now() order by alert_no for update skip locked limit 1)
        returning {Alert}
        """, new { lease }))?.Alert;

    /// <inheritdoc />
    public void Told(long number, string? error, TimeSpan? again) => With(connection => connection.Execute("""
        update clv.alert set error = @error, delivered_at = case when @error is null then now() end, given_up_at = case when @error is not null and @again::interval is null then now() end,
            next_try_at = coalesce(now() + @again::interval, next_try_at)
        where alert_no = @number and delivered_at is null
        """, new { number, error, again }));

    /// <inheritdoc />
    public IReadOnlyList<Alert> Alerts(int most) => With(connection => connection.Query<AlertRow>($"select {Alert} from clv.alert order by alert_no desc limit @most", new { most }).Select(row => row.Alert).ToList());

    private T With<T>(Func<NpgsqlConnection, T> ask)
    {
        using var connection = warehouse.Open();
        Migrator.Demand(warehouse, connection);
        return ask(connection);
    }

    // As the driver hands them over.
    private sealed record ScheduleRow
    {
        public string Name { get; init; } = "";
        public DateTime FirstSeenAt { get; init; }
        public DateTime? PausedAt { get; init; }
        public string? PausedBy { get; init; }
        public DateTime? ResumedAt { get; init; }

        public ScheduleState State => new(Name, Utc(FirstSeenAt)) { PausedAt = Utc(PausedAt), PausedBy = PausedBy, ResumedAt = Utc(ResumedAt) };
    }

    private sealed record AlertRow
    {
        public long Number { get; init; }
        public string Key { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Pipeline { get; init; } = "";
        public string? RunId { get; init; }
        public string Body { get; init; } = "";
        public DateTime RaisedAt { get; init; }
        public int Attempts { get; init; }
        public DateTime NextTryAt { get; init; }
        public DateTime? DeliveredAt { get; init; }
        public DateTime? GivenUpAt { get; init; }
        public string? Error { get; init; }

        public Alert Alert => new(Key, Kind, Pipeline, RunId, Body)
        {
            Number = Number, RaisedAt = Utc(RaisedAt), Attempts = Attempts, NextTryAt = Utc(NextTryAt), DeliveredAt = Utc(DeliveredAt), GivenUpAt = Utc(GivenUpAt), Error = Error,
        };
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);

    private static DateTimeOffset? Utc(DateTime? time) => time is { } there ? Utc(there) : null;
}
