using System.Text.Json.Nodes;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Architecture;
using ClvPipeline.Tests.Jobs;
using Xunit;

namespace ClvPipeline.Tests.Postgres;

public class DoctorTests
{
    [PostgresFact]
    public void All_is_well_where_it_is()
    {
        using var program = new PostgresProgram();
        program.Configure();
        Assert.Equal(ExitCode.Ok, program.Shell.Clv("doctor"));
        Assert.Equal(["settings", "packages", "time zones", "memory", "output folder", "connection Warehouse", "clock Warehouse", "sources.orders", "sources.touchpoints", "columns"], Named(program.Shell, "ok"));
        Assert.Contains("All is well.", Said(program.Shell), StringComparison.Ordinal);
    }

    [PostgresFact]
    public void Each_trouble_is_told_with_what_to_do_and_hides_no_other()
    {
        using var program = new PostgresProgram();
        program.Configure(orders: "select customer_id from shop.orders");
        program.Database.Execute($"alter database {new Npgsql.NpgsqlConnectionStringBuilder(program.Database.ConnectionString).Database} set statement_timeout = '50s'");
        program.Shell.Write("secrets.json", "{ \"connections\": {} }");
        program.Shell.Variables["CLV__SECRETS"] = "secrets.json";
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(program.Shell.Folder, "secrets.json"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Equal(ExitCode.Failed, program.Shell.Clv("doctor"));
        Assert.Equal(["sources.orders"], Named(program.Shell, "fail"));
        Assert.Equal(["secrets file", "timeouts Warehouse"], Named(program.Shell, "warn"));
        Assert.Equal(ExitCode.Failed, program.Shell.Clv("doctor", "--json"));
        var json = JsonNode.Parse(program.Shell.Out)!;
        Assert.Equal(("fail", 1), ((string)json["status"]!, (int)json["exit_code"]!));
        Assert.Contains(json["findings"]!.AsArray(), finding => ((string?)finding!["advice"])?.StartsWith("chmod 600 ", StringComparison.Ordinal) == true);
    }

    [PostgresFact]
    public void A_server_that_is_not_there_fails_once_and_not_for_every_dataset()
    {
        using var program = new PostgresProgram();
        program.Configure();
        program.Connect(builder => builder.Port = 1);
        Assert.Equal(ExitCode.Failed, program.Shell.Clv("doctor"));
        Assert.Equal(["connection Warehouse"], Named(program.Shell, "fail"));
        Assert.Contains("1 of 6 would make a run fail.", program.Shell.Out, StringComparison.Ordinal);
    }

    [PostgresFact]
    public void A_database_of_results_needs_its_schema_and_then_takes_what_is_read_from_it()
    {
        using var program = new PostgresProgram();
        program.Configure();
        program.Shell.Variables["CLV__OUTPUT__POSTGRES"] = "Warehouse";
        Assert.Equal(ExitCode.Failed, program.Shell.Clv("doctor"));
        Assert.Equal(["schema clv Warehouse"], Named(program.Shell, "fail"));
        Assert.Contains("run clv migrate", program.Shell.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, program.Shell.Clv("migrate"));
        Assert.Equal(ExitCode.Ok, program.Shell.Clv("doctor"));
        Assert.Contains("schema clv Warehouse", Named(program.Shell, "ok"));
        Assert.Equal(ExitCode.Ok, program.Shell.Clv("run"));
        Assert.Equal(200L, program.Database.Scalar("select orders from clv.current_run"));
        Assert.Equal(0.4m * Enumerable.Range(1, 200).Sum(i => 20.5m + i), program.Database.Scalar("select sum(clv) from clv.current_channel_summary where mode = 'order' and model = 'linear'"));
    }

    [Fact]
    public void A_connection_that_nobody_has_named_is_a_failure_like_others()
    {
        using var shell = new TestShell();
        shell.Variables["CLV__OUTPUT__POSTGRES"] = "Nowhere";
        Assert.Equal(ExitCode.Failed, shell.Clv("doctor", "--config", Path.Combine(Repository.Root, "sample-data", "clv.json")));
        Assert.Equal(["connection Nowhere"], Named(shell, "fail"));
        Assert.Contains("CLV__CONNECTIONS__NOWHERE", shell.Out, StringComparison.Ordinal);
        Assert.Contains("columns", Named(shell, "ok"));
    }

    [Fact]
    public void Settings_that_are_wrong_are_findings_too()
    {
        using var shell = new TestShell();
        shell.Write("clv.json", "{ \"nonsense\": 1 }");
        Assert.Equal(ExitCode.Usage, shell.Clv("doctor"));
        Assert.Contains("fail  settings  nonsense: unknown setting", shell.Out, StringComparison.Ordinal);
        Assert.Contains("sources.orders: missing", shell.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_files_and_a_folder_that_cannot_be_are_failures()
    {
        using var shell = new TestShell();
        shell.Write("out", "a file where the folder should be");
        shell.Write("clv.json", """{ "sources": { "touchpoints": { "parquet": "t.parquet" }, "orders": { "parquet": "o.parquet" } } }""");
        Assert.Equal(ExitCode.Failed, shell.Clv("doctor"));
        Assert.Equal(["output folder", "sources.orders", "sources.touchpoints"], Named(shell, "fail").Order());
    }

    private static string Said(TestShell shell) => shell.Out;

    private static List<string> Named(TestShell shell, string word) =>
        [.. shell.Out.Split('\n').Where(line => line.StartsWith(word + " ", StringComparison.Ordinal)).Select(line => string.Join(' ', line[6..].Split("  ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)))];
}
