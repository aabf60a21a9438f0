using System.Text.Json;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The datasets of a run, opened: their files are found and their columns checked, no row is read yet.</summary>
public sealed class RunInputs : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new(ResultJson.Options) { WriteIndented = false };
    private readonly IReadOnlyList<ParquetDataset> _datasets;

    private RunInputs(IReadOnlyList<ParquetDataset> datasets) => _datasets = datasets;

    /// <summary>The datasets, in the order of the settings' names.</summary>
    public IReadOnlyList<ParquetDataset> Datasets => _datasets;

    /// <summary>As the engine takes them.</summary>
    public Inputs ForEngine => new(Find("touchpoints")!, Find("orders")!, Find("customers"), Find("spend"));

    /// <summary>What was read, by dataset, as JSON.</summary>
    public string Json => JsonSerializer.Serialize(_datasets.ToDictionary(dataset => dataset.Name, dataset => dataset.Fingerprints), Plain);

    /// <summary>Opens them.</summary>
    /// <exception cref="BadInputException">Files or columns are missing or damaged: all problems of all datasets, a line each.</exception>
    public static RunInputs Open(LoadedSettings settings)
    {
        List<string> problems = [];
        List<ParquetDataset> datasets = [];
        foreach (var source in settings.Sources.Values)
            if (ParquetDataset.TryOpen(source, settings.BaseFolder, problems) is { } dataset) datasets.Add(dataset);
        var inputs = new RunInputs(datasets);
        if (problems.Count == 0) return inputs;
        inputs.Dispose();
        throw new BadInputException(string.Join('\n', problems));
    }

    /// <summary>The files that changed since they were opened, a sentence each.</summary>
    public IReadOnlyList<string> Changed() => [.. _datasets.SelectMany(dataset => dataset.ChangedSince())];

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var dataset in _datasets) dataset.Dispose();
    }

    private ParquetDataset? Find(string name) => _datasets.FirstOrDefault(dataset => dataset.Name == name);
}
