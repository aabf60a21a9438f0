using System.Text.Json.Nodes;

namespace ClvPipeline.Jobs.Report;

/// <summary>What a run says of itself: its row of the table <c>run</c>, with the parameters that a reader has to know.</summary>
internal sealed class RunFacts
{
    private readonly TableView _run;
    private readonly LocalTime _zone;

    /// <summary>Reads the one row.</summary>
    public RunFacts(TableView run)
    {
        _run = run;
        Parameters = JsonNode.Parse(Text("parameters")!)!.AsObject();
        Inputs = JsonNode.Parse(Text("inputs")!)!.AsObject();
        _zone = LocalTime.Of((string)Parameters["timeZone"]!);
    }

    /// <summary>All that decided its numbers.</summary>
    public JsonObject Parameters { get; }

    /// <summary>Its input files by dataset.</summary>
    public JsonObject Inputs { get; }

    /// <summary>The currency of every amount.</summary>
    public string Currency => (string)Parameters["currency"]!;

    /// <summary>The model of future purchases that was asked for, or <c>none</c>.</summary>
    public string ClvModel => (string)Parameters["clv"]!["model"]!;

    /// <summary>How far the expected part looks ahead.</summary>
    public int HorizonMonths => (int)Parameters["clv"]!["horizonMonths"]!;

    /// <summary>The discount rate a year.</summary>
    public double DiscountRate => (double)Parameters["clv"]!["discountRate"]!;

    /// <summary>Which customers have a row: <c>all</c>, <c>top:N</c> or <c>none</c>.</summary>
    public string CustomerRows => (string)Parameters["output"]!["customerValue"]!;

    /// <summary>The last day that counts, in days since 1970.</summary>
    public long AsOf => _run.Longs("as_of")[0];

    /// <summary>Whether a check refused it.</summary>
    public bool IsRefused => Text("status") != RunRecord.Succeeded;

    /// <summary>The window of a mode in days; null for an unlimited one.</summary>
    public double? WindowDays(string mode) => (double?)Parameters["attribution"]!["modes"]![mode]?["windowDays"];

    /// <summary>A text.</summary>
    public string? Text(string column) => _run.Texts(column)(0);

    /// <summary>A whole number.</summary>
    public long Number(string column) => _run.Longs(column)[0];

    /// <summary>A total in micro-units.</summary>
    public Int128 Total(string column) => _run.Wide(column)[0];

    /// <summary>An instant on the clock of the run's zone, in microseconds; null where it is null.</summary>
    public long? LocalTimeOf(string column) => _run.LongsOrNull(column)(0) is { } instant ? Local(instant) : null;

    /// <summary>An instant on that clock.</summary>
    public long Local(long instant) => instant + _zone.OffsetAt(instant);
}
