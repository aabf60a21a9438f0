using System.Globalization;

namespace ClvPipeline.Jobs;

/// <summary>What the machine has to offer a run: zones, memory, room to write.</summary>
internal static class MachineHealth
{
    private const long Gigabyte = 1L << 30, LeastFree = 100L << 20;

    public static IEnumerable<Finding> Of(LoadedSettings settings, CliHost host)
    {
        yield return LocalTime.Exists("Europe/Amsterdam")
            ? Finding.Ok("time zones", $"{settings.Run.TimeZone} and the others are known")
            : Finding.Fail("time zones", "this machine has no time zone data", "install it (Debian, Ubuntu: apt-get install tzdata; Alpine: apk add tzdata)");
        yield return Memory(settings.MemoryLimit);
        yield return settings.OutFolder is { } folder
            ? Disk("output folder", Path.GetFullPath(folder, host.WorkingDirectory), settings)
            : Disk("temporary folder", Path.GetTempPath(), settings);
    }

    /// <summary>Whether the secrets file is for its owner's eyes only.</summary>
    public static Finding Secrets(string file)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0) return Finding.Ok("secrets file", $"{file} is its owner's alone");
        return Finding.Warn("secrets file", $"{file} can be read or written by others than its owner", $"chmod 600 {file}");
    }

    private static Finding Memory(long limit)
    {
        var there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var found = string.Create(CultureInfo.InvariantCulture, $"memoryLimit {limit / (double)Gigabyte:0.#} GB of {there / (double)Gigabyte:0.#} GB");
        return limit <= there ? Finding.Ok("memory", found) : Finding.Warn("memory", found, "set memoryLimit below what the machine or container has: a run of very many rows would be stopped by the system");
    }

    private static Finding Disk(string name, string folder, LoadedSettings settings)
    {
        if (File.Exists(folder)) return Finding.Fail(name, $"{folder} is a file", "name another output.folder");
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        try
        {
            var probe = Path.Combine(there, $".clv-doctor-{Environment.ProcessId}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose)) { }
            var free = new DriveInfo(there).AvailableFreeSpace;
            var need = Math.Max(Gigabyte, 2 * InputBytes(settings));
            var found = string.Create(CultureInfo.InvariantCulture, $"{folder} can be written; {free / (double)Gigabyte:0.#} GB free");
            if (free < LeastFree) return Finding.Fail(name, found, "make room: results, and rows that memory has no room for, go there");
            return free >= need ? Finding.Ok(name, found) : Finding.Warn(name, found, string.Create(CultureInfo.InvariantCulture, $"make room: {need / (double)Gigabyte:0.#} GB would be safe for these inputs"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(name, $"{folder} cannot be written: {e.Message}", "name another output.folder, or have this user write there");
        }
    }

    private static long InputBytes(LoadedSettings settings)
    {
        List<string> untold = [];
        var bytes = 0L;
        foreach (var source in settings.Sources.Values.Where(source => source.Postgres is null))
        {
            using var dataset = Storage.ParquetDataset.TryOpen(source, settings.BaseFolder, untold);
            bytes += dataset?.Fingerprints.Sum(file => file.Length) ?? 0;
        }

        return bytes;
    }
}
