namespace ClvPipeline.Tests.Oracle;

/// <summary>The column types that can hold the times of a dataset: each says the same instants.</summary>
public sealed class TimeForms(TimeReading reading, string? zone, string runZone, bool lastOfDay)
{
    private readonly Clock clock = new(zone ?? runZone);

    /// <summary>The plainest first. Chance decides between the ways to write ISO text.</summary>
    public IReadOnlyList<PhysicalColumn> Of(IReadOnlyList<long?> readings, Random random)
    {
        var instants = readings.Select(value => value is null ? (long?)null : clock.Instant(value.Value, reading, lastOfDay)).ToList();
        var forms = new List<PhysicalColumn> { Plain(readings) };
        AddNumbers(instants, zoned: true, legacy: false);
        if (InRange(instants)) forms.Add(TextColumn.Of(instants.Select(instant => IsoTime.Zoned(instant, random)), random.Next(0, 5)));
        if (zone is null) AddNumbers(instants, zoned: false, legacy: true); // INT96 without a zone is UTC
        if (Locals(readings, instants) is { } locals)
        {
            AddNumbers(locals, zoned: false, legacy: false);
            if (zone is not null) AddNumbers(locals, zoned: false, legacy: true);
            if (InRange(locals)) forms.Add(TextColumn.Of(locals.Select(local => IsoTime.Local(local, random)), random.Next(0, 5)));
        }
        return forms;

        void AddNumbers(IReadOnlyList<long?> micros, bool zoned, bool legacy)
        {
            var name = legacy ? "int96" : zoned ? "timestamp(UTC)" : "timestamp";
            if (!legacy) forms.Add(new LongColumn(new ColumnType(ColumnKind.Timestamp, name, TicksPerSecond: 1_000_000, Zoned: zoned), micros));
            if (!legacy && micros.All(value => value is null || value % 1_000 == 0))
                forms.Add(new LongColumn(new ColumnType(ColumnKind.Timestamp, name, TicksPerSecond: 1_000, Zoned: zoned), [.. micros.Select(value => value / 1_000)]));
            if (micros.All(value => value is null || value is > long.MinValue / 1_000 and < long.MaxValue / 1_000))
                forms.Add(new LongColumn(new ColumnType(ColumnKind.Timestamp, name, TicksPerSecond: 1_000_000_000, Zoned: zoned, Legacy96: legacy), [.. micros.Select(value => value * 1_000)]));
        }
    }

    private LongColumn Plain(IReadOnlyList<long?> readings) => reading == TimeReading.Day
        ? new LongColumn(new ColumnType(ColumnKind.Date, "date"), [.. readings.Select(value => value / Clock.Day)])
        : new LongColumn(new ColumnType(ColumnKind.Timestamp, "timestamp", TicksPerSecond: 1_000_000, Zoned: reading == TimeReading.Instant), readings);

    /// <summary>What clocks showed, or null where that does not lead back to the instants (the second 02:30 of a night).</summary>
    private List<long?>? Locals(IReadOnlyList<long?> readings, IReadOnlyList<long?> instants)
    {
        if (reading == TimeReading.Local) return [.. readings];
        if (!InRange(instants)) return null;
        var locals = instants.Select(instant => instant is null ? (long?)null : clock.Local(instant.Value)).ToList();
        return locals.Zip(instants).All(pair => pair.First is null || clock.Instant(pair.First.Value) == pair.Second) ? locals : null;
    }

    /// <summary>Whether a calendar of four-digit years holds them all.</summary>
    private static bool InRange(IReadOnlyList<long?> times) => times.All(time => time is null or (> -1_000 * 366 * Clock.Day and < 1_000 * 366 * Clock.Day));
}
