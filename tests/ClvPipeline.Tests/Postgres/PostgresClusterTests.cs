using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

public class PostgresClusterTests
{
    [PostgresFact]
    public void Each_test_has_an_empty_database_that_is_gone_afterwards()
    {
        string name;
        using (var database = new PostgresDatabase())
        {
            Assert.Equal(0L, database.Scalar("select count(*) from information_schema.tables where table_schema = 'public'"));
            database.Execute("create table t (x int)");
            name = (string)database.Scalar("select current_database()::text")!;
        }
        using var other = new PostgresDatabase();
        Assert.Equal(0L, other.Scalar($"select count(*) from pg_database where datname = '{name}'"));
    }

    [PostgresClusterFact]
    public void A_cluster_of_ones_own_keeps_what_was_committed_when_it_is_stopped_hard()
    {
        using var cluster = PostgresCluster.Start();
        using var database = new PostgresDatabase(cluster);
        database.Execute("create table t as select 7 as x");
        cluster.StopImmediately();
        Assert.ThrowsAny<NpgsqlException>(() => database.Scalar("select x from t"));
        cluster.StartAgain();
        Assert.Equal(7, database.Scalar("select x from t"));
    }
}
