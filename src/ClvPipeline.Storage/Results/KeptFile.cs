namespace ClvPipeline.Storage;

/// <summary>A file that is written anew for readers: they see the old one or the new one, never half of one.</summary>
public static class KeptFile
{
    /// <summary>Writes it beside and renames it.</summary>
    /// <exception cref="BadInputException">It may not be written there.</exception>
    /// <exception cref="IOException">The folder is not there, or the disk is full or away.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        var beside = path + ".new";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new BadInputException($"{path} cannot be written: {e.Message}", e);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
