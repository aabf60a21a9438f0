using System.Text.Json;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>The inputs of a run, as its settings name them.</summary>
internal static class RunInputs
{
    private static readonly JsonSerializerOptions Plain = new(ResultJson.Options) { WriteIndented = false };

    /// <summary>Opens them: files are found, servers asked, columns checked. No row is read yet.</summary>
    /// <exception cref="BadInputException">Files, tables or columns are missing or damaged: all problems of all datasets, a line each.</exception>
    public static SourceInputs Open(LoadedSettings settings, CancellationToken cancellation) => SourceInputs.Open([.. settings.Sources.Values], settings.BaseFolder, settings.Connections, cancellation);

    /// <summary>What was read, by dataset, as JSON.</summary>
    public static string Json(SourceInputs inputs) => JsonSerializer.Serialize(inputs.Datasets.ToDictionary(dataset => dataset.Name, dataset => dataset.Fingerprints), Plain);
}
