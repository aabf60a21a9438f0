using System.Runtime.CompilerServices;

namespace ClvPipeline.Parquet.Format;

/// <summary>Where in a file the codec is at work; every complaint is made through it, so that every message says where.</summary>
internal sealed class Place(string file, string? column = null, int rowGroup = -1)
{
    public int Page = -1;
    public long Offset = -1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ParquetException Error(string what, Exception? inner = null) => new(file, what, column, rowGroup, Page, Offset, inner);
}
