using System.Text;
using ClvPipeline.Storage;
using Microsoft.Data.Analysis;

namespace ClvPipeline.DataFrames;

/// <summary>
/// Result tables as frames. Text is a string, a whole number a long, money a decimal of six digits behind the point, a ratio a double, a date a DateTime at midnight, an instant a DateTime in UTC, yes or no a bool;
/// what is not known is null.
/// </summary>
public static class Frames
{
    private const decimal PerUnit = 1_000_000;

    /// <summary>A table of a run of an output folder.</summary>
    /// <param name="outFolder">The output folder: what <c>output.folder</c> of the settings names.</param>
    /// <param name="table">The table, such as <c>channel_summary</c>.</param>
    /// <param name="runId">The run; null for the one that readers see.</param>
    /// <exception cref="BadInputException">There is no such run or table, or it is damaged.</exception>
    public static DataFrame Read(string outFolder, string table, string? runId = null) => Of(ResultReader.Read(Folder(outFolder, runId), table));

    /// <summary>All tables of a run of an output folder, by name.</summary>
    /// <param name="outFolder">The output folder.</param>
    /// <param name="runId">The run; null for the one that readers see.</param>
    /// <exception cref="BadInputException">There is no such run, or a table is damaged.</exception>
    public static IReadOnlyDictionary<string, DataFrame> ReadAll(string outFolder, string? runId = null)
    {
        var folder = Folder(outFolder, runId);
        return ResultReader.Names(folder).ToDictionary(table => table, table => Of(ResultReader.Read(folder, table)));
    }

    /// <summary>A table of a run in Postgres: by the view that readers have where no run is named, else from the table itself, which takes the rights of <c>clv_writer</c>.</summary>
    /// <param name="warehouse">The database.</param>
    /// <param name="table">The table, such as <c>channel_summary</c>.</param>
    /// <param name="runId">The run; null for the one that readers see.</param>
    /// <exception cref="BadInputException">There is no such run or table, or the login may not read it.</exception>
    public static DataFrame Read(Warehouse warehouse, string table, string? runId = null) => Of(WarehouseTables.Read(warehouse, [table], runId).Single());

    /// <summary>All tables of a run in Postgres that the login may read, by name, as they are at one moment.</summary>
    /// <param name="warehouse">The database.</param>
    /// <param name="runId">The run; null for the one that readers see.</param>
    /// <exception cref="BadInputException">There is no such run.</exception>
    public static IReadOnlyDictionary<string, DataFrame> ReadAll(Warehouse warehouse, string? runId = null) => WarehouseTables.Read(warehouse, null, runId).ToDictionary(table => table.Spec.Name, Of);

    /// <summary>Runs the pipeline on datasets in memory, such as <see cref="FrameDataset"/>, and returns its tables by name. Nothing is written; the memory limit is the machine's.</summary>
    /// <param name="inputs">The datasets.</param>
    /// <param name="settings">What decides the numbers.</param>
    /// <param name="asOf">The last local day whose events count.</param>
    /// <param name="runId">What stands in the column <c>run_id</c>.</param>
    /// <exception cref="BadInputException">The inputs cannot be what the settings say, or the settings are wrong.</exception>
    /// <exception cref="InvalidOperationException">The results do not add up: an error of this program.</exception>
    public static IReadOnlyDictionary<string, DataFrame> Run(Inputs inputs, RunSettings settings, DateOnly asOf, string runId = "notebook")
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (string.Join('\n', settings.Problems()) is { Length: > 0 } problems) throw new BadInputException(problems);
        var results = Pipeline.Run(inputs, settings, new RunRequest(runId, asOf), new RunOptions(Environment.ProcessorCount), new Unwatched(), CancellationToken.None);
        if (results.Check().FirstOrDefault(check => !check.Passed) is { } broken) throw new InvalidOperationException($"check {broken.Name}: {broken.Measured} where {broken.Threshold} is allowed");
        return results.Tables.ToDictionary(table => table.Spec.Name, Of);
    }

    /// <summary>A table that is at hand.</summary>
    public static DataFrame Of(ResultTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new DataFrame(table.Spec.Columns.Zip(table.Columns, (spec, column) => Of(spec, column)));
    }

    private static DataFrameColumn Of(ColumnSpec spec, ResultColumn column) => (spec.Kind, column) switch
    {
        (ResultKind.Text, ResultColumn.Text text) => new StringDataFrameColumn(spec.Name, Strings(text)),
        (ResultKind.Money, ResultColumn.Longs money) => new DecimalDataFrameColumn(spec.Name, Some(money.Values, money.Valid, each => each / PerUnit)),
        (ResultKind.WideMoney, ResultColumn.Wide wide) => new DecimalDataFrameColumn(spec.Name, Some(wide.Values, wide.Valid, each => (decimal)each / PerUnit)),
        (ResultKind.Real, ResultColumn.Reals reals) => new DoubleDataFrameColumn(spec.Name, Some(reals.Values, reals.Valid, each => each)),
        (ResultKind.Date, ResultColumn.Longs days) => new DateTimeDataFrameColumn(spec.Name, Some(days.Values, days.Valid, each => DateTime.SpecifyKind(DateTime.UnixEpoch.AddDays(each), DateTimeKind.Unspecified))),
        (ResultKind.Instant, ResultColumn.Longs instants) => new DateTimeDataFrameColumn(spec.Name, Some(instants.Values, instants.Valid, each => DateTime.UnixEpoch.AddTicks(each * TimeSpan.TicksPerMicrosecond))),
        (ResultKind.Boolean, ResultColumn.Longs flags) => new BooleanDataFrameColumn(spec.Name, Some(flags.Values, flags.Valid, each => each != 0)),
        (_, ResultColumn.Longs numbers) => new Int64DataFrameColumn(spec.Name, Some(numbers.Values, numbers.Valid, each => each)),
        _ => throw new ArgumentException($"column {spec.Name} is {spec.Kind} and holds something else"),
    };

    private static IEnumerable<TTo?> Some<TFrom, TTo>(TFrom[] values, byte[]? valid, Func<TFrom, TTo> of) where TTo : struct
    {
        for (var i = 0; i < values.Length; i++) yield return valid is null || valid[i] == 1 ? of(values[i]) : null;
    }

    private static IEnumerable<string?> Strings(ResultColumn.Text text)
    {
        var values = new string[text.Offsets.Length - 1];
        for (var i = 0; i < values.Length; i++) values[i] = Encoding.UTF8.GetString(text.Data.AsSpan(text.Offsets[i]..text.Offsets[i + 1]));
        foreach (var code in text.Codes) yield return code < 0 ? null : values[code];
    }

    private static string Folder(string outFolder, string? runId) => RunRegister.Find(outFolder, runId ?? Publication.Current(outFolder)?.RunId
        ?? throw new BadInputException($"{Path.GetFullPath(outFolder)}: no run has been published here; expected an output folder of clv, or the id of a run")).Folder;

    private sealed class Unwatched : IProgressSink
    {
        public void Begin(string stage, long total, string unit)
        {
        }

        public void Advance(long done)
        {
        }
    }
}
