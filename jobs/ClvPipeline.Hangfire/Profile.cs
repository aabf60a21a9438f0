namespace ClvPipeline.Hangfire;

/// <summary>What a build has besides the rest where its package feed serves these packages: the Hangfire scheduler with its storage and dashboard. None of it is written yet.</summary>
internal static class Profile
{
    /// <summary>The packages.</summary>
    public const string Packages = "Hangfire.Core, Hangfire.AspNetCore, Hangfire.PostgreSql, Hangfire.InMemory";
}
