using System.Text.Json.Serialization;

namespace ClvPipeline.Storage;

/// <summary>What a run writes down of an input file, so that it can be told later whether it still is the same.</summary>
/// <param name="Path">Its path as the settings would name it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedAt">When it was last written, in UTC.</param>
/// <param name="Rows">Rows.</param>
/// <param name="FooterChecksum">CRC-32 of its Parquet footer.</param>
public sealed record InputFile(string Path, long Length, DateTimeOffset ModifiedAt, long Rows, uint FooterChecksum)
{
    /// <summary>What read its rows where our codec does not; null where it does, and then not written down.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reader { get; init; }
}
