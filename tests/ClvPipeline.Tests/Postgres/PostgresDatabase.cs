using Npgsql;

namespace ClvPipeline.Tests.Postgres;

/// <summary>An empty database of one test or class, dropped with whoever is still connected to it.</summary>
internal sealed class PostgresDatabase : IDisposable
{
    private static int _made;
    private readonly PostgresCluster _cluster;
    private readonly string _name;

    public PostgresDatabase(PostgresCluster? cluster = null, string encoding = "UTF8")
    {
        _cluster = cluster ?? PostgresCluster.Shared;
        _name = $"clv_test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
        OnServer($"create database {_name} template template0 encoding '{encoding}' lc_collate 'C' lc_ctype 'C'");
        ConnectionString = new NpgsqlConnectionStringBuilder(_cluster.ConnectionString) { Database = _name }.ConnectionString;
    }

    /// <summary>How the superuser connects to it.</summary>
    public string ConnectionString { get; }

    /// <summary>A new open connection, not of a pool.</summary>
    public NpgsqlConnection Open()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Runs statements.</summary>
    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; null where there is none.</summary>
    public object? Scalar(string sql)
    {
        using var connection = Open();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        return command.ExecuteScalar();
    }

    public void Dispose() => OnServer($"drop database if exists {_name} with (force)");

    private void OnServer(string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_cluster.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        command.ExecuteNonQuery();
    }
}
