using System.Reflection;
using Microsoft.Data.Analysis;
using Parquet;

namespace ClvPipeline.DataFrames;

/// <summary>What a build has besides the rest where its package feed serves these packages: frames of the results for notebooks, and a reader of last resort for Parquet files.</summary>
public static class Profile
{
    /// <summary>The packages with their versions.</summary>
    public static string Packages => $"{Version(typeof(DataFrame))}, {ParquetNet}";

    /// <summary>The reader with its version.</summary>
    internal static string ParquetNet { get; } = Version(typeof(ParquetReader)).Replace("Parquet ", "Parquet.Net ", StringComparison.Ordinal);

    private static string Version(Type type)
    {
        var assembly = type.Assembly;
        return $"{assembly.GetName().Name} {assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";
    }
}
