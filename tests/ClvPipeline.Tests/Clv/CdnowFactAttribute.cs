using ClvPipeline.Tests.Parquet;
using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>A test on the CDNOW sample, which is read where it is and never copied.</summary>
internal sealed class CdnowFactAttribute : FactAttribute
{
    public CdnowFactAttribute() => Skip = Missing;

    /// <summary>Why it cannot run; null where it can.</summary>
    public static string? Missing => ReferenceFiles.Shared is not null ? null : "the CDNOW sample is not there (CLV_REFERENCE, or ../shared/reference beside the repository)";
}

/// <summary>A test on the CDNOW sample that needs a Postgres server, once for each row of its data.</summary>
internal sealed class PostgresCdnowTheoryAttribute : TheoryAttribute
{
    public PostgresCdnowTheoryAttribute() => Skip = CdnowFactAttribute.Missing ?? PostgresCluster.SkipReason(ofItsOwn: false);
}
