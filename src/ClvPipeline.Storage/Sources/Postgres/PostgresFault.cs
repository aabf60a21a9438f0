using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace ClvPipeline.Storage;

/// <summary>
/// Says in one sentence what the driver or the server complained of. What a second try may cure (no server, a lost connection, a timeout) is an <see cref="IOException"/>;
/// what will be wrong every time (a missing column, a wrong password) is a <see cref="BadInputException"/>. The driver's exception is inside.
/// </summary>
public static class PostgresFault
{
    /// <summary>The exception to throw in place of the driver's.</summary>
    /// <param name="e">What the driver threw.</param>
    /// <param name="where">The dataset or connection, as messages begin.</param>
    /// <param name="source">What was read, in words.</param>
    /// <param name="ahead">How many characters we put before the user's query; null where there is none.</param>
    public static Exception Of(Exception e, string where, string source, int? ahead = null) => e switch
    {
        PostgresException server when IsPassing(server) => new IOException($"{where}: {Sentence(server, source, ahead)}", e),
        PostgresException server => new BadInputException($"{where}: {Sentence(server, source, ahead)}", e),
        _ => new IOException($"{where}: {Lost(e, source)}", e),
    };

    /// <summary>Whether it is the driver's or the server's.</summary>
    public static bool Is(Exception e) => e is DbException or SocketException or IOException or TimeoutException or InvalidDataException;

    // 08 connection, 25P03 and 57P timeouts and shutdowns, 40 conflicts, 53 resources, 55 locks, 57 interventions, 58 and XX the system.
    private static bool IsPassing(PostgresException e) => e.SqlState[..2] is "08" or "40" or "53" or "55" or "57" or "58" or "XX" || e.SqlState == "25P03";

    private static string Sentence(PostgresException e, string source, int? ahead) => e.SqlState switch
    {
        "28P01" or "28000" => $"the server does not let us in: {e.MessageText}; check the user and the password of the connection",
        "3D000" => $"{e.MessageText}; check the Database of the connection",
        "42501" => $"no permission to read {source}: {e.MessageText}; have SELECT on it granted to the user of the connection",
        "42P01" => $"{source} names a table that is not there: {e.MessageText}{Position(e, ahead)}; expected one that the user of the connection can see",
        "42703" => $"{source} names a column that is not there: {e.MessageText}{Position(e, ahead)}{(e.Hint is { Length: > 0 } hint ? $" ({hint})" : "")}",
        "57014" => e.MessageText.Contains("statement timeout", StringComparison.Ordinal)
            ? $"the server stopped {source} after the statement timeout; raise timeoutSeconds of the source, or make the query faster"
            : $"{source} was cancelled on the server: {e.MessageText}",
        "57P01" or "57P02" or "57P03" => $"the server is going down or coming up: {e.MessageText}; try again",
        "53300" => $"the server has no connection left: {e.MessageText}; try again, or raise max_connections",
        _ when e.SqlState[..2] is "42" or "0A" => $"the server does not understand {source}: {e.MessageText}{Position(e, ahead)}",
        _ => $"the server gave up on {source}: {e.MessageText} (SQLSTATE {e.SqlState})",
    };

    private static string Lost(Exception e, string source)
    {
        if (e.InnerException is TimeoutException or OperationCanceledException || e is TimeoutException) return $"no answer from the server within the time allowed, while reading {source}; try again";
        var socket = e as SocketException ?? e.InnerException as SocketException;
        if (socket is { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TryAgain or SocketError.NoData })
            return $"no Postgres server answers where the connection says ({socket.Message}); check Host and Port, and whether the server runs";
        return $"the connection to the server was lost while reading {source} ({Innermost(e)}); try again";
    }

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;

    private static string Position(PostgresException e, int? ahead) => e.Position > ahead && e.InternalQuery is null ? string.Create(CultureInfo.InvariantCulture, $" (at character {e.Position - ahead})") : "";
}
