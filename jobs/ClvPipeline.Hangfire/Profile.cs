using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;

namespace ClvPipeline.Hangfire;

/// <summary>What a build has besides the rest where its package feed serves these packages: the Hangfire scheduler with its storage and dashboard.</summary>
public static class Profile
{
    /// <summary>The packages with their versions.</summary>
    public static string Packages => string.Join(", ", new[] { typeof(BackgroundJob), typeof(PostgreSqlStorage), typeof(InMemoryStorage) }.Select(type => type.Assembly.GetName()).Select(assembly => $"{assembly.Name} {assembly.Version?.ToString(3)}"));
}
