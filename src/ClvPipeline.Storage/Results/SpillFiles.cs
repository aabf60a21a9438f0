using Microsoft.Win32.SafeHandles;

namespace ClvPipeline.Storage;

/// <summary>Spill files in a folder. They have no name for longer than a moment, so nothing of them is left behind, even by a process that is killed.</summary>
public sealed class SpillFiles(string folder) : ISpillStore
{
    private int _count;

    /// <inheritdoc />
    public ISpillFile Create()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $".spill-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}");
        var handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Delete, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        // Where a file may be removed while it is open, its space is given back when the process ends, however that happens.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return new SpillFile(handle, folder);
    }

    private sealed class SpillFile(SafeFileHandle handle, string folder) : ISpillFile
    {
        public long Length { get; private set; }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            try
            {
                RandomAccess.Write(handle, bytes, Length);
            }
            catch (IOException e)
            {
                throw new IOException($"No room for the rows that memoryLimit keeps out of memory: {folder} ({e.Message}); free some space there, or raise memoryLimit", e);
            }

            Length += bytes.Length;
        }

        public void Read(long offset, Span<byte> into)
        {
            while (into.Length > 0)
            {
                var n = RandomAccess.Read(handle, into, offset);
                if (n == 0) throw new EndOfStreamException($"A spill file in {folder} ended early");
                into = into[n..];
                offset += n;
            }
        }

        public void Dispose() => handle.Dispose();
    }
}
