using ClvPipeline.Tests.Parquet;
using Xunit;

namespace ClvPipeline.Tests.Clv;

/// <summary>A test on the CDNOW sample, which is read where it is and never copied.</summary>
internal sealed class CdnowFactAttribute : FactAttribute
{
    public CdnowFactAttribute()
    {
        if (ReferenceFiles.Shared is null) Skip = "the CDNOW sample is not there (CLV_REFERENCE, or ../shared/reference beside the repository)";
    }
}
