using System.Globalization;
using System.Text;
using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Benchmarks;

/// <summary>The end-to-end benchmark as Markdown.</summary>
internal static class EndToEndReport
{
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
        return text.ToString();
    }
}
