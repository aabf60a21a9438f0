using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary>Finds the database behind the name of a connection.</summary>
internal static class WarehouseConnection
{
    /// <summary>The database, not yet opened.</summary>
    /// <exception cref="UsageException">There is no such connection; <paramref name="named"/> is where its name came from.</exception>
    public static Warehouse Of(ConnectionStrings connections, string name, string named) =>
        connections.Problem(name) is { } problem ? throw new UsageException($"{named}: {problem}") : new Warehouse(name, connections.Find(name)!);

    /// <summary>The same without settings: a name on the command line.</summary>
    public static Warehouse Of(CliHost host, string name)
    {
        List<string> problems = [];
        var connections = ConnectionStrings.Load(host.Environment, host.WorkingDirectory, problems);
        return problems.Count > 0 ? throw new UsageException(problems) : Of(connections, name, "--connection");
    }
}
