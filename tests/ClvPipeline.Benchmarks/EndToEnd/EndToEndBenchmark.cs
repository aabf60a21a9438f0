using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Benchmarks;

/// <summary>
/// The whole of <c>clv run</c>, from the start of its process to results on disk, in turn with DuckDB doing the same modes and models in SQL. What both
/// compute is compared; the benchmark fails if it differs.
/// </summary>
internal static class EndToEndBenchmark
{
    private const string Customers = "--customers", Ids = "--ids", Runs = "--runs", Data = "--data", Out = "--out";

    public static int Run(string[] args)
    {
        var options = new Options(args, Customers, Ids, Runs, Data, Out);
        var ids = Enum.Parse<CustomerIdKind>(options.Choice(Ids, "integer", "text", "uuid"), ignoreCase: true);
        var data = Path.GetFullPath(options.Text(Data) ?? Path.Combine(Path.GetTempPath(), "clv-benchmark"));
        var runs = options.Number(Runs, 3);
        Directory.CreateDirectory(data);
        Peer.Install();
        var program = PublishedProgram.Best(data);
        var shop = BenchmarkShop.In(data, options.Number(Customers, 1_000_000), ids);
        shop.Warm();

        var results = Path.Combine(data, "results");
        Credits? credits = null;
        var difference = 0.0;
        Cost Engine(string settings)
        {
            if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
            return Child.Run(program.Path, shop.Folder, ["run", "--config", settings, "--out", results, "--run-id", "benchmark"]).Cost;
        }
        Cost Compared(string statements, string name)
        {
            var (cost, output) = Peer.Run(statements, shop);
            difference = Math.Max(difference, credits!.Check(Credits.OfPeer(output), name));
            return cost;
        }
        Contender[] contenders =
        [
            new("clv run", () =>
            {
                var cost = Engine(shop.SettingsFile);
                credits = Credits.OfRun(Path.Combine(results, "runs", "benchmark"));
                return cost;
            }),
            new("DuckDB, plain SQL", () => Compared("plain.sql", "plain.sql")),
            new("DuckDB, tuned SQL", () => Compared("tuned.sql", "tuned.sql")),
            new("DuckDB, decoding alone", () => Peer.Run("decode.sql", shop).Cost),
            new("clv run, everything", () => Engine(shop.FullSettingsFile)),
        ];
        var load = Machine.Load;
        Contender.TakeTurns(contenders, runs, Console.Out);
        Directory.Delete(results, recursive: true);

        var report = EndToEndReport.Of(shop, ids, program, contenders, difference, (load, Machine.Load));
        if (options.Text(Out) is { } file) File.WriteAllText(file, report);
        else Console.Out.WriteLine(report);
        return 0;
    }
}
