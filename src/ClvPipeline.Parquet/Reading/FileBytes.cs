using ClvPipeline.Parquet.Format;
using Microsoft.Win32.SafeHandles;

namespace ClvPipeline.Parquet.Reading;

/// <summary>The bytes of an open file, and what the file was when it was opened.</summary>
internal sealed class FileBytes(SafeFileHandle handle) : IDisposable
{
    private readonly DateTime _modified = File.GetLastWriteTimeUtc(handle);

    public long Length { get; } = RandomAccess.GetLength(handle);

    /// <summary>Whether somebody has written to the file since it was opened. A file that was put in its place is another one, and does no harm here.</summary>
    public bool Changed => RandomAccess.GetLength(handle) != Length || File.GetLastWriteTimeUtc(handle) != _modified;

    /// <summary>Fills <paramref name="into"/> from <paramref name="offset"/> on.</summary>
    public void Read(Span<byte> into, long offset, Place place)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(handle, into, offset);
            if (read == 0) throw place.Error("the file became shorter while it was read");
            into = into[read..];
            offset += read;
        }
    }

    /// <summary>What was read up to now may be of two minds where the file has changed.</summary>
    public void DemandUnchanged(Place place)
    {
        if (Changed) throw place.Error("the file changed while it was read");
    }

    public void Dispose() => handle.Dispose();
}
