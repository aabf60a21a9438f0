using System.Globalization;
using System.Text;
using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Benchmarks;

/// <summary>The end-to-end benchmark as Markdown.</summary>
internal static class EndToEndReport
{
    /// <summary>What the figures mean, and how to get them again.</summary>
    public const string Head = """
        # End to end

        To repeat (it needs Node.js; files are made once and kept in the temporary folder, or where `--data` says):

        ```
        dotnet run -c Release --project tests/ClvPipeline.Benchmarks -- end-to-end --customers 100000,1000000,10000000 --ids integer,text --runs 5,5,1 --out tests/ClvPipeline.Benchmarks/RESULTS.md
        ```

        Every run is a process of its own, from its start to its end, files warm. CPU is the user and system time of the whole process as
        the operating system counts it, peak memory the most that was resident. Runs are taken in turn, so that others on the machine
        disturb all alike, each when what was written before it is on the disk: the ratios mean more than the seconds.

        - **clv run**: modes `order` (overlap, 30 days) and `lifetime`; first touch, last touch, linear, time decay, position-based; values by
          channel, which is what the SQL computes, so without customers, paths, segments and the report (`output.customerValue` `none`,
          `channelPath`, `segmentValue` and `report` `false`). It also checks every row, page and sum, keeps campaigns and cohorts apart,
          spreads revenue, customers and orders beside the value, and publishes.
        - **clv run, 1GB limit**: the same with `memoryLimit`. The benchmark fails if a byte of a result table is another (the times in `run` apart).
        - **DuckDB, plain SQL** (`EndToEnd/plain.sql`): the same credited value per mode, model and channel, and nothing else; one window function
          a journey, as a good analyst writes it.
        - **DuckDB, tuned SQL** (`EndToEnd/tuned.sql`): the same as one writes it who knows DuckDB well and has the time.
        - **DuckDB, decoding alone** (`EndToEnd/decode.sql`): a floor for reading the columns. Each DuckDB run includes the start of Node.js, some 0.2 s.
        - **clv run, usual outputs**: the same modes and models with paths, segments and the report, as they are without settings for them.
        - **clv run, everything**: three modes, six default models, segments, and a row for every customer. Nothing to compare it with.

        The SQL leaves out what generated shops do not need (row checks, trimmed and blank names, repeats). The benchmark fails if a cell of
        the engine and one of DuckDB differ by more than 1e-9 of the value and the 2 + 3·√n micro-units of rounding.


        """;

    public static string Of(BenchmarkShop shop, CustomerIdKind ids, PublishedProgram program, IReadOnlyList<Contender> contenders, double difference, (string? Before, string? After) load)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        var clv = contenders[0];
        Line($"## {shop.Touchpoints / 1e6:0.0} M touchpoints, {shop.OrderRows / 1e6:0.0} M order rows, {ids.ToString().ToLowerInvariant()} ids ({shop.Bytes / 1e6:0} MB of Parquet)");
        Line($"");
        Line($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}; {Machine.Description}; clv: {program.Kind}; {Peer.Name}, two threads. Medians of {clv.Costs.Count} runs, taken in turn on warm files.");
        if (load is { Before: { } before, After: { } after }) Line($"Load average {before} before and {after} after; one run at a time is 2 at most, more than that are others on the machine.");
        Line($"Results agree cell by cell; the largest difference is {difference:0.0e+0} of the value.");
        Line($"");
        Line($"| | CPU s | wall s | peak MB | rows/s | CPU to clv | wall to clv |");
        Line($"| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var c in contenders)
        {
            Line($"| {c.Name} | {c.Cpu:0.00} | {c.Wall:0.00} | {c.Peak:0} | {shop.Rows / c.Wall:N0} | {c.Cpu / clv.Cpu:0.00} | {c.Wall / clv.Wall:0.00} |");
        }
        Line($"");
        Line($"Every run, CPU s (wall s):");
        Line($"");
        foreach (var c in contenders) Line($"- {c.Name}: {string.Join(", ", c.Costs.Select(cost => string.Create(CultureInfo.InvariantCulture, $"{cost.CpuSeconds:0.00} ({cost.WallSeconds:0.00})")))}");
        Line($"");
        return text.ToString();
    }
}
