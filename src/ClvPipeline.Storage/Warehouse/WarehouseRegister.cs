using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>The runs that a warehouse knows of, in the form that the register of a folder has too.</summary>
public static class WarehouseRegister
{
    private static readonly string[] Json = ["parameters", "inputs", "stages"];

    /// <summary>All of them, the latest request first.</summary>
    public static IReadOnlyList<RunEntry> List(Warehouse warehouse, int most = int.MaxValue) => List(warehouse, new RunQuery { Most = most });

    /// <summary>Those that are asked for, the latest request first.</summary>
    public static IReadOnlyList<RunEntry> List(Warehouse warehouse, RunQuery query)
    {
        using var connection = warehouse.Open();
        Migrator.Demand(warehouse, connection);
        var which = (query.Pipeline is null ? "" : " and pipeline = @Pipeline") + (query.Statuses.Count == 0 ? "" : " and status = any(@Statuses)") + (query.AsOf is null ? "" : " and as_of = @AsOf");
        return [.. Read(connection, $"where true{which} order by requested_at desc, run_no desc limit @Most", new { query.Pipeline, Statuses = query.Statuses.ToArray(), query.AsOf, query.Most })];
    }

    /// <summary>One of them.</summary>
    /// <exception cref="BadInputException">There is no such run; the message names the nearest.</exception>
    public static RunEntry Find(Warehouse warehouse, string runId)
    {
        RunIds.Check(runId);
        using var connection = warehouse.Open();
        Migrator.Demand(warehouse, connection);
        _ = Find(warehouse, connection, runId);
        return Read(connection, "where run_id = @runId", new { runId }).Single();
    }

    /// <summary>The run of a pipeline that readers were shown last, of no later day, with results that are kept; null where there is none.</summary>
    /// <param name="warehouse">Where.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="asOf">The last day.</param>
    /// <param name="current">The run that they see now, which goes before all others.</param>
    public static string? LastShown(Warehouse warehouse, string pipeline, DateOnly asOf, string? current)
    {
        using var connection = warehouse.Open();
        return connection.QueryFirstOrDefault<string>("""
            select run_id from clv.run where pipeline = @pipeline and status = 'succeeded' and has_results and published_at is not null and as_of <= @asOf::date
            order by run_id is not distinct from @current desc, published_at desc, run_id desc limit 1
            """, new { pipeline, asOf = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), current });
    }

    /// <summary>What a run has come to, and whether its results are kept.</summary>
    internal static (string Status, bool HasResults) Find(Warehouse warehouse, NpgsqlConnection connection, string runId)
    {
        if (connection.QueryFirstOrDefault<(string, bool)?>("select status, has_results from clv.run where run_id = @runId", new { runId }) is { } found) return found;
        var near = Nearest.Of(runId, connection.Query<string>("select run_id from clv.run order by run_no desc limit 1000"));
        throw new BadInputException($"run {runId}: no such run in {warehouse.Name}{(near is null ? "" : $"; did you mean {near}?")}");
    }

    private static IEnumerable<RunEntry> Read(NpgsqlConnection connection, string which, object parameters)
    {
        // One object a row, made by the server: its columns are what the schema says they are. Numbers of many digits come as text, as in run.json.
        foreach (var text in connection.Query<string>($"""
            select row_to_json(r)::text from (select *, exists (select from clv.publication p where p.run_id = run.run_id) as is_current from clv.run {which}) r
            """, parameters))
        {
            var row = JsonNode.Parse(text)!.AsObject();
            foreach (var (name, value) in row.ToList())
            {
                if (value is not null && (name.StartsWith("total_", StringComparison.Ordinal) || name == "profit_without_purchase")) row[name] = value.ToJsonString();
                if (value is not JsonValue cell || !cell.TryGetValue<string>(out var said)) continue;
                if (name.EndsWith("_at", StringComparison.Ordinal))
                    row[name] = DateTimeOffset.Parse(said, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
                else if (Json.Contains(name)) row[name] = JsonNode.Parse(said);
            }

            // Read once more, so that every value is of the kind that one of a file is.
            yield return new RunEntry((string)row["run_id"]!, "", JsonNode.Parse(row.ToJsonString())!.AsObject(), null);
        }
    }
}
