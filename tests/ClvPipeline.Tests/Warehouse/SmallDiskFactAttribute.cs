using ClvPipeline.Tests.Postgres;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>A test that needs a server of its own and a small file system for it.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = PostgresCluster.SkipReason(ofItsOwn: true) ?? SmallDisk.Missing;
}
