using System.Text;
using ClvPipeline.Jobs;
using ClvPipeline.Tests.Postgres;
using Npgsql;
using Xunit;

namespace ClvPipeline.Tests.Warehouses;

/// <summary>A password that was planted comes back nowhere.</summary>
public sealed class SecretTests
{
    [PostgresFact]
    public void No_password_reaches_what_is_printed_written_or_kept()
    {
        using var shop = new WarehouseShop();
        shop.Output("Warehouse", "out");
        shop.Shell.Variables["CLV_DEBUG"] = "1";
        var right = shop.Database.ConnectionString;
        var password = new NpgsqlConnectionStringBuilder(right).Password ?? "";
        Assert.True(password.Length >= 4);
        var said = new StringBuilder();
        Try(ExitCode.Ok, "run", "--run-id", "one");
        Try(ExitCode.Ok, "run", "--run-id", "two", "--json");
        Try(ExitCode.Ok, "runs");
        Try(ExitCode.Ok, "show", "one", "--json");
        Try(ExitCode.Ok, "rollback", "--json");
        shop.Database.Execute("alter table clv.channel rename to elsewhere");
        Try(ExitCode.Failed, "run", "--run-id", "broken");
        shop.Database.Execute("alter table clv.elsewhere rename to channel");
        foreach (var wrong in new[]
        {
            new NpgsqlConnectionStringBuilder(right) { Password = password + "x" }.ConnectionString, new NpgsqlConnectionStringBuilder(right) { Database = "nowhere" }.ConnectionString,
            new NpgsqlConnectionStringBuilder(right) { Port = 1, Timeout = 2 }.ConnectionString, $"Host=127.0.0.1;{password}", $"Pasword={password}", password,
        })
        {
            shop.Shell.Variables["CLV__CONNECTIONS__WAREHOUSE"] = wrong;
            foreach (var verb in new[] { "run", "migrate", "runs" }) Assert.NotEqual(ExitCode.Ok, Try(null, verb));
        }

        shop.Shell.Variables.Remove("CLV__CONNECTIONS__WAREHOUSE");
        Try(ExitCode.Usage, "run");
        Assert.Contains("output.postgres: there is no connection 'Warehouse'", said.ToString(), StringComparison.Ordinal);
        said.Append(shop.Database.Scalar("select string_agg(r::text, '') from clv.run r"));
        foreach (var file in Directory.GetFiles(Path.Combine(shop.Shell.Folder, "out"), "*", SearchOption.AllDirectories)) said.Append(Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        Assert.DoesNotContain(password, said.ToString(), StringComparison.OrdinalIgnoreCase);
        // Parts of it, as a parser that tripped over its signs would quote them.
        foreach (var part in password.Split(';', '\'', '"', '=').Where(part => part.Length >= 4)) Assert.DoesNotContain(part, said.ToString(), StringComparison.OrdinalIgnoreCase);

        int Try(int? expected, string verb, params string[] arguments)
        {
            var code = shop.Clv(verb, arguments);
            said.Append(shop.Shell.Out).Append(shop.Shell.Error);
            if (expected is not null) Assert.True(expected == code, $"{verb}: {code}\n{shop.Shell.Error}");
            return code;
        }
    }
}
