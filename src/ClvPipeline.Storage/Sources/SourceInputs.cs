namespace ClvPipeline.Storage;

/// <summary>All datasets of a run, wherever they come from. Those of one Postgres connection share a snapshot.</summary>
public sealed class SourceInputs : IDisposable
{
    private readonly List<ISourceDataset> _datasets = [];
    private readonly Dictionary<string, PostgresSnapshot> _snapshots = new(StringComparer.OrdinalIgnoreCase);

    private SourceInputs()
    {
    }

    /// <summary>The datasets, in the order in which they were given.</summary>
    public IReadOnlyList<ISourceDataset> Datasets => _datasets;

    /// <summary>As the engine takes them.</summary>
    public Inputs Inputs => new(Find("touchpoints")!, Find("orders")!, Find("customers"), Find("spend"));

    /// <summary>Opens them: files are found, servers asked for columns. No row is read.</summary>
    /// <param name="sources">At least touchpoints and orders, each name once.</param>
    /// <param name="baseFolder">The folder that relative paths start from.</param>
    /// <param name="connections">What the names of connections stand for.</param>
    /// <param name="cancellation">Ends the reading of queries early.</param>
    /// <exception cref="BadInputException">A dataset, file, table or column is missing or damaged; the message has a line for each problem of all datasets.</exception>
    /// <exception cref="IOException">A server is not there.</exception>
    public static SourceInputs Open(IReadOnlyList<DatasetSource> sources, string baseFolder, ConnectionStrings? connections = null, CancellationToken cancellation = default)
    {
        List<string> problems = [.. new[] { "touchpoints", "orders" }.Where(name => sources.All(source => source.Name != name)).Select(name => $"sources.{name}: there is none; expected where its rows come from")];
        var inputs = new SourceInputs();
        try
        {
            foreach (var source in sources)
                if (inputs.TryOpen(source, baseFolder, connections ?? ConnectionStrings.None, problems, cancellation) is { } dataset) inputs._datasets.Add(dataset);
            if (problems.Count > 0) throw new BadInputException(string.Join('\n', problems));
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>Names everything that is not what it was when it was opened. Empty: the run read what it says it read.</summary>
    public IReadOnlyList<string> ChangedSince() => [.. _datasets.SelectMany(dataset => dataset.ChangedSince())];

    /// <summary>Lets go of the snapshots: no row is read any more, and a server that has to keep a moment alive for us cannot tidy up.</summary>
    public void EndReading()
    {
        foreach (var snapshot in _snapshots.Values) snapshot.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var dataset in _datasets) dataset.Dispose();
        EndReading();
    }

    private ISourceDataset? TryOpen(DatasetSource source, string baseFolder, ConnectionStrings connections, List<string> problems, CancellationToken cancellation)
    {
        if (source.Postgres is not { } postgres) return ParquetDataset.TryOpen(source, baseFolder, problems);
        if (connections.Problem(postgres.Connection) is { } problem)
        {
            problems.Add($"sources.{source.Name}.connection: {problem}");
            return null;
        }

        if (!_snapshots.TryGetValue(postgres.Connection, out var snapshot)) _snapshots[postgres.Connection] = snapshot = PostgresSnapshot.Open(postgres.Connection, connections.Find(postgres.Connection)!, cancellation);
        return PostgresDataset.TryOpen(source, snapshot, problems);
    }

    private ISourceDataset? Find(string name) => _datasets.FirstOrDefault(dataset => dataset.Name == name);
}
