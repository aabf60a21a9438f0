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
        var kinds = (options.Text(Ids) ?? "integer").Split(',').Select(KindOf).ToArray();
        var (customers, runs) = (options.Number(Customers, 1_000_000), options.Number(Runs, 3));
        var data = Path.GetFullPath(options.Text(Data) ?? Path.Combine(Path.GetTempPath(), "clv-benchmark"));
        Directory.CreateDirectory(data);
        Peer.Install();
        var program = PublishedProgram.Best(data);
        var report = EndToEndReport.Head + string.Concat(kinds.Select(kind => Run(program, data, customers, kind, runs)));
        if (options.Text(Out) is { } file) File.WriteAllText(file, report);
        else Console.Out.WriteLine(report);
        return 0;
    }

    private static CustomerIdKind KindOf(string text) =>
        Enum.TryParse<CustomerIdKind>(text, ignoreCase: true, out var kind) ? kind : throw new BadInputException($"{Ids} {text}: expected integer, text or uuid, or several with commas between");

    private static string Run(PublishedProgram program, string data, int customers, CustomerIdKind ids, int runs)
    {
        var shop = BenchmarkShop.In(data, customers, ids);
        shop.Warm();
        var results = Path.Combine(data, "results");
        Credits? credits = null;
        var difference = 0.0;
        Cost Engine(string settings)
        {
            if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
            return Child.Run(program.Path, shop.Folder, ["run", "--config", settings, "--out", results, "--run-id", "benchmark"]).Cost;
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
                var cost = Engine(shop.SettingsFile);
                credits = Credits.OfRun(Path.Combine(results, "runs", "benchmark"));
                return cost;
            }),
            new("DuckDB, plain SQL", () => Compared("plain.sql")),
            new("DuckDB, tuned SQL", () => Compared("tuned.sql")),
            new("DuckDB, decoding alone", () => Peer.Run("decode.sql", shop).Cost),
            new("clv run, usual outputs", () => Engine(shop.DefaultSettingsFile)),
            new("clv run, everything", () => Engine(shop.FullSettingsFile)),
        ];
        Console.Out.WriteLine($"{shop.Touchpoints:N0} touchpoints, {ids} ids");
        var load = Machine.Load;
        Contender.TakeTurns(contenders, runs, Console.Out);
        Directory.Delete(results, recursive: true);
        return EndToEndReport.Of(shop, ids, program, contenders, difference, (load, Machine.Load));
    }
}
