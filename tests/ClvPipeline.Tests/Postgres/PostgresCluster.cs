using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ClvPipeline.Tests.Postgres;

/// <summary>
/// A private Postgres server on a free loopback port, with a superuser and a password, in a temporary folder. A shell of its own watches our end of a pipe: when that closes,
/// because the tests are over or because their process died, it stops the server and removes the folder.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    /// <summary>The superuser's password: planted, to be looked for in whatever the program prints.</summary>
    public const string Password = "Pl4nted;'S3cret=\"w0rd\"";

    // mktemp, initdb and the server all run as the same user. SIGINT of a terminal reaches the whole group: the watcher outlives it. Nothing waits for a disk here,
    // but a commit is still written before it is confirmed: a server that is stopped hard has all that was committed.
    private const string Watcher = """
        trap '' INT TERM HUP
        bin=$1 port=$2 secret=$3
        dir=$(mktemp -d "${TMPDIR:-/tmp}/clv-postgres-XXXXXX") || exit 1
        cd "$dir" || exit 1
        printf '%s\n' "$secret" > password
        if "$bin/initdb" -D "$dir/data" -U postgres -E UTF8 --locale=C --auth=scram-sha-256 --pwfile=password -N --wal-segsize=1 > initdb.log 2>&1 &&
          printf '%s\n' "port = $port" "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" 'fsync = off' 'full_page_writes = off' 'shared_buffers = 64MB' \
            'max_connections = 200' 'max_wal_size = 2GB' 'logging_collector = off' >> data/postgresql.conf &&
          "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start > start.log 2>&1 < /dev/null
        then echo "$dir"; else cat initdb.log start.log server.log 2>/dev/null >&2; rm -rf "$dir"; exit 1; fi
        read -r _
        "$bin/pg_ctl" -D "$dir/data" -w -t 20 -m immediate stop > /dev/null 2>&1
        cd / && rm -rf "$dir"
        """;

    private static readonly Lazy<PostgresCluster> Lazy = new(() => Environment.GetEnvironmentVariable("CLV_TEST_POSTGRES") is { Length: > 0 } given ? new PostgresCluster(given) : Start());

    private readonly Process? _watcher;
    private readonly string? _folder;

    private PostgresCluster(string connection, Process? watcher = null, string? folder = null)
    {
        ConnectionString = connection;
        _watcher = watcher;
        _folder = folder;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The server that all tests share, started by the first that needs it. Nobody stops this one.</summary>
    public static PostgresCluster Shared => Lazy.Value;

    /// <summary>How its superuser connects to the database <c>postgres</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>Why a test has to be skipped; null where it can run, and under <c>CI=true</c>, where it must.</summary>
    public static string? SkipReason(bool ofItsOwn) =>
        Environment.GetEnvironmentVariable("CI") == "true" || (!ofItsOwn && Environment.GetEnvironmentVariable("CLV_TEST_POSTGRES") is { Length: > 0 }) ? null : PostgresPrograms.Missing;

    /// <summary>Starts a cluster of one's own, to be stopped, started again, and disposed of.</summary>
    public static PostgresCluster Start()
    {
        if (PostgresPrograms.Missing is { } missing) throw new InvalidOperationException(missing);
        var errors = "";
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var port = FreePort();
            string[] command = ["sh", "-c", Watcher, "clv-postgres", PostgresPrograms.Folder!, port.ToString(), Password];
            if (PostgresPrograms.IsRoot) command = ["runuser", "-u", "postgres", "--", .. command];
            var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
            var watcher = Process.Start(start)!;
            var said = watcher.StandardError.ReadToEndAsync();
            if (watcher.StandardOutput.ReadLine() is { Length: > 0 } folder)
            {
                var connection = new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = "postgres", Password = Password, Database = "postgres" };
                return new PostgresCluster(connection.ConnectionString, watcher, folder);
            }
            watcher.WaitForExit();
            errors = said.Result;
        }
        throw new InvalidOperationException($"no Postgres cluster could be started: {errors}");
    }

    /// <summary>Stops the server as a power cut would: no goodbye to anybody, recovery at the next start.</summary>
    public void StopImmediately() => Control("-m", "immediate", "stop");

    /// <summary>Starts the stopped server again, on the same port with the same data.</summary>
    public void StartAgain() => Control("-l", Path.Combine(_folder!, "server.log"), "-t", "60", "start");

    /// <summary>Lets sessions that begin from now on write no file beyond so many bytes; null for any.</summary>
    public void LimitFiles(long? bytes)
    {
        var server = File.ReadLines(Path.Combine(_folder!, "data", "postmaster.pid")).First();
        string[] command = ["prlimit", "--pid", server, $"--fsize={bytes?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited"}:"];
        if (PostgresPrograms.IsRoot) command = ["runuser", "-u", "postgres", "--", .. command];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"prlimit ended with {process.ExitCode}");
    }

    public void Dispose()
    {
        if (_watcher is null || _watcher.HasExited) return;
        _watcher.StandardInput.Close();
        _watcher.WaitForExit(TimeSpan.FromSeconds(30));
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private void Control(params string[] arguments)
    {
        if (_folder is null) throw new InvalidOperationException("only a cluster of one's own is stopped and started");
        string[] command = [Path.Combine(PostgresPrograms.Folder!, "pg_ctl"), "-D", Path.Combine(_folder, "data"), "-w", .. arguments];
        if (PostgresPrograms.IsRoot) command = ["runuser", "-u", "postgres", "--", .. command];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardInput = true })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"pg_ctl {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
