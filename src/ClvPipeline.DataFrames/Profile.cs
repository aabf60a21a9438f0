namespace ClvPipeline.DataFrames;

/// <summary>What a build has besides the rest where its package feed serves these packages: frames of the results for notebooks, and a second Parquet reader. Neither is written yet.</summary>
internal static class Profile
{
    /// <summary>The packages.</summary>
    public const string Packages = "Microsoft.Data.Analysis, Parquet.Net";
}
