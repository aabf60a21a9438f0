using System.Globalization;
using System.Security.Cryptography;

namespace ClvPipeline.Jobs;

/// <summary>Ids of runs: they sort by as-of date and request, and say both. The one place where chance enters the program.</summary>
internal static class RunId
{
    /// <summary>The as-of date, the UTC second of the request, and four hex digits that keep two requests of one second apart.</summary>
    public static string New(DateOnly asOf, DateTimeOffset requestedAt) => string.Create(CultureInfo.InvariantCulture,
        $"{asOf:yyyy-MM-dd}-{requestedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{RandomNumberGenerator.GetHexString(4, lowercase: true)}");
}
