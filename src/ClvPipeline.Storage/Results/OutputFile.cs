namespace ClvPipeline.Storage;

/// <summary>Writes files of the output folder: whole and on the disk, or not at all and said in one sentence.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file by <paramref name="write"/> and flushes it to the disk.</summary>
    /// <exception cref="BadInputException">The folder may not be written to.</exception>
    /// <exception cref="IOException">The disk is full or away; nothing is left of the file.</exception>
    public static void Write(string path, Action<FileStream> write) => Guard(path, () =>
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
            write(file);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    });

    /// <summary>Creates a folder and those above it.</summary>
    /// <exception cref="BadInputException">It cannot be there.</exception>
    public static string Folder(string path)
    {
        path = Path.GetFullPath(path);
        for (var above = path; above is not null; above = Path.GetDirectoryName(above))
            if (File.Exists(above)) throw new BadInputException($"output.folder: {path} cannot be a folder, {above} is a file");
        Guard(path, () => Directory.CreateDirectory(path));
        return path;
    }

    /// <summary>Does something in the output folder, and says which path it was where the system refuses.</summary>
    public static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new BadInputException($"output.folder: {path} cannot be written: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
        {
            // A file beyond the system's limit of size (EFBIG) comes as an argument out of range.
            throw new IOException($"output.folder: {path} cannot be written: {e.Message}", e);
        }
    }
}
