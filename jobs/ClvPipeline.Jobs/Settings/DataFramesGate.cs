using System.Runtime.CompilerServices;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>What this build has of ClvPipeline.DataFrames, whose packages not every feed serves. It is loaded when it is needed.</summary>
internal static class DataFramesGate
{
#if DATAFRAMES
    /// <summary>Makes the reader of last resort for Parquet files.</summary>
    public static Func<ISecondReader>? SecondReader { get; } = Reader;

    /// <summary>Its packages with their versions; null where they are not there.</summary>
    public static string? Packages => Names();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ISecondReader Reader() => new DataFrames.ParquetNetReader();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Names() => DataFrames.Profile.Packages;
#else
    /// <summary>Makes the reader of last resort for Parquet files: there is none.</summary>
    public static Func<ISecondReader>? SecondReader => null;

    /// <summary>Its packages with their versions: they are not there.</summary>
    public static string? Packages => null;
#endif
}
