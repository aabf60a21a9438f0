using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ClvPipeline.Benchmarks.Clv;

/// <summary>The command <c>clv</c>: what fitting and scoring cost on simulated customers, on one thread.</summary>
internal static class ClvBenchmark
{
    private static readonly Horizon Horizon = new(36, 0.1);

    /// <param name="args"><c>[customers] [file.md]</c>; by default 1,000,000 customers, no file.</param>
    public static int Run(string[] args)
    {
        var customers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var report = new StringBuilder();
        // Figures of a loaded machine mean less: the file says how loaded.
        var load = Machine.Load;
        Measure(customers, report);
        if (args.Length > 1) File.WriteAllText(args[1], $"{Preface(customers, load)}{report}");
        return 0;
    }

    private static void Measure(int customers, StringBuilder report)
    {
        var days = HoldoutCounter.DaysOf(SimulatedBuyers.LongestAgeDays);
        var (triplets, before, revenue) = SimulatedBuyers.Make(customers, days, 1);
        Step("what the compiler does at first use, on 5,000 customers", () => { Everything(triplets[..5000], revenue[..5000]); return ""; });
        report.AppendLine("| step | CPU s | |").AppendLine("| --- | ---: | --- |");
        var table = Step("counting triplets", () => TripletTable.Of(triplets), t => $"{t.Count:N0} distinct", report);
        var spend = Step("sorting spend", () => Spend(triplets, revenue), t => $"{t.Count:N0} repeat customers", report);
        var fits = PurchaseFits.Kinds.ToDictionary(kind => kind, kind => Step($"fit {PurchaseFits.Name(kind)}", () => PurchaseFits.Fit(kind, table), Words, report));
        var segments = Step("counting triplets of four segments that differ", () => Enumerable.Range(0, 4).Select(s => TripletTable.Of(triplets.Where((t, i) => SegmentOf(t, i) == s))).ToArray(), t => $"{t.Sum(s => s.Count):N0} distinct", report);
        foreach (var kind in PurchaseFits.Kinds.Take(2)) Step($"fit {PurchaseFits.Name(kind)} to each of the four", () => PurchaseFits.OfSegments(kind, fits[kind], table, segments), own => string.Join(", ", own.Select(f => f is null ? "none" : $"{f.Evaluations} evaluations")), report);
        var spendFit = Step("fit gamma_gamma", () => SpendFits.Fit(spend, 0), f => $"{f.Reason}, {f.Evaluations} evaluations", report);
        foreach (var (kind, fit) in fits)
        {
            var forecasts = Step($"forecast every triplet by {fit.Model.Name}, p_alive by pareto_nbd", () => new Forecaster(fit.Model, fits[PurchaseModelKind.ParetoNbd].Model, Horizon).Of(table), f => $"{f.Length:N0} triplets, 36 months", report);
            if (kind == PurchaseModelKind.MbgNbd) Step("find the forecast of every customer", () => triplets.Sum(triplet => forecasts[table.IndexOf(triplet)].DiscountedPurchases), sum => $"{sum:N0} discounted purchases", report);
            var outlook = Step($"intervals of every triplet by {fit.Model.Name}", () => new Outlook(table, fit, spendFit, Horizon), _ => "", report);
            if (kind == PurchaseModelKind.MbgNbd) Step("profit and interval of every customer, and their sum", () => Sum(outlook, table, triplets, revenue), i => $"{i.Low:N0} .. {i.Expected:N0} .. {i.High:N0}", report);
        }

        var holdout = Step("counting triplets before and after a split", () => Holdout(days, before, triplets), h => $"{h.Before.Count:N0} distinct before, {h.Now.Count:N0} now", report);
        var choice = Step("auto: three fits before the split and their scores", () => ModelChoice.Of(holdout), c => c.Reason, report);
        Step("backtest of three models and the naive line", () => Backtest.Of(holdout, choice), tests => string.Join(", ", tests.Select(t => $"{t.Name} {t.Bias:P1}")), report);
        report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Most memory that was resident: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB, the simulated customers' {customers * 32L >> 20} MB included.");
    }

    // Half of the customers stand anywhere, half by how often they came back.
    private static int SegmentOf(Triplet triplet, int customer) => customer % 8 < 4 ? customer % 4 : Math.Min(3, triplet.Repeats / 2);

    private static Interval Sum(Outlook outlook, TripletTable table, Triplet[] triplets, long[] revenue)
    {
        var segment = new SegmentOutlook();
        for (var i = 0; i < triplets.Length; i++) segment.Add(outlook.Profit(table.IndexOf(triplets[i]), revenue[i] / 1e6 / Math.Max(1, triplets[i].Repeats), 0.4));
        return outlook.Sum(segment);
    }

    private static HoldoutTable Holdout(int days, Triplet[] before, Triplet[] now)
    {
        var counter = new HoldoutCounter(days);
        foreach (var (then, customer) in before.Zip(now))
            if (then.AgeDays >= 0) counter.Add(then, customer);
        return counter.ToTable();
    }

    private static void Everything(Triplet[] triplets, long[] revenue)
    {
        var table = TripletTable.Of(triplets);
        foreach (var kind in PurchaseFits.Kinds) PurchaseFits.Fit(kind, table);
        var (fit, spend) = (PurchaseFits.Fit(PurchaseModelKind.ParetoNbd, table), SpendFits.Fit(Spend(triplets, revenue), 0));
        new Forecaster(fit.Model, fit.Model, Horizon).Of(table);
        Sum(new Outlook(table, fit, spend, Horizon), table, triplets, revenue);
    }

    private static SpendTable Spend(Triplet[] triplets, long[] revenue) =>
        SpendTable.Of(triplets.Index().Where(t => t.Item.Repeats > 0).Select(t => (t.Item.Repeats, revenue[t.Index])));

    private static string Words(Fit<PurchaseModel> fit) => $"{fit.Reason}, {fit.Evaluations} evaluations: {string.Join(", ", fit.Model.Parameters.Select(p => p.ToString("G4", CultureInfo.InvariantCulture)))}";

    private static T Step<T>(string name, Func<T> work, Func<T, string>? words = null, StringBuilder? report = null)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var result = work();
        process.Refresh();
        var line = string.Create(CultureInfo.InvariantCulture, $"| {name} | {(process.TotalProcessorTime - before).TotalSeconds:0.00} | {words?.Invoke(result)} |");
        Console.WriteLine(line);
        report?.AppendLine(line);
        return result;
    }

    private static string Preface(int customers, string? load) => string.Create(CultureInfo.InvariantCulture, $"""
        # Predictive lifetime value

        {customers:N0} simulated customers of a Pareto/NBD shop, two years in days, on one thread; CPU is that of the whole process, collecting garbage and compiling on the side included.
        Machine: {Machine.Description}; {load ?? "an unknown number of"} threads of others wanted a core in the minute before.
        Again: `dotnet run -c Release --project tests/ClvPipeline.Benchmarks -- clv {customers} FILE.md`.


        """);
}
