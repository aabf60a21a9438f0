using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Benchmarks;

/// <summary>
/// The whole of <c>clv run</c>, from the start of its process to results on disk, in turn with DuckDB doing the same modes and models in SQL. What both
/// compute is compared; the benchmark fails if it differs.
/// </summary>
internal static class EndToEndBenchmark
{
    private const string RunId = "benchmark";
    private const string Customers = "--customers", Ids = "--ids", Runs = "--runs", Limit = "--limit", Data = "--data", Out = "--out";

    public static int Run(string[] args)
    {
        var options = new Options(args, Customers, Ids, Runs, Limit, Data, Out);
        var kinds = (options.Text(Ids) ?? "integer").Split(',').Select(KindOf).ToArray();
        var (customers, runs) = (options.Numbers(Customers, 1_000_000), options.Numbers(Runs, 3));
        if (runs.Length > 1 && runs.Length != customers.Length) throw new BadInputException($"{Runs}: found {runs.Length} numbers; expected one, or one for each of {Customers}");
        var limit = options.Text(Limit) ?? "1GB";
        var data = Path.GetFullPath(options.Text(Data) ?? Path.Combine(Path.GetTempPath(), "clv-benchmark"));
        Directory.CreateDirectory(data);
        Peer.Install();
        var program = PublishedProgram.Best(data);
        var report = EndToEndReport.Head;
        foreach (var (kind, i) in customers.SelectMany((_, i) => kinds.Select(kind => (kind, i))))
        {
            report += Run(program, data, customers[i], kind, runs[Math.Min(i, runs.Length - 1)], limit);
            // What is measured is kept, should a later one fail.
            if (options.Text(Out) is { } file) File.WriteAllText(file, report);
        }

        if (options.Text(Out) is null) Console.Out.WriteLine(report);
        return 0;
    }

    private static CustomerIdKind KindOf(string text) =>
        Enum.TryParse<CustomerIdKind>(text, ignoreCase: true, out var kind) ? kind : throw new BadInputException($"{Ids} {text}: expected integer, text or uuid, or several with commas between");

    private static string Run(PublishedProgram program, string data, int customers, CustomerIdKind ids, int runs, string limit)
    {
        var shop = BenchmarkShop.In(data, customers, ids);
        shop.Warm();
        var (results, limited) = (Path.Combine(data, "results"), Path.Combine(data, "results-limited"));
        Credits? credits = null;
        var difference = 0.0;
        Cost Engine(string settings, string into, params string[] more)
        {
            if (Directory.Exists(into)) Directory.Delete(into, recursive: true);
            return Child.Run(program.Path, shop.Folder, ["run", "--config", settings, "--out", into, "--run-id", RunId, .. more]).Cost;
        }
        Cost Compared(string statements)
        {
            var (cost, output) = Peer.Run(statements, shop);
            difference = Math.Max(difference, credits!.Check(Credits.OfPeer(output), statements));
            return cost;
        }
        Contender[] contenders =
        [
            new("clv run", () =>
            {
                var cost = Engine(shop.SettingsFile, results);
                credits = Credits.OfRun(Path.Combine(results, "runs", RunId));
                return cost;
            }),
            new($"clv run, {limit} limit", () =>
            {
                var cost = Engine(shop.SettingsFile, limited, "--set", $"memoryLimit={limit}");
                DemandSame(Path.Combine(results, "runs", RunId), Path.Combine(limited, "runs", RunId));
                Directory.Delete(limited, recursive: true);
                return cost;
            }),
            new("DuckDB, plain SQL", () => Compared("plain.sql")),
            new("DuckDB, tuned SQL", () => Compared("tuned.sql")),
            new("DuckDB, decoding alone", () => Peer.Run("decode.sql", shop).Cost),
            new("clv run, usual outputs", () => Engine(shop.DefaultSettingsFile, results)),
            new("clv run, everything", () => Engine(shop.FullSettingsFile, results)),
        ];
        Console.Out.WriteLine($"{shop.Touchpoints:N0} touchpoints, {ids} ids");
        var load = Machine.Load;
        Contender.TakeTurns(contenders, runs, Console.Out);
        Directory.Delete(results, recursive: true);
        return EndToEndReport.Of(shop, ids, program, contenders, difference, (load, Machine.Load));
    }

    // Every result table byte for byte; only the one that tells when the run began and ended may differ.
    private static void DemandSame(string folder, string other)
    {
        var names = Names(folder);
        if (!names.SequenceEqual(Names(other))) throw new InvalidOperationException($"{folder} and {other} hold different tables");
        foreach (var name in names)
        {
            if (name != "run.parquet" && !File.ReadAllBytes(Path.Combine(folder, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(other, name))))
            {
                throw new InvalidOperationException($"{name} differs with a memory limit");
            }
        }

        static string[] Names(string folder) => [.. Directory.EnumerateFiles(folder, "*.parquet").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }
}
