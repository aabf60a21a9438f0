using BenchmarkDotNet.Running;
using ClvPipeline;
using ClvPipeline.Benchmarks;
using ClvPipeline.Benchmarks.Clv;
using ClvPipeline.Benchmarks.Decode;
using ClvPipeline.Benchmarks.Publish;

try
{
    switch (args.FirstOrDefault())
    {
        case "end-to-end":
            return EndToEndBenchmark.Run(args[1..]);
        case "start-up":
            return StartUpBenchmark.Run(args[1..]);
        case "decode":
            return DecodeBenchmark.Run(args[1..]);
        case "clv":
            return ClvBenchmark.Run(args[1..]);
        case "postgres-read":
            return PostgresReadBenchmark.Run(args[1..]);
        case "publish":
            return PublishBenchmark.Run(args[1..]);
        default:
            BenchmarkSwitcher.FromAssembly(typeof(EndToEndBenchmark).Assembly).Run(args);
            return 0;
    }
}
catch (Exception e) when (e is BadInputException or InvalidOperationException)
{
    // Wrong arguments, a program that failed, results that differ: the message says which.
    Console.Error.WriteLine(e.Message);
    return 1;
}
