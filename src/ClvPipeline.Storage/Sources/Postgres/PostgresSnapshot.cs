using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// One moment of one database: a read-only transaction that exports its snapshot, and as many more as there are threads, which read that same moment. All datasets of a
/// run that come from the same connection are read in one, so that what is committed meanwhile is in all of them or in none.
/// </summary>
public sealed class PostgresSnapshot : IDisposable
{
    // Row numbers follow the table's order: a scan must not start in the middle because another one is there. The transaction that holds the snapshot idles for as long as reading takes.
    private const string Begin = "begin transaction isolation level repeatable read read only; set local synchronize_seqscans = off; set local idle_in_transaction_session_timeout = 0";

    private readonly NpgsqlDataSource _source;
    private readonly Stack<NpgsqlConnection> _idle = [];
    private readonly Lock _gate = new();
    private NpgsqlConnection? _holder;
    private string _exported = "", _encoding = "";

    private PostgresSnapshot(string name, string connectionString, CancellationToken cancellation)
    {
        (Name, Cancellation) = (name, cancellation);
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            // A run opens a connection a thread and keeps it; nothing is left open behind it. Types are told by their numbers, so no catalogue has to be loaded.
            Pooling = false, Enlist = false, CommandTimeout = 0, ReadBufferSize = 1 << 16,
            IncludeErrorDetail = false, PersistSecurityInfo = false, TcpKeepAlive = true,
        };
        if (string.IsNullOrEmpty(own.ApplicationName)) own.ApplicationName = "clv";
        var builder = new NpgsqlDataSourceBuilder(own.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        _source = builder.Build();
    }

    /// <summary>The connection's name.</summary>
    public string Name { get; }

    /// <summary>Which transactions it sees, in the server's words: <c>xmin:xmax:running</c>.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The server's version, such as 150018.</summary>
    public int ServerVersion { get; private set; }

    /// <summary>Ends every reading early.</summary>
    internal CancellationToken Cancellation { get; }

    /// <summary>The connection that holds the snapshot, for questions before reading begins.</summary>
    internal NpgsqlConnection Holder => _holder ?? throw new ObjectDisposedException(nameof(PostgresSnapshot));

    /// <summary>Connects, and takes the snapshot.</summary>
    /// <exception cref="BadInputException">The server does not let us in.</exception>
    /// <exception cref="IOException">There is no server.</exception>
    public static PostgresSnapshot Open(string name, string connectionString, CancellationToken cancellation)
    {
        var snapshot = new PostgresSnapshot(name, connectionString, cancellation);
        try
        {
            snapshot._holder = snapshot.Connect(Begin);
            using var command = new NpgsqlCommand("select pg_export_snapshot()::text, pg_current_snapshot()::text, current_setting('server_version_num')::int4, current_setting('server_encoding')", snapshot._holder);
            using var row = command.ExecuteReader();
            row.Read();
            (snapshot._exported, snapshot.Id, snapshot.ServerVersion) = (row.GetString(0), row.GetString(1), row.GetInt32(2));
            // A database without an encoding refuses to send what is no UTF-8 as such, and the run with it; as it is, it is a bad row and no more.
            if (row.GetString(3) == "SQL_ASCII") snapshot._encoding = "; set local client_encoding = 'SQL_ASCII'";
            return snapshot;
        }
        catch (Exception e) when (PostgresFault.Is(e))
        {
            snapshot.Dispose();
            throw PostgresFault.Of(e, $"connection {name}", "the snapshot");
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _holder?.Dispose();
            _holder = null;
            while (_idle.TryPop(out var connection)) connection.Dispose();
            _source.Dispose();
        }
    }

    /// <summary>A connection that sees the snapshot.</summary>
    internal NpgsqlConnection Rent()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_holder is null, this);
            if (_idle.TryPop(out var idle)) return idle;
        }

        if (_exported.Any(c => !char.IsAsciiHexDigit(c) && c != '-')) throw new InvalidDataException("the server's name of the snapshot is none");
        return Connect($"{Begin}; set transaction snapshot '{_exported}'{_encoding}");
    }

    /// <summary>Takes back a connection whose part was read to its end.</summary>
    internal void Return(NpgsqlConnection connection)
    {
        lock (_gate)
        {
            if (_holder is null) connection.Dispose();
            else _idle.Push(connection);
        }
    }

    /// <summary>Has the server end what one of our connections is at; that it cannot be asked is no matter, as then nobody can.</summary>
    internal void CancelBackend(int backend)
    {
        try
        {
            using var connection = _source.OpenConnection();
            using var command = new NpgsqlCommand("select pg_cancel_backend($1)", connection) { CommandTimeout = 5, Parameters = { new NpgsqlParameter<int> { TypedValue = backend } } };
            command.ExecuteNonQuery();
        }
        catch (Exception e) when (PostgresFault.Is(e) || e is ObjectDisposedException)
        {
        }
    }

    private NpgsqlConnection Connect(string sql)
    {
        var connection = _source.CreateConnection();
        try
        {
            connection.OpenAsync(Cancellation).GetAwaiter().GetResult();
            using var command = new NpgsqlCommand(sql, connection);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
