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
