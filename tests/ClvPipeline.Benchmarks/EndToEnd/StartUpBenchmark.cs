using ClvPipeline.Jobs.Generate;

namespace ClvPipeline.Benchmarks;

/// <summary>What a run on a small shop costs, which is next to nothing but start-up, by the way the program was compiled.</summary>
internal static class StartUpBenchmark
{
    private const string Customers = "--customers", Runs = "--runs", Data = "--data";

    public static int Run(string[] args)
    {
        var options = new Options(args, Customers, Runs, Data);
        var data = Path.GetFullPath(options.Text(Data) ?? Path.Combine(Path.GetTempPath(), "clv-benchmark"));
        Directory.CreateDirectory(data);
        var shop = BenchmarkShop.In(data, options.Number(Customers, 3_000), CustomerIdKind.Integer);
        var (plain, ahead) = (PublishedProgram.Plain(data), PublishedProgram.ReadyToRun(data));
        var results = Path.Combine(data, "results");
        Func<Cost> Of(PublishedProgram program, params (string, string)[] environment) => () =>
        {
            if (Directory.Exists(results)) Directory.Delete(results, recursive: true);
            return Child.Run(program.Path, shop.Folder, ["run", "--config", "clv.json", "--out", results], environment).Cost;
        };
        Contender[] contenders =
        [
            new(plain.Kind, Of(plain)),
            new("plain, not tiered", Of(plain, ("DOTNET_TieredCompilation", "0"))),
            new(ahead.Kind, Of(ahead)),
            new("ReadyToRun, not tiered", Of(ahead, ("DOTNET_TieredCompilation", "0"))),
            new("clv --version", () => Child.Run(ahead.Path, data, ["--version"]).Cost),
        ];
        Contender.TakeTurns(contenders, options.Number(Runs, 5), TextWriter.Null);
        Directory.Delete(results, recursive: true);
        foreach (var c in contenders) Console.Out.WriteLine($"{c.Name,-24} {c.Cpu,6:0.00} s of CPU ({c.Costs.Min(cost => cost.CpuSeconds):0.00} at best), {c.Wall,6:0.00} s, {c.Peak,5:0} MB");
        return 0;
    }
}
