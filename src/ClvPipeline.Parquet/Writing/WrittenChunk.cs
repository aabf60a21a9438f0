using ClvPipeline.Parquet.Format;

namespace ClvPipeline.Parquet.Writing;

/// <summary>A written chunk, as the footer will tell of it.</summary>
internal sealed record WrittenChunk(long DictionaryOffset, long DataOffset, long Values, long PlainBytes, long StoredBytes, Encoding Encoding, ColumnStatistics Statistics)
{
    public long Offset => DictionaryOffset > 0 ? DictionaryOffset : DataOffset;
}
