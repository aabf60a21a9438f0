using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Everything that is looked at before a run is trusted to the night, one thing after another; what one finds stops no other.</summary>
internal static class Examination
{
    /// <summary>
    /// What is asked of each connection once it is open, by whoever keeps something in that database: given its name, how it is used and its connection string.
    /// </summary>
    public static readonly IReadOnlyList<Func<string, LoadedSettings, string, IEnumerable<Finding>>> OfConnections = [ServerHealth.Of, WarehouseHealth.Of];

    /// <summary>Looks at everything.</summary>
    public static IEnumerable<Finding> Of(LoadedSettings settings, CliHost host)
    {
        yield return Finding.Ok("settings", $"{settings.File ?? "the environment"}: nothing is wrong");
        yield return Finding.Ok("packages", string.Join("; ",
            Serve.HangfireGate.Packages is { } hangfire ? $"with {hangfire}" : "without Hangfire, which the feed of this build did not serve",
            DataFramesGate.Packages is { } frames ? $"with {frames}" : "without Microsoft.Data.Analysis and Parquet.Net, which the feed of this build did not serve"));
        foreach (var finding in MachineHealth.Of(settings, host)) yield return finding;
        if (settings.Connections.SecretsFile is { } secrets) yield return MachineHealth.Secrets(secrets);
        HashSet<string> down = new(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Connections(settings))
        {
            if (settings.Connections.Problem(name) is { } problem)
            {
                down.Add(name);
                yield return Finding.Fail(ServerHealth.Connecting(name), problem);
                continue;
            }

            foreach (var finding in OfConnections.SelectMany(ask => ask(name, settings, settings.Connections.Find(name)!)))
            {
                yield return finding;
                if (finding is not { Health: Health.Fail } || finding.Name != ServerHealth.Connecting(name)) continue;
                // Who cannot get in has nothing more to say of that database.
                down.Add(name);
                break;
            }
        }

        List<Finding> datasets = [.. settings.Sources.Values.Where(source => source.Postgres is not { } postgres || !down.Contains(postgres.Connection)).Select(source => Dataset(source, settings, host))];
        foreach (var finding in datasets) yield return finding;
        if (datasets.Count == settings.Sources.Count && datasets.TrueForAll(finding => finding.Health == Health.Ok)) yield return Columns(settings, host);
    }

    private static Finding Columns(LoadedSettings settings, CliHost host)
    {
        try
        {
            using var inputs = RunInputs.Open(settings, host.Cancellation);
            Pipeline.Check(inputs.Inputs, settings.Run, AsOfDate.Of(settings.AsOf, settings.Run.TimeZone, host.Clock.GetUtcNow()));
            return Finding.Ok("columns", "their types can mean what they should");
        }
        catch (Exception e) when (e is IOException or BadInputException)
        {
            return Finding.Fail("columns", e.Message.ReplaceLineEndings("; "));
        }
    }

    /// <summary>The connections that the settings use.</summary>
    private static IEnumerable<string> Connections(LoadedSettings settings) => settings.Sources.Values.Select(source => source.Postgres?.Connection).Append(settings.Postgres).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase);

    private static Finding Dataset(DatasetSource source, LoadedSettings settings, CliHost host)
    {
        var name = $"sources.{source.Name}";
        try
        {
            List<string> problems = [];
            using var snapshot = source.Postgres is { } postgres ? PostgresSnapshot.Open(postgres.Connection, settings.Connections.Find(postgres.Connection)!, host.Cancellation) : null;
            using ISourceDataset? dataset = snapshot is null ? ParquetDataset.TryOpen(source, settings.BaseFolder, problems) : PostgresDataset.TryOpen(source, snapshot, problems);
            if (dataset is not null) return Finding.Ok(name, dataset.Found);
            return Finding.Fail(name, string.Join("; ", problems.Select(problem => problem.StartsWith($"{name}: ", StringComparison.Ordinal) ? problem[(name.Length + 2)..] : problem)), "clv validate shows all of it");
        }
        catch (Exception e) when (e is IOException or BadInputException)
        {
            return Finding.Fail(name, e.Message.StartsWith($"{name}: ", StringComparison.Ordinal) ? e.Message[(name.Length + 2)..] : e.Message);
        }
    }
}
