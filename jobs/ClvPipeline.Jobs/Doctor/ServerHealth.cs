using System.Globalization;
using ClvPipeline.Storage;
using Npgsql;

namespace ClvPipeline.Jobs;

/// <summary>A Postgres server as a run meets it: whether it lets us in, how old it is, what time it has, and what it stops.</summary>
internal static class ServerHealth
{
    private const double SkewThatMatters = 2, SkewThatMisleads = 300;

    /// <summary>What the finding about connecting is called.</summary>
    public static string Connecting(string name) => $"connection {name}";

    public static IEnumerable<Finding> Of(string name, LoadedSettings settings, string connectionString)
    {
        try
        {
            var own = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, PersistSecurityInfo = false, Timeout = 10 };
            using var connection = new NpgsqlConnection(own.ConnectionString);
            connection.Open();
            return [.. Look(name, own, connection)];
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            var sentence = PostgresFault.Of(e, Connecting(name), "the database").Message[(Connecting(name).Length + 2)..];
            return [Finding.Fail(Connecting(name), sentence)];
        }
    }

    private static IEnumerable<Finding> Look(string name, NpgsqlConnectionStringBuilder own, NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("select current_setting('server_version'), current_setting('server_version_num')::int, current_setting('statement_timeout'), coalesce(current_setting('transaction_timeout', true), '0'), coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)", connection);
        string version, statement, transaction;
        int number;
        bool encrypted;
        using (var row = command.ExecuteReader())
        {
            row.Read();
            (version, number, statement, transaction, encrypted) = (row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetBoolean(4));
        }

        yield return number >= 140_000
            ? Finding.Ok(Connecting(name), $"Postgres {version} lets us in")
            : Finding.Warn(Connecting(name), $"Postgres {version} lets us in", "from version 14 on tables are read in parallel; before it each is read in one stream");
        if (!encrypted && own.Host is not ("127.0.0.1" or "localhost" or "::1") && own.Host?.StartsWith('/') != true)
            yield return Finding.Warn($"encryption {name}", "the connection is not encrypted", "put SSL Mode=VerifyFull (or Require) into the connection string");
        if (statement != "0") yield return Finding.Warn($"timeouts {name}", $"the server stops statements after {statement}", "set timeoutSeconds of the sources, which goes before it, or have statement_timeout of the user raised");
        if (transaction != "0") yield return Finding.Warn($"timeouts {name}", $"the server stops transactions after {transaction}", "have transaction_timeout of the user raised: all datasets of a run are read in one transaction");
        yield return Clock(name, connection);
    }

    // The shortest of a few round trips says most: the server looked at its clock within it.
    private static Finding Clock(string name, NpgsqlConnection connection)
    {
        var (skew, best) = (0.0, double.MaxValue);
        for (var i = 0; i < 5; i++)
        {
            using var command = new NpgsqlCommand("select clock_timestamp()", connection);
            var (before, begun) = (TimeProvider.System.GetUtcNow(), TimeProvider.System.GetTimestamp());
            var there = (DateTime)command.ExecuteScalar()!;
            var took = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            if (took < best) (skew, best) = ((there - before.UtcDateTime).TotalSeconds - took / 2, took);
        }

        var found = string.Create(CultureInfo.InvariantCulture, $"the server's clock is {Math.Abs(skew):0.0} s {(skew < 0 ? "behind" : "ahead of")} ours");
        if (Math.Abs(skew) < SkewThatMatters + best) return Finding.Ok($"clock {name}", found);
        const string advice = "have both machines set their clocks by NTP: the default as-of date is yesterday by ours";
        return Math.Abs(skew) < SkewThatMisleads ? Finding.Warn($"clock {name}", found, advice) : Finding.Fail($"clock {name}", found, advice);
    }
}
