using System.Runtime.InteropServices;

namespace ClvPipeline.Storage;

/// <summary>Makes the entries of a folder outlive a power cut: a renamed file is only where it should be once its folder is on the disk.</summary>
internal static partial class DurableFolder
{
    private const int InputOutputError = 5, NoSpaceLeft = 28;

    /// <summary>Flushes the entries of <paramref name="folder"/> to the disk. Where the system has no such thing (Windows, some network disks) nothing happens.</summary>
    /// <exception cref="IOException">The disk failed or is full.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, 0);
        if (handle < 0) return;
        var error = Sync(handle) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = Close(handle);
        if (error is InputOutputError or NoSpaceLeft) throw new IOException($"{folder} could not be flushed to the disk: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    // The base class library refuses to open folders.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
