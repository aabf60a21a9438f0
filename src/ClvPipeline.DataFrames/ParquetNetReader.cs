using ClvPipeline.Storage;

namespace ClvPipeline.DataFrames;

/// <summary>Reads with Parquet.Net what our codec only lists: columns inside lists and maps. A row is an element of the list; the values beside the list are those of each of its elements.</summary>
public sealed class ParquetNetReader : ISecondReader
{
    /// <inheritdoc />
    public string Name => Profile.ParquetNet;

    /// <inheritdoc />
    public ISecondFile Open(string path, IReadOnlyList<string> columns) => NestedFile.Open(path, columns);
}
