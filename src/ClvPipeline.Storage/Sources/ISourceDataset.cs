namespace ClvPipeline.Storage;

/// <summary>A dataset that was opened where the settings say.</summary>
public interface ISourceDataset : IDataset, IDisposable
{
    /// <summary>The number of rows; of a table or query what the server expects, until they were read.</summary>
    long Rows { get; }

    /// <summary>What was found, in words: how many rows in what.</summary>
    string Found { get; }

    /// <summary>What a run writes down of what it read, to be written as JSON.</summary>
    IReadOnlyList<object> Fingerprints { get; }

    /// <summary>Names what is not what it was when it was opened, a sentence each. Empty: the run read what it says it read.</summary>
    IReadOnlyList<string> ChangedSince();
}
