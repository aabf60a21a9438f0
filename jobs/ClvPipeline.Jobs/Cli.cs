using ClvPipeline.Storage;
using Npgsql;

namespace ClvPipeline.Jobs;

/// <summary>The program <c>clv</c>.</summary>
public static class Cli
{
    /// <summary>Runs a command line and returns its <see cref="ExitCode"/>. Throws nothing.</summary>
    public static int Run(string[] args, CliHost host)
    {
        var json = args.Contains("--json");
        try
        {
            return Verbs.Invoke(args, host);
        }
        catch (UsageException e)
        {
            return Failure.Report(host, json, ExitCode.Usage, e.Problems);
        }
        catch (BadInputException e)
        {
            return Failure.Report(host, json, ExitCode.Failed, e.Message.ReplaceLineEndings("\n").Split('\n'), e);
        }
        catch (RunTakenException e)
        {
            return Failure.Report(host, json, ExitCode.Nothing, [$"{e.Message}; nothing was done"]);
        }
        catch (RunCancelledException e)
        {
            return Failure.Report(host, json, ExitCode.Cancelled, [e.Message]);
        }
        catch (OperationCanceledException) when (host.Cancellation.IsCancellationRequested)
        {
            return Failure.Report(host, json, ExitCode.Cancelled, ["cancelled; nothing was written"]);
        }
        catch (Exception e) when (OfDatabase(e) is { } said)
        {
            return Failure.Report(host, json, ExitCode.Failed, [said], e);
        }
        catch (IOException e)
        {
            // A bad moment of the machine (disk full, share gone): the sentence names the path, and trying again may help.
            return Failure.Report(host, json, ExitCode.Failed, [e.Message], e);
        }
#pragma warning disable CA1031 // The last resort: whatever it is becomes one line and an exit code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failure.Report(host, json, ExitCode.Failed, [$"internal error: {e.GetType().Name}: {e.Message} (please report it, with what CLV_DEBUG=1 adds)"], e);
        }
    }

    // Of the database that results go to: what goes wrong while a source is read says so itself. Only a fault has to know the driver, which takes a while to load.
    private static string? OfDatabase(Exception e) => e switch
    {
        PostgresException said => $"Postgres: {said.MessageText} ({said.SqlState})",
        NpgsqlException => $"Postgres: {e.Message}",
        _ => null,
    };
}
