using System.Diagnostics;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>A file system of a few megabytes in memory that belongs to the server's user.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Mounts one; null where the machine does not allow it.</summary>
    public static SmallDisk? Mount()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return null;
        var folder = Directory.CreateTempSubdirectory("clv-small-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) != 0)
        {
            Directory.Delete(folder);
            return null;
        }

        Run("chown", "postgres", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Why there is none on this machine; null where there is.</summary>
    public static string? Missing { get; } = Try();

    private static string? Try()
    {
        using var disk = Mount();
        return disk is null ? "this machine mounts no small file system for tests (it takes root); the test beside this one limits the server's files instead" : null;
    }

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
