namespace ClvPipeline.Benchmarks;

/// <summary>Something that is measured, with what its runs cost so far.</summary>
/// <param name="Name">As the report names it.</param>
/// <param name="Run">Runs it once.</param>
internal sealed record Contender(string Name, Func<Cost> Run)
{
    public List<Cost> Costs { get; } = [];

    public double Cpu => Median(cost => cost.CpuSeconds);

    public double Wall => Median(cost => cost.WallSeconds);

    public double Peak => Median(cost => cost.PeakMegabytes);

    /// <summary>Runs all of them in turn, again and again: what else the machine does falls on all alike.</summary>
    public static void TakeTurns(IReadOnlyList<Contender> contenders, int runs, TextWriter log)
    {
        for (var run = 1; run <= runs; run++)
        {
            foreach (var contender in contenders)
            {
                Machine.Settle();
                var cost = contender.Run();
                contender.Costs.Add(cost);
                log.WriteLine($"run {run}: {contender.Name,-24} {cost.CpuSeconds,7:0.00} s of CPU, {cost.WallSeconds,7:0.00} s, {cost.PeakMegabytes,7:0} MB");
            }
        }
    }

    private double Median(Func<Cost, double> of)
    {
        var sorted = Costs.Select(of).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
