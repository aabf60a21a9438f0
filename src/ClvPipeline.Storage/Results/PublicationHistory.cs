using System.Text.Json;

namespace ClvPipeline.Storage;

/// <summary>What the pointer of an output folder named before, the newest last: <c>published-before.json</c>, which tells <c>clv rollback</c> where to go.</summary>
internal static class PublicationHistory
{
    private const int Longest = 100;

    /// <summary>Reads it; a missing or damaged one is empty, as it holds nothing that readers see.</summary>
    public static List<Publication> Read(string outFolder)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Publication>>(File.ReadAllBytes(FilePath(outFolder)), ResultJson.Options) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            return [];
        }
    }

    /// <summary>Adds what is shown now.</summary>
    public static void Add(string outFolder, Publication shown)
    {
        var before = Read(outFolder);
        if (before is [.., var last] && last == shown) return;
        Write(outFolder, [.. before.TakeLast(Longest - 1), shown]);
    }

    /// <summary>Writes it anew.</summary>
    public static void Write(string outFolder, List<Publication> before)
    {
        var path = FilePath(outFolder);
        OutputFile.Write(path + ".new", file => JsonSerializer.Serialize(file, before, ResultJson.Options));
        OutputFile.Guard(path, () => File.Move(path + ".new", path, overwrite: true));
    }

    private static string FilePath(string outFolder) => Path.Combine(outFolder, "published-before.json");
}
