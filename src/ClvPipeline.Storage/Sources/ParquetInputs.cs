namespace ClvPipeline.Storage;

/// <summary>All datasets of a run that come from Parquet.</summary>
public sealed class ParquetInputs : IDisposable
{
    private readonly IReadOnlyList<ParquetDataset> _datasets;

    private ParquetInputs(IReadOnlyList<ParquetDataset> datasets)
    {
        _datasets = datasets;
        Inputs = new Inputs(Find("touchpoints")!, Find("orders")!, Find("customers"), Find("spend"));
    }

    /// <summary>What the engine reads.</summary>
    public Inputs Inputs { get; }

    /// <summary>What each dataset's files were when their footers were read.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<InputFile>> Files => _datasets.ToDictionary(dataset => dataset.Name, dataset => dataset.Fingerprints);

    /// <summary>Opens the datasets.</summary>
    /// <param name="sources">At least touchpoints and orders, each name once.</param>
    /// <param name="baseFolder">The folder that relative paths start from.</param>
    /// <exception cref="BadInputException">A dataset, file or column is missing or damaged; the message has a line for each problem of all datasets.</exception>
    public static ParquetInputs Open(IReadOnlyList<DatasetSource> sources, string baseFolder)
    {
        List<string> problems = [.. new[] { "touchpoints", "orders" }.Where(name => sources.All(source => source.Name != name)).Select(name => $"sources.{name}: there is none; expected where its rows come from")];
        List<ParquetDataset> opened = [.. sources.Select(source => ParquetDataset.TryOpen(source, baseFolder, problems)).OfType<ParquetDataset>()];
        if (problems.Count == 0) return new ParquetInputs(opened);
        foreach (var dataset in opened) dataset.Dispose();
        throw new BadInputException(string.Join('\n', problems));
    }

    /// <summary>Names every file that is not what it was when its footer was read. Empty: the run read what it says it read.</summary>
    public IReadOnlyList<string> ChangedSince() => [.. _datasets.SelectMany(dataset => dataset.ChangedSince())];

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var dataset in _datasets) dataset.Dispose();
    }

    private ParquetDataset? Find(string name) => _datasets.SingleOrDefault(dataset => dataset.Name == name);
}
