using Xunit;

namespace ClvPipeline.Tests.Postgres;

/// <summary>A test that needs a Postgres server: one given by <c>CLV_TEST_POSTGRES</c>, or a private cluster. Skipped where neither can be had, failed there under <c>CI=true</c>.</summary>
internal sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresCluster.SkipReason(ofItsOwn: false);
}

/// <summary>A test that needs a Postgres server, once for each row of its data.</summary>
internal sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresCluster.SkipReason(ofItsOwn: false);
}

/// <summary>A test that stops and starts its server, so that it needs a cluster of its own, whatever <c>CLV_TEST_POSTGRES</c> says.</summary>
internal sealed class PostgresClusterFactAttribute : FactAttribute
{
    public PostgresClusterFactAttribute() => Skip = PostgresCluster.SkipReason(ofItsOwn: true);
}
