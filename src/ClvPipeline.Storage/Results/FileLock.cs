using System.Diagnostics;

namespace ClvPipeline.Storage;

/// <summary>A lock between processes: a file held open by one alone. The system lets go of it when its holder dies, however it dies.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    /// <summary>Takes the lock, or returns null if somebody has it.</summary>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="IOException">It was not free within <paramref name="wait"/>.</exception>
    public static FileLock Take(string path, TimeSpan wait)
    {
        for (var begun = Stopwatch.StartNew(); ; Thread.Sleep(20))
        {
            if (TryTake(path) is { } taken) return taken;
            if (begun.Elapsed > wait) throw new IOException($"{path} was held by another process for {wait.TotalSeconds:0} s; try again");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _held.Dispose();

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows: every other failure is not a held lock.
    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) == 32 : e.HResult is 11 or 35;
}
