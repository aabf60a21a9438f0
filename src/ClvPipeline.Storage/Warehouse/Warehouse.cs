using Dapper;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>A Postgres database that results go to, by the name that the settings give its connection.</summary>
public sealed class Warehouse
{
    private readonly string _connectionString;

    /// <summary>Describes it; nothing is opened.</summary>
    /// <param name="name">What the settings call it.</param>
    /// <param name="connectionString">How to connect; told to nobody.</param>
    /// <exception cref="BadInputException">It is no connection string.</exception>
    public Warehouse(string name, string connectionString)
    {
        Name = name;
        try
        {
            // Session locks are given back with the session: a pool would keep it. A run takes a handful of connections in all.
            var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, Enlist = false, CommandTimeout = 0, IncludeErrorDetail = false, PersistSecurityInfo = false };
            if (builder.KeepAlive == 0) builder.KeepAlive = 30;
            builder.ApplicationName ??= "clv";
            _connectionString = builder.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or OverflowException or InvalidCastException)
        {
            // What the driver says of it may quote it.
            throw new BadInputException($"connection {name}: not a connection string of Npgsql; expected one such as Host=db.example;Username=clv_job;Password=…;Database=crm");
        }
    }

    /// <summary>What the settings call it.</summary>
    public string Name { get; }

    /// <summary>How long to go on trying when the server is away: a restart takes less.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Opens a connection that acts as <c>clv_writer</c> where the schema belongs to that role and the login is a member.</summary>
    /// <exception cref="BadInputException">The server refuses the login.</exception>
    /// <exception cref="NpgsqlException">The server is away.</exception>
    internal NpgsqlConnection Open()
    {
        var connection = OpenAsLogin();
        try
        {
            connection.Execute("""
                do $$ begin
                    if exists (select from pg_class c join pg_roles r on r.oid = c.relowner where c.oid = to_regclass('clv.run') and r.rolname = 'clv_writer' and pg_has_role(session_user, r.oid, 'member')) then set role clv_writer; end if;
                end $$
                """);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that acts as the login.</summary>
    internal NpgsqlConnection OpenAsLogin()
    {
        var connection = new NpgsqlConnection(_connectionString);
        try
        {
            connection.Open();
            // Whatever the database or the login has been set to: one reading of times, and names that mean one thing.
            connection.Execute("set timezone = 'UTC'; set search_path = pg_catalog");
            return connection;
        }
        catch (PostgresException e) when (e.SqlState is ['2', '8', ..] or ['3', 'D', ..])
        {
            connection.Dispose();
            throw new BadInputException($"connection {Name}: {e.MessageText}", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether the same may succeed if it is tried again: the server was away or busy, and nothing is wrong with what was asked.</summary>
    public static bool IsPassing(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } => false,
        // A process that was frozen in the middle of a transaction: the server has ended its session.
        PostgresException { SqlState: "25P03" } => true,
        NpgsqlException moment => moment.IsTransient || moment.InnerException is IOException or System.Net.Sockets.SocketException or ObjectDisposedException,
        _ => false,
    };
}
