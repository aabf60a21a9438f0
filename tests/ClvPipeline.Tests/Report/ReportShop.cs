using System.Text.RegularExpressions;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Jobs;
using ClvPipeline.Tests.Storage;

namespace ClvPipeline.Tests.Report;

/// <summary>A shop of a few rows, run through the program, and its report.</summary>
internal sealed partial class ReportShop : IDisposable
{
    public TestShell Shell { get; } = new();

    public void Dispose() => Shell.Dispose();

    /// <summary>Writes inputs: a touchpoint each (customer, channel, day), an order each (customer, day, revenue), spend each (channel, day, amount); days count from 2025-01-01.</summary>
    public ReportShop With((string Customer, string Channel, int Day)[] touches, (string Customer, int Day, decimal Revenue)[] orders, (string Channel, int Day, decimal Amount)[]? spend = null, (string Customer, string Segment)[]? customers = null, string more = "")
    {
        SmallFile.Write(File("touchpoints"), 1000, ("customer_id", [.. touches.Select(t => t.Customer)]), ("occurred_at", [.. touches.Select(t => (object)At(t.Day))]), ("channel", [.. touches.Select(t => t.Channel)]));
        SmallFile.Write(File("orders"), 1000, ("order_id", [.. orders.Select((_, i) => $"o{i}")]), ("customer_id", [.. orders.Select(o => o.Customer)]), ("ordered_at", [.. orders.Select(o => (object)At(o.Day).AddHours(1))]), ("revenue", [.. orders.Select(o => (object)o.Revenue)]));
        if (spend is not null) SmallFile.Write(File("spend"), 1000, ("channel", [.. spend.Select(s => s.Channel)]), ("date", [.. spend.Select(s => (object)At(s.Day))]), ("amount", [.. spend.Select(s => (object)s.Amount)]));
        if (customers is not null) SmallFile.Write(File("customers"), 1000, ("customer_id", [.. customers.Select(c => c.Customer)]), ("segment", [.. customers.Select(c => c.Segment)]));
        var sources = string.Join(", ", new[] { "touchpoints", "orders", spend is null ? "" : "spend", customers is null ? "" : "customers" }.Where(name => name.Length > 0).Select(name => $"\"{name}\": {{ \"parquet\": \"{name}.parquet\" }}"));
        Shell.Write("clv.json", $$"""{ "asOf": "2026-06-30", "clv": { "grossMargin": 0.4 }, {{more}} "sources": { {{sources}} } }""");
        return this;
    }

    /// <summary>Runs it and reads its page.</summary>
    public string Page(string runId = "r", params string[] more)
    {
        if (Shell.Clv(["run", "--run-id", runId, .. more]) is not (ExitCode.Ok or ExitCode.Refused)) throw new InvalidOperationException(Shell.Error);
        return Read(runId);
    }

    /// <summary>The page of a run.</summary>
    public string Read(string runId = "r") => System.IO.File.ReadAllText(Path.Combine(Shell.Folder, "out", "runs", runId, "report.html"));

    /// <summary>What a reader sees of a page, without its style: tags are gone, blanks are one.</summary>
    public static string Seen(string page) => Blank().Replace(Anything().Replace(page[page.IndexOf("<body>", StringComparison.Ordinal)..], " "), " ");

    private string File(string name) => Path.Combine(Shell.Folder, $"{name}.parquet");

    private static DateTimeOffset At(int day) => new DateTimeOffset(2025, 1, 1, 10, 0, 0, TimeSpan.Zero).AddDays(day);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Anything();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
