using ClvPipeline.Jobs;
using ClvPipeline.Storage;
using ClvPipeline.Tests.Laws;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>Brings results of the engine into a database without the program around it.</summary>
internal static class Delivery
{
    private static readonly DateTimeOffset Then = new(2026, 7, 1, 1, 30, 0, TimeSpan.Zero);

    public static RunClaim Claim(string runId, DateOnly asOf, string parameters = "{}") => new()
    {
        RunId = runId, Pipeline = "default", AsOf = asOf, Parameters = parameters, ParametersHash = parameters, Trigger = "manual", RequestedAt = Then, MayPublish = true, Host = "test", Version = "0",
    };

    public static void Publish(Warehouse warehouse, RunResults results, string runId, DateOnly asOf)
    {
        using var run = WarehouseRun.Begin(warehouse, Claim(runId, asOf));
        Publish(run, results);
    }

    public static bool Publish(WarehouseRun run, RunResults results)
    {
        var claim = run.Claim;
        var record = new RunRecord
        {
            RunId = claim.RunId, Pipeline = claim.Pipeline, AsOf = claim.AsOf, Status = RunRecord.Succeeded, Attempt = (int)run.Attempt, Trigger = claim.Trigger, RequestedAt = Then, StartedAt = Then, FinishedAt = Then,
            Parameters = claim.Parameters, ParametersHash = claim.ParametersHash, Inputs = "{}", Host = "test", Stages = "{}", Totals = results.Totals,
        };
        return run.Publish(results.Tables, RunTable.Of(record), results.Totals, new Publication(claim.RunId, claim.AsOf, claim.Pipeline, Then, results.Totals.Orders), Silent.Instance, CancellationToken.None);
    }
}
