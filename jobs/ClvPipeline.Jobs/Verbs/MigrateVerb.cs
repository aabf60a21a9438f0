using System.Text.Json.Nodes;
using ClvPipeline.Storage;

namespace ClvPipeline.Jobs;

/// <summary><c>clv migrate</c>: installs or upgrades the schema of a database.</summary>
internal static class MigrateVerb
{
    public static Verb Create(CliHost host)
    {
        var config = new SettingsOptions().Config;
        var connection = VerbOption.Text("--connection", "name", "The connection. Default: output.postgres of the settings.");
        var roles = VerbOption.Flag("--roles", "Creates the roles clv_writer (publishes), clv_reader (reads the views without customers) and clv_customer_reader (all views) too.");
        var dryRun = VerbOption.Flag("--dry-run", "Says what is missing, and changes nothing.");
        var json = VerbOption.Flag("--json", "Prints one JSON object instead.");
        return new Verb("migrate", "Installs or upgrades the schema clv of the database that results go to.",
            ["clv migrate --roles # once, as a user who may create schemas and roles", "clv migrate --connection Warehouse --dry-run # what an upgrade would do"],
            [config, connection, roles, dryRun, json],
            parsed =>
            {
                var warehouse = parsed.GetValue(connection) is { } name ? WarehouseConnection.Of(host, name)
                    : ClvSettingsFile.Load(parsed.GetValue(config), host.Environment, [], host.WorkingDirectory).Warehouse() ?? throw new UsageException("output.postgres: missing; name the connection there, or with --connection NAME");
                return Run(warehouse, parsed.GetValue(roles), parsed.GetValue(dryRun), parsed.GetValue(json), host);
            });
    }

    private static int Run(Warehouse warehouse, bool roles, bool dryRun, bool json, CliHost host)
    {
        var steps = dryRun ? Migrator.Missing(warehouse) : Migrator.Apply(warehouse, roles);
        if (json)
        {
            host.Out.WriteLine(JsonText.Of(new JsonObject { ["connection"] = warehouse.Name, [dryRun ? "missing" : "applied"] = new JsonArray([.. steps.Select(step => (JsonNode)step)]), ["exit_code"] = ExitCode.Ok }));
            return ExitCode.Ok;
        }

        foreach (var step in steps) host.Out.WriteLine($"{(dryRun ? "missing" : "applied")} {step}");
        host.Out.WriteLine(dryRun ? steps.Count == 0 ? $"The schema clv of {warehouse.Name} is up to date." : $"clv migrate would run {steps.Count} steps in {warehouse.Name}." : $"The schema clv of {warehouse.Name} is up to date{(roles ? ", with its roles" : "")}.");
        return ExitCode.Ok;
    }
}
