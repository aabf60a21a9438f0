using System.Collections.Concurrent;

namespace ClvPipeline.Jobs.Serve;

/// <summary>Time zones that were looked up once: that takes a search through two centuries.</summary>
internal static class Zones
{
    private static readonly ConcurrentDictionary<string, LocalTime> Known = [];

    /// <summary>The zone of that name.</summary>
    public static LocalTime Of(string id) => Known.GetOrAdd(id, LocalTime.Of);
}
